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
/// The same for a plan that is complete, and only to be shortened.
constexpr std::uint64_t kShortenDelay = 2;
/// From then on a question may take as long as it takes.
constexpr std::uint32_t kMostDelays = 16;
/// An action that is never explained costs so much more.
constexpr std::uint32_t kMostExtra = 50;
/// While a plan is shortened, the first try of a question may cost so much.
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
constexpr std::uint64_t kFirstTurn = 25'000;
/// What each question about the plan that is tried first may cost.
constexpr std::uint64_t kTryEffort = 1500;
constexpr std::uint64_t kAllEffort = ~0ull;

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
        result =
            relaxed_.until(place.state, model::EntityId::none(), goal.above, goal.at_least, relaxation, false,
                           RelaxedCosts::kInfinite, std::numeric_limits<double>::quiet_NaN(), wanted, extra);
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
    if (goal.optimal) goal.first_try.clear();
    if (try_first(start, goal, result)) {
        if (!goal.on_found) return result;
        goal.on_found(result.plan);
        goal.author_limit = static_cast<int>(result.plan.size()) - 1;
    }
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

/// Does the plan that is to be tried first reach the goal, as far as it is possible and quickly seen to be
/// explained? What is not is taken out of it.
bool AuthorSearch::try_first(MindId start, AuthorGoal& goal, AuthorResult& result) {
    std::vector<EventIndex> plan;
    std::swap(plan, goal.first_try);
    Place place = first(start, goal);
    for (EventIndex action : plan) {
        if (static_cast<int>(goal.first_try.size()) >= goal.author_limit) return false;
        if (!dynamics_.possible(action, place.state)) continue;
        if (agreed(place.state, action, goal, kTryEffort) != Reply::yes) continue;
        Place after = next(place, action, goal);
        if (!after.state.valid() || explainer_.stopped()) return false;
        if (goal.story && goal.story->is_dead(after.story)) continue;
        place = after;
        goal.first_try.push_back(action);
        if (is_over(place, goal))
            return note_end(start, goal, goal.first_try, place, kTryEffort, result) == Reply::yes &&
                   !explainer_.stopped();
    }
    return false;
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
        if (node.is_explained) return node.length + std::uint64_t{kDelay} + kShortenDelay * node.delays;
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

    auto put_off = [&](std::uint32_t number) {
        ++nodes[number].delays;
        open.push({priority(nodes[number]), nodes[number].estimate, number});
    };

    Place place = first(start, goal);
    push(place, EventIndex::none(), 0, 0);
    for (EventIndex action : goal.first_try) {
        place = next(place, action, goal);
        auto before = static_cast<std::uint32_t>(nodes.size()) - 1;
        push(place, action, before, static_cast<std::uint16_t>(nodes[before].length + 1));
        if (nodes.size() != before + 2) break;
    }
    while (!open.empty()) {
        if (explainer_.stopped()) break;
        // A plan, once found, is to be followed by shorter ones or the proof that there are none.
        if (explainer_.effort() > turn_ends_ && result.plan.empty()) return false;
        std::uint32_t number = open.top().node;
        open.pop();
        Node node = nodes[number];
        Seen seen = seen_[node.place.key()];
        if (seen.expanded_with <= node.length && !node.is_explained) continue;
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
            if (!node.is_explained) {
                Reply agreed = ask(nodes, node, goal);
                if (explainer_.stopped()) break;
                if (agreed == Reply::no) continue;
                if (agreed == Reply::unsure) {
                    put_off(number);
                    continue;
                }
            }
            // To shorten a plan may take long, too.
            bool may_put_off = !goal.optimal && node.delays < kMostDelays;
            std::uint64_t effort = may_put_off ? kShortenEffort << (2 * node.delays) : kAllEffort;
            Reply noted = note_end(start, goal, plan_to(nodes, number), node.place, effort, result);
            if (explainer_.stopped()) break;
            if (noted == Reply::unsure) {
                nodes[number].is_explained = true;
                put_off(number);
            }
            if (is_over(node.place, goal)) {
                if (noted == Reply::unsure) continue;
                if (!goal.on_found) return true;
                goal.on_found(result.plan);
                goal.author_limit = static_cast<int>(result.plan.size()) - 1;
                continue;  // what comes after this state is longer
            }
            if (node.is_explained) continue;  // it has been expanded
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

/// Is the last action explained for all who consent? A question that takes long is to be put off: most plans
/// do without the answer.
AuthorSearch::Reply AuthorSearch::ask(const std::vector<Node>& nodes, const Node& node,
                                      const AuthorGoal& goal) {
    bool may_put_off = !goal.optimal && node.delays < kMostDelays;
    Reply answer = agreed(nodes[node.parent].place.state, node.action, goal,
                          may_put_off ? question_effort_ << (2 * node.delays) : kAllEffort);
    if (!goal.optimal) learn(node.action, answer == Reply::yes);
    return answer;
}

AuthorSearch::Reply AuthorSearch::agreed(MindId state, EventIndex action, const AuthorGoal& goal,
                                         std::uint64_t effort) {
    if (effort != kAllEffort) explainer_.allow_effort(effort);
    bool agreed = explainer_.consented(state, action, goal.character_limit, goal.character_limit);
    bool given_up = explainer_.gave_up();
    explainer_.allow_all_effort();
    return given_up ? Reply::unsure : agreed ? Reply::yes : Reply::no;
}

/// Takes the plan down if it reaches the goal, or improves more than any before. It is shortened at once, so
/// that it stands should the search be stopped. Unsure if a question for that took more than `effort`.
AuthorSearch::Reply AuthorSearch::note_end(MindId start, const AuthorGoal& goal, std::vector<EventIndex> plan,
                                           const Place& place, std::uint64_t effort, AuthorResult& result) {
    bool reaches = is_over(place, goal);
    double utility = dynamics_.utility(place.state, model::EntityId::none());
    bool improves =
        !goal.story && utility > goal.above && (!result.best_utility || utility > *result.best_utility);
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
    if (rest.goal.story && !rest.goal.story->accepts(place.story)) return false;
    return !rest.goal.has_goal || dynamics_.utility(place.state, model::EntityId::none()) == rest.utility;
}

/// Extends `kept`, which leads to `place`, by a subsequence of the plan from `next_step` on that is explained
/// and ends like the plan. What comes of it depends on nothing but the place and `next_step`, so it is
/// remembered, unless something is found.
AuthorSearch::Reply AuthorSearch::compete(const Place& place, const Rest& rest, std::size_t next_step,
                                          std::vector<EventIndex>& kept) {
    // Only a request can hold at the start; a story has an action.
    if (!kept.empty() && ends_like(place, rest)) return Reply::yes;
    if (next_step == rest.plan.size() || explainer_.stopped()) return Reply::no;
    TripleKey question{place.state.value, place.story, static_cast<std::uint32_t>(next_step)};
    if (const Reply* known = settled_.find(question)) return *known;
    Reply result = Reply::no;
    EventIndex action = rest.plan[next_step];
    if (dynamics_.possible(action, place.state) && explainer_.thought_possible(place.state, action)) {
        Place after = next(place, action, rest.goal);
        std::size_t length = kept.size();
        kept.push_back(action);
        if (after.state.valid()) result = compete(after, rest, next_step + 1, kept);
        if (result != Reply::no)
            result = std::min(result, agreed(place.state, action, rest.goal, rest.effort));
        if (result == Reply::yes) return result;
        kept.resize(length);
    }
    Reply otherwise = compete(place, rest, next_step + 1, kept);
    if (otherwise == Reply::yes) return otherwise;
    return settled_[question] = std::max(result, otherwise);
}

}  // namespace wt::engine
