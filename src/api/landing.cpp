#include "api/landing.h"

namespace wt::api {

#ifdef __wasm__

extern "C" {

[[clang::import_module("wrongtree"), clang::import_name("attempt")]] int wasm_attempt(
    wt_status (*body)(void* user), void* user);
[[noreturn, clang::import_module("wrongtree"), clang::import_name("leave")]] void wasm_leave(int status);

}  // extern "C"

wt_status Landing::run(wt_status (*body)(void* user), void* user) {
    return static_cast<wt_status>(wasm_attempt(body, user));
}

void Landing::leave(wt_status status) {
    wasm_leave(status);
}

#else

wt_status Landing::run(wt_status (*body)(void* user), void* user) {
    auto left = static_cast<wt_status>(setjmp(jump_));
    return left != WT_OK ? left : body(user);
}

void Landing::leave(wt_status status) {
    std::longjmp(jump_, status);
}

#endif

}  // namespace wt::api
