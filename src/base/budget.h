// What a computation may use: bytes, states and a stop flag. Whoever grows a store charges it; the surface
// sets the stop flag when time is up or the user interrupts. A stop cuts an answer short and never changes
// it.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <utility>

namespace wt {

/// Why a computation ended before it was finished.
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

    /// From any thread or signal handler: asks the computation to stop soon, for this reason. The first
    /// reason stays.
    void request_stop(Stop why) {
        Stop expected = Stop::none;
        requested_.compare_exchange_strong(expected, why, std::memory_order_relaxed);
    }

    /// By the computing thread: asks to stop because of one thing that would not fit into any memory, and
    /// keeps a sentence about it, such as "the precondition of `a` ...".
    void refuse(std::string what) {
        if (stop() != Stop::none) return;
        refusal_ = std::move(what);
        request_stop(Stop::memory);
    }
    /// That sentence; empty: nothing was refused. Only while nothing computes.
    const std::string& refusal() const { return refusal_; }

    /// Forgets a requested stop, for the next question to a session that lives on. Only while nothing
    /// computes.
    void resume() {
        requested_.store(Stop::none, std::memory_order_relaxed);
        refusal_.clear();
    }

    /// Accounts for memory taken (or, negative, given back) by stores.
    void charge_bytes(std::int64_t bytes) { bytes_ += static_cast<std::uint64_t>(bytes); }
    /// By the computing thread alone; `states` may be read by others meanwhile.
    void charge_state() { set_states(states() + 1); }
    void give_back_states(std::uint64_t count) { set_states(states() - count); }

    std::uint64_t bytes() const { return bytes_; }
    std::uint64_t states() const { return states_.load(std::memory_order_relaxed); }

    /// Why to stop now, or `none`. Cheap enough for every step of an inner loop.
    Stop stop() const {
        if (Stop why = requested_.load(std::memory_order_relaxed); why != Stop::none) return why;
        if (bytes_ > max_bytes) return Stop::memory;
        if (states() > max_states) return Stop::states;
        return Stop::none;
    }

  private:
    void set_states(std::uint64_t states) { states_.store(states, std::memory_order_relaxed); }

    std::atomic<Stop> requested_ = Stop::none;
    std::string refusal_;
    std::uint64_t bytes_ = 0;
    std::atomic<std::uint64_t> states_ = 0;
};

}  // namespace wt
