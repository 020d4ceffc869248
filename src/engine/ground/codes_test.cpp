#include "engine/ground/codes.h"

#include <limits>

#include <gtest/gtest.h>

namespace wt::engine {
namespace {

using model::EntityId;
using model::Value;

TEST(Codes, EveryValueComesBackTheSame) {
    Codes codes;
    for (Value value : {Value::boolean(false), Value::boolean(true), Value::unknown(), Value::number(0),
                        Value::number(-2.5), Value::number(1e300), Value::entity(EntityId(std::size_t{7}))})
        EXPECT_EQ(codes.decode(codes.encode(value)), value);
}

TEST(Codes, EqualNumbersHaveEqualCodes) {
    Codes codes;
    Code three = codes.encode_number(3);
    codes.encode_number(4);
    EXPECT_EQ(codes.encode_number(3), three);
    EXPECT_NE(codes.encode_number(4), three);
}

TEST(Codes, ThereIsNoNegativeZero) {
    Codes codes;
    EXPECT_EQ(codes.encode_number(-0.0), codes.encode_number(0.0));
}

TEST(Codes, WhatIsNotFiniteIsUnknown) {
    Codes codes;
    EXPECT_EQ(codes.encode_number(std::numeric_limits<double>::infinity()), kUnknown);
    EXPECT_EQ(codes.encode_number(std::numeric_limits<double>::quiet_NaN()), kUnknown);
}

TEST(Codes, TheOrderIsThatOfValuesHoweverNumbersWereMet) {
    Codes codes;
    codes.encode_number(5);
    codes.encode_number(-5);
    std::vector<Value> ordered{Value::boolean(false),
                               Value::boolean(true),
                               Value::unknown(),
                               Value::number(-5),
                               Value::number(0),
                               Value::number(5),
                               Value::entity(EntityId(std::size_t{0})),
                               Value::entity(EntityId(std::size_t{1}))};
    for (std::size_t i = 0; i < ordered.size(); ++i)
        for (std::size_t j = 0; j < ordered.size(); ++j)
            EXPECT_EQ(codes.before(codes.encode(ordered[i]), codes.encode(ordered[j])), i < j)
                << i << ", " << j;
}

}  // namespace
}  // namespace wt::engine
