// This compiles a network of the relaxation: formulas and values in relaxed_formulas.cpp, events and the layout in
// relaxed_network.cpp.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "engine/relax/relaxed_network.h"

namespace wt::engine {

/// This builds backwards from the utility: wherever a fluent is mentioned, everything is compiled that assigns it. What
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
          question_(question),
          first_fact_(question.pool_count(ground)),
          slots_(question.pool_count(ground)) {}

    RelaxedNetwork build();

  private:
    using Node = RelaxedNetwork::Node;
    using Pool = RelaxedNetwork::Pool;
    using Expr = RelaxedNetwork::Expr;
    using Task = RelaxedNetwork::Task;
    using CodedNode = RelaxedNetwork::CodedNode;
    static constexpr std::uint32_t kNone = ~0u;
    static constexpr Pool kOwn = RelaxedNetwork::kOwn;
    static constexpr Pool kBelow = RelaxedNetwork::kBelow;

    enum class Sort : std::uint8_t { alternative, joint, task };
    struct Draft {
        Sort sort;
        std::uint8_t step = 0;
        bool dearest = false;
        std::uint32_t number = kNone;  ///< of the action, or of the task
        std::vector<Node> inputs = {};
    };
    /// This says what a value can be, and at which cost; it is empty if the value is open.
    using Values = std::optional<std::vector<CodedNode>>;

    Node add(Draft draft);
    Node any(std::vector<Node> inputs);
    Node all(std::vector<Node> inputs);
    Node task(Task task, std::vector<Node> inputs);
    static std::uint64_t key(std::uint32_t id, Pool pool) { return std::uint64_t{id} << 32 | pool; }

    /// Returns where the mind of a character is, as it is seen in a pool.
    Pool mind_of(std::uint32_t character, Pool pool) const {
        if (pool == RelaxedNetwork::kBelow || !question_.has_below) return pool;
        if (pool == RelaxedNetwork::kOwn) {
            if (model::EntityId(character) == question_.owner) return pool;
            return question_.by_believer ? RelaxedNetwork::pool_of(character) : RelaxedNetwork::kBelow;
        }
        return pool == RelaxedNetwork::pool_of(character) ? pool : RelaxedNetwork::kBelow;
    }
    bool counts(EventIndex event) const {
        return ground_.is_trigger(event) || !question_.character.valid() ||
               ground_.event(event).consenting_count > 0;
    }
    void demand(Pool pool, std::uint32_t fluent);
    Node fact(Pool pool, std::uint32_t fluent, Code code);
    std::uint32_t slot(Pool pool, std::uint32_t fluent);
    Node formula(FormulaId id, Pool pool);
    Node formula_anew(FormulaId id, Pool pool);
    Node comparison(model::Compare op, FormulaId left, FormulaId right, Pool pool);
    const Values& values(FormulaId id, Pool pool);
    Values values_anew(FormulaId id, Pool pool);
    std::uint32_t expr(FormulaId id, Pool pool, std::vector<Node>& reads);
    std::uint32_t listed(std::vector<CodedNode> values, std::vector<Node>& reads);

    Node gate(EventIndex event, Pool pool);
    Node observed(EventIndex action, Pool pool);
    bool target_of(ChainId id, Pool pool) const;
    bool is_theirs(ChainId id, Pool pool) const;
    void provide(Pool pool, std::uint32_t fluent);
    RelaxedNetwork::Place place(Pool pool, std::uint32_t fluent);
    void assign(Node gate, std::uint8_t step, const Assignment& assignment, Pool from, Pool pool);
    void spread(Pool pool, std::uint32_t fluent);
    void forget(std::uint32_t fluent);
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
    std::vector<std::unordered_map<std::uint32_t, Node>> first_fact_;  ///< by pool and fluent
    std::unordered_map<std::uint64_t, Node> formulas_;
    std::unordered_map<std::uint64_t, Values> values_;
    std::unordered_map<std::uint64_t, Node> gates_;
    std::vector<std::unordered_map<std::uint32_t, std::uint32_t>> slots_;  ///< by pool and open fluent
    std::vector<RelaxedNetwork::Place> demanded_;
};

}  // namespace wt::engine
