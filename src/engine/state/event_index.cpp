#include "engine/state/event_index.h"

#include <algorithm>
#include <bit>
#include <unordered_map>
#include <utility>

namespace wt::engine {

namespace {

std::uint64_t fact_key(std::uint32_t fluent, Code code) {
    return std::uint64_t{fluent} << 32 | code;
}

/// Returns the facts that the precondition needs at its top level.
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

EventIndexTable::EventIndexTable(const GroundWorld& ground, std::size_t first, std::size_t last)
    : first_(first), marks_((last - first + 63) / 64) {
    std::unordered_map<std::uint64_t, std::size_t> users;
    for (std::size_t i = first; i < last; ++i)
        for (std::uint64_t fact : needed_facts(ground.pool(), ground.event(EventIndex(i)).precondition))
            ++users[fact];
    std::vector<std::pair<std::uint64_t, EventIndex>> filed;
    for (std::size_t i = first; i < last; ++i) {
        auto facts = needed_facts(ground.pool(), ground.event(EventIndex(i)).precondition);
        auto rarest = std::min_element(facts.begin(), facts.end(),
                                       [&](std::uint64_t a, std::uint64_t b) { return users[a] < users[b]; });
        if (rarest == facts.end()) {
            always_.push_back(EventIndex(i));
        } else {
            filed.emplace_back(*rarest, EventIndex(i));
        }
    }
    std::sort(filed.begin(), filed.end());
    for (const auto& [fact, event] : filed) {
        auto fluent = static_cast<std::uint32_t>(fact >> 32);
        auto code = static_cast<Code>(fact);
        bool is_new_fluent = fluents_.empty() || fluents_.back().fluent != fluent;
        if (is_new_fluent) fluents_.push_back({fluent, static_cast<std::uint32_t>(files_.size()), 0});
        if (is_new_fluent || files_.back().code != code) {
            files_.push_back({code, static_cast<std::uint32_t>(filed_.size()), 0});
            ++fluents_.back().file_count;
        }
        filed_.push_back(event);
        ++files_.back().count;
    }
}

void EventIndexTable::mark(std::span<const EventIndex> events) {
    for (EventIndex event : events) {
        std::size_t place = event.index() - first_;
        marks_[place / 64] |= std::uint64_t{1} << place % 64;
    }
}

void EventIndexTable::candidates(const Code* codes, std::vector<EventIndex>& result) {
    mark(always_);
    for (const Fluent& fluent : fluents_) {
        std::span<const File> files{files_.data() + fluent.first_file, fluent.file_count};
        auto file = std::ranges::find(files, codes[fluent.fluent], &File::code);
        if (file != files.end()) mark({filed_.data() + file->first, file->count});
    }
    result.clear();
    for (std::size_t i = 0; i < marks_.size(); ++i) {
        for (std::uint64_t left = marks_[i]; left != 0; left &= left - 1)
            result.push_back(EventIndex(first_ + i * 64 + static_cast<std::size_t>(std::countr_zero(left))));
        marks_[i] = 0;
    }
}

}  // namespace wt::engine
