// The automata of a request and the referee's moment-by-moment evaluation agree: random constraints over
// random worlds, on every beginning of random walks.
//
// WT_WORLDS sets how many worlds are tried, WT_SEED the first seed.
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/random.h"
#include "engine/inspect.h"
#include "engine/planner.h"
#include "engine/session.h"
#include "engine/trace/story_automata.h"
#include "lang/expression_text.h"
#include "lang/lang.h"
#include "model/print.h"
#include "model/trace.h"
#include "referee/trace.h"
#include "support/random_world.h"

namespace wt::test {
namespace {

using namespace model;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// Adds random constraints to a world.
class Inventor {
  public:
    Inventor(World& world, Random& random) : world_(world), random_(random) {}

    TraceId constraint(int depth) {
        switch (depth == 0 ? 6 + random_.below(14) : random_.below(20)) {
            case 0:
                return add_trace(world_, TraceKind::negation, {constraint(depth - 1)});
            case 1:
            case 2:
                return add_trace(world_, TraceKind::conjunction,
                                 several([&] { return constraint(depth - 1); }));
            case 3:
                return add_trace(world_, TraceKind::disjunction,
                                 several([&] { return constraint(depth - 1); }));
            case 4:
            case 5:
                return quantified([&] { return constraint(depth - 1); });
            case 6:
                return over(TraceKind::always, 1);
            case 7:
            case 8:
                return over(TraceKind::sometime, 1);
            case 9:
                return over(TraceKind::at_end, 1);
            case 10:
            case 11:
                return over(TraceKind::at_most_once, 1);
            case 12:
                return over(TraceKind::sometime_after, 2);
            case 13:
                return over(TraceKind::sometime_before, 2);
            case 14:
                return numbered(over(TraceKind::within, 1), 6);
            case 15:
                return over(TraceKind::sequence, 2 + random_.below(2));
            case 16:
            case 17:
                return add_count(world_, comparison(), number(5), moment(2));
            case 18: {
                TraceNode node;
                node.kind = TraceKind::only_act;
                for (std::size_t i = 0; i < world_.character_count; ++i)
                    if (random_.chance(60)) node.characters.push_back(EntityId(i));
                world_.traces.push_back(node);
                return TraceId(world_.traces.size() - 1);
            }
            default:
                return add_length(world_, comparison(), number(7));
        }
    }

  private:
    Compare comparison() { return static_cast<Compare>(random_.below(6)); }
    int number(std::uint32_t bound) { return static_cast<int>(random_.below(bound)); }

    template <class Part>
    std::vector<TraceId> several(Part part) {
        std::vector<TraceId> parts;
        for (std::uint32_t i = random_.below(4); i-- > 0;)
            parts.push_back(part());
        return parts;
    }
    TraceId over(TraceKind kind, std::uint32_t count) {
        std::vector<TraceId> moments;
        for (std::uint32_t i = 0; i < count; ++i)
            moments.push_back(moment(2));
        return add_trace(world_, kind, std::move(moments));
    }
    TraceId numbered(TraceId id, std::uint32_t bound) {
        world_.traces[id.index()].number = number(bound);
        return id;
    }

    VariableId new_variable() {
        std::vector<TypeId> types{kCharacter, kBoolean};
        for (const Event& event : world_.events)
            for (const Formal& formal : event.formals)
                if (!formal.is_fixed()) types.push_back(formal.type);
        TypeId type = types[random_.below(static_cast<std::uint32_t>(types.size()))];
        world_.variables.push_back({fmt::format("v{}", world_.variables.size()), type, {}});
        return VariableId(world_.variables.size() - 1);
    }
    template <class Part>
    TraceId quantified(Part part) {
        VariableId variable = new_variable();
        bound_.push_back(variable);
        TraceId body = part();
        bound_.pop_back();
        TraceId id = add_trace(world_, random_.chance(50) ? TraceKind::forall : TraceKind::exists, {body});
        world_.traces[id.index()].variable = variable;
        return id;
    }

    TraceId moment(int depth) {
        switch (depth == 0 ? 5 + random_.below(7) : random_.below(12)) {
            case 0:
                return add_trace(world_, TraceKind::negation, {moment(depth - 1)});
            case 1:
            case 2:
                return add_trace(world_, TraceKind::conjunction, several([&] { return moment(depth - 1); }));
            case 3:
                return add_trace(world_, TraceKind::disjunction, several([&] { return moment(depth - 1); }));
            case 4:
                return quantified([&] { return moment(depth - 1); });
            case 5:
            case 6:
            case 7:
                return happening();
            default:
                return add_state(world_, condition(2));
        }
    }

    TraceId happening() {
        TraceNode node;
        node.kind = TraceKind::happens;
        for (std::uint32_t i = random_.chance(25) ? 2 : 1; i-- > 0;) {
            EventId event;
            do
                event = EventId(random_.below(static_cast<std::uint32_t>(world_.events.size())));
            while (world_[event].is_trigger);
            Pattern pattern{event, {}};
            for (const Formal& formal : std::vector<Formal>(world_[event].formals))
                pattern.arguments.push_back(random_.chance(40) ? ExprId::none() : term(formal));
            node.patterns.push_back(std::move(pattern));
        }
        world_.traces.push_back(std::move(node));
        return TraceId(world_.traces.size() - 1);
    }

    ExprId add(ExprKind kind, TypeId type, std::vector<ExprId> children = {}) {
        Expr expr;
        expr.kind = kind;
        expr.type = type;
        expr.children = std::move(children);
        world_.exprs.push_back(std::move(expr));
        return ExprId(world_.exprs.size() - 1);
    }
    ExprId constant(const Value& value, TypeId type) {
        ExprId id = add(ExprKind::constant, type);
        world_.exprs[id.index()].value = value;
        return id;
    }
    ExprId any_of(TypeId type) {
        for (VariableId variable : bound_)
            if (world_.is_subtype(world_[variable].type, type) && random_.chance(60)) {
                ExprId id = add(ExprKind::variable, type);
                world_.exprs[id.index()].variable = variable;
                return id;
            }
        if (type == kNumber) return constant(Value::number(number(4)), type);
        std::vector<Value> values = world_.values_of(type);
        if (values.empty()) return constant(Value::unknown(), type);
        return constant(values[random_.below(static_cast<std::uint32_t>(values.size()))], type);
    }
    ExprId term(const Formal& formal) {
        return formal.is_fixed() ? constant(formal.fixed, kEntity) : any_of(formal.type);
    }

    ExprId condition(int depth) {
        switch (depth == 0 ? 5 + random_.below(5) : random_.below(10)) {
            case 0:
                return add(ExprKind::negation, kBoolean, {condition(depth - 1)});
            case 1:
                return add(ExprKind::conjunction, kBoolean, {condition(depth - 1), condition(depth - 1)});
            case 2:
                return add(ExprKind::disjunction, kBoolean, {condition(depth - 1), condition(depth - 1)});
            case 3:
            case 4: {
                ExprId who = any_of(kCharacter);
                return add(ExprKind::believes, kBoolean, {who, condition(depth - 1)});
            }
            default:
                return comparison_of_fluent();
        }
    }
    ExprId comparison_of_fluent() {
        PropertyId property(random_.below(static_cast<std::uint32_t>(world_.properties.size())));
        std::vector<ExprId> arguments;
        for (const Formal& formal : std::vector<Formal>(world_[property].formals))
            arguments.push_back(term(formal));
        TypeId type = world_[property].type;
        ExprId fluent = add(ExprKind::fluent, type, std::move(arguments));
        world_.exprs[fluent.index()].property = property;
        if (type == kBoolean && random_.chance(70)) return fluent;
        bool unknown = type != kBoolean && random_.chance(15);
        ExprId other = unknown ? constant(Value::unknown(), type) : any_of(type);
        ExprId id = add(ExprKind::comparison, kBoolean, {fluent, other});
        world_.exprs[id.index()].compare = comparison();
        return id;
    }

    World& world_;
    Random& random_;
    std::vector<VariableId> bound_;
};

struct Tally {
    std::uint64_t pairs = 0;  ///< of a constraint and a walk
    std::uint64_t hold = 0;
    std::uint64_t single = 0;  ///< walks of one moment
    std::uint64_t dead = 0;
    std::uint64_t automata = 0;
    std::uint64_t largest = 0;    ///< automaton
    std::uint64_t too_large = 0;  ///< requests without automata
};

/// A walk with what is known at each moment.
struct Walk {
    std::vector<engine::MindId> mine;
    std::vector<engine::EventIndex> events;
    std::vector<referee::MindId> theirs;
    std::vector<referee::ActionId> actions;
};

/// Empty if both never rest, or the walk ends there.
Walk random_walk(engine::Session& session, referee::States& states, Random& random) {
    Walk walk;
    engine::MindId mine = engine::first_state(session);
    referee::MindId theirs = states.first_state();
    if (!mine.valid() || states.trouble().verdict != referee::Verdict::valid) return walk;
    walk.mine.push_back(mine);
    walk.theirs.push_back(theirs);
    for (std::uint32_t left = random.below(8); left > 0; --left) {
        std::vector<GroundEvent> actions = engine::possible_actions(session, mine);
        if (actions.empty()) break;
        const GroundEvent& action = actions[random.below(static_cast<std::uint32_t>(actions.size()))];
        mine = engine::successor(session, mine, action);
        theirs = states.successor(theirs, action);
        if (!mine.valid() || states.trouble().verdict != referee::Verdict::valid) break;
        walk.mine.push_back(mine);
        walk.theirs.push_back(theirs);
        walk.events.push_back(session.impl().ground->find_event(action));
        walk.actions.push_back(*referee::find_action(states.context(), action));
    }
    return walk;
}

/// Empty if the automata and the referee agree on every beginning of the walk.
std::string compare(engine::StoryAutomata& automata, const Walk& walk, engine::Session& session,
                    referee::States& states, const Request& request, Tally& tally) {
    engine::Evaluator evaluator(session.impl().ground->pool(), *session.impl().store);
    engine::StoryAutomata::State state = 0;
    std::uint32_t least_length = 0;  // no beginning shorter than this holds
    bool dead = false;
    for (std::size_t i = 0; i < walk.mine.size(); ++i) {
        auto holds = [&](engine::FormulaId formula) { return evaluator.holds(formula, walk.mine[i]); };
        state = i == 0 ? automata.start(holds) : automata.next(state, walk.events[i - 1], holds);
        referee::Moments moments{std::span(walk.theirs).first(i + 1), std::span(walk.actions).first(i)};
        bool expected = !referee::broken_constraint(states.context(), moments, request);
        ++tally.pairs;
        tally.hold += expected;
        tally.single += i == 0;
        if (automata.accepts(state) != expected)
            return fmt::format("after {} actions it holds for {} only", i,
                               expected ? "the referee" : "the automata");
        if (expected && (dead || i < least_length))
            return fmt::format("it holds after {} actions, which was ruled out", i);
        if (expected != (automata.steps_to_accept(state) == 0)) return "accepting is being no step away";
        dead = automata.is_dead(state);
        tally.dead += dead;
        if (!dead)
            least_length =
                std::max(least_length, static_cast<std::uint32_t>(i) + automata.steps_to_accept(state));
        for (std::size_t a = 0; a < automata.automaton_count(); ++a) {
            bool open = automata.steps_to_accept(state, a) != 0 && !dead;
            if (open == automata.ways(state, a).empty() && !dead)
                return "ways where none are needed, or none";
        }
    }
    return "";
}

std::string compare_world(std::uint64_t seed, Tally& tally) {
    Random random(seed);
    WorldShape shape;
    shape.characters = 1 + static_cast<int>(random.below(3));
    shape.actions = 2 + static_cast<int>(random.below(4));
    Source source("random.wt", joined(random_world(seed, shape)));
    std::optional<World> world = lang::read_world(source, lang::Dialect::wrongtree).world;
    if (!world) return "";
    std::vector<Request> requests;
    for (int i = 0; i < 8; ++i) {
        Inventor inventor(*world, random);
        requests.emplace_back();
        requests.back().constraints.push_back(inventor.constraint(3));
    }
    int depth = 0;
    for (const Request& request : requests)
        depth = std::max(depth, 1 + 1 + belief_nesting(*world, &request));
    Budget budget;
    engine::Session session(*world, {.belief_limit = 1, .belief_depth = depth}, budget);
    referee::Rules rules;
    rules.limits.belief = 1;
    rules.belief_depth = depth;
    referee::States states(*world, rules, budget);
    if (session.state_of_start() != engine::Verdict::found) return "";
    std::vector<Walk> walks;
    for (int i = 0; i < 4; ++i)
        walks.push_back(random_walk(session, states, random));
    for (const Request& request : requests) {
        engine::StoryAutomata automata(*session.impl().ground, request, budget);
        if (automata.too_large()) {
            ++tally.too_large;
            continue;
        }
        for (std::size_t i = 0; i < automata.automaton_count(); ++i)
            tally.largest = std::max(tally.largest, std::uint64_t{automata.automaton(i).size()});
        tally.automata += automata.automaton_count();
        for (const Walk& walk : walks) {
            if (walk.mine.empty()) continue;
            std::string difference = compare(automata, walk, session, states, request, tally);
            if (difference.empty()) continue;
            std::string text = to_text(*world, request.constraints[0]) + "\n" + difference + "\non the walk";
            for (engine::EventIndex event : walk.events)
                text += " " + to_text(*world, session.impl().ground->ground_event(event));
            return text;
        }
    }
    return "";
}

/// What is printed of a constraint reads back, and is then printed as it was read. Empty if so.
std::string compare_text(std::uint64_t seed, std::uint64_t& read) {
    Random random(seed);
    Source source("random.wt", joined(random_world(seed, WorldShape())));
    std::optional<World> world = lang::read_world(source, lang::Dialect::wrongtree).world;
    if (!world) return "";
    Inventor inventor(*world, random);
    std::string text = to_text(*world, inventor.constraint(3));
    Result<TraceId> first = lang::read_constraint(*world, Source("text", text));
    // Joined from nothing, nobody acts, or fewer than none: no text says that.
    bool sayable = text.find("True") == std::string::npos && text.find("False") == std::string::npos &&
                   text.find("only  act") == std::string::npos && text.find("-1") == std::string::npos;
    if (!first) return sayable ? text + "\n" + first.error().items()[0].message : "";
    ++read;
    std::string second_text = to_text(*world, *first);
    Result<TraceId> second = lang::read_constraint(*world, Source("text", second_text));
    if (!second) return second_text + "\n" + second.error().items()[0].message;
    std::string third_text = to_text(*world, *second);
    return third_text == second_text ? "" : second_text + "\n" + third_text;
}

TEST(Requests, constraints_are_printed_so_that_they_read_back) {
    std::uint64_t read = 0;
    for (std::uint64_t seed = 1; seed <= 500; ++seed)
        EXPECT_EQ(compare_text(seed, read), "") << seed;
    EXPECT_GE(read, 400u);
}

TEST(Requests, automata_and_referee_agree_on_random_constraints) {
    std::uint64_t worlds = from_environment("WT_WORLDS", 300);
    std::uint64_t first = from_environment("WT_SEED", 1);
    Tally tally;
    for (std::uint64_t seed = first; seed < first + worlds; ++seed) {
        std::string difference = compare_world(seed, tally);
        ASSERT_EQ(difference, "") << "seed " << seed;
    }
    std::printf(
        "%llu pairs (%llu hold, %llu of one moment, %llu dead); %llu automata, the largest has %llu states\n",
        static_cast<unsigned long long>(tally.pairs), static_cast<unsigned long long>(tally.hold),
        static_cast<unsigned long long>(tally.single), static_cast<unsigned long long>(tally.dead),
        static_cast<unsigned long long>(tally.automata), static_cast<unsigned long long>(tally.largest));
    if (worlds >= 300) {
        EXPECT_GE(tally.pairs, 20'000u);
        EXPECT_GE(tally.hold, tally.pairs / 10);
        EXPECT_LE(tally.too_large, worlds / 100);
    }
}

}  // namespace
}  // namespace wt::test
