// Every diagnostic of the ground world, as `wrongtree check` shows it: each text in tests/golden/lint beside
// what is said about it. The texts also hold what must not be warned of. `WT_BLESS=1` writes the expectations
// anew; read the difference before you commit it.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "engine/planner.h"
#include "form/diagnostics.h"
#include "lang/lang.h"
#include "lang/libraries.h"

namespace wt {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

/// The texts of a folder below tests/golden, in order.
std::vector<fs::path> texts(const char* folder) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(fs::path(WT_SOURCE_DIR) / "tests/golden" / folder))
        if (std::string kind = entry.path().extension(); kind == ".wt" || kind == ".txt" || kind == ".story")
            paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    return paths;
}

/// All that is wrong with a text: what the front end finds, and if that is no error, what the ground world
/// shows.
Diagnostics check(const Source& source) {
    lang::Reading reading = lang::read_world(source, lang::dialect_of(source.name()));
    Diagnostics diagnostics = std::move(reading.diagnostics);
    if (reading.world && !diagnostics.has_errors()) {
        Budget budget;
        engine::Session session(*reading.world, {}, budget);
        diagnostics.append(engine::lint(session));
    }
    diagnostics.sort();
    return diagnostics;
}

TEST(LintGolden, EveryTextGetsTheExpectedMessages) {
    const char* bless = std::getenv("WT_BLESS");
    for (const fs::path& path : texts("lint")) {
        Source source(path.filename().string(), read_file(path));
        std::string text = form::render(source, check(source), false);
        fs::path expected = path.string() + ".expected";
        if (bless != nullptr && *bless == '1') {
            std::ofstream(expected, std::ios::binary) << text;
            continue;
        }
        EXPECT_EQ(text, read_file(expected)) << "in " << path.filename();
    }
}

std::optional<Source> find_library(std::string_view name) {
    fs::path path =
        fs::path(WT_SOURCE_DIR) / "tests/golden/diagnostics/libraries" / (std::string(name) + ".wt");
    if (!fs::exists(path)) return std::nullopt;
    return Source(path.filename().string(), read_file(path));
}

TEST(LintGolden, EveryCodeHasACase) {
    std::set<DiagnosticCode> seen;
    for (const char* folder : {"diagnostics", "lint"}) {
        for (const fs::path& path : texts(folder)) {
            Source source = lang::with_libraries(Source(path.filename().string(), read_file(path)),
                                                 lang::dialect_of(path.filename().string()), find_library);
            Diagnostics diagnostics = check(source);
            for (const Diagnostic& d : diagnostics.items())
                seen.insert(d.code);
        }
    }
    seen.insert(DiagnosticCode::not_an_action);  // of plans: lang/diagnostics_golden_test.cpp
    for (DiagnosticCode code : all_diagnostic_codes())
        EXPECT_TRUE(seen.contains(code)) << "no text provokes " << name_of(code);
}

TEST(LintGolden, NothingIsSaidAboutTheShippedWorlds) {
    for (const auto& entry : fs::directory_iterator(fs::path(WT_SOURCE_DIR) / "worlds")) {
        if (entry.path().extension() != ".wt") continue;
        Source source(entry.path().filename().string(), read_file(entry.path()));
        Diagnostics diagnostics = check(source);
        EXPECT_EQ(form::render(source, diagnostics, false), "");
    }
}

}  // namespace
}  // namespace wt
