#include "story/branches.h"

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <set>

#include "referee/referee.h"
#include "story/reading.h"

namespace wt::story {

namespace {

using engine::MindId;
using model::EntityId;
using model::GroundEvent;

/// A turn that the story may take: what has happened, the other event, and what follows.
struct Turn {
    std::vector<GroundEvent> before;  ///< with the other event as the last
    model::Plan after;
    const model::Request* request = nullptr;  ///< the one that `after` answers
    std::optional<double> goal;               ///< the one that it reaches, if there is no request
};

/// This has the referee's opinion of turns. What it has computed for one serves the next.
class Judge {
  public:
    /// `whole` is the budget of all of it, with which the referee stops.
    Judge(const Story& story, const BranchGoal& goal, std::uint64_t most_states, Budget& whole)
        : story_(story), goal_(goal), most_states_(most_states), whole_(whole) {}

    referee::Verdict judge(const Turn& turn) {
        referee::Verdict event = judge_event(turn.before);
        if (event != referee::Verdict::valid || turn.after.steps.empty()) return event;
        referee::Rules rules = this->rules();
        rules.request = turn.request;
        rules.goal = turn.goal;
        rules.history = turn.before;
        Budget budget;
        budget.max_states = most_states_;
        budget.follow(whole_);
        return referee::verify(story_.session.world(), turn.after, rules, budget).verdict;
    }

    /// Does the whole course answer the request?
    bool answers(const std::vector<GroundEvent>& events) {
        if (goal_.request == nullptr) return false;
        start_afresh();
        return states_->answers(events, *goal_.request);
    }

  private:
    referee::Rules rules() const {
        referee::Rules rules;
        rules.limits = story_.limits;
        rules.belief_depth = goal_.belief_depth;
        return rules;
    }

    bool is_halted() { return states_->trouble().verdict != referee::Verdict::valid; }

    void start_afresh() {
        if (!states_ || is_halted()) {
            states_.reset();
            budget_ = std::make_unique<Budget>();
            budget_->follow(whole_);
            states_ = std::make_unique<referee::States>(story_.session.world(), rules(), *budget_);
        }
        budget_->max_states = budget_->states() + most_states_;
    }

    /// Is the last event possible and explained after the others?
    referee::Verdict judge_event(const std::vector<GroundEvent>& events) {
        start_afresh();
        referee::MindId state = states_->first_state();
        bool is_sound = true;
        for (std::size_t i = 0; i < events.size() && is_sound && !is_halted(); ++i) {
            is_sound = states_->possible(state, events[i]);
            if (!is_sound) break;
            if (i + 1 == events.size())
                is_sound = states_->explained(state, events[i]);
            else
                state = states_->successor(state, events[i]);
        }
        if (is_halted()) return referee::Verdict::undecided;
        return is_sound ? referee::Verdict::valid : referee::Verdict::invalid;
    }

    const Story& story_;
    const BranchGoal& goal_;
    std::uint64_t most_states_;
    Budget& whole_;
    std::unique_ptr<Budget> budget_;
    std::unique_ptr<referee::States> states_;
};

class Brancher {
  public:
    Brancher(const Story& story, const BranchGoal& goal, const BranchOptions& options, Budget& budget)
        : story_(story),
          session_(story.session),
          goal_(goal),
          options_(options),
          budget_(budget),
          judge_(story, goal, options.judging, budget) {
        if (goal.request == nullptr) return;
        ends_ = *goal.request;
        std::erase_if(ends_.constraints, [&](model::TraceId id) {
            return session_.world()[id].kind != model::TraceKind::at_end;
        });
    }

    Branches branch() {
        branches_.moments.push_back({story_.states.front(), {}, 0});
        moment_of_[story_.states.front()] = 0;
        add_course(BranchCourse{story_, goal_.request != nullptr, 0, 0}, 0);
        if (!options_.player.valid()) return std::move(branches_);
        std::vector<std::size_t> courses{0};
        for (int depth = 0; depth < options_.depth && !courses.empty(); ++depth) {
            std::size_t known = branches_.courses.size();
            for (std::size_t course : courses)
                branch_off(course);
            courses.clear();
            for (std::size_t i = known; i < branches_.courses.size(); ++i)
                courses.push_back(i);
        }
        return std::move(branches_);
    }

  private:
    bool must_stop() const { return branches_.is_full || budget_.stop() != Stop::none; }

    /// Adds the events of a course from its place `own` on, as far as they are new. If a course comes to a state for
    /// the second time, because something failed without a trace, it comes to another moment; the last one counts.
    void add_course(BranchCourse course, std::size_t moment) {
        std::size_t index = branches_.courses.size();
        std::size_t place = course.own;
        std::set<std::size_t> own{moment};
        for (; place < course.story.plan.steps.size(); ++place) {
            MindId after = course.story.states[place + 1];
            auto [found, is_new] = moment_of_.emplace(after, branches_.moments.size());
            if (!is_new && own.contains(found->second)) {
                found->second = branches_.moments.size();
                is_new = true;
            }
            std::size_t to = found->second;
            own.insert(to);
            if (is_new) branches_.moments.push_back({after, {}, 0});
            branches_.moments[moment].ways.push_back(branches_.ways.size());
            ++branches_.moments[to].ways_here;
            branches_.ways.push_back({moment, to, course.story.plan.steps[place].action, index, place});
            moment = to;
            if (!is_new) {  // from here on it goes as it has gone before
                ++place;
                break;
            }
        }
        course.own_end = place;
        branches_.courses.push_back(std::move(course));
    }

    /// Offers what the player might have done in the own part of a course.
    void branch_off(std::size_t index) {
        // Courses are added meanwhile.
        const std::vector<GroundEvent> events = model::actions_of(branches_.courses[index].story.plan.steps);
        const std::vector<MindId> states = branches_.courses[index].story.states;
        std::size_t own_end = branches_.courses[index].own_end;
        for (std::size_t place = branches_.courses[index].own; place < own_end; ++place) {
            if (must_stop()) return;
            if (!consents(events[place])) continue;
            std::vector<GroundEvent> before(events.begin(),
                                            events.begin() + static_cast<std::ptrdiff_t>(place));
            // Nobody chooses to fail, or not to.
            auto is_choice = [&](const GroundEvent& other) {
                bool is_same =
                    other.event == events[place].event && other.arguments == events[place].arguments;
                return !other.fails && !is_same && consents(other);
            };
            for (const GroundEvent& other : engine::possible_actions(session_, states[place]))
                if (!must_stop() && is_choice(other)) offer(states, before, other);
        }
    }

    bool consents(const GroundEvent& event) const {
        std::vector<EntityId> all = model::consenting_characters(session_.world(), event);
        return std::ranges::find(all, options_.player) != all.end();
    }

    void offer(const std::vector<MindId>& states, const std::vector<GroundEvent>& before,
               const GroundEvent& event) {
        MindId here = states[before.size()];
        std::size_t moment = moment_of_[here];
        for (std::size_t way : branches_.moments[moment].ways)
            if (branches_.ways[way].event == event) return;
        engine::Known known = engine::explained(
            session_, here, event, {story_.limits.character, story_.limits.belief, options_.effort});
        if (known == engine::Known::no) return;
        if (known == engine::Known::unknown) return count(branches_.unknown);
        MindId after = engine::successor(session_, here, event);
        if (!after.valid()) return count(branches_.unknown);
        Turn turn{before, {}, nullptr, {}};
        turn.before.push_back(event);
        if (leads_back(after, here)) return count(branches_.circular);
        if (!moment_of_.contains(after) && !continue_from(after, turn)) return count(branches_.unknown);
        take(std::move(turn), here);
    }

    /// Finds how it goes on; an empty plan if nothing more comes of it. Returns false if that is not known.
    bool continue_from(MindId state, Turn& turn) {
        if (goal_.request != nullptr && search(state, turn, goal_.request, std::nullopt) == Found::yes)
            return true;
        // Something that has to happen may have happened before; the story can still come to the end that was asked
        // for.
        if (!ends_.constraints.empty()) {
            if (ends_well(state)) return true;
            if (search(state, turn, &ends_, std::nullopt) == Found::yes) return true;
        }
        if (goal_.request == nullptr && goal_.goal && search(state, turn, nullptr, goal_.goal) == Found::yes)
            return true;
        return search(state, turn, nullptr, std::nullopt) != Found::unknown;
    }

    bool ends_well(MindId state) {
        Reader reader(session_, {});
        return std::ranges::all_of(ends_.constraints, [&](model::TraceId id) {
            const model::TraceNode& about = session_.world()[session_.world()[id].children[0]];
            return about.kind == model::TraceKind::state && reader.holds(state, about.condition);
        });
    }

    enum class Found { yes, no, unknown };

    Found search(MindId state, Turn& turn, const model::Request* request, std::optional<double> goal) {
        engine::Question question;
        question.goal = goal;
        question.request = request;
        question.start = state;
        question.limits = story_.limits;
        // A detour may make the whole longer than the story was to be, by a little.
        constexpr int kDetour = 2;
        int used = static_cast<int>(turn.before.size());
        int left = static_cast<int>(story_.plan.steps.size()) - used + kDetour;
        question.limits.author = std::clamp(left, 1, std::max(question.limits.author, 1));
        std::uint64_t most = budget_.max_states;
        budget_.max_states = std::min(most, budget_.states() + options_.states);
        engine::Answer answer = engine::plan(session_, question);
        budget_.max_states = most;
        if (answer.verdict == engine::Verdict::exhausted) return Found::no;
        if (answer.verdict != engine::Verdict::found) return Found::unknown;
        turn.after = std::move(*answer.plan);
        turn.request = request;
        turn.goal = goal;
        return Found::yes;
    }

    /// Makes a course of a turn, if it is sound.
    void take(Turn turn, MindId here) {
        referee::Verdict verdict = judge_.judge(turn);
        if (verdict == referee::Verdict::invalid) return count(branches_.rejected);
        if (verdict != referee::Verdict::valid) return count(branches_.unjudged);
        std::size_t own = turn.before.size() - 1;
        model::Plan plan;
        for (const GroundEvent& event : turn.before)
            plan.steps.push_back({event, {}});
        for (const model::Step& step : turn.after.steps)
            plan.steps.push_back({step.action, {}});
        std::vector<GroundEvent> events = model::actions_of(plan.steps);
        if (!fits(events, own, here)) return;
        tl::expected<Story, PlanFault> story = follow_plan(session_, std::move(plan), story_.limits);
        if (!story || budget_.stop() != Stop::none) return count(branches_.unknown);
        bool answers = judge_.answers(events);
        ++branches_.offered;
        add_course(BranchCourse{std::move(*story), answers, own, 0}, moment_of_[here]);
    }

    /// Is there room for the events, and does none of them lead back? If not, this is counted.
    bool fits(const std::vector<GroundEvent>& events, std::size_t own, MindId here) {
        MindId state = here;
        std::size_t added = 0;
        for (std::size_t i = own; i < events.size(); ++i) {
            MindId after = engine::successor(session_, state, events[i]);
            if (leads_back(after, here)) {
                count(branches_.circular);
                return false;
            }
            if (moment_of_.contains(after)) break;
            ++added;
            state = after;
        }
        branches_.is_full = branches_.moments.size() + added > options_.most_moments;
        return !branches_.is_full;
    }

    /// Is there a way from a state to `here`, or is it `here`?
    bool leads_back(MindId state, MindId here) const {
        auto from = moment_of_.find(state);
        if (from == moment_of_.end()) return false;
        std::size_t target = moment_of_.at(here);
        std::vector<bool> seen(branches_.moments.size(), false);
        std::vector<std::size_t> open{from->second};
        while (!open.empty()) {
            std::size_t moment = open.back();
            open.pop_back();
            if (moment == target) return true;
            if (seen[moment]) continue;
            seen[moment] = true;
            for (std::size_t way : branches_.moments[moment].ways)
                open.push_back(branches_.ways[way].to);
        }
        return false;
    }

    void count(std::size_t& number) { ++number; }

    const Story& story_;
    engine::Session& session_;
    const BranchGoal& goal_;
    const BranchOptions& options_;
    Budget& budget_;
    Judge judge_;
    model::Request ends_;  ///< what the request says of the end, if there is one
    Branches branches_;
    std::map<MindId, std::size_t> moment_of_;
};

}  // namespace

Branches branch(const Story& story, const BranchGoal& goal, const BranchOptions& options, Budget& budget) {
    return Brancher(story, goal, options, budget).branch();
}

}  // namespace wt::story
