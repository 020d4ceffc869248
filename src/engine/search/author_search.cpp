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

std::uint32_t AuthorSearch::estimate(MindId state, const AuthorGoal& goal) {
    bool with_motives = motives_count_ && !goal.optimal;
    std::vector<std::uint32_t> motives;
    if (with_motives) motives = explainer_.motives(state);
    Relaxation relaxation = goal.optimal ? Relaxation::max : Relaxation::sum;
    return relaxed_.until(state, model::EntityId::none(), goal.above, goal.at_least, relaxation, nullptr,
                          RelaxedCosts::kInfinite, std::numeric_limits<double>::quiet_NaN(),
                          with_motives ? &motives : nullptr, goal.optimal ? nullptr : &extra_);
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
    auto push = [&](MindId state, EventIndex action, std::uint32_t parent, std::uint16_t length) {
        Seen seen = seen_[state.value];
        if (seen.expanded_with <= length) return;
        if (!seen.is_estimated) {
            seen.estimate = estimate(state, goal);
            seen.at_least = goal.optimal ? seen.estimate
                                         : relaxed_.until(state, model::EntityId::none(), goal.above,
                                                          goal.at_least, Relaxation::max);
            seen.is_estimated = true;
            seen.lesson = lessons_;
            seen_[state.value] = seen;
        }
        std::uint32_t left = seen.estimate;
        if (left >= RelaxedCosts::kInfinite) return;
        if (static_cast<int>(length + seen.at_least) > goal.author_limit) return;
        auto number = static_cast<std::uint32_t>(nodes.size());
        nodes.push_back({state, action, parent, length, left, 0});
        constexpr std::int64_t kBytes = sizeof(Node) + sizeof(Open);
        budget_.charge_bytes(kBytes);
        charged_ += kBytes;
        std::uint64_t weight = goal.optimal ? 1 : kWeight;
        open.push({goal.optimal ? length + left : length + weight * left + kDelay, left, number});
        ++generated_;
    };

    push(start, EventIndex::none(), 0, 0);
    while (!open.empty()) {
        if (explainer_.stopped()) break;
        // A plan, once found, is to be followed by shorter ones or the proof that there are none.
        if (explainer_.effort() > turn_ends_ && result.plan.empty()) return false;
        std::uint32_t number = open.top().node;
        open.pop();
        Node node = nodes[number];
        Seen seen = seen_[node.state.value];
        if (seen.expanded_with <= node.length) continue;
        if (static_cast<int>(node.length + seen.at_least) > goal.author_limit) continue;
        if (!goal.optimal && seen.lesson != lessons_) {
            seen.estimate = estimate(node.state, goal);
            seen.lesson = lessons_;
            seen_[node.state.value] = seen;
        }
        if (seen.estimate > node.estimate) {
            nodes[number].estimate = seen.estimate;
            open.push({(node.length + kWeight * seen.estimate + kDelay) << (3 * node.delays), seen.estimate,
                       number});
            continue;
        }
        if (number != 0) {
            MindId parent = nodes[node.parent].state;
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
                open.push({(node.length + kWeight * node.estimate + kDelay) << (3 * nodes[number].delays),
                           node.estimate, number});
                continue;
            }
            if (!agreed) continue;
            if (explainer_.stopped()) break;
            double utility = dynamics_.utility(node.state, model::EntityId::none());
            bool reaches = utility > goal.above && utility >= goal.at_least;
            if (reaches ||
                (utility > goal.above && (!result.best_utility || utility > *result.best_utility))) {
                // Shortened at once, so that it stands should the search be stopped.
                AuthorGoal at_best = goal;
                at_best.at_least = utility;
                std::vector<EventIndex> plan = plan_to(nodes, number);
                shorten(start, at_best, plan);
                if (explainer_.stopped()) break;
                result.best_utility = utility;
                result.best = std::move(plan);
            }
            if (reaches) {
                result.plan = result.best;
                result.end = AuthorResult::End::found;
                if (!goal.on_found) return true;
                goal.on_found(result.plan);
                goal.author_limit = static_cast<int>(result.plan.size()) - 1;
                continue;  // what comes after this state is longer
            }
        }
        seen_[node.state.value].expanded_with = node.length;
        ++expanded_;
        if (node.length >= goal.author_limit) continue;
        auto possible = dynamics_.possible_actions(node.state);
        std::vector<EventIndex> actions(possible.begin(), possible.end());
        for (EventIndex action : actions) {
            if (!explainer_.thought_possible(node.state, action)) continue;
            MindId after = dynamics_.successor(node.state, action);
            if (!after.valid() || explainer_.stopped()) break;
            auto length = static_cast<std::uint16_t>(node.length + 1);
            push(after, action, number, length);
        }
    }
    result.end = explainer_.stopped()  ? AuthorResult::End::stopped
                 : result.plan.empty() ? AuthorResult::End::exhausted
                                       : AuthorResult::End::found;
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
    std::vector<MindId> states{start};
    for (EventIndex action : plan)
        states.push_back(dynamics_.successor(states.back(), action));
    double utility = dynamics_.utility(states.back(), model::EntityId::none());
    for (std::size_t length = 1; length < plan.size(); ++length) {
        if (dynamics_.utility(states[length], model::EntityId::none()) != utility) continue;
        plan.resize(length);
        return true;
    }
    hopeless_.clear();
    for (std::size_t omitted = 0; omitted < plan.size(); ++omitted) {
        std::vector<EventIndex> kept(plan.begin(), plan.begin() + static_cast<std::ptrdiff_t>(omitted));
        if (explainer_.stopped()) return false;
        Rest rest{plan, utility, goal.character_limit, quickly};
        if (!compete(states[omitted], rest, omitted + 1, kept)) continue;
        plan = kept;
        return true;
    }
    return false;
}

/// Extends `kept`, which leads to `state`, by a subsequence of the plan from `next` on that is explained and
/// ends with the utility. Whether there is one depends on nothing but the state and `next`, so failures are
/// remembered.
bool AuthorSearch::compete(MindId state, const Rest& rest, std::size_t next, std::vector<EventIndex>& kept) {
    if (dynamics_.utility(state, model::EntityId::none()) == rest.utility) return true;
    if (next == rest.plan.size() || explainer_.stopped()) return false;
    std::uint64_t question = std::uint64_t{state.value} << 32 | next;
    if (hopeless_.find(question)) return false;
    EventIndex action = rest.plan[next];
    if (dynamics_.possible(action, state) && explainer_.thought_possible(state, action)) {
        MindId after = dynamics_.successor(state, action);
        std::size_t length = kept.size();
        kept.push_back(action);
        if (after.valid() && compete(after, rest, next + 1, kept)) {
            if (rest.quickly) explainer_.allow_effort(kShortenEffort);
            bool agreed = explainer_.consented(state, action, rest.budget, rest.budget);
            if (explainer_.gave_up()) agreed = false;
            explainer_.allow_all_effort();
            if (agreed) return true;
        }
        kept.resize(length);
    }
    if (compete(state, rest, next + 1, kept)) return true;
    hopeless_[question] = 1;
    return false;
}

}  // namespace wt::engine
