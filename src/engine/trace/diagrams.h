// These are multi-terminal decision diagrams (Bryant 1986; Fujita et al. 1997): functions from the truth of atoms to
// numbers, ordered and reduced, so that equal functions are equal places.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "engine/trace/automaton.h"

namespace wt::engine {

class Diagrams {
  public:
    using Node = Automaton::Node;
    static constexpr AtomId kLeaf = Automaton::kLeaf;

    /// Once there are more than `most` nodes or memories of one `join`, the result of joining means nothing.
    explicit Diagrams(std::size_t most = 200'000) : most_(most) {}

    bool is_overfull() const { return is_overfull_; }
    const Node& operator[](std::uint32_t place) const { return nodes_[place]; }
    std::size_t size() const { return nodes_.size(); }
    bool is_leaf(std::uint32_t place) const { return nodes_[place].atom == kLeaf; }
    std::uint32_t leaf(std::uint32_t value) { return intern({kLeaf, value, 0}); }
    /// `atom` must come before the atoms of both.
    std::uint32_t node(AtomId atom, std::uint32_t low, std::uint32_t high) {
        return low == high ? low : intern({atom, low, high});
    }

    /// Returns the diagram of `join(x(atoms), y(atoms))`, where `join` is commutative. `known` remembers what was
    /// joined before and belongs to this `join`. Cost: the product of the sizes at worst.
    using Joined = std::unordered_map<std::uint64_t, std::uint32_t>;
    template <class Join>
    std::uint32_t joined(std::uint32_t x, std::uint32_t y, Joined& known, const Join& join) {
        if (x > y) std::swap(x, y);
        std::uint64_t key = std::uint64_t{x} << 32 | y;
        if (auto found = known.find(key); found != known.end()) return found->second;
        if (nodes_.size() > most_ || known.size() > most_) {
            is_overfull_ = true;
            return x;
        }
        Node a = nodes_[x];
        Node b = nodes_[y];
        std::uint32_t result;
        if (a.atom == kLeaf && b.atom == kLeaf) {
            result = leaf(join(a.low, b.low));
        } else {
            AtomId top = a.atom < b.atom ? a.atom : b.atom;
            std::uint32_t low = joined(a.atom == top ? a.low : x, b.atom == top ? b.low : y, known, join);
            std::uint32_t high = joined(a.atom == top ? a.high : x, b.atom == top ? b.high : y, known, join);
            result = node(top, low, high);
        }
        known.emplace(key, result);
        return result;
    }

    /// Copies a diagram of `from` with other leaves. `known` belongs to one pair of stores and one
    /// `value_of`.
    using Copied = std::unordered_map<std::uint32_t, std::uint32_t>;
    template <class ValueOf>
    std::uint32_t copy(const Diagrams& from, std::uint32_t place, Copied& known, const ValueOf& value_of) {
        if (auto found = known.find(place); found != known.end()) return found->second;
        const Node& old = from[place];
        std::uint32_t result;
        if (old.atom == kLeaf) {
            result = leaf(value_of(old.low));
        } else {
            std::uint32_t low = copy(from, old.low, known, value_of);
            std::uint32_t high = copy(from, old.high, known, value_of);
            result = node(old.atom, low, high);
        }
        known.emplace(place, result);
        return result;
    }

    const std::vector<Node>& nodes() const { return nodes_; }
    std::vector<Node> take_nodes() { return std::move(nodes_); }

  private:
    struct NodeHash {
        std::size_t operator()(const Node& node) const {
            return combine(combine(node.atom, node.low), node.high);
        }
    };
    struct NodeEqual {
        bool operator()(const Node& x, const Node& y) const {
            return x.atom == y.atom && x.low == y.low && x.high == y.high;
        }
    };
    std::uint32_t intern(Node node) {
        auto [entry, is_new] = places_.try_emplace(node, static_cast<std::uint32_t>(nodes_.size()));
        if (is_new) nodes_.push_back(node);
        return entry->second;
    }

    std::size_t most_;
    bool is_overfull_ = false;
    std::vector<Node> nodes_;
    std::unordered_map<Node, std::uint32_t, NodeHash, NodeEqual> places_;
};

/// Returns the values of the leaves below a place, each once, in the order in which they are met, false before true.
std::vector<std::uint32_t> leaf_values(const std::vector<Automaton::Node>& nodes, std::uint32_t place);

}  // namespace wt::engine
