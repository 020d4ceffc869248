// `wrongtree diff`: what divergences make of canon: at the start, in the rules, and in the stories that can
// be told.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "engine/inspect.h"
#include "engine/planner.h"
#include "model/print.h"
#include "surface/cli/commands.h"
#include "surface/cli/load.h"
#include "surface/cli/question.h"
#include "surface/cli/watchdog.h"

namespace wt::surface {

namespace {

constexpr std::uint64_t kStatesEach = 100'000;
/// Of one property no more fluents than this are compared.
constexpr std::size_t kMostFluents = 10'000;

/// One thing that differs. A side is empty where there is none.
struct Difference {
    std::string what;
    std::string before;
    std::string after;
};

/// What became of one request.
struct Asked {
    std::string name;
    std::string title;
    std::string before;
    std::string after;
    std::vector<std::string> story_before;
    std::vector<std::string> story_after;
};

/// One of the two worlds, with a session.
struct Side {
    std::unique_ptr<LoadedWorld> loaded;
    Budget budget;
    std::optional<engine::Session> session;
    engine::MindId start;
};

/// Fluents and beliefs at the start, by what they are called.
class StartTable {
  public:
    explicit StartTable(Side& side) : side_(side), world_(side.loaded->world) {
        for (std::size_t i = 0; i < world_.properties.size(); ++i)
            add(model::PropertyId(i));
    }

    std::map<std::string, std::string> truth;
    std::map<std::string, std::string> beliefs;  ///< `Ann: at(Tom)`, where Ann is wrong

  private:
    void add(model::PropertyId property) {
        std::vector<std::vector<model::Value>> tuples{{}};
        for (const model::Formal& formal : world_[property].formals) {
            std::vector<std::vector<model::Value>> longer;
            std::vector<model::Value> values =
                formal.is_fixed() ? std::vector<model::Value>{formal.fixed} : world_.values_of(formal.type);
            for (const auto& tuple : tuples)
                for (const model::Value& value : values) {
                    if (longer.size() >= kMostFluents) break;
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

    Side& side_;
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

/// The heads of all rules, each with the text that gives it, so that changed ones can be told.
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

class Differ {
  public:
    Differ(const DiffOptions& options, Console& console)
        : options_(options),
          console_(console),
          resources_(resource_limits(options.common)),
          watchdog_(resources_, false) {}

    ExitCode run(std::string_view version) {
        if (options_.common.divergences.empty()) {
            console_.error("--au NAME says which divergence is compared with canon");
            return ExitCode::bad_input;
        }
        CommonOptions canon = options_.common;
        canon.divergences.clear();
        if (!load(canon_, canon) || !load(other_, options_.common)) return refusal_;
        std::string name = options_.question.request;
        if (!name.empty() && !find(canon_, name) && !find(other_, name)) {
            console_.error(fmt::format("`{}`: there is no request `{}` that fits one of the two worlds",
                                       options_.file, name));
            return ExitCode::bad_input;
        }
        StartTable before(canon_), after(other_);
        facts_ = compare(before.truth, after.truth);
        beliefs_ = compare(before.beliefs, after.beliefs);
        rules_ = compare(rules(*canon_.loaded), rules(*other_.loaded));
        declared_ = compare(declared(*canon_.loaded), declared(*other_.loaded));
        std::set<std::string> names;
        for (const Side* side : {&canon_, &other_})
            for (const model::Request& request : side->loaded->world.requests)
                if (name.empty() || name == request.name) names.insert(request.name);
        for (const std::string& request : names)
            ask_both(request);
        if (!options_.question.where.empty()) ask_both("");
        if (Watchdog::interrupted()) return ExitCode::interrupted;
        if (broken_) return ExitCode::bad_input;
        if (options_.common.json)
            print_json(version);
        else
            print_text();
        return ExitCode::yes;
    }

  private:
    bool load(Side& side, const CommonOptions& options) {
        side.loaded = load_world(options_.file, options, console_);
        if (!side.loaded) return false;
        set_limits(side.budget, resources_);
        Watchdog::Watch watch(watchdog_, side.budget, "reading");
        side.session.emplace(side.loaded->world, engine::SessionOptions{}, side.budget);
        if (side.session->state_of_start() == engine::Verdict::endless_triggers) {
            report_endless(*side.loaded, side.session->endless_triggers(), console_);
            return false;
        }
        if (side.session->state_of_start() != engine::Verdict::found) {
            console_.note("undecided: " + stop_text(side.budget) + ", before the first state was known");
            refusal_ = Watchdog::interrupted() ? ExitCode::interrupted : ExitCode::undecided;
            return false;
        }
        side.start = engine::first_state(*side.session);
        return true;
    }

    static const model::Request* find(const Side& side, const std::string& name) {
        const auto& all = side.loaded->world.requests;
        auto found = std::ranges::find(all, name, &model::Request::name);
        return found == all.end() ? nullptr : &*found;
    }

    /// The request of this name, or what `--where` says.
    void ask_both(const std::string& name) {
        Asked asked;
        asked.name = name.empty() ? "--where" : name;
        for (Side* side : {&canon_, &other_})
            if (const model::Request* request = find(*side, name)) asked.title = request->title;
        asked.before = ask(canon_, name, asked.story_before);
        asked.after = ask(other_, name, asked.story_after);
        asked_.push_back(std::move(asked));
    }

    /// What comes of it on one side; the story, if there is one.
    std::string ask(Side& side, const std::string& name, std::vector<std::string>& story) {
        if (!name.empty() && !find(side, name)) return "does not fit";
        QuestionOptions given = options_.question;
        given.request = name;
        if (!name.empty()) given.where.clear();  // which has a line of its own
        std::optional<QuestionUsed> question = surface::ask(*side.loaded, given, {}, console_);
        if (!question) {
            broken_ = true;
            return "";
        }
        Budget budget;
        set_limits(budget, resources_);
        budget.max_states = std::min(budget.max_states, options_.states_each.value_or(kStatesEach));
        Watchdog::Watch watch(watchdog_, budget, "planning");
        engine::Session session(question->asked_of(side.loaded->world), session_options(*question), budget);
        engine::Question asked{.goal = question->goal, .limits = question->limits};
        if (question->request) asked.request = &*question->request;
        engine::Answer answer = engine::plan(session, asked);
        if (answer.verdict == engine::Verdict::exhausted) return "impossible";
        report_endless(*side.loaded, answer.endless, console_);
        broken_ |= answer.verdict == engine::Verdict::endless_triggers;
        if (answer.verdict != engine::Verdict::found) return "undecided";
        for (const model::Step& step : answer.plan->steps)
            story.push_back(model::to_text(side.loaded->world, step.action));
        return fmt::format("{} {}", story.size(), story.size() == 1 ? "action" : "actions");
    }

    // ---- text ----

    void print_values(std::string_view title, const std::vector<Difference>& differences,
                      std::string_view none) {
        if (differences.empty()) return;
        console_.answer(fmt::format("{}\n", title));
        std::size_t width = 0;
        for (const Difference& one : differences)
            width = std::max(width, one.what.size());
        for (const Difference& one : differences)
            console_.answer(fmt::format("  {:{}}  {} -> {}\n", one.what, width,
                                        one.before.empty() ? none : one.before,
                                        one.after.empty() ? none : one.after));
        console_.answer("\n");
    }
    void print_marked(std::string_view title, const std::vector<Difference>& differences) {
        if (differences.empty()) return;
        console_.answer(fmt::format("{}\n", title));
        for (const Difference& one : differences)
            console_.answer(fmt::format("  {} {}\n", mark(one), one.what));
        console_.answer("\n");
    }
    static std::string_view mark(const Difference& one) {
        return one.before.empty() ? "+" : one.after.empty() ? "-" : "~";
    }

    void print_text() {
        console_.answer(fmt::format("canon -> {}\n\n", titles()));
        print_marked("Declared (+ gained, - lost, ~ changed)", declared_);
        print_marked("Rules (+ gained, - lost, ~ changed)", rules_);
        print_values("True at the start", facts_, "(nothing)");
        print_values("Wrongly believed at the start", beliefs_, "(the truth)");
        if (asked_.empty()) return;
        console_.answer("Requests\n");
        std::size_t width = 0;
        for (const Asked& one : asked_)
            width = std::max(width, one.name.size());
        for (const Asked& one : asked_)
            console_.answer(fmt::format("  {:{}}  {} -> {}\n", one.name, width, one.before, one.after));
        bool one_request = asked_.size() == 1;
        for (const Asked& one : asked_)
            if (one_request && !(one.story_before.empty() && one.story_after.empty())) print_stories(one);
    }
    std::string titles() const {
        std::string text;
        for (const model::Divergence& one : other_.loaded->world.divergences) {
            if (!one.is_taken) continue;
            text += (text.empty() ? "" : ", ") + one.name;
            if (!one.title.empty()) text += fmt::format(" ({})", one.title);
        }
        return text;
    }
    /// Side by side, the same events on one line (by their longest common subsequence).
    void print_stories(const Asked& one) {
        const auto& a = one.story_before;
        const auto& b = one.story_after;
        std::vector<std::vector<std::size_t>> common(a.size() + 1, std::vector<std::size_t>(b.size() + 1, 0));
        for (std::size_t i = a.size(); i-- > 0;)
            for (std::size_t j = b.size(); j-- > 0;)
                common[i][j] =
                    a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
        std::size_t width = 5;
        for (const std::string& event : a)
            width = std::max(width, event.size());
        console_.answer(fmt::format("\n  {:{}}    {}\n", "canon", width, "here"));
        std::size_t i = 0, j = 0;
        while (i < a.size() || j < b.size()) {
            bool same = i < a.size() && j < b.size() && a[i] == b[j];
            bool left = !same && i < a.size() && (j == b.size() || common[i + 1][j] >= common[i][j + 1]);
            std::string_view before = same || left ? std::string_view(a[i]) : "";
            std::string_view after = same || !left ? std::string_view(b[j]) : "";
            std::string line = fmt::format("  {:{}}  {} {}", before, width, same ? "=" : " ", after);
            line.erase(line.find_last_not_of(' ') + 1);
            console_.answer(line + "\n");
            i += same || left;
            j += same || !left;
        }
    }

    // ---- JSON ----

    void print_json(std::string_view version) {
        using Json = nlohmann::ordered_json;
        auto values = [](const std::vector<Difference>& differences) {
            Json list = Json::array();
            for (const Difference& one : differences)
                list.push_back(Json{{"what", one.what},
                                    {"before", one.before.empty() ? Json(nullptr) : Json(one.before)},
                                    {"after", one.after.empty() ? Json(nullptr) : Json(one.after)}});
            return list;
        };
        auto marked = [](const std::vector<Difference>& differences) {
            Json list = Json::array();
            for (const Difference& one : differences)
                list.push_back(Json{{"what", one.what},
                                    {"change", one.before.empty()  ? "gained"
                                               : one.after.empty() ? "lost"
                                                                   : "changed"}});
            return list;
        };
        Json json;
        json["wrongtree"] = version;
        json["file"] = options_.file;
        json["divergences"] = Json::array();
        for (const model::Divergence& one : other_.loaded->world.divergences)
            if (one.is_taken) json["divergences"].push_back(one.name);
        json["declared"] = marked(declared_);
        json["rules"] = marked(rules_);
        json["facts"] = values(facts_);
        json["beliefs"] = values(beliefs_);
        json["requests"] = Json::array();
        for (const Asked& one : asked_)
            json["requests"].push_back(Json{{"name", one.name},
                                            {"title", one.title},
                                            {"canon", one.before},
                                            {"here", one.after},
                                            {"canon_story", one.story_before},
                                            {"here_story", one.story_after}});
        console_.ready_answer(json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    }

    const DiffOptions& options_;
    Console& console_;
    ResourceLimits resources_;
    Watchdog watchdog_;
    Side canon_;
    Side other_;
    ExitCode refusal_ = ExitCode::bad_input;  ///< why a side cannot be compared
    bool broken_ = false;
    std::vector<Difference> facts_, beliefs_, rules_, declared_;
    std::vector<Asked> asked_;
};

}  // namespace

ExitCode run_command(const DiffOptions& options, std::string_view version, Console& console) {
    return Differ(options, console).run(version);
}

}  // namespace wt::surface
