// The checker turns a syntax tree into a world: it finds what every name means, what type every expression has, what
// every effect assigns.
//
// The order of the kinds of definitions in the text is free, so they are checked kind by kind: types
// (check_types.cpp), entities, the heads of properties and events (check_heads.cpp), then the bodies of
// events, the first state and the utilities (check.cpp) with their expressions (check_expr.cpp) and effects
// (check_effect.cpp), and at last what nobody uses (check_unused.cpp). All of them share a `CheckContext`. A
// part with a mistake becomes an id of none and silences what depends on it, so that one mistake gives one
// message.
#pragma once

#include <optional>

#include "lang/dialect.h"
#include "lang/divergences.h"
#include "lang/syntax.h"
#include "lang/uses.h"
#include "model/world.h"

namespace wt::lang {

/// Chains of `+` or of `*` up to this length group from the right as the language says; longer ones are
/// halved, so that nobody who walks a world needs a deep stack. That changes nothing but rounding.
inline constexpr std::size_t kLongChain = 256;
/// These are the limits of what a world may consist of.
inline constexpr std::size_t kMaxAncestors = 1000;   ///< of one type or entity
inline constexpr std::size_t kMaxOverloads = 1000;   ///< of one name with one number of parameters
inline constexpr std::size_t kMaxParameters = 1000;  ///< of one property or event
/// A condition, value, effect or constraint has at most so many parts when it is written out as a tree, and when it is
/// so for every value of the variables that are bound in it.
inline constexpr std::size_t kMaxParts = 100'000;
inline constexpr std::size_t kMaxGroundedParts = 5'000'000;

/// This chooses one of the worlds of a tree.
struct Configuration {
    std::vector<std::uint32_t> taken;  ///< divergences by number, as `with_required` orders them
    std::vector<NodeId> requests;      ///< to be put to it
};

/// Returns the world that a tree denotes; it is meaningless if an error was reported, now or while parsing. A request
/// with a mistake is left out. `uses` gets which overloads the names mean; it may be null.
model::World check(const SyntaxTree& tree, Dialect dialect, const DivergenceTable& divergences,
                   const Configuration& configuration, Diagnostics& diagnostics, UseTable* uses = nullptr);

}  // namespace wt::lang
