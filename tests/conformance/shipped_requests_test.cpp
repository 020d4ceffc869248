// The requests of the worlds that we ship: each is answered by a story that the referee accepts, with the
// events that are kept beside this file (shipped/requests.expected; WT_BLESS=1 writes them anew), and has a
// title and a teller; the one that must have no story provably has none.

#include <cstdlib>
#include <fstream>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "ask/question.h"
#include "cli/options.h"
#include "engine/planner.h"
#include "lang/lang.h"
#include "model/print.h"
#include "support/worlds.h"

namespace wt::test {
namespace {

/// `world.request` of those that have no story.
const std::set<std::string> kImpossible = {"camp.stay"};

/// A world as the command line reads it for one of its requests, and the question that it asks then.
struct Asked {
    model::World world;
    ask::QuestionUsed question;
};

std::optional<Asked> asked(const Source& source, const std::string& name) {
    lang::Reading reading =
        lang::read_world(source, lang::Dialect::wrongtree, {.divergences = {}, .requests = {name}});
    if (!reading.world) return std::nullopt;
    ask::QuestionOptions options;
    options.request = name;
    auto question = ask::settle(*reading.world, options);
    if (!question) return std::nullopt;
    return Asked{std::move(*reading.world), std::move(*question)};
}

/// Names of all requests of the text: those of the world itself, then those that one of its divergences adds.
std::vector<std::string> requests_of(const Source& source) {
    std::vector<std::string> names;
    auto add = [&](const lang::Selection& selection) {
        lang::Reading reading = lang::read_world(source, lang::Dialect::wrongtree, selection);
        EXPECT_TRUE(reading.world);
        if (!reading.world) return std::vector<model::Divergence>();
        for (const model::Request& request : reading.world->requests)
            if (std::ranges::find(names, request.name) == names.end()) names.push_back(request.name);
        return reading.world->divergences;
    };
    for (const model::Divergence& divergence : add({}))
        add({.divergences = {divergence.name}, .requests = {}});
    return names;
}

/// What becomes of a request, in lines.
std::string answer_text(const Asked& asked, bool is_possible) {
    const model::Request& request = *asked.question.request;
    Budget budget;
    engine::Session session(asked.world, {asked.question.limits.belief, asked.question.belief_depth}, budget);
    engine::Question question;
    question.limits = asked.question.limits;
    question.request = &request;
    engine::Answer answer = engine::plan(session, question);
    EXPECT_EQ(answer.verdict, is_possible ? engine::Verdict::found : engine::Verdict::exhausted);
    if (!answer.plan) return "no story\n";
    referee::Rules rules;
    rules.limits = asked.question.limits;
    rules.belief_depth = asked.question.belief_depth;
    rules.request = &request;
    EXPECT_EQ(objection(asked.world, *answer.plan, rules), "");
    std::string text;
    for (const model::Step& step : answer.plan->steps)
        text += model::to_text(asked.world, step.action) + "\n";
    return text;
}

/// The title, who tells it, and the story.
std::string told(const std::string& world, const Source& source, const std::string& name) {
    SCOPED_TRACE(name);
    std::optional<Asked> question = asked(source, name);
    EXPECT_TRUE(question);
    if (!question) return "";
    const model::Request& request = *question->question.request;
    EXPECT_FALSE(request.title.empty());
    EXPECT_TRUE(request.teller.valid());
    std::string teller =
        request.teller.valid() ? question->world.entities[request.teller.index()].name : "nobody";
    return fmt::format("{}.{} \"{}\", told by {}\n{}\n", world, name, request.title, teller,
                       answer_text(*question, !kImpossible.contains(world + "." + name)));
}

TEST(ShippedRequests, AreAnsweredOrProvablyHaveNoStory) {
    std::string all;
    for (const std::filesystem::path& path :
         files_in(std::filesystem::path(WT_SOURCE_DIR) / "worlds", ".wt")) {
        SCOPED_TRACE(path.stem().string());
        Source source(path.filename().string(), read_file(path));
        std::vector<std::string> names = requests_of(source);
        EXPECT_GE(names.size(), 2u);
        for (const std::string& name : names)
            all += told(path.stem().string(), source, name);
    }
    std::filesystem::path golden = WT_SOURCE_DIR "/tests/conformance/shipped/requests.expected";
    if (std::getenv("WT_BLESS")) std::ofstream(golden, std::ios::binary) << all;
    EXPECT_EQ(all, read_file(golden)) << "WT_BLESS=1 writes " << golden;
}

}  // namespace
}  // namespace wt::test
