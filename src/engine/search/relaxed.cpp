#include "engine/search/relaxed.h"

#include <algorithm>
#include <cmath>

namespace wt::engine {

namespace {

/// Stands for all numbers that are not listed.
constexpr Code kAnyNumber = 0x7fffffffu;
constexpr std::size_t kMaxValues = 16;

void sort_uniquely(std::vector<std::uint32_t>& numbers) {
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

}  // namespace

RelaxedCosts::RelaxedCosts(Dynamics& dynamics, GroundWorld& ground)
    : dynamics_(dynamics), ground_(ground), own_(ground.fluent_count()), below_(ground.fluent_count()) {
    changed_.resize(2 * ground.fluent_count());
    for (std::size_t i = 0; i < ground.event_count(); ++i) {
        EventIndex event(i);
        std::vector<FormulaPool::Read> reads;
        ground.pool().collect_reads(ground.event(event).precondition, reads);
        Inputs inputs;
        for (const auto& read : reads)
            inputs.precondition.push_back(read.fluent.value);
        sort_uniquely(inputs.precondition);
        for (const Assignment& assignment : ground.assignments(event)) {
            ground.pool().collect_reads(assignment.test, reads);
            ground.pool().collect_reads(assignment.value, reads);
        }
        for (const auto& read : reads) {
            inputs.own.push_back(2 * read.fluent.value);
            inputs.below.push_back(2 * read.fluent.value + 1);
            if (read.in_other_mind || !ground.is_trigger(event))
                inputs.own.push_back(2 * read.fluent.value + 1);
        }
        sort_uniquely(inputs.own);
        sort_uniquely(inputs.below);
        inputs_.push_back(std::move(inputs));
    }
}

std::uint32_t RelaxedCosts::join(std::uint32_t a, std::uint32_t b) const {
    if (relaxation_ == Relaxation::max) return std::max(a, b);
    return std::min(a + b, kInfinite);
}

std::uint32_t RelaxedCosts::fact_cost(bool below, std::uint32_t fluent, Code code) const {
    std::uint32_t any = kInfinite;
    for (const ValueCost& known : (below ? below_ : own_)[fluent]) {
        if (known.code == code) return known.cost;
        if (known.code == kAnyNumber && (is_number(code) || code == kUnknown)) any = known.cost;
    }
    return any;
}

/// Notes that the fact can be had at this cost; true if that is news.
bool RelaxedCosts::lower(bool below, std::uint32_t fluent, Code code, std::uint32_t cost) {
    if (cost >= kInfinite) return false;
    ValueCosts& known = (below ? below_ : own_)[fluent];
    if (known.size() >= kMaxValues && is_number(code)) code = kAnyNumber;
    for (ValueCost& entry : known) {
        if (entry.code == kAnyNumber && is_number(code) && entry.cost <= cost) return false;
        if (entry.code != code) continue;
        if (entry.cost <= cost) return false;
        entry.cost = cost;
        changed_[2 * fluent + (below ? 1 : 0)] = ++clock_;
        return true;
    }
    known.push_back({code, cost});
    changed_[2 * fluent + (below ? 1 : 0)] = ++clock_;
    return true;
}

/// Has anything changed that the event reads since it was last applied?
bool RelaxedCosts::is_due(const std::vector<std::uint32_t>& inputs, std::uint64_t last) const {
    return last == 0 ||
           std::any_of(inputs.begin(), inputs.end(), [&](std::uint32_t i) { return changed_[i] > last; });
}

void RelaxedCosts::load(MindId mind) {
    for (auto& list : own_)
        list.clear();
    for (auto& list : below_)
        list.clear();
    seen_minds_.clear();
    seen_values_.clear();
    const StateStore& store = dynamics_.store();
    const Code* codes = store.codes(mind);
    for (std::size_t i = 0; i < own_.size(); ++i)
        own_[i].push_back({codes[i], 0});
    for (std::uint32_t below : store.minds_below(mind))
        if (below != MindId::kNone) load_below(MindId(below));
}

void RelaxedCosts::load_below(MindId mind) {
    if (std::find(seen_minds_.begin(), seen_minds_.end(), mind.value) != seen_minds_.end()) return;
    seen_minds_.push_back(mind.value);
    const StateStore& store = dynamics_.store();
    std::uint32_t values = store.values(mind).value;
    if (std::find(seen_values_.begin(), seen_values_.end(), values) == seen_values_.end()) {
        seen_values_.push_back(values);
        const Code* codes = store.codes(mind);
        for (std::uint32_t i = 0; i < below_.size(); ++i)
            lower(true, i, codes[i], 0);
    }
    for (std::uint32_t below : store.minds_below(mind))
        if (below != MindId::kNone) load_below(MindId(below));
}

/// Where `believes(character, ...)` is read.
bool RelaxedCosts::reads_below(std::uint32_t character, bool below) const {
    return below || (has_below_ && model::EntityId(character) != owner_);
}

RelaxedCosts::ValueCosts RelaxedCosts::values(FormulaId id, bool below) {
    const Formula& formula = ground_.pool()[id];
    switch (formula.kind) {
        case FormulaKind::constant:
            return {{formula.a, 0}};
        case FormulaKind::fluent:
            return (below ? below_ : own_)[formula.a];
        case FormulaKind::value_in:
            return values(FormulaId(formula.b), reads_below(formula.a, below));
        default:
            break;
    }
    ValueCosts result;
    auto add = [&](Code code, std::uint32_t cost) {
        if (cost >= kInfinite) return;
        if (result.size() >= kMaxValues && is_number(code)) code = kAnyNumber;
        for (ValueCost& known : result) {
            if (known.code != code) continue;
            known.cost = std::min(known.cost, cost);
            return;
        }
        result.push_back({code, cost});
    };
    if (formula.kind == FormulaKind::arithmetic) {
        auto op = static_cast<model::Arithmetic>(formula.op);
        ValueCosts left = values(FormulaId(formula.a), below);
        ValueCosts right = values(FormulaId(ground_.pool()[id].b), below);
        for (const ValueCost& a : left)
            for (const ValueCost& b : right) {
                bool any = a.code == kAnyNumber || b.code == kAnyNumber;
                add(any ? kAnyNumber : ground_.pool().calculate_codes(op, a.code, b.code),
                    join(a.cost, b.cost));
            }
    } else if (formula.kind == FormulaKind::value_choice) {
        auto parts = ground_.pool().children(formula);
        for (std::size_t i = 0; i < parts.size(); i += 2) {
            bool is_else = i + 1 == parts.size();
            std::uint32_t test = is_else ? 0 : cost(parts[i], below);
            if (test >= kInfinite) continue;
            for (const ValueCost& value : values(parts[is_else ? i : i + 1], below))
                add(value.code, join(test, value.cost));
        }
    } else if (formula.kind == FormulaKind::truth_of) {
        // The negation is not compiled: a formula may always be false in the relaxation.
        add(kTrue, cost(FormulaId(formula.a), below));
        add(kFalse, 0);
    }
    return result;
}

std::uint32_t RelaxedCosts::comparison_cost(model::Compare op, const ValueCosts& left,
                                            const ValueCosts& right) {
    std::uint32_t best = kInfinite;
    for (const ValueCost& a : left) {
        for (const ValueCost& b : right) {
            std::uint32_t both = join(a.cost, b.cost);
            if (both >= best) continue;
            bool any = a.code == kAnyNumber || b.code == kAnyNumber;
            if (any || ground_.pool().compare_codes(op, a.code, b.code)) best = both;
        }
    }
    return best;
}

std::uint32_t RelaxedCosts::cost(FormulaId id, bool below) {
    const Formula& formula = ground_.pool()[id];
    switch (formula.kind) {
        case FormulaKind::truth:
            return formula.a ? 0 : kInfinite;
        case FormulaKind::equals:
            return fact_cost(below, formula.a, formula.b);
        case FormulaKind::differs: {
            std::uint32_t best = kInfinite;
            for (const ValueCost& known : (below ? below_ : own_)[formula.a])
                if (known.code != formula.b) best = std::min(best, known.cost);
            return best;
        }
        case FormulaKind::all: {
            std::uint32_t total = 0;
            for (FormulaId child : ground_.pool().children(formula)) {
                total = join(total, cost(child, below));
                if (total >= kInfinite) return kInfinite;
            }
            return total;
        }
        case FormulaKind::any: {
            std::uint32_t best = kInfinite;
            for (FormulaId child : ground_.pool().children(formula))
                best = std::min(best, cost(child, below));
            return best;
        }
        case FormulaKind::compares: {
            ValueCosts left = values(FormulaId(formula.a), below);
            return comparison_cost(static_cast<model::Compare>(formula.op), left,
                                   values(FormulaId(formula.b), below));
        }
        case FormulaKind::choice: {
            auto parts = ground_.pool().children(formula);
            std::uint32_t best = cost(parts.back(), below);
            for (std::size_t i = 0; i + 1 < parts.size(); i += 2)
                best = std::min(best, join(cost(parts[i], below), cost(parts[i + 1], below)));
            return best;
        }
        case FormulaKind::in:
            return cost(FormulaId(formula.b), reads_below(formula.a, below));
        default:
            return kInfinite;
    }
}

std::uint32_t RelaxedCosts::utility_cost(FormulaId utility, double above, double at_least) {
    std::uint32_t best = kInfinite;
    for (const ValueCost& value : values(utility, false)) {
        if (value.cost >= best) continue;
        if (value.code == kAnyNumber) best = value.cost;
        if (!is_number(value.code)) continue;
        double number = ground_.codes().number(value.code);
        if (number > above && number >= at_least) best = value.cost;
    }
    return best;
}

/// Applies an event as it happens in the mind itself or in some mind below; true if something got cheaper.
bool RelaxedCosts::apply(EventIndex event, bool below) {
    const EventRecord& record = ground_.event(event);
    std::uint32_t needed = cost(record.precondition, below);
    if (needed >= kInfinite) return false;
    bool is_action = !ground_.is_trigger(event);
    if (is_action && !authors_ && record.consenting_count == 0) return false;
    std::uint32_t event_cost = needed + (is_action ? 1 : 0);
    bool news = false;
    for (const Assignment& assignment : ground_.assignments(event)) {
        bool introspective = assignment.chain != 0 && ground_.chain(assignment.chain)[0] == owner_;
        if (!below) {
            bool own = assignment.chain == 0 || introspective;
            news |= assign(assignment, false, event_cost, is_action, own, assignment.chain != 0);
        }
        // By observation an action happens below, too, with the tests and values of a mind below.
        if (below || is_action) news |= assign(assignment, true, event_cost, is_action, false, true);
    }
    if (is_action && !below) news |= spread(event, event_cost);
    return news;
}

/// One assignment, read in the mind itself or below, of an event that costs this much.
bool RelaxedCosts::assign(const Assignment& assignment, bool read_below, std::uint32_t event_cost,
                          bool is_action, bool to_own, bool to_below) {
    std::uint32_t test = cost(assignment.test, read_below);
    if (test >= kInfinite) return false;
    bool news = false;
    std::uint32_t step = is_action ? 1 : 0;
    for (const ValueCost& value : values(assignment.value, read_below)) {
        std::uint32_t total = relaxation_ == Relaxation::max
                                  ? std::max(event_cost, std::max(test, value.cost) + step)
                                  : std::min(event_cost + test + value.cost, kInfinite);
        if (to_own) news |= lower(false, assignment.fluent.value, value.code, total);
        if (to_below) news |= lower(true, assignment.fluent.value, value.code, total);
    }
    return news;
}

/// Whoever is surprised by an action copies what is true of its precondition, or no longer knows.
bool RelaxedCosts::spread(EventIndex event, std::uint32_t event_cost) {
    bool news = false;
    for (std::uint32_t fluent : inputs_[event.index()].precondition) {
        ValueCosts copied = own_[fluent];
        for (const ValueCost& value : copied)
            news |= lower(true, fluent, value.code, std::max(value.cost, event_cost));
        news |= lower(true, fluent, kUnknown, event_cost);
    }
    return news;
}

std::uint32_t RelaxedCosts::until(MindId mind, model::EntityId character, double above, double at_least,
                                  Relaxation relaxation, std::uint32_t cutoff) {
    relaxation_ = relaxation;
    authors_ = !character.valid();
    owner_ = dynamics_.store().owner(mind);
    has_below_ = dynamics_.store().has_minds_below(mind);
    load(mind);
    FormulaId utility = character.valid() ? ground_.utility(character) : ground_.author_utility();
    own_applied_.assign(ground_.event_count(), 0);
    below_applied_.assign(ground_.event_count(), 0);
    for (bool news = true; news;) {
        news = false;
        for (std::size_t i = 0; i < ground_.event_count(); ++i) {
            EventIndex event(i);
            if (is_due(inputs_[i].own, own_applied_[i])) {
                own_applied_[i] = ++clock_;
                news |= apply(event, false);
            }
            if (has_below_ && ground_.is_trigger(event) && is_due(inputs_[i].below, below_applied_[i])) {
                below_applied_[i] = ++clock_;
                news |= apply(event, true);
            }
        }
    }
    std::uint32_t result = utility_cost(utility, above, at_least);
    return result > cutoff ? kInfinite : result;
}

}  // namespace wt::engine
