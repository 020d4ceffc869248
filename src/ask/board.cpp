#include "ask/board.h"

#include <algorithm>

#include <fmt/format.h>

namespace wt::ask {

namespace {

/// Canon may take this many belief states beside the story that was asked for.
constexpr std::uint64_t kCanonStates = 100'000;

/// Returns the divergences that the world was made under, `coma, winter`; the text is empty for canon.
std::string divergences_of(const model::World& world) {
    std::string names;
    for (const model::Divergence& one : world.divergences)
        if (one.is_taken) names += (names.empty() ? "" : ", ") + one.name;
    return names;
}

/// Returns what is told of the world and the question above the title.
std::string kicker_of(const BoardWanted& wanted, const FoundStory& found) {
    std::string text = wanted.world;
    std::string names = divergences_of(found.world());
    if (!names.empty()) text += ", under " + names;
    if (!wanted.question.request.empty()) text += fmt::format(", request \"{}\"", wanted.question.request);
    if (!wanted.question.where.empty()) text += ", where " + wanted.question.where;
    return text;
}

std::string title_of(const BoardWanted& wanted, const FoundStory& found) {
    const std::optional<model::Request>& request = found.question.request;
    if (request && !request->title.empty()) return request->title;
    for (const model::Divergence& one : found.world().divergences)
        if (one.is_taken && !one.title.empty()) return one.title;
    return "A story in " + wanted.world;
}

/// Returns the story told by everybody who could tell it: first by the teller of the request, if there is one, else by
/// a narrator.
std::vector<BoardTelling> tellings_of(const FoundStory& found) {
    const model::EntityId narrator;
    std::vector<model::EntityId> tellers = {found.request() ? found.request()->teller : narrator};
    auto add = [&](model::EntityId one) {
        if (one != tellers[0]) tellers.push_back(one);
    };
    add(narrator);
    for (std::size_t i = 0; i < found.world().character_count; ++i)
        add(model::EntityId(i));
    std::vector<BoardTelling> tellings;
    for (model::EntityId teller : tellers) {
        story::TellingOptions options;
        options.teller = teller;
        tellings.push_back({teller.valid() ? found.world()[teller].name : "",
                            story::tell(*found.story, options, found.request())});
    }
    return tellings;
}

BoardSide side_of(const std::string& name, const FoundStory& found) {
    BoardSide side;
    side.name = name;
    side.story = &*found.story;
    side.board = story::board_of(*found.story);
    side.tellings = tellings_of(found);
    return side;
}

/// Asks canon the same question, or says why it cannot be asked.
tl::expected<std::unique_ptr<FoundStory>, std::string> find_canon(const FoundStory& here,
                                                                  const BoardWanted& wanted, Call call) {
    QuestionOptions question = wanted.question;
    if (!question.goal && question.request.empty() && question.where.empty())
        question.goal = here.question.goal;
    auto loaded = ask::read_world(here.loaded->source, wanted.dialect, lang::Selection{});
    bool fits = loaded && (question.request.empty() ||
                           std::ranges::find((*loaded)->world.requests, question.request,
                                             &model::Request::name) != (*loaded)->world.requests.end());
    // The request itself may ask for the divergence; here it is asked without.
    if (!fits && !question.request.empty())
        return tl::unexpected(
            std::string("the request does not fit canon, which lacks something that it names"));
    std::string cannot_be_asked = "the question cannot be asked of canon";
    if (!fits) return tl::unexpected(cannot_be_asked);
    auto settled = settle((*loaded)->world, question);
    if (!settled) return tl::unexpected(cannot_be_asked);
    call.resources.states = std::min(call.resources.states, kCanonStates);
    auto canon = find_story(std::move(*loaded), std::move(*settled), std::nullopt, call);
    if (canon->verdict == StoryVerdict::endless || canon->verdict == StoryVerdict::rejected)
        return tl::unexpected(cannot_be_asked);
    return canon;
}

BoardSide canon_side(BoardMade& made, const BoardWanted& wanted, const Call& call) {
    BoardSide side;
    side.name = "Canon";
    auto found = find_canon(*made.here, wanted, call);
    if (!found) {
        side.absence = std::move(found.error());
        return side;
    }
    made.canon = std::move(*found);
    if (made.canon->verdict == StoryVerdict::found) side = side_of("Canon", *made.canon);
    if (made.canon->verdict != StoryVerdict::found || made.canon->was_stopped()) {
        side.absence = absence_text(*made.canon, wanted.words);
        side.story = nullptr;
    }
    return side;
}

}  // namespace

BoardMade make_board(std::unique_ptr<FoundStory> found, const BoardWanted& wanted, const Call& call) {
    BoardMade made{std::move(found), nullptr, {}};
    const FoundStory& here = *made.here;
    made.page = {title_of(wanted, here), kicker_of(wanted, here), wanted.version, {}};
    std::string names = divergences_of(here.world());
    bool has_canon = !names.empty() && !wanted.alone;
    BoardSide side = side_of(has_canon ? names : "", here);
    if (here.was_stopped()) return made;
    if (has_canon) made.page.sides.push_back(canon_side(made, wanted, call));
    made.page.sides.push_back(std::move(side));
    return made;
}

}  // namespace wt::ask
