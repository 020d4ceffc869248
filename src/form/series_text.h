// This writes the answer of `series`, as text and as JSON (docs/schema/series.schema.json).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ask/series.h"
#include "base/source.h"

namespace wt::form {

struct SeriesDocument {
    std::string_view version;
    std::string_view file;
    const std::vector<std::string>& divergences;
    const ask::SeriesWanted& wanted;
    const ask::SeriesMade& made;
};

/// Returns the name `story-03.plan`, and the text of such a file: the request, as a comment, and an event a line.
std::string story_file_name(std::size_t number);
std::string story_file_text(const ask::SeriesStory& story);

/// Returns the request that such a file notes down; it is empty for any story.
std::string request_of_story_file(const Source& file);

/// Returns the least distance of two stories; none if there are not two.
std::optional<double> least_distance(const std::vector<ask::SeriesStory>& stories);

/// Returns notes about how it went, a sentence each: first those named requests that have no story, and then the sum.
std::vector<std::string> series_notes(const SeriesDocument& document);

std::string series_text(const SeriesDocument& document);
std::string series_json(const SeriesDocument& document);

}  // namespace wt::form
