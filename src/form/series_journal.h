// The journal is a file that says how far a series has come, so that it can go on where it was (docs/series.md).
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

#include "ask/series.h"
#include "base/source.h"

namespace wt::form {

struct Journal {
    std::string version;  ///< of the Wrongtree that wrote it
    std::string world;    ///< hash of the text
    std::string options;  ///< all that the series is a function of, as text
    std::vector<ask::Tried> tried;
};

std::string journal_text(const Journal& journal, std::string_view version);

/// Reads a journal; otherwise returns a sentence about what is wrong with it. It is called by the name of its source.
tl::expected<Journal, std::string> read_journal(const Source& source);

}  // namespace wt::form
