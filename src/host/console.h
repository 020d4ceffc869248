// Answers and remarks go here: standard output carries the answer and nothing else, standard error everything else.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/exit_code.h"

namespace wt::host {

enum class ColourChoice { automatic, always, never };

/// Makes sure that the three standard streams are open, so that no file is opened in their place, and that writing to a
/// closed pipe is an error and not a signal. This is called once, at the start.
void prepare_standard_streams();

/// A console buffers the answer; remarks go out at once.
class Console {
  public:
    explicit Console(ColourChoice choice);
    /// Makes one that keeps what it is told, made up as `like` would, until it is taken.
    struct Kept {};
    Console(const Console& like, Kept);

    std::string take_answer() { return std::move(buffer_); }
    std::string take_remarks() { return std::move(remarks_); }

    bool colour_on_output() const { return colour_on_output_; }
    bool colour_on_error() const { return colour_on_error_; }

    /// Adds to the answer. On a terminal control characters other than line ends are escaped, unless `text`
    /// is `ready`, that is, carries our own colours and nothing of others unescaped.
    void answer(std::string_view text) { put(text, false); }
    void ready_answer(std::string_view text) { put(text, true); }
    /// Answers with a document, which is ready, or with text.
    void answer(bool as_document, std::string_view text) { put(text, as_document); }
    /// Writes what there is of the answer so far.
    void flush();
    /// Writes `wrongtree: TEXT` on standard error.
    void note(std::string_view text);
    void notes(const std::vector<std::string>& texts) {
        for (const std::string& text : texts)
            note(text);
    }
    /// Writes `wrongtree: error: TEXT` on standard error.
    void error(std::string_view text);
    /// Does the same for a call or an input that is wrong, and returns how the program ends for it.
    ExitCode refuse(std::string_view text) {
        error(text);
        return ExitCode::bad_input;
    }
    /// Writes a line of standard error that heads others, as it stands.
    void head(std::string_view text);
    /// Writes text that is ready for standard error.
    void remark(std::string_view text);

    /// Has the reader of the answer gone away? What is still to be written is of no use then.
    bool reader_gone() const { return reader_gone_; }

    /// Writes what is left of the answer. Returns the code to exit with: `code`, unless the answer could not be
    /// written. A reader who closed the pipe early has seen enough, which is no error.
    ExitCode finish(ExitCode code);

  private:
    void put(std::string_view text, bool ready);

    void put_remark(std::string_view text);

    std::string buffer_;
    bool keeps_ = false;
    std::string remarks_;  ///< kept
    bool output_is_terminal_ = false;
    bool colour_on_output_ = false;
    bool colour_on_error_ = false;
    bool reader_gone_ = false;
    int write_error_ = 0;
};

/// Is standard error a terminal?
bool error_is_terminal();
/// Writes all of it to standard error, as far as that is possible. It is safe in a signal handler.
void write_error(std::string_view text);

}  // namespace wt::host
