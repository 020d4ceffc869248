// This is a server for one page of this machine. It has one thread, no matter how many connections there are, and
// nothing without a bound. A connection has one request and is then closed.
//
//     HttpServer server(handler, listener_text);
//     if (!server.bind(port)) ...
//     server.run([&] { return is_over; });
//
// A handler answers at once, or says that the answer takes time: then it is asked again, in a thread of its
// own that works on one such request after the other. A listener's connection stays open, and gets what
// `Listener::text` has for it whenever that has something new.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "host/http_request.h"

namespace wt::host {

inline constexpr std::size_t kMostConnections = 128;  ///< one more: the one that has waited longest goes
inline constexpr std::size_t kMostListeners = 32;     ///< one more: 503
inline constexpr std::size_t kMostWaiting = 64;       ///< requests that take time; one more: 503

struct HttpAnswer {
    int status = 200;
    std::string type = "text/plain; charset=utf-8";
    std::string body = {};
    std::vector<std::pair<std::string, std::string>> headers = {};
    bool takes_time = false;  ///< ask again where it may take time
    bool listens = false;     ///< there is no body, but news
};

/// This is what a listener has been told.
class Listener {
  public:
    virtual ~Listener() = default;
    /// Returns what is new; the text is empty if nothing is.
    virtual std::string text() = 0;
};

struct HttpHandlers {
    std::function<HttpAnswer(const HttpRequest&)> answer;  ///< at once; may say `takes_time`
    std::function<HttpAnswer(const HttpRequest&)> work;    ///< in the other thread
    std::function<std::unique_ptr<Listener>()> make_listener;
};

/// The times that a connection has.
struct HttpTimes {
    std::chrono::milliseconds request{10'000};  ///< until the request is whole; then 408
    std::chrono::milliseconds answer{30'000};   ///< until an answer is taken
    std::chrono::milliseconds turn{100};        ///< how often listeners are looked at
};

class HttpServer {
  public:
    HttpServer(HttpHandlers handlers, HttpTimes times = {});
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// Listens on 127.0.0.1, and with 0 on a port that is free. Returns the port, or 0 if that one is taken, by
    /// whatever kind of server. Nobody else can listen there afterwards.
    int bind(int port);
    /// Runs until `is_over`, which is asked every turn. Returns false if work that takes time has not ended within two
    /// seconds after that; then the caller must end the process without waiting.
    bool run(const std::function<bool()>& is_over);

  private:
    using Clock = std::chrono::steady_clock;
    struct Connection;
    using Connections = std::list<std::unique_ptr<Connection>>;

    void take_connections();
    void take_bytes(Connection& connection);
    void begin_answer(Connection& connection, HttpAnswer answer);
    void send(Connection& connection);
    void tell_listeners();
    void take_finished();
    void end_late();
    void drop_oldest();
    void work();

    HttpHandlers handlers_;
    HttpTimes times_;
    int listening_ = -1;
    int wake_[2] = {-1, -1};
    Connections connections_;
    std::uint64_t last_id_ = 0;

    std::mutex mutex_;  ///< guards what follows
    std::condition_variable changed_;
    std::deque<std::pair<std::uint64_t, HttpRequest>> waiting_;
    std::deque<std::pair<std::uint64_t, HttpAnswer>> finished_;
    bool is_over_ = false;
    bool has_ended_ = false;
    std::thread worker_;
};

}  // namespace wt::host
