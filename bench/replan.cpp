// How long does a game wait for a new plan after something unforeseen? Makes a plan, takes its actions one
// after the other, lets before each of them one random possible action happen that the plan did not foresee
// (by anybody, with or without a reason), and plans anew from there, in one session that stays warm. Begins
// again from the first state when the story is over: the goal is reached, or there is no plan any more.
//
//     replan worlds/camp.wt --au coma
//     replan FILE --goal 1 --atl 8 --ctl 5 --el 2 --replans 1000 --seed 1 --states 20000 --trim 256
//
// Everything but the times (and what --seconds cuts) is the same for the same call on every machine. Not
// installed, not tested for speed.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "ask/question.h"
#include "base/random.h"
#include "base/text.h"
#include "engine/inspect.h"
#include "engine/planner.h"
#include "lang/lang.h"
#include "referee/referee.h"

namespace wt {
namespace {

using Clock = std::chrono::steady_clock;

/// The first plan may take so many times the states of a replan.
constexpr std::uint64_t kPatience = 100;

constexpr std::string_view kUsage =
    "replan FILE [--au NAME]... [--goal U] [--atl N] [--ctl N] [--el N] [--replans N] [--seed N] [--states "
    "N] [--trim MIB]\n"
    "       [--seconds S] [--verify N]\n"
    "--states: stop a replan after so many new states (20000); --trim: forget what is known above so many "
    "MiB\n(256); "
    "--seconds: end the measurement after so long; --verify: have the referee judge every Nth plan\n";

struct Options {
    std::string file;
    std::vector<std::string> divergences;
    std::optional<double> goal;
    std::optional<int> author, character, belief;
    std::uint64_t replans = 1000;
    std::uint64_t seed = 1;
    std::uint64_t states = 20'000;
    std::uint64_t trim_mib = 256;
    double seconds = 1e9;
    std::uint64_t verify = 0;
};

Options options_of(int argc, char** argv) {
    Options options;
    auto wrong = [](std::string_view what) {
        fmt::print(stderr, "replan: {}\n{}", what, kUsage);
        std::exit(2);
    };
    for (int i = 1; i < argc; ++i) {
        std::string name = argv[i];
        if (name[0] != '-') {
            options.file = name;
            continue;
        }
        if (i + 1 == argc) wrong(name + " needs a value");
        if (name == "--au") {
            options.divergences.push_back(argv[++i]);
            continue;
        }
        double value = std::atof(argv[++i]);
        auto count = static_cast<std::uint64_t>(value);
        if (name == "--goal")
            options.goal = value;
        else if (name == "--atl")
            options.author = static_cast<int>(value);
        else if (name == "--ctl")
            options.character = static_cast<int>(value);
        else if (name == "--el")
            options.belief = static_cast<int>(value);
        else if (name == "--replans")
            options.replans = count;
        else if (name == "--seed")
            options.seed = count;
        else if (name == "--states")
            options.states = count;
        else if (name == "--trim")
            options.trim_mib = count;
        else if (name == "--seconds")
            options.seconds = value;
        else if (name == "--verify")
            options.verify = count;
        else
            wrong(name + " is not an option");
    }
    if (options.file.empty()) wrong("a FILE is needed");
    return options;
}

class Bench {
  public:
    Bench(const model::World& world, const Options& options)
        : options_(options),
          limits_(limits_of(world, options)),
          session_(world, {.belief_limit = limits_.belief}, budget_),
          random_(options.seed) {}

    int run() {
        if (session_.state_of_start() != engine::Verdict::found) return fail("there is no first state");
        auto begin = Clock::now();
        std::clock_t work_begin = std::clock();
        first_ = ask(engine::first_state(session_), {}, kPatience);
        double first_ms = worked_milliseconds(work_begin);
        if (!first_.plan) return fail("no first plan was found");
        goal_ = first_.goal;
        while (goes_on(begin)) {
            std::size_t before = times_.size();
            if (!tell_story(begin)) return 1;
            if (times_.size() == before && ++idle_ > 1000) return fail("nothing leads to a replan");
        }
        report(first_ms);
        return 0;
    }

  private:
    static model::Limits limits_of(const model::World& world, const Options& options) {
        auto question = ask::settle_limits(world, {.author_limit = options.author,
                                                   .character_limit = options.character,
                                                   .belief_limit = options.belief});
        return question ? question->limits : model::Limits{};
    }

    static double milliseconds(Clock::time_point since) {
        return std::chrono::duration<double, std::milli>(Clock::now() - since).count();
    }

    /// Of the processor, so that a busy machine does not count.
    static double worked_milliseconds(std::clock_t since) {
        return 1000.0 * static_cast<double>(std::clock() - since) / CLOCKS_PER_SEC;
    }

    static int fail(std::string_view what) {
        fmt::print(stderr, "replan: {}\n", what);
        return 1;
    }

    engine::Answer ask(engine::MindId state, std::vector<model::GroundEvent> first_try,
                       std::uint64_t patience = 1) {
        budget_.max_states = budget_.states() + options_.states * patience;
        std::optional<double> goal = goal_           ? goal_
                                     : options_.goal ? options_.goal
                                                     : session_.world().settings.goal;
        return engine::plan(
            session_, {.goal = goal, .limits = limits_, .start = state, .first_try = std::move(first_try)});
    }

    bool goes_on(Clock::time_point begin) const {
        return times_.size() < options_.replans && milliseconds(begin) < options_.seconds * 1000;
    }

    bool is_over(engine::MindId state) {
        std::optional<double> utility = engine::utility(session_, state, model::EntityId::none());
        return utility && *utility >= *goal_;
    }

    /// False if it cannot go on at all.
    bool tell_story(Clock::time_point begin) {
        ++stories_;
        engine::MindId state = engine::first_state(session_);
        history_.clear();
        engine::Answer answer = first_;
        while (answer.plan && goes_on(begin)) {
            auto actions = engine::possible_actions(session_, state);
            std::erase(actions, answer.plan->steps[0].action);
            if (actions.empty()) return true;
            happen(state, actions[random_.below(static_cast<std::uint32_t>(actions.size()))]);
            if (!state.valid()) return fail("triggers never come to rest") == 0;
            if (is_over(state)) return true;
            if (!replan(state, answer)) return false;
            if (!answer.plan) return true;
            happen(state, answer.plan->steps[0].action);
            if (is_over(state)) return true;
            if (session_.trim(options_.trim_mib << 20, {&state, 1})) ++trims_;
            // What the plan foresees now is what is left of it.
            answer.plan->steps.erase(answer.plan->steps.begin());
            if (answer.plan->steps.empty()) return true;
        }
        return true;
    }

    void happen(engine::MindId& state, const model::GroundEvent& action) {
        state = engine::successor(session_, state, action);
        history_.push_back(action);
    }

    bool replan(engine::MindId state, engine::Answer& answer) {
        std::uint64_t states = budget_.states();
        std::vector<model::GroundEvent> rest;
        for (const model::Step& step : answer.plan->steps)
            rest.push_back(step.action);
        std::clock_t begin = std::clock();
        answer = ask(state, std::move(rest));
        times_.push_back(worked_milliseconds(begin));
        new_states_ += budget_.states() - states;
        peak_ = std::max(peak_, session_.grown_bytes());
        switch (answer.verdict) {
            case engine::Verdict::found:
                ++found_;
                actions_ += answer.plan->steps.size();
                break;
            case engine::Verdict::exhausted:
                ++none_;
                break;
            case engine::Verdict::stopped:
                ++stopped_;
                break;
            case engine::Verdict::endless_triggers:
                return fail("triggers never come to rest") == 0;
        }
        if (options_.verify == 0 || !answer.plan || found_ % options_.verify != 0) return true;
        return judge(*answer.plan);
    }

    bool judge(const model::Plan& plan) {
        referee::Rules rules;
        rules.limits = limits_;
        rules.goal = goal_;
        rules.history = history_;
        Budget budget;
        budget.max_states = 200'000;
        referee::Judgement judgement = referee::verify(session_.world(), plan, rules, budget);
        if (judgement.verdict == referee::Verdict::valid) {
            ++judged_;
            return true;
        }
        if (judgement.verdict == referee::Verdict::undecided) return true;
        return fail("the referee rejects a plan: " + judgement.why) == 0;
    }

    void report(double first_ms) {
        std::sort(times_.begin(), times_.end());
        auto at = [&](double share) {
            if (times_.empty()) return 0.0;
            return times_[std::min(times_.size() - 1,
                                   static_cast<std::size_t>(share * static_cast<double>(times_.size())))];
        };
        fmt::print("{} replans in {} stories: {} found ({:.1f} actions on average), {} none, {} stopped\n",
                   times_.size(), stories_, found_,
                   found_ ? static_cast<double>(actions_) / static_cast<double>(found_) : 0.0, none_,
                   stopped_);
        fmt::print(
            "processor milliseconds: first plan {:.2f}; replans: median {:.2f}, 90 % {:.2f}, 99 % {:.2f}, "
            "max {:.2f}\n",
            first_ms, at(0.5), at(0.9), at(0.99), times_.empty() ? 0.0 : times_.back());
        fmt::print(
            "new states a replan {:.0f}; at most {:.1f} MiB, {} trims; {} plans judged\n",
            times_.empty() ? 0.0 : static_cast<double>(new_states_) / static_cast<double>(times_.size()),
            static_cast<double>(peak_) / (1 << 20), trims_, judged_);
    }

    const Options& options_;
    model::Limits limits_;
    Budget budget_;
    engine::Session session_;
    Random random_;
    engine::Answer first_;
    std::optional<double> goal_;
    std::vector<model::GroundEvent> history_;
    std::vector<double> times_;
    std::uint64_t stories_ = 0, idle_ = 0, found_ = 0, none_ = 0, stopped_ = 0, actions_ = 0, trims_ = 0,
                  judged_ = 0;
    std::uint64_t new_states_ = 0, peak_ = 0;
};

int run(int argc, char** argv) {
    Options options = options_of(argc, argv);
    std::ifstream in(options.file, std::ios::binary);
    if (!in) {
        fmt::print(stderr, "replan: cannot read `{}`\n", options.file);
        return 2;
    }
    std::ostringstream text;
    text << in.rdbuf();
    Source source(options.file, text.str());
    lang::Reading reading = lang::read_world(source, lang::dialect_of(options.file),
                                             {.divergences = options.divergences, .requests = {}});
    if (!reading.world || reading.diagnostics.has_errors()) {
        fmt::print(stderr, "replan: mistakes in the world; see `wrongtree check`\n");
        return 2;
    }
    return Bench(*reading.world, options).run();
}

}  // namespace
}  // namespace wt

int main(int argc, char** argv) {
    return wt::run(argc, argv);
}
