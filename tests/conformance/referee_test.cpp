// Every world in tests/conformance/worlds states in its first comments what the answers are:
//
//   // ask author 3 character 3 belief 2 goal 1 -> plan ask() fetch(Bo)     the first shortest plan
//   // ask author 3 strict -> none                                          proved that there is none
//   // ask author 3 -> endless                                              triggers without rest
//   // judge author 3 : ask() fetch(Bo) -> invalid at 1                     a plan given, and the first
//   action at fault
//   // start 2                                                              the author's utility at the start
//
// Limits that are not named are author 10, character 5, belief 2; without a goal the default one holds.

#include "referee/referee.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "model/print.h"
#include "referee/context.h"
#include "support/worlds.h"

namespace wt {
namespace {

using namespace model;
using referee::Rules;
using referee::Verdict;

/// `a(x, y) b() fails` as ground actions.
std::vector<GroundEvent> actions_of(const World& world, const std::string& text) {
    Budget budget;
    referee::Context context(world, Rules{}, budget);
    std::vector<GroundEvent> actions;
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = text.find(')', begin);
        if (end == std::string::npos) break;
        constexpr std::string_view kFails = " fails";
        if (text.substr(end + 1, kFails.size()) == kFails) end += kFails.size();
        std::string one = text.substr(begin, end + 1 - begin);
        auto place = std::find_if(context.actions.begin(), context.actions.end(),
                                  [&](const auto& action) { return to_text(world, action.ground) == one; });
        if (place == context.actions.end())
            ADD_FAILURE() << "no action " << one;
        else
            actions.push_back(place->ground);
        begin = text.find_first_not_of(' ', end + 1);
    }
    return actions;
}

std::string name_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::valid:
            return "valid";
        case Verdict::invalid:
            return "none";
        case Verdict::undecided:
            return "undecided";
        case Verdict::endless_triggers:
            return "endless";
    }
    return "";
}

/// What the referee finds; a plan that it finds must pass its own judgement, with the reasons and without.
std::string ask(const World& world, const Rules& rules) {
    Budget budget;
    referee::Existence existence = referee::enumerate(world, rules, budget);
    if (existence.verdict != Verdict::valid) return name_of(existence.verdict);
    referee::Judgement with_reasons = referee::verify(world, *existence.plan, rules, budget);
    EXPECT_EQ(with_reasons.verdict, Verdict::valid) << with_reasons.why;
    std::vector<GroundEvent> actions;
    for (const Step& step : existence.plan->steps)
        actions.push_back(step.action);
    referee::Judgement bare = referee::verify_actions(world, actions, rules, budget);
    EXPECT_EQ(bare.verdict, Verdict::valid) << bare.why;
    return "plan " + test::text_of(world, *existence.plan);
}

std::string judge(const World& world, const Rules& rules, const std::string& plan) {
    Budget budget;
    referee::Judgement judgement = referee::verify_actions(world, actions_of(world, plan), rules, budget);
    if (judgement.verdict == Verdict::invalid) return "invalid at " + std::to_string(judgement.step);
    return name_of(judgement.verdict);
}

class ConformanceWorld : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(ConformanceWorld, GivesTheAnswersInItsFirstComments) {
    std::optional<World> world = test::world_of_file(GetParam());
    ASSERT_TRUE(world);
    int answers = 0;
    std::ifstream in(GetParam());
    for (std::string line; std::getline(in, line) && line.starts_with("//");) {
        std::size_t arrow = line.find(" -> ");
        std::string wanted = arrow == std::string::npos ? "" : line.substr(arrow + 4);
        if (line.starts_with("// ask ")) {
            EXPECT_EQ(ask(*world, test::rules_of(line.substr(0, arrow))), wanted) << line;
        } else if (line.starts_with("// judge ")) {
            std::size_t colon = line.find(" : ");
            std::string plan = line.substr(colon + 3, arrow - colon - 3);
            EXPECT_EQ(judge(*world, test::rules_of(line.substr(0, colon)), plan), wanted) << line;
        } else if (line.starts_with("// start ")) {
            Budget budget;
            EXPECT_EQ(referee::enumerate(*world, Rules{}, budget).start_utility, std::stod(line.substr(9)))
                << line;
        } else {
            continue;
        }
        ++answers;
    }
    EXPECT_GT(answers, 0) << "a conformance world states its answers";
}

std::string test_name(const testing::TestParamInfo<std::filesystem::path>& info) {
    return test::name_for_test(info.param);
}

INSTANTIATE_TEST_SUITE_P(All, ConformanceWorld,
                         testing::ValuesIn(test::files_in(WT_SOURCE_DIR "/tests/conformance/worlds", "")),
                         test_name);

TEST(PublishedExamples, HaveTheAnswersOfStrictLimitsAndOneNotionOfBelief) {
    if (!std::filesystem::exists(test::published_examples()))
        GTEST_SKIP() << "the published examples are not here";
    for (const test::Published& example : test::published_answers()) {
        std::optional<World> world =
            test::world_of_file(test::published_examples() / (std::string(example.file) + ".txt"));
        ASSERT_TRUE(world) << example.file;
        EXPECT_EQ(ask(*world, test::rules_of(example.rules)), example.answer)
            << example.file << " " << example.rules;
    }
}

}  // namespace
}  // namespace wt
