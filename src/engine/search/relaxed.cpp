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

RelaxedCosts::RelaxedCosts(Dynamics& dynamics, GroundWorld& ground, Budget& budget)
    : dynamics_(dynamics),
      ground_(ground),
      budget_(budget),
      own_(ground.fluent_count()),
      below_(ground.fluent_count()),
      queued_(2 * ground.event_count(), 0),
      dependents_(2 * ground.fluent_count()) {
    for (std::size_t i = 0; i < ground.event_count(); ++i) {
        EventIndex event(i);
        std::vector<FormulaPool::Read> reads;
        ground.pool().collect_reads(ground.event(event).precondition, reads);
        std::vector<std::uint32_t> fluents;
        for (const auto& read : reads)
            fluents.push_back(read.fluent.value);
        sort_uniquely(fluents);
        precondition_fluents_.push_back(std::move(fluents));
        for (const Assignment& assignment : ground.assignments(event)) {
            ground.pool().collect_reads(assignment.test, reads);
            ground.pool().collect_reads(assignment.value, reads);
        }
        depend(event, reads);
    }
}

/// Notes what an event reads, as it happens in the mind itself and as it happens below.
void RelaxedCosts::depend(EventIndex event, const std::vector<FormulaPool::Read>& reads) {
    bool is_trigger = ground_.is_trigger(event);
    std::vector<std::uint32_t> own;
    std::vector<std::uint32_t> below;
    for (const auto& read : reads) {
        own.push_back(2 * read.fluent.value);
        if (read.in_other_mind || !is_trigger) own.push_back(2 * read.fluent.value + 1);
        below.push_back(2 * read.fluent.value + 1);
    }
    sort_uniquely(own);
    sort_uniquely(below);
    for (std::uint32_t input : own)
        dependents_[input].push_back(2 * event.value);
    if (!is_trigger) return;
    for (std::uint32_t input : below)
        dependents_[input].push_back(2 * event.value + 1);
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

/// Notes that the fact can be had at this cost. If that is news, who reads the fluent is applied again.
void RelaxedCosts::lower(bool below, std::uint32_t fluent, Code code, std::uint32_t cost) {
    if (cost >= kInfinite) return;
    ValueCosts& known = (below ? below_ : own_)[fluent];
    if (known.size() >= kMaxValues && is_number(code)) code = kAnyNumber;
    auto entry = known.begin();
    for (; entry != known.end() && entry->code != code; ++entry)
        if (entry->code == kAnyNumber && is_number(code) && entry->cost <= cost) return;
    if (entry == known.end()) {
        known.push_back({code, cost});
    } else if (entry->cost <= cost) {
        return;
    } else {
        entry->cost = cost;
    }
    for (std::uint32_t application : dependents_[2 * fluent + (below ? 1 : 0)])
        enqueue(application);
}

void RelaxedCosts::enqueue(std::uint32_t application) {
    if (queued_[application]) return;
    queued_[application] = 1;
    queue_.push_back(application);
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
    if (!seen_minds_.insert(mind.value).second) return;
    const StateStore& store = dynamics_.store();
    if (seen_values_.insert(store.values(mind).value).second) {
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

/// Applies an event as it happens in the mind itself or in some mind below.
void RelaxedCosts::apply(EventIndex event, bool below) {
    const EventRecord& record = ground_.event(event);
    std::uint32_t needed = cost(record.precondition, below);
    if (needed >= kInfinite) return;
    bool is_action = !ground_.is_trigger(event);
    if (is_action && !authors_ && record.consenting_count == 0) return;
    std::uint32_t event_cost = needed + (is_action ? 1 : 0);
    for (const Assignment& assignment : ground_.assignments(event)) {
        bool introspective = assignment.chain != 0 && ground_.chain(assignment.chain)[0] == owner_;
        if (!below) {
            bool own = assignment.chain == 0 || introspective;
            assign(assignment, false, event_cost, is_action, own, assignment.chain != 0);
        }
        // By observation an action happens below, too, with the tests and values of a mind below.
        if (below || is_action) assign(assignment, true, event_cost, is_action, false, true);
    }
    if (is_action && !below) spread(event, event_cost);
}

/// One assignment, read in the mind itself or below, of an event that costs this much.
void RelaxedCosts::assign(const Assignment& assignment, bool read_below, std::uint32_t event_cost,
                          bool is_action, bool to_own, bool to_below) {
    std::uint32_t test = cost(assignment.test, read_below);
    if (test >= kInfinite) return;
    std::uint32_t step = is_action ? 1 : 0;
    for (const ValueCost& value : values(assignment.value, read_below)) {
        std::uint32_t total = relaxation_ == Relaxation::max
                                  ? std::max(event_cost, std::max(test, value.cost) + step)
                                  : std::min(event_cost + test + value.cost, kInfinite);
        if (to_own) lower(false, assignment.fluent.value, value.code, total);
        if (to_below) lower(true, assignment.fluent.value, value.code, total);
    }
}

/// Whoever is surprised by an action copies what is true of its precondition, or no longer knows.
void RelaxedCosts::spread(EventIndex event, std::uint32_t event_cost) {
    for (std::uint32_t fluent : precondition_fluents_[event.index()]) {
        ValueCosts copied = own_[fluent];
        for (const ValueCost& value : copied)
            lower(true, fluent, value.code, std::max(value.cost, event_cost));
        lower(true, fluent, kUnknown, event_cost);
    }
}

std::uint32_t RelaxedCosts::until(MindId mind, model::EntityId character, double above, double at_least,
                                  Relaxation relaxation) {
    if (budget_.stop() != Stop::none) return 0;
    relaxation_ = relaxation;
    authors_ = !character.valid();
    owner_ = dynamics_.store().owner(mind);
    has_below_ = dynamics_.store().has_minds_below(mind);
    load(mind);
    FormulaId utility = character.valid() ? ground_.utility(character) : ground_.author_utility();
    queue_.clear();
    std::fill(queued_.begin(), queued_.end(), 0);
    for (std::uint32_t i = 0; i < ground_.event_count(); ++i) {
        enqueue(2 * i);
        if (has_below_ && ground_.is_trigger(EventIndex(i))) enqueue(2 * i + 1);
    }
    for (std::size_t next = 0; next < queue_.size(); ++next) {
        std::uint32_t application = queue_[next];
        queued_[application] = 0;
        if (application % 2 == 1 && !has_below_) continue;
        if (next % 1024 == 0 && budget_.stop() != Stop::none) return 0;
        apply(EventIndex(application / 2), application % 2 == 1);
    }
    return utility_cost(utility, above, at_least);
}

}  // namespace wt::engine
