#include "referee/uncertain.h"

#include <algorithm>
#include <span>

#include "referee/evaluate.h"
#include "referee/happen.h"

namespace wt::referee {

using namespace model;

namespace {

bool consents(const Occurrence& event, EntityId character) {
    return std::ranges::find(event.consenting, character) != event.consenting.end();
}

int longest_reason(const Context& context, MindId prospect, int budget) {
    return context.level_of(prospect) <= context.limits.belief ? std::max(1, budget) : 1;
}

/// Is the action explained in the world for a character who is not its owner (9.1)?
bool is_explained_for_other(Context& context, MindId world, ActionId action, EntityId character, int budget) {
    MindId belief = context.believed(world, character);
    return possible_for(context, belief, context[action]) &&
           find_reason_in(context, prospect_of(context, belief), action, budget, kAnyLength) != nullptr;
}

/// Returns the greatest utility that the world's owner could have after at most so many plausible actions; none if
/// there is none. This is only a filter: an impossible action ends a plan, and consent counts as far as
/// `plausible_actions` asks for it.
std::optional<double> highest_within(Context& context, MindId world, int steps) {
    std::uint64_t key = pair_key(world.value, static_cast<std::uint32_t>(steps));
    auto known = context.highest.find(key);
    if (known != context.highest.end()) return known->second;
    OpenStep open(context);
    std::optional<double> best;
    auto consider = [&](const std::optional<double>& value) {
        if (value && (!best || *value > *best)) best = value;
    };
    auto end_in = [&](MindId end) {
        Value value = utility(context, end);
        return value.is_number() ? std::optional(value.as_number()) : std::nullopt;
    };
    consider(end_in(world));
    if (steps > 0) {
        for (ActionId action : plausible_actions(context, world)) {
            if (context.halted()) return std::nullopt;
            const Occurrence& event = context[action];
            if (can_happen(context, world, event))
                if (MindId after = successor(context, world, action); after.valid())
                    consider(highest_within(context, after, steps - 1));
            ActionId failure = context.failure_of[action.index()];
            if (failure.valid() && can_happen(context, world, context[failure]))
                if (MindId after = successor(context, world, failure); after.valid()) consider(end_in(after));
        }
    }
    if (context.halted()) return std::nullopt;
    context.highest.emplace(key, best);
    context.budget.charge_bytes(48);
    return best;
}

/// Looks for a plan that keeps the first actions of a course, leaves the next one out, and ends as well.
class Competition {
  public:
    Competition(Context& context, std::span<const Venture> stages, std::span<const ActionId> actions,
                int budget)
        : context_(context),
          stages_(stages),
          actions_(actions),
          budget_(budget),
          final_(measure_of(context, stages.back(), budget)) {}

    std::optional<Competitor> find() {
        for (std::size_t omitted = 0; omitted < actions_.size(); ++omitted) {
            competitor_ = {omitted, {}};
            taken_ = {stages_[omitted]};
            if (keep_some(omitted + 1)) return competitor_;
        }
        return std::nullopt;
    }

  private:
    bool keep_some(std::size_t next) {
        OpenStep open(context_);
        if (context_.halted()) return false;
        if (ends_as_well() && all_explained()) return true;
        for (; next < actions_.size(); ++next) {
            if (context_[actions_[next]].consenting.empty()) continue;
            Venture venture = after(context_, taken_.back(), actions_[next]);
            if (venture.running.empty()) continue;
            taken_.push_back(std::move(venture));
            competitor_.kept.push_back(actions_[next]);
            if (keep_some(next + 1)) return true;
            taken_.pop_back();
            competitor_.kept.pop_back();
        }
        return false;
    }

    bool ends_as_well() {
        std::optional<Fraction> worth = worth_of(context_, taken_.back());
        if (!context_.strict && !(worth == final_.worth)) return false;
        Measure end = measure_of(context_, taken_.back(), budget_);
        return end == final_ || (context_.strict && improves(final_, end));
    }

    bool all_explained() {
        for (std::size_t i = competitor_.kept.size(); i-- > 0;) {
            // The action is the j-th that is really taken, counted from the start of the whole.
            int j = static_cast<int>(competitor_.omitted + i) + 1;
            if (unexplained_in(context_, taken_[i], competitor_.kept[i], budget_ - j + 1,
                               static_cast<int>(actions_.size())))
                return false;
        }
        return !context_.halted();
    }

    Context& context_;
    std::span<const Venture> stages_;
    std::span<const ActionId> actions_;
    int budget_;
    Measure final_;
    Competitor competitor_;
    std::vector<Venture> taken_;  ///< before and after the kept actions
};

/// Looks for reasons of exactly one length, trying actions in their order.
class Search {
  public:
    Search(Context& context, MindId prospect, int budget, int length)
        : context_(context),
          owner_(context.owner_of(prospect)),
          looks_out_(referee::looks_out(context, prospect)),
          budget_(budget),
          length_(static_cast<std::size_t>(length)) {
        stages_.push_back(start_of(context, prospect));
        start_ = measure_of(context, stages_[0], budget);
    }

    /// Returns the reasons that begin with the action: the first one, or, with `all`, the first one for every way to
    /// end.
    std::vector<Reason> find(ActionId action, bool all) {
        all_ = all;
        if (start_.worth) take(action);
        return std::move(found_);
    }

  private:
    /// Returns true if all that is looked for has been found.
    bool take(ActionId action) {
        OpenStep open(context_);
        if (context_.halted()) return true;
        Venture next = after(context_, stages_.back(), action);
        if (next.running.empty() || !can_improve(next)) return false;  // (P)
        // (X) asks this: the action is number taken + 1, and k - (taken + 1) + 1 is left.
        int taken = static_cast<int>(actions_.size());
        if (taken > 0 && unexplained_in(context_, stages_.back(), action, budget_ - taken)) return false;
        actions_.push_back(action);
        stages_.push_back(std::move(next));
        bool is_done = actions_.size() == length_ ? end_here() : go_on();
        actions_.pop_back();
        stages_.pop_back();
        return is_done;
    }

    bool go_on() {
        for (std::size_t i = 0; i < context_.action_count; ++i)
            if (may_be_agreed(ActionId(i)) && take(ActionId(i))) return true;
        return false;
    }

    /// Checks (U), (D) and (M).
    bool end_here() {
        Measure end = measure_of(context_, stages_.back(), budget_);
        if (context_.halted()) return true;
        if (!improves(start_, end)) return false;
        bool is_known = std::ranges::any_of(found_, [&](const Reason& reason) { return reason.end == end; });
        if (is_known) return false;
        for (std::size_t i = 1; i + 1 < stages_.size(); ++i)
            if (measure_of(context_, stages_[i], budget_) == end) return false;
        if (Competition(context_, stages_, actions_, budget_).find()) return false;
        if (context_.halted()) return true;
        found_.push_back({actions_, end});
        return !all_;
    }

    /// Does nobody rule it out at once, neither the others nor a character who is not there?
    bool may_be_agreed(ActionId action) {
        const Occurrence& event = context_[action];
        if (event.consenting.empty()) return false;
        return std::ranges::all_of(stages_.back().running, [&](const Branch& branch) {
            if (!possible(context_, branch.world, event)) return true;
            const std::vector<ActionId>& plausible = plausible_actions(context_, branch.world);
            return std::ranges::binary_search(plausible, action);
        });
    }

    /// Can the plan still end better, with the actions that are left after it has come so far? This is a filter: with
    /// numbers that do not fit it lets everything pass.
    bool can_improve(const Venture& venture) {
        int steps = static_cast<int>(length_ - actions_.size()) - 1;
        std::vector<std::optional<Fraction>> values;
        auto add = [&](const std::optional<double>& value) {
            values.push_back(value ? fraction_of(*value) : std::nullopt);
            return !value || values.back();
        };
        for (const Branch& branch : venture.running)
            if (!add(highest_within(context_, branch.world, steps))) return true;
        for (const Branch& branch : venture.ended)
            if (!add(highest_within(context_, branch.world, 0))) return true;
        bool overflows = false;
        std::optional<Fraction> best = summed_up(context_.temper_of(owner_), venture, values, overflows);
        if (overflows) return true;
        if (!best) return false;
        return looks_out_ ? compare(*best, *start_.worth) >= 0 : compare(*best, *start_.worth) > 0;
    }

    Context& context_;
    EntityId owner_;
    bool looks_out_;
    int budget_;
    std::size_t length_;
    bool all_ = false;
    Measure start_;
    std::vector<Venture> stages_;
    std::vector<ActionId> actions_;
    std::vector<Reason> found_;
};

/// Returns all reasons of somebody prudent of a length for an action, one for each way to end.
const std::vector<Reason>& reasons_of_length(Context& context, MindId prospect, ActionId action, int budget,
                                             int length) {
    std::vector<std::vector<Reason>>& known = context.all_reasons[{prospect, action, budget}];
    while (known.size() < static_cast<std::size_t>(length)) {
        int next = static_cast<int>(known.size()) + 1;
        std::vector<Reason> reasons = Search(context, prospect, budget, next).find(action, true);
        // A question in between may have gone as far itself.
        if (known.size() + 1 == static_cast<std::size_t>(next)) known.push_back(std::move(reasons));
        context.budget.charge_bytes(96);
    }
    return known[static_cast<std::size_t>(length) - 1];
}

/// Returns the first reason of exactly this length for which the owner takes part.
std::optional<std::vector<ActionId>> acceptable_reason(Context& context, MindId prospect, ActionId action,
                                                       int budget, int length) {
    if (!context.temper_of(context.owner_of(prospect)).prudent) {
        std::vector<Reason> found = Search(context, prospect, budget, length).find(action, false);
        return found.empty() ? std::nullopt : std::optional(std::move(found[0].actions));
    }
    std::vector<Reason> reasons = reasons_of_length(context, prospect, action, budget, length);
    for (const Reason& reason : reasons) {
        if (context.halted()) return std::nullopt;
        if (!find_better(context, prospect, budget, reason.actions.size(), reason.end)) return reason.actions;
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::vector<ActionId>> find_better(Context& context, MindId prospect, int budget,
                                                 std::size_t length, const Measure& end) {
    EntityId owner = context.owner_of(prospect);
    if (!context.temper_of(owner).prudent) return std::nullopt;
    int longest = longest_reason(context, prospect, budget);
    for (int n = 1; n <= std::min(longest, static_cast<int>(length)); ++n) {
        for (std::size_t i = 0; i < context.action_count; ++i) {
            if (context.halted()) return std::nullopt;
            if (!consents(context[ActionId(i)], owner)) continue;
            std::vector<Reason> others = reasons_of_length(context, prospect, ActionId(i), longest, n);
            for (const Reason& other : others)
                if (dominates(other.actions.size(), other.end, length, end)) return other.actions;
        }
    }
    return std::nullopt;
}

const std::vector<ActionId>* find_reason_in(Context& context, MindId prospect, ActionId action, int budget,
                                            int bound) {
    int longest = longest_reason(context, prospect, budget);
    ReasonAnswer& answer = context.reasons[{prospect, action, longest}];
    while (!answer.found && answer.none_up_to < std::min(longest, bound - 1)) {
        if (context.halted()) return nullptr;
        int length = answer.none_up_to + 1;
        std::optional<std::vector<ActionId>> found =
            acceptable_reason(context, prospect, action, longest, length);
        if (context.halted()) return nullptr;
        if (found)
            answer.found = std::move(found);
        else
            answer.none_up_to = std::max(answer.none_up_to, length);
        context.budget.charge_bytes(length == 1 ? 96 : 16);
    }
    bool is_short = answer.found && static_cast<int>(answer.found->size()) < bound;
    return is_short ? &*answer.found : nullptr;
}

std::optional<EntityId> unexplained_in(Context& context, const Venture& venture, ActionId action, int budget,
                                       int bound) {
    const Occurrence& event = context[action];
    EntityId owner = context[venture.running[0].world].owner;
    for (EntityId character : event.consenting) {
        if (character == owner) continue;
        for (const Branch& branch : venture.running) {
            if (!possible(context, branch.world, event)) continue;
            if (!is_explained_for_other(context, branch.world, action, character, budget)) return character;
        }
    }
    if (!consents(event, owner)) return std::nullopt;
    MindId prospect = prospect_of(context, venture);
    if (find_reason_in(context, prospect, action, budget, bound) == nullptr) return owner;
    return std::nullopt;
}

std::optional<Competitor> find_competitor(Context& context, std::span<const Venture> stages,
                                          std::span<const ActionId> actions, int budget) {
    return Competition(context, stages, actions, budget).find();
}

Value outlook_in(Context& context, MindId world, int steps, int budget) {
    OutlookKey key{world, steps, std::max(1, budget)};
    auto known = context.outlooks.find(key);
    if (known != context.outlooks.end()) return known->second;
    OpenStep open(context);
    EntityId owner = context[world].owner;
    Value least = utility(context, world);
    for (std::size_t i = 0; i < context.actions.size() && steps > 0; ++i) {
        if (context.halted()) return {};
        ActionId action(i);
        const Occurrence& event = context[action];
        if (event.consenting.empty() || consents(event, owner) || !can_happen(context, world, event))
            continue;
        bool is_explained = std::ranges::all_of(event.consenting, [&](EntityId character) {
            return is_explained_for_other(context, world, context.success_of[i], character, budget);
        });
        if (!is_explained) continue;
        MindId after = successor(context, world, action);
        if (context.halted()) return {};
        if (!after.valid()) continue;
        Value there = outlook_in(context, after, steps - 1, budget - 1);
        if (there.is_number() && (!least.is_number() || there < least)) least = there;
    }
    if (context.halted()) return {};
    context.outlooks.emplace(key, least);
    context.budget.charge_bytes(64);
    return least;
}

}  // namespace wt::referee
