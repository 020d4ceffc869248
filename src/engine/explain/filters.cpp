// The filters rule out reasons, from cheap to exact: `imaginable`, `acceptable`, `reachable`, `improvable`,
// `undecided`.
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "engine/explain/explainer.h"

namespace wt::engine {

using model::EntityId;

namespace {

/// With fewer steps left, trying all actions costs less than an estimate.
constexpr int kEstimateFrom = 2;
constexpr int kAnyLength = 0xfffd;

}  // namespace

/// Returns what a plan through the mind may end with: more than the threshold, and not what the mind has already.
Explainer::Target Explainer::target_from(MindId mind, double above) {
    double now = dynamics_.utility(mind, dynamics_.store().owner(mind));
    Target target{above, now > above ? now : std::numeric_limits<double>::quiet_NaN()};
    auto next = static_cast<std::uint32_t>(targets_.size());
    auto bits = std::pair(std::bit_cast<std::uint64_t>(above), std::bit_cast<std::uint64_t>(target.except));
    target.number = targets_.try_emplace(bits, next).first->second;
    return target;
}

/// Returns the actions that the owner of a mind can count on. At the belief limit these are its own actions, and those
/// by which all others who must consent can gain at once; otherwise they are all actions.
const std::vector<char>& Explainer::usable(MindId mind) {
    EntityId owner = dynamics_.store().owner(mind);
    bool is_at_limit = at_limit(mind);
    usable_.resize(2 * ground_.character_count());
    std::vector<char>& known = usable_[2 * owner.index() + is_at_limit];
    if (!known.empty()) return known;
    std::vector<char> usable(ground_.action_count(), 1);
    for (std::size_t i = 0; is_at_limit && i < usable.size(); ++i)
        for (EntityId character : ground_.consenting(EventIndex(i)))
            if (character != owner && relevance_.distances(character)[i] > 0) usable[i] = 0;
    // After a stop it means nothing, and is not kept.
    std::vector<char>& place = budget_.stop() == Stop::none ? known : unfinished_;
    return place = std::move(usable);
}

/// Tells whether the owner can imagine the action at all, as far as that is quickly seen: all who must consent would
/// take it to be possible, and at the belief limit the others gain at once. An earlier action that `Relevance` leaves
/// out makes no difference to that.
bool Explainer::imaginable(MindId state, EventIndex action) {
    if (ground_.consenting(action).empty() || !usable(state)[action.index()]) return false;
    if (!thought_possible(state, action)) return false;
    if (!at_limit(state)) return true;
    EntityId owner = dynamics_.store().owner(state);
    for (EntityId character : ground_.consenting(action))
        if (character != owner && !has_reason(dynamics_.store().mind_of(state, character), action, 1, 1))
            return false;
    return true;
}

/// Tells whether the action is imaginable and the others could gain by it some time.
bool Explainer::acceptable(MindId state, EventIndex action) {
    if (!imaginable(state, action)) return false;
    if (at_limit(state)) return true;
    EntityId owner = dynamics_.store().owner(state);
    for (EntityId character : ground_.consenting(action))
        if (character != owner && !may_gain(dynamics_.store().mind_of(state, character), action, kAnyLength))
            return false;
    return true;
}

/// Could the owner's utility rise within so many possible actions, of which this is the first?
bool Explainer::may_gain(MindId mind, EventIndex action, int steps) {
    // The first action of a reason needs no consent of others, but the relaxation may have it need that.
    if (at_limit(mind) && ground_.consenting(action).size() > 1) return true;
    EntityId owner = dynamics_.store().owner(mind);
    double now = dynamics_.utility(mind, owner);
    if (std::isnan(now)) return false;
    Target target = target_from(mind, now);
    std::uint64_t reach_key = std::uint64_t{mind.value} << 32 | target.number;
    const Reach* known = reach_.find(reach_key);
    if (!known || !known->estimated) known = &estimate_reach(mind, target, reach_key);
    return steps >= known->fails;
}

Explainer::Reach& Explainer::estimate_reach(MindId mind, const Target& target, std::uint64_t reach_key) {
    std::uint32_t least = relaxed_.until(mind, goal_of(mind, target), Relaxation::max, at_limit(mind));
    Reach& entry = reach_[reach_key];
    if (stopped()) return entry;
    entry.estimated = true;
    entry.fails = std::max(entry.fails, static_cast<std::uint16_t>(std::min(least, 0xfffeu)));
    return entry;
}

/// Could the owner's utility meet the target within so many possible actions?
bool Explainer::reachable(MindId mind, const Target& target, int steps) {
    EntityId owner = dynamics_.store().owner(mind);
    if (target.met_by(dynamics_.utility(mind, owner))) return true;
    if (steps <= 0 || stopped()) return false;
    std::uint64_t reach_key = std::uint64_t{mind.value} << 32 | target.number;
    const Reach* known = reach_.find(reach_key);
    if (known && steps >= known->succeeds) return true;
    if (known && steps < known->fails) return false;
    if (steps >= kEstimateFrom && !(known && known->estimated)) {
        const Reach& entry = estimate_reach(mind, target, reach_key);
        if (stopped() || steps < entry.fails) return false;
    }
    ++effort_;
    bool is_restless = dynamics_.endless().has_value();
    const std::vector<std::uint16_t>& distances =
        relevance_.distances(owner, {.with_consent = true, .is_restless = is_restless});
    auto possible = dynamics_.possible_actions(mind);
    std::vector<EventIndex> actions(possible.begin(), possible.end());
    for (EventIndex action : actions) {
        if (distances[action.index()] > steps - 1 || !imaginable(mind, action)) continue;
        MindId after = dynamics_.successor(mind, action);
        if (stopped()) return false;
        if (!after.valid()) continue;
        if (!reachable(after, target, steps - 1)) continue;
        Reach& entry = reach_[reach_key];
        entry.succeeds = std::min<std::uint16_t>(entry.succeeds, static_cast<std::uint16_t>(steps));
        return true;
    }
    if (stopped()) return false;
    // What has been left out may be what would have kept triggers from going on for ever.
    if (!is_restless && dynamics_.endless()) return reachable(mind, target, steps);
    Reach& entry = reach_[reach_key];
    entry.fails = std::max<std::uint16_t>(entry.fails, static_cast<std::uint16_t>(steps + 1));
    return false;
}

/// This asks the same with every action explained; the next one has this budget.
bool Explainer::improvable(MindId mind, const Target& target, int budget, int steps) {
    EntityId owner = dynamics_.store().owner(mind);
    if (target.met_by(dynamics_.utility(mind, owner))) return true;
    steps = std::min(steps, budget);
    if (steps <= 0 || stopped()) return false;
    std::uint64_t improve_key = std::uint64_t{mind.value} << 32 | std::uint64_t{target.number} << 11 |
                                static_cast<std::uint64_t>(budget);
    if (const Reach* known = improve_.find(improve_key)) {
        if (steps >= known->succeeds) return true;
        if (steps < known->fails) return false;
    }
    ++effort_;
    bool found = false;
    if (reachable(mind, target, steps)) {
        auto possible = dynamics_.possible_actions(mind);
        std::vector<EventIndex> actions(possible.begin(), possible.end());
        for (EventIndex action : actions) {
            if (!acceptable(mind, action)) continue;
            MindId after = dynamics_.successor(mind, action);
            if (stopped()) return false;
            if (!after.valid()) continue;
            if (!reachable(after, target, steps - 1)) continue;
            if (!improvable(after, target, budget - 1, steps - 1)) continue;
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

/// May there be so many further actions, all explained, that end above the threshold, and which the rival
/// that does what it can of them does not match? The next action has this budget.
bool Explainer::undecided(const Quest& quest, MindId state, Rival rival, int budget, int steps) {
    EntityId owner = dynamics_.store().owner(state);
    if (steps == 0) {
        double utility = dynamics_.utility(state, owner);
        return utility > quest.threshold && dynamics_.utility(rival.state, owner) != utility;
    }
    if (stopped()) return false;
    Target target = target_from(state, quest.threshold);
    if (!reachable(state, target, steps)) return false;
    if (quest.budget > 0xff) return true;
    auto number = [](FlatMap<std::uint32_t>& numbers, std::uint64_t pair) {
        auto next = static_cast<std::uint32_t>(numbers.size());
        if (const std::uint32_t* known = numbers.find(pair)) return *known;
        return numbers[pair] = next;
    };
    std::uint32_t pair = number(pairs_, std::uint64_t{state.value} << 32 | rival.state.value);
    pair = number(pairs_with_target_, std::uint64_t{pair} << 32 | target.number);
    std::uint64_t question = std::uint64_t{pair} << 32 | static_cast<std::uint64_t>(budget) << 24 |
                             static_cast<std::uint64_t>(rival.behind) << 16 |
                             static_cast<std::uint64_t>(steps) << 8 |
                             static_cast<std::uint64_t>(quest.length);
    if (const char* known = undecided_.find(question)) return *known != 0;
    bool answer = undecided_anew(quest, state, rival, budget, steps);
    if (!stopped()) undecided_[question] = answer ? 1 : 0;
    return answer;
}

bool Explainer::undecided_anew(const Quest& quest, MindId state, Rival rival, int budget, int steps) {
    ++effort_;
    EntityId owner = dynamics_.store().owner(state);
    auto possible = dynamics_.possible_actions(state);
    std::vector<EventIndex> actions(possible.begin(), possible.end());
    for (EventIndex action : actions) {
        if (steps == 1 && relevance_.distances(owner)[action.index()] > 0) continue;
        if (!acceptable(state, action)) continue;
        MindId after = dynamics_.successor(state, action);
        if (stopped()) return false;
        if (!after.valid()) continue;
        if (promising(quest, state, rival, budget, steps, action, after)) return true;
    }
    return false;
}

/// May the action, the first of so many further ones, belong to a reason? If so, this returns where the rival is then.
std::optional<Explainer::Rival> Explainer::promising(const Quest& quest, MindId state, Rival rival,
                                                     int budget, int steps, EventIndex action, MindId after) {
    EntityId owner = dynamics_.store().owner(state);
    if (steps == 1 ? !target_from(state, quest.threshold).met_by(dynamics_.utility(after, owner))
                   : !improvable(after, target_from(after, quest.threshold), budget - 1, steps - 1))
        return std::nullopt;
    Rival left_behind{rival.state, rival.behind + 1};
    Rival follows = left_behind;
    if (dynamics_.possible(action, rival.state) && thought_possible(rival.state, action)) {
        MindId beside = dynamics_.successor(rival.state, action);
        if (stopped()) return std::nullopt;
        if (beside.valid()) follows = {beside, rival.behind};
    }
    // Without the action itself, would the rest do as well?
    if (!undecided(quest, after, {state, 1}, budget - 1, steps - 1)) return std::nullopt;
    if (!consented(state, action, budget, budget)) return std::nullopt;
    bool undecided_still = undecided(quest, after, follows, budget - 1, steps - 1);
    if (follows.behind == rival.behind && !undecided_still) {
        if (consented(rival.state, action, budget + rival.behind, quest.length - 1)) return std::nullopt;
        follows = left_behind;
        undecided_still = undecided(quest, after, follows, budget - 1, steps - 1);
    }
    if (!undecided_still) return std::nullopt;
    return follows;
}

}  // namespace wt::engine
