#include "referee/judge.h"

#include <algorithm>
#include <set>
#include <span>

#include "referee/candidates.h"
#include "referee/evaluate.h"
#include "referee/happen.h"
#include "referee/prospect.h"
#include "referee/relaxed.h"
#include "referee/trace.h"
#include "referee/uncertain.h"

namespace wt::referee {

using namespace model;

namespace {

/// With fewer steps left, trying all actions costs less than asking what is conceivable.
constexpr int kConceiveFrom = 2;

/// With fewer actions left to keep or to leave out, trying all of their subsequences costs less than asking
/// what they could lead to.
constexpr std::size_t kFilterFrom = 5;

/// Below the belief limit, and with a budget of 0 or 1, exactly the reasons of one action exist.
int longest_reason(const Context& context, MindId mind, int budget) {
    return context[mind].level <= context.limits.belief ? std::max(1, budget) : 1;
}

/// `bound` counts for the owner of the mind alone.
bool is_explained_for(Context& context, MindId mind, ActionId action, EntityId character, int budget,
                      int bound) {
    if (context[mind].owner == character) return find_reason(context, mind, action, budget, bound) != nullptr;
    MindId theirs = context.believed(mind, character);
    return possible_for(context, theirs, context[action]) &&
           find_reason(context, prospect_of(context, theirs), action, budget,
                       context.former.short_reasons_of_others ? bound : kAnyLength) != nullptr;
}

/// Looks for a plan that keeps actions `omitted` of a course, leaves the next one out, and ends as well.
class Competition {
  public:
    /// `budget` and `is_author` say how the competitor's actions must be explained.
    Competition(Context& context, const Course& course, int budget, bool is_author)
        : context_(context), course_(course), budget_(budget), is_author_(is_author) {
        length_ = static_cast<int>(course.actions.size());
        final_ = utility(context, course.states.back());
    }

    std::optional<Competitor> find() {
        for (std::size_t omitted = 0; omitted < course_.actions.size(); ++omitted) {
            competitor_ = {omitted, {}};
            states_ = {course_.states[omitted]};
            if (keep_some(omitted + 1)) return competitor_;
        }
        return std::nullopt;
    }

  private:
    /// Tries all subsequences of the actions from index `next` on, after those kept so far.
    bool keep_some(std::size_t next) {
        OpenStep open(context_);
        if (context_.halted()) return false;
        const std::pair question{states_.back(), next};
        if (hopeless_.contains(question)) return false;
        const std::uint64_t before = endings_;
        if (ends_as_well()) {
            ++endings_;
            if (all_explained()) return true;
        }
        if (course_.actions.size() - next >= kFilterFrom && !could_end_as_well(next)) return false;
        for (; next < course_.actions.size(); ++next) {
            ActionId action = course_.actions[next];
            if (!can_happen(context_, states_.back(), context_[action])) continue;
            MindId after = successor(context_, states_.back(), action);
            if (!after.valid()) continue;
            states_.push_back(after);
            competitor_.kept.push_back(action);
            if (keep_some(next + 1)) return true;
            states_.pop_back();
            competitor_.kept.pop_back();
        }
        // Where nothing ends as well, it matters neither how one got there nor who agrees. A request, though, asks for
        // the whole course.
        bool by_course = is_author_ && context_.request != nullptr;
        if (endings_ == before && !by_course && !context_.halted()) hopeless_.insert(question);
        return false;
    }

    bool ends_as_well() const {
        if (is_author_ && context_.request != nullptr) return answers_as_well(*context_.request);
        Value end = utility(context_, states_.back());
        return end == final_ || (context_.strict && improves(final_, end));
    }

    /// Can what is left of the course, from index `next` on, still lead to a utility as high? This is only a necessary
    /// condition.
    bool could_end_as_well(std::size_t next) {
        if (context_.is_uncertain) return true;
        bool utility_counts = !(is_author_ && context_.request) || context_.request->goal;
        if (!utility_counts || !final_.is_number()) return true;
        std::span<const ActionId> left(course_.actions);
        return highest_by(context_, states_.back(), left.subspan(next)) >= final_.as_number();
    }

    /// Would the author have another answer? Without a goal, utility does not count.
    bool answers_as_well(const Request& request) const {
        Course course;
        auto omitted = static_cast<std::ptrdiff_t>(competitor_.omitted);
        course.actions.assign(course_.actions.begin(), course_.actions.begin() + omitted);
        course.actions.insert(course.actions.end(), competitor_.kept.begin(), competitor_.kept.end());
        course.states.assign(course_.states.begin(), course_.states.begin() + omitted);
        course.states.insert(course.states.end(), states_.begin(), states_.end());
        if (!answers(context_, course, request)) return false;
        if (!request.goal) return true;
        Value end = utility(context_, states_.back());
        return end == final_ || (context_.strict && improves(final_, end));
    }

    bool all_explained() {
        for (std::size_t i : order_of_questions()) {
            ActionId action = competitor_.kept[i];
            bool nobody_consents = context_[action].consenting.empty();
            if (nobody_consents && is_author_) continue;
            if (nobody_consents) return false;
            // The action is the j-th that is really taken, counted from the start of the whole.
            int j = static_cast<int>(competitor_.omitted + i) + 1;
            bool explained = is_author_
                                 ? is_explained(context_, states_[i], action, budget_)
                                 : is_explained(context_, states_[i], action, budget_ - j + 1, length_);
            if (!explained) return false;
        }
        return !context_.halted();
    }

    /// Returns the kept actions, those of whoever has the longest way to a gain first: the fewer steps are left beside
    /// that way, the shorter is a proof that there is none.
    std::vector<std::size_t> order_of_questions() {
        std::vector<std::pair<int, std::size_t>> places;
        for (std::size_t i = 0; i < competitor_.kept.size(); ++i) {
            int steps = 0;
            for (EntityId character : context_[competitor_.kept[i]].consenting)
                if (!context_.halted())
                    steps = std::max(steps, steps_to_gain(context_.believed(states_[i], character)));
            places.emplace_back(-steps, i);
        }
        std::ranges::sort(places);
        std::vector<std::size_t> order;
        for (const auto& [steps, i] : places)
            order.push_back(i);
        return order;
    }

    /// Returns the least number of actions by which the mind's owner may gain; as many as there are if there is none.
    int steps_to_gain(MindId mind) {
        // A character that does not plan ahead, or gains nothing, is asked with little effort.
        if (context_.is_uncertain) return 0;
        Value here = utility(context_, mind);
        if (context_[mind].level > context_.limits.belief || !here.is_number()) return kAnyLength;
        int steps = 1;
        while (steps < budget_ &&
               highest_conceivable(context_, mind, steps, here.as_number()) <= here.as_number())
            ++steps;
        return steps;
    }

    Context& context_;
    const Course& course_;
    int budget_;
    bool is_author_;
    int length_;
    Value final_;
    Competitor competitor_;
    std::vector<MindId> states_;  ///< after the kept actions
    std::uint64_t endings_ = 0;   ///< how often something has ended as well
    /// These are states, and indexes of the course, from which on nothing ends as well.
    std::set<std::pair<MindId, std::size_t>> hopeless_;
};

/// Can the utility of the mind's owner come above `floor` by at most `steps` plausible actions? This is only a filter:
/// consent counts as far as `plausible_actions` asks for it. Answers are remembered; few steps are tried before many,
/// since most ways that lead there are short.
bool may_reach(Context& context, MindId mind, double floor, int steps) {
    Value here = utility(context, mind);
    if (here.is_number() && here.as_number() > floor) return true;
    if (steps <= 0) return false;
    if (steps >= kConceiveFrom && highest_conceivable(context, mind, steps, floor) <= floor) return false;
    // An entry stays where it is while more are remembered.
    auto [place, is_new] = context.reach.try_emplace({mind, floor});
    Reach& reach = place->second;
    if (is_new) context.budget.charge_bytes(sizeof(Reach) + 48);
    if (reach.possible_within <= steps) return true;
    OpenStep open(context);
    while (reach.impossible_within < steps) {
        int within = reach.impossible_within + 1;
        for (ActionId action : plausible_actions(context, mind)) {
            if (context.halted()) return false;
            MindId after = successor(context, mind, action);
            if (after.valid() && may_reach(context, after, floor, within - 1)) {
                reach.possible_within = within;
                return true;
            }
        }
        if (context.halted()) return false;
        reach.impossible_within = within;
    }
    return false;
}

/// Looks for a reason of exactly one length, trying actions in their order.
class ReasonSearch {
  public:
    ReasonSearch(Context& context, MindId mind, int budget, int length)
        : context_(context), budget_(budget), length_(length), start_(utility(context, mind)) {
        course_.states.push_back(mind);
    }

    /// Does a reason begin with the actions so far and `action`? If so, `actions()` is one.
    bool begins_with(ActionId action) {
        OpenStep open(context_);
        if (context_.halted()) return false;
        MindId after = successor(context_, course_.states.back(), action);
        if (!after.valid()) return false;
        course_.actions.push_back(action);
        course_.states.push_back(after);
        if (continues()) return true;
        course_.actions.pop_back();
        course_.states.pop_back();
        return false;
    }

    const std::vector<ActionId>& actions() const { return course_.actions; }

  private:
    bool continues() {
        int taken = static_cast<int>(course_.actions.size());
        MindId here = course_.states.back();
        if (taken == length_)
            return improves(start_, utility(context_, here)) &&               // (U)
                   !find_early_end(context_, course_) &&                      // (D)
                   !Competition(context_, course_, budget_, false).find() &&  // (M)
                   !context_.halted();
        if (!can_improve(here, length_ - taken)) return false;
        for (ActionId action : plausible_actions(context_, here)) {  // (P)
            MindId next = successor(context_, here, action);
            if (context_.halted()) return false;
            if (!next.valid()) continue;
            if (!can_improve(next, length_ - taken - 1)) continue;
            // (X) asks this: the action is number taken + 1, and k - (taken + 1) + 1 is left.
            if (!is_explained(context_, here, action, budget_ - taken)) continue;
            if (begins_with(action)) return true;
        }
        return false;
    }

    bool can_improve(MindId mind, int steps) {
        return start_.is_number() && may_reach(context_, mind, start_.as_number(), steps);
    }

    Context& context_;
    int budget_;
    int length_;
    Value start_;
    Course course_;
};

}  // namespace

const std::vector<ActionId>* find_reason(Context& context, MindId mind, ActionId action, int budget,
                                         int bound) {
    if (context.is_uncertain) return find_reason_in(context, mind, action, budget, bound);
    int longest = longest_reason(context, mind, budget);
    // Budgets that allow the same reasons are one question.
    ReasonAnswer& answer = context.reasons[{mind, action, longest}];
    while (!answer.found && answer.none_up_to < std::min(longest, bound - 1)) {
        if (context.halted()) return nullptr;
        int length = answer.none_up_to + 1;
        ReasonSearch search(context, mind, longest, length);
        bool found = possible(context, mind, context[action]) && search.begins_with(action);
        if (context.halted()) return nullptr;
        answer.none_up_to = found ? answer.none_up_to : length;
        if (found) answer.found = search.actions();
        context.budget.charge_bytes(length == 1 ? 96 : 16);
    }
    bool is_short = answer.found && static_cast<int>(answer.found->size()) < bound;
    return is_short ? &*answer.found : nullptr;
}

std::optional<EntityId> unexplained_for(Context& context, MindId mind, ActionId action, int budget, int bound,
                                        EntityId only) {
    EntityId owner = context[mind].owner;
    action = context.success_of[action.index()];
    // The others are asked first: deeper minds have smaller questions.
    for (bool asks_owner : {false, true}) {
        for (EntityId character : context[action].consenting) {
            if ((character == owner) != asks_owner || (only.valid() && only != character)) continue;
            if (!is_explained_for(context, mind, action, character, budget, bound)) return character;
        }
    }
    return std::nullopt;
}

bool is_explained(Context& context, MindId mind, ActionId action, int budget, int bound) {
    return !unexplained_for(context, mind, action, budget, bound) && !context.halted();
}

std::optional<Competitor> find_competitor(Context& context, const Course& course, int budget) {
    return Competition(context, course, budget, false).find();
}

std::optional<Competitor> find_author_competitor(Context& context, const Course& course) {
    return Competition(context, course, context.limits.character, true).find();
}

bool answers(const Context& context, const Course& course, const Request& request) {
    if (course.actions.empty()) return false;
    if (request.goal) {
        Value end = utility(context, course.states.back());
        if (!end.is_number() || end.as_number() < *request.goal) return false;
    }
    return !broken_constraint(context, {course.states, course.actions}, request);
}

std::optional<std::size_t> find_early_end(const Context& context, const Course& course) {
    Value final = utility(context, course.states.back());
    for (std::size_t i = 0; i + 1 < course.states.size(); ++i)
        if (utility(context, course.states[i]) == final) return i;
    return std::nullopt;
}

namespace {

/// Can the mind's owner gain anything by a plan that begins with the action? (U) is asked of all of them.
bool may_gain(Context& context, MindId mind, const Occurrence& event) {
    // Nobody else is asked about the first action; of the actions that are conceivable, everybody is asked.
    if (context.is_uncertain || event.consenting.size() > 1) return true;
    Value here = utility(context, mind);
    if (!here.is_number()) return false;
    return highest_conceivable(context, mind, kAnyLength, here.as_number()) > here.as_number();
}

}  // namespace

const std::vector<ActionId>& plausible_actions(Context& context, MindId mind) {
    auto known = context.plausible.find(mind);
    if (known != context.plausible.end()) return known->second;
    bool others_gain_at_once = context[mind].level + 1 > context.limits.belief;
    std::vector<ActionId> actions;
    for (std::uint32_t index : context.candidates->actions(mind)) {
        if (context.halted()) break;
        ActionId action(index);
        const Occurrence& event = context[action];
        if (event.consenting.empty() || !context.candidates->is_possible_action(mind, index)) continue;
        bool is_plausible =
            std::all_of(event.consenting.begin(), event.consenting.end(), [&](EntityId character) {
                if (character == context[mind].owner) return true;
                MindId theirs = context.believed(mind, character);
                if (!possible_for(context, theirs, event)) return false;
                if (!others_gain_at_once) return may_gain(context, theirs, event);
                return find_reason(context, prospect_of(context, theirs), action, 1) != nullptr;
            });
        if (is_plausible) actions.push_back(action);
    }
    context.budget.charge_bytes(static_cast<std::int64_t>(actions.size() * sizeof(ActionId) + 64));
    return context.plausible.emplace(mind, std::move(actions)).first->second;
}

}  // namespace wt::referee
