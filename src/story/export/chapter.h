// This makes a chapter of a story with its branches: told, and with names and ids for everything.
//
// Each course of the branches is told as a whole, by one teller, and cut at its events. A sentence stands at
// the event after which it is told. Where courses part or come together a paragraph begins, so that no
// pronoun reaches across. A part that several courses share is told as in the first of them: the teller's
// mind is the same in all of them there.
#pragma once

#include "story/branches.h"
#include "story/export/book.h"
#include "story/tell/tell.h"

namespace wt::story {

struct ChapterOptions {
    TellingOptions telling = {};
    model::EntityId player = {};
    std::string name;   ///< wished for the chapter; a word is made of it
    std::string title;  ///< if the request has none
};

/// Makes a chapter. `request` is the one that the first course answers; it may be null. `names` are those of the book.
Chapter chapter_of(const Branches& branches, const ChapterOptions& options, const model::Request* request,
                   BookNames& names);

}  // namespace wt::story
