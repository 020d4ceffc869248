#include "referee/trace.h"

#include <algorithm>

#include "base/check.h"
#include "model/trace.h"
#include "referee/evaluate.h"

namespace wt::referee {

using namespace model;

namespace {

/// Takes `part(scope)` for every value of a variable and tells whether all (or any) of them are true.
template <class Part>
bool quantified(const Context& context, const TraceNode& node, const Bindings& scope, const Part& part) {
    bool for_all = node.kind == TraceKind::forall;
    for (const Value& value : context.values_of[context.world[node.variable].type.index()]) {
        Bound bound{node.variable, value};
        Bindings inner{{&bound, 1}, &scope};
        if (part(inner) != for_all) return !for_all;
    }
    return for_all;
}

bool matches(const Context& context, const Bindings& scope, const Pattern& pattern,
             const GroundEvent& action) {
    if (pattern.event != action.event || pattern.fails != action.fails) return false;
    for (std::size_t i = 0; i < pattern.arguments.size(); ++i) {
        if (!pattern.arguments[i].valid()) continue;
        if (!(term_value(context, scope, pattern.arguments[i]) == action.arguments[i])) return false;
    }
    return true;
}

bool compare_numbers(Compare op, std::size_t left, int right) {
    return compare(op, Value::number(static_cast<double>(left)), Value::number(right));
}

/// One constraint with the moments of a story.
struct Story {
    const Context& context;
    const Moments& moments;
    const Bindings& scope;

    std::size_t last() const { return moments.states.size() - 1; }

    bool at(std::size_t moment, TraceId about) const {
        return holds_at_moment(context, moments, moment, scope, about);
    }
    /// Does it hold at one of the moments from `first` to `last`, both included?
    bool between(std::size_t first, std::size_t last, TraceId about) const {
        for (std::size_t i = first; i <= last && i < moments.states.size(); ++i)
            if (at(i, about)) return true;
        return false;
    }
    std::size_t count(TraceId about) const {
        std::size_t count = 0;
        for (std::size_t i = 0; i <= last(); ++i)
            if (at(i, about)) ++count;
        return count;
    }
    /// Is there no moment without it between two moments with it?
    bool without_gap(TraceId about) const {
        for (std::size_t i = 0; i <= last(); ++i)
            for (std::size_t j = i + 1; j <= last(); ++j)
                for (std::size_t k = j + 1; k <= last(); ++k)
                    if (at(i, about) && !at(j, about) && at(k, about)) return false;
        return true;
    }
    /// Can children `from` and later be had in turn at moments from `first` on?
    bool in_turn(const std::vector<TraceId>& children, std::size_t from, std::size_t first) const {
        if (from == children.size()) return true;
        for (std::size_t i = first; i <= last(); ++i)
            if (at(i, children[from]) && in_turn(children, from + 1, i + 1)) return true;
        return false;
    }
    bool only(const std::vector<EntityId>& characters) const {
        for (ActionId action : moments.actions)
            for (EntityId who : context[action].consenting)
                if (std::ranges::find(characters, who) == characters.end()) return false;
        return true;
    }

    bool has_luck(const TraceNode& node) const {
        std::optional<Fraction> luck = luck_of(context, moments);
        if (!luck) {
            context.budget.request_stop(Stop::weights);
            return false;
        }
        std::strong_ordering order = model::compare(*luck, context.world[node.fraction]);
        return compare_numbers(node.compare, order < 0 ? 0 : order > 0 ? 2 : 1, 1);
    }

    bool holds(const TraceNode& node) const {
        TraceId a = node.children.empty() ? TraceId() : node.children[0];
        TraceId b = node.children.size() < 2 ? TraceId() : node.children[1];
        switch (node.kind) {
            case TraceKind::always:
                for (std::size_t i = 0; i <= last(); ++i)
                    if (!at(i, a)) return false;
                return true;
            case TraceKind::sometime:
                return between(0, last(), a);
            case TraceKind::at_end:
                return at(last(), a);
            case TraceKind::at_most_once:
                return has_happening(context.world, a) ? count(a) <= 1 : without_gap(a);
            case TraceKind::sometime_after:
                for (std::size_t i = 0; i <= last(); ++i)
                    if (at(i, a) && !between(i, last(), b)) return false;
                return true;
            case TraceKind::sometime_before:
                for (std::size_t i = 0; i <= last(); ++i)
                    if (at(i, a) && (i == 0 || !between(0, i - 1, b))) return false;
                return true;
            case TraceKind::within:
                return node.number >= 0 && between(0, static_cast<std::size_t>(node.number), a);
            case TraceKind::sequence:
                return in_turn(node.children, 0, 0);
            case TraceKind::count:
                return compare_numbers(node.compare, count(a), node.number);
            case TraceKind::only_act:
                return only(node.characters);
            case TraceKind::length:
                return compare_numbers(node.compare, moments.actions.size(), node.number);
            case TraceKind::luck:
                return has_luck(node);
            default:
                WT_CHECK(false, "a moment stands where a constraint is needed");
                return false;
        }
    }
};

}  // namespace

bool holds_at_moment(const Context& context, const Moments& moments, std::size_t moment,
                     const Bindings& scope, TraceId about) {
    const TraceNode& node = context.world[about];
    auto part = [&](TraceId child) { return holds_at_moment(context, moments, moment, scope, child); };
    switch (node.kind) {
        case TraceKind::state:
            return holds(context, moments.states[moment], scope, node.condition);
        case TraceKind::happens:
            return moment > 0 && std::ranges::any_of(node.patterns, [&](const Pattern& pattern) {
                       return matches(context, scope, pattern, context[moments.actions[moment - 1]].ground);
                   });
        case TraceKind::conjunction:
            return std::ranges::all_of(node.children, part);
        case TraceKind::disjunction:
            return std::ranges::any_of(node.children, part);
        case TraceKind::negation:
            return !part(node.children[0]);
        case TraceKind::forall:
        case TraceKind::exists:
            return quantified(context, node, scope, [&](const Bindings& inner) {
                return holds_at_moment(context, moments, moment, inner, node.children[0]);
            });
        default:
            WT_CHECK(false, "a constraint stands where one moment is meant");
            return false;
    }
}

bool holds_of_story(const Context& context, const Moments& moments, const Bindings& scope,
                    TraceId constraint) {
    const TraceNode& node = context.world[constraint];
    auto part = [&](TraceId child) { return holds_of_story(context, moments, scope, child); };
    switch (node.kind) {
        case TraceKind::conjunction:
            return std::ranges::all_of(node.children, part);
        case TraceKind::disjunction:
            return std::ranges::any_of(node.children, part);
        case TraceKind::negation:
            return !part(node.children[0]);
        case TraceKind::forall:
        case TraceKind::exists:
            return quantified(context, node, scope, [&](const Bindings& inner) {
                return holds_of_story(context, moments, inner, node.children[0]);
            });
        default:
            return Story{context, moments, scope}.holds(node);
    }
}

std::optional<TraceId> broken_constraint(const Context& context, const Moments& moments,
                                         const Request& request) {
    for (TraceId constraint : request.constraints)
        if (!holds_of_story(context, moments, Bindings{}, constraint)) return constraint;
    return std::nullopt;
}

std::optional<Fraction> luck_of(const Context& context, const Moments& moments) {
    std::optional<Fraction> luck = Fraction{1, 1};
    for (std::size_t i = 0; i < moments.actions.size() && luck; ++i) {
        const Occurrence& event = context[moments.actions[i]];
        const Event& declared = context.world[event.ground.event];
        // If the action would have failed anyway, no luck was needed.
        if (!declared.chance.valid() || !succeeds(context, moments.states[i], event)) continue;
        Fraction chance = context.world[declared.chance];
        if (event.ground.fails) {
            std::optional<Fraction> other = add(Fraction{1, 1}, {-chance.numerator, chance.denominator});
            luck = other ? multiply(*luck, *other) : std::nullopt;
        } else {
            luck = multiply(*luck, chance);
        }
    }
    return luck;
}

}  // namespace wt::referee
