// States, as others may look into them.

#include "model/print.h"
#include "referee/context.h"
#include "referee/evaluate.h"
#include "referee/happen.h"
#include "referee/judge.h"
#include "referee/reasons.h"
#include "referee/referee.h"

namespace wt::referee {

using namespace model;

States::States(const World& world, const Rules& rules, Budget& budget)
    : context_(std::make_unique<Context>(world, rules, budget)) {}
States::~States() = default;

Judgement States::trouble() {
    return trouble_of(*context_);
}

MindId States::first_state() {
    return referee::first_state(*context_);
}

MindId States::successor(MindId mind, const GroundEvent& action) {
    std::optional<ActionId> id = find_action(*context_, action);
    return id ? referee::successor(*context_, mind, *id) : mind;
}

bool States::possible(MindId mind, const GroundEvent& action) {
    return referee::possible(*context_, mind, occurrence_of(context_->world, action));
}

MindId States::believed(MindId mind, std::span<const EntityId> believers) const {
    for (EntityId believer : believers)
        mind = context_->believed(mind, believer);
    return mind;
}

Value States::value(MindId mind, std::span<const EntityId> believers, PropertyId property,
                    std::span<const Value> arguments) const {
    return context_->minds.value(believed(mind, believers), context_->fluents.find(property, arguments));
}

Value States::utility(MindId mind) {
    return referee::utility(*context_, mind);
}

int States::belief_depth() const {
    return context_->depth;
}

std::optional<int> States::shortest_reason(MindId mind, const GroundEvent& action, int budget) {
    std::optional<ActionId> id = find_action(*context_, action);
    if (!id) return std::nullopt;
    const std::vector<ActionId>* reason = find_reason(*context_, mind, *id, budget);
    if (reason == nullptr) return std::nullopt;
    return static_cast<int>(reason->size());
}

namespace {

void write(const Context& context, MindId id, const std::string& believers, const std::vector<Value>* above,
           int depth, std::string& out) {
    const Mind& mind = context[id];
    const std::vector<Value>& values = context.minds.values(mind.values);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (above != nullptr && (*above)[i] == values[i]) continue;
        const Fluent& fluent = context.fluents[FluentId(i)];
        out += believers + fluent_text(context.world, fluent.property, fluent.arguments) + " = " +
               to_text(context.world, values[i]) + "\n";
    }
    if (depth == 0) return;
    for (std::size_t i = 0; i < mind.children.size(); ++i)
        if (mind.children[i].valid())
            write(context, mind.children[i], believers + context.world.entities[i].name + ": ", &values,
                  depth - 1, out);
}

}  // namespace

std::string States::to_text(MindId mind, int depth) const {
    std::string text;
    write(*context_, mind, "", nullptr, depth, text);
    return text;
}

}  // namespace wt::referee
