#include "engine/state/event_index.h"

#include <algorithm>

namespace wt::engine {

namespace {

std::uint64_t fact_key(std::uint32_t fluent, Code code) {
    return std::uint64_t{fluent} << 32 | code;
}

/// The facts that the precondition needs at its top level.
std::vector<std::uint64_t> needed_facts(const FormulaPool& pool, FormulaId precondition) {
    std::vector<std::uint64_t> facts;
    auto add = [&](FormulaId id) {
        const Formula& formula = pool[id];
        if (formula.kind == FormulaKind::equals) facts.push_back(fact_key(formula.a, formula.b));
    };
    const Formula& formula = pool[precondition];
    if (formula.kind == FormulaKind::all) {
        for (FormulaId child : pool.children(formula))
            add(child);
    } else {
        add(precondition);
    }
    return facts;
}

}  // namespace

EventIndexTable::EventIndexTable(const GroundWorld& ground, std::size_t first, std::size_t last) {
    std::unordered_map<std::uint64_t, std::size_t> users;
    for (std::size_t i = first; i < last; ++i)
        for (std::uint64_t fact : needed_facts(ground.pool(), ground.event(EventIndex(i)).precondition))
            ++users[fact];
    for (std::size_t i = first; i < last; ++i) {
        auto facts = needed_facts(ground.pool(), ground.event(EventIndex(i)).precondition);
        auto rarest = std::min_element(facts.begin(), facts.end(),
                                       [&](std::uint64_t a, std::uint64_t b) { return users[a] < users[b]; });
        if (rarest == facts.end()) {
            always_.push_back(EventIndex(i));
        } else {
            by_fact_[*rarest].push_back(EventIndex(i));
            fluents_.push_back(static_cast<std::uint32_t>(*rarest >> 32));
        }
    }
    std::sort(fluents_.begin(), fluents_.end());
    fluents_.erase(std::unique(fluents_.begin(), fluents_.end()), fluents_.end());
}

void EventIndexTable::candidates(const Code* codes, std::vector<EventIndex>& result) const {
    result = always_;
    for (std::uint32_t fluent : fluents_) {
        auto found = by_fact_.find(fact_key(fluent, codes[fluent]));
        if (found != by_fact_.end()) result.insert(result.end(), found->second.begin(), found->second.end());
    }
    std::sort(result.begin(), result.end());
}

}  // namespace wt::engine
