#include "engine/trace/compile_request.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <unordered_set>

#include "base/check.h"
#include "engine/ground/compile.h"
#include "model/trace.h"

namespace wt::engine {

using namespace model;

namespace {

using Actions = std::vector<EventIndex>;

Actions united(const Actions& a, const Actions& b) {
    Actions result;
    std::ranges::set_union(a, b, std::back_inserter(result));
    return result;
}

Actions common(const Actions& a, const Actions& b) {
    Actions result;
    std::ranges::set_intersection(a, b, std::back_inserter(result));
    return result;
}

/// These are the atoms met, numbered as they come.
class Atoms {
  public:
    AtomId of(FormulaId formula) {
        auto [entry, is_new] = formulas_.try_emplace(formula, next());
        if (is_new) atoms.push_back({formula, {}, FractionId::none()});
        return entry->second;
    }
    AtomId of(const Actions& actions) {
        auto [entry, is_new] = actions_.try_emplace(actions, next());
        if (is_new) atoms.push_back({FormulaId::none(), actions, FractionId::none()});
        return entry->second;
    }
    AtomId of(Compare op, FractionId luck) {
        auto [entry, is_new] = lucks_.try_emplace({op, luck}, next());
        if (is_new) atoms.push_back({FormulaId::none(), {}, luck, op});
        return entry->second;
    }

    std::vector<StoryAtom> atoms;

  private:
    AtomId next() const { return static_cast<AtomId>(atoms.size()); }

    std::map<FormulaId, AtomId> formulas_;
    std::map<Actions, AtomId> actions_;
    std::map<std::pair<Compare, FractionId>, AtomId> lucks_;
};

class RequestCompiler {
  public:
    RequestCompiler(GroundWorld& ground, const World& world) : ground_(ground), world_(world) {}

    Atoms atoms;
    LtlfPool pool;
    bool too_large = false;

    /// Appends the parts of a constraint that must hold each for itself.
    void split(TraceId id, Bindings& bound, std::vector<LtlfId>& parts) {
        const TraceNode& node = world_[id];
        if (ground_.stopped()) return;
        if (node.kind == TraceKind::conjunction) {
            for (TraceId child : node.children)
                split(child, bound, parts);
        } else if (node.kind == TraceKind::forall) {
            for (const Value& value : world_.values_of(world_[node.variable].type)) {
                bound[node.variable.index()] = value;
                split(node.children[0], bound, parts);
            }
        } else {
            parts.push_back(constraint(id, bound));
        }
    }

  private:
    bool is_all(const TraceNode& node) const {
        return node.kind == TraceKind::conjunction || node.kind == TraceKind::forall;
    }

    // ---- one moment ----

    LtlfId happens(const Actions& actions) {
        return actions.empty() ? pool.truth(false) : pool.atom(atoms.of(actions));
    }
    LtlfId condition(FormulaId formula) {
        if (ground_.pool().is_true(formula)) return pool.truth(true);
        if (ground_.pool().is_false(formula)) return pool.truth(false);
        return pool.atom(atoms.of(formula));
    }

    bool matches(const Pattern& pattern, const GroundEvent& action, const Bindings& bound) const {
        if (pattern.event != action.event || pattern.fails != action.fails) return false;
        for (std::size_t i = 0; i < pattern.arguments.size(); ++i)
            if (pattern.arguments[i].valid() &&
                !(term_value(world_, pattern.arguments[i], bound) == action.arguments[i]))
                return false;
        return true;
    }

    Actions actions_of(const TraceNode& node, const Bindings& bound) const {
        Actions actions;
        for (std::size_t i = 0; i < ground_.action_count(); ++i) {
            GroundEvent action = ground_.ground_event(EventIndex(i));
            if (std::ranges::any_of(node.patterns,
                                    [&](const Pattern& pattern) { return matches(pattern, action, bound); }))
                actions.push_back(EventIndex(i));
        }
        return actions;
    }

    /// Returns what joined moments say of the state in one condition, and of the action in one set of actions.
    LtlfId joined(std::vector<LtlfId> parts, bool all) {
        LtlfId whole = all ? pool.all(std::move(parts)) : pool.any(std::move(parts));
        if (pool[whole].kind != (all ? LtlfKind::all : LtlfKind::any)) return whole;
        std::vector<FormulaId> conditions;
        std::optional<Actions> among, not_among;
        std::vector<LtlfId> rest;
        auto kids = pool.children(pool[whole]);
        for (LtlfId part : kids) {
            const Ltlf& literal = pool[part];
            bool positive = literal.kind == LtlfKind::atom;
            bool is_literal = positive || literal.kind == LtlfKind::not_atom;
            const StoryAtom* atom = is_literal ? &atoms.atoms[literal.a] : nullptr;
            if (is_literal && !atom->formula.valid()) {
                std::optional<Actions>& known = positive ? among : not_among;
                if (!known)
                    known = atom->actions;
                else
                    known = positive == all ? common(*known, atom->actions) : united(*known, atom->actions);
            } else if (positive) {
                conditions.push_back(atom->formula);
            } else {
                rest.push_back(part);
            }
        }
        FormulaPool& formulas = ground_.pool();
        if (!conditions.empty())
            rest.push_back(
                condition(all ? formulas.all(std::move(conditions)) : formulas.any(std::move(conditions))));
        if (among) rest.push_back(happens(*among));
        if (not_among) rest.push_back(pool.negation(happens(*not_among)));
        return all ? pool.all(std::move(rest)) : pool.any(std::move(rest));
    }

    LtlfId moment(TraceId id, Bindings& bound) {
        const TraceNode& node = world_[id];
        if (ground_.stopped()) return pool.truth(false);
        switch (node.kind) {
            case TraceKind::state:
                return condition(Compiler(ground_, world_).formula(node.condition, bound));
            case TraceKind::happens:
                return happens(actions_of(node, bound));
            case TraceKind::negation:
                return pool.negation(moment(node.children[0], bound));
            case TraceKind::conjunction:
            case TraceKind::disjunction:
            case TraceKind::forall:
            case TraceKind::exists:
                return joined(parts(node, bound, [&](TraceId child) { return moment(child, bound); }),
                              is_all(node));
            default:
                WT_CHECK(false, "a constraint stands where one moment is meant");
                return pool.truth(false);
        }
    }

    // ---- the whole story ----

    /// Returns what a conjunction, disjunction or quantifier joins.
    template <class Part>
    std::vector<LtlfId> parts(const TraceNode& node, Bindings& bound, const Part& part) {
        std::vector<LtlfId> result;
        if (node.kind == TraceKind::conjunction || node.kind == TraceKind::disjunction) {
            for (TraceId child : node.children)
                result.push_back(part(child));
            return result;
        }
        for (const Value& value : world_.values_of(world_[node.variable].type)) {
            bound[node.variable.index()] = value;
            result.push_back(part(node.children[0]));
        }
        return result;
    }

    /// Can the number be counted out? If it is too large, this notes it.
    bool countable(long long number) {
        if (number > static_cast<long long>(RequestAutomata::kMostStates)) too_large = true;
        return !too_large;
    }

    /// Puts each moment after the one before. The first that does is taken, so that it needs no guessing.
    LtlfId in_turn(const std::vector<LtlfId>& moments) {
        LtlfId result = pool.eventually(moments.back());
        for (std::size_t i = moments.size() - 1; i-- > 0;)
            result = pool.until(pool.negation(moments[i]), pool.all({moments[i], pool.next(result)}));
        return result;
    }
    LtlfId at_least(long long number, LtlfId moment) {
        if (number <= 0) return pool.truth(true);
        if (!countable(number)) return pool.truth(false);
        return in_turn(std::vector<LtlfId>(static_cast<std::size_t>(number), moment));
    }
    LtlfId longer_by(long long actions) {
        if (actions > 0 && !countable(actions)) return pool.truth(false);
        LtlfId result = pool.truth(true);
        for (; actions > 0; --actions)
            result = pool.next(result);
        return result;
    }
    LtlfId within(long long number, LtlfId moment) {
        if (number < 0 || !countable(number)) return pool.truth(false);
        LtlfId result = moment;
        for (; number > 0; --number)
            result = pool.any({moment, pool.next(result)});
        return result;
    }

    /// `at_least(n)` says that a count is n or more.
    template <class AtLeast>
    LtlfId compared(Compare op, long long number, const AtLeast& at_least) {
        switch (op) {
            case Compare::greater_equal:
                return at_least(number);
            case Compare::greater:
                return at_least(number + 1);
            case Compare::less:
                return pool.negation(at_least(number));
            case Compare::less_equal:
                return pool.negation(at_least(number + 1));
            case Compare::equal:
                if (number < 0) return pool.truth(false);
                return pool.all({at_least(number), pool.negation(at_least(number + 1))});
            case Compare::not_equal:
                return pool.negation(compared(Compare::equal, number, at_least));
        }
        return pool.truth(false);
    }

    LtlfId only_act(const TraceNode& node) {
        Actions foreign;
        for (std::size_t i = 0; i < ground_.action_count(); ++i)
            for (EntityId character : ground_.consenting(EventIndex(i)))
                if (std::ranges::find(node.characters, character) == node.characters.end()) {
                    foreign.push_back(EventIndex(i));
                    break;
                }
        return pool.always(pool.negation(happens(foreign)));
    }

    /// Luck never grows: what it is at the end it has been, or has become, at some moment.
    LtlfId luck(const TraceNode& node) {
        if (!ground_.is_uncertain())
            return pool.truth(fractions_compare(node.compare, {1, 1}, world_[node.fraction]));
        LtlfId atom = pool.atom(atoms.of(node.compare, node.fraction));
        switch (node.compare) {
            case Compare::greater:
            case Compare::greater_equal:
                return pool.always(atom);
            case Compare::less:
            case Compare::less_equal:
                return pool.eventually(atom);
            default:
                return pool.eventually(pool.all({atom, pool.weak_next(pool.truth(false))}));
        }
    }

    LtlfId constraint(TraceId id, Bindings& bound) {
        const TraceNode& node = world_[id];
        if (ground_.stopped()) return pool.truth(false);
        switch (node.kind) {
            case TraceKind::negation:
                return pool.negation(constraint(node.children[0], bound));
            case TraceKind::conjunction:
            case TraceKind::disjunction:
            case TraceKind::forall:
            case TraceKind::exists: {
                auto children = parts(node, bound, [&](TraceId child) { return constraint(child, bound); });
                return is_all(node) ? pool.all(std::move(children)) : pool.any(std::move(children));
            }
            case TraceKind::only_act:
                return only_act(node);
            case TraceKind::luck:
                return luck(node);
            case TraceKind::length:
                return compared(node.compare, node.number, [&](long long n) { return longer_by(n); });
            case TraceKind::state:
            case TraceKind::happens:
                WT_CHECK(false, "a moment stands where a constraint is needed");
                return pool.truth(false);
            default:
                break;
        }
        std::vector<LtlfId> moments;
        for (TraceId child : node.children)
            moments.push_back(moment(child, bound));
        return over_story(node, moments);
    }

    LtlfId over_story(const TraceNode& node, const std::vector<LtlfId>& moments) {
        LtlfId a = moments[0];
        switch (node.kind) {
            case TraceKind::always:
                return pool.always(a);
            case TraceKind::sometime:
                return pool.eventually(a);
            case TraceKind::at_end:
                return pool.eventually(pool.all({a, pool.weak_next(pool.truth(false))}));
            case TraceKind::at_most_once:
                if (has_happening(world_, node.children[0])) return pool.negation(at_least(2, a));
                return pool.negation(in_turn({a, pool.negation(a), a}));
            case TraceKind::sometime_after:
                return pool.always(pool.any({pool.negation(a), pool.eventually(moments[1])}));
            case TraceKind::sometime_before:
                return pool.release(moments[1], pool.negation(a));
            case TraceKind::within:
                return within(node.number, a);
            case TraceKind::sequence:
                return in_turn(moments);
            case TraceKind::count:
                return compared(node.compare, node.number, [&](long long n) { return at_least(n, a); });
            default:
                WT_CHECK(false, "every kind of constraint is compiled");
                return pool.truth(false);
        }
    }

    GroundWorld& ground_;
    const World& world_;
};

/// Copies formulas into another pool, with other names of atoms.
class Renaming {
  public:
    Renaming(const LtlfPool& from, LtlfPool& to, const std::map<AtomId, AtomId>& names)
        : from_(from), to_(to), names_(names) {}

    LtlfId of(LtlfId id) {
        auto known = known_.find(id);
        if (known != known_.end()) return known->second;
        LtlfId result = compute(from_[id]);
        known_.emplace(id, result);
        return result;
    }

  private:
    LtlfId compute(const Ltlf& formula) {
        std::vector<LtlfId> parts;
        if (formula.kind == LtlfKind::all || formula.kind == LtlfKind::any)
            for (LtlfId kid : from_.children(formula))
                parts.push_back(of(kid));
        switch (formula.kind) {
            case LtlfKind::truth:
                return to_.truth(formula.a == 1);
            case LtlfKind::atom:
            case LtlfKind::not_atom:
                return to_.atom(names_.at(formula.a), formula.kind == LtlfKind::atom);
            case LtlfKind::all:
                return to_.all(std::move(parts));
            case LtlfKind::any:
                return to_.any(std::move(parts));
            case LtlfKind::next:
                return to_.next(of(LtlfId(formula.a)));
            case LtlfKind::weak_next:
                return to_.weak_next(of(LtlfId(formula.a)));
            case LtlfKind::eventually:
                return to_.eventually(of(LtlfId(formula.a)));
            case LtlfKind::always:
                return to_.always(of(LtlfId(formula.a)));
            case LtlfKind::until:
            case LtlfKind::release: {
                LtlfId a = of(LtlfId(formula.a));
                LtlfId b = of(LtlfId(formula.b));
                return formula.kind == LtlfKind::until ? to_.until(a, b) : to_.release(a, b);
            }
        }
        return to_.truth(false);
    }

    const LtlfPool& from_;
    LtlfPool& to_;
    const std::map<AtomId, AtomId>& names_;
    std::unordered_map<LtlfId, LtlfId> known_;
};

/// Returns the atoms in these formulas.
std::vector<AtomId> atoms_in(const LtlfPool& pool, const std::vector<CompiledRequest::Part>& parts) {
    std::vector<AtomId> atoms;
    std::vector<LtlfId> open;
    std::unordered_set<LtlfId> met;
    auto meet = [&](LtlfId id) {
        if (met.insert(id).second) open.push_back(id);
    };
    for (const CompiledRequest::Part& part : parts)
        meet(part.formula);
    while (!open.empty()) {
        const Ltlf& formula = pool[open.back()];
        open.pop_back();
        switch (formula.kind) {
            case LtlfKind::truth:
                break;
            case LtlfKind::atom:
            case LtlfKind::not_atom:
                atoms.push_back(formula.a);
                break;
            case LtlfKind::all:
            case LtlfKind::any:
                for (LtlfId kid : pool.children(formula))
                    meet(kid);
                break;
            case LtlfKind::until:
            case LtlfKind::release:
                meet(LtlfId(formula.b));
                [[fallthrough]];
            default:
                meet(LtlfId(formula.a));
        }
    }
    std::ranges::sort(atoms);
    atoms.erase(std::unique(atoms.begin(), atoms.end()), atoms.end());
    return atoms;
}

}  // namespace

CompiledRequest compile_request(GroundWorld& ground, const World& world, const Request& request) {
    CompiledRequest result;
    RequestCompiler compiler(ground, world);
    std::vector<CompiledRequest::Part> parts;
    std::unordered_set<LtlfId> met;
    for (TraceId constraint : request.constraints) {
        Bindings bound(world.variables.size());
        std::vector<LtlfId> formulas;
        compiler.split(constraint, bound, formulas);
        if (compiler.too_large) {
            result.too_large = constraint;
            return result;
        }
        for (LtlfId formula : formulas)
            if (formula != compiler.pool.truth(true) && met.insert(formula).second)
                parts.push_back({formula, constraint});
    }
    std::vector<AtomId> used = atoms_in(compiler.pool, parts);
    std::ranges::stable_partition(used,
                                  [&](AtomId atom) { return compiler.atoms.atoms[atom].is_about_action(); });
    std::map<AtomId, AtomId> names;
    for (AtomId atom : used) {
        names.emplace(atom, static_cast<AtomId>(result.atoms.size()));
        result.atoms.push_back(std::move(compiler.atoms.atoms[atom]));
    }
    Renaming renaming(compiler.pool, result.pool, names);
    for (const CompiledRequest::Part& part : parts)
        result.parts.push_back({renaming.of(part.formula), part.constraint});
    return result;
}

}  // namespace wt::engine
