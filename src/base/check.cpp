#include "base/check.h"

#include <atomic>
#include <cstdlib>
#include <string>

#include <fmt/core.h>

namespace wt {

namespace {

/// The one thing up to `form` that is the process's and not a caller's: what is broken may be anything, and has no
/// way to its caller.
std::atomic<FatalHandler> g_handler = nullptr;

}  // namespace

FatalHandler set_fatal_handler(FatalHandler handler) {
    return g_handler.exchange(handler);
}

void check_failed(const char* file, int line, const char* condition, const char* what) {
    std::string message =
        fmt::format("internal error: {} ({} is false at {}:{})", what, condition, file, line);
    if (FatalHandler handler = g_handler.load())
        handler(message.c_str());
    else
        fmt::print(stderr, "wrongtree: {}\n", message);
    std::abort();
}

}  // namespace wt
