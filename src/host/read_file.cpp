#include "host/read_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <iostream>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/stat.h>

namespace wt::host {

namespace {

std::string failure(const std::string& path, std::string_view why) {
    return fmt::format("cannot read `{}`: {}", path, why);
}

std::string too_large(std::size_t most) {
    return fmt::format("it is larger than {} MiB", most >> 20);
}

/// Reads all that can be read from an open file.
tl::expected<std::string, std::string> read_all(int file, std::size_t most) {
    std::string text;
    while (true) {
        constexpr std::size_t kPiece = std::size_t{1} << 16;
        std::size_t size = text.size();
        text.resize(size + kPiece);
        ssize_t count = ::read(file, text.data() + size, kPiece);
        text.resize(size + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return tl::unexpected(std::string(std::strerror(errno)));
        if (text.size() > most) return tl::unexpected(too_large(most));
        if (count == 0) return text;
    }
}

}  // namespace

tl::expected<Source, std::string> read_file(const std::string& path, std::size_t most) {
    bool standard_input = path == "-";
    int file = standard_input ? 0 : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return tl::unexpected(failure(path, std::strerror(errno)));
    struct stat status{};
    bool is_folder = ::fstat(file, &status) == 0 && S_ISDIR(status.st_mode);
    tl::expected<std::string, std::string> text =
        is_folder ? tl::unexpected(std::string("it is a folder")) : read_all(file, most);
    if (!standard_input) ::close(file);
    if (!text) return tl::unexpected(failure(path, text.error()));
    return Source(standard_input ? "<stdin>" : path, std::move(*text));
}

std::optional<std::string> read_line() {
    constexpr std::size_t kMost = std::size_t{1} << 16;  // what is longer is no answer to anything
    std::string line;
    if (!std::cin.good() || std::cin.peek() == std::char_traits<char>::eof()) return std::nullopt;
    for (int c = std::cin.get(); c != '\n' && c != std::char_traits<char>::eof(); c = std::cin.get())
        if (line.size() < kMost) line += static_cast<char>(c);
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

bool is_there(const std::string& path) {
    std::error_code error;
    return std::filesystem::exists(path, error);
}

}  // namespace wt::host
