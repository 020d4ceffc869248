// A budget cuts an answer short and never changes it: on random worlds, with many amounts of states and
// bytes, the answer is either that it was stopped or the full answer, and every plan that is handed out, also
// the best one before the goal, is accepted by the referee. The same when somebody interrupts at any time.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "ask/question.h"
#include "base/random.h"
#include "engine/planner.h"
#include "lang/lang.h"
#include "support/random_world.h"
#include "support/worlds.h"

namespace wt::test {
namespace {

using engine::Answer;
using engine::Verdict;

struct Tally {
    int worlds = 0;
    int stopped = 0;
    int full = 0;
    int best = 0;
};

/// What is wrong with a cut answer. Empty if it is either the full one or stopped, and all plans stand.
std::string complaint(const model::World& world, const referee::Rules& rules, const Answer& full,
                      const Answer& cut, Tally& tally) {
    for (const auto* plan : {&cut.plan, &cut.best}) {
        if (!*plan) continue;
        referee::Rules reached = rules;
        if (plan == &cut.best) {
            ++tally.best;
            if (!cut.utility) return "a best plan without its utility";
            reached.goal = cut.utility;
        }
        if (std::string text = objection(world, **plan, reached); !text.empty()) return text;
    }
    if (cut.verdict == Verdict::stopped) {
        ++tally.stopped;
        return cut.stop == Stop::none ? "stopped, but for no reason" : "";
    }
    ++tally.full;
    if (cut.verdict != full.verdict) return "another verdict than with all it needs";
    if (cut.plan.has_value() != full.plan.has_value()) return "a plan in only one of them";
    if (cut.plan &&
        (cut.plan->steps != full.plan->steps || cut.plan->explanations != full.plan->explanations))
        return "another plan than with all it needs: " + text_of(world, *cut.plan);
    return "";
}

struct Case {
    std::uint64_t seed;
    model::World world;
    referee::Rules rules;
    bool optimal;
};

std::optional<Case> case_of(std::uint64_t seed) {
    Random random(seed ^ 0xabcdef);
    WorldShape shape;
    shape.characters = 1 + static_cast<int>(random.below(3));
    shape.things = 1 + static_cast<int>(random.below(2));
    shape.actions = 3 + static_cast<int>(random.below(3));
    Source source("random.wt", joined(random_world(seed, shape)));
    lang::Reading reading = lang::read_world(source, lang::Dialect::wrongtree);
    if (!reading.world) return std::nullopt;
    referee::Rules rules;
    rules.limits = {2 + static_cast<int>(random.below(3)), static_cast<int>(random.below(5)),
                    static_cast<int>(random.below(3))};
    if (random.chance(30)) rules.goal = static_cast<double>(1 + random.below(3));
    return Case{seed, std::move(*reading.world), rules, random.chance(50)};
}

Answer answer_within(const Case& test, Budget& budget) {
    engine::Session session(test.world, {.belief_limit = test.rules.limits.belief}, budget);
    return engine::plan(session, {test.rules.goal, test.rules.limits, test.optimal});
}

TEST(StarvedBudget, IsToldOrChangesNothing) {
    Tally tally;
    for (std::uint64_t seed = 1; tally.worlds < 300; ++seed) {
        std::optional<Case> test = case_of(seed);
        if (!test) continue;
        Budget ample;
        ample.max_states = 100'000;
        Answer full = answer_within(*test, ample);
        if (full.verdict == Verdict::stopped) continue;
        ++tally.worlds;
        Budget at_start;
        engine::Session ground_only(test->world, {.belief_limit = test->rules.limits.belief}, at_start);
        Random random(seed);
        for (int attempt = 0; attempt < 24; ++attempt) {
            Budget budget;
            bool by_states = attempt % 2 == 0;
            // From the ground world on; often close to what is needed, where there is the most to get wrong.
            std::uint64_t used = by_states ? full.statistics.states : full.statistics.bytes;
            std::uint64_t first = by_states ? at_start.states() : at_start.bytes();
            std::uint64_t range = attempt % 3 == 0 ? std::min<std::uint64_t>(used, 12) : used - first;
            std::uint64_t most = used - random.below(static_cast<std::uint32_t>(range + 1));
            (by_states ? budget.max_states : budget.max_bytes) = most;
            Answer cut = answer_within(*test, budget);
            std::string text = complaint(test->world, test->rules, full, cut, tally);
            ASSERT_EQ(text, "") << "seed " << seed << ", " << (by_states ? "states " : "bytes ") << most;
        }
    }
    fmt::print("{} worlds: {} answers stopped, {} full, {} plans short of the goal\n", tally.worlds,
               tally.stopped, tally.full, tally.best);
    EXPECT_GT(tally.stopped, 1000);
    EXPECT_GT(tally.full, 300);
}

TEST(StarvedBudget, IsToldOrChangesNothingInTheShippedWorlds) {
    Tally tally;
    for (const std::filesystem::path& path : files_in(WT_SOURCE_DIR "/worlds", ".wt")) {
        std::optional<model::World> world = world_of_file(path);
        ASSERT_TRUE(world);
        Case test{0, std::move(*world), {}, false};
        auto question = ask::settle_limits(test.world, {});
        ASSERT_TRUE(question);
        test.rules.goal = question->goal;
        test.rules.limits = question->limits;
        Budget ample;
        Answer full = answer_within(test, ample);
        for (int part = 0; part < 16; ++part)
            for (bool by_states : {false, true}) {
                Budget budget;
                if (by_states) {
                    budget.max_states = full.statistics.states * static_cast<std::uint64_t>(part) / 16;
                } else {
                    budget.max_bytes = full.statistics.bytes * static_cast<std::uint64_t>(part) / 16;
                }
                Answer cut = answer_within(test, budget);
                ASSERT_EQ(complaint(test.world, test.rules, full, cut, tally), "")
                    << path << ", " << part << "/16 of the " << (by_states ? "states" : "bytes");
            }
    }
    EXPECT_GT(tally.best, 0) << "a stopped search hands out the best so far";
}

TEST(Interruption, IsToldOrChangesNothing) {
    std::optional<model::World> world = world_of_file(WT_SOURCE_DIR "/worlds/camp.wt", {"coma"});
    ASSERT_TRUE(world);
    Case test{0, std::move(*world), {}, false};
    test.rules.goal = 10;
    test.rules.limits = {10, 5, 1};
    auto begin = std::chrono::steady_clock::now();
    Budget ample;
    Answer full = answer_within(test, ample);
    auto whole = std::chrono::steady_clock::now() - begin;
    Tally tally;
    for (int part = 0; part <= 20; ++part) {
        Budget budget;
        // The first one is early in any case, however busy the machine is.
        if (part == 0) budget.request_stop(Stop::cancelled);
        std::atomic<bool> over = false;
        std::thread interrupter([&] {
            auto when = std::chrono::steady_clock::now() + whole * part / 20;
            while (!over && std::chrono::steady_clock::now() < when)
                std::this_thread::yield();
            budget.request_stop(Stop::cancelled);
        });
        Answer cut = answer_within(test, budget);
        over = true;
        interrupter.join();
        ASSERT_EQ(complaint(test.world, test.rules, full, cut, tally), "") << part << "/20 of the time";
    }
    EXPECT_GT(tally.stopped, 0);
}

}  // namespace
}  // namespace wt::test
