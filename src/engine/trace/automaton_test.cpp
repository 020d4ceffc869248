#include "engine/trace/automaton.h"

#include <algorithm>
#include <chrono>
#include <functional>

#include <gtest/gtest.h>

#include "base/random.h"

namespace wt::engine {
namespace {

using Letter = std::uint32_t;  // a bit for each atom
using Letters = std::vector<Letter>;

/// Does the formula hold at a letter of a trace? This is the textbook definition.
bool holds(const LtlfPool& pool, LtlfId id, const Letters& trace, std::size_t at) {
    const Ltlf& formula = pool[id];
    auto part = [&](std::uint32_t part, std::size_t where) {
        return holds(pool, LtlfId(part), trace, where);
    };
    bool is_last = at + 1 == trace.size();
    switch (formula.kind) {
        case LtlfKind::truth:
            return formula.a == 1;
        case LtlfKind::atom:
            return (trace[at] >> formula.a & 1) != 0;
        case LtlfKind::not_atom:
            return (trace[at] >> formula.a & 1) == 0;
        case LtlfKind::all:
            return std::ranges::all_of(pool.children(formula),
                                       [&](LtlfId kid) { return part(kid.value, at); });
        case LtlfKind::any:
            return std::ranges::any_of(pool.children(formula),
                                       [&](LtlfId kid) { return part(kid.value, at); });
        case LtlfKind::next:
            return !is_last && part(formula.a, at + 1);
        case LtlfKind::weak_next:
            return is_last || part(formula.a, at + 1);
        case LtlfKind::eventually:
            return part(formula.a, at) || (!is_last && holds(pool, id, trace, at + 1));
        case LtlfKind::always:
            return part(formula.a, at) && (is_last || holds(pool, id, trace, at + 1));
        case LtlfKind::until:
            return part(formula.b, at) || (part(formula.a, at) && !is_last && holds(pool, id, trace, at + 1));
        case LtlfKind::release:
            return part(formula.b, at) && (part(formula.a, at) || is_last || holds(pool, id, trace, at + 1));
    }
    return false;
}

Automaton::State read(const Automaton& automaton, const Letters& trace) {
    Automaton::State state = automaton.start();
    for (Letter letter : trace)
        state = automaton.step(state, [&](AtomId atom) { return (letter >> atom & 1) != 0; });
    return state;
}

LtlfId random_formula(LtlfPool& pool, Random& random, int depth) {
    if (depth == 0 || random.chance(15)) {
        if (random.chance(8)) return pool.truth(random.chance(50));
        return pool.atom(random.below(3), random.chance(60));
    }
    auto part = [&] { return random_formula(pool, random, depth - 1); };
    LtlfId a = part();
    switch (random.below(10)) {
        case 0:
            return pool.next(a);
        case 1:
            return pool.weak_next(a);
        case 2:
            return pool.eventually(a);
        case 3:
            return pool.always(a);
        case 4:
            return pool.until(a, part());
        case 5:
            return pool.release(a, part());
        case 6:
            return pool.negation(a);
        case 7:
            return pool.all({a, part(), part()});
        default:
            return pool.any({a, part()});
    }
}

TEST(Ltlf, equal_formulas_are_one) {
    LtlfPool pool;
    LtlfId a = pool.atom(0);
    LtlfId b = pool.atom(1);
    EXPECT_EQ(pool.all({a, b}), pool.all({b, pool.all({a, b}), pool.truth(true)}));
    EXPECT_EQ(pool.any({a, pool.all({a, b})}), a);
    EXPECT_EQ(pool.all({a, pool.atom(0, false)}), pool.truth(false));
    EXPECT_EQ(pool.negation(pool.negation(pool.until(a, b))), pool.until(a, b));
    EXPECT_EQ(pool.negation(pool.until(a, b)), pool.release(pool.negation(a), pool.negation(b)));
}

TEST(Automaton, small_ones_have_the_least_number_of_states) {
    LtlfPool pool;
    LtlfId a = pool.atom(0);
    LtlfId b = pool.atom(1);
    auto size = [&](LtlfId formula) { return automaton_of(pool, formula, 100)->size(); };
    EXPECT_EQ(size(pool.truth(true)), 1u);
    EXPECT_EQ(size(pool.truth(false)), 1u);
    EXPECT_EQ(size(a), 3u);
    EXPECT_EQ(size(pool.eventually(a)), 2u);
    EXPECT_EQ(size(pool.always(a)), 2u);
    EXPECT_EQ(size(pool.eventually(pool.all({a, pool.weak_next(pool.truth(false))}))), 2u);
    EXPECT_EQ(size(pool.always(pool.any({pool.negation(a), pool.eventually(b)}))), 2u);
    EXPECT_EQ(size(pool.release(b, pool.negation(a))), 3u);
    EXPECT_EQ(size(pool.next(pool.next(pool.truth(true)))), 4u);
}

TEST(Automaton, many_atoms_do_not_multiply) {
    LtlfPool pool;
    std::vector<LtlfId> atoms;
    for (AtomId atom = 0; atom < 60; ++atom)
        atoms.push_back(pool.atom(atom));
    std::optional<Automaton> automaton = automaton_of(pool, pool.always(pool.any(atoms)), 100);
    ASSERT_TRUE(automaton);
    EXPECT_EQ(automaton->size(), 2u);
    EXPECT_LE(automaton->nodes().size(), 62u);
    std::vector<Automaton::Edge> edges = automaton->edges(automaton->start());
    EXPECT_EQ(edges.size(), 61u);
    EXPECT_EQ(edges.back().literals, (std::vector<Literal>{{0, true}}));
}

TEST(Automaton, counting_to_a_thousand_is_quick) {
    LtlfPool pool;
    LtlfId a = pool.atom(0);
    auto at_least = [&](int number) {
        LtlfId result = pool.eventually(a);
        for (int i = 1; i < number; ++i)
            result = pool.until(pool.negation(a), pool.all({a, pool.next(result)}));
        return result;
    };
    LtlfId exactly = pool.all({at_least(1000), pool.negation(at_least(1001))});
    std::optional<Automaton> automaton = automaton_of(pool, exactly, 10'000);
    ASSERT_TRUE(automaton);
    EXPECT_EQ(automaton->size(), 1002u);
    EXPECT_EQ(automaton->steps_to_accept(automaton->start()), 1000u);
    EXPECT_FALSE(automaton_of(pool, exactly, 500));
    // There is one state for each number that has been counted, and one for too many.
    EXPECT_TRUE(automaton_of(pool, exactly, 1002));
    EXPECT_FALSE(automaton_of(pool, exactly, 1001));
}

TEST(Automaton, what_cannot_be_kept_small_is_given_up) {
    LtlfPool pool;
    std::vector<LtlfId> parts;
    for (AtomId atom = 0; atom < 16; ++atom)
        parts.push_back(pool.eventually(pool.atom(atom)));
    EXPECT_FALSE(automaton_of(pool, pool.all(parts), 10'000));
    std::vector<LtlfId> crossed;
    for (AtomId atom = 0; atom < 14; ++atom)
        crossed.push_back(
            pool.any({pool.all({pool.atom(atom), pool.next(pool.atom(atom + 20))}),
                      pool.all({pool.atom(atom + 40), pool.next(pool.eventually(pool.atom(atom)))})}));
    EXPECT_FALSE(automaton_of(pool, pool.negation(pool.all(crossed)), 10'000));
}

/// Makes all traces up to a length over `atoms` atoms.
void each_trace(std::uint32_t atoms, std::size_t length, Letters& trace, const std::function<void()>& visit) {
    if (!trace.empty()) visit();
    if (trace.size() == length) return;
    for (Letter letter = 0; letter < 1u << atoms; ++letter) {
        trace.push_back(letter);
        each_trace(atoms, length, trace, visit);
        trace.pop_back();
    }
}

TEST(Automaton, random_formulas_mean_what_they_say) {
    int given_up = 0;
    for (std::uint64_t seed = 1; seed <= 1'500; ++seed) {
        Random random(seed);
        LtlfPool pool;
        LtlfId formula = random_formula(pool, random, 4);
        std::optional<Automaton> automaton = automaton_of(pool, formula, 10'000);
        std::optional<Automaton> negated = automaton_of(pool, pool.negation(formula), 10'000);
        if (!automaton || !negated) {
            ++given_up;
            continue;
        }
        for (int i = 0; i < 40; ++i) {
            Letters trace(1 + random.below(6));
            for (Letter& letter : trace)
                letter = random.below(8);
            bool expected = holds(pool, formula, trace, 0);
            ASSERT_EQ(automaton->accepts(read(*automaton, trace)), expected) << seed;
            ASSERT_EQ(negated->accepts(read(*negated, trace)), !expected) << seed;
        }
    }
    EXPECT_LE(given_up, 15);
}

/// The same language over the same atoms gives the same automaton, and no two states of it can be merged.
TEST(Automaton, is_minimal_and_numbered_by_its_language) {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        Random random(seed);
        LtlfPool pool;
        LtlfId formula = random_formula(pool, random, 3);
        std::optional<Automaton> automaton = automaton_of(pool, formula, 1'000);
        std::optional<Automaton> again =
            automaton_of(pool, pool.all({pool.any({formula, pool.next(formula)}), formula}), 1'000);
        if (!automaton || !again) continue;
        ASSERT_EQ(automaton->size(), again->size());
        for (Automaton::State state = 0; state < automaton->size(); ++state) {
            EXPECT_EQ(automaton->accepts(state), again->accepts(state));
            for (Letter letter = 0; letter < 8; ++letter) {
                auto truth = [&](AtomId atom) { return (letter >> atom & 1) != 0; };
                EXPECT_EQ(automaton->step(state, truth), again->step(state, truth)) << seed;
            }
        }
        // This is table filling (Hopcroft, Motwani & Ullman): every pair is told apart by some rest.
        std::size_t n = automaton->size();
        std::vector<std::vector<bool>> apart(n, std::vector<bool>(n));
        for (std::size_t round = 0; round <= n; ++round)
            for (Automaton::State x = 0; x < n; ++x)
                for (Automaton::State y = 0; y < n; ++y) {
                    if (automaton->accepts(x) != automaton->accepts(y)) apart[x][y] = true;
                    for (Letter letter = 0; letter < 8; ++letter) {
                        auto truth = [&](AtomId atom) { return (letter >> atom & 1) != 0; };
                        if (apart[automaton->step(x, truth)][automaton->step(y, truth)]) apart[x][y] = true;
                    }
                }
        for (Automaton::State x = 0; x < n; ++x)
            for (Automaton::State y = 0; y < x; ++y)
                EXPECT_TRUE(apart[x][y]) << seed;
    }
}

TEST(Automaton, steps_are_the_length_of_a_shortest_way_and_edges_lead_along_it) {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        Random random(seed);
        LtlfPool pool;
        std::optional<Automaton> automaton = automaton_of(pool, random_formula(pool, random, 3), 1'000);
        if (!automaton) continue;
        std::uint32_t shortest = Automaton::kNever;
        Letters trace;
        each_trace(3, 3, trace, [&] {
            if (automaton->accepts(read(*automaton, trace)))
                shortest = std::min(shortest, static_cast<std::uint32_t>(trace.size()));
        });
        std::uint32_t steps = Automaton::kNever;
        for (const Automaton::Edge& edge : automaton->edges(automaton->start()))
            steps = std::min(steps, automaton->steps_to_accept(edge.target));
        if (shortest != Automaton::kNever) {
            EXPECT_EQ(steps + 1, shortest) << seed;
        }
        EXPECT_EQ(steps == Automaton::kNever, automaton->is_dead(automaton->start())) << seed;
    }
}

}  // namespace
}  // namespace wt::engine
