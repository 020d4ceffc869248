#include "engine/search/author_search.h"

#include <algorithm>
#include <limits>
#include <queue>
#include <tuple>

namespace wt::engine {

namespace {

/// Length counts once, the estimate this often.
constexpr std::uint32_t kWeight = 3;
/// Added to every priority, so that putting off counts where the estimate is small, too.
constexpr std::uint32_t kDelay = 10;
/// From then on a question may take as long as it takes.
constexpr std::uint32_t kMostDelays = 16;
/// An action that is never explained costs so much more.
constexpr std::uint32_t kMostExtra = 50;
/// While a plan is shortened quickly, a question may cost so much.
constexpr std::uint64_t kShortenEffort = 1500;

/// Ways to search, which take turns with growing effort until one succeeds: where one is led astray, another
/// often is not. `question`: what the first try of a question for reasons may cost; `guess`: what a guess may
/// spend on the consent of one character. Measured on the benchmark collection, the shipped worlds and
/// bench/scaling.
struct Style {
    std::uint64_t question;
    std::uint64_t guess;
    bool motives;  ///< do they count?
};
constexpr Style kStyles[] = {{1500, 150, true}, {1500, 150, false}, {500, 400, true}};
constexpr std::uint64_t kFirstTurn = 200'000;

struct Open {
    std::uint64_t priority;
    std::uint32_t estimate;
    std::uint32_t node;
    friend bool operator<(const Open& a, const Open& b) {
        return std::tie(a.priority, a.estimate, a.node) > std::tie(b.priority, b.estimate, b.node);
    }
};

}  // namespace

std::vector<EventIndex> AuthorSearch::plan_to(const std::vector<Node>& nodes, std::uint32_t node) const {
    std::vector<EventIndex> plan;
    for (; node != 0; node = nodes[node].parent)
        plan.push_back(nodes[node].action);
    std::reverse(plan.begin(), plan.end());
    return plan;
}

AuthorSearch::Place AuthorSearch::first(MindId start, const AuthorGoal& goal) {
    if (!goal.story) return {start};
    return {start, goal.story->start([&](FormulaId f) { return dynamics_.evaluator().holds(f, start); }),
            true};
}

/// The place after an action; its state is none if triggers never come to rest.
AuthorSearch::Place AuthorSearch::next(const Place& place, EventIndex action, const AuthorGoal& goal) {
    MindId after = dynamics_.successor(place.state, action);
    if (!after.valid() || !goal.story) return {after};
    return {after, goal.story->next(place.story, action,
                                    [&](FormulaId f) { return dynamics_.evaluator().holds(f, after); })};
}

/// May a story that is not empty end here?
bool AuthorSearch::is_over(const Place& place, const AuthorGoal& goal) const {
    if (goal.story && !goal.story->accepts(place.story)) return false;
    if (!goal.has_goal) return true;
    double utility = dynamics_.utility(place.state, model::EntityId::none());
    return utility > goal.above && utility >= goal.at_least;
}

/// How many actions are missing, more or less.
std::uint32_t AuthorSearch::estimate(const Place& place, const AuthorGoal& goal) {
    bool with_motives = motives_count_ && !goal.optimal;
    std::vector<std::uint32_t> motives;
    if (with_motives) motives = explainer_.motives(place.state);
    const std::vector<std::uint32_t>* wanted = with_motives ? &motives : nullptr;
    const std::vector<std::uint32_t>* extra = goal.optimal ? nullptr : &extra_;
    Relaxation relaxation = goal.optimal ? Relaxation::max : Relaxation::sum;
    std::uint32_t result = 0;
    if (goal.has_goal)
        result = relaxed_.until(place.state, model::EntityId::none(), goal.above, goal.at_least, relaxation,
                                nullptr, RelaxedCosts::kInfinite, std::numeric_limits<double>::quiet_NaN(),
                                wanted, extra);
    if (!goal.story || result >= RelaxedCosts::kInfinite) return result;
    std::uint32_t story = story_estimate_->missing(place.state, place.story, relaxation, wanted, extra);
    if (story >= RelaxedCosts::kInfinite) return story;
    return goal.optimal ? std::max(result, story) : result + story;
}

/// How many actions are missing for sure.
std::uint32_t AuthorSearch::at_least(const Place& place, const AuthorGoal& goal) {
    std::uint32_t result = 0;
    if (goal.has_goal)
        result =
            relaxed_.until(place.state, model::EntityId::none(), goal.above, goal.at_least, Relaxation::max);
    if (!goal.story || result >= RelaxedCosts::kInfinite) return result;
    return std::max(result,
                    story_estimate_->missing(place.state, place.story, Relaxation::max, nullptr, nullptr));
}

void AuthorSearch::learn(EventIndex action, bool agreed) {
    Record& record = records_[action.index()];
    ++(agreed ? record.yes : record.no);
    std::uint32_t extra = std::min(record.no / (1 + 2 * record.yes), kMostExtra);
    if (extra == extra_[action.index()]) return;
    extra_[action.index()] = extra;
    ++lessons_;
}

AuthorResult AuthorSearch::run(MindId start, const AuthorGoal& asked) {
    AuthorGoal goal = asked;
    goal.character_limit = std::max(goal.character_limit, 1);  // one step is always free
    AuthorResult result;
    story_estimate_.reset();
    if (goal.story) story_estimate_.emplace(ground_, relaxed_, *goal.story);
    for (std::uint64_t turn = kFirstTurn;; turn *= 4) {
        for (const Style& style : kStyles) {
            question_effort_ = style.question;
            motives_count_ = style.motives;
            explainer_.set_guess_effort(style.guess);
            turn_ends_ = goal.optimal ? ~0ull : explainer_.effort() + turn;
            if (!attempt(start, goal, result)) continue;
            explainer_.set_guess_effort(kStyles[0].guess);
            return result;
        }
    }
}

/// One turn of one style. False if it was over before anything was settled.
bool AuthorSearch::attempt(MindId start, const AuthorGoal& asked, AuthorResult& result) {
    AuthorGoal goal = asked;
    give_back();
    records_.assign(dynamics_.ground().action_count(), {});
    extra_.assign(dynamics_.ground().action_count(), 0);
    lessons_ = 0;
    std::vector<Node> nodes;
    std::priority_queue<Open> open;
    auto priority = [&](const Node& node) {
        if (goal.optimal) return std::uint64_t{node.length} + node.estimate;
        return (node.length + std::uint64_t{kWeight} * node.estimate + kDelay) << (3 * node.delays);
    };
    auto push = [&](const Place& place, EventIndex action, std::uint32_t parent, std::uint16_t length) {
        Seen seen = seen_[place.key()];
        if (seen.expanded_with <= length) return;
        if (!seen.is_estimated) {
            seen.estimate = estimate(place, goal);
            seen.at_least = goal.optimal ? seen.estimate : at_least(place, goal);
            seen.is_estimated = true;
            seen.lesson = lessons_;
            seen_[place.key()] = seen;
        }
        if (seen.estimate >= RelaxedCosts::kInfinite) return;
        if (static_cast<int>(length + seen.at_least) > goal.author_limit) return;
        auto number = static_cast<std::uint32_t>(nodes.size());
        nodes.push_back({place, action, parent, length, seen.estimate, 0});
        constexpr std::int64_t kBytes = sizeof(Node) + sizeof(Open);
        budget_.charge_bytes(kBytes);
        charged_ += kBytes;
        open.push({priority(nodes[number]), seen.estimate, number});
        ++generated_;
    };

    push(first(start, goal), EventIndex::none(), 0, 0);
    while (!open.empty()) {
        if (explainer_.stopped()) break;
        // A plan, once found, is to be followed by shorter ones or the proof that there are none.
        if (explainer_.effort() > turn_ends_ && result.plan.empty()) return false;
        std::uint32_t number = open.top().node;
        open.pop();
        Node node = nodes[number];
        Seen seen = seen_[node.place.key()];
        if (seen.expanded_with <= node.length) continue;
        if (static_cast<int>(node.length + seen.at_least) > goal.author_limit) continue;
        if (!goal.optimal && seen.lesson != lessons_) {
            seen.estimate = estimate(node.place, goal);
            seen.lesson = lessons_;
            seen_[node.place.key()] = seen;
        }
        if (seen.estimate > node.estimate) {
            nodes[number].estimate = seen.estimate;
            open.push({priority(nodes[number]), seen.estimate, number});
            continue;
        }
        if (number != 0) {
            MindId parent = nodes[node.parent].place.state;
            // A question that takes long is put off: most plans do without the answer.
            if (!goal.optimal && node.delays < kMostDelays)
                explainer_.allow_effort(question_effort_ << (2 * node.delays));
            bool agreed =
                explainer_.consented(parent, node.action, goal.character_limit, goal.character_limit);
            bool given_up = explainer_.gave_up();
            explainer_.allow_all_effort();
            if (!goal.optimal) learn(node.action, agreed && !given_up);
            if (given_up) {
                ++nodes[number].delays;
                open.push({priority(nodes[number]), node.estimate, number});
                continue;
            }
            if (!agreed) continue;
            if (explainer_.stopped()) break;
            if (!note_end(start, goal, plan_to(nodes, number), node.place, result)) break;
            if (result.end == AuthorResult::End::found && is_over(node.place, goal)) {
                if (!goal.on_found) return true;
                goal.on_found(result.plan);
                goal.author_limit = static_cast<int>(result.plan.size()) - 1;
                continue;  // what comes after this state is longer
            }
        }
        seen_[node.place.key()].expanded_with = node.length;
        ++expanded_;
        if (node.length >= goal.author_limit) continue;
        auto possible = dynamics_.possible_actions(node.place.state);
        std::vector<EventIndex> actions(possible.begin(), possible.end());
        for (EventIndex action : actions) {
            if (!explainer_.thought_possible(node.place.state, action)) continue;
            Place after = next(node.place, action, goal);
            if (!after.state.valid() || explainer_.stopped()) break;
            if (goal.story && goal.story->is_dead(after.story)) continue;
            push(after, action, number, static_cast<std::uint16_t>(node.length + 1));
        }
    }
    result.end = explainer_.stopped()  ? AuthorResult::End::stopped
                 : result.plan.empty() ? AuthorResult::End::exhausted
                                       : AuthorResult::End::found;
    return true;
}

/// Takes the plan down if it reaches the goal, or improves more than any before. It is shortened at once, so
/// that it stands should the search be stopped. False if that was stopped.
bool AuthorSearch::note_end(MindId start, const AuthorGoal& goal, std::vector<EventIndex> plan,
                            const Place& place, AuthorResult& result) {
    bool reaches = is_over(place, goal);
    double utility = dynamics_.utility(place.state, model::EntityId::none());
    bool improves =
        !goal.story && utility > goal.above && (!result.best_utility || utility > *result.best_utility);
    if (!reaches && !improves) return true;
    AuthorGoal at_best = goal;
    at_best.at_least = utility;
    shorten(start, at_best, plan);
    if (explainer_.stopped()) return false;
    result.best_utility = utility;
    result.best = std::move(plan);
    if (!reaches) return true;
    result.plan = result.best;
    result.end = AuthorResult::End::found;
    return true;
}

/// Replaces the plan by a competing subsequence with the same final utility until there is none. First by
/// those that are quickly seen to be explained, so that the long questions are asked about a short plan.
void AuthorSearch::shorten(MindId start, const AuthorGoal& goal, std::vector<EventIndex>& plan) {
    for (bool quickly : {true, false}) {
        bool shorter = true;
        while (shorter && !explainer_.stopped())
            shorter = shorten_once(start, goal, plan, quickly);
    }
}

bool AuthorSearch::shorten_once(MindId start, const AuthorGoal& goal, std::vector<EventIndex>& plan,
                                bool quickly) {
    std::vector<Place> places{first(start, goal)};
    for (EventIndex action : plan)
        places.push_back(next(places.back(), action, goal));
    Rest rest{plan, goal, dynamics_.utility(places.back().state, model::EntityId::none()), quickly};
    for (std::size_t length = 1; length < plan.size(); ++length) {
        if (!ends_like(places[length], rest)) continue;
        plan.resize(length);
        return true;
    }
    hopeless_.clear();
    for (std::size_t omitted = 0; omitted < plan.size(); ++omitted) {
        std::vector<EventIndex> kept(plan.begin(), plan.begin() + static_cast<std::ptrdiff_t>(omitted));
        if (explainer_.stopped()) return false;
        if (!compete(places[omitted], rest, omitted + 1, kept)) continue;
        plan = kept;
        return true;
    }
    return false;
}

/// Would a competitor that is not empty end here?
bool AuthorSearch::ends_like(const Place& place, const Rest& rest) const {
    if (rest.goal.story && !rest.goal.story->accepts(place.story)) return false;
    return !rest.goal.has_goal || dynamics_.utility(place.state, model::EntityId::none()) == rest.utility;
}

/// Extends `kept`, which leads to `place`, by a subsequence of the plan from `next_step` on that is explained
/// and ends like the plan. Whether there is one depends on nothing but the place and `next_step`, so failures
/// are remembered.
bool AuthorSearch::compete(const Place& place, const Rest& rest, std::size_t next_step,
                           std::vector<EventIndex>& kept) {
    // Only a request can hold at the start; a story has an action.
    if (!kept.empty() && ends_like(place, rest)) return true;
    if (next_step == rest.plan.size() || explainer_.stopped()) return false;
    TripleKey question{place.state.value, place.story, static_cast<std::uint32_t>(next_step)};
    if (hopeless_.find(question)) return false;
    EventIndex action = rest.plan[next_step];
    if (dynamics_.possible(action, place.state) && explainer_.thought_possible(place.state, action)) {
        Place after = next(place, action, rest.goal);
        std::size_t length = kept.size();
        kept.push_back(action);
        if (after.state.valid() && compete(after, rest, next_step + 1, kept)) {
            int budget = rest.goal.character_limit;
            if (rest.quickly) explainer_.allow_effort(kShortenEffort);
            bool agreed = explainer_.consented(place.state, action, budget, budget);
            if (explainer_.gave_up()) agreed = false;
            explainer_.allow_all_effort();
            if (agreed) return true;
        }
        kept.resize(length);
    }
    if (compete(place, rest, next_step + 1, kept)) return true;
    hopeless_[question] = 1;
    return false;
}

}  // namespace wt::engine
