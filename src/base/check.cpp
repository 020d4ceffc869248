#include "base/check.h"

#include <atomic>
#include <cstdlib>

#include <fmt/core.h>

namespace wt {

namespace {

/// Of all state up to `form`, only this belongs to the process and not to a caller: what is broken may be anything, and
/// has no way to its caller.
std::atomic<FatalHandler> g_handler = nullptr;

}  // namespace

FatalHandler set_fatal_handler(FatalHandler handler) {
    return g_handler.exchange(handler);
}

void check_failed(const char* file, int line, const char* condition, const char* what) {
    // The message is on the stack, so that nothing is left behind by a handler that jumps.
    char message[1000];
    auto end = fmt::format_to_n(message, sizeof message - 1, "internal error: {} ({} is false at {}:{})",
                                what, condition, file, line);
    *end.out = '\0';
    if (FatalHandler handler = g_handler.load())
        handler(message);
    else
        fmt::print(stderr, "wrongtree: {}\n", message);
    std::abort();
}

}  // namespace wt
