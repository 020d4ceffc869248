// The table of first-state statements (docs/semantics.md, section 2) has what the text says about fluents and beliefs
// before anything is settled.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "base/budget.h"
#include "model/world.h"

namespace wt::engine {

/// A ground fluent with the chain of those who believe it, outermost first; adjacent believers differ.
struct BelievedFluent {
    std::vector<model::EntityId> believers;
    model::PropertyId property;
    std::vector<model::Value> arguments;

    friend auto operator<=>(const BelievedFluent&, const BelievedFluent&) = default;
};

class FirstStateTable {
  public:
    /// Imposes all statements of the world in order. Cost: the size of the ground statements. When the budget stops it,
    /// the table is incomplete and must not be used.
    FirstStateTable(const model::World& world, Budget& budget);

    /// Returns the value of a fluent for a chain of believers: the entry, else that of the chain without its innermost
    /// believer, and so on, else the default of the property's type. Several alternatives give `?` (for a boolean,
    /// False).
    model::Value value(BelievedFluent fluent) const;
    /// A value and its weight among those of one fluent.
    struct Alternative {
        model::Value value;
        std::int64_t weight = 1;
    };
    /// Values in order, different from each other; usually one.
    using Entry = std::vector<Alternative>;
    const std::map<BelievedFluent, Entry>& entries() const { return entries_; }
    /// Returns the entry, or null if there is none.
    const Entry* find(const BelievedFluent& fluent) const;

  private:
    const model::World& world_;
    std::map<BelievedFluent, Entry> entries_;
};

}  // namespace wt::engine
