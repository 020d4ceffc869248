#include "ask/beta.h"

#include <algorithm>

#include "lang/expression_text.h"
#include "model/limits.h"

namespace wt::ask {

Result<DraftRead> read_draft(const model::World& world, const Source& text) {
    DraftRead read{std::make_unique<model::World>(world)};
    Result<story::Draft> draft = story::read_draft(*read.formulas, text);
    if (!draft) return tl::unexpected(std::move(draft.error()));
    read.draft = std::move(*draft);
    return read;
}

Result<model::ExprId> read_expression(DraftRead& read, const Source& text) {
    Result<model::ExprId> expression = lang::read_expression(*read.formulas, text);
    if (expression) read.expression = *expression;
    return expression;
}

tl::expected<DraftAsked, DraftFault> ask_of_draft(const model::World& world, const Source& draft,
                                                  const Source* expression, const QuestionOptions& given) {
    Result<DraftRead> read = read_draft(world, draft);
    if (!read) return tl::unexpected(DraftFault{&draft, std::move(read.error())});
    if (expression)
        if (Result<model::ExprId> id = read_expression(*read, *expression); !id)
            return tl::unexpected(DraftFault{expression, std::move(id.error())});
    auto question = settle_limits(world, given);
    if (!question) return tl::unexpected(DraftFault{nullptr, {}, std::move(question.error())});
    deepen(*question, *read);
    return DraftAsked{std::move(*read), std::move(*question)};
}

void deepen(QuestionUsed& question, const DraftRead& read) {
    const model::World& world = *read.formulas;
    int depth = question.belief_depth;
    for (const story::DraftItem& item : read.draft.items)
        if (item.kind == story::DraftKind::assertion)
            depth = std::max(depth, story::depth_read(world, item.condition));
    if (read.expression.valid()) depth = std::max(depth, story::depth_read(world, read.expression));
    question.belief_depth = std::min(depth, model::kMostBeliefDepth);
}

DraftReport review(const model::World& world, DraftRead& read, const QuestionUsed& question, Budget& budget) {
    DraftReport report;
    engine::Session session(world, session_options(question), budget);
    report.is_endless = session.state_of_start() == engine::Verdict::endless_triggers;
    story::Stage stage{*read.formulas, session, budget, question.limits};
    bool may_read = !report.is_endless && budget.stop() == Stop::none;
    if (may_read && read.expression.valid()) {
        report.items = story::without_gaps(stage, read.draft.items);
        report.rows = story::who_knows(stage, report.items, read.expression);
    } else if (may_read) {
        report.review = story::review_draft(stage, read.draft, {});
    }
    report.stop = budget.stop();
    report.endless = session.endless_triggers();
    return report;
}

}  // namespace wt::ask
