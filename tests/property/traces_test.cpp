// Random traces of calls on a session that stays warm give the answers of fresh sessions (support/traces.h).
// WT_TRACES sets how many, WT_SEED the first seed. A failing trace is shrunk and printed. Cases that the
// fuzzer found (tests/fuzz/session_fuzz.cpp) are kept in tests/fuzz/regressions and run here as well.

#include "support/traces.h"

#include <cstdlib>
#include <filesystem>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/worlds.h"

namespace wt::test {
namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// Fails with the smallest trace that still disagrees.
bool agrees(const Trace& trace, const std::string& origin, TraceTally& tally) {
    if (disagreement(trace, tally).empty()) return true;
    Trace smallest = shrunk(trace);
    TraceTally ignored;
    ADD_FAILURE() << origin << ": " << disagreement(smallest, ignored) << "\n" << to_text(smallest);
    return false;
}

TEST(Traces, AWarmSessionAnswersLikeAFreshOne) {
    std::uint64_t first = from_environment("WT_SEED", 1);
    std::uint64_t count = from_environment("WT_TRACES", 5000);
    TraceTally tally;
    int failures = 0;
    for (std::uint64_t seed = first; seed < first + count && failures < 3; ++seed)
        if (!agrees(trace_of(random_trace_bytes(seed)), fmt::format("seed {}", seed), tally)) ++failures;
    fmt::print(
        "seeds {} to {}: {} calls, {} plans, {} proofs that there is none, {} states, {} reasons compared; "
        "{} "
        "calls "
        "stopped, {} answers from elsewhere than the first state, {} trims, {} traces ended by endless "
        "triggers, {} worlds not readable\n",
        first, first + count - 1, tally.calls, tally.plans, tally.proofs, tally.states, tally.reasons,
        tally.stopped, tally.from_here, tally.trims, tally.endless, tally.unreadable);
    if (count >= 1000) {
        EXPECT_GT(tally.plans, count / 10);
        EXPECT_GT(tally.proofs, count / 10);
        EXPECT_GT(tally.reasons, count / 10);
        EXPECT_GT(tally.stopped, count / 10);
        EXPECT_GT(tally.from_here, count / 10);
        EXPECT_GT(tally.trims, count / 10);
    }
}

TEST(Traces, OfTheFuzzerStayFixed) {
    TraceTally tally;
    for (const auto& path : files_in(WT_SOURCE_DIR "/tests/fuzz/regressions", ".trace")) {
        std::string bytes = read_file(path);
        agrees(trace_of({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}),
               path.filename().string(), tally);
    }
}

}  // namespace
}  // namespace wt::test
