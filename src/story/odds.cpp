#include "story/odds.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/print.h"

namespace wt::story {

using engine::MindId;
using model::EntityId;
using model::Fraction;
using model::GroundEvent;
using model::Value;

namespace {

/// Somebody who foresees more than so many ways of others is not followed further.
constexpr std::size_t kMostForeseen = 2000;

GroundEvent as_failed(GroundEvent event) {
    event.fails = true;
    return event;
}

/// Runs a plan in one imagined world and all that may become of it.
class Runner {
  public:
    Runner(engine::Session& session, std::span<const GroundEvent> plan) : session_(session), plan_(plan) {}

    void run(Course course) {
        std::size_t next = course.worlds.size() - 1;
        if (next == plan_.size()) {
            course.goes_well = true;
            courses_.push_back(std::move(course));
            return;
        }
        MindId world = course.worlds.back();
        GroundEvent success = as_meant(plan_[next]);
        GroundEvent failure = as_failed(plan_[next]);
        bool may_succeed = engine::possible(session_, world, success);
        bool may_fail =
            session_.world()[failure.event].can_fail() && engine::possible(session_, world, failure);
        // An action is impossible if triggers never come to rest after it.
        may_succeed = may_succeed && engine::successor(session_, world, success).valid();
        may_fail = may_fail && engine::successor(session_, world, failure).valid();
        if (!may_succeed && !may_fail) courses_.push_back(course);
        if (may_succeed) {
            Course longer = course;
            longer.worlds.push_back(engine::successor(session_, world, success));
            run(std::move(longer));
        }
        if (may_fail) {
            course.worlds.push_back(engine::successor(session_, world, failure));
            courses_.push_back(std::move(course));
        }
    }
    std::vector<Course> take() { return std::move(courses_); }

  private:
    engine::Session& session_;
    std::span<const GroundEvent> plan_;
    std::vector<Course> courses_;
};

/// This finds what others may do without somebody, as that somebody foresees it (docs/semantics.md, 9.12).
class Foreseen {
  public:
    Foreseen(engine::Session& session, const model::Limits& limits, EntityId owner)
        : session_(session), limits_(limits), owner_(owner) {}

    void look(MindId world) { look(world, 0); }
    bool is_whole() const { return steps_ <= kMostForeseen; }
    bool contains(const GroundEvent& event) const { return std::ranges::find(seen_, event) != seen_.end(); }
    bool can_be(const GroundEvent& event) const {
        return std::ranges::any_of(worlds_,
                                   [&](MindId world) { return engine::possible(session_, world, event); });
    }
    /// Returns the events of a shortest way to the least utility, in order.
    const std::vector<GroundEvent>& worst() const { return worst_; }

  private:
    void look(MindId world, int done) {
        if (++steps_ > kMostForeseen) return;
        worlds_.push_back(world);
        std::optional<double> utility = engine::utility(session_, world, owner_);
        bool is_worse = utility && (!least_ || *utility < *least_);
        if (is_worse || (utility && utility == least_ && way_.size() < worst_.size())) {
            least_ = utility;
            worst_ = way_;
        }
        if (done == limits_.foresight) return;
        for (const GroundEvent& event : engine::possible_actions(session_, world)) {
            std::vector<EntityId> actors = model::consenting_characters(session_.world(), event);
            if (actors.empty() || std::ranges::find(actors, owner_) != actors.end()) continue;
            if (engine::explained(session_, world, event,
                                  {.character = limits_.character - done, .belief = limits_.belief}) !=
                engine::Known::yes)
                continue;
            if (!contains(event)) seen_.push_back(event);
            MindId after = engine::successor(session_, world, event);
            if (!after.valid()) continue;
            way_.push_back(event);
            look(after, done + 1);
            way_.pop_back();
        }
    }

    engine::Session& session_;
    const model::Limits& limits_;
    EntityId owner_;
    std::size_t steps_ = 0;
    std::vector<GroundEvent> way_, worst_, seen_;
    std::vector<MindId> worlds_;
    std::optional<double> least_;
};

/// Finds the last event of the worst that was to come which can no longer come.
void find_prevented(engine::Session& session, const model::Limits& limits, EntityId owner,
                    std::span<const Course> courses, Odds& odds) {
    Foreseen before(session, limits, owner), after(session, limits, owner);
    for (const Course& course : courses) {
        before.look(course.worlds.front());
        after.look(course.worlds.back());
    }
    if (!before.is_whole() || !after.is_whole()) return;
    for (std::size_t i = before.worst().size(); i-- > 0;) {
        const GroundEvent& event = before.worst()[i];
        if (after.contains(event)) continue;
        odds.prevented = event;
        odds.is_impossible = !after.can_be(event);
        return;
    }
}

bool is_better(const std::optional<Fraction>& after, const std::optional<Fraction>& before) {
    return after && before && model::compare(*after, *before) > 0;
}

}  // namespace

GroundEvent as_meant(GroundEvent event) {
    event.fails = false;
    return event;
}

bool can_try(engine::Session& session, MindId mind, const GroundEvent& event) {
    if (engine::possible(session, mind, as_meant(event))) return true;
    return session.world()[event.event].can_fail() && engine::possible(session, mind, as_failed(event));
}

std::vector<model::ExprId> needs_of(const model::World& world, const GroundEvent& event, bool tried) {
    const model::Event& declared = world[event.event];
    std::vector<model::ExprId> needs{declared.precondition};
    if (declared.hidden.valid()) needs.push_back(declared.hidden);
    if (declared.success.valid() && !tried && !event.fails) needs.push_back(declared.success);
    return needs;
}

bool is_open(engine::Session& session, MindId belief, const Fluent& fluent) {
    if (!engine::is_uncertain(session)) return false;
    std::vector<engine::HeldPossible> held =
        engine::possibilities(session, follow(session, belief, fluent.believers));
    Fluent plain{{}, fluent.property, fluent.arguments};
    return std::ranges::any_of(held, [&](const engine::HeldPossible& one) {
        return value_of(session, one.mind, plain) != value_of(session, held[0].mind, plain);
    });
}

std::optional<Doubt> doubt_of(engine::Session& session, MindId belief, const Fluent& fluent) {
    std::int64_t all = 0;
    std::vector<std::pair<Value, std::int64_t>> weights;
    Fluent plain{{}, fluent.property, fluent.arguments};
    for (const engine::HeldPossible& one :
         engine::possibilities(session, follow(session, belief, fluent.believers))) {
        Value value = value_of(session, one.mind, plain);
        auto same = std::ranges::find(weights, value, &std::pair<Value, std::int64_t>::first);
        if (same == weights.end()) same = weights.insert(weights.end(), {value, 0});
        if (__builtin_add_overflow(same->second, one.weight, &same->second) ||
            __builtin_add_overflow(all, one.weight, &all))
            return std::nullopt;
    }
    std::ranges::stable_sort(weights, std::ranges::greater{}, &std::pair<Value, std::int64_t>::second);
    Doubt doubt{fluent, {}};
    for (const auto& [value, weight] : weights)
        doubt.values.push_back({value, model::make_fraction(weight, all).value_or(Fraction{})});
    return doubt;
}

std::vector<Course> courses_of(engine::Session& session, MindId prospect, std::span<const GroundEvent> plan) {
    Runner runner(session, plan);
    for (const engine::HeldPossible& one : engine::possibilities(session, prospect))
        runner.run({{one.mind}, false});
    return runner.take();
}

Odds odds_of(engine::Session& session, const model::Limits& limits, MindId prospect, EntityId owner,
             std::span<const GroundEvent> plan) {
    Odds odds;
    odds.account =
        engine::account(session, prospect, plan, {.character = limits.character, .belief = limits.belief});
    std::vector<Course> courses = courses_of(session, prospect, plan);
    odds.else_nothing = std::ranges::all_of(courses, [&](const Course& course) {
        if (course.goes_well) return true;
        std::optional<double> before = engine::utility(session, course.worlds.front(), owner);
        std::optional<double> after = engine::utility(session, course.worlds.back(), owner);
        return before && after && *after <= *before;
    });
    if (is_better(odds.account.end_outlook, odds.account.start_outlook))
        find_prevented(session, limits, owner, courses, odds);
    return odds;
}

std::optional<Fraction> luck_of(engine::Session& session, MindId start, std::span<const model::Step> plan) {
    std::optional<Fraction> luck = Fraction{1, 1};
    for (const model::Step& step : plan) {
        luck = model::multiply(*luck, engine::chance_of(session, start, step.action));
        start = engine::successor(session, start, step.action);
        if (!luck || !start.valid()) break;
    }
    return luck;
}

std::string chance_text(const Odds& odds) {
    const Fraction& well = odds.account.goes_well;
    if (well == Fraction{1, 1}) return "";
    if (odds.else_nothing)
        return fmt::format("; with {} in {} for nothing", well.denominator - well.numerator,
                           well.denominator);
    return fmt::format("; it goes well with {} in {}", well.numerator, well.denominator);
}

std::string prevented_text(const model::World& world, const Odds& odds) {
    if (!odds.prevented) return "";
    std::string who;
    std::vector<EntityId> actors = model::consenting_characters(world, *odds.prevented);
    for (std::size_t i = 0; i < actors.size(); ++i)
        who += (i == 0 ? "" : i + 1 == actors.size() ? " and " : ", ") + world[actors[i]].name;
    return fmt::format("{} {} `{}`", who, odds.is_impossible ? "cannot" : "will not",
                       model::to_text(world, *odds.prevented));
}

}  // namespace wt::story
