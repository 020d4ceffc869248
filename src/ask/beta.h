// A draft is read as a first reader would read it.
#pragma once

#include <memory>

#include "ask/solve.h"
#include "story/beta.h"

namespace wt::ask {

/// A draft of a world with what is asked about it, read.
struct DraftRead {
    /// The world with the formulas of the draft and of the expression, which refer to it.
    std::unique_ptr<model::World> formulas;
    story::Draft draft = {};
    model::ExprId expression = {};  ///< about which it is asked who knows what; none: the draft is reviewed
};

/// Reads a draft. Spans in the diagnostics are the text's.
Result<DraftRead> read_draft(const model::World& world, const Source& text);
/// Reads an expression of which it is asked who knows what.
Result<model::ExprId> read_expression(DraftRead& read, const Source& text);

/// A draft with the question that it is read for.
struct DraftAsked {
    DraftRead read;
    QuestionUsed question;
};
/// A mistake in the input.
struct DraftFault {
    const Source* source = nullptr;  ///< that the diagnostics are about
    Diagnostics diagnostics = {};
    std::string text = {};  ///< a sentence about the limits, if there is no source
};
/// Reads the draft and, if there is one, the expression, and settles the limits. The texts outlive a fault.
tl::expected<DraftAsked, DraftFault> ask_of_draft(const model::World& world, const Source& draft,
                                                  const Source* expression, const QuestionOptions& given);

/// Keeps beliefs as deep as what the draft and the expression say of them, up to the greatest depth.
void deepen(QuestionUsed& question, const DraftRead& read);

/// This is the answer to what was asked of a draft.
struct DraftReport {
    Stop stop = Stop::none;
    story::Review review = {};                   ///< of a draft
    std::vector<story::DraftItem> items = {};    ///< to which the rows refer
    std::vector<story::KnowledgeRow> rows = {};  ///< of an expression
    bool is_endless = false;  ///< triggers never come to rest at the start: nothing was read
    std::optional<model::EndlessTriggers> endless = {};
};

DraftReport review(const model::World& world, DraftRead& read, const QuestionUsed& question, Budget& budget);

}  // namespace wt::ask
