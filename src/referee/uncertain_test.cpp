// These are small stories of their own about the reasons of those who are unsure, may fail, or have a temper.

#include "referee/uncertain.h"

#include <gtest/gtest.h>

#include "referee/evaluate.h"
#include "referee/happen.h"
#include "referee/referee.h"
#include "referee/test_world.h"

namespace wt::referee {
namespace {

using namespace model;

class Uncertain : public testing::Test {
  protected:
    States& start() {
        states.emplace(w.world, rules, budget);
        first = states->first_state();
        return *states;
    }
    GroundEvent event(EventId id, std::vector<EntityId> arguments = {}, bool fails = false) {
        GroundEvent event{id, {}, fails};
        for (EntityId argument : arguments)
            event.arguments.push_back(Value::entity(argument));
        return event;
    }
    /// Returns the length of a shortest reason; 0 if there is none.
    int reason(EntityId who, const GroundEvent& action, MindId state) {
        return states->shortest_reason(states->believed(state, {{who}}), action, rules.limits.character)
            .value_or(0);
    }
    int reason(EntityId who, const GroundEvent& action) { return reason(who, action, first); }
    Account account(EntityId who, std::vector<GroundEvent> actions) {
        return states->account(states->believed(first, {{who}}), actions, rules.limits.character);
    }
    ExprId is(ExprId a, EntityId b) { return w.equal(a, w.of(b)); }
    ExprId plus(ExprId a, double b) { return w.calculate(a, Arithmetic::add, w.number(b)); }
    ExprId worth(ExprId condition, double n = 1) { return w.if_else(condition, w.number(n), w.number(0)); }
    Judgement judge(std::vector<GroundEvent> actions) {
        return verify_actions(w.world, actions, rules, budget);
    }

    Budget budget;
    Rules rules;
    TestWorld w;
    std::optional<States> states;
    MindId first;
};

/// He hears a noise: it is nobody, by 3, somebody in the ash, by 2, or in the beech, by 1. To be seen costs him 6, a
/// throw 1, and to wake the camp, which is safe, 2.
class Sentry : public Uncertain {
  protected:
    Sentry() {
        TypeId place = w.type("place");
        he = w.character("Sentry");
        nowhere = w.entity("Nowhere", place);
        ash = w.entity("Ash", place);
        beech = w.entity("Beech", place);
        guest = w.property("guest", place);
        cost = w.property("cost", kNumber);
        VariableId at = w.variable("at", place);
        ExprId pays = plus(w.read(cost), 1);
        EffectId gone = w.set(w.read(guest), w.of(nowhere));
        throw_at = w.action("throw", {.formals = {at},
                                      .precondition = w.no(w.equal(w.of(at), w.of(nowhere))),
                                      .effect = w.all({gone, w.set(w.read(cost), pays)}),
                                      .consenting = {w.of(he)},
                                      .success = w.equal(w.read(guest), w.of(at)),
                                      .failure = w.set(w.read(cost), pays)});
        wake = w.action("wake", {.effect = w.all({gone, w.set(w.read(cost), plus(w.read(cost), 2))}),
                                 .consenting = {w.of(he)}});
        ExprId loss = w.if_else(is(w.read(guest), nowhere), w.number(0), w.number(-6));
        w.utility(he, w.calculate(loss, Arithmetic::subtract, w.read(cost)));
        w.first(w.set(w.read(guest), w.of(nowhere)));
        rules.limits.character = 1;
    }
    void hears_something() {
        w.first(w.possibly(w.believes(he, w.read(guest)),
                           {{w.of(nowhere), 3}, {w.of(ash), 2}, {w.of(beech), 1}}));
    }

    EntityId he, nowhere, ash, beech;
    PropertyId guest, cost;
    EventId throw_at, wake;
};

TEST_F(Sentry, ThrowsAtTheLikelierTree) {
    hears_something();
    start();
    EXPECT_EQ(reason(he, event(throw_at, {ash})), 1);
    EXPECT_EQ(reason(he, event(throw_at, {beech})), 0) << "-3 to -3";
    Account told = account(he, {event(throw_at, {ash})});
    EXPECT_EQ(told.worth_at_start, (Fraction{-3, 1}));
    EXPECT_EQ(told.worth_at_end, (Fraction{-2, 1}));
    EXPECT_TRUE(told.goes_well);
    ASSERT_EQ(told.endings.size(), 3u);
    EXPECT_TRUE(told.endings[0].is_failure);
    EXPECT_EQ(told.endings[0].share, (Fraction{1, 2}));
    EXPECT_EQ(told.endings[0].utility, Value::number(-1));
    EXPECT_EQ(told.endings[1].share, (Fraction{1, 6}));
    EXPECT_EQ(told.endings[1].utility, Value::number(-7));
    EXPECT_EQ(told.endings[2].share, (Fraction{1, 3}));
    EXPECT_EQ(told.endings[2].actions, 1u);
    EXPECT_FALSE(told.endings[2].is_failure);
}

TEST_F(Sentry, WakesTheCampIfHeIsCareful) {
    hears_something();
    w.temper(he).outlook = Temper::Outlook::careful;
    start();
    EXPECT_EQ(reason(he, event(throw_at, {ash})), 0);
    EXPECT_EQ(reason(he, event(wake)), 1);
}

TEST_F(Sentry, DoesNothingIfHeIsHopefulOrCertainThatThereIsNobody) {
    for (bool is_certain : {true, false}) {
        if (!is_certain) hears_something();
        w.temper(he).outlook = is_certain ? Temper::Outlook::expected : Temper::Outlook::hopeful;
        start();
        EXPECT_EQ(reason(he, event(throw_at, {ash})), 0);
        EXPECT_EQ(reason(he, event(throw_at, {beech})), 0);
        EXPECT_EQ(reason(he, event(wake)), 0);
    }
}

/// The gold is in one of three chests, really in the third.
class Chests : public Uncertain {
  protected:
    Chests() {
        TypeId chest = w.type("chest");
        lena = w.character("Lena");
        for (const char* name : {"Oak", "Iron", "Lead"})
            chests.push_back(w.entity(name, chest));
        gold = w.property("gold", chest);
        rich = w.property("rich", kBoolean);
        VariableId which = w.variable("which", chest);
        open = w.action("open", {.formals = {which},
                                 .effect = w.set(w.read(rich)),
                                 .consenting = {w.of(lena)},
                                 .success = w.equal(w.read(gold), w.of(which))});
        w.first(w.set(w.read(gold), w.of(chests[2])));
        w.first(w.possibly(w.believes(lena, w.read(gold)),
                           {{w.of(chests[0]), 1}, {w.of(chests[1]), 1}, {w.of(chests[2]), 1}}));
        w.utility(lena, worth(w.read(rich)));
        w.utility({}, worth(w.read(rich)));
    }
    GroundEvent opens(int i, bool fails = false) {
        return event(open, {chests[static_cast<std::size_t>(i)]}, fails);
    }

    EntityId lena;
    std::vector<EntityId> chests;
    PropertyId gold, rich;
    EventId open;
};

TEST_F(Chests, AreOpenedOneAfterAnother) {
    start();
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(reason(lena, opens(i)), 1);
    MindId once = states->successor(first, opens(0, true));
    EXPECT_EQ(reason(lena, opens(0), once), 0) << "she has seen that it is empty";
    EXPECT_EQ(reason(lena, opens(1), once), 1);
    MindId twice = states->successor(once, opens(1, true));
    EXPECT_EQ(states->value(twice, {{lena}}, gold, {}), Value::entity(chests[2])) << "now she knows";
    EXPECT_EQ(reason(lena, opens(1), twice), 0);
    EXPECT_EQ(reason(lena, opens(2), twice), 1);
    EXPECT_EQ(states->value(states->successor(twice, opens(2)), {}, rich, {}), Value::boolean(true));
}

TEST_F(Chests, AreFoundEmptyInAStoryThatIsToHaveTwoFailures) {
    TraceNode failure;
    failure.kind = TraceKind::happens;
    failure.patterns = {{open, {ExprId()}, true}};
    w.world.traces.push_back(failure);
    TraceNode twice;
    twice.kind = TraceKind::count;
    twice.compare = Compare::equal;
    twice.number = 2;
    twice.children = {TraceId(w.world.traces.size() - 1)};
    w.world.traces.push_back(twice);
    Request request;
    request.constraints = {TraceId(w.world.traces.size() - 1)};
    request.goal = 1;
    rules.request = &request;
    Existence existence = enumerate(w.world, rules, budget);
    ASSERT_EQ(existence.verdict, Verdict::valid) << existence.why;
    EXPECT_EQ(existence.shortest, 3u);
    EXPECT_EQ(existence.plan->steps[0].action, opens(0, true));
    EXPECT_EQ(existence.plan->steps[1].action, opens(1, true));
    EXPECT_EQ(existence.plan->steps[2].action, opens(2));
    EXPECT_EQ(verify(w.world, *existence.plan, rules, budget).verdict, Verdict::valid);
    Judgement judgement = judge({opens(0, true), opens(0, true), opens(2)});
    EXPECT_EQ(judgement.step, 1u);
    EXPECT_EQ(judgement.why, "`Lena` has no reason for `open(Oak) fails` within the limits");
}

TEST_F(Chests, CanBeOpenedInVainOnlyWhereTheyAreEmpty) {
    Judgement judgement = judge({opens(0)});
    EXPECT_EQ(judgement.why, "`open(Oak)` does not come about: `gold() == Oak` is false, so that it fails");
    judgement = judge({opens(2, true)});
    EXPECT_EQ(judgement.why, "`open(Lead) fails` does not come about: nothing keeps it from success");
    judgement = judge({opens(0, true), opens(2)});
    EXPECT_EQ(
        judgement.why,
        "`open(Oak) fails` can be left out: it may go on with `open(Lead)`, and ends with the same utility");
    EXPECT_EQ(judge({opens(2)}).verdict, Verdict::valid);
}

/// Picking works one time in three, and a failure wakes the dog if it is near.
class Lock : public Uncertain {
  protected:
    Lock() {
        thief = w.character("Thief");
        has = w.property("has", kBoolean);
        near = w.property("near", kBoolean);
        bitten = w.property("bitten", kBoolean);
        pick = w.action("pick", {.precondition = w.no(w.read(has)),
                                 .effect = w.set(w.read(has)),
                                 .consenting = {w.of(thief)},
                                 .chance = Fraction{1, 3},
                                 .failure = w.when(w.read(near), w.set(w.read(bitten)))});
    }
    void bite(double cost) {
        w.first(w.set(w.read(near)));
        w.utility(thief, w.calculate(worth(w.read(has), 4), Arithmetic::add, worth(w.read(bitten), cost)));
    }

    EntityId thief;
    PropertyId has, near, bitten;
    EventId pick;
};

TEST_F(Lock, IsPickedIfTheBiteIsSmall) {
    bite(-1);
    start();
    EXPECT_EQ(reason(thief, event(pick)), 1);
    EXPECT_EQ(account(thief, {event(pick)}).worth_at_end, (Fraction{2, 3}));
}

TEST_F(Lock, IsLeftAloneIfTheBiteIsBad) {
    bite(-3);
    start();
    EXPECT_EQ(reason(thief, event(pick)), 0);
    EXPECT_EQ(account(thief, {event(pick)}).worth_at_end, (Fraction{-2, 3}));
}

TEST_F(Lock, HasTheLuckThatTheAuthorTakes) {
    bite(-1);
    rules.limits.character = 1;
    std::vector<GroundEvent> story{event(pick, {}, true), event(pick)};
    EXPECT_EQ(luck(w.world, story, rules, budget), (Fraction{2, 9}));
    TraceNode lucky;
    lucky.kind = TraceKind::luck;
    lucky.compare = Compare::less_equal;
    lucky.fraction = w.share({1, 4});
    w.world.traces.push_back(lucky);
    w.utility({}, worth(w.read(has)));
    Request request;
    request.constraints = {TraceId(w.world.traces.size() - 1)};
    request.goal = 1;
    rules.request = &request;
    EXPECT_EQ(judge(story).verdict, Verdict::valid) << judge(story).why;
    EXPECT_EQ(judge({event(pick)}).verdict, Verdict::invalid) << "1/3 is more than 1/4";
    EXPECT_EQ(enumerate(w.world, rules, budget).shortest, 2u);
}

TEST_F(Uncertain, FalseCertaintyIsCorrectedOnce) {
    TypeId place = w.type("place");
    EntityId mara = w.character("Mara");
    EntityId drawer = w.entity("Drawer", place);
    EntityId desk = w.entity("Desk", place);
    PropertyId letter = w.property("letter", place);
    PropertyId has = w.property("has", kBoolean);
    VariableId where = w.variable("where", place);
    EventId look = w.action("look", {.formals = {where},
                                     .effect = w.set(w.read(has)),
                                     .consenting = {w.of(mara)},
                                     .success = w.equal(w.read(letter), w.of(where))});
    w.first(w.set(w.read(letter), w.of(desk)));
    w.first(w.set(w.believes(mara, w.read(letter)), w.of(drawer)));
    w.utility(mara, worth(w.read(has)));
    start();
    EXPECT_EQ(reason(mara, event(look, {drawer})), 1);
    MindId after = states->successor(first, event(look, {drawer}, true));
    EXPECT_EQ(states->value(after, {{mara}}, letter, {}), Value::unknown());
    EXPECT_EQ(reason(mara, event(look, {drawer}), after), 0);
    EXPECT_EQ(reason(mara, event(look, {desk}), after), 0) << "nor does she know where else it could be";
}

TEST_F(Uncertain, APromiseMayDependOnOdds) {
    EntityId ida = w.character("Ida");
    PropertyId ready = w.property("ready", kBoolean);
    PropertyId met = w.property("met", kBoolean);
    EventId come = w.action("come", {.precondition = w.odds(ida, w.read(ready), Compare::greater, {1, 2}),
                                     .effect = w.set(w.read(met)),
                                     .consenting = {w.of(ida)}});
    w.utility(ida, worth(w.read(met)));
    EffectId doubt = w.possibly(w.believes(ida, w.read(ready)), {{w.truth(true), 1}, {w.truth(false), 1}});
    w.first(doubt);
    start();
    EXPECT_FALSE(states->possible(first, event(come)));
    EXPECT_EQ(reason(ida, event(come)), 0) << "one half is not more than one half";
    w.world.effects[doubt.index()].weights = {2, 1};
    start();
    EXPECT_TRUE(states->possible(first, event(come)));
    EXPECT_EQ(reason(ida, event(come)), 1);
}

/// What she will have learned decides: her own later actions are judged over all pictures together.
TEST_F(Uncertain, LaterActionsAreJudgedOverAllPicturesThatRun) {
    EntityId ann = w.character("Ann");
    PropertyId key = w.property("key", kBoolean);  // does the key fit?
    PropertyId held = w.property("held", kBoolean);
    PropertyId open = w.property("open", kBoolean);
    EventId fetch = w.action(
        "fetch",
        {.precondition = w.no(w.read(held)), .effect = w.set(w.read(held)), .consenting = {w.of(ann)}});
    EventId turn = w.action("turn", {.precondition = w.both({w.read(held), w.no(w.read(open))}),
                                     .effect = w.set(w.read(open)),
                                     .consenting = {w.of(ann)},
                                     .success = w.read(key)});
    w.first(w.possibly(w.believes(ann, w.read(key)), {{w.truth(true), 1}, {w.truth(false), 2}}));
    w.utility(ann, w.calculate(worth(w.read(open), 6), Arithmetic::subtract, worth(w.read(held))));
    start();
    EXPECT_EQ(reason(ann, event(fetch)), 2);
    Account told = account(ann, {event(fetch), event(turn)});
    EXPECT_EQ(told.worth_at_start, (Fraction{0, 1}));
    EXPECT_EQ(told.worth_at_end, (Fraction{1, 1}));
    w.utility(ann, w.calculate(worth(w.read(open), 3), Arithmetic::subtract, worth(w.read(held))));
    start();
    EXPECT_EQ(reason(ann, event(fetch)), 0) << "0 to 0";
}

/// In an imagined world of hers `believes(Ann, ...)` says what she will be sure of.
TEST_F(Uncertain, FindingOutIsAGainOfItsOwn) {
    TypeId place = w.type("place");
    EntityId ann = w.character("Ann");
    EntityId box = w.entity("Box", place);
    EntityId bag = w.entity("Bag", place);
    PropertyId ring = w.property("ring", place);
    EventId look = w.action(
        "look", {.effect = w.learn(w.believes(ann, w.read(ring)), w.read(ring)), .consenting = {w.of(ann)}});
    w.first(w.set(w.read(ring), w.of(box)));
    w.first(w.possibly(w.believes(ann, w.read(ring)), {{w.of(box), 1}, {w.of(bag), 1}}));
    w.utility(ann, worth(w.no(w.equal(w.believes(ann, w.read(ring)), w.unknown()))));
    start();
    EXPECT_EQ(reason(ann, event(look)), 1);
    EXPECT_EQ(account(ann, {event(look)}).worth_at_end, (Fraction{1, 1}));
    MindId after = states->successor(first, event(look));
    EXPECT_EQ(states->value(after, {{ann}}, ring, {}), Value::entity(box));
    EXPECT_EQ(reason(ann, event(look), after), 0);
}

/// There are two coins, of 1 and of 100.
TEST_F(Uncertain, ThePrudentTakeTheGreaterCoin) {
    EntityId ilse = w.character("Ilse");
    PropertyId coins = w.property("coins", kNumber);
    auto take = [&](const char* name, double n) {
        return w.action(name, {.precondition = w.equal(w.read(coins), w.number(0)),
                               .effect = w.set(w.read(coins), w.number(n)),
                               .consenting = {w.of(ilse)}});
    };
    EventId penny = take("penny", 1);
    EventId crown = take("crown", 100);
    w.utility(ilse, w.read(coins));
    w.utility({}, w.read(coins));
    start();
    EXPECT_EQ(reason(ilse, event(penny)), 1);
    w.temper(ilse).prudent = true;
    start();
    EXPECT_EQ(reason(ilse, event(penny)), 0);
    EXPECT_EQ(reason(ilse, event(crown)), 1);
    rules.goal = 1;
    EXPECT_EQ(judge({event(penny)}).verdict, Verdict::invalid);
    EXPECT_EQ(judge({event(crown)}).verdict, Verdict::valid);
    Plan plan{{{event(penny), {ExplanationId(std::size_t{0})}}}, {{ilse, {{event(penny), {}}}}}};
    EXPECT_EQ(
        verify(w.world, plan, rules, budget).why,
        "the reason of `Ilse` for `penny()` does not hold: somebody prudent has a better one: `crown()`");
}

/// There are three rooms in a row; somebody who wants to be in the last one does not walk away from it.
TEST_F(Uncertain, ThePrudentDoNotWalkAwayFromWhereTheyWantToBe) {
    TypeId room = w.type("room");
    EntityId ilse = w.character("Ilse");
    std::vector<EntityId> rooms;
    for (const char* name : {"North", "Middle", "South"})
        rooms.push_back(w.entity(name, room));
    PropertyId at = w.property("at", room);
    PropertyId rested = w.property("rested", kBoolean);
    auto walk = [&](int from, int to) {
        return w.action(("walk" + std::to_string(from) + std::to_string(to)).c_str(),
                        {.precondition = is(w.read(at), rooms[static_cast<std::size_t>(from)]),
                         .effect = w.set(w.read(at), w.of(rooms[static_cast<std::size_t>(to)])),
                         .consenting = {w.of(ilse)}});
    };
    walk(0, 1);
    EventId back = walk(1, 0);
    EventId on = walk(1, 2);
    walk(2, 1);
    w.action("rest", {.precondition = is(w.read(at), rooms[2]),
                      .effect = w.set(w.read(rested)),
                      .consenting = {w.of(ilse)}});
    w.action("nap", {.precondition = is(w.read(at), rooms[0]),
                     .effect = w.set(w.read(rested)),
                     .consenting = {w.of(ilse)}});
    w.first(w.set(w.read(at), w.of(rooms[1])));
    w.utility(ilse, w.calculate(worth(is(w.read(at), rooms[2])), Arithmetic::add, worth(w.read(rested))));
    start();
    EXPECT_GT(reason(ilse, event(back)), 0) << "she can nap in the north";
    w.temper(ilse).prudent = true;
    start();
    EXPECT_EQ(reason(ilse, event(back)), 0) << "it is better to walk on, and as far";
    EXPECT_EQ(reason(ilse, event(on)), 1);
}

/// A thief wants the ring, and the chest can be locked, though it costs a step.
class Thief : public Uncertain {
  protected:
    Thief() {
        ilse = w.character("Ilse");
        bram = w.character("Bram");
        locked = w.property("locked", kBoolean);
        stolen = w.property("stolen", kBoolean);
        paid = w.property("paid", kNumber);
        lock = w.action("lock", {.precondition = w.no(w.read(locked)),
                                 .effect = w.all({w.set(w.read(locked)), w.set(w.read(paid), w.number(1))}),
                                 .consenting = {w.of(ilse)}});
        steal = w.action("steal", {.precondition = w.both({w.no(w.read(locked)), w.no(w.read(stolen))}),
                                   .effect = w.set(w.read(stolen)),
                                   .consenting = {w.of(bram)}});
        w.utility(bram, worth(w.read(stolen)));
    }
    void lock_costs(double cost) {
        ExprId costs = w.calculate(w.read(paid), Arithmetic::multiply, w.number(cost));
        w.utility(ilse, w.calculate(worth(w.no(w.read(stolen)), 5), Arithmetic::subtract, costs));
    }

    EntityId ilse, bram;
    PropertyId locked, stolen, paid;
    EventId lock, steal;
};

TEST_F(Thief, IsNoReasonToLockForWhoIsNotWary) {
    lock_costs(0);
    start();
    EXPECT_EQ(reason(ilse, event(lock)), 0);
}

TEST_F(Thief, IsAReasonToLockForTheWary) {
    lock_costs(0);
    w.temper(ilse).wary = true;
    start();
    EXPECT_EQ(reason(ilse, event(lock)), 1);
    Account told = account(ilse, {event(lock)});
    EXPECT_EQ(told.worth_at_start, told.worth_at_end);
    EXPECT_EQ(told.outlook_at_start, (Fraction{0, 1}));
    EXPECT_EQ(told.outlook_at_end, (Fraction{5, 1}));
    rules.limits.foresight = 0;
    start();
    EXPECT_EQ(reason(ilse, event(lock)), 0) << "who sees nothing coming fears nothing";
    rules.limits = {};
    rules.limits.belief = 0;
    start();
    EXPECT_EQ(reason(ilse, event(lock)), 0) << "beyond the belief limit nobody looks out";
}

TEST_F(Thief, IsNoReasonForALockThatCosts) {
    // Somebody who has to pay ends with less than at the start, whatever the outlook.
    lock_costs(1);
    w.temper(ilse).wary = true;
    start();
    EXPECT_EQ(reason(ilse, event(lock)), 0);
}

TEST_F(Thief, IsNoThreatIfHeGainsNothing) {
    lock_costs(0);
    w.temper(ilse).wary = true;
    w.utility(bram, w.number(0));
    start();
    EXPECT_EQ(reason(ilse, event(lock)), 0);
}

TEST_F(Thief, AndOwnerMayBeWaryOfEachOther) {
    lock_costs(0);
    w.temper(ilse).wary = w.temper(bram).wary = true;
    start();
    EXPECT_EQ(reason(ilse, event(lock)), 1);
    EXPECT_EQ(reason(bram, event(steal)), 1);
    EXPECT_EQ(states->trouble().verdict, Verdict::valid);
}

TEST_F(Thief, HasLessOfTheBudgetLeftForHisSecondAction) {
    // He comes, for the sake of coming; then he would steal, but only to sell what he has stolen.
    lock_costs(0);
    w.temper(ilse).wary = true;
    PropertyId here = w.property("here", kBoolean);
    PropertyId sold = w.property("sold", kBoolean);
    w.action("come",
             {.precondition = w.no(w.read(here)), .effect = w.set(w.read(here)), .consenting = {w.of(bram)}});
    w.action("sell", {.precondition = w.both({w.read(stolen), w.no(w.read(sold))}),
                      .effect = w.set(w.read(sold)),
                      .consenting = {w.of(bram)}});
    Event& theft = w.world.events[steal.index()];
    theft.precondition = w.both({theft.precondition, w.read(here)});
    w.utility(bram, w.calculate(worth(w.read(here)), Arithmetic::add, worth(w.read(sold))));
    rules.limits.character = 2;
    start();
    EXPECT_EQ(reason(ilse, event(lock)), 0);
    rules.limits.character = 3;
    start();
    EXPECT_EQ(reason(ilse, event(lock)), 1);
}

/// Others are asked in every world in which their action is possible.
TEST_F(Uncertain, OthersHaveTheirReasonsInEveryWorldInWhichTheyAreNeeded) {
    EntityId ann = w.character("Ann");
    EntityId bo = w.character("Bo");
    PropertyId glad = w.property("glad", kBoolean);
    PropertyId asked = w.property("asked", kBoolean);
    PropertyId done = w.property("done", kBoolean);
    EventId ask = w.action(
        "ask",
        {.precondition = w.no(w.read(asked)), .effect = w.set(w.read(asked)), .consenting = {w.of(ann)}});
    ExprId may = w.both({w.read(asked), w.no(w.read(done))});
    EventId help =
        w.action("help", {.precondition = may, .effect = w.set(w.read(done)), .consenting = {w.of(bo)}});
    w.first(w.possibly(w.believes(ann, w.read(glad)), {{w.truth(true), 1}, {w.truth(false), 1}}));
    w.utility(ann, worth(w.read(done)));
    w.utility(bo, worth(w.both({w.read(done), w.read(glad)})));
    start();
    EXPECT_EQ(reason(ann, event(ask)), 0) << "he may not be glad, and would have no reason";
    w.world.events[help.index()].precondition = w.both({may, w.read(glad)});
    start();
    EXPECT_EQ(reason(ann, event(ask)), 2) << "where he is not glad it is impossible, and nobody asks";
}

TEST_F(Uncertain, WorthThatDoesNotFitIsUndecided) {
    EntityId ann = w.character("Ann");
    PropertyId n = w.property("n", kNumber);
    EventId grow = w.action("grow", {.effect = w.set(w.read(n), w.number(1e30)), .consenting = {w.of(ann)}});
    w.utility(ann, w.read(n));
    w.temper(ann).prudent = true;
    start();
    reason(ann, event(grow));
    EXPECT_EQ(states->trouble().stop, Stop::weights);
}

}  // namespace
}  // namespace wt::referee
