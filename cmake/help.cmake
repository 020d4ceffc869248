# Puts the texts of src/cli/help into the program: a source with a table of them, made when CMake is run, which happens
# again when one of them changes.
file(GLOB help_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/cli/help/*.txt)
set(table "")
foreach(help_file IN LISTS help_files)
    get_filename_component(name ${help_file} NAME_WE)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${help_file})
    file(READ ${help_file} text)
    string(APPEND table "    {\"${name}\", R\"wt-help(${text})wt-help\"},\n")
endforeach()
set(help_source ${PROJECT_BINARY_DIR}/generated/help.cpp)
file(CONFIGURE OUTPUT ${help_source} @ONLY CONTENT [[
// Made by cmake/help.cmake.
#include "cli/command_line.h"

namespace wt::cli {

namespace {

struct Help {
    std::string_view name;
    std::string_view text;
};

constexpr Help kAll[] = {
@table@};

std::string_view text_of(std::string_view name) {
    for (const Help& help : kAll)
        if (help.name == name) return help.text;
    return "";
}

}  // namespace

std::string help_text(std::string_view name) {
    std::string_view common = text_of("common");
    common.remove_suffix(1);  // the line end, which the formatter adds
    return std::string(text_of(name)).append("\n").append(common);
}

}  // namespace wt::cli
]])
target_sources(wt_cli PRIVATE ${help_source})
