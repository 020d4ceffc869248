#include "engine/search/author_search.h"

#include <algorithm>
#include <limits>

namespace wt::engine {

namespace {

/// This is added to every priority, so that putting off counts where the estimate is small, too.
constexpr std::uint64_t kDelay = 10;
/// This is the delay of a plan that is complete and only to be shortened.
constexpr std::uint64_t kShortenDelay = 2;
/// After so many delays a question may take as long as it takes.
constexpr std::uint32_t kMostDelays = 16;
/// An action that is never explained costs so much more.
constexpr std::uint32_t kMostExtra = 50;
/// A place that seems to lead nowhere counts as so far away where estimates prove nothing.
constexpr std::uint32_t kFarAway = 1000;
/// While a plan is shortened, the first try of a question may cost so much.
constexpr std::uint64_t kShortenEffort = 1500;

/// These ways to search take turns with growing effort until one succeeds: where one is led astray, another often is
/// not. They were measured on the benchmark collection, the shipped worlds and bench/scaling.
struct Style {
    bool motives;          ///< do they count?
    std::uint64_t weight;  ///< what the estimate is multiplied by in f, where the length counts once
    std::uint64_t every;   ///< so often the oldest of a kind has its turn instead of the best; 0: never
    int others;            ///< f of the actions that do not seem helpful is doubled so often
    /// Does the estimate tell believers apart, is it the size of a relaxed plan, and is that plan followed?
    bool thorough;
};
constexpr Style kStyles[] = {
    {true, 3, 0, 1, false}, {false, 1, 5, 0, true}, {true, 3, 5, 0, true}, {true, 3, 5, 1, true}};
constexpr std::uint64_t kFirstTurn = 10'000;
/// Each question about the plan that is tried first may cost so much.
constexpr std::uint64_t kTryEffort = 1500;
constexpr std::uint64_t kAllEffort = ~0ull;
/// If so many steps of a plan are left, it is first asked if they could end like the plan. Fewer are tried at once.
constexpr std::size_t kWorthAsking = 5;

}  // namespace

std::vector<EventIndex> AuthorSearch::plan_to(std::uint32_t node) const {
    std::vector<EventIndex> plan;
    for (; node != 0; node = nodes_[node].parent)
        plan.push_back(nodes_[node].action);
    std::reverse(plan.begin(), plan.end());
    return plan;
}

AuthorSearch::Place AuthorSearch::first(MindId start, const AuthorGoal& goal) {
    if (!goal.request) return {start};
    return {start, goal.request->start([&](FormulaId f) { return dynamics_.evaluator().holds(f, start); }),
            true};
}

/// Returns the place after an action; its state is none if triggers never come to rest.
AuthorSearch::Place AuthorSearch::next(const Place& place, EventIndex action, const AuthorGoal& goal) {
    MindId after = dynamics_.successor(place.state, action);
    if (!after.valid() || !goal.request) return {after};
    auto holds = [&](FormulaId f) { return dynamics_.evaluator().holds(f, after); };
    model::Fraction chance{1, 1};
    if (goal.request->counts_luck()) chance = dynamics_.chance_of(action, place.state);
    return {after, goal.request->next(place.request, action, holds, chance)};
}

/// May a story that is not empty end here?
bool AuthorSearch::is_over(const Place& place, const AuthorGoal& goal) const {
    if (goal.request && !goal.request->accepts(place.request)) return false;
    if (!goal.has_goal) return true;
    double utility = dynamics_.utility(place.state, model::EntityId::none());
    return utility > goal.above && utility >= goal.at_least;
}

/// Estimates how many actions are missing and, if asked, which ones.
std::uint32_t AuthorSearch::estimate(const Place& place, RelaxedPlan* plan) {
    if (ground_.is_uncertain() && goal_.optimal) return 0;  // the relaxation proves nothing there
    bool with_motives = motives_count_ && !goal_.optimal;
    std::vector<std::uint32_t> motives;
    if (with_motives) motives = explainer_.motives(place.state);
    const std::vector<std::uint32_t>* wanted = with_motives ? &motives : nullptr;
    const std::vector<std::uint32_t>* extra = goal_.optimal ? nullptr : &extra_;
    Relaxation relaxation = goal_.optimal ? Relaxation::max : Relaxation::sum;
    RelaxedCosts::Manner manner{.plan = plan};
    if (!goal_.optimal) manner = {.by_believer = thorough_, .plan_size = thorough_, .plan = plan};
    relaxed_.set_manner(manner);
    std::uint32_t result = 0;
    if (goal_.has_goal)
        result = relaxed_.until(place.state, {.above = goal_.above, .at_least = goal_.at_least}, relaxation,
                                false, {wanted, extra});
    std::uint32_t story = 0;
    if (goal_.request && result < RelaxedCosts::kInfinite)
        story = request_estimate_->missing(place.state, place.request, relaxation, wanted, extra);
    relaxed_.set_manner({});
    if (result >= RelaxedCosts::kInfinite || story >= RelaxedCosts::kInfinite)
        return ground_.is_uncertain() ? kFarAway : RelaxedCosts::kInfinite;
    return goal_.optimal ? std::max(result, story) : result + story;
}

/// Returns the actions that seem to lead to the goal, each once, the nearest first.
AuthorSearch::RelaxedPlan AuthorSearch::relaxed_plan(const Place& place) {
    RelaxedPlan plan;
    estimate(place, &plan);
    auto order = [](const RelaxedStep& step) { return std::pair(step.cost, step.action); };
    std::ranges::stable_sort(plan, {}, &RelaxedStep::action);
    auto same = std::ranges::unique(plan, {}, &RelaxedStep::action);
    plan.erase(same.begin(), same.end());
    std::ranges::sort(plan, {}, order);
    return plan;
}

/// Returns how many actions are certainly missing if each costs so much more (by action).
std::uint32_t AuthorSearch::at_least(const Place& place, const AuthorGoal& goal,
                                     const std::vector<std::uint32_t>* extra) {
    if (ground_.is_uncertain()) return 0;
    constexpr Relaxation kMax = Relaxation::max;
    std::uint32_t result = 0;
    if (goal.has_goal)
        result = relaxed_.until(place.state, {.above = goal.above, .at_least = goal.at_least}, kMax, false,
                                {.extra = extra});
    if (!goal.request || result >= RelaxedCosts::kInfinite) return result;
    return std::max(result, request_estimate_->missing(place.state, place.request, kMax, nullptr, extra));
}

void AuthorSearch::learn(EventIndex action, bool agreed) {
    Record& record = records_[action.index()];
    ++(agreed ? record.yes : record.no);
    extra_[action.index()] = std::min(record.no / (1 + 2 * record.yes), kMostExtra);
}

AuthorResult AuthorSearch::run(MindId start, const AuthorGoal& asked) {
    AuthorGoal goal = asked;
    goal.character_limit = std::max(goal.character_limit, 1);  // one step is always free
    AuthorResult result;
    request_estimate_.reset();
    if (goal.request) request_estimate_.emplace(ground_, relaxed_, *goal.request);
    if (goal.optimal) goal.first_try.clear();
    if (try_first(start, goal, result)) {
        if (!goal.on_found) return result;
        goal.on_found(result.plan);
        goal.author_limit = static_cast<int>(result.plan.size()) - 1;
    }
    for (std::uint64_t turn = kFirstTurn;; turn *= 4) {
        for (const Style& style : kStyles) {
            motives_count_ = style.motives;
            others_delay_ = style.others;
            weight_ = style.weight;
            every_ = style.every;
            thorough_ = style.thorough;
            // A plan, once found, is to be followed by shorter ones or the proof that there are none.
            bool has_end = !goal.optimal && result.plan.empty();
            turn_ends_ = has_end ? explainer_.effort() + turn : kAllEffort;
            if (attempt(start, goal, result)) return result;
        }
    }
}

/// Does the plan that is to be tried first reach the goal, as far as it is possible and quickly seen to be explained?
/// Actions that are not are taken out of it.
bool AuthorSearch::try_first(MindId start, AuthorGoal& goal, AuthorResult& result) {
    std::vector<EventIndex> plan;
    std::swap(plan, goal.first_try);
    Place place = first(start, goal);
    for (EventIndex action : plan) {
        if (static_cast<int>(goal.first_try.size()) >= goal.author_limit) return false;
        if (!dynamics_.possible(action, place.state)) continue;
        if (agreed(place.state, action, goal.character_limit, kTryEffort) != Reply::yes) continue;
        Place after = next(place, action, goal);
        if (explainer_.stopped()) return false;
        if (!after.state.valid() || (goal.request && goal.request->is_dead(after.request))) continue;
        place = after;
        goal.first_try.push_back(action);
        if (is_over(place, goal))
            return note_end(start, goal, goal.first_try, place, kTryEffort, result) == Reply::yes &&
                   !explainer_.stopped();
    }
    return false;
}

// ---- the open list ----

std::uint64_t AuthorSearch::priority(const Node& node, Task task) const {
    if (goal_.optimal) return std::uint64_t{node.length} + node.estimate;
    if (task == Task::shorten) return node.length + kDelay + kShortenDelay * node.delays;
    std::uint64_t f = node.length + weight_ * node.estimate + kDelay;
    return task == Task::others ? f << others_delay_ : f << (3 * node.delays);
}

void AuthorSearch::open(std::uint32_t number, Task task) {
    constexpr std::int64_t kBytes = 2 * sizeof(Open);
    budget_.charge_bytes(kBytes);
    charged_ += kBytes;
    Node& node = nodes_[number];
    node.to_do |= bit(task);
    open_.push({priority(node, task), node.estimate, number, task});
    if (!goal_.optimal && node.delays == 0)
        kinds_[{node.length, node.estimate}].push_back({0, node.estimate, number, task});
}

/// Returns the next thing to do: mostly the best one, now and then the oldest of a kind, for each kind in turn.
std::optional<AuthorSearch::Open> AuthorSearch::take() {
    bool of_a_kind = !goal_.optimal && every_ != 0 && ++takes_ % every_ == 0;
    for (;;) {
        Open entry{};
        if (of_a_kind && !kinds_.empty()) {
            auto kind = kinds_.upper_bound(last_kind_);
            if (kind == kinds_.end()) kind = kinds_.begin();
            last_kind_ = kind->first;
            entry = kind->second.front();
            kind->second.pop_front();
            if (kind->second.empty()) kinds_.erase(kind);
        } else {
            if (open_.empty()) return std::nullopt;
            entry = open_.top();
            open_.pop();
        }
        std::uint8_t& to_do = nodes_[entry.node].to_do;
        if ((to_do & bit(entry.task)) == 0) continue;
        to_do &= static_cast<std::uint8_t>(~bit(entry.task));
        return entry;
    }
}

/// Adds a place that an action leads to. What seems hopeless is dropped.
void AuthorSearch::generate(const Place& place, EventIndex action, std::uint32_t parent,
                            std::uint16_t length) {
    Seen seen = seen_[place.key()];
    if (seen.expanded_with <= length) return;
    if (!seen.is_estimated) {
        seen.estimate = estimate(place);
        seen.at_least = goal_.optimal ? seen.estimate : at_least(place, goal_);
        seen.is_estimated = true;
        seen_[place.key()] = seen;
    }
    if (seen.estimate >= RelaxedCosts::kInfinite) return;
    if (static_cast<int>(length + seen.at_least) > goal_.author_limit) return;
    budget_.charge_bytes(sizeof(Node));
    charged_ += sizeof(Node);
    nodes_.push_back({place, action, parent, length, seen.estimate, 0});
    open(static_cast<std::uint32_t>(nodes_.size() - 1), Task::visit);
    ++generated_;
}

/// Takes one turn of one style. Returns false if it was over before anything was settled.
bool AuthorSearch::attempt(MindId start, const AuthorGoal& goal, AuthorResult& result) {
    goal_ = goal;
    give_back();
    records_.assign(ground_.action_count(), {});
    extra_.assign(ground_.action_count(), 0);
    Place place = first(start, goal_);
    generate(place, EventIndex::none(), 0, 0);
    for (EventIndex action : goal_.first_try) {
        place = next(place, action, goal_);
        std::size_t before = nodes_.size();
        generate(place, action, static_cast<std::uint32_t>(before - 1), static_cast<std::uint16_t>(before));
        if (nodes_.size() == before) break;
    }
    while (!explainer_.stopped()) {
        if (explainer_.effort() > turn_ends_) return false;
        std::optional<Open> entry = take();
        if (!entry) break;
        if (!is_worth(*entry)) continue;
        bool goes_on = entry->task == Task::others || visit(start, *entry, result);
        if (explainer_.stopped()) break;
        if (result.end == AuthorResult::End::found && !goal_.on_found) return true;
        if (goes_on) expand(entry->node, entry->task);
    }
    result.end = explainer_.stopped()  ? AuthorResult::End::stopped
                 : result.plan.empty() ? AuthorResult::End::exhausted
                                       : AuthorResult::End::found;
    return true;
}

/// Is the entry still worth its turn?
bool AuthorSearch::is_worth(const Open& entry) {
    const Node& node = nodes_[entry.node];
    const Seen& seen = seen_[node.place.key()];
    if (seen.expanded_with < node.length) return false;
    if (seen.expanded_with == node.length && entry.task == Task::visit) return false;
    return static_cast<int>(node.length + seen.at_least) <= goal_.author_limit;
}

/// Asks whether the node's last action is explained, and takes the plan down if it is any good. Is the node
/// to be expanded?
bool AuthorSearch::visit(MindId start, const Open& entry, AuthorResult& result) {
    Node node = nodes_[entry.node];
    if (entry.node == 0) return true;
    bool may_put_off = !goal_.optimal && node.delays < kMostDelays;
    if (entry.task == Task::visit) {
        // Most plans do without the answer to a question that takes long.
        Reply reply = agreed(nodes_[node.parent].place.state, node.action, goal_.character_limit,
                             may_put_off ? kQuestionEffort << (2 * node.delays) : kAllEffort);
        if (explainer_.stopped()) return false;
        if (!goal_.optimal) learn(node.action, reply == Reply::yes);
        if (reply == Reply::unsure) {
            ++nodes_[entry.node].delays;
            open(entry.node, Task::visit);
        }
        if (reply != Reply::yes) return false;
    }
    // Shortening a plan may take long, too.
    Reply noted = note_end(start, goal_, plan_to(entry.node), node.place,
                           may_put_off ? kShortenEffort << (2 * node.delays) : kAllEffort, result);
    if (explainer_.stopped()) return false;
    if (noted == Reply::unsure) {
        ++nodes_[entry.node].delays;
        open(entry.node, Task::shorten);
    }
    if (!is_over(node.place, goal_)) return entry.task == Task::visit;
    if (noted == Reply::yes && goal_.on_found) {
        goal_.on_found(result.plan);
        goal_.author_limit = static_cast<int>(result.plan.size()) - 1;
        turn_ends_ = kAllEffort;
    }
    return false;  // what comes after this state is longer
}

/// Generates what the helpful actions lead to and puts the others off, or generates what those lead to.
void AuthorSearch::expand(std::uint32_t number, Task task) {
    Node node = nodes_[number];
    seen_[node.place.key()].expanded_with = node.length;
    if (task == Task::visit) ++expanded_;
    if (node.length >= goal_.author_limit) return;
    std::vector<EventIndex> helpful;
    if (task == Task::others) {
        std::swap(helpful, tried_[number]);
    } else if (!goal_.optimal) {
        RelaxedPlan plan = relaxed_plan(node.place);
        for (const RelaxedStep& step : plan)
            helpful.push_back(step.action);
        std::ranges::sort(helpful);
        if (thorough_) look_ahead(number, std::move(plan));
        if (explainer_.stopped()) return;
    }
    bool some_left = false;
    auto possible = dynamics_.possible_actions(node.place.state);
    std::vector<EventIndex> actions(possible.begin(), possible.end());
    for (EventIndex action : actions) {
        bool is_helpful = goal_.optimal || std::ranges::binary_search(helpful, action);
        if (is_helpful != (task == Task::visit)) {
            some_left = true;
            continue;
        }
        if (!explainer_.thought_possible(node.place.state, action)) continue;
        Place after = next(node.place, action, goal_);
        if (explainer_.stopped()) return;
        if (!after.state.valid() || (goal_.request && goal_.request->is_dead(after.request))) continue;
        generate(after, action, number, static_cast<std::uint16_t>(node.length + 1));
    }
    if (task == Task::others || !some_left) return;
    tried_[number] = std::move(helpful);
    open(number, Task::others);
}

// ---- asking and shortening ----

/// Is the action explained for all who consent? The answer is unsure if that takes more than `effort`.
AuthorSearch::Reply AuthorSearch::agreed(MindId state, EventIndex action, int budget, std::uint64_t effort) {
    if (effort != kAllEffort) explainer_.allow_effort(effort);
    bool agreed = explainer_.consented(state, action, budget, budget);
    bool given_up = explainer_.gave_up();
    explainer_.allow_all_effort();
    return given_up ? Reply::unsure : agreed ? Reply::yes : Reply::no;
}

/// Takes the plan down if it reaches the goal, or improves more than any before. It is shortened at once, so that it
/// stands should the search be stopped. The result is unsure if a question for that took more than `effort`.
AuthorSearch::Reply AuthorSearch::note_end(MindId start, const AuthorGoal& goal, std::vector<EventIndex> plan,
                                           const Place& place, std::uint64_t effort, AuthorResult& result) {
    bool reaches = is_over(place, goal);
    double utility = dynamics_.utility(place.state, model::EntityId::none());
    bool improves =
        !goal.request && utility > goal.above && (!result.best_utility || utility > *result.best_utility);
    if (!reaches && !improves) return Reply::no;
    AuthorGoal at_best = goal;
    at_best.at_least = utility;
    Reply competitor = Reply::yes;
    while (competitor == Reply::yes)
        competitor = shorten_once(start, at_best, plan, effort);
    if (competitor == Reply::unsure) return competitor;
    result.best_utility = utility;
    result.best = std::move(plan);
    if (!reaches) return Reply::yes;
    result.plan = result.best;
    result.end = AuthorResult::End::found;
    return Reply::yes;
}

/// Replaces the plan by a competing subsequence with the same final utility, if there is one.
AuthorSearch::Reply AuthorSearch::shorten_once(MindId start, const AuthorGoal& goal,
                                               std::vector<EventIndex>& plan, std::uint64_t effort) {
    std::vector<Place> places{first(start, goal)};
    for (EventIndex action : plan)
        places.push_back(next(places.back(), action, goal));
    Rest rest{plan, goal, dynamics_.utility(places.back().state, model::EntityId::none()), effort};
    for (std::size_t length = 1; length < plan.size(); ++length) {
        if (!ends_like(places[length], rest)) continue;
        plan.resize(length);
        return Reply::yes;
    }
    settled_.clear();
    Reply result = Reply::no;
    for (std::size_t omitted = 0; omitted < plan.size(); ++omitted) {
        std::vector<EventIndex> kept(plan.begin(), plan.begin() + static_cast<std::ptrdiff_t>(omitted));
        Reply outcome = compete(places[omitted], rest, omitted + 1, kept);
        if (explainer_.stopped()) return Reply::unsure;
        if (outcome == Reply::yes) {
            plan = kept;
            return outcome;
        }
        result = std::max(result, outcome);
    }
    return result;
}

/// Would a competitor that is not empty end here?
bool AuthorSearch::ends_like(const Place& place, const Rest& rest) const {
    if (rest.goal.request && !rest.goal.request->accepts(place.request)) return false;
    return !rest.goal.has_goal || dynamics_.utility(place.state, model::EntityId::none()) == rest.utility;
}

/// Returns false if the rest of the plan, from `next_step` on, lacks what it takes to end like the plan, even in the
/// relaxation.
bool AuthorSearch::could_end_like(const Place& place, const Rest& rest, std::size_t next_step) {
    auto set_bans = [&](std::uint32_t cost) {
        for (std::size_t i = next_step; i < rest.plan.size(); ++i)
            ban_[rest.plan[i].index()] = cost;
    };
    ban_.resize(ground_.action_count(), RelaxedCosts::kInfinite);
    set_bans(0);
    bool could = at_least(place, rest.goal, &ban_) < RelaxedCosts::kInfinite;
    set_bans(RelaxedCosts::kInfinite);
    return could;
}

/// Extends `kept`, which leads to `place`, by a subsequence of the plan from `next_step` on that is explained
/// and ends like the plan. What comes of it depends on nothing but the place and `next_step`, so it is
/// remembered, unless something is found.
AuthorSearch::Reply AuthorSearch::compete(const Place& place, const Rest& rest, std::size_t next_step,
                                          std::vector<EventIndex>& kept) {
    // Only a request can hold at the start; a story has an action.
    if (!kept.empty() && ends_like(place, rest)) return Reply::yes;
    if (next_step == rest.plan.size() || explainer_.stopped()) return Reply::no;
    TripleKey question{place.state.value, place.request, static_cast<std::uint32_t>(next_step)};
    if (const Reply* known = settled_.find(question)) return *known;
    if (rest.plan.size() - next_step >= kWorthAsking && !could_end_like(place, rest, next_step))
        return settled_[question] = Reply::no;
    Reply result = Reply::no;
    EventIndex action = rest.plan[next_step];
    if (dynamics_.possible(action, place.state) && explainer_.thought_possible(place.state, action)) {
        Place after = next(place, action, rest.goal);
        std::size_t length = kept.size();
        kept.push_back(action);
        if (after.state.valid()) result = compete(after, rest, next_step + 1, kept);
        if (result != Reply::no)
            result = std::min(result, agreed(place.state, action, rest.goal.character_limit, rest.effort));
        if (result == Reply::yes) return result;
        kept.resize(length);
    }
    Reply otherwise = compete(place, rest, next_step + 1, kept);
    if (otherwise == Reply::yes) return otherwise;
    return settled_[question] = std::max(result, otherwise);
}

}  // namespace wt::engine
