#include "form/beta_text.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "form/diagnostics.h"
#include "form/escape.h"
#include "form/json_values.h"
#include "model/print.h"

namespace wt::form {

namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& json) {
    return document_text(json);
}

Json head(const BetaDocument& document) {
    Json json;
    json["wrongtree"] = document.version;
    json["file"] = document.file;
    json["draft"] = document.draft.name();
    json["limits"] = limits_json(document.question);
    json["stopped_by"] = stop_json(document.stop);
    return json;
}

Json events_json(const model::World& world, const std::vector<story::DraftItem>& items) {
    Json events = Json::array();
    for (const story::DraftItem& item : items)
        if (item.kind == story::DraftKind::event) events.push_back(story::to_text(world, item));
    return events;
}

Json finding_json(const BetaDocument& document, const story::Finding& finding) {
    LineColumn place = document.draft.locate(finding.span.begin);
    Json remarks = Json::array();
    for (const story::Remark& remark : finding.remarks)
        remarks.push_back(Json{{"name", remark.name}, {"text", remark.text}});
    bool about = finding.character.valid();
    return {{"code", name_of(finding.code)},
            {"severity", name_of(severity_of(finding.code))},
            {"line", place.line},
            {"column", place.column},
            {"item", finding.item},
            {"character", about ? Json(document.world[finding.character].name) : Json(nullptr)},
            {"message", finding.message},
            {"remarks", std::move(remarks)},
            {"follows", finding.follows == 0 ? Json(nullptr) : Json(finding.follows)},
            {"intended", finding.intended.empty() ? Json(nullptr) : Json(finding.intended)}};
}

int width_of(std::string_view text) {
    int width = 0;
    for (std::size_t i = 0; i < text.size();) {
        Glyph glyph = first_glyph(text.substr(i));
        width += glyph.width;
        i += glyph.bytes;
    }
    return width;
}

}  // namespace

FindingCounts count_findings(const story::Review& review) {
    FindingCounts counts;
    for (const story::Finding& finding : review.findings) {
        Severity severity = severity_of(finding.code);
        if (!finding.intended.empty())
            ++counts.intended;
        else if (severity == Severity::error)
            ++counts.errors;
        else if (severity == Severity::warning)
            ++counts.warnings;
    }
    return counts;
}

std::string review_text(const Source& draft, const story::Review& review, bool colour) {
    std::string text;
    for (const story::Finding& finding : review.findings) {
        if (!finding.intended.empty()) continue;
        if (!text.empty()) text += "\n";
        text += headline(draft, finding.span, severity_of(finding.code), finding.message,
                         name_of(finding.code), colour);
        text += excerpt(draft, finding.span, colour);
        for (const story::Remark& line : finding.remarks)
            if (finding.follows == 0 || line.name == "repair") text += remark(line.name, line.text, colour);
    }
    return text;
}

std::string review_json(const BetaDocument& document, const story::Review& review) {
    Json json = head(document);
    FindingCounts counts = count_findings(review);
    json["errors"] = counts.errors;
    json["warnings"] = counts.warnings;
    Json findings = Json::array();
    for (const story::Finding& finding : review.findings)
        findings.push_back(finding_json(document, finding));
    json["findings"] = std::move(findings);
    json["events"] = events_json(document.world, review.items);
    json["repair"] = nullptr;
    if (review.repair) {
        Json changes = Json::array();
        for (const story::Change& change : review.repair->changes)
            changes.push_back(change.text);
        json["repair"] = Json{{"changes", std::move(changes)},
                              {"events", events_json(document.world, review.repair->changes.back().items)},
                              {"alternative", nullptr}};
        if (const std::optional<story::Change>& other = review.repair->alternative)
            json["repair"]["alternative"] =
                Json{{"change", other->text}, {"events", events_json(document.world, other->items)}};
    }
    return dumped(json);
}

std::string knowledge_text(const model::World& world, const std::vector<story::KnowledgeRow>& rows) {
    std::vector<std::vector<std::string>> table = {{"", "truth"}};
    for (std::size_t c = 0; c < world.character_count; ++c)
        table[0].push_back(world.entities[c].name);
    for (const story::KnowledgeRow& row : rows) {
        table.push_back(
            {row.item ? story::to_text(world, *row.item) : "(start)", model::to_text(world, row.truth)});
        for (const model::Value& value : row.minds)
            table.back().push_back(model::to_text(world, value) + (value == row.truth ? "" : "*"));
    }
    std::vector<int> widths(table[0].size(), 0);
    for (const auto& line : table)
        for (std::size_t i = 0; i < line.size(); ++i)
            widths[i] = std::max(widths[i], width_of(line[i]));
    std::string text;
    for (const auto& line : table) {
        std::string shown_line;
        for (std::size_t i = 0; i < line.size(); ++i) {
            auto padding = static_cast<std::size_t>(widths[i] - width_of(line[i]) + 2);
            shown_line += shown(line[i]) + (i + 1 < line.size() ? std::string(padding, ' ') : "");
        }
        text += shown_line + "\n";
    }
    return text;
}

std::string knowledge_json(const BetaDocument& document, std::string_view expression,
                           const std::vector<story::KnowledgeRow>& rows) {
    Json json = head(document);
    json["expression"] = expression;
    Json list = Json::array();
    for (const story::KnowledgeRow& row : rows) {
        Json beliefs = Json::object();
        for (std::size_t c = 0; c < row.minds.size(); ++c)
            beliefs[document.world.entities[c].name] = value_json(document.world, row.minds[c]);
        list.push_back(
            Json{{"event", row.item ? Json(story::to_text(document.world, *row.item)) : Json(nullptr)},
                 {"line", row.item ? Json(row.item->line) : Json(nullptr)},
                 {"happens", row.happens},
                 {"truth", value_json(document.world, row.truth)},
                 {"beliefs", std::move(beliefs)}});
    }
    json["rows"] = std::move(list);
    return dumped(json);
}

BetaAnswer beta_answer(const BetaDocument& document, const ask::DraftReport& report,
                       std::string_view expression, bool as_json, bool colour) {
    BetaAnswer answer;
    if (!expression.empty()) {
        if (as_json)
            answer.text = knowledge_json(document, expression, report.rows);
        else if (!report.rows.empty())
            answer.text = knowledge_text(document.world, report.rows);
        return answer;
    }
    answer.text =
        as_json ? review_json(document, report.review) : review_text(document.draft, report.review, colour);
    FindingCounts counts = count_findings(report.review);
    answer.has_errors = counts.errors > 0;
    if (report.stop != Stop::none && report.review.findings.empty()) return answer;
    answer.note = count_text(counts.errors, counts.warnings);
    if (counts.intended > 0) answer.note += fmt::format(", {} intended", counts.intended);
    return answer;
}

}  // namespace wt::form
