#include "form/board/board_words.h"

#include "model/print.h"

namespace wt::form {

std::string board_event_text(const model::World& world, const model::GroundEvent& event) {
    return model::to_text(world, event);
}

std::string board_event_name(const model::World& world, const model::GroundEvent& event) {
    return world[event.event].name;
}

std::string board_event_arguments(const model::World& world, const model::GroundEvent& event) {
    std::string text;
    for (const model::Value& value : event.arguments)
        text += (text.empty() ? "" : ", ") + board_value_text(world, value);
    return text;
}

std::string board_fluent_text(const model::World& world, const story::Fluent& fluent) {
    return model::fluent_text(world, fluent.property, fluent.arguments);
}

std::string board_value_text(const model::World& world, const model::Value& value) {
    if (value.is_boolean()) return value.is_true() ? "true" : "false";
    return model::to_text(world, value);
}

std::string board_doubt_text(const model::World& world, const story::Doubt& doubt) {
    std::string text;
    for (const story::Doubt::Chance& one : doubt.values)
        text += (text.empty() ? "" : " | ") + board_value_text(world, one.value) + " " +
                model::to_text(one.share);
    return text;
}

}  // namespace wt::form
