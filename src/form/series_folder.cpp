#include "form/series_folder.h"

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"
#include "form/series_text.h"

namespace wt::form {

namespace {

std::string hash_text(std::string_view text) {
    std::uint64_t hash = text.size();
    for (char c : text)
        hash = combine(hash, static_cast<unsigned char>(c));
    return fmt::format("{:016x}", hash);
}

std::string list_text(const std::vector<std::string>& names) {
    return fmt::format("{}", fmt::join(names, " "));
}

template <class Number>
std::string optional_number(const std::optional<Number>& number) {
    return number ? fmt::format("{}", *number) : "-";
}

SeriesFolder::Result refuse(std::string text) {
    return SeriesFolder::Failure{std::move(text), true};
}

}  // namespace

std::string series_options_text(const ask::SeriesWanted& wanted, const ask::QuestionOptions& question,
                                const std::vector<std::string>& divergences, ask::DialectChoice dialect) {
    std::string which = wanted.requests.empty() ? fmt::format("count {}, seed {}, distance {}", wanted.count,
                                                              wanted.seed, number_text(wanted.distance))
                                                : fmt::format("requests [{}]", list_text(wanted.requests));
    std::string uncertain;
    if (question.foresight) uncertain += fmt::format(", foresight {}", *question.foresight);
    if (question.possibilities) uncertain += fmt::format(", possibilities {}", *question.possibilities);
    return fmt::format("au [{}], {}, limits {} {} {} {}{}, states {}, dialect {}", list_text(divergences),
                       which, optional_number(question.author_limit),
                       optional_number(question.character_limit), optional_number(question.belief_limit),
                       optional_number(question.belief_depth), uncertain, optional_number(wanted.states),
                       static_cast<int>(dialect));
}

std::vector<std::string> series_file_names(const ask::SeriesWanted& wanted) {
    std::vector<std::string> names{std::string(kJournalName)};
    std::size_t stories =
        wanted.requests.empty() ? static_cast<std::size_t>(wanted.count) : wanted.requests.size();
    for (std::size_t number = 1; number <= stories; ++number)
        names.push_back(story_file_name(number));
    return names;
}

tl::expected<std::vector<StoryOfFolder>, std::string> stories_in(const FolderFiles& files) {
    std::vector<StoryOfFolder> stories;
    for (std::size_t number = 1; files.is_there(story_file_name(number)); ++number) {
        tl::expected<Source, std::string> source = files.read(story_file_name(number));
        if (!source) return tl::unexpected(source.error());
        stories.push_back({number, request_of_story_file(*source)});
    }
    return stories;
}

SeriesFolder::SeriesFolder(FolderFiles* files, std::string name, std::string_view version)
    : files_(files), name_(std::move(name)), version_(version) {}

SeriesFolder::Result SeriesFolder::open(const Source& world, std::string options,
                                        const ask::SeriesWanted& wanted) {
    if (!files_) return std::nullopt;
    journal_.world = hash_text(world.text());
    journal_.options = std::move(options);
    if (files_->is_there(std::string(kJournalName))) return read_earlier();
    // Without a journal, a story in the folder is somebody else's.
    for (const std::string& name : series_file_names(wanted))
        if (files_->is_there(name))
            return refuse(
                fmt::format("`{}` is there, but no journal of a series (`{}`); take another folder, or "
                            "move it away",
                            path_of(name), journal_path()));
    return std::nullopt;
}

SeriesFolder::Result SeriesFolder::read_earlier() {
    tl::expected<Source, std::string> source = files_->read(std::string(kJournalName));
    if (!source) return refuse(source.error());
    tl::expected<Journal, std::string> earlier = read_journal(*source);
    if (!earlier) return refuse(earlier.error());
    if (earlier->version != version_)
        return refuse(
            fmt::format("`{}` holds a series of Wrongtree {}, and this is {}, which may find other "
                        "stories; take another folder, or remove it to begin anew",
                        name_, earlier->version, version_));
    std::string_view difference = earlier->world != journal_.world       ? "of another world"
                                  : earlier->options != journal_.options ? "with other options"
                                                                         : "";
    if (!difference.empty())
        return refuse(
            fmt::format("`{}` holds a series {}, which cannot go on as this one; its options "
                        "were: {}",
                        name_, difference, earlier->options));
    earlier_ = std::move(*earlier);
    return std::nullopt;
}

SeriesFolder::Result SeriesFolder::note(const std::vector<ask::Tried>& tried) {
    if (!files_) return std::nullopt;
    journal_.tried = tried;
    for (std::size_t i = tried.size(); i < earlier_.tried.size(); ++i)
        journal_.tried.push_back(earlier_.tried[i]);
    auto wrong = files_->write(std::string(kJournalName), journal_text(journal_, version_));
    return wrong ? Result(Failure{std::move(*wrong), false}) : std::nullopt;
}

SeriesFolder::Result SeriesFolder::accept(const ask::SeriesStory& story) {
    if (!files_) return std::nullopt;
    std::string name = story_file_name(story.number);
    std::string text = story_file_text(story);
    if (files_->is_there(name)) {
        tl::expected<Source, std::string> there = files_->read(name);
        if (there && there->text() == text) return std::nullopt;
        return refuse(fmt::format("`{}` is there and is not what this series would write; move it away",
                                  path_of(name)));
    }
    auto wrong = files_->write(name, text);
    return wrong ? Result(Failure{std::move(*wrong), false}) : std::nullopt;
}

}  // namespace wt::form
