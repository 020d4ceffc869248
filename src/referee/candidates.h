// The candidates are the events that the values of a mind do not rule out. They are few of all, and are found once for
// all minds with the same values.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "referee/context.h"

namespace wt::referee {

/// An event is a candidate in a mind unless a part of its precondition that speaks of nobody's beliefs is false
/// there. A conjunction with a false part is false, so whatever is left out is impossible; what such a part is
/// depends on the mind's own values alone, so all minds with these values have the same candidates.
class Candidates {
  public:
    explicit Candidates(Context& context) : context_(context) {}

    /// Returns the candidates by index, ascending. They are remembered; the reference stays valid. Cost of the first
    /// call for these values: events x parts of preconditions.
    const std::vector<std::uint32_t>& actions(MindId mind);
    const std::vector<std::uint32_t>& triggers(MindId mind);
    /// Is a candidate possible in a mind whose values made it one? The same as `possible`, without what these have
    /// settled.
    bool is_possible_action(MindId mind, std::uint32_t index) const {
        return has_rest(actions_, mind, index);
    }
    bool is_possible_trigger(MindId mind, std::uint32_t index) const {
        return has_rest(triggers_, mind, index);
    }

    /// Returns all events that can ever be possible, as far as is known, by index, ascending.
    const std::vector<std::uint32_t>& all_actions();
    const std::vector<std::uint32_t>& all_triggers();
    /// Leaves out the events that can be possible in no mind that comes of the first state by possible actions. Does
    /// nothing where that is not known.
    void narrow(MindId first_state);

  private:
    /// An event, with the parts of its precondition that speak of nobody's beliefs.
    struct Event {
        std::uint32_t index = 0;
        std::vector<model::ExprId> parts;
    };
    /// All events of a kind, except those that are false whatever the values.
    struct Kind {
        bool is_ready = false;
        std::vector<Event> events;
        std::vector<std::uint32_t> all;  ///< their indexes
        /// By index: the parts of preconditions that speak of beliefs, and what is hidden.
        std::vector<std::vector<model::ExprId>> rest;
        std::unordered_map<ValuesId, std::vector<std::uint32_t>> found;
    };

    const std::vector<std::uint32_t>& find(Kind& kind, const std::vector<Occurrence>& events,
                                           std::size_t count, MindId mind);
    bool has_rest(const Kind& kind, MindId mind, std::uint32_t index) const;
    void prepare(Kind& kind, const std::vector<Occurrence>& events, std::size_t count);
    void keep(Kind& kind, std::vector<std::uint32_t> all);

    Context& context_;
    Kind actions_, triggers_;
};

}  // namespace wt::referee
