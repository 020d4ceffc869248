// A best-first search finds a plan that would be a reason, which is then tested by the definition. It finds most
// reasons that exist; when it finds none, that proves nothing.
#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <tuple>

#include "engine/explain/explainer.h"

namespace wt::engine {

using model::EntityId;

namespace {

// These were measured on the shipped worlds, the benchmark collection and the worlds of bench/scaling.
constexpr int kMostExpansions = 100;
/// This effort is for the consent of others to one action. It is multiplied by four whenever it was not enough.
constexpr std::uint64_t kQuickSearchEffort = 150;
constexpr int kMostDelays = 4;
constexpr std::uint64_t kDelay = 30;
constexpr std::uint64_t kWeight = 3;
/// A character who cannot gain even in the relaxation costs so much.
constexpr std::uint32_t kNoMotive = 200;

/// Returns the possibility of the greatest weight.
MindId likeliest(const StateStore& store, MindId belief) {
    Possibility room;
    return std::ranges::max_element(store.possibilities(belief, room), {}, &Possibility::weight)->mind;
}

}  // namespace

/// Estimates how far an optimistic plan from the mind to the target would be.
std::uint32_t Explainer::quick_distance(MindId mind, const Target& target) {
    std::uint64_t question = std::uint64_t{mind.value} << 32 | target.number;
    if (const std::uint32_t* known = quick_distances_.find(question)) return *known;
    std::uint32_t distance = estimated_distance(mind, target);
    if (!stopped()) quick_distances_[question] = distance;
    return distance;
}

/// Computes the same estimate and, if asked, which actions that plan would take.
std::uint32_t Explainer::estimated_distance(MindId mind, const Target& target,
                                            std::vector<RelaxedStep>* plan) {
    std::vector<std::uint32_t> others;
    bool deep = dynamics_.store().level(mind) >= belief_limit_;
    if (!deep) others = motives(mind);
    relaxed_.set_manner({.plan = plan});
    std::uint32_t distance = relaxed_.until(mind, goal_of(mind, target), Relaxation::sum, at_limit(mind),
                                            {.motives = deep ? nullptr : &others});
    relaxed_.set_manner({});
    return distance;
}

std::vector<std::uint32_t> Explainer::motives(MindId state) {
    std::vector<std::uint32_t> result(ground_.character_count(), 0);
    EntityId owner = dynamics_.store().owner(state);
    for (std::size_t i = 0; i < result.size() && budget_.stop() == Stop::none; ++i) {
        EntityId character(i);
        if (character == owner || !is_asked(state, character)) continue;
        MindId mind = likeliest(dynamics_.store(), dynamics_.store().mind_of(state, character));
        double now = dynamics_.utility(mind, character);
        if (std::isnan(now)) {
            result[i] = kNoMotive;
            continue;
        }
        std::uint32_t distance = quick_distance(mind, target_from(mind, now));
        result[i] = std::min(distance, kNoMotive);
    }
    return result;
}

/// Looks for a reason of any length where one is most likely: best-first, with little effort for each step.
/// What it finds is a reason; that it finds nothing means nothing.
bool Explainer::quick_search(MindId mind, EventIndex action, int budget) {
    EntityId owner = dynamics_.store().owner(mind);
    double threshold = dynamics_.utility(mind, owner);
    if (std::isnan(threshold)) return false;
    std::uint64_t all_effort = effort_limit_;
    std::vector<QuickPlan> nodes;
    std::set<std::tuple<std::uint64_t, std::uint32_t, std::uint32_t>> open;
    std::set<std::uint32_t> closed;
    auto push = [&](MindId state, EventIndex taken, std::uint32_t parent, int length) {
        bool gained = dynamics_.utility(state, owner) > threshold;
        std::uint32_t left = gained ? 0 : quick_distance(state, target_from(state, threshold));
        if (left >= RelaxedCosts::kInfinite) return;
        auto number = static_cast<std::uint32_t>(nodes.size());
        nodes.push_back({state, taken, parent, static_cast<std::uint16_t>(length), left, 0});
        open.insert({static_cast<std::uint64_t>(length) + kWeight * left, left, number});
    };
    MindId first = dynamics_.successor(mind, action);
    if (!first.valid()) return false;
    push(first, action, 0, 1);
    for (int expansions = 0; !open.empty() && expansions < kMostExpansions;) {
        if (stopped()) return false;
        QuickPlan node = nodes[std::get<2>(*open.begin())];
        auto number = std::get<2>(*open.begin());
        open.erase(open.begin());
        if (closed.contains(node.state.value)) continue;
        if (number != 0) {
            MindId parent = nodes[node.parent].state;
            effort_limit_ = std::min(all_effort, effort() + (kQuickSearchEffort << (2 * node.delays)));
            int left = budget - node.length + 1;
            bool agreed = thought_possible(parent, node.action);
            for (EntityId character : ground_.consenting(node.action))
                agreed = agreed &&
                         (character == owner ||
                          has_reason(dynamics_.store().mind_of(parent, character), node.action, left, left));
            bool given_up = gave_up();
            effort_limit_ = all_effort;
            if (stopped()) return false;
            if (given_up) {
                int delays = ++nodes[number].delays;
                if (delays < kMostDelays)
                    open.insert(
                        {node.length + kWeight * node.estimate + kDelay * static_cast<unsigned>(delays),
                         node.estimate, number});
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
            effort_limit_ = std::min(all_effort, effort() + 10 * kQuickSearchEffort);
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
        // The quick search leaves out what the relaxed plan does without.
        std::vector<RelaxedStep> helpful;
        estimated_distance(node.state, target_from(node.state, threshold), &helpful);
        std::ranges::sort(helpful, {}, &RelaxedStep::action);
        for (EventIndex next : actions) {
            if (!std::ranges::binary_search(helpful, next, {}, &RelaxedStep::action)) continue;
            if (!acceptable(node.state, next)) continue;
            MindId after = dynamics_.successor(node.state, next);
            if (stopped()) return false;
            if (after.valid() && !closed.contains(after.value)) push(after, next, number, node.length + 1);
        }
    }
    return false;
}

/// Are the later steps explained for all who consent? The owner mostly has the rest of the plan itself as a reason,
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
            if (!has_reason(dynamics_.store().asked_in(states[i], character), plan[i], left, left))
                return false;
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

/// Leaves out what the plan can do without. Returns false if that is the first action, or if it takes too long to tell.
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

}  // namespace wt::engine
