#include "base/diagnostic.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace wt {

namespace {

struct CodeInfo {
    DiagnosticCode code;
    std::string_view name;
    Severity severity;
    std::string_view summary;
};

using enum Severity;

constexpr CodeInfo kCodes[] = {
#define WT_DIAGNOSTIC(id, name, severity, summary) {DiagnosticCode::id, name, severity, summary},
#include "base/diagnostic_codes.def"
#undef WT_DIAGNOSTIC
};

const CodeInfo& info(DiagnosticCode code) {
    return kCodes[static_cast<std::size_t>(code)];
}

auto sort_key(const Diagnostic& d) {
    return std::make_tuple(d.span.begin, -static_cast<int>(d.severity), d.span.end, static_cast<int>(d.code),
                           std::string_view(d.message));
}

}  // namespace

std::string_view name_of(DiagnosticCode code) {
    return info(code).name;
}
std::string_view summary_of(DiagnosticCode code) {
    return info(code).summary;
}
Severity default_severity(DiagnosticCode code) {
    return info(code).severity;
}

std::string_view name_of(Severity severity) {
    switch (severity) {
        case Severity::note:
            return "note";
        case Severity::warning:
            return "warning";
        case Severity::error:
            return "error";
    }
    return "error";
}

std::vector<DiagnosticCode> all_diagnostic_codes() {
    std::vector<DiagnosticCode> result;
    for (const CodeInfo& entry : kCodes)
        result.push_back(entry.code);
    return result;
}

Diagnostic& Diagnostics::add(DiagnosticCode code, Span span, std::string message) {
    std::size_t& count = default_severity(code) == error ? errors_ : others_;
    Diagnostic& d = count < kMost ? items_.emplace_back() : left_out_;
    if (count >= kMost) d = {};
    ++count;
    d.code = code;
    d.severity = default_severity(code);
    d.span = span;
    d.message = std::move(message);
    return d;
}

void Diagnostics::append(Diagnostics&& other) {
    items_.insert(items_.end(), std::make_move_iterator(other.items_.begin()),
                  std::make_move_iterator(other.items_.end()));
    errors_ += other.errors_;
    others_ += other.others_;
    other = {};
}

void Diagnostics::sort() {
    std::stable_sort(items_.begin(), items_.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return sort_key(a) < sort_key(b); });
    auto same = [](const Diagnostic& a, const Diagnostic& b) { return sort_key(a) == sort_key(b); };
    items_.erase(std::unique(items_.begin(), items_.end(), same), items_.end());
}

bool Diagnostics::has_errors() const {
    // An error that is not kept follows others that are.
    return std::any_of(items_.begin(), items_.end(), [](const Diagnostic& d) { return d.severity == error; });
}

}  // namespace wt
