// The author's search goes best-first over real states, in which an action may be taken if it is explained for
// everybody who consents. f = length + weight x estimate (weighted A*, Pohl 1970). Whether an action is explained is
// asked only when its state comes to be expanded, not when it is generated: most never are.
//
// The actions of the relaxed plan (helpful actions) are tried first, the others of a state are put off; some
// styles also follow the relaxed plan as far as it goes (look_ahead.cpp). Now and then the oldest state of a
// kind has its turn instead of the best. Questions that take long are put off as well, and so is shortening a
// plan (docs/design/engine-search.md).
//
// A plan that reaches the goal may still have steps that could be left out; `note_end` removes them by the
// definition of minimality, so the result is a solution. The search is complete within the author limit:
// states are reopened when they are reached by fewer actions.
//
// With `on_found` the search goes on after a plan of n actions and looks for one of at most n - 1, in the
// same open list, until there is none: anytime weighted A* (Hansen and Zhou 2007). Nodes that h_max, which
// never exceeds the true number of actions, puts beyond the bound are dropped; when none is left, the last
// plan is proved shortest.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "engine/explain/explainer.h"
#include "engine/relax/relaxed.h"
#include "engine/search/request_estimate.h"
#include "engine/state/dynamics.h"

namespace wt::engine {

struct AuthorGoal {
    double above;     ///< utility must be greater than this (the start's)
    double at_least;  ///< and at least this
    int author_limit;
    int character_limit;
    bool optimal;
    /// This is what the story has to be like, if anything. Then it need not be better than the start, and `at_least`
    /// counts only if `has_goal`.
    RequestAutomata* request = nullptr;
    bool has_goal = true;
    std::vector<EventIndex> first_try = {};  ///< a plan that may do; not looked at if `optimal`
    /// This is called with each plan that reaches the goal, every one shorter than the one before. If it is empty, the
    /// first plan ends the search. It is a callback, against the rule, because a plan is of use long before the proof.
    std::function<void(const std::vector<EventIndex>&)> on_found = {};
};

struct AuthorResult {
    enum class End : std::uint8_t { found, exhausted, stopped } end = End::exhausted;
    std::vector<EventIndex> plan;  ///< with `on_found` also when the search was stopped: the last one
    /// This is the best improvement met where the goal was not reached.
    std::vector<EventIndex> best;
    std::optional<double> best_utility;
};

class AuthorSearch {
  public:
    AuthorSearch(GroundWorld& ground, Dynamics& dynamics, Explainer& explainer, RelaxedCosts& relaxed,
                 Budget& budget)
        : ground_(ground),
          dynamics_(dynamics),
          explainer_(explainer),
          budget_(budget),
          relaxed_(relaxed),
          seen_(budget),
          settled_(budget) {}

    ~AuthorSearch() { give_back(); }
    AuthorSearch(const AuthorSearch&) = delete;
    AuthorSearch& operator=(const AuthorSearch&) = delete;

    /// The search gives back what it charges to the budget when the next search begins or the object ends, so that the
    /// reason of a stop can still be read.
    AuthorResult run(MindId start, const AuthorGoal& goal);

    std::uint64_t expanded() const { return expanded_; }
    std::uint64_t generated() const { return generated_; }

  private:
    /// This is what is known of a state.
    struct Seen {
        std::uint32_t estimate = 0;
        std::uint32_t at_least = 0;            ///< actions to the goal
        std::uint16_t expanded_with = 0xffff;  ///< fewest actions with which it was expanded
        bool is_estimated = false;
        bool looked_ahead = false;  ///< has its relaxed plan been followed?
    };
    /// This says where a search is: the state of the world, and that of the request's automata (0 without a request).
    struct Place {
        MindId state;
        RequestAutomata::State request = 0;
        bool is_first = false;  ///< nothing has happened; a request is not answered by that
        std::uint64_t key() const {
            return std::uint64_t{is_first} << 63 | std::uint64_t{request} << 32 | state.value;
        }
    };
    /// This says how a place was reached.
    struct Node {
        Place place;
        EventIndex action;
        std::uint32_t parent = 0;
        std::uint16_t length = 0;
        std::uint32_t estimate = 0;
        std::uint8_t to_do = 0;    ///< bits of tasks that are open
        std::uint32_t delays = 0;  ///< how often a question was put off
    };

    void give_back() {
        budget_.charge_bytes(-charged_);
        charged_ = 0;
        seen_.clear();
        nodes_.clear();
        open_ = {};
        kinds_.clear();
        last_kind_ = Kind();
        takes_ = 0;
        tried_.clear();
        settled_.clear();
    }
    bool try_first(MindId start, AuthorGoal& goal, AuthorResult& result);
    /// This says what there is to do about a node.
    enum class Task : std::uint8_t {
        visit,    ///< ask whether its last action is explained, and expand it by what seems helpful
        others,   ///< expand it by the other actions
        shorten,  ///< its plan is to be taken down, and to shorten it took too long
    };
    struct Open {
        std::uint64_t priority;
        std::uint32_t estimate;
        std::uint32_t node;
        Task task;
        friend bool operator<(const Open& a, const Open& b) {
            return std::tie(a.priority, a.estimate, a.node, a.task) >
                   std::tie(b.priority, b.estimate, b.node, b.task);
        }
    };
    static constexpr std::uint8_t bit(Task task) {
        return static_cast<std::uint8_t>(1u << static_cast<unsigned>(task));
    }
    std::optional<Open> take();
    std::uint64_t priority(const Node& node, Task task) const;
    void open(std::uint32_t number, Task task);
    void generate(const Place& place, EventIndex action, std::uint32_t parent, std::uint16_t length);
    bool attempt(MindId start, const AuthorGoal& goal, AuthorResult& result);
    bool is_worth(const Open& entry);
    bool visit(MindId start, const Open& entry, AuthorResult& result);
    void expand(std::uint32_t number, Task task);
    std::vector<EventIndex> plan_to(std::uint32_t node) const;
    using RelaxedPlan = std::vector<RelaxedStep>;
    std::uint32_t estimate(const Place& place, RelaxedPlan* plan = nullptr);
    RelaxedPlan relaxed_plan(const Place& place);
    void look_ahead(std::uint32_t number, RelaxedPlan plan);
    bool seems_too_far(const Node& node) const;
    /// An action of a relaxed plan that may be the next one, best first.
    struct NextStep {
        std::size_t threatened;  ///< how many other steps lose what they need
        std::uint32_t aim;       ///< cost of the nearest end that it serves
        EventIndex action;
        Place after;
    };
    std::vector<NextStep> next_steps(const Place& place, const RelaxedPlan& plan);
    std::size_t threatened(const Place& before, const Place& after, const RelaxedPlan& plan,
                           EventIndex action) const;
    std::uint32_t at_least(const Place& place, const AuthorGoal& goal,
                           const std::vector<std::uint32_t>* extra = nullptr);
    Place first(MindId start, const AuthorGoal& goal);
    Place next(const Place& place, EventIndex action, const AuthorGoal& goal);
    bool is_over(const Place& place, const AuthorGoal& goal) const;
    /// The order matters: of several answers the last one is that of "or", the first one that of "and".
    enum class Reply : std::uint8_t { no, unsure, yes };
    /// The first try of a question for the reasons of an action may cost so much. This was measured on the benchmark
    /// collection, the shipped worlds and bench/scaling.
    static constexpr std::uint64_t kQuestionEffort = 200;
    Reply agreed(MindId state, EventIndex action, int budget, std::uint64_t effort);
    Reply note_end(MindId start, const AuthorGoal& goal, std::vector<EventIndex> plan, const Place& place,
                   std::uint64_t effort, AuthorResult& result);
    Reply shorten_once(MindId start, const AuthorGoal& goal, std::vector<EventIndex>& plan,
                       std::uint64_t effort);
    /// This is what competitors are made of and how they must end.
    struct Rest {
        const std::vector<EventIndex>& plan;
        const AuthorGoal& goal;
        double utility;
        std::uint64_t effort;  ///< what the question for the reasons of an action may take
    };
    bool ends_like(const Place& place, const Rest& rest) const;
    bool could_end_like(const Place& place, const Rest& rest, std::size_t next_step);
    Reply compete(const Place& place, const Rest& rest, std::size_t next, std::vector<EventIndex>& kept);

    GroundWorld& ground_;
    Dynamics& dynamics_;
    Explainer& explainer_;
    Budget& budget_;
    RelaxedCosts& relaxed_;

    // These belong to the attempt at hand.
    AuthorGoal goal_ = {};
    std::vector<Node> nodes_;
    std::priority_queue<Open> open_;
    /// This holds the open entries by length and estimate, oldest first.
    using Kind = std::pair<std::uint32_t, std::uint32_t>;
    std::map<Kind, std::deque<Open>> kinds_;
    Kind last_kind_ = {};
    std::uint64_t takes_ = 0;
    /// This holds the helpful actions, in order, by the node whose other actions are put off.
    std::unordered_map<std::uint32_t, std::vector<EventIndex>> tried_;
    FlatMap<Seen> seen_;                 ///< by place
    FlatMap<Reply, TripleKey> settled_;  ///< by state, request and place in a plan
    std::optional<RequestEstimate> request_estimate_;
    std::int64_t charged_ = 0;  ///< bytes
    /// This counts how the questions whether an action is explained have ended so far. An action that is seldom
    /// explained is dear.
    struct Record {
        std::uint32_t yes = 0;
        std::uint32_t no = 0;
    };
    void learn(EventIndex action, bool agreed);
    std::vector<Record> records_;       ///< by action
    std::vector<std::uint32_t> extra_;  ///< by action
    std::vector<std::uint32_t> ban_;    ///< by action: what keeps it out of a relaxation
    bool motives_count_ = true;
    int others_delay_ = 0;
    std::uint64_t weight_ = 1;
    std::uint64_t every_ = 0;
    bool thorough_ = false;
    std::uint64_t turn_ends_ = 0;
    std::uint64_t expanded_ = 0;
    std::uint64_t generated_ = 0;
};

}  // namespace wt::engine
