#include "api/fiber.h"

#include <initializer_list>
#include <new>

#if defined(__linux__) && defined(__GLIBC__)
#include <ucontext.h>
#define WT_HAS_CONTEXTS 1
#else
#define WT_HAS_CONTEXTS 0
#endif

namespace wt::api {

struct Fiber::Parts {
    Zone& zone;
    wt_status (*body)(void*);
    void* user;
    void* stack = nullptr;
    wt_status status = WT_MORE;
    Entry* inside = nullptr;  ///< of the computation, while it is paused
#if WT_HAS_CONTEXTS
    ucontext_t own = {};
    ucontext_t caller = {};
#endif
};

namespace {

#if WT_HAS_CONTEXTS
// `makecontext` hands over only whole numbers.
void* joined(unsigned high, unsigned low) {
    return reinterpret_cast<void*>(static_cast<std::uintptr_t>(static_cast<std::uint64_t>(high) << 32 | low));
}
#endif

}  // namespace

bool Fiber::is_possible() {
    return WT_HAS_CONTEXTS != 0;
}

Fiber* Fiber::create(Zone& zone, std::size_t stack, wt_status (*body)(void*), void* user) {
    void* memory = zone.take(sizeof(Fiber), alignof(Fiber));
    void* parts = zone.take(sizeof(Parts), alignof(Parts));
    void* room = zone.take(is_possible() ? stack : 1, 64);
    if (!memory || !parts || !room) {
        for (void* block : {memory, parts, room})
            Zone::give_back(block);
        return nullptr;
    }
    auto* fiber = new (memory) Fiber(new (parts) Parts{zone, body, user, room});
#if WT_HAS_CONTEXTS
    Parts& made = *fiber->parts_;
    getcontext(&made.own);
    made.own.uc_stack.ss_sp = room;
    made.own.uc_stack.ss_size = stack;
    made.own.uc_link = &made.caller;
    auto run = [](unsigned high, unsigned low) {
        auto* own = static_cast<Parts*>(joined(high, low));
        own->status = enter(own->zone, false, [&] { return own->body(own->user); });
    };
    auto address = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(&made));
    makecontext(&made.own, reinterpret_cast<void (*)()>(+static_cast<void (*)(unsigned, unsigned)>(run)), 2,
                static_cast<unsigned>(address >> 32), static_cast<unsigned>(address));
#endif
    return fiber;
}

void Fiber::destroy(Fiber* fiber) {
    if (!fiber) return;
    Zone::give_back(fiber->parts_->stack);
    Zone::give_back(fiber->parts_);
    Zone::give_back(fiber);
}

wt_status Fiber::resume() {
    if (parts_->status != WT_MORE) return parts_->status;
#if WT_HAS_CONTEXTS
    Entry* outside = current_entry();
    set_current_entry(parts_->inside);
    swapcontext(&parts_->caller, &parts_->own);
    set_current_entry(outside);
#else
    parts_->status = enter(parts_->zone, false, [&] { return parts_->body(parts_->user); });
#endif
    return parts_->status;
}

void Fiber::pause() {
#if WT_HAS_CONTEXTS
    parts_->inside = current_entry();
    swapcontext(&parts_->own, &parts_->caller);
#endif
}

}  // namespace wt::api
