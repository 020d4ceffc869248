// A command writes its answer to a file, or to standard output (an empty name, or `-`).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wt::host {

class Output {
  public:
    /// `inputs` are files that must not be written over; empty names are none.
    Output(std::string path, std::vector<std::string> inputs);

    bool is_file() const { return !path_.empty() && path_ != "-"; }
    const std::string& path() const { return path_; }
    /// Says why the file must not be written, as a sentence; none if it may. Ask this before anything is computed.
    std::optional<std::string> refusal() const;
    /// Writes the file. Returns a sentence if that fails.
    std::optional<std::string> write(std::string_view text) const;

    /// Returns the file beside it that has another ending.
    std::string beside(std::string_view ending) const;
    /// Says why the file beside it must not be written; one that is there will be left alone.
    std::optional<std::string> refusal_beside(std::string_view ending) const;
    enum class Beside { written, same, left_alone };
    /// Writes the file beside it unless it is there: one of the author's own is left as it is. Returns a sentence if
    /// that fails.
    std::optional<std::string> write_beside(std::string_view ending, std::string_view text,
                                            Beside& done) const;

  private:
    std::string path_;
    std::vector<std::string> inputs_;
};

}  // namespace wt::host
