#include "form/json_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace wt::form {

namespace {

using Json = nlohmann::json;

/// This walks over the text without building anything: is it sound, and how deep is it?
class Inspector : public nlohmann::json_sax<Json> {
  public:
    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool key(string_t&) override { return true; }
    bool start_object(std::size_t) override { return enter(); }
    bool start_array(std::size_t) override { return enter(); }
    bool end_object() override { return leave(); }
    bool end_array() override { return leave(); }
    bool parse_error(std::size_t position, const std::string&, const Json::exception&) override {
        broken_at = position;
        return false;
    }

    bool too_deep = false;
    std::size_t broken_at = 0;  ///< number of bytes read

  private:
    bool enter() {
        too_deep = ++depth_ > kMostJsonDepth;
        return !too_deep;
    }
    bool leave() {
        --depth_;
        return true;
    }

    int depth_ = 0;
};

}  // namespace

bool looks_like_json(const Source& source) {
    std::string_view text = source.text();
    while (true) {
        std::size_t first = text.find_first_not_of(" \t\r\n");
        if (first == std::string_view::npos) return false;
        text.remove_prefix(first);
        bool is_line = text.starts_with("//"), is_block = text.starts_with("/*");
        if (!is_line && !is_block) return text[0] == '{' || text[0] == '[';
        std::size_t end = is_line ? text.find_first_of("\r\n") : text.find("*/", 2);
        if (end == std::string_view::npos) return false;
        text.remove_prefix(is_line ? end : end + 2);
    }
}

tl::expected<Json, std::string> parse_json(const Source& source) {
    Inspector inspector;
    std::string_view text = source.text();
    if (!Json::sax_parse(text, &inspector, Json::input_format_t::json, true, true)) {
        if (inspector.too_deep)
            return tl::unexpected(fmt::format("1:1: the JSON is nested more than {} deep", kMostJsonDepth));
        std::size_t read = inspector.broken_at == 0 ? 0 : inspector.broken_at - 1;
        LineColumn place = source.locate(static_cast<std::uint32_t>(read));
        return tl::unexpected(
            fmt::format("{}:{}: this is not sound JSON; it breaks here", place.line, place.column));
    }
    Json json = Json::parse(text, nullptr, false, true);
    if (json.is_discarded()) return tl::unexpected(std::string("1:1: this is not sound JSON"));
    return json;
}

}  // namespace wt::form
