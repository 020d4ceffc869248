// The engine and the referee agree on random worlds: on every value in every mind along random walks, on
// which plans exist, on the length of the shortest, and on every plan with its reasons.
//
// WT_WORLDS sets how many worlds are tried, WT_SEED the first seed. A failing world is shrunk and printed.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/random.h"
#include "engine/inspect.h"
#include "engine/planner.h"
#include "lang/lang.h"
#include "lang/libraries.h"
#include "model/print.h"
#include "referee/context.h"
#include "referee/referee.h"
#include "support/random_life.h"
#include "support/random_world.h"

namespace wt::test {
namespace {

/// What one comparison may take: a world that needs more is not compared. One in thousands would take all of the machine.
constexpr std::uint64_t kMostBytes = std::uint64_t{400} << 20;

using model::EntityId;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// What was compared, for the summary.
struct Tally {
    std::uint64_t worlds = 0;
    std::uint64_t unreadable = 0;
    std::uint64_t with_plan = 0;
    std::uint64_t without_plan = 0;
    std::uint64_t longer = 0;  ///< plans of two actions or more
    std::uint64_t endless = 0;
    std::uint64_t undecided = 0;
    std::uint64_t elsewhere = 0;  ///< questions from another start than the first state
    std::uint64_t minds = 0;
    std::uint64_t reasons = 0;       ///< questions whether an action is explained
    std::uint64_t long_reasons = 0;  ///< answered by a reason of two actions or more
    std::uint64_t worths = 0;        ///< reasons of which the expected worth was compared
    std::uint64_t best = 0;          ///< plans to less than the goal, where that is out of reach
    std::uint64_t imagined = 0;      ///< worlds that somebody imagines
    std::uint64_t unsure = 0;        ///< beliefs of several possibilities
    std::uint64_t parted = 0;        ///< those in which the imagined self parts from the world
};

struct Case {
    std::uint64_t seed;
    model::Limits limits;
    int more_depth = 0;  ///< beliefs about beliefs are kept so much deeper than the limits need
    /// The referee may look at so many states: a world that needs more is not compared.
    std::uint64_t most_states = 60'000;
};

Case case_of(std::uint64_t seed) {
    Random random(seed ^ 0x5bd1e995);
    model::Limits limits;
    limits.author = 2 + static_cast<int>(random.below(3));
    limits.character = static_cast<int>(random.below(6));
    limits.belief = static_cast<int>(random.below(3));
    Random depth(seed ^ 0xdee9);
    return {seed, limits, depth.chance(30) ? 1 + static_cast<int>(depth.below(2)) : 0};
}

/// The belief depth of a case for engine and referee; 0: what the limits need.
int depth_of(const model::World& world, const Case& test) {
    if (test.more_depth == 0) return 0;
    return test.limits.belief + 1 + model::belief_nesting(world) + test.more_depth;
}

WorldShape shape_of(std::uint64_t seed) {
    Random random(seed ^ 0x9e3779b9);
    WorldShape shape;
    shape.characters = 1 + static_cast<int>(random.below(3));
    shape.things = 1 + static_cast<int>(random.below(2));
    shape.actions = 2 + static_cast<int>(random.below(4));
    shape.others_plan = seed % 4 == 0;
    return shape;
}

std::string chain_text(const model::World& world, const std::vector<EntityId>& chain) {
    std::string text;
    for (EntityId believer : chain)
        text += world[believer].name + ": ";
    return text;
}

/// Compares a belief of the engine with the referee's: its possibilities and their weights, and all minds below.
/// Empty if they agree.
class MindComparer {
  public:
    MindComparer(engine::Session& session, referee::States& states, Tally& tally)
        : session_(session), states_(states), world_(session.world()), tally_(tally) {}

    std::string compare(engine::MindId mine, referee::MindId theirs, std::vector<EntityId>& chain,
                        int depth) {
        auto my_list = engine::possibilities(session_, mine);
        auto their_list = states_.possibilities(theirs);
        if (my_list.size() != their_list.size())
            return fmt::format("{}{} possibilities for the engine, {} for the referee",
                               chain_text(world_, chain), my_list.size(), their_list.size());
        tally_.unsure += my_list.size() > 1;
        for (std::size_t i = 0; i < my_list.size(); ++i) {
            if (my_list[i].weight != their_list[i].weight)
                return fmt::format("{}possibility {} has weight {} for the engine, {} for the referee",
                                   chain_text(world_, chain), i + 1, my_list[i].weight, their_list[i].weight);
            std::string difference = compare_minds(my_list[i].mind, their_list[i].mind, chain, depth);
            if (!difference.empty()) return difference;
        }
        return "";
    }

  private:
    std::string compare_minds(engine::MindId mine, referee::MindId theirs, std::vector<EntityId>& chain,
                              int depth) {
        ++tally_.minds;
        for (std::size_t p = 0; p < world_.properties.size(); ++p)
            if (std::string difference = compare_property(mine, theirs, chain, model::PropertyId(p));
                !difference.empty())
                return difference;
        if (depth == 0) return "";
        for (std::size_t i = 0; i < world_.character_count; ++i) {
            chain.push_back(EntityId(i));
            std::string difference =
                compare(engine::mind_of(session_, mine, EntityId(i)),
                        states_.believed(theirs, std::array{EntityId(i)}), chain, depth - 1);
            chain.pop_back();
            if (!difference.empty()) return difference;
        }
        return "";
    }

    std::string compare_property(engine::MindId mine, referee::MindId theirs,
                                 const std::vector<EntityId>& chain, model::PropertyId property) {
        std::vector<std::vector<model::Value>> tuples{{}};
        for (const model::Formal& formal : world_[property].formals) {
            std::vector<std::vector<model::Value>> longer;
            for (const auto& tuple : tuples) {
                auto values = formal.is_fixed() ? std::vector{formal.fixed} : world_.values_of(formal.type);
                for (const model::Value& value : values) {
                    longer.push_back(tuple);
                    longer.back().push_back(value);
                }
            }
            tuples = std::move(longer);
        }
        for (const auto& arguments : tuples) {
            model::Value a = engine::value(session_, mine, property, arguments);
            model::Value b = states_.value(theirs, {}, property, arguments);
            if (a == b) continue;
            return fmt::format("{}{} is {} for the engine, {} for the referee", chain_text(world_, chain),
                               model::fluent_text(world_, property, arguments), model::to_text(world_, a),
                               model::to_text(world_, b));
        }
        return "";
    }

    engine::Session& session_;
    referee::States& states_;
    const model::World& world_;
    Tally& tally_;
};

/// Compares what a reason is worth to the owner of a belief, as both see it, exactly. Empty if they agree.
std::string compare_worth(engine::Session& session, engine::MindId mine, referee::States& states,
                          referee::MindId theirs, const model::GroundEvent& action, int budget,
                          const Case& test, Tally& tally) {
    model::Plan plan;
    auto found = engine::find_reason(session, mine, action, budget, test.limits.belief, plan);
    if (!found) return "what has a shortest reason has none";
    std::vector<model::GroundEvent> actions;
    for (const model::Step& step : plan[*found].steps)
        actions.push_back(step.action);
    engine::Account a = engine::account(session, engine::prospect(session, mine), actions,
                                        {.character = budget, .belief = test.limits.belief});
    referee::Account b = states.account(theirs, actions, budget);
    if (states.trouble().verdict != referee::Verdict::valid) return "";
    ++tally.worths;
    model::Fraction goes_well{0, 1};
    for (const referee::Ending& ending : b.endings)
        if (ending.actions == actions.size()) {
            std::optional<model::Fraction> sum = model::add(goes_well, ending.share);
            if (!sum) return "";
            goes_well = *sum;
        }
    bool is_same = a.start == b.worth_at_start && a.end == b.worth_at_end &&
                   a.start_outlook == b.outlook_at_start && a.end_outlook == b.outlook_at_end;
    if (is_same && a.goes_well == goes_well) return "";
    auto text = [](const std::optional<model::Fraction>& f) { return f ? model::to_text(*f) : "?"; };
    return fmt::format(
        "{} is worth {} to {} for the engine, going well with {}, and {} to {} for the referee, with {}",
        model::to_text(session.world(), action), text(a.start), text(a.end), text(a.goes_well),
        text(b.worth_at_start), text(b.worth_at_end), text(goes_well));
}

/// Compares who has which reason for what, in the minds of a state. Empty if they agree.
std::string compare_reasons(engine::Session& session, engine::MindId mine, referee::States& states,
                            referee::MindId theirs, const Case& test, Tally& tally) {
    const model::World& world = session.world();
    for (std::size_t i = 0; i < world.character_count; ++i) {
        EntityId character(i);
        engine::MindId my_mind = engine::mind_of(session, mine, character);
        referee::MindId their_mind = states.believed(theirs, std::array{character});
        for (const model::GroundEvent& action : engine::possible_actions(session, my_mind)) {
            auto consenting = model::consenting_characters(world, action);
            if (std::find(consenting.begin(), consenting.end(), character) == consenting.end()) continue;
            if (action.fails) continue;  // reasons are for trying
            for (int budget = 0; budget <= std::max(test.limits.character, 2); ++budget) {
                auto a = engine::shortest_reason(session, my_mind, action, budget, test.limits.belief);
                auto b = states.shortest_reason(their_mind, action, budget);
                if (states.trouble().verdict != referee::Verdict::valid) return "";
                ++tally.reasons;
                if (a && *a > 1) ++tally.long_reasons;
                if (a == b) {
                    if (!a || !engine::is_uncertain(session)) continue;
                    std::string worth =
                        compare_worth(session, my_mind, states, their_mind, action, budget, test, tally);
                    if (worth.empty()) continue;
                    return worth;
                }
                return fmt::format(
                    "{} at budget {}: the shortest reason of {} has {} actions for the engine, {} for the "
                    "referee",
                    model::to_text(world, action), budget, world[character].name, a.value_or(0),
                    b.value_or(0));
            }
        }
    }
    return "";
}

/// Walks at random through both and compares every mind. Empty if they agree.
std::string compare_walks(engine::Session& session, const Budget& walk_budget, const referee::Rules& rules,
                          const Case& test, Tally& tally) {
    Budget budget;
    budget.max_bytes = kMostBytes;
    budget.max_states = test.most_states;
    referee::States states(session.world(), rules, budget);
    MindComparer comparer(session, states, tally);
    Random random(test.seed);
    engine::MindId mine = engine::first_state(session);
    referee::MindId theirs = states.first_state();
    if (states.trouble().verdict == referee::Verdict::endless_triggers) {
        tally.endless += 1;
        return mine.valid() ? "the referee says that the first state never settles, the engine does not" : "";
    }
    if (walk_budget.stop() != Stop::none || states.trouble().verdict == referee::Verdict::undecided) {
        ++tally.undecided;  // more possibilities than there may be, or weights that grow without bound
        return "";
    }
    if (!mine.valid()) return "the engine says that the first state never settles, the referee does not";
    for (int step = 0; step < 5; ++step) {
        std::vector<EntityId> chain;
        if (std::string difference = comparer.compare(mine, theirs, chain, states.belief_depth());
            !difference.empty())
            return fmt::format("after {} steps: {}", step, difference);
        std::string reasons = step < 2 ? compare_reasons(session, mine, states, theirs, test, tally) : "";
        if (!reasons.empty()) return fmt::format("after {} steps: {}", step, reasons);
        if (states.trouble().verdict != referee::Verdict::valid) return "";
        auto actions = engine::possible_actions(session, mine);
        for (const model::GroundEvent& action : actions)
            if (!states.can_happen(theirs, action)) return "only the engine takes an event to be possible";
        if (actions.empty()) return "";
        const model::GroundEvent& action = actions[random.below(static_cast<std::uint32_t>(actions.size()))];
        mine = engine::successor(session, mine, action);
        theirs = states.successor(theirs, action);
        if (walk_budget.stop() != Stop::none || states.trouble().verdict != referee::Verdict::valid)
            return "";
        bool endless = !theirs.valid();
        tally.endless += endless;
        if (endless != !mine.valid()) return "only one of them says that triggers never settle";
        if (endless) return "";
    }
    return "";
}

/// Walks at random through a world that somebody imagines, or that somebody takes somebody to imagine, and
/// compares every mind in it, the imagined self among them. Empty if they agree.
std::string compare_imagined(engine::Session& session, const Budget& walk_budget, const referee::Rules& rules,
                             const Case& test, Tally& tally) {
    Budget budget;
    budget.max_bytes = kMostBytes;
    budget.max_states = test.most_states;
    referee::States states(session.world(), rules, budget);
    MindComparer comparer(session, states, tally);
    Random random(test.seed ^ 0x1317);
    engine::MindId mine = engine::first_state(session);
    referee::MindId theirs = states.first_state();
    EntityId owner;
    for (int level = 1 + static_cast<int>(random.below(2)); level > 0; --level) {
        owner = EntityId(random.below(static_cast<std::uint32_t>(session.world().character_count)));
        mine = engine::mind_of(session, mine, owner);
        theirs = states.believed(theirs, std::array{owner});
        if (engine::possibilities(session, mine).size() > 1) return "";  // what they imagine is a prospect
    }
    for (int step = 0; step < 5; ++step) {
        auto actions = engine::possible_actions(session, mine);
        if (actions.empty()) return "";
        const model::GroundEvent& action = actions[random.below(static_cast<std::uint32_t>(actions.size()))];
        if (!states.can_happen(theirs, action))
            return "imagined: only the engine takes an action to be possible";
        mine = engine::successor(session, mine, action);
        theirs = states.successor(theirs, action);
        if (walk_budget.stop() != Stop::none || states.trouble().verdict == referee::Verdict::undecided) {
            ++tally.undecided;
            return "";
        }
        bool endless = !theirs.valid();
        if (endless != !mine.valid()) return "imagined: only one of them says that triggers never settle";
        if (endless) return "";
        ++tally.imagined;
        tally.parted += engine::mind_of(session, mine, owner) != mine;
        std::vector<EntityId> chain;
        if (std::string difference = comparer.compare(mine, theirs, chain, 2); !difference.empty())
            return fmt::format("in what {} imagines, after {} steps: {}", session.world()[owner].name,
                               step + 1, difference);
    }
    return "";
}

std::string plan_text(const model::World& world, const model::Plan& plan) {
    std::string text;
    for (const model::Step& step : plan.steps)
        text += (text.empty() ? "" : " ") + model::to_text(world, step.action);
    return text;
}

/// Ever shorter stories, the first of them `first`: each is accepted, and the last is a shortest one.
std::string compare_anytime(const model::World& world, const Case& test, const referee::Existence& truth,
                            const engine::Answer& first) {
    Budget budget;
    budget.max_bytes = kMostBytes;
    engine::Session session(
        world, {.belief_limit = test.limits.belief, .belief_depth = depth_of(world, test)}, budget);
    std::vector<model::Plan> stories;
    engine::Question question{.goal = std::nullopt, .limits = test.limits};
    question.on_improvement = [&](const engine::Answer& found) { stories.push_back(*found.plan); };
    engine::Answer answer = engine::plan(session, question);
    if (answer.verdict == engine::Verdict::endless_triggers) return "";
    if (answer.verdict != first.verdict || stories.empty() == answer.plan.has_value())
        return "anytime: another verdict than without, or an answer without its story";
    if (stories.empty()) return "";
    if (!answer.proved_shortest || answer.plan->steps != stories.back().steps)
        return "anytime: the answer is not the last story, proved shortest";
    if (stories.front().steps != first.plan->steps) return "anytime: the first story is another one";
    for (std::size_t i = 0; i < stories.size(); ++i) {
        if (i > 0 && stories[i].steps.size() >= stories[i - 1].steps.size())
            return "anytime: a story is not shorter than the one before";
        referee::Rules rules;
        rules.limits = test.limits;
        rules.belief_depth = depth_of(world, test);
        Budget referee_budget;
        referee_budget.max_bytes = kMostBytes;
        referee::Judgement judgement = referee::verify(world, stories[i], rules, referee_budget);
        if (judgement.verdict != referee::Verdict::valid)
            return fmt::format("anytime: the referee rejects {}: {}", plan_text(world, stories[i]),
                               judgement.why);
    }
    if (stories.back().steps.size() != *truth.shortest)
        return fmt::format("anytime: the engine's shortest plan is {}, the referee's {}",
                           plan_text(world, stories.back()), plan_text(world, *truth.plan));
    return "";
}

/// Asks the engine and checks its answer against the exhaustive one. Empty if they agree.
std::string compare_answers(const model::World& world, const Case& test, const referee::Existence& truth,
                            bool optimal, std::optional<double> goal) {
    Budget budget;
    budget.max_bytes = kMostBytes;
    engine::Session session(
        world, {.belief_limit = test.limits.belief, .belief_depth = depth_of(world, test)}, budget);
    engine::Answer answer = engine::plan(session, {.goal = goal, .limits = test.limits, .optimal = optimal});
    if (!optimal)
        if (std::string difference = compare_anytime(world, test, truth, answer); !difference.empty())
            return difference;
    if (answer.verdict == engine::Verdict::endless_triggers) return "";  // compared along the walks
    if (answer.verdict == engine::Verdict::stopped) return "";           // too many possibilities
    bool exists = truth.verdict == referee::Verdict::valid;
    if (answer.plan.has_value() != exists)
        return fmt::format("{}: the engine finds {}, the referee {}", optimal ? "optimal" : "default",
                           answer.plan ? plan_text(world, *answer.plan) : "nothing",
                           truth.plan ? plan_text(world, *truth.plan) : "nothing");
    if (!answer.plan) return "";
    if (optimal && answer.plan->steps.size() != *truth.shortest)
        return fmt::format("the engine's shortest plan is {}, the referee's {}",
                           plan_text(world, *answer.plan), plan_text(world, *truth.plan));
    Budget referee_budget;
    referee_budget.max_bytes = kMostBytes;
    referee::Rules rules;
    rules.limits = test.limits;
    rules.belief_depth = depth_of(world, test);
    rules.goal = goal;
    referee::Judgement judgement = referee::verify(world, *answer.plan, rules, referee_budget);
    if (judgement.verdict != referee::Verdict::valid)
        return fmt::format("the referee rejects {} at {}: {}", plan_text(world, *answer.plan), judgement.step,
                           judgement.why);
    return "";
}

/// Where the goal is out of reach: the best plan that was met is accepted for what it reaches.
std::string compare_best(const model::World& world, const Case& test, Tally& tally) {
    Budget budget;
    budget.max_bytes = kMostBytes;
    engine::Session session(
        world, {.belief_limit = test.limits.belief, .belief_depth = depth_of(world, test)}, budget);
    engine::Answer answer = engine::plan(session, {.goal = 1e9, .limits = test.limits});
    if (answer.plan) return "best: a goal of 1e9 is reached";
    if (!answer.best) return "";
    if (!answer.utility || !answer.start_utility || *answer.utility <= *answer.start_utility)
        return "best: it is no improvement";
    ++tally.best;
    referee::Rules rules;
    rules.limits = test.limits;
    rules.belief_depth = depth_of(world, test);
    rules.goal = answer.utility;
    Budget referee_budget;
    referee_budget.max_bytes = kMostBytes;
    referee::Judgement judgement = referee::verify(world, *answer.best, rules, referee_budget);
    if (judgement.verdict == referee::Verdict::valid) return "";
    return fmt::format("best: the referee rejects {}: {}", plan_text(world, *answer.best), judgement.why);
}

/// The story after some possible actions for which nobody need have had a reason: does it exist, how long is
/// a shortest one, is it accepted?
std::string compare_from_elsewhere(const model::World& world, const Case& test, Tally& tally) {
    Random random(test.seed ^ 0xe15e);
    Budget budget;
    budget.max_bytes = kMostBytes;
    engine::Session session(
        world, {.belief_limit = test.limits.belief, .belief_depth = depth_of(world, test)}, budget);
    engine::Question question{.goal = std::nullopt, .limits = test.limits, .optimal = random.chance(50)};
    engine::plan(session, question);  // warm
    engine::MindId state = engine::first_state(session);
    referee::Rules rules;
    rules.limits = test.limits;
    rules.belief_depth = depth_of(world, test);
    for (int steps = 1 + static_cast<int>(random.below(3)); steps > 0; --steps) {
        auto actions = engine::possible_actions(session, state);
        if (actions.empty()) break;
        rules.history.push_back(actions[random.below(static_cast<std::uint32_t>(actions.size()))]);
        state = engine::successor(session, state, rules.history.back());
        if (!state.valid()) return "";
    }
    Budget referee_budget;
    referee_budget.max_bytes = kMostBytes;
    referee_budget.max_states = std::min<std::uint64_t>(test.most_states, 20'000);
    referee::Existence truth = referee::enumerate(world, rules, referee_budget);
    if (truth.verdict == referee::Verdict::undecided || truth.verdict == referee::Verdict::endless_triggers)
        return "";
    question.start = state;
    engine::Answer answer = engine::plan(session, question);
    if (answer.verdict == engine::Verdict::endless_triggers) return "";
    ++tally.elsewhere;
    if (answer.start_utility != truth.start_utility || answer.goal != truth.goal)
        return "from elsewhere: the start utilities or default goals differ";
    if (answer.plan.has_value() != truth.plan.has_value())
        return fmt::format("from elsewhere: the engine finds {}, the referee {}",
                           answer.plan ? plan_text(world, *answer.plan) : "nothing",
                           truth.plan ? plan_text(world, *truth.plan) : "nothing");
    if (!answer.plan) return "";
    if (question.optimal && answer.plan->steps.size() != *truth.shortest)
        return fmt::format("from elsewhere: the engine's shortest plan is {}, the referee's {}",
                           plan_text(world, *answer.plan), plan_text(world, *truth.plan));
    referee::Judgement judgement = referee::verify(world, *answer.plan, rules, referee_budget);
    if (judgement.verdict == referee::Verdict::valid || judgement.verdict == referee::Verdict::undecided)
        return "";
    return fmt::format("from elsewhere: the referee rejects {}: {}", plan_text(world, *answer.plan),
                       judgement.why);
}

/// Everything that is compared about one world. Empty if engine and referee agree.
std::string disagreement(const std::vector<std::string>& lines, const Case& test, Tally& tally) {
    Source source = lang::with_libraries(Source("random.wt", joined(lines)), lang::Dialect::wrongtree,
                                         lang::find_shipped);
    lang::Reading reading = lang::read_world(source, lang::Dialect::wrongtree);
    ++tally.worlds;
    if (!reading.world) {
        ++tally.unreadable;
        return "";
    }
    const model::World& world = *reading.world;
    referee::Rules rules;
    rules.limits = test.limits;
    rules.belief_depth = depth_of(world, test);
    Budget walk_budget;
    walk_budget.max_bytes = kMostBytes;
    engine::Session session(
        world, {.belief_limit = test.limits.belief, .belief_depth = depth_of(world, test)}, walk_budget);
    if (std::string difference = compare_walks(session, walk_budget, rules, test, tally); !difference.empty())
        return difference;
    if (!engine::first_state(session).valid() || walk_budget.stop() != Stop::none) return "";
    if (std::string difference = compare_imagined(session, walk_budget, rules, test, tally);
        !difference.empty())
        return difference;

    Budget budget;

    budget.max_bytes = kMostBytes;
    budget.max_states = test.most_states;
    referee::Existence truth = referee::enumerate(world, rules, budget);
    if (truth.verdict == referee::Verdict::undecided || truth.verdict == referee::Verdict::endless_triggers) {
        ++(truth.verdict == referee::Verdict::undecided ? tally.undecided : tally.endless);
        return "";
    }
    ++(truth.plan ? tally.with_plan : tally.without_plan);
    if (truth.shortest && *truth.shortest > 1) ++tally.longer;
    if (std::string difference = compare_from_elsewhere(world, test, tally); !difference.empty())
        return difference;
    if (std::string difference = compare_best(world, test, tally); !difference.empty()) return difference;
    for (bool optimal : {false, true})
        if (std::string difference = compare_answers(world, test, truth, optimal, std::nullopt);
            !difference.empty())
            return difference;
    return "";
}

std::vector<std::string> shrunk(std::vector<std::string> lines, const Case& test) {
    for (bool smaller = true; smaller;) {
        smaller = false;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            std::vector<std::string> fewer = lines;
            fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
            Tally ignored;
            if (disagreement(fewer, test, ignored).empty()) continue;
            lines = std::move(fewer);
            smaller = true;
            break;
        }
    }
    return lines;
}

/// Worlds on which engine and referee once disagreed. The first line gives the limits.
TEST(Agreement, StaysOnWorldsThatOnceBrokeIt) {
    int tried = 0;
    for (const auto& file :
         std::filesystem::directory_iterator(std::filesystem::path(WT_SOURCE_DIR) / "tests" / "regression")) {
        if (file.path().extension() != ".wt") continue;
        std::ifstream text(file.path());
        std::vector<std::string> lines;
        for (std::string line; std::getline(text, line);)
            lines.push_back(line);
        Case test{1, {}, 0};
        ASSERT_EQ(std::sscanf(lines[0].c_str(), "// author %d, character %d, belief %d", &test.limits.author,
                              &test.limits.character, &test.limits.belief),
                  3)
            << file.path();
        Tally tally;
        EXPECT_EQ(disagreement(lines, test, tally), "") << file.path();
        EXPECT_EQ(tally.unreadable, 0u) << file.path();
        ++tried;
    }
    EXPECT_GE(tried, 1);
}

/// A world for a seed.
using MakeWorld = std::function<std::vector<std::string>(std::uint64_t)>;

/// Tries worlds with seeds from WT_SEED on, and says what was compared.
Tally compare_worlds(std::uint64_t count, const MakeWorld& make,
                     std::function<Case(std::uint64_t)> make_case = case_of) {
    std::uint64_t first = from_environment("WT_SEED", 1);
    Tally tally;
    int failures = 0;
    for (std::uint64_t seed = first; seed < first + count && failures < 3; ++seed) {
        Case test = make_case(seed);
        std::vector<std::string> lines = make(seed);
        if (disagreement(lines, test, tally).empty()) continue;
        ++failures;
        std::vector<std::string> smallest = shrunk(lines, test);
        Tally ignored;
        ADD_FAILURE() << "seed " << seed << " (limits: author " << test.limits.author << ", character "
                      << test.limits.character << ", belief " << test.limits.belief
                      << "): " << disagreement(smallest, test, ignored) << "\n"
                      << joined(smallest);
    }
    fmt::print(
        "seeds {} to {}: {} worlds, {} with a plan ({} of two actions or more), {} without, {} undecided, {} "
        "endless, "
        "{} not readable, {} minds and {} questions for reasons compared ({} with a reason of two actions or "
        "more), {} worths, {} questions from elsewhere than the first state, {} plans to less than the goal; "
        "{} "
        "imagined "
        "worlds, {} of them with a self that has parted; {} beliefs of several possibilities\n",
        first, first + tally.worlds - 1, tally.worlds, tally.with_plan, tally.longer, tally.without_plan,
        tally.undecided, tally.endless, tally.unreadable, tally.minds, tally.reasons, tally.long_reasons,
        tally.worths, tally.elsewhere, tally.best, tally.imagined, tally.parted, tally.unsure);
    EXPECT_LT(tally.unreadable * 4, tally.worlds) << "too many random worlds are not worlds";
    return tally;
}

MakeWorld random_worlds(bool uncertain) {
    return [uncertain](std::uint64_t seed) {
        WorldShape shape = shape_of(seed);
        shape.uncertain = uncertain;
        return random_world(seed, shape);
    };
}

/// Short stories: a library has many more actions than a random world.
Case case_on_library(std::uint64_t seed) {
    Random random(seed ^ 0x11fe);
    model::Limits limits;
    limits.author = 1 + static_cast<int>(random.below(2));
    limits.character = static_cast<int>(random.below(3));
    limits.belief = static_cast<int>(random.below(2));
    return {seed, limits, 0, 4'000};
}

/// WT_LIFE_WORLDS sets how many. Nothing in the library goes on for ever in any combination of its parts.
TEST(Agreement, EngineAndRefereeAgreeOnCombinationsOfTheLibrary) {
    std::uint64_t count = from_environment("WT_LIFE_WORLDS", 25);
    Tally tally = compare_worlds(count, random_life, case_on_library);
    EXPECT_EQ(tally.endless, 0U);
    EXPECT_EQ(tally.unreadable, 0U);
}

TEST(Agreement, EngineAndRefereeAgreeOnRandomWorlds) {
    std::uint64_t count = from_environment("WT_WORLDS", 2000);
    Tally tally = compare_worlds(count, random_worlds(false));
    if (count >= 1000) {
        EXPECT_GT(tally.longer, count / 100) << "too few random worlds need a plan of several actions";
        EXPECT_GT(tally.elsewhere, count / 4);
        EXPECT_GT(tally.best, count / 20);
        EXPECT_GT(tally.parted, count / 20) << "too few imagined worlds part from their self";
    }
}

/// Do former rules give other reasons, in the first state of a world or after an action?
bool gives_other_reasons(const model::World& world, const Case& test, const referee::FormerRules& former) {
    Budget budget;
    budget.max_bytes = kMostBytes;
    referee::Rules rules;
    rules.limits = test.limits;
    rules.belief_depth = depth_of(world, test);
    referee::States now(world, rules, budget);
    rules.former = former;
    referee::States then(world, rules, budget);
    Random random(test.seed);
    referee::MindId here = now.first_state();
    referee::MindId there = then.first_state();
    for (int step = 0; step < 3; ++step) {
        if (!here.valid() || !there.valid()) return false;
        std::vector<model::GroundEvent> possible;
        for (std::size_t i = 0; i < now.context().action_count; ++i) {
            const model::GroundEvent& action = now.context().actions[i].ground;
            if (now.can_happen(here, action)) possible.push_back(action);
            for (EntityId character : model::consenting_characters(world, action)) {
                referee::MindId mind = now.believed(here, std::array{character});
                referee::MindId same = then.believed(there, std::array{character});
                if (!now.possible(mind, action) || !then.possible(same, action)) continue;
                int budget_of = test.limits.character;
                auto a = now.shortest_reason(mind, action, budget_of);
                auto b = then.shortest_reason(same, action, budget_of);
                if (now.trouble().verdict != referee::Verdict::valid ||
                    then.trouble().verdict != referee::Verdict::valid)
                    return false;
                if (a != b) return true;
            }
        }
        if (possible.empty()) return false;
        const model::GroundEvent& next = possible[random.below(static_cast<std::uint32_t>(possible.size()))];
        here = now.successor(here, next);
        there = then.successor(there, next);
    }
    return false;
}

/// Whoever still went by the rules that docs/decisions.md has mended would be noticed by the comparison above.
TEST(Agreement, FormerRulesWouldBeNoticed) {
    std::uint64_t first = from_environment("WT_SEED", 1);
    std::uint64_t count = from_environment("WT_WORLDS", 2000);
    std::uint64_t by_others = 0;
    std::uint64_t by_self = 0;
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        Source source("random.wt", joined(random_world(seed, shape_of(seed))));
        lang::Reading reading = lang::read_world(source, lang::Dialect::wrongtree);
        if (!reading.world) continue;
        by_others += gives_other_reasons(*reading.world, case_of(seed), {.short_reasons_of_others = true});
        by_self += gives_other_reasons(*reading.world, case_of(seed), {.no_self = true});
    }
    fmt::print(
        "seeds {} to {}: other reasons in {} worlds if others need short reasons, in {} without a self\n",
        first, first + count - 1, by_others, by_self);
    if (count >= 1000) {
        EXPECT_GT(by_others * 100, count) << "too few worlds have others with longer reasons";
        EXPECT_GT(by_self * 100, count) << "too few worlds have a self that parts and matters";
    }
}

TEST(Agreement, EngineAndRefereeAgreeWhereNothingIsCertain) {
    std::uint64_t count = from_environment("WT_WORLDS", 300);
    Tally tally = compare_worlds(count, random_worlds(true));
    if (count >= 1000) {
        EXPECT_GT(tally.longer, count / 100) << "too few random worlds need a plan of several actions";
        EXPECT_GT(tally.worths, count) << "too few reasons have a worth";
        EXPECT_GT(tally.unsure, count) << "too few beliefs have several possibilities";
    }
}

}  // namespace
}  // namespace wt::test
