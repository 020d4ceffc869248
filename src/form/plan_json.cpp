#include "form/plan_json.h"

#include <nlohmann/json.hpp>

#include "ask/stop.h"
#include "engine/inspect.h"
#include "form/json_values.h"
#include "form/why_text.h"
#include "model/print.h"

namespace wt::form {

namespace {

using Json = nlohmann::ordered_json;

Json steps_json(const model::World& world, const std::vector<model::Step>& steps) {
    Json result = Json::array();
    for (const model::Step& step : steps) {
        Json arguments = Json::array();
        for (const model::Value& value : step.action.arguments)
            arguments.push_back(value_json(world, value));
        Json reasons = Json::array();
        for (model::ExplanationId reason : step.reasons)
            reasons.push_back(reason.index());
        Json item;
        item["action"] = model::to_text(world, step.action);
        item["name"] = world[step.action.event].name;
        item["arguments"] = std::move(arguments);
        if (step.action.fails) item["fails"] = true;
        item["reasons"] = std::move(reasons);
        result.push_back(std::move(item));
    }
    return result;
}

Json explanations_json(const model::World& world, const model::Plan& plan) {
    Json result = Json::array();
    for (const model::Explanation& explanation : plan.explanations) {
        Json item;
        item["character"] = world[explanation.character].name;
        item["steps"] = steps_json(world, explanation.steps);
        result.push_back(std::move(item));
    }
    return result;
}

Json statistics_json(const engine::Statistics& statistics) {
    Json result;
    result["states"] = statistics.states;
    result["transitions"] = statistics.transitions;
    result["expanded"] = statistics.expanded;
    result["generated"] = statistics.generated;
    result["explanation_queries"] = statistics.explanation_queries;
    result["explanation_searches"] = statistics.explanation_searches;
    result["bytes"] = statistics.bytes;
    return result;
}

/// Adds what each event is worth to those who take part in it, in the order of their reasons. This is like `reasons`,
/// but at the place where the event happens: one explanation may be used in several.
void add_worths(const PlanDocument& document, Json& steps) {
    engine::Session& session = *document.session;
    engine::MindId state = engine::first_state(session);
    const model::Plan& plan = *document.plan;
    for (std::size_t i = 0; i < plan.steps.size() && state.valid(); ++i) {
        const model::Step& step = plan.steps[i];
        Json worths = Json::array();
        for (model::ExplanationId id : step.reasons) {
            const model::Explanation& reason = plan[id];
            std::vector<model::GroundEvent> events = model::actions_of(reason.steps);
            engine::MindId prospect =
                engine::prospect(session, engine::mind_of(session, state, reason.character));
            worths.push_back(odds_json(document.world, story::odds_of(session, document.question.limits,
                                                                      prospect, reason.character, events)));
        }
        steps[i]["odds"] = std::move(worths);
        state = engine::successor(session, state, step.action);
    }
}

std::string_view verdict_name(const PlanDocument& document) {
    if (document.reaches_goal) return "found";
    return document.answer.verdict == engine::Verdict::exhausted ? "none" : "undecided";
}

Json cause_json(const PlanDocument& document) {
    if (!document.cause) return nullptr;
    Json story = Json::array();
    for (const model::GroundEvent& event : document.cause->story)
        story.push_back(model::to_text(document.world, event));
    return {{"kind", story::name_of(document.cause->excuse)},
            {"text", document.cause->text},
            {"details", document.cause->details},
            {"story", std::move(story)}};
}

Json judgement_json(const PlanDocument& document) {
    if (!document.plan || !document.judged) return nullptr;
    const Judged& judged = *document.judged;
    bool is_valid = judged.verdict == referee::Verdict::valid;
    return {{"verdict", is_valid ? "valid" : "undecided"},
            {"stopped_by", judged.stop == Stop::none ? Json(nullptr) : Json(ask::stop_name(judged.stop))}};
}

}  // namespace

std::string plan_json(const PlanDocument& document) {
    const engine::Answer& answer = document.answer;
    Json json;
    json["wrongtree"] = document.version;
    json["file"] = document.file;
    json["divergences"] = Json::array();
    for (const model::Divergence& divergence : document.world.divergences)
        if (divergence.is_taken) json["divergences"].push_back(divergence.name);
    auto text = [](const std::string& name) { return name.empty() ? Json(nullptr) : Json(name); };
    json["request"] = text(document.question.request ? document.question.request->name : "");
    json["where"] = text(document.question.where);
    json["verdict"] = verdict_name(document);
    if (document.final) json["final"] = *document.final;
    json["stopped_by"] =
        answer.verdict == engine::Verdict::stopped ? Json(ask::stop_name(answer.stop)) : Json(nullptr);
    if (verdict_name(document) == "none") json["cause"] = cause_json(document);
    json["judgement"] = judgement_json(document);
    json["limits"] = limits_json(document.question);
    json["goal"] = number_json(answer.goal);
    json["start_utility"] = number_json(answer.start_utility);
    json["utility"] = document.plan || answer.best ? number_json(answer.utility) : Json(nullptr);
    json["proved_shortest"] = answer.proved_shortest;
    json["steps"] = document.plan ? steps_json(document.world, document.plan->steps) : Json(nullptr);
    if (document.session && document.plan && engine::is_uncertain(*document.session)) {
        add_worths(document, json["steps"]);
        auto luck =
            story::luck_of(*document.session, engine::first_state(*document.session), document.plan->steps);
        json["luck"] = luck ? Json(model::to_text(*luck)) : Json(nullptr);
    }
    json["explanations"] = document.plan ? explanations_json(document.world, *document.plan) : Json::array();
    if (document.statistics) json["statistics"] = statistics_json(answer.statistics);
    return document_text(json, document.final ? -1 : 2);
}

}  // namespace wt::form
