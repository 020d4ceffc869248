#include "engine/ground/formula.h"

#include <gtest/gtest.h>

namespace wt::engine {
namespace {

using model::Arithmetic;
using model::Compare;
using model::EntityId;

class Formulas : public testing::Test {
  protected:
    Codes codes;
    Budget budget;
    FormulaPool pool{codes, budget};
    FluentId f{std::size_t{0}};
    FluentId g{std::size_t{1}};
    EntityId ann{std::size_t{0}};
    FormulaId f_true = pool.equals(f, kTrue);
    FormulaId g_true = pool.equals(g, kTrue);

    FormulaId number(double n) { return pool.constant(codes.encode_number(n)); }
};

TEST_F(Formulas, EqualExpressionsAreOneNode) {
    EXPECT_EQ(pool.all({f_true, g_true}), pool.all({f_true, g_true}));
    EXPECT_EQ(pool.in(ann, f_true), pool.in(ann, f_true));
    EXPECT_EQ(pool.arithmetic(Arithmetic::add, pool.fluent(f), number(1)),
              pool.arithmetic(Arithmetic::add, pool.fluent(f), number(1)));
    EXPECT_NE(pool.arithmetic(Arithmetic::add, pool.fluent(f), number(1)),
              pool.arithmetic(Arithmetic::subtract, pool.fluent(f), number(1)));
    EXPECT_NE(pool.all({f_true, g_true}), pool.any({f_true, g_true}));
}

TEST_F(Formulas, JunctionsFoldConstantsAndSingles) {
    EXPECT_TRUE(pool.is_true(pool.all({})));
    EXPECT_TRUE(pool.is_false(pool.any({})));
    EXPECT_TRUE(pool.is_false(pool.all({f_true, pool.truth(false)})));
    EXPECT_TRUE(pool.is_true(pool.any({f_true, pool.truth(true)})));
    EXPECT_EQ(pool.all({pool.truth(true), f_true}), f_true);
    EXPECT_EQ(pool.any({f_true, f_true}), f_true);
}

TEST_F(Formulas, NestedJunctionsAreFlattened) {
    FormulaId h_true = pool.equals(FluentId(std::size_t{2}), kTrue);
    EXPECT_EQ(pool.all({pool.all({f_true, g_true}), h_true}), pool.all({f_true, g_true, h_true}));
}

TEST_F(Formulas, AFluentCannotHaveTwoValues) {
    EXPECT_TRUE(pool.is_false(pool.all({f_true, pool.equals(f, kFalse)})));
    EXPECT_TRUE(pool.is_false(pool.all({pool.differs(f, kTrue), f_true})));
    EXPECT_FALSE(pool.is_false(pool.all({f_true, pool.differs(f, kFalse)})));
    EXPECT_FALSE(pool.is_false(pool.all({f_true, pool.equals(g, kFalse)})));
}

TEST_F(Formulas, MindsKeepAtomsApart) {
    FormulaId elsewhere = pool.in(ann, pool.equals(f, kFalse));
    EXPECT_FALSE(pool.is_false(pool.all({f_true, elsewhere})));
    EXPECT_TRUE(pool[pool.all({f_true, elsewhere})].reads_minds);
    EXPECT_FALSE(pool[pool.all({f_true, g_true})].reads_minds);
    EXPECT_TRUE(pool.is_true(pool.in(ann, pool.truth(true)))) << "constants are the same in every mind";
}

TEST_F(Formulas, ComparisonsOfAFluentWithAConstantAreAtoms) {
    FormulaId constant = pool.constant(kUnknown);
    EXPECT_EQ(pool.compares(Compare::equal, pool.fluent(f), constant), pool.equals(f, kUnknown));
    EXPECT_EQ(pool.compares(Compare::not_equal, constant, pool.fluent(f)), pool.differs(f, kUnknown));
}

TEST_F(Formulas, AConstantOnTheLeftIsMirrored) {
    EXPECT_EQ(pool.compares(Compare::less, number(3), pool.fluent(f)),
              pool.compares(Compare::greater, pool.fluent(f), number(3)));
}

TEST_F(Formulas, ConstantsAreCompared) {
    EXPECT_TRUE(pool.is_true(pool.compares(Compare::less, number(2), number(3))));
    EXPECT_TRUE(pool.is_false(pool.compares(Compare::less, pool.constant(kUnknown), number(3))));
    EXPECT_TRUE(
        pool.is_true(pool.compares(Compare::less_equal, pool.constant(kUnknown), pool.constant(kUnknown))));
}

TEST_F(Formulas, ArithmeticOfConstantsIsDone) {
    EXPECT_EQ(pool.arithmetic(Arithmetic::multiply, number(6), number(7)), number(42));
    EXPECT_EQ(pool.arithmetic(Arithmetic::divide, number(6), number(0)), pool.constant(kUnknown));
    EXPECT_EQ(pool.arithmetic(Arithmetic::multiply, number(0), pool.constant(kUnknown)),
              pool.constant(kUnknown));
}

TEST_F(Formulas, ChoicesDropWhatCannotBeTaken) {
    EXPECT_EQ(pool.choice({pool.truth(false), f_true, g_true}), g_true);
    EXPECT_EQ(pool.choice({pool.truth(true), f_true, g_true}), f_true);
    EXPECT_EQ(pool.value_choice({f_true, number(1), pool.truth(true), number(2), number(3)}),
              pool.value_choice({f_true, number(1), number(2)}));
}

TEST_F(Formulas, ReadsTellWhoseFluentsTheyAre) {
    std::vector<FormulaPool::Read> reads;
    pool.collect_reads(pool.all({f_true, pool.in(ann, g_true)}), reads);
    ASSERT_EQ(reads.size(), 2u);
    EXPECT_EQ(reads[0], (FormulaPool::Read{f, false}));
    EXPECT_EQ(reads[1], (FormulaPool::Read{g, true}));
}

}  // namespace
}  // namespace wt::engine
