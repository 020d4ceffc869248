// Any bytes are a draft or a plan of a world: they are read or refused, and never crash or hang.

#include <string>
#include <string_view>

#include "base/check.h"
#include "lang/lang.h"
#include "story/draft.h"

namespace {

constexpr std::string_view kWorld = R"(type place; entity Ida : character; entity Otto : character;
entity René : character; entity Depot : place; entity Harbour_East : place;
property at(who : character) : place; property told(who : character) : boolean;
action walk(who : character, from : place, to : place) { precondition: at(who) == from; effect: at(who) = to; };
action greet(who : character, whom : character) { effect: told(whom); };
action refuse(who : character) { effect: !told(who); };
at(Ida) = Depot; utility(): told(Otto); utility(Ida): told(Otto);)";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string text(reinterpret_cast<const char*>(data), size);
    wt::lang::Reading reading =
        wt::lang::read_world(wt::Source("world", std::string(kWorld)), wt::lang::Dialect::wrongtree);
    if (!reading.world) return 0;
    wt::Source source("draft", text);
    auto check = [&](const wt::Diagnostics& diagnostics) {
        for (const wt::Diagnostic& d : diagnostics.items())
            WT_CHECK(d.span.begin <= d.span.end && d.span.end <= source.text().size(),
                     "a span lies in its text");
    };
    auto draft = wt::story::read_draft(*reading.world, source);
    if (!draft) check(draft.error());
    auto plan = wt::lang::read_plan(*reading.world, source);
    if (!plan) check(plan.error());
    return 0;
}
