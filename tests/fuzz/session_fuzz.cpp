// Any bytes are a random world and a trace of calls on a session that stays warm: it must answer like a fresh
// one for every call. A case that it finds is kept as tests/fuzz/regressions/<issue>.trace.

#include <algorithm>

#include "base/check.h"
#include "support/traces.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t kMostBytes = 8 + 4 * 40;
    wt::test::TraceTally tally;
    std::string difference =
        wt::test::disagreement(wt::test::trace_of({data, std::min(size, kMostBytes)}), tally);
    WT_CHECK(difference.empty(), difference.c_str());
    return 0;
}
