// These are `operator new` and `operator delete` of the library, which no program that it is linked to ever sees: code
// that runs in a call takes from the zone of that call.
#include <cstdlib>
#include <new>

#include "api/zone.h"

namespace {

using wt::api::current_entry;
using wt::api::Zone;

constexpr std::uint64_t kPollEvery = 64;

/// Asks the caller now and then whether the call may go on; taking and giving back memory takes time.
void ask_caller(wt::api::Entry* entry) {
    if (entry->poll && ++entry->taken % kPollEvery == 0 && entry->poll(entry->user) && entry->may_be_left)
        wt::api::leave(WT_CANCELLED);
}

void* take(std::size_t bytes, std::size_t alignment) {
    wt::api::Entry* entry = current_entry();
    // Nothing of ours allocates outside of a call.
    if (!entry) std::abort();
    ask_caller(entry);
    void* memory = entry->zone.take(bytes, alignment);
    if (!memory) wt::api::leave(WT_NO_MEMORY);
    return memory;
}

void give_back(void* memory) {
    if (wt::api::Entry* entry = current_entry()) ask_caller(entry);
    Zone::give_back(memory);
}

}  // namespace

void* operator new(std::size_t bytes) {
    return take(bytes, alignof(std::max_align_t));
}
void* operator new[](std::size_t bytes) {
    return take(bytes, alignof(std::max_align_t));
}
void* operator new(std::size_t bytes, std::align_val_t alignment) {
    return take(bytes, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t bytes, std::align_val_t alignment) {
    return take(bytes, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
    return take(bytes, alignof(std::max_align_t));
}
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept {
    return take(bytes, alignof(std::max_align_t));
}
void operator delete(void* memory) noexcept {
    give_back(memory);
}
void operator delete[](void* memory) noexcept {
    give_back(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    give_back(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    give_back(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    give_back(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept {
    give_back(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    give_back(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
    give_back(memory);
}
