// `wrongtree tell`: finds a story and tells it in prose, as one who takes part in it knows it.
#include "story/tell/tell.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/found_story.h"
#include "cli/teller.h"
#include "form/json_values.h"
#include "form/polish.h"
#include "form/tell_json.h"
#include "host/chat.h"

namespace wt::cli {

using namespace form;
using namespace host;

namespace {

using model::EntityId;
using Json = nlohmann::ordered_json;

std::string_view verdict_name(ask::StoryVerdict verdict) {
    switch (verdict) {
        case ask::StoryVerdict::found:
            return "told";
        case ask::StoryVerdict::none:
            return "no story";
        case ask::StoryVerdict::unsound:
            return "unsound";
        default:
            return "undecided";
    }
}

/// The document; without paragraphs if nothing is told.
Json document(const TellOptions& options, std::string_view version, const ask::FoundStory& found,
              EntityId teller) {
    Stop stop = found.budget.stop();
    Json json;
    json["wrongtree"] = version;
    json["file"] = options.file;
    json["request"] = options.question.request.empty() ? Json(nullptr) : Json(options.question.request);
    json["verdict"] = verdict_name(found.verdict);
    json["stopped_by"] = stop == Stop::none ? Json(nullptr) : Json(ask::stop_name(stop));
    json["limits"] = limits_json(found.question);
    json["title"] = found.request() ? found.request()->title : "";
    json["teller"] = teller.valid() ? Json(found.world()[teller].name) : Json(nullptr);
    json["language"] = options.telling.language;
    json["tense"] = options.telling.is_present ? "present" : "past";
    json["person"] = options.telling.is_first_person ? "first" : "third";
    json["length"] = options.telling.is_brief ? "short" : "full";
    json["seed"] = options.telling.seed;
    json["polish"] = nullptr;
    json["paragraphs"] = Json::array();
    return json;
}

void print(const Json& json, Console& console) {
    console.ready_answer(json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

/// Who polishes, if anybody; or what is wrong with the address.
tl::expected<std::optional<ChatServer>, std::string> server_of(const TellOptions& options) {
    if (options.polish_url.empty()) return std::nullopt;
    tl::expected<ChatServer, std::string> server = chat_server(options.polish_url);
    if (!server) return tl::unexpected("--polish: " + server.error());
    server->model = options.polish_model;
    if (const char* key = std::getenv("WRONGTREE_POLISH_KEY")) server->key = key;
    if (options.common.seconds) server->seconds = *options.common.seconds;
    return std::optional<ChatServer>(std::move(*server));
}

/// What is left of `--time` is for the polishing; the story that was found is told in any case.
Polish polish_in_time(const TellOptions& options, const WatchedStory& watched,
                      const story::NarrativeStyle& style, story::Narration narration, ChatServer server) {
    if (options.common.seconds) {
        double left = *options.common.seconds - watched.watchdog->seconds();
        server.seconds = std::min(server.seconds, left);
        if (left <= 0.01) return {std::move(narration), "no time is left for it (--time)"};
    }
    return polished(
        *watched.story->story, style, std::move(narration),
        [&](const std::string& task, const std::string& text) { return ask_chat(server, task, text); });
}

ExitCode tell(const TellOptions& options, std::string_view version, WatchedStory& watched, EntityId teller,
              const std::optional<ChatServer>& server, Console& console) {
    ask::FoundStory& found = *watched.story;
    story::Narration narration =
        story::tell(*found.story, ask::telling_options(options.telling, teller), found.request());
    if (found.was_stopped()) found.verdict = ask::StoryVerdict::undecided;
    Json json = document(options, version, found, teller);
    if (found.was_stopped()) {
        if (options.common.json) print(json, console);
        return report_no_story(found, console);
    }
    if (teller.valid() && narration.paragraphs.empty())
        console.note(fmt::format("`{}` learns nothing of this story; --teller names somebody else",
                                 found.world()[teller].name));
    if (server && !narration.paragraphs.empty()) {
        Polish polish = polish_in_time(options, watched, ask::telling_options(options.telling, teller).style,
                                       std::move(narration), *server);
        narration = std::move(polish.narration);
        bool is_refused = !polish.refused.empty();
        if (is_refused) console.note(fmt::format("the text is not polished: {}", polish.refused));
        json["polish"] = Json{{"is_accepted", !is_refused},
                              {"refused", is_refused ? Json(polish.refused) : Json(nullptr)}};
    }
    if (options.common.json) {
        json["paragraphs"] = narration_json(*found.story, narration);
        print(json, console);
    } else {
        if (!narration.title.empty()) console.answer(narration.title + "\n\n");
        console.answer(story::plain_text(narration));
    }
    return ExitCode::yes;
}

}  // namespace

ExitCode run_command(const TellOptions& options, std::string_view version, Console& console) {
    if (std::string mistake = ask::mistake_in(options.telling); !mistake.empty()) {
        console.error(mistake);
        return ExitCode::bad_input;
    }
    tl::expected<std::optional<ChatServer>, std::string> server = server_of(options);
    if (!server) {
        console.error(server.error());
        return ExitCode::bad_input;
    }
    auto watched =
        find_story({options.common, options.question, options.file, options.plan, "telling"}, console);
    if (!watched) return watched.error();
    const ask::FoundStory& found = *watched->story;
    tl::expected<EntityId, std::string> teller = find_teller(found, options.telling);
    if (!teller) {
        console.error(teller.error());
        return ExitCode::bad_input;
    }
    if (found.verdict == ask::StoryVerdict::found)
        return tell(options, version, *watched, *teller, *server, console);
    if (options.common.json) print(document(options, version, found, *teller), console);
    return report_no_story(found, console);
}

}  // namespace wt::cli
