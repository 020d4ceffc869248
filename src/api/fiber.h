// A computation that can be left in the middle and gone on with later, on a stack of its own: what is asked for in steps runs
// exactly as if it ran in one go.
//
// Where the platform has no contexts (`Fiber::is_possible`), a computation runs to its end at the first `resume`.
#pragma once

#include <cstddef>
#include <cstdint>

#include "api/zone.h"

namespace wt::api {

class Fiber {
  public:
    /// Runs `body(user)` when it is resumed. The stack, of `stack` bytes, and all else is of the zone, in which `body`
    /// is entered (`enter`). Null if there is no memory.
    static Fiber* create(Zone& zone, std::size_t stack, wt_status (*body)(void* user), void* user);
    /// What is not over is given up: it is never gone on with, and what it took goes when its zone goes.
    static void destroy(Fiber* fiber);
    static bool is_possible();

    /// Goes on until `pause` or the end; what `body` gave at the end, else WT_MORE.
    wt_status resume();
    /// In the computation: back to who called `resume`. Does nothing where that is not possible.
    void pause();

  private:
    struct Parts;
    explicit Fiber(Parts* parts) : parts_(parts) {}

    Parts* parts_;
};

}  // namespace wt::api
