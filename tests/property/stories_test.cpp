// Stories for random requests: the engine, which searches in product with automata, and the referee, who
// tries everything, agree on which requests have a story and how long a shortest one is; and the referee
// accepts each of the engine's.
//
// WT_WORLDS sets how many worlds are tried, WT_SEED the first seed.
#include <cstdlib>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/planner.h"
#include "lang/lang.h"
#include "model/print.h"
#include "referee/referee.h"
#include "support/random_request.h"
#include "support/random_world.h"

namespace wt::test {
namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

struct Tally {
    std::uint64_t requests = 0;
    std::uint64_t with_story = 0;
    std::uint64_t longer = 0;  ///< stories of two actions or more
    std::uint64_t with_goal = 0;
    std::uint64_t undecided = 0;
};

std::string text_of(const World& world, const std::optional<Plan>& plan) {
    std::string text;
    if (plan)
        for (const Step& step : plan->steps)
            text += " " + to_text(world, step.action);
    return plan ? text : " nothing";
}

/// Empty if both agree on the request.
std::string compare(const World& world, const Request& request, const referee::Rules& rules, Tally& tally) {
    Budget referee_budget;
    referee_budget.max_states = 60'000;
    referee::Existence truth = referee::enumerate(world, rules, referee_budget);
    if (truth.verdict == referee::Verdict::undecided || truth.verdict == referee::Verdict::endless_triggers) {
        ++tally.undecided;
        return "";
    }
    ++tally.requests;
    tally.with_story += truth.plan.has_value();
    tally.longer += truth.plan && truth.plan->steps.size() > 1;
    tally.with_goal += request.goal.has_value();
    for (int mode = 0; mode < 3; ++mode) {  // by default, shortest, anytime
        Budget budget;
        engine::Session session(
            world, {.belief_limit = rules.limits.belief, .belief_depth = rules.belief_depth}, budget);
        engine::Question question{.limits = rules.limits, .optimal = mode == 1, .request = &request};
        if (mode == 2) question.on_improvement = [](const engine::Answer&) {};
        engine::Answer answer = engine::plan(session, question);
        if (answer.verdict == engine::Verdict::endless_triggers || !answer.too_large.empty()) return "";
        if (answer.plan.has_value() != truth.plan.has_value() ||
            (mode > 0 && answer.plan && answer.plan->steps.size() != *truth.shortest))
            return fmt::format("mode {}: the engine finds{}, the referee{}", mode,
                               text_of(world, answer.plan), text_of(world, truth.plan));
        if (!answer.plan) continue;
        Budget verify_budget;
        referee::Judgement judgement = referee::verify(world, *answer.plan, rules, verify_budget);
        if (judgement.verdict != referee::Verdict::valid)
            return fmt::format("mode {}: the referee rejects{}: {}", mode, text_of(world, answer.plan),
                               judgement.why);
    }
    return "";
}

std::string compare_world(std::uint64_t seed, Tally& tally) {
    Random random(seed ^ 0x570121e5);
    WorldShape shape;
    shape.characters = 1 + static_cast<int>(random.below(3));
    shape.actions = 2 + static_cast<int>(random.below(4));
    std::vector<std::string> lines = random_world(seed, shape);
    Source source("random.wt", joined(lines));
    std::optional<World> world = lang::read_world(source, lang::Dialect::wrongtree).world;
    if (!world) return "";
    for (int i = 0; i < 3; ++i) {
        Request request;
        for (std::uint32_t left = 1 + random.below(2); left > 0; --left)
            request.constraints.push_back(Inventor(*world, random).constraint(2));
        if (random.chance(30)) request.goal = static_cast<double>(random.below(3));
        referee::Rules rules;
        rules.limits = {2 + static_cast<int>(random.below(2)), static_cast<int>(random.below(5)),
                        static_cast<int>(random.below(3))};
        rules.belief_depth = rules.limits.belief + 1 + belief_nesting(*world, &request);
        rules.request = &request;
        std::string difference = compare(*world, request, rules, tally);
        if (difference.empty()) continue;
        difference +=
            fmt::format("\nlimits: author {}, character {}, belief {}; goal {}\n", rules.limits.author,
                        rules.limits.character, rules.limits.belief, request.goal.value_or(-999));
        for (TraceId constraint : request.constraints)
            difference += to_text(*world, constraint) + ";\n";
        return difference + joined(lines);
    }
    return "";
}

TEST(Stories, engine_and_referee_agree_on_random_requests) {
    std::uint64_t worlds = from_environment("WT_WORLDS", 400);
    std::uint64_t first = from_environment("WT_SEED", 1);
    Tally tally;
    for (std::uint64_t seed = first; seed < first + worlds; ++seed) {
        std::string difference = compare_world(seed, tally);
        ASSERT_EQ(difference, "") << "seed " << seed;
    }
    fmt::print("{} requests: {} with a story ({} of two actions or more), {} with a goal; {} undecided\n",
               tally.requests, tally.with_story, tally.longer, tally.with_goal, tally.undecided);
    if (worlds >= 400) {
        EXPECT_GE(tally.with_story, tally.requests / 10);
        EXPECT_GE(tally.longer, tally.requests / 200);
    }
}

}  // namespace
}  // namespace wt::test
