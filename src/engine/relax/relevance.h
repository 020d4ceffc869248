// This tells which actions can matter at all for a character's utility within so many steps. It is a static analysis
// over fluents, those of the mind itself and those of the minds below it kept apart.
//
// Distance 0 is what the utility reads. A fluent has distance d + 1 if an action that writes something at
// distance d reads it. Triggers cost nothing. An action that writes nothing at distance r or less can be left
// out of any plan that has r more actions after it: the rest of the plan does the same to everything that it,
// and the utility, reads (but it may be what keeps triggers from going on for ever). An action of others reads what decides whether they gain by it at once, too.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "engine/ground/ground_world.h"
#include "engine/state/parting.h"

namespace wt::engine {

class Relevance {
  public:
    Relevance(GroundWorld& ground, Parting& parting, Budget& budget)
        : ground_(ground),
          parting_(parting),
          budget_(budget),
          by_character_(4 * ground.character_count()),
          gain_reads_(ground.character_count()),
          at_once_(ground.character_count()) {}

    /// Returns the least number of actions that must follow the action before the character's utility can rise because
    /// of it; kNever if it cannot. The answer means nothing after a stop of the budget.
    static constexpr std::uint16_t kNever = 0xffff;
    struct Manner {
        bool with_consent = true;  ///< are others asked whether they consent?
        /// Can what comes later lead to triggers that never come to rest? Then whatever they read or write matters.
        bool is_restless = false;
    };
    const std::vector<std::uint16_t>& distances(model::EntityId character,
                                                const Manner& manner = {true, false}) {
        std::vector<std::uint16_t>& known =
            by_character_[4 * character.index() + 2 * manner.with_consent + manner.is_restless];
        if (!known.empty() || ground_.action_count() == 0) return known;
        unfinished_ = compute(character, manner);
        if (budget_.stop() != Stop::none) return unfinished_;
        return known = std::move(unfinished_);
    }

    /// Returns what must hold in a mind of the character, at rest, for one action to raise its utility at once: a
    /// necessary condition. An action that writes nothing that the utility reads helps only through a trigger, and that
    /// must have lacked nothing but what the action, or triggers that it sets off, wrote.
    FormulaId gain_condition(EventIndex action, model::EntityId character);

  private:
    /// Fluents are numbers here: 2 x fluent, plus 1 in a mind below.
    struct Event {
        std::vector<std::uint32_t> writes;
        std::vector<std::uint32_t> reads;
    };
    struct Watched {
        std::vector<std::uint32_t> fluents;
        std::vector<FormulaId> reading_minds;
    };
    const Watched& watched_of(EventIndex action);
    std::vector<std::uint16_t> compute(model::EntityId character, const Manner& manner);
    const std::vector<std::uint32_t>& gain_reads(model::EntityId character);
    void add_reads(FormulaId formula, bool below, std::vector<std::uint32_t>& reads) const;
    std::vector<Event> describe(EventIndex event, model::EntityId owner, bool with_consent = true);
    FormulaId as_read_by(model::EntityId owner, FormulaId formula);
    FormulaId gain_condition_anew(EventIndex action, model::EntityId character);
    /// This holds what matters for gains at once: the triggers in the order of events, and what the utility reads.
    struct AtOnce {
        std::vector<std::vector<Event>> triggers;
        std::vector<char> utility_reads;  ///< by number of fluent
        bool reads_below = false;
        bool reads_nothing = false;                      ///< the utility; nothing else is filled in then
        std::vector<std::size_t> noticed;                ///< the triggers that write what the utility reads
        std::vector<std::vector<const Event*>> readers;  ///< by number of fluent: what else reads it
        std::vector<std::vector<std::uint32_t>>
            reached;  ///< by number of fluent; empty until it is asked for
    };
    const AtOnce& at_once(model::EntityId character);
    /// Returns what may be written when a fluent is, itself included, before the first trigger that the utility
    /// notices. The first question takes time linear in the triggers; then the answer is known.
    const std::vector<std::uint32_t>& reached_from(model::EntityId character, std::uint32_t fluent);

    GroundWorld& ground_;
    Parting& parting_;
    Budget& budget_;
    std::vector<std::uint16_t> unfinished_;                              ///< after a stop
    std::vector<std::vector<std::uint16_t>> by_character_;               ///< and manner
    std::vector<std::optional<std::vector<std::uint32_t>>> gain_reads_;  ///< by character
    std::vector<std::optional<Watched>> watched_;                        ///< by action
    std::vector<std::optional<AtOnce>> at_once_;                         ///< by character
    std::unordered_map<std::uint64_t, FormulaId> gain_conditions_;
};

}  // namespace wt::engine
