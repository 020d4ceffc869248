#include "host/file_names.h"

#include <filesystem>

#include "base/characters.h"

namespace wt::host {

std::string readable_name(std::string_view name) {
    std::string text;
    for (std::size_t at = 0; at < name.size();) {
        Character c = character_at(name, at);
        append_character(text, c.code);
        at += c.size;
    }
    return text;
}

std::string base_name(const std::string& path) {
    return path == "-" ? "standard input" : std::filesystem::path(path).filename().string();
}

std::string stem_of(const std::string& path, std::string_view standard) {
    return path == "-" ? std::string(standard) : readable_name(std::filesystem::path(path).stem().string());
}

std::string ending_of(const std::string& path) {
    std::string ending = std::filesystem::path(path).extension().string();
    for (char& c : ending)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return ending;
}

std::string with_ending(const std::string& path, std::string_view ending) {
    return std::filesystem::path(path).replace_extension(ending).string();
}

}  // namespace wt::host
