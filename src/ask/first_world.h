// A first world for somebody who has never written one: two people, a thing, and somebody who is wrong about where it is.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace wt::ask {

/// In which its texts are, and its story is told.
enum class FirstLanguage { english, german };

/// What the story is about, as one says it. Behind a comma stands a word about it: in English `he`, `she`, `it`, `they` or
/// `plural` (without one: `they` of people, `it` of all else), in German `er`, `sie`, `es` or `plural` (without one: as the article has it).
struct FirstWorld {
    FirstLanguage language = FirstLanguage::english;
    std::string hero = {};      ///< looks for the thing
    std::string helper = {};    ///< knows better
    std::string thing = {};     ///< that the hero wants
    std::string believed = {};  ///< where the hero takes it to be, and the helper is
    std::string truth = {};     ///< where it is
};

/// One of the five questions.
struct FirstQuestion {
    std::string FirstWorld::* answer;
    std::string_view text;   ///< of the question, with its question mark
    std::string_view usual;  ///< the answer of who gives none
};
/// All of them, in the order in which they are asked.
std::span<const FirstQuestion> first_questions(FirstLanguage language);

/// What is wrong with the last of the first `count` answers, as a sentence that says what to write instead; empty: nothing.
std::string mistake_in(const FirstWorld& about, std::size_t count);

/// The text of a world on the library `life`, with comments, a request `story` and its telling. `check` has nothing to say of it,
/// and in its story the hero looks in vain, is told, and finds. Answers that are empty are the usual ones. `file` stands in the
/// examples. Or a sentence about what is wrong with an answer.
tl::expected<std::string, std::string> first_world(const FirstWorld& about, std::string_view file);

/// The name of the file for a world that is to be called so: `first` is `first.wt`. Or a sentence about what is wrong with the name.
tl::expected<std::string, std::string> world_file_name(std::string_view name);

}  // namespace wt::ask
