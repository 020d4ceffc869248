// Several questions in one call are answered in up to so many threads and printed in order.
//
// Each question has a console, a session, a budget and a watchdog of its own and shares nothing with the
// others, so that the bytes printed are the same however many threads there are. Threads live here and
// nowhere below.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "host/console.h"

namespace wt::host {

/// Runs `work` for 0 to `count` - 1 in up to `threads` threads (at least 1), and in the calling thread `done`
/// for each in order, as soon as it and all before it are finished. With one thread they take turns.
void run_in_order(std::size_t count, int threads, const std::function<void(std::size_t)>& work,
                  const std::function<void(std::size_t)>& done);

/// Runs all of some work in up to so many threads. For one thread the function is empty, so that its user works by
/// itself.
std::function<void(std::size_t count, const std::function<void(std::size_t)>& work)> runner(int threads);

/// Does some work in a thread of its own and waits for it, but no longer than so many seconds. Returns false if it is
/// still at work: it may be until the program ends, so it must own what it works on.
bool run_for(double seconds, std::function<void()> work);
/// Has `run_for` left any work behind? Nothing that it works on may be taken away then: end by `_exit`.
bool is_work_left_behind();

/// Returns the worse of two: 0, 1, 3, 2, interrupted, internal.
ExitCode worse(ExitCode a, ExitCode b);

/// This says how one of several questions was answered.
struct AnsweredOne {
    ExitCode code = ExitCode::yes;
    std::string title;  ///< what tells it from the others
};

/// Answers `count` questions. As text each is headed `== TITLE ==` on both streams; with `json` the documents
/// are the items of an array, `null` for a question without one. Returns the worst code.
ExitCode answer_several(std::size_t count, int threads, bool json, Console& console,
                        const std::function<AnsweredOne(std::size_t, Console&)>& answer);

}  // namespace wt::host
