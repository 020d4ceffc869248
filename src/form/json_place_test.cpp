#include "form/json_place.h"

#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace wt::form {
namespace {

std::string place(const Source& source, std::string_view path) {
    LineColumn found = place_in_json(source, path);
    return fmt::format("{}:{}", found.line, found.column);
}

TEST(JsonPlace, OfWhatAPathLeadsToAndElseOfTheInnermostPartThatIsThere) {
    Source source(
        "p.json",
        "{\n  \"a\": [1, {\"b\\\"]\": \"}\", \"c\": [true,\n  null, -2e3]}],\n  \"d\": {}, \"e\": 5\n}\n");
    EXPECT_EQ(place(source, ""), "1:1");
    EXPECT_EQ(place(source, "a"), "2:8");
    EXPECT_EQ(place(source, "a[0]"), "2:9");
    EXPECT_EQ(place(source, "a[1].c[1]"), "3:3");
    EXPECT_EQ(place(source, "a[1].c[2]"), "3:9");
    EXPECT_EQ(place(source, "a[1].c[3]"), place(source, "a[1].c"));
    EXPECT_EQ(place(source, "a[7]"), "2:8");
    EXPECT_EQ(place(source, "d.x"), "4:8");
    EXPECT_EQ(place(source, "e"), "4:17");
    EXPECT_EQ(place(source, "nothing.at.all"), "1:1");
}

TEST(JsonPlace, EndsOnTextsThatAreCutOff) {
    std::string whole = "{\"a\": [1, {\"b\": \"\\\\x\", \"c\": [true]}]}";
    for (std::size_t size = 0; size <= whole.size(); ++size)
        for (const char* path : {"a", "a[1].c[0]", "a[2]", "b.c"})
            place_in_json(Source("p.json", whole.substr(0, size)), path);
}

}  // namespace
}  // namespace wt::form
