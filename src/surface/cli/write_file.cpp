#include "surface/cli/write_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
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
    // A device or a pipe is written to, not replaced; of a link, what it leads to is the file.
    std::error_code error;
    std::filesystem::path target = std::filesystem::canonical(path, error);
    if (error) target = path;
    bool is_special =
        std::filesystem::exists(target, error) && !std::filesystem::is_regular_file(target, error);
    std::string draft = target.string() + (is_special ? "" : ".new");
    int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool is_written = file >= 0 && write_all(file, text);
    if (file >= 0) is_written = ::close(file) == 0 && is_written;
    if (is_written && (is_special || ::rename(draft.c_str(), target.c_str()) == 0)) return std::nullopt;
    std::string why = std::strerror(errno);
    if (file >= 0 && !is_special) ::unlink(draft.c_str());
    return fmt::format("cannot write `{}`: {}", path, why);
}

}  // namespace wt::surface
