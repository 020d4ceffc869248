// The worlds that we ship: they read without a word, each question that their first comments answer has the
// answer that is kept beside this file (shipped/<world>.expected, with the reasons; WT_BLESS=1 writes them
// anew), the comments name the actions, the referee accepts all of it, and without its mistake each world has
// no story to tell.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "ask/question.h"
#include "engine/inspect.h"
#include "engine/planner.h"
#include "form/plan_why.h"
#include "lang/lang.h"
#include "model/print.h"
#include "support/worlds.h"

namespace wt::test {
namespace {

/// How a world's mistake is taken away: the lines that say it are dropped, or a rule is narrowed.
struct Correction {
    std::vector<std::string> dropped;  ///< whole lines
    std::string before = "";
    std::string after = "";
};

struct Shipped {
    const char* name;
    std::vector<double> goals;  ///< that the first comments answer; the file's own is the last
    Correction correction;
    double goal_without;  ///< out of reach once there is no mistake
    std::vector<std::string> divergences = {};

    /// `camp_coma`: the world and its divergences, in one word.
    std::string title() const {
        std::string title = name;
        for (const std::string& divergence : divergences)
            title += "_" + divergence;
        return title;
    }
};

void PrintTo(const Shipped& world, std::ostream* out) {
    *out << world.title();
}

const std::vector<Shipped> kShipped = {
    {"auction", {1, 2}, {{"believes(Marta, purse(Ivo)) = 7;"}}, 1},
    {"camp", {1, 2}, {{"believes(Temari, puts_first(Shikamaru)) = Life;"}}, 2},
    {"camp",
     {1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
     {{"believes(Temari, puts_first(Shikamaru)) = Life;"}},
     10,
     {"coma"}},
    {"letters",
     {1, 2},
     {{"believes(Rosa, at(Gustav)) = Town;", "believes(Gustav, believes(Rosa, at(Gustav))) = Town;"}},
     1},
    {"manor", {1, 2, 3}, {{"believes(Vera, at(Kate)) = Kitchen;"}}, 1},
    {"market", {1}, {{"believes(Nina, content()) = Honey;"}}, 1},
    // Nobody may report a fire that is none.
    {"vault", {1}, {{}, "speaker != listener &", "burning(where) & speaker != listener &"}, 1},
};

std::filesystem::path path_of(const std::string& name) {
    return std::filesystem::path(WT_SOURCE_DIR) / "worlds" / (name + ".wt");
}

model::Limits limits_of(const model::World& world) {
    auto question = ask::settle_limits(world, {});
    return question ? question->limits : model::Limits{};
}

std::string first_comments(const std::string& text) {
    std::string comments;
    for (std::size_t begin = 0; text.compare(begin, 2, "//") == 0;) {
        std::size_t end = text.find('\n', begin) + 1;
        comments += text.substr(begin, end - begin);
        begin = end;
    }
    return comments;
}

class ShippedWorld : public testing::TestWithParam<Shipped> {
  protected:
    void SetUp() override {
        text_ = read_file(path_of(GetParam().name));
        world_ = world_of_text(std::string(GetParam().name) + ".wt", text_, GetParam().divergences);
        ASSERT_TRUE(world_);
    }

    referee::Rules rules(double goal) const {
        referee::Rules rules;
        rules.limits = limits_of(*world_);
        rules.goal = goal;
        return rules;
    }

    std::string text_;
    std::optional<model::World> world_;
};

TEST_P(ShippedWorld, ReadsWithoutAWordAndStatesItsQuestion) {
    Source source(path_of(GetParam().name).filename().string(), text_);
    lang::Reading reading = lang::read_world(source, lang::Dialect::wrongtree,
                                             {.divergences = GetParam().divergences, .requests = {}});
    for (const Diagnostic& diagnostic : reading.diagnostics.items())
        ADD_FAILURE() << source.locate(diagnostic.span.begin).line << ": " << diagnostic.message;
    Budget budget;
    engine::Session session(*world_, {.belief_limit = limits_of(*world_).belief}, budget);
    Diagnostics warnings = engine::lint(session);
    for (const Diagnostic& diagnostic : warnings.items())
        ADD_FAILURE() << source.locate(diagnostic.span.begin).line << ": " << diagnostic.message;
    EXPECT_EQ(world_->settings.goal, GetParam().goals.back());
    EXPECT_TRUE(world_->settings.author_limit && world_->settings.character_limit &&
                world_->settings.belief_limit);
}

TEST_P(ShippedWorld, HasTheKnownAnswersWithTheKnownReasons) {
    std::string told;
    std::string comments = first_comments(text_);
    for (double goal : GetParam().goals) {
        SCOPED_TRACE(fmt::format("goal {}", goal));
        Budget budget;
        engine::Session session(*world_, {.belief_limit = limits_of(*world_).belief}, budget);
        engine::Answer any = engine::plan(session, {goal, limits_of(*world_), false});
        engine::Answer answer = engine::plan(session, {goal, limits_of(*world_), true});
        ASSERT_TRUE(any.plan && answer.plan);
        EXPECT_TRUE(answer.proved_shortest);
        EXPECT_EQ(objection(*world_, *any.plan, rules(goal)), "");
        EXPECT_EQ(objection(*world_, *answer.plan, rules(goal)), "");
        told += fmt::format(
            "goal {}\n\n{}\n", goal,
            form::why_text(session, engine::first_state(session), *answer.plan, limits_of(*world_)));
        if (goal != GetParam().goals.back()) continue;
        for (const model::Step& step : answer.plan->steps) {
            std::string action = model::to_text(*world_, step.action);
            EXPECT_NE(comments.find(action), std::string::npos) << action << " is not in the first comments";
        }
    }
    std::filesystem::path golden =
        fmt::format("{}/tests/conformance/shipped/{}.expected", WT_SOURCE_DIR, GetParam().title());
    if (std::getenv("WT_BLESS")) {
        std::filesystem::create_directories(golden.parent_path());
        std::ofstream(golden, std::ios::binary) << told;
    }
    EXPECT_EQ(told, read_file(golden)) << "WT_BLESS=1 writes " << golden;
}

TEST_P(ShippedWorld, HasNoStoryWithoutItsMistake) {
    const Correction& correction = GetParam().correction;
    std::string text = text_;
    auto replace = [&](const std::string& before, const std::string& after) {
        std::size_t place = text.find(before);
        ASSERT_NE(place, std::string::npos) << before << " is not in the text any more";
        text.replace(place, before.size(), after);
    };
    for (const std::string& line : correction.dropped)
        replace("\n" + line + "\n", "\n");
    if (!correction.before.empty()) replace(correction.before, correction.after);
    std::optional<model::World> corrected = world_of_text("corrected.wt", text, GetParam().divergences);
    ASSERT_TRUE(corrected);
    engine::Answer answer = ask_engine(*corrected, rules(GetParam().goal_without), false);
    EXPECT_EQ(answer.verdict, engine::Verdict::exhausted)
        << (answer.plan ? text_of(*corrected, *answer.plan) : "");
}

std::string test_name(const testing::TestParamInfo<Shipped>& info) {
    return info.param.title();
}

INSTANTIATE_TEST_SUITE_P(All, ShippedWorld, testing::ValuesIn(kShipped), test_name);

TEST(ShippedWorlds, AreAllTested) {
    std::vector<std::string> tested;
    for (const Shipped& world : kShipped)
        if (tested.empty() || tested.back() != world.name) tested.push_back(world.name);
    std::vector<std::string> shipped;
    for (const std::filesystem::path& path : files_in(std::filesystem::path(WT_SOURCE_DIR) / "worlds", ".wt"))
        shipped.push_back(path.stem().string());
    EXPECT_EQ(tested, shipped);
}

}  // namespace
}  // namespace wt::test
