#include "engine/trace/diagrams.h"

#include <unordered_set>

namespace wt::engine {

std::vector<std::uint32_t> leaf_values(const std::vector<Automaton::Node>& nodes, std::uint32_t place) {
    std::vector<std::uint32_t> result;
    std::vector<std::uint32_t> open{place};
    std::unordered_set<std::uint32_t> met{place};
    while (!open.empty()) {
        Automaton::Node node = nodes[open.back()];
        open.pop_back();
        if (node.atom == Automaton::kLeaf) {
            result.push_back(node.low);
            continue;
        }
        if (met.insert(node.high).second) open.push_back(node.high);
        if (met.insert(node.low).second) open.push_back(node.low);
    }
    return result;
}

}  // namespace wt::engine
