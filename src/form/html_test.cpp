// These tests put nasty texts into HTML.
#include "form/html.h"

#include <gtest/gtest.h>

namespace wt::form {
namespace {

TEST(Html, MarkupAndQuotesAreEscaped) {
    EXPECT_EQ(escape_html("<b title=\"x\" alt='y'>&</b>"),
              "&lt;b title=&quot;x&quot; alt=&#39;y&#39;&gt;&amp;&lt;/b&gt;");
}

TEST(Html, WhatIsNoTextIsReplacedAndDirectionsAreLeftOut) {
    EXPECT_EQ(escape_html("a\x01z\xff"), "a\xef\xbf\xbdz\xef\xbf\xbd");
    EXPECT_EQ(escape_html("a\xe2\x80\xae"
                          "b"),
              "ab");
    EXPECT_EQ(escape_html("\xd7\xa9\xd7\x9c \xf0\x9f\x8c\xb3"), "\xd7\xa9\xd7\x9c \xf0\x9f\x8c\xb3");
}

TEST(Html, BackticksBecomeCode) {
    EXPECT_EQ(escape_html_with_code("a `b<` c `d"), "a <code>b&lt;</code> c `d");
}

TEST(Html, NothingInJsonEndsTheScript) {
    EXPECT_EQ(escape_json_for_html("\"</script><!--\xe2\x80\xa8&\""),
              "\"\\u003c/script\\u003e\\u003c!--\\u2028\\u0026\"");
}

TEST(Html, PolicyHashIsTheDigestInBase64) {
    EXPECT_EQ(policy_hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
              "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

}  // namespace
}  // namespace wt::form
