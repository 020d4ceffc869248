// This cuts the text of a template into pieces, before the names in it have a meaning.
#pragma once

#include <string>
#include <vector>

#include "lang/check_context.h"
#include "model/telling_language.h"

namespace wt::lang {

/// The text of one or several literals in quotes, without the quotes and what `\` hides; a line break with
/// the white space around it is one space.
struct LiteralText {
    std::string text;
    std::vector<std::uint32_t> places;  ///< of each byte in the source, and of the end

    Span span(std::size_t begin, std::size_t end) const;
};
LiteralText literal_text_of(const SyntaxTree& tree, NodeId literal);

/// This is like model::Piece, but has a name.
struct RawPiece {
    model::PieceKind kind = model::PieceKind::text;
    std::string text;
    std::string other;
    std::string name;  ///< what it refers to; empty: text, or a verb that agrees with the subject
    std::string form;
    std::vector<std::string> parts;
    Span span;
    Span name_span;
};

struct RawTemplate {
    std::vector<RawPiece> pieces;  ///< none: there is no such template, or it is wrong
    Span span;
};

/// Reads a template; what is wrong with it by itself is reported, and then it has no pieces.
RawTemplate read_template(CheckContext& context, NodeId literal, const model::TellingLanguage& language);

}  // namespace wt::lang
