#include "form/tell_json.h"

#include "form/json_values.h"
#include "model/print.h"

namespace wt::form {

namespace {

using Json = nlohmann::ordered_json;

std::string_view kind_name(story::ClaimKind kind) {
    switch (kind) {
        case story::ClaimKind::happens:
            return "happens";
        case story::ClaimKind::noticed:
            return "noticed";
        case story::ClaimKind::fact:
            return "fact";
        case story::ClaimKind::false_fact:
            return "false fact";
        case story::ClaimKind::past_fact:
            return "past fact";
        case story::ClaimKind::believed:
            return "believed";
        case story::ClaimKind::wants:
            return "wants";
        case story::ClaimKind::expects:
            return "expects";
        case story::ClaimKind::assumes_wants:
            return "assumes wants";
        case story::ClaimKind::lies:
            return "lies";
        case story::ClaimKind::possible:
            return "possible";
        case story::ClaimKind::sees_through:
            return "sees through";
    }
    return "happens";
}

Json claim_json(const model::World& world, const story::Claim& claim) {
    Json json;
    json["kind"] = kind_name(claim.kind);
    if (claim.event) json["event"] = *claim.event + 1;
    if (claim.character.valid()) json["character"] = world[claim.character].name;
    if (claim.fluent) {
        json["believers"] = Json::array();
        for (model::EntityId believer : claim.fluent->believers)
            json["believers"].push_back(world[believer].name);
        json["fluent"] = model::fluent_text(world, claim.fluent->property, claim.fluent->arguments);
        json["value"] = value_json(world, claim.value);
    }
    if (claim.expected) json["expected"] = model::to_text(world, *claim.expected);
    return json;
}

Json sentence_json(const story::Story& story, const story::Sentence& sentence) {
    const model::World& world = story.session.world();
    Json json;
    json["id"] = sentence.id;
    json["text"] = sentence.text;
    json["moment"] = sentence.moment;
    json["event"] = sentence.event ? Json(*sentence.event + 1) : Json(nullptr);
    json["action"] = sentence.event ? Json(model::to_text(world, story.plan.steps[*sentence.event].action))
                                    : Json(nullptr);
    json["claims"] = Json::array();
    for (const story::Claim& claim : sentence.claims)
        json["claims"].push_back(claim_json(world, claim));
    json["mentions"] = Json::array();
    for (const story::Mention& mention : sentence.mentions)
        json["mentions"].push_back(Json{{"entity", world[mention.entity].name},
                                        {"begin", mention.begin},
                                        {"end", mention.end},
                                        {"pronoun", mention.is_pronoun}});
    return json;
}

std::string_view verdict_name(ask::StoryVerdict verdict) {
    switch (verdict) {
        case ask::StoryVerdict::found:
            return "told";
        case ask::StoryVerdict::none:
            return "no story";
        case ask::StoryVerdict::unsound:
            return "unsound";
        default:
            return "undecided";
    }
}

}  // namespace

Json narration_json(const story::Story& story, const story::Narration& narration) {
    Json paragraphs = Json::array();
    for (const std::vector<story::Sentence>& paragraph : narration.paragraphs) {
        Json sentences = Json::array();
        for (const story::Sentence& sentence : paragraph)
            sentences.push_back(sentence_json(story, sentence));
        paragraphs.push_back(std::move(sentences));
    }
    return paragraphs;
}

std::string tell_json(const TellDocument& document) {
    const ask::FoundStory& found = document.found;
    const ask::TellingStyle& style = document.style;
    Json json;
    json["wrongtree"] = document.version;
    json["file"] = document.file;
    json["request"] = document.request.empty() ? Json(nullptr) : Json(document.request);
    json["verdict"] = verdict_name(found.verdict);
    json["stopped_by"] = stop_json(document.stop);
    json["limits"] = limits_json(found.question);
    json["title"] = found.request() ? found.request()->title : "";
    json["teller"] = document.teller.valid() ? Json(found.world()[document.teller].name) : Json(nullptr);
    json["language"] = style.language;
    json["tense"] = style.is_present ? "present" : "past";
    json["person"] = style.is_first_person ? "first" : "third";
    json["length"] = style.is_brief ? "short" : "full";
    json["seed"] = style.seed;
    json["polish"] = nullptr;
    if (document.polish) {
        const std::string& refused = document.polish->refused;
        json["polish"] = Json{{"is_accepted", refused.empty()},
                              {"refused", refused.empty() ? Json(nullptr) : Json(refused)}};
    }
    json["paragraphs"] =
        document.narration ? narration_json(*found.story, *document.narration) : Json::array();
    return document_text(json);
}

}  // namespace wt::form
