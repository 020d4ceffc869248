// These tests check the bounds of the server that depend on several connections at once.
#include "host/http_server.h"

#include <algorithm>
#include <atomic>
#include <semaphore>
#include <unistd.h>

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace wt::host {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kLarge = 16u << 20;  ///< more than the system takes for a client that does not read

class Client {
  public:
    explicit Client(int port, const std::string& path = "", int buffer = 4096)
        : file_(::socket(AF_INET, SOCK_STREAM, 0)) {
        ::setsockopt(file_, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
        timeval wait{5, 0};
        ::setsockopt(file_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        EXPECT_EQ(::connect(file_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
        if (!path.empty()) send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
    }
    ~Client() { ::close(file_); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    void send(const std::string& text) const {
        EXPECT_EQ(::send(file_, text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
    }
    /// Returns the number in the first line of the answer; the text is empty if the connection is closed.
    std::string status() const {
        std::string line = read(12);
        return line.size() == 12 ? line.substr(9) : "";
    }
    std::string read(std::size_t most) const {
        std::string text(most, ' ');
        std::size_t size = 0;
        for (ssize_t count = 1; size < most && count > 0;
             size += static_cast<std::size_t>(std::max<ssize_t>(count, 0)))
            count = ::recv(file_, text.data() + size, most - size, 0);
        return text.substr(0, size);
    }

  private:
    int file_;
};

/// Has news of `step` bytes at each turn while `is_open`.
class News final : public Listener {
  public:
    News(std::atomic<std::size_t>& told, std::atomic<bool>& is_closed, std::size_t step)
        : told_(told), is_closed_(is_closed), step_(step) {}
    ~News() override { is_closed_ = true; }
    std::string text() override {
        told_ += step_;
        return std::string(step_, 'n');
    }

  private:
    std::atomic<std::size_t>& told_;
    std::atomic<bool>& is_closed_;
    std::size_t step_;
};

class Server : public testing::Test {
  protected:
    /// Starts a server: `/work` takes time, until `may_work` is released; `/news` listens; all else is answered at
    /// once.
    int start(HttpTimes times = {.turn = 1ms}) {
        HttpHandlers handlers;
        handlers.answer = [](const HttpRequest& request) {
            HttpAnswer answer;
            answer.takes_time = request.path == "/work";
            answer.listens = request.path == "/news";
            if (request.path == "/large") answer.body = std::string(kLarge, 'l');
            return answer;
        };
        handlers.work = [this](const HttpRequest&) {
            working.release();
            may_work.acquire();
            return HttpAnswer{};
        };
        handlers.make_listener = [this] { return std::make_unique<News>(told, is_closed, step); };
        server_ = std::make_unique<HttpServer>(std::move(handlers), times);
        int port = server_->bind(0);
        EXPECT_NE(port, 0);
        thread_ = std::thread([this] { server_->run([this] { return is_over_.load(); }); });
        return port;
    }
    ~Server() override {
        is_over_ = true;
        may_work.release(1000);
        if (thread_.joinable()) thread_.join();
    }

    std::counting_semaphore<> working{0}, may_work{0};
    std::atomic<std::size_t> told{0};
    std::atomic<bool> is_closed{false};
    std::size_t step = 0;

  private:
    std::atomic<bool> is_over_{false};
    std::unique_ptr<HttpServer> server_;
    std::thread thread_;
};

TEST_F(Server, SixtyFourRequestsMayWaitForTheOneThatIsWorkedOn) {
    int port = start();
    Client first(port, "/work");
    working.acquire();  // it is worked on, and waits no more
    std::deque<Client> waiting;
    for (std::size_t i = 0; i < 64; ++i)
        waiting.emplace_back(port, "/work");
    EXPECT_EQ(Client(port, "/").status(), "200") << "whose requests have all been read before";
    EXPECT_EQ(Client(port, "/work").status(), "503");
    may_work.release(65);
    EXPECT_EQ(first.status(), "200");
    for (Client& client : waiting)
        EXPECT_EQ(client.status(), "200");
}

TEST_F(Server, ThirtyTwoMayListen) {
    int port = start();
    std::deque<Client> listeners;
    for (std::size_t i = 0; i < 32; ++i) {
        listeners.emplace_back(port, "/news");
        EXPECT_EQ(listeners.back().status(), "200") << i;
    }
    EXPECT_EQ(Client(port, "/news").status(), "503");
}

TEST_F(Server, OneHundredAndTwentyEightMayBeConnected) {
    int port = start();
    std::deque<Client> open;
    for (std::size_t i = 0; i < 128; ++i)
        open.emplace_back(port);
    open.back().send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(open.back().status(), "200") << "all have been taken";
    open.front().send("GET /");
    open.pop_back();
    std::this_thread::sleep_for(50ms);
    open.emplace_back(port);
    open.emplace_back(port, "/");
    EXPECT_EQ(open.back().status(), "200");
    EXPECT_EQ(open.front().read(1), "") << "the one that has waited longest is closed";
    open[1].send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(open[1].status(), "200") << "and no other";
}

TEST_F(Server, AMebibyteOfNewsMayBeUnread) {
    step = 4096;
    int port = start();
    Client listener(port, "/news");
    for (int i = 0; i < 5000 && !is_closed; ++i)
        std::this_thread::sleep_for(1ms);
    ASSERT_TRUE(is_closed);
    // The bytes that the system had taken still come; the rest was unsent, and one piece less was not too much.
    std::string received = listener.read(told + 100'000);
    auto taken =
        static_cast<std::size_t>(std::ranges::count(received.substr(received.find("\r\n\r\n") + 4), 'n'));
    EXPECT_GT(told - taken, std::size_t{1} << 20);
    EXPECT_LE(told - taken, (std::size_t{1} << 20) + step);
}

TEST_F(Server, AnAnswerMustBeTakenInTime) {
    int port = start({.answer = 500ms, .turn = 1ms});
    Client slow(port, "/large"), quick(port, "/large", 1 << 20);
    EXPECT_GT(quick.read(kLarge + 1000).size(), kLarge);
    EXPECT_EQ(slow.status(), "200");
    std::this_thread::sleep_for(600ms);
    EXPECT_LT(slow.read(kLarge + 1000).size(), kLarge) << "the connection was closed";
}

}  // namespace
}  // namespace wt::host
