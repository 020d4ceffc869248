// All parts of the referee share this while they answer one question: the world, its ground events, the minds met so
// far, and answers remembered. The logic is in free functions: evaluate.h, happen.h, revision.h, judge.h.
#pragma once

#include <bit>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/flat_map.h"
#include "base/hash.h"
#include "model/plan.h"
#include "referee/mind.h"
#include "referee/referee.h"

namespace wt::referee {

using ActionId = Id<struct ActionTag>;

/// A variable with its value.
struct Bound {
    model::VariableId variable;
    model::Value value;
};

/// The variables in force at a place of an expression: those bound here, then those bound outside.
struct Bindings {
    std::span<const Bound> here;
    const Bindings* outer = nullptr;
};

/// A ground event, ready to be taken; an action with its outcome.
struct Occurrence {
    model::GroundEvent ground;
    std::vector<Bound> bound;                 ///< its formals
    std::vector<model::EntityId> consenting;  ///< without duplicates

    Bindings scope() const { return {bound, nullptr}; }
};

/// A question about reasons: is `action` explained for the owner of `mind`, with this much budget? Somebody who holds
/// several things possible is asked in a prospect (prospect.h).
struct ReasonKey {
    MindId mind;
    ActionId action;
    int budget = 0;

    friend bool operator==(const ReasonKey&, const ReasonKey&) = default;
};

struct ReasonKeyHash {
    std::size_t operator()(const ReasonKey& key) const {
        return combine(combine(key.mind.value, key.action.value), static_cast<std::uint64_t>(key.budget));
    }
};

/// This is what is known about such a question: no reason has a length up to `none_up_to`; `found` is the first
/// shortest one.
struct ReasonAnswer {
    int none_up_to = 0;
    std::optional<std::vector<ActionId>> found;
};

/// Somebody looks at this when judging where a plan leads: what it is worth and, for somebody wary, what the others may
/// then do (9). None means unknown, or not looked at.
struct Measure {
    std::optional<model::Fraction> worth;
    std::optional<model::Fraction> outlook;

    friend bool operator==(const Measure&, const Measure&) = default;
};

/// A reason under uncertainty, with what it is worth in the end.
struct Reason {
    std::vector<ActionId> actions;
    Measure end;
};

/// This question asks for the outlook of a world's owner there.
struct OutlookKey {
    MindId world;
    int steps = 0;
    int budget = 0;

    friend bool operator==(const OutlookKey&, const OutlookKey&) = default;
};

struct OutlookKeyHash {
    std::size_t operator()(const OutlookKey& key) const {
        return combine(combine(key.world.value, static_cast<std::uint64_t>(key.steps)),
                       static_cast<std::uint64_t>(key.budget));
    }
};

/// This question asks whether the utility of the mind's owner can come above `floor` within so many actions
/// (judge.cpp).
struct ReachKey {
    MindId mind;
    double floor = 0;

    friend bool operator==(const ReachKey&, const ReachKey&) = default;
};

struct ReachKeyHash {
    std::size_t operator()(const ReachKey& key) const {
        return combine(key.mind.value, std::bit_cast<std::uint64_t>(key.floor));
    }
};

/// This is what is known about such a question. Whatever can be done within some actions can be done within more.
struct Reach {
    int impossible_within = 0;
    int possible_within = 1 << 20;
};

/// The greatest utility that is conceivable (relaxed.h).
struct Conceivable {
    std::vector<double> highest;  ///< within 0, 1, 2, ... actions
    bool is_complete = false;     ///< more actions bring nothing new
};

inline std::uint64_t pair_key(std::uint32_t a, std::uint32_t b) {
    return static_cast<std::uint64_t>(a) << 32 | b;
}

class Candidates;
class Dependencies;

struct Context {
    /// Enumerates the ground events. When the world is too large, `stop` is `memory`.
    Context(const model::World& world, const Rules& rules, Budget& budget);
    ~Context();

    const model::World& world;
    model::Limits limits;
    const model::Request* request;  ///< what the author's story has to be like; may be null
    bool strict;
    FormerRules former;
    int depth;  ///< D: minds are nested this deep
    /// Can anybody hold several things possible? Does the world know possibilities, failures, chances or tempers,
    /// so that reasons are judged as in uncertain.h? (docs/semantics.md, 9)
    bool has_possibilities;
    bool is_uncertain;
    Budget& budget;

    FluentTable fluents;
    Minds minds;
    std::vector<std::vector<model::Value>> values_of;  ///< by type
    /// The actions are in the order of the text, then of the arguments. The first `action_count` are the actions, as
    /// they succeed; after them stand, in the same order, those that can fail, as they fail.
    std::vector<Occurrence> actions;
    std::size_t action_count = 0;
    std::vector<ActionId> failure_of;  ///< by action; none if it cannot fail
    std::vector<ActionId> success_of;  ///< the action itself, by action with its outcome
    std::vector<Occurrence> triggers;

    /// This says why everything ends now. Once it is set, what any function returns means nothing.
    Stop stop = Stop::none;
    bool is_endless = false;  ///< the triggers of the first state never come to rest: see `unrest`
    std::optional<model::EndlessTriggers> unrest;  ///< the first such triggers that were met anywhere
    Stage stage;                                   ///< at which the judgement is
    Stage stage_of_unrest;                         ///< at which `unrest` was met
    bool nested_too_deeply = false;
    int open_steps = 0;  ///< steps of plans being imagined, one within the other

    /// These remember what happens to worlds, and to the minds below them.
    FlatMap<MindId> applied{budget}, applied_in_mind{budget};  ///< by mind and action
    FlatMap<MindId> beats{budget}, beats_in_mind{budget};      ///< by mind
    FlatMap<MindId> successors{budget};                        ///< by mind and action
    FlatMap<MindId> settled{budget};                           ///< by mind
    std::unordered_map<MindId, std::vector<ActionId>> plausible;
    std::unordered_map<std::uint64_t, std::optional<double>>
        highest;  ///< by world and steps left (uncertain.h)
    std::unordered_map<ReachKey, Reach, ReachKeyHash> reach;
    std::unordered_map<MindId, Conceivable*> conceivable;
    std::map<std::vector<std::uint32_t>, Conceivable> conceivable_from;  ///< by what a relaxation starts from
    std::unordered_map<ReasonKey, ReasonAnswer, ReasonKeyHash> reasons;
    /// These are all reasons of somebody prudent by length, one for each way to end.
    std::unordered_map<ReasonKey, std::vector<std::vector<Reason>>, ReasonKeyHash> all_reasons;
    std::unordered_map<OutlookKey, model::Value, OutlookKeyHash> outlooks;
    std::unique_ptr<Candidates> candidates;
    std::unique_ptr<Dependencies> dependencies;

    /// Stops, because the world itself is too much.
    void refuse(std::string why);
    /// Must we stop? This is asked in every loop.
    bool halted() {
        if (stop == Stop::none) stop = budget.stop();
        return stop != Stop::none || is_endless;
    }

    const Occurrence& operator[](ActionId id) const { return actions[id.index()]; }
    const Mind& operator[](MindId id) const { return minds[id]; }

    /// Returns the belief of which `believes(character, ...)` speaks in a mind: a mind's view of its owner is itself,
    /// or the self of an imagined world; at level D everybody is taken to believe what the mind believes itself.
    MindId believed(MindId mind, model::EntityId character) const {
        const Mind& content = minds[mind];
        if (content.level == depth) return mind;
        MindId below = content.children[character.index()];
        return below.valid() ? below : mind;
    }
    /// These take a mind, a belief or a prospect.
    model::EntityId owner_of(MindId id) const { return minds[minds.possibilities(id).front().mind].owner; }
    int level_of(MindId id) const { return minds[minds.possibilities(id).front().mind].level; }
    const model::Temper& temper_of(model::EntityId character) const;
};

/// Returns the ground event with its formals bound. `event` must fit the world.
Occurrence occurrence_of(const model::World& world, model::GroundEvent event);
/// Returns the action with this content, its outcome too, if it is one of the world.
std::optional<ActionId> find_action(const Context& context, const model::GroundEvent& event);

}  // namespace wt::referee
