// The table of first-state statements (docs/semantics.md, section 2): what the text says about fluents and
// beliefs before anything is settled.
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
    /// Imposes all statements of the world in order. Cost: the size of the ground statements.
    /// When the budget stops it, the table is incomplete and must not be used.
    FirstStateTable(const model::World& world, Budget& budget);

    /// The value of a fluent for a chain of believers: the entry, else that of the chain without its
    /// innermost believer, and so on, else the default of the property's type.
    model::Value value(BelievedFluent fluent) const;
    const std::map<BelievedFluent, model::Value>& entries() const { return entries_; }

  private:
    const model::World& world_;
    std::map<BelievedFluent, model::Value> entries_;
};

}  // namespace wt::engine
