// This writes the differences between canon and a divergence, as text and as JSON (docs/schema/diff.schema.json).
#pragma once

#include <string>
#include <string_view>

#include "ask/diff.h"

namespace wt::form {

struct DiffDocument {
    std::string_view version;
    std::string_view file;
    const model::World& other;  ///< the world under the divergences
    const ask::WorldDiff& diff;
    std::string_view constraint;  ///< what a question without a request is called
};

std::string diff_text(const DiffDocument& document);
std::string diff_json(const DiffDocument& document);

}  // namespace wt::form
