// Any bytes are a text: reading them in either dialect reports or succeeds, and never crashes or hangs. What
// comes after a line `----` is read as a plan of the world before it.

#include <string>
#include <string_view>

#include "base/check.h"
#include "lang/lang.h"
#include "model/print.h"

namespace {

void read_all(std::string_view world_text, std::string_view plan_text, wt::lang::Dialect dialect) {
    wt::Source source("fuzz", std::string(world_text));
    wt::lang::Reading reading = wt::lang::read_world(source, dialect);
    WT_CHECK(reading.world.has_value() != reading.diagnostics.has_errors(),
             "a world exactly if there is no error");
    for (const wt::Diagnostic& d : reading.diagnostics.items())
        WT_CHECK(d.span.begin <= d.span.end && d.span.end <= world_text.size(), "a span lies in its text");
    if (!reading.world) return;
    for (wt::model::EffectId effect : reading.world->first_state)
        wt::model::to_text(*reading.world, effect);
    (void)wt::model::belief_nesting(*reading.world);
    (void)wt::lang::read_plan(*reading.world, wt::Source("plan", std::string(plan_text)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text(reinterpret_cast<const char*>(data), size);
    std::size_t cut = text.find("\n----\n");
    std::string_view plan = cut == std::string_view::npos ? "" : text.substr(cut + 6);
    text = text.substr(0, cut);
    read_all(text, plan, wt::lang::Dialect::sabre);
    read_all(text, plan, wt::lang::Dialect::wrongtree);
    return 0;
}
