#include "ask/why.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "model/print.h"

namespace wt::ask {

using model::EntityId;

namespace {

/// A message names so many events of a plan.
constexpr std::size_t kMostNamed = 20;

std::string without_spaces(std::string_view text) {
    std::string result;
    std::copy_if(text.begin(), text.end(), std::back_inserter(result),
                 [](char c) { return c != ' ' && c != '\t'; });
    return result;
}

/// Returns the candidates with their numbers, for a message.
std::string numbered(const model::World& world, const model::Plan& plan,
                     const std::vector<std::size_t>& places) {
    std::string text;
    for (std::size_t i = 0; i < places.size() && i < kMostNamed; ++i)
        text += fmt::format("{}{} `{}`", i == 0 ? "" : ", ", places[i] + 1,
                            model::to_text(world, plan.steps[places[i]].action));
    if (places.size() > kMostNamed) text += fmt::format(" and {} more", places.size() - kMostNamed);
    return text;
}

}  // namespace

tl::expected<std::size_t, std::string> find_event(const model::World& world, const model::Plan& plan,
                                                  const std::string& wanted) {
    std::size_t count = plan.steps.size();
    if (count == 0) return tl::unexpected(std::string("the plan has no events"));
    if (!wanted.empty() && wanted.find_first_not_of("0123456789") == std::string::npos) {
        std::size_t number = 0;
        auto [end, error] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), number);
        if (error == std::errc() && number >= 1 && number <= count) return number - 1;
        return tl::unexpected(
            fmt::format("there is no event {}; the plan has events 1 to {}", wanted, count));
    }
    std::vector<std::size_t> found, all;
    for (std::size_t i = 0; i < count; ++i) {
        const model::GroundEvent& event = plan.steps[i].action;
        all.push_back(i);
        if (without_spaces(model::to_text(world, event)) == without_spaces(wanted) ||
            world[event.event].name == wanted)
            found.push_back(i);
    }
    if (found.size() == 1) return found[0];
    if (found.empty())
        return tl::unexpected(fmt::format("no event of the plan is `{}`; its events are {}", wanted,
                                          numbered(world, plan, all)));
    return tl::unexpected(
        fmt::format("`{}` may be several events of the plan: {}", wanted, numbered(world, plan, found)));
}

tl::expected<std::vector<EntityId>, std::string> find_consenting(const model::World& world,
                                                                 const model::GroundEvent& event,
                                                                 const std::string& wanted) {
    std::vector<EntityId> characters = model::consenting_characters(world, event);
    if (wanted.empty()) return characters;
    std::string names;
    for (EntityId character : characters) {
        if (world[character].name == wanted) return std::vector<EntityId>{character};
        names += (names.empty() ? "`" : ", `") + world[character].name + "`";
    }
    return tl::unexpected(fmt::format("`{}` does not consent to `{}`; {}", wanted,
                                      model::to_text(world, event),
                                      names.empty() ? "nobody does" : "those who do: " + names));
}

std::optional<Why> why(const FoundStory& found, std::size_t event, const std::vector<EntityId>& characters) {
    Why result;
    for (EntityId character : characters) {
        result.reasons.push_back(story::reason_for(*found.story, event, character));
        if (found.was_stopped()) return std::nullopt;
    }
    if (!characters.empty()) return result;
    result.consequences = story::consequences_of(*found.story, event);
    if (found.was_stopped()) return std::nullopt;
    return result;
}

}  // namespace wt::ask
