// This opens sessions and asks questions for stories through the C interface.
#include <algorithm>
#include <new>

#include <fmt/format.h>

#include "api/handles.h"
#include "ask/proofs.h"
#include "ask/resources.h"
#include "ask/stop.h"
#include "ask/whynot.h"
#include "engine/inspect.h"
#include "form/plan_json.h"
#include "lang/lang.h"
#include "model/print.h"

using namespace wt;
using namespace wt::api;

namespace {

/// This is the stack of a question that is answered in steps. The engine's recursion is bounded by what the referee may
/// nest.
constexpr std::size_t kStack = std::size_t{8} << 20;

Reply open(wt_session& session, const wt_question& question) {
    const ask::LoadedWorld& loaded = *session.world->loaded;
    auto used = ask::settle(loaded.world, options_of(question));
    if (!used) return fault_reply(used.error(), question);
    session.opened = std::move(*used);
    Caller caller(question.poll, question.user);
    Share share(session.budget, question);
    Watch watch(caller, session.budget, "grounding");
    // The session takes the world of the text, not one with a question's formulas: those come and go.
    session.session.emplace(loaded.world, ask::session_options(session.opened), session.budget);
    if (caller.has_cancelled()) return {WT_CANCELLED, "", ""};
    if (session.session->state_of_start() == engine::Verdict::endless_triggers) {
        auto endless = session.session->endless_triggers();
        return diagnostics_reply(WT_BAD_INPUT, loaded.source,
                                 endless ? ask::endless_message(loaded.world, *endless) : Diagnostics());
    }
    if (session.budget.stop() != Stop::none)
        return message_reply(WT_UNDECIDED, ask::stop_text(session.budget, ask::stop_text));
    session.story.emplace(loaded.world, *session.session);
    return {};
}

std::string plan_text(const model::World& world, const model::Plan& plan) {
    std::string text;
    for (const model::Step& step : plan.steps)
        text += model::to_text(world, step.action) + "\n";
    return text;
}

/// Has the referee judge the plan, in a zone of its own: it needs much memory, which is of no use later. Returns WT_OK;
/// WT_UNDECIDED if it was too much for its share; WT_CANCELLED. `judged` gets what is written down of it.
wt_status judge(wt_session& session, const wt_question& question, const model::World& world,
                const ask::QuestionUsed& used, const engine::Answer& found, Caller& caller,
                form::Judged& judged) {
    Zone* zone = Zone::create(session.zone->allocator());
    if (!zone) leave(WT_NO_MEMORY);
    session.judging = zone;
    Caller::Post post;
    wt_status status = enter(*zone, true, [&] {
        post = caller.move_here();
        Budget budget;
        ask::set_limits(budget, ask::kForReferee);
        Watch watch(caller, budget, "verifying");
        referee::Judgement judgement =
            ask::judge_plan(world, *found.plan, true, ask::referee_rules(used, found.goal), budget);
        if (caller.has_cancelled()) return WT_CANCELLED;
        judged = {judgement.verdict, judgement.stop};
        return judgement.verdict == referee::Verdict::valid       ? WT_OK
               : judgement.verdict == referee::Verdict::undecided ? WT_UNDECIDED
                                                                  : WT_INTERNAL;
    });
    caller.return_to(post);
    session.judging = nullptr;
    if (status == WT_CANCELLED)
        session.world->trash.put(zone);
    else
        drop(zone, session.world->trash, question);
    if (status == WT_NO_MEMORY || status == WT_INTERNAL) leave(status);
    return status;
}

/// Answers a question for a story, with the referee's judgement.
Reply plan(wt_session& session, const wt_question& question, Caller& caller) {
    const ask::LoadedWorld& loaded = *session.world->loaded;
    auto used = ask::settle(loaded.world, options_of(question));
    if (!used) return fault_reply(used.error(), question);
    if (question.from >= session.story->size())
        return message_reply(WT_BAD_INPUT, fmt::format("this session has no moment {}", question.from));
    const model::World& world = used->asked_of(loaded.world);
    engine::Question asked = ask::engine_question(*used);
    asked.optimal = question.optimal != 0;
    asked.formulas = &world;
    asked.start = session.story->state(question.from);
    if (question.first_try) {
        Source source("first_try", question.first_try);
        auto tried = lang::read_plan(loaded.world, source);
        if (!tried) return diagnostics_reply(WT_BAD_INPUT, source, tried.error());
        asked.first_try = std::move(*tried);
    }
    Share share(session.budget, question);
    engine::Answer found;
    {
        Watch watch(caller, session.budget, "planning");
        found = engine::plan(*session.session, asked);
    }
    if (caller.has_cancelled()) return {WT_CANCELLED, "", ""};
    // The referee knows of no start but the first.
    wt_status acceptance = WT_OK;
    std::optional<form::Judged> judged;
    if (found.plan && question.from == 0)
        acceptance = judge(session, question, world, *used, found, caller, judged.emplace());
    if (acceptance == WT_CANCELLED) return {acceptance, "", ""};
    const model::Plan* shown = found.plan ? &*found.plan : nullptr;
    form::PlanDocument document{wt_version(), loaded.source.name(), world, *used, found,
                                shown,        shown != nullptr};
    document.session = &*session.session;
    document.judged = judged;
    // Who plans anew, or in the middle of a story, does so while something runs.
    bool may_take_longer = question.from == 0 && !question.first_try;
    if (may_take_longer && found.verdict == engine::Verdict::exhausted) {
        engine::Session::Size size = session.session->size();
        ask::Resources resources;
        resources.bytes = session.budget.max_bytes;
        if (question.max_states) resources.states = question.max_states;
        document.cause =
            ask::first_cause(world, *used, size.actions + size.triggers, {caller, resources, ""});
        if (caller.has_cancelled()) return {WT_CANCELLED, "", ""};
    }
    wt_status status = found.plan                                    ? acceptance
                       : found.verdict == engine::Verdict::exhausted ? WT_NO
                                                                     : WT_UNDECIDED;
    return {status, form::plan_json(document), shown ? plan_text(world, *shown) : std::string()};
}

}  // namespace

/// This is a question on its way. The strings are the caller's no longer.
struct wt_session::Stepping {
    wt_session& session;
    wt_question question;
    std::string request;
    std::string where;
    std::string first_try;
    std::uint64_t steps = 0;            ///< to the first pause
    std::optional<Caller> caller = {};  ///< once it has begun
    Reply reply = {};
};

void wt::api::give_up_steps(wt_session& session) {
    if (!session.fiber) return;
    // Things that a computation has changed for as long as it runs, such as whom a budget asks, are put right as it
    // ends.
    if (session.stepping->caller) {
        session.stepping->caller->give_up();
        wt_status status = session.fiber->resume();
        if (status == WT_NO_MEMORY || status == WT_INTERNAL) leave(status);
    }
    Fiber::destroy(session.fiber);
    delete session.stepping;
    session.fiber = nullptr;
    session.stepping = nullptr;
}

wt_status wt_open(wt_world* world, const wt_question* given, wt_session** session, wt_doc** message) {
    *session = nullptr;
    if (message) *message = nullptr;
    wt_question question = question_of(given);
    const wt_allocator& allocator = world->zone->allocator();
    Zone* zone = Zone::create(allocator);
    if (!zone) return WT_NO_MEMORY;
    wt_status status = enter(*zone, true, [&] {
        auto* made = new wt_session(zone, world);
        Reply reply = open(*made, question);
        if (reply.status == WT_OK) *session = made;
        return reply.status == WT_OK ? WT_OK : hand_over(allocator, reply, message);
    });
    if (status == WT_OK) {
        world->holders.fetch_add(1);
    } else {
        *session = nullptr;
        Zone::destroy(zone);
    }
    return status;
}

void wt_session_close(wt_session* session) {
    if (session) wt_session_close_some(session, ~uint64_t{0});
}

wt_status wt_session_close_some(wt_session* session, uint64_t blocks) {
    // The session stands in a block of its own zone, so both are remembered outside; the zone is destroyed last.
    Zone* zone = session->zone;
    wt_world* world = session->world;
    session->broken = WT_INTERNAL;
    // The memory that the referee needs is in no zone of the session.
    if (session->judging) world->trash.put(session->judging);
    session->judging = nullptr;
    if (!zone->release_some(blocks, session)) return WT_MORE;
    Zone::destroy(zone);
    wt_world_close(world);
    return WT_OK;
}

uint64_t wt_session_bytes(const wt_session* session) {
    return session->zone->bytes();
}

wt_status wt_plan(wt_session* session, const wt_question* given, wt_doc** doc) {
    wt_question question = question_of(given);
    return answer_anew(*session, doc, [&]() -> Reply {
        Caller caller(question.poll, question.user);
        return plan(*session, question, caller);
    });
}

wt_status wt_begin(wt_session* session, const wt_question* given) {
    wt_question question = question_of(given);
    return answer_anew(*session, nullptr, [&]() -> Reply {
        auto* stepping = new wt_session::Stepping{
            *session, question, question.request ? question.request : "",
            question.where ? question.where : "", question.first_try ? question.first_try : ""};
        if (question.request) stepping->question.request = stepping->request.c_str();
        if (question.where) stepping->question.where = stepping->where.c_str();
        if (question.first_try) stepping->question.first_try = stepping->first_try.c_str();
        auto body = [](void* user) {
            auto& own = *static_cast<wt_session::Stepping*>(user);
            own.caller.emplace(own.question.poll, own.question.user);
            own.caller->pause_after(*own.session.fiber, own.steps);
            own.reply = plan(own.session, own.question, *own.caller);
            own.caller.reset();
            return own.reply.status;
        };
        session->fiber = Fiber::create(*session->zone, kStack, body, stepping);
        if (!session->fiber) leave(WT_NO_MEMORY);
        session->stepping = stepping;
        return {};
    });
}

wt_status wt_step(wt_session* session, uint64_t steps, wt_doc** doc) {
    if (doc) *doc = nullptr;
    if (session->broken != WT_OK) return session->broken;
    if (!session->fiber)
        return answer_in(*session, doc, []() -> Reply {
            return message_reply(WT_BAD_INPUT, "no question was begun in this session");
        });
    wt_session::Stepping& stepping = *session->stepping;
    stepping.steps = std::max<uint64_t>(steps, 1);
    if (stepping.caller) stepping.caller->pause_after(*session->fiber, stepping.steps);
    wt_status status = session->fiber->resume();
    if (status == WT_MORE) return status;
    if (status == WT_NO_MEMORY || status == WT_INTERNAL) return session->broken = status;
    return answer_in(*session, doc, [&]() -> Reply {
        Reply reply = std::move(session->stepping->reply);
        give_up_steps(*session);
        return reply;
    });
}
