#include "form/request_list.h"

#include <gtest/gtest.h>

namespace wt::form {
namespace {

using Names = std::vector<std::string>;

TEST(RequestList, HasOneNameALine) {
    EXPECT_EQ(names_in(Source("list", "joy\n\n \tgloom \r\njoy\rend")),
              (Names{"joy", "gloom", "joy", "end"}));
}

TEST(RequestList, LeavesOutComments) {
    EXPECT_EQ(names_in(Source("list", "# all\njoy // the first\ngloom#x\n//\n")), (Names{"joy", "gloom"}));
}

TEST(RequestList, MayBeEmpty) {
    EXPECT_EQ(names_in(Source("list", "")), Names{});
    EXPECT_EQ(names_in(Source("list", "\n  \n# no\n")), Names{});
}

}  // namespace
}  // namespace wt::form
