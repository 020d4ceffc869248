#include "host/folder.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include <fmt/format.h>

#include "host/read_file.h"

namespace wt::host {

std::optional<std::string> Folder::open() {
    std::error_code error;
    std::filesystem::create_directories(path_, error);
    if (error) return fmt::format("cannot make the folder `{}`: {}", path_, error.message());
    lock_.emplace(path_);
    if (!lock_->is_ours()) return fmt::format("another `wrongtree series` is writing to `{}`", path_);
    return std::nullopt;
}

void Folder::remove_drafts(std::span<const std::string> files) {
    std::error_code error;
    std::vector<std::filesystem::path> drafts;
    for (const auto& entry : std::filesystem::directory_iterator(path_, error)) {
        std::string name = entry.path().filename().string();
        bool is_draft = std::any_of(files.begin(), files.end(),
                                    [&](const std::string& file) { return is_draft_of(name, file); });
        if (is_draft && entry.is_regular_file(error) && !entry.is_symlink(error))
            drafts.push_back(entry.path());
    }
    for (const std::filesystem::path& draft : drafts)
        std::filesystem::remove(draft, error);
}

bool Folder::is_there(const std::string& name) const {
    std::error_code error;
    return std::filesystem::symlink_status(path_ + "/" + name, error).type() !=
           std::filesystem::file_type::not_found;
}

tl::expected<Source, std::string> Folder::read(const std::string& name) const {
    return read_file(path_ + "/" + name);
}

std::optional<std::string> Folder::write(const std::string& name, std::string_view text) {
    return write_file(path_ + "/" + name, text);
}

}  // namespace wt::host
