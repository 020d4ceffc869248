#include "form/diagnostics_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "form/diagnostics.h"
#include "form/json_values.h"

namespace wt::form {

namespace {

using Json = nlohmann::ordered_json;

Json place_json(const Source& source, std::uint32_t offset) {
    LineColumn place = source.locate(offset);
    const SourcePart& part = source.part_at(offset);
    Json json = {{"offset", offset - part.begin}, {"line", place.line}, {"column", place.column}};
    if (&part != &source.parts()[0]) json["file"] = part.name;
    return json;
}

Json span_json(const Source& source, Span span) {
    return {{"begin", place_json(source, span.begin)}, {"end", place_json(source, span.end)}};
}

Json diagnostic_json(const Source& source, const Diagnostic& diagnostic) {
    Json labels = Json::array();
    for (const Label& label : diagnostic.labels)
        labels.push_back(Json{{"message", label.message}, {"span", span_json(source, label.span)}});
    return {{"code", name_of(diagnostic.code)}, {"severity", name_of(diagnostic.severity)},
            {"message", diagnostic.message},    {"span", span_json(source, diagnostic.span)},
            {"found", diagnostic.found},        {"expected", diagnostic.expected},
            {"hint", diagnostic.hint},          {"labels", std::move(labels)}};
}

}  // namespace

void FileCounts::add(const FileReport& report) {
    ++files;
    errors += !report.failure.empty();
    for (const Diagnostic& diagnostic : report.diagnostics.items()) {
        errors += diagnostic.severity == Severity::error;
        warnings += diagnostic.severity == Severity::warning;
    }
}

std::string count_text(const FileCounts& counts) {
    std::string files = counts.files == 1 ? "1 file" : fmt::format("{} files", counts.files);
    return fmt::format("{} checked: {}", files, count_text(counts.errors, counts.warnings));
}

std::string diagnostics_json(const std::vector<FileReport>& reports, std::string_view version) {
    std::size_t errors = 0;
    std::size_t warnings = 0;
    Json files = Json::array();
    for (const FileReport& report : reports) {
        Json diagnostics = Json::array();
        for (const Diagnostic& diagnostic : report.diagnostics.items()) {
            diagnostics.push_back(diagnostic_json(*report.source, diagnostic));
            errors += diagnostic.severity == Severity::error;
            warnings += diagnostic.severity == Severity::warning;
        }
        Json failure = report.failure.empty() ? Json(nullptr) : Json(report.failure);
        errors += !report.failure.empty();
        files.push_back(Json{
            {"file", report.file}, {"failure", std::move(failure)}, {"diagnostics", std::move(diagnostics)}});
    }
    Json document = {
        {"wrongtree", version}, {"errors", errors}, {"warnings", warnings}, {"files", std::move(files)}};
    return document_text(document);
}

}  // namespace wt::form
