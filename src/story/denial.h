// Does a sentence say that what it names does not happen, or not yet?
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wt::story {

/// Returns the words, as they stand there, by which a sentence denies its event: "not", "never", "refuses", "almost",
/// "plans", "cannot"; "nicht", "nie", "kein", "weigert", "beinahe". The text is empty if it happens.
///
/// `words` are views into `sentence`. `is_meant` says which of them belong to the names of the action and of its
/// arguments, which deny nothing: there may be an action `refuse`. `verb` has the places of the words of the action's
/// name, ascending and not empty. English and German are read whatever the world is told in; a German word that means
/// something else in English counts only if it `is_german`.
///
/// Only words count that stand before the verb in its own clause, and `not` or `never` at once behind it, in German
/// anywhere behind it up to the next comma. It is a reading by words, so that an author may have to write an event in
/// the form of plans; an event that was denied and is taken to happen all the same would be worse.
std::string denial_in(std::string_view sentence, std::span<const std::string_view> words,
                      const std::vector<bool>& is_meant, std::span<const std::size_t> verb, bool is_german);

}  // namespace wt::story
