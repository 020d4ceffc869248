#include "api/zone.h"

#include <algorithm>
#include <limits>
#include <new>

#include "base/check.h"

namespace wt::api {

namespace {

thread_local Entry* t_entry = nullptr;

void leave_broken(const char*) {
    if (t_entry) leave(WT_INTERNAL);
}

}  // namespace

/// Stands before every block.
struct alignas(std::max_align_t) Zone::Block {
    Zone* zone;
    Block* before;
    Block* after;
    void* base;  ///< what the allocator gave
    std::size_t bytes;
};

Zone* Zone::create(const wt_allocator& allocator) {
    void* memory = allocator.allocate(allocator.user, sizeof(Zone));
    return memory ? new (memory) Zone(allocator) : nullptr;
}

void Zone::destroy(Zone* zone) {
    if (!zone) return;
    wt_allocator allocator = zone->allocator_;
    zone->~Zone();
    allocator.release(allocator.user, zone, sizeof(Zone));
}

void* Zone::take(std::size_t bytes, std::size_t alignment) {
    std::size_t extra = sizeof(Block) + (alignment > alignof(Block) ? alignment : 0);
    if (bytes > std::numeric_limits<std::size_t>::max() - extra) return nullptr;
    std::size_t all = bytes + extra;
    void* base = allocator_.allocate(allocator_.user, all);
    if (!base) return nullptr;
    std::uintptr_t place = reinterpret_cast<std::uintptr_t>(base) + sizeof(Block);
    if (alignment > alignof(Block)) place = (place + alignment - 1) / alignment * alignment;
    Block* block = reinterpret_cast<Block*>(place) - 1;
    if (blocks_) {
        *block = {this, blocks_->before, blocks_, base, all};
        block->before->after = block;
        blocks_->before = block;
    } else {
        *block = {this, block, block, base, all};
        blocks_ = block;
    }
    bytes_ += all;
    return reinterpret_cast<void*>(place);
}

void Zone::give_back(void* memory) {
    if (!memory) return;
    Block* block = static_cast<Block*>(memory) - 1;
    Zone& zone = *block->zone;
    bool is_last = block->after == block;
    block->before->after = block->after;
    block->after->before = block->before;
    if (zone.blocks_ == block) zone.blocks_ = is_last ? nullptr : block->after;
    zone.bytes_ -= block->bytes;
    zone.allocator_.release(zone.allocator_.user, block->base, block->bytes);
}

bool Zone::release_some(std::uint64_t blocks, const void* kept) {
    for (; blocks > 0 && blocks_; --blocks) {
        Block* last = blocks_->before;
        if (last + 1 == kept) last = last->before;
        if (last + 1 == kept) return true;
        give_back(last + 1);
    }
    return !blocks_ || (blocks_->after == blocks_ && blocks_ + 1 == kept);
}

Trash::~Trash() {
    for (Zone* zone = top_.exchange(nullptr); zone;) {
        Zone* next = zone->next_;
        Zone::destroy(zone);
        zone = next;
    }
}

void Trash::put(Zone* zone) {
    zone->next_ = top_.load();
    while (!top_.compare_exchange_weak(zone->next_, zone)) {
    }
}

void Trash::sweep(std::uint64_t blocks) {
    // All of it is taken out, so that no other thread sweeps the same.
    Zone* zone = top_.exchange(nullptr);
    if (!zone) return;
    Zone* rest = zone->next_;
    if (zone->release_some(blocks))
        Zone::destroy(zone);
    else
        put(zone);
    while (rest) {
        Zone* next = rest->next_;
        put(rest);
        rest = next;
    }
}

Entry* current_entry() {
    return t_entry;
}

void set_current_entry(Entry* entry) {
    t_entry = entry;
}

void begin(Entry& entry) {
    set_fatal_handler(leave_broken);
    t_entry = &entry;
}

void leave(wt_status status) {
    t_entry->landing.leave(status);
}

}  // namespace wt::api
