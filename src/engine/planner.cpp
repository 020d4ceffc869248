#include "engine/planner.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include <fmt/format.h>

#include "engine/ground/ground_world.h"
#include "engine/session.h"
#include "model/limits.h"

namespace wt::engine {

namespace {

std::optional<double> known(double utility) {
    return std::isnan(utility) ? std::nullopt : std::optional<double>(utility);
}

/// Returns the starting utility rounded away from zero if that is greater, otherwise the starting utility plus one.
double default_goal(double start) {
    double rounded = start < 0 ? std::floor(start) : std::ceil(start);
    return rounded > start ? rounded : start + 1;
}

}  // namespace

SessionOptions session_options(const model::World& world, const Question& question) {
    const model::World& formulas = question.formulas ? *question.formulas : world;
    return {.belief_limit = question.limits.belief,
            .belief_depth = model::belief_depth_for(formulas, question.limits.belief, question.request),
            .possibilities = question.limits.possibilities,
            .foresight = question.limits.foresight};
}

Session::Session(const model::World& world, const SessionOptions& options, Budget& budget)
    : impl_(std::make_unique<Impl>(world, options, budget)) {}
Session::~Session() = default;
Session::Session(Session&&) noexcept = default;

Session::Impl::Impl(const model::World& world, const SessionOptions& options, Budget& budget)
    : world(world), budget(budget) {
    depth = std::max(options.belief_depth, model::belief_depth_for(world, options.belief_limit));
    if (depth > model::kMostBeliefDepth) {
        budget.refuse(fmt::format("beliefs would have to be kept {} deep, and the greatest depth is {}",
                                  depth, model::kMostBeliefDepth));
        return;
    }
    ground = GroundWorld::ground(world, budget);
    if (!ground) return;
    lasting_bytes = budget.bytes();
    possibilities = options.possibilities;
    foresight = options.foresight;
    start_afresh();
    start = dynamics->first_state();
}

void Session::Impl::start_afresh() {
    explainer.reset();
    relaxed.reset();
    dynamics.reset();
    store = std::make_unique<StateStore>(ground->fluent_count(), ground->character_count(), depth, budget);
    store->set_most_possibilities(possibilities);
    dynamics = std::make_unique<Dynamics>(*ground, *store, budget);
    relaxed = std::make_unique<RelaxedCosts>(*dynamics, *ground, budget);
    explainer = std::make_unique<Explainer>(*dynamics, *ground, *relaxed, budget);
    explainer->set_foresight(foresight);
}

std::optional<EndlessTriggers> Session::Impl::endless() const {
    if (!dynamics || !dynamics->endless()) return std::nullopt;
    const Dynamics::Endless& met = *dynamics->endless();
    EndlessTriggers result{{}, std::nullopt, met.believers, met.beat};
    for (EventIndex trigger : met.triggers)
        result.triggers.push_back(ground->ground_event(trigger));
    if (met.action.valid()) {
        result.action = ground->ground_event(met.action);
        // A world that somebody imagines counts as their mind.
        if (model::EntityId owner = store->owner(met.world); owner.valid())
            result.believers.insert(result.believers.begin(), owner);
    }
    return result;
}

std::uint64_t Session::grown_bytes() const {
    return impl_->ground ? impl_->grown_bytes() : 0;
}

bool Session::trim(std::uint64_t bytes, std::span<MindId> kept) {
    Impl& session = *impl_;
    if (grown_bytes() <= bytes) return false;
    std::unique_ptr<StateStore> old = std::move(session.store);
    session.explainer.reset();
    session.relaxed.reset();
    session.dynamics.reset();
    std::uint64_t before = session.budget.bytes();
    session.start_afresh();
    std::unordered_map<std::uint32_t, MindId> copied;
    session.start = session.store->copy(*old, session.start, session.ground->codes(), copied);
    for (MindId& mind : kept)
        if (mind.valid()) mind = session.store->copy(*old, mind, session.ground->codes(), copied);
    std::uint64_t made = session.budget.bytes() - before;
    old.reset();
    session.lasting_bytes = session.budget.bytes() - made;
    return true;
}

const model::World& Session::world() const {
    return impl_->world;
}
int Session::belief_depth() const {
    return impl_->depth;
}

Session::Size Session::size() const {
    if (!impl_->ground) return {};
    const GroundWorld& ground = *impl_->ground;
    return {ground.fluent_count(), ground.action_count(), ground.event_count() - ground.action_count()};
}

std::vector<model::GroundEvent> Session::ground_events(bool triggers) const {
    std::vector<model::GroundEvent> events;
    if (!impl_->ground) return events;
    for (std::size_t i = 0; i < impl_->ground->event_count(); ++i)
        if (impl_->ground->is_trigger(EventIndex(i)) == triggers)
            events.push_back(impl_->ground->ground_event(EventIndex(i)));
    return events;
}

std::vector<Session::GroundFluent> Session::ground_fluents() const {
    std::vector<GroundFluent> fluents;
    if (!impl_->ground) return fluents;
    for (std::size_t i = 0; i < impl_->ground->fluent_count(); ++i) {
        const FluentTable::Entry& entry = impl_->ground->fluent(FluentId(i));
        fluents.push_back({entry.property, entry.arguments});
    }
    return fluents;
}

Verdict Session::state_of_start() const {
    if (!impl_->ground) return Verdict::stopped;
    if (impl_->start.valid()) return Verdict::found;
    return impl_->endless() ? Verdict::endless_triggers : Verdict::stopped;
}

std::optional<EndlessTriggers> Session::endless_triggers() const {
    return impl_->endless();
}

namespace {

model::Plan describe(Session::Impl& session, MindId state, const std::vector<EventIndex>& actions,
                     int character_limit) {
    model::Plan plan;
    session.explainer->start_description();
    for (EventIndex action : actions) {
        auto reasons = session.explainer->describe(state, action, character_limit, plan);
        plan.steps.push_back({session.ground->ground_event(action), std::move(reasons)});
        state = session.dynamics->successor(state, action);
    }
    return plan;
}

void count(const Session::Impl& session, const AuthorSearch* search, Statistics& statistics) {
    if (session.store) statistics.states = session.store->mind_count();
    if (session.dynamics) statistics.transitions = session.dynamics->transitions();
    if (session.explainer) {
        statistics.explanation_queries = session.explainer->queries();
        statistics.explanation_searches = session.explainer->searches();
    }
    if (search) {
        statistics.expanded = search->expanded();
        statistics.generated = search->generated();
    }
    statistics.bytes = session.budget.bytes();
}

}  // namespace

namespace {

/// When the goal is out of reach, this looks for ever better improvements until there is none, so that the answer can
/// say how far one can get. The search for the goal itself does not visit states from which the goal is hopeless.
void climb(Session::Impl& session, AuthorSearch& search, MindId start, const Question& question,
           AuthorResult& result) {
    double utility = session.dynamics->utility(start, model::EntityId::none());
    for (;;) {
        double best = result.best_utility.value_or(utility);
        AuthorResult better = search.run(start, {.above = best,
                                                 .at_least = best,
                                                 .author_limit = question.limits.author,
                                                 .character_limit = question.limits.character,
                                                 .optimal = question.optimal});
        if (better.end != AuthorResult::End::found) return;
        result.best = std::move(better.plan);
        result.best_utility = better.best_utility;
    }
}

/// Describes the plan into `told`, a part of the answer, and its utility. In uncertain worlds reasons are worked out
/// anew in part, so that nothing is described after a stop.
void tell(Session::Impl& session, MindId start, const Question& question,
          const std::vector<EventIndex>& actions, std::optional<model::Plan>& told, Answer& answer) {
    told = describe(session, start, actions, question.limits.character);
    if (session.explainer->prospects() && session.budget.stop() != Stop::none) {
        told.reset();
        return;
    }
    MindId state = start;
    for (EventIndex action : actions)
        state = session.dynamics->successor(state, action);
    answer.utility = known(session.dynamics->utility(state, model::EntityId::none()));
}

}  // namespace

Answer plan(Session& handle, const Question& question) {
    Session::Impl& session = handle.impl();
    Answer answer;
    answer.stop = session.budget.stop();
    answer.verdict = answer.stop != Stop::none ? Verdict::stopped : handle.state_of_start();
    answer.endless = session.endless();
    count(session, nullptr, answer.statistics);
    if (answer.verdict != Verdict::found) return answer;
    const model::World& formulas = question.formulas ? *question.formulas : session.world;
    int needed = model::belief_depth_for(formulas, question.limits.belief, question.request);
    if (needed > session.depth) {
        answer.verdict = Verdict::stopped;
        answer.too_large = fmt::format(
            "the question needs beliefs that are kept {} deep, and the session keeps them {} deep", needed,
            session.depth);
        return answer;
    }
    MindId start = question.start.value_or(session.start);
    if (!start.valid()) {  // what happened before never came to rest
        answer.verdict = Verdict::endless_triggers;
        return answer;
    }

    double start_utility = session.dynamics->utility(start, model::EntityId::none());
    answer.start_utility = known(start_utility);
    const model::Request* request = question.request;
    answer.goal = request                ? request->goal
                  : question.goal        ? question.goal
                  : answer.start_utility ? known(default_goal(start_utility))
                                         : std::nullopt;
    answer.verdict = Verdict::exhausted;
    if (!request && (!answer.start_utility || !answer.goal)) return answer;  // nothing improves on `?`

    session.explainer->set_belief_limit(question.limits.belief);
    AuthorSearch search(*session.ground, *session.dynamics, *session.explainer, *session.relaxed,
                        session.budget);
    AuthorGoal goal{.above = start_utility,
                    .at_least = answer.goal.value_or(0),
                    .author_limit = question.limits.author,
                    .character_limit = question.limits.character,
                    .optimal = question.optimal};
    for (const model::GroundEvent& action : question.first_try)
        if (EventIndex event = session.ground->find_event(action); event.valid())
            goal.first_try.push_back(event);
    std::optional<RequestAutomata> request_automata;
    if (request) {
        request_automata.emplace(*session.ground, formulas, *request, session.budget);
        if (request_automata->too_large() || session.budget.stop() != Stop::none) {
            answer.verdict = Verdict::stopped;
            answer.stop = session.budget.stop();
            answer.too_large = request_automata->why();
            return answer;
        }
        goal.above = -std::numeric_limits<double>::infinity();
        goal.author_limit = std::min(goal.author_limit, longest(formulas, *request));
        goal.request = &*request_automata;
        goal.has_goal = request->goal.has_value();
    }
    if (question.on_improvement && !question.optimal) {
        goal.on_found = [&](const std::vector<EventIndex>& plan) {
            tell(session, start, question, plan, answer.plan, answer);
            if (!answer.plan) return;
            Answer found = answer;
            found.verdict = Verdict::found;
            count(session, &search, found.statistics);
            question.on_improvement(found);
        };
    }
    session.explainer->set_puppets(question.puppets);
    AuthorResult result = search.run(start, goal);
    if (result.end == AuthorResult::End::exhausted && !request)
        climb(session, search, start, question, result);
    answer.endless = session.endless();
    if (result.end == AuthorResult::End::stopped) {
        answer.verdict = Verdict::stopped;
        answer.stop = session.budget.stop();
        answer.too_large = session.budget.refusal();
        if (!result.best.empty() && !answer.plan && !request)
            tell(session, start, question, result.best, answer.best, answer);
    } else if (result.end == AuthorResult::End::found) {
        answer.verdict = Verdict::found;
        answer.proved_shortest = question.optimal || goal.on_found;
        if (!answer.plan) tell(session, start, question, result.plan, answer.plan, answer);
        if (!answer.plan) {
            answer.verdict = Verdict::stopped;
            answer.stop = session.budget.stop();
        }
    } else if (!result.best.empty()) {
        tell(session, start, question, result.best, answer.best, answer);
    }
    session.explainer->set_puppets({});
    count(session, &search, answer.statistics);
    return answer;
}

}  // namespace wt::engine
