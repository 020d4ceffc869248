// A series is kept in a folder, with its journal and a file for each story. It goes on from what an earlier run has
// left, if that was of the same world, options and version, and never writes over files of others.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "ask/question.h"
#include "ask/series.h"
#include "base/source.h"
#include "form/series_journal.h"

namespace wt::form {

/// These are the files of one folder, by their names. If something goes wrong, a sentence says so.
class FolderFiles {
  public:
    FolderFiles() = default;
    virtual ~FolderFiles() = default;
    FolderFiles(const FolderFiles&) = delete;
    FolderFiles& operator=(const FolderFiles&) = delete;

    /// Is there anything of this name, be it a link that leads nowhere?
    virtual bool is_there(const std::string& name) const = 0;
    virtual tl::expected<Source, std::string> read(const std::string& name) const = 0;
    virtual std::optional<std::string> write(const std::string& name, std::string_view text) = 0;
};

inline constexpr std::string_view kJournalName = "series.json";

/// Returns all that a series is a function of besides the world's text.
std::string series_options_text(const ask::SeriesWanted& wanted, const ask::QuestionOptions& question,
                                const std::vector<std::string>& divergences, ask::DialectChoice dialect);

/// Returns the names of the files that such a series writes.
std::vector<std::string> series_file_names(const ask::SeriesWanted& wanted);

/// A story that a series has left in a folder.
struct StoryOfFolder {
    std::size_t number = 0;
    std::string request;  ///< that was asked for; empty: any story
};
/// Returns the stories of a folder by their numbers, or why one cannot be read.
tl::expected<std::vector<StoryOfFolder>, std::string> stories_in(const FolderFiles& files);

class SeriesFolder {
  public:
    /// This says why something could not be done: a sentence, and whether the input is to blame or the writing failed.
    struct Failure {
        std::string text;
        bool is_of_input = true;
    };
    using Result = std::optional<Failure>;

    /// `files` outlive it; if they are null, the series is kept nowhere. `name` is the folder's.
    SeriesFolder(FolderFiles* files, std::string name, std::string_view version);

    /// Takes over what an earlier run has done, or says why the folder cannot be used.
    Result open(const Source& world, std::string options, const ask::SeriesWanted& wanted);
    /// Returns the requests that an earlier run has asked, in order.
    std::span<const ask::Tried> earlier() const { return earlier_.tried; }
    /// Writes down what has been asked in this run, and behind it what an earlier run knows of requests that have not
    /// come yet.
    Result note(const std::vector<ask::Tried>& tried);
    /// Writes a story. If its file is there already, it must be the same.
    Result accept(const ask::SeriesStory& story);

    std::string journal_path() const { return path_of(std::string(kJournalName)); }

  private:
    Result read_earlier();
    std::string path_of(const std::string& name) const { return name_ + "/" + name; }

    FolderFiles* files_;
    std::string name_;
    std::string version_;
    Journal journal_;  ///< of this run
    Journal earlier_;  ///< what an earlier run has left
};

}  // namespace wt::form
