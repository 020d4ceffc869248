// A zone is the memory of one handle: it knows all that was taken for it, so that it can be given back at once, without
// destructors, also when a call had to be given up in the middle.
//
// Small pieces are cut from chunks and kept by size when they are given back; what is larger is a block of its own.
// So the caller's allocator is asked seldom, and a handle with millions of pieces is closed in thousands of blocks.
//
// In the library `operator new` takes from the zone of the call that runs (allocation.cpp). Where the caller's
// allocator gives nothing, or an invariant of ours is broken, the call is left by a jump to where it was entered
// (`enter`): what it did is in an unknown state, is never looked at again, and goes when its zone goes.
//
//   API-1  what a call allocates belongs to one zone, and nothing outside of that zone refers to it when the call is
//          left by a jump.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <wrongtree.h>

#include "api/landing.h"

namespace wt::api {

class Zone {
  public:
    explicit Zone(const wt_allocator& allocator) : allocator_(allocator) {}
    Zone(const Zone&) = delete;
    Zone& operator=(const Zone&) = delete;
    ~Zone() { release_some(~std::uint64_t{0}); }

    /// Makes a zone that lives in memory of the same allocator; null if it gives none.
    static Zone* create(const wt_allocator& allocator);
    /// Destroys the zone of `create` with all its blocks.
    static void destroy(Zone* zone);

    /// Takes a block; null if the allocator gives none.
    void* take(std::size_t bytes, std::size_t alignment);
    /// Gives back a piece, of whichever zone. A null pointer does nothing.
    static void give_back(void* piece);
    /// Gives at most so many blocks back to the allocator, all but the one in which `kept` lies. Returns true if no other is left.
    bool release_some(std::uint64_t blocks, const void* kept = nullptr);

    const wt_allocator& allocator() const { return allocator_; }
    /// Counts what the allocator gave and has not got back.
    std::uint64_t bytes() const { return bytes_; }

  private:
    friend class Trash;
    struct Block;
    struct Head;
    struct Free;

    static constexpr std::size_t kUnit = 16;       ///< sizes of small pieces are multiples of it
    static constexpr std::size_t kMostUnits = 32;  ///< sizes of small pieces, in units: 1 to this
    static constexpr std::size_t kFirstChunk = 1024;
    static constexpr std::size_t kLargestChunk = 64 * 1024;

    Block* take_block(std::size_t bytes);
    void release(Block* block);
    void* take_small(std::size_t units);
    void* take_large(std::size_t bytes, std::size_t alignment);

    Zone* next_ = nullptr;  ///< in the trash
    wt_allocator allocator_;
    Block* blocks_ = nullptr;                   ///< a ring
    std::array<Free*, kMostUnits + 1> free_{};  ///< pieces that were given back, by units
    std::byte* rest_ = nullptr;                 ///< of the newest chunk, what is not cut yet
    std::size_t rest_bytes_ = 0;
    std::size_t next_chunk_ = kFirstChunk;
    std::uint64_t bytes_ = 0;
};

/// These zones are to be given back when there is time for it. Several threads may use this.
class Trash {
  public:
    Trash() = default;
    Trash(const Trash&) = delete;
    Trash& operator=(const Trash&) = delete;
    ~Trash();

    void put(Zone* zone);
    /// Gives back at most so many blocks.
    void sweep(std::uint64_t blocks);

  private:
    std::atomic<Zone*> top_ = nullptr;
};

/// This says where a call was entered.
struct Entry {
    Zone& zone;
    Landing landing;
    Entry* outer;
    bool may_be_left = false;  ///< all of its zone goes when the call is left
    /// It is asked now and then while memory is taken, and returns true if the call is to end. If it is null, nobody is
    /// asked.
    bool (*poll)(void* user) = nullptr;
    void* user = nullptr;
    std::uint64_t taken = 0;
};

/// Returns the entry of the call that runs in this thread; null outside of all.
Entry* current_entry();
void set_current_entry(Entry* entry);

/// Leaves the call that runs.
[[noreturn]] void leave(wt_status status);

/// Begins a call: from now on it is the one that runs, and is left where an invariant of ours is broken.
void begin(Entry& entry);

/// Runs `body` with the zone, and returns what it gives; WT_NO_MEMORY or WT_INTERNAL if it was left by a jump or an
/// exception. `may_be_left` says that the zone is of this call alone, so that cancelling leaves it wherever memory is
/// taken.
template <class Body>
wt_status enter(Zone& zone, bool may_be_left, const Body& body) {
    Entry entry{zone, {}, current_entry(), may_be_left};
    begin(entry);
    auto run = [](void* user) { return (*static_cast<const Body*>(user))(); };
    wt_status status = entry.landing.run(run, const_cast<Body*>(&body));
    set_current_entry(entry.outer);
    return status;
}

}  // namespace wt::api
