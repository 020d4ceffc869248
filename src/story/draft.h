// A draft is what a writer hands to the beta reader (docs/beta.md).
//
//     // The visit.                                          a comment
//     slip_away(Temari, Suna, Ash)                           an event in the form of plans
//     Temari slips away from Suna and climbs the Ash         the same as a sentence
//     search(Temari, Ash) fails                              an event in vain
//     Temari tries to search the Ash, but fails              the same as a sentence
//     assert believes(Shikamaru, at(Temari) == Suna)         what must be so here
//     ...                                                    a gap: whatever has a reason may happen here
//     leave(Temari, Suna)        // intended: she is afraid  findings about this event are meant to be
//
// A sentence may be what would be told of an event (lang/sentences). Any other holds the words of the action's name in order (in any
// case, and with the endings -s, -es, -d, -ed, -ing) and the names of all its arguments in order; other words mean nothing. It must fit one ground
// action only; one that uses more of the sentence's words goes before one that uses some of the same. A
// sentence that denies its event ("did not", "never", "refuses to", "almost", "plans to") is no event. Of an
// action that may fail, "in vain", "without success", "unsuccessfully", "but fails" and "fails to" say that it does.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/source.h"
#include "model/plan.h"
#include "model/world.h"

namespace wt::story {

/// This is a sentence that says of an event that it does not happen, or not yet: by the word `by`, such as `never`,
/// `refuses` or `plans`.
struct DeniedEvent {
    model::GroundEvent event;
    std::string by;
    Span span;
    std::uint32_t line = 0;
    std::string intended;
};

/// This is a sentence that no event fits, or more than one. The rest of the draft is read as if it were not there.
struct UnreadSentence {
    DiagnosticCode code{};
    std::string message;
    std::string expected;
    std::string hint;
    Span span;
    std::uint32_t line = 0;
    std::string intended;
};

enum class DraftKind : std::uint8_t { event, assertion, gap };

struct DraftItem {
    DraftKind kind = DraftKind::event;
    model::GroundEvent event;  ///< of an event
    model::ExprId condition;   ///< of an assertion
    Span span;                 ///< what stands on the line, without comments
    std::uint32_t line = 0;    ///< 0: not in the text
    bool is_filling = false;   ///< an event in a gap, whose span and line it has
    std::string intended;      ///< why its findings are meant to be; empty: they are not
    Span intended_span;
};

/// The items are in the order of the text.
struct Draft {
    std::vector<DraftItem> items;
    std::vector<DeniedEvent> denied;     ///< which are no items: what is denied does not happen
    std::vector<UnreadSentence> unread;  ///< which are no items, either
};

/// Reads a draft. Conditions are added to the world's pools. A sentence that cannot be read is left out and noted; all other
/// mistakes are reported, with places in `source`.
Result<Draft> read_draft(model::World& world, const Source& source);

/// Returns the item in the form of plans.
std::string to_text(const model::World& world, const DraftItem& item);

/// Returns a whole draft that reads back the same.
std::string to_text(const model::World& world, const std::vector<DraftItem>& items);

}  // namespace wt::story
