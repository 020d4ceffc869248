// This decides what is told of a story and in which order, before there are words for it.
//
// A message is one thing to say with the claims that it makes. Its parts name what clauses are to be made of;
// nothing but parts and claims reaches the words, so that a checker (leaks.h) that looks at the claims has
// looked at everything.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "story/tell/focus.h"
#include "story/tell/tell.h"

namespace wt::story {

/// A clause to be made.
struct ClausePlan {
    enum class Kind : std::uint8_t { event, noticed, fact };
    Kind kind = Kind::event;
    ClauseForm form = ClauseForm::main;
    bool is_negated = false;
    bool is_again = false;   ///< it has been told of an earlier event, too
    bool is_wished = false;  ///< in the form that fits who wishes it, infinitive or accusative
    model::GroundEvent event = {};
    Fluent fluent = {};
    model::Value value = {};
};

struct Message {
    std::string id;
    std::size_t moment = 0;
    std::optional<std::size_t> event;
    Frame frame = Frame::plain;
    std::vector<model::EntityId> who;
    std::vector<ClausePlan> parts;
    std::vector<Claim> claims;
    bool may_join = false;      ///< with others of one subject into one sentence
    bool starts_scene = false;  ///< a new paragraph
};

/// Returns the messages of a telling, in order. `words` answer the questions whether there is a template and which
/// language's.
std::vector<Message> content_of(const Focus& focus, const TellingOptions& options,
                                const model::Request* request, const Words& words);

}  // namespace wt::story
