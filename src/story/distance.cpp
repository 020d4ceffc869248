#include "story/distance.h"

#include <algorithm>

#include "engine/inspect.h"
#include "model/print.h"

namespace wt::story {

namespace {

void sort_once(std::vector<std::string>& list) {
    std::ranges::sort(list);
    list.erase(std::ranges::unique(list).begin(), list.end());
}

void add_deeds(const model::World& world, const model::GroundEvent& action, std::vector<std::string>& deeds) {
    const std::string& name = world[action.event].name;
    std::vector<model::EntityId> characters = model::consenting_characters(world, action);
    for (model::EntityId character : characters)
        deeds.push_back(world[character].name + ": " + name);
    if (characters.empty()) deeds.push_back(": " + name);
}

}  // namespace

double jaccard_distance(std::span<const std::string> a, std::span<const std::string> b) {
    std::size_t common = 0;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        if (a[i] == b[j]) {
            ++common;
            ++i;
            ++j;
        } else if (a[i] < b[j]) {
            ++i;
        } else {
            ++j;
        }
    }
    std::size_t all = a.size() + b.size() - common;
    return all == 0 ? 0 : 1 - static_cast<double>(common) / static_cast<double>(all);
}

double distance(const Features& a, const Features& b) {
    return (jaccard_distance(a.actions, b.actions) + jaccard_distance(a.deeds, b.deeds) +
            jaccard_distance(a.facts, b.facts)) /
           3;
}

Features features_of(engine::Session& session, std::span<const model::GroundEvent> actions) {
    const model::World& world = session.world();
    Features features;
    engine::MindId start = engine::first_state(session);
    engine::MindId end = start;
    for (const model::GroundEvent& action : actions) {
        features.actions.push_back(model::to_text(world, action));
        add_deeds(world, action, features.deeds);
        end = engine::successor(session, end, action);
    }
    for (const engine::Session::GroundFluent& fluent : session.ground_fluents()) {
        model::Value value = engine::value(session, end, fluent.property, fluent.arguments);
        if (value == engine::value(session, start, fluent.property, fluent.arguments)) continue;
        features.facts.push_back(model::fluent_text(world, fluent.property, fluent.arguments) + " = " +
                                 model::to_text(world, value));
    }
    std::ranges::sort(features.actions);
    sort_once(features.deeds);
    std::ranges::sort(features.facts);
    return features;
}

}  // namespace wt::story
