#include "host/write_file.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace wt::host {
namespace {

class WriteFile : public testing::Test {
  protected:
    WriteFile() {
        std::string pattern = testing::TempDir() + "write_file_XXXXXX";
        folder_ = ::mkdtemp(pattern.data());
        for (std::uint32_t number = 0; number < 100; ++number)
            put(draft(number), "of somebody else");
        put(path(), "as it was");
    }
    ~WriteFile() override { std::filesystem::remove_all(folder_); }

    std::string path() const { return folder_ + "/story.txt"; }
    std::string draft(std::uint32_t number) const { return fmt::format("{}.{:08x}.new", path(), number); }
    static void put(const std::string& path, const std::string& text) { std::ofstream(path) << text; }
    static std::string text_of(const std::string& path) {
        std::ifstream file(path);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    std::string folder_;
};

TEST_F(WriteFile, AHundredNamesAreTriedForADraft) {
    for (std::uint32_t first : {1, 0}) {
        std::uint32_t next = first;
        auto failure = write_file(path(), "as it is", [&] { return next++; });
        EXPECT_EQ(failure.has_value(), first == 0) << "the name number 100 is free";
        EXPECT_EQ(next, first + 100);
        EXPECT_EQ(text_of(path()), "as it is") << "the second time nothing has changed";
    }
    EXPECT_NE(write_file(path(), "lost", [] { return 0; })->find("cannot write"), std::string::npos);
    EXPECT_EQ(text_of(draft(0)), "of somebody else");
    EXPECT_FALSE(write_file(path(), "anew")) << "random names are free";
    EXPECT_EQ(text_of(path()), "anew");
}

}  // namespace
}  // namespace wt::host
