// This reads plans from JSON (declared in plan_json.h). Nothing in the document is trusted.
#include <cmath>
#include <unordered_map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "form/json_place.h"
#include "form/json_text.h"
#include "form/plan_json.h"
#include "lang/lang.h"
#include "model/limits.h"
#include "model/print.h"

namespace wt::form {

namespace {

using Json = nlohmann::json;

class Reader {
  public:
    Reader(const model::World& world, const Source& source) : world_(world), source_(source) {
        for (std::size_t i = 0; i < world.entities.size(); ++i)
            entities_.emplace(world.entities[i].name, model::EntityId(i));
    }

    tl::expected<PlanRead, std::string> read(const Json& json) {
        PlanRead read;
        if (!json.is_object()) fail("document", "an object is needed");
        if (good()) read_question(json, read.question);
        const Json* explanations = member(json, "explanations");
        read.has_reasons = explanations != nullptr;
        std::size_t count = explanations && explanations->is_array() ? explanations->size() : 0;
        const Json* steps = member(json, "steps");
        if (good() && (!steps || steps->is_null())) fail("steps", "the document has no plan");
        if (good()) read.plan.steps = read_steps(*steps, "steps", count);
        if (good() && explanations) read_explanations(*explanations, read.plan);
        if (good()) refuse_circles(read.plan);
        if (!good()) return tl::unexpected(fault_);
        return read;
    }

  private:
    bool good() const { return fault_.empty(); }

    void fail(const std::string& where, std::string_view what) {
        if (!good()) return;
        LineColumn place = place_in_json(source_, where == "document" ? "" : where);
        fault_ = fmt::format("{}:{}: {}: {}", place.line, place.column, where, what);
    }

    static const Json* member(const Json& json, const char* key) {
        if (!json.is_object()) return nullptr;
        auto found = json.find(key);
        return found == json.end() ? nullptr : &*found;
    }

    /// Returns a whole number from 0 to `most`.
    std::optional<std::size_t> whole(const Json& json, std::size_t most) const {
        if (!json.is_number_unsigned()) return std::nullopt;
        auto number = json.get<std::uint64_t>();
        if (number > most) return std::nullopt;
        return static_cast<std::size_t>(number);
    }

    int limit(const Json& limits, const char* key, int most) {
        const Json* item = member(limits, key);
        auto number = item ? whole(*item, static_cast<std::size_t>(most)) : std::nullopt;
        if (!number)
            fail(fmt::format("limits.{}", key), fmt::format("a whole number from 0 to {} is needed", most));
        return static_cast<int>(number.value_or(0));
    }

    void read_question(const Json& json, ask::QuestionOfPlan& question) {
        if (const Json* limits = member(json, "limits")) {
            question.limits = model::Limits{.author = limit(*limits, "author", model::kMostLimit),
                                            .character = limit(*limits, "character", model::kMostLimit),
                                            .belief = limit(*limits, "belief", model::kMostLimit)};
            question.belief_depth = limit(*limits, "belief_depth", model::kMostBeliefDepth);
            if (member(*limits, "foresight"))
                question.foresight = limit(*limits, "foresight", model::kMostLimit);
            if (member(*limits, "possibilities"))
                question.possibilities =
                    std::max(1, limit(*limits, "possibilities", model::kMostPossibilities));
        }
        const Json* goal = member(json, "goal");
        if (!goal || goal->is_null()) return;
        if (!goal->is_number()) return fail("goal", "a number or null is needed");
        question.goal = goal->get<double>();
        // The best that was met where the goal was missed is judged as an improvement.
        const Json* verdict = member(json, "verdict");
        const Json* utility = member(json, "utility");
        bool missed = verdict && verdict->is_string() && verdict->get_ref<const std::string&>() != "found";
        if (missed && utility && utility->is_number())
            question.goal = std::min(*question.goal, utility->get<double>());
    }

    std::optional<model::EntityId> entity(const std::string& name) const {
        auto found = entities_.find(name);
        return found == entities_.end() ? std::nullopt : std::optional(found->second);
    }

    model::Value read_value(const Json& json, const std::string& where) {
        if (json.is_boolean()) return model::Value::boolean(json.get<bool>());
        if (json.is_number() && std::isfinite(json.get<double>()))
            return model::Value::number(json.get<double>());
        if (!json.is_string()) {
            fail(where, "the name of an entity, a number, true or false is needed");
            return {};
        }
        const auto& name = json.get_ref<const std::string&>();
        if (auto found = entity(name)) return model::Value::entity(*found);
        fail(where, fmt::format("the world has no entity `{}`", name));
        return {};
    }

    bool fits(const model::Event& event, const std::vector<model::Value>& arguments) const {
        if (event.is_trigger || event.formals.size() != arguments.size()) return false;
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            const model::Formal& formal = event.formals[i];
            bool good = formal.is_fixed() ? arguments[i] == formal.fixed
                                          : world_.is_of_type(arguments[i], formal.type);
            if (!good) return false;
        }
        return true;
    }

    model::GroundEvent read_action(const Json& json, const std::string& where) {
        model::GroundEvent action;
        const Json* name = member(json, "name");
        const Json* arguments = member(json, "arguments");
        if (!name || !name->is_string()) fail(where + ".name", "the name of an action is needed");
        if (!arguments || !arguments->is_array()) fail(where + ".arguments", "an array is needed");
        if (!good()) return action;
        for (std::size_t i = 0; i < arguments->size() && good(); ++i)
            action.arguments.push_back(
                read_value((*arguments)[i], fmt::format("{}.arguments[{}]", where, i)));
        const auto& wanted = name->get_ref<const std::string&>();
        for (std::size_t i = 0; i < world_.events.size() && good(); ++i) {
            if (world_.events[i].name != wanted || !fits(world_.events[i], action.arguments)) continue;
            action.event = model::EventId(i);
            break;
        }
        if (!action.event.valid()) {
            fail(where, fmt::format("the world has no action `{}` with these arguments", wanted));
            return action;
        }
        if (const Json* fails = member(json, "fails")) {
            if (!fails->is_boolean()) fail(where + ".fails", "true or false is needed");
            action.fails = fails->is_boolean() && fails->get<bool>();
            if (action.fails && !world_[action.event].can_fail())
                fail(where + ".fails", fmt::format("`{}` cannot fail", wanted));
            if (!good()) return action;
        }
        const Json* text = member(json, "action");
        if (text &&
            (!text->is_string() || text->get_ref<const std::string&>() != model::to_text(world_, action)))
            fail(where + ".action",
                 fmt::format("`{}` is needed, as name and arguments say", model::to_text(world_, action)));
        return action;
    }

    std::vector<model::Step> read_steps(const Json& json, const std::string& where,
                                        std::size_t explanations) {
        std::vector<model::Step> steps;
        if (!json.is_array()) fail(where, "an array is needed");
        for (std::size_t i = 0; good() && i < json.size(); ++i) {
            std::string here = fmt::format("{}[{}]", where, i);
            if (!json[i].is_object()) fail(here, "an object is needed");
            if (!good()) break;
            model::Step step{read_action(json[i], here), {}};
            if (const Json* reasons = member(json[i], "reasons"))
                step.reasons = read_ids(*reasons, here, explanations);
            steps.push_back(std::move(step));
        }
        return steps;
    }

    std::vector<model::ExplanationId> read_ids(const Json& json, const std::string& where,
                                               std::size_t explanations) {
        std::vector<model::ExplanationId> ids;
        if (!json.is_array()) fail(where + ".reasons", "an array is needed");
        for (std::size_t i = 0; good() && i < json.size(); ++i) {
            auto id = explanations == 0 ? std::nullopt : whole(json[i], explanations - 1);
            if (!id)
                fail(fmt::format("{}.reasons[{}]", where, i), "this is not the place of an explanation");
            else
                ids.push_back(model::ExplanationId(*id));
        }
        return ids;
    }

    void read_explanations(const Json& json, model::Plan& plan) {
        if (!json.is_array()) return fail("explanations", "an array is needed");
        for (std::size_t i = 0; good() && i < json.size(); ++i) {
            std::string where = fmt::format("explanations[{}]", i);
            const Json* name = member(json[i], "character");
            const Json* steps = member(json[i], "steps");
            if (!name || !name->is_string())
                return fail(where + ".character", "the name of a character is needed");
            if (!steps) return fail(where + ".steps", "an array is needed");
            auto character = entity(name->get_ref<const std::string&>());
            if (!character || !world_.is_character(*character))
                return fail(where + ".character", "the world has no such character");
            plan.explanations.push_back({*character, read_steps(*steps, where + ".steps", json.size())});
        }
    }

    /// No explanation may rest on itself, be it through others (Kahn's order; no recursion).
    void refuse_circles(const model::Plan& plan) {
        std::vector<std::size_t> resting(plan.explanations.size(), 0);  // how many rest on each
        auto each_reason = [](const model::Explanation& explanation, auto use) {
            for (const model::Step& step : explanation.steps)
                for (model::ExplanationId reason : step.reasons)
                    use(reason.index());
        };
        for (const model::Explanation& explanation : plan.explanations)
            each_reason(explanation, [&](std::size_t i) { ++resting[i]; });
        std::vector<std::size_t> free;
        for (std::size_t i = 0; i < resting.size(); ++i)
            if (resting[i] == 0) free.push_back(i);
        std::size_t done = 0;
        while (!free.empty()) {
            std::size_t next = free.back();
            free.pop_back();
            ++done;
            each_reason(plan.explanations[next], [&](std::size_t i) {
                if (--resting[i] == 0) free.push_back(i);
            });
        }
        for (std::size_t i = 0; done < resting.size() && i < resting.size(); ++i)
            if (resting[i] > 0)
                return fail(fmt::format("explanations[{}]", i),
                            "explanations rest on each other in a circle");
    }

    const model::World& world_;
    const Source& source_;
    std::unordered_map<std::string, model::EntityId> entities_;
    std::string fault_;
};

}  // namespace

SettingOfPlan setting_of_plan(const Source& source) {
    SettingOfPlan setting;
    tl::expected<Json, std::string> json = parse_json(source);
    if (!json || !json->is_object()) return setting;
    auto text = [&](const char* name) {
        auto found = json->find(name);
        return found != json->end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    auto divergences = json->find("divergences");
    if (divergences != json->end() && divergences->is_array())
        for (const Json& name : *divergences)
            if (name.is_string()) setting.divergences.push_back(name.get<std::string>());
    setting.request = text("request");
    setting.where = text("where");
    return setting;
}

tl::expected<PlanRead, std::string> read_plan_json(const model::World& world, const Source& source) {
    tl::expected<Json, std::string> json = parse_json(source);
    if (!json) return tl::unexpected(json.error());
    return Reader(world, source).read(*json);
}

tl::expected<PlanRead, PlanMistake> read_plan(const model::World& world, const Source& source) {
    if (looks_like_json(source)) {
        tl::expected<PlanRead, std::string> read = read_plan_json(world, source);
        if (read) return std::move(*read);
        return tl::unexpected(PlanMistake{fmt::format("{}:{}", source.name(), read.error()), {}});
    }
    Result<std::vector<model::GroundEvent>> actions = lang::read_plan(world, source);
    if (!actions) return tl::unexpected(PlanMistake{"", std::move(actions.error())});
    PlanRead read;
    for (model::GroundEvent& action : *actions)
        read.plan.steps.push_back({std::move(action), {}});
    return read;
}

}  // namespace wt::form
