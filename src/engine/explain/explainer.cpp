#include "engine/explain/explainer.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace wt::engine {

using model::EntityId;

namespace {

/// First all lengths up to this one are searched for a reason, one after the other; only then is one sought quickly.
constexpr int kQuickSearchAfter = 1;

}  // namespace

Explainer::Explainer(Dynamics& dynamics, GroundWorld& ground, RelaxedCosts& relaxed, Budget& budget)
    : dynamics_(dynamics),
      ground_(ground),
      budget_(budget),
      relevance_(relaxed.relevance()),
      relaxed_(relaxed),
      memo_(budget),
      reach_(budget),
      improve_(budget),
      pairs_(budget),
      pairs_with_target_(budget),
      undecided_(budget),
      quick_distances_(budget) {
    if (!ground.is_uncertain()) return;
    prospects_ = std::make_unique<Prospects>(dynamics, ground, relevance_, budget);
    prospects_->set_effort_limit(&effort_limit_);
}

void Explainer::set_foresight(int actions) {
    if (prospects_) prospects_->set_limits(belief_limit_, actions);
}

void Explainer::set_belief_limit(int limit) {
    if (limit == belief_limit_) return;
    belief_limit_ = limit;
    if (prospects_) prospects_->set_limits(limit, prospects_->foresight());
    memo_.clear();
    reach_.clear();
    improve_.clear();
    undecided_.clear();
    quick_distances_.clear();
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

// ---- who agrees ----

bool Explainer::thought_possible(MindId state, EventIndex action) {
    EntityId owner = dynamics_.store().owner(state);
    for (EntityId character : ground_.consenting(action))
        if (character != owner && is_asked(state, character) &&
            !(prospects_ ? dynamics_.can_be_tried(action, dynamics_.store().mind_of(state, character))
                         : dynamics_.possible(action, dynamics_.store().mind_of(state, character))))
            return false;
    return true;
}

void Explainer::set_puppets(const std::vector<EntityId>& characters) {
    puppets_.clear();
    if (!characters.empty()) puppets_.resize(ground_.character_count(), 0);
    for (EntityId character : characters)
        puppets_[character.index()] = 1;
}

bool Explainer::consented(MindId state, EventIndex action, int budget, int owners_length) {
    if (!thought_possible(state, action)) return false;
    if (prospects_) {
        bool is_real = !dynamics_.store().owner(state).valid();
        return prospects_->consented(state, prospects_->action_of(action), budget, owners_length,
                                     is_real ? &puppets_ : nullptr);
    }
    const StateStore& store = dynamics_.store();
    EntityId owner = store.owner(state);
    // Short reasons are quickly looked for, so that the owner is asked first where they alone count.
    bool asks_owner_first = owners_length < budget;
    for (bool of_owner : {asks_owner_first, !asks_owner_first})
        for (EntityId character : ground_.consenting(action))
            if ((character == owner) == of_owner && is_asked(state, character) &&
                !has_reason(store.asked_in(state, character), action, budget,
                            of_owner ? owners_length : budget))
                return false;
    return true;
}

bool Explainer::has_reason(MindId mind, EventIndex action, int budget, int max_length) {
    ++queries_;
    if (prospects_)
        return prospects_->has_reason(prospects_->prospect_of(mind), prospects_->action_of(action), budget,
                                      max_length);
    budget = dynamics_.store().level(mind) > belief_limit_ ? 1 : std::max(budget, 1);
    max_length = std::min(max_length, budget);
    std::uint64_t memo_key = key(mind, action, budget);
    Entry entry;
    if (const Entry* known = memo_.find(memo_key)) {
        entry = *known;
    } else if (max_length > 1 && !may_gain(mind, action, max_length)) {
        return false;
    }
    while (entry.searched < max_length && (entry.found == 0 || entry.found > max_length)) {
        if (entry.searched == kQuickSearchAfter && max_length == budget && !entry.quick_searched) {
            bool found = quick_search(mind, action, budget);
            if (stopped()) return false;
            memo_[memo_key].quick_searched = true;
            entry = memo_[memo_key];
            if (found) break;
        }
        int length = entry.searched + 1;
        bool found = search(mind, action, budget, length);
        if (stopped()) return false;
        Entry& stored = memo_[memo_key];
        if (found) {
            stored.found = static_cast<std::uint16_t>(length);
        } else {
            stored.searched = static_cast<std::uint16_t>(length);
        }
        entry = stored;
    }
    return entry.found != 0 && entry.found <= max_length;
}

void Explainer::remember(Entry& entry, const std::vector<EventIndex>& plan) {
    entry.plan = static_cast<std::uint32_t>(plans_.size());
    plans_.insert(plans_.end(), plan.begin(), plan.end());
    budget_.charge_bytes(static_cast<std::int64_t>(plan.size() * sizeof(EventIndex)));
}

// ---- the search for a reason of one length ----

bool Explainer::search(MindId mind, EventIndex action, int budget, int length) {
    ++searches_;
    EntityId owner = dynamics_.store().owner(mind);
    Quest quest{mind, action, budget, length, dynamics_.utility(mind, owner), {action}, {}, {{mind, 1}}};
    if (std::isnan(quest.threshold)) return false;
    MindId after = dynamics_.successor(mind, action);
    if (!after.valid()) return false;
    quest.states.push_back(after);
    bool found = false;
    if (length == 1) {
        found = dynamics_.utility(after, owner) > quest.threshold;
    } else {
        found = improvable(after, target_from(after, quest.threshold), budget - 1, length - 1) &&
                undecided(quest, after, {mind, 1}, budget - 1, length - 1) && extend(quest);
    }
    if (found && !stopped()) {
        remember(memo_[key(mind, action, budget)], quest.plan);
    }
    return found;
}

/// Extends the plan of the quest to its full length in all promising ways. Returns true, with the plan, if one of them
/// is a reason.
bool Explainer::extend(Quest& quest) {
    if (stopped()) return false;
    auto taken = static_cast<int>(quest.plan.size());
    if (taken == quest.length) return complete(quest);
    ++effort_;
    MindId state = quest.states.back();
    int budget = quest.budget - taken;  // of the next action, whose position is taken + 1
    int steps = quest.length - taken;
    auto possible = dynamics_.possible_actions(state);
    std::vector<EventIndex> actions(possible.begin(), possible.end());
    for (EventIndex action : actions) {
        if (!acceptable(state, action)) continue;
        MindId after = dynamics_.successor(state, action);
        if (!after.valid()) continue;
        std::optional<Rival> rival =
            promising(quest, state, quest.rivals.back(), budget, steps, action, after);
        if (!rival) continue;
        quest.plan.push_back(action);
        quest.states.push_back(after);
        quest.rivals.push_back(*rival);
        if (extend(quest)) return true;
        quest.plan.pop_back();
        quest.states.pop_back();
        quest.rivals.pop_back();
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
    ++effort_;
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

// ---- describing the reasons ----

std::vector<model::ExplanationId> Explainer::describe(MindId state, EventIndex action, int budget,
                                                      model::Plan& plan) {
    if (prospects_) return describe_in(state, prospects_->action_of(action), budget, plan);
    std::vector<model::ExplanationId> reasons;
    for (EntityId character : ground_.consenting(action))
        if (is_asked(state, character))
            reasons.push_back(
                describe_reason(dynamics_.store().asked_in(state, character), action, budget, plan));
    return reasons;
}

model::ExplanationId Explainer::describe_reason(MindId mind, EventIndex action, int budget,
                                                model::Plan& plan) {
    const StateStore& store = dynamics_.store();
    budget = store.level(store.first_of(mind)) > belief_limit_ ? 1 : std::max(budget, 1);
    std::uint64_t memo_key = key(mind, action, budget);
    if (auto known = described_.find(memo_key); known != described_.end()) return known->second;
    if (prospects_) {
        model::Explanation explanation{store.owner(store.first_of(mind)), {}};
        MindId running = mind;
        for (EventIndex step : prospects_->reason(mind, action, budget)) {
            if (!running.valid()) break;  // after a stop
            auto taken = static_cast<int>(explanation.steps.size());
            std::vector<model::ExplanationId> reasons;
            if (taken > 0) reasons = describe_in(running, step, budget - taken, plan);
            explanation.steps.push_back({ground_.ground_event(step), std::move(reasons)});
            running = prospects_->after(running, step);
        }
        return add_reason(memo_key, std::move(explanation), plan);
    }
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
    return add_reason(memo_key, std::move(explanation), plan);
}

/// Describes the reasons of those who consent to the action in the prospect. The owner has one for the whole prospect,
/// everybody else has one in the first world in which the action can be tried.
std::vector<model::ExplanationId> Explainer::describe_in(MindId prospect, EventIndex action, int budget,
                                                         model::Plan& plan) {
    const StateStore& store = dynamics_.store();
    MindId world = prospects_->tried_in(prospect, action);
    if (!world.valid()) return {};  // after a stop
    EntityId owner = store.owner(store.first_of(prospect));
    std::vector<model::ExplanationId> reasons;
    for (EntityId character : ground_.consenting(action)) {
        if (!is_asked(store.first_of(prospect), character)) continue;
        MindId asked =
            character == owner ? prospect : prospects_->prospect_of(store.mind_of(world, character));
        reasons.push_back(describe_reason(asked, action, budget, plan));
    }
    return reasons;
}

model::ExplanationId Explainer::add_reason(std::uint64_t memo_key, model::Explanation explanation,
                                           model::Plan& plan) {
    // Minds that differ only in what does not matter here often have the same reason.
    auto same = std::find(plan.explanations.begin(), plan.explanations.end(), explanation);
    model::ExplanationId id(static_cast<std::size_t>(same - plan.explanations.begin()));
    if (same == plan.explanations.end()) plan.explanations.push_back(std::move(explanation));
    described_.emplace(memo_key, id);
    return id;
}

}  // namespace wt::engine
