// JavaScript calls these besides the functions of wrongtree.h (bindings/npm/src/instance.ts). It writes the structs of
// the interface into the module's memory itself; where their fields lie is said here, and held by the compiler.
#include <cstddef>
#include <cstdlib>
#include <wrongtree.h>

#define WT_AT(type, field, place) static_assert(offsetof(type, field) == (place))

WT_AT(wt_reading, name, 4);
WT_AT(wt_reading, divergences, 8);
WT_AT(wt_reading, requests, 12);
WT_AT(wt_reading, allocator, 16);
WT_AT(wt_reading, poll, 20);
WT_AT(wt_reading, user, 24);
WT_AT(wt_reading, libraries, 28);
static_assert(sizeof(wt_reading) == 32);

WT_AT(wt_question, author, 4);
WT_AT(wt_question, character, 8);
WT_AT(wt_question, belief, 12);
WT_AT(wt_question, depth, 16);
WT_AT(wt_question, foresight, 20);
WT_AT(wt_question, possibilities, 24);
WT_AT(wt_question, optimal, 28);
WT_AT(wt_question, has_goal, 32);
WT_AT(wt_question, from, 36);
WT_AT(wt_question, goal, 40);
WT_AT(wt_question, request, 48);
WT_AT(wt_question, where, 52);
WT_AT(wt_question, max_states, 56);
WT_AT(wt_question, max_bytes, 64);
WT_AT(wt_question, poll, 72);
WT_AT(wt_question, user, 76);
WT_AT(wt_question, first_try, 80);
static_assert(sizeof(wt_question) == 88);

WT_AT(wt_telling, present, 4);
WT_AT(wt_telling, first_person, 8);
WT_AT(wt_telling, brief, 12);
WT_AT(wt_telling, seed, 16);
WT_AT(wt_telling, teller, 24);
WT_AT(wt_telling, language, 28);
static_assert(sizeof(wt_telling) == 32);

WT_AT(wt_book, depth, 4);
WT_AT(wt_book, format, 8);
WT_AT(wt_book, player, 12);
WT_AT(wt_book, title, 16);
WT_AT(wt_book, author, 20);
WT_AT(wt_book, note, 24);
WT_AT(wt_book, date, 28);
static_assert(sizeof(wt_book) == 32);

extern "C" {

[[clang::import_module("wrongtree"), clang::import_name("poll")]] int wasm_ask(double steps);

}  // extern "C"

namespace {

int poll(void*, uint64_t steps) {
    return wasm_ask(static_cast<double>(steps));
}

}  // namespace

extern "C" {

/// Returns the `poll` of all questions.
WT_API wt_poll wasm_poll(void) {
    return poll;
}

/// Returns room for what JavaScript writes; null if there is none.
WT_API void* wasm_allocate(size_t bytes) {
    return std::malloc(bytes);
}

WT_API void wasm_release(void* room) {
    std::free(room);
}

}  // extern "C"
