// Any bytes are a list of requests: its names are read, and each is a request of a world, or is said to be none.

#include <algorithm>
#include <string>
#include <string_view>

#include "base/check.h"
#include "form/request_list.h"
#include "lang/lang.h"

namespace {

constexpr std::string_view kWorld =
    "entity Ann : character; property glad() : boolean; action cheer() { effect: glad(); consenting: Ann; "
    "};\n"
    "divergence storm { glad() = False; };\n"
    "utility(): glad(); utility(Ann): glad();\n"
    "request joy \"She is glad\" { ends: glad(); };\n"
    "request gloom \"She is not\" { ends: !glad(); under: storm; };\n";
constexpr std::size_t kMostLookedFor = 4;  ///< so that long lists do not take all the time

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    wt::Source list("list", std::string(reinterpret_cast<const char*>(data), size));
    std::vector<std::string> names = wt::form::names_in(list);
    WT_CHECK(names.size() <= list.line_count(), "one name a line");
    for (const std::string& name : names) {
        WT_CHECK(!name.empty() && name.find_first_of("\n\r#") == std::string::npos, "a name is in one line");
        WT_CHECK(name.front() != ' ' && name.back() != ' ', "without blanks around it");
    }
    names.resize(std::min(names.size(), kMostLookedFor));
    for (const std::string& name : names) {
        wt::lang::Reading reading = wt::lang::read_world(wt::Source("world", std::string(kWorld)),
                                                         wt::lang::Dialect::wrongtree, {{}, {name}});
        WT_CHECK(!reading.diagnostics.has_errors(), "the world of this fuzzer is sound");
        WT_CHECK(reading.refusal.empty() == (name == "joy" || name == "gloom"), name.c_str());
    }
    return 0;
}
