#include "story/reason.h"

#include <algorithm>
#include <limits>

#include "story/near_reason.h"

namespace wt::story {

using engine::MindId;
using model::EntityId;
using model::Explanation;
using model::GroundEvent;
using model::Value;

namespace {

bool rises(const std::optional<double>& before, const std::optional<double>& after) {
    return before && after && *after > *before;
}

/// Returns what makes an event impossible in a mind; with `tried`, what keeps it from being tried at all.
std::vector<Fact> obstacles(engine::Session& session, MindId mind, const GroundEvent& event,
                            bool tried = false) {
    const model::World& world = session.world();
    Reader reader(session, bindings_of(world, event));
    std::set<Fluent> fluents;
    for (model::ExprId needed : needs_of(world, event, tried))
        if (!reader.holds(mind, needed)) reader.collect(mind, needed, fluents);
    // This is a failure that could not fail.
    if (fluents.empty() && event.fails && world[event.event].success.valid())
        reader.collect(mind, world[event.event].success, fluents);
    std::vector<Fact> facts;
    for (const Fluent& fluent : fluents)
        facts.push_back({fluent, value_of(session, mind, fluent)});
    return facts;
}

/// Does the belief leave several things open? A plan has several courses then, and no one state behind an event.
bool is_unsure(engine::Session& session, MindId mind) {
    return engine::is_uncertain(session) && engine::possibilities(session, mind).size() > 1;
}

/// Rounds the fraction for what compares and prints numbers.
std::optional<double> number_of(const std::optional<model::Fraction>& fraction) {
    if (!fraction) return std::nullopt;
    return static_cast<double>(fraction->numerator) / static_cast<double>(fraction->denominator);
}

/// Returns what a belief is worth to its owner, by their temper.
std::optional<model::Fraction> worth_in(const Story& story, MindId belief) {
    return engine::account(story.session, engine::prospect(story.session, belief), {},
                           {.character = story.limits.character, .belief = story.limits.belief})
        .start;
}

/// This is rule 9.2 (U), with what somebody wary foresees.
bool improves(const engine::Account& account) {
    auto rises = [](const std::optional<model::Fraction>& from, const std::optional<model::Fraction>& to,
                    bool strictly) {
        if (!from || !to) return false;
        std::strong_ordering order = model::compare(*to, *from);
        return strictly ? order > 0 : order >= 0;
    };
    return rises(account.start, account.end, true) ||
           (rises(account.start, account.end, false) &&
            rises(account.start_outlook, account.end_outlook, true));
}

/// Returns the state after each event of a plan in a mind, that mind first; fewer if triggers do not rest, or where its
/// owner is not sure.
std::vector<MindId> run(engine::Session& session, MindId mind, const Explanation& reason) {
    std::vector<MindId> minds{mind};
    for (const model::Step& step : reason.steps) {
        if (is_unsure(session, mind)) break;
        mind = engine::successor(session, mind, step.action);
        if (!mind.valid()) break;
        minds.push_back(mind);
    }
    return minds;
}

/// Finds somebody who would not consent to a later event of a plan; the others are asked before its owner, whose own
/// doubts follow from theirs.
std::optional<Trial> unwilling(engine::Session& session, const model::Limits& limits,
                               std::span<const MindId> minds, EntityId owner,
                               const std::vector<GroundEvent>& events) {
    for (bool of_owner : {false, true}) {
        for (std::size_t i = 1; i < events.size(); ++i) {
            int left = limits.character - static_cast<int>(i);
            for (EntityId one : model::consenting_characters(session.world(), events[i])) {
                if ((one == owner) != of_owner) continue;
                MindId theirs = engine::asked_in(session, minds[i], one);
                if (!engine::possible(session, theirs, events[i]) ||
                    engine::has_reason(session, theirs, events[i],
                                       {.character = left, .belief = limits.belief}) != engine::Known::yes)
                    return Trial{Fate::unwilling, i, one, {}};
            }
        }
    }
    return std::nullopt;
}

/// Tells how a reason of the mind's owner fares in a mind: rules 9.2, (P), (U) and (X), the cheap ones first.
Trial try_reason(engine::Session& session, const model::Limits& limits, MindId mind, EntityId owner,
                 const std::vector<GroundEvent>& events) {
    std::vector<MindId> minds{mind};
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (!engine::possible(session, minds[i], events[i])) return {Fate::impossible, i, {}, {}};
        minds.push_back(engine::successor(session, minds[i], events[i]));
        if (!minds.back().valid()) return {Fate::impossible, i, {}, {}};
    }
    std::optional<double> end = engine::utility(session, minds.back(), owner);
    bool gains = rises(engine::utility(session, mind, owner), end);
    if (engine::is_uncertain(session)) {
        engine::Account account = engine::account(session, engine::prospect(session, mind), events,
                                                  {.character = limits.character, .belief = limits.belief});
        end = number_of(account.end);
        gains = improves(account);
    }
    if (!gains) return {Fate::no_gain, events.size(), {}, end};
    if (auto found = unwilling(session, limits, minds, owner, events)) return *found;
    return {Fate::works, events.size(), {}, end};
}

/// Does a reason that came with the plan work in the mind of its owner, as far as rule 9.2 says except (M)?
bool works(engine::Session& session, const model::Limits& limits, MindId mind, const GroundEvent& event,
           const Explanation& reason) {
    if (reason.steps.empty() || !(reason.steps[0].action == event)) return false;
    if (reason.steps.size() > static_cast<std::size_t>(std::max(1, limits.character))) return false;
    Trial trial = try_reason(session, limits, mind, reason.character, model::actions_of(reason.steps));
    if (trial.fate != Fate::works) return false;
    std::vector<MindId> minds = run(session, mind, reason);
    for (std::size_t i = 1; i + 1 < minds.size(); ++i)  // rule (D)
        if (engine::utility(session, minds[i], reason.character) == trial.end) return false;
    return true;
}

/// Do the reasons of others that it rests on, which are told, too, work as well?
bool works_with_others(const Story& story, MindId mind, const GroundEvent& event, const Explanation& reason) {
    if (!works(story.session, story.limits, mind, event, reason)) return false;
    std::vector<MindId> minds = run(story.session, mind, reason);
    for (std::size_t i = 1; i < reason.steps.size(); ++i) {
        const model::Step& step = reason.steps[i];
        std::vector<EntityId> characters = model::consenting_characters(story.session.world(), step.action);
        if (step.reasons.size() != characters.size()) return false;
        model::Limits left = story.limits;
        left.character -= static_cast<int>(i);
        for (std::size_t j = 0; j < characters.size(); ++j) {
            const Explanation& theirs = story.plan[step.reasons[j]];
            MindId start = engine::asked_in(story.session, minds[i], characters[j]);
            if (theirs.character != characters[j] || !works(story.session, left, start, step.action, theirs))
                return false;
        }
    }
    return true;
}

/// Does it work where not everything is certain, as far as (P), (U) and (D) say? That there is a reason at all, the
/// engine says.
bool works_by_odds(const Story& story, MindId belief, const GroundEvent& event, const Explanation& reason) {
    GroundEvent meant = as_meant(event);
    engine::ReasonLimits limits{.character = story.limits.character, .belief = story.limits.belief};
    if (reason.steps.empty() || !(reason.steps[0].action == meant)) return false;
    if (reason.steps.size() > static_cast<std::size_t>(std::max(1, limits.character))) return false;
    std::vector<GroundEvent> events = model::actions_of(reason.steps);
    MindId prospect = engine::prospect(story.session, belief);
    engine::Account whole = engine::account(story.session, prospect, events, limits);
    if (whole.goes_well.numerator == 0 || !improves(whole)) return false;
    for (std::size_t i = 1; i < events.size(); ++i) {
        engine::Account part = engine::account(story.session, prospect, std::span(events).first(i), limits);
        if (part.end == whole.end && part.end_outlook == whole.end_outlook) return false;
    }
    return engine::has_reason(story.session, belief, meant, limits) == engine::Known::yes;
}

/// Says why an event is impossible in a state, or for somebody who consents, if it is.
std::optional<PlanFault> fault_of(engine::Session& session, MindId state, const GroundEvent& event,
                                  std::size_t place) {
    if (!engine::possible(session, state, event))
        return PlanFault{PlanFaultKind::impossible, place, {}, obstacles(session, state, event)};
    if (!engine::successor(session, state, event).valid())
        return PlanFault{PlanFaultKind::endless_triggers, place, {}, {}};
    for (EntityId character : model::consenting_characters(session.world(), event)) {
        MindId theirs = engine::mind_of(session, state, character);
        if (!can_try(session, theirs, event))
            return PlanFault{PlanFaultKind::thought_impossible, place, character,
                             obstacles(session, theirs, event, true)};
    }
    return std::nullopt;
}

/// Finds somebody who has no reason for an event that `fault_of` has nothing against.
std::optional<PlanFault> motive_fault(const Story& story, MindId state, const GroundEvent& event,
                                      std::size_t place) {
    for (EntityId character : model::consenting_characters(story.session.world(), event)) {
        MindId theirs = engine::mind_of(story.session, state, character);
        if (engine::has_reason(story.session, theirs, as_meant(event),
                               {.character = story.limits.character, .belief = story.limits.belief}) !=
            engine::Known::yes)
            return PlanFault{PlanFaultKind::no_reason, place, character, {}};
    }
    return std::nullopt;
}

/// Says what the nearest reason for an event lacks.
std::string nearest(const Story& story, MindId mind, std::size_t place, EntityId who) {
    std::vector<GroundEvent> before;
    for (std::size_t i = 0; i < place; ++i)
        before.push_back(story.plan.steps[i].action);
    return nearest_reason(story.session, before, mind, story.plan.steps[place].action, who, story.limits);
}

/// Attaches or checks the reasons for one event.
std::optional<PlanFault> settle_reasons(Story& story, MindId state, std::size_t place) {
    const GroundEvent event = story.plan.steps[place].action;
    std::vector<EntityId> characters = model::consenting_characters(story.session.world(), event);
    std::vector<model::ExplanationId> reasons = story.plan.steps[place].reasons;
    bool given = reasons.size() == characters.size();
    if (!given) reasons.clear();
    for (std::size_t i = 0; i < characters.size(); ++i) {
        MindId theirs = engine::mind_of(story.session, state, characters[i]);
        if (given) {
            const Explanation& reason = story.plan[reasons[i]];
            bool works = engine::is_uncertain(story.session)
                             ? works_by_odds(story, theirs, event, reason)
                             : works_with_others(story, theirs, event, reason);
            if (reason.character != characters[i] || !works)
                return PlanFault{PlanFaultKind::wrong_reason, place, characters[i], {}};
            continue;
        }
        auto found = engine::find_reason(story.session, theirs, as_meant(event), story.limits.character,
                                         story.limits.belief, story.plan);
        if (!found)
            return PlanFault{PlanFaultKind::no_reason,
                             place,
                             characters[i],
                             {},
                             nearest(story, theirs, place, characters[i])};
        reasons.push_back(*found);
    }
    story.plan.steps[place].reasons = std::move(reasons);
    return std::nullopt;
}

// ---- mistakes ----

/// Finds what the owner of a reason is wrong about.
class Mistakes {
  public:
    Mistakes(const Story& story, MindId state, MindId mind, const Explanation& reason)
        : story_(story), session_(story.session), state_(state), mind_(mind), reason_(reason) {}

    std::vector<Mistake> find() {
        std::set<Fluent> read;
        collect_reads(reason_, mind_, {}, read);
        collect_reads_of_others(read);
        std::set<Fluent> all = read;
        add_all(all);
        std::vector<Mistake> decisive, others;
        for (const Fluent& fluent : all) {
            Mistake mistake{
                fluent, value_of(session_, mind_, fluent), value_of(session_, state_, fluent), {}};
            if (mistake.believed == mistake.actual) continue;
            // Somebody who leaves something open is not wrong about it.
            if (is_open(session_, mind_, fluent) || is_open(session_, state_, fluent)) continue;
            mistake.corrected = corrected(mistake);
            if (mistake.corrected.fate != Fate::works)
                decisive.push_back(std::move(mistake));
            else if (read.contains(fluent) && fluent.believers.size() <= 1)
                others.push_back(std::move(mistake));
        }
        decisive.insert(decisive.end(), others.begin(), others.end());
        return decisive;
    }

  private:
    /// Collects what a plan reads in the mind reached by `chain`, as far as it is still what it was at the start.
    void collect_reads(const Explanation& reason, MindId mind, const std::vector<EntityId>& chain,
                       std::set<Fluent>& fluents) {
        const model::World& world = session_.world();
        std::vector<MindId> minds = run(session_, mind, reason);
        for (std::size_t i = 0; i < minds.size(); ++i) {
            std::set<Fluent> here;
            bool is_action = i < reason.steps.size();
            if (is_action) {
                const GroundEvent& event = reason.steps[i].action;
                Reader reader(session_, bindings_of(world, event));
                reader.collect(minds[i], world[event.event].precondition, here);
                for (model::ExprId needed : {world[event.event].hidden, world[event.event].success})
                    if (needed.valid()) reader.collect(minds[i], needed, here);
                reader.collect(minds[i], world[event.event].effect, here);
            }
            if (i == 0 || !is_action)
                Reader(session_, {}).collect(minds[i], world.utilities[reason.character.index()].value, here);
            for (Fluent fluent : here) {
                Value value = value_of(session_, minds[i], fluent);
                fluent.believers.insert(fluent.believers.begin(), chain.begin(), chain.end());
                if (value_of(session_, mind_, fluent) == value) fluents.insert(std::move(fluent));
            }
        }
    }

    void collect_reads_of_others(std::set<Fluent>& fluents) {
        std::vector<MindId> minds = run(session_, mind_, reason_);
        for (std::size_t i = 1; i < reason_.steps.size() && i < minds.size(); ++i) {
            for (model::ExplanationId id : reason_.steps[i].reasons) {
                const Explanation& theirs = story_.plan[id];
                if (theirs.character == reason_.character) continue;
                collect_reads(theirs, engine::mind_of(session_, minds[i], theirs.character),
                              {theirs.character}, fluents);
            }
        }
    }

    /// Adds all that its owner believes of the world, and of what each other character believes.
    void add_all(std::set<Fluent>& fluents) {
        for (const engine::Session::GroundFluent& fluent : session_.ground_fluents()) {
            fluents.insert({{}, fluent.property, fluent.arguments});
            for (std::size_t c = 0; c < session_.world().character_count; ++c)
                if (EntityId other{c}; other != reason_.character)
                    fluents.insert({{other}, fluent.property, fluent.arguments});
        }
    }

    Trial corrected(const Mistake& mistake) {
        MindId mind = engine::with_value(session_, mind_, mistake.fluent.believers, mistake.fluent.property,
                                         mistake.fluent.arguments, mistake.actual);
        return try_reason(session_, story_.limits, mind, reason_.character, model::actions_of(reason_.steps));
    }

    const Story& story_;
    engine::Session& session_;
    MindId state_;
    MindId mind_;
    const Explanation& reason_;
};

// ---- what was expected, and what came ----

std::vector<Expected> expectations(const Story& story, MindId mind, const Explanation& reason) {
    std::vector<MindId> minds = run(story.session, mind, reason);
    std::vector<Expected> result;
    for (std::size_t i = 0; i < reason.steps.size() && i < minds.size(); ++i) {
        Expected expected{reason.steps[i].action, {}};
        for (model::ExplanationId id : reason.steps[i].reasons) {
            const Explanation& theirs = story.plan[id];
            if (i == 0 || theirs.character == reason.character) continue;
            MindId start = engine::mind_of(story.session, minds[i], theirs.character);
            std::vector<MindId> run_of_theirs = run(story.session, start, theirs);
            expected.others.push_back(
                {theirs.character, engine::utility(story.session, start, theirs.character),
                 engine::utility(story.session, run_of_theirs.back(), theirs.character), std::nullopt});
        }
        result.push_back(std::move(expected));
    }
    return result;
}

/// Finds the same for a plan that may end early.
std::vector<Expected> expectations_by_odds(const Story& story, MindId prospect, const Explanation& reason) {
    std::vector<Expected> result;
    for (std::size_t i = 0; i < reason.steps.size(); ++i) {
        const GroundEvent& event = reason.steps[i].action;
        Expected expected{event, {}};
        for (model::ExplanationId id : reason.steps[i].reasons) {
            const Explanation& theirs = story.plan[id];
            if (i == 0 || theirs.character == reason.character || !prospect.valid()) continue;
            model::Limits left = story.limits;
            left.character -= static_cast<int>(i);
            Gain gain{theirs.character, {}, {}, {}};
            gain.odds = odds_of(story.session, left,
                                engine::asked_for(story.session, prospect, event, theirs.character),
                                theirs.character, model::actions_of(theirs.steps));
            gain.before = number_of(gain.odds->account.start);
            gain.after = number_of(gain.odds->account.end);
            expected.others.push_back(std::move(gain));
        }
        result.push_back(std::move(expected));
        if (prospect.valid()) prospect = engine::successor(story.session, prospect, event);
    }
    return result;
}

/// Finds what a plan reads, in any of its courses, that its owner leaves open.
std::vector<Doubt> doubts_about(const Story& story, MindId belief, std::span<const Course> courses,
                                const Explanation& reason) {
    engine::Session& session = story.session;
    const model::World& world = session.world();
    std::set<Fluent> read;
    for (const Course& course : courses) {
        for (std::size_t i = 0; i < course.worlds.size(); ++i) {
            Reader(session, {})
                .collect(course.worlds[i], world.utilities[reason.character.index()].value, read);
            if (i == reason.steps.size()) break;
            const GroundEvent& event = reason.steps[i].action;
            Reader reader(session, bindings_of(world, event));
            for (model::ExprId needed :
                 {world[event.event].precondition, world[event.event].hidden, world[event.event].success})
                if (needed.valid()) reader.collect(course.worlds[i], needed, read);
            if (world[event.event].effect.valid())
                reader.collect(course.worlds[i], world[event.event].effect, read);
        }
    }
    std::vector<Doubt> doubts;
    for (Fluent fluent : read) {
        // A character's own beliefs are their own view; that others are not sure is no doubt of theirs.
        while (!fluent.believers.empty() && fluent.believers[0] == reason.character)
            fluent.believers.erase(fluent.believers.begin());
        if (!fluent.believers.empty()) continue;
        bool is_known = std::ranges::any_of(doubts, [&](const Doubt& one) { return one.fluent == fluent; });
        if (is_known || !is_open(session, belief, fluent)) continue;
        if (auto doubt = doubt_of(session, belief, fluent)) doubts.push_back(std::move(*doubt));
    }
    return doubts;
}

Followed followed_by(const Story& story, std::size_t event, const Explanation& reason) {
    Followed followed;
    const std::vector<model::Step>& steps = story.plan.steps;
    std::size_t last = event;
    bool all_came = !steps[event].action.fails;
    for (std::size_t i = 1; i < reason.steps.size() && all_came; ++i) {
        std::size_t at = last + 1;
        while (at < steps.size() && !(steps[at].action == reason.steps[i].action))
            ++at;
        all_came = at < steps.size();
        if (!all_came) break;
        for (std::size_t other = last + 1; other < at; ++other)
            followed.between.push_back(other);
        followed.came.push_back(at);
        last = at;
    }
    if (all_came)
        followed.after = engine::utility(story.session, story.states[last + 1], reason.character);
    else if (last + 1 < steps.size())
        followed.instead = last + 1;
    MindId end = story.states.back();
    followed.end = engine::utility(story.session, end, reason.character);
    MindId theirs = engine::mind_of(story.session, end, reason.character);
    if (engine::is_uncertain(story.session)) {
        followed.believed_worth = worth_in(story, theirs);
        followed.believed_end = number_of(followed.believed_worth);
    } else {
        followed.believed_end = engine::utility(story.session, theirs, reason.character);
    }
    return followed;
}

}  // namespace

tl::expected<Story, PlanFault> follow_plan(engine::Session& session, model::Plan plan,
                                           const model::Limits& limits) {
    Story story{session, limits, std::move(plan), {engine::first_state(session)}};
    for (std::size_t i = 0; i < story.plan.steps.size(); ++i) {
        MindId state = story.states.back();
        if (auto fault = fault_of(session, state, story.plan.steps[i].action, i))
            return tl::unexpected(std::move(*fault));
        if (auto fault = settle_reasons(story, state, i)) return tl::unexpected(std::move(*fault));
        story.states.push_back(engine::successor(session, state, story.plan.steps[i].action));
    }
    return story;
}

namespace {

/// Returns, of the courses that go well to the end, the first of those with the greatest gain; null if there is none.
const Course* best_of(engine::Session& session, std::span<const Course> courses, EntityId owner) {
    const Course* best = nullptr;
    double most = 0;
    for (const Course& course : courses) {
        if (!course.goes_well) continue;
        std::optional<double> before = engine::utility(session, course.worlds.front(), owner);
        std::optional<double> after = engine::utility(session, course.worlds.back(), owner);
        double gain = before && after ? *after - *before : -std::numeric_limits<double>::infinity();
        if (best && gain <= most) continue;
        best = &course;
        most = gain;
    }
    return best;
}

Reason reason_by_odds(const Story& story, std::size_t event, const Explanation& given, MindId belief) {
    engine::Session& session = story.session;
    std::vector<GroundEvent> plan = model::actions_of(given.steps);
    MindId prospect = engine::prospect(session, belief);
    std::vector<Course> courses = courses_of(session, prospect, plan);
    Reason reason;
    reason.character = given.character;
    reason.odds = odds_of(session, story.limits, prospect, given.character, plan);
    reason.before = number_of(reason.odds->account.start);
    reason.after = number_of(reason.odds->account.end);
    if (const Course* best = best_of(session, courses, given.character))
        reason.utility_changes =
            utility_changes(session, session.world().utilities[given.character.index()].value,
                            best->worlds.front(), best->worlds.back());
    reason.seeks_mistakes = !is_unsure(session, belief);
    reason.doubts = doubts_about(story, belief, courses, given);
    if (reason.seeks_mistakes) reason.mistakes = Mistakes(story, story.states[event], belief, given).find();
    reason.expected = expectations_by_odds(story, prospect, given);
    reason.followed = followed_by(story, event, given);
    return reason;
}

}  // namespace

Reason reason_for(const Story& story, std::size_t event, EntityId character) {
    const model::Step& step = story.plan.steps[event];
    auto id = std::ranges::find(step.reasons, character,
                                [&](model::ExplanationId one) { return story.plan[one].character; });
    Reason reason;
    reason.character = character;
    if (id == step.reasons.end()) return reason;
    const Explanation& given = story.plan[*id];
    MindId state = story.states[event];
    MindId mind = engine::mind_of(story.session, state, character);
    if (engine::is_uncertain(story.session)) return reason_by_odds(story, event, given, mind);
    reason.before = engine::utility(story.session, mind, character);
    MindId end = run(story.session, mind, given).back();
    reason.after = engine::utility(story.session, end, character);
    reason.utility_changes =
        utility_changes(story.session, story.session.world().utilities[character.index()].value, mind, end);
    reason.mistakes = Mistakes(story, state, mind, given).find();
    reason.expected = expectations(story, mind, given);
    reason.followed = followed_by(story, event, given);
    return reason;
}

Consequences consequences_of(const Story& story, std::size_t event) {
    engine::Session& session = story.session;
    Consequences result;
    MindId before = story.states[event];
    MindId after = story.states[event + 1];
    std::vector<std::vector<EntityId>> chains{{}};
    for (std::size_t c = 0; c < session.world().character_count; ++c)
        chains.push_back({EntityId(c)});
    for (const std::vector<EntityId>& chain : chains) {
        for (const engine::Session::GroundFluent& ground : session.ground_fluents()) {
            Fluent real{{}, ground.property, ground.arguments};
            ValueChange change{{chain, ground.property, ground.arguments}, {}, {}};
            change.before = value_of(session, before, change.fluent);
            change.after = value_of(session, after, change.fluent);
            if (change.before == change.after) continue;
            bool seen = !chain.empty() && change.after == value_of(session, after, real) &&
                        !(change.after == value_of(session, before, real));
            if (!seen) result.changes.push_back(std::move(change));
        }
    }
    for (std::size_t i = event + 1; i < story.plan.steps.size(); ++i) {
        const GroundEvent& next = story.plan.steps[i].action;
        std::optional<PlanFault> fault = fault_of(session, before, next, i);
        if (!fault) fault = motive_fault(story, before, next, i);
        if (fault)
            result.missed.push_back(std::move(*fault));
        else
            before = engine::successor(session, before, next);
    }
    return result;
}

}  // namespace wt::story
