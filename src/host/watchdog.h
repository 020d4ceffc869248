// A watchdog watches over a running computation from outside: time, memory, Ctrl-C, and the progress line.
//
// A computation looks at the stop flag of its `Budget`; the watchdog, a thread of its own, sets the flag when time or
// memory run out or Ctrl-C has been pressed. A second Ctrl-C ends the program as usual. Memory is taken to run out at
// 95 % of the limit. Should the computation not react, so that all of the memory is used or the time is exceeded by a
// second, the watchdog says so and ends the program with the code for "undecided": no input may eat the machine. A
// tenth of a second after Ctrl-C the program ends in any case. Work outside any computation (reading files, writing
// long answers) is watched by a watchdog that lives as long as the command (run.cpp) and knows no budget.
//
//     Watchdog watchdog({.seconds = 10});
//     Budget budget;
//     Watch watch(watchdog, budget, "planning");
//     ... compute with the budget ...
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <sys/types.h>

#include "base/overseer.h"

namespace wt::host {

/// A limit of more seconds is as good as none.
inline constexpr double kEndlessSeconds = 1e9;

/// This is what the process may use. Memory is the resident set in bytes.
struct ResourceLimits {
    std::optional<double> seconds;
    std::uint64_t bytes = Budget::kUnlimited;
    std::uint64_t states = Budget::kUnlimited;
    double grace =
        1;  ///< seconds after which a computation that does not react to its time being up is ended
};

/// Returns the limits that options give, with the default for memory.
ResourceLimits resource_limits(const std::optional<double>& seconds,
                               const std::optional<std::uint64_t>& memory_mib,
                               const std::optional<std::uint64_t>& states);

/// Returns the bytes that stores may take, where memory is taken to run out.
std::uint64_t bytes_for_stores(const ResourceLimits& limits);

/// From now on Ctrl-C only sets the flags: the running program ends by itself, when it is ready (`serve`).
void end_by_itself_at_interrupt();
/// The next watchdog of this thread counts so many seconds as passed: reading belongs to the question.
void count_as_time_of_the_question(double seconds);

/// Returns the memory when nothing is said: 4 GiB, or 60 % of the machine if that is less.
std::uint64_t default_memory_bytes();
/// Returns the resident set of this process in bytes; 0 if the system does not tell.
std::uint64_t resident_bytes();
/// Returns the same of another process.
std::uint64_t resident_bytes(pid_t process);

class Watchdog : public Overseer {
  public:
    /// Starts the thread and takes over Ctrl-C. `progress` shows a line on standard error after half a second. There
    /// may be several watchdogs, each in the thread of its computation; all react to Ctrl-C.
    Watchdog(const ResourceLimits& limits, bool progress);
    ~Watchdog();
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;

  private:
    using Clock = std::chrono::steady_clock;
    struct Watched {
        Budget* budget = nullptr;
        std::string what;
        std::optional<Clock::time_point> deadline;
    };

  public:
    /// From `begin` to `end` (base/overseer.h) the budget is stopped when a limit is reached. If budgets are nested,
    /// the inner one is watched until it ends, then the outer one again.
    void begin(Budget& budget, std::string_view what, std::optional<double> seconds) override;
    void end(Budget& budget) override;

    /// Returns the seconds since the start.
    double seconds() const;
    /// Has Ctrl-C been pressed?
    static bool interrupted();

  private:
    void run();
    void look();
    void stop(Stop why);
    void enforce(std::uint64_t resident);
    void draw_progress(std::uint64_t resident);
    void clear_progress();

    ResourceLimits limits_;
    bool progress_;
    Clock::time_point start_ = Clock::now();
    std::mutex mutex_;  ///< guards what follows
    std::condition_variable wake_;
    bool ended_ = false;
    Watched watched_;
    std::vector<Watched> outer_;  ///< the budgets around it
    Clock::time_point last_drawn_ = start_;
    bool drawn_ = false;
    std::optional<Clock::time_point> interrupted_at_;
    std::uint64_t resident_ = 0;
    std::thread thread_;
};

/// While it lives, time is watched: where reading alone takes all of the seconds, the program ends as undecided. The
/// time that reading takes is counted as time of the question that follows.
class TimeOfReading {
  public:
    explicit TimeOfReading(const std::optional<double>& seconds);
    ~TimeOfReading();
    TimeOfReading(const TimeOfReading&) = delete;
    TimeOfReading& operator=(const TimeOfReading&) = delete;

  private:
    Watchdog watchdog_;
    Budget nobody_asks_;
    Watch watch_;
};

/// This gives each of several questions a watchdog, and so a time, of its own.
class WatchdogOfEach : public Overseer {
  public:
    explicit WatchdogOfEach(const ResourceLimits& limits) : limits_(limits) {}

    /// Starts the time of a question.
    void start();
    bool is_time_up() const {
        return limits_.seconds && watchdog_ && watchdog_->seconds() >= *limits_.seconds;
    }

    void begin(Budget& budget, std::string_view what, std::optional<double> seconds) override {
        watchdog_->begin(budget, what, seconds);
    }
    void end(Budget& budget) override { watchdog_->end(budget); }

  private:
    ResourceLimits limits_;
    std::optional<Watchdog> watchdog_;
};

/// Says why the program cannot even start with so much memory; the text is empty if it can.
std::string too_little_memory(const std::optional<std::uint64_t>& memory_mib);

}  // namespace wt::host
