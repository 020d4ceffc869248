// WT_CHECK: stops the program when an invariant of our own is broken. Never for mistakes in the input.
#pragma once

namespace wt {

/// Prints `what` with its place to standard error and aborts. Used by WT_CHECK alone.
[[noreturn]] void check_failed(const char* file, int line, const char* condition, const char* what);

}  // namespace wt

#define WT_CHECK(condition, what) \
    (static_cast<bool>(condition) ? void(0) : ::wt::check_failed(__FILE__, __LINE__, #condition, what))

#ifdef NDEBUG
#define WT_DCHECK(condition, what) void(0)
#else
#define WT_DCHECK(condition, what) WT_CHECK(condition, what)
#endif
