// These are the warnings about a world that need the ground world (declared in engine/planner.h).
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "engine/ground/compile.h"
#include "engine/lint/assumptions.h"
#include "engine/lint/habits.h"
#include "engine/planner.h"
#include "engine/session.h"
#include "model/consent.h"
#include "model/print.h"

namespace wt::engine {

using namespace model;

namespace {

class Linter {
  public:
    explicit Linter(Session::Impl& session)
        : session_(session),
          ground_(*session.ground),
          world_(ground_.world()),
          pool_(ground_.pool()),
          compiler_(ground_) {}

    Diagnostics run() {
        never_happening();
        colliding_effects();
        endless_triggers();
        constant_utilities();
        told_utilities();
        actions_without_wishes();
        divisions();
        return std::move(diagnostics_);
    }

  private:
    bool stopped() const { return session_.budget.stop() != Stop::none; }

    // ---- events ----

    void never_happening() {
        std::vector<char> happens(world_.events.size(), 0);
        for (std::size_t i = 0; i < ground_.event_count(); ++i)
            happens[ground_.event(EventIndex(i)).schema.index()] = 1;
        std::set<EventId> idle = idle_triggers(happens);
        for (std::size_t i = 0; i < world_.events.size(); ++i) {
            const Event& event = world_.events[i];
            bool is_declared = event.perceives.valid();  // one of several rules that `seen` stands for
            if (happens[i] || is_declared) continue;
            std::string name = (event.is_trigger ? "trigger `" : "action `") + event.name + "`";
            bool is_idle = idle.contains(EventId(i));
            auto& d = diagnostics_.add(DiagnosticCode::never_happens, event.span,
                                       name + (is_idle ? " can never change anything" : " can never happen"));
            bool has_parameters = std::any_of(event.formals.begin(), event.formals.end(),
                                              [](const Formal& formal) { return !formal.is_fixed(); });
            if (is_idle) {
                d.hint = "what its effect assigns has that value always";
            } else if (has_parameters) {
                d.hint =
                    "no values of its parameters make its precondition possible in any state that can be "
                    "reached";
            } else {
                d.hint = "its precondition holds in no state that can be reached";
            }
        }
    }

    /// Warns of triggers whose condition may hold, but that grounding dropped because they have no effect.
    std::set<EventId> idle_triggers(const std::vector<char>& happens) {
        std::set<EventId> idle;
        for (const GroundEvent& ground : ground_.reachability().events()) {
            const Event& event = world_[ground.event];
            if (!event.is_trigger || happens[ground.event.index()]) continue;
            Bindings bound(world_.variables.size());
            for (std::size_t i = 0; i < event.formals.size(); ++i)
                if (!event.formals[i].is_fixed())
                    bound[event.formals[i].variable.index()] = ground.arguments[i];
            if (!pool_.is_false(compiler_.formula(event.precondition, bound))) idle.insert(ground.event);
        }
        return idle;
    }

    void colliding_effects() {
        std::set<EventId> told;
        for (std::size_t i = 0; i < ground_.event_count(); ++i) {
            EventIndex event(i);
            if (told.contains(ground_.event(event).schema) || stopped()) continue;
            auto assignments = ground_.assignments(event);
            if (assignments.size() > 200) continue;
            for (std::size_t a = 0; a < assignments.size(); ++a)
                for (std::size_t b = a + 1; b < assignments.size(); ++b)
                    if (collide(event, assignments[a], assignments[b]) &&
                        told.insert(ground_.event(event).schema).second)
                        tell_collision(event, assignments[a]);
        }
    }

    /// May both tests hold where the event happens, and the values differ?
    bool collide(EventIndex event, const Assignment& x, const Assignment& y) {
        if (x.chain != y.chain || x.fluent != y.fluent || x.value == y.value) return false;
        Assumptions both(ground_);
        both.assume(ground_.event(event).precondition);
        both.assume(x.test);
        both.assume(y.test);
        if (both.contradictory()) return false;
        std::optional<Code> one = both.value(x.value);
        return !one || one != both.value(y.value);
    }

    void tell_collision(EventIndex event, const Assignment& assignment) {
        const FluentTable::Entry& entry = ground_.fluent(assignment.fluent);
        std::string fluent = fluent_text(world_, entry.property, entry.arguments);
        auto chain = ground_.chain(assignment.chain);
        for (auto believer = chain.rbegin(); believer != chain.rend(); ++believer)
            fluent = "believes(" + world_[*believer].name + ", " + fluent + ")";
        auto& d =
            diagnostics_.add(DiagnosticCode::colliding_effects, world_[ground_.event(event).schema].span,
                             "`" + to_text(world_, ground_.ground_event(event)) +
                                 "` may assign different values to `" + fluent + "`");
        d.hint =
            "of the values whose tests hold, the first in the order False, True, ?, numbers, entities is "
            "taken; "
            "use `elseif` or make the tests exclude each other";
    }

    // ---- triggers that may fire for ever ----

    using Partial = std::map<std::uint32_t, Code>;

    /// Assumes the condition in a partial state. Returns false if it contradicts what is known or is no plain
    /// conjunction of facts.
    bool assume(EventIndex trigger, Partial& state) const {
        FormulaId condition = ground_.event(trigger).precondition;
        std::vector<FormulaId> parts{condition};
        if (pool_[condition].kind == FormulaKind::all) {
            auto children = pool_.children(pool_[condition]);
            parts.assign(children.begin(), children.end());
        }
        for (FormulaId part : parts) {
            const Formula& fact = pool_[part];
            if (fact.kind != FormulaKind::equals) continue;
            if (state.try_emplace(fact.a, fact.b).first->second != fact.b) return false;
        }
        return std::all_of(parts.begin(), parts.end(), [&](FormulaId part) {
            const Formula& fact = pool_[part];
            if (fact.kind == FormulaKind::equals || pool_.is_true(part)) return true;
            auto known = state.find(fact.a);
            return fact.kind == FormulaKind::differs && known != state.end() && known->second != fact.b;
        });
    }

    /// Applies unconditional constant assignments. Returns false if there are others.
    bool apply(EventIndex trigger, Partial& state) const {
        for (const Assignment& a : ground_.assignments(trigger)) {
            if (a.chain != 0 || !pool_.is_true(a.test) || !pool_.is_constant(a.value)) return false;
            state[a.fluent.value] = pool_.constant_of(a.value);
        }
        return true;
    }

    /// Returns the fluents that some trigger assigns, in whatever mind.
    std::set<FluentId> assigned_by_triggers() const {
        std::set<FluentId> assigned;
        for (std::size_t i = ground_.action_count(); i < ground_.event_count(); ++i)
            for (const Assignment& a : ground_.assignments(EventIndex(i)))
                assigned.insert(a.fluent);
        return assigned;
    }

    /// Is this a trigger that counts for ever? No trigger changes what its condition reads, so that nothing stops it.
    bool counts_for_ever(EventIndex trigger, const std::set<FluentId>& assigned) const {
        std::vector<FormulaPool::Read> reads;
        pool_.collect_reads(ground_.event(trigger).precondition, reads);
        for (const FormulaPool::Read& read : reads)
            if (assigned.contains(read.fluent)) return false;
        for (const Assignment& a : ground_.assignments(trigger)) {
            if (!pool_.is_true(a.test) || pool_[a.value].kind != FormulaKind::arithmetic) continue;
            reads.clear();
            pool_.collect_reads(a.value, reads);
            for (const FormulaPool::Read& read : reads)
                if (read.fluent == a.fluent) return true;
        }
        return false;
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

    void tell_endless(EventIndex one, EventIndex other) {
        EventId schema = ground_.event(one).schema;
        EventId other_schema = ground_.event(other).schema;
        // If they never rest at the start, there is an error about it.
        if (std::optional<EndlessTriggers> met = session_.endless(); met && !met->action)
            for (const GroundEvent& known : met->triggers)
                if (known.event == schema || known.event == other_schema) return;
        if (!told_endless_.insert(std::minmax(schema, other_schema)).second) return;
        std::string text = "trigger `" + to_text(world_, ground_.ground_event(one)) + "` may fire for ever";
        if (other != one) text += ", in turn with `" + to_text(world_, ground_.ground_event(other)) + "`";
        auto& d = diagnostics_.add(DiagnosticCode::possibly_endless, world_[schema].span, text);
        if (other_schema != schema) d.labels.push_back({world_[other_schema].span, "the other trigger"});
        d.hint = other == one ? "let the effect make the trigger's own condition false"
                              : "let the effect of one not make the condition of the other true";
    }

    void endless_triggers() {
        std::set<FluentId> assigned = assigned_by_triggers();
        std::vector<EventIndex> plain;
        for (std::size_t i = ground_.action_count(); i < ground_.event_count(); ++i) {
            EventIndex trigger(i);
            if (counts_for_ever(trigger, assigned)) tell_endless(trigger, trigger);
            Partial state;
            if (assume(trigger, state) && apply(trigger, state)) plain.push_back(trigger);
        }
        if (plain.size() > 1500) return;
        for (EventIndex one : plain)
            for (EventIndex other : plain)
                if (one != other && !stopped() && alternate(one, other)) tell_endless(one, other);
    }

    // ---- values ----

    void constant_utilities() {
        auto look = [&](const Utility& utility, const std::string& whose, bool is_authors) {
            if (utility.span == Span{}) return;
            std::string hint = why_constant(utility.value, is_authors);
            if (hint.empty()) return;
            auto& d =
                diagnostics_.add(DiagnosticCode::constant_utility, utility.span, whose + " can never rise");
            d.hint = std::move(hint);
        };
        look(world_.author_utility, "the author's utility", true);
        for (const Utility& utility : world_.utilities)
            look(utility, "the utility of `" + world_[utility.character].name + "`", false);
    }

    /// Returns a consenting character of whom nothing says what they want, and who therefore has no reason for
    /// anything. (A utility of 0 says that they want nothing.)
    EntityId without_wish(EventIndex action) const {
        for (EntityId character : ground_.consenting(action))
            if (world_.utilities[character.index()].span == Span{}) return character;
        return EntityId::none();
    }

    /// Warns of actions that wait for the consent of such people, whatever their arguments. Where nobody that they may
    /// wait for wants anything, reading the text has said so.
    void actions_without_wishes() {
        std::vector<EventIndex> first(world_.events.size());
        std::vector<char> can_happen(world_.events.size(), 0);
        for (std::size_t i = 0; i < ground_.action_count() && !stopped(); ++i) {
            EventIndex action(i);
            std::size_t schema = ground_.event(action).schema.index();
            if (!first[schema].valid()) first[schema] = action;
            if (!without_wish(action).valid()) can_happen[schema] = 1;
        }
        for (std::size_t i = 0; i < world_.events.size() && !stopped(); ++i) {
            if (!first[i].valid() || can_happen[i]) continue;
            const Event& event = world_.events[i];
            bool is_said = world_.author_utility.span != Span{} &&
                           std::ranges::any_of(event.consenting, [&](ExprId consenting) {
                               return waits_for_nobodys_wish(world_, event, consenting);
                           });
            if (is_said) continue;
            EntityId who = without_wish(first[i]);
            const std::string& name = world_[who].name;
            auto& d = diagnostics_.add(DiagnosticCode::no_wish, world_.events[i].span,
                                       "`" + to_text(world_, ground_.ground_event(first[i])) +
                                           "` needs the consent of `" + name +
                                           "`, and nothing says what they want");
            d.labels.push_back({world_[who].span, "who has no utility"});
            d.hint = "write `utility(" + name + "): ...;`, or `utility(" + name +
                     "): 0;` for somebody who never acts";
        }
    }

    bool reads_fluents(ExprId id) const {
        const Expr& expr = world_[id];
        return expr.kind == ExprKind::fluent ||
               std::any_of(expr.children.begin(), expr.children.end(),
                           [&](ExprId child) { return reads_fluents(child); });
    }

    /// Returns why the utility cannot rise, or an empty text if it may. It can be said on purpose that a character
    /// wants nothing, so a plain constant is nothing to warn of.
    std::string why_constant(ExprId utility, bool is_authors) {
        if (!reads_fluents(utility)) return is_authors ? "it reads nothing that could change" : "";
        Bindings bound(world_.variables.size());
        PossibleValues values = ground_.reachability().possible_values(utility, bound);
        bool is_known = is_authors && session_.start.valid();
        double start = is_known ? session_.dynamics->utility(session_.start, EntityId::none()) : 0;
        if (is_known && std::isnan(start))
            return "it is `?` in the first state, and nothing improves on that";
        if (values.any_number) return {};
        std::vector<double> numbers;
        for (Code code : values.values)
            if (is_number(code)) numbers.push_back(ground_.codes().number(code));
        if (values.values.size() < 2) return "nothing that can happen changes it";
        if (numbers.size() < 2) return "it has one value besides `?`, and nothing improves on `?`";
        bool at_best = is_known && *std::max_element(numbers.begin(), numbers.end()) <= start;
        return at_best ? "it has its highest value in the first state" : "";
    }

    /// Warns of utilities that nothing raises except an effect on what their owner believes: that is no gain (rule
    /// 2.8).
    void told_utilities() {
        std::set<FluentId> changing;
        std::map<std::pair<EntityId, FluentId>, EventIndex> told;
        for (std::size_t i = 0; i < ground_.event_count(); ++i) {
            for (const Assignment& assignment : ground_.assignments(EventIndex(i))) {
                auto chain = ground_.chain(assignment.chain);
                if (chain.empty()) changing.insert(assignment.fluent);
                if (chain.size() == 1) told.try_emplace({chain[0], assignment.fluent}, EventIndex(i));
            }
        }
        for (const Utility& utility : world_.utilities) {
            std::vector<FormulaPool::Read> reads;
            pool_.collect_reads(ground_.utility(utility.character), reads);
            auto may_rise = [&](const FormulaPool::Read& read) {
                return read.in_other_mind || changing.contains(read.fluent);
            };
            if (utility.span == Span{} || std::ranges::any_of(reads, may_rise)) continue;
            for (const FormulaPool::Read& read : reads) {
                auto teller = told.find({utility.character, read.fluent});
                if (teller == told.end()) continue;
                const FluentTable::Entry& entry = ground_.fluent(read.fluent);
                std::string fluent = fluent_text(world_, entry.property, entry.arguments);
                const std::string& name = world_[utility.character].name;
                auto& d = diagnostics_.add(
                    DiagnosticCode::told_utility, utility.span,
                    "nothing changes `" + fluent + "`; `" + name + "` can only be told of it");
                const Event& event = world_[ground_.event(teller->second).schema];
                d.labels.push_back({event.span, "this tells `" + name + "`"});
                d.hint = "who foresees being told what is not so gains nothing; if `" + name +
                         "` wants to believe it, write `believes(" + name + ", " + fluent + ")`";
                break;
            }
        }
    }

    // ---- divisions ----

    /// A condition under which what is being looked at counts.
    struct Guard {
        FormulaId condition;
        bool holds;
    };

    /// Compiles the condition as it is read in the mind that is being looked at.
    FormulaId compiled(ExprId condition) {
        FormulaId id = compiler_.formula(condition, bound_);
        for (auto believer = believers_.rbegin(); believer != believers_.rend(); ++believer)
            id = pool_.in(*believer, id);
        return id;
    }

    void look_at_divisor(ExprId divisor) {
        PossibleValues values = ground_.reachability().possible_values(divisor, bound_);
        bool may_be_zero = values.any_number;
        for (Code code : values.values)
            may_be_zero |= is_number(code) && ground_.codes().number(code) == 0;
        if (!may_be_zero || told_divisors_.contains(divisor)) return;
        FormulaId zero = pool_.constant(ground_.codes().encode_number(0));
        FormulaId is_zero = pool_.compares(Compare::equal, compiler_.value(divisor, bound_), zero);
        for (auto believer = believers_.rbegin(); believer != believers_.rend(); ++believer)
            is_zero = pool_.in(*believer, is_zero);
        Assumptions here(ground_);
        for (const Guard& guard : guards_)
            here.assume(guard.condition, guard.holds);
        here.assume(is_zero);
        if (here.contradictory()) return;
        told_divisors_.insert(divisor);
        auto& d = diagnostics_.add(DiagnosticCode::division_by_zero, world_[divisor].span,
                                   "`" + to_text(world_, divisor) + "` may be zero");
        d.hint = "dividing by zero gives `?`";
    }

    bool divides(ExprId id) {
        char& known = divides_[id.index()];
        if (known != 0) return known == 'y';
        const Expr& expr = world_[id];
        bool result = (expr.kind == ExprKind::arithmetic && expr.arithmetic == Arithmetic::divide) ||
                      std::any_of(expr.children.begin(), expr.children.end(),
                                  [&](ExprId child) { return divides(child); });
        known = result ? 'y' : 'n';
        return result;
    }

    void find_divisions(ExprId id) {
        if (!divides(id)) return;
        const Expr& expr = world_[id];
        std::size_t guards = guards_.size();
        switch (expr.kind) {
            case ExprKind::conditional:
                for (std::size_t i = 0; i < expr.children.size(); i += 2) {
                    find_divisions(expr.children[i]);
                    if (i + 1 == expr.children.size()) break;
                    guards_.push_back({compiled(expr.children[i]), true});
                    find_divisions(expr.children[i + 1]);
                    guards_.back().holds = false;
                }
                break;
            case ExprKind::conjunction:
            case ExprKind::disjunction:
                // A part counts only where the others do not decide already.
                for (ExprId child : expr.children) {
                    if (!divides(child)) continue;
                    for (ExprId other : expr.children)
                        if (other != child)
                            guards_.push_back({compiled(other), expr.kind == ExprKind::conjunction});
                    find_divisions(child);
                    guards_.resize(guards);
                }
                break;
            case ExprKind::believes:
                believers_.push_back(term_value(world_, expr.children[0], bound_).as_entity());
                find_divisions(expr.children[1]);
                believers_.pop_back();
                break;
            case ExprKind::arithmetic:
                if (expr.arithmetic == Arithmetic::divide) look_at_divisor(expr.children[1]);
                [[fallthrough]];
            default:
                for_all_values(expr.kind == ExprKind::variable ? VariableId::none() : expr.variable, [&] {
                    for (ExprId child : expr.children)
                        find_divisions(child);
                });
        }
        guards_.resize(guards);
    }

    void find_divisions(EffectId id) {
        const Effect& effect = world_[id];
        std::size_t guards = guards_.size();
        if (effect.value.valid()) find_divisions(effect.value);
        if (effect.kind == EffectKind::believes)
            believers_.push_back(term_value(world_, effect.believers[0], bound_).as_entity());
        for_all_values(effect.variable, [&] {
            for (std::size_t i = 0; i < effect.children.size(); ++i) {
                if (i < effect.tests.size()) {
                    find_divisions(effect.tests[i]);
                    guards_.push_back({compiled(effect.tests[i]), true});
                }
                find_divisions(effect.children[i]);
                if (i < effect.tests.size()) guards_.back().holds = false;
            }
        });
        if (effect.kind == EffectKind::believes) believers_.pop_back();
        guards_.resize(guards);
    }

    template <class Look>
    void for_all_values(VariableId variable, Look look) {
        if (!variable.valid()) return look();
        for (const Value& value : world_.values_of(world_[variable].type)) {
            bound_[variable.index()] = value;
            look();
        }
    }

    void divisions() {
        bool any = std::any_of(world_.exprs.begin(), world_.exprs.end(), [](const Expr& expr) {
            return expr.kind == ExprKind::arithmetic && expr.arithmetic == Arithmetic::divide;
        });
        if (!any) return;
        divides_.assign(world_.exprs.size(), 0);
        for (std::size_t i = 0; i < ground_.event_count() && !stopped(); ++i) {
            bound_ = ground_.bindings(EventIndex(i));
            const Event& schema = world_[ground_.event(EventIndex(i)).schema];
            if (schema.observing.valid())
                for_all_values(schema.observer, [&] { find_divisions(schema.observing); });
            find_divisions(schema.precondition);
            guards_ = {{ground_.event(EventIndex(i)).precondition, true}};
            find_divisions(schema.effect);
            guards_.clear();
        }
        bound_.assign(world_.variables.size(), Value::unknown());
        find_divisions(world_.author_utility.value);
        for (const Utility& utility : world_.utilities)
            find_divisions(utility.value);
    }

    Session::Impl& session_;
    GroundWorld& ground_;
    const World& world_;
    FormulaPool& pool_;
    Compiler compiler_;
    Diagnostics diagnostics_;
    std::set<std::pair<EventId, EventId>> told_endless_;
    Bindings bound_;
    std::vector<EntityId> believers_;  ///< in whose mind is being looked
    std::vector<Guard> guards_;
    std::vector<char> divides_;  ///< by expression: 'y' or 'n' where it is known
    std::set<ExprId> told_divisors_;
};

}  // namespace

Diagnostics lint(Session& session) {
    if (!session.impl().ground) return {};
    Diagnostics diagnostics = Linter(session.impl()).run();
    find_habits(session, diagnostics);
    if (std::optional<EndlessTriggers> met = session.endless_triggers(); met && !met->action) {
        const World& world = session.world();
        std::string names;
        for (const GroundEvent& trigger : met->triggers)
            names += (names.empty() ? "`" : ", `") + to_text(world, trigger) + "`";
        auto& d = diagnostics.add(DiagnosticCode::endless_triggers, world[met->triggers[0].event].span,
                                  "triggers never come to rest in the first state: " + names);
        d.hint = "let the effect of a trigger make its own condition false";
    }
    diagnostics.sort();
    return diagnostics;
}

}  // namespace wt::engine
