#include "ask/series_world.h"

#include "engine/inspect.h"
#include "lang/lang.h"

namespace wt::ask {

engine::Verdict SeriesWorld::open(const Call& call) {
    budget_.max_bytes = call.resources.bytes;
    {
        Watch watch(call.overseer, budget_, "reading");
        session_.emplace(world(), session_options(question_), budget_);
    }
    engine::Verdict start = session_->state_of_start();
    // If time runs out when all is there, the first question will notice.
    if (start == engine::Verdict::found) budget_.resume();
    return start;
}

tl::expected<QuestionUsed, std::string> SeriesWorld::question(const story::Material& material,
                                                              const story::Wish& wish) const {
    auto formulas = std::make_unique<model::World>(world());
    model::Request request = story::request_for(*formulas, material, wish);
    auto question = settle_limits(*formulas, given_, {}, std::move(request));
    if (question) question->formulas = std::move(formulas);
    return question;
}

engine::Answer SeriesWorld::search(const QuestionUsed& question, std::uint64_t states, const Call& call) {
    Budget budget;
    set_limits(budget, {call.resources.bytes, states});
    Watch watch(call.overseer, budget, "planning");
    engine::Session session(question.asked_of(world()), session_options(question), budget);
    return engine::plan(session, engine_question(question));
}

referee::Judgement SeriesWorld::judge(const QuestionUsed& question, const model::Plan& plan,
                                      Overseer& overseer) {
    Budget budget;
    set_limits(budget, kForReferee);
    Watch watch(overseer, budget, "verifying", kSecondsForReferee);
    return referee::verify(question.asked_of(world()), plan, referee_rules(question, std::nullopt), budget);
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

}  // namespace wt::ask
