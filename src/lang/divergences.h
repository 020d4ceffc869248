// This table says which divergences a text has, which libraries lie under it, and what each of them builds on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "lang/syntax.h"

namespace wt::lang {

/// More divergences than this in one text are refused: each is checked by itself.
inline constexpr std::size_t kMostDivergences = 100;

/// This stands for canon as the origin of a definition.
inline constexpr std::uint32_t kCanon = 0xffffffffu;

struct DivergenceNode {
    NodeId node;
    std::string_view name;
    std::vector<std::string> required;
    std::vector<bool> below;  ///< what it requires, directly or not, by number
};

/// Returns the origin of what stands in the library of this number.
constexpr std::uint32_t layer_origin(std::size_t number) {
    return 0x80000000u + static_cast<std::uint32_t>(number);
}
constexpr bool is_layer(std::uint32_t origin) {
    return origin != kCanon && origin >= layer_origin(0);
}

/// A library that lies under the world.
struct LayerNode {
    NodeId node;
    std::string name;         ///< `life/places`
    std::vector<bool> below;  ///< what it uses, directly or not, by number
};

struct DivergenceTable {
    std::vector<DivergenceNode> all;     ///< in the order of the text
    std::vector<LayerNode> layers = {};  ///< a library after all that it uses

    /// Returns its number, or kCanon if there is none of this name.
    std::uint32_t find(std::string_view name) const;
    /// Returns these and all that they require: the required ones first, otherwise in the order of the text.
    std::vector<std::uint32_t> with_required(const std::vector<std::uint32_t>& some) const;
    /// May what stands in `late` change what stands in `early`?
    bool builds_on(std::uint32_t late, std::uint32_t early) const;
};

/// Reports names that are given twice or that nothing declares, and divergences and libraries that require
/// themselves. The layers are those of the tree.
DivergenceTable divergences_of(const SyntaxTree& tree, Diagnostics& diagnostics);

/// Returns the text of a title without its quotes.
std::string title_of(const SyntaxTree& tree, NodeId block);

}  // namespace wt::lang
