// The engine gives the answers that the first comments of tests/conformance/worlds state (referee_test.cpp
// says how they read): whether there is a plan, how long a shortest one is, and reasons that the referee
// accepts. Lines that only the referee can answer (`judge`, `strict`) are its own.

#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/planner.h"
#include "support/worlds.h"

namespace wt::test {
namespace {

using engine::Verdict;

/// `plan` is compared by length: which of several shortest plans is told is the searcher's choice.
std::string outline(const std::string& answer) {
    if (!answer.starts_with("plan ")) return answer;
    return fmt::format("plan of {} actions", std::count(answer.begin(), answer.end(), '('));
}

/// What the engine says, in the words of the comments.
std::string told(const model::World& world, const engine::Answer& answer) {
    switch (answer.verdict) {
        case Verdict::found:
            return "plan " + text_of(world, *answer.plan);
        case Verdict::exhausted:
            return "none";
        case Verdict::stopped:
            return "stopped";
        case Verdict::endless_triggers:
            return "endless";
    }
    return "";
}

/// Asks in both ways; every plan goes to the referee with its reasons.
void expect_answer(const model::World& world, const std::string& question, const std::string& wanted) {
    referee::Rules rules = rules_of(question);
    engine::Answer shortest = ask_engine(world, rules, true);
    EXPECT_EQ(outline(told(world, shortest)), outline(wanted)) << question << "\n" << told(world, shortest);
    engine::Answer any = ask_engine(world, rules, false);
    EXPECT_EQ(any.verdict, shortest.verdict) << question;
    for (const engine::Answer* answer : {&shortest, &any}) {
        if (answer->plan) {
            EXPECT_EQ(objection(world, *answer->plan, rules), "") << question;
        }
        if (!answer->best) continue;
        referee::Rules within_reach = rules;
        within_reach.goal = answer->utility;
        EXPECT_EQ(objection(world, *answer->best, within_reach), "") << question;
    }
    EXPECT_EQ(shortest.proved_shortest, shortest.plan.has_value()) << question;
    if (shortest.verdict == Verdict::endless_triggers) {
        ASSERT_TRUE(shortest.endless);
        EXPECT_FALSE(shortest.endless->triggers.empty()) << "endless triggers are named";
    }
}

class EngineConformance : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(EngineConformance, GivesTheAnswersInTheFirstComments) {
    std::optional<model::World> world = world_of_file(GetParam());
    ASSERT_TRUE(world);
    std::ifstream in(GetParam());
    for (std::string line; std::getline(in, line) && line.starts_with("//");) {
        std::size_t arrow = line.find(" -> ");
        if (line.starts_with("// ask ") && line.find("strict") == std::string::npos)
            expect_answer(*world, line.substr(0, arrow), line.substr(arrow + 4));
        if (line.starts_with("// start ")) {
            EXPECT_EQ(ask_engine(*world, {}, false).start_utility, std::stod(line.substr(9))) << line;
        }
    }
}

std::string test_name(const testing::TestParamInfo<std::filesystem::path>& info) {
    return name_for_test(info.param);
}

INSTANTIATE_TEST_SUITE_P(All, EngineConformance,
                         testing::ValuesIn(files_in(WT_SOURCE_DIR "/tests/conformance/worlds", "")),
                         test_name);

TEST(EngineOnPublishedExamples, GivesTheAnswersOfStrictLimitsAndOneNotionOfBelief) {
    if (!std::filesystem::exists(published_examples())) {
        fmt::print("skipped: the published examples are not at {}\n", published_examples().string());
        GTEST_SKIP();
    }
    for (const Published& example : published_answers()) {
        std::optional<model::World> world =
            world_of_file(published_examples() / (std::string(example.file) + ".txt"));
        ASSERT_TRUE(world) << example.file;
        SCOPED_TRACE(example.file);
        expect_answer(*world, example.rules, example.answer);
    }
}

}  // namespace
}  // namespace wt::test
