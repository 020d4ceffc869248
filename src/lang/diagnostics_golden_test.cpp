// Every diagnostic of the front end is compared word for word: each text in tests/golden/diagnostics stands beside what
// is said about it. `WT_BLESS=1` writes the expectations anew; read the difference before you commit it.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "lang/lang.h"
#include "lang/libraries.h"

namespace wt::lang {
namespace {

namespace fs = std::filesystem;

/// These need a ground world and are tested with the engine's lint.
constexpr DiagnosticCode kOfGroundWorld[] = {
    DiagnosticCode::never_happens,     DiagnosticCode::endless_triggers, DiagnosticCode::possibly_endless,
    DiagnosticCode::unseen_outcome,    DiagnosticCode::unseen_cause,     DiagnosticCode::lost_in_mind,
    DiagnosticCode::reached_at_start,  DiagnosticCode::constant_utility, DiagnosticCode::told_utility,
    DiagnosticCode::colliding_effects, DiagnosticCode::division_by_zero};

fs::path folder() {
    return fs::path(WT_SOURCE_DIR) / "tests/golden/diagnostics";
}

std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<fs::path> cases() {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(folder()))
        if (entry.path().extension() == ".wt" || entry.path().extension() == ".txt" ||
            entry.path().extension() == ".story")
            paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    return paths;
}

std::string place(const Source& source, std::uint32_t offset) {
    LineColumn at = source.locate(offset);
    const SourcePart& part = source.part_at(offset);
    std::string file = &part == &source.parts()[0] ? "" : part.name + ":";
    return file + std::to_string(at.line) + ":" + std::to_string(at.column);
}

std::string render(const Source& source, const Diagnostics& diagnostics) {
    std::string text;
    for (const Diagnostic& d : diagnostics.items()) {
        text += place(source, d.span.begin) + "-" + place(source, d.span.end) + ": " +
                std::string(name_of(d.severity)) + "[" + std::string(name_of(d.code)) + "]: " + d.message +
                "\n";
        if (!d.found.empty()) text += "    found: " + d.found + "\n";
        if (!d.expected.empty()) text += "    expected: " + d.expected + "\n";
        for (const Label& label : d.labels)
            text += "    " + place(source, label.span.begin) + ": " + label.message + "\n";
        if (!d.hint.empty()) text += "    hint: " + d.hint + "\n";
    }
    return text;
}

/// Returns the diagnostics of a case: of the world, or of the plan beside it.
Diagnostics diagnostics_of(const fs::path& path, std::string& text) {
    auto find = [](std::string_view name) -> std::optional<Source> {
        std::string file = std::string(name) + ".wt";
        fs::path found = folder() / "libraries" / file;
        return fs::exists(found) ? std::optional<Source>(Source(file, read_file(found))) : std::nullopt;
    };
    Dialect dialect = dialect_of(path.filename().string());
    Source source = with_libraries(Source(path.filename().string(), read_file(path)), dialect, find);
    Reading reading = read_world(source, dialect);
    text = render(source, reading.diagnostics);
    fs::path plan_path = fs::path(path).replace_extension(".plan");
    if (!reading.world || !fs::exists(plan_path)) return std::move(reading.diagnostics);
    Source plan(plan_path.filename().string(), read_file(plan_path));
    auto result = read_plan(*reading.world, plan);
    if (result) return {};
    text += render(plan, result.error());
    return result.error();
}

TEST(DiagnosticsGolden, EveryTextGetsTheExpectedMessages) {
    const char* bless = std::getenv("WT_BLESS");
    for (const fs::path& path : cases()) {
        std::string text;
        diagnostics_of(path, text);
        fs::path expected = path.string() + ".expected";
        if (bless != nullptr && *bless == '1') {
            std::ofstream(expected, std::ios::binary) << text;
            continue;
        }
        EXPECT_EQ(text, read_file(expected)) << "in " << path.filename();
    }
}

TEST(DiagnosticsGolden, EveryCodeHasACase) {
    std::set<DiagnosticCode> seen(std::begin(kOfGroundWorld), std::end(kOfGroundWorld));
    for (const fs::path& path : cases()) {
        std::string text;
        Diagnostics diagnostics = diagnostics_of(path, text);
        for (const Diagnostic& d : diagnostics.items())
            seen.insert(d.code);
    }
    for (DiagnosticCode code : all_diagnostic_codes())
        EXPECT_TRUE(seen.contains(code)) << "no text in " << folder() << " provokes " << name_of(code);
}

}  // namespace
}  // namespace wt::lang
