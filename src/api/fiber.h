// A fiber is a computation that can be left in the middle and gone on with later, on a stack of its own: a question
// that is asked in steps runs exactly as if it ran in one go.
//
// Where the platform has no contexts (`Fiber::is_possible`), a computation runs to its end at the first `resume`.
#pragma once

#include <cstddef>
#include <cstdint>

#include "api/zone.h"

namespace wt::api {

class Fiber {
  public:
    /// Makes a fiber that runs `body(user)` when it is resumed. The stack, of `stack` bytes, and all else is of the
    /// zone, in which `body` is entered (`enter`). Returns null if there is no memory.
    static Fiber* create(Zone& zone, std::size_t stack, wt_status (*body)(void* user), void* user);
    /// Gives up a computation that is not over: it is never gone on with, and what it took goes when its zone goes.
    static void destroy(Fiber* fiber);
    static bool is_possible();

    /// Goes on until `pause` or the end. Returns what `body` gave at the end, else WT_MORE.
    wt_status resume();
    /// Goes back, from within the computation, to the caller of `resume`. Does nothing where that is not possible.
    void pause();

  private:
    struct Parts;
    explicit Fiber(Parts* parts) : parts_(parts) {}

    Parts* parts_;
};

}  // namespace wt::api
