// WT_CHECK calls the fatal handler when an invariant of our own is broken. It is never used for mistakes in the input.
#pragma once

namespace wt {

/// This is called with a sentence when an invariant of ours is broken. It must not return; if it does, the program is
/// aborted. A host that must live on jumps out of it, and uses nothing again that was at work: what was computed there
/// is in an unknown state, and is not freed.
using FatalHandler = void (*)(const char* message);

/// Sets the handler of the process from now on and returns the former one. Null, as at the start, means that the
/// sentence is printed to standard error, and the program is aborted. This may be called from any thread.
FatalHandler set_fatal_handler(FatalHandler handler);

/// Calls the fatal handler with `what` and its place. Only WT_CHECK uses this.
[[noreturn]] void check_failed(const char* file, int line, const char* condition, const char* what);

}  // namespace wt

#define WT_CHECK(condition, what) \
    (static_cast<bool>(condition) ? void(0) : ::wt::check_failed(__FILE__, __LINE__, #condition, what))

#ifdef NDEBUG
#define WT_DCHECK(condition, what) void(0)
#else
#define WT_DCHECK(condition, what) WT_CHECK(condition, what)
#endif
