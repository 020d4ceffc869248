#include "engine/explain/explainer.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <set>
#include <tuple>

namespace wt::engine {

using model::EntityId;

namespace {

/// With fewer steps left, trying all actions costs less than an estimate.
constexpr int kEstimateFrom = 2;
/// Reasons of up to so many actions are looked for one length after the other before any is guessed.
constexpr int kGuessAfter = 1;
constexpr int kGuessExpansions = 100;
constexpr std::uint64_t kGuessEffort = 150;
constexpr int kGuessDelays = 4;
constexpr std::uint32_t kNoMotive = 200;

}  // namespace

Explainer::Explainer(Dynamics& dynamics, GroundWorld& ground, RelaxedCosts& relaxed, Budget& budget)
    : dynamics_(dynamics),
      ground_(ground),
      budget_(budget),
      relevance_(ground),
      relaxed_(relaxed),
      memo_(budget),
      reach_(budget),
      improve_(budget),
      pairs_(budget),
      undecided_(budget),
      guessed_distances_(budget) {}

void Explainer::set_belief_limit(int limit) {
    if (limit == belief_limit_) return;
    belief_limit_ = limit;
    memo_.clear();
    reach_.clear();
    improve_.clear();
    undecided_.clear();
    guessed_distances_.clear();
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

/// What a plan through the mind may end with: more than the threshold, and not what the mind has already.
Explainer::Target Explainer::target_from(MindId mind, double above) {
    double now = dynamics_.utility(mind, dynamics_.store().owner(mind));
    Target target{above, now > above ? now : std::numeric_limits<double>::quiet_NaN()};
    auto next = static_cast<std::uint32_t>(targets_.size());
    auto bits = std::pair(std::bit_cast<std::uint64_t>(above), std::bit_cast<std::uint64_t>(target.except));
    target.number = targets_.try_emplace(bits, next).first->second;
    return target;
}

// ---- who agrees ----

bool Explainer::thought_possible(MindId state, EventIndex action) {
    EntityId owner = dynamics_.store().owner(state);
    for (EntityId character : ground_.consenting(action))
        if (character != owner && !dynamics_.possible(action, dynamics_.store().mind_of(state, character)))
            return false;
    return true;
}

/// The actions that the owner of a mind can count on: at the belief limit its own, and those which can be of
/// use at once to all others who must consent; else all.
const std::vector<char>& Explainer::usable(MindId mind) {
    EntityId owner = dynamics_.store().owner(mind);
    bool at_limit = dynamics_.store().level(mind) == belief_limit_;
    usable_.resize(2 * ground_.character_count());
    std::vector<char>& known = usable_[2 * owner.index() + at_limit];
    if (!known.empty()) return known;
    known.assign(ground_.action_count(), 1);
    for (std::size_t i = 0; at_limit && i < known.size(); ++i)
        for (EntityId character : ground_.consenting(EventIndex(i)))
            if (character != owner && relevance_.distances(character)[i] > 0) known[i] = 0;
    return known;
}

/// Whether the owner can imagine the action at all, as far as that is quickly seen: all who must consent
/// would take it to be possible, it can be of use to them, and at the belief limit the others gain at once.
bool Explainer::imaginable(MindId state, EventIndex action) {
    if (ground_.consenting(action).empty() || !usable(state)[action.index()]) return false;
    if (!thought_possible(state, action)) return false;
    if (dynamics_.store().level(state) != belief_limit_) return true;
    EntityId owner = dynamics_.store().owner(state);
    for (EntityId character : ground_.consenting(action))
        if (character != owner && !has_reason(dynamics_.store().mind_of(state, character), action, 1, 1))
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
    while (entry.searched < max_length && (entry.found == 0 || entry.found > max_length)) {
        if (entry.searched == kGuessAfter && max_length == budget && !entry.guessed) {
            bool found = guess(mind, action, budget);
            if (stopped()) return false;
            memo_[memo_key].guessed = true;
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

// ---- guessing ----

/// How far an optimistic plan from the mind to the target would be.
std::uint32_t Explainer::guessed_distance(MindId mind, const Target& target) {
    std::uint64_t question = std::uint64_t{mind.value} << 32 | target.number;
    if (const std::uint32_t* known = guessed_distances_.find(question)) return *known;
    std::vector<std::uint32_t> others;
    bool deep = dynamics_.store().level(mind) >= belief_limit_;
    if (!deep) others = motives(mind);
    std::uint32_t distance =
        relaxed_.until(mind, dynamics_.store().owner(mind), target.above, target.above, Relaxation::sum,
                       &usable(mind), RelaxedCosts::kInfinite, target.except, deep ? nullptr : &others);
    if (!stopped()) guessed_distances_[question] = distance;
    return distance;
}

std::vector<std::uint32_t> Explainer::motives(MindId state) {
    std::vector<std::uint32_t> result(ground_.character_count(), 0);
    EntityId owner = dynamics_.store().owner(state);
    for (std::size_t i = 0; i < result.size(); ++i) {
        EntityId character(i);
        if (character == owner) continue;
        MindId mind = dynamics_.store().mind_of(state, character);
        double now = dynamics_.utility(mind, character);
        if (std::isnan(now)) {
            result[i] = kNoMotive;
            continue;
        }
        std::uint32_t distance = guessed_distance(mind, target_from(mind, now));
        result[i] = std::min(distance, kNoMotive);
    }
    return result;
}

/// Looks for a reason of any length where one is most likely: best-first, with little effort for each step.
/// What it finds is a reason; that it finds nothing means nothing.
bool Explainer::guess(MindId mind, EventIndex action, int budget) {
    EntityId owner = dynamics_.store().owner(mind);
    double threshold = dynamics_.utility(mind, owner);
    if (std::isnan(threshold)) return false;
    std::uint64_t all_effort = effort_limit_;
    std::vector<Guess> nodes;
    std::set<std::tuple<std::uint64_t, std::uint32_t, std::uint32_t>> open;
    std::set<std::uint32_t> closed;
    auto push = [&](MindId state, EventIndex taken, std::uint32_t parent, int length) {
        bool gained = dynamics_.utility(state, owner) > threshold;
        std::uint32_t left = gained ? 0 : guessed_distance(state, target_from(state, threshold));
        if (left >= RelaxedCosts::kInfinite) return;
        auto number = static_cast<std::uint32_t>(nodes.size());
        nodes.push_back({state, taken, parent, static_cast<std::uint16_t>(length), left, 0});
        open.insert({static_cast<std::uint64_t>(length) + 3ull * left, left, number});
    };
    MindId first = dynamics_.successor(mind, action);
    if (!first.valid()) return false;
    push(first, action, 0, 1);
    for (int expansions = 0; !open.empty() && expansions < kGuessExpansions;) {
        if (stopped()) return false;
        Guess node = nodes[std::get<2>(*open.begin())];
        auto number = std::get<2>(*open.begin());
        open.erase(open.begin());
        if (closed.contains(node.state.value)) continue;
        if (number != 0) {
            MindId parent = nodes[node.parent].state;
            effort_limit_ = std::min(all_effort, effort() + (kGuessEffort << (2 * node.delays)));
            int left = budget - node.length + 1;
            bool agreed = thought_possible(parent, node.action);
            for (EntityId character : ground_.consenting(node.action))
                agreed = agreed && (character == owner ||
                                    has_reason(dynamics_.store().mind_of(parent, character), node.action, left, left));
            bool given_up = gave_up();
            effort_limit_ = all_effort;
            if (stopped()) return false;
            if (given_up) {
                int delays = ++nodes[number].delays;
                if (delays < kGuessDelays)
                    open.insert({node.length + 3ull * node.estimate + 30ull * static_cast<unsigned>(delays), node.estimate, number});
                continue;
            }
            if (!agreed) continue;
        }
        closed.insert(node.state.value);
        ++expansions;
        ++effort_;
        double utility = dynamics_.utility(node.state, owner);
        if (utility > threshold) {
            std::vector<EventIndex> plan;
            for (std::uint32_t i = number;; i = nodes[i].parent) {
                plan.push_back(nodes[i].action);
                if (i == 0) break;
            }
            std::reverse(plan.begin(), plan.end());
            effort_limit_ = std::min(all_effort, effort() + 10 * kGuessEffort);
            bool explained = shrink(mind, plan, budget) && steps_explained(mind, plan, budget);
            effort_limit_ = all_effort;
            if (stopped()) return false;
            if (explained) {
                Entry& entry = memo_[key(mind, action, budget)];
                remember(entry, plan);
                entry.found = static_cast<std::uint16_t>(plan.size());
                return true;
            }
            continue;
        }
        if (node.length >= budget) continue;
        auto possible = dynamics_.possible_actions(node.state);
        std::vector<EventIndex> actions(possible.begin(), possible.end());
        for (EventIndex next : actions) {
            if (!imaginable(node.state, next)) continue;
            MindId after = dynamics_.successor(node.state, next);
            if (!after.valid() || stopped()) return false;
            if (!closed.contains(after.value)) push(after, next, number, node.length + 1);
        }
    }
    return false;
}

/// Are the later steps explained for all who consent? For the owner mostly by the rest of the plan itself,
/// which is then noted.
bool Explainer::steps_explained(MindId mind, const std::vector<EventIndex>& plan, int budget) {
    EntityId owner = dynamics_.store().owner(mind);
    std::vector<MindId> states{mind};
    for (EventIndex action : plan)
        states.push_back(dynamics_.successor(states.back(), action));
    double utility = dynamics_.utility(states.back(), owner);
    for (std::size_t i = plan.size(); i-- > 1;) {
        int left = budget - static_cast<int>(i);
        bool by_rest = utility > dynamics_.utility(states[i], owner);
        for (EntityId character : ground_.consenting(plan[i])) {
            if (character == owner && by_rest) continue;
            if (!has_reason(dynamics_.store().mind_of(states[i], character), plan[i], left, left)) return false;
        }
        auto consenting = ground_.consenting(plan[i]);
        if (!by_rest || std::find(consenting.begin(), consenting.end(), owner) == consenting.end()) continue;
        Entry& entry = memo_[key(states[i], plan[i], left)];
        if (entry.found != 0) continue;
        remember(entry, {plan.begin() + static_cast<std::ptrdiff_t>(i), plan.end()});
        entry.found = static_cast<std::uint16_t>(plan.size() - i);
    }
    return true;
}

/// Leaves out what the plan can do without. False if that is the first action, or if it takes too long to
/// tell.
bool Explainer::shrink(MindId mind, std::vector<EventIndex>& plan, int budget) {
    for (bool shorter = true; shorter;) {
        shorter = false;
        std::vector<MindId> states{mind};
        for (EventIndex action : plan)
            states.push_back(dynamics_.successor(states.back(), action));
        double utility = dynamics_.utility(states.back(), dynamics_.store().owner(mind));
        for (std::size_t i = 0; i < plan.size() && !shorter; ++i) {
            std::vector<EventIndex> kept(plan.begin(), plan.begin() + static_cast<std::ptrdiff_t>(i));
            shorter = could_compete(states[i], plan, i + 1, utility, budget, kept);
            if (stopped() || (shorter && i == 0)) return false;
            if (shorter) plan = kept;
        }
    }
    return true;
}

/// Extends `kept`, which leads to the state, by explained actions of the plan from `next` on to the utility.
bool Explainer::could_compete(MindId state, const std::vector<EventIndex>& plan, std::size_t next,
                              double utility, int budget, std::vector<EventIndex>& kept) {
    ++effort_;
    if (dynamics_.utility(state, dynamics_.store().owner(state)) == utility) return true;
    if (next == plan.size() || stopped()) return false;
    EventIndex action = plan[next];
    if (dynamics_.possible(action, state) && thought_possible(state, action)) {
        MindId after = dynamics_.successor(state, action);
        auto taken = static_cast<int>(kept.size());
        std::size_t length = kept.size();
        kept.push_back(action);
        if (after.valid() && could_compete(after, plan, next + 1, utility, budget, kept) &&
            consented(state, action, budget - taken, static_cast<int>(plan.size()) - 1))
            return true;
        kept.resize(length);
    }
    return could_compete(state, plan, next + 1, utility, budget, kept);
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
        found =
            improvable(after, target_from(after, quest.threshold), budget - 1, length - 1) &&
            undecided(quest, after, {mind, 1}, budget - 1, length - 1) && extend(quest);
    }
    if (found && !stopped()) {
        remember(memo_[key(mind, action, budget)], quest.plan);
    }
    return found;
}

/// Extends the plan of the quest to its full length in all promising ways; true with the plan if one is a
/// reason.
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
        if (!imaginable(state, action)) continue;
        MindId after = dynamics_.successor(state, action);
        if (!after.valid()) return false;
        std::optional<Rival> rival = promising(quest, state, quest.rivals.back(), budget, steps, action, after);
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
    auto number = [&](std::uint64_t pair) {
        auto next = static_cast<std::uint32_t>(pairs_.size());
        if (const std::uint32_t* known = pairs_.find(pair)) return *known;
        pairs_[pair] = next;
        return next;
    };
    std::uint32_t pair = number(std::uint64_t{state.value} << 32 | rival.state.value);
    pair = number(std::uint64_t{0x80000000u | pair} << 32 | target.number);
    std::uint64_t question = std::uint64_t{pair} << 32 | static_cast<std::uint64_t>(budget) << 24 |
                             static_cast<std::uint64_t>(rival.behind) << 16 |
                             static_cast<std::uint64_t>(steps) << 8 | static_cast<std::uint64_t>(quest.length);
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
        if (!imaginable(state, action)) continue;
        MindId after = dynamics_.successor(state, action);
        if (!after.valid() || stopped()) return false;
        if (promising(quest, state, rival, budget, steps, action, after)) return true;
    }
    return false;
}

/// May the action, the first of so many further ones, belong to a reason? Where the rival is then.
std::optional<Explainer::Rival> Explainer::promising(const Quest& quest, MindId state, Rival rival,
                                                     int budget, int steps, EventIndex action,
                                                     MindId after) {
    EntityId owner = dynamics_.store().owner(state);
    if (steps == 1 ? !target_from(state, quest.threshold).met_by(dynamics_.utility(after, owner))
                   : !improvable(after, target_from(after, quest.threshold), budget - 1, steps - 1))
        return std::nullopt;
    Rival left_behind{rival.state, rival.behind + 1};
    Rival follows = left_behind;
    if (dynamics_.possible(action, rival.state) && thought_possible(rival.state, action)) {
        follows = {dynamics_.successor(rival.state, action), rival.behind};
        if (!follows.state.valid()) return std::nullopt;
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

// ---- sieves ----

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
        std::uint32_t least = relaxed_.until(mind, owner, target.above, target.above, Relaxation::max, &usable(mind),
                                             RelaxedCosts::kInfinite, target.except);
        if (stopped()) return false;
        Reach& entry = reach_[reach_key];
        entry.estimated = true;
        entry.fails = std::max(entry.fails, static_cast<std::uint16_t>(std::min(least, 0xfffeu)));
        if (steps < entry.fails) return false;
    }
    ++effort_;
    const std::vector<std::uint16_t>& distances = relevance_.distances(owner);
    auto possible = dynamics_.possible_actions(mind);
    std::vector<EventIndex> actions(possible.begin(), possible.end());
    for (EventIndex action : actions) {
        if (distances[action.index()] > steps - 1 || !imaginable(mind, action)) continue;
        MindId after = dynamics_.successor(mind, action);
        if (!after.valid() || stopped()) return false;
        if (!reachable(after, target, steps - 1)) continue;
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
            if (!imaginable(mind, action)) continue;
            MindId after = dynamics_.successor(mind, action);
            if (!after.valid() || stopped()) return false;
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
