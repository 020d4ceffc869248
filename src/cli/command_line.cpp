#include "cli/command_line.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <functional>
#include <limits>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/numbers.h"
#include "host/watchdog.h"

namespace wt::cli {

using namespace host;

namespace {

constexpr std::string_view kAbout =
    "Wrongtree is a story engine whose characters can be wrong: it plans stories in which everybody\n"
    "acts for their own reasons, on what they believe.";

constexpr std::string_view kCommonFooter =
    "Exit codes: 0 found, valid, no errors; 1 proved that there is none within the limits, invalid; 2 the "
    "input\n"
    "or the call is wrong; 3 undecided: time, memory or states ran out; 70 internal error; 130 interrupted.";

constexpr std::string_view kMainFooter = R"(Examples:
  wrongtree check market.wt                 what is wrong with the world
  wrongtree plan market.wt --why            a story, and why everybody does what they do
  wrongtree plan market.wt --json > s.json
  wrongtree verify market.wt s.json         judge it again, reasons included
  wrongtree tell market.wt --teller Nina    the story in prose, as she knows it
  wrongtree show market.wt s.json           what each character believes after each event
  wrongtree why market.wt s.json buy        why Nina buys and Otto sells
  wrongtree beta market.wt draft.txt        what does not hang together in a story of yours
)";

constexpr std::string_view kCheckFooter = R"(Examples:
  wrongtree check worlds/*.wt
  wrongtree check --json market.wt > diagnostics.json
  wrongtree check --dialect sabre - < problem.txt
Diagnostics go to standard output, the summary to standard error. Warnings alone are exit code 0.
)";

constexpr std::string_view kPlanFooter = R"(Examples:
  wrongtree plan market.wt
  wrongtree plan market.wt --why --stats
  wrongtree plan market.wt --anytime --time 60
  wrongtree plan worlds/*.wt --goal 1 --goal 2 --jobs 4
  wrongtree plan problem.txt --goal 2 --atl 8 --ctl 5 --el 1 --optimal --time 60
Prints one action a line, and nothing if there is no plan. The limits come from the command line, else from the
file, else they are author 10, character 5, belief 2; those used are printed to standard error.
)";

constexpr std::string_view kVerifyFooter = R"(Examples:
  wrongtree verify market.wt story.json     the JSON of `plan --json`: judges the reasons given there
  wrongtree verify market.wt story.txt      one action a line: reasons are looked for, and judged
  wrongtree plan market.wt | wrongtree verify market.wt -
Without --time it stops after 60 seconds. Of a bare plan the planner finds the reasons and the referee judges them;
where the planner finds none, and with --strict or --no-engine, the referee looks for them itself, which takes longer.
)";

constexpr std::string_view kShowFooter = R"(Examples:
  wrongtree show market.wt                  fluents, beliefs, actions, triggers, utilities
  wrongtree show market.wt story.txt        what became true after each event, and who believes what
  wrongtree show market.wt story.txt --depth 2
  wrongtree show market.wt --rules          the actions and triggers, those of libraries and of perception, too
)";

constexpr std::string_view kVendorFooter = R"(Examples:
  wrongtree vendor gift.wt                  copies life/places.wt and so on into the folder of gift.wt
A library is looked for beside the world first and then in the program. What is copied is found there from then on, so
a later version of the program changes nothing; what is there already stays as it is.
)";

constexpr std::string_view kPlayFooter = R"(Examples:
  wrongtree play market.wt --player Nina
  wrongtree play camp.wt --player Temari --save temari.json      the same command again goes on from there
Each turn tells what the character knows of what has happened, and lists what it would do for a reason of its
own: a number does that, nothing waits, `why 2` shows the plan behind the second, s saves, q leaves. Then one of the
others acts for a reason of its own.
)";

constexpr std::string_view kWhynotFooter = R"(Examples:
  wrongtree whynot camp.wt --request stay
  wrongtree whynot camp.wt --goal 12 --all
Relaxes one thing at a time and says with which there is a story: a limit, a part of the request, somebody's
consent, a belief or fact at the start, a condition of an action. Exit code 0 if there is a story after all, 1 if
it is proved that there is none.
)";

constexpr std::string_view kDiffFooter = R"(Examples:
  wrongtree diff camp.wt --au coma
  wrongtree diff camp.wt --au coma --request visit    the two stories side by side
)";

constexpr std::string_view kWhyFooter = R"(Examples:
  wrongtree why market.wt story.txt 2       the reasons of all who consent to the second event
  wrongtree why market.wt story.txt buy Nina
  wrongtree why camp.wt story.json 'refuse(Shikamaru, Temari)'
Tells what they wanted, what they were wrong about and whether that mattered, what they expected to follow, and
what did.
)";

constexpr std::string_view kBetaFooter = R"(Examples:
  wrongtree beta market.wt draft.txt        what does not hang together in a draft, and what would help
  wrongtree beta market.wt draft.txt --who-knows 'at(Nina) == Market'
A draft has one event a line, as in a plan or as a sentence; `assert CONDITION` says what must be so, `...` is a
gap, and `// intended: REASON` behind an event silences what is found there.
)";

constexpr std::string_view kSeriesFooter = R"(Examples:
  wrongtree series market.wt --count 3
  wrongtree series camp.wt --seed 7 -o stories        the same command again goes on where it was
  wrongtree series camp.wt --request visit --request lie
Prints the stories, each with what is new at its end, and how far they are from each other.
)";

constexpr std::string_view kBoardFooter = R"(Examples:
  wrongtree board market.wt -o story.html
  wrongtree board market.wt --request syrup -o story.html
  wrongtree board camp.wt --request visit -o story.html    under its divergence, and canon's answer above it
  wrongtree board market.wt --plan story.json -o story.html
Writes one page that needs nothing else: who perceives what, why, and who believes what at every moment.
)";

constexpr std::string_view kExportFooter = R"(Examples:
  wrongtree export camp.wt --request visit --as ink -o visit.ink   a game in which the sentry chooses
  wrongtree export camp.wt --all --as epub -o camp.epub            a book, with a chapter for each request
  wrongtree export market.wt --as csv -o market.csv --player nobody
  wrongtree export camp.wt --series stories --as twee -o camp.twee
In ink, twee, yarn, json and dot the player may choose where they could have acted otherwise for a reason of
their own; how it goes on then is found by the planner. Yarn writes a FILE.yarnproject beside FILE.
)";

constexpr std::string_view kServeFooter = R"(Examples:
  wrongtree serve camp.wt                 opens http://127.0.0.1:PORT in the browser
  wrongtree serve camp.wt --port 8000 --time 60 --no-browser
Serves this machine alone, until Ctrl-C. Each request may take 30 s unless --time says otherwise.
)";

constexpr std::string_view kTellFooter = R"(Examples:
  wrongtree tell camp.wt --request visit              as the teller of the request knows it
  wrongtree tell market.wt --teller Nina --person first
  wrongtree tell market.wt --plan story.txt --teller narrator --tense present --length short
Finds the story as `plan` does and tells it. Nothing is told that the teller does not know.
)";

/// A validator that reads the text of an option into `target`.
template <class Target, class Read>
std::function<std::string(const std::string&)> reading(Target& target, Read read) {
    return [&target, read](const std::string& text) -> std::string {
        auto value = read(text);
        if (!value) return value.error();
        if constexpr (std::is_same_v<Target, std::string>)
            target = std::move(*value);
        else if constexpr (requires { typename Target::value_type; })
            target = static_cast<typename Target::value_type>(*value);
        else
            target = static_cast<Target>(*value);
        return "";
    };
}

/// Adds options whose values are read strictly, with our messages.
class OptionAdder {
  public:
    explicit OptionAdder(CLI::App& app) : app_(app) {}

    template <class Target>
    void whole(const std::string& names, Target& target, std::int64_t least, std::int64_t most,
               const std::string& unit, const std::string& help) {
        add(names, unit, help,
            reading(target, [=](std::string_view text) { return whole_number(text, least, most); }));
    }

    void decimal(const std::string& names, std::optional<double>& target, const std::string& unit,
                 const std::string& help) {
        add(names, unit, help, reading(target, [](std::string_view text) { return decimal_number(text); }));
    }

    void seconds(const std::string& names, std::optional<double>& target, const std::string& help) {
        auto read = [](std::string_view text) -> tl::expected<double, std::string> {
            // `1e12` is a number of seconds, too. More than there is to wait for is no limit.
            std::size_t exponent = std::min(text.find_first_of("eE"), text.size());
            auto value = decimal_number(text.substr(0, exponent));
            if (value && exponent < text.size()) {
                auto power = whole_number(
                    text.substr(exponent + (text.substr(exponent + 1).starts_with('+') ? 2 : 1)), -300, 300);
                if (power)
                    value = *value * std::pow(10.0, static_cast<double>(*power));
                else
                    value = tl::unexpected(power.error());
            }
            if (value && *value > 0) return std::min(*value, kEndlessSeconds);
            return tl::unexpected(fmt::format("`{}` is not a number of seconds above 0", text));
        };
        add(names, "S", help, reading(target, read));
    }

    /// May be given several times.
    void decimals(const std::string& names, std::vector<double>& target, const std::string& unit,
                  const std::string& help) {
        auto store = [&target](const std::vector<std::string>& texts) {
            for (const std::string& text : texts)
                if (auto value = decimal_number(text)) target.push_back(*value);
        };
        auto check = [](const std::string& text) {
            auto value = decimal_number(text);
            return value ? std::string() : value.error();
        };
        app_.add_option_function<std::vector<std::string>>(names, store, help)
            ->check(check)
            ->type_name(unit)
            ->allow_extra_args(false);
    }

    void jobs(int& target, const std::string& help) {
        auto read = [&target](const std::string& text) {
            auto value = whole_number(text, 1, kMostJobs);
            if (value) target = static_cast<int>(*value);
            return value ? std::string() : value.error();
        };
        add("--jobs", "N", help + " (default: 1)", read);
    }

    template <class Enum>
    void choice(const std::string& name, Enum& target,
                const std::vector<std::pair<std::string, Enum>>& values, const std::string& help) {
        std::string list;
        for (const auto& [text, value] : values)
            list += (list.empty() ? "" : "|") + text;
        add(name, list, help, [&target, values, list](const std::string& text) -> std::string {
            for (const auto& [known, value] : values) {
                if (known != text) continue;
                target = value;
                return "";
            }
            return fmt::format("`{}` is not one of {}", text, list);
        });
    }

    /// `read` makes a value of the text, or says what is wrong with it.
    template <class Target, class Read>
    void value(const std::string& names, Target& target, const std::string& unit, const std::string& help,
               Read read) {
        add(names, unit, help, reading(target, read));
    }

    /// A whole number whose value is of no consequence yet.
    void reserved(const std::string& name, const std::string& help) {
        add(name, "N", help, [](const std::string& text) {
            auto value = whole_number(text, 0, std::numeric_limits<std::int64_t>::max());
            return value ? std::string() : value.error();
        });
    }

  private:
    void add(const std::string& names, const std::string& unit, const std::string& help,
             std::function<std::string(const std::string&)> read) {
        // The text itself is kept nowhere: the reader has stored its value.
        auto* option = app_.add_option_function<std::string>(names, [](const std::string&) {}, help);
        option->check(std::move(read))->type_name(unit)->allow_extra_args(false);
    }

    CLI::App& app_;
};

/// An option whose values are taken as they are; may be given several times.
void add_names(CLI::App& app, const std::string& name, std::vector<std::string>& target,
               const std::string& unit, const std::string& help) {
    app.add_option(name, target, help)->type_name(unit)->allow_extra_args(false);
}

void add_where(CLI::App& app, std::string& where) {
    app.add_option("--where", where, "a constraint that the story has to meet, such as 'never happens steal'")
        ->type_name("C");
}

void add_common(CLI::App& app, CommonOptions& common, const std::string& json_help) {
    OptionAdder adder(app);
    if (!json_help.empty()) app.add_flag("--json", common.json, json_help);
    add_names(app, "--au", common.divergences, "NAME",
              "a divergence of the world; several: all of them together");
    adder.choice<ColourChoice>(
        "--color", common.colour,
        {{"always", ColourChoice::always}, {"never", ColourChoice::never}, {"auto", ColourChoice::automatic}},
        "colours; auto: on a terminal unless NO_COLOR is set");
    adder.choice<ask::DialectChoice>(
        "--dialect", common.dialect,
        {{"sabre", ask::DialectChoice::sabre}, {"wrongtree", ask::DialectChoice::wrongtree}},
        "language of the world; by default by name: .txt is sabre, all else wrongtree");
    adder.seconds("--time", common.seconds, "stop after so many seconds");
    adder.whole("--memory", common.memory_mib, 1, 1 << 24, "MIB",
                "stop at so much memory (default: 4096, or 60 % of the machine if that is less)");
    adder.whole("--states", common.states, 1, std::int64_t{1} << 60, "N", "stop after so many belief states");
}

constexpr const char* kGoalHelp = "the author's utility to reach (default: better than at the start)";

void add_question(CLI::App& app, ask::QuestionOptions& question) {
    OptionAdder adder(app);
    adder.whole("--author-limit,--atl", question.author_limit, 0, kMostLimit, "N",
                "actions in the plan, at most");
    adder.whole("--character-limit,--ctl", question.character_limit, 0, kMostLimit, "N",
                "actions in a reason and the reasons nested in it, at most");
    adder.whole("--belief-limit,--el", question.belief_limit, 0, kMostLimit, "N",
                "how deep reasons within reasons may plan ahead");
    adder.whole("--belief-depth", question.belief_depth, 1, kMostBeliefDepth, "N",
                "how deep beliefs about beliefs are kept; never less than the other limits need");
    adder.whole("--foresight", question.foresight, 0, kMostLimit, "N",
                "actions of others that somebody wary looks ahead");
    adder.whole("--possibilities", question.possibilities, 1, kMostPossibilities, "N",
                "how much somebody may hold possible at a time");
}

CLI::App* add_command(CLI::App& app, const std::string& name, const std::string& help,
                      std::string_view footer) {
    CLI::App* command = app.add_subcommand(name, help);
    command->footer(std::string(footer) + "\n" + std::string(kCommonFooter));
    return command;
}

CLI::App* add_check(CLI::App& app, CheckOptions& options) {
    CLI::App* command = add_command(app, "check", "say what is wrong or doubtful in worlds", kCheckFooter);
    command->add_option("FILE", options.files, "worlds; - is standard input")->required()->type_name("");
    OptionAdder(*command).jobs(options.jobs, "check so many files at the same time");
    add_common(*command, options.common, "diagnostics as JSON (diagnostics.schema.json)");
    return command;
}

CLI::App* add_plan(CLI::App& app, PlanOptions& options) {
    CLI::App* command = add_command(app, "plan", "find a story", kPlanFooter);
    command->add_option("FILE", options.files, "worlds; - is standard input")->required()->type_name("");
    OptionAdder(*command).decimals("--goal", options.goals, "U",
                                   std::string(kGoalHelp) + "; several: asked one after the other");
    add_names(*command, "--request", options.requests, "NAME",
              "a request of the world, instead of a goal; several: asked one after the other");
    add_where(*command, options.question.where);
    OptionAdder(*command).jobs(
        options.jobs,
        "answer so many questions at the same time; of one question, make so many proofs for "
        "different characters when its plan is judged");
    add_question(*command, options.question);
    command->add_flag("--optimal", options.optimal, "prove that the plan is a shortest one");
    command->add_flag("--anytime", options.anytime,
                      "print a first story, then each shorter one that is found");
    command->add_flag("--best", options.best,
                      "if the goal is missed, print the best improvement that was met");
    command->add_flag("--why", options.why, "also print why each character takes part in each action");
    command->add_flag("--stats", options.stats, "counts of the search, to standard error or into the JSON");
    command->add_flag_callback(
        "--no-verify", [&options] { options.verify = false; },
        "do not judge the plan with the referee before printing it");
    add_common(*command, options.common, "plan and reasons as JSON (plan.schema.json)");
    OptionAdder(*command).reserved(
        "--seed", "reserved; the search knows no chance and answers the same for every seed");
    return command;
}

CLI::App* add_verify(CLI::App& app, VerifyOptions& options) {
    CLI::App* command = add_command(app, "verify", "judge a plan", kVerifyFooter);
    command->add_option("FILE", options.file, "the world")->required()->type_name("");
    command->add_option("PLAN", options.plans, "plans, as text or JSON; - is standard input")
        ->required()
        ->type_name("");
    OptionAdder(*command).decimal("--goal", options.question.goal, "U", kGoalHelp);
    command
        ->add_option("--request", options.question.request, "the request of the world that the plan answers")
        ->type_name("NAME");
    add_where(*command, options.question.where);
    OptionAdder(*command).jobs(options.jobs,
                               "judge so many plans at the same time; of one plan, make so many proofs for "
                               "different characters");
    add_question(*command, options.question);
    command->add_flag("--strict", options.strict,
                      "no step may be left out even if the end were better, not only if it were the same");
    command->add_flag_callback(
        "--no-engine", [&options] { options.asks_engine = false; },
        "the referee looks for the reasons of a bare plan itself, without asking the planner for them");
    add_common(*command, options.common, "the verdict as JSON (verdict.schema.json)");
    return command;
}

/// What the question is, for commands that ask one.
void add_asked(CLI::App& command, ask::QuestionOptions& question) {
    OptionAdder(command).decimal("--goal", question.goal, "U", kGoalHelp);
    command.add_option("--request", question.request, "a request of the world")->type_name("NAME");
    add_where(command, question.where);
    add_question(command, question);
}

void add_states_each(CLI::App& command, std::optional<std::uint64_t>& states) {
    OptionAdder(command).whole(
        "--states-each", states, 1, std::int64_t{1} << 60, "N",
        "belief states that each of many searches may take (default: 5000 for whynot, 100000 for diff)");
}

CLI::App* add_whynot(CLI::App& app, WhynotOptions& options) {
    CLI::App* command = add_command(app, "whynot", "say why there is no story", kWhynotFooter);
    command->add_option("FILE", options.file, "the world")->required()->type_name("");
    add_asked(*command, options.question);
    command->add_flag("--all", options.all, "everything that helps, with the stories, and what does not");
    add_states_each(*command, options.states_each);
    add_common(*command, options.common, "the findings as JSON (whynot.schema.json)");
    return command;
}

CLI::App* add_play(CLI::App& app, PlayOptions& options) {
    CLI::App* command = add_command(app, "play", "play one of the characters in the terminal", kPlayFooter);
    command->add_option("FILE", options.file, "the world")->required()->type_name("");
    command->add_option("--player", options.player, "the character to be played")
        ->required()
        ->type_name("NAME");
    command
        ->add_option("--save", options.save,
                     "goes on from this file if it is there, and writes it after each turn")
        ->type_name("FILE");
    OptionAdder(*command).whole("--seed", options.seed, 0, std::numeric_limits<std::int64_t>::max(), "N",
                                "what the others do where they could do several things (default: 1)");
    add_question(*command, options.question);
    add_common(*command, options.common, "");
    return command;
}

CLI::App* add_diff(CLI::App& app, DiffOptions& options) {
    CLI::App* command = add_command(app, "diff", "show what a divergence changes", kDiffFooter);
    command->add_option("FILE", options.file, "the world")->required()->type_name("");
    add_asked(*command, options.question);
    add_states_each(*command, options.states_each);
    add_common(*command, options.common, "the differences as JSON (diff.schema.json)");
    return command;
}

CLI::App* add_show(CLI::App& app, ShowOptions& options) {
    CLI::App* command =
        add_command(app, "show", "show the ground world, or what a plan does to it", kShowFooter);
    command->add_option("FILE", options.file, "the world")->required()->type_name("");
    command->add_option("PLAN", options.plan, "a plan, as text or JSON; - is standard input")->type_name("");
    auto read = [&options](const std::string& text) {
        auto value = whole_number(text, 0, kMostBeliefDepth);
        if (value) options.depth = static_cast<int>(*value);
        return value ? std::string() : value.error();
    };
    command
        ->add_option_function<std::string>(
            "--depth", [](const std::string&) {}, "beliefs about beliefs to show; 0: none (default: 1)")
        ->check(read)
        ->type_name("N");
    OptionAdder adder(*command);
    adder.whole("--belief-limit,--el", options.question.belief_limit, 0, kMostLimit, "N",
                "as for plan; it says how deep beliefs are kept");
    adder.whole("--belief-depth", options.question.belief_depth, 1, kMostBeliefDepth, "N", "as for plan");
    adder.whole("--possibilities", options.question.possibilities, 1, kMostPossibilities, "N", "as for plan");
    command->add_flag("--rules", options.rules,
                      "instead: all actions and triggers as they count, and the file that each comes from");
    add_common(*command, options.common, "the same as JSON (show.schema.json, rules.schema.json)");
    return command;
}

CLI::App* add_vendor(CLI::App& app, VendorOptions& options) {
    CLI::App* command =
        add_command(app, "vendor", "copy the libraries that a world uses into its folder", kVendorFooter);
    command->add_option("FILE", options.file, "the world")->required()->type_name("");
    return command;
}

CLI::App* add_why(CLI::App& app, WhyOptions& options) {
    CLI::App* command =
        add_command(app, "why", "tell why characters take part in an event of a plan", kWhyFooter);
    command->add_option("FILE", options.file, "the world")->required()->type_name("");
    command->add_option("PLAN", options.plan, "a plan, as text or JSON; - is standard input")
        ->required()
        ->type_name("");
    command
        ->add_option("EVENT", options.event,
                     "an event of the plan: its number, its text, or its name if it is the "
                     "only one of that name")
        ->required()
        ->type_name("");
    command->add_option("CHARACTER", options.character, "one who consents to it (default: all of them)")
        ->type_name("");
    command
        ->add_option("--request", options.question.request, "the request of the world that the plan answers")
        ->type_name("NAME");
    add_question(*command, options.question);
    add_common(*command, options.common, "the same as JSON (why.schema.json)");
    return command;
}

/// `check, plan and verify`.
std::string commands_text(const CLI::App& app) {
    std::vector<const CLI::App*> all = app.get_subcommands([](const CLI::App*) { return true; });
    std::string text;
    for (std::size_t i = 0; i < all.size(); ++i)
        text += (i == 0 ? "" : i + 1 < all.size() ? ", " : " and ") + all[i]->get_name();
    return text;
}

CLI::App* add_beta(CLI::App& app, BetaOptions& options) {
    CLI::App* command = add_command(
        app, "beta", "read a draft: what does not hang together, and what would help", kBetaFooter);
    command->add_option("FILE", options.file, "the world")->required()->type_name("");
    command->add_option("DRAFT", options.draft, "the draft; - is standard input")->required()->type_name("");
    command
        ->add_option("--who-knows", options.who_knows,
                     "instead: what an expression is, and what everybody takes it to be, after each event")
        ->type_name("EXPR")
        ->allow_extra_args(false);
    add_question(*command, options.question);
    add_common(*command, options.common, "the same as JSON (beta.schema.json)");
    return command;
}

/// A variable of a shell that is not set must not mean "nowhere".
CLI::Validator not_empty() {
    return CLI::Validator(
        [](const std::string& name) { return std::string(name.empty() ? "the name is empty" : ""); }, "");
}

CLI::App* add_board(CLI::App& app, BoardCommandOptions& options) {
    CLI::App* command = add_command(app, "board", "draw a story as a page to look at", kBoardFooter);
    command->add_option("FILE", options.file, "the world")->required()->type_name("");
    add_asked(*command, options.question);
    command->add_option("--plan", options.plan, "this story, as text or JSON, instead of one that is found")
        ->type_name("PLAN");
    command->add_flag("--alone", options.alone, "do not show canon's answer beside that of a divergence");
    command->add_option("-o,--output", options.output, "where to write the page (default: standard output)")
        ->type_name("FILE")
        ->check(not_empty());
    add_common(*command, options.common, "");
    return command;
}

/// A number from 0 to 1.
tl::expected<double, std::string> share(std::string_view text) {
    auto value = decimal_number(text);
    if (value && *value >= 0 && *value <= 1) return value;
    return tl::unexpected(fmt::format("`{}` is not a number from 0 to 1", text));
}

CLI::App* add_series(CLI::App& app, SeriesOptions& options) {
    CLI::App* command =
        add_command(app, "series", "find stories that have nothing to do with each other", kSeriesFooter);
    command->add_option("FILE", options.file, "the world; - is standard input")->required()->type_name("");
    add_names(*command, "--request", options.requests, "NAME",
              "a request of the world to be answered, instead of made-up ones; several: in turn");
    command->add_option("--requests", options.request_list, "a file of such names, one a line")
        ->type_name("LIST");
    OptionAdder adder(*command);
    adder.whole("--count", options.count, 1, kMostStories, "N", "how many stories (default: 10)");
    adder.whole("--seed", options.seed, 0, std::numeric_limits<std::int64_t>::max(), "N",
                "another number, another series (default: 1)");
    adder.value("--distance", options.distance, "D", "how far from each other, from 0 to 1 (default: 0.5)",
                share);
    command
        ->add_option("-o,--output", options.folder, "a folder for the stories, from which a series goes on")
        ->type_name("DIR")
        ->check(not_empty());
    // Not by `excludes`, which would show in the help.
    command->callback([command] {
        for (const char* requests : {"--request", "--requests"})
            for (const char* option : {"--count", "--seed", "--distance"})
                if (command->count(requests) > 0 && command->count(option) > 0)
                    throw CLI::ExcludesError(requests, option);
    });
    add_question(*command, options.question);
    add_common(*command, options.common, "the series as JSON (series.schema.json)");
    return command;
}

/// How a story is told.
void add_telling(CLI::App& command, ask::TellingStyle& options) {
    command
        .add_option("--teller", options.teller,
                    "a character, or narrator, who knows everything (default: the request's, else narrator)")
        ->type_name("NAME");
    OptionAdder adder(command);
    adder.choice<bool>("--tense", options.is_present, {{"past", false}, {"present", true}},
                       "the tense of what happens (default: past)");
    adder.choice<bool>("--person", options.is_first_person, {{"first", true}, {"third", false}},
                       "whether a character who tells says I (default: third)");
    adder.choice<bool>("--length", options.is_brief, {{"short", true}, {"full", false}},
                       "short: the events and what decided them (default: full)");
    adder.whole("--seed", options.seed, 0, std::numeric_limits<std::int64_t>::max(), "N",
                "another number, another wording of the same (default: 1)");
    command.add_option("--language", options.language, "english or german (default: english)")
        ->type_name("NAME");
}

CLI::App* add_tell(CLI::App& app, TellOptions& options) {
    CLI::App* command = add_command(app, "tell", "tell a story in prose", kTellFooter);
    command->add_option("FILE", options.file, "the world; - is standard input")->required()->type_name("");
    command
        ->add_option("--plan", options.plan,
                     "tell this plan, text or JSON, instead of looking for a story; - is standard input")
        ->type_name("PLAN");
    add_asked(*command, options.question);
    add_telling(*command, options.telling);
    command
        ->add_option(
            "--polish", options.polish_url,
            "have a language model at this address polish the text; kept only if it is the same story")
        ->type_name("URL");
    command
        ->add_option("--polish-model", options.polish_model,
                     "which model to ask for there (default: default)")
        ->type_name("NAME");
    add_common(*command, options.common, "sentences with what they rest on, as JSON (tell.schema.json)");
    return command;
}

tl::expected<std::string, std::string> day(std::string_view text) {
    if (std::string mistake = ask::mistake_in_day(text); !mistake.empty()) return tl::unexpected(mistake);
    return std::string(text);
}

CLI::App* add_export(CLI::App& app, ExportOptions& options) {
    CLI::App* command = add_command(
        app, "export", "write a story, or a book of them, for games, readers and translators", kExportFooter);
    command->add_option("FILE", options.file, "the world; - is standard input")->required()->type_name("");
    OptionAdder adder(*command);
    adder.choice<ask::BookFormat>("--as", options.format,
                                  {{"json", ask::BookFormat::json},
                                   {"ink", ask::BookFormat::ink},
                                   {"twee", ask::BookFormat::twee},
                                   {"yarn", ask::BookFormat::yarn},
                                   {"epub", ask::BookFormat::epub},
                                   {"dot", ask::BookFormat::dot},
                                   {"csv", ask::BookFormat::csv}},
                                  "the format (default: json)");
    command->add_flag("--excel", options.for_excel,
                      "CSV that Excel reads right: with a byte order mark, and no text taken for a formula");
    command->add_option("-o,--output", options.output, "the file to write (default: standard output)")
        ->type_name("FILE")
        ->check(not_empty());
    adder.decimal("--goal", options.question.goal, "U", kGoalHelp);
    add_names(*command, "--request", options.requests, "NAME",
              "a request of the world; several: a chapter for each");
    command->add_flag("--all", options.all_requests, "a chapter for each request of the world");
    add_where(*command, options.question.where);
    add_names(*command, "--plan", options.plans, "PLAN",
              "this story, as text or JSON, instead of one that is found; several: a chapter for each");
    command->add_option("--series", options.series, "the stories of this folder, which `series` wrote")
        ->type_name("DIR");
    command
        ->add_option("--player", options.player,
                     "whose choices the player has: a character, or nobody (default: the teller)")
        ->type_name("NAME");
    adder.whole("--depth", options.depth, 0, 5, "N",
                "0: no choices; 1: alternatives of the story; 2: and of those ... (default: 1)");
    command->add_option("--title", options.title, "of the book")->type_name("TEXT");
    command->add_option("--author", options.author, "of the book")->type_name("TEXT");
    command->add_option("--note", options.note, "of the author, before the stories")->type_name("TEXT");
    adder.value("--date", options.date, "DAY",
                "of the publication, for epub (default: 2000-01-01, so that the same story is the same file)",
                day);
    add_telling(*command, options.telling);
    add_question(*command, options.question);
    add_common(*command, options.common, "");
    // Not by `excludes`, which would show in the help.
    command->callback([command] {
        std::vector<const char*> given;
        for (const char* option : {"--request", "--all", "--plan", "--series"})
            if (command->count(option) > 0) given.push_back(option);
        bool is_plan_for_request = given.size() == 2 && given[0] == std::string_view("--request") &&
                                   given[1] == std::string_view("--plan") && command->count("--request") == 1;
        if (given.size() > 1 && !is_plan_for_request) throw CLI::ExcludesError(given[0], given[1]);
    });
    return command;
}

CLI::App* add_serve(CLI::App& app, ServeOptions& options) {
    CLI::App* command = add_command(app, "serve", "show storyboards live in the browser", kServeFooter);
    command->add_option("FILE", options.file, "the world; others of its folder can be chosen")
        ->required()
        ->type_name("");
    OptionAdder(*command).whole("--port", options.port, 0, 65535, "N",
                                "the port (default: 0, any that is free)");
    command->add_flag("!--no-browser", options.opens_browser, "do not open the browser, only say where");
    add_common(*command, options.common, "");
    return command;
}

/// Our words for what CLI11 has to say about a wrong call.
std::string usage_message(const CLI::App& app, const CLI::ParseError& error, const char* first) {
    std::string command = "wrongtree";
    std::string what = error.what();
    if (app.get_subcommands().empty()) {
        bool is_word = first && first[0] != '-';
        std::string all = commands_text(app);
        what = is_word ? fmt::format("`{}` is not a command; the commands are {}", first, all)
                       : fmt::format("a command must come first: {}", all);
    }
    for (const CLI::App* parsed : app.get_subcommands())
        command += " " + parsed->get_name();
    return fmt::format("{}\nwrongtree: `{} --help` says what is possible", what, command);
}

}  // namespace

Request read_command_line(int argc, const char* const* argv, std::string_view version) {
    CheckOptions check;
    PlanOptions plan;
    VerifyOptions verify;
    ShowOptions show;
    VendorOptions vendor;
    WhynotOptions whynot;
    DiffOptions diff;
    WhyOptions why;
    BetaOptions beta;
    BoardCommandOptions board;
    SeriesOptions series;
    TellOptions tell;
    ExportOptions exported;
    PlayOptions play;
    ServeOptions serve;
    try {
        CLI::App app{std::string(kAbout), "wrongtree"};
        app.footer(std::string(kMainFooter) + "\n" + std::string(kCommonFooter));
        app.set_version_flag("--version", fmt::format("wrongtree {}", version));
        app.require_subcommand(1);
        app.get_formatter()->column_width(34);
        CLI::App* check_command = add_check(app, check);
        CLI::App* plan_command = add_plan(app, plan);
        CLI::App* verify_command = add_verify(app, verify);
        CLI::App* show_command = add_show(app, show);
        CLI::App* vendor_command = add_vendor(app, vendor);
        CLI::App* whynot_command = add_whynot(app, whynot);
        CLI::App* diff_command = add_diff(app, diff);
        CLI::App* why_command = add_why(app, why);
        CLI::App* beta_command = add_beta(app, beta);
        CLI::App* board_command = add_board(app, board);
        CLI::App* series_command = add_series(app, series);
        CLI::App* tell_command = add_tell(app, tell);
        CLI::App* export_command = add_export(app, exported);
        CLI::App* play_command = add_play(app, play);
        CLI::App* serve_command = add_serve(app, serve);
        try {
            app.parse(argc, argv);
        } catch (const CLI::CallForHelp&) {
            const CLI::App* asked = &app;
            for (const CLI::App* parsed : app.get_subcommands())
                asked = parsed;
            return Reply{ExitCode::yes, asked->help()};
        } catch (const CLI::CallForVersion& asked) {
            return Reply{ExitCode::yes, std::string(asked.what()) + "\n"};
        } catch (const CLI::ParseError& error) {
            return Reply{ExitCode::bad_input, usage_message(app, error, argc > 1 ? argv[1] : nullptr)};
        }
        if (check_command->parsed()) return check;
        if (plan_command->parsed()) return plan;
        if (verify_command->parsed()) return verify;
        if (show_command->parsed()) return show;
        if (vendor_command->parsed()) return vendor;
        if (whynot_command->parsed()) return whynot;
        if (diff_command->parsed()) return diff;
        if (why_command->parsed()) return why;
        if (beta_command->parsed()) return beta;
        if (board_command->parsed()) return board;
        if (series_command->parsed()) return series;
        if (tell_command->parsed()) return tell;
        if (export_command->parsed()) return exported;
        if (play_command->parsed()) return play;
        if (serve_command->parsed()) return serve;
        return Reply{ExitCode::bad_input, "a command is needed"};
    } catch (const std::exception& error) {
        return Reply{ExitCode::internal, error.what()};
    }
}

}  // namespace wt::cli
