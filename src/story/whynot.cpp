#include "story/whynot.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/inspect.h"
#include "engine/planner.h"
#include "model/print.h"
#include "model/trace.h"
#include "story/near_reason.h"
#include "story/odds.h"

namespace wt::story {

using namespace model;

namespace {

using Story = std::vector<GroundEvent>;

/// At most so many changes of one kind are tried.
constexpr std::size_t kMostChanges = 120;

/// The search that is done where nothing else has helped takes so many times as many states as other searches.
constexpr std::uint64_t kLongerSearch = 200;

/// Said where no part of a request can be named.
constexpr std::string_view kWholeConflict = "the parts of the request have no story together";

/// A change of a fluent at the start.
struct Change {
    EntityId believer;  ///< none: in truth
    PropertyId property;
    std::vector<Value> arguments;
    Value value;
    Value before;
    bool was_open = false;  ///< the believer left it open; `before` says nothing then
};

/// This says what came of one search for a story in what was relaxed.
enum class Attempt : std::uint8_t { found, proved_none, cut, not_run };

class Search {
  public:
    Search(World world, const WhynotQuestion& question, Budget& budget)
        : world_(std::move(world)), asked_(question), budget_(budget), states_each_(question.states_each) {
        if (asked_.request) request_ = *asked_.request;
    }

    Whynot run() {
        std::optional<Story> story = asked_.is_proved ? std::nullopt : first();
        if (story) {
            result_.outcome = Whynot::Outcome::story;
            result_.story = std::move(*story);
        }
        if (result_.outcome != Whynot::Outcome::none) return result_;
        relax_limits();
        if (is_done()) return result_;
        if (request_)
            relax_constraints();
        else if (!asked_.only_first)
            relax_goal();
        if (is_done()) return result_;
        relax_consent();
        if (is_done()) return result_;
        relax_start();
        if (is_done()) return result_;
        if (result_.findings.empty() || asked_.all) relax_rules();
        if (!has_story() && !asked_.only_first) search_longer();
        return result_;
    }

  private:
    bool has_story() const {
        return std::ranges::any_of(result_.findings,
                                   [](const Remedy& finding) { return !finding.story.empty(); });
    }
    bool is_done() const { return asked_.only_first && has_story(); }
    bool over() {
        if (result_.searches >= asked_.most_searches) return true;
        if (budget_.stop() == Stop::none) return false;
        result_.stop = budget_.stop();
        return true;
    }
    bool enough(Excuse excuse) {
        return over() || (!asked_.all && std::ranges::any_of(result_.findings, [&](const Remedy& finding) {
                   return finding.excuse == excuse;
               }));
    }
    void add(Excuse excuse, std::string text, const Story& story, std::vector<std::string> details = {}) {
        if (std::ranges::find(result_.findings, text, &Remedy::text) != result_.findings.end()) return;
        result_.findings.push_back({excuse, std::move(text), std::move(details), story});
    }

    engine::Question question() const {
        return {.goal = asked_.goal, .limits = asked_.limits, .request = request_ ? &*request_ : nullptr};
    }

    engine::SessionOptions session_options(int depth, int belief_limit) const {
        return {.belief_limit = belief_limit,
                .belief_depth = depth,
                .possibilities = asked_.limits.possibilities,
                .foresight = asked_.limits.foresight};
    }

    /// Makes one search in a world of its own session. The result is none also if its share of states ran out.
    engine::Answer ask(const World& world, const engine::Question& question, std::uint64_t states) {
        ++result_.searches;
        std::uint64_t before = budget_.bytes();
        std::uint64_t most = budget_.max_states;
        if (states != 0) budget_.max_states = std::min(most, budget_.states() + states);
        engine::Answer answer;
        {
            int depth = asked_.belief_depth + std::max(0, question.limits.belief - asked_.limits.belief);
            engine::Session session(world, session_options(depth, question.limits.belief), budget_);
            answer = engine::plan(session, question);
        }
        budget_.max_states = most;
        budget_.charge_bytes(static_cast<std::int64_t>(before) - static_cast<std::int64_t>(budget_.bytes()));
        return answer;
    }
    std::optional<Story> try_it(const World& world, const engine::Question& question) {
        attempt_ = Attempt::not_run;
        if (over()) return std::nullopt;
        engine::Answer answer = ask(world, question, states_each_);
        if (answer.verdict == engine::Verdict::found && answer.plan) {
            attempt_ = Attempt::found;
            return actions_of(answer.plan->steps);
        }
        if (answer.verdict == engine::Verdict::exhausted)
            attempt_ = Attempt::proved_none;
        else if (!over())  // otherwise it was not this search's share that ran out
            attempt_ = Attempt::cut;
        return std::nullopt;
    }
    /// Notes that a relaxation did not help, as far as the last search knows.
    void no_help(std::string text) {
        if (attempt_ == Attempt::proved_none) result_.in_vain.push_back(std::move(text));
        if (attempt_ == Attempt::cut) result_.open.push_back(std::move(text));
    }

    std::optional<Story> first() {
        engine::Answer answer = ask(world_, question(), 0);
        result_.endless = answer.endless;
        switch (answer.verdict) {
            case engine::Verdict::found:
                return actions_of(answer.plan->steps);
            case engine::Verdict::exhausted:
                best_ = answer.best;
                best_utility_ = answer.utility;
                return std::nullopt;
            case engine::Verdict::stopped:
                result_.outcome = Whynot::Outcome::undecided;
                result_.stop = answer.stop;
                result_.too_large = answer.too_large;
                return std::nullopt;
            case engine::Verdict::endless_triggers:
                result_.outcome = Whynot::Outcome::endless_triggers;
                return std::nullopt;
        }
        return std::nullopt;
    }

    // ---- limits ----

    void relax_limits() {
        engine::Question wider = question();
        wider.limits.author = 2 * asked_.limits.author + 2;
        if (std::optional<Story> story = try_it(world_, wider)) {
            wider.optimal = true;
            if (std::optional<Story> shortest = try_it(world_, wider)) story = shortest;
            add(Excuse::limit,
                fmt::format("an author limit of {} instead of {} would do", story->size(),
                            asked_.limits.author),
                *story);
        } else {
            if (attempt_ == Attempt::cut) cut_limits_.push_back({"author", &Limits::author});
            no_help(fmt::format("an author limit of {}", wider.limits.author));
        }
        relax_limit("character", &Limits::character, 2 * asked_.limits.character + 2);
        relax_limit("belief", &Limits::belief, asked_.limits.belief + 2);
    }
    void relax_limit(std::string_view name, int Limits::* limit, int most) {
        engine::Question wider = question();
        for (int step = 1; asked_.limits.*limit + step <= most; step *= 2) {
            wider.limits.*limit = asked_.limits.*limit + step;
            std::optional<Story> story = try_it(world_, wider);
            if (step == 1 && attempt_ == Attempt::cut) cut_limits_.push_back({std::string(name), limit});
            if (!story) continue;
            add(Excuse::limit,
                fmt::format("a {} limit of {} instead of {} would do", name, wider.limits.*limit,
                            asked_.limits.*limit),
                *story);
            return;
        }
        no_help(fmt::format("a {} limit of {}", name, wider.limits.*limit));
    }

    /// Where nothing helps that a short search finds, this tries the next higher limits, with a longer search each. The
    /// belief limit comes first, because it is what one sees least.
    void search_longer() {
        for (auto limit = cut_limits_.rbegin(); limit != cut_limits_.rend(); ++limit) {
            engine::Question wider = question();
            wider.limits.*(limit->limit) += 1;
            std::uint64_t states = std::exchange(states_each_, states_each_ * kLongerSearch);
            std::optional<Story> story = try_it(world_, wider);
            states_each_ = states;
            if (!story) continue;
            std::string text = fmt::format("a{} {} limit of {} instead of {} would do",
                                           limit->limit == &Limits::author ? "n" : "", limit->name,
                                           wider.limits.*(limit->limit), asked_.limits.*(limit->limit));
            std::erase_if(result_.findings, [&](const Remedy& finding) {
                return finding.excuse == Excuse::conflict && finding.text == kWholeConflict;
            });
            result_.findings.insert(result_.findings.begin(), {Excuse::limit, std::move(text), {}, *story});
            std::erase_if(result_.open, [&](const std::string& open) {
                return open.find(fmt::format("{} limit", limit->name)) != std::string::npos;
            });
            return;
        }
    }

    // ---- the request, or the goal ----

    void relax_goal() {
        if (!best_ || !best_utility_) return;
        add(Excuse::goal,
            fmt::format("the best that was met is a utility of {} for the author",
                        to_text(world_, Value::number(*best_utility_))),
            actions_of(best_->steps));
    }

    /// Returns a request with the parts of the request by number: its constraints, and behind them its goal, if it has
    /// one.
    Request request_with(const std::vector<std::size_t>& parts) const {
        Request some = *request_;
        some.constraints.clear();
        some.goal.reset();
        for (std::size_t part : parts) {
            if (part == request_->constraints.size())
                some.goal = request_->goal;
            else
                some.constraints.push_back(request_->constraints[part]);
        }
        return some;
    }
    std::optional<Story> try_parts(const std::vector<std::size_t>& parts) {
        Request some = request_with(parts);
        engine::Question fewer = question();
        fewer.request = &some;
        return try_it(world_, fewer);
    }
    std::string part_text(std::size_t part) const {
        if (part == request_->constraints.size())
            return fmt::format("`goal: {}`", to_text(world_, Value::number(*request_->goal)));
        return fmt::format("`{}`", to_text(world_, request_->constraints[part]));
    }
    static std::vector<std::size_t> without(std::vector<std::size_t> parts, std::size_t part) {
        std::erase(parts, part);
        return parts;
    }

    void relax_constraints() {
        std::vector<std::size_t> parts;
        for (std::size_t i = 0; i < request_->constraints.size() + (request_->goal ? 1 : 0); ++i)
            parts.push_back(i);
        if (parts.size() < 2) return;
        for (std::size_t part : parts) {
            if (over()) return;
            std::optional<Story> story = try_parts(without(parts, part));
            if (!story) continue;
            add(Excuse::constraint, fmt::format("it would do without {}", part_text(part)), *story);
            if (!asked_.all) break;
        }
        // The conflict is what of it has no story by itself, as little as can be.
        std::vector<std::size_t> conflict = parts;
        for (std::size_t part : parts) {
            if (over()) return;
            std::vector<std::size_t> fewer = without(conflict, part);
            if (!fewer.empty() && !try_parts(fewer) && attempt_ == Attempt::proved_none) conflict = fewer;
        }
        if (conflict.size() == parts.size() && conflict.size() > 1) {
            // That a part of it stands in the way, or a limit, says more.
            if (!has_story() && !over()) add(Excuse::conflict, std::string(kWholeConflict), {});
            return;
        }
        std::string list;
        for (std::size_t part : conflict)
            list += (list.empty() ? "" : part == conflict.back() ? " and " : ", ") + part_text(part);
        add(Excuse::conflict,
            conflict.size() == 1 ? fmt::format("{} alone has no story", list)
                                 : fmt::format("{} have no story together", list),
            {});
    }

    // ---- consent ----

    std::vector<EntityId> everybody() const {
        std::vector<EntityId> all;
        for (std::size_t i = 0; i < world_.character_count; ++i)
            all.push_back(EntityId(i));
        return all;
    }
    std::optional<Story> try_puppets(const std::vector<EntityId>& puppets) {
        engine::Question unasked = question();
        unasked.puppets = puppets;
        return try_it(world_, unasked);
    }

    void relax_consent() {
        for (EntityId character : everybody()) {
            if (enough(Excuse::consent)) return;
            std::optional<Story> story = try_puppets({character});
            if (story) report_consent({character}, *story);
        }
        if (enough(Excuse::consent) || !unwilling_.empty()) return;
        std::vector<EntityId> puppets = everybody();
        std::optional<Story> story = try_puppets(puppets);
        if (!story) {
            no_help("not asking anybody whether they want to");
            return;
        }
        for (EntityId character : everybody()) {
            std::vector<EntityId> fewer = puppets;
            std::erase(fewer, character);
            if (std::optional<Story> other = try_puppets(fewer)) {
                puppets = fewer;
                story = other;
            }
        }
        report_consent(puppets, *story);
    }

    /// Names each action of the story that one of them does not want.
    void report_consent(const std::vector<EntityId>& puppets, const Story& story) {
        engine::Session session(world_, session_options(asked_.belief_depth, asked_.limits.belief), budget_);
        engine::MindId state = engine::first_state(session);
        std::vector<std::string> refusals;
        for (std::size_t i = 0; i < story.size(); ++i) {
            const GroundEvent& action = story[i];
            for (EntityId character : consenting_characters(world_, action)) {
                if (std::ranges::find(puppets, character) == puppets.end()) continue;
                Story before(story.begin(), story.begin() + static_cast<std::ptrdiff_t>(i));
                std::string why = refusal(session, state, before, action, character);
                if (over()) return;
                if (why.empty()) continue;
                refusals.push_back(fmt::format("event {}: {}", i + 1, why));
                unwilling_.insert(character);
                refused_.push_back(action);
            }
            state = engine::successor(session, state, action);
            if (!state.valid()) break;
        }
        std::string text = refusals.empty() ? "nobody is against it, but nobody can go on" : refusals.front();
        if (!refusals.empty()) refusals.erase(refusals.begin());
        add(Excuse::consent, text, story, refusals);
    }
    /// Says why the character would not take part; the text is empty if they would.
    std::string refusal(engine::Session& session, engine::MindId state, const Story& before,
                        const GroundEvent& action, EntityId character) {
        engine::MindId mind = engine::mind_of(session, state, character);
        std::string what = to_text(world_, action);
        std::string who = world_[character].name;
        if (!can_try(session, mind, action))
            return fmt::format("`{}` takes `{}` to be impossible", who, what);
        bool wants = engine::shortest_reason(session, mind, as_meant(action), asked_.limits.character,
                                             asked_.limits.belief)
                         .has_value();
        if (wants) return "";
        std::string near = nearest_reason(session, before, mind, action, character, asked_.limits);
        return fmt::format("`{}` has no reason for `{}`{}", who, what,
                           near.empty() ? "" : fmt::format(" ({})", near));
    }

    // ---- how things stand at the start ----

    /// Collects the properties that an expression reads.
    void collect(ExprId id, std::set<std::uint32_t>& properties) const {
        const Expr& expr = world_[id];
        if (expr.kind == ExprKind::fluent) properties.insert(expr.property.value);
        for (ExprId child : expr.children)
            collect(child, properties);
    }

    /// Returns all ways to fill the formals, up to a number.
    std::vector<std::vector<Value>> tuples(const Property& property) {
        std::vector<std::vector<Value>> result{{}};
        for (const Formal& formal : property.formals) {
            std::vector<std::vector<Value>> longer;
            std::vector<Value> values =
                formal.is_fixed() ? std::vector<Value>{formal.fixed} : world_.values_of(formal.type);
            for (const std::vector<Value>& tuple : result)
                for (const Value& value : values) {
                    if (longer.size() > kMostChanges) {
                        leaves_changes_out_ = true;
                        break;
                    }
                    longer.push_back(tuple);
                    longer.back().push_back(value);
                }
            result = std::move(longer);
        }
        return result;
    }

    World changed(const Change& change) const {
        World world = world_;
        auto constant = [&](const Value& value) {
            Expr expr;
            expr.value = value;
            expr.type = value.is_boolean() ? kBoolean : value.is_number() ? kNumber : kEntity;
            world.exprs.push_back(expr);
            return ExprId(world.exprs.size() - 1);
        };
        Effect effect;
        effect.kind = EffectKind::assign;
        effect.property = change.property;
        for (const Value& argument : change.arguments)
            effect.arguments.push_back(constant(argument));
        if (change.believer.valid()) effect.believers.push_back(constant(Value::entity(change.believer)));
        effect.value = constant(change.value);
        world.effects.push_back(std::move(effect));
        world.first_state.push_back(EffectId(world.effects.size() - 1));
        return world;
    }

    /// Tries everybody who is wrong at the start, and everything that somebody unwilling cares about, up to a number.
    void relax_start() {
        engine::Session session(world_, session_options(asked_.belief_depth, asked_.limits.belief), budget_);
        engine::MindId start = engine::first_state(session);
        if (!start.valid()) return;
        std::vector<Change> changes;
        for (EntityId character : everybody())
            collect_errors(session, start, character, changes);
        for (EntityId character : unwilling_)
            collect_wishes(session, start, character, changes);
        if (changes.size() > kMostChanges) {
            leaves_changes_out_ = true;
            changes.resize(kMostChanges);
        }
        std::size_t proved = 0, cut = 0;
        std::vector<Remedy> others;
        for (const Change& change : changes) {
            Excuse excuse = change.believer.valid() ? Excuse::belief : Excuse::fact;
            if (enough(excuse)) continue;
            std::optional<Story> story = try_it(changed(change), question());
            proved += attempt_ == Attempt::proved_none;
            cut += attempt_ == Attempt::cut;
            if (!story) continue;
            if (brings_round(*story))
                add(excuse, change_text(change), *story);
            else
                others.push_back({excuse, change_text(change), {}, *story});
        }
        // A change that makes somebody do what they refused says more than one that makes it needless.
        bool helped = std::ranges::any_of(result_.findings, [](const Remedy& finding) {
            return finding.excuse == Excuse::belief || finding.excuse == Excuse::fact;
        });
        if (!helped && !others.empty() && !asked_.all) others.resize(1);
        if (!helped || asked_.all)
            result_.findings.insert(result_.findings.end(), others.begin(), others.end());
        if (helped || !others.empty()) return;
        auto values = [](std::size_t count) {
            return fmt::format("{} other {} at the start", count, count == 1 ? "value" : "values");
        };
        if (proved > 0) result_.in_vain.push_back(values(proved));
        if (cut > 0) result_.open.push_back(values(cut));
        if (leaves_changes_out_) result_.open.push_back("further values at the start, which were not tried");
    }

    /// Does somebody do in it what they refused before, or did nobody refuse anything?
    bool brings_round(const Story& story) const {
        return refused_.empty() || std::ranges::any_of(story, [&](const GroundEvent& action) {
                   return std::ranges::find(refused_, action) != refused_.end();
               });
    }

    void collect_errors(engine::Session& session, engine::MindId start, EntityId character,
                        std::vector<Change>& changes) {
        engine::MindId mind = engine::mind_of(session, start, character);
        for (std::size_t i = 0; i < world_.properties.size(); ++i)
            for (const std::vector<Value>& arguments : tuples(world_.properties[i])) {
                Value truth = engine::value(session, start, PropertyId(i), arguments);
                Value believed = engine::value(session, mind, PropertyId(i), arguments);
                bool was_open = is_open(session, mind, {{}, PropertyId(i), arguments});
                if (truth == believed && !was_open) continue;
                changes.push_back({character, PropertyId(i), arguments, truth, believed, was_open});
            }
    }

    /// Collects other values of what the utility of somebody who does not want to reads: first what it is compared
    /// with.
    void collect_wishes(engine::Session& session, engine::MindId start, EntityId character,
                        std::vector<Change>& changes) {
        std::set<std::uint32_t> properties;
        collect(world_.utilities[character.index()].value, properties);
        for (bool in_truth : {true, false})
            for (std::uint32_t number : properties) {
                PropertyId property(number);
                TypeId type = world_[property].type;
                if (type == kNumber) continue;
                for (const std::vector<Value>& arguments : tuples(world_[property])) {
                    engine::MindId where = in_truth ? start : engine::mind_of(session, start, character);
                    Value before = engine::value(session, where, property, arguments);
                    bool was_open = is_open(session, where, {{}, property, arguments});
                    for (const Value& value : world_.values_of(type))
                        if (value != before || was_open)
                            changes.push_back({in_truth ? EntityId::none() : character, property, arguments,
                                               value, before, was_open});
                }
            }
    }

    std::string change_text(const Change& change) const {
        std::string fluent = fluent_text(world_, change.property, change.arguments);
        std::string value = to_text(world_, change.value);
        std::string before = to_text(world_, change.before);
        if (change.was_open)
            return fmt::format("it would do if `{}` were sure at the start that `{}` is `{}`",
                               world_[change.believer].name, fluent, value);
        if (change.believer.valid())
            return fmt::format("it would do if `{}` believed at the start that `{}` is `{}`, not `{}`",
                               world_[change.believer].name, fluent, value, before);
        return fmt::format("it would do if `{}` were `{}` at the start, not `{}`", fluent, value, before);
    }

    // ---- rules ----

    void relax_rules() {
        std::size_t proved = 0, cut = 0;
        for (std::size_t i = 0; i < world_.events.size(); ++i) {
            EventId event(i);
            bool has_condition = world_[world_[event].precondition].kind != ExprKind::constant;
            if (world_[event].is_trigger || !has_condition || enough(Excuse::rule)) continue;
            Attempt attempt = relax_rule(event);
            proved += attempt == Attempt::proved_none;
            cut += attempt == Attempt::cut;
        }
        auto actions = [](std::size_t count) {
            return fmt::format("leaving out the conditions of {}",
                               count == 1 ? "one action" : fmt::format("any one of {} actions", count));
        };
        if (proved > 0) result_.in_vain.push_back(actions(proved));
        if (cut > 0) result_.open.push_back(actions(cut));
    }

    /// Tells what came of leaving out the whole condition.
    Attempt relax_rule(EventId event) {
        const Expr& whole = world_[world_[event].precondition];
        World free = world_;
        Expr truth;
        truth.type = kBoolean;
        truth.value = Value::boolean(true);
        free.exprs.push_back(truth);
        free.events[event.index()].precondition = ExprId(free.exprs.size() - 1);
        std::optional<Story> story = try_it(free, question());
        if (!story) return attempt_;
        if (whole.kind == ExprKind::conjunction) {
            for (std::size_t i = 0; i < whole.children.size(); ++i) {
                World without_one = world_;
                Expr rest = whole;
                rest.children.erase(rest.children.begin() + static_cast<std::ptrdiff_t>(i));
                without_one.exprs.push_back(rest);
                without_one.events[event.index()].precondition = ExprId(without_one.exprs.size() - 1);
                std::optional<Story> other = try_it(without_one, question());
                if (!other) continue;
                add(Excuse::rule,
                    fmt::format("it would do if `{}` did not need `{}`", world_[event].name,
                                to_text(world_, whole.children[i])),
                    *other);
                return Attempt::found;
            }
        }
        add(Excuse::rule, fmt::format("it would do if `{}` needed nothing", world_[event].name), *story);
        return Attempt::found;
    }

    World world_;
    const WhynotQuestion& asked_;
    Budget& budget_;
    std::uint64_t states_each_;  ///< that one search may take
    std::optional<Request> request_;
    std::optional<Plan> best_;
    std::optional<double> best_utility_;
    /// Limits for which the search with one more was cut short.
    struct CutLimit {
        std::string name;
        int Limits::* limit;
    };
    std::vector<CutLimit> cut_limits_;
    Attempt attempt_ = Attempt::not_run;  ///< the last one
    bool leaves_changes_out_ = false;     ///< of how things stand at the start
    std::set<EntityId> unwilling_;
    std::vector<GroundEvent> refused_;  ///< by one of them
    Whynot result_;
};

}  // namespace

std::string_view name_of(Excuse excuse) {
    static constexpr std::string_view kNames[] = {"limit",  "constraint", "conflict", "consent",
                                                  "belief", "fact",       "rule",     "goal"};
    return kNames[static_cast<std::size_t>(excuse)];
}

Whynot whynot(World world, const WhynotQuestion& question, Budget& budget) {
    return Search(std::move(world), question, budget).run();
}

}  // namespace wt::story
