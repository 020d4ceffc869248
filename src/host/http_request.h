// A request of HTTP/1.1 is read from bytes that nobody vouches for: every part has a greatest length, and what is not
// plainly right is refused. Reading takes a time and a memory that are bounded by the limits, however the bytes come.
//
//     HttpReader reader;
//     while (reader.status() == HttpReader::Status::reading) reader.feed(next_bytes());
//     if (reader.status() == HttpReader::Status::ready) answer(reader.request()); else
//     refuse(reader.refusal());
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wt::host {

inline constexpr std::size_t kMostRequestLine = 8u << 10;   ///< bytes; more: 414
inline constexpr std::size_t kMostHeaderBytes = 16u << 10;  ///< of all headers; more: 431
inline constexpr std::size_t kMostHeaders = 100;            ///< more: 431
inline constexpr std::size_t kMostBody = 16u << 10;         ///< bytes; more: 413

struct HttpRequest {
    std::string method;
    std::string path;                                             ///< with `%41` and the like decoded
    std::vector<std::pair<std::string, std::string>> parameters;  ///< behind `?`, decoded
    std::vector<std::pair<std::string, std::string>> headers;     ///< names in small letters
    std::string body;

    /// Returns the first header of the name, which is in small letters; the text is empty if there is none.
    std::string_view header(std::string_view name) const;
    std::size_t count(std::string_view name) const;
    std::optional<std::string> parameter(std::string_view name) const;
};

class HttpReader {
  public:
    enum class Status { reading, ready, refused };

    /// Takes bytes; those behind the request are left out.
    void feed(std::string_view bytes);

    Status status() const { return status_; }
    const HttpRequest& request() const { return request_; }
    /// Returns 400, 411, 413, 414, 431, 501 or 505.
    int refusal() const { return refusal_; }

  private:
    enum class Part { line, headers, body };

    bool step();
    void read_line(std::string_view line);
    void read_header(std::string_view line);
    void end_headers();
    void refuse(int status);

    Part part_ = Part::line;
    Status status_ = Status::reading;
    int refusal_ = 0;
    std::string open_;           ///< bytes that are not read yet
    std::size_t looked_at_ = 0;  ///< of them, in which no line ends
    std::size_t header_bytes_ = 0;
    std::size_t body_size_ = 0;
    HttpRequest request_;
};

/// Returns the phrase of the status line: `Not Found`.
std::string_view reason_of(int status);

}  // namespace wt::host
