// The beta reader finds what does not hang together in a draft, with evidence and the smallest repair.
//
//     engine::Session session(world, options, budget);
//     model::World formulas = world;  // and those of the draft
//     Result<Draft> draft = read_draft(formulas, source);
//     Stage stage{formulas, session, budget, limits};
//     Review review = review_draft(stage, *draft, {});
//
// Errors are found event by event (story/course.h). Warnings about the draft as a whole come only when there
// is no error:
//
//   loose end       a character took part in an event for a reason whose next action never came, and at the end
//                   what was left of that reason could still be carried out in the character's mind, by
//                   actions that are explained there, and would end better for the character than the end is
//   nothing gained  the author's utility is not above that of the start
//   no consequence  without the event all the rest is sound, and the author's utility at the end is the same
//
// The reason is the one that the engine finds; a character may have others. docs/beta.md is for writers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "story/course.h"
#include "story/repair.h"

namespace wt::story {

enum class FindingCode : std::uint8_t {
    cannot_happen,
    could_not_know,
    no_reason,
    not_so,
    unfilled_gap,
    denied_event,
    unread_sentence,
    loose_end,
    nothing_gained,
    no_consequence,
    stale_intended,
    filled_gap,
};

/// Returns `cannot-happen` and so on.
std::string_view name_of(FindingCode code);
Severity severity_of(FindingCode code);

/// A line below a finding, such as `because`.
struct Remark {
    std::string name;
    std::string text;
};

struct Finding {
    FindingCode code = FindingCode::cannot_happen;
    Span span;
    std::uint32_t line = 0;
    std::string item;           ///< the event, assertion or gap, in the form of plans
    model::EntityId character;  ///< whom it is about, if anybody
    std::string message;
    std::vector<Remark> remarks;
    std::string intended;       ///< why it is meant to be; empty: it is not
    std::uint32_t follows = 0;  ///< the line whose repair settles this error, too; 0: none
};

struct Review {
    std::vector<Finding> findings;  ///< in the order of the draft; of one item as in the order of the codes
    std::optional<Repair> repair;   ///< after which there is no error
    std::vector<DraftItem> items;   ///< with the gaps filled
    bool has_errors = false;        ///< that are not intended
};

struct ReviewOptions {
    bool repairs = true;
    RepairLimits limits = {};
};

/// Reads a draft. If the stage is stopped afterwards, the review is incomplete.
Review review_draft(Stage& stage, const Draft& draft, const ReviewOptions& options);

/// This is the value of an expression in the real world and in every character's mind: at the start and after each
/// event of the items.
struct KnowledgeRow {
    const DraftItem* item = nullptr;  ///< none: the start
    bool happens = true;              ///< false: the event cannot happen, so nothing changes
    model::Value truth;
    std::vector<model::Value> minds;  ///< by character
};
std::vector<KnowledgeRow> who_knows(Stage& stage, const std::vector<DraftItem>& items, model::ExprId expr);

/// Returns how deep beliefs must be kept to read the expression in the minds of everybody: nested believers, each
/// counted, and one.
int depth_read(const model::World& world, model::ExprId expr);

}  // namespace wt::story
