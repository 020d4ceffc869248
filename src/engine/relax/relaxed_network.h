// This is the delete relaxation of a ground world as a network of costs, compiled for one kind of question.
//
// Nodes come in three sorts, numbered in this order:
//
//   alternatives  cost as much as the cheapest of what leads to them: facts (a fluent has a value in the mind
//                 itself, or in some mind below), disjunctions, the values of the utility;
//   joints        cost what all that they need costs together: preconditions and other conjunctions. One that
//                 stands for an action happening charges a step to the alternatives that it leads to;
//   tasks         are interpreted whenever something that they read gets cheaper. They are needed only where
//                 there are too many numbers to list, in fluents and values that are open
//                 (relaxed_domains.h).
//
// A network has no node that cannot matter for its utility. Where `believes(...)` is read depends on whose
// mind is asked about and whether it has minds below, so that is fixed per network, too.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/relax/relaxed_domains.h"
#include "engine/relax/relevance.h"

namespace wt::engine {

struct RelaxedQuestion {
    model::EntityId owner;      ///< of the mind
    bool has_below = false;     ///< has it minds below?
    bool others_gain = false;   ///< do others act only if they gain at once?
    bool by_believer = false;   ///< are others told apart, and do they act on what they believe?
    bool can_part = false;      ///< may the self of the owner part from the mind, an imagined world?
    model::EntityId character;  ///< whose utility; none: the author
    FormulaId wish;             ///< instead of the author's utility: 1 where this is true, else 0
    friend auto operator<=>(const RelaxedQuestion&, const RelaxedQuestion&) = default;

    std::size_t pool_count(const GroundWorld& ground) const {
        return by_believer ? 2 + ground.character_count() : 2;
    }
};

struct RelaxedNetwork {
    using Node = std::uint32_t;
    /// This says whose facts are meant: those of the mind itself and of the self of its owner, those of some mind
    /// below, or those of one character's mind.
    using Pool = std::uint32_t;
    static constexpr Pool kOwn = 0;
    static constexpr Pool kBelow = 1;
    static constexpr Pool pool_of(std::uint32_t character) { return 2 + character; }
    static model::EntityId believer_of(Pool pool) { return model::EntityId(pool - pool_of(0)); }
    static constexpr Node kAlways = 0xfffffffe;  ///< costs nothing
    static constexpr Node kNever = 0xffffffff;
    static constexpr std::uint32_t kNoSlot = ~0u;
    static constexpr std::uint32_t kMaxNeeds = (1u << 30) - 1;

    struct Joint {
        std::uint32_t cost = 0;         ///< of what has been reached of its needs
        std::uint32_t needs : 30 = 0;   ///< how many have not been reached
        std::uint32_t step : 1 = 0;     ///< what it leads to costs one more
        std::uint32_t dearest : 1 = 0;  ///< costs what its dearest need costs, even where costs are added
    };
    static_assert(sizeof(Joint) == 8);

    struct CodedNode {
        Code code;
        Node node;
    };

    /// A value that is interpreted by tasks.
    struct Expr {
        enum class Kind : std::uint8_t {
            listed,      ///< values
            open,        ///< a: slot
            arithmetic,  ///< op; a, b: exprs
            choice       ///< choices: test and expr
        };
        Kind kind = Kind::listed;
        std::uint8_t op = 0;
        std::uint32_t a = 0;
        std::uint32_t b = 0;
        std::vector<CodedNode> values = {};
        struct Choice {
            Node test;
            std::uint32_t expr;
        };
        std::vector<Choice> choices = {};
    };

    struct Place {
        Pool pool = kOwn;
        std::uint32_t fluent = 0;
        std::uint32_t slot = kNoSlot;  ///< if the fluent is open
    };
    struct Task {
        enum class Kind : std::uint8_t {
            compare,  ///< node: its alternative; a, b: exprs
            assign,   ///< node: what it needs; a: expr
            shift,    ///< the same for an open fluent and a constant: node; op; a: slot, b: code
            spread,   ///< node: what it needs; a: the slot of the mind itself
            utility   ///< a: expr
        };
        Kind kind;
        std::uint8_t op = 0;
        std::uint8_t step = 0;
        Node node = kNever;
        std::uint32_t a = 0;
        std::uint32_t b = 0;
        Place target = {};
    };

    /// This fact says that a fluent which is not open has a value.
    struct Fact {
        Pool pool = kBelow;
        FluentId fluent = {};  ///< none: it is no fact
        Code code = 0;
    };

    struct ActionJoint {
        std::uint32_t action;
        std::uint32_t joint;  ///< number among joints
    };

    std::uint32_t alternative_count = 0;
    std::vector<Joint> joints;  ///< as they are before anything is reached
    std::vector<Task> tasks;
    std::vector<Expr> exprs;
    std::vector<std::uint32_t> first_edge;   ///< by node but tasks, and one past
    std::vector<Node> edges;                 ///< what nodes lead to, ascending for each
    std::vector<std::uint32_t> first_input;  ///< by node, and one past
    std::vector<Node> inputs;                ///< what leads to nodes
    std::vector<std::uint32_t> ready;        ///< joints without needs
    std::vector<ActionJoint> actions;
    std::vector<EventIndex> action_of;      ///< by joint; none if it stands for no action
    std::vector<std::vector<Node>> facts;   ///< by pool and fact; kNever if it cannot matter
    std::vector<Fact> fact_of;              ///< by alternative
    std::vector<std::vector<Place>> loads;  ///< by pool: the fluents that matter
    std::vector<Node> slots;  ///< open fluents, whose values are listed meanwhile: leads to who reads them
    /// These are the numbers that the utility can be. Those with a node have the first alternatives, in this order.
    std::vector<CodedNode> goals;
    bool utility_is_open = false;  ///< then the first task computes it

    bool is_alternative(Node node) const { return node < alternative_count; }
    bool is_joint(Node node) const { return node - alternative_count < joints.size(); }
    /// Returns nearly what it takes of memory.
    std::size_t bytes() const;
    std::span<const Node> inputs_of(Node node) const {
        return {inputs.data() + first_input[node], first_input[node + 1] - first_input[node]};
    }
    std::span<const Node> leads_to(Node node) const {
        return {edges.data() + first_edge[node], first_edge[node + 1] - first_edge[node]};
    }
};

/// This holds the events that assign each fluent, and those whose revision may correct it, for all networks of a world.
struct RelaxedSources {
    explicit RelaxedSources(GroundWorld& ground);

    struct Source {
        EventIndex event;
        std::uint32_t assignment;  ///< of the event
    };
    std::vector<std::vector<Source>> assigning;    ///< by fluent
    std::vector<std::vector<EventIndex>> copying;  ///< by fluent: actions whose precondition reads it
};

/// Cost: the events that can matter for the utility, times the values of what they copy.
RelaxedNetwork compile_network(GroundWorld& ground, const RelaxedDomains& domains,
                               const RelaxedSources& sources, Relevance& relevance,
                               const RelaxedQuestion& question);

}  // namespace wt::engine
