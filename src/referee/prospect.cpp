#include "referee/prospect.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "base/check.h"
#include "referee/evaluate.h"
#include "referee/happen.h"
#include "referee/uncertain.h"

namespace wt::referee {

using namespace model;

namespace {

/// Returns the number, or stops if there is none in 64 bits.
Fraction fitting(Context& context, const std::optional<Fraction>& fraction) {
    if (!fraction) context.budget.request_stop(Stop::weights);
    return fraction.value_or(Fraction{});
}

Fraction share_of(Context& context, const Fraction& a, const Fraction& b) {
    return fitting(context, multiply(a, b));
}

/// Adds a branch to those that run, in the order of content.
void run_on(Context& context, std::vector<Branch>& running, const Branch& branch) {
    auto place = std::ranges::find_if(running, [&](const Branch& other) {
        return context.minds.compare(other.world, branch.world) != std::strong_ordering::less;
    });
    if (place != running.end() && place->world == branch.world)
        place->share = fitting(context, add(place->share, branch.share));
    else
        running.insert(place, branch);
}

}  // namespace

MindId asked_in(Context& context, MindId world, EntityId character) {
    if (context[world].owner == character) return world;
    return prospect_of(context, context.believed(world, character));
}

MindId prospect_of(Context& context, MindId belief) {
    if (!Minds::are_several(belief)) return belief;
    std::vector<WideShare> worlds;
    for (const Possibility& possibility : context.minds.possibilities(belief)) {
        Mind world = context[possibility.mind];
        if (world.level < context.depth) world.children[world.owner.index()] = belief;
        worlds.push_back({context.minds.intern(std::move(world)), possibility.weight});
    }
    return context.minds.intern(std::move(worlds), false);
}

Venture start_of(Context& context, MindId prospect) {
    Venture venture;
    std::int64_t all = 0;
    for (const Possibility& possibility : context.minds.possibilities(prospect))
        all += possibility.weight;
    for (const auto& [world, weight] : context.minds.possibilities(prospect))
        venture.running.push_back({world, *make_fraction(weight, all)});
    return venture;
}

Venture after(Context& context, const Venture& venture, ActionId action) {
    const Occurrence& event = context[action];
    const Event& declared = context.world[event.ground.event];
    ActionId failure = context.failure_of[action.index()];
    Venture next;
    next.ended = venture.ended;
    for (const auto& [world, share, _] : venture.running) {
        if (context.halted()) return next;
        bool does_succeed = succeeds(context, world, event);
        MindId well = does_succeed ? successor(context, world, action) : world;
        MindId failed = world;
        if (!does_succeed || declared.chance.valid()) failed = successor(context, world, failure);
        // An action is impossible if it leads to triggers that never come to rest.
        if (!possible(context, world, event) || !well.valid() || !failed.valid()) {
            next.ended.push_back({world, share});
        } else if (!does_succeed) {
            next.ended.push_back({failed, share, true});
        } else if (declared.chance.valid()) {
            Fraction luck = context.world[declared.chance];
            Fraction bad_luck = fitting(context, add(Fraction{1, 1}, {-luck.numerator, luck.denominator}));
            run_on(context, next.running, {well, share_of(context, share, luck)});
            next.ended.push_back({failed, share_of(context, share, bad_luck), true});
        } else {
            run_on(context, next.running, {well, share});
        }
    }
    return next;
}

MindId prospect_of(Context& context, const Venture& venture) {
    if (venture.running.size() == 1) return venture.running[0].world;
    // Shares have denominators below 2^63; the whole is brought to one denominator for them all.
    Wide denominator = 1;
    for (const Branch& branch : venture.running) {
        Wide theirs = branch.share.denominator;
        denominator =
            denominator / std::gcd(static_cast<std::int64_t>(denominator), branch.share.denominator) * theirs;
        if (denominator > std::numeric_limits<std::int64_t>::max()) {
            context.budget.request_stop(Stop::weights);
            return venture.running[0].world;
        }
    }
    std::vector<WideShare> worlds;
    for (const Branch& branch : venture.running)
        worlds.push_back({branch.world, denominator / branch.share.denominator * branch.share.numerator});
    return context.minds.intern(std::move(worlds), false);
}

std::optional<Fraction> summed_up(const Temper& temper, const Venture& venture,
                                  const std::vector<std::optional<Fraction>>& values, bool& overflows) {
    std::optional<Fraction> sum;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!values[i]) return std::nullopt;
        std::size_t running = venture.running.size();
        Fraction share = i < running ? venture.running[i].share : venture.ended[i - running].share;
        switch (temper.outlook) {
            case Temper::Outlook::expected: {
                std::optional<Fraction> part = multiply(share, *values[i]);
                std::optional<Fraction> total = part ? add(sum.value_or(Fraction{}), *part) : std::nullopt;
                overflows = overflows || !total;
                sum = total.value_or(Fraction{});
                break;
            }
            case Temper::Outlook::hopeful:
                if (!sum || compare(*values[i], *sum) > 0) sum = values[i];
                break;
            case Temper::Outlook::careful:
                if (!sum || compare(*values[i], *sum) < 0) sum = values[i];
                break;
        }
    }
    return sum;
}

namespace {

/// Sums up `value_in(world)` of all worlds.
template <class ValueIn>
std::optional<Fraction> sum_over(Context& context, const Venture& venture, const ValueIn& value_in) {
    std::vector<std::optional<Fraction>> values;
    EntityId owner;
    for (const std::vector<Branch>* branches : {&venture.running, &venture.ended}) {
        for (const Branch& branch : *branches) {
            owner = context[branch.world].owner;
            Value value = value_in(branch.world);
            values.emplace_back();
            if (value.is_number()) values.back() = fitting(context, fraction_of(value.as_number()));
        }
    }
    bool overflows = false;
    std::optional<Fraction> sum = summed_up(context.temper_of(owner), venture, values, overflows);
    if (overflows) context.budget.request_stop(Stop::weights);
    return sum;
}

bool is_greater(const std::optional<Fraction>& a, const std::optional<Fraction>& b) {
    return a && b && compare(*a, *b) > 0;
}

bool is_at_least(const std::optional<Fraction>& a, const std::optional<Fraction>& b) {
    return a == b || is_greater(a, b);
}

}  // namespace

std::optional<Fraction> worth_of(Context& context, const Venture& venture) {
    return sum_over(context, venture, [&](MindId world) { return utility(context, world); });
}

bool looks_out(const Context& context, MindId prospect) {
    return context.temper_of(context.owner_of(prospect)).wary &&
           context.level_of(prospect) <= context.limits.belief;
}

Measure measure_of(Context& context, const Venture& venture, int budget) {
    Measure measure{worth_of(context, venture), std::nullopt};
    MindId any = (venture.running.empty() ? venture.ended : venture.running)[0].world;
    if (looks_out(context, any))
        measure.outlook = sum_over(context, venture, [&](MindId world) {
            return outlook_in(context, world, std::max(0, context.limits.foresight), budget);
        });
    return measure;
}

bool improves(const Measure& before, const Measure& after) {
    // Something unknown improves on nothing, and nothing on it.
    if (!before.worth || !after.worth) return false;
    return is_greater(after.worth, before.worth) ||
           (after.worth == before.worth && is_greater(after.outlook, before.outlook));
}

bool dominates(std::size_t length, const Measure& end, std::size_t other_length, const Measure& other_end) {
    if (length > other_length || !is_at_least(end.worth, other_end.worth) ||
        !is_at_least(end.outlook, other_end.outlook))
        return false;
    return length < other_length || !(end == other_end);
}

}  // namespace wt::referee
