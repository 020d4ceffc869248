// Warnings about a world that need the ground world (declared in engine/planner.h).
#include <algorithm>
#include <map>
#include <set>

#include "engine/planner.h"
#include "engine/session.h"
#include "model/print.h"

namespace wt::engine {

using namespace model;

namespace {

/// What is known to hold, and not to hold, if a conjunction holds.
struct Literals {
    std::set<FormulaId> holds;
    std::set<FormulaId> fails;
    std::map<std::uint32_t, Code> facts;  ///< fluent == code
    bool contradiction = false;

    void add(const FormulaPool& pool, FormulaId id, bool positive = true) {
        const Formula& formula = pool[id];
        if (positive && formula.kind == FormulaKind::all) {
            for (FormulaId child : pool.children(formula))
                add(pool, child);
            return;
        }
        if (positive && formula.kind == FormulaKind::choice) add_choice(pool, formula);
        (positive ? holds : fails).insert(id);
        if (holds.contains(id) && fails.contains(id)) contradiction = true;
        if (positive && formula.kind == FormulaKind::equals) {
            auto [entry, is_new] = facts.try_emplace(formula.a, formula.b);
            contradiction |= !is_new && entry->second != formula.b;
        }
        if (positive && formula.kind == FormulaKind::differs) {
            auto known = facts.find(formula.a);
            contradiction |= known != facts.end() && known->second == formula.b;
        }
    }

  private:
    /// The test of one branch of a conditional effect: earlier tests fail, its own holds.
    void add_choice(const FormulaPool& pool, const Formula& formula) {
        auto parts = pool.children(formula);
        for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
            if (pool.is_true(parts[i + 1])) return add(pool, parts[i]);
            if (!pool.is_false(parts[i + 1])) return;
            add(pool, parts[i], false);
        }
    }
};

class Linter {
  public:
    explicit Linter(Session::Impl& session)
        : ground_(*session.ground), world_(ground_.world()), pool_(ground_.pool()) {}

    Diagnostics run() {
        never_happening();
        colliding_effects();
        endless_triggers();
        constant_utilities();
        divisions();
        return std::move(diagnostics_);
    }

  private:
    void never_happening() {
        std::vector<char> happens(world_.events.size(), 0);
        for (std::size_t i = 0; i < ground_.event_count(); ++i)
            happens[ground_.event(EventIndex(i)).schema.index()] = 1;
        for (std::size_t i = 0; i < world_.events.size(); ++i) {
            const Event& event = world_.events[i];
            if (happens[i]) continue;
            const char* kind = event.is_trigger ? "trigger" : "action";
            auto& d = diagnostics_.add(DiagnosticCode::never_happens, event.span,
                                       std::string(kind) + " `" + event.name + "` can never happen");
            const Effect& effect = world_[event.effect];
            bool changes_nothing = effect.kind == EffectKind::all && effect.children.empty();
            d.hint = event.is_trigger && changes_nothing
                         ? "it has no effect"
                         : "no values of its parameters make its precondition possible in any state that can "
                           "be reached";
        }
    }

    void colliding_effects() {
        std::set<EventId> told;
        for (std::size_t i = 0; i < ground_.event_count(); ++i) {
            EventIndex event(i);
            if (told.contains(ground_.event(event).schema)) continue;
            auto assignments = ground_.assignments(event);
            if (assignments.size() > 200) continue;
            for (std::size_t a = 0; a < assignments.size(); ++a) {
                for (std::size_t b = a + 1; b < assignments.size(); ++b) {
                    const Assignment& x = assignments[a];
                    const Assignment& y = assignments[b];
                    if (x.chain != y.chain || x.fluent != y.fluent || x.value == y.value) continue;
                    Literals both;
                    both.add(pool_, ground_.event(event).precondition);
                    both.add(pool_, x.test);
                    both.add(pool_, y.test);
                    if (both.contradiction || !told.insert(ground_.event(event).schema).second) continue;
                    tell_collision(event, x.fluent);
                }
            }
        }
    }

    void tell_collision(EventIndex event, FluentId fluent) {
        const FluentTable::Entry& entry = ground_.fluent(fluent);
        const Event& schema = world_[ground_.event(event).schema];
        auto& d = diagnostics_.add(DiagnosticCode::colliding_effects, schema.span,
                                   "`" + to_text(world_, ground_.ground_event(event)) +
                                       "` may assign different values to `" +
                                       fluent_text(world_, entry.property, entry.arguments) + "`");
        d.hint =
            "of the values whose tests hold, the first in the order False, True, ?, numbers, entities is "
            "taken; "
            "use `elseif` or make the tests exclude each other";
    }

    // ---- triggers that may fire for ever ----

    using Partial = std::map<std::uint32_t, Code>;

    /// Assumes the precondition in a partial state; false if it contradicts what is known or is no plain
    /// conjunction.
    bool assume(EventIndex trigger, Partial& state) const {
        Literals needed;
        needed.add(pool_, ground_.event(trigger).precondition);
        if (needed.contradiction) return false;
        for (auto [fluent, code] : needed.facts)
            if (auto [entry, is_new] = state.try_emplace(fluent, code); !is_new && entry->second != code)
                return false;
        for (FormulaId id : needed.holds) {
            const Formula& formula = pool_[id];
            if (formula.kind == FormulaKind::equals) continue;
            if (formula.kind != FormulaKind::differs) return false;
            auto known = state.find(formula.a);
            if (known == state.end() || known->second == formula.b) return false;
        }
        return needed.fails.empty();
    }

    /// Applies unconditional constant assignments; false if there are others.
    bool apply(EventIndex trigger, Partial& state) const {
        for (const Assignment& a : ground_.assignments(trigger)) {
            if (a.chain != 0 || !pool_.is_true(a.test) || !pool_.is_constant(a.value)) return false;
            state[a.fluent.value] = pool_.constant_of(a.value);
        }
        return true;
    }

    /// A trigger that counts: its condition does not read what its effect changes.
    bool counts_for_ever(EventIndex trigger) const {
        std::vector<FormulaPool::Read> reads;
        pool_.collect_reads(ground_.event(trigger).precondition, reads);
        auto reads_fluent = [&](const std::vector<FormulaPool::Read>& list, FluentId fluent) {
            return std::any_of(list.begin(), list.end(), [&](const auto& r) { return r.fluent == fluent; });
        };
        bool self_changing = false;
        for (const Assignment& a : ground_.assignments(trigger)) {
            if (reads_fluent(reads, a.fluent) || !pool_.is_true(a.test)) return false;
            std::vector<FormulaPool::Read> value_reads;
            pool_.collect_reads(a.value, value_reads);
            self_changing |=
                pool_[a.value].kind == FormulaKind::arithmetic && reads_fluent(value_reads, a.fluent);
        }
        return self_changing;
    }

    /// Do the two triggers undo and enable each other for ever, from a state in which the first applies?
    bool alternate(EventIndex first, EventIndex second) const {
        Partial state;
        if (!assume(first, state) || !apply(first, state) || !assume(second, state)) return false;
        Partial after_first = state;
        if (!apply(second, state)) return false;
        if (state == after_first) return false;
        std::size_t known = state.size();
        return assume(first, state) && state.size() == known && apply(first, state) && state == after_first;
    }

    void endless_triggers() {
        std::size_t begin = ground_.action_count();
        std::size_t end = ground_.event_count();
        std::set<EventId> told;
        auto tell = [&](EventIndex one, EventIndex other) {
            const Event& schema = world_[ground_.event(one).schema];
            if (!told.insert(ground_.event(one).schema).second) return;
            std::string text =
                "trigger `" + to_text(world_, ground_.ground_event(one)) + "` may fire for ever";
            if (other != one) text += ", in turn with `" + to_text(world_, ground_.ground_event(other)) + "`";
            auto& d = diagnostics_.add(DiagnosticCode::possibly_endless, schema.span, text);
            if (other != one)
                d.labels.push_back({world_[ground_.event(other).schema].span, "the other trigger"});
            d.hint = "let the effect make the trigger's own condition false";
        };
        for (std::size_t i = begin; i < end; ++i)
            if (counts_for_ever(EventIndex(i))) tell(EventIndex(i), EventIndex(i));
        if (end - begin > 1500) return;
        for (std::size_t i = begin; i < end; ++i)
            for (std::size_t j = begin; j < end; ++j)
                if (i != j && alternate(EventIndex(i), EventIndex(j))) tell(EventIndex(i), EventIndex(j));
    }

    // ---- values ----

    void constant_utilities() {
        Environment bound(world_.variables.size());
        auto look = [&](const Utility& utility, const std::string& whose) {
            if (utility.span == Span{}) return;
            PossibleValues values = ground_.reachability().possible_values(utility.value, bound);
            if (values.any_number || values.values.size() > 1) return;
            auto& d =
                diagnostics_.add(DiagnosticCode::constant_utility, utility.span, whose + " can never rise");
            d.hint = "nothing that can happen changes what it reads";
        };
        look(world_.author_utility, "the author's utility");
        for (const Utility& utility : world_.utilities)
            look(utility, "the utility of `" + world_[utility.character].name + "`");
    }

    void find_divisions(ExprId id, Environment& bound) {
        const Expr& expr = world_[id];
        if (expr.kind == ExprKind::arithmetic && expr.arithmetic == Arithmetic::divide) {
            PossibleValues divisors = ground_.reachability().possible_values(expr.children[1], bound);
            bool may_be_zero = divisors.any_number;
            for (Code code : divisors.values)
                may_be_zero |= is_number(code) && ground_.codes().number(code) == 0;
            if (may_be_zero && divided_.insert(id).second) {
                auto& d = diagnostics_.add(DiagnosticCode::division_by_zero, world_[expr.children[1]].span,
                                           "`" + to_text(world_, expr.children[1]) + "` may be zero");
                d.hint = "dividing by zero gives `?`";
            }
        }
        if (expr.variable.valid() && expr.kind != ExprKind::variable) {
            for (const Value& value : world_.values_of(world_[expr.variable].type)) {
                bound[expr.variable.index()] = value;
                for (ExprId child : expr.children)
                    find_divisions(child, bound);
            }
            return;
        }
        for (ExprId child : expr.children)
            find_divisions(child, bound);
    }

    void find_divisions(EffectId id, Environment& bound) {
        const Effect& effect = world_[id];
        if (effect.value.valid()) find_divisions(effect.value, bound);
        for (ExprId test : effect.tests)
            find_divisions(test, bound);
        if (effect.kind == EffectKind::forall) {
            for (const Value& value : world_.values_of(world_[effect.variable].type)) {
                bound[effect.variable.index()] = value;
                find_divisions(effect.children[0], bound);
            }
            return;
        }
        for (EffectId child : effect.children)
            find_divisions(child, bound);
    }

    void divisions() {
        bool any = std::any_of(world_.exprs.begin(), world_.exprs.end(), [](const Expr& expr) {
            return expr.kind == ExprKind::arithmetic && expr.arithmetic == Arithmetic::divide;
        });
        if (!any) return;
        for (std::size_t i = 0; i < ground_.event_count(); ++i) {
            Environment bound = ground_.bindings(EventIndex(i));
            const Event& schema = world_[ground_.event(EventIndex(i)).schema];
            find_divisions(schema.precondition, bound);
            find_divisions(schema.effect, bound);
        }
        Environment bound(world_.variables.size());
        find_divisions(world_.author_utility.value, bound);
        for (const Utility& utility : world_.utilities)
            find_divisions(utility.value, bound);
    }

    GroundWorld& ground_;
    const World& world_;
    FormulaPool& pool_;
    Diagnostics diagnostics_;
    std::set<ExprId> divided_;
};

}  // namespace

Diagnostics lint(Session& session) {
    if (!session.impl().ground) return {};
    Diagnostics diagnostics = Linter(session.impl()).run();
    if (!session.endless_triggers().empty()) {
        const World& world = session.world();
        const GroundEvent& first = session.endless_triggers().front();
        std::string names;
        for (const GroundEvent& trigger : session.endless_triggers())
            names += (names.empty() ? "`" : ", `") + to_text(world, trigger) + "`";
        auto& d = diagnostics.add(DiagnosticCode::endless_triggers, world[first.event].span,
                                  "triggers never come to rest in the first state: " + names);
        d.hint = "let the effect of a trigger make its own condition false";
    }
    diagnostics.sort();
    return diagnostics;
}

}  // namespace wt::engine
