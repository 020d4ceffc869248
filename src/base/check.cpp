#include "base/check.h"

#include <cstdlib>

#include <fmt/core.h>

namespace wt {

void check_failed(const char* file, int line, const char* condition, const char* what) {
    fmt::print(stderr, "wrongtree: internal error: {} ({} is false at {}:{})\n", what, condition, file, line);
    std::abort();
}

}  // namespace wt
