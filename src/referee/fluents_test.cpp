#include "referee/fluents.h"

#include <gtest/gtest.h>

#include "referee/test_world.h"

namespace wt::referee {
namespace {

TEST(Fluents, AreCountedOverAllPropertiesBeforeTheyAreListed) {
    TestWorld w;
    for (const char* name : {"Ann", "Bo", "Cy"})
        w.character(name);
    w.property("happy", model::kBoolean, {model::kCharacter});
    w.property("likes", model::kBoolean, {model::kCharacter, model::kCharacter});
    FluentTable table(w.world, 12);
    EXPECT_TRUE(table.complete());
    EXPECT_EQ(table.size(), 12u);
    EXPECT_FALSE(FluentTable(w.world, 11).complete());
}

}  // namespace
}  // namespace wt::referee
