#include "ask/question.h"

#include <algorithm>

#include <fmt/format.h>

#include "lang/expression_text.h"
#include "model/limits.h"

namespace wt::ask {

namespace {

/// A value with where it comes from.
template <class T>
struct Chosen {
    T value;
    Origin from;
};

template <class T>
Chosen<T> choose(const std::optional<T>& given, const std::optional<T>& plan, const std::optional<T>& request,
                 const std::optional<T>& file, T otherwise) {
    if (given) return {*given, Origin::given};
    if (plan) return {*plan, Origin::plan};
    if (request) return {*request, Origin::request};
    if (file) return {*file, Origin::file};
    return {otherwise, Origin::standard};
}

bool in_range(int limit) {
    return limit >= 0 && limit <= model::kMostLimit;
}

/// This says what is asked for, and where its nodes are: in the world that was read, or in that with more formulas.
struct RequestUsed {
    std::optional<model::Request> request;
    std::unique_ptr<const model::World> formulas;
};

tl::expected<RequestUsed, QuestionFault> settle_request(const model::World& world,
                                                        const QuestionOptions& given) {
    RequestUsed used;
    if (!given.request.empty()) {
        auto found = std::ranges::find(world.requests, given.request, &model::Request::name);
        if (found == world.requests.end())
            return tl::unexpected(QuestionFault{
                QuestionFault::Kind::no_such_request,
                fmt::format("the request `{}` does not fit the world that these divergences make",
                            given.request),
                {}});
        used.request = *found;
    }
    if (given.where.empty()) return used;
    auto formulas = std::make_unique<model::World>(world);
    Result<model::TraceId> constraint = lang::read_constraint(*formulas, Source("where", given.where));
    if (!constraint)
        return tl::unexpected(
            QuestionFault{QuestionFault::Kind::bad_constraint, "", std::move(constraint.error())});
    if (!used.request) used.request.emplace();
    used.request->constraints.push_back(*constraint);
    used.formulas = std::move(formulas);
    return used;
}

}  // namespace

tl::expected<QuestionUsed, QuestionFault> settle(const model::World& world, const QuestionOptions& given,
                                                 const QuestionOfPlan& plan) {
    tl::expected<RequestUsed, QuestionFault> used = settle_request(world, given);
    if (!used) return tl::unexpected(std::move(used.error()));
    auto question = settle_limits(used->formulas ? *used->formulas : world, given, plan, used->request);
    if (!question)
        return tl::unexpected(
            QuestionFault{QuestionFault::Kind::bad_limits, std::move(question.error()), {}});
    question->formulas = std::move(used->formulas);
    return std::move(*question);
}

tl::expected<QuestionUsed, std::string> settle_limits(const model::World& world, const QuestionOptions& given,
                                                      const QuestionOfPlan& plan,
                                                      const std::optional<model::Request>& request) {
    const model::Settings& file = world.settings;
    const model::Request asked = request.value_or(model::Request{});
    model::Limits defaults;
    std::optional<int> plan_author, plan_character, plan_belief;
    if (plan.limits) {
        plan_author = plan.limits->author;
        plan_character = plan.limits->character;
        plan_belief = plan.limits->belief;
    }
    auto author =
        choose(given.author_limit, plan_author, asked.author_limit, file.author_limit, defaults.author);
    auto character = choose(given.character_limit, plan_character, asked.character_limit,
                            file.character_limit, defaults.character);
    auto belief =
        choose(given.belief_limit, plan_belief, asked.belief_limit, file.belief_limit, defaults.belief);
    if (!in_range(author.value) || !in_range(character.value) || !in_range(belief.value))
        return tl::unexpected(fmt::format("limits must be from 0 to {}", model::kMostLimit));

    int needed = model::belief_depth_for(world, belief.value, request ? &*request : nullptr);
    auto depth = choose(given.belief_depth, plan.belief_depth, asked.belief_depth, file.belief_depth, needed);
    if (depth.value < needed) depth = {needed, Origin::needed};
    if (depth.value > model::kMostBeliefDepth)
        return tl::unexpected(
            fmt::format("with belief limit {} beliefs must be kept {} deep, but the greatest depth is {}; "
                        "lower the belief limit",
                        belief.value, depth.value, model::kMostBeliefDepth));

    auto foresight = choose<int>(given.foresight, plan.foresight, {}, file.foresight, defaults.foresight);
    auto possibilities =
        choose<int>(given.possibilities, plan.possibilities, {}, file.possibilities, defaults.possibilities);
    auto goal = choose<double>(given.goal, plan.goal, asked.goal, file.goal, 0);

    QuestionUsed used;
    used.limits = {author.value, character.value, belief.value, foresight.value, possibilities.value};
    used.is_uncertain = model::is_uncertain(world);
    used.belief_depth = depth.value;
    // The goal of the file is not a request's.
    bool has_goal = goal.from != Origin::standard && !(request && goal.from == Origin::file);
    if (has_goal) used.goal = goal.value;
    used.request = request;
    used.where = given.where;
    if (request) used.request->goal = used.goal;
    used.origins = {author.from,    character.from,     belief.from, depth.from,
                    foresight.from, possibilities.from, goal.from};
    return used;
}

engine::SessionOptions session_options(const QuestionUsed& question) {
    return {.belief_limit = question.limits.belief,
            .belief_depth = question.belief_depth,
            .possibilities = question.limits.possibilities,
            .foresight = question.limits.foresight};
}

engine::Question engine_question(const QuestionUsed& question) {
    return {.goal = question.goal,
            .limits = question.limits,
            .request = question.request ? &*question.request : nullptr};
}

referee::Rules referee_rules(const QuestionUsed& question, const std::optional<double>& goal) {
    referee::Rules rules;
    rules.limits = question.limits;
    rules.belief_depth = question.belief_depth;
    rules.goal = goal;
    if (question.request) rules.request = &*question.request;
    return rules;
}

}  // namespace wt::ask
