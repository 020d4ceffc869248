// This follows a running story through the C interface: what happened, what is so, who would do what now, saves.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "api/handles.h"
#include "ask/stop.h"
#include "engine/inspect.h"
#include "form/json_values.h"
#include "form/save_json.h"
#include "lang/expression_text.h"
#include "lang/plan_text.h"
#include "model/print.h"

using namespace wt;
using namespace wt::api;

namespace {

using Json = nlohmann::ordered_json;

std::string written(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Reply no_such_moment(wt_moment moment) {
    return message_reply(WT_BAD_INPUT, fmt::format("this session has no moment {}", moment));
}

/// Reads one event that is written out.
Result<model::GroundEvent> read_event(const model::World& world, const Source& text) {
    auto read = lang::read_plan(world, text);
    if (!read) return tl::unexpected(std::move(read.error()));
    if (read->size() == 1) return std::move(read->front());
    Diagnostics diagnostics;
    Diagnostic& d = diagnostics.add(DiagnosticCode::unexpected_token, {0, 0}, "one event is expected here");
    d.expected = "an event such as `name(Argument)`";
    return tl::unexpected(std::move(diagnostics));
}

Json events_json(const model::World& world, const std::vector<model::GroundEvent>& events) {
    Json json = Json::array();
    for (const model::GroundEvent& event : events)
        json.push_back(model::to_text(world, event));
    return json;
}

/// Settles the limits of reasons that a question asks with.
std::optional<Reply> reason_limits(wt_session& session, const wt_question& question,
                                   engine::ReasonLimits& limits) {
    auto used = ask::settle_limits(session.world->loaded->world, options_of(question));
    if (!used) return message_reply(WT_BAD_INPUT, used.error());
    limits.character = used->limits.character;
    limits.belief = std::min(used->limits.belief, session.opened.limits.belief);
    return std::nullopt;
}

/// Returns the reply to a question that lists events.
Reply listed(wt_session& session, Caller& caller, Json json, std::string text) {
    if (caller.has_cancelled()) return {WT_CANCELLED, "", ""};
    if (session.budget.stop() != Stop::none)
        return message_reply(WT_UNDECIDED, ask::stop_text(session.budget, ask::stop_text));
    return {WT_OK, written(json), std::move(text)};
}

}  // namespace

wt_status wt_happen(wt_session* session, wt_moment from, const char* text, wt_moment* next, wt_doc** doc) {
    *next = from;
    return answer_anew(*session, doc, [&]() -> Reply {
        if (from >= session->story->size()) return no_such_moment(from);
        Source source("event", text);
        auto event = read_event(session->world->loaded->world, source);
        if (!event) return diagnostics_reply(WT_BAD_INPUT, source, event.error());
        session->budget.resume();
        auto after = session->story->happen(from, *event);
        if (!after) return message_reply(WT_NO, after.error());
        *next = *after;
        Json json{{"event", model::to_text(session->world->loaded->world, *event)}, {"moment", *after}};
        return {WT_OK, written(json), ""};
    });
}

wt_status wt_value(wt_session* session, wt_moment at, const char* expression, wt_doc** doc) {
    return answer_anew(*session, doc, [&]() -> Reply {
        if (at >= session->story->size()) return no_such_moment(at);
        session->budget.resume();
        model::World formulas = session->world->loaded->world;
        Source source("expression", expression);
        Result<model::ExprId> read = lang::read_expression(formulas, source, session->world->dialect);
        if (!read) return diagnostics_reply(WT_BAD_INPUT, source, read.error());
        model::Value value = engine::evaluate(*session->session, session->story->state(at), formulas, *read);
        Json json{{"expression", expression}, {"value", form::value_json(formulas, value)}};
        return {WT_OK, written(json), model::to_text(formulas, value)};
    });
}

wt_status wt_intends(wt_session* session, wt_moment at, const char* character, const wt_question* given,
                     wt_doc** doc) {
    wt_question question = question_of(given);
    return answer_anew(*session, doc, [&]() -> Reply {
        if (at >= session->story->size()) return no_such_moment(at);
        const model::World& world = session->world->loaded->world;
        auto known = std::ranges::find(world.entities, std::string_view(character), &model::Entity::name);
        auto place = static_cast<std::size_t>(known - world.entities.begin());
        if (known == world.entities.end() || place >= world.character_count)
            return message_reply(WT_BAD_INPUT, fmt::format("`{}` is no character of this world", character));
        model::EntityId who(place);
        engine::ReasonLimits limits;
        if (auto fault = reason_limits(*session, question, limits)) return std::move(*fault);
        Caller caller(question.poll, question.user);
        Share share(session->budget, question);
        Watch watch(caller, session->budget, "reasons");
        Json intends = Json::array();
        std::string text;
        for (const ask::Intention& one : session->story->intentions(at, who, limits, session->budget)) {
            std::string event = model::to_text(world, one.event);
            intends.push_back({{"event", event}, {"plan", events_json(world, one.plan)}});
            text += event + "\n";
        }
        Json json{{"moment", at}, {"character", character}, {"intends", std::move(intends)}};
        return listed(*session, caller, std::move(json), std::move(text));
    });
}

wt_status wt_next(wt_session* session, wt_moment at, const wt_question* given, wt_doc** doc) {
    wt_question question = question_of(given);
    return answer_anew(*session, doc, [&]() -> Reply {
        if (at >= session->story->size()) return no_such_moment(at);
        const model::World& world = session->world->loaded->world;
        engine::ReasonLimits limits;
        if (auto fault = reason_limits(*session, question, limits)) return std::move(*fault);
        Caller caller(question.poll, question.user);
        Share share(session->budget, question);
        Watch watch(caller, session->budget, "reasons");
        Json events = Json::array();
        std::string text;
        for (const ask::NextEvent& one : session->story->next(at, limits, session->budget)) {
            Json reasons = Json::array();
            for (const model::Explanation& reason : one.reasons)
                reasons.push_back({{"character", world[reason.character].name},
                                   {"plan", events_json(world, model::actions_of(reason.steps))}});
            std::string event = model::to_text(world, one.event);
            events.push_back({{"event", event}, {"reasons", std::move(reasons)}});
            text += event + "\n";
        }
        Json json{{"moment", at}, {"events", std::move(events)}};
        return listed(*session, caller, std::move(json), std::move(text));
    });
}

wt_status wt_save(wt_session* session, wt_moment at, wt_doc** doc) {
    return answer_in(*session, doc, [&]() -> Reply {
        if (at >= session->story->size()) return no_such_moment(at);
        const ask::LoadedWorld& loaded = *session->world->loaded;
        return {WT_OK, form::save_json(wt_version(), loaded.source, loaded.world, *session->story, at), ""};
    });
}

wt_status wt_restore(wt_session* session, const char* text, size_t length, wt_moment* at, wt_doc** doc) {
    *at = 0;
    return answer_anew(*session, doc, [&]() -> Reply {
        const ask::LoadedWorld& loaded = *session->world->loaded;
        session->budget.resume();
        auto restored = form::restore({text, length}, loaded.source, loaded.world, *session->story);
        if (!restored) return message_reply(WT_BAD_INPUT, restored.error());
        *at = restored->moment;
        Json left_out = Json::array();
        std::string told;
        for (const form::Restored::LeftOut& one : restored->left_out) {
            left_out.push_back({{"event", one.event}, {"why", one.why}});
            told += fmt::format("left out: {}: {}\n", one.event, one.why);
        }
        wt_status status = left_out.empty() ? WT_OK : WT_NO;
        Json json{
            {"moment", *at}, {"same_world", restored->is_same_world}, {"left_out", std::move(left_out)}};
        return {status, written(json), std::move(told)};
    });
}
