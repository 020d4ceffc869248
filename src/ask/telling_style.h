// This settles who tells, and how: from names to what the telling takes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "story/tell/tell.h"

namespace wt::ask {

/// This says from whose point of view something is told, and how.
struct TellingStyle {
    std::string teller = {};  ///< a character or `narrator`; empty: the request's, else a narrator
    std::string language = "english";
    bool is_present = false;
    bool is_first_person = false;
    bool is_brief = false;
    std::uint64_t seed = 1;
};

/// Says what is wrong with the way to tell that is wanted, before there is a world; the text is empty if nothing is.
std::string mistake_in(const TellingStyle& style);
/// Finds a character of the world by name, or says what is wrong with it. `other` is the word for nobody of the world.
/// Where a character has that name, `character NAME` is the character and `no character` nobody.
tl::expected<model::EntityId, std::string> find_character(const model::World& world, const std::string& name,
                                                          const std::string& what, const std::string& other);
/// The sentence that says why a narrator cannot tell in the first person.
inline constexpr std::string_view kNarratorSaysNoI =
    "a narrator takes no part in the story and does not say I";
/// Finds who tells a story that answers the request (which may be null), none for a narrator; or says why nobody can.
tl::expected<model::EntityId, std::string> find_teller(const model::World& world,
                                                       const model::Request* request,
                                                       const TellingStyle& style);
story::TellingOptions telling_options(const TellingStyle& style, model::EntityId teller);

}  // namespace wt::ask
