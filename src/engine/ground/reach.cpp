#include "engine/ground/reach.h"

#include <algorithm>
#include <limits>

#include "base/hash.h"

namespace wt::engine {

using namespace model;

namespace {

/// More different numbers than this are not listed in one domain.
constexpr std::size_t kMaxNumbers = 24;

bool insert_value(std::vector<Code>& values, Code code) {
    if (std::find(values.begin(), values.end(), code) != values.end()) return false;
    values.push_back(code);
    return true;
}

std::size_t count_numbers(const std::vector<Code>& values) {
    return static_cast<std::size_t>(std::count_if(values.begin(), values.end(), is_number));
}

std::uint64_t term_key(PropertyId property, std::size_t place, Code value) {
    return combine(combine(property.value, place), value);
}

}  // namespace

bool Domain::contains(Code code) const {
    if (any_number && (is_number(code) || code == kUnknown)) return true;
    return std::find(values.begin(), values.end(), code) != values.end();
}

std::uint64_t FluentTable::hash(PropertyId property, std::span<const Value> arguments) {
    std::uint64_t hash = property.value;
    for (const Value& value : arguments) {
        std::uint64_t word = static_cast<std::uint64_t>(value.kind()) << 32;
        if (value.is_entity()) word |= value.as_entity().value;
        if (value.is_boolean()) word |= value.is_true() ? 1 : 0;
        hash = (hash ^ word) * 0xd6e8feb86659fd93ull + (hash >> 29);
    }
    return mix(hash);
}

FluentId FluentTable::find(PropertyId property, std::span<const Value> arguments) const {
    if (slots_.empty()) return FluentId::none();
    std::size_t mask = slots_.size() - 1;
    for (std::size_t i = hash(property, arguments) & mask; slots_[i].valid(); i = (i + 1) & mask) {
        const Entry& known = (*this)[slots_[i]];
        if (known.property == property && std::ranges::equal(known.arguments, arguments)) return slots_[i];
    }
    return FluentId::none();
}

void FluentTable::grow() {
    slots_.assign(std::max<std::size_t>(64, 2 * slots_.size()), FluentId::none());
    std::size_t mask = slots_.size() - 1;
    for (std::size_t id = 0; id < entries_.size(); ++id) {
        std::size_t i = hash(entries_[id].property, entries_[id].arguments) & mask;
        while (slots_[i].valid())
            i = (i + 1) & mask;
        slots_[i] = FluentId(id);
    }
}

FluentId FluentTable::intern(PropertyId property, const std::vector<Value>& arguments) {
    if (FluentId known = find(property, arguments); known.valid()) return known;
    FluentId id(entries_.size());
    entries_.push_back({property, arguments});
    if (2 * entries_.size() > slots_.size()) {
        grow();
        return id;
    }
    std::size_t mask = slots_.size() - 1;
    std::size_t i = hash(property, arguments) & mask;
    while (slots_[i].valid())
        i = (i + 1) & mask;
    slots_[i] = id;
    return id;
}

Reachability::Reachability(const World& world, Codes& codes, Budget& budget)
    : world_(world),
      codes_(codes),
      budget_(budget),
      first_state_(world, budget),
      schemas_(world.events.size()),
      facts_by_property_(world.properties.size()),
      atoms_by_property_(world.properties.size()),
      bound_(world.variables.size()),
      is_bound_(world.variables.size(), 0),
      has_possibilities_(model::has_possibilities(world)),
      last_growth_(world.properties.size(), 0) {
    for (std::size_t i = 0; i < world.events.size(); ++i)
        prepare(EventId(i));
}

Reachability::~Reachability() = default;

// ---- reading the schemas ----

bool Reachability::reads_fluents(ExprId id) const {
    const Expr& expr = world_[id];
    if (expr.kind == ExprKind::fluent) return true;
    return std::any_of(expr.children.begin(), expr.children.end(),
                       [&](ExprId c) { return reads_fluents(c); });
}

void Reachability::add_reads(ExprId id, std::vector<PropertyId>& reads) const {
    const Expr& expr = world_[id];
    if (expr.kind == ExprKind::fluent && std::ranges::find(reads, expr.property) == reads.end())
        reads.push_back(expr.property);
    for (ExprId child : expr.children)
        add_reads(child, reads);
}

void Reachability::add_reads(EffectId id, std::vector<PropertyId>& reads) const {
    const Effect& effect = world_[id];
    if (effect.value.valid()) add_reads(effect.value, reads);
    for (ExprId alternative : effect.alternatives)
        add_reads(alternative, reads);
    for (ExprId test : effect.tests)
        add_reads(test, reads);
    for (EffectId child : effect.children)
        add_reads(child, reads);
}

bool Reachability::has_grown(const std::vector<PropertyId>& properties, Moment since) const {
    return std::ranges::any_of(properties,
                               [&](PropertyId property) { return last_growth_[property.index()] > since; });
}

bool Reachability::effect_is_dynamic(EffectId id) const {
    const Effect& effect = world_[id];
    if (effect.value.valid() && reads_fluents(effect.value)) return true;
    for (ExprId alternative : effect.alternatives)
        if (reads_fluents(alternative)) return true;
    for (ExprId test : effect.tests)
        if (reads_fluents(test)) return true;
    return std::any_of(effect.children.begin(), effect.children.end(),
                       [&](EffectId c) { return effect_is_dynamic(c); });
}

Reachability::Ways Reachability::turned(Ways ways) {
    return static_cast<Ways>((ways & kPlain ? kNegated : 0U) | (ways & kNegated ? kPlain : 0U));
}

/// Does the precondition contain a comparison other than `==` (after pushing negation inwards)?
bool Reachability::may_revise(ExprId id, Ways ways) const {
    const Expr& expr = world_[id];
    if (expr.kind == ExprKind::negation) return may_revise(expr.children[0], turned(ways));
    if (expr.kind == ExprKind::comparison) {
        bool other = (ways & kPlain && expr.compare != Compare::equal) ||
                     (ways & kNegated && expr.compare != Compare::not_equal);
        if (other && reads_fluents(id)) return true;
    }
    if (expr.kind == ExprKind::type_test && ways & kNegated && reads_fluents(id)) return true;
    // Tests occur with both signs in the normal form.
    if (expr.kind == ExprKind::conditional || expr.kind == ExprKind::comparison) ways = kBothWays;
    return std::any_of(expr.children.begin(), expr.children.end(),
                       [&](ExprId c) { return may_revise(c, ways); });
}

bool Reachability::join_atom_of(ExprId id, JoinAtom& atom) const {
    const Expr* expr = &world_[id];
    while (expr->kind == ExprKind::believes || expr->kind == ExprKind::might)
        expr = &world_[expr->children[1]];
    if (expr->kind == ExprKind::fluent && expr->type == kBoolean) {
        atom = {expr->property, expr->children, ExprId::none()};
        return true;
    }
    if (expr->kind != ExprKind::comparison || expr->compare != Compare::equal) return false;
    for (int side = 0; side < 2; ++side) {
        const Expr* fluent = &world_[expr->children[static_cast<std::size_t>(side)]];
        while (fluent->kind == ExprKind::believes)
            fluent = &world_[fluent->children[1]];
        ExprId value = expr->children[static_cast<std::size_t>(1 - side)];
        const Expr& term = world_[value];
        if (fluent->kind != ExprKind::fluent) continue;
        bool entity_constant = term.kind == ExprKind::constant && term.value.is_entity();
        bool entity_variable = term.kind == ExprKind::variable && world_[term.variable].type != kBoolean;
        if (!entity_constant && !entity_variable) continue;
        atom = {fluent->property, fluent->children, value};
        return true;
    }
    return false;
}

void Reachability::classify(Schema& schema, ExprId id) {
    const Expr& expr = world_[id];
    if (expr.kind == ExprKind::conjunction) {
        for (ExprId child : expr.children)
            classify(schema, child);
        return;
    }
    if (expr.kind == ExprKind::believes && world_[expr.children[1]].kind == ExprKind::conjunction) {
        for (ExprId child : world_[expr.children[1]].children)
            classify(schema, child);
        return;
    }
    JoinAtom atom;
    if (schema.atoms.size() < 60 && join_atom_of(id, atom)) {
        schema.atoms.push_back(std::move(atom));
    } else if (reads_fluents(id)) {
        schema.residuals.push_back(id);
    } else {
        schema.filters.push_back(id);
    }
}

void Reachability::prepare(EventId id) {
    const Event& event = world_[id];
    Schema& schema = schemas_[id.index()];
    for (const Formal& formal : event.formals)
        if (!formal.is_fixed()) schema.variables.push_back(formal.variable);
    classify(schema, event.precondition);
    if (event.hidden.valid()) classify(schema, event.hidden);
    schema.is_dynamic = effect_is_dynamic(event.effect) ||
                        (event.failure.valid() && effect_is_dynamic(event.failure)) ||
                        (!event.is_trigger && may_revise(event.precondition, kPlain)) ||
                        (event.success.valid() && may_revise(event.success, kBothWays));
    for (ExprId residual : schema.residuals)
        add_reads(residual, schema.residual_reads);
    if (schema.is_dynamic) {
        add_reads(event.effect, schema.taken_reads);
        if (event.failure.valid()) add_reads(event.failure, schema.taken_reads);
        if (!event.is_trigger) add_reads(event.precondition, schema.taken_reads);
        if (event.success.valid()) add_reads(event.success, schema.taken_reads);
    }
    for (std::size_t i = 0; i < schema.atoms.size(); ++i)
        atoms_by_property_[schema.atoms[i].property.index()].emplace_back(id, static_cast<std::uint32_t>(i));
}

// ---- facts ----

void Reachability::note_growth(FluentId fluent) {
    grew_ = true;
    last_growth_[fluents_[fluent].property.index()] = ++now_;
}

void Reachability::add_fact(FluentId fluent, Code value) {
    if (domains_.size() < fluents_.size()) domains_.resize(fluents_.size());
    Domain& domain = domains_[fluent.index()];
    bool is_first = domain.values.empty();
    if (is_first) {
        // The value in the real world comes first, whether anybody mentioned it or not.
        const FluentTable::Entry& entry = fluents_[fluent];
        Code start = codes_.encode(first_state_.value({{}, entry.property, entry.arguments}));
        domain.values.push_back(start);
        note_growth(fluent);
        if (start != value) add_fact(fluent, value);
        if (start != value) value = start;
    } else {
        if (domain.contains(value)) return;
        if (is_number(value) && count_numbers(domain.values) >= kMaxNumbers) return widen(fluent);
        domain.values.push_back(value);
        note_growth(fluent);
    }
    if (!is_entity(value) && value != kTrue) return;
    const FluentTable::Entry& entry = fluents_[fluent];
    auto number = static_cast<std::uint32_t>(facts_.size());
    facts_.push_back({fluent, value});
    budget_.charge_bytes(static_cast<std::int64_t>(sizeof(Fact) + 24 * (entry.arguments.size() + 2)));
    facts_by_property_[entry.property.index()].push_back(number);
    for (std::size_t place = 0; place < entry.arguments.size(); ++place)
        facts_by_term_[term_key(entry.property, place, codes_.encode(entry.arguments[place]))].push_back(
            number);
    facts_by_term_[term_key(entry.property, entry.arguments.size(), value)].push_back(number);
}

void Reachability::widen(FluentId fluent) {
    Domain& domain = domains_[fluent.index()];
    if (domain.any_number) return;
    domain.any_number = true;
    note_growth(fluent);
}

// ---- joining ----

bool Reachability::bind(ExprId term, const Value& value, std::vector<VariableId>& trail) {
    const Expr& expr = world_[term];
    if (expr.kind == ExprKind::constant) return expr.value == value;
    if (is_bound_[expr.variable.index()]) return bound_[expr.variable.index()] == value;
    if (value.is_unknown() || value.is_none() || !world_.is_of_type(value, world_[expr.variable].type))
        return false;
    bound_[expr.variable.index()] = value;
    is_bound_[expr.variable.index()] = 1;
    trail.push_back(expr.variable);
    return true;
}

void Reachability::unbind(std::vector<VariableId>& trail) {
    for (VariableId variable : trail)
        is_bound_[variable.index()] = 0;
    trail.clear();
}

bool Reachability::match(const JoinAtom& atom, const Fact& fact, std::vector<VariableId>& trail) {
    const FluentTable::Entry& entry = fluents_[fact.fluent];
    if (entry.property != atom.property) return false;
    for (std::size_t i = 0; i < atom.terms.size(); ++i)
        if (!bind(atom.terms[i], entry.arguments[i], trail)) return false;
    if (!atom.value.valid()) return fact.value == kTrue;
    return bind(atom.value, codes_.decode(fact.value), trail);
}

/// Returns the shortest list of facts that contains all that may match; null if nothing can.
const std::vector<std::uint32_t>* Reachability::candidates(const JoinAtom& atom) const {
    const std::vector<std::uint32_t>* best = &facts_by_property_[atom.property.index()];
    auto narrow = [&](std::size_t place, const Value& value) {
        auto found = facts_by_term_.find(term_key(atom.property, place, codes_.encode(value)));
        static const std::vector<std::uint32_t> kNone;
        const auto* list = found == facts_by_term_.end() ? &kNone : &found->second;
        if (list->size() < best->size()) best = list;
    };
    for (std::size_t i = 0; i <= atom.terms.size(); ++i) {
        bool is_value = i == atom.terms.size();
        if (is_value && !atom.value.valid()) {
            narrow(i, Value::boolean(true));
            break;
        }
        const Expr& term = world_[is_value ? atom.value : atom.terms[i]];
        if (term.kind == ExprKind::constant) {
            narrow(i, term.value);
        } else if (is_bound_[term.variable.index()]) {
            narrow(i, bound_[term.variable.index()]);
        }
    }
    return best;
}

void Reachability::join_with(const Fact& fact) {
    PropertyId property = fluents_[fact.fluent].property;
    for (auto [event, atom] : atoms_by_property_[property.index()]) {
        const Schema& schema = schemas_[event.index()];
        std::vector<VariableId> trail;
        if (match(schema.atoms[atom], fact, trail)) {
            std::uint64_t all = (std::uint64_t{1} << schema.atoms.size()) - 1;
            join(event, all & ~(std::uint64_t{1} << atom), 0);
        }
        unbind(trail);
    }
}

void Reachability::join(EventId event, std::uint64_t remaining, std::size_t next_variable) {
    if (budget_.stop() != Stop::none) return;
    const Schema& schema = schemas_[event.index()];
    if (remaining != 0) {
        std::size_t best = 0;
        const std::vector<std::uint32_t>* list = nullptr;
        for (std::size_t i = 0; i < schema.atoms.size(); ++i) {
            if (!(remaining >> i & 1)) continue;
            const auto* these = candidates(schema.atoms[i]);
            if (!list || these->size() < list->size()) {
                best = i;
                list = these;
            }
        }
        // This loop goes by index because instantiating may add facts to the lists. What is new is joined when its turn
        // comes.
        std::size_t count = list->size();
        for (std::size_t i = 0; i < count; ++i) {
            std::vector<VariableId> trail;
            Fact fact = facts_[(*list)[i]];
            if (match(schema.atoms[best], fact, trail))
                join(event, remaining & ~(std::uint64_t{1} << best), next_variable);
            unbind(trail);
        }
        return;
    }
    while (next_variable < schema.variables.size() && is_bound_[schema.variables[next_variable].index()])
        ++next_variable;
    if (next_variable == schema.variables.size()) return instantiate(event);
    VariableId variable = schema.variables[next_variable];
    for (const Value& value : world_.values_of(world_[variable].type)) {
        if (budget_.stop() != Stop::none) break;
        bound_[variable.index()] = value;
        is_bound_[variable.index()] = 1;
        if (filters_allow(schema)) join(event, 0, next_variable + 1);
    }
    is_bound_[variable.index()] = 0;
}

/// Tests the conjuncts without fluents in which all variables are bound.
bool Reachability::filters_allow(const Schema& schema) {
    auto all_bound = [&](auto&& self, ExprId id) -> bool {
        const Expr& expr = world_[id];
        if (expr.kind == ExprKind::forall || expr.kind == ExprKind::exists) return false;
        if (expr.kind == ExprKind::sum || expr.kind == ExprKind::product) return false;
        if (expr.kind == ExprKind::variable) return is_bound_[expr.variable.index()] != 0;
        return std::all_of(expr.children.begin(), expr.children.end(),
                           [&](ExprId c) { return self(self, c); });
    };
    return std::all_of(schema.filters.begin(), schema.filters.end(), [&](ExprId filter) {
        return !all_bound(all_bound, filter) || possible(filter, bound_, false);
    });
}

void Reachability::instantiate(EventId event) {
    const Schema& schema = schemas_[event.index()];
    for (ExprId filter : schema.filters)
        if (!possible(filter, bound_, false)) return;
    Instance instance{event, {}};
    std::uint64_t hash = event.value;
    for (VariableId variable : schema.variables) {
        instance.arguments.push_back(codes_.encode(bound_[variable.index()]));
        hash = wt::combine(hash, instance.arguments.back());
    }
    auto [first, last] = instance_index_.equal_range(hash);
    for (auto entry = first; entry != last; ++entry) {
        const Instance& known = instances_[entry->second];
        if (known.event == event && known.arguments == instance.arguments) return;
    }
    auto number = static_cast<std::uint32_t>(instances_.size());
    instance_index_.emplace(hash, number);
    instances_.push_back(std::move(instance));
    budget_.charge_bytes(static_cast<std::int64_t>(sizeof(Instance) + 64 + 4 * schema.variables.size()));
    if (!try_activate(instances_[number])) waiting_.push_back(number);
}

void Reachability::load(const Instance& instance) {
    const Schema& schema = schemas_[instance.event.index()];
    for (std::size_t i = 0; i < schema.variables.size(); ++i)
        bound_[schema.variables[i].index()] = codes_.decode(instance.arguments[i]);
}

/// This expects the instance's variables to be loaded.
bool Reachability::try_activate(Instance& instance) {
    const Schema& schema = schemas_[instance.event.index()];
    instance.looked_at = now_;
    for (ExprId residual : schema.residuals)
        if (!possible(residual, bound_, false)) return false;
    instance.active = true;
    if (schema.is_dynamic) dynamic_.push_back(static_cast<std::uint32_t>(&instance - instances_.data()));
    take(instance);
    return true;
}

/// Notes the facts that the event may bring about, whichever way it ends, and what whoever sees it may no longer know.
void Reachability::take(Instance& instance) {
    const Event& event = world_[instance.event];
    instance.looked_at = now_;  // what it adds itself may be what it reads
    apply_effects(event.effect);
    if (event.failure.valid()) apply_effects(event.failure);
    if (!event.is_trigger) revise(event.precondition, kPlain);
    if (event.success.valid()) revise(event.success, kBothWays);
}

bool Reachability::run() {
    for (const auto& [fluent, entry] : first_state_.entries()) {
        FluentId id = fluents_.intern(fluent.property, fluent.arguments);
        for (const FirstStateTable::Alternative& one : entry)
            add_fact(id, codes_.encode(one.value));
    }
    for (std::size_t i = 0; i < world_.events.size(); ++i)
        if (schemas_[i].atoms.empty()) join(EventId(i), 0, 0);
    do {
        grew_ = false;
        for (; next_fact_ < facts_.size() && budget_.stop() == Stop::none; ++next_fact_) {
            Fact fact = facts_[next_fact_];
            join_with(fact);
        }
        std::vector<std::uint32_t> waiting = std::move(waiting_);
        waiting_.clear();
        // What depends on domains is looked at again when one of its properties has grown.
        for (std::uint32_t number : waiting) {
            Instance& instance = instances_[number];
            bool is_worth_it = has_grown(schemas_[instance.event.index()].residual_reads, instance.looked_at);
            if (is_worth_it) load(instance);
            if (!is_worth_it || !try_activate(instance)) waiting_.push_back(number);
        }
        for (std::size_t i = 0, count = dynamic_.size(); i < count; ++i) {
            Instance& instance = instances_[dynamic_[i]];
            if (!has_grown(schemas_[instance.event.index()].taken_reads, instance.looked_at)) continue;
            load(instance);
            take(instance);
        }
    } while (grew_ && budget_.stop() == Stop::none);
    domains_.resize(fluents_.size());
    return budget_.stop() == Stop::none;
}

std::vector<GroundEvent> Reachability::events() const {
    std::vector<GroundEvent> result;
    for (const Instance& instance : instances_) {
        if (!instance.active) continue;
        const Event& event = world_[instance.event];
        GroundEvent ground{instance.event, {}};
        std::size_t next = 0;
        for (const Formal& formal : event.formals)
            ground.arguments.push_back(formal.is_fixed() ? formal.fixed
                                                         : codes_.decode(instance.arguments[next++]));
        result.push_back(ground);
        ground.fails = true;
        if (event.can_fail()) result.push_back(std::move(ground));
    }
    std::sort(result.begin(), result.end(), [](const GroundEvent& a, const GroundEvent& b) {
        return std::tie(a.event, a.arguments, a.fails) < std::tie(b.event, b.arguments, b.fails);
    });
    return result;
}

// ---- effects and revision ----

void Reachability::apply_effects(EffectId id) {
    const Effect& effect = world_[id];
    switch (effect.kind) {
        case EffectKind::all:
            for (EffectId child : effect.children)
                apply_effects(child);
            return;
        case EffectKind::assign:
        case EffectKind::learn:
        case EffectKind::possibly: {
            PossibleValues values;
            if (effect.value.valid()) values = possible_values(effect.value, bound_);
            for (ExprId alternative : effect.alternatives)
                add_number_values(values, possible_values(alternative, bound_));
            FluentId fluent = fluents_.intern(effect.property, term_values(world_, effect.arguments, bound_));
            for (Code code : values.values)
                add_fact(fluent, code);
            if (values.any_number) {
                add_fact(fluent, kUnknown);
                widen(fluent);
            }
            return;
        }
        case EffectKind::choose:
            for (std::size_t i = 0; i < effect.tests.size(); ++i) {
                if (possible(effect.tests[i], bound_, false)) apply_effects(effect.children[i]);
                if (!reads_fluents(effect.tests[i]) && possible(effect.tests[i], bound_, false)) return;
            }
            return apply_effects(effect.children.back());
        case EffectKind::forall:
            for (const Value& value : world_.values_of(world_[effect.variable].type)) {
                if (budget_.stop() != Stop::none) break;
                bound_[effect.variable.index()] = value;
                apply_effects(effect.children[0]);
            }
            return;
        case EffectKind::believes:
        case EffectKind::everybody:
            return apply_effects(effect.children[0]);
    }
}

/// Fluents whose comparison may be false for somebody who then sees the event become `?` in that mind. Both
/// ways are walked at once: one after the other would double at each level.
void Reachability::revise(ExprId id, Ways ways) {
    const Expr& expr = world_[id];
    switch (expr.kind) {
        case ExprKind::negation:
            return revise(expr.children[0], turned(ways));
        case ExprKind::comparison:
            return revise_comparison(expr, ways);
        case ExprKind::type_test:
            if (ways & kNegated && possible(id, bound_, true)) unknown_fluents_of(expr.children[0]);
            return;
        case ExprKind::forall:
        case ExprKind::exists:
        case ExprKind::sum:
        case ExprKind::product:
            for (const Value& value : world_.values_of(world_[expr.variable].type)) {
                if (budget_.stop() != Stop::none) break;
                bound_[expr.variable.index()] = value;
                revise(expr.children[0], ways);
            }
            return;
        case ExprKind::conditional:
            for (ExprId child : expr.children)
                revise(child, kBothWays);
            return;
        case ExprKind::fluent:
            return;
        default:
            for (ExprId child : expr.children)
                revise(child, ways);
    }
}

bool Reachability::may_be_false(Compare op, const PossibleValues& left, const PossibleValues& right) const {
    if (op == Compare::equal) return false;
    if (left.any_number || right.any_number) return true;
    for (Code a : left.values)
        for (Code b : right.values)
            if (!compare_values(op, codes_.decode(a), codes_.decode(b))) return true;
    return false;
}

void Reachability::revise_comparison(const Expr& expr, Ways ways) {
    for (ExprId child : expr.children)
        revise(child, kBothWays);
    if (ways == kPlain && expr.compare == Compare::equal) return;
    PossibleValues left = possible_values(expr.children[0], bound_);
    PossibleValues right = possible_values(expr.children[1], bound_);
    if (!(ways & kPlain && may_be_false(expr.compare, left, right)) &&
        !(ways & kNegated && may_be_false(negated(expr.compare), left, right)))
        return;
    unknown_fluents_of(expr.children[0]);
    unknown_fluents_of(expr.children[1]);
}

void Reachability::unknown_fluents_of(ExprId id) {
    const Expr& expr = world_[id];
    if (expr.kind == ExprKind::sum || expr.kind == ExprKind::product || expr.kind == ExprKind::forall ||
        expr.kind == ExprKind::exists) {
        for (const Value& value : world_.values_of(world_[expr.variable].type)) {
            if (budget_.stop() != Stop::none) break;
            bound_[expr.variable.index()] = value;
            unknown_fluents_of(expr.children[0]);
        }
        return;
    }
    if (expr.kind == ExprKind::fluent && expr.type != kBoolean) {
        FluentId fluent = fluents_.intern(expr.property, term_values(world_, expr.children, bound_));
        add_fact(fluent, kUnknown);
    }
    for (ExprId child : expr.children)
        unknown_fluents_of(child);
}

// ---- what is possible ----

void Reachability::add_number_values(PossibleValues& into, const PossibleValues& from) const {
    into.any_number |= from.any_number;
    for (Code code : from.values)
        insert_value(into.values, code);
    if (count_numbers(into.values) > kMaxNumbers) into.any_number = true;
}

PossibleValues Reachability::combine(Arithmetic op, const PossibleValues& left, const PossibleValues& right) {
    PossibleValues result;
    if (left.any_number || right.any_number) {
        result.any_number = true;
        result.values.push_back(kUnknown);
        return result;
    }
    for (Code a : left.values)
        for (Code b : right.values)
            insert_value(result.values, codes_.encode(calculate(op, codes_.decode(a), codes_.decode(b))));
    if (count_numbers(result.values) > kMaxNumbers) result.any_number = true;
    return result;
}

void Reachability::look(ExprId id, Bindings& bound, Seen& seen) {
    const Expr& expr = world_[id];
    if (expr.kind == ExprKind::believes && !has_possibilities_) return look(expr.children[1], bound, seen);
    if (expr.kind == ExprKind::constant || expr.kind == ExprKind::variable) {
        seen.one = codes_.encode(term_value(world_, id, bound));
        seen.values = {&seen.one, 1};
    } else if (expr.kind == ExprKind::fluent) {
        std::vector<Value>& arguments = looked_up_;
        arguments.clear();
        for (ExprId term : expr.children)
            arguments.push_back(term_value(world_, term, bound));
        FluentId fluent = fluents_.find(expr.property, arguments);
        if (fluent.valid() && fluent.index() < domains_.size() && !domains_[fluent.index()].values.empty()) {
            seen.values = domains_[fluent.index()].values;
            seen.any_number = domains_[fluent.index()].any_number;
        } else {
            seen.one = codes_.encode(first_state_.value({{}, expr.property, arguments}));
            seen.values = {&seen.one, 1};
        }
    } else {
        seen.many = possible_values(id, bound);
        seen.values = seen.many.values;
        seen.any_number = seen.many.any_number;
    }
}

PossibleValues Reachability::possible_values(ExprId id, Bindings& bound) {
    const Expr& expr = world_[id];
    PossibleValues result;
    switch (expr.kind) {
        case ExprKind::constant:
        case ExprKind::variable:
        case ExprKind::fluent: {
            Seen seen;
            look(id, bound, seen);
            result.values.assign(seen.values.begin(), seen.values.end());
            result.any_number = seen.any_number;
            break;
        }
        case ExprKind::believes:
            result = possible_values(expr.children[1], bound);
            // Somebody who holds several values possible knows none of them.
            if (has_possibilities_ && expr.type != kBoolean) insert_value(result.values, kUnknown);
            if (has_possibilities_ && expr.type == kBoolean) insert_value(result.values, kFalse);
            return result;
        case ExprKind::conditional:
            for (std::size_t i = 0; i + 1 < expr.children.size(); i += 2)
                if (possible(expr.children[i], bound, false))
                    add_number_values(result, possible_values(expr.children[i + 1], bound));
            add_number_values(result, possible_values(expr.children.back(), bound));
            break;
        case ExprKind::arithmetic:
            return combine(expr.arithmetic, possible_values(expr.children[0], bound),
                           possible_values(expr.children[1], bound));
        case ExprKind::sum:
        case ExprKind::product: {
            bool is_sum = expr.kind == ExprKind::sum;
            result.values.push_back(codes_.encode_number(is_sum ? 0 : 1));
            for (const Value& value : world_.values_of(world_[expr.variable].type)) {
                if (budget_.stop() != Stop::none) break;
                if (budget_.stop() != Stop::none) break;
                bound[expr.variable.index()] = value;
                result = combine(is_sum ? Arithmetic::add : Arithmetic::multiply, result,
                                 possible_values(expr.children[0], bound));
            }
            break;
        }
        default:
            if (possible(id, bound, true)) result.values.push_back(kFalse);
            if (possible(id, bound, false)) result.values.push_back(kTrue);
    }
    return result;
}

bool Reachability::possible(ExprId id, Bindings& bound, bool negate) {
    const Expr& expr = world_[id];
    auto each_child = [&](bool wanted) {
        return std::any_of(expr.children.begin(), expr.children.end(),
                           [&](ExprId child) { return possible(child, bound, negate) == wanted; });
    };
    auto each_value = [&](bool wanted) {
        for (const Value& value : world_.values_of(world_[expr.variable].type)) {
            if (budget_.stop() != Stop::none) break;
            bound[expr.variable.index()] = value;
            if (possible(expr.children[0], bound, negate) == wanted) return true;
        }
        return false;
    };
    switch (expr.kind) {
        case ExprKind::conjunction:
            return negate ? each_child(true) : !each_child(false);
        case ExprKind::disjunction:
            return negate ? !each_child(false) : each_child(true);
        case ExprKind::forall:
            return negate ? each_value(true) : !each_value(false);
        case ExprKind::exists:
            return negate ? !each_value(false) : each_value(true);
        case ExprKind::negation:
            return possible(expr.children[0], bound, !negate);
        case ExprKind::believes:
        case ExprKind::might:
            return possible(expr.children[1], bound, negate);
        case ExprKind::odds:
            return true;
        case ExprKind::conditional:
            for (std::size_t i = 0; i + 1 < expr.children.size(); i += 2)
                if (possible(expr.children[i], bound, false) && possible(expr.children[i + 1], bound, negate))
                    return true;
            return possible(expr.children.back(), bound, negate);
        case ExprKind::comparison: {
            Compare op = negate ? negated(expr.compare) : expr.compare;
            Seen left;
            Seen right;
            look(expr.children[0], bound, left);
            look(expr.children[1], bound, right);
            if (left.any_number || right.any_number) return true;
            // Equal values have equal codes.
            bool same = op == Compare::equal;
            for (Code a : left.values)
                for (Code b : right.values)
                    if (same || op == Compare::not_equal
                            ? (a == b) == same
                            : compare_values(op, codes_.decode(a), codes_.decode(b)))
                        return true;
            return false;
        }
        case ExprKind::type_test: {
            PossibleValues values = possible_values(expr.children[0], bound);
            if (values.any_number) return true;
            return std::any_of(values.values.begin(), values.values.end(), [&](Code code) {
                bool is_of = code != kUnknown && code != kNone &&
                             world_.is_of_type(codes_.decode(code), expr.type_operand);
                return is_of != negate;
            });
        }
        default: {
            Seen seen;
            look(id, bound, seen);
            return std::ranges::find(seen.values, negate ? kFalse : kTrue) != seen.values.end();
        }
    }
}

}  // namespace wt::engine
