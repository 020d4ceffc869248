// The syntax tree says what stands in a text and how it is grouped, before any name has a meaning.
//
// One kind of node serves every construct: a kind, the tokens it covers, one token that names it, and
// children in the order of the text. Every token belongs to the file's stretch, brackets have nodes of their
// own, and comments are kept beside the tokens, so a formatter can write the text anew and a language server
// can find the node at a place. Where the text is wrong an `error` node stands for the stretch that could not
// be read; its neighbours are whole.
//
//   action walk(who : character) { effect: at(who) = Home; };
//   action "walk"
//     formal "who"
//       name "character"
//     effect
//       assign "="
//         call "at"
//           name "who"
//         name "Home"
//
// A new construct is a new kind here, a function in parse*.cpp or group.cpp that makes it, and a case in check_*.cpp;
// all other walkers go through unknown kinds by their children. A tree borrows its source and is valid as long as that.
#pragma once

#include <string>
#include <vector>

#include "base/ids.h"
#include "base/source.h"
#include "lang/lex.h"

namespace wt::lang {

using NodeId = Id<struct NodeTag>;

enum class NodeKind : std::uint8_t {
#define WT_NODE(kind, name) kind,
#include "lang/nodes.def"
#undef WT_NODE
};

std::string_view name_of(NodeKind kind);

struct Node {
    NodeKind kind = NodeKind::error;
    std::uint32_t first = 0;  ///< the first token
    std::uint32_t end = 0;    ///< behind the last token
    std::uint32_t main = 0;   ///< the token that names the node: its name, operator or keyword
    std::vector<NodeId> children;
};

struct SyntaxTree {
    const Source* source = nullptr;
    std::vector<Token> tokens;
    std::vector<Comment> comments;
    std::vector<Node> nodes;
    NodeId file;
    std::vector<NodeId> layers;  ///< the libraries in the source, one for each part behind the first

    const Node& operator[](NodeId id) const { return nodes[id.index()]; }
    NodeId add(Node node);

    std::string_view text(std::uint32_t token) const { return source->text(tokens[token].span); }
    /// Returns the text of the token that names the node.
    std::string_view name(NodeId id) const { return text((*this)[id].main); }
    Span main_span(NodeId id) const { return tokens[(*this)[id].main].span; }
    /// Returns the stretch from the first to the last token; the place before `end` if there is none.
    Span span(NodeId id) const { return span((*this)[id].first, (*this)[id].end); }
    Span span(std::uint32_t first, std::uint32_t end) const;
};

/// Returns what a `without_definition` leaves out: `action`, `trigger`, `entity` or `temper`. There is a node for each name of
/// `without action a, b`.
std::string_view left_out_kind(const SyntaxTree& tree, NodeId id);

/// Returns the node without the brackets around it.
NodeId without_brackets(const SyntaxTree& tree, NodeId id);

/// Writes one node a line, indented, as in the essay above. This is for tests.
std::string dump(const SyntaxTree& tree, NodeId id);

}  // namespace wt::lang
