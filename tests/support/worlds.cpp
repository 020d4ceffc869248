#include "support/worlds.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "lang/lang.h"
#include "lang/libraries.h"
#include "model/print.h"

namespace wt::test {

namespace {

/// These hold with strict limits and one notion of belief.
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

}  // namespace

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::optional<model::World> world_of_file(const std::filesystem::path& path,
                                          std::vector<std::string> divergences) {
    return world_of_text(path.filename().string(), read_file(path), std::move(divergences));
}

std::optional<model::World> world_of_text(const std::string& name, const std::string& text,
                                          std::vector<std::string> divergences) {
    lang::Dialect dialect = lang::dialect_of(name);
    Source source = lang::with_libraries(Source(name, text), dialect, lang::find_shipped);
    lang::Reading reading =
        lang::read_world(source, dialect, {.divergences = std::move(divergences), .requests = {}});
    for (const Diagnostic& diagnostic : reading.diagnostics.items())
        if (diagnostic.severity == Severity::error)
            ADD_FAILURE() << name << ":" << source.locate(diagnostic.span.begin).line << ": "
                          << diagnostic.message;
    return std::move(reading.world);
}

referee::Rules rules_of(const std::string& text) {
    referee::Rules rules;
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

std::string text_of(const model::World& world, const model::Plan& plan) {
    std::string text;
    for (const model::Step& step : plan.steps)
        text += (text.empty() ? "" : " ") + model::to_text(world, step.action);
    return text;
}

std::string objection(const model::World& world, const model::Plan& plan, const referee::Rules& rules) {
    Budget budget;
    referee::Judgement judgement = referee::verify(world, plan, rules, budget);
    if (judgement.verdict == referee::Verdict::valid) return "";
    return "the referee rejects " + text_of(world, plan) + " at " + std::to_string(judgement.step) + ": " +
           judgement.why;
}

engine::Answer ask_engine(const model::World& world, const referee::Rules& rules, bool optimal) {
    Budget budget;
    engine::Session session(world, {rules.limits.belief, rules.belief_depth}, budget);
    return engine::plan(session, {rules.goal, rules.limits, optimal});
}

std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder, std::string_view ending) {
    std::vector<std::filesystem::path> paths;
    if (!std::filesystem::exists(folder)) return paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (ending.empty() || entry.path().extension() == ending) paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    return paths;
}

std::string name_for_test(const std::filesystem::path& path) {
    return path.stem().string();
}

std::span<const Published> published_answers() {
    return kPublished;
}

std::filesystem::path published_examples() {
    return WT_SOURCE_DIR "/../shared/spec/examples";
}

std::filesystem::path published_benchmarks() {
    return WT_SOURCE_DIR "/../shared/benchmarks";
}

}  // namespace wt::test
