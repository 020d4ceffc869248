// The automata of a request and the referee's moment-by-moment evaluation agree: random constraints over
// random worlds, on every beginning of random walks.
//
// WT_WORLDS sets how many worlds are tried, WT_SEED the first seed.
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/random.h"
#include "engine/inspect.h"
#include "engine/planner.h"
#include "engine/session.h"
#include "engine/trace/request_automata.h"
#include "lang/expression_text.h"
#include "lang/lang.h"
#include "model/print.h"
#include "model/trace.h"
#include "referee/trace.h"
#include "support/random_request.h"
#include "support/random_world.h"

namespace wt::test {
namespace {

using namespace model;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

struct Tally {
    std::uint64_t pairs = 0;  ///< of a constraint and a walk
    std::uint64_t hold = 0;
    std::uint64_t single = 0;  ///< walks of one moment
    std::uint64_t dead = 0;
    std::uint64_t automata = 0;
    std::uint64_t largest = 0;    ///< automaton
    std::uint64_t too_large = 0;  ///< requests without automata
};

/// A walk with what is known at each moment.
struct Walk {
    std::vector<engine::MindId> mine;
    std::vector<engine::EventIndex> events;
    std::vector<referee::MindId> theirs;
    std::vector<referee::ActionId> actions;
};

/// Empty if both never rest, or the walk ends there.
Walk random_walk(engine::Session& session, referee::States& states, Random& random) {
    Walk walk;
    engine::MindId mine = engine::first_state(session);
    referee::MindId theirs = states.first_state();
    if (!mine.valid() || states.trouble().verdict != referee::Verdict::valid) return walk;
    walk.mine.push_back(mine);
    walk.theirs.push_back(theirs);
    for (std::uint32_t left = random.below(8); left > 0; --left) {
        std::vector<GroundEvent> actions = engine::possible_actions(session, mine);
        if (actions.empty()) break;
        const GroundEvent& action = actions[random.below(static_cast<std::uint32_t>(actions.size()))];
        mine = engine::successor(session, mine, action);
        theirs = states.successor(theirs, action);
        if (!mine.valid() || states.trouble().verdict != referee::Verdict::valid) break;
        walk.mine.push_back(mine);
        walk.theirs.push_back(theirs);
        walk.events.push_back(session.impl().ground->find_event(action));
        walk.actions.push_back(*referee::find_action(states.context(), action));
    }
    return walk;
}

/// Empty if the automata and the referee agree on every beginning of the walk.
std::string compare(engine::RequestAutomata& automata, const Walk& walk, engine::Session& session,
                    referee::States& states, const Request& request, Tally& tally) {
    engine::Evaluator evaluator(session.impl().ground->pool(), *session.impl().store);
    engine::RequestAutomata::State state = 0;
    std::uint32_t least_length = 0;  // no beginning shorter than this holds
    bool dead = false;
    for (std::size_t i = 0; i < walk.mine.size(); ++i) {
        auto holds = [&](engine::FormulaId formula) { return evaluator.holds(formula, walk.mine[i]); };
        state = i == 0 ? automata.start(holds) : automata.next(state, walk.events[i - 1], holds);
        referee::Moments moments{std::span(walk.theirs).first(i + 1), std::span(walk.actions).first(i)};
        bool expected = !referee::broken_constraint(states.context(), moments, request);
        ++tally.pairs;
        tally.hold += expected;
        tally.single += i == 0;
        if (automata.accepts(state) != expected)
            return fmt::format("after {} actions it holds for {} only", i,
                               expected ? "the referee" : "the automata");
        if (expected && (dead || i < least_length))
            return fmt::format("it holds after {} actions, which was ruled out", i);
        if (expected != (automata.steps_to_accept(state) == 0)) return "accepting is being no step away";
        dead = automata.is_dead(state);
        tally.dead += dead;
        if (!dead)
            least_length =
                std::max(least_length, static_cast<std::uint32_t>(i) + automata.steps_to_accept(state));
        for (std::size_t a = 0; a < automata.automaton_count(); ++a) {
            bool open = automata.steps_to_accept(state, a) != 0 && !dead;
            if (open == automata.ways(state, a).empty() && !dead)
                return "ways where none are needed, or none";
        }
    }
    return "";
}

std::string compare_world(std::uint64_t seed, Tally& tally) {
    Random random(seed);
    WorldShape shape;
    shape.characters = 1 + static_cast<int>(random.below(3));
    shape.actions = 2 + static_cast<int>(random.below(4));
    Source source("random.wt", joined(random_world(seed, shape)));
    std::optional<World> world = lang::read_world(source, lang::Dialect::wrongtree).world;
    if (!world) return "";
    std::vector<Request> requests;
    for (int i = 0; i < 8; ++i) {
        Inventor inventor(*world, random);
        requests.emplace_back();
        requests.back().constraints.push_back(inventor.constraint(3));
    }
    int depth = 0;
    for (const Request& request : requests)
        depth = std::max(depth, 1 + 1 + belief_nesting(*world, &request));
    Budget budget;
    engine::Session session(*world, {.belief_limit = 1, .belief_depth = depth}, budget);
    referee::Rules rules;
    rules.limits.belief = 1;
    rules.belief_depth = depth;
    referee::States states(*world, rules, budget);
    if (session.state_of_start() != engine::Verdict::found) return "";
    std::vector<Walk> walks;
    for (int i = 0; i < 4; ++i)
        walks.push_back(random_walk(session, states, random));
    for (const Request& request : requests) {
        engine::RequestAutomata automata(*session.impl().ground, session.world(), request, budget);
        if (automata.too_large()) {
            ++tally.too_large;
            continue;
        }
        for (std::size_t i = 0; i < automata.automaton_count(); ++i)
            tally.largest = std::max(tally.largest, std::uint64_t{automata.automaton(i).size()});
        tally.automata += automata.automaton_count();
        for (const Walk& walk : walks) {
            if (walk.mine.empty()) continue;
            std::string difference = compare(automata, walk, session, states, request, tally);
            if (difference.empty()) continue;
            std::string text = to_text(*world, request.constraints[0]) + "\n" + difference + "\non the walk";
            for (engine::EventIndex event : walk.events)
                text += " " + to_text(*world, session.impl().ground->ground_event(event));
            return text;
        }
    }
    return "";
}

/// What is printed of a constraint reads back, and is then printed as it was read. Empty if so.
std::string compare_text(std::uint64_t seed, std::uint64_t& read) {
    Random random(seed);
    Source source("random.wt", joined(random_world(seed, WorldShape())));
    std::optional<World> world = lang::read_world(source, lang::Dialect::wrongtree).world;
    if (!world) return "";
    Inventor inventor(*world, random);
    std::string text = to_text(*world, inventor.constraint(3));
    Result<TraceId> first = lang::read_constraint(*world, Source("text", text));
    // Joined from nothing, nobody acts, or fewer than none: no text says that.
    bool sayable = text.find("True") == std::string::npos && text.find("False") == std::string::npos &&
                   text.find("only  act") == std::string::npos && text.find("-1") == std::string::npos;
    if (!first) return sayable ? text + "\n" + first.error().items()[0].message : "";
    ++read;
    std::string second_text = to_text(*world, *first);
    Result<TraceId> second = lang::read_constraint(*world, Source("text", second_text));
    if (!second) return second_text + "\n" + second.error().items()[0].message;
    std::string third_text = to_text(*world, *second);
    return third_text == second_text ? "" : second_text + "\n" + third_text;
}

TEST(Requests, constraints_are_printed_so_that_they_read_back) {
    std::uint64_t read = 0;
    for (std::uint64_t seed = 1; seed <= 500; ++seed)
        EXPECT_EQ(compare_text(seed, read), "") << seed;
    EXPECT_GE(read, 400u);
}

TEST(Requests, automata_and_referee_agree_on_random_constraints) {
    std::uint64_t worlds = from_environment("WT_WORLDS", 300);
    std::uint64_t first = from_environment("WT_SEED", 1);
    Tally tally;
    for (std::uint64_t seed = first; seed < first + worlds; ++seed) {
        std::string difference = compare_world(seed, tally);
        ASSERT_EQ(difference, "") << "seed " << seed;
    }
    std::printf(
        "%llu pairs (%llu hold, %llu of one moment, %llu dead); %llu automata, the largest has %llu states\n",
        static_cast<unsigned long long>(tally.pairs), static_cast<unsigned long long>(tally.hold),
        static_cast<unsigned long long>(tally.single), static_cast<unsigned long long>(tally.dead),
        static_cast<unsigned long long>(tally.automata), static_cast<unsigned long long>(tally.largest));
    if (worlds >= 300) {
        EXPECT_GE(tally.pairs, 20'000u);
        EXPECT_GE(tally.hold, tally.pairs / 10);
        EXPECT_LE(tally.too_large, worlds / 100);
    }
}

}  // namespace
}  // namespace wt::test
