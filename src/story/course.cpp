#include "story/course.h"

#include <algorithm>
#include <tuple>

#include "story/odds.h"

namespace wt::story {

using namespace model;
using engine::Known;
using engine::MindId;

namespace {

bool is_true(Stage& stage, MindId state, const DraftItem& item) {
    return engine::evaluate(stage.session, state, stage.world, item.condition).is_true();
}

bool is_possible_for_all(Stage& stage, MindId state, const GroundEvent& event) {
    if (!engine::possible(stage.session, state, event) ||
        !engine::successor(stage.session, state, event).valid())
        return false;
    for (EntityId character : consenting_characters(stage.world, event))
        if (!can_try(stage.session, engine::mind_of(stage.session, state, character), event)) return false;
    return true;
}

}  // namespace

std::vector<Fault> faults_of(Stage& stage, MindId state, const DraftItem& item, std::uint64_t effort) {
    if (item.kind == DraftKind::gap) return {{FaultKind::unfilled, {}}};
    if (item.kind == DraftKind::assertion)
        return is_true(stage, state, item) ? std::vector<Fault>{} : std::vector{Fault{FaultKind::untrue, {}}};
    if (!engine::possible(stage.session, state, item.event)) return {{FaultKind::impossible, {}}};
    if (!engine::successor(stage.session, state, item.event).valid()) return {{FaultKind::endless, {}}};
    std::vector<Fault> faults;
    for (EntityId character : consenting_characters(stage.world, item.event)) {
        MindId mind = engine::mind_of(stage.session, state, character);
        if (!can_try(stage.session, mind, item.event))
            faults.push_back({FaultKind::thought_impossible, character});
        else if (engine::has_reason(stage.session, mind, as_meant(item.event), stage.reason_limits(effort)) !=
                 Known::yes)
            faults.push_back({FaultKind::no_reason, character});
    }
    return faults;
}

MindId after(Stage& stage, MindId state, const DraftItem& item) {
    if (item.kind != DraftKind::event || !engine::possible(stage.session, state, item.event)) return state;
    MindId next = engine::successor(stage.session, state, item.event);
    return next.valid() ? next : state;
}

bool is_sound(Stage& stage, MindId start, const std::vector<DraftItem>& items) {
    std::vector<MindId> states;
    MindId state = start;
    for (const DraftItem& item : items) {
        bool fine = !item.intended.empty() ||
                    (item.kind == DraftKind::assertion ? is_true(stage, state, item)
                                                       : is_possible_for_all(stage, state, item.event));
        if (!fine || stage.is_stopped()) return false;
        states.push_back(state);
        state = after(stage, state, item);
    }
    for (std::size_t i = 0; i < items.size(); ++i)
        if (items[i].kind == DraftKind::event && items[i].intended.empty() &&
            engine::explained(stage.session, states[i], items[i].event, stage.reason_limits(kSearchEffort)) !=
                Known::yes)
            return false;
    return !stage.is_stopped();
}

std::size_t first_fault(Stage& stage, const std::vector<DraftItem>& items) {
    MindId state = engine::first_state(stage.session);
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].intended.empty() && !faults_of(stage, state, items[i], kSearchEffort).empty()) return i;
        state = after(stage, state, items[i]);
    }
    return items.size();
}

std::vector<MindId> states_of(Stage& stage, const std::vector<DraftItem>& items) {
    std::vector<MindId> states = {engine::first_state(stage.session)};
    for (const DraftItem& item : items)
        states.push_back(after(stage, states.back(), item));
    return states;
}

const std::vector<GroundEvent>& explained_actions(Stage& stage, MindId state) {
    auto [entry, is_new] = stage.explained_actions.try_emplace(state.value);
    if (!is_new) return entry->second;
    for (const GroundEvent& action : engine::possible_actions(stage.session, state)) {
        if (stage.is_stopped()) break;
        if (engine::explained(stage.session, state, action, stage.reason_limits(kSearchEffort)) == Known::yes)
            entry->second.push_back(action);
    }
    return entry->second;
}

void Insertions::lengthen(int& expansions, std::uint64_t last_effort) {
    std::vector<Way> next;
    for (const Way& way : level_) {
        if (expansions <= 0 || stage_.is_stopped() || engine::reason_effort(stage_.session) > last_effort)
            break;
        --expansions;
        for (const GroundEvent& action : explained_actions(stage_, way.state)) {
            MindId state = engine::successor(stage_.session, way.state, action);
            if (!state.valid() || !seen_.insert(state.value).second) continue;
            Way longer{state, way.actions};
            longer.actions.push_back(action);
            next.push_back(std::move(longer));
        }
    }
    level_ = std::move(next);
}

namespace {

/// Fills gaps one after the other, each so that what follows goes through with its own gaps filled.
class Filler {
  public:
    Filler(Stage& stage, const std::vector<DraftItem>& items) : stage_(stage), items_(items) {}

    std::vector<DraftItem> fill() {
        MindId state = engine::first_state(stage_.session);
        for (std::size_t i = 0; i < items_.size(); ++i) {
            if (items_[i].kind == DraftKind::gap) {
                std::optional<Insertions::Way> way = filling(i, state, items_.size());
                if (!way) way = filling(i, state, std::min(i + 2, items_.size()));
                if (way) {
                    put(i, *way);
                    state = way->state;
                    continue;
                }
            }
            filled_.push_back(items_[i]);
            state = after(stage_, state, items_[i]);
        }
        return std::move(filled_);
    }

  private:
    void put(std::size_t gap, const Insertions::Way& way) {
        for (const GroundEvent& action : way.actions) {
            DraftItem item = items_[gap];
            item.kind = DraftKind::event;
            item.event = action;
            item.is_filling = true;
            item.intended.clear();
            filled_.push_back(std::move(item));
        }
    }

    /// Returns a shortest filling of the gap after which the items up to `end` go through.
    std::optional<Insertions::Way> filling(std::size_t gap, MindId state, std::size_t end) {
        if (failed_.contains({gap, state.value, end})) return std::nullopt;
        Insertions insertions(stage_, state);
        int expansions = kGapExpansions;
        std::uint64_t last_effort = engine::reason_effort(stage_.session) + kGapEffort;
        for (int length = 0; length <= kMostInGap && !stage_.is_stopped(); ++length) {
            for (const Insertions::Way& way : insertions.ways())
                if (goes_through(gap + 1, way.state, end)) return way;
            if (length < kMostInGap) insertions.lengthen(expansions, last_effort);
        }
        failed_.insert({gap, state.value, end});
        return std::nullopt;
    }

    bool goes_through(std::size_t from, MindId state, std::size_t end) {
        auto begin = items_.begin() + static_cast<std::ptrdiff_t>(from);
        auto last = items_.begin() + static_cast<std::ptrdiff_t>(end);
        auto gap = std::find_if(begin, last, [](const DraftItem& i) { return i.kind == DraftKind::gap; });
        std::vector<DraftItem> stretch(begin, gap);
        if (!is_sound(stage_, state, stretch)) return false;
        if (gap == last) return true;
        for (const DraftItem& item : stretch)
            state = after(stage_, state, item);
        return filling(static_cast<std::size_t>(gap - items_.begin()), state, end).has_value();
    }

    Stage& stage_;
    const std::vector<DraftItem>& items_;
    std::vector<DraftItem> filled_;
    std::set<std::tuple<std::size_t, std::uint32_t, std::size_t>> failed_;
};

}  // namespace

std::vector<DraftItem> without_gaps(Stage& stage, const std::vector<DraftItem>& items) {
    bool has_gap =
        std::any_of(items.begin(), items.end(), [](const DraftItem& i) { return i.kind == DraftKind::gap; });
    return has_gap ? Filler(stage, items).fill() : items;
}

}  // namespace wt::story
