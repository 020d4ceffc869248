#include "host/watchdog.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "host/console.h"
#include "host/exit_code.h"

namespace wt::host {

namespace {

using namespace std::chrono_literals;

constexpr double kSoftShare = 0.95;  ///< of the memory limit: the computation is asked to stop
constexpr double kHardShare = 1.00;  ///< the program is ended
constexpr auto kGraceOfInterrupt = 50ms;
constexpr std::uint64_t kSmallLimit = std::uint64_t{512} << 20;

// The signal handler may touch this: a lock-free atomic. Every watchdog looks at it.
std::atomic<bool> g_interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free);
std::atomic<bool> g_patient = false;  ///< a server ends by itself, with what it is at
/// Reading took so long before the question that this thread is going to compute.
thread_local double g_seconds_before = 0;

void on_interrupt(int) {
    g_interrupted.store(true);
}

void catch_interrupt() {
    if (g_interrupted.load()) return;  // the next one shall end the program
    struct sigaction current{};
    ::sigaction(SIGINT, nullptr, &current);
    if (current.sa_handler == SIG_IGN) return;  // started in the background
    struct sigaction action{};
    action.sa_handler = on_interrupt;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    ::sigemptyset(&action.sa_mask);
    ::sigaction(SIGINT, &action, nullptr);
}

/// Ends the program from the watchdog's thread, without cleaning up.
[[noreturn]] void give_up(std::string_view what, ExitCode code = ExitCode::undecided) {
    write_error(fmt::format("wrongtree: undecided: {}\n", what));
    ::_exit(static_cast<int>(code));
}

std::uint64_t share(std::uint64_t bytes, double part) {
    return bytes == Budget::kUnlimited ? bytes
                                       : static_cast<std::uint64_t>(static_cast<double>(bytes) * part);
}

}  // namespace

ResourceLimits resource_limits(const std::optional<double>& seconds,
                               const std::optional<std::uint64_t>& memory_mib,
                               const std::optional<std::uint64_t>& states) {
    ResourceLimits limits;
    limits.seconds = seconds;
    limits.bytes = memory_mib ? *memory_mib << 20 : default_memory_bytes();
    limits.states = states.value_or(Budget::kUnlimited);
    return limits;
}

std::uint64_t bytes_for_stores(const ResourceLimits& limits) {
    return share(limits.bytes, kSoftShare);
}

void end_by_itself_at_interrupt() {
    g_patient.store(true);
}

void count_as_time_of_the_question(double seconds) {
    g_seconds_before = seconds;
}

std::uint64_t default_memory_bytes() {
    std::uint64_t most = std::uint64_t{4} << 30;
    long pages = ::sysconf(_SC_PHYS_PAGES);
    long size = ::sysconf(_SC_PAGESIZE);
    if (pages <= 0 || size <= 0) return most;
    return std::min(most, static_cast<std::uint64_t>(pages) / 10 * 6 * static_cast<std::uint64_t>(size));
}

namespace {

std::uint64_t resident_bytes_in(const char* path) {
    int file = ::open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    char text[128];
    ssize_t length = ::read(file, text, sizeof text - 1);
    ::close(file);
    if (length <= 0) return 0;
    text[length] = '\0';
    char* second = nullptr;
    std::strtoull(text, &second, 10);
    return std::strtoull(second, nullptr, 10) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

std::uint64_t resident_bytes() {
    return resident_bytes_in("/proc/self/statm");
}

std::uint64_t resident_bytes(pid_t process) {
    return resident_bytes_in(fmt::format("/proc/{}/statm", process).c_str());
}

Watchdog::Watchdog(const ResourceLimits& limits, bool progress) : limits_(limits), progress_(progress) {
    if (limits_.seconds && *limits_.seconds > kEndlessSeconds) limits_.seconds.reset();
    start_ -= std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(g_seconds_before));
    g_seconds_before = 0;
    catch_interrupt();
    // The handler shall run in the main thread, which may be blocked in a read.
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    thread_ = std::thread([this] { run(); });
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Watchdog::~Watchdog() {
    {
        std::lock_guard lock(mutex_);
        ended_ = true;
        clear_progress();
    }
    wake_.notify_one();
    thread_.join();
}

void Watchdog::begin(Budget& budget, std::string_view what, std::optional<double> seconds) {
    std::lock_guard lock(mutex_);
    outer_.push_back(std::move(watched_));
    watched_ = {&budget, std::string(what), std::nullopt};
    if (seconds && *seconds <= kEndlessSeconds)
        watched_.deadline = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                               std::chrono::duration<double>(*seconds));
    if (g_interrupted.load()) budget.request_stop(Stop::cancelled);
}

void Watchdog::end(Budget& /*budget*/) {
    std::lock_guard lock(mutex_);
    watched_ = std::move(outer_.back());
    outer_.pop_back();
    if (watched_.budget && g_interrupted.load()) watched_.budget->request_stop(Stop::cancelled);
    clear_progress();
}

double Watchdog::seconds() const {
    return std::chrono::duration<double>(Clock::now() - start_).count();
}

bool Watchdog::interrupted() {
    return g_interrupted.load();
}

void Watchdog::run() {
    std::unique_lock lock(mutex_);
    while (!ended_) {
        look();
        // Memory can grow by about a mebibyte in a millisecond, so look often where it matters.
        bool near = limits_.bytes <= kSmallLimit || resident_ > share(limits_.bytes, 0.6);
        wake_.wait_for(lock, near ? 1ms : 10ms, [this] { return ended_; });
    }
}

void Watchdog::look() {
    resident_ = resident_bytes();
    enforce(resident_);
    if (!watched_.budget) return;
    if (g_interrupted.load()) stop(Stop::cancelled);
    if (resident_ > share(limits_.bytes, kSoftShare)) stop(Stop::memory);
    if (limits_.seconds && seconds() >= *limits_.seconds) stop(Stop::time);
    if (watched_.deadline && Clock::now() >= *watched_.deadline) stop(Stop::time);
    if (progress_ && seconds() >= 0.5) draw_progress(resident_);
}

void Watchdog::stop(Stop why) {
    watched_.budget->request_stop(why);
}

void Watchdog::enforce(std::uint64_t resident) {
    if (resident > share(limits_.bytes, kHardShare)) {
        clear_progress();
        give_up("memory ran out (--memory)");
    }
    if (!g_patient.load() && limits_.seconds && seconds() >= *limits_.seconds + limits_.grace) {
        clear_progress();
        give_up("time ran out (--time)");
    }
    if (!g_interrupted.load() || g_patient.load()) return;
    if (!interrupted_at_) interrupted_at_ = Clock::now();
    if (Clock::now() - *interrupted_at_ >= kGraceOfInterrupt) {
        clear_progress();
        give_up("interrupted", ExitCode::interrupted);
    }
}

void Watchdog::draw_progress(std::uint64_t resident) {
    if (Clock::now() - last_drawn_ < 100ms) return;
    last_drawn_ = Clock::now();
    drawn_ = true;
    write_error(fmt::format("\r{} ... {:.1f} s, {} MiB\x1b[K", watched_.what, seconds(), resident >> 20));
}

void Watchdog::clear_progress() {
    if (drawn_) write_error("\r\x1b[K");
    drawn_ = false;
}

TimeOfReading::TimeOfReading(const std::optional<double>& seconds)
    : watchdog_({.seconds = seconds, .grace = 0}, error_is_terminal()),
      watch_(watchdog_, nobody_asks_, "reading") {}

TimeOfReading::~TimeOfReading() {
    count_as_time_of_the_question(watchdog_.seconds());
}

void WatchdogOfEach::start() {
    watchdog_.emplace(limits_, error_is_terminal());
}

std::string too_little_memory(const std::optional<std::uint64_t>& memory_mib) {
    constexpr std::uint64_t kLeastMemory = std::uint64_t{16} << 20;  // for the program itself
    if (!memory_mib) return "";
    std::uint64_t least = std::max(kLeastMemory, resident_bytes() + (std::uint64_t{4} << 20)) >> 20;
    if (*memory_mib >= least) return "";
    return fmt::format("--memory {} is less than the program itself needs; give {} or more", *memory_mib,
                       least);
}

}  // namespace wt::host
