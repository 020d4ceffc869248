#include "surface/net/chat.h"

#include <chrono>
#include <httplib.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace wt::surface {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostBytes = std::size_t{1} << 20;

/// The text of the first choice.
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

tl::expected<std::string, std::string> ask_chat(const ChatServer& server, const std::string& system,
                                                const std::string& user) {
    Json json;
    json["model"] = server.model;
    json["temperature"] = 0;
    json["stream"] = false;
    json["messages"] =
        Json::array({{{"role", "system"}, {"content", system}}, {{"role", "user"}, {"content", user}}});
    httplib::Client client(server.host);
    auto limit = std::chrono::milliseconds(static_cast<std::int64_t>(server.seconds * 1000));
    client.set_connection_timeout(limit);
    client.set_read_timeout(limit);
    client.set_write_timeout(limit);
    client.set_follow_location(false);
    auto end = std::chrono::steady_clock::now() + limit;
    std::string body;
    bool is_late = false;
    httplib::Request request;
    request.method = "POST";
    request.path = server.path;
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    if (!server.key.empty()) request.headers.emplace("Authorization", "Bearer " + server.key);
    request.body = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
        body.append(data, size);
        is_late = std::chrono::steady_clock::now() > end;
        return body.size() <= kMostBytes && !is_late;
    };
    httplib::Result result = client.send(request);
    if (body.size() > kMostBytes) return tl::unexpected(std::string("its answer is longer than a mebibyte"));
    if (is_late) return tl::unexpected(fmt::format("it did not answer within {} s", server.seconds));
    if (!result) {
        bool is_read = result.error() == httplib::Error::Read;
        return tl::unexpected(is_read ? fmt::format("it did not answer within {} s", server.seconds)
                                      : fmt::format("nobody answers at {}", server.host));
    }
    if (result->status != 200)
        return tl::unexpected(fmt::format("it answers with status {}", result->status));
    return text_of(body);
}

}  // namespace wt::surface
