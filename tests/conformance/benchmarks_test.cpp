// The published benchmark collection, where it is at hand: every file reads and grounds, to the published
// count of actions (docs/design/engine-ground.md explains the other counts), and every task that the
// collection calls easy or medium is solved within its limits, by plans whose reasons the referee accepts and
// that are no longer than the shortest known.

#include <filesystem>
#include <map>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/planner.h"
#include "support/worlds.h"

namespace wt::test {
namespace {

using Task = std::map<std::string, std::string>;

std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells;
    std::istringstream in(line);
    for (std::string cell; std::getline(in, cell, ',');)
        cells.push_back(cell);
    return cells;
}

std::vector<Task> tasks() {
    std::vector<Task> tasks;
    std::istringstream in(read_file(published_benchmarks() / "tasks.csv"));
    std::string line;
    std::getline(in, line);
    std::vector<std::string> columns = cells_of(line);
    while (std::getline(in, line)) {
        std::vector<std::string> cells = cells_of(line);
        cells.resize(columns.size());
        Task& task = tasks.emplace_back();
        for (std::size_t i = 0; i < columns.size(); ++i)
            task[columns[i]] = cells[i];
    }
    return tasks;
}

bool are_absent() {
    if (std::filesystem::exists(published_benchmarks() / "tasks.csv")) return false;
    fmt::print("skipped: the benchmark collection is not at {}\n", published_benchmarks().string());
    return true;
}

TEST(Benchmarks, EveryFileReadsWithoutErrorsAndGrounds) {
    if (are_absent()) GTEST_SKIP();
    for (const std::filesystem::path& path : files_in(published_benchmarks(), ".txt")) {
        std::optional<model::World> world = world_of_file(path);
        ASSERT_TRUE(world) << path;
        Budget budget;
        engine::Session session(*world, {.belief_limit = 2}, budget);
        EXPECT_EQ(session.state_of_start(), engine::Verdict::found) << path;
    }
}

TEST(Benchmarks, GroundToThePublishedCountOfActions) {
    if (are_absent()) GTEST_SKIP();
    for (Task& task : tasks()) {
        std::optional<model::World> world = world_of_file(published_benchmarks() / task["file"]);
        ASSERT_TRUE(world) << task["file"];
        Budget budget;
        engine::Session session(*world, {.belief_limit = 1}, budget);
        EXPECT_EQ(std::to_string(session.size().actions), task["ground_actions"]) << task["file"];
        // Ours do not count beliefs, and keep triggers that only a mistaken mind can meet.
        EXPECT_LE(session.size().fluents, std::stoul(task["ground_fluents"])) << task["file"];
        EXPECT_GE(session.size().triggers, std::stoul(task["ground_triggers"])) << task["file"];
    }
}

TEST(Benchmarks, EasyAndMediumTasksAreSolvedAndNoLongerThanTheShortestKnown) {
    if (are_absent()) GTEST_SKIP();
    for (Task& task : tasks()) {
        if (task["difficulty"] != "easy" && task["difficulty"] != "medium") continue;
        SCOPED_TRACE(task["task"]);
        std::optional<model::World> world = world_of_file(published_benchmarks() / task["file"]);
        ASSERT_TRUE(world);
        referee::Rules rules;
        rules.goal = std::stod(task["goal"]);
        rules.limits = {std::stoi(task["author_limit"]), std::stoi(task["character_limit"]),
                        std::stoi(task["belief_limit"])};
        for (bool optimal : {false, true}) {
            engine::Answer answer = ask_engine(*world, rules, optimal);
            ASSERT_EQ(answer.verdict, engine::Verdict::found);
            EXPECT_EQ(objection(*world, *answer.plan, rules), "");
            if (optimal) {
                EXPECT_LE(answer.plan->steps.size(), std::stoul(task["shortest_known"]));
            }
        }
    }
}

TEST(Benchmarks, PlansOfTheHardestTaskAreJudgedWithinAMillionMinds) {
    if (are_absent()) GTEST_SKIP();
    for (Task& task : tasks()) {
        if (task["task"] != "aladdin_any") continue;
        std::optional<model::World> world = world_of_file(published_benchmarks() / task["file"]);
        ASSERT_TRUE(world);
        referee::Rules rules;
        rules.goal = std::stod(task["goal"]);
        rules.limits = {std::stoi(task["author_limit"]), std::stoi(task["character_limit"]),
                        std::stoi(task["belief_limit"])};
        engine::Answer answer = ask_engine(*world, rules, false);
        ASSERT_EQ(answer.verdict, engine::Verdict::found);
        Budget budget;
        budget.max_states = 1'000'000;
        referee::Judgement judgement = referee::verify(*world, *answer.plan, rules, budget);
        EXPECT_EQ(judgement.verdict, referee::Verdict::valid) << judgement.why;
    }
}

}  // namespace
}  // namespace wt::test
