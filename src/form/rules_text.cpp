#include "form/rules_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "form/escape.h"
#include "form/json_values.h"
#include "model/print.h"

namespace wt::form {

namespace {

using Json = nlohmann::ordered_json;

std::string rule_text(const model::World& world, const model::Event& event) {
    std::string text =
        fmt::format("{} {} {{\n", event.is_trigger ? "trigger" : "action", model::head_text(world, event));
    auto part = [&](std::string_view name, const std::string& content) {
        text += fmt::format("    {}: {};\n", name, content);
    };
    const model::Expr& condition = world[event.precondition];
    bool is_free = condition.kind == model::ExprKind::constant;
    if (!is_free) part("precondition", model::to_text(world, event.precondition));
    if (event.hidden.valid()) part("precondition hidden", model::to_text(world, event.hidden));
    const model::Effect& effect = world[event.effect];
    bool is_nothing = effect.kind == model::EffectKind::all && effect.children.empty();
    if (!is_nothing) part("effect", model::to_text(world, event.effect));
    if (event.success.valid()) part("success", model::to_text(world, event.success));
    if (event.chance.valid()) part("chance", model::to_text(world[event.chance]));
    if (event.failure.valid()) part("failure", model::to_text(world, event.failure));
    std::string who;
    for (model::ExprId one : event.consenting)
        who += fmt::format("{}{}", who.empty() ? "" : ", ", model::to_text(world, one));
    if (!who.empty()) part("consenting", who);
    if (event.observer.valid()) {
        const model::Variable& observer = world[event.observer];
        part(fmt::format("observing({} : {})", observer.name, world[observer.type].name),
             model::to_text(world, event.observing));
    }
    return text + "};\n";
}

/// Returns why a rule stands for a declaration; nothing if it is written out in the text.
std::string stands_for(const model::World& world, const model::Event& event) {
    return event.perceives.valid() ? fmt::format("{} is seen", world[event.perceives].name) : "";
}

}  // namespace

std::string rules_text(const model::World& world, const Source& source) {
    std::string text;
    for (const model::Event& event : world.events) {
        std::string why = stands_for(world, event);
        text += fmt::format("{}// {}:{}{}\n", text.empty() ? "" : "\n",
                            shown(source.part_at(event.span.begin).name),
                            source.locate(event.span.begin).line, why.empty() ? "" : ": " + why);
        text += rule_text(world, event);
    }
    return text;
}

std::string rules_json(const model::World& world, const Source& source, std::string_view version) {
    Json rules = Json::array();
    for (const model::Event& event : world.events) {
        std::string why = stands_for(world, event);
        rules.push_back(
            Json{{"kind", event.is_trigger ? "trigger" : "action"},
                 {"name", event.name},
                 {"head", model::head_text(world, event)},
                 {"file", source.part_at(event.span.begin).name},
                 {"line", source.locate(event.span.begin).line},
                 {"seen", event.perceives.valid() ? Json(world[event.perceives].name) : Json(nullptr)},
                 {"text", rule_text(world, event)}});
    }
    return document_text(Json{{"wrongtree", version}, {"rules", std::move(rules)}});
}

}  // namespace wt::form
