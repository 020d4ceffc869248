// `wrongtree tell` finds a story and tells it in prose, as one who takes part in it knows it.
#include "story/tell/tell.h"

#include <algorithm>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/found_story.h"
#include "form/polish.h"
#include "form/tell_json.h"
#include "host/chat.h"

namespace wt::cli {

using namespace form;
using namespace host;

namespace {

using model::EntityId;

/// Finds who polishes, if anybody; or says what is wrong with the address.
tl::expected<std::optional<ChatServer>, std::string> server_of(const TellOptions& options) {
    if (options.polish_url.empty()) return std::nullopt;
    auto server = chat_server(options.polish_url, options.polish_model, options.common.seconds);
    if (!server) return tl::unexpected("--polish: " + server.error());
    return std::optional<ChatServer>(std::move(*server));
}

/// Polishes with what is left of `--time`; the story that was found is told in any case.
Polish polish_in_time(const TellOptions& options, const WatchedStory& watched,
                      const story::NarrativeStyle& style, story::Narration narration, ChatServer server) {
    if (options.common.seconds)
        server.seconds = std::min(server.seconds, *options.common.seconds - watched.watchdog->seconds());
    if (server.seconds <= 0.01) return {std::move(narration), "no time is left for it (--time)"};
    return polished(
        *watched.story->story, style, std::move(narration),
        [&](const std::string& task, const std::string& text) { return ask_chat(server, task, text); });
}

TellDocument document_of(const TellOptions& options, std::string_view version, const ask::FoundStory& found,
                         EntityId teller) {
    return {.version = version,
            .file = options.file,
            .request = options.question.request,
            .found = found,
            .teller = teller,
            .style = options.telling,
            .stop = found.budget.stop()};
}

ExitCode tell(const TellOptions& options, std::string_view version, WatchedStory& watched, EntityId teller,
              const std::optional<ChatServer>& server, Console& console) {
    ask::FoundStory& found = *watched.story;
    story::TellingOptions telling = ask::telling_options(options.telling, teller);
    Polish told{story::tell(*found.story, telling, found.request()), ""};
    if (found.was_stopped()) found.verdict = ask::StoryVerdict::undecided;
    TellDocument document = document_of(options, version, found, teller);
    if (found.was_stopped()) {
        if (options.common.json) console.ready_answer(tell_json(document));
        return report_no_story(found, console);
    }
    if (teller.valid() && told.narration.paragraphs.empty())
        console.note(fmt::format("`{}` learns nothing of this story; --teller names somebody else",
                                 found.world()[teller].name));
    if (server && !told.narration.paragraphs.empty()) {
        told = polish_in_time(options, watched, telling.style, std::move(told.narration), *server);
        document.polish = &told;
        if (!told.refused.empty()) console.note(fmt::format("the text is not polished: {}", told.refused));
    }
    document.narration = &told.narration;
    bool as_json = options.common.json;
    if (!as_json && !told.narration.title.empty()) console.answer(told.narration.title + "\n\n");
    console.answer(as_json, as_json ? tell_json(document) : story::plain_text(told.narration));
    return ExitCode::yes;
}

}  // namespace

ExitCode run_command(const TellOptions& options, std::string_view version, Console& console) {
    if (std::string mistake = ask::mistake_in(options.telling); !mistake.empty())
        return console.refuse(mistake);
    tl::expected<std::optional<ChatServer>, std::string> server = server_of(options);
    if (!server) return console.refuse(server.error());
    auto watched =
        find_story({options.common, options.question, options.file, options.plan, "telling"}, console);
    if (!watched) return watched.error();
    const ask::FoundStory& found = *watched->story;
    tl::expected<EntityId, std::string> teller = find_teller(found, options.telling);
    if (!teller) return console.refuse(teller.error());
    if (found.verdict == ask::StoryVerdict::found)
        return tell(options, version, *watched, *teller, *server, console);
    if (options.common.json) console.ready_answer(tell_json(document_of(options, version, found, *teller)));
    return report_no_story(found, console);
}

}  // namespace wt::cli
