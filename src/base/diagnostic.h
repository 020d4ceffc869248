// A diagnostic is what we tell an author about a mistake in a text. Every error and warning about input has this form.
//
// A step (lexing, parsing, checking, linting) reports diagnostics to a `Diagnostics` list and carries on, so
// that one run reports everything. `form` renders them (human text or JSON). Every code is in
// `diagnostic_codes.def`, and a test fails for a code without a golden case.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"

namespace wt {

enum class Severity { note, warning, error };

enum class DiagnosticCode {
#define WT_DIAGNOSTIC(id, name, severity, summary) id,
#include "base/diagnostic_codes.def"
#undef WT_DIAGNOSTIC
};

/// Another place that the message is about, e.g. the first declaration.
struct Label {
    Span span;
    std::string message;
};

struct Diagnostic {
    DiagnosticCode code;
    Severity severity;
    Span span;             ///< the narrowest stretch that is wrong
    std::string message;   ///< lower case, no full stop, names in backticks; what was seen, then the rule
    std::string found;     ///< what stands there, or empty
    std::string expected;  ///< what could stand there, or empty
    std::vector<Label> labels;
    std::string hint;  ///< what to do, or empty
};

/// Returns the stable name of a code, e.g. `undefined-name`.
std::string_view name_of(DiagnosticCode code);
/// Returns one line for documentation.
std::string_view summary_of(DiagnosticCode code);
Severity default_severity(DiagnosticCode code);
std::string_view name_of(Severity severity);
/// Returns all codes in the order of the table.
std::vector<DiagnosticCode> all_diagnostic_codes();

/// This is a growing list of diagnostics. Of the errors, and of what is less, the first `kMost` are kept each: nobody
/// reads more, and every byte of a large file may be one.
class Diagnostics {
  public:
    static constexpr std::size_t kMost = 10'000;

    /// Adds a diagnostic with the code's own severity and returns it for its hint, labels and so on.
    Diagnostic& add(DiagnosticCode code, Span span, std::string message);
    void append(Diagnostics&& other);
    /// Sorts by place, errors before warnings at one place; stable. Exact repeats are dropped.
    void sort();

    bool has_errors() const;
    bool empty() const { return items_.empty(); }
    std::size_t size() const { return items_.size(); }
    const std::vector<Diagnostic>& items() const { return items_; }

  private:
    std::vector<Diagnostic> items_;
    std::size_t errors_ = 0;  ///< that were added; of those that are kept `items_` knows more
    std::size_t others_ = 0;
    Diagnostic left_out_ = {};  ///< the last one that is not kept
};

}  // namespace wt
