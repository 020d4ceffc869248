// This says what the handles of the C interface are.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include <wrongtree.h>

#include "api/fiber.h"
#include "api/zone.h"
#include "ask/live.h"
#include "ask/question.h"
#include "ask/world.h"
#include "base/overseer.h"
#include "engine/planner.h"

/// A world lives in its own zone.
struct wt_world {
    explicit wt_world(wt::api::Zone* its_zone) : zone(its_zone) {}

    wt::api::Zone* zone;
    std::atomic<std::uint32_t> holders = 1;  ///< who has it open, and its sessions
    std::unique_ptr<wt::ask::LoadedWorld> loaded = {};
    wt::lang::Dialect dialect = wt::lang::Dialect::wrongtree;
    wt::api::Trash trash = {};  ///< what cancelled calls have left behind
};

namespace wt::api {

/// Asks the caller whether a computation may go on, and pauses it where it is done in steps. It asks where a budget is
/// looked at, and, between these, where memory is taken in the call in which it was made.
class Caller final : public Overseer {
  public:
    Caller(wt_poll poll, void* user);
    ~Caller() override;

    void begin(Budget& budget, std::string_view what, std::optional<double> seconds) override;
    void end(Budget& budget) override;

    /// Pauses the computation after so many steps from now on.
    void pause_after(Fiber& fiber, std::uint64_t steps) {
        fiber_ = &fiber;
        left_ = steps;
    }
    bool has_cancelled() const { return has_cancelled_; }
    /// From now on it says stop, without asking anybody, and pauses no more.
    void give_up();

    /// A post says where it asks. It is for a part of a call that has a zone of its own, which may be left by a jump.
    struct Post {
        Entry* entry;
        std::size_t budgets;
    };
    /// From now on it asks in the current entry. Returns the former post, for `return_to`.
    Post move_here();
    void return_to(const Post& post);

  private:
    static Stop asked(void* self, std::uint64_t steps);
    static bool asked_for_memory(void* self);
    void ask(std::uint64_t steps);
    void listen(Entry* entry);

    wt_poll poll_;
    void* user_;
    Entry* entry_;
    std::array<Budget*, 8> budgets_ = {};  ///< in use, the last one last
    std::size_t budget_count_ = 0;
    Fiber* fiber_ = nullptr;
    std::uint64_t left_ = 0;
    std::uint64_t steps_ = 0;
    bool has_cancelled_ = false;
};

}  // namespace wt::api

/// A session lives in its own zone.
struct wt_session {
    wt_session(wt::api::Zone* its_zone, wt_world* its_world) : zone(its_zone), world(its_world) {}

    wt::api::Zone* zone;
    wt_world* world;
    wt_status broken = WT_OK;  ///< nothing but closing is left to do
    wt::ask::QuestionUsed opened = {};
    wt::Budget budget = {};
    std::optional<wt::engine::Session> session = {};
    std::optional<wt::ask::LiveStory> story = {};
    wt::api::Fiber* fiber = nullptr;
    struct Stepping;
    Stepping* stepping = nullptr;      ///< the question that is answered in steps
    wt::api::Zone* judging = nullptr;  ///< of the referee, while a plan of this session is judged
};

namespace wt::api {

/// This is what a question may add to a session.
class Share {
  public:
    Share(Budget& budget, const wt_question& question) : budget_(budget) {
        budget.resume();
        if (question.max_states) budget.max_states = budget.states() + question.max_states;
        if (question.max_bytes) budget.max_bytes = budget.bytes() + question.max_bytes;
    }
    ~Share() {
        budget_.max_states = Budget::kUnlimited;
        budget_.max_bytes = Budget::kUnlimited;
    }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

  private:
    Budget& budget_;
};

/// This is what a question that is asked through the interface gives.
struct Reply {
    wt_status status = WT_OK;
    std::string json = {};
    std::string text = {};
};

/// Makes a document of its own; null if there is no memory.
wt_doc* make_doc(const wt_allocator& allocator, std::string_view json, std::string_view text);
/// Hands over a reply, where the caller wants it. There is nothing to hand over with WT_CANCELLED, WT_MORE and the
/// like.
wt_status hand_over(const wt_allocator& allocator, const Reply& reply, wt_doc** doc);

/// Returns the part of a struct of the caller's that it knows, with the defaults of the rest.
template <class Struct>
Struct known_part(const Struct* given, const Struct& defaults);

/// Returns the question as `ask` takes it.
ask::QuestionOptions options_of(const wt_question& question);
wt_question question_of(const wt_question* given);

/// Says why a question cannot be asked.
Reply fault_reply(const ask::QuestionFault& fault, const wt_question& question);
/// Returns one message, as a document of diagnostics without a place in a text.
Reply message_reply(wt_status status, std::string_view text);
Reply diagnostics_reply(wt_status status, const Source& source, const Diagnostics& diagnostics);

/// A call gives back so many blocks of what was left behind; that takes about a millisecond.
inline constexpr std::uint64_t kSweep = 10'000;

/// Gives back a zone, asking the caller on the way. If it is cancelled, the rest goes to the trash.
void drop(Zone* zone, Trash& trash, const wt_question& question);

/// Runs `body`, which gives a Reply, in a zone of its own that goes with it.
template <class Body>
wt_status answer(wt_world& world, const wt_question& question, wt_doc** doc, const Body& body) {
    if (doc) *doc = nullptr;
    world.trash.sweep(kSweep);
    const wt_allocator& allocator = world.zone->allocator();
    Zone* zone = Zone::create(allocator);
    if (!zone) return WT_NO_MEMORY;
    wt_status status = enter(*zone, true, [&] { return hand_over(allocator, body(), doc); });
    if (status == WT_CANCELLED)
        world.trash.put(zone);
    else
        drop(zone, world.trash, question);
    return status;
}

/// Does the same in the zone of a session, which is broken if it was left by a jump.
template <class Body>
wt_status answer_in(wt_session& session, wt_doc** doc, const Body& body) {
    if (doc) *doc = nullptr;
    if (session.broken != WT_OK) return session.broken;
    session.world->trash.sweep(kSweep);
    wt_status status =
        enter(*session.zone, false, [&] { return hand_over(session.zone->allocator(), body(), doc); });
    if (status == WT_NO_MEMORY || status == WT_INTERNAL) session.broken = status;
    return status;
}

/// Gives up the question that is answered in steps, if there is one: it is cancelled, and runs to its end.
void give_up_steps(wt_session& session);

/// Does the same where something is computed, which nothing else in the session may be in the midst of.
template <class Body>
wt_status answer_anew(wt_session& session, wt_doc** doc, const Body& body) {
    return answer_in(session, doc, [&] {
        give_up_steps(session);
        return body();
    });
}

}  // namespace wt::api
