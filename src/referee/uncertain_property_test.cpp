// The definition of a reason under uncertainty, written out without any filter or memory, is compared with
// `find_reason` on small random worlds; and the judge of uncertain worlds is compared with that of all others where
// nothing is uncertain.

#include <gtest/gtest.h>

#include "base/random.h"
#include "referee/evaluate.h"
#include "referee/happen.h"
#include "referee/judge.h"
#include "referee/prospect.h"
#include "referee/test_world.h"

namespace wt::referee {
namespace {

using namespace model;

Fraction sum(Fraction a, Fraction b) {
    return *add(a, b);
}
Fraction times(Fraction a, Fraction b) {
    return *multiply(a, b);
}
bool is_greater(const std::optional<Fraction>& a, const std::optional<Fraction>& b) {
    return a && b && compare(*a, *b) > 0;
}

/// These are reasons by the letter of docs/semantics.md, section 9.
struct Definition {
    Context& context;

    struct Share {
        MindId world;
        Fraction share;
    };
    struct Stage {
        std::vector<Share> running, ended;
    };
    struct Found {
        std::size_t length;
        Measure end;
    };

    /// Returns the prospect as an id, so that the owner's later questions can be asked in it.
    Stage start(MindId prospect) {
        Stage stage;
        std::int64_t all = 0;
        for (const Possibility& possibility : context.minds.possibilities(prospect))
            all += possibility.weight;
        for (const Possibility& possibility : context.minds.possibilities(prospect))
            stage.running.push_back({possibility.mind, *make_fraction(possibility.weight, all)});
        return stage;
    }

    Stage go_on(const Stage& stage, ActionId a) {
        const Event& declared = context.world[context[a].ground.event];
        ActionId failure = context.failure_of[a.index()];
        Stage next{{}, stage.ended};
        for (const Share& now : stage.running) {
            if (!possible(context, now.world, context[a])) {
                next.ended.push_back(now);
            } else if (!succeeds(context, now.world, context[a])) {
                next.ended.push_back({successor(context, now.world, failure), now.share});
            } else {
                Fraction chance = declared.chance.valid() ? context.world[declared.chance] : Fraction{1, 1};
                next.running.push_back({successor(context, now.world, a), times(now.share, chance)});
                if (declared.chance.valid())
                    next.ended.push_back({successor(context, now.world, failure),
                                          times(now.share, sum({1, 1}, times({-1, 1}, chance)))});
            }
        }
        return next;
    }

    /// Returns all running worlds as one prospect.
    MindId together(const Stage& stage) {
        std::vector<WideShare> worlds;
        for (const Share& now : stage.running)
            worlds.push_back({now.world, Wide{5040} * 5040 / now.share.denominator * now.share.numerator});
        return context.minds.intern(std::move(worlds), false);
    }

    template <class ValueIn>
    std::optional<Fraction> over_all(const Stage& stage, ValueIn value_in) {
        std::optional<Fraction> result;
        for (const auto* shares : {&stage.running, &stage.ended}) {
            for (const Share& share : *shares) {
                Value value = value_in(share.world);
                if (!value.is_number()) return std::nullopt;
                Fraction here = *fraction_of(value.as_number());
                Temper::Outlook outlook = context.temper_of(context[share.world].owner).outlook;
                if (outlook == Temper::Outlook::expected)
                    result = sum(result.value_or(Fraction{}), times(share.share, here));
                else if (!result || (outlook == Temper::Outlook::hopeful ? compare(here, *result) > 0
                                                                         : compare(here, *result) < 0))
                    result = here;
            }
        }
        return result;
    }

    bool is_wary(MindId world) {
        return context.temper_of(context[world].owner).wary && context[world].level <= context.limits.belief;
    }

    Measure measure(const Stage& stage, int k) {
        Measure result;
        result.worth = over_all(stage, [&](MindId world) { return utility(context, world); });
        if (is_wary((stage.running.empty() ? stage.ended : stage.running)[0].world))
            result.outlook =
                over_all(stage, [&](MindId world) { return outlook(world, context.limits.foresight, k); });
        return result;
    }

    Value outlook(MindId world, int steps, int k) {
        Value least = utility(context, world);
        EntityId owner = context[world].owner;
        for (std::size_t i = 0; i < context.actions.size() && steps > 0; ++i) {
            const Occurrence& event = context.actions[i];
            if (event.consenting.empty() || !can_happen(context, world, event)) continue;
            bool all = true;
            for (EntityId d : event.consenting)
                all = all && d != owner && explained_for(world, context.success_of[i], d, k);
            if (!all) continue;
            Value end = outlook(successor(context, world, ActionId(i)), steps - 1, k - 1);
            if (end.is_number() && (!least.is_number() || end < least)) least = end;
        }
        return least;
    }

    /// Is the action explained, by 9.1, for somebody who does not own the world?
    bool explained_for(MindId world, ActionId a, EntityId d, int k) {
        MindId belief = context.believed(world, d);
        return possible_for(context, belief, context[a]) &&
               shortest(prospect_of(context, belief), a, k, kAnyLength) != 0;
    }

    bool improves(const Measure& before, const Measure& after) {
        if (!before.worth || !after.worth) return false;
        return is_greater(after.worth, before.worth) ||
               (after.worth == before.worth && is_greater(after.outlook, before.outlook));
    }

    int longest(MindId prospect, int k) {
        return context.level_of(prospect) <= context.limits.belief ? std::max(1, k) : 1;
    }

    /// Returns all that 9.2 calls a reason of this length.
    std::vector<Found> reasons(MindId prospect, ActionId a, int k, int n) {
        std::vector<Found> found;
        std::vector<ActionId> actions{a};
        extend(prospect, k, n, actions, found);
        return found;
    }

    void extend(MindId prospect, int k, int n, std::vector<ActionId>& actions, std::vector<Found>& found) {
        if (static_cast<int>(actions.size()) == n) {
            if (auto end = is_reason(prospect, k, actions)) found.push_back({actions.size(), *end});
            return;
        }
        for (std::size_t i = 0; i < context.action_count; ++i) {
            actions.push_back(ActionId(i));
            extend(prospect, k, n, actions, found);
            actions.pop_back();
        }
    }

    /// Returns the length of a shortest reason below `bound` for which the owner takes part; 0 if there is none.
    int shortest(MindId prospect, ActionId a, int k, int bound) {
        for (int n = 1; n <= std::min(longest(prospect, k), bound - 1); ++n)
            for (const Found& reason : reasons(prospect, a, k, n))
                if (!is_dominated(prospect, k, reason)) return n;
        return 0;
    }

    bool is_dominated(MindId prospect, int k, const Found& reason) {
        EntityId owner = context.owner_of(prospect);
        if (!context.temper_of(owner).prudent) return false;
        for (std::size_t i = 0; i < context.action_count; ++i) {
            const std::vector<EntityId>& consenting = context.actions[i].consenting;
            if (std::find(consenting.begin(), consenting.end(), owner) == consenting.end()) continue;
            for (int n = 1; n <= static_cast<int>(reason.length); ++n) {
                for (const Found& other : reasons(prospect, ActionId(i), k, n)) {
                    auto at_least = [](const std::optional<Fraction>& x, const std::optional<Fraction>& y) {
                        return x == y || is_greater(x, y);
                    };
                    bool is_as_good = at_least(other.end.worth, reason.end.worth) &&
                                      at_least(other.end.outlook, reason.end.outlook);
                    bool is_better = other.length < reason.length || !(other.end == reason.end);
                    if (is_as_good && is_better) return true;
                }
            }
        }
        return false;
    }

    /// Does (X) hold, with a bound for the owner?
    bool explained(const Stage& stage, ActionId a, int k, int bound) {
        if (context[a].consenting.empty()) return false;
        for (EntityId d : context[a].consenting) {
            if (context[stage.running[0].world].owner == d) {
                if (shortest(together(stage), a, k, bound) == 0) return false;
                continue;
            }
            for (const Share& now : stage.running)
                if (possible(context, now.world, context[a]) && !explained_for(now.world, a, d, k))
                    return false;
        }
        return true;
    }

    std::optional<Measure> is_reason(MindId prospect, int k, const std::vector<ActionId>& actions) {
        std::vector<Stage> stages{start(prospect)};
        for (ActionId a : actions) {
            stages.push_back(go_on(stages.back(), a));
            if (stages.back().running.empty()) return std::nullopt;
        }
        std::size_t n = actions.size();
        Measure end = measure(stages[n], k);
        if (!improves(measure(stages[0], k), end)) return std::nullopt;
        for (std::size_t i = 1; i < n; ++i)
            if (measure(stages[i], k) == end) return std::nullopt;
        for (std::size_t i = 1; i < n; ++i)
            if (!explained(stages[i], actions[i], k - static_cast<int>(i), kAnyLength)) return std::nullopt;
        for (unsigned kept = 0; kept + 1 < 1u << n; ++kept)
            if (competes(stages, k, actions, kept, end)) return std::nullopt;
        return end;
    }

    bool competes(const std::vector<Stage>& stages, int k, const std::vector<ActionId>& actions,
                  unsigned kept, const Measure& end) {
        std::size_t omitted = 0;
        while (kept >> omitted & 1)
            ++omitted;
        Stage stage = stages[omitted];
        int j = static_cast<int>(omitted);
        for (std::size_t i = omitted + 1; i < actions.size(); ++i) {
            if (!(kept >> i & 1)) continue;
            ++j;
            Stage next = go_on(stage, actions[i]);
            if (next.running.empty()) return false;
            if (!explained(stage, actions[i], k - j + 1, static_cast<int>(actions.size()))) return false;
            stage = next;
        }
        return measure(stage, k) == end;
    }
};

/// There are two characters, three switches and a counter. What is uncertain comes from `doubts`.
struct RandomWorld {
    TestWorld w;
    Random random;
    std::vector<EntityId> who;
    std::vector<PropertyId> switches;
    PropertyId counter;
    bool doubts;

    RandomWorld(std::uint64_t seed, bool doubts_) : random(seed), doubts(doubts_) {
        who = {w.character("Ann"), w.character("Bo")};
        for (const char* name : {"p", "q", "r"})
            switches.push_back(w.property(name, kBoolean));
        counter = w.property("n", kNumber);
        for (const char* name : {"a", "b", "c", "d"}) {
            TestWorld::Parts parts{
                .precondition = random.chance(50) ? literal() : w.both({literal(), literal()}),
                .effect = w.all({change(), change()})};
            if (random.chance(90)) parts.consenting.push_back(w.of(anybody()));
            if (random.chance(30)) parts.consenting.push_back(w.of(anybody()));
            if (random.chance(30)) {
                parts.observer = w.variable("c", kCharacter);
                parts.observing = w.equal(w.of(parts.observer), w.of(anybody()));
            }
            if (doubts && random.chance(30)) parts.success = literal();
            if (doubts && random.chance(25))
                parts.chance = random.chance(50) ? Fraction{1, 2} : Fraction{1, 3};
            if (doubts && random.chance(30)) parts.failure = change();
            if (random.chance(15)) parts.hidden = literal();
            w.action(name, parts);
        }
        for (EntityId character : who)
            w.utility(character, worth());
        for (int i = 0; i < 3; ++i)
            if (random.chance(50)) w.first(w.set(w.believes(anybody(), flag()), random.chance(50)));
        if (!doubts) return;
        for (int i = 0; i < 2; ++i)
            if (random.chance(70)) w.first(doubt());
        for (EntityId character : who) {
            Temper& temper = w.temper(character);
            if (random.chance(40))
                temper.outlook = random.chance(50) ? Temper::Outlook::hopeful : Temper::Outlook::careful;
            temper.prudent = random.chance(25);
            temper.wary = random.chance(25);
        }
    }

    EntityId anybody() { return who[random.below(2)]; }
    ExprId flag() { return w.read(switches[random.below(3)]); }
    ExprId somebody_s(ExprId fluent) {
        if (random.chance(20)) fluent = w.believes(anybody(), fluent);
        return w.believes(anybody(), fluent);
    }
    EffectId doubt() {
        return w.possibly(
            somebody_s(flag()),
            {{w.truth(true), static_cast<std::int64_t>(1 + random.below(3))}, {w.truth(false), 1}});
    }
    ExprId literal() {
        ExprId atom =
            random.chance(30) ? w.compare(w.read(counter), Compare::less, w.number(random.below(3))) : flag();
        if (random.chance(20)) atom = w.believes(anybody(), atom);
        if (doubts && random.chance(10)) atom = w.might(anybody(), atom);
        if (doubts && random.chance(5)) atom = w.odds(anybody(), atom, Compare::greater, {1, 2});
        return random.chance(60) ? w.no(atom) : atom;
    }
    EffectId change() {
        if (random.chance(30))
            return w.set(w.read(counter), w.calculate(w.read(counter), Arithmetic::add, w.number(1)));
        if (random.chance(15)) return w.set(w.believes(anybody(), flag()), random.chance(50));
        if (doubts && random.chance(10)) return doubt();
        if (doubts && random.chance(10)) {
            ExprId f = flag();
            return w.learn(w.believes(anybody(), f), f);
        }
        return w.set(flag(), random.chance(70));
    }
    ExprId worth() {
        ExprId flags = w.if_else(w.both({flag(), literal()}), w.number(2), w.number(0));
        return random.chance(50) ? flags : w.calculate(flags, Arithmetic::add, w.read(counter));
    }
};

TEST(UncertainReasonsOfRandomWorlds, AreThoseOfTheDefinition) {
    int found = 0;
    int longer = 0;
    int unsure = 0;
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        RandomWorld random(seed, true);
        Budget budget;
        Rules rules;
        rules.limits.belief = static_cast<int>(seed % 3);
        rules.limits.foresight = 1 + static_cast<int>(seed / 3 % 2);
        Context context(random.w.world, rules, budget);
        MindId first = first_state(context);
        Definition definition{context};
        for (std::size_t i = 0; i < context.action_count; ++i) {
            for (EntityId character : context.actions[i].consenting) {
                for (int k = 0; k <= 3; ++k) {
                    MindId prospect = asked_in(context, first, character);
                    unsure += Minds::are_several(prospect);
                    const std::vector<ActionId>* reason = find_reason(context, prospect, ActionId(i), k);
                    int length = reason == nullptr ? 0 : static_cast<int>(reason->size());
                    ASSERT_EQ(length, definition.shortest(prospect, ActionId(i), k, kAnyLength))
                        << "seed " << seed << ", action " << i << ", budget " << k;
                    found += length > 0;
                    longer += length > 1;
                }
            }
        }
        ASSERT_FALSE(context.halted());
    }
    EXPECT_GT(found, 4000);
    EXPECT_GT(longer, 200);
    EXPECT_GT(unsure, 500);
}

/// With one possibility each and nothing that fails, the two judges agree.
TEST(UncertainReasonsOfRandomWorlds, AreThoseOfCertainOnesWhereNothingIsUncertain) {
    int longer = 0;
    for (std::uint64_t seed = 0; seed < 1500; ++seed) {
        RandomWorld random(seed, false);
        Budget budget;
        Rules rules;
        rules.limits.belief = static_cast<int>(seed % 3);
        rules.strict = seed % 5 == 0;
        Context plain(random.w.world, rules, budget);
        Context uncertain(random.w.world, rules, budget);
        ASSERT_FALSE(plain.is_uncertain);
        uncertain.is_uncertain = true;
        for (std::size_t i = 0; i < plain.action_count; ++i) {
            for (EntityId character : plain.actions[i].consenting) {
                for (int k = 0; k <= 4; ++k) {
                    auto length = [&](Context& context) {
                        const std::vector<ActionId>* reason = find_reason(
                            context, asked_in(context, first_state(context), character), ActionId(i), k);
                        return reason == nullptr ? 0 : static_cast<int>(reason->size());
                    };
                    int expected = length(plain);
                    ASSERT_EQ(length(uncertain), expected)
                        << "seed " << seed << ", action " << i << ", budget " << k;
                    longer += expected > 1;
                }
            }
        }
    }
    EXPECT_GT(longer, 50);
}

TEST(PlansOfUncertainRandomWorlds, PassTheirOwnJudgement) {
    int found = 0;
    int failures = 0;
    for (std::uint64_t seed = 0; seed < 1500; ++seed) {
        RandomWorld random(seed, true);
        random.w.utility({}, random.worth());
        Rules rules;
        rules.limits = {3, 3, 1};
        Budget budget;
        Existence existence = enumerate(random.w.world, rules, budget);
        if (existence.verdict != Verdict::valid) continue;
        ++found;
        std::vector<GroundEvent> actions;
        for (const Step& step : existence.plan->steps) {
            actions.push_back(step.action);
            failures += step.action.fails;
        }
        Judgement judgement = verify(random.w.world, *existence.plan, rules, budget);
        EXPECT_EQ(judgement.verdict, Verdict::valid) << "seed " << seed << ": " << judgement.why;
        judgement = verify_actions(random.w.world, actions, rules, budget);
        EXPECT_EQ(judgement.verdict, Verdict::valid) << "seed " << seed << ": " << judgement.why;
    }
    EXPECT_GT(found, 200);
    EXPECT_GT(failures, 3);
}

}  // namespace
}  // namespace wt::referee
