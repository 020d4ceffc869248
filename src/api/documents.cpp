// This makes documents about stories through the C interface. Each call has a zone of its own, in which everything is
// made and forgotten; the world is only looked at.
#include <algorithm>
#include <cstring>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "api/handles.h"
#include "ask/beta.h"
#include "ask/board.h"
#include "ask/book.h"
#include "ask/diff.h"
#include "ask/series.h"
#include "ask/solve.h"
#include "ask/stop.h"
#include "ask/telling_style.h"
#include "ask/verify.h"
#include "ask/why.h"
#include "ask/whynot.h"
#include "form/beta_text.h"
#include "form/board/board_page.h"
#include "form/diff_text.h"
#include "form/json_text.h"
#include "form/plan_json.h"
#include "form/series_text.h"
#include "form/show_text.h"
#include "form/tell_json.h"
#include "form/verify_text.h"
#include "form/why_text.h"
#include "form/whynot_text.h"
#include "lang/lang.h"

using namespace wt;
using namespace wt::api;

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kPlan = "plan";

std::string text_of(const char* given) {
    return given ? given : "";
}

std::string written(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Reply stopped(const Caller& caller, const Budget& budget) {
    if (caller.has_cancelled()) return {WT_CANCELLED, "", ""};
    return message_reply(WT_UNDECIDED, ask::stop_text(budget, ask::stop_text));
}

Reply endless(const ask::LoadedWorld& loaded, const std::optional<model::EndlessTriggers>& met) {
    return diagnostics_reply(WT_BAD_INPUT, loaded.source,
                             met ? ask::endless_message(loaded.world, *met) : Diagnostics());
}

/// Returns the world for code that holds it while the call lasts; the caller keeps it open.
std::shared_ptr<const ask::LoadedWorld> held(const wt_world& world) {
    return {std::shared_ptr<void>(), world.loaded.get()};
}

ask::Resources resources_of(const wt_question& question) {
    ask::Resources resources;
    if (question.max_states) resources.states = question.max_states;
    if (question.max_bytes) resources.bytes = question.max_bytes;
    return resources;
}

/// This is what a call is about: the question, settled, and the plan, if one was given.
struct Asked {
    Asked(wt_world& its_world, const wt_question* given)
        : world(its_world), raw(question_of(given)), options(options_of(raw)), caller(raw.poll, raw.user) {}

    const ask::LoadedWorld& loaded() const { return *world.loaded; }
    std::string_view name() const { return loaded().source.name(); }
    ask::Call call(std::string_view what) { return {caller, resources_of(raw), what}; }

    /// Reads the plan, and settles the question; or says what is wrong.
    std::optional<Reply> settle(const char* text, std::size_t length) {
        if (text) {
            Source source{std::string(kPlan), std::string(text, length)};
            bool asks_itself = !options.request.empty() || !options.where.empty();
            if (form::looks_like_json(source)) {
                form::SettingOfPlan setting = form::setting_of_plan(source);
                if (!asks_itself) {
                    options.request = setting.request;
                    options.where = setting.where;
                }
            }
            auto plan = form::read_plan(loaded().world, source);
            if (!plan && !plan.error().text.empty()) return message_reply(WT_BAD_INPUT, plan.error().text);
            if (!plan) return diagnostics_reply(WT_BAD_INPUT, source, plan.error().diagnostics);
            read = std::move(*plan);
            if (asks_itself) read.question.goal.reset();
            has_plan = true;
        }
        auto settled = ask::settle(loaded().world, options, read.question);
        if (!settled) return fault_reply(settled.error(), raw);
        question = std::move(*settled);
        return std::nullopt;
    }

    /// Returns the story that the call is about, or why there is none.
    tl::expected<std::unique_ptr<ask::FoundStory>, Reply> story(std::string_view what) {
        std::optional<model::Plan> plan;
        if (has_plan) plan = read.plan;
        auto found = ask::find_story(held(world), std::move(question), std::move(plan), call(what));
        switch (found->verdict) {
            case ask::StoryVerdict::found:
                return found;
            case ask::StoryVerdict::endless:
                return tl::unexpected(endless(loaded(), found->endless));
            case ask::StoryVerdict::rejected:
                return tl::unexpected(Reply{WT_INTERNAL, "", ""});
            default:
                return tl::unexpected(absence(*found));
        }
    }

    Reply absence(const ask::FoundStory& found) const {
        if (caller.has_cancelled()) return {WT_CANCELLED, "", ""};
        bool is_known =
            found.verdict == ask::StoryVerdict::none || found.verdict == ask::StoryVerdict::unsound;
        return message_reply(is_known ? WT_NO : WT_UNDECIDED, ask::absence_text(found, ask::stop_text));
    }

    wt_world& world;
    wt_question raw;
    ask::QuestionOptions options;
    Caller caller;
    form::PlanRead read = {};
    bool has_plan = false;
    ask::QuestionUsed question = {};
};

/// Runs `body(asked)` where the question and the plan are in order.
template <class Body>
wt_status about(wt_world* world, const wt_question* question, const char* plan, std::size_t length,
                wt_doc** doc, const Body& body) {
    return answer(*world, question_of(question), doc, [&]() -> Reply {
        Asked asked(*world, question);
        if (auto fault = asked.settle(plan, length)) return std::move(*fault);
        return body(asked);
    });
}

wt_telling telling_of(const wt_telling* given) {
    wt_telling telling = WT_TELLING_INIT;
    if (given) std::memcpy(&telling, given, std::min<std::size_t>(given->size, sizeof(telling)));
    return telling;
}

ask::TellingStyle style_of(const wt_telling& telling) {
    ask::TellingStyle style;
    style.teller = text_of(telling.teller);
    if (telling.language) style.language = telling.language;
    style.is_present = telling.present != 0;
    style.is_first_person = telling.first_person != 0;
    style.is_brief = telling.brief != 0;
    style.seed = telling.seed;
    return style;
}

std::optional<ask::BookFormat> format_of(std::string_view name) {
    constexpr std::pair<std::string_view, ask::BookFormat> kFormats[] = {
        {"", ask::BookFormat::json},     {"json", ask::BookFormat::json}, {"ink", ask::BookFormat::ink},
        {"twee", ask::BookFormat::twee}, {"yarn", ask::BookFormat::yarn}, {"epub", ask::BookFormat::epub},
        {"dot", ask::BookFormat::dot},   {"csv", ask::BookFormat::csv}};
    for (const auto& [known, format] : kFormats)
        if (known == name) return format;
    return std::nullopt;
}

}  // namespace

wt_status wt_verify(wt_world* world, const wt_question* question, const char* plan, size_t length, int strict,
                    wt_doc** doc) {
    return about(world, question, plan ? plan : "", length, doc, [&](Asked& asked) -> Reply {
        ask::VerifyWanted wanted{asked.question.asked_of(asked.loaded().world), asked.question,
                                 asked.read.plan, asked.read.has_reasons, strict != 0};
        referee::Judgement judgement = ask::verify(wanted, asked.call("verifying"));
        if (asked.caller.has_cancelled()) return {WT_CANCELLED, "", ""};
        if (judgement.verdict == referee::Verdict::endless_triggers)
            return endless(asked.loaded(), judgement.endless);
        form::VerifyDocument document{wt_version(), asked.name(),   kPlan,    asked.loaded().world,
                                      asked.read,   asked.question, judgement};
        wt_status status = judgement.verdict == referee::Verdict::valid     ? WT_OK
                           : judgement.verdict == referee::Verdict::invalid ? WT_NO
                                                                            : WT_UNDECIDED;
        return {status, form::verify_json(document), form::verify_text(document)};
    });
}

wt_status wt_why(wt_world* world, const wt_question* question, const char* plan, size_t length,
                 const char* event, const char* character, wt_doc** doc) {
    return about(world, question, plan ? plan : "", length, doc, [&](Asked& asked) -> Reply {
        auto place = ask::find_event(asked.loaded().world, asked.read.plan, text_of(event));
        if (!place) return message_reply(WT_BAD_INPUT, place.error());
        auto who = ask::find_consenting(asked.loaded().world, asked.read.plan.steps[*place].action,
                                        text_of(character));
        if (!who) return message_reply(WT_BAD_INPUT, who.error());
        auto found = ask::find_story(held(*world), std::move(asked.question), asked.read.plan,
                                     asked.call("asking why"));
        if (found->verdict == ask::StoryVerdict::endless) return endless(asked.loaded(), found->endless);
        form::WhyDocument document{wt_version(),           asked.name(), kPlan,       *found,
                                   asked.read.has_reasons, *place,       std::nullopt};
        if (found->verdict == ask::StoryVerdict::found) document.why = ask::why(*found, *place, *who);
        if (asked.caller.has_cancelled()) return {WT_CANCELLED, "", ""};
        bool is_unsound = found->verdict == ask::StoryVerdict::unsound;
        wt_status status = document.why ? WT_OK : is_unsound ? WT_NO : WT_UNDECIDED;
        return {status, form::why_json(document), form::why_text(document)};
    });
}

wt_status wt_whynot(wt_world* world, const wt_question* question, wt_doc** doc) {
    return about(world, question, nullptr, 0, doc, [&](Asked& asked) -> Reply {
        ask::WhynotMade made = ask::whynot({asked.question.asked_of(asked.loaded().world), asked.question},
                                           asked.call("looking for what is in the way"));
        const story::Whynot& found = made.found;
        if (asked.caller.has_cancelled()) return {WT_CANCELLED, "", ""};
        if (found.outcome == story::Whynot::Outcome::endless_triggers)
            return endless(asked.loaded(), found.endless);
        form::WhynotDocument document{wt_version(), asked.name(), asked.loaded().world, asked.question,
                                      found};
        wt_status status = found.outcome == story::Whynot::Outcome::story  ? WT_OK
                           : found.outcome == story::Whynot::Outcome::none ? WT_NO
                                                                           : WT_UNDECIDED;
        return {status, form::whynot_json(document), form::whynot_text(document, false, made.states_each)};
    });
}

wt_status wt_show(wt_world* world, const wt_question* question, const char* plan, size_t length, int depth,
                  wt_doc** doc) {
    return about(world, question, plan, length, doc, [&](Asked& asked) -> Reply {
        Budget budget;
        ask::set_limits(budget, resources_of(asked.raw));
        Watch watch(asked.caller, budget, "grounding");
        engine::Session session(asked.question.asked_of(asked.loaded().world),
                                ask::session_options(asked.question), budget);
        if (session.state_of_start() == engine::Verdict::endless_triggers)
            return endless(asked.loaded(), session.endless_triggers());
        if (budget.stop() != Stop::none) return stopped(asked.caller, budget);
        form::Show what{session, budget, depth, wt_version(), asked.name()};
        form::Shown json{{}, {}};
        form::Shown text{{}, {}};
        if (asked.has_plan) {
            json = form::show_plan_json(what, asked.read.plan);
            text = form::show_plan(what, asked.read.plan);
        } else {
            json.text = form::show_world_json(what);
            text.text = form::show_world(what);
        }
        if (budget.stop() != Stop::none) return stopped(asked.caller, budget);
        return {json.impossible.empty() ? WT_OK : WT_NO, std::move(json.text), std::move(text.text)};
    });
}

wt_status wt_tell(wt_world* world, const wt_question* question, const char* plan, size_t length,
                  const wt_telling* given, wt_doc** doc) {
    return about(world, question, plan, length, doc, [&](Asked& asked) -> Reply {
        ask::TellingStyle style = style_of(telling_of(given));
        if (std::string mistake = ask::mistake_in(style); !mistake.empty())
            return message_reply(WT_BAD_INPUT, mistake);
        std::string request = asked.options.request;
        auto found = asked.story("telling");
        if (!found) return std::move(found.error());
        ask::FoundStory& story = **found;
        auto teller = ask::find_teller(story.world(), story.request(), style);
        if (!teller) return message_reply(WT_BAD_INPUT, teller.error());
        story::Narration narration =
            story::tell(*story.story, ask::telling_options(style, *teller), story.request());
        if (story.was_stopped()) return stopped(asked.caller, story.budget);
        form::TellDocument document{wt_version(), asked.name(), request, story, *teller, style};
        document.narration = &narration;
        std::string title = narration.title.empty() ? "" : narration.title + "\n\n";
        return {WT_OK, form::tell_json(document), title + story::plain_text(narration)};
    });
}

wt_status wt_board(wt_world* world, const wt_question* question, const char* plan, size_t length,
                   wt_doc** doc) {
    return about(world, question, plan, length, doc, [&](Asked& asked) -> Reply {
        auto found = asked.story("drawing");
        if (!found) return std::move(found.error());
        std::string_view name = asked.name().substr(asked.name().rfind('/') + 1);
        ask::BoardWanted wanted{std::string(name), world->dialect, asked.options, false, wt_version()};
        ask::BoardMade made = ask::make_board(std::move(*found), wanted, asked.call("drawing"));
        if (asked.caller.has_cancelled()) return {WT_CANCELLED, "", ""};
        if (made.page.sides.empty()) return asked.absence(*made.here);
        std::string page = form::board_page(made.page);
        Json json{{"wrongtree", wt_version()}, {"file", asked.name()}, {"html", page}};
        return {WT_OK, written(json), std::move(page)};
    });
}

wt_status wt_export(wt_world* world, const wt_question* question, const char* plan, size_t length,
                    const wt_telling* telling, const wt_book* given, wt_doc** doc) {
    return about(world, question, plan, length, doc, [&](Asked& asked) -> Reply {
        wt_book wanted{};
        if (given) std::memcpy(&wanted, given, std::min<std::size_t>(given->size, sizeof(wanted)));
        ask::TellingStyle style = style_of(telling_of(telling));
        std::optional<ask::BookFormat> format = format_of(text_of(wanted.format));
        std::string mistake = ask::mistake_in(style);
        if (!format)
            mistake = fmt::format("`{}` is no format that a story can be exported as", wanted.format);
        if (wanted.date && mistake.empty()) mistake = ask::mistake_in_day(wanted.date);
        if (!mistake.empty()) return message_reply(WT_BAD_INPUT, mistake);
        std::string request = asked.options.request;
        auto found = asked.story("exporting");
        if (!found) return std::move(found.error());
        ask::FoundStory& story = **found;
        auto teller = ask::find_teller(story.world(), story.request(),
                                       ask::told_to(story.world(), style, text_of(wanted.player)));
        if (!teller) return message_reply(WT_BAD_INPUT, teller.error());
        tl::expected<model::EntityId, std::string> player = *teller;
        if (wanted.player) player = ask::find_player(story.world(), wanted.player, {});
        if (!player) return message_reply(WT_BAD_INPUT, player.error());
        bool is_linear = *format == ask::BookFormat::epub;
        ask::ChapterWanted chapter{request.empty() ? "story" : request,
                                   std::string(asked.name()),
                                   asked.options.where,
                                   style,
                                   *teller,
                                   *player,
                                   is_linear ? 0 : wanted.depth};
        story::BookNames names;
        ask::ChapterMade made = ask::make_chapter(story, chapter, names);
        if (!made.chapter) return asked.absence(story);
        story::Book book;
        book.title = story::clean_text(wanted.title ? wanted.title : made.chapter->title);
        if (book.title.empty()) book.title = "Wrongtree";
        book.author = story::clean_text(text_of(wanted.author));
        book.note = story::clean_text(text_of(wanted.note));
        book.date = wanted.date ? wanted.date : ask::kUsualDay;
        book.language = style.language;
        book.version = wt_version();
        book.world = std::string(asked.name());
        book.chapters.push_back(std::move(*made.chapter));
        std::string text = ask::book_text(book, *format);
        Json json{{"wrongtree", wt_version()},
                  {"format", wanted.format ? wanted.format : "json"},
                  {"bytes", text.size()},
                  {"left_out", made.rejected + made.unknown}};
        return {WT_OK, written(json), std::move(text)};
    });
}

wt_status wt_series(wt_world* world, const wt_question* question, int count, double distance, uint64_t seed,
                    wt_doc** doc) {
    return about(world, question, nullptr, 0, doc, [&](Asked& asked) -> Reply {
        if (count < 1 || count > 99)
            return message_reply(WT_BAD_INPUT,
                                 fmt::format("{} is not a number of stories from 1 to 99", count));
        if (!(distance >= 0 && distance <= 1))
            return message_reply(WT_BAD_INPUT, "a distance is a number from 0 to 1");
        ask::SeriesWorld series(held(*world), asked.options, std::move(asked.question));
        engine::Verdict start = series.open(asked.call("reading"));
        if (start == engine::Verdict::stopped) return stopped(asked.caller, series.budget());
        if (start != engine::Verdict::found)
            return endless(asked.loaded(), series.session().endless_triggers());
        ask::SeriesWanted wanted;
        if (!asked.options.request.empty()) wanted.requests.push_back(asked.options.request);
        wanted.count = count;
        wanted.seed = seed;
        wanted.distance = distance;
        if (asked.raw.max_states) wanted.states = asked.raw.max_states;
        ask::SeriesKeeper keeper;
        ask::SeriesWorld* worlds[] = {&series};
        ask::SeriesMade made = ask::make_series(worlds, wanted, asked.call(""), keeper);
        if (asked.caller.has_cancelled()) return {WT_CANCELLED, "", ""};
        if (made.failure == ask::SeriesFailure::rejected) return {WT_INTERNAL, "", ""};
        if (made.failure != ask::SeriesFailure::none) return message_reply(WT_BAD_INPUT, made.message);
        std::vector<std::string> divergences;
        for (const model::Divergence& one : asked.loaded().world.divergences)
            if (one.is_taken) divergences.push_back(one.name);
        form::SeriesDocument document{wt_version(), asked.name(), divergences, wanted, made};
        wt_status status = made.verdict == ask::SeriesVerdict::complete    ? WT_OK
                           : made.verdict == ask::SeriesVerdict::exhausted ? WT_NO
                                                                           : WT_UNDECIDED;
        return {status, form::series_json(document), form::series_text(document)};
    });
}

wt_status wt_diff(wt_world* canon, wt_world* other, const wt_question* given, wt_doc** doc) {
    return answer(*canon, question_of(given), doc, [&]() -> Reply {
        Asked asked(*other, given);
        ask::DiffSide sides[2];
        sides[0].loaded = held(*canon);
        sides[1].loaded = held(*other);
        for (ask::DiffSide& side : sides) {
            engine::Verdict start = ask::open_side(side, asked.call("planning"));
            if (start == engine::Verdict::endless_triggers)
                return endless(*side.loaded, side.session->endless_triggers());
            if (start != engine::Verdict::found) return stopped(asked.caller, side.budget);
        }
        const std::string& name = asked.options.request;
        if (!name.empty() && !ask::has_request(sides[0], name) && !ask::has_request(sides[1], name))
            return message_reply(
                WT_BAD_INPUT, fmt::format("there is no request `{}` that fits one of the two worlds", name));
        ask::DiffWanted wanted{asked.options};
        if (asked.raw.max_states) wanted.states_each = asked.raw.max_states;
        std::optional<Reply> fault;
        ask::DiffListener listener{
            [&](const ask::QuestionFault& one) { fault = fault_reply(one, asked.raw); },
            [&](const ask::DiffSide& side, const model::EndlessTriggers& met) {
                fault = endless(*side.loaded, met);
            }};
        std::optional<ask::WorldDiff> found =
            ask::diff(sides[0], sides[1], wanted, asked.call("planning"), listener);
        if (asked.caller.has_cancelled()) return {WT_CANCELLED, "", ""};
        if (!found) return fault ? std::move(*fault) : Reply{WT_INTERNAL, "", ""};
        form::DiffDocument document{wt_version(), asked.name(), other->loaded->world, *found, "where"};
        return {WT_OK, form::diff_json(document), form::diff_text(document)};
    });
}

wt_status wt_review(wt_world* world, const wt_question* given, const char* draft, size_t length,
                    const char* who_knows, wt_doc** doc) {
    return answer(*world, question_of(given), doc, [&]() -> Reply {
        Asked asked(*world, given);
        Source text("draft", std::string(draft, length));
        auto read = ask::read_draft(asked.loaded().world, text);
        if (!read) return diagnostics_reply(WT_BAD_INPUT, text, read.error());
        if (who_knows) {
            Source source("who_knows", who_knows);
            auto expression = ask::read_expression(*read, source);
            if (!expression) return diagnostics_reply(WT_BAD_INPUT, source, expression.error());
        }
        auto question = ask::settle_limits(asked.loaded().world, asked.options);
        if (!question) return message_reply(WT_BAD_INPUT, question.error());
        ask::deepen(*question, *read);
        Budget budget;
        ask::set_limits(budget, resources_of(asked.raw));
        Watch watch(asked.caller, budget, "reading");
        ask::DraftReport report = ask::review(asked.loaded().world, *read, *question, budget);
        if (asked.caller.has_cancelled()) return {WT_CANCELLED, "", ""};
        if (report.is_endless) return endless(asked.loaded(), report.endless);
        form::BetaDocument document{wt_version(), asked.name(), *read->formulas,
                                    text,         *question,    report.stop};
        bool is_undecided = report.stop != Stop::none;
        if (read->expression.valid())
            return {is_undecided ? WT_UNDECIDED : WT_OK,
                    form::knowledge_json(document, who_knows, report.rows),
                    report.rows.empty() ? "" : form::knowledge_text(*read->formulas, report.rows)};
        bool has_errors = form::count_findings(report.review).errors > 0;
        return {is_undecided ? WT_UNDECIDED
                : has_errors ? WT_NO
                             : WT_OK,
                form::review_json(document, report.review), form::review_text(text, report.review, false)};
    });
}
