// `wrongtree whynot`: says why there is no story.
#include "story/whynot.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "model/print.h"
#include "surface/cli/commands.h"
#include "surface/cli/json_values.h"
#include "surface/cli/load.h"
#include "surface/cli/question.h"
#include "surface/cli/watchdog.h"

namespace wt::surface {

namespace {

using story::Whynot;

/// More of these are told only with --all.
constexpr std::size_t kMostFindings = 4;

std::string story_text(const model::World& world, const std::vector<model::GroundEvent>& story,
                       std::string_view indent) {
    std::string text;
    for (const model::GroundEvent& action : story)
        text += fmt::format("{}{}\n", indent, model::to_text(world, action));
    return text;
}

std::string actions_text(std::size_t count) {
    return fmt::format("{} {}", count, count == 1 ? "action" : "actions");
}

std::string_view outcome_name(Whynot::Outcome outcome) {
    switch (outcome) {
        case Whynot::Outcome::story:
            return "story";
        case Whynot::Outcome::none:
            return "none";
        case Whynot::Outcome::undecided:
            return "undecided";
        case Whynot::Outcome::endless_triggers:
            return "endless triggers";
    }
    return "undecided";
}

std::string asked_text(const QuestionUsed& question) {
    if (!question.request)
        return question.goal ? "reaches the goal " + number_text(*question.goal) : "reaches the goal";
    return question.request->name.empty() ? "meets the constraints"
                                          : fmt::format("answers the request `{}`", question.request->name);
}

std::string text_of(const model::World& world, const QuestionUsed& question, const Whynot& found, bool all,
                    std::uint64_t states_each) {
    if (found.outcome == Whynot::Outcome::story)
        return fmt::format("There is a story, of {}:\n{}", actions_text(found.story.size()),
                           story_text(world, found.story, "  "));
    if (found.outcome != Whynot::Outcome::none) return "";
    std::string text = fmt::format(
        "No story {} within author limit {}, character limit {}, belief limit {}.\n", asked_text(question),
        question.limits.author, question.limits.character, question.limits.belief);
    std::size_t told = 0;
    for (const story::Remedy& finding : found.findings) {
        if (!all && told++ == kMostFindings) break;
        std::string sentence = finding.text;
        sentence[0] =
            sentence[0] >= 'a' && sentence[0] <= 'z' ? static_cast<char>(sentence[0] - 32) : sentence[0];
        text += fmt::format("- {}", sentence);
        for (const std::string& detail : finding.details)
            text += "; " + detail;
        bool is_consent = finding.excuse == story::Excuse::consent;
        if (finding.story.empty()) {
            text += ".\n";
        } else {
            text += fmt::format("{} (a story of {}){}\n",
                                is_consent ? "; if that were not asked, all else would fit" : "",
                                actions_text(finding.story.size()), all ? ":" : ".");
            if (all) text += story_text(world, finding.story, "    ");
        }
    }
    bool show = all || found.findings.empty();
    if (show && !found.in_vain.empty())
        text += fmt::format("Proved to be of no help: {}.\n", fmt::join(found.in_vain, "; "));
    if (show && !found.open.empty())
        text += fmt::format("No help was found, within {} belief states each: {}.\n", states_each,
                            fmt::join(found.open, "; "));
    return text;
}

std::string json_of(const model::World& world, const WhynotOptions& options, const QuestionUsed& question,
                    const Whynot& found, std::string_view version) {
    using Json = nlohmann::ordered_json;
    auto story_json = [&](const std::vector<model::GroundEvent>& story) {
        Json list = Json::array();
        for (const model::GroundEvent& action : story)
            list.push_back(model::to_text(world, action));
        return list;
    };
    bool stopped = found.stop != Stop::none;
    Json json;
    json["wrongtree"] = version;
    json["file"] = options.file;
    json["request"] =
        question.request && !question.request->name.empty() ? Json(question.request->name) : Json(nullptr);
    json["outcome"] = outcome_name(found.outcome);
    json["stopped_by"] = stopped ? Json(stop_name(found.stop)) : Json(nullptr);
    json["limits"] = limits_json(question);
    json["story"] = story_json(found.story);
    json["findings"] = Json::array();
    for (const story::Remedy& finding : found.findings)
        json["findings"].push_back(Json{{"kind", story::name_of(finding.excuse)},
                                        {"text", finding.text},
                                        {"details", finding.details},
                                        {"story", story_json(finding.story)}});
    json["in_vain"] = found.in_vain;
    json["open"] = found.open;
    json["searches"] = found.searches;
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

ExitCode code_of(const Whynot& found) {
    if (Watchdog::interrupted()) return ExitCode::interrupted;
    switch (found.outcome) {
        case Whynot::Outcome::story:
            return ExitCode::yes;
        case Whynot::Outcome::none:
            return ExitCode::no;
        case Whynot::Outcome::undecided:
            return ExitCode::undecided;
        case Whynot::Outcome::endless_triggers:
            return ExitCode::bad_input;
    }
    return ExitCode::internal;
}

}  // namespace

ExitCode run_command(const WhynotOptions& options, std::string_view version, Console& console) {
    std::vector<std::string> requests;
    if (!options.question.request.empty()) requests.push_back(options.question.request);
    std::unique_ptr<LoadedWorld> loaded = load_world(options.file, options.common, console, requests);
    if (!loaded) return ExitCode::bad_input;
    std::optional<QuestionUsed> question = ask(*loaded, options.question, {}, console);
    if (!question) return ExitCode::bad_input;
    console.note(question->text);
    ResourceLimits resources = resource_limits(options.common);
    Watchdog watchdog(resources, error_is_terminal());
    Budget budget;
    set_limits(budget, resources);
    story::WhynotQuestion asked;
    asked.goal = question->goal;
    asked.request = question->request ? &*question->request : nullptr;
    asked.limits = question->limits;
    asked.belief_depth = question->belief_depth;
    asked.all = options.all;
    if (options.states_each) asked.states_each = *options.states_each;
    asked.states_each = std::min(asked.states_each, resources.states);
    Whynot found;
    {
        Watchdog::Watch watch(watchdog, budget, "looking for what is in the way");
        found = story::whynot(question->asked_of(loaded->world), asked, budget);
    }
    if (found.outcome == Whynot::Outcome::endless_triggers)
        console.error("the triggers of this world never come to rest at the start");
    report_endless(*loaded, found.endless, console);
    if (found.outcome == Whynot::Outcome::undecided)
        console.note(
            fmt::format("undecided: {}", found.too_large.empty() ? stop_text(found.stop) : found.too_large));
    else if (found.stop != Stop::none)
        console.note(fmt::format("not everything was tried: {}", stop_text(found.stop)));
    if (options.common.json)
        console.ready_answer(json_of(loaded->world, options, *question, found, version));
    else
        console.answer(text_of(loaded->world, *question, found, options.all, asked.states_each));
    console.note(fmt::format("{} {}", found.searches, found.searches == 1 ? "search" : "searches"));
    return code_of(found);
}

}  // namespace wt::surface
