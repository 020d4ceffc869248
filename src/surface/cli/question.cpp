#include "surface/cli/question.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/source.h"
#include "base/text.h"
#include "lang/expression_text.h"
#include "surface/render/diagnostics.h"

namespace wt::surface {

namespace {

/// A value with where it comes from.
template <class T>
struct Chosen {
    T value;
    std::string_view from;
};

template <class T>
Chosen<T> choose(const std::optional<T>& given, const std::optional<T>& plan, const std::optional<T>& request,
                 const std::optional<T>& file, T otherwise) {
    if (given) return {*given, "given"};
    if (plan) return {*plan, "plan"};
    if (request) return {*request, "request"};
    if (file) return {*file, "file"};
    return {otherwise, "default"};
}

bool in_range(int limit) {
    return limit >= 0 && limit <= kMostLimit;
}

std::string_view goal_origin(const QuestionOptions& given, const QuestionOfPlan& plan) {
    return given.goal ? "given" : plan.goal ? "plan" : "file";
}

/// `request visit`, `request visit with --where, goal 3`.
std::string request_text(const model::Request& request) {
    std::string text = request.name.empty() ? "request by --where" : "request " + request.name;
    if (request.goal) text += ", goal " + number_text(*request.goal);
    return text;
}

}  // namespace

tl::expected<RequestUsed, std::string> settle_request(const model::World& world, const QuestionOptions& given,
                                                      bool colour) {
    RequestUsed used;
    std::optional<model::Request>& request = used.request;
    if (!given.request.empty()) {
        auto found = std::ranges::find(world.requests, given.request, &model::Request::name);
        if (found == world.requests.end())
            return tl::unexpected(fmt::format(
                "the request `{}` does not fit the world that these divergences make\n", given.request));
        request = *found;
    }
    if (!given.where.empty()) {
        Source source("--where", given.where);
        auto formulas = std::make_unique<model::World>(world);
        Result<model::TraceId> constraint = lang::read_constraint(*formulas, source);
        if (!constraint) return tl::unexpected(render(source, constraint.error(), colour));
        if (!request) request.emplace();
        request->constraints.push_back(*constraint);
        used.formulas = std::move(formulas);
    }
    return used;
}

tl::expected<QuestionUsed, std::string> settle_question(const model::World& world,
                                                        const QuestionOptions& given,
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
        return tl::unexpected(fmt::format("limits must be from 0 to {}", kMostLimit));

    int needed = model::belief_depth_for(world, belief.value, request ? &*request : nullptr);
    auto depth = choose(given.belief_depth, plan.belief_depth, asked.belief_depth, file.belief_depth, needed);
    if (depth.value < needed) depth = {needed, "needed"};
    if (depth.value > kMostBeliefDepth)
        return tl::unexpected(
            fmt::format("with belief limit {} beliefs must be kept {} deep, but the greatest depth is {}; "
                        "lower the belief limit",
                        belief.value, depth.value, kMostBeliefDepth));

    auto foresight = choose<int>(given.foresight, plan.foresight, {}, file.foresight, defaults.foresight);
    auto possibilities =
        choose<int>(given.possibilities, plan.possibilities, {}, file.possibilities, defaults.possibilities);

    QuestionUsed used;
    used.limits = {author.value, character.value, belief.value, foresight.value, possibilities.value};
    used.is_uncertain = model::is_uncertain(world);
    used.belief_depth = depth.value;
    used.goal = given.goal ? given.goal : plan.goal ? plan.goal : request ? request->goal : file.goal;
    used.request = request;
    used.where = given.where;
    if (request) used.request->goal = used.goal;
    std::string goal = request     ? request_text(*used.request)
                       : used.goal ? fmt::format("{} ({})", number_text(*used.goal), goal_origin(given, plan))
                                   : "default";
    if (!request) goal = "goal " + goal;
    std::string uncertain = used.is_uncertain
                                ? fmt::format(", foresight {} ({}), possibilities {} ({})", foresight.value,
                                              foresight.from, possibilities.value, possibilities.from)
                                : "";
    used.text =
        fmt::format("limits: author {} ({}), character {} ({}), belief {} ({}){}; belief depth {} ({}); {}",
                    author.value, author.from, character.value, character.from, belief.value, belief.from,
                    uncertain, depth.value, depth.from, goal);
    return used;
}

engine::SessionOptions session_options(const QuestionUsed& question) {
    return {.belief_limit = question.limits.belief,
            .belief_depth = question.belief_depth,
            .possibilities = question.limits.possibilities,
            .foresight = question.limits.foresight};
}

std::optional<QuestionUsed> ask(const LoadedWorld& loaded, const QuestionOptions& given,
                                const QuestionOfPlan& plan, Console& console) {
    auto used = settle_request(loaded.world, given, console.colour_on_error());
    if (!used) {
        console.remark(used.error());
        return std::nullopt;
    }
    const model::World& world = used->formulas ? *used->formulas : loaded.world;
    tl::expected<QuestionUsed, std::string> question = settle_question(world, given, plan, used->request);
    if (question) {
        question->formulas = std::move(used->formulas);
        return std::move(*question);
    }
    console.error(question.error());
    return std::nullopt;
}

ResourceLimits resource_limits(const CommonOptions& options) {
    ResourceLimits limits;
    limits.seconds = options.seconds;
    limits.bytes = options.memory_mib ? *options.memory_mib << 20 : default_memory_bytes();
    limits.states = options.states.value_or(Budget::kUnlimited);
    return limits;
}

std::string stop_text(Stop stop) {
    switch (stop) {
        case Stop::none:
            return "nothing ran out";
        case Stop::time:
            return "time ran out (--time)";
        case Stop::memory:
            return "memory ran out (--memory)";
        case Stop::states:
            return "the number of states ran out (--states)";
        case Stop::cancelled:
            return "interrupted";
        case Stop::possibilities:
            return "somebody would hold more possible than the limit allows; --possibilities allows more";
        case Stop::weights:
            return "a weight or fraction does not fit in 64 bits";
    }
    return "";
}

std::string stop_text(const Budget& budget) {
    return budget.refusal().empty() ? stop_text(budget.stop()) : budget.refusal();
}

std::string_view stop_name(Stop stop) {
    switch (stop) {
        case Stop::none:
            return "none";
        case Stop::time:
            return "time";
        case Stop::memory:
            return "memory";
        case Stop::states:
            return "states";
        case Stop::cancelled:
            return "interrupt";
        case Stop::possibilities:
            return "possibilities";
        case Stop::weights:
            return "weights";
    }
    return "none";
}

}  // namespace wt::surface
