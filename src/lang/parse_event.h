// This parses actions, triggers, and what is said once of how they are observed (docs/language.md, sections 7 and 16).
#pragma once

#include <span>

#include "lang/parse_cursor.h"

namespace wt::lang {

class EventParser : public Cursor {
  public:
    using Cursor::Cursor;

    NodeId event(NodeKind node_kind);
    /// Reads `extend action NAME { parts }`.
    NodeId extend();
    /// Reads `observing default: KIND`.
    NodeId observing_default();
    /// Does `perceives(` ... `):` begin here?
    bool begins_perceives(std::uint32_t token) const;
    /// Reads `perceives(c : character): condition`.
    NodeId perceives();

  private:
    /// Reads the parts of an event, from `{` to behind `}`.
    NodeId body(NodeKind node_kind, std::uint32_t first, std::uint32_t main, Nodes children,
                NodeKind event_kind);
    /// Returns the words that may begin a part: Sabre has the first four.
    std::span<const std::string_view> part_words() const;
    /// Does `precondition hidden:` begin here?
    bool is_hidden(std::uint32_t token) const;
    bool begins_part(std::uint32_t token) const;
    /// Reads one part of an event; it ends at the `;` behind it, at `close`, or where the next part begins.
    NodeId part(NodeKind event_kind, std::uint32_t close);
    /// Reads `everybody`, `nobody`, `who is there` or `who takes part`; returns none, and reports it, if it is
    /// something else.
    NodeId observers_node();
    /// Reads the fraction of `chance: 1/3`.
    NodeId chance(std::uint32_t first, std::uint32_t end);
    std::string part_names(NodeKind event_kind) const;
    /// Reads a list of values, in any number of brackets.
    void characters(std::uint32_t end, Nodes& values);
};

}  // namespace wt::lang
