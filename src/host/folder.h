// One process at a time writes to such a folder of this machine.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "form/series_folder.h"
#include "host/write_file.h"

namespace wt::host {

class Folder : public form::FolderFiles {
  public:
    explicit Folder(std::string path) : path_(std::move(path)) {}

    /// Makes it if it is not there, and keeps other processes out while this lives. Returns a sentence if that cannot
    /// be.
    std::optional<std::string> open();
    /// Removes drafts of these files, which a run that was killed has left. No other run can be at work here.
    void remove_drafts(std::span<const std::string> files);

    bool is_there(const std::string& name) const override;
    tl::expected<Source, std::string> read(const std::string& name) const override;
    std::optional<std::string> write(const std::string& name, std::string_view text) override;

  private:
    std::string path_;
    std::optional<FolderLock> lock_;
};

}  // namespace wt::host
