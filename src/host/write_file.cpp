#include "host/write_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <random>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace wt::host {

namespace {

constexpr int kMostNames = 100;  ///< that are tried for a draft
constexpr mode_t kMayWrite = S_IWUSR | S_IWGRP | S_IWOTH;
constexpr mode_t kPermissions = 07777;

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        ssize_t count = ::write(file, text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

std::string failure(const std::string& path, std::string_view why) {
    return fmt::format("cannot write `{}`: {}", path, why);
}

bool is_same_file(const struct stat& one, const std::string& other) {
    struct stat status{};
    bool is_there = other == "-" ? ::fstat(0, &status) == 0 : ::stat(other.c_str(), &status) == 0;
    return is_there && one.st_dev == status.st_dev && one.st_ino == status.st_ino;
}

std::string folder_of(const std::string& path) {
    std::filesystem::path folder = std::filesystem::path(path).parent_path();
    return folder.empty() ? "." : folder.string();
}

/// Says what is wrong with a folder that is to be written to.
std::optional<std::string> fault_of_folder(const std::string& folder) {
    struct stat status{};
    if (::stat(folder.c_str(), &status) != 0)
        return fmt::format("its folder `{}`: {}", folder, std::strerror(errno));
    if (!S_ISDIR(status.st_mode)) return fmt::format("`{}` is no folder", folder);
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
        return fmt::format("its folder `{}`: {}", folder, std::strerror(errno));
    return std::nullopt;
}

/// Returns what a link leads to, or the path itself.
std::string target_of(const std::string& path) {
    std::error_code error;
    std::filesystem::path target = std::filesystem::canonical(path, error);
    return error ? path : target.string();
}

/// Opens a new file beside the target that nobody else has; -1 if there can be none.
int open_draft(const std::string& target, std::string& draft, const std::function<std::uint32_t()>& number) {
    for (int i = 0; i < kMostNames; ++i) {
        draft = fmt::format("{}.{:08x}.new", target, number());
        int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        if (file >= 0 || errno != EEXIST) return file;
    }
    return -1;
}

/// The draft gets mode and owner of the file whose place it takes. The owner may stay as it is.
bool take_over(int draft, const struct stat& status) {
    struct stat own{};
    if (::fstat(draft, &own) != 0) return false;
    bool is_other = own.st_uid != status.st_uid || own.st_gid != status.st_gid;
    if (is_other && ::fchown(draft, status.st_uid, status.st_gid) != 0) errno = 0;
    return ::fchmod(draft, status.st_mode & kPermissions) == 0;
}

std::optional<std::string> write_special(const std::string& path, std::string_view text) {
    int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (file < 0) return failure(path, std::strerror(errno));
    bool is_written = write_all(file, text);
    int error = errno;
    if (::close(file) != 0 && is_written) {
        is_written = false;
        error = errno;
    }
    if (is_written) return std::nullopt;
    return failure(path, std::strerror(error));
}

}  // namespace

std::optional<std::string> refusal_of_output(const std::string& path, std::span<const std::string> inputs) {
    if (path.empty()) return "the name of the output is empty; without -o it goes to standard output";
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) {
        int error = errno;
        if (::lstat(path.c_str(), &status) == 0)
            return failure(path, error == ELOOP ? "it is a link that leads to itself"
                                                : "it is a link that leads nowhere");
        if (error != ENOENT) return failure(path, std::strerror(error));
        if (path.ends_with('/')) return failure(path, "that is the name of a folder");
        std::optional<std::string> fault = fault_of_folder(folder_of(path));
        return fault ? std::optional(failure(path, *fault)) : std::nullopt;
    }
    if (S_ISDIR(status.st_mode)) return failure(path, "it is a folder");
    if (!S_ISREG(status.st_mode)) return std::nullopt;
    for (const std::string& input : inputs)
        if (is_same_file(status, input))
            return failure(path, input == "-" ? "it is what standard input reads"
                                              : fmt::format("it is the file of the input `{}`", input));
    if ((status.st_mode & kMayWrite) == 0 || ::access(path.c_str(), W_OK) != 0)
        return failure(path, "it is write-protected");
    std::optional<std::string> fault = fault_of_folder(folder_of(target_of(path)));
    return fault ? std::optional(failure(path, *fault)) : std::nullopt;
}

std::uint32_t random_number() {
    static thread_local std::random_device device;
    return device();
}

std::optional<std::string> write_file(const std::string& path, std::string_view text,
                                      const std::function<std::uint32_t()>& number) {
    std::string target = target_of(path);
    struct stat status{};
    bool is_there = ::lstat(target.c_str(), &status) == 0;
    if (is_there && S_ISLNK(status.st_mode)) return failure(path, "it is a link that leads nowhere");
    if (is_there && !S_ISREG(status.st_mode)) return write_special(path, text);
    std::string draft;
    int file = open_draft(target, draft, number);
    if (file < 0) return failure(path, std::strerror(errno));
    bool is_written = write_all(file, text) && (!is_there || take_over(file, status));
    int error = errno;
    if (::close(file) != 0 && is_written) {
        is_written = false;
        error = errno;
    }
    if (is_written && ::rename(draft.c_str(), target.c_str()) == 0) return std::nullopt;
    if (is_written) error = errno;
    ::unlink(draft.c_str());
    return failure(path, std::strerror(error));
}

std::optional<std::string> refusal_of_new_file(const std::string& path) {
    struct stat status{};
    if (::lstat(path.c_str(), &status) == 0)
        return fmt::format("`{}` is there already, and nothing is written over; choose another name", path);
    return refusal_of_output(path, {});
}

std::optional<std::string> create_file(const std::string& path, std::string_view text) {
    int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (file < 0) return errno == EEXIST ? refusal_of_new_file(path) : failure(path, std::strerror(errno));
    bool is_written = write_all(file, text);
    int error = errno;
    if (::close(file) != 0 && is_written) {
        is_written = false;
        error = errno;
    }
    if (is_written) return std::nullopt;
    ::unlink(path.c_str());
    return failure(path, std::strerror(error));
}

bool is_draft_of(std::string_view name, std::string_view file) {
    constexpr std::size_t kDigits = 8;
    constexpr std::string_view kEnding = ".new";
    if (!name.starts_with(file) || !name.ends_with(kEnding)) return false;
    if (name.size() != file.size() + 1 + kDigits + kEnding.size() || name[file.size()] != '.') return false;
    return name.substr(file.size() + 1, kDigits).find_first_not_of("0123456789abcdef") ==
           std::string_view::npos;
}

FolderLock::FolderLock(const std::string& folder) {
    folder_ = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder_ < 0) return;
    is_ours_ = ::flock(folder_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

FolderLock::FolderLock(FolderLock&& other) noexcept
    : folder_(std::exchange(other.folder_, -1)), is_ours_(other.is_ours_) {}

FolderLock::~FolderLock() {
    if (folder_ >= 0) ::close(folder_);
}

}  // namespace wt::host
