// A question is worked on in a process of its own: whatever it does, the program that asked goes on. It may need more
// memory than it may have, or more time, or meet a mistake of ours; then it fails, and says so.
//
//     Separate separate(limits, [&](Separate::Reporter& reporter) { ... return result_as_text; });
//     while (separate.wait(250ms) == Separate::Status::running) ... separate.progress() ...
//     separate.result()
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include <sys/types.h>

namespace wt::serve {

struct SeparateLimits {
    double seconds = 30;      ///< and some more to end by itself
    std::uint64_t bytes = 0;  ///< of the resident set, and a tenth more
};

class Separate {
  public:
    /// The other process tells this while it works.
    class Reporter {
      public:
        explicit Reporter(int file) : file_(file) {}
        /// Tells how far it is, as a number that only means something to the two sides. This may be called from any
        /// thread.
        void progress(std::uint64_t number) const;

      private:
        int file_;
    };
    enum class Status { running, done, failed };

    /// Starts it. `work` runs in the other process, where of all threads only this one goes on; it gives the
    /// result.
    Separate(SeparateLimits limits, const std::function<std::string(const Reporter&)>& work);
    /// Ends it if it still runs.
    ~Separate();
    Separate(const Separate&) = delete;
    Separate& operator=(const Separate&) = delete;

    /// Waits for the end, at most so long.
    Status wait(std::chrono::milliseconds most);
    void end();

    std::uint64_t progress() const { return progress_; }
    const std::string& result() const { return result_; }
    /// Says why there is no result, as a clause.
    const std::string& failure() const { return failure_; }

  private:
    void take_bytes();
    void finish();
    void fail(std::string why);

    SeparateLimits limits_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    pid_t process_ = -1;
    int file_ = -1;
    std::string open_;  ///< bytes of the other process that are not read yet
    Status status_ = Status::running;
    std::uint64_t progress_ = 0;
    std::string result_;
    bool has_result_ = false;
    std::string failure_;
};

}  // namespace wt::serve
