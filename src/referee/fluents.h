// These are the base fluents of a world: every property applied to every choice of arguments, numbered.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/world.h"

namespace wt::referee {

using FluentId = Id<struct FluentTag>;

struct Fluent {
    model::PropertyId property;
    std::vector<model::Value> arguments;
};

class FluentTable {
  public:
    /// No table is made of a world with more fluents than this: it would not fit into memory.
    static constexpr std::size_t kMost = 20'000'000;

    /// Numbers the fluents by property, then by arguments in the order of values; fixed formals keep their
    /// one value.
    explicit FluentTable(const model::World& world, std::size_t most = kMost);

    /// Returns false when the world has more than `most` fluents. The table is then empty and must not be used.
    bool complete() const { return complete_; }
    std::size_t size() const { return fluents_.size(); }
    const Fluent& operator[](FluentId id) const { return fluents_[id.index()]; }

    /// Finds a fluent. `arguments` must fit the formals of the property. Cost: one look-up an argument.
    FluentId find(model::PropertyId property, std::span<const model::Value> arguments) const;

  private:
    const model::World& world_;
    std::vector<Fluent> fluents_;
    std::vector<std::size_t> first_of_property_;
    std::vector<std::vector<std::uint32_t>> place_in_type_;  // by type and entity
    bool complete_ = true;
};

/// Returns every way to fill the formals, in lexicographic order of the values; nothing if there are more than `most`.
std::vector<std::vector<model::Value>> all_arguments(const model::World& world,
                                                     std::span<const model::Formal> formals,
                                                     std::size_t most);

/// Returns how many there are, or `most` + 1 if there are more than that.
std::size_t count_arguments(const model::World& world, std::span<const model::Formal> formals,
                            std::size_t most);

}  // namespace wt::referee
