// Values are written as JSON here, the same way in every document.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "ask/question.h"
#include "base/stop.h"
#include "model/world.h"

namespace wt::form {

/// Writes a whole number as such, so that it is not written as `1.0`.
inline nlohmann::ordered_json number_json(double number) {
    if (std::fabs(number) < 1e15 && std::floor(number) == number) return static_cast<std::int64_t>(number);
    return number;
}

/// Writes `null` for an unknown number.
inline nlohmann::ordered_json number_json(const std::optional<double>& number) {
    return number ? number_json(*number) : nlohmann::ordered_json(nullptr);
}

/// Writes `true`, `null` for `?`, `"none"`, a number, or the name of an entity.
inline nlohmann::ordered_json value_json(const model::World& world, const model::Value& value) {
    if (value.is_boolean()) return value.is_true();
    if (value.is_unknown()) return nullptr;
    if (value.is_none()) return "none";
    if (value.is_number()) return number_json(value.as_number());
    return world[value.as_entity()].name;
}

/// Writes the limits of a question; those that matter in uncertain worlds are written only there.
inline nlohmann::ordered_json limits_json(const ask::QuestionUsed& question) {
    nlohmann::ordered_json json{{"author", question.limits.author},
                                {"character", question.limits.character},
                                {"belief", question.limits.belief},
                                {"belief_depth", question.belief_depth}};
    if (!question.is_uncertain) return json;
    json["foresight"] = question.limits.foresight;
    json["possibilities"] = question.limits.possibilities;
    return json;
}

/// Writes why something stopped, by its name; `null` if nothing did.
inline nlohmann::ordered_json stop_json(Stop stop) {
    if (stop == Stop::none) return nullptr;
    return stop_name(stop);
}

/// Returns the document as text, indented (-1: one line), ending in a line end. Bytes that are not UTF-8 become U+FFFD.
inline std::string document_text(const nlohmann::ordered_json& json, int indent = 2) {
    return json.dump(indent, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace wt::form
