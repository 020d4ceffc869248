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
#include <sstream>

#include <gtest/gtest.h>

#include "lang/lang.h"
#include "model/print.h"
#include "referee/context.h"

namespace wt {
namespace {

using namespace model;
using referee::Rules;
using referee::Verdict;

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::optional<World> world_of(const std::filesystem::path& path) {
    std::string name = path.filename().string();
    Source source(name, read_file(path));
    lang::Reading reading = lang::read_world(source, lang::dialect_of(name));
    for (const Diagnostic& diagnostic : reading.diagnostics.items())
        if (diagnostic.severity == Severity::error)
            ADD_FAILURE() << name << ":" << source.locate(diagnostic.span.begin).line << ": "
                          << diagnostic.message;
    if (reading.diagnostics.has_errors()) return std::nullopt;
    return std::move(reading.world);
}

/// `a(x, y) b()` as ground actions.
std::vector<GroundEvent> actions_of(const World& world, const std::string& text) {
    Budget budget;
    referee::Context context(world, Rules{}, budget);
    std::vector<GroundEvent> actions;
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = text.find(')', begin);
        if (end == std::string::npos) break;
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

std::string text_of(const World& world, const Plan& plan) {
    std::string text;
    for (const Step& step : plan.steps)
        text += (text.empty() ? "" : " ") + to_text(world, step.action);
    return text;
}

Rules rules_of(const std::string& text) {
    Rules rules;
    std::istringstream in(text);
    for (std::string word; in >> word;) {
        if (word == "author") in >> rules.limits.author;
        if (word == "character") in >> rules.limits.character;
        if (word == "belief") in >> rules.limits.belief;
        if (word == "strict") rules.strict = true;
        if (word == "goal") {
            double goal = 0;
            in >> goal;
            rules.goal = goal;
        }
    }
    return rules;
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
    return "plan " + text_of(world, *existence.plan);
}

std::string judge(const World& world, const Rules& rules, const std::string& plan) {
    Budget budget;
    referee::Judgement judgement = referee::verify_actions(world, actions_of(world, plan), rules, budget);
    if (judgement.verdict == Verdict::invalid) return "invalid at " + std::to_string(judgement.step);
    return name_of(judgement.verdict);
}

class ConformanceWorld : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(ConformanceWorld, GivesTheAnswersInItsFirstComments) {
    std::optional<World> world = world_of(GetParam());
    ASSERT_TRUE(world);
    int answers = 0;
    std::ifstream in(GetParam());
    for (std::string line; std::getline(in, line) && line.starts_with("//");) {
        std::size_t arrow = line.find(" -> ");
        std::string wanted = arrow == std::string::npos ? "" : line.substr(arrow + 4);
        if (line.starts_with("// ask ")) {
            EXPECT_EQ(ask(*world, rules_of(line.substr(0, arrow))), wanted) << line;
        } else if (line.starts_with("// judge ")) {
            std::size_t colon = line.find(" : ");
            std::string plan = line.substr(colon + 3, arrow - colon - 3);
            EXPECT_EQ(judge(*world, rules_of(line.substr(0, colon)), plan), wanted) << line;
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

std::vector<std::filesystem::path> worlds() {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(WT_SOURCE_DIR "/tests/conformance/worlds"))
        paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    return paths;
}

std::string test_name(const testing::TestParamInfo<std::filesystem::path>& info) {
    return info.param.stem().string();
}

INSTANTIATE_TEST_SUITE_P(All, ConformanceWorld, testing::ValuesIn(worlds()), test_name);

/// Answers about the examples of the language's published description, which are not part of the project.
struct Published {
    const char* file;
    const char* rules;
    const char* answer;
};

constexpr Published kPublished[] = {
    {"01_operators", "author 4", "plan drop() rise()"},
    {"01_operators", "author 4 goal 11", "plan drop() rise() bonus()"},
    {"02_types_overloads", "author 3 character 3 belief 1", "plan shake(Pax, Lantern, Coin) get(Pax, Coin)"},
    {"02_types_overloads", "author 3 character 2 belief 1 goal 9", "none"},
    {"03_private_false_belief", "author 3 character 3 belief 2", "plan ask()"},
    {"03_private_false_belief", "author 3 character 3 belief 2 goal 2", "none"},
    {"04_known_false_belief", "author 3 character 3 belief 2", "none"},
    {"05_surprise", "author 3 character 3 belief 1", "plan wave(Ada) greet(Ben)"},
    {"05_surprise", "author 3 character 0 belief 0", "plan wave(Ada) greet(Ben)"},
    {"05_surprise", "author 3 character 2 belief 1 goal 9", "none"},
    {"06_surprise_shadow", "author 3 character 3 belief 1", "plan wave(Ada) greet(Ben)"},
    {"07_unseen_switch", "author 3 character 3 belief 2", "plan hide(Spy) patrol(Guard)"},
    {"07_unseen_switch", "author 3 character 3 belief 2 goal 9", "none"},
    {"08_seen_switch", "author 3 character 3 belief 2", "none"},
    {"09_effects", "author 2", "plan swap()"},
    {"09_effects", "author 2 goal 2", "plan swap() clash()"},
    {"09_effects", "author 2 goal 3", "none"},
    {"10_triggers", "author 2 goal 4", "plan burn()"},
    {"10_triggers", "author 2 goal 5", "none"},
    {"11_minimality", "author 3 character 3 belief 1", "none"},
    {"12_minimality_exact", "author 3 character 3 belief 1", "plan stretch(Cat)"},
    {"13_author_only", "author 3 character 3 belief 1", "plan rain() sow(Farmer) reap(Farmer)"},
    {"13_author_only", "author 3 character 1 belief 1", "none"},
    {"13_author_only", "author 3 character 2 belief 1 goal 9", "none"},
    {"14_nested_budget", "author 3 character 4 belief 2", "plan call(Chef) come(Helper) cook(Chef)"},
    {"14_nested_budget", "author 3 character 3 belief 2", "none"},
    {"14_nested_budget", "author 3 character 4 belief 1", "none"},
    {"14_nested_budget", "author 4 character 4 belief 2 goal 9", "none"},
    {"15_budget_leak", "author 3 character 3 belief 1",
     "plan walk(Walker, North, East) walk(Walker, East, South) walk(Walker, South, West)"},
    {"15_budget_leak", "author 3 character 2 belief 1", "none"},
    {"16_unknown", "author 4", "plan look()"},
    {"16_unknown", "author 4 goal 3", "plan look() measure() grow()"},
    {"16_unknown", "author 4 goal 70", "none"},
    {"17_belief_effects", "author 3 goal 2", "plan tell() hint()"},
    {"18_hindsight", "author 3 character 3 belief 1", "none"},
    {"18_hindsight", "author 3 character 3 belief 1 goal 9", "none"},
};

TEST(PublishedExamples, HaveTheAnswersOfStrictLimitsAndOneNotionOfBelief) {
    std::filesystem::path folder = WT_SOURCE_DIR "/../shared/spec/examples";
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the published examples are not here";
    for (const Published& example : kPublished) {
        std::optional<World> world = world_of(folder / (std::string(example.file) + ".txt"));
        ASSERT_TRUE(world) << example.file;
        EXPECT_EQ(ask(*world, rules_of(example.rules)), example.answer)
            << example.file << " " << example.rules;
    }
}

}  // namespace
}  // namespace wt
