// Files are there as a whole or as they were, and they are looked at before anything is computed: a command that works
// for an hour and then cannot write, or writes over what it was given, costs an author their work.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace wt::host {

/// Says why a command must not write there, as a sentence; none if it may. Refused are: no name; a folder; one whose
/// folder is missing or may not be written to; a link that leads nowhere; a file that is write-protected (for root,
/// too); and one of the inputs, by whatever name or link (`-` is standard input).
std::optional<std::string> refusal_of_output(const std::string& path, std::span<const std::string> inputs);

/// Returns a number from the device of the system.
std::uint32_t random_number();

/// Writes beside the file, under a name that nobody has, and then puts it in its place; the file keeps its mode, and
/// for a link the file is what it leads to. Something that is no file, such as a pipe, is written to as it is. Returns
/// a sentence if that fails; then nothing has changed. `number` is what names for the draft are made of, and is asked a
/// hundred times at most.
std::optional<std::string> write_file(const std::string& path, std::string_view text,
                                      const std::function<std::uint32_t()>& number = random_number);

/// Why no new file can be written there, as a sentence; none if one can. Whatever is there already is a reason.
std::optional<std::string> refusal_of_new_file(const std::string& path);

/// Writes a file that is not there yet; never over another, also if that has come in between. A sentence if that fails.
std::optional<std::string> create_file(const std::string& path, std::string_view text);

/// Is this the name of a draft of a file of that name, which a program that was killed has left?
bool is_draft_of(std::string_view name, std::string_view file);

/// While this lives, no other process has one for the same folder.
class FolderLock {
  public:
    explicit FolderLock(const std::string& folder);
    ~FolderLock();
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&&) = delete;
    /// Returns false if another process has it. (Where a file system knows no locks, nobody has it and this is true.)
    bool is_ours() const { return is_ours_; }

  private:
    int folder_ = -1;
    bool is_ours_ = true;
};

}  // namespace wt::host
