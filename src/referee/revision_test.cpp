#include "referee/revision.h"

#include <gtest/gtest.h>

#include "referee/evaluate.h"
#include "referee/happen.h"
#include "referee/test_world.h"

namespace wt::referee {
namespace {

using namespace model;

class Revision : public testing::Test {
  protected:
    Revision() {
        place = w.type("place");
        ann = w.character("Ann");
        bo = w.character("Bo");
        pier = w.entity("Pier", place);
        quay = w.entity("Quay", place);
        at = w.property("at", place, {kCharacter});
        money = w.property("money", kNumber, {kCharacter});
        glad = w.property("glad", kBoolean, {kCharacter});
    }
    /// Starts a world with one action of this precondition and no effect.
    void start(ExprId precondition) {
        w.action("act", {.precondition = precondition});
        context.emplace(w.world, Rules{}, budget);
        state = first_state(*context);
    }
    std::vector<std::string> clauses() { return true_clauses(*context, state, context->actions[0]); }
    /// Returns what Bo believes after watching.
    Value bo_sees(PropertyId property, EntityId argument) {
        MindId after = successor(*context, state, ActionId(std::uint32_t{0}));
        Value value = Value::entity(argument);
        return context->minds.value(context->believed(after, bo),
                                    context->fluents.find(property, std::span(&value, 1)));
    }
    void bo_believes(ExprId fluent, ExprId value) { w.first(w.set(w.believes(bo, fluent), value)); }
    ExprId a() { return w.read(at, ann); }
    ExprId b() { return w.read(at, bo); }
    ExprId m() { return w.read(money, ann); }

    using Texts = std::vector<std::string>;
    Budget budget;
    TestWorld w;
    TypeId place;
    EntityId ann, bo, pier, quay;
    PropertyId at, money, glad;
    std::optional<Context> context;
    MindId state;
};

TEST_F(Revision, EqualityIsCorrectedToTheRealValue) {
    w.first(w.set(a(), w.of(pier)));
    bo_believes(a(), w.of(quay));
    start(w.equal(a(), w.of(pier)));
    EXPECT_EQ(clauses(), Texts{"at(Ann) == Pier"});
    EXPECT_EQ(bo_sees(at, ann), Value::entity(pier));
}

TEST_F(Revision, OtherComparisonsLeaveTheValueUnknown) {
    w.first(w.set(m(), w.number(5)));
    bo_believes(m(), w.number(0));
    start(w.compare(m(), Compare::greater, w.number(3)));
    EXPECT_EQ(bo_sees(money, ann), Value::unknown());
}

TEST_F(Revision, AnUnequalPlaceBecomesUnknown) {
    w.first(w.set(a(), w.of(pier)));
    bo_believes(a(), w.of(quay));
    start(w.compare(a(), Compare::not_equal, w.of(quay)));
    EXPECT_EQ(bo_sees(at, ann), Value::unknown());
}

TEST_F(Revision, WhatIsTrueInTheMindIsLeftAlone) {
    w.first(w.set(m(), w.number(5)));
    bo_believes(m(), w.number(7));
    bo_believes(w.read(glad, ann), w.truth(true));
    start(w.both({w.compare(m(), Compare::greater, w.number(3)), w.no(w.read(glad, ann))}));
    EXPECT_EQ(bo_sees(money, ann), Value::number(7));
    EXPECT_EQ(bo_sees(glad, ann), Value::boolean(false));
}

TEST_F(Revision, EveryTrueClauseCorrects) {
    w.first(w.all({w.set(a(), w.of(pier)), w.set(w.read(glad, ann))}));
    bo_believes(a(), w.of(quay));
    bo_believes(w.read(glad, ann), w.truth(false));
    start(w.either({w.read(glad, ann), w.equal(a(), w.of(pier)), w.read(glad, bo)}));
    EXPECT_EQ(clauses(), (Texts{"at(Ann) == Pier", "glad(Ann) == True"}));
    EXPECT_EQ(bo_sees(at, ann), Value::entity(pier));
    EXPECT_EQ(bo_sees(glad, ann), Value::boolean(true));
}

TEST_F(Revision, TwoFluentsAreCorrectedByTheCase) {
    w.first(w.all({w.set(a(), w.of(pier)), w.set(b(), w.of(pier))}));
    bo_believes(a(), w.of(quay));
    start(w.equal(a(), b()));
    EXPECT_EQ(clauses(), Texts{"at(Ann) == Pier & at(Bo) == Pier"});
    EXPECT_EQ(bo_sees(at, ann), Value::entity(pier));
    EXPECT_EQ(bo_sees(at, bo), Value::entity(pier));
}

TEST_F(Revision, TwoUnknownFluentsAreACaseOfTheirOwn) {
    start(w.equal(a(), b()));
    EXPECT_EQ(clauses(), Texts{"at(Ann) == ? & at(Bo) != Pier & at(Bo) != Quay"});
}

TEST_F(Revision, UnequalFluentsNameTheValueOfTheRightOne) {
    w.first(w.set(b(), w.of(quay)));
    start(w.compare(a(), Compare::not_equal, b()));
    EXPECT_EQ(clauses(), Texts{"at(Ann) != Quay & at(Bo) == Quay"});
}

TEST_F(Revision, ANumberComparisonIsAboutEachOfItsFluents) {
    w.first(w.all({w.set(m(), w.number(5)), w.set(w.read(money, bo), w.number(2))}));
    bo_believes(m(), w.number(1));
    start(w.compare(m(), Compare::greater_equal, w.read(money, bo)));
    EXPECT_EQ(clauses(), Texts{"money(Ann) >= money(Bo) & money(Ann) >= money(Bo)"});
    // money(Ann) becomes ?; then the comparison is still false, so money(Bo) becomes ? as well.
    EXPECT_EQ(bo_sees(money, ann), Value::unknown());
    EXPECT_EQ(bo_sees(money, bo), Value::unknown());
}

TEST_F(Revision, NumbersAreEqualInOneStepAfterTheFirstCorrection) {
    w.first(w.all({w.set(m(), w.number(5)), w.set(w.read(money, bo), w.number(5))}));
    bo_believes(m(), w.number(1));
    start(w.equal(m(), w.read(money, bo)));
    EXPECT_EQ(bo_sees(money, ann), Value::number(5));
    EXPECT_EQ(bo_sees(money, bo), Value::number(5));
}

TEST_F(Revision, TwoBoundsThatMeetAreAnEquality) {
    w.first(w.set(m(), w.number(4)));
    bo_believes(m(), w.number(1));
    start(w.both({w.compare(m(), Compare::greater_equal, w.number(4)),
                  w.compare(w.number(4), Compare::greater_equal, m())}));
    EXPECT_EQ(clauses(), Texts{"money(Ann) == 4"});
    EXPECT_EQ(bo_sees(money, ann), Value::number(4));
}

TEST_F(Revision, AConditionalIsACaseForEachBranch) {
    w.first(w.all({w.set(w.read(glad, ann)), w.set(m(), w.number(4))}));
    start(w.equal(m(), w.if_else(w.read(glad, ann), w.number(4), w.number(9))));
    EXPECT_EQ(clauses(), Texts{"glad(Ann) == True & money(Ann) == 4"});
}

TEST_F(Revision, AnUndecidedTestLeavesNoClause) {
    w.first(w.set(m(), w.unknown()));
    ExprId test = w.compare(m(), Compare::less, w.number(3));  // neither true nor false
    start(w.if_else(test, w.truth(false), w.truth(true)));
    EXPECT_EQ(clauses(), Texts{});
}

TEST_F(Revision, ATypeTestIsACaseForEachMember) {
    w.first(w.set(a(), w.of(quay)));
    start(w.type_test(a(), place));
    EXPECT_EQ(clauses(), Texts{"at(Ann) == Quay"});
}

TEST_F(Revision, BeliefsInThePreconditionAreCorrectedInTheMindBelow) {
    // Ann is really glad and knows it; Bo takes her not to know, and sees something that only she who knows
    // can do.
    w.first(w.set(w.read(glad, ann)));
    bo_believes(w.believes(ann, w.read(glad, ann)), w.truth(false));
    start(w.believes(ann, w.read(glad, ann)));
    EXPECT_EQ(clauses(), Texts{"believes(Ann, glad(Ann)) == True"});
    MindId after = successor(*context, state, ActionId(std::uint32_t{0}));
    Value of_ann = Value::entity(ann);
    FluentId is_glad = context->fluents.find(glad, std::span(&of_ann, 1));
    EXPECT_TRUE(
        context->minds.value(context->believed(context->believed(after, bo), ann), is_glad).is_true());
}

TEST_F(Revision, WhatBoBelievesHimselfIsCorrectedInHisOwnMind) {
    w.first(w.set(w.believes(bo, w.believes(ann, w.believes(bo, w.read(glad, bo))))));
    w.first(w.set(w.believes(bo, w.read(glad, bo)), true));
    start(w.believes(bo, w.read(glad, bo)));
    // In Ann's view of Bo the precondition is false, so she corrects her view of him, and only that.
    MindId after = successor(*context, state, ActionId(std::uint32_t{0}));
    Value of_bo = Value::entity(bo);
    FluentId is_glad = context->fluents.find(glad, std::span(&of_bo, 1));
    MindId in_ann = context->believed(after, ann);
    EXPECT_FALSE(context->minds.value(in_ann, is_glad).is_true());
    EXPECT_TRUE(context->minds.value(context->believed(in_ann, bo), is_glad).is_true());
}

TEST_F(Revision, AnImpossibleEventCorrectsNothing) {
    bo_believes(a(), w.of(quay));
    start(w.equal(a(), w.of(pier)));
    EXPECT_EQ(clauses(), Texts{});
    EXPECT_EQ(bo_sees(at, ann), Value::entity(quay));
}

}  // namespace
}  // namespace wt::referee
