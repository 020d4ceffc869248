#include "engine/state/evaluate.h"

#include <gtest/gtest.h>

#include "engine/ground/compile.h"
#include "engine/test_world.h"

namespace wt::engine {
namespace {

using namespace model;

/// Every fluent can have many values here, so that nothing is folded.
class Evaluation : public testing::Test {
  protected:
    TestWorld w;
    EntityId ann = w.character("Ann");
    EntityId bo = w.character("Bo");
    PropertyId weight = w.property("weight", kNumber);
    PropertyId boss = w.property("boss", kCharacter);
    PropertyId lit = w.property("lit", kBoolean);

    Evaluation() {
        for (double n : {0.0, 3.0, 7.0})
            w.action("weigh", {.effect = w.set(w.read(weight), n)});
        w.action("lose",
                 {.effect = w.all({w.set(w.read(weight), w.unknown()), w.set(w.read(boss), w.of(bo))})});
        w.action("light", {.effect = w.all({w.set(w.read(lit)), w.set(w.read(boss), w.unknown())})});
        w.action("darken", {.effect = w.all({w.unset(w.read(lit)), w.set(w.read(boss), w.of(ann))})});
    }

    bool holds(ExprId expr, std::vector<EntityId> believers = {}, int depth = 2) {
        Scene scene(w, depth);
        Bindings bound(w.world.variables.size());
        FormulaId formula = Compiler(*scene.ground).formula(expr, bound);
        return scene.dynamics->evaluator().holds(formula, scene.mind(scene.start(), std::move(believers)));
    }
    Value value(ExprId expr) {
        Scene scene(w);
        Bindings bound(w.world.variables.size());
        FormulaId formula = Compiler(*scene.ground).value(expr, bound);
        return scene.ground->codes().decode(scene.dynamics->evaluator().value(formula, scene.start()));
    }
    bool compares(double left, Compare op, double right) {
        w.first(w.set(w.read(weight), left));
        return holds(w.compare(w.read(weight), op, w.number(right)));
    }
    bool unknown_compares(Compare op, ExprId right) {
        w.first(w.set(w.read(weight), w.unknown()));
        return holds(w.compare(w.read(weight), op, right));
    }
};

TEST_F(Evaluation, NumbersCompareAsUsual) {
    EXPECT_TRUE(compares(3, Compare::less, 7));
    EXPECT_FALSE(compares(7, Compare::less, 7));
    EXPECT_TRUE(compares(7, Compare::less_equal, 7));
    EXPECT_TRUE(compares(7, Compare::greater, 3));
    EXPECT_TRUE(compares(3, Compare::not_equal, 7));
}

TEST_F(Evaluation, TheUnknownIsNeitherLessNorMore) {
    EXPECT_FALSE(unknown_compares(Compare::less, w.number(3)));
    EXPECT_FALSE(unknown_compares(Compare::greater_equal, w.number(3)));
    EXPECT_TRUE(unknown_compares(Compare::not_equal, w.number(3)));
    EXPECT_FALSE(unknown_compares(Compare::equal, w.number(3)));
}

TEST_F(Evaluation, TheUnknownIsItself) {
    EXPECT_TRUE(unknown_compares(Compare::equal, w.unknown()));
    EXPECT_FALSE(unknown_compares(Compare::not_equal, w.unknown()));
    EXPECT_TRUE(unknown_compares(Compare::less_equal, w.unknown()));
    EXPECT_FALSE(unknown_compares(Compare::less, w.unknown()));
}

TEST_F(Evaluation, NegationOfAComparisonIsTheOppositeComparison) {
    w.first(w.set(w.read(weight), w.unknown()));
    EXPECT_FALSE(holds(w.compare(w.read(weight), Compare::less, w.number(3))));
    EXPECT_FALSE(holds(w.no(w.compare(w.read(weight), Compare::less, w.number(3)))));
}

TEST_F(Evaluation, EntitiesHaveNoOrder) {
    w.first(w.set(w.read(boss), w.of(ann)));
    EXPECT_FALSE(holds(w.compare(w.read(boss), Compare::less, w.of(bo))));
    EXPECT_FALSE(holds(w.compare(w.read(boss), Compare::greater, w.of(bo))));
    EXPECT_TRUE(holds(w.compare(w.read(boss), Compare::greater_equal, w.of(ann))));
}

TEST_F(Evaluation, ArithmeticWithTheUnknownIsUnknown) {
    w.first(w.set(w.read(weight), w.unknown()));
    EXPECT_EQ(value(w.plus(w.read(weight), 1)), Value::unknown());
    EXPECT_EQ(value(w.calculate(w.number(0), Arithmetic::multiply, w.read(weight))), Value::unknown());
}

TEST_F(Evaluation, DividingByZeroIsUnknown) {
    EXPECT_EQ(value(w.calculate(w.number(6), Arithmetic::divide, w.read(weight))), Value::unknown());
    w.first(w.set(w.read(weight), 3));
    EXPECT_EQ(value(w.calculate(w.number(6), Arithmetic::divide, w.read(weight))), Value::number(2));
}

TEST_F(Evaluation, TheFirstTrueTestDecides) {
    EXPECT_EQ(value(w.if_else(w.read(lit), w.number(1), w.number(2))), Value::number(2));
    w.first(w.set(w.read(lit)));
    EXPECT_EQ(value(w.if_else(w.read(lit), w.number(1), w.number(2))), Value::number(1));
}

TEST_F(Evaluation, NegationKeepsTestsAndNegatesBranches) {
    w.first(w.set(w.read(lit)));
    ExprId choice = w.if_else(w.read(lit), w.equal(w.read(weight), w.number(3)), w.truth(true));
    EXPECT_FALSE(holds(choice));
    EXPECT_TRUE(holds(w.no(choice)));
}

TEST_F(Evaluation, QuantifiersGoThroughAllValues) {
    w.first(w.set(w.read(boss), w.of(bo)));
    VariableId who = w.variable("who", kCharacter);
    ExprId is_boss = w.equal(w.read(boss), w.of(who));
    EXPECT_TRUE(holds(w.over(ExprKind::exists, who, is_boss)));
    EXPECT_FALSE(holds(w.over(ExprKind::forall, who, is_boss)));
    EXPECT_EQ(value(w.over(ExprKind::sum, who, w.one_if(is_boss))), Value::number(1));
    EXPECT_EQ(value(w.over(ExprKind::product, who, w.plus(w.one_if(is_boss), 1))), Value::number(2));
}

TEST_F(Evaluation, AFormulaIsAValue) {
    EXPECT_EQ(value(w.no(w.read(lit))), Value::boolean(true));
    EXPECT_TRUE(holds(w.equal(w.read(lit), w.equal(w.read(weight), w.number(7)))));
}

TEST_F(Evaluation, BeliefsAreReadInTheOthersMind) {
    w.first(w.set(w.believes(ann, w.read(lit))));
    EXPECT_FALSE(holds(w.read(lit)));
    EXPECT_TRUE(holds(w.believes(ann, w.read(lit))));
    EXPECT_FALSE(holds(w.believes(bo, w.believes(ann, w.read(lit)))));
    EXPECT_FALSE(holds(w.no(w.believes(ann, w.read(lit)))));
}

TEST_F(Evaluation, EverybodyKnowsTheirOwnMind) {
    w.first(w.set(w.believes(ann, w.read(lit))));
    EXPECT_TRUE(holds(w.believes(ann, w.read(lit)), {ann}));
    EXPECT_TRUE(holds(w.believes(ann, w.believes(ann, w.read(lit)))));
}

TEST_F(Evaluation, AtTheGreatestDepthEverybodyIsTakenToAgree) {
    w.first(w.set(w.believes(ann, w.believes(bo, w.read(lit)))));
    ExprId nested = w.believes(ann, w.believes(bo, w.read(lit)));
    EXPECT_TRUE(holds(nested, {}, 2));
    EXPECT_FALSE(holds(nested, {}, 1)) << "Ann's mind is the deepest and reads itself";
}

}  // namespace
}  // namespace wt::engine
