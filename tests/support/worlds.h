// These are world files for tests, and the questions that are asked of them in a line of text.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/planner.h"
#include "model/plan.h"
#include "model/world.h"
#include "referee/referee.h"

namespace wt::test {

std::string read_file(const std::filesystem::path& path);

/// Reads the world of a file, or of a text under a name that ends in `.txt` or `.wt`, under divergences. Errors fail
/// the test and give none.
std::optional<model::World> world_of_file(const std::filesystem::path& path,
                                          std::vector<std::string> divergences = {});
std::optional<model::World> world_of_text(const std::string& name, const std::string& text,
                                          std::vector<std::string> divergences = {});

/// Reads `author 3 character 3 belief 2 goal 1 strict`: each may be missing; other words are skipped.
referee::Rules rules_of(const std::string& text);

/// Returns `walk(Tom, Home, Market) buy(Tom)`.
std::string text_of(const model::World& world, const model::Plan& plan);

/// Judges a plan of the engine with its reasons. Returns an empty text if the referee accepts it.
std::string objection(const model::World& world, const model::Plan& plan, const referee::Rules& rules);

/// Asks the engine in a session of its own.
engine::Answer ask_engine(const model::World& world, const referee::Rules& rules, bool optimal);

/// Returns the files of a folder with this ending, sorted; none if the folder is not there.
std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder, std::string_view ending);

/// Returns a name for a parameterised test: the file's name without its ending.
std::string name_for_test(const std::filesystem::path& path);

/// This is an answer about an example of the language's published description, which is not part of the project.
struct Published {
    const char* file;
    const char* rules;
    const char* answer;
};
std::span<const Published> published_answers();
std::filesystem::path published_examples();
/// Returns the folder of the published benchmark collection, which is not part of the project either.
std::filesystem::path published_benchmarks();

}  // namespace wt::test
