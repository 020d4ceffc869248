#include "surface/cli/series_world.h"

#include "engine/inspect.h"
#include "lang/lang.h"

namespace wt::surface {

namespace {

// What the judging of a story may take, as for `plan`.
constexpr std::uint64_t kRefereeStates = 100'000;
constexpr std::uint64_t kRefereeBytes = 256u << 20;
constexpr double kRefereeSeconds = 15;

}  // namespace

SeriesWorld::SeriesWorld(std::unique_ptr<LoadedWorld> loaded, const SeriesOptions& options,
                         QuestionUsed question)
    : loaded_(std::move(loaded)), options_(options), question_(std::move(question)) {
    ResourceLimits limits = resource_limits(options.common);
    budget_.max_bytes = limits.bytes;
    Watchdog watchdog(limits, error_is_terminal());
    {
        Watchdog::Watch watch(watchdog, budget_, "reading");
        session_ = std::make_unique<engine::Session>(world(), session_options(question_), budget_);
    }
    count_as_time_of_the_question(watchdog.seconds());
    // Time that runs out when all is there is for the first question to notice.
    if (session_->state_of_start() == engine::Verdict::found) budget_.resume();
}

tl::expected<std::unique_ptr<SeriesWorld>, ExitCode> SeriesWorld::load(const SeriesOptions& options,
                                                                       const std::string& request,
                                                                       Console& console) {
    std::vector<std::string> requests;
    if (!request.empty()) requests.push_back(request);
    std::unique_ptr<LoadedWorld> loaded = load_world(options.file, options.common, console, requests);
    if (!loaded) return tl::unexpected(ExitCode::bad_input);
    QuestionOptions given = options.question;
    given.request = request;
    std::optional<QuestionUsed> question = ask(*loaded, given, {}, console);
    if (!question) return tl::unexpected(ExitCode::bad_input);
    std::unique_ptr<SeriesWorld> world(new SeriesWorld(std::move(loaded), options, std::move(*question)));
    engine::Verdict start = world->session().state_of_start();
    if (start == engine::Verdict::found) return world;
    if (start == engine::Verdict::stopped) {
        console.note("undecided: " + stop_text(world->budget_) + ", before the first state was known");
        return tl::unexpected(Watchdog::interrupted() ? ExitCode::interrupted : ExitCode::undecided);
    }
    report_endless(world->loaded(), world->session().endless_triggers(), console);
    return tl::unexpected(ExitCode::bad_input);
}

std::optional<QuestionUsed> SeriesWorld::question(const story::Material& material, const story::Wish& wish,
                                                  Console& console) const {
    auto formulas = std::make_unique<model::World>(world());
    model::Request request = story::request_for(*formulas, material, wish);
    auto question = settle_question(*formulas, options_.question, {}, std::move(request));
    if (!question) {
        console.error(question.error());
        return std::nullopt;
    }
    question->formulas = std::move(formulas);
    return std::move(*question);
}

engine::Answer SeriesWorld::search(const QuestionUsed& question, std::uint64_t states,
                                   const ResourceLimits& limits, Watchdog& watchdog) {
    Budget budget;
    set_limits(budget, limits);
    budget.max_states = states;
    Watchdog::Watch watch(watchdog, budget, "planning");
    engine::Session session(question.asked_of(world()), session_options(question), budget);
    engine::Question asked{.goal = question.goal, .limits = question.limits};
    if (question.request) asked.request = &*question.request;
    return engine::plan(session, asked);
}

referee::Judgement SeriesWorld::judge(const QuestionUsed& question, const model::Plan& plan,
                                      Watchdog& watchdog) {
    Budget budget;
    budget.max_states = kRefereeStates;
    budget.max_bytes = kRefereeBytes;
    referee::Rules rules;
    rules.limits = question.limits;
    rules.belief_depth = question.belief_depth;
    if (question.request) rules.request = &*question.request;
    Watchdog::Watch watch(watchdog, budget, "verifying", kRefereeSeconds);
    return referee::verify(question.asked_of(world()), plan, rules, budget);
}

story::Told SeriesWorld::told(std::vector<model::GroundEvent> actions) {
    story::Told told;
    engine::MindId end = engine::first_state(*session_);
    for (const model::GroundEvent& action : actions)
        end = engine::successor(*session_, end, action);
    told.utility = engine::utility(*session_, end, model::EntityId::none()).value_or(0);
    told.features = story::features_of(*session_, actions);
    told.actions = std::move(actions);
    return told;
}

std::optional<story::Told> SeriesWorld::told(const std::vector<std::string>& actions) {
    std::string text;
    for (const std::string& action : actions)
        text += action + "\n";
    Result<std::vector<model::GroundEvent>> read =
        lang::read_plan(world(), Source("journal", std::move(text)));
    if (!read || read->size() != actions.size()) return std::nullopt;
    engine::MindId state = engine::first_state(*session_);
    for (const model::GroundEvent& action : *read) {
        if (!engine::possible(*session_, state, action)) return std::nullopt;
        state = engine::successor(*session_, state, action);
        if (!state.valid()) return std::nullopt;
    }
    return told(std::move(*read));
}

}  // namespace wt::surface
