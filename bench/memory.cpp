// What the memory system of this machine allows: nanoseconds to reach a random 64-byte line, by the size of
// the working set; and how fast bytes are copied, and written to pages that were never touched before. Prints
// one line a figure: `latency BYTES NANOSECONDS`, `copy BYTES_PER_NANOSECOND`, `first_touch ...`.
//
// Latency is measured by following one cycle through all lines in random order (Sattolo's shuffle), so each
// load waits for the one before it, as probing a hash table that misses the caches does.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

namespace {

struct alignas(64) Line {
    std::uint64_t next;
    std::uint64_t rest[7];
};

double nanoseconds() {
    auto now = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<double>(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

std::uint64_t random_below(std::uint64_t& state, std::uint64_t bound) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % bound;
}

double latency(std::size_t bytes) {
    std::size_t count = bytes / sizeof(Line);
    std::vector<std::uint64_t> order(count);
    std::iota(order.begin(), order.end(), 0);
    std::uint64_t seed = 88172645463325252u;
    for (std::size_t i = count - 1; i > 0; --i)
        std::swap(order[i], order[random_below(seed, i)]);
    std::vector<Line> lines(count);
    for (std::size_t i = 0; i < count; ++i)
        lines[i].next = order[i];
    constexpr std::size_t kSteps = 4'000'000;
    double best = 1e18;
    volatile std::uint64_t sink = 0;
    for (int round = 0; round < 3; ++round) {
        std::uint64_t at = 0;
        double start = nanoseconds();
        for (std::size_t i = 0; i < kSteps; ++i)
            at = lines[at].next;
        double each = (nanoseconds() - start) / kSteps;
        sink = at;
        if (each < best) best = each;
    }
    (void)sink;
    return best;
}

double copy_rate(std::size_t bytes) {
    std::vector<char> from(bytes, 1);
    std::vector<char> to(bytes, 2);
    double best = 0;
    for (int round = 0; round < 5; ++round) {
        double start = nanoseconds();
        std::memcpy(to.data(), from.data(), bytes);
        volatile char seen = to[bytes / 2];
        (void)seen;
        double rate = static_cast<double>(bytes) / (nanoseconds() - start);
        if (rate > best) best = rate;
    }
    return best;
}

double first_touch_rate(std::size_t bytes) {
    double start = nanoseconds();
    std::unique_ptr<char[]> fresh(new char[bytes]);
    for (std::size_t i = 0; i < bytes; i += 64)
        static_cast<volatile char*>(fresh.get())[i] = 1;
    return static_cast<double>(bytes) / (nanoseconds() - start);
}

}  // namespace

int main() {
    for (std::size_t bytes = std::size_t{32} << 10; bytes <= std::size_t{256} << 20; bytes *= 2)
        std::printf("latency %zu %.2f\n", bytes, latency(bytes));
    std::printf("copy %.3f\n", copy_rate(std::size_t{256} << 20));
    std::printf("first_touch %.3f\n", first_touch_rate(std::size_t{256} << 20));
}
