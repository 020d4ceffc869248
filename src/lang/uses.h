// Editors ask for the meaning of names: every place where something is defined or mentioned.
//
// The checker notes what only it can tell, which of several overloads a use means (`note`). All else follows from the
// tree: `note_rest` goes through it with the scopes of the language, so that texts with mistakes have uses, too.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lang/syntax.h"

namespace wt::lang {

enum class NameKind : std::uint8_t {
    type,
    entity,
    property,
    action,
    trigger,
    variable,  ///< a parameter, or what is bound by `forall` and the like
    divergence,
    request,
};

std::string_view name_of(NameKind kind);

struct Definition {
    NameKind kind = NameKind::type;
    std::string name;
    Span
        span;  ///< of the name where it is defined; empty of what the language itself knows, such as `character`
    NodeId
        node;  ///< what defines it; none: the language itself, or a type that is declared by being mentioned
};

/// A stretch of the text that names something.
struct Use {
    Span span;
    std::uint32_t definition = 0;  ///< by its place among the definitions
    bool is_definition = false;    ///< it is here that the thing is defined
};

class UseTable {
  public:
    /// Collects the definitions of a tree, and the places where they are.
    explicit UseTable(const SyntaxTree& tree);

    /// Notes that the name at `use` means what is defined at `definition`. The first note of a place counts.
    void note(Span use, Span definition);
    /// Notes all that follows from the tree. A name of several overloads, or of one thing as canon and divergences have
    /// it, means the first, unless it has been noted. Cost: linear in the tree.
    void note_rest();

    const std::vector<Definition>& definitions() const { return definitions_; }
    /// Returns the uses sorted by place, none of them empty, no two of them overlapping.
    std::vector<Use> take_uses() const;

  private:
    friend class UseWalker;

    void define(NameKind kind, NodeId node);
    std::uint32_t add(Definition definition);
    void note(Span use, std::uint32_t definition);
    /// Returns the first definition of a name; `kNothing` if there is none.
    std::uint32_t find(NameKind kind, std::string_view name) const;

    static constexpr std::uint32_t kNothing = 0xffffffffu;

    const SyntaxTree& tree_;
    std::vector<Definition> definitions_;
    std::map<std::pair<NameKind, std::string_view>, std::uint32_t> first_;  ///< of each name
    std::map<Span, std::uint32_t> at_;                                      ///< definitions by their place
    std::map<Span, std::uint32_t> uses_;
};

}  // namespace wt::lang
