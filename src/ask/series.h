// Stories that have nothing to do with each other, or one for each of several requests.
//
// Each request is asked in a session of its own, with a number of states as its limit, so that its outcome depends on
// nothing but the world and itself. That is what lets a series go on from what was noted down of it and end with the
// same bytes as one that was never interrupted.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ask/series_world.h"

namespace wt::ask {

/// The ways in which a request can end.
enum class Outcome {
    found,     ///< a story, accepted by the referee, and far enough from the series as it was then
    too_near,  ///< a story, but too much like one of the series
    none,      ///< proved: no story within the limits
    stopped,   ///< a limit ended the search
    unjudged,  ///< a story that the referee could not judge within its resources
};

std::string_view outcome_name(Outcome outcome);

/// A request that has been asked.
struct Tried {
    std::string request;
    std::uint64_t states = 0;  ///< the most that the search could have
    Outcome outcome = Outcome::none;
    std::string reason;                ///< why there is no story, if there is more to say than the outcome
    std::vector<std::string> actions;  ///< of the story that was found
};

/// One story of a series.
struct SeriesStory {
    std::size_t number = 0;      ///< of the story, or with named requests of its request, from 1
    std::string request;         ///< what was asked for
    std::string where;           ///< the same as constraints of the language; empty: none
    std::optional<double> goal;  ///< the utility that was asked for, at least
    std::vector<std::string> actions;
    story::Features features;
    double utility = 0;
};

struct SeriesWanted {
    std::vector<std::string> requests = {};  ///< by name; none: requests are made up
    int count = 10;
    std::uint64_t seed = 1;
    double distance = 0.5;
    std::optional<std::uint64_t> states = std::nullopt;  ///< of one search, at most
    StopWords words = stop_text;
};

/// The keeper of a series: it notes down what happens, and says when it is time to end. All of its functions may do
/// nothing.
class SeriesKeeper {
  public:
    SeriesKeeper() = default;
    virtual ~SeriesKeeper() = default;
    SeriesKeeper(const SeriesKeeper&) = delete;
    SeriesKeeper& operator=(const SeriesKeeper&) = delete;

    /// Starts the time: it counts from before the first request that is made up, and from before each named one.
    virtual void begin() {}
    /// Returns why the whole series has to end; it is asked where something was stopped by a time of its own.
    virtual Stop over() { return Stop::none; }
    /// Hands out what an earlier run has noted down of all requests, in order.
    virtual std::span<const Tried> earlier() { return {}; }
    /// Notes down one more request that was asked; `tried` are all of this run. Returns false if that failed; then the
    /// series ends.
    virtual bool note(const std::vector<Tried>& /*tried*/) { return true; }
    /// Takes a story that has become part of the series. Returns false if it could not be kept; then the series ends.
    virtual bool accept(const SeriesStory& /*story*/) { return true; }
    /// Hears of triggers that never come to rest.
    virtual void meet(const SeriesWorld& /*world*/, const model::EndlessTriggers& /*met*/) {}
};

/// The reasons why there is no series at all.
enum class SeriesFailure {
    none,
    journal,   ///< what was noted down earlier does not fit this world
    question,  ///< a question cannot be asked: see the message
    endless,   ///< triggers that never come to rest at the start
    rejected,  ///< our own mistake: the referee rejects a story, see the message
    keeper,    ///< who keeps the series could not
};

enum class SeriesVerdict { complete, exhausted, undecided, interrupted };

struct SeriesMade {
    SeriesFailure failure = SeriesFailure::none;
    std::string message;
    SeriesVerdict verdict = SeriesVerdict::undecided;
    Stop stop = Stop::none;  ///< why it ended early
    std::vector<Tried> tried;
    std::vector<SeriesStory> stories;
    std::size_t wanted = 0;                 ///< stories
    std::size_t asked = 0;                  ///< different requests
    std::map<Outcome, std::size_t> counts;  ///< of their outcomes
};

/// Makes the series in open worlds: one for each named request, or the only one.
SeriesMade make_series(std::span<SeriesWorld* const> worlds, const SeriesWanted& wanted, const Call& call,
                       SeriesKeeper& keeper);

}  // namespace wt::ask
