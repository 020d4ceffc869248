#include "host/http_server.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace wt::host {

namespace {

constexpr std::size_t kMostUnsent = std::size_t{1} << 20;  ///< of news, to a listener that does not read
constexpr auto kLastWait = std::chrono::seconds(2);

void close_file(int& file) {
    if (file >= 0) ::close(file);
    file = -1;
}

std::string head_of(const HttpAnswer& answer) {
    std::string head =
        fmt::format("HTTP/1.1 {} {}\r\nConnection: close\r\n", answer.status, reason_of(answer.status));
    if (answer.status != 204) head += fmt::format("Content-Type: {}\r\n", answer.type);
    if (!answer.listens) head += fmt::format("Content-Length: {}\r\n", answer.body.size());
    for (const auto& [name, value] : answer.headers)
        head += fmt::format("{}: {}\r\n", name, value);
    return head + "\r\n";
}

}  // namespace

struct HttpServer::Connection {
    enum class Part { reading, waiting, answering, listening, closing, over };

    int file = -1;
    std::uint64_t id = 0;
    Part part = Part::reading;
    HttpReader reader;
    std::string unsent;
    std::size_t sent = 0;  ///< of it
    Clock::time_point deadline;
    std::unique_ptr<Listener> listener;

    ~Connection() { close_file(file); }
    bool has_unsent() const { return sent < unsent.size(); }
};

HttpServer::HttpServer(HttpHandlers handlers, HttpTimes times)
    : handlers_(std::move(handlers)), times_(times) {}

HttpServer::~HttpServer() {
    close_file(listening_);
    close_file(wake_[0]);
    close_file(wake_[1]);
}

int HttpServer::bind(int port) {
    listening_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listening_ < 0) return 0;
    // Connections of a server that has ended may linger on the port; a server that lives keeps it all the
    // same. (SO_REUSEPORT, which would share it, is not set.)
    int yes = 1;
    ::setsockopt(listening_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    socklen_t size = sizeof address;
    bool is_bound = ::bind(listening_, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                    ::listen(listening_, 64) == 0 &&
                    ::getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size) == 0 &&
                    ::pipe2(wake_, O_CLOEXEC | O_NONBLOCK) == 0;
    if (is_bound) return ntohs(address.sin_port);
    close_file(listening_);
    return 0;
}

bool HttpServer::run(const std::function<bool()>& is_over) {
    worker_ = std::thread([this] { work(); });
    std::vector<pollfd> files;
    std::vector<Connection*> of_file;
    while (!is_over()) {
        files = {{listening_, POLLIN, 0}, {wake_[0], POLLIN, 0}};
        of_file = {nullptr, nullptr};
        for (const auto& one : connections_) {
            short events = POLLIN;
            if (one->has_unsent()) events |= POLLOUT;
            files.push_back({one->file, events, 0});
            of_file.push_back(one.get());
        }
        ::poll(files.data(), files.size(), static_cast<int>(times_.turn.count()));
        for (std::size_t i = 2; i < files.size(); ++i) {
            if ((files[i].revents & (POLLIN | POLLHUP | POLLERR)) != 0) take_bytes(*of_file[i]);
            if ((files[i].revents & POLLOUT) != 0) send(*of_file[i]);
        }
        take_finished();
        tell_listeners();
        end_late();
        std::erase_if(connections_, [](const auto& one) { return one->part == Connection::Part::over; });
        if ((files[0].revents & POLLIN) != 0) take_connections();
    }
    connections_.clear();
    std::unique_lock lock(mutex_);
    is_over_ = true;
    changed_.notify_all();
    bool has_ended = changed_.wait_for(lock, kLastWait, [this] { return has_ended_; });
    lock.unlock();
    if (has_ended)
        worker_.join();
    else
        worker_.detach();
    return has_ended;
}

void HttpServer::take_connections() {
    constexpr int kAtATime = 64;
    for (int i = 0; i < kAtATime; ++i) {
        int file = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (file < 0) return;
        if (connections_.size() >= kMostConnections) drop_oldest();
        auto made = std::make_unique<Connection>();
        made->file = file;
        made->id = ++last_id_;
        made->deadline = Clock::now() + times_.request;
        connections_.push_back(std::move(made));
    }
}

/// Drops the connection that has been without a whole request for the longest time, or else the oldest of all.
void HttpServer::drop_oldest() {
    auto oldest = std::ranges::find_if(
        connections_, [](const auto& one) { return one->part == Connection::Part::reading; });
    connections_.erase(oldest == connections_.end() ? connections_.begin() : oldest);
}

void HttpServer::take_bytes(Connection& connection) {
    char bytes[4096];
    ssize_t count = ::recv(connection.file, bytes, sizeof bytes, 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) {
        connection.part = Connection::Part::over;
        return;
    }
    // A client that goes on sending behind the request is not read to the end.
    if (connection.part != Connection::Part::reading) return;
    connection.reader.feed({bytes, static_cast<std::size_t>(count)});
    if (connection.reader.status() == HttpReader::Status::reading) return;
    if (connection.reader.status() == HttpReader::Status::refused) {
        HttpAnswer answer{connection.reader.refusal()};
        answer.body = std::string(reason_of(answer.status)) + "\n";
        return begin_answer(connection, std::move(answer));
    }
    HttpAnswer answer = handlers_.answer(connection.reader.request());
    if (!answer.takes_time) return begin_answer(connection, std::move(answer));
    std::lock_guard lock(mutex_);
    if (waiting_.size() >= kMostWaiting) {
        HttpAnswer busy{503};
        busy.body = "too much is asked at a time\n";
        return begin_answer(connection, std::move(busy));
    }
    connection.part = Connection::Part::waiting;
    waiting_.emplace_back(connection.id, connection.reader.request());
    changed_.notify_all();
}

void HttpServer::begin_answer(Connection& connection, HttpAnswer answer) {
    if (answer.listens) {
        auto listeners = std::ranges::count_if(
            connections_, [](const auto& one) { return one->part == Connection::Part::listening; });
        if (static_cast<std::size_t>(listeners) >= kMostListeners) {
            answer = HttpAnswer{503};
            answer.body = "too many pages are open\n";
        }
    }
    connection.part = answer.listens ? Connection::Part::listening : Connection::Part::answering;
    if (answer.listens) connection.listener = handlers_.make_listener();
    connection.unsent = head_of(answer);
    if (!answer.listens && connection.reader.request().method != "HEAD") connection.unsent += answer.body;
    connection.sent = 0;
    connection.deadline = Clock::now() + times_.answer;
    send(connection);
}

void HttpServer::send(Connection& connection) {
    while (connection.has_unsent()) {
        ssize_t count = ::send(connection.file, connection.unsent.data() + connection.sent,
                               connection.unsent.size() - connection.sent, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && errno == EAGAIN) return;
        if (count < 0) {
            connection.part = Connection::Part::over;
            return;
        }
        connection.sent += static_cast<std::size_t>(count);
    }
    connection.unsent.clear();
    connection.sent = 0;
    if (connection.part != Connection::Part::answering) return;
    // Were the connection closed at once, anything that the other side still sends would make the system throw the
    // answer away: so it is half closed, and ends with the other side or in a second.
    ::shutdown(connection.file, SHUT_WR);
    connection.part = Connection::Part::closing;
    connection.deadline = Clock::now() + std::chrono::seconds(1);
}

void HttpServer::tell_listeners() {
    for (const auto& one : connections_) {
        if (one->part != Connection::Part::listening) continue;
        std::string news = one->listener->text();
        if (news.empty()) continue;
        one->unsent.erase(0, one->sent);
        one->sent = 0;
        one->unsent += news;
        send(*one);
        if (one->unsent.size() > kMostUnsent) one->part = Connection::Part::over;
    }
}

void HttpServer::take_finished() {
    char bytes[64];
    while (::read(wake_[0], bytes, sizeof bytes) > 0) {
    }
    std::deque<std::pair<std::uint64_t, HttpAnswer>> finished;
    {
        std::lock_guard lock(mutex_);
        finished.swap(finished_);
    }
    for (auto& [id, answer] : finished)
        for (const auto& one : connections_)
            if (one->id == id && one->part == Connection::Part::waiting)
                begin_answer(*one, std::move(answer));
}

void HttpServer::end_late() {
    Clock::time_point now = Clock::now();
    for (const auto& one : connections_) {
        bool has_deadline = one->part == Connection::Part::reading ||
                            one->part == Connection::Part::answering ||
                            one->part == Connection::Part::closing;
        if (!has_deadline || now < one->deadline) continue;
        if (one->part == Connection::Part::reading) {
            HttpAnswer answer{408};
            answer.body = "the request did not come within 10 s\n";
            begin_answer(*one, std::move(answer));
        } else {
            one->part = Connection::Part::over;
        }
    }
}

void HttpServer::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return is_over_ || !waiting_.empty(); });
        if (is_over_) break;
        auto [id, request] = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        HttpAnswer answer = handlers_.work(request);
        lock.lock();
        finished_.emplace_back(id, std::move(answer));
        // Wakes `poll`; if the pipe is full, it is awake.
        [[maybe_unused]] ssize_t written = ::write(wake_[1], "x", 1);
    }
    has_ended_ = true;
    changed_.notify_all();
}

}  // namespace wt::host
