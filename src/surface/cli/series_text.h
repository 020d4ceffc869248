// What `series` prints, as text and as JSON (docs/schema/series.schema.json).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "story/distance.h"
#include "surface/cli/exit_code.h"
#include "surface/cli/options.h"
#include "surface/cli/series_journal.h"

namespace wt::surface {

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

struct SeriesDocument {
    std::string_view version;
    const SeriesOptions& options;
    ExitCode code = ExitCode::yes;
    std::string stopped_by;  ///< empty: nothing
    std::vector<Tried> tried;
    std::vector<SeriesStory> stories;
};

/// `story-03.plan`: the request, as a comment, and an event a line.
std::string story_file_name(std::size_t number);
std::string story_file_text(const SeriesStory& story);

/// The least distance of two stories; none: there are not two.
std::optional<double> least_distance(const std::vector<SeriesStory>& stories);

std::string series_text(const SeriesDocument& document);
std::string series_json(const SeriesDocument& document);

}  // namespace wt::surface
