#include "ask/diff.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "engine/inspect.h"
#include "model/print.h"

namespace wt::ask {

namespace {

/// This holds fluents and beliefs at the start, by what they are called.
class StartTable {
  public:
    explicit StartTable(DiffSide& side) : side_(side), world_(side.loaded->world) {
        for (std::size_t i = 0; i < world_.properties.size(); ++i)
            add(model::PropertyId(i));
    }

    std::map<std::string, std::string> truth;
    std::map<std::string, std::string> beliefs;  ///< `Ann: at(Tom)`, where Ann is wrong
    std::set<std::string> cut;                   ///< properties with more fluents than are compared

  private:
    void add(model::PropertyId property) {
        std::vector<std::vector<model::Value>> tuples{{}};
        for (const model::Formal& formal : world_[property].formals) {
            std::vector<std::vector<model::Value>> longer;
            std::vector<model::Value> values =
                formal.is_fixed() ? std::vector<model::Value>{formal.fixed} : world_.values_of(formal.type);
            for (const auto& tuple : tuples)
                for (const model::Value& value : values) {
                    if (longer.size() >= kMostFluents) {
                        cut.insert(world_[property].name);
                        break;
                    }
                    longer.push_back(tuple);
                    longer.back().push_back(value);
                }
            tuples = std::move(longer);
        }
        for (const auto& arguments : tuples) {
            std::string name = model::fluent_text(world_, property, arguments);
            model::Value value = engine::value(*side_.session, side_.start, property, arguments);
            truth[name] = model::to_text(world_, value);
            for (std::size_t i = 0; i < world_.character_count; ++i) {
                engine::MindId mind = engine::mind_of(*side_.session, side_.start, model::EntityId(i));
                model::Value believed = engine::value(*side_.session, mind, property, arguments);
                if (believed == value) continue;
                beliefs[fmt::format("{} believes {}", world_.entities[i].name, name)] =
                    model::to_text(world_, believed);
            }
        }
    }

    DiffSide& side_;
    const model::World& world_;
};

std::vector<Difference> compare(const std::map<std::string, std::string>& before,
                                const std::map<std::string, std::string>& after) {
    std::vector<Difference> result;
    for (const auto& [what, value] : before) {
        auto other = after.find(what);
        if (other == after.end())
            result.push_back({what, value, ""});
        else if (other->second != value)
            result.push_back({what, value, other->second});
    }
    for (const auto& [what, value] : after)
        if (!before.contains(what)) result.push_back({what, "", value});
    std::ranges::sort(result, {}, &Difference::what);
    return result;
}

/// Returns the heads of all rules, each with the text that gives it, so that changed ones can be told.
std::map<std::string, std::string> rules(const LoadedWorld& loaded) {
    std::map<std::string, std::string> result;
    for (const model::Event& event : loaded.world.events)
        result[fmt::format("{} {}", event.is_trigger ? "trigger" : "action",
                           head_text(loaded.world, event))] = std::string(loaded.source.text(event.whole));
    return result;
}

std::map<std::string, std::string> declared(const LoadedWorld& loaded) {
    std::map<std::string, std::string> result;
    const model::World& world = loaded.world;
    for (const model::Entity& entity : world.entities) {
        std::string types;
        for (model::TypeId type : entity.types)
            types += (types.empty() ? "" : ", ") + world[type].name;
        result["entity " + entity.name] = types;
    }
    for (const model::Property& property : world.properties)
        result["property " + head_text(world, property)] = world[property.type].name;
    auto utility = [&](const model::Utility& one, const std::string& owner) {
        result[fmt::format("utility({})", owner)] =
            std::string(loaded.source.text(one.span)) + fmt::format("@{}", one.span.begin);
    };
    utility(world.author_utility, "");
    for (const model::Utility& one : world.utilities)
        utility(one, world[one.character].name);
    return result;
}

const model::Request* find(const DiffSide& side, const std::string& name) {
    const auto& all = side.loaded->world.requests;
    auto found = std::ranges::find(all, name, &model::Request::name);
    return found == all.end() ? nullptr : &*found;
}

/// Puts questions to both sides.
class Asker {
  public:
    Asker(const DiffWanted& wanted, const Call& call, const DiffListener& listener)
        : wanted_(wanted), call_(call), listener_(listener) {}

    /// Asks for the request of this name, or the constraint that was given.
    AskedTwice ask(DiffSide& canon, DiffSide& other, const std::string& name) {
        AskedTwice asked;
        asked.request = name;
        for (DiffSide* side : {&canon, &other})
            if (const model::Request* request = find(*side, name)) asked.title = request->title;
        asked.before = ask(canon, name, asked.story_before);
        asked.after = ask(other, name, asked.story_after);
        return asked;
    }

    bool is_broken() const { return is_broken_; }

  private:
    /// Returns what comes of it on one side; the story, if there is one.
    std::string ask(DiffSide& side, const std::string& name, std::vector<std::string>& story) {
        if (!name.empty() && !find(side, name)) return "does not fit";
        QuestionOptions given = wanted_.question;
        given.request = name;
        if (!name.empty()) given.where.clear();  // which has a line of its own
        auto question = settle(side.loaded->world, given);
        if (!question) {
            is_broken_ = true;
            listener_.on_fault(question.error());
            return "";
        }
        Budget budget;
        set_limits(budget, call_.resources);
        budget.max_states = std::min(budget.max_states, wanted_.states_each);
        Watch watch(call_.overseer, budget, "planning");
        engine::Session session(question->asked_of(side.loaded->world), session_options(*question), budget);
        engine::Answer answer = engine::plan(session, engine_question(*question));
        if (answer.verdict == engine::Verdict::exhausted) return "impossible";
        if (answer.endless) listener_.on_endless(side, *answer.endless);
        is_broken_ |= answer.verdict == engine::Verdict::endless_triggers;
        if (answer.verdict != engine::Verdict::found) return "undecided";
        for (const model::Step& step : answer.plan->steps)
            story.push_back(model::to_text(side.loaded->world, step.action));
        return fmt::format("{} {}", story.size(), story.size() == 1 ? "action" : "actions");
    }

    const DiffWanted& wanted_;
    const Call& call_;
    const DiffListener& listener_;
    bool is_broken_ = false;
};

}  // namespace

engine::Verdict open_side(DiffSide& side, const Call& call) {
    set_limits(side.budget, call.resources);
    Watch watch(call.overseer, side.budget, "reading");
    side.session.emplace(side.loaded->world, engine::SessionOptions{}, side.budget);
    engine::Verdict verdict = side.session->state_of_start();
    if (verdict == engine::Verdict::found) side.start = engine::first_state(*side.session);
    return verdict;
}

bool has_request(const DiffSide& side, const std::string& name) {
    return find(side, name) != nullptr;
}

std::optional<WorldDiff> diff(DiffSide& canon, DiffSide& other, const DiffWanted& wanted, const Call& call,
                              const DiffListener& listener) {
    WorldDiff result;
    StartTable before(canon), after(other);
    before.cut.merge(after.cut);
    result.cut.assign(before.cut.begin(), before.cut.end());
    result.facts = compare(before.truth, after.truth);
    result.beliefs = compare(before.beliefs, after.beliefs);
    result.rules = compare(rules(*canon.loaded), rules(*other.loaded));
    result.declared = compare(declared(*canon.loaded), declared(*other.loaded));
    const std::string& name = wanted.question.request;
    std::set<std::string> names;
    for (const DiffSide* side : {&canon, &other})
        for (const model::Request& request : side->loaded->world.requests)
            if (name.empty() || name == request.name) names.insert(request.name);
    Asker asker(wanted, call, listener);
    for (const std::string& request : names)
        result.asked.push_back(asker.ask(canon, other, request));
    if (!wanted.question.where.empty()) result.asked.push_back(asker.ask(canon, other, ""));
    if (asker.is_broken()) return std::nullopt;
    return result;
}

}  // namespace wt::ask
