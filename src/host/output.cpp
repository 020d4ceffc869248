#include "host/output.h"

#include "host/file_names.h"
#include "host/read_file.h"
#include "host/write_file.h"

namespace wt::host {

Output::Output(std::string path, std::vector<std::string> inputs)
    : path_(std::move(path)), inputs_(std::move(inputs)) {
    std::erase(inputs_, "");
}

std::optional<std::string> Output::refusal() const {
    return is_file() ? refusal_of_output(path_, inputs_) : std::nullopt;
}

std::optional<std::string> Output::write(std::string_view text) const {
    return write_file(path_, text);
}

std::string Output::beside(std::string_view ending) const {
    return with_ending(path_, ending);
}

std::optional<std::string> Output::refusal_beside(std::string_view ending) const {
    return is_there(beside(ending)) ? std::nullopt : refusal_of_output(beside(ending), inputs_);
}

std::optional<std::string> Output::write_beside(std::string_view ending, std::string_view text,
                                                Beside& done) const {
    done = Beside::written;
    if (!is_there(beside(ending))) return write_file(beside(ending), text);
    tl::expected<Source, std::string> there = read_file(beside(ending));
    done = there && there->text() == text ? Beside::same : Beside::left_alone;
    return std::nullopt;
}

}  // namespace wt::host
