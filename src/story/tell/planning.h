// The parts of the content planner share this: what the teller knows, what has been told, and the making of parts,
// claims and ids.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>

#include "story/tell/content.h"
#include "story/tell/motives.h"

namespace wt::story {

/// A wish by its owner, fluent and value.
using Wish = std::tuple<model::EntityId, Fluent, model::Value>;

/// This is the state of the planning. The parts of the planner that work on it are in opening.cpp, events.cpp and
/// ending.cpp.
struct Planning {
    const Focus& focus;
    const TellingOptions& options;
    const model::Request* request;
    const Words& words;
    std::vector<Motive> motives;
    std::vector<Delusion> delusions;  ///< of others than the teller, each once

    std::vector<Message> messages = {};
    std::map<Fluent, model::Value> told = {};  ///< the last that was told of a fluent
    std::set<Fluent> learnt = {};              ///< told as learnt or discovered
    std::set<Fluent> told_doubts = {};         ///< that the teller is not sure of them
    std::set<Wish> told_wishes = {};
    std::vector<std::pair<model::EntityId, model::GroundEvent>> told_means =
        {};                                        ///< who meant to bring about what
    std::set<std::size_t> told_delusions = {};     ///< places in `delusions`
    std::set<std::size_t> told_expectations = {};  ///< places in `motives`
    std::vector<model::EntityId> last_cast = {};   ///< of the last event that was told
    std::size_t scene_start = 0;                   ///< the message with which the scene began
    bool is_opening = true;                        ///< no event has been told yet

    bool is_full() const { return options.length == TellingLength::full; }
    bool has_told(const Fluent& fluent, const model::Value& value) const {
        auto found = told.find(fluent);
        return found != told.end() && found->second == value;
    }
};

/// Returns `at.Temari`, behind the names of believers.
std::string id_of(const model::World& world, const Fluent& fluent);

ClausePlan event_part(const model::GroundEvent& event, ClauseForm form, bool is_negated = false);
ClausePlan fact_part(const Fluent& fluent, const model::Value& value, ClauseForm form,
                     bool is_negated = false);
Claim fact_claim(ClaimKind kind, const Fluent& fluent, const model::Value& value);
Claim happens_claim(std::size_t event);

/// Tells the one fact of a message as what the teller, a character, believes: it need not be so.
void as_belief(const Planning& planning, Message& message);

/// Does the value say that nothing is there: false or unknown?
bool is_negative(const model::Value& value);

/// Tells "X thought that ..., but in truth ..." for each delusion of others that holds at the moment.
void tell_new_delusions(Planning& planning, std::size_t moment, const std::string& prefix);

/// Returns what the teller holds possible at the moment of a fluent that is open there: "It was in the ash, or perhaps
/// in the beech." It is none for a value of which there is nothing to say but that it is not known.
std::optional<Message> perhaps_message(const Planning& planning, std::size_t moment, const Fluent& fluent,
                                       const std::string& id);

void tell_opening(Planning& planning);
void tell_event(Planning& planning, std::size_t place);
void tell_ending(Planning& planning);

}  // namespace wt::story
