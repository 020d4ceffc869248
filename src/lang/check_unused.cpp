// What nobody uses: said only where the text is otherwise right, because a mistake elsewhere may be the
// reason.

#include <fmt/format.h>

#include "lang/check_context.h"

namespace wt::lang {

using namespace model;

void check_unused(CheckContext& context) {
    if (context.diagnostics.has_errors()) return;
    const World& world = context.world;
    for (std::size_t i = 0; i < world.properties.size(); ++i) {
        const Property& property = world.properties[i];
        if (!context.property_read[i]) {
            Diagnostic& d = context.report(DiagnosticCode::never_read, property.span,
                                           fmt::format("nothing depends on `{}`", property.name));
            d.hint = "no condition, value or utility reads it";
        } else if (!context.property_written[i]) {
            Diagnostic& d = context.report(DiagnosticCode::never_written, property.span,
                                           fmt::format("`{}` is never given a value", property.name));
            d.hint = "neither the first state nor an effect assigns it, so it keeps its default";
        }
    }
    for (std::size_t i = 4; i < world.types.size(); ++i) {  // behind the built-in types
        const Type& type = world.types[i];
        if (context.type_used[i] || !type.members.empty()) continue;
        Diagnostic& d = context.report(DiagnosticCode::unused_type, type.span,
                                       fmt::format("nothing is of type `{}`", type.name));
        d.hint = "it has no entities and nothing mentions it";
    }
}

}  // namespace wt::lang
