#include "referee/evaluate.h"

#include <gtest/gtest.h>

#include "referee/happen.h"
#include "referee/test_world.h"

namespace wt::referee {
namespace {

using namespace model;

/// There are the characters `Ann` and `Bo`, two places, and some fluents, known and unknown.
class Evaluate : public testing::Test {
  protected:
    Evaluate() {
        place = w.type("place");
        ann = w.character("Ann");
        bo = w.character("Bo");
        shelf = w.entity("Shelf", place);
        box = w.entity("Box", place);
        at = w.property("at", place, {kCharacter});
        size = w.property("size", kNumber);
        three = w.property("three", kNumber);
        open = w.property("open", kBoolean);
        w.first(w.set(w.read(size), w.unknown()));
        w.first(w.set(w.read(three), w.number(3)));
        w.first(w.set(w.read(at, bo), w.of(box)));
        w.first(w.set(w.believes(bo, w.read(three)), w.number(4)));
    }
    bool is_true(ExprId e) {
        Context context(w.world, Rules{}, budget);
        return holds(context, first_state(context), {}, e);
    }
    Value value(ExprId e) {
        Context context(w.world, Rules{}, budget);
        return value_of(context, first_state(context), {}, e);
    }

    Budget budget;
    TestWorld w;
    TypeId place;
    EntityId ann, bo, shelf, box;
    PropertyId at, size, three, open;
};

TEST_F(Evaluate, NegatedComparisonWithUnknownIsFalseToo) {
    ExprId less = w.compare(w.read(size), Compare::less, w.number(3));
    EXPECT_FALSE(is_true(less));
    EXPECT_FALSE(is_true(w.no(less)));
    EXPECT_TRUE(is_true(w.no(w.no(w.compare(w.read(three), Compare::less_equal, w.number(3))))));
}

TEST_F(Evaluate, UnknownEqualsOnlyUnknown) {
    EXPECT_TRUE(is_true(w.equal(w.read(size), w.unknown())));
    EXPECT_TRUE(is_true(w.equal(w.read(size), w.read(at, ann))));
    EXPECT_FALSE(is_true(w.equal(w.read(size), w.number(0))));
    EXPECT_TRUE(is_true(w.compare(w.read(size), Compare::not_equal, w.number(3))));
    EXPECT_TRUE(is_true(w.compare(w.read(size), Compare::less_equal, w.unknown())));
    EXPECT_FALSE(is_true(w.compare(w.read(size), Compare::less, w.unknown())));
}

TEST_F(Evaluate, OrderOfEntitiesIsEqualityOrNothing) {
    EXPECT_TRUE(is_true(w.compare(w.read(at, bo), Compare::greater_equal, w.of(box))));
    EXPECT_FALSE(is_true(w.compare(w.read(at, bo), Compare::greater_equal, w.of(shelf))));
    EXPECT_FALSE(is_true(w.no(w.compare(w.read(at, bo), Compare::greater_equal, w.of(shelf)))));
}

TEST_F(Evaluate, ArithmeticWithoutAnAnswerIsUnknown) {
    EXPECT_EQ(value(w.calculate(w.read(size), Arithmetic::multiply, w.number(0))), Value::unknown());
    EXPECT_EQ(value(w.calculate(w.read(three), Arithmetic::divide, w.number(0))), Value::unknown());
    EXPECT_EQ(value(w.calculate(w.number(1e308), Arithmetic::multiply, w.number(10))), Value::unknown());
    EXPECT_EQ(value(w.calculate(w.read(three), Arithmetic::subtract, w.number(5))), Value::number(-2));
}

TEST_F(Evaluate, SumsAndQuantifiersGoOverTheMembersOfAType) {
    VariableId who = w.variable("who", kCharacter);
    ExprId is_in_box = w.equal(w.read(at, {w.of(who)}), w.of(box));
    EXPECT_TRUE(is_true(w.over(ExprKind::exists, who, is_in_box)));
    EXPECT_FALSE(is_true(w.over(ExprKind::forall, who, is_in_box)));
    EXPECT_TRUE(is_true(w.no(w.over(ExprKind::forall, who, is_in_box))));
    EXPECT_FALSE(is_true(w.no(w.over(ExprKind::exists, who, is_in_box))));
    EXPECT_EQ(value(w.over(ExprKind::sum, who, w.if_else(is_in_box, w.number(5), w.number(1)))),
              Value::number(6));
    EXPECT_EQ(value(w.over(ExprKind::product, who, w.number(3))), Value::number(9));
}

TEST_F(Evaluate, TypeTestsOfEntitiesAreFalseForUnknown) {
    EXPECT_TRUE(is_true(w.type_test(w.read(at, bo), place)));
    EXPECT_FALSE(is_true(w.type_test(w.read(at, ann), place)));
    EXPECT_TRUE(is_true(w.no(w.type_test(w.read(at, ann), place))));
    EXPECT_TRUE(is_true(w.type_test(w.read(size), kNumber)));
    EXPECT_FALSE(is_true(w.type_test(w.of(ann), place)));
}

TEST_F(Evaluate, ConditionalKeepsItsTestsWhenNegated) {
    ExprId test = w.compare(w.read(size), Compare::less, w.number(3));  // false, as is its negation
    EXPECT_TRUE(is_true(w.no(w.if_else(test, w.truth(true), w.truth(false)))));
    EXPECT_EQ(value(w.if_else(test, w.number(1), w.number(2))), Value::number(2));
}

TEST_F(Evaluate, BeliefsAreReadInTheMindOfTheBeliever) {
    EXPECT_EQ(value(w.believes(bo, w.read(three))), Value::number(4));
    EXPECT_EQ(value(w.believes(ann, w.read(three))), Value::number(3));
    EXPECT_EQ(value(w.believes(ann, w.believes(bo, w.read(three)))), Value::number(3));
    EXPECT_EQ(value(w.believes(bo, w.believes(bo, w.read(three)))), Value::number(4));
    EXPECT_EQ(value(w.believes(bo, w.believes(ann, w.read(three)))), Value::number(4));
}

TEST_F(Evaluate, DeepestMindTakesEverybodyToBelieveWhatItBelieves) {
    w.first(w.set(w.believes(ann, w.believes(bo, w.read(three))), w.number(5)));
    Rules rules;
    rules.limits.belief = 0;  // D = 0 + 1 + 1
    Context context(w.world, rules, budget);
    ASSERT_EQ(context.depth, 2);
    MindId first = first_state(context);
    ExprId in_ann_bo_ann = w.believes(ann, w.believes(bo, w.believes(ann, w.read(three))));
    EXPECT_EQ(value_of(context, first, {}, in_ann_bo_ann), Value::number(5));
    // Bo's own view of Ann is at level 2 as well; her view of Bo is then Bo's view of her.
    EXPECT_EQ(value_of(context, first, {}, w.believes(bo, w.believes(ann, w.believes(bo, w.read(three))))),
              Value::number(4));
}

TEST_F(Evaluate, UnknownUtilityImprovesOnNothing) {
    EXPECT_FALSE(improves(Value::unknown(), Value::number(1)));
    EXPECT_FALSE(improves(Value::number(1), Value::unknown()));
    EXPECT_TRUE(improves(Value::number(1), Value::number(1.5)));
}

}  // namespace
}  // namespace wt::referee
