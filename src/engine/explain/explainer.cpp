#include "engine/explain/explainer.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace wt::engine {

using model::EntityId;

namespace {

/// With fewer steps left, trying all actions costs less than an estimate.
constexpr int kEstimateFrom = 3;

}  // namespace

Explainer::Explainer(Dynamics& dynamics, GroundWorld& ground, RelaxedCosts& relaxed, Budget& budget)
    : dynamics_(dynamics),
      ground_(ground),
      budget_(budget),
      relevance_(ground),
      relaxed_(relaxed),
      memo_(budget),
      reach_(budget),
      improve_(budget) {}

void Explainer::set_belief_limit(int limit) {
    if (limit == belief_limit_) return;
    belief_limit_ = limit;
    memo_.clear();
    improve_.clear();
    forget_plans();
}

void Explainer::forget_plans() {
    budget_.charge_bytes(-static_cast<std::int64_t>(plans_.size() * sizeof(EventIndex)));
    plans_ = std::vector<EventIndex>();
}

std::uint64_t Explainer::key(MindId mind, EventIndex action, int budget) const {
    WT_CHECK(action.value < (1u << 21) && budget < (1 << 11), "EXPLAIN-1: the key holds two million actions");
    return std::uint64_t{mind.value} << 32 | std::uint64_t{action.value} << 11 |
           static_cast<std::uint64_t>(budget);
}

std::uint32_t Explainer::threshold_id(double threshold) {
    auto next = static_cast<std::uint32_t>(threshold_ids_.size());
    return threshold_ids_.try_emplace(std::bit_cast<std::uint64_t>(threshold), next).first->second;
}

// ---- who agrees ----

bool Explainer::thought_possible(MindId state, EventIndex action) {
    EntityId owner = dynamics_.store().owner(state);
    for (EntityId character : ground_.consenting(action))
        if (character != owner && !dynamics_.possible(action, dynamics_.store().mind_of(state, character)))
            return false;
    return true;
}

bool Explainer::consented(MindId state, EventIndex action, int budget, int max_length) {
    if (!thought_possible(state, action)) return false;
    for (EntityId character : ground_.consenting(action))
        if (!has_reason(dynamics_.store().mind_of(state, character), action, budget, max_length))
            return false;
    return true;
}

bool Explainer::has_reason(MindId mind, EventIndex action, int budget, int max_length) {
    ++queries_;
    budget = dynamics_.store().level(mind) > belief_limit_ ? 1 : std::max(budget, 1);
    max_length = std::min(max_length, budget);
    std::uint64_t memo_key = key(mind, action, budget);
    Entry entry;
    if (const Entry* known = memo_.find(memo_key)) entry = *known;
    while (entry.found == 0 && entry.searched < max_length) {
        int length = entry.searched + 1;
        bool found = search(mind, action, budget, length);
        if (stopped()) return false;
        Entry& stored = memo_[memo_key];
        stored.searched = static_cast<std::uint16_t>(length);
        if (found) stored.found = static_cast<std::uint16_t>(length);
        entry = stored;
    }
    return entry.found != 0 && entry.found <= max_length;
}

// ---- the search for a reason of one length ----

bool Explainer::search(MindId mind, EventIndex action, int budget, int length) {
    ++searches_;
    EntityId owner = dynamics_.store().owner(mind);
    Quest quest{mind, action, budget, length, dynamics_.utility(mind, owner), 0, {action}, {}};
    if (std::isnan(quest.threshold)) return false;
    MindId after = dynamics_.successor(mind, action);
    if (!after.valid()) return false;
    quest.states.push_back(after);
    quest.threshold_id = threshold_id(quest.threshold);
    bool found = false;
    if (length == 1) {
        found = dynamics_.utility(after, owner) > quest.threshold;
    } else {
        found =
            improvable(after, quest.threshold, quest.threshold_id, budget - 1, length - 1) && extend(quest);
    }
    if (found && !stopped()) {
        auto place = static_cast<std::uint32_t>(plans_.size());
        plans_.insert(plans_.end(), quest.plan.begin(), quest.plan.end());
        budget_.charge_bytes(static_cast<std::int64_t>(quest.plan.size() * sizeof(EventIndex)));
        memo_[key(mind, action, budget)].plan = place;
    }
    return found;
}

/// Extends the plan of the quest to its full length in all promising ways; true with the plan if one is a
/// reason.
bool Explainer::extend(Quest& quest) {
    if (stopped()) return false;
    auto taken = static_cast<int>(quest.plan.size());
    if (taken == quest.length) return complete(quest);
    MindId state = quest.states.back();
    EntityId owner = dynamics_.store().owner(state);
    int budget = quest.budget - taken;  // of the next action, whose position is taken + 1
    int left = quest.length - taken - 1;
    auto possible = dynamics_.possible_actions(state);
    std::vector<EventIndex> actions(possible.begin(), possible.end());
    for (EventIndex action : actions) {
        if (ground_.consenting(action).empty() || !thought_possible(state, action)) continue;
        MindId after = dynamics_.successor(state, action);
        if (!after.valid()) return false;
        if (left == 0 ? !(dynamics_.utility(after, owner) > quest.threshold)
                      : !improvable(after, quest.threshold, quest.threshold_id, budget - 1, left))
            continue;
        if (!consented(state, action, budget, budget)) continue;
        quest.plan.push_back(action);
        quest.states.push_back(after);
        if (extend(quest)) return true;
        quest.plan.pop_back();
        quest.states.pop_back();
        if (stopped()) return false;
    }
    return false;
}

bool Explainer::complete(Quest& quest) {
    EntityId owner = dynamics_.store().owner(quest.mind);
    double utility = dynamics_.utility(quest.states.back(), owner);
    if (!(utility > quest.threshold)) return false;
    for (std::size_t i = 0; i + 1 < quest.states.size(); ++i)
        if (dynamics_.utility(quest.states[i], owner) == utility) return false;
    return minimal(quest);
}

/// Only competitors that leave out the first action matter: one that keeps it would have been found as a
/// shorter reason (docs/design/engine-explain.md).
bool Explainer::minimal(const Quest& quest) {
    double utility = dynamics_.utility(quest.states.back(), dynamics_.store().owner(quest.mind));
    visited_.clear();
    if (!competes(quest, quest.mind, 1, 0, utility, false)) return true;
    visited_.clear();
    return !competes(quest, quest.mind, 1, 0, utility, true);
}

/// Can a subsequence of the rest of the plan from `next`, taken in `state` after `taken` actions, end with
/// the utility? With `explained`, all its actions must be explained by reasons shorter than the plan.
bool Explainer::competes(const Quest& quest, MindId state, std::size_t next, int taken, double utility,
                         bool explained) {
    if (taken > 0 && dynamics_.utility(state, dynamics_.store().owner(quest.mind)) == utility) return true;
    if (next == quest.plan.size() || stopped()) return false;
    std::uint64_t visit = std::uint64_t{state.value} << 32 | static_cast<std::uint64_t>(next) << 16 |
                          static_cast<std::uint64_t>(taken);
    if (!explained) {
        if (std::find(visited_.begin(), visited_.end(), visit) != visited_.end()) return false;
        visited_.push_back(visit);
    }
    EventIndex action = quest.plan[next];
    if (dynamics_.possible(action, state) && thought_possible(state, action)) {
        MindId after = dynamics_.successor(state, action);
        if (after.valid() && competes(quest, after, next + 1, taken + 1, utility, explained) &&
            (!explained || consented(state, action, quest.budget - taken, quest.length - 1)))
            return true;
    }
    return competes(quest, state, next + 1, taken, utility, explained);
}

// ---- sieves ----

/// Could the owner's utility rise above the threshold within so many possible actions?
bool Explainer::reachable(MindId mind, double threshold, std::uint32_t threshold_id, int steps) {
    EntityId owner = dynamics_.store().owner(mind);
    if (dynamics_.utility(mind, owner) > threshold) return true;
    if (steps <= 0 || stopped()) return false;
    std::uint64_t reach_key = std::uint64_t{mind.value} << 32 | threshold_id;
    const Reach* known = reach_.find(reach_key);
    if (known && steps >= known->succeeds) return true;
    if (known && steps < known->fails) return false;
    if (steps >= kEstimateFrom && !(known && known->estimated)) {
        std::uint32_t least = relaxed_.until(mind, owner, threshold, threshold, Relaxation::max);
        if (stopped()) return false;
        Reach& entry = reach_[reach_key];
        entry.estimated = true;
        entry.fails = std::max(entry.fails, static_cast<std::uint16_t>(std::min(least, 0xfffeu)));
        if (steps < entry.fails) return false;
    }
    const std::vector<std::uint16_t>& distances = relevance_.distances(owner);
    auto possible = dynamics_.possible_actions(mind);
    std::vector<EventIndex> actions(possible.begin(), possible.end());
    for (EventIndex action : actions) {
        if (distances[action.index()] > steps - 1 || ground_.consenting(action).empty()) continue;
        if (!thought_possible(mind, action)) continue;
        MindId after = dynamics_.successor(mind, action);
        if (!after.valid() || stopped()) return false;
        if (!reachable(after, threshold, threshold_id, steps - 1)) continue;
        Reach& entry = reach_[reach_key];
        entry.succeeds = std::min<std::uint16_t>(entry.succeeds, static_cast<std::uint16_t>(steps));
        return true;
    }
    if (stopped()) return false;
    Reach& entry = reach_[reach_key];
    entry.fails = std::max<std::uint16_t>(entry.fails, static_cast<std::uint16_t>(steps + 1));
    return false;
}

/// The same with every action explained, the next one at this budget.
bool Explainer::improvable(MindId mind, double threshold, std::uint32_t threshold_id, int budget, int steps) {
    EntityId owner = dynamics_.store().owner(mind);
    if (dynamics_.utility(mind, owner) > threshold) return true;
    steps = std::min(steps, budget);
    if (steps <= 0 || stopped()) return false;
    std::uint64_t improve_key = std::uint64_t{mind.value} << 32 | std::uint64_t{threshold_id} << 11 |
                                static_cast<std::uint64_t>(budget);
    if (const Reach* known = improve_.find(improve_key)) {
        if (steps >= known->succeeds) return true;
        if (steps < known->fails) return false;
    }
    bool found = false;
    if (reachable(mind, threshold, threshold_id, steps)) {
        auto possible = dynamics_.possible_actions(mind);
        std::vector<EventIndex> actions(possible.begin(), possible.end());
        for (EventIndex action : actions) {
            if (ground_.consenting(action).empty() || !thought_possible(mind, action)) continue;
            MindId after = dynamics_.successor(mind, action);
            if (!after.valid() || stopped()) return false;
            if (!reachable(after, threshold, threshold_id, steps - 1)) continue;
            if (!improvable(after, threshold, threshold_id, budget - 1, steps - 1)) continue;
            if (!consented(mind, action, budget, budget)) continue;
            found = true;
            break;
        }
    }
    if (stopped()) return false;
    Reach& entry = improve_[improve_key];
    if (found) {
        entry.succeeds = std::min<std::uint16_t>(entry.succeeds, static_cast<std::uint16_t>(steps));
    } else {
        entry.fails = std::max<std::uint16_t>(entry.fails, static_cast<std::uint16_t>(steps + 1));
    }
    return found;
}

// ---- telling the reasons ----

std::vector<model::ExplanationId> Explainer::describe(MindId state, EventIndex action, int budget,
                                                      model::Plan& plan) {
    std::vector<model::ExplanationId> reasons;
    for (EntityId character : ground_.consenting(action))
        reasons.push_back(describe_reason(dynamics_.store().mind_of(state, character), action, budget, plan));
    return reasons;
}

model::ExplanationId Explainer::describe_reason(MindId mind, EventIndex action, int budget,
                                                model::Plan& plan) {
    budget = dynamics_.store().level(mind) > belief_limit_ ? 1 : std::max(budget, 1);
    std::uint64_t memo_key = key(mind, action, budget);
    if (auto known = described_.find(memo_key); known != described_.end()) return known->second;
    const Entry* entry = memo_.find(memo_key);
    WT_CHECK(entry && entry->found != 0, "EXPLAIN-1: only what is explained is described");
    std::vector<EventIndex> actions(plans_.begin() + entry->plan,
                                    plans_.begin() + entry->plan + entry->found);
    model::Explanation explanation{dynamics_.store().owner(mind), {}};
    MindId state = mind;
    for (std::size_t i = 0; i < actions.size(); ++i) {
        model::Step step{ground_.ground_event(actions[i]), {}};
        if (i > 0) step.reasons = describe(state, actions[i], budget - static_cast<int>(i), plan);
        explanation.steps.push_back(std::move(step));
        state = dynamics_.successor(state, actions[i]);
    }
    // Minds that differ only in what does not matter here often have the same reason.
    auto same = std::find(plan.explanations.begin(), plan.explanations.end(), explanation);
    model::ExplanationId id(static_cast<std::size_t>(same - plan.explanations.begin()));
    if (same == plan.explanations.end()) plan.explanations.push_back(std::move(explanation));
    described_.emplace(memo_key, id);
    return id;
}

}  // namespace wt::engine
