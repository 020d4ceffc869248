#include "host/chat.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <future>
#include <httplib.h>
#include <memory>
#include <mutex>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "host/received.h"

namespace wt::host {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostBytes = std::size_t{1} << 20;           ///< of the body
constexpr std::uint64_t kMostReceived = kMostBytes + (64u << 10);  ///< of the whole answer

/// Returns the text of the first choice.
tl::expected<std::string, std::string> text_of(const std::string& body) {
    Json json = Json::parse(body, nullptr, false);
    const char* wrong = "its answer is not what a chat completions server answers";
    if (!json.is_object() || !json.contains("choices") || !json["choices"].is_array() ||
        json["choices"].empty())
        return tl::unexpected(std::string(wrong));
    const Json& choice = json["choices"][0];
    if (!choice.is_object() || !choice.contains("message") || !choice["message"].is_object())
        return tl::unexpected(std::string(wrong));
    const Json& message = choice["message"];
    if (!message.contains("content") || !message["content"].is_string())
        return tl::unexpected(std::string(wrong));
    return message["content"].get<std::string>();
}

/// This watches an exchange from outside, because the library reads lines of any length, any number of headers and of
/// answers that only say to wait. It ends the connection when the time is over or too much has come.
class Exchange {
  public:
    Exchange(httplib::Client& client, std::chrono::milliseconds limit)
        : client_(client), deadline_(Clock::now() + limit) {
        client.set_socket_options([this](int file) { file_ = file; });
        thread_ = std::thread([this] { watch(); });
    }
    ~Exchange() { end(); }
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    /// Ends the watching. Was the time over?
    bool end() {
        {
            std::lock_guard lock(mutex_);
            is_over_ = true;
        }
        changed_.notify_all();
        if (thread_.joinable()) thread_.join();
        return is_late_;
    }
    bool is_too_long() const { return is_too_long_; }

  private:
    using Clock = std::chrono::steady_clock;

    void watch() {
        std::unique_lock lock(mutex_);
        while (!changed_.wait_for(lock, std::chrono::milliseconds(5), [this] { return is_over_; })) {
            look();
            is_late_ = Clock::now() >= deadline_;
            if (is_late_ || is_too_long_) client_.stop();
            if (is_late_ || is_too_long_) return;
        }
        look();
    }

    void look() {
        if (file_ < 0) return;
        is_too_long_ = received_on(file_) > kMostReceived;
    }

    httplib::Client& client_;
    Clock::time_point deadline_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_over_ = false;
    bool is_late_ = false;
    bool is_too_long_ = false;
    std::atomic<int> file_ = -1;
    std::thread thread_;
};

std::string too_late(const ChatServer& server) {
    return fmt::format("it did not answer within {:.2g} s", server.seconds);
}

/// Does what `ask_chat` says, except for a name that is looked up for ever: nothing can end that.
tl::expected<std::string, std::string> exchange(const ChatServer& server, std::string question) {
    httplib::Client client(server.host);
    auto limit = std::chrono::milliseconds(static_cast<std::int64_t>(server.seconds * 1000));
    // This is longer than the exchange may take as a whole, which `Exchange` sees to.
    auto longer = limit + std::chrono::seconds(5);
    client.set_connection_timeout(longer);
    client.set_read_timeout(longer);
    client.set_write_timeout(longer);
    client.set_follow_location(false);
    std::string body;
    httplib::Request request;
    request.method = "POST";
    request.path = server.path;
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    if (!server.key.empty()) request.headers.emplace("Authorization", "Bearer " + server.key);
    request.body = std::move(question);
    request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
        body.append(data, size);
        return body.size() <= kMostBytes;
    };
    Exchange exchange(client, limit);
    httplib::Result result = client.send(request);
    bool is_late = exchange.end();
    if (body.size() > kMostBytes || exchange.is_too_long())
        return tl::unexpected(std::string("its answer is longer than a mebibyte"));
    if (is_late) return tl::unexpected(too_late(server));
    if (!result) {
        bool is_connected = result.error() == httplib::Error::Read || result.error() == httplib::Error::Write;
        return tl::unexpected(is_connected
                                  ? fmt::format("{} closed the connection without an answer", server.host)
                                  : fmt::format("nobody answers at {}", server.host));
    }
    if (result->status != 200)
        return tl::unexpected(fmt::format("it answers with status {}", result->status));
    return text_of(body);
}

}  // namespace

tl::expected<ChatServer, std::string> chat_server(const std::string& url) {
    std::size_t start = url.starts_with("http://") ? 7 : url.starts_with("https://") ? 8 : 0;
    std::size_t slash = url.find('/', start);
    std::string host = url.substr(0, slash);
    bool is_address = start > 0 && host.size() > start && url.find_first_of(" \t\r\n") == std::string::npos &&
                      host.find('@') == std::string::npos;
    if (!is_address)
        return tl::unexpected(fmt::format("`{}` is not an address such as http://127.0.0.1:8080", url));
    ChatServer server;
    server.host = host;
    server.path = slash == std::string::npos ? "/" : url.substr(slash);
    if (server.path == "/" || server.path == "/v1" || server.path == "/v1/")
        server.path = "/v1/chat/completions";
    return server;
}

tl::expected<ChatServer, std::string> chat_server(const std::string& url, const std::string& model,
                                                  const std::optional<double>& seconds) {
    tl::expected<ChatServer, std::string> server = chat_server(url);
    if (!server) return server;
    server->model = model;
    if (const char* key = std::getenv("WRONGTREE_POLISH_KEY")) server->key = key;
    if (seconds) server->seconds = *seconds;
    return server;
}

tl::expected<std::string, std::string> ask_chat(const ChatServer& server, const std::string& system,
                                                const std::string& user) {
    Json json;
    json["model"] = server.model;
    json["temperature"] = 0;
    json["stream"] = false;
    json["messages"] =
        Json::array({{{"role", "system"}, {"content", system}}, {{"role", "user"}, {"content", user}}});
    // It runs in a thread of its own, which is left behind if the name of the host is looked up for ever.
    using Answer = tl::expected<std::string, std::string>;
    auto task = std::make_shared<std::packaged_task<Answer()>>(
        [server, question = json.dump(-1, ' ', false, Json::error_handler_t::replace)] {
            return exchange(server, question);
        });
    std::future<Answer> answer = task->get_future();
    std::thread([task] { (*task)(); }).detach();
    constexpr std::chrono::duration<double> kToEndByItself(0.5);
    bool has_ended = answer.wait_for(std::chrono::duration<double>(server.seconds) + kToEndByItself) ==
                     std::future_status::ready;
    return has_ended ? answer.get() : Answer(tl::unexpected(too_late(server)));
}

}  // namespace wt::host
