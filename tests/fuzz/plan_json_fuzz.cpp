// Any bytes are a plan as JSON: reading it reports a mistake with its place, or gives a plan of the world.

#include <string>
#include <string_view>

#include "base/check.h"
#include "form/json_text.h"
#include "form/plan_json.h"
#include "lang/lang.h"

namespace {

const wt::model::World& world() {
    static const wt::model::World kWorld = [] {
        wt::Source source(
            "world",
            "type place; entity Ann : character; entity Bob : character; entity Home : place;\n"
            "property at(who : character) : place; property n() : number;\n"
            "action walk(who : character, to : place) { effect: at(who) = to; consenting: who; };\n"
            "action count(1) { effect: n() = 1; };\n"
            "action count(Ann, yes : boolean) { effect: n() = 1; };\n"
            "utility(): n();\n");
        wt::lang::Reading reading = wt::lang::read_world(source, wt::lang::Dialect::wrongtree);
        WT_CHECK(reading.world.has_value(), "the world of this fuzzer is sound");
        return *reading.world;
    }();
    return kWorld;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    wt::Source source("fuzz", std::string(reinterpret_cast<const char*>(data), size));
    (void)wt::form::setting_of_plan(source);
    auto read = wt::form::read_plan_json(world(), source);
    if (!read) {
        WT_CHECK(!read.error().empty() && read.error()[0] >= '1' && read.error()[0] <= '9',
                 "a mistake has a place");
        return 0;
    }
    for (const wt::model::Step& step : read->plan.steps)
        for (wt::model::ExplanationId reason : step.reasons)
            WT_CHECK(reason.index() < read->plan.explanations.size(), "reasons are there");
    return 0;
}
