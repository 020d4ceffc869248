// A call can be left from anywhere in it, without destructors: natively by a jump. WebAssembly has none, so there the
// program that runs the module lends its exceptions (`attempt` and `leave` are imported; bindings/npm/src/instance.ts
// gives them).
#pragma once

#include <wrongtree.h>
#ifndef __wasm__
#include <csetjmp>
#endif

namespace wt::api {

class Landing {
  public:
    /// Runs `body(user)` and returns what it gives, or what `leave` was called with while it ran. The innermost one
    /// that runs is the one that can be left.
    wt_status run(wt_status (*body)(void* user), void* user);
    /// Leaves the innermost `run`, with a status that is never WT_OK.
    [[noreturn]] void leave(wt_status status);

#ifndef __wasm__
  private:
    std::jmp_buf jump_;
#endif
};

}  // namespace wt::api
