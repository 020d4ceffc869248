#include "ask/telling_style.h"

#include <algorithm>

#include <fmt/format.h>

namespace wt::ask {

using model::EntityId;

namespace {

constexpr std::string_view kNarrator = "narrator";
constexpr std::string_view kNoCharacter = "no character";

}  // namespace

std::string mistake_in(const TellingStyle& style) {
    std::vector<std::string_view> languages = story::Words::languages();
    if (std::ranges::find(languages, style.language) != languages.end()) return "";
    std::string list;
    for (std::string_view language : languages)
        list += fmt::format("{}`{}`", list.empty() ? "" : ", ", language);
    return fmt::format("there are no words of the language `{}`; there are those of {}", style.language,
                       list);
}

tl::expected<EntityId, std::string> find_character(const model::World& world, const std::string& name,
                                                   const std::string& what, const std::string& other) {
    // No name has a blank in it.
    constexpr std::string_view kCharacter = "character ";
    bool is_explicit = name.starts_with(kCharacter);
    std::string wanted = is_explicit ? name.substr(kCharacter.size()) : name;
    if (name == kNoCharacter) return EntityId();
    std::string names;
    for (std::size_t i = 0; i < world.character_count; ++i) {
        bool is_wanted = world.entities[i].name == wanted;
        if (is_wanted && wanted == other && !is_explicit)
            return tl::unexpected(
                fmt::format("`{}` is a character of this world; write `\"character {}\"` for the "
                            "character, `\"{}\"` for none of them",
                            name, name, kNoCharacter));
        if (is_wanted) return EntityId(i);
        names += "`" + world.entities[i].name + "`, ";
    }
    if (name == other) return EntityId();
    return tl::unexpected(
        fmt::format("`{}` is no character of the world; who can {}: {}`{}`", name, what, names, other));
}

tl::expected<EntityId, std::string> find_teller(const model::World& world, const model::Request* request,
                                                const TellingStyle& style) {
    tl::expected<EntityId, std::string> teller = EntityId();
    if (!style.teller.empty())
        teller = find_character(world, style.teller, "tell", std::string(kNarrator));
    else if (request)
        teller = request->teller;
    if (teller && style.is_first_person && !teller->valid())
        return tl::unexpected(std::string(kNarratorSaysNoI));
    return teller;
}

story::TellingOptions telling_options(const TellingStyle& style, EntityId teller) {
    story::TellingOptions telling;
    telling.style.language = style.language;
    telling.style.tense = style.is_present ? story::Tense::present : story::Tense::past;
    if (style.is_first_person) telling.style.speaker = teller;
    telling.teller = teller;
    telling.length = style.is_brief ? story::TellingLength::brief : story::TellingLength::full;
    telling.seed = style.seed;
    return telling;
}

}  // namespace wt::ask
