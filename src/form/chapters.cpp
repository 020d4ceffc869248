#include "form/chapters.h"

#include <fmt/format.h>

#include "form/series_text.h"

namespace wt::form {

std::vector<ChapterSource> chapters_of(const ChaptersAsked& asked) {
    if (asked.requests.size() == 1 && asked.plans.size() == 1)
        return {{asked.requests[0], asked.plans[0].path, {asked.requests[0]}}};
    std::vector<ChapterSource> chapters;
    for (const ChaptersAsked::PlanFile& plan : asked.plans)
        chapters.push_back({"", plan.path, {plan.title, plan.title}});
    for (const std::string& name : asked.requests)
        chapters.push_back({name, "", {name}});
    if (chapters.empty()) chapters.push_back({"", "", {"story", asked.title, asked.where}});
    return chapters;
}

tl::expected<std::vector<ChapterSource>, std::string> chapters_of_series(const FolderFiles& files,
                                                                         const std::string& folder) {
    tl::expected<std::vector<StoryOfFolder>, std::string> stories = stories_in(files);
    if (!stories) return tl::unexpected(stories.error());
    if (stories->empty())
        return tl::unexpected(fmt::format("`{}` has no `{}`; `wrongtree series -o` writes such a folder",
                                          folder, story_file_name(1)));
    std::vector<ChapterSource> chapters;
    for (const StoryOfFolder& story : *stories)
        chapters.push_back(
            {"",
             folder + "/" + story_file_name(story.number),
             {fmt::format("story_{}", story.number), fmt::format("Story {}", story.number), story.request}});
    return chapters;
}

}  // namespace wt::form
