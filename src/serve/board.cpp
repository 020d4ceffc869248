#include "serve/board.h"

#include <filesystem>

#include "ask/board.h"
#include "form/board/board_page.h"
#include "form/diagnostics.h"
#include "host/library_files.h"
#include "host/read_file.h"
#include "host/stop_words.h"
#include "host/watchdog.h"

namespace wt::serve {

using namespace form;
using namespace host;

namespace {

BoardAnswer refused(std::string message) {
    return {ExitCode::bad_input, "", std::move(message)};
}

BoardAnswer refused(const ask::WorldFault& fault) {
    return refused(fault.diagnostics.has_errors() ? render(fault.source, fault.diagnostics, false)
                                                  : fault.refusal);
}

BoardAnswer refused(const ask::QuestionFault& fault, const ask::QuestionOptions& asked) {
    bool is_constraint = fault.kind == ask::QuestionFault::Kind::bad_constraint;
    return refused(is_constraint ? render(Source("where", asked.where), fault.diagnostics, false)
                                 : fault.text);
}

/// Says why there is no story.
BoardAnswer none(const ask::FoundStory& found) {
    std::string text = ask::absence_text(found, option_stop_text);
    switch (found.verdict) {
        case ask::StoryVerdict::endless:
            return refused(render(found.loaded->source,
                                  ask::endless_message(found.loaded->world, *found.endless), false));
        case ask::StoryVerdict::rejected:
            return {ExitCode::internal, "",
                    "the referee rejects the plan that was found: " + found.judgement.why};
        case ask::StoryVerdict::none:
        case ask::StoryVerdict::unsound:
            return {ExitCode::no, "", std::move(text)};
        default:
            return {Watchdog::interrupted() ? ExitCode::interrupted : ExitCode::undecided, "",
                    std::move(text)};
    }
}

}  // namespace

BoardAnswer answer_request(const BoardRequest& request, std::string_view version, Overseer& overseer) {
    tl::expected<Source, std::string> source = read_file(request.file, kMostWorldBytes);
    if (!source) return refused(source.error());
    lang::Selection selection{request.divergences, {}};
    if (!request.question.request.empty()) selection.requests.push_back(request.question.request);
    lang::Dialect dialect = ask::dialect_for(request.file, request.dialect);
    *source = ask::with_libraries(std::move(*source), dialect, libraries_beside(request.file));
    auto loaded = ask::read_world(std::move(*source), dialect, selection);
    if (!loaded) return refused(loaded.error());
    auto question = ask::settle((*loaded)->world, request.question);
    if (!question) return refused(question.error(), request.question);
    ResourceLimits limits = resource_limits(request.seconds, request.memory_mib, request.states);
    ask::Call call{overseer, {bytes_for_stores(limits), limits.states}, "drawing"};
    auto found = ask::find_story(std::move(*loaded), std::move(*question), std::nullopt, call);
    if (found->verdict != ask::StoryVerdict::found) return none(*found);
    ask::BoardWanted wanted{std::filesystem::path(request.file).filename().string(),
                            dialect,
                            request.question,
                            request.alone,
                            std::string(version),
                            option_stop_text};
    ask::BoardMade made = ask::make_board(std::move(found), wanted, call);
    if (made.page.sides.empty()) return none(*made.here);
    if (Watchdog::interrupted()) return {ExitCode::interrupted, "", "undecided: interrupted"};
    return {ExitCode::yes, board_page(made.page), ""};
}

}  // namespace wt::serve
