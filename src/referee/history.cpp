#include "referee/history.h"

#include "referee/describe.h"
#include "referee/evaluate.h"
#include "referee/happen.h"

namespace wt::referee {

std::optional<std::string> take_history(Context& context, std::span<const model::GroundEvent> history,
                                        MindId& state) {
    for (const model::GroundEvent& event : history) {
        std::optional<ActionId> action = find_action(context, event);
        if (!action) return "what happened before has a step that is not an action of this world";
        if (!can_happen(context, state, context[*action]))
            return quoted(context.world, event) +
                   ", which happened before, is impossible where it happens: " +
                   what_is_false(context, state, context[*action], {});
        state = successor(context, state, *action);
        if (!state.valid())
            return quoted(context.world, event) +
                   ", which happened before, is impossible where it happens: triggers never come to rest "
                   "after it";
        if (context.halted()) return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace wt::referee
