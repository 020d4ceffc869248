#include "host/library_files.h"

#include <filesystem>
#include <vector>

#include <fmt/format.h>

#include "host/read_file.h"
#include "host/write_file.h"

namespace wt::host {

std::function<std::optional<Source>(std::string_view)> libraries_beside(const std::string& world) {
    std::filesystem::path folder = std::filesystem::path(world).parent_path();
    return [folder](std::string_view name) -> std::optional<Source> {
        tl::expected<Source, std::string> found =
            read_file((folder / fmt::format("{}.wt", name)).string(), kMostWorldBytes);
        if (!found) return std::nullopt;
        return std::move(*found);
    };
}

tl::expected<std::string, std::string> copy_library(const std::string& world, std::string_view name,
                                                    const Source& text) {
    std::filesystem::path to = std::filesystem::path(world).parent_path() / (std::string(name) + ".wt");
    if (std::filesystem::exists(to)) return fmt::format("{}: is there already\n", to.string());
    std::error_code error;
    std::filesystem::create_directories(to.parent_path().empty() ? "." : to.parent_path(), error);
    if (error)
        return tl::unexpected(
            fmt::format("cannot make the folder `{}`: {}", to.parent_path().string(), error.message()));
    std::optional<std::string> failure = refusal_of_output(to.string(), std::vector<std::string>{world});
    if (!failure) failure = write_file(to.string(), text.text());
    if (failure) return tl::unexpected(std::move(*failure));
    return fmt::format("{}: copied\n", to.string());
}

}  // namespace wt::host
