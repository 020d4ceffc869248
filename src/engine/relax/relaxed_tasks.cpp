// This is the part of RelaxedCosts that interprets what has too many numbers to be compiled.
#include <algorithm>

#include "engine/relax/relaxed.h"

namespace wt::engine {

namespace {

/// This code stands for all numbers that are not listed.
constexpr Code kAnyNumber = 0x7fffffffu;

}  // namespace

/// Settles a value of an open fluent.
void RelaxedCosts::know_number(std::uint32_t slot, Code code, std::uint32_t cost) {
    Node node = network_->slots[slot];
    if (node == RelaxedNetwork::kNever) return;
    if (!list(open_[slot], code, cost)) return;
    for (Node task : network_->leads_to(node))
        mark(task);
}

void RelaxedCosts::lower_value(const Place& place, Code code, std::uint32_t cost) {
    if (place.slot == RelaxedNetwork::kNoSlot) {
        std::uint32_t fact = domains_->fact(place.fluent, code);
        WT_DCHECK(fact != RelaxedDomains::kNone, "a value that the domain of the fluent lacks");
        Node node = network_->facts[place.pool][fact];
        if (node != RelaxedNetwork::kNever) lower(node, cost);
        return;
    }
    if (cost >= bound_) return;
    if (is_listed(open_[place.slot], code)) return;
    queue_.push(cost, network_->alternative_count + static_cast<std::uint32_t>(numbers_.size()));
    numbers_.push_back({place.slot, code});
}

std::uint32_t RelaxedCosts::cost_of(Node node) const {
    if (node == RelaxedNetwork::kAlways) return 0;
    if (node == RelaxedNetwork::kNever) return kInfinite;
    if (network_->is_alternative(node)) return costs_[node];
    const RelaxedNetwork::Joint& joint = joints_[node - network_->alternative_count];
    return joint.needs == 0 ? joint.cost : kInfinite;
}

std::uint32_t RelaxedCosts::join(std::uint32_t a, std::uint32_t b) const {
    if (relaxation_ == Relaxation::max) return std::max(a, b);
    return std::min(a + b, kInfinite);
}

void RelaxedCosts::run_tasks(const Goal& goal) {
    // Tasks mark no others: what they lower goes through the queue.
    for (std::uint32_t number : marked_tasks_) {
        marked_[number] = 0;
        run(number, goal);
    }
    marked_tasks_.clear();
}

void RelaxedCosts::run(std::uint32_t number, const Goal& goal) {
    using Kind = RelaxedNetwork::Task::Kind;
    const RelaxedNetwork::Task& task = network_->tasks[number];
    source_ = network_->alternative_count + static_cast<Node>(joints_.size()) + number;
    if (task.kind == Kind::shift) return shift(number);
    if (task.kind == Kind::compare) return compare(task);
    if (task.kind == Kind::spread) {
        std::uint32_t revision = cost_of(task.node);
        for (const ValueCost& value : open_[task.a])
            lower_value(task.target, value.code, std::max(value.cost, revision));
        return lower_value(task.target, kUnknown, revision);
    }
    ValueCosts& values = scratch(0);
    if (task.kind == Kind::assign) {
        std::uint32_t gate = cost_of(task.node);
        if (gate >= kInfinite) return;
        evaluate(task.a, values, 1);
        for (const ValueCost& value : values)
            lower_value(task.target, value.code, join(gate, value.cost) + task.step);
        return;
    }
    evaluate(task.a, values, 1);
    for (const ValueCost& value : values) {
        bool is_enough = value.code == kAnyNumber ||
                         (is_number(value.code) && goal.met_by(ground_.codes().number(value.code)));
        if (is_enough && value.cost < bound_) best_ = bound_ = value.cost;
    }
}

/// Costs that are known are final, so every value of the slot is used once.
void RelaxedCosts::shift(std::uint32_t number) {
    const RelaxedNetwork::Task& task = network_->tasks[number];
    std::uint32_t gate = cost_of(task.node);
    if (gate >= kInfinite) return;
    const ValueCosts& values = open_[task.a];
    for (std::uint32_t& next = shifted_[number]; next < values.size(); ++next) {
        auto [code, cost] = values[next];
        std::uint32_t total = join(gate, cost) + task.step;
        if (total >= bound_) continue;
        auto op = static_cast<model::Arithmetic>(task.op);
        if (code != kAnyNumber) code = ground_.pool().calculate_codes(op, code, task.b);
        lower_value(task.target, code, total);
    }
}

void RelaxedCosts::compare(const RelaxedNetwork::Task& task) {
    ValueCosts& left = scratch(0);
    ValueCosts& right = scratch(1);
    evaluate(task.a, left, 1);
    evaluate(task.b, right, 1);
    std::uint32_t best = cost_of(task.node);
    for (const ValueCost& a : left) {
        for (const ValueCost& b : right) {
            std::uint32_t both = join(a.cost, b.cost);
            if (both >= best) continue;
            bool any = a.code == kAnyNumber || b.code == kAnyNumber;
            if (any || ground_.pool().compare_codes(static_cast<model::Compare>(task.op), a.code, b.code))
                best = both;
        }
    }
    if (best < kInfinite) lower(task.node, best);
}

/// Returns the lists of values at some depth of evaluation: there are two at each.
RelaxedCosts::ValueCosts& RelaxedCosts::scratch(std::size_t number) {
    while (scratch_.size() <= number)
        scratch_.emplace_back();
    scratch_[number].clear();
    return scratch_[number];
}

/// Collects all that the value can be, each as cheap as it can be had, and no more than kMaxRelaxedValues of them.
void RelaxedCosts::evaluate(std::uint32_t number, ValueCosts& result, std::size_t depth) {
    using Kind = RelaxedNetwork::Expr::Kind;
    const RelaxedNetwork::Expr& expr = network_->exprs[number];
    if (expr.kind == Kind::open) {
        result = open_[expr.a];
        return;
    }
    if (expr.kind == Kind::listed) {
        for (const RelaxedNetwork::CodedNode& value : expr.values)
            if (std::uint32_t cost = cost_of(value.node); cost < kInfinite)
                result.push_back({value.code, cost});
        return;
    }
    ways_.clear();
    ValueCosts& left = scratch(2 * depth);
    if (expr.kind == Kind::arithmetic) {
        ValueCosts& right = scratch(2 * depth + 1);
        evaluate(expr.a, left, depth + 1);
        evaluate(expr.b, right, depth + 1);
        ways_.clear();
        auto op = static_cast<model::Arithmetic>(expr.op);
        for (const ValueCost& a : left)
            for (const ValueCost& b : right) {
                bool any = a.code == kAnyNumber || b.code == kAnyNumber;
                add_way(any ? kAnyNumber : ground_.pool().calculate_codes(op, a.code, b.code),
                        join(a.cost, b.cost));
            }
    } else {
        ValueCosts& all = scratch(2 * depth + 1);
        for (const RelaxedNetwork::Expr::Choice& choice : expr.choices) {
            std::uint32_t test = cost_of(choice.test);
            if (test >= kInfinite) continue;
            left.clear();
            evaluate(choice.expr, left, depth + 1);
            for (const ValueCost& value : left)
                all.push_back({value.code, join(test, value.cost)});
        }
        ways_.clear();
        for (const ValueCost& value : all)
            add_way(value.code, value.cost);
    }
    list_cheapest(result);
}

void RelaxedCosts::add_way(Code code, std::uint32_t cost) {
    if (cost < kInfinite) ways_.push_back({cost, static_cast<std::uint32_t>(ways_.size()), code});
}

/// The cheapest values are told apart, because the rest, which counts as one, then is as dear as can be.
void RelaxedCosts::list_cheapest(ValueCosts& result) {
    std::sort(ways_.begin(), ways_.end());
    for (const Way& way : ways_)
        list(result, way.code, way.cost);
}

/// Adds a value that costs no less than those in the list. Is it new?
bool RelaxedCosts::list(ValueCosts& known, Code code, std::uint32_t cost) {
    if (is_listed(known, code)) return false;
    if (known.size() >= kMaxRelaxedValues && is_number(code)) code = kAnyNumber;
    known.push_back({code, cost});
    return true;
}

bool RelaxedCosts::is_listed(const ValueCosts& known, Code code) {
    for (const ValueCost& value : known)
        if (value.code == code || (value.code == kAnyNumber && is_number(code))) return true;
    return false;
}

}  // namespace wt::engine
