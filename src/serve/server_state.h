// This is what `serve` is busy with: the world as it is on disk, and one request at a time, computed in a process of
// its own (separate.h) so that a new one, or nobody's interest any more, can end it, and so that it cannot end the
// server.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "serve/board.h"
#include "serve/options.h"
#include "serve/separate.h"

namespace wt::serve {

/// This says how far the present request is; it is all text for the page.
struct ServeProgress {
    std::uint64_t world = 0;      ///< grows whenever a file of the folder changes
    std::uint64_t request = 0;    ///< the number of the request, from 1; 0: none yet
    std::string status = "idle";  ///< `idle`, `waiting`, `running`, `found`, `none`, `refused`, `cancelled`
    std::string message;          ///< why there is no story; what is wrong with the world or the request
    std::string board;            ///< the name of the page that was found
    double seconds = 0;
    std::uint64_t states = 0;
};

/// Returns a text of 32 characters that nobody can guess.
std::string secret_text();

/// Returns what may be used for a question, of which nothing means the usual.
SeparateLimits limits_of(const std::optional<double>& seconds,
                         const std::optional<std::uint64_t>& memory_mib);

class ServerState {
  public:
    /// Watches the folder of the world for changes.
    ServerState(const ServerOptions& options, std::string_view version);
    ~ServerState();
    ServerState(const ServerState&) = delete;
    ServerState& operator=(const ServerState&) = delete;

    /// Returns the worlds of the folder, by their names, the one of the call first.
    std::vector<std::string> worlds() const;
    /// Returns the path of one of them; none if it is no such name.
    std::optional<std::string> path_of(const std::string& world) const;

    /// Takes the place of the request that is computed, if any. Returns its number.
    std::uint64_t ask(BoardRequest request);
    void cancel();
    /// Returns a page by its name, which nobody can guess; none if there is none, or it is too long ago.
    std::optional<std::string> page(const std::string& name);

    ServeProgress progress();
    /// Waits until there is something else to say than before, at most so long. While a request is computed there is
    /// something new all the time.
    ServeProgress wait(const ServeProgress& before, std::chrono::milliseconds most);
    /// Wakes all who wait and lets nobody wait any more.
    void shut_down();
    bool is_down();

  private:
    struct Job {
        std::uint64_t number = 0;
        BoardRequest request;
    };
    using Times = std::map<std::string, std::pair<std::filesystem::file_time_type, std::uintmax_t>>;

    void work();
    void compute(Job job);
    void watch();
    Times times() const;
    ServeProgress progress_now() const;

    std::string_view version_;
    std::filesystem::path folder_;
    std::string first_;

    std::mutex mutex_;  ///< guards what follows
    std::condition_variable changed_;
    bool is_down_ = false;
    std::uint64_t world_ = 1;
    std::uint64_t last_number_ = 0;
    std::optional<Job> next_;
    ServeProgress now_;
    bool is_cancelled_ = false;
    std::uint64_t states_ = 0;  ///< of the request that is computed
    std::chrono::steady_clock::time_point started_;
    std::deque<std::pair<std::string, std::string>> pages_;

    std::thread worker_;
    std::thread watcher_;
};

}  // namespace wt::serve
