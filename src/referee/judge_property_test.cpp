// The definition of a reason, written out without any filter or memory, is compared with `find_reason` on small random
// worlds.

#include <gtest/gtest.h>

#include "base/random.h"
#include "referee/evaluate.h"
#include "referee/happen.h"
#include "referee/judge.h"
#include "referee/test_world.h"

namespace wt::referee {
namespace {

using namespace model;

/// These are reasons by the letter of docs/semantics.md, section 9.
struct Definition {
    Context& context;

    /// Returns the length of a shortest reason below `bound`; 0 if there is none.
    int shortest(MindId b, ActionId a, int k, int bound) {
        int longest = context[b].level <= context.limits.belief ? std::max(1, k) : 1;
        for (int n = 1; n <= std::min(longest, bound - 1); ++n) {
            std::vector<ActionId> actions{a};
            if (extend(b, k, n, actions)) return n;
        }
        return 0;
    }

    bool extend(MindId b, int k, int n, std::vector<ActionId>& actions) {
        if (static_cast<int>(actions.size()) == n) return is_reason(b, k, actions);
        for (std::size_t i = 0; i < context.actions.size(); ++i) {
            actions.push_back(ActionId(i));
            if (extend(b, k, n, actions)) return true;
            actions.pop_back();
        }
        return false;
    }

    /// `bound` counts for the owner of the world alone; the owner is asked in the world itself.
    bool explained(MindId s, ActionId a, int k, int bound) {
        if (context[a].consenting.empty()) return false;
        for (EntityId d : context[a].consenting) {
            bool is_owner = context[s].owner == d;
            MindId theirs = is_owner ? s : context.believed(s, d);
            if (!possible(context, theirs, context[a])) return false;
            if (shortest(theirs, a, k, is_owner ? bound : kAnyLength) == 0) return false;
        }
        return true;
    }

    bool is_reason(MindId b, int k, const std::vector<ActionId>& actions) {
        std::vector<MindId> s{b};
        for (ActionId a : actions) {
            if (!possible(context, s.back(), context[a])) return false;
            s.push_back(successor(context, s.back(), a));
        }
        int n = static_cast<int>(actions.size());
        Value end = utility(context, s.back());
        if (!improves(utility(context, b), end)) return false;
        for (int i = 0; i < n; ++i)
            if (utility(context, s[static_cast<std::size_t>(i)]) == end) return false;
        for (int i = 2; i <= n; ++i)
            if (!explained(s[static_cast<std::size_t>(i) - 1], actions[static_cast<std::size_t>(i) - 1],
                           k - i + 1, kAnyLength))
                return false;
        // All subsequences are sets of bits; the first clear bit is the first omitted action.
        for (unsigned kept = 0; kept + 1 < 1u << n; ++kept)
            if (competes(s, k, actions, kept, end)) return false;
        return true;
    }

    bool competes(const std::vector<MindId>& s, int k, const std::vector<ActionId>& actions, unsigned kept,
                  Value end) {
        int n = static_cast<int>(actions.size());
        std::size_t omitted = 0;
        while (kept >> omitted & 1)
            ++omitted;
        MindId state = s[omitted];
        int j = static_cast<int>(omitted);
        for (std::size_t i = omitted + 1; i < actions.size(); ++i) {
            if (!(kept >> i & 1)) continue;
            ++j;
            if (!possible(context, state, context[actions[i]])) return false;
            if (!explained(state, actions[i], k - j + 1, n)) return false;
            state = successor(context, state, actions[i]);
        }
        return utility(context, state) == end;
    }
};

/// There are two characters, three switches and a counter; some actions are unseen, some beliefs wrong.
struct RandomWorld {
    TestWorld w;
    Random random;
    std::vector<EntityId> who;
    std::vector<PropertyId> switches;
    PropertyId counter;

    explicit RandomWorld(std::uint64_t seed) : random(seed) {
        who = {w.character("Ann"), w.character("Bo")};
        for (const char* name : {"p", "q", "r"})
            switches.push_back(w.property(name, kBoolean));
        counter = w.property("n", kNumber);
        const char* names[] = {"a", "b", "c", "d"};
        for (const char* name : names) {
            TestWorld::Parts parts{
                .precondition = random.chance(50) ? literal() : w.both({literal(), literal()}),
                .effect = w.all({change(), change()})};
            if (random.chance(90)) parts.consenting.push_back(w.of(anybody()));
            if (random.chance(30)) parts.consenting.push_back(w.of(anybody()));
            if (random.chance(30)) {
                parts.observer = w.variable("c", kCharacter);
                parts.observing = w.equal(w.of(parts.observer), w.of(anybody()));
            }
            w.action(name, parts);
        }
        for (EntityId character : who)
            w.utility(character, worth());
        for (int i = 0; i < 3; ++i)
            if (random.chance(50)) w.first(w.set(w.believes(anybody(), flag()), random.chance(50)));
    }

    EntityId anybody() { return who[random.below(2)]; }
    ExprId flag() { return w.read(switches[random.below(3)]); }
    ExprId literal() {
        ExprId atom =
            random.chance(30) ? w.compare(w.read(counter), Compare::less, w.number(random.below(3))) : flag();
        if (random.chance(20)) atom = w.believes(anybody(), atom);
        return random.chance(60) ? w.no(atom) : atom;
    }
    EffectId change() {
        if (random.chance(30))
            return w.set(w.read(counter), w.calculate(w.read(counter), Arithmetic::add, w.number(1)));
        if (random.chance(15)) return w.set(w.believes(anybody(), flag()), random.chance(50));
        return w.set(flag(), random.chance(70));
    }
    ExprId worth() {
        ExprId flags = w.if_else(w.both({flag(), literal()}), w.number(2), w.number(0));
        return random.chance(50) ? flags : w.calculate(flags, Arithmetic::add, w.read(counter));
    }
};

TEST(ReasonsOfRandomWorlds, AreThoseOfTheDefinition) {
    int found = 0;
    int longer = 0;
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        RandomWorld random(seed);
        Budget budget;
        Rules rules;
        rules.limits.belief = static_cast<int>(seed % 3);
        Context context(random.w.world, rules, budget);
        MindId first = first_state(context);
        Definition definition{context};
        for (std::size_t i = 0; i < context.actions.size(); ++i) {
            for (EntityId character : context.actions[i].consenting) {
                for (int k = 0; k <= 4; ++k) {
                    MindId mind = context.believed(first, character);
                    const std::vector<ActionId>* reason = find_reason(context, mind, ActionId(i), k);
                    int length = reason == nullptr ? 0 : static_cast<int>(reason->size());
                    ASSERT_EQ(length, definition.shortest(mind, ActionId(i), k, kAnyLength))
                        << "seed " << seed << ", action " << i << ", budget " << k;
                    found += length > 0;
                    longer += length > 1;
                }
            }
        }
        ASSERT_FALSE(context.halted());
    }
    EXPECT_GT(found, 2000);
    EXPECT_GT(longer, 100);
}

TEST(PlansOfRandomWorlds, PassTheirOwnJudgement) {
    int found = 0;
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        RandomWorld random(seed);
        random.w.utility({}, random.worth());
        Rules rules;
        rules.limits = {3, 3, 1};
        Budget budget;
        Existence existence = enumerate(random.w.world, rules, budget);
        if (existence.verdict != Verdict::valid) continue;
        ++found;
        Judgement judgement = verify(random.w.world, *existence.plan, rules, budget);
        EXPECT_EQ(judgement.verdict, Verdict::valid) << "seed " << seed << ": " << judgement.why;
    }
    EXPECT_GT(found, 300);
}

/// The proofs, made one by one, are compared with the judgement made in one go.
TEST(ProofsOfRandomWorlds, ComeToTheJudgementOfTheWhole) {
    int invalid = 0;
    int valid = 0;
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        RandomWorld random(seed);
        random.w.utility({}, random.worth());
        const World& world = random.w.world;
        Rules rules;
        rules.limits = {3, 3, 1};
        Budget budget;
        Plan plan;
        if (Existence existence = enumerate(world, rules, budget); existence.plan) plan = *existence.plan;
        // Plans that are not quite right: actions swapped, twice, left out, or without their reasons.
        if (random.random.chance(50) && plan.steps.size() > 1) std::swap(plan.steps[0], plan.steps[1]);
        if (random.random.chance(20) && !plan.steps.empty()) plan.steps.push_back(plan.steps[0]);
        if (random.random.chance(20) && !plan.steps.empty()) plan.steps.erase(plan.steps.begin());
        if (random.random.chance(20) && !plan.steps.empty()) plan.steps.back().reasons.clear();
        std::vector<GroundEvent> actions;
        for (const Step& step : plan.steps)
            actions.push_back(step.action);
        for (bool with_reasons : {false, true}) {
            auto judge = [&](const Proof& proof) {
                return with_reasons ? verify(world, plan, rules, budget, proof)
                                    : verify_actions(world, actions, rules, budget, proof);
            };
            Judgement whole = judge({});
            std::vector<Judgement> parts;
            for (const Proof& proof : proofs_of(world, actions))
                parts.push_back(judge(proof));
            std::optional<Judgement> together = judgement_of(world, actions, parts);
            ASSERT_TRUE(together) << "seed " << seed;
            EXPECT_EQ(together->verdict, whole.verdict) << "seed " << seed;
            EXPECT_EQ(together->step, whole.step) << "seed " << seed;
            EXPECT_EQ(together->why, whole.why) << "seed " << seed;
            ++(whole.verdict == Verdict::valid ? valid : invalid);
        }
    }
    EXPECT_GT(invalid, 500);
    EXPECT_GT(valid, 500);
}

}  // namespace
}  // namespace wt::referee
