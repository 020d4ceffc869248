// This compares canon with what divergences make of it: at the start, in the rules, and in the stories that can be told.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "ask/solve.h"

namespace wt::ask {

/// One thing that differs. A side is empty where there is none.
struct Difference {
    std::string what;
    std::string before;
    std::string after;
};

/// The outcomes of a question on the two sides.
struct AskedTwice {
    std::string request;  ///< by name; empty: of the constraint that was given
    std::string title;
    std::string before;  ///< `3 actions`, `impossible`, `undecided`, `does not fit`
    std::string after;
    std::vector<std::string> story_before;
    std::vector<std::string> story_after;
};

/// No more fluents of one property than this are compared.
inline constexpr std::size_t kMostFluents = 10'000;

/// Each list is sorted by what differs.
struct WorldDiff {
    std::vector<Difference> facts;
    std::vector<Difference> beliefs;  ///< wrong ones
    std::vector<Difference> rules;
    std::vector<Difference> declared;
    std::vector<AskedTwice> asked;
    std::vector<std::string>
        cut;  ///< properties of which only the first `kMostFluents` fluents were compared
};

/// One of the two worlds, with a session.
struct DiffSide {
    std::shared_ptr<const LoadedWorld> loaded;
    Budget budget = {};
    std::optional<engine::Session> session = {};
    engine::MindId start = {};
};

/// Makes the session of a side and its first state. `found` if it has one; else why not, as a session says it.
engine::Verdict open_side(DiffSide& side, const Call& call);

struct DiffWanted {
    QuestionOptions question = {};  ///< a request by name, or all of them; a constraint is asked by itself
    std::uint64_t states_each = 100'000;
};

/// The listener hears what comes in between: a question that cannot be asked, or triggers that never come to rest.
struct DiffListener {
    std::function<void(const QuestionFault&)> on_fault;
    std::function<void(const DiffSide&, const model::EndlessTriggers&)> on_endless;
};

/// Does the request fit one of the two worlds?
bool has_request(const DiffSide& side, const std::string& name);

/// Compares two sides that are open. Returns none if a question could not be asked, or the triggers of a world never
/// come to rest at the start: the listener has been told.
std::optional<WorldDiff> diff(DiffSide& canon, DiffSide& other, const DiffWanted& wanted, const Call& call,
                              const DiffListener& listener);

}  // namespace wt::ask
