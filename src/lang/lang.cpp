#include "lang/lang.h"

#include "lang/check.h"
#include "lang/parse.h"
#include "lang/plan_text.h"

namespace wt::lang {

Dialect dialect_of(std::string_view file_name) {
    return file_name.ends_with(".txt") ? Dialect::sabre : Dialect::wrongtree;
}

Reading read_world(const Source& source, Dialect dialect) {
    Reading reading;
    SyntaxTree tree = parse(source, dialect, reading.diagnostics);
    model::World world = check(tree, reading.diagnostics);
    reading.diagnostics.sort();
    if (!reading.diagnostics.has_errors()) reading.world = std::move(world);
    return reading;
}

Result<std::vector<model::GroundEvent>> read_plan(const model::World& world, const Source& source) {
    return read_plan_text(world, source);
}

}  // namespace wt::lang
