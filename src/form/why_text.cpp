#include "form/why_text.h"

#include <fmt/format.h>

#include "form/json_values.h"
#include "model/print.h"
#include "story/phrase.h"

namespace wt::form {

namespace {

using Json = nlohmann::ordered_json;

Json fluent_json(const model::World& world, const story::Fluent& fluent) {
    Json json;
    json["believers"] = Json::array();
    for (model::EntityId believer : fluent.believers)
        json["believers"].push_back(world[believer].name);
    json["fluent"] = model::fluent_text(world, fluent.property, fluent.arguments);
    return json;
}

Json changes_json(const model::World& world, const std::vector<story::ValueChange>& changes) {
    Json result = Json::array();
    for (const story::ValueChange& change : changes) {
        Json json = fluent_json(world, change.fluent);
        json["before"] = value_json(world, change.before);
        json["after"] = value_json(world, change.after);
        result.push_back(std::move(json));
    }
    return result;
}

/// Writes places in the plan, from 1.
Json places_json(const std::vector<std::size_t>& places) {
    Json result = Json::array();
    for (std::size_t place : places)
        result.push_back(place + 1);
    return result;
}

std::string_view fate_name(story::Fate fate) {
    switch (fate) {
        case story::Fate::works:
            return "works";
        case story::Fate::impossible:
            return "impossible";
        case story::Fate::unwilling:
            return "unwilling";
        case story::Fate::no_gain:
            return "no gain";
    }
    return "works";
}

std::string_view kind_name(story::PlanFaultKind kind) {
    switch (kind) {
        case story::PlanFaultKind::impossible:
            return "impossible";
        case story::PlanFaultKind::thought_impossible:
            return "thought impossible";
        case story::PlanFaultKind::no_reason:
            return "no reason";
        case story::PlanFaultKind::wrong_reason:
            return "wrong reason";
        case story::PlanFaultKind::endless_triggers:
            return "endless triggers";
    }
    return "impossible";
}

Json name_json(const model::World& world, model::EntityId character) {
    return character.valid() ? Json(world[character].name) : Json(nullptr);
}

Json mistakes_json(const model::World& world, const story::Reason& reason) {
    Json result = Json::array();
    for (const story::Mistake& mistake : reason.mistakes) {
        const story::Trial& trial = mistake.corrected;
        bool at_step = trial.fate == story::Fate::impossible || trial.fate == story::Fate::unwilling;
        Json json = fluent_json(world, mistake.fluent);
        json["believed"] = value_json(world, mistake.believed);
        json["actual"] = value_json(world, mistake.actual);
        json["decisive"] = trial.fate != story::Fate::works;
        json["corrected"] =
            Json{{"fate", fate_name(trial.fate)},
                 {"action",
                  at_step ? Json(model::to_text(world, reason.expected[trial.step].event)) : Json(nullptr)},
                 {"character", name_json(world, trial.character)},
                 {"utility", number_json(trial.end)}};
        result.push_back(std::move(json));
    }
    return result;
}

Json expected_json(const model::World& world, const story::Reason& reason) {
    Json result = Json::array();
    for (const story::Expected& expected : reason.expected) {
        Json others = Json::array();
        for (const story::Gain& gain : expected.others) {
            Json other{{"character", world[gain.character].name},
                       {"before", number_json(gain.before)},
                       {"after", number_json(gain.after)}};
            if (gain.odds) other["odds"] = odds_json(world, *gain.odds);
            others.push_back(std::move(other));
        }
        result.push_back(Json{{"action", model::to_text(world, expected.event)}, {"others", others}});
    }
    return result;
}

Json doubts_json(const model::World& world, const std::vector<story::Doubt>& doubts) {
    Json result = Json::array();
    for (const story::Doubt& doubt : doubts) {
        Json json = fluent_json(world, doubt.fluent);
        json["values"] = Json::array();
        for (const story::Doubt::Chance& one : doubt.values)
            json["values"].push_back(
                Json{{"value", value_json(world, one.value)}, {"share", model::to_text(one.share)}});
        result.push_back(std::move(json));
    }
    return result;
}

Json reason_json(const story::Story& story, const story::Reason& reason) {
    const model::World& world = story.session.world();
    const story::Followed& followed = reason.followed;
    Json wants = Json::array();
    for (const story::UtilityChange& want : reason.utility_changes)
        wants.push_back(Json{{"difference", number_json(want.difference)},
                             {"changes", changes_json(world, want.changes)}});
    Json json;
    json["character"] = world[reason.character].name;
    json["utility"] = Json{{"before", number_json(reason.before)}, {"expected", number_json(reason.after)}};
    if (reason.odds) {
        json["odds"] = odds_json(world, *reason.odds);
        json["doubts"] = doubts_json(world, reason.doubts);
    }
    json["wants"] = std::move(wants);
    json["mistakes"] = mistakes_json(world, reason);
    json["expected"] = expected_json(world, reason);
    json["followed"] = Json{{"came", places_json(followed.came)},
                            {"between", places_json(followed.between)},
                            {"instead", followed.instead ? Json(*followed.instead + 1) : Json(nullptr)},
                            {"utility", number_json(followed.after)},
                            {"utility_at_end", number_json(followed.end)},
                            {"believed_at_end", number_json(followed.believed_end)}};
    if (followed.believed_worth)
        json["followed"]["believed_worth"] = model::to_text(*followed.believed_worth);
    return json;
}

Json fault_json(const model::World& world, const model::Plan& plan, const story::PlanFault& fault) {
    Json because = Json::array();
    for (const story::Fact& fact : fault.because) {
        Json json = fluent_json(world, fact.fluent);
        json["value"] = value_json(world, fact.value);
        because.push_back(std::move(json));
    }
    return Json{{"event", fault.event + 1},
                {"action", model::to_text(world, plan.steps[fault.event].action)},
                {"kind", kind_name(fault.kind)},
                {"character", name_json(world, fault.character)},
                {"because", std::move(because)}};
}

Json consequences_json(const story::Story& story, const story::Consequences& consequences) {
    const model::World& world = story.session.world();
    Json missed = Json::array();
    for (const story::PlanFault& fault : consequences.missed)
        missed.push_back(fault_json(world, story.plan, fault));
    return Json{{"changes", changes_json(world, consequences.changes)}, {"without_it", std::move(missed)}};
}

Json header(const WhyDocument& document, std::string_view verdict, Stop stop) {
    const ask::FoundStory& found = document.found;
    Json json;
    json["wrongtree"] = document.version;
    json["file"] = document.file;
    json["plan"] = document.plan;
    json["verdict"] = verdict;
    json["stopped_by"] = stop_json(stop);
    json["limits"] = limits_json(found.question);
    json["reasons_given"] = document.has_reasons;
    json["event"] = document.event + 1;
    json["action"] = model::to_text(found.world(), found.plan.steps[document.event].action);
    json["fault"] = nullptr;
    json["reasons"] = Json::array();
    json["consequences"] = nullptr;
    return json;
}

bool is_unsound(const WhyDocument& document) {
    return document.found.verdict == ask::StoryVerdict::unsound;
}

}  // namespace

Json odds_json(const model::World& world, const story::Odds& odds) {
    auto worth = [](const std::optional<model::Fraction>& one) {
        return one ? Json(model::to_text(*one)) : Json(nullptr);
    };
    Json json;
    json["before"] = worth(odds.account.start);
    json["expected"] = worth(odds.account.end);
    json["outlook_before"] = worth(odds.account.start_outlook);
    json["outlook_expected"] = worth(odds.account.end_outlook);
    json["goes_well"] = model::to_text(odds.account.goes_well);
    json["prevented"] = odds.prevented ? Json(model::to_text(world, *odds.prevented)) : Json(nullptr);
    return json;
}

std::string why_text(const WhyDocument& document) {
    const ask::FoundStory& found = document.found;
    if (is_unsound(document))
        return fmt::format("This plan is no story: {}.\n",
                           story::phrase(found.world(), found.plan, *found.fault));
    if (!document.why) return "";
    const story::Story& story = *found.story;
    std::string text = story::heading(story.plan, found.world(), document.event);
    for (const story::Reason& reason : document.why->reasons)
        text += "\n" + story::paragraph(story, document.event, reason);
    if (document.why->consequences)
        text += "\n" + story::paragraph(story, document.event, *document.why->consequences);
    return text;
}

std::string why_json(const WhyDocument& document) {
    const ask::FoundStory& found = document.found;
    Json json;
    if (is_unsound(document)) {
        json = header(document, "unsound", Stop::none);
        json["fault"] = fault_json(found.world(), found.plan, *found.fault);
    } else if (!document.why) {
        json = header(document, "undecided", found.budget.stop());
    } else {
        json = header(document, "told", Stop::none);
        for (const story::Reason& reason : document.why->reasons)
            json["reasons"].push_back(reason_json(*found.story, reason));
        if (document.why->consequences)
            json["consequences"] = consequences_json(*found.story, *document.why->consequences);
    }
    return document_text(json);
}

}  // namespace wt::form
