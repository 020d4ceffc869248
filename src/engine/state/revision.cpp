#include "engine/state/revision.h"

#include <algorithm>

namespace wt::engine {

const std::vector<Clause>& Revisions::true_clauses(EventIndex event, const Reading& reading) {
    roots_.resize(std::max(roots_.size(), event.index() + 1), kNone);
    std::uint32_t* place = &roots_[event.index()];
    while (*place != kNone) {
        Node& node = nodes_[*place];
        if (!node.question.valid()) return node.clauses;
        Code code = evaluator_.value(node.question, reading);
        auto next = std::ranges::find(node.next, code, &std::pair<Code, std::uint32_t>::first);
        if (next == node.next.end()) next = node.next.insert(next, {code, kNone});
        place = &next->second;
    }
    return add(event, reading);
}

const std::vector<Clause>& Revisions::add(EventIndex event, const Reading& reading) {
    NormalForm form = normal_form(ground_, evaluator_, reading, budget_, event);
    if (budget_.stop() != Stop::none) {  // not to be remembered: a session may be asked again
        cut_short_ = std::move(form.clauses);
        return cut_short_;
    }
    std::size_t bytes = 0;
    std::uint32_t* place = &roots_[event.index()];
    auto enter = [&](FormulaId question) -> Node& {
        if (*place == kNone) {
            *place = static_cast<std::uint32_t>(nodes_.size());
            nodes_.push_back({question, {}, {}});
            bytes += sizeof(Node) + sizeof(std::pair<Code, std::uint32_t>);
        }
        return nodes_[*place];
    };
    for (const NormalForm::Answer& answer : form.answers) {
        Node& node = enter(answer.question);
        auto next = std::ranges::find(node.next, answer.code, &std::pair<Code, std::uint32_t>::first);
        if (next == node.next.end()) next = node.next.insert(next, {answer.code, kNone});
        place = &next->second;
    }
    Node& node = enter(FormulaId::none());
    for (const Clause& clause : form.clauses)
        bytes += sizeof(Clause) + clause.size() * sizeof(ClauseLiteral);
    node.clauses = std::move(form.clauses);
    budget_.charge_bytes(static_cast<std::int64_t>(bytes));
    return node.clauses;
}

}  // namespace wt::engine
