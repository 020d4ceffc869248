// Actions, triggers, and what is said once of how they are observed (docs/language.md, sections 7 and 16).
#pragma once

#include <span>

#include "lang/parse_cursor.h"

namespace wt::lang {

class EventParser : public Cursor {
  public:
    using Cursor::Cursor;

    NodeId event(NodeKind node_kind);
    /// `extend action NAME { parts }`.
    NodeId extend();
    /// `observing default: KIND`.
    NodeId observing_default();
    /// `perceives(` ... `):`.
    bool begins_perceives(std::uint32_t token) const;
    /// `perceives(c : character): condition`.
    NodeId perceives();

  private:
    /// From `{` to behind `}`: the parts of an event.
    NodeId body(NodeKind node_kind, std::uint32_t first, std::uint32_t main, Nodes children,
                NodeKind event_kind);
    /// The words that may begin a part: Sabre has the first four.
    std::span<const std::string_view> part_words() const;
    /// `precondition hidden:`.
    bool is_hidden(std::uint32_t token) const;
    bool begins_part(std::uint32_t token) const;
    /// One part of an event; ends at the `;` behind it, at `close`, or where the next part begins.
    NodeId part(NodeKind event_kind, std::uint32_t close);
    /// `everybody`, `nobody`, `who is there` or `who takes part`; none, and reported, if it is something else.
    NodeId observers_node();
    /// The fraction of `chance: 1/3`.
    NodeId chance(std::uint32_t first, std::uint32_t end);
    std::string part_names(NodeKind event_kind) const;
    /// A list of values, in any number of brackets.
    void characters(std::uint32_t end, Nodes& values);
};

}  // namespace wt::lang
