#include "cli/command_line.h"

#include <exception>
#include <limits>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "host/arguments.h"

namespace wt::cli {

using namespace host;

namespace {

constexpr std::string_view kAbout =
    "Wrongtree is a story engine whose characters can be wrong: it plans stories in which everybody\n"
    "acts for their own reasons, on what they believe.";

void add_where(OptionAdder& command, std::string& where) {
    command.text("--where", where, "C",
                 "a constraint that the story has to meet, such as 'never happens steal'");
}

void add_common(OptionAdder& command, CommonOptions& common, const std::string& json_help) {
    if (!json_help.empty()) command.flag("--json", common.json, json_help);
    command.names("--au", common.divergences, "NAME",
                  "a divergence of the world; several: all of them together");
    command.choice<ColourChoice>(
        "--color", common.colour,
        {{"always", ColourChoice::always}, {"never", ColourChoice::never}, {"auto", ColourChoice::automatic}},
        "colours; auto: on a terminal unless NO_COLOR is set");
    command.choice<ask::DialectChoice>(
        "--dialect", common.dialect,
        {{"sabre", ask::DialectChoice::sabre}, {"wrongtree", ask::DialectChoice::wrongtree}},
        "language of the world; by default by name: .txt is sabre, .story sentences, all else wrongtree");
    command.seconds("--time", common.seconds, "stop after so many seconds");
    command.whole("--memory", common.memory_mib, 1, 1 << 24, "MIB",
                  "stop at so much memory (default: 4096, or 60 % of the machine if that is less)");
    command.whole("--states", common.states, 1, std::int64_t{1} << 60, "N",
                  "stop after so many belief states");
}

constexpr std::int64_t kMostSeed = std::numeric_limits<std::int64_t>::max();
constexpr const char* kGoalHelp = "the author's utility to reach (default: better than at the start)";

void add_question(OptionAdder& command, ask::QuestionOptions& question) {
    command.whole("--author-limit,--atl", question.author_limit, 0, kMostLimit, "N",
                  "actions in the plan, at most");
    command.whole("--character-limit,--ctl", question.character_limit, 0, kMostLimit, "N",
                  "actions in a reason and the reasons nested in it, at most");
    command.whole("--belief-limit,--el", question.belief_limit, 0, kMostLimit, "N",
                  "how deep reasons within reasons may plan ahead");
    command.whole("--belief-depth", question.belief_depth, 1, kMostBeliefDepth, "N",
                  "how deep beliefs about beliefs are kept; never less than the other limits need");
    command.whole("--foresight", question.foresight, 0, kMostLimit, "N",
                  "actions of others that somebody wary looks ahead");
    command.whole("--possibilities", question.possibilities, 1, kMostPossibilities, "N",
                  "how much somebody may hold possible at a time");
}

void declare(OptionAdder& command, CheckOptions& options) {
    command.positional("FILE", options.files, "worlds; - is standard input");
    command.jobs(options.jobs, kMostJobs, "check so many files at the same time");
    add_common(command, options.common, "diagnostics as JSON (diagnostics.schema.json)");
}

void declare(OptionAdder& command, PlanOptions& options) {
    command.positional("FILE", options.files, "worlds; - is standard input");
    command.decimals("--goal", options.goals, "U",
                     std::string(kGoalHelp) + "; several: asked one after the other");
    command.names("--request", options.requests, "NAME",
                  "a request of the world, instead of a goal; several: asked one after the other");
    add_where(command, options.question.where);
    command.jobs(options.jobs, kMostJobs,
                 "answer so many questions at the same time; of one question, make so many proofs for "
                 "different characters when its plan is judged");
    add_question(command, options.question);
    command.flag("--optimal", options.optimal, "prove that the plan is a shortest one");
    command.flag("--anytime", options.anytime, "print a first story, then each shorter one that is found");
    command.flag("--best", options.best, "if the goal is missed, print the best improvement that was met");
    command.flag("--why", options.why, "also print why each character takes part in each action");
    command.flag("--stats", options.stats, "counts of the search, to standard error or into the JSON");
    command.flag_off("--no-verify", options.verify,
                     "do not judge the plan with the referee before printing it");
    add_common(command, options.common, "plan and reasons as JSON (plan.schema.json)");
    command.reserved("--seed", "reserved; the search knows no chance and answers the same for every seed");
}

void declare(OptionAdder& command, VerifyOptions& options) {
    command.positional("FILE", options.file, "the world");
    command.positional("PLAN", options.plans, "plans, as text or JSON; - is standard input");
    command.decimal("--goal", options.question.goal, "U", kGoalHelp);
    command.text("--request", options.question.request, "NAME",
                 "the request of the world that the plan answers");
    add_where(command, options.question.where);
    command.jobs(options.jobs, kMostJobs,
                 "judge so many plans at the same time; of one plan, make so many proofs for "
                 "different characters");
    add_question(command, options.question);
    command.flag("--strict", options.strict,
                 "no step may be left out even if the end were better, not only if it were the same");
    command.flag_off(
        "--no-engine", options.asks_engine,
        "the referee looks for the reasons of a bare plan itself, without asking the planner for them");
    add_common(command, options.common, "the verdict as JSON (verdict.schema.json)");
}

/// Adds the options of the question, for commands that ask one.
void add_asked(OptionAdder& command, ask::QuestionOptions& question) {
    command.decimal("--goal", question.goal, "U", kGoalHelp);
    command.text("--request", question.request, "NAME", "a request of the world");
    add_where(command, question.where);
    add_question(command, question);
}

void add_states_each(OptionAdder& command, std::optional<std::uint64_t>& states) {
    command.whole(
        "--states-each", states, 1, std::int64_t{1} << 60, "N",
        "belief states that each of many searches may take (default: 5000 for whynot, 100000 for diff)");
}

void declare(OptionAdder& command, WhynotOptions& options) {
    command.positional("FILE", options.file, "the world");
    add_asked(command, options.question);
    command.flag("--all", options.all, "everything that helps, with the stories, and what does not");
    add_states_each(command, options.states_each);
    add_common(command, options.common, "the findings as JSON (whynot.schema.json)");
}

void declare(OptionAdder& command, PlayOptions& options) {
    command.positional("FILE", options.file, "the world");
    command.text("--player", options.player, "NAME", "the character to be played")->required();
    command.text("--save", options.save, "FILE",
                 "goes on from this file if it is there, and writes it after each turn");
    command.whole("--seed", options.seed, 0, kMostSeed, "N",
                  "what the others do where they could do several things (default: 1)");
    add_question(command, options.question);
    add_common(command, options.common, "");
}

void declare(OptionAdder& command, DiffOptions& options) {
    command.positional("FILE", options.file, "the world");
    add_asked(command, options.question);
    add_states_each(command, options.states_each);
    add_common(command, options.common, "the differences as JSON (diff.schema.json)");
}

void declare(OptionAdder& command, ShowOptions& options) {
    command.positional("FILE", options.file, "the world");
    command.positional("PLAN", options.plan, "a plan, as text or JSON; - is standard input", false);
    command.whole("--depth", options.depth, 0, kMostBeliefDepth, "N",
                  "beliefs about beliefs to show; 0: none (default: 1)");
    command.whole("--belief-limit,--el", options.question.belief_limit, 0, kMostLimit, "N",
                  "as for plan; it says how deep beliefs are kept");
    command.whole("--belief-depth", options.question.belief_depth, 1, kMostBeliefDepth, "N", "as for plan");
    command.whole("--possibilities", options.question.possibilities, 1, kMostPossibilities, "N",
                  "as for plan");
    command.flag("--rules", options.rules,
                 "instead: all actions and triggers as they count, and the file that each comes from");
    command.choice<form::WorldAs>("--as", options.as,
                                  {{"wt", form::WorldAs::wt}, {"sentences", form::WorldAs::sentences}},
                                  "instead: the text of the world, in the language or in sentences");
    add_common(command, options.common, "the same as JSON (show, rules and world.schema.json)");
}

void declare(OptionAdder& command, NewOptions& options) {
    command.positional("NAME", options.name, "what the world is called: `first` is written to first.wt");
    command.text("--from", options.from, "WORLD", "copy this world of the program instead, such as `sally`");
    command.text("--hero", options.about.hero, "TEXT", "whom it is about: 'Ann, she'");
    command.text("--helper", options.about.helper, "TEXT", "who knows better: 'Ben, he'");
    command.text("--thing", options.about.thing, "TEXT", "what they look for: 'the letter'");
    command.text("--believed", options.about.believed, "TEXT", "where they take it to be: 'the hall'");
    command.text("--truth", options.about.truth, "TEXT", "where it is: 'the attic'");
    command.choice<ask::FirstLanguage>(
        "--language", options.about.language,
        {{"english", ask::FirstLanguage::english}, {"german", ask::FirstLanguage::german}},
        "of the questions, the texts and the telling (default: english)");
    command.exclude({"--from"}, {"--hero", "--helper", "--thing", "--believed", "--truth"});
}

void declare(OptionAdder& command, VendorOptions& options) {
    command.positional("FILE", options.file, "the world");
}

void declare(OptionAdder& command, WhyOptions& options) {
    command.positional("FILE", options.file, "the world");
    command.positional("PLAN", options.plan, "a plan, as text or JSON; - is standard input");
    command.positional("EVENT", options.event,
                       "an event of the plan: its number, its text, or its name if it is the "
                       "only one of that name");
    command.positional("CHARACTER", options.character, "one who consents to it (default: all of them)",
                       false);
    command.text("--request", options.question.request, "NAME",
                 "the request of the world that the plan answers");
    add_question(command, options.question);
    add_common(command, options.common, "the same as JSON (why.schema.json)");
}

void declare(OptionAdder& command, BetaOptions& options) {
    command.positional("FILE", options.file, "the world");
    command.positional("DRAFT", options.draft, "the draft; - is standard input");
    command
        .text("--who-knows", options.who_knows, "EXPR",
              "instead: what an expression is, and what everybody takes it to be, after each event")
        ->allow_extra_args(false);
    add_question(command, options.question);
    add_common(command, options.common, "the same as JSON (beta.schema.json)");
}

void declare(OptionAdder& command, BoardCommandOptions& options) {
    command.positional("FILE", options.file, "the world");
    add_asked(command, options.question);
    command.text("--plan", options.plan, "PLAN", "this story, as text or JSON, instead of one that is found");
    command.flag("--alone", options.alone, "do not show canon's answer beside that of a divergence");
    command.file("-o,--output", options.output, "FILE", "where to write the page (default: standard output)");
    add_common(command, options.common, "");
}

void declare(OptionAdder& command, SeriesOptions& options) {
    command.positional("FILE", options.file, "the world; - is standard input");
    command.names("--request", options.requests, "NAME",
                  "a request of the world to be answered, instead of made-up ones; several: in turn");
    command.text("--requests", options.request_list, "LIST", "a file of such names, one a line");
    command.whole("--count", options.count, 1, kMostStories, "N", "how many stories (default: 10)");
    command.whole("--seed", options.seed, 0, kMostSeed, "N", "another number, another series (default: 1)");
    command.value("--distance", options.distance, "D", "how far from each other, from 0 to 1 (default: 0.5)",
                  share_number);
    command.file("-o,--output", options.folder, "DIR",
                 "a folder for the stories, from which a series goes on");
    command.exclude({"--request", "--requests"}, {"--count", "--seed", "--distance"});
    add_question(command, options.question);
    add_common(command, options.common, "the series as JSON (series.schema.json)");
}

/// Adds the options that say how a story is told.
void add_telling(OptionAdder& command, ask::TellingStyle& options) {
    command.text("--teller", options.teller, "NAME",
                 "a character, or narrator, who knows everything (default: the request's, else narrator)");
    command.choice<bool>("--tense", options.is_present, {{"past", false}, {"present", true}},
                         "the tense of what happens (default: past)");
    command.choice<bool>("--person", options.is_first_person, {{"first", true}, {"third", false}},
                         "whether a character who tells says I (default: third)");
    command.choice<bool>("--length", options.is_brief, {{"short", true}, {"full", false}},
                         "short: the events and what decided them (default: full)");
    command.whole("--seed", options.seed, 0, kMostSeed, "N",
                  "another number, another wording of the same (default: 1)");
    command.text("--language", options.language, "NAME", "english or german (default: english)");
}

void declare(OptionAdder& command, TellOptions& options) {
    command.positional("FILE", options.file, "the world; - is standard input");
    command.text("--plan", options.plan, "PLAN",
                 "tell this plan, text or JSON, instead of looking for a story; - is standard input");
    add_asked(command, options.question);
    add_telling(command, options.telling);
    command.text("--polish", options.polish_url, "URL",
                 "have a language model at this address polish the text; kept only if it is the same story");
    command.text("--polish-model", options.polish_model, "NAME",
                 "which model to ask for there (default: default)");
    add_common(command, options.common, "sentences with what they rest on, as JSON (tell.schema.json)");
}

void declare(OptionAdder& command, ExportOptions& options) {
    command.positional("FILE", options.file, "the world; - is standard input");
    command.choice<ask::BookFormat>("--as", options.format,
                                    {{"json", ask::BookFormat::json},
                                     {"ink", ask::BookFormat::ink},
                                     {"twee", ask::BookFormat::twee},
                                     {"yarn", ask::BookFormat::yarn},
                                     {"epub", ask::BookFormat::epub},
                                     {"dot", ask::BookFormat::dot},
                                     {"csv", ask::BookFormat::csv}},
                                    "the format (default: json)");
    command.flag("--excel", options.for_excel,
                 "CSV that Excel reads right: with a byte order mark, and no text taken for a formula");
    command.file("-o,--output", options.output, "FILE", "the file to write (default: standard output)");
    command.decimal("--goal", options.question.goal, "U", kGoalHelp);
    command.names("--request", options.requests, "NAME",
                  "a request of the world; several: a chapter for each");
    command.flag("--all", options.all_requests, "a chapter for each request of the world");
    add_where(command, options.question.where);
    command.names("--plan", options.plans, "PLAN",
                  "this story, as text or JSON, instead of one that is found; several: a chapter for each");
    command.text("--series", options.series, "DIR", "the stories of this folder, which `series` wrote");
    command.text("--player", options.player, "NAME",
                 "whose choices the player has: a character, or nobody (default: the teller)");
    command.whole("--depth", options.depth, 0, 5, "N",
                  "0: no choices; 1: alternatives of the story; 2: and of those ... (default: 1)");
    command.text("--title", options.title, "TEXT", "of the book");
    command.text("--author", options.author, "TEXT", "of the book");
    command.text("--note", options.note, "TEXT", "of the author, before the stories");
    command.value(
        "--date", options.date, "DAY",
        "of the publication, for epub (default: 2000-01-01, so that the same story is the same file)",
        [](std::string_view text) -> tl::expected<std::string, std::string> {
            if (std::string why = ask::mistake_in_day(text); !why.empty()) return tl::unexpected(why);
            return std::string(text);
        });
    add_telling(command, options.telling);
    add_question(command, options.question);
    add_common(command, options.common, "");
    // This is not done by `excludes`, which would show in the help.
    command.app().callback([command = &command.app()] {
        std::vector<const char*> given;
        for (const char* option : {"--request", "--all", "--plan", "--series"})
            if (command->count(option) > 0) given.push_back(option);
        bool is_plan_for_request = given.size() == 2 && given[0] == std::string_view("--request") &&
                                   given[1] == std::string_view("--plan") && command->count("--request") == 1;
        if (given.size() > 1 && !is_plan_for_request) throw CLI::ExcludesError(given[0], given[1]);
    });
}

void declare(OptionAdder& command, ServeOptions& options) {
    command.positional("FILE", options.file, "the world; others of its folder can be chosen");
    command.whole("--port", options.port, 0, 65535, "N", "the port (default: 0, any that is free)");
    command.flag("!--no-browser", options.opens_browser, "do not open the browser, only say where");
    add_common(command, options.common, "");
}

}  // namespace

Request read_command_line(int argc, const char* const* argv, std::string_view version) {
    try {
        CLI::App app{std::string(kAbout), "wrongtree"};
        app.footer(help_text("main"));
        app.set_version_flag("--version", fmt::format("wrongtree {}", version));
        app.require_subcommand(1);
        app.get_formatter()->column_width(34);
        Commands<Request> commands(app, help_text);
        commands.add<NewOptions>("new", "write a first world, and tell its story", declare);
        commands.add<CheckOptions>("check", "say what is wrong or doubtful in worlds", declare);
        commands.add<PlanOptions>("plan", "find a story", declare);
        commands.add<VerifyOptions>("verify", "judge a plan", declare);
        commands.add<ShowOptions>("show", "show the ground world, or what a plan does to it", declare);
        commands.add<VendorOptions>("vendor", "copy the libraries that a world uses into its folder",
                                    declare);
        commands.add<WhynotOptions>("whynot", "say why there is no story", declare);
        commands.add<DiffOptions>("diff", "show what a divergence changes", declare);
        commands.add<WhyOptions>("why", "tell why characters take part in an event of a plan", declare);
        commands.add<BetaOptions>("beta", "read a draft: what does not hang together, and what would help",
                                  declare);
        commands.add<BoardCommandOptions>("board", "draw a story as a page to look at", declare);
        commands.add<SeriesOptions>("series", "find stories that have nothing to do with each other",
                                    declare);
        commands.add<TellOptions>("tell", "tell a story in prose", declare);
        commands.add<ExportOptions>(
            "export", "write a story, or a book of them, for games, readers and translators", declare);
        commands.add<PlayOptions>("play", "play one of the characters in the terminal", declare);
        commands.add<ServeOptions>("serve", "show storyboards live in the browser", declare);
        if (std::optional<Request> called = commands.read(argc, argv)) return std::move(*called);
        const ArgumentsText& text = commands.text();
        return Reply{text.is_mistake ? ExitCode::bad_input : ExitCode::yes, text.text};
    } catch (const std::exception& error) {
        return Reply{ExitCode::internal, error.what()};
    }
}

}  // namespace wt::cli
