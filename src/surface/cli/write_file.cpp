#include "surface/cli/write_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

namespace wt::surface {

namespace {

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        ssize_t count = ::write(file, text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

}  // namespace

std::optional<std::string> write_file(const std::string& path, std::string_view text) {
    std::string draft = path + ".new";
    int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool is_written = file >= 0 && write_all(file, text);
    if (file >= 0) is_written = ::close(file) == 0 && is_written;
    if (is_written && ::rename(draft.c_str(), path.c_str()) == 0) return std::nullopt;
    return fmt::format("cannot write `{}`: {}", path, std::strerror(errno));
}

}  // namespace wt::surface
