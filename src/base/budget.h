// A budget says what a computation may use: bytes, states and a stop flag. Code that grows a store charges it. The
// caller stops it when time is up or the user interrupts: another thread sets the stop flag, or the computing thread
// itself calls a function of the caller's every so often. A stop cuts an answer short and never changes it.
//
//     Budget budget;
//     budget.set_poll([](void* user, std::uint64_t) { return static_cast<Game*>(user)->frame_is_over() ? Stop::time
//                                                                                                      : Stop::none; },
//                     &game);
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <string>
#include <utility>

namespace wt {

/// This says why a computation ended before it was finished.
enum class Stop : std::uint8_t {
    none,
    time,
    memory,
    states,
    cancelled,
    possibilities,  ///< somebody would hold more possible than the limit allows
    weights,        ///< a weight or fraction does not fit in 64 bits
};

class Budget {
  public:
    static constexpr std::uint64_t kUnlimited = ~0ull;

    std::uint64_t max_bytes = kUnlimited;
    std::uint64_t max_states = kUnlimited;

    /// This is the caller's answer to whether the computation may go on: why it has to stop, or `none`. `steps` is the
    /// number of calls of `stop` since `set_poll`, the same in every run.
    using Poll = Stop (*)(void* user, std::uint64_t steps);

    /// Sets the poll: from now on every `every`-th call of `stop`, at least the first, calls `poll` with `user` in the
    /// computing thread. Null means that there is none any more. Call this only while nothing computes. A budget
    /// without a poll costs nothing for it.
    void set_poll(Poll poll, void* user, std::uint32_t every = 1024) {
        poll_ = poll;
        user_ = user;
        every_ = std::max(every, 1u);
        until_poll_ = every_;
        steps_ = 0;
        std::uint8_t expected = flag_of(Stop::none);
        if (poll != nullptr)
            flag_.compare_exchange_strong(expected, kPolled, std::memory_order_relaxed);
        else if (requested() == Stop::none)
            flag_.store(expected, std::memory_order_relaxed);
    }

    /// Makes this budget one of a part of the same computation, in the same thread, which has limits of its own: from
    /// now on it stops when `whole` is asked to, and asks its caller as often as it would. `whole` outlives the part's
    /// computing.
    void follow(Budget& whole) { set_poll(&look_at, &whole, whole.poll_ == nullptr ? 1024 : whole.every_); }

    /// Asks the computation to stop soon, for this reason. The first reason stays. This may be called from any thread
    /// or signal handler.
    void request_stop(Stop why) { request(why); }
    /// Returns that reason, or `none`. This may be called from any thread.
    Stop requested() const {
        std::uint8_t flag = flag_.load(std::memory_order_relaxed);
        return flag == kPolled ? Stop::none : static_cast<Stop>(flag);
    }

    /// Asks to stop because of one thing that would not fit into any memory, and keeps a sentence about it, such as
    /// "the precondition of `a` ...". Only the computing thread calls this.
    void refuse(std::string what) {
        if (stop() != Stop::none) return;
        refusal_ = std::move(what);
        request_stop(Stop::memory);
    }
    /// Returns that sentence; it is empty if nothing was refused. Call this only while nothing computes.
    const std::string& refusal() const { return refusal_; }

    /// Forgets a requested stop, for the next question to a session that lives on. Call this only while nothing
    /// computes.
    void resume() {
        flag_.store(poll_ == nullptr ? flag_of(Stop::none) : kPolled, std::memory_order_relaxed);
        refusal_.clear();
    }

    /// Accounts for memory taken (or, negative, given back) by stores.
    void charge_bytes(std::int64_t bytes) { bytes_ += static_cast<std::uint64_t>(bytes); }
    /// Only the computing thread calls these; others may read `states` meanwhile.
    void charge_state() { set_states(states() + 1); }
    void give_back_states(std::uint64_t count) { set_states(states() - count); }

    std::uint64_t bytes() const { return bytes_; }
    std::uint64_t states() const { return states_.load(std::memory_order_relaxed); }

    /// Returns why to stop now, or `none`. Only the computing thread calls this. It is cheap enough for every step of
    /// an inner loop.
    Stop stop() const {
        if (std::uint8_t flag = flag_.load(std::memory_order_relaxed); flag != flag_of(Stop::none)) {
            if (flag != kPolled) return static_cast<Stop>(flag);
            if (--until_poll_ == 0)
                if (Stop why = ask_caller(); why != Stop::none) return why;
        }
        if (bytes_ > max_bytes) return Stop::memory;
        if (states() > max_states) return Stop::states;
        return Stop::none;
    }

  private:
    void set_states(std::uint64_t states) { states_.store(states, std::memory_order_relaxed); }

    static constexpr std::uint8_t flag_of(Stop why) { return static_cast<std::uint8_t>(why); }
    static constexpr std::uint8_t kPolled =
        0xff;  ///< nothing was requested, and the caller is asked now and then

    void request(Stop why) const {
        std::uint8_t flag = flag_.load(std::memory_order_relaxed);
        while (flag == flag_of(Stop::none) || flag == kPolled)
            if (flag_.compare_exchange_weak(flag, flag_of(why), std::memory_order_relaxed)) return;
    }
    static Stop look_at(void* whole, std::uint64_t /*steps*/) {
        const Budget& budget = *static_cast<const Budget*>(whole);
        Stop why = budget.requested();
        return why != Stop::none || budget.poll_ == nullptr ? why : budget.ask_caller();
    }
    Stop ask_caller() const {
        until_poll_ = every_;
        steps_ += every_;
        Stop why = poll_(user_, steps_);
        if (why != Stop::none) request(why);
        return why;
    }

    // The mutable members belong to `stop`, which asks the caller.
    mutable std::atomic<std::uint8_t> flag_ = flag_of(Stop::none);
    mutable std::uint32_t until_poll_ = 1;
    std::uint32_t every_ = 1;
    mutable std::uint64_t steps_ = 0;
    Poll poll_ = nullptr;
    void* user_ = nullptr;
    std::string refusal_;
    std::uint64_t bytes_ = 0;
    std::atomic<std::uint64_t> states_ = 0;
};

}  // namespace wt
