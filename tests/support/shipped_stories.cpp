#include "support/shipped_stories.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "ask/question.h"
#include "engine/planner.h"
#include "lang/lang.h"

namespace wt::test {

namespace {

const std::filesystem::path kWorlds = std::filesystem::path(WT_SOURCE_DIR) / "worlds";

std::optional<model::World> read(const std::string& file, const lang::Selection& selection) {
    std::ifstream in(kWorlds / file);
    std::stringstream text;
    text << in.rdbuf();
    return lang::read_world(Source(file, text.str()), lang::Dialect::wrongtree, selection).world;
}

}  // namespace

std::vector<model::EntityId> ShippedStory::tellers() const {
    std::vector<model::EntityId> tellers{model::EntityId()};
    for (std::size_t i = 0; i < world->character_count; ++i)
        tellers.emplace_back(i);
    return tellers;
}

std::unique_ptr<ShippedStory> shipped_story(const std::string& file, const std::string& request,
                                            const std::vector<std::string>& divergences) {
    lang::Selection selection{divergences, {}};
    if (!request.empty()) selection.requests.push_back(request);
    std::optional<model::World> world = read(file, selection);
    if (!world) return nullptr;
    auto shipped = std::make_unique<ShippedStory>();
    shipped->name = file + ", " + (request.empty() ? "goal" : "request " + request);
    for (const std::string& divergence : divergences)
        shipped->name += ", " + divergence;
    shipped->world = std::make_unique<model::World>(std::move(*world));
    auto question = ask::settle(*shipped->world, {.request = request});
    if (!question) return nullptr;
    shipped->request = question->request;
    shipped->session =
        std::make_unique<engine::Session>(*shipped->world, ask::session_options(*question), *shipped->budget);
    engine::Answer answer = engine::plan(*shipped->session, ask::engine_question(*question));
    if (!answer.plan) return nullptr;
    auto story = story::follow_plan(*shipped->session, std::move(*answer.plan), question->limits);
    if (!story) return nullptr;
    shipped->story.emplace(std::move(*story));
    return shipped;
}

std::vector<std::unique_ptr<ShippedStory>> shipped_stories() {
    std::vector<std::unique_ptr<ShippedStory>> stories;
    auto add = [&](auto&&... what) {
        if (auto story = shipped_story(what...)) stories.push_back(std::move(story));
    };
    for (const auto& entry : std::filesystem::directory_iterator(kWorlds)) {
        std::string file = entry.path().filename().string();
        if (entry.path().extension() != ".wt") continue;
        std::optional<model::World> canon = read(file, {});
        if (!canon) continue;
        std::set<std::string> requests;
        for (const model::Request& request : canon->requests)
            requests.insert(request.name);
        add(file, "");
        for (const model::Divergence& divergence : canon->divergences) {
            std::optional<model::World> world = read(file, {{divergence.name}, {}});
            if (!world) continue;
            for (const model::Request& request : world->requests)
                requests.insert(request.name);
            add(file, "", std::vector{divergence.name});
        }
        for (const std::string& request : requests)
            add(file, request);
    }
    std::ranges::sort(stories, {}, [](const auto& story) { return story->name; });
    return stories;
}

}  // namespace wt::test
