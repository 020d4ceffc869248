#include "api/zone.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <new>

#include "base/check.h"

#if defined(__SANITIZE_ADDRESS__)
#define WT_SEES_EVERY_PIECE
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WT_SEES_EVERY_PIECE
#endif
#endif

namespace wt::api {

namespace {

thread_local Entry* t_entry = nullptr;

void leave_broken(const char*) {
    if (t_entry) leave(WT_INTERNAL);
}

}  // namespace

/// A block is what the allocator gave, a chunk or one large piece; this stands before it.
struct alignas(std::max_align_t) Zone::Block {
    Block* before;
    Block* after;
    void* base;  ///< what the allocator gave
    std::size_t bytes;
};

/// This stands before every piece.
struct alignas(std::max_align_t) Zone::Head {
    Zone* zone;
    std::uintptr_t what;  ///< of a small piece its units; of a large one the address of its block
};

/// This stands in a small piece that was given back.
struct Zone::Free {
    Free* next;
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
#ifndef WT_SEES_EVERY_PIECE
    if (bytes <= kMostUnits * kUnit && alignment <= alignof(Head))
        return take_small(std::max<std::size_t>(1, (bytes + kUnit - 1) / kUnit));
#endif
    // A sanitizer sees every piece that is a block of its own.
    return take_large(bytes, alignment);
}

Zone::Block* Zone::take_block(std::size_t bytes) {
    void* base = allocator_.allocate(allocator_.user, bytes);
    if (!base) return nullptr;
    Block* block = static_cast<Block*>(base);
    if (blocks_) {
        *block = {blocks_->before, blocks_, base, bytes};
        block->before->after = block;
        blocks_->before = block;
    } else {
        *block = {block, block, base, bytes};
        blocks_ = block;
    }
    bytes_ += bytes;
    return block;
}

void* Zone::take_small(std::size_t units) {
    if (Free* piece = free_[units]) {
        free_[units] = piece->next;
        return piece;
    }
    std::size_t all = sizeof(Head) + units * kUnit;
    if (rest_bytes_ < all) {
        // The rest of the old chunk is given up; it is smaller than one piece.
        Block* chunk = take_block(sizeof(Block) + next_chunk_);
        if (!chunk) return nullptr;
        rest_ = reinterpret_cast<std::byte*>(chunk + 1);
        rest_bytes_ = next_chunk_;
        next_chunk_ = std::min(2 * next_chunk_, kLargestChunk);
    }
    Head* head = new (rest_) Head{this, units};
    rest_ += all;
    rest_bytes_ -= all;
    return head + 1;
}

void* Zone::take_large(std::size_t bytes, std::size_t alignment) {
    std::size_t extra = sizeof(Block) + sizeof(Head) + (alignment > alignof(Head) ? alignment : 0);
    if (bytes > std::numeric_limits<std::size_t>::max() - extra) return nullptr;
    Block* block = take_block(bytes + extra);
    if (!block) return nullptr;
    std::uintptr_t place = reinterpret_cast<std::uintptr_t>(block + 1) + sizeof(Head);
    if (alignment > alignof(Head)) place = (place + alignment - 1) / alignment * alignment;
    new (reinterpret_cast<Head*>(place) - 1) Head{this, reinterpret_cast<std::uintptr_t>(block)};
    return reinterpret_cast<void*>(place);
}

void Zone::give_back(void* memory) {
    if (!memory) return;
    Head& head = static_cast<Head*>(memory)[-1];
    Zone& zone = *head.zone;
    if (head.what > kMostUnits) return zone.release(reinterpret_cast<Block*>(head.what));
    zone.free_[head.what] = new (memory) Free{zone.free_[head.what]};
}

void Zone::release(Block* block) {
    bool is_last = block->after == block;
    block->before->after = block->after;
    block->after->before = block->before;
    if (blocks_ == block) blocks_ = is_last ? nullptr : block->after;
    bytes_ -= block->bytes;
    allocator_.release(allocator_.user, block->base, block->bytes);
}

bool Zone::release_some(std::uint64_t blocks, const void* kept) {
    auto holds_kept = [&](const Block* block) {
        const auto* base = static_cast<const std::byte*>(block->base);
        return std::less_equal<const void*>()(base, kept) &&
               std::less<const void*>()(kept, base + block->bytes);
    };
    // Nothing is cut from a chunk that may be gone.
    free_.fill(nullptr);
    rest_bytes_ = 0;
    for (; blocks > 0 && blocks_; --blocks) {
        Block* last = blocks_->before;
        if (holds_kept(last)) last = last->before;
        if (holds_kept(last)) return true;
        release(last);
    }
    return !blocks_ || (blocks_->after == blocks_ && holds_kept(blocks_));
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
    // The whole list is taken out, so that no other thread sweeps the same.
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
