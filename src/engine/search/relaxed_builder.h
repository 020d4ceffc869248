// Compiles a network of the relaxation: formulas and values in relaxed_formulas.cpp, events and the layout in
// relaxed_network.cpp.
#pragma once

#include <array>
#include <optional>
#include <unordered_map>
#include <vector>

#include "engine/search/relaxed_network.h"

namespace wt::engine {

/// Builds backwards from the utility: whoever mentions a fluent has everything compiled that assigns it. What
/// still cannot matter is dropped when the nodes get their numbers.
class RelaxedNetworkBuilder {
  public:
    RelaxedNetworkBuilder(GroundWorld& ground, const RelaxedDomains& domains, const RelaxedSources& sources,
                          Relevance& relevance, const RelaxedQuestion& question)
        : ground_(ground),
          pool_(ground.pool()),
          domains_(domains),
          sources_(sources),
          relevance_(relevance),
          question_(question) {}

    RelaxedNetwork build();

  private:
    using Node = RelaxedNetwork::Node;
    using Expr = RelaxedNetwork::Expr;
    using Task = RelaxedNetwork::Task;
    using CodedNode = RelaxedNetwork::CodedNode;
    static constexpr std::uint32_t kNone = ~0u;

    enum class Sort : std::uint8_t { alternative, joint, task };
    struct Draft {
        Sort sort;
        std::uint8_t step = 0;
        bool dearest = false;
        std::uint32_t number = kNone;  ///< of the action, or of the task
        std::vector<Node> inputs = {};
    };
    /// What a value can be, and at which cost; nothing if it is open.
    using Values = std::optional<std::vector<CodedNode>>;

    Node add(Draft draft);
    Node any(std::vector<Node> inputs);
    Node all(std::vector<Node> inputs);
    Node task(Task task, std::vector<Node> inputs);
    static std::uint64_t key(std::uint32_t id, bool below) {
        return std::uint64_t{id} << 1 | (below ? 1 : 0);
    }

    bool reads_below(std::uint32_t character, bool below) const {
        return below || (question_.has_below && model::EntityId(character) != question_.owner);
    }
    bool counts(EventIndex event) const {
        return ground_.is_trigger(event) || !question_.character.valid() ||
               ground_.event(event).consenting_count > 0;
    }
    void demand(bool below, std::uint32_t fluent);
    Node fact(bool below, std::uint32_t fluent, Code code);
    std::uint32_t slot(bool below, std::uint32_t fluent);
    Node formula(FormulaId id, bool below);
    Node formula_anew(FormulaId id, bool below);
    Node comparison(model::Compare op, FormulaId left, FormulaId right, bool below);
    const Values& values(FormulaId id, bool below);
    Values values_anew(FormulaId id, bool below);
    std::uint32_t expr(FormulaId id, bool below, std::vector<Node>& reads);
    std::uint32_t listed(std::vector<CodedNode> values, std::vector<Node>& reads);

    Node gate(EventIndex event, bool below);
    void provide(bool below, std::uint32_t fluent);
    RelaxedNetwork::Place place(bool below, std::uint32_t fluent);
    void assign(Node gate, std::uint8_t step, const Assignment& assignment, bool read_below, bool below);
    void spread(std::uint32_t fluent);
    void add_utility();
    std::vector<Node> order_nodes();
    void lay_out(const std::vector<Node>& order);
    void lay_out_edges(const std::vector<Node>& order, const std::vector<Node>& numbers, std::size_t others);
    void lay_out_facts(const std::vector<Node>& numbers);

    GroundWorld& ground_;
    FormulaPool& pool_;
    const RelaxedDomains& domains_;
    const RelaxedSources& sources_;
    Relevance& relevance_;
    RelaxedQuestion question_;
    RelaxedNetwork network_;
    std::vector<Draft> drafts_;
    std::array<std::unordered_map<std::uint32_t, Node>, 2> first_fact_;  ///< own and below: by fluent
    std::unordered_map<std::uint64_t, Node> formulas_;
    std::unordered_map<std::uint64_t, Values> values_;
    std::unordered_map<std::uint64_t, Node> gates_;
    std::array<std::unordered_map<std::uint32_t, std::uint32_t>, 2> slots_;  ///< by open fluent
    std::vector<RelaxedNetwork::Place> demanded_;
};

}  // namespace wt::engine
