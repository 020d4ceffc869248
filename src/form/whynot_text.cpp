#include "form/whynot_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "form/json_values.h"
#include "model/print.h"

namespace wt::form {

namespace {

using story::Whynot;

/// More findings than these are told only with --all.
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

std::string asked_text(const ask::QuestionUsed& question) {
    if (!question.request)
        return question.goal ? "reaches the goal " + number_text(*question.goal) : "reaches the goal";
    return question.request->name.empty() ? "meets the constraints"
                                          : fmt::format("answers the request `{}`", question.request->name);
}

}  // namespace

std::string whynot_text(const WhynotDocument& document, bool all, std::uint64_t states_each) {
    const auto& [version, file, world, question, found] = document;
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

std::string whynot_json(const WhynotDocument& document) {
    const auto& [version, file, world, question, found] = document;
    using Json = nlohmann::ordered_json;
    auto story_json = [&](const std::vector<model::GroundEvent>& story) {
        Json list = Json::array();
        for (const model::GroundEvent& action : story)
            list.push_back(model::to_text(world, action));
        return list;
    };
    Json json;
    json["wrongtree"] = version;
    json["file"] = file;
    json["request"] =
        question.request && !question.request->name.empty() ? Json(question.request->name) : Json(nullptr);
    json["outcome"] = outcome_name(found.outcome);
    json["stopped_by"] = stop_json(found.stop);
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
    return document_text(json);
}

std::string stop_note(const story::Whynot& found, ask::StopWords words) {
    if (found.outcome == story::Whynot::Outcome::undecided)
        return "undecided: " + (found.too_large.empty() ? words(found.stop) : found.too_large);
    return found.stop == Stop::none ? "" : "not everything was tried: " + words(found.stop);
}

}  // namespace wt::form
