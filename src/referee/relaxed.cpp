#include "referee/relaxed.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "referee/candidates.h"
#include "referee/dependencies.h"
#include "referee/evaluate.h"
#include "referee/happen.h"

namespace wt::referee {

using namespace model;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
/// A relaxation with more fluents and events, over all pools, takes more memory and time than it can save.
constexpr std::size_t kMostCells = 2'000'000;
/// If there are more events than this, it is not asked which can ever be possible: that would take more than a short
/// judgement.
constexpr std::size_t kMostEvents = 20'000;
/// After so many rounds a number that still grows is taken to grow without end.
constexpr int kRoundsOfNumbers = 8;

/// A set of values: some that are no numbers, and an interval of numbers.
class Values {
  public:
    Values() = default;
    explicit Values(const Value& value) { add(value); }
    static Values numbers(double low, double high) {
        Values values;
        values.low_ = low;
        values.high_ = high;
        return values;
    }

    bool has_numbers() const { return low_ <= high_; }
    double low() const { return low_; }
    double high() const { return high_; }
    /// Returns the values that are no numbers, and one number for all, if there are any: it is as good as each when it
    /// is compared to something that is no number.
    std::vector<Value> kinds() const {
        std::vector<Value> values = others_;
        if (has_numbers()) values.push_back(Value::number(0));
        return values;
    }
    const std::vector<Value>& others() const { return others_; }
    bool has(const Value& value) const {
        if (value.is_number()) return low_ <= value.as_number() && value.as_number() <= high_;
        return std::find(others_.begin(), others_.end(), value) != others_.end();
    }
    bool has_other_than(const Value& value) const {
        if (value.is_number())
            return !others_.empty() || (has_numbers() && (low_ < high_ || low_ != value.as_number()));
        return has_numbers() || others_.size() > (has(value) ? 1u : 0u);
    }
    bool empty() const { return others_.empty() && !has_numbers(); }

    /// Returns true if anything is new.
    bool add(const Value& value) {
        if (value.is_number()) return add(numbers(value.as_number(), value.as_number()));
        if (std::find(others_.begin(), others_.end(), value) != others_.end()) return false;
        others_.push_back(value);
        return true;
    }
    bool add(const Values& values) {
        bool is_new = false;
        for (const Value& value : values.others_)
            is_new = add(value) || is_new;
        if (values.low_ < low_) is_new = true, low_ = values.low_;
        if (values.high_ > high_) is_new = true, high_ = values.high_;
        return is_new;
    }

  private:
    std::vector<Value> others_;
    double low_ = kInfinity;  ///< above `high_`: no numbers
    double high_ = -kInfinity;
};

/// Can a comparison of one of each come out like this?
bool may_compare(Compare op, const Values& a, const Values& b, bool wanted) {
    if (a.has_numbers() && b.has_numbers()) {
        bool may = false;
        switch (wanted ? op : opposite(op)) {
            case Compare::equal:
                may = a.low() <= b.high() && b.low() <= a.high();
                break;
            case Compare::not_equal:
                may = a.low() < a.high() || b.low() < b.high() || a.low() != b.low();
                break;
            case Compare::greater:
                may = a.high() > b.low();
                break;
            case Compare::greater_equal:
                may = a.high() >= b.low();
                break;
            case Compare::less:
                may = a.low() < b.high();
                break;
            case Compare::less_equal:
                may = a.low() <= b.high();
                break;
        }
        if (may) return true;
    }
    for (const Value& x : a.kinds())
        for (const Value& y : b.kinds())
            if (!(x.is_number() && y.is_number()) && compare(op, x, y) == wanted) return true;
    return false;
}

Values calculate_all(Arithmetic op, const Values& a, const Values& b) {
    Values result;
    if (!a.others().empty() || !b.others().empty()) result.add(Value::unknown());
    if (!a.has_numbers() || !b.has_numbers()) return result;
    bool by_zero = op == Arithmetic::divide && b.low() <= 0 && b.high() >= 0;
    double low = kInfinity;
    double high = -kInfinity;
    bool is_clear = !by_zero;
    for (double x : {a.low(), a.high()}) {
        for (double y : {b.low(), b.high()}) {
            double z = 0;
            switch (op) {
                case Arithmetic::add:
                    z = x + y;
                    break;
                case Arithmetic::subtract:
                    z = x - y;
                    break;
                case Arithmetic::multiply:
                    z = x * y;
                    break;
                case Arithmetic::divide:
                    z = by_zero ? 0 : x / y;
                    break;
            }
            is_clear = is_clear && z - z == 0;
            low = std::min(low, z);
            high = std::max(high, z);
        }
    }
    // A number that is not finite is `?`, and infinite bounds say nothing about each other.
    if (!is_clear) result.add(Value::unknown());
    result.add(is_clear ? Values::numbers(low, high) : Values::numbers(-kInfinity, kInfinity));
    return result;
}

using PoolId = Id<struct PoolTag>;
constexpr PoolId kOwn{std::uint32_t{0}};

/// This holds the values that fluents can have in the world itself (`kOwn`), and, for every character, anywhere in that
/// character's mind and the minds below it, together; for the owner that is the self.
class Relaxation {
  public:
    Relaxation(Context& context, MindId mind)
        : Relaxation(context, context[mind].owner, context[mind].level, start_of(context, mind)) {}
    Relaxation(Context& context, EntityId owner, int level, const std::vector<std::set<ValuesId>>& start)
        : context_(context), world_(context.world), owner_(owner), level_(level), pools_(start.size()) {
        for (std::size_t i = 0; i < pools_.size(); ++i) {
            prepare(pools_[i]);
            if (i > 0) pools_[i].owner = EntityId(i - 1);
            for (ValuesId values : start[i])
                include(pools_[i], context.minds.values(values));
        }
    }

    /// Returns all of a mind that counts: the values from which each pool starts.
    static std::vector<std::set<ValuesId>> start_of(Context& context, MindId mind) {
        std::vector<std::set<ValuesId>> start{{context[mind].values}};
        for (std::size_t i = 0; i < context.world.character_count; ++i) {
            std::set<MindId> met;
            start.emplace_back();
            collect_below(context, start.back(), context.believed(mind, EntityId(i)), met);
        }
        return start;
    }

    /// Puts all minds of the first state in one pool, from which everything happens that can, whoever agrees.
    struct Everything {};
    Relaxation(Context& context, MindId first_state, Everything)
        : context_(context), world_(context.world), pools_(2) {
        prepare(pools_[1]);
        pools_[1].owner = EntityId(std::size_t{0});
        std::set<MindId> met;
        std::set<ValuesId> start;
        collect_below(context, start, first_state, met);
        for (ValuesId values : start)
            include(pools_[1], context.minds.values(values));
    }

    EverPossible ever_possible() {
        constexpr PoolId kAll{std::uint32_t{1}};
        EverPossible ever;
        for (is_new_ = true; is_new_ && !context_.halted(); ++round_) {
            is_new_ = false;
            for (std::uint32_t i : context_.candidates->all_actions())
                if (may_happen(kAll, ActionId(i))) take(kAll, ActionId(i));
            react(kAll);
        }
        for (std::uint32_t i : context_.candidates->all_actions())
            if (may_happen(kAll, ActionId(i))) ever.actions.push_back(i);
        for (std::uint32_t i : context_.candidates->all_triggers())
            if (may_happen(kAll, context_.triggers[i], context_.dependencies->trigger(i)))
                ever.triggers.push_back(i);
        return ever;
    }

    static std::size_t size(const Context& context) {
        std::size_t events = context.actions.size() + context.triggers.size();
        return (context.world.character_count + 1) * (context.fluents.size() + events);
    }

    /// Returns the greatest utility within 0, 1, 2, ... actions, until more actions bring nothing new, or it is above
    /// `enough`.
    Conceivable highest(double enough) {
        Conceivable result;
        settle();
        result.highest.push_back(utility_in(kOwn, owner_).high());
        while (!result.is_complete && result.highest.back() <= enough && !context_.halted()) {
            std::vector<ActionId> actions = new_actions(kOwn);
            for (ActionId action : actions)
                take(kOwn, action);
            settle();
            result.highest.push_back(utility_in(kOwn, owner_).high());
            result.is_complete = actions.empty() || result.highest.back() == kInfinity;
        }
        return result;
    }

    /// Collects what others imagine, and what triggers make of it all.
    void settle() {
        for (is_new_ = true; is_new_ && !context_.halted(); ++round_) {
            is_new_ = false;
            react(kOwn);
            for (std::size_t i = 0; i < world_.character_count; ++i) {
                PoolId pool(i + 1);
                // Only characters who may plan ahead imagine what others do. The self only looks on.
                if (EntityId(i) != owner_ && level_ + 1 <= context_.limits.belief)
                    for (ActionId action : new_actions(pool))
                        take(pool, action);
                react(pool);
            }
        }
    }

    /// Returns the same with nothing but these actions, whoever agrees. What others imagine is of no use then.
    double highest_by(std::span<const ActionId> actions) {
        for (round_ = 0; is_new_ && !context_.halted(); ++round_) {
            is_new_ = false;
            for (ActionId action : actions) {
                if (may_happen(kOwn, action)) take(kOwn, action);
            }
            for (std::size_t i = 0; i < pools_.size(); ++i)
                react(PoolId(i));
        }
        return utility_in(kOwn, owner_).high();
    }

  private:
    /// This is what is known about an event in a pool.
    struct Known {
        bool is_news = true;  ///< has anything changed that it reads or sets since it was looked at?
        bool is_possible = false;
        bool is_agreed = false;
        std::size_t asked = 0;  ///< `consent_stamp` when somebody refused
    };
    struct Pool {
        EntityId owner;
        std::vector<Values> values;  ///< by fluent
        std::vector<Known> actions;  ///< none until its owner plans
        std::vector<char> triggers;  ///< is there news, for each?
        std::size_t changes = 0;     ///< how often any of its values changed
    };

    void prepare(Pool& pool) const {
        pool.values.resize(context_.fluents.size());
        pool.triggers.assign(context_.triggers.size(), 1);
    }

    Pool& operator[](PoolId id) { return pools_[id.index()]; }
    const Pool& operator[](PoolId id) const { return pools_[id.index()]; }

    static void include(Pool& pool, const std::vector<Value>& values) {
        for (std::size_t i = 0; i < values.size(); ++i)
            pool.values[i].add(values[i]);
    }
    static void collect_below(const Context& context, std::set<ValuesId>& values, MindId mind,
                              std::set<MindId>& met) {
        if (!met.insert(mind).second) return;
        values.insert(context[mind].values);
        for (MindId child : context[mind].children)
            if (child.valid()) collect_below(context, values, child, met);
    }

    /// Returns the pool in which `believes(character, ...)` is read.
    PoolId believed(PoolId pool, EntityId character) const {
        return pool == kOwn ? PoolId(character.index() + 1) : pool;
    }

    // ---- what may be ----

    /// Can the event be possible in the pool?
    bool may_happen(PoolId pool, const Occurrence& event, const EventPlaces& places) const {
        return std::ranges::all_of(places.tests, [&](const Test& test) { return may(pool, test); }) &&
               std::ranges::all_of(places.parts,
                                   [&](ExprId part) { return may(pool, event.scope(), part, true); });
    }
    bool may_happen(PoolId pool, ActionId action) const {
        return may_happen(pool, context_[action], context_.dependencies->action(action));
    }

    bool is_anything(FluentId fluent) const { return open_ != nullptr && (*open_)[fluent.index()]; }

    /// Can the expression of which the test was made be true?
    bool may(PoolId pool, const Test& test) const {
        for (EntityId believer : test.place.chain)
            pool = believed(pool, believer);
        return may_be(pool, test.place.fluent, test.value, test.is_equal);
    }

    /// Can the fluent have the value, or else another one?
    bool may_be(PoolId pool, FluentId fluent, const Value& value, bool is_equal) const {
        if (is_anything(fluent)) return true;
        const Values& values = (*this)[pool].values[fluent.index()];
        return is_equal ? values.has(value) : values.has_other_than(value);
    }

    struct Compared {
        FluentId fluent;
        Value value;
    };
    /// Returns what is compared, if it is whether one fluent has one value or not.
    std::optional<Compared> fluent_and_value(const Bindings& scope, const Expr& comparison) const {
        if (comparison.compare != Compare::equal && comparison.compare != Compare::not_equal) return {};
        const Expr& fluent = world_[comparison.children[0]];
        ExprKind kind = world_[comparison.children[1]].kind;
        bool is_term = kind == ExprKind::constant || kind == ExprKind::variable;
        if (fluent.kind != ExprKind::fluent || !is_term) return {};
        return Compared{fluent_of(context_, scope, fluent.property, fluent.children),
                        term_value(context_, scope, comparison.children[1])};
    }

    /// Can `holds(..., negated)` be what is wanted?
    bool may(PoolId pool, const Bindings& scope, ExprId id, bool wanted, bool negated = false) const {
        const Expr& expr = world_[id];
        auto every = [&] {
            return std::all_of(expr.children.begin(), expr.children.end(),
                               [&](ExprId child) { return may(pool, scope, child, wanted, negated); });
        };
        auto some = [&] {
            return std::any_of(expr.children.begin(), expr.children.end(),
                               [&](ExprId child) { return may(pool, scope, child, wanted, negated); });
        };
        auto instance = [&](const Value& value) {
            Bound bound{expr.variable, value};
            return may(pool, {{&bound, 1}, &scope}, expr.children[0], wanted, negated);
        };
        switch (expr.kind) {
            case ExprKind::constant:
            case ExprKind::variable:
                return (term_value(context_, scope, id).is_true() != negated) == wanted;
            case ExprKind::fluent: {
                FluentId fluent = fluent_of(context_, scope, expr.property, expr.children);
                return may_be(pool, fluent, Value::boolean(true), wanted != negated);
            }
            case ExprKind::believes: {
                EntityId character = term_value(context_, scope, expr.children[0]).as_entity();
                return may(believed(pool, character), scope, expr.children[1], wanted, negated);
            }
            case ExprKind::might:  // the same, where nobody can be unsure
                return may(believed(pool, term_value(context_, scope, expr.children[0]).as_entity()), scope,
                           expr.children[1], wanted, negated);
            case ExprKind::odds:
                return true;
            case ExprKind::conjunction:  // as it is all have to hold, negated some
                return negated != wanted ? every() : some();
            case ExprKind::disjunction:
                return negated != wanted ? some() : every();
            case ExprKind::forall:
            case ExprKind::exists: {
                const std::vector<Value>& all = context_.values_of[world_[expr.variable].type.index()];
                bool is_forall = expr.kind == ExprKind::forall;
                return (is_forall != negated) == wanted ? std::all_of(all.begin(), all.end(), instance)
                                                        : std::any_of(all.begin(), all.end(), instance);
            }
            case ExprKind::negation:
                return may(pool, scope, expr.children[0], wanted, !negated);
            case ExprKind::conditional: {
                for (std::size_t i = 0; i + 1 < expr.children.size(); i += 2) {
                    if (may(pool, scope, expr.children[i], true) &&
                        may(pool, scope, expr.children[i + 1], wanted, negated))
                        return true;
                    if (!may(pool, scope, expr.children[i], false)) return false;
                }
                return may(pool, scope, expr.children.back(), wanted, negated);
            }
            case ExprKind::comparison:
                if (std::optional<Compared> compared = fluent_and_value(scope, expr)) {
                    bool is_equal = (expr.compare == Compare::equal) != negated;
                    return may_be(pool, compared->fluent, compared->value, is_equal == wanted);
                }
                return may_compare(negated ? opposite(expr.compare) : expr.compare,
                                   values_of(pool, scope, expr.children[0]),
                                   values_of(pool, scope, expr.children[1]), wanted);
            case ExprKind::type_test: {
                if (std::optional<bool> known = static_type_test(world_, expr))
                    return (*known != negated) == wanted;
                std::vector<Value> kinds = values_of(pool, scope, expr.children[0]).kinds();
                return std::any_of(kinds.begin(), kinds.end(), [&](const Value& value) {
                    return (is_member(world_, value, expr.type_operand) != negated) == wanted;
                });
            }
            case ExprKind::arithmetic:
            case ExprKind::sum:
            case ExprKind::product:
                break;
        }
        return true;
    }

    Values anything(TypeId type) const {
        Values values;
        if (type == kNumber) values = Values::numbers(-kInfinity, kInfinity);
        if (type != kBoolean) values.add(Value::unknown());
        if (type != kBoolean && type != kNumber) values.add(Value::none());
        for (const Value& value : context_.values_of[type.index()])
            values.add(value);
        return values;
    }

    /// Returns all that the expression can be.
    Values values_of(PoolId pool, const Bindings& scope, ExprId id) const {
        const Expr& expr = world_[id];
        switch (expr.kind) {
            case ExprKind::constant:
            case ExprKind::variable:
                return Values(term_value(context_, scope, id));
            case ExprKind::fluent: {
                FluentId fluent = fluent_of(context_, scope, expr.property, expr.children);
                return is_anything(fluent) ? anything(expr.type) : (*this)[pool].values[fluent.index()];
            }
            case ExprKind::believes: {
                EntityId character = term_value(context_, scope, expr.children[0]).as_entity();
                return values_of(believed(pool, character), scope, expr.children[1]);
            }
            case ExprKind::conditional: {
                Values values;
                for (std::size_t i = 0; i + 1 < expr.children.size(); i += 2) {
                    if (may(pool, scope, expr.children[i], true))
                        values.add(values_of(pool, scope, expr.children[i + 1]));
                    if (!may(pool, scope, expr.children[i], false)) return values;
                }
                values.add(values_of(pool, scope, expr.children.back()));
                return values;
            }
            case ExprKind::arithmetic:
                return calculate_all(expr.arithmetic, values_of(pool, scope, expr.children[0]),
                                     values_of(pool, scope, expr.children[1]));
            case ExprKind::sum:
            case ExprKind::product: {
                bool is_sum = expr.kind == ExprKind::sum;
                Values total(Value::number(is_sum ? 0 : 1));
                for (const Value& value : context_.values_of[world_[expr.variable].type.index()]) {
                    Bound bound{expr.variable, value};
                    total = calculate_all(is_sum ? Arithmetic::add : Arithmetic::multiply, total,
                                          values_of(pool, {{&bound, 1}, &scope}, expr.children[0]));
                }
                return total;
            }
            default: {
                Values values;
                for (bool is : {false, true})
                    if (may(pool, scope, id, is)) values.add(Value::boolean(is));
                return values;
            }
        }
    }

    Values utility_in(PoolId pool, EntityId character) const {
        const Utility& utility =
            character.valid() ? world_.utilities[character.index()] : world_.author_utility;
        return values_of(pool, {}, utility.value);
    }

    // ---- what happens ----

    void put(PoolId pool, FluentId fluent, const Values& values) {
        Values& there = (*this)[pool].values[fluent.index()];
        double low = there.low();
        double high = there.high();
        if (!there.add(values)) return;
        is_new_ = true;
        ++(*this)[pool].changes;
        // An event in a pool reads nothing else, but in the world it reads everybody's minds.
        for (PoolId reader : {pool, kOwn}) {
            Pool& reads = (*this)[reader];
            if (!reads.actions.empty())
                for (std::size_t action : context_.dependencies->actions_with(fluent))
                    reads.actions[action].is_news = true;
            if (!reads.triggers.empty())
                for (std::size_t trigger : context_.dependencies->triggers_with(fluent))
                    reads.triggers[trigger] = 1;
        }
        if (round_ < kRoundsOfNumbers || !there.has_numbers()) return;
        if (there.low() < low) there.add(Values::numbers(-kInfinity, there.high()));
        if (there.high() > high) there.add(Values::numbers(there.low(), kInfinity));
    }

    /// Takes the assignments of an effect, read and made in this pool and those that it names.
    void happen(PoolId pool, const Bindings& scope, EffectId id) {
        const Effect& effect = world_[id];
        switch (effect.kind) {
            case EffectKind::possibly:  // not in worlds that are relaxed
                return;
            case EffectKind::all:
            case EffectKind::everybody:
                for (EffectId child : effect.children)
                    happen(pool, scope, child);
                return;
            case EffectKind::assign:
            case EffectKind::learn: {
                PoolId target = pool;
                for (ExprId term : effect.believers)
                    target = believed(target, term_value(context_, scope, term).as_entity());
                put(target, fluent_of(context_, scope, effect.property, effect.arguments),
                    values_of(pool, scope, effect.value));
                return;
            }
            case EffectKind::choose: {
                for (std::size_t i = 0; i < effect.tests.size(); ++i) {
                    if (may(pool, scope, effect.tests[i], true)) happen(pool, scope, effect.children[i]);
                    if (!may(pool, scope, effect.tests[i], false)) return;
                }
                happen(pool, scope, effect.children.back());
                return;
            }
            case EffectKind::forall:
                for (const Value& value : context_.values_of[world_[effect.variable].type.index()]) {
                    Bound bound{effect.variable, value};
                    happen(pool, {{&bound, 1}, &scope}, effect.children[0]);
                }
                return;
            case EffectKind::believes: {
                EntityId believer = term_value(context_, scope, effect.believers[0]).as_entity();
                happen(believed(pool, believer), scope, effect.children[0]);
                return;
            }
        }
    }

    /// Observers who took the event to be impossible stand corrected: what its precondition reads becomes
    /// what it is for `outer`, or unknown.
    void correct_in(PoolId pool, PoolId outer, const Occurrence& event, ActionId action) {
        if (!may(pool, event.scope(), world_[event.ground.event].precondition, false)) return;
        for (const Place& place : context_.dependencies->action(action).conditions) {
            PoolId there = outer;
            for (EntityId believer : place.chain)
                there = believed(there, believer);
            put(pool, place.fluent, (*this)[there].values[place.fluent.index()]);
            bool is_boolean = world_[context_.fluents[place.fluent].property].type == kBoolean;
            if (!is_boolean || context_.dependencies->mixes_booleans_with_numbers())
                put(pool, place.fluent, Values(Value::unknown()));
        }
    }

    bool observes(const Occurrence& event, EntityId character) const {
        const Event& declared = world_[event.ground.event];
        if (!declared.observer.valid()) return true;
        Bound bound{declared.observer, Value::entity(character)};
        Bindings outer = event.scope();
        return may(kOwn, {{&bound, 1}, &outer}, declared.observing, true);
    }

    /// Returns the actions that a pool's owner can imagine, and for which anything has changed.
    std::vector<ActionId> new_actions(PoolId pool) {
        std::vector<ActionId> actions;
        (*this)[pool].actions.resize(context_.actions.size());
        for (std::uint32_t i : context_.candidates->all_actions()) {
            if (context_.halted()) break;
            ActionId action(i);
            Known& known = (*this)[pool].actions[i];
            bool is_news = std::exchange(known.is_news, false);
            if (is_news && !known.is_possible) known.is_possible = may_happen(pool, action);
            if (!known.is_possible) continue;
            if (!known.is_agreed) {
                // Somebody who has refused is asked again when anything has changed in their mind.
                std::size_t stamp = consent_stamp(pool, action);
                if (std::exchange(known.asked, stamp) == stamp || !is_agreed(pool, action)) continue;
                known.is_agreed = is_news = true;
            }
            if (is_news) actions.push_back(action);
        }
        return actions;
    }

    /// The action happens, and others see it.
    void take(PoolId pool, ActionId action) {
        const Occurrence& event = context_[action];
        EffectId effect = world_[event.ground.event].effect;
        happen(pool, event.scope(), effect);
        if (pool != kOwn) return correct_in(pool, pool, event, action);
        for (std::size_t j = 0; j < world_.character_count; ++j) {
            if (!observes(event, EntityId(j))) continue;
            correct_in(PoolId(j + 1), kOwn, event, action);
            happen(PoolId(j + 1), event.scope(), effect);
        }
    }

    void react(PoolId pool) {
        if (EntityId character = (*this)[pool].owner; pool != kOwn && !character.valid()) return;
        for (std::uint32_t i : context_.candidates->all_triggers()) {
            if (context_.halted()) return;
            if (!std::exchange((*this)[pool].triggers[i], 0)) continue;
            const Occurrence& event = context_.triggers[i];
            if (may_happen(pool, event, context_.dependencies->trigger(i)))
                happen(pool, event.scope(), world_[event.ground.event].effect);
        }
    }

    // ---- who agrees ----

    /// Returns a stamp that is greater whenever anything has changed in the minds of those who consent.
    std::size_t consent_stamp(PoolId pool, ActionId action) const {
        std::size_t stamp = 1;
        for (EntityId character : context_[action].consenting)
            stamp += (*this)[believed(pool, character)].changes;
        return stamp;
    }

    /// May everybody agree to a possible action, as part of a plan of the pool's owner?
    bool is_agreed(PoolId pool, ActionId action) {
        const std::vector<EntityId>& consenting = context_[action].consenting;
        if (consenting.empty()) return false;
        bool is_own = pool == kOwn;
        EntityId planner = is_own ? owner_ : (*this)[pool].owner;
        // Nobody but the planner is asked about the first action of a plan. Our own first one is taken already.
        if (!is_own && std::find(consenting.begin(), consenting.end(), planner) != consenting.end())
            return true;
        bool plan_ahead = level_ + (is_own ? 1 : 2) <= context_.limits.belief;
        return std::all_of(consenting.begin(), consenting.end(), [&](EntityId character) {
            if (character == planner) return true;
            PoolId theirs = believed(pool, character);
            if (!may_happen(theirs, action)) return false;
            if (!plan_ahead) return may_gain_at_once(theirs, action, character);
            // What they could gain by is imagined in a pool of their own alone.
            return !is_own || may_gain(theirs, character);
        });
    }

    /// Can the pool's owner gain anything by anything?
    bool may_gain(PoolId pool, EntityId character) const {
        Values utility = utility_in(pool, character);
        return utility.has_numbers() && utility.low() < utility.high();
    }

    /// Does the action change anything that the character's utility reads, itself or through triggers? They
    /// were at rest before, so that one happens only if something that it reads or sets has changed.
    bool may_gain_at_once(PoolId pool, ActionId action, EntityId character) {
        Dependencies& dependencies = *context_.dependencies;
        const EventPlaces& places = dependencies.action(action);
        if (!dependencies.minds_matter(character)) return may_gain_by_facts(pool, places, character);
        Spread spread(context_.fluents.size(), character);
        for (const Place& place : places.conditions)  // corrections, in the minds below
            spread.change_below(place);
        for (const Place& place : places.targets)
            spread.change(place);
        open_ = &spread.below;
        for (std::size_t i = 0; i < spread.changed.size(); ++i) {
            for (std::size_t index : dependencies.triggers_with(spread.changed[i])) {
                const EventPlaces& trigger = dependencies.trigger(index);
                bool here = trigger.any([&](const Place& place) { return spread.is_changed(place); });
                const Occurrence& event = context_.triggers[index];
                if (!may_happen(pool, event, trigger)) continue;
                for (const Place& place : trigger.targets)
                    here ? spread.change(place) : spread.change_below(place);
            }
        }
        open_ = nullptr;
        const std::vector<Place>& read = dependencies.utility(character);
        return std::any_of(read.begin(), read.end(),
                           [&](const Place& place) { return spread.is_changed(place); });
    }

    /// This asks the same where what the character takes others to believe brings about nothing for it: only what it
    /// believes itself counts.
    bool may_gain_by_facts(PoolId pool, const EventPlaces& action, EntityId character) {
        Dependencies& dependencies = *context_.dependencies;
        std::vector<bool> is_changed(context_.fluents.size());
        std::vector<FluentId> changed;
        auto change = [&](FluentId fluent) {
            if (is_changed[fluent.index()]) return;
            is_changed[fluent.index()] = true;
            changed.push_back(fluent);
        };
        for (const Place& place : action.targets)
            if (place.is_in_mind_of(character)) change(place.fluent);
        open_ = &is_changed;
        bool may_gain = false;
        for (std::size_t i = 0; i < changed.size() && !may_gain; ++i) {
            may_gain = dependencies.counts_for(character, changed[i]);
            for (const OwnTrigger* trigger : dependencies.own_triggers(character, changed[i])) {
                if (std::ranges::all_of(trigger->targets,
                                        [&](FluentId target) { return is_changed[target.index()]; }))
                    continue;
                if (!may_happen(pool, context_.triggers[trigger->index],
                                dependencies.trigger(trigger->index)))
                    continue;
                std::ranges::for_each(trigger->targets, change);
            }
        }
        open_ = nullptr;
        return may_gain;
    }

    /// The fluents that may have changed in a mind and in those below it.
    struct Spread {
        Spread(std::size_t fluents, EntityId owner_) : owner(owner_), own(fluents), below(fluents) {}

        EntityId owner;
        std::vector<bool> own;          ///< in the mind itself
        std::vector<bool> below;        ///< anywhere
        std::vector<FluentId> changed;  ///< as they came, those that changed in the mind after below again

        bool is_changed(const Place& place) const {
            return (place.is_in_mind_of(owner) ? own : below)[place.fluent.index()];
        }
        void change(const Place& place) {
            change_below(place);
            if (!place.is_in_mind_of(owner) || own[place.fluent.index()]) return;
            own[place.fluent.index()] = true;
            changed.push_back(place.fluent);
        }
        void change_below(const Place& place) {
            if (below[place.fluent.index()]) return;
            below[place.fluent.index()] = true;
            changed.push_back(place.fluent);
        }
    };

    Context& context_;
    const World& world_;
    EntityId owner_;
    int level_ = 0;
    std::vector<Pool> pools_;
    const std::vector<bool>* open_ = nullptr;  ///< these fluents can be anything, while set
    int round_ = 0;
    bool is_new_ = true;
};

}  // namespace

namespace {

/// Returns what is known so far of all minds from which a relaxation starts as from this one.
Conceivable& known_of(Context& context, MindId mind, const std::vector<std::set<ValuesId>>& start) {
    std::vector<std::uint32_t> key{context[mind].owner.value,
                                   static_cast<std::uint32_t>(context[mind].level)};
    for (const std::set<ValuesId>& pool : start) {
        key.push_back(static_cast<std::uint32_t>(pool.size()));
        for (ValuesId values : pool)
            key.push_back(values.value);
    }
    context.budget.charge_bytes(160 + static_cast<std::int64_t>(key.size() * sizeof(std::uint32_t)));
    return *(context.conceivable[mind] = &context.conceivable_from[std::move(key)]);
}

}  // namespace

double highest_conceivable(Context& context, MindId mind, int steps, double enough) {
    if (Relaxation::size(context) > kMostCells) return kInfinity;
    auto known = context.conceivable.find(mind);
    std::vector<std::set<ValuesId>> start;
    if (known == context.conceivable.end()) start = Relaxation::start_of(context, mind);
    Conceivable& it = start.empty() ? *known->second : known_of(context, mind, start);
    auto within = static_cast<std::size_t>(std::max(0, steps));
    bool is_known =
        !it.highest.empty() && (it.is_complete || within < it.highest.size() || it.highest.back() > enough);
    if (!is_known) {
        if (start.empty()) start = Relaxation::start_of(context, mind);
        Conceivable found =
            Relaxation(context, context[mind].owner, context[mind].level, start).highest(enough);
        if (context.halted()) return kInfinity;
        it = std::move(found);
    }
    return it.highest[std::min(it.highest.size() - 1, within)];
}

double highest_by(Context& context, MindId mind, std::span<const ActionId> actions) {
    if (Relaxation::size(context) > kMostCells) return kInfinity;
    double highest = Relaxation(context, mind).highest_by(actions);
    return context.halted() ? kInfinity : highest;
}

std::optional<EverPossible> ever_possible(Context& context, MindId first_state) {
    std::size_t events = context.actions.size() + context.triggers.size();
    if (context.is_uncertain || context.has_possibilities || events > kMostEvents) return std::nullopt;
    return Relaxation(context, first_state, Relaxation::Everything()).ever_possible();
}

}  // namespace wt::referee
