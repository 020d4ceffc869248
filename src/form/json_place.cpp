#include "form/json_place.h"

#include <charconv>

namespace wt::form {

namespace {

/// This reads over sound JSON, value by value. Its depth has been bounded before.
class Walker {
  public:
    explicit Walker(std::string_view text) : text_(text) {}

    std::size_t at() {
        blanks();
        return at_;
    }

    /// Goes to the value of a key of the object here. Returns false, at the object, if there is none.
    bool enter(std::string_view key) {
        std::size_t start = at();
        if (!take('{')) return false;
        while (at() < text_.size() && text_[at_] != '}') {
            std::string_view name = string();
            take(':');
            if (name == key) {
                at();
                return true;
            }
            skip();
            take(',');
        }
        at_ = start;
        return false;
    }

    /// Does the same for an element of an array.
    bool enter(std::size_t number) {
        std::size_t start = at();
        if (!take('[')) return false;
        for (std::size_t i = 0; at() < text_.size() && text_[at_] != ']'; ++i) {
            if (i == number) return true;
            skip();
            take(',');
        }
        at_ = start;
        return false;
    }

  private:
    void blanks() {
        while (at_ < text_.size() &&
               (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r' || text_[at_] == '\n'))
            ++at_;
    }

    bool take(char wanted) {
        if (at() >= text_.size() || text_[at_] != wanted) return false;
        ++at_;
        return true;
    }

    /// Returns what stands between the quotes, escapes as they are written.
    std::string_view string() {
        std::size_t begin = at() + 1;
        at_ = begin;
        while (at_ < text_.size() && text_[at_] != '"')
            at_ += text_[at_] == '\\' ? 2 : 1;
        std::size_t end = std::min(at_, text_.size());
        at_ = std::min(end + 1, text_.size());
        return text_.substr(std::min(begin, end), end - std::min(begin, end));
    }

    void skip() {
        std::size_t open = 0;
        do {
            if (at() >= text_.size()) return;
            char c = text_[at_];
            if (c == '"') {
                string();
                continue;
            }
            if (c == '{' || c == '[') ++open;
            bool closes = c == '}' || c == ']';
            if (closes && open == 0) return;
            open -= closes ? 1 : 0;
            if (c == ',' && open == 0) return;
            ++at_;
        } while (open > 0 || !at_end_of_value());
    }

    bool at_end_of_value() {
        std::size_t next = at();
        return next >= text_.size() || text_[next] == ',' || text_[next] == '}' || text_[next] == ']';
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

LineColumn place_in_json(const Source& source, std::string_view path) {
    Walker walker(source.text());
    while (!path.empty()) {
        bool is_place = path.front() == '[';
        if (path.front() == '.' || is_place) path.remove_prefix(1);
        std::size_t end = std::min(path.find_first_of(is_place ? "]" : ".["), path.size());
        std::string_view part = path.substr(0, end);
        path.remove_prefix(std::min(end + (is_place ? 1 : 0), path.size()));
        std::size_t number = 0;
        if (is_place) std::from_chars(part.data(), part.data() + part.size(), number);
        if (!(is_place ? walker.enter(number) : walker.enter(part))) break;
    }
    return source.locate(static_cast<std::uint32_t>(std::min(walker.at(), source.text().size())));
}

}  // namespace wt::form
