#include "engine/lint/assumptions.h"

#include <gtest/gtest.h>

#include "engine/ground/compile.h"
#include "engine/test_world.h"

namespace wt::engine {
namespace {

using namespace model;

class Assuming : public testing::Test {
  protected:
    TestWorld w;
    TypeId place = w.type("place");
    EntityId ann = w.character("Ann");
    EntityId bo = w.character("Bo");
    EntityId home = w.entity("Home", place);
    EntityId inn = w.entity("Inn", place);
    PropertyId at = w.property("at", place);
    PropertyId x = w.property("x", kNumber);
    PropertyId p = w.property("p", kBoolean);
    PropertyId q = w.property("q", kBoolean);

    Assuming() {
        w.first(w.set(w.read(at), w.of(home)));
        w.action("go", {.effect = w.all({w.set(w.read(at), w.of(inn)), w.set(w.read(p)), w.set(w.read(q)),
                                         w.set(w.read(x), w.plus(w.read(x), 1))})});
    }

    /// Is it impossible that all hold at once? A negated part is assumed to fail, which is not the same as its opposite
    /// holding.
    bool contradictory(std::vector<ExprId> hold, std::vector<ExprId> fail = {}) {
        Scene scene(w);
        Compiler compiler(*scene.ground);
        Bindings bound(w.world.variables.size());
        Assumptions assumptions(*scene.ground);
        for (ExprId expr : hold)
            assumptions.assume(compiler.formula(expr, bound));
        for (ExprId expr : fail)
            assumptions.assume(compiler.formula(expr, bound), false);
        return assumptions.contradictory();
    }
    ExprId number(Compare op, double n) { return w.compare(w.read(x), op, w.number(n)); }
    ExprId is_at(EntityId where, Compare op = Compare::equal) {
        return w.compare(w.read(at), op, w.of(where));
    }
};

TEST_F(Assuming, WhatIsPossibleIsNoContradiction) {
    EXPECT_FALSE(contradictory({w.read(p), w.read(q), number(Compare::greater, 3), is_at(home)}));
}

TEST_F(Assuming, AFluentHasOneValue) {
    EXPECT_TRUE(contradictory({is_at(home), is_at(inn)}));
    EXPECT_TRUE(contradictory({is_at(home, Compare::not_equal), is_at(home)})) << "in whatever order";
    EXPECT_TRUE(contradictory({w.read(p), w.no(w.read(p))}));
}

TEST_F(Assuming, AFluentHasAValueOfItsDomain) {
    EXPECT_TRUE(contradictory({is_at(home, Compare::not_equal), is_at(inn, Compare::not_equal)}));
}

TEST_F(Assuming, BoundsOnANumberMustLeaveSomething) {
    EXPECT_TRUE(contradictory({number(Compare::less, 3), number(Compare::greater_equal, 3)}));
    EXPECT_TRUE(contradictory({number(Compare::less, 2), number(Compare::greater, 3)}));
    EXPECT_TRUE(contradictory({number(Compare::equal, 5), number(Compare::less, 5)}));
    EXPECT_FALSE(contradictory({number(Compare::less_equal, 3), number(Compare::greater_equal, 3)}));
    EXPECT_FALSE(contradictory({}, {number(Compare::less, 3), number(Compare::greater_equal, 3)}))
        << "both fail while it is unknown";
}

TEST_F(Assuming, PartsDecideTheWhole) {
    EXPECT_TRUE(contradictory({w.both({w.read(p), w.read(q)})}, {w.both({w.read(q), w.read(p)})}));
    EXPECT_TRUE(contradictory({w.either({w.read(p), w.read(q)}), w.no(w.read(p)), w.no(w.read(q))}));
    EXPECT_TRUE(contradictory({w.either({w.read(p), is_at(inn)}), w.no(w.read(p)), is_at(home)}));
    EXPECT_FALSE(contradictory({w.either({w.read(p), w.read(q)}), w.no(w.read(p))}));
}

TEST_F(Assuming, TheBranchOfAChoiceTellsWhichTestHeld) {
    ExprId choice = w.if_else(w.read(p), w.truth(false), w.truth(true));
    EXPECT_TRUE(contradictory({choice, w.read(p)}));
    EXPECT_FALSE(contradictory({choice, w.no(w.read(p))}));
}

TEST_F(Assuming, MindsAreKeptApart) {
    EXPECT_FALSE(contradictory({w.read(p), w.believes(ann, w.no(w.read(p)))}));
    EXPECT_TRUE(contradictory({w.believes(ann, w.read(p)), w.believes(ann, w.no(w.read(p)))}));
    EXPECT_FALSE(contradictory({w.believes(ann, w.read(p)), w.believes(bo, w.no(w.read(p)))}));
    EXPECT_TRUE(
        contradictory({w.believes(ann, w.believes(ann, w.read(p))), w.believes(ann, w.no(w.read(p)))}))
        << "adjacent equal believers count once";
}

TEST_F(Assuming, ValuesThatAreKnownAreComputed) {
    Scene scene(w);
    Compiler compiler(*scene.ground);
    Bindings bound(w.world.variables.size());
    FormulaId sum = compiler.value(w.plus(w.read(x), 2), bound);
    Assumptions assumptions(*scene.ground);
    EXPECT_FALSE(assumptions.value(sum));
    assumptions.assume(compiler.formula(number(Compare::equal, 3), bound));
    EXPECT_FALSE(assumptions.contradictory());
    EXPECT_EQ(assumptions.value(sum), scene.ground->codes().encode_number(5));
}

}  // namespace
}  // namespace wt::engine
