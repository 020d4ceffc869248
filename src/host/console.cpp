#include "host/console.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "form/escape.h"
#include "form/style.h"

namespace wt::host {

using namespace form;

namespace {

constexpr std::size_t kBufferSize = 1u << 16;

/// Returns 0, or the errno of the failure.
int write_all(int file, std::string_view text) {
    while (!text.empty()) {
        ssize_t written = ::write(file, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

bool colour_wanted(ColourChoice choice, int file) {
    if (choice != ColourChoice::automatic) return choice == ColourChoice::always;
    const char* no_colour = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    if (no_colour && *no_colour) return false;
    if (terminal && std::string_view(terminal) == "dumb") return false;
    return ::isatty(file) == 1;
}

/// Escapes all but line ends.
std::string shown_lines(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        std::size_t end = text.find('\n');
        result += shown(text.substr(0, end));
        if (end == std::string_view::npos) break;
        result += '\n';
        text.remove_prefix(end + 1);
    }
    return result;
}

}  // namespace

void prepare_standard_streams() {
    for (int file = 0; file <= 2; ++file) {
        if (::fcntl(file, F_GETFD) != -1) continue;
        // The stream is opened the wrong way round, so that using a stream that was closed still fails.
        int opened = ::open("/dev/null", file == 0 ? O_WRONLY : O_RDONLY);
        if (opened >= 0 && opened != file) ::close(opened);
    }
    std::signal(SIGPIPE, SIG_IGN);
    // A file that would grow beyond the limit of `ulimit -f` is then an error of writing like others.
    std::signal(SIGXFSZ, SIG_IGN);
}

bool error_is_terminal() {
    return ::isatty(2) == 1;
}

void write_error(std::string_view text) {
    write_all(2, text);
}

Console::Console(ColourChoice choice)
    : output_is_terminal_(::isatty(1) == 1),
      colour_on_output_(colour_wanted(choice, 1)),
      colour_on_error_(colour_wanted(choice, 2)) {}

Console::Console(const Console& like, Kept)
    : keeps_(true),
      output_is_terminal_(like.output_is_terminal_),
      colour_on_output_(like.colour_on_output_),
      colour_on_error_(like.colour_on_error_) {}

void Console::put(std::string_view text, bool ready) {
    if (output_is_terminal_ && !ready)
        buffer_ += shown_lines(text);
    else
        buffer_ += text;
    if (buffer_.size() >= kBufferSize) flush();
}

void Console::flush() {
    if (keeps_) return;
    if (write_error_ == 0) write_error_ = write_all(1, buffer_);
    if (write_error_ == EPIPE) reader_gone_ = true;
    buffer_.clear();
}

void Console::put_remark(std::string_view text) {
    if (keeps_)
        remarks_ += text;
    else
        write_error(text);
}

void Console::head(std::string_view text) {
    put_remark(shown_lines(text) + "\n");
}

void Console::note(std::string_view text) {
    put_remark("wrongtree: " + shown_lines(text) + "\n");
}

void Console::error(std::string_view text) {
    put_remark("wrongtree: " + styled("error:", Style::error, colour_on_error_) + " " + shown_lines(text) +
               "\n");
}

void Console::remark(std::string_view text) {
    put_remark(text);
}

ExitCode Console::finish(ExitCode code) {
    flush();
    if (write_error_ == 0 || reader_gone_) return code;
    error(fmt::format("cannot write the answer: {}", std::strerror(write_error_)));
    return ExitCode::internal;
}

}  // namespace wt::host
