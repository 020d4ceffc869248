#include "host/http_request.h"

#include <algorithm>

namespace wt::host {

namespace {

bool is_token(char c) {
    bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return is_letter || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_visible(char c) {
    return c > 0x20 && c < 0x7f;
}

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// Returns the text with `%41` decoded, and `+` as a blank in parameters; none for a `%` without two digits.
std::optional<std::string> decoded(std::string_view text, bool is_parameter) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && is_parameter) {
            result += ' ';
        } else if (text[i] != '%') {
            result += text[i];
        } else {
            int high = i + 2 < text.size() ? digit_of(text[i + 1]) : -1;
            int low = i + 2 < text.size() ? digit_of(text[i + 2]) : -1;
            if (high < 0 || low < 0) return std::nullopt;
            result += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    return result;
}

/// Returns the parameters of `a=1&b`; none if something cannot be decoded.
std::optional<std::vector<std::pair<std::string, std::string>>> parameters_in(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> parameters;
    while (!text.empty()) {
        std::string_view one = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(one.size() + 1, text.size()));
        std::size_t equals = std::min(one.find('='), one.size());
        auto name = decoded(one.substr(0, equals), true);
        auto value = decoded(one.substr(std::min(equals + 1, one.size())), true);
        if (!name || !value) return std::nullopt;
        if (!one.empty()) parameters.emplace_back(std::move(*name), std::move(*value));
    }
    return parameters;
}

}  // namespace

std::string_view HttpRequest::header(std::string_view name) const {
    for (const auto& [key, value] : headers)
        if (key == name) return value;
    return {};
}

std::size_t HttpRequest::count(std::string_view name) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(headers, [&](const auto& header) { return header.first == name; }));
}

std::optional<std::string> HttpRequest::parameter(std::string_view name) const {
    for (const auto& [key, value] : parameters)
        if (key == name) return value;
    return std::nullopt;
}

void HttpReader::refuse(int status) {
    status_ = Status::refused;
    refusal_ = status;
    open_.clear();
}

void HttpReader::feed(std::string_view bytes) {
    // The bytes are taken in pieces, so that what is kept never exceeds the limits by more than one piece.
    constexpr std::size_t kPiece = 4096;
    while (!bytes.empty() && status_ == Status::reading) {
        std::string_view piece = bytes.substr(0, kPiece);
        bytes.remove_prefix(piece.size());
        open_ += piece;
        while (status_ == Status::reading && step()) {
        }
    }
}

/// Reads one line or the body. Returns false if more bytes are needed.
bool HttpReader::step() {
    if (part_ == Part::body) {
        if (open_.size() < body_size_) return false;
        request_.body = open_.substr(0, body_size_);
        status_ = Status::ready;
        open_.clear();
        return false;
    }
    std::size_t end = open_.find('\n', looked_at_);
    std::size_t length = std::min(end, open_.size());
    if (part_ == Part::line && length > kMostRequestLine) return refuse(414), false;
    if (part_ == Part::headers && header_bytes_ + length > kMostHeaderBytes) return refuse(431), false;
    looked_at_ = open_.size();
    if (end == std::string::npos) return false;
    std::string line = open_.substr(0, end);
    open_.erase(0, end + 1);
    looked_at_ = 0;
    if (line.ends_with('\r')) line.pop_back();
    if (part_ == Part::line) {
        read_line(line);
        part_ = Part::headers;
        return true;
    }
    header_bytes_ += end + 1;
    if (line.empty())
        end_headers();
    else
        read_header(line);
    return true;
}

void HttpReader::read_line(std::string_view line) {
    std::size_t first = line.find(' '), last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return refuse(400);
    std::string_view method = line.substr(0, first), target = line.substr(first + 1, last - first - 1),
                     version = line.substr(last + 1);
    if (method.empty() || !std::ranges::all_of(method, is_token)) return refuse(400);
    if (version != "HTTP/1.1" && version != "HTTP/1.0")
        return refuse(version.starts_with("HTTP/") ? 505 : 400);
    if (!target.starts_with('/') || !std::ranges::all_of(target, is_visible)) return refuse(400);
    target = target.substr(0, target.find('#'));
    std::size_t question = std::min(target.find('?'), target.size());
    auto path = decoded(target.substr(0, question), false);
    auto parameters = parameters_in(target.substr(std::min(question + 1, target.size())));
    if (!path || !parameters) return refuse(400);
    request_.method = method;
    request_.path = std::move(*path);
    request_.parameters = std::move(*parameters);
}

void HttpReader::read_header(std::string_view line) {
    if (request_.headers.size() >= kMostHeaders) return refuse(431);
    std::size_t colon = line.find(':');
    std::string_view name = line.substr(0, std::min(colon, line.size()));
    if (colon == std::string_view::npos || name.empty() || !std::ranges::all_of(name, is_token))
        return refuse(400);
    std::string_view value = line.substr(colon + 1);
    while (value.starts_with(' ') || value.starts_with('\t'))
        value.remove_prefix(1);
    while (value.ends_with(' ') || value.ends_with('\t'))
        value.remove_suffix(1);
    bool has_control = std::ranges::any_of(value, [](char c) {
        auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
    if (has_control) return refuse(400);
    std::string small(name);
    for (char& c : small)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    request_.headers.emplace_back(std::move(small), value);
}

void HttpReader::end_headers() {
    // A second reader of the request may take two hosts, or two lengths, differently.
    if (request_.count("host") != 1 || request_.count("content-length") > 1) return refuse(400);
    if (request_.count("transfer-encoding") > 0) return refuse(411);
    std::string_view length = request_.header("content-length");
    bool is_number = std::ranges::all_of(length, [](char c) { return c >= '0' && c <= '9'; });
    if (!is_number || (length.empty() && request_.count("content-length") > 0)) return refuse(400);
    while (length.size() > 1 && length[0] == '0')
        length.remove_prefix(1);
    if (length.size() > 9) return refuse(413);
    for (char c : length)
        body_size_ = body_size_ * 10 + static_cast<std::size_t>(c - '0');
    if (body_size_ > kMostBody) return refuse(413);
    part_ = Part::body;
}

std::string_view reason_of(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 204:
            return "No Content";
        case 400:
            return "Bad Request";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 411:
            return "Length Required";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 431:
            return "Request Header Fields Too Large";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Error";
    }
}

}  // namespace wt::host
