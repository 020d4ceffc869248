#include "lang/lang.h"

#include <set>

#include <fmt/format.h>

#include "lang/check.h"
#include "lang/parse.h"
#include "lang/plan_text.h"

namespace wt::lang {

namespace {

/// Where grouping is ambiguous, what the reading that was taken leads to is no second mistake.
void drop_consequences(Diagnostics& diagnostics) {
    std::set<Span> ambiguous;
    for (const Diagnostic& d : diagnostics.items())
        if (d.code == DiagnosticCode::ambiguous_grouping) ambiguous.insert(d.span);
    if (ambiguous.empty()) return;
    Diagnostics kept;
    for (const Diagnostic& d : diagnostics.items())
        if (d.code == DiagnosticCode::ambiguous_grouping || !ambiguous.contains(d.span))
            kept.add(d.code, d.span, d.message) = d;
    diagnostics = std::move(kept);
}

/// Keeps the first diagnostics, errors before warnings, and says how many there are besides.
void keep_first(Diagnostics& diagnostics) {
    if (diagnostics.size() <= kMostMessages) return;
    Diagnostics kept;
    for (bool errors : {true, false})
        for (const Diagnostic& d : diagnostics.items())
            if ((d.severity == Severity::error) == errors && kept.size() < kMostMessages)
                kept.add(d.code, d.span, d.message) = d;
    Diagnostic& note = kept.add(DiagnosticCode::more_messages, kept.items()[0].span, "");
    note.message = fmt::format("only {} of {} or more messages are shown", kMostMessages, diagnostics.size());
    kept.sort();
    diagnostics = std::move(kept);
}

}  // namespace

Dialect dialect_of(std::string_view file_name) {
    return file_name.ends_with(".txt") ? Dialect::sabre : Dialect::wrongtree;
}

Reading read_world(const Source& source, Dialect dialect) {
    Reading reading;
    SyntaxTree tree = parse(source, dialect, reading.diagnostics);
    if (keep_only_invalid_utf8(reading.diagnostics)) return reading;
    model::World world = check(tree, reading.diagnostics);
    drop_consequences(reading.diagnostics);
    reading.diagnostics.sort();
    keep_first(reading.diagnostics);
    if (!reading.diagnostics.has_errors()) reading.world = std::move(world);
    return reading;
}

Result<std::vector<model::GroundEvent>> read_plan(const model::World& world, const Source& source) {
    return read_plan_text(world, source);
}

}  // namespace wt::lang
