// Traces of calls on one session that stays warm are compared call by call with a session of its own for every call:
// what a session remembers must never show.
//
// A trace is made of bytes, so that a fuzzer can invent it and a found case can be kept as a file: 8 bytes
// for the world and its shape, then 4 for every call (bytes left over are ignored).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace wt::test {

struct Call {
    enum class Kind : std::uint8_t {
        plan,
        starved_plan,
        walk,
        restart,
        reason,
        starved_reason,
        plan_from_here,
        trim
    } kind;
    std::uint8_t a = 0, b = 0, c = 0;  ///< what they select depends on the kind
};

struct Trace {
    std::uint64_t seed = 0;  ///< of the world
    int characters = 2, things = 2, actions = 4;
    int belief_limit = 2;  ///< of the sessions
    std::vector<Call> calls;
};

/// This counts what was compared.
struct TraceTally {
    std::uint64_t calls = 0;
    std::uint64_t plans = 0;       ///< answers compared that have a plan
    std::uint64_t proofs = 0;      ///< answers compared that there is none
    std::uint64_t from_here = 0;   ///< answers compared whose story begins elsewhere than in the first state
    std::uint64_t trims = 0;       ///< sessions that forgot what they knew
    std::uint64_t stopped = 0;     ///< calls that their budget stopped
    std::uint64_t states = 0;      ///< states compared along walks
    std::uint64_t reasons = 0;     ///< reasons compared, long ones
    std::uint64_t endless = 0;     ///< traces that ended at triggers without rest
    std::uint64_t unreadable = 0;  ///< random worlds that are none
};

Trace trace_of(std::span<const std::uint8_t> bytes);
std::vector<std::uint8_t> random_trace_bytes(std::uint64_t seed);

/// Runs the trace. Returns an empty text if the warm session and the fresh ones agree; else which call differs and how.
std::string disagreement(const Trace& trace, TraceTally& tally);

/// Returns a trace that still disagrees, from which no call can be dropped.
Trace shrunk(Trace trace);

/// Returns the world and the calls, for people, and the bytes, for keeping.
std::string to_text(const Trace& trace);
std::vector<std::uint8_t> bytes_of(const Trace& trace);

}  // namespace wt::test
