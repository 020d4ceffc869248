// `wrongtree why`: tells why characters take part in one event of a plan. (`plan --why`, which prints all
// reasons of a plan as they were found, is in why.h.)
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/print.h"
#include "story/phrase.h"
#include "surface/cli/commands.h"
#include "surface/cli/json_values.h"
#include "surface/cli/load.h"
#include "surface/cli/numbers.h"
#include "surface/cli/plan_file.h"
#include "surface/cli/question.h"
#include "surface/cli/reason_json.h"
#include "surface/cli/watchdog.h"

namespace wt::surface {

namespace {

using model::EntityId;
using Json = nlohmann::ordered_json;

/// So many events of a plan are named in a message.
constexpr std::size_t kMostNamed = 20;

std::string without_spaces(std::string_view text) {
    std::string result;
    std::copy_if(text.begin(), text.end(), std::back_inserter(result),
                 [](char c) { return c != ' ' && c != '\t'; });
    return result;
}

/// The candidates with their numbers, for a message.
std::string numbered(const model::World& world, const model::Plan& plan,
                     const std::vector<std::size_t>& places) {
    std::string text;
    for (std::size_t i = 0; i < places.size() && i < kMostNamed; ++i)
        text += fmt::format("{}{} `{}`", i == 0 ? "" : ", ", places[i] + 1,
                            model::to_text(world, plan.steps[places[i]].action));
    if (places.size() > kMostNamed) text += fmt::format(" and {} more", places.size() - kMostNamed);
    return text;
}

/// The place of the event that is meant, or why none is.
tl::expected<std::size_t, std::string> find_event(const model::World& world, const model::Plan& plan,
                                                  const std::string& wanted) {
    std::size_t count = plan.steps.size();
    if (count == 0) return tl::unexpected(std::string("the plan has no events"));
    if (!wanted.empty() && wanted.find_first_not_of("0123456789") == std::string::npos) {
        auto number = whole_number(wanted, 1, static_cast<std::int64_t>(count));
        if (number) return static_cast<std::size_t>(*number - 1);
        return tl::unexpected(
            fmt::format("there is no event {}; the plan has events 1 to {}", wanted, count));
    }
    std::vector<std::size_t> found, all;
    for (std::size_t i = 0; i < count; ++i) {
        const model::GroundEvent& event = plan.steps[i].action;
        all.push_back(i);
        if (without_spaces(model::to_text(world, event)) == without_spaces(wanted) ||
            world[event.event].name == wanted)
            found.push_back(i);
    }
    if (found.size() == 1) return found[0];
    if (found.empty())
        return tl::unexpected(fmt::format("no event of the plan is `{}`; its events are {}", wanted,
                                          numbered(world, plan, all)));
    return tl::unexpected(
        fmt::format("`{}` may be several events of the plan: {}", wanted, numbered(world, plan, found)));
}

/// Those whose reasons are to be told, or why they cannot be.
tl::expected<std::vector<EntityId>, std::string> find_characters(const model::World& world,
                                                                 const model::GroundEvent& event,
                                                                 const std::string& wanted) {
    std::vector<EntityId> characters = model::consenting_characters(world, event);
    if (wanted.empty()) return characters;
    std::string names;
    for (EntityId character : characters) {
        if (world[character].name == wanted) return std::vector<EntityId>{character};
        names += (names.empty() ? "`" : ", `") + world[character].name + "`";
    }
    return tl::unexpected(fmt::format("`{}` does not consent to `{}`; {}", wanted,
                                      model::to_text(world, event),
                                      names.empty() ? "nobody does" : "those who do: " + names));
}

/// One call of the command, once everything is read.
struct Asking {
    const WhyOptions& options;
    std::string_view version;
    const LoadedWorld& loaded;
    const model::World& world;
    const QuestionUsed& question;
    const PlanRead& read;
    std::size_t event;
    std::vector<EntityId> characters;
    Console& console;

    Json header(std::string_view verdict, Stop stop) const {
        Json json;
        json["wrongtree"] = version;
        json["file"] = options.file;
        json["plan"] = options.plan;
        json["verdict"] = verdict;
        json["stopped_by"] = stop == Stop::none ? Json(nullptr) : Json(stop_name(stop));
        json["limits"] = limits_json(question);
        json["reasons_given"] = read.has_reasons;
        json["event"] = event + 1;
        json["action"] = model::to_text(world, read.plan.steps[event].action);
        json["fault"] = nullptr;
        json["reasons"] = Json::array();
        json["consequences"] = nullptr;
        return json;
    }
    void print(const Json& json) const {
        console.ready_answer(json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    }
};

ExitCode tell_fault(const Asking& asking, const story::PlanFault& fault) {
    std::string why = story::phrase(asking.world, asking.read.plan, fault);
    if (asking.options.common.json) {
        Json json = asking.header("unsound", Stop::none);
        json["fault"] = fault_json(asking.world, asking.read.plan, fault);
        asking.print(json);
    } else {
        asking.console.answer(fmt::format("This plan is no story: {}.\n", why));
    }
    return ExitCode::no;
}

ExitCode tell_undecided(const Asking& asking, const Budget& budget) {
    asking.console.note("undecided: " + stop_text(budget));
    if (asking.options.common.json) asking.print(asking.header("undecided", budget.stop()));
    return Watchdog::interrupted() ? ExitCode::interrupted : ExitCode::undecided;
}

ExitCode tell(const Asking& asking, const story::Story& story, const Budget& budget) {
    Json json = asking.header("told", Stop::none);
    std::string text = story::heading(story.plan, asking.world, asking.event);
    for (EntityId character : asking.characters) {
        story::Reason reason = story::reason_for(story, asking.event, character);
        if (budget.stop() != Stop::none) return tell_undecided(asking, budget);
        text += "\n" + story::paragraph(story, asking.event, reason);
        json["reasons"].push_back(reason_json(story, reason));
    }
    if (asking.characters.empty()) {
        story::Consequences consequences = story::consequences_of(story, asking.event);
        if (budget.stop() != Stop::none) return tell_undecided(asking, budget);
        text += "\n" + story::paragraph(story, asking.event, consequences);
        json["consequences"] = consequences_json(story, consequences);
    }
    if (asking.options.common.json)
        asking.print(json);
    else
        asking.console.answer(text);
    return ExitCode::yes;
}

ExitCode answer(const Asking& asking) {
    ResourceLimits resources = resource_limits(asking.options.common);
    Watchdog watchdog(resources, error_is_terminal());
    Budget budget;
    set_limits(budget, resources);
    Watchdog::Watch watch(watchdog, budget, "asking why");
    engine::Session session(asking.world, session_options(asking.question), budget);
    if (budget.stop() != Stop::none) return tell_undecided(asking, budget);
    if (session.state_of_start() == engine::Verdict::endless_triggers) {
        report_endless(asking.loaded, session.endless_triggers(), asking.console);
        return ExitCode::bad_input;
    }
    tl::expected<story::Story, story::PlanFault> story =
        story::follow_plan(session, asking.read.plan, asking.question.limits);
    report_endless(asking.loaded, session.endless_triggers(), asking.console);
    if (budget.stop() != Stop::none) return tell_undecided(asking, budget);
    return story ? tell(asking, *story, budget) : tell_fault(asking, story.error());
}

}  // namespace

ExitCode run_command(const WhyOptions& options, std::string_view version, Console& console) {
    if (options.file == "-" && options.plan == "-") {
        console.error("only one of FILE and PLAN can be standard input");
        return ExitCode::bad_input;
    }
    QuestionOptions given = options.question;
    std::optional<WorldAndPlan> both =
        load_world_and_plan(options.file, options.plan, options.common, given, console);
    if (!both) return ExitCode::bad_input;
    auto& [loaded, read] = *both;
    std::optional<QuestionUsed> question = ask(*loaded, given, read.question, console);
    if (!question) return ExitCode::bad_input;
    const model::World& world = question->asked_of(loaded->world);
    auto event = find_event(world, read.plan, options.event);
    if (!event) {
        console.error(event.error());
        return ExitCode::bad_input;
    }
    auto characters = find_characters(world, read.plan.steps[*event].action, options.character);
    if (!characters) {
        console.error(characters.error());
        return ExitCode::bad_input;
    }
    console.note(question->text);
    return answer(
        {options, version, *loaded, world, *question, read, *event, std::move(*characters), console});
}

}  // namespace wt::surface
