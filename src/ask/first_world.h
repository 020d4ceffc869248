// A first world for somebody who has never written one: two people, a thing, and somebody who is wrong about where it is.
#pragma once

#include <string>

#include <tl/expected.hpp>

namespace wt::ask {

/// What the story is about, as one says it; people with a pronoun behind a comma (`he`, `she`, `it`, `they`; without one: they).
struct FirstWorld {
    std::string hero = "Ann, she";   ///< looks for the thing
    std::string helper = "Ben, he";  ///< knows better
    std::string thing = "the letter";
    std::string believed = "the hall";  ///< where the hero takes it to be, and the helper is
    std::string truth = "the attic";    ///< where it is
    std::string file = "first.wt";      ///< for the examples in it
};

/// The text of a world with comments, a request `story` and its telling; `check` has nothing to say of it, and there is a story
/// in which the hero looks in vain and is told. Or a sentence that says what is wrong with an answer.
tl::expected<std::string, std::string> first_world(const FirstWorld& about);

}  // namespace wt::ask
