#include "support/traces.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/random.h"
#include "engine/inspect.h"
#include "engine/planner.h"
#include "lang/lang.h"
#include "model/print.h"
#include "referee/referee.h"
#include "support/random_world.h"

namespace wt::test {

namespace {

constexpr std::size_t kHeadBytes = 8;
constexpr std::size_t kCallBytes = 4;
constexpr int kKinds = 8;
/// A question may add so much to the states; one that needs more is not compared.
constexpr std::uint64_t kAmpleStates = 20'000;

WorldShape shape_of(const Trace& trace) {
    WorldShape shape;
    shape.characters = trace.characters;
    shape.things = trace.things;
    shape.actions = trace.actions;
    return shape;
}

/// A session with its budget.
struct Owned {
    Owned(const model::World& world, int belief_limit)
        : session(world, {.belief_limit = belief_limit}, budget) {}

    void allow_states(std::uint64_t more) { budget.max_states = budget.states() + more; }
    void allow_bytes(std::uint64_t more) { budget.max_bytes = budget.bytes() + more; }
    void allow_all() { budget.max_states = budget.max_bytes = Budget::kUnlimited; }

    Budget budget;
    engine::Session session;
};

class Runner {
  public:
    Runner(const Trace& trace, const model::World& world, TraceTally& tally)
        : trace_(trace), world_(world), tally_(tally), warm_(world, trace.belief_limit) {
        warm_state_ = engine::first_state(warm_.session);
    }

    std::string run() {
        if (!warm_state_.valid()) over_ = true;
        for (std::size_t i = 0; i < trace_.calls.size() && !over_; ++i) {
            ++tally_.calls;
            std::string difference = run(trace_.calls[i]);
            if (!difference.empty()) return fmt::format("call {}: {}", i + 1, difference);
        }
        if (over_) ++tally_.endless;
        return "";
    }

  private:
    std::string run(const Call& call) {
        switch (call.kind) {
            case Call::Kind::plan:
            case Call::Kind::starved_plan:
            case Call::Kind::plan_from_here:
                return plan(call);
            case Call::Kind::trim:
                return trim(call);
            case Call::Kind::walk:
                return walk(call);
            case Call::Kind::restart:
                path_.clear();
                warm_state_ = engine::first_state(warm_.session);
                return "";
            case Call::Kind::reason:
            case Call::Kind::starved_reason:
                return reason(call);
        }
        return "";
    }

    /// Asks for a plan. a: limits, b: goal and `optimal`, c: how much a starved one may use.
    std::string plan(const Call& call) {
        engine::Question question;
        question.limits.author = call.a % 5;
        question.limits.character = call.a / 5 % 5;
        question.limits.belief = call.a / 25 % (trace_.belief_limit + 1);
        question.optimal = call.b % 2 == 1;
        if (call.b % 8 >= 5) question.goal = call.b / 8 % 5 - 1;
        if (call.kind == Call::Kind::starved_plan) return starved_plan(question, call.c);

        Owned fresh(world_, trace_.belief_limit);
        bool from_here = call.kind == Call::Kind::plan_from_here;
        engine::Question fresh_question = question;
        if (from_here) {
            fresh_question.start = follow(fresh.session);
            if (!fresh_question.start) return "a fresh session cannot follow the walk";
            question.start = warm_state_;
        }
        fresh.allow_states(kAmpleStates);
        engine::Answer wanted = engine::plan(fresh.session, fresh_question);
        if (wanted.verdict == engine::Verdict::stopped) return "";
        warm_.allow_all();
        engine::Answer answer = engine::plan(warm_.session, question);
        if (ends(answer.verdict) || ends(wanted.verdict)) return "";
        tally_.from_here += from_here && !path_.empty();
        ++(wanted.plan ? tally_.plans : tally_.proofs);
        if (answer.verdict != wanted.verdict)
            return fmt::format("the verdict is {}, of a fresh session {}", static_cast<int>(answer.verdict),
                               static_cast<int>(wanted.verdict));
        if (std::string difference = compare("plan", answer.plan, wanted.plan); !difference.empty())
            return difference;
        if (std::string difference = compare("best plan", answer.best, wanted.best); !difference.empty())
            return difference;
        if (answer.start_utility != wanted.start_utility || answer.goal != wanted.goal ||
            answer.utility != wanted.utility || answer.proved_shortest != wanted.proved_shortest)
            return "the utilities differ";
        if (!from_here) return "";
        if (answer.start_utility != engine::utility(warm_.session, warm_state_, model::EntityId::none()))
            return "the start utility is not that of the start";
        return judged(answer, question.limits);
    }

    /// Asks the referee to accept the plan after what has happened.
    std::string judged(const engine::Answer& answer, const model::Limits& limits) {
        if (!answer.plan) return "";
        referee::Rules rules;
        rules.limits = limits;
        rules.belief_depth = warm_.session.belief_depth();
        rules.goal = answer.goal;
        rules.history = path_;
        Budget budget;
        budget.max_states = kAmpleStates;
        referee::Judgement judgement = referee::verify(world_, *answer.plan, rules, budget);
        if (judgement.verdict == referee::Verdict::valid || judgement.verdict == referee::Verdict::undecided)
            return "";
        return fmt::format("the referee rejects {}: {}", text_of(*answer.plan), judgement.why);
    }

    /// Trims the session. a: to how many bytes.
    std::string trim(const Call& call) {
        std::uint64_t bytes = call.a % 4 == 0 ? 0 : std::uint64_t{call.a} * 16'384;
        std::uint64_t before = warm_.session.grown_bytes();
        bool trimmed = warm_.session.trim(bytes, {&warm_state_, 1});
        tally_.trims += trimmed;
        if (trimmed != (before > bytes)) return "trimmed for no reason, or not although there was one";
        if (trimmed && warm_.session.grown_bytes() > before) return "a trim made the session grow";
        return "";
    }

    std::string starved_plan(const engine::Question& question, std::uint8_t amount) {
        starve(amount);
        engine::Answer answer = engine::plan(warm_.session, question);
        warm_.allow_all();
        if (ends(answer.verdict)) return "";
        if (answer.verdict == engine::Verdict::stopped) ++tally_.stopped;
        for (const auto& plan : {answer.plan, answer.best}) {
            if (!plan) continue;
            referee::Rules rules;
            rules.limits = question.limits;
            rules.belief_depth = warm_.session.belief_depth();
            rules.goal = answer.utility;
            Budget budget;
            referee::Judgement judgement = referee::verify(world_, *plan, rules, budget);
            if (judgement.verdict != referee::Verdict::valid)
                return fmt::format("starved: the referee rejects {}: {}", text_of(*plan), judgement.why);
        }
        return "";
    }

    /// Takes an action. a: which of the possible ones.
    std::string walk(const Call& call) {
        warm_.allow_all();
        auto actions = engine::possible_actions(warm_.session, warm_state_);
        Owned fresh(world_, trace_.belief_limit);
        std::optional<engine::MindId> state = follow(fresh.session);
        if (!state) return "a fresh session cannot follow the walk";
        if (engine::possible_actions(fresh.session, *state) != actions) return "other actions are possible";
        if (actions.empty()) return "";
        path_.push_back(actions[call.a % actions.size()]);
        warm_state_ = engine::successor(warm_.session, warm_state_, path_.back());
        state = engine::successor(fresh.session, *state, path_.back());
        if (!warm_state_.valid() || !state->valid()) {
            over_ = true;
            return warm_state_.valid() == state->valid() ? "" : "only one of them never comes to rest";
        }
        ++tally_.states;
        return compare_minds(fresh.session, warm_state_, *state, warm_.session.belief_depth());
    }

    /// Asks for a reason. a: the action, b: the character and budget, c: the belief limit, and how much a starved one
    /// may use.
    std::string reason(const Call& call) {
        model::EntityId character(call.b % world_.character_count);
        int budget = call.b / 4 % 6;
        int belief_limit = call.c % (trace_.belief_limit + 1);
        warm_.allow_all();
        engine::MindId mind = engine::mind_of(warm_.session, warm_state_, character);
        auto actions = engine::possible_actions(warm_.session, mind);
        std::erase_if(actions, [&](const model::GroundEvent& action) {
            auto consenting = model::consenting_characters(world_, action);
            return std::find(consenting.begin(), consenting.end(), character) == consenting.end();
        });
        if (actions.empty()) return "";
        const model::GroundEvent& action = actions[call.a % actions.size()];
        if (call.kind == Call::Kind::starved_reason) {
            starve(call.c);
            (void)engine::shortest_reason(warm_.session, mind, action, budget, belief_limit);
            if (warm_.budget.stop() != Stop::none) ++tally_.stopped;
            warm_.allow_all();
            return "";
        }
        Owned fresh(world_, trace_.belief_limit);
        std::optional<engine::MindId> state = follow(fresh.session);
        if (!state) return "a fresh session cannot follow the walk";
        fresh.allow_states(kAmpleStates);
        engine::MindId fresh_mind = engine::mind_of(fresh.session, *state, character);
        auto wanted = engine::shortest_reason(fresh.session, fresh_mind, action, budget, belief_limit);
        if (fresh.budget.stop() != Stop::none) return "";
        auto found = engine::shortest_reason(warm_.session, mind, action, budget, belief_limit);
        ++tally_.reasons;
        if (found == wanted) return "";
        return fmt::format(
            "the shortest reason of {} for {} at budget {}, belief limit {} has {} actions, of "
            "a fresh session {}",
            world_[character].name, model::to_text(world_, action), budget, belief_limit, found.value_or(0),
            wanted.value_or(0));
    }

    /// The question gets mostly next to nothing: much is known already.
    void starve(std::uint8_t amount) {
        std::uint64_t scale = amount >= 192 ? 16 : 1;
        if (amount % 2 == 0) {
            warm_.allow_states(amount % 64 / 2 * scale);
        } else {
            warm_.allow_bytes(amount % 64 / 2 * scale * 64);
        }
    }

    bool ends(engine::Verdict verdict) { return over_ |= verdict == engine::Verdict::endless_triggers; }

    std::optional<engine::MindId> follow(engine::Session& session) const {
        engine::MindId state = engine::first_state(session);
        for (const model::GroundEvent& action : path_) {
            if (!state.valid()) return std::nullopt;
            state = engine::successor(session, state, action);
        }
        return state.valid() ? std::optional(state) : std::nullopt;
    }

    std::string text_of(const model::Plan& plan) const {
        std::string text;
        for (const model::Step& step : plan.steps)
            text += (text.empty() ? "" : " ") + model::to_text(world_, step.action);
        return text;
    }

    std::string compare(std::string_view what, const std::optional<model::Plan>& plan,
                        const std::optional<model::Plan>& wanted) const {
        if (plan.has_value() != wanted.has_value())
            return fmt::format("the {} is {}, of a fresh session {}", what, plan ? text_of(*plan) : "missing",
                               wanted ? text_of(*wanted) : "missing");
        if (!plan) return "";
        if (plan->steps == wanted->steps && plan->explanations == wanted->explanations) return "";
        return fmt::format("the {} is {}, of a fresh session {}, or the reasons differ", what, text_of(*plan),
                           text_of(*wanted));
    }

    std::string compare_minds(engine::Session& fresh, engine::MindId mind, engine::MindId wanted, int depth) {
        for (const engine::Session::GroundFluent& fluent : fresh.ground_fluents())
            if (engine::value(warm_.session, mind, fluent.property, fluent.arguments) !=
                engine::value(fresh, wanted, fluent.property, fluent.arguments))
                return model::fluent_text(world_, fluent.property, fluent.arguments) + " differs";
        if (engine::utility(warm_.session, mind, model::EntityId::none()) !=
            engine::utility(fresh, wanted, model::EntityId::none()))
            return "the author's utility differs";
        if (depth == 0) return "";
        for (std::size_t i = 0; i < world_.character_count; ++i) {
            engine::MindId below = engine::mind_of(warm_.session, mind, model::EntityId(i));
            engine::MindId wanted_below = engine::mind_of(fresh, wanted, model::EntityId(i));
            if (engine::utility(warm_.session, below, model::EntityId(i)) !=
                engine::utility(fresh, wanted_below, model::EntityId(i)))
                return "the utility of " + world_.entities[i].name + " differs";
            std::string difference = compare_minds(fresh, below, wanted_below, depth - 1);
            if (!difference.empty()) return world_.entities[i].name + ": " + difference;
        }
        return "";
    }

    const Trace& trace_;
    const model::World& world_;
    TraceTally& tally_;
    Owned warm_;
    engine::MindId warm_state_;
    std::vector<model::GroundEvent> path_;
    bool over_ = false;
};

}  // namespace

Trace trace_of(std::span<const std::uint8_t> bytes) {
    Trace trace;
    auto head = [&](std::size_t i) { return i < bytes.size() ? bytes[i] : std::uint8_t{0}; };
    for (std::size_t i = 0; i < 4; ++i)
        trace.seed = trace.seed << 8 | head(i);
    trace.characters = 1 + head(4) % 3;
    trace.things = 1 + head(5) % 2;
    trace.actions = 2 + head(6) % 4;
    trace.belief_limit = head(7) % 4;
    for (std::size_t i = kHeadBytes; i + kCallBytes <= bytes.size(); i += kCallBytes)
        trace.calls.push_back({Call::Kind(bytes[i] % kKinds), bytes[i + 1], bytes[i + 2], bytes[i + 3]});
    return trace;
}

std::vector<std::uint8_t> bytes_of(const Trace& trace) {
    std::vector<std::uint8_t> bytes;
    for (int shift : {24, 16, 8, 0})
        bytes.push_back(static_cast<std::uint8_t>(trace.seed >> shift));
    for (int part : {trace.characters - 1, trace.things - 1, trace.actions - 2, trace.belief_limit})
        bytes.push_back(static_cast<std::uint8_t>(part));
    for (const Call& call : trace.calls)
        bytes.insert(bytes.end(), {static_cast<std::uint8_t>(call.kind), call.a, call.b, call.c});
    return bytes;
}

std::vector<std::uint8_t> random_trace_bytes(std::uint64_t seed) {
    Random random(seed ^ 0x7ace);
    std::vector<std::uint8_t> bytes(kHeadBytes + kCallBytes * (4 + random.below(21)));
    for (std::uint8_t& byte : bytes)
        byte = static_cast<std::uint8_t>(random.below(256));
    return bytes;
}

std::string disagreement(const Trace& trace, TraceTally& tally) {
    Source source("random.wt", joined(random_world(trace.seed, shape_of(trace))));
    lang::Reading reading = lang::read_world(source, lang::Dialect::wrongtree);
    if (!reading.world) {
        ++tally.unreadable;
        return "";
    }
    return Runner(trace, *reading.world, tally).run();
}

Trace shrunk(Trace trace) {
    for (bool smaller = true; smaller;) {
        smaller = false;
        for (std::size_t i = trace.calls.size(); i-- > 0;) {
            Trace fewer = trace;
            fewer.calls.erase(fewer.calls.begin() + static_cast<std::ptrdiff_t>(i));
            TraceTally ignored;
            if (disagreement(fewer, ignored).empty()) continue;
            trace = std::move(fewer);
            smaller = true;
        }
    }
    return trace;
}

std::string to_text(const Trace& trace) {
    static constexpr const char* kNames[kKinds] = {"plan",   "starved plan",   "walk",           "restart",
                                                   "reason", "starved reason", "plan from here", "trim"};
    std::string text = joined(random_world(trace.seed, shape_of(trace)));
    text += fmt::format("sessions with belief limit {}\n", trace.belief_limit);
    for (const Call& call : trace.calls)
        text += fmt::format("{} {} {} {}\n", kNames[static_cast<int>(call.kind)], call.a, call.b, call.c);
    return text + fmt::format("bytes: {:02x}\n", fmt::join(bytes_of(trace), ""));
}

}  // namespace wt::test
