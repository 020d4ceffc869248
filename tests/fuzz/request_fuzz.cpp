// Any bytes are a constraint, as behind `--where`, and the text of a request in a world: reading them reports or
// succeeds, what is read can be printed and read again, and a plan that answers it is one to the referee.

#include <string>
#include <string_view>

#include "base/check.h"
#include "engine/planner.h"
#include "lang/expression_text.h"
#include "lang/lang.h"
#include "model/limits.h"
#include "model/print.h"
#include "referee/referee.h"

namespace {

using namespace wt;

constexpr std::string_view kWorld =
    "type place; entity Ann : character; entity Bob : character; entity Home : place; entity Inn : place;\n"
    "property at(who : character) : place; property glad(who : character) : boolean; property n() : number;\n"
    "action walk(who : character, to : place) { precondition: at(who) != to; effect: at(who) = to; "
    "consenting: who; observing(c : character): at(c) == at(who); };\n"
    "action cheer(who : character, whom : character) { precondition: at(who) == at(whom); effect: "
    "glad(whom) & n() = n() + 1; consenting: who; };\n"
    "at(Ann) = Home; at(Bob) = Inn; n() = 0; utility(): n(); utility(Ann): glad(Bob); utility(Bob): at(Bob) "
    "== "
    "Home;\n"
    "divergence storm { at(Bob) = Home; };\n";
constexpr std::uint64_t kMostStates = 200;
constexpr std::uint64_t kMostBytes = 64u << 20;

void plan(const model::World& world, const model::Request& request) {
    model::Limits limits{.author = 3, .character = 2, .belief = 1};
    int depth = model::belief_depth_for(world, limits.belief, &request);
    constexpr int kMostDepth = 6;  // more takes long, and is not what is tried here
    if (depth > kMostDepth) return;
    Budget budget;
    budget.max_states = kMostStates;
    budget.max_bytes = kMostBytes;
    engine::Session session(world, {.belief_limit = limits.belief, .belief_depth = depth}, budget);
    engine::Answer answer = engine::plan(session, {.limits = limits, .request = &request});
    if (!answer.plan) return;
    Budget again;
    again.max_states = kMostStates * 10;
    again.max_bytes = kMostBytes;
    referee::Judgement judgement = referee::verify(
        world, *answer.plan,
        {.limits = limits, .belief_depth = depth, .goal = std::nullopt, .request = &request}, again);
    WT_CHECK(judgement.verdict == referee::Verdict::valid || judgement.verdict == referee::Verdict::undecided,
             judgement.why.c_str());
}

void read_as_constraint(model::World world, std::string_view text) {
    Source source("where", std::string(text));
    Result<model::TraceId> constraint = lang::read_constraint(world, source);
    if (!constraint) {
        for (const Diagnostic& d : constraint.error().items())
            WT_CHECK(d.span.begin <= d.span.end && d.span.end <= source.text().size(),
                     "a span lies in its text");
        return;
    }
    std::string printed = model::to_text(world, *constraint);
    Result<model::TraceId> again = lang::read_constraint(world, Source("again", printed));
    WT_CHECK(again.has_value(), "a constraint that is printed can be read");
    WT_CHECK(model::to_text(world, *again) == printed, "and is the same");
    model::Request request;
    request.constraints.push_back(*constraint);
    plan(world, request);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text(reinterpret_cast<const char*>(data), size);
    static const model::World kRead =
        *lang::read_world(Source("world", std::string(kWorld)), lang::Dialect::wrongtree).world;
    read_as_constraint(kRead, text);

    std::string world = std::string(kWorld) + "request r \"One\" { " + std::string(text) + " };\n";
    lang::Reading reading = lang::read_world(Source("world", world), lang::Dialect::wrongtree, {{}, {"r"}});
    if (!reading.world) return 0;
    for (const model::Request& request : reading.world->requests)
        if (request.name == "r") plan(*reading.world, request);
    return 0;
}
