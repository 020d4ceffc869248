// Requests that take more events than their author limit allows, as far as the text says so.

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "lang/check_context.h"

namespace wt::lang {

using namespace model;

namespace {

/// Can the moment not be the first one, at which nothing happens?
bool needs_event(const World& world, TraceId id) {
    const TraceNode& node = world[id];
    auto does = [&](TraceId child) { return needs_event(world, child); };
    switch (node.kind) {
        case TraceKind::happens:
            return true;
        case TraceKind::conjunction:
        case TraceKind::exists:
            return std::ranges::any_of(node.children, does);
        case TraceKind::disjunction:
            return !node.children.empty() && std::ranges::all_of(node.children, does);
        default:
            return false;
    }
}

int least_events(const World& world, TraceId id);

/// The smallest or largest of the parts.
template <class Better>
int best_of(const World& world, const std::vector<TraceId>& parts, Better better) {
    int best = parts.empty() ? 0 : least_events(world, parts[0]);
    for (TraceId part : parts)
        if (int events = least_events(world, part); better(events, best)) best = events;
    return best;
}

/// A story that meets the constraint has so many events at least. 0 also where that is not looked for.
int least_events(const World& world, TraceId id) {
    const TraceNode& node = world[id];
    bool is_lower_bound = node.compare == Compare::equal || node.compare == Compare::greater_equal;
    bool begins_with_event = !node.children.empty() && needs_event(world, node.children[0]);
    switch (node.kind) {
        case TraceKind::happens:
            return 1;
        case TraceKind::conjunction:
            return best_of(world, node.children, std::greater<int>());
        case TraceKind::disjunction:
            return best_of(world, node.children, std::less<int>());
        case TraceKind::sometime:
        case TraceKind::at_end:
        case TraceKind::within:
            return begins_with_event ? 1 : 0;
        case TraceKind::sequence:
            return static_cast<int>(node.children.size()) - (begins_with_event ? 0 : 1);
        case TraceKind::count:
            return is_lower_bound ? std::max(0, node.number - (begins_with_event ? 0 : 1)) : 0;
        case TraceKind::length:
            return is_lower_bound ? node.number : 0;
        default:
            return 0;
    }
}

}  // namespace

void check_request_limits(CheckContext& context) {
    if (context.diagnostics.has_errors()) return;
    const World& world = context.world;
    for (const Request& request : world.requests) {
        int limit = request.author_limit.value_or(world.settings.author_limit.value_or(Limits{}.author));
        int needed = 0;
        Span span = request.span;
        for (TraceId constraint : request.constraints) {
            int events = least_events(world, constraint);
            if (events > needed) span = world[constraint].span;
            needed = std::max(needed, events);
        }
        if (needed <= limit) continue;
        Diagnostic& d = context.report(
            DiagnosticCode::small_limit, span,
            fmt::format("this takes {} events at least, and a story has {} at most", needed, limit));
        d.hint = fmt::format("write `limits: author {};` in the request, or more", needed);
    }
}

}  // namespace wt::lang
