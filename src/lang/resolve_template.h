// This finds what the names in a template mean for the property or event that it tells.
#pragma once

#include "lang/template.h"

namespace wt::lang {

/// The pieces of a template can refer to these.
struct Referents {
    const std::vector<model::Formal>& formals;
    std::string_view what;     ///< the name of the property or event
    bool is_property = false;  ///< then `value` is no parameter
    bool has_value = false;    ///< there is a value in this template
    bool value_is_number = false;
};

/// Returns `a`, `b` or `c`, in backticks.
std::string listed(const std::vector<std::string_view>& names);
/// Are all names in the template those of parameters, or words of templates?
bool has_formals_for(const model::World& world, const std::vector<model::Formal>& formals,
                     const RawTemplate& raw, bool is_property);
/// Resolves a template. The result has no pieces if something in it is wrong, which is then reported.
model::Template resolve_template(CheckContext& context, const Referents& referents, const RawTemplate& raw);

}  // namespace wt::lang
