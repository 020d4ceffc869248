#include "serve/separate.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <poll.h>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "host/exit_code.h"
#include "host/watchdog.h"

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
// The other process starts threads of its own, which the sanitizer would not allow.
extern "C" const char* __tsan_default_options() {
    return "die_after_fork=0";
}
#endif
#endif

namespace wt::serve {

using namespace host;

namespace {

constexpr double kGraceSeconds = 12;             ///< the watchdog in there gives up before
constexpr std::uint64_t kMostResult = 1u << 30;  ///< bytes
constexpr int kPipe = 3;

// A message has its kind, `P` or `R`, and the number, or the size of the text that follows.
constexpr std::size_t kHead = 1 + sizeof(std::uint64_t);

bool write_all(int file, const char* data, std::size_t size) {
    while (size > 0) {
        ssize_t count = ::write(file, data, size);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        data += count;
        size -= static_cast<std::size_t>(count);
    }
    return true;
}

void write_message(int file, char kind, std::uint64_t number, std::string_view text) {
    char head[kHead];
    head[0] = kind;
    std::memcpy(head + 1, &number, sizeof number);
    if (!write_all(file, head, kHead) || !write_all(file, text.data(), text.size()))
        ::_exit(static_cast<int>(ExitCode::internal));  // nobody is there any more
}

[[noreturn]] void be_separate(int file, pid_t parent,
                              const std::function<std::string(const Separate::Reporter&)>& work) {
    // It ends with the one that asked, leaves the connections alone, and leaves no picture of its memory.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(static_cast<int>(ExitCode::internal));
    rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    // Ctrl-C is for the process that asked.
    std::signal(SIGINT, SIG_IGN);
    int nothing = ::open("/dev/null", O_RDWR);
    for (int stream : {0, 1, 2})
        ::dup2(nothing, stream);
    if (file != kPipe) ::dup2(file, kPipe);
    ::close_range(kPipe + 1, ~0U, 0);
    std::string result = work(Separate::Reporter(kPipe));
    write_message(kPipe, 'R', result.size(), result);
    ::_exit(0);
}

}  // namespace

void Separate::Reporter::progress(std::uint64_t number) const {
    // The message is short enough to be written as a whole, whatever another thread writes.
    char head[kHead];
    head[0] = 'P';
    std::memcpy(head + 1, &number, sizeof number);
    if (!write_all(file_, head, kHead)) ::_exit(static_cast<int>(ExitCode::internal));
}

Separate::Separate(SeparateLimits limits, const std::function<std::string(const Reporter&)>& work)
    : limits_(limits) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
        fail(fmt::format("no process can be started: {}", std::strerror(errno)));
        return;
    }
    pid_t parent = ::getpid();
    process_ = ::fork();
    if (process_ == 0) {
        ::close(ends[0]);
        be_separate(ends[1], parent, work);
    }
    ::close(ends[1]);
    file_ = ends[0];
    if (process_ < 0) fail(fmt::format("no process can be started: {}", std::strerror(errno)));
}

Separate::~Separate() {
    end();
}

void Separate::end() {
    if (process_ > 0) {
        ::kill(process_, SIGKILL);
        int status = 0;
        while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
        }
    }
    process_ = -1;
    if (file_ >= 0) ::close(file_);
    file_ = -1;
}

void Separate::fail(std::string why) {
    failure_ = std::move(why);
    status_ = Status::failed;
    end();
}

Separate::Status Separate::wait(std::chrono::milliseconds most) {
    auto until = std::chrono::steady_clock::now() + most;
    while (status_ == Status::running) {
        auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (left.count() <= 0) break;
        pollfd file{file_, POLLIN, 0};
        int ready = ::poll(&file, 1, static_cast<int>(std::min<std::int64_t>(left.count(), 50)));
        if (ready > 0) take_bytes();
        if (status_ != Status::running) break;
        if (limits_.bytes > 0 && resident_bytes(process_) > limits_.bytes / 10 * 11) {
            fail("undecided: memory ran out (--memory)");
            break;
        }
        std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start_;
        if (seconds.count() > limits_.seconds + kGraceSeconds) fail("undecided: time ran out (--time)");
    }
    return status_;
}

void Separate::take_bytes() {
    char bytes[1 << 16];
    ssize_t count = ::read(file_, bytes, sizeof bytes);
    if (count < 0 && errno == EINTR) return;
    if (count <= 0) return finish();
    open_.append(bytes, static_cast<std::size_t>(count));
    while (open_.size() >= kHead) {
        std::uint64_t number = 0;
        std::memcpy(&number, open_.data() + 1, sizeof number);
        if (open_[0] == 'P') {
            progress_ = number;
            open_.erase(0, kHead);
            continue;
        }
        if (number > kMostResult) return fail("the answer is too large");
        if (open_.size() < kHead + number) return;
        result_ = open_.substr(kHead, number);
        status_ = Status::done;
        return end();
    }
}

/// Notes that the other process has ended without a result.
void Separate::finish() {
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    process_ = -1;
    bool gave_up = WIFEXITED(status) && WEXITSTATUS(status) == static_cast<int>(ExitCode::undecided);
    if (gave_up) return fail("undecided: time or memory ran out (--time, --memory)");
    if (WIFSIGNALED(status))
        return fail(fmt::format(
            "the question was too much: what worked on it was ended by signal {}; the server goes on",
            WTERMSIG(status)));
    fail(fmt::format("the question was too much: what worked on it ended with code {}; the server goes on",
                     WEXITSTATUS(status)));
}

}  // namespace wt::serve
