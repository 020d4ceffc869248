// This reads and checks worlds through the C interface.
#include <cstdlib>
#include <cstring>
#include <new>

#include "api/handles.h"

using namespace wt;
using namespace wt::api;

namespace {

void* allocate_by_default(void*, std::size_t bytes) {
    return std::malloc(bytes);
}

void release_by_default(void*, void* block, std::size_t) {
    std::free(block);
}

constexpr wt_allocator kDefaultAllocator{sizeof(wt_allocator), allocate_by_default, release_by_default,
                                         nullptr};

/// Finds libraries among those that the caller gave: names and texts in turn.
lang::FindLibrary finder(const char* const* libraries) {
    return [libraries](std::string_view name) -> std::optional<Source> {
        for (const char* const* given = libraries; given && given[0] && given[1]; given += 2)
            if (name == given[0]) return Source(std::string(name) + ".wt", given[1]);
        return std::nullopt;
    };
}

/// Returns what is read, or why not.
Reply read(wt_world& world, std::string_view text, const wt_reading& how) {
    lang::Selection selection;
    for (const char* const* name = how.divergences; name && *name; ++name)
        selection.divergences.emplace_back(*name);
    for (const char* const* name = how.requests; name && *name; ++name)
        selection.requests.emplace_back(*name);
    std::string name = how.name ? how.name : "world.wt";
    world.dialect = ask::dialect_for(name, ask::DialectChoice::by_name);
    Source source =
        ask::with_libraries(Source(name, std::string(text)), world.dialect, finder(how.libraries));
    auto loaded = ask::read_world(std::move(source), world.dialect, selection);
    if (!loaded) {
        ask::WorldFault& fault = loaded.error();
        if (!fault.refusal.empty()) return message_reply(WT_BAD_INPUT, fault.refusal);
        return diagnostics_reply(WT_BAD_INPUT, fault.source, fault.diagnostics);
    }
    world.loaded = std::move(*loaded);
    return diagnostics_reply(WT_OK, world.loaded->source, world.loaded->warnings);
}

}  // namespace

wt_status wt_read(const char* text, size_t length, const wt_reading* given, wt_world** world,
                  wt_doc** messages) {
    *world = nullptr;
    if (messages) *messages = nullptr;
    wt_reading how{};
    if (given) std::memcpy(&how, given, std::min<std::size_t>(given->size, sizeof(how)));
    wt_allocator allocator = kDefaultAllocator;
    if (how.allocator)
        std::memcpy(&allocator, how.allocator, std::min<std::size_t>(how.allocator->size, sizeof(allocator)));
    if (how.poll && how.poll(how.user, 0) != 0) return WT_CANCELLED;
    Zone* zone = Zone::create(allocator);
    if (!zone) return WT_NO_MEMORY;
    wt_status status = enter(*zone, true, [&] {
        Caller caller(how.poll, how.user);
        auto* made = new wt_world(zone);
        Reply reply = read(*made, {text, length}, how);
        wt_status given_over = hand_over(allocator, reply, messages);
        if (given_over == WT_OK) *world = made;
        return given_over;
    });
    if (status != WT_OK) {
        *world = nullptr;
        if (messages && status > WT_UNDECIDED && *messages) {
            wt_doc_close(*messages);
            *messages = nullptr;
        }
        Zone::destroy(zone);
    }
    return status;
}

void wt_world_close(wt_world* world) {
    if (!world || world->holders.fetch_sub(1) != 1) return;
    world->trash.~Trash();
    Zone::destroy(world->zone);
}

wt_status wt_check(wt_world* world, const wt_question* given, wt_doc** messages) {
    wt_question question = question_of(given);
    return answer(*world, question, messages, [&]() -> Reply {
        const ask::LoadedWorld& loaded = *world->loaded;
        auto used = ask::settle(loaded.world, options_of(question));
        if (!used) return fault_reply(used.error(), question);
        Caller caller(question.poll, question.user);
        Budget budget;
        if (question.max_states) budget.max_states = question.max_states;
        if (question.max_bytes) budget.max_bytes = question.max_bytes;
        Watch watch(caller, budget, "checking");
        engine::Session session(used->asked_of(loaded.world), ask::session_options(*used), budget);
        Diagnostics all = loaded.warnings;
        if (session.state_of_start() != engine::Verdict::endless_triggers) all.append(engine::lint(session));
        if (auto endless = session.endless_triggers())
            all.append(ask::endless_message(loaded.world, *endless));
        if (caller.has_cancelled()) return {WT_CANCELLED, "", ""};
        all.sort();
        wt_status status = all.has_errors()              ? WT_BAD_INPUT
                           : budget.stop() != Stop::none ? WT_UNDECIDED
                           : all.empty()                 ? WT_OK
                                                         : WT_NO;
        return diagnostics_reply(status, loaded.source, all);
    });
}
