// This is a client of the chat completions interface that language models are commonly served with.
#pragma once

#include <optional>
#include <string>

#include <tl/expected.hpp>

namespace wt::host {

struct ChatServer {
    std::string host;  ///< `http://127.0.0.1:8080`
    std::string path;  ///< `/v1/chat/completions`
    std::string model;
    std::string key;  ///< may be empty
    double seconds = 60;
};

/// Reads the address `http://HOST[:PORT][/PATH]`, or `https`; without a path the usual one is taken. Otherwise returns
/// a sentence about what is wrong with the address.
tl::expected<ChatServer, std::string> chat_server(const std::string& url);

/// Does the same with a model to ask for, the key of the environment (`WRONGTREE_POLISH_KEY`), and a time.
tl::expected<ChatServer, std::string> chat_server(const std::string& url, const std::string& model,
                                                  const std::optional<double>& seconds);

/// Returns what the model answers to two messages. Otherwise returns a sentence about why there is no answer: nobody is
/// there, a status other than 200, an answer of another form or of more than a mebibyte (or headers of more than 64
/// KiB), a connection that is closed, no whole answer within `seconds` of the call. It follows no redirection.
tl::expected<std::string, std::string> ask_chat(const ChatServer& server, const std::string& system,
                                                const std::string& user);

}  // namespace wt::host
