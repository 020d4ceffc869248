// How far a series has come, as a file, so that it can go on where it was (docs/series.md).
//
// The journal has every request that has been asked, in order, with its outcome, and the stories. A series is
// a function of world and options, so going on means: run again, but take the first outcomes from the
// journal. It is written anew after each request, to a second file that then takes the place of the first:
// whenever the program is killed, one of the two is whole.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace wt::surface {

/// How a request ended.
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

struct Journal {
    std::string version;  ///< of the Wrongtree that wrote it
    std::string world;    ///< hash of the text
    std::string options;  ///< all that the series is a function of, as text
    std::vector<Tried> tried;
};

std::string journal_text(const Journal& journal, std::string_view version);

/// Reads a journal; otherwise a sentence about what is wrong with it.
tl::expected<Journal, std::string> read_journal(const std::string& path);

}  // namespace wt::surface
