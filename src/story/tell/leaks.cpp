#include "story/tell/leaks.h"

#include <algorithm>

namespace wt::story {

using engine::MindId;
using model::EntityId;
using model::Expr;
using model::ExprId;
using model::ExprKind;
using model::GroundEvent;
using model::Value;

namespace {

/// Does a formula demand, by a part that cannot be got around, that the fluent has the value?
bool demands(Reader& reader, MindId mind, const model::World& world, ExprId id, const Fluent& fluent,
             const Value& value) {
    const Expr& expr = world[id];
    auto is_fluent = [&](ExprId one) {
        const Expr& other = world[one];
        if (other.kind != ExprKind::fluent || other.property != fluent.property) return false;
        for (std::size_t i = 0; i < other.children.size(); ++i)
            if (!(reader.value(mind, other.children[i]) == fluent.arguments[i])) return false;
        return fluent.believers.empty();
    };
    auto has_value = [&](ExprId one) {
        ExprKind kind = world[one].kind;
        return (kind == ExprKind::constant || kind == ExprKind::variable) && reader.value(mind, one) == value;
    };
    switch (expr.kind) {
        case ExprKind::conjunction:
            return std::ranges::any_of(expr.children, [&](ExprId part) {
                return demands(reader, mind, world, part, fluent, value);
            });
        case ExprKind::fluent:
            return value.is_true() && is_fluent(id);
        case ExprKind::negation:
            return value == Value::boolean(false) && is_fluent(expr.children[0]);
        case ExprKind::comparison:
            return expr.compare == model::Compare::equal &&
                   ((is_fluent(expr.children[0]) && has_value(expr.children[1])) ||
                    (is_fluent(expr.children[1]) && has_value(expr.children[0])));
        default:
            return false;
    }
}

class Checker {
  public:
    Checker(const Story& story, EntityId teller)
        : story_(story), session_(story.session), world_(story.session.world()), teller_(teller) {}

    void check(const Sentence& sentence, std::vector<Leak>& leaks) {
        std::set<EntityId> allowed;
        if (teller_.valid()) allowed.insert(teller_);
        for (std::size_t i = 0; i < sentence.claims.size(); ++i) {
            const Claim& claim = sentence.claims[i];
            if (!is_well_formed(claim, sentence) || !holds(claim, sentence.moment))
                leaks.push_back({sentence.id, i, {}});
            else
                allow(claim, allowed);
        }
        for (const Mention& mention : sentence.mentions)
            if (!allowed.contains(mention.entity))
                leaks.push_back({sentence.id, std::nullopt, mention.entity});
    }

  private:
    /// Are the parts there that its kind needs, and does it lie before the moment at which it is told?
    bool is_well_formed(const Claim& claim, const Sentence& sentence) const {
        if (sentence.moment >= story_.states.size()) return false;
        if (claim.event && *claim.event >= sentence.moment) return false;
        switch (claim.kind) {
            case ClaimKind::happens:
            case ClaimKind::noticed:
                return claim.event.has_value();
            case ClaimKind::fact:
            case ClaimKind::false_fact:
            case ClaimKind::possible:
                return claim.fluent.has_value();
            case ClaimKind::past_fact:
            case ClaimKind::believed:
                return claim.event && claim.fluent;
            case ClaimKind::wants:
            case ClaimKind::assumes_wants:
                return claim.event && claim.fluent && claim.character.valid();
            case ClaimKind::expects:
                return claim.event && claim.expected && claim.character.valid();
            case ClaimKind::lies:
            case ClaimKind::sees_through:
                return claim.event && claim.character.valid();
        }
        return false;
    }

    bool holds(const Claim& claim, std::size_t moment) {
        switch (claim.kind) {
            case ClaimKind::happens:
                return perceives(*claim.event);
            case ClaimKind::noticed:
                return teller_.valid() && mind(*claim.event) != mind(*claim.event + 1);
            case ClaimKind::fact:
                return value_of(session_, mind(moment), *claim.fluent) == claim.value &&
                       !is_open(session_, mind(moment), *claim.fluent);
            case ClaimKind::false_fact:
                return !holds_possible(mind(moment), claim);
            case ClaimKind::possible:
                return is_open(session_, mind(moment), *claim.fluent) && holds_possible(mind(moment), claim);
            case ClaimKind::past_fact:
                return perceives(*claim.event) && is_demanded(claim);
            case ClaimKind::believed:
                return value_of(session_, mind(*claim.event), *claim.fluent) == claim.value &&
                       !is_open(session_, mind(*claim.event), *claim.fluent);
            case ClaimKind::wants:
                return is_own(claim.character) && wants(claim);
            case ClaimKind::expects:
                return is_own(claim.character) && expects(claim);
            case ClaimKind::assumes_wants:
                return perceives(*claim.event) && assumes(claim);
            case ClaimKind::lies:
            case ClaimKind::sees_through:
                return perceives(*claim.event) && lies(claim);
        }
        return false;
    }

    bool holds_possible(MindId mind, const Claim& claim) {
        if (!engine::is_uncertain(session_)) return value_of(session_, mind, *claim.fluent) == claim.value;
        std::optional<Doubt> doubt = doubt_of(session_, mind, *claim.fluent);
        return doubt && std::ranges::any_of(doubt->values, [&](const Doubt::Chance& one) {
                   return one.value == claim.value;
               });
    }

    /// Returns the teller's mind, or the world.
    MindId mind(std::size_t moment) {
        MindId state = story_.states[moment];
        return teller_.valid() ? engine::mind_of(session_, state, teller_) : state;
    }
    MindId mind_of(MindId mind, EntityId who) {
        return who == teller_ ? mind : engine::mind_of(session_, mind, who);
    }
    bool is_own(EntityId character) const { return !teller_.valid() || character == teller_; }
    const GroundEvent& event(std::size_t place) const { return story_.plan.steps[place].action; }

    /// Does the teller observe the event or take part in it?
    bool perceives(std::size_t place) {
        const model::Event& declared = world_[event(place).event];
        if (!teller_.valid() || !declared.observer.valid()) return true;
        std::vector<EntityId> consenting = model::consenting_characters(world_, event(place));
        if (std::ranges::find(consenting, teller_) != consenting.end()) return true;
        Bindings bindings = bindings_of(world_, event(place));
        bindings.emplace_back(declared.observer, Value::entity(teller_));
        return Reader(session_, std::move(bindings)).holds(story_.states[place], declared.observing);
    }

    bool is_demanded(const Claim& claim) {
        Reader reader(session_, bindings_of(world_, event(*claim.event)));
        return demands(reader, story_.states[*claim.event], world_,
                       world_[event(*claim.event).event].precondition, *claim.fluent, claim.value);
    }

    /// Does the plan of a reason, run in the mind of its owner, bring the fluent to the value?
    bool brings_about(const model::Plan& plan, model::ExplanationId id, MindId start, const Claim& claim) {
        if (engine::is_uncertain(session_)) return may_bring_about(plan[id], start, claim);
        MindId end = start;
        for (const model::Step& step : plan[id].steps) {
            if (!engine::possible(session_, end, step.action)) return false;
            end = engine::successor(session_, end, step.action);
            if (!end.valid()) return false;
        }
        std::optional<double> before = engine::utility(session_, start, claim.character);
        std::optional<double> after = engine::utility(session_, end, claim.character);
        return before && after && *after > *before &&
               !(value_of(session_, start, *claim.fluent) == claim.value) &&
               value_of(session_, end, *claim.fluent) == claim.value;
    }

    /// May the plan, which may go one way or another, bring it about if it goes well?
    bool may_bring_about(const model::Explanation& reason, MindId belief, const Claim& claim) {
        std::vector<GroundEvent> events = model::actions_of(reason.steps);
        MindId prospect = engine::prospect(session_, belief);
        engine::Account account =
            engine::account(session_, prospect, events,
                            {.character = story_.limits.character, .belief = story_.limits.belief});
        bool pays = account.start && account.end && model::compare(*account.end, *account.start) > 0;
        return pays && std::ranges::any_of(courses_of(session_, prospect, events), [&](const Course& course) {
                   return course.goes_well &&
                          !(value_of(session_, course.worlds.front(), *claim.fluent) == claim.value) &&
                          value_of(session_, course.worlds.back(), *claim.fluent) == claim.value;
               });
    }

    std::optional<model::ExplanationId> reason_in_plan(const Claim& claim) const {
        for (model::ExplanationId id : story_.plan.steps[*claim.event].reasons)
            if (story_.plan[id].character == claim.character) return id;
        return std::nullopt;
    }

    bool wants(const Claim& claim) {
        auto reason = reason_in_plan(claim);
        MindId start = engine::mind_of(session_, story_.states[*claim.event], claim.character);
        return reason && brings_about(story_.plan, *reason, start, claim);
    }

    bool expects(const Claim& claim) {
        auto reason = reason_in_plan(claim);
        if (!reason) return false;
        const std::vector<model::Step>& steps = story_.plan[*reason].steps;
        return std::ranges::any_of(steps,
                                   [&](const model::Step& step) { return step.action == *claim.expected; });
    }

    bool assumes(const Claim& claim) {
        if (!teller_.valid() || claim.character == teller_) return false;
        MindId theirs = mind_of(mind(*claim.event), claim.character);
        if (!can_try(session_, theirs, event(*claim.event))) return false;
        model::Plan plan;
        auto reason = engine::find_reason(session_, theirs, as_meant(event(*claim.event)),
                                          story_.limits.character, story_.limits.belief, plan);
        return reason && brings_about(plan, *reason, theirs, claim);
    }

    /// Does the speaker take what is said to be false, as the teller sees it? For a hearer: do they see it so?
    bool lies(const Claim& claim) {
        const GroundEvent& said = event(*claim.event);
        std::vector<EntityId> consenting = model::consenting_characters(world_, said);
        ExprId says;
        for (const model::Telling& telling : world_.tellings)
            if (!says.valid()) says = telling.events[said.event.index()].says;
        if (!says.valid() || consenting.empty()) return false;
        Reader reader(session_, bindings_of(world_, said));
        MindId later = mind(*claim.event + 1);
        if (claim.kind == ClaimKind::lies)
            return claim.character == consenting[0] &&
                   reader.holds(mind_of(mind(*claim.event), consenting[0]), says, true) &&
                   reader.holds(mind_of(later, consenting[0]), says, true);
        MindId theirs = mind_of(later, claim.character);
        return claim.character != consenting[0] && reader.holds(theirs, says, true) &&
               reader.holds(engine::mind_of(session_, theirs, consenting[0]), says, true);
    }

    // ---- mentions ----

    static void allow(const Value& value, std::set<EntityId>& allowed) {
        if (value.is_entity()) allowed.insert(value.as_entity());
    }
    static void allow(const Fluent& fluent, std::set<EntityId>& allowed) {
        allowed.insert(fluent.believers.begin(), fluent.believers.end());
        for (const Value& argument : fluent.arguments)
            allow(argument, allowed);
    }
    static void allow(const GroundEvent& event, std::set<EntityId>& allowed) {
        for (const Value& argument : event.arguments)
            allow(argument, allowed);
    }

    void allow(const Claim& claim, std::set<EntityId>& allowed) {
        if (claim.character.valid()) allowed.insert(claim.character);
        if (claim.fluent) {
            allow(*claim.fluent, allowed);
            allow(claim.value, allowed);
        }
        if (claim.expected) allow(*claim.expected, allowed);
        if (claim.kind == ClaimKind::happens || claim.kind == ClaimKind::lies)
            allow(event(*claim.event), allowed);
        if (claim.kind == ClaimKind::noticed) allow_noticed(*claim.event, allowed);
    }

    /// For an event that is only noticed, this allows those that the changed beliefs are about.
    void allow_noticed(std::size_t place, std::set<EntityId>& allowed) {
        for (const engine::Session::GroundFluent& ground : session_.ground_fluents()) {
            Fluent fluent{{}, ground.property, ground.arguments};
            Value after = value_of(session_, mind(place + 1), fluent);
            if (value_of(session_, mind(place), fluent) == after &&
                is_open(session_, mind(place), fluent) == is_open(session_, mind(place + 1), fluent))
                continue;
            allow(fluent, allowed);
            allow(after, allowed);
        }
    }

    const Story& story_;
    engine::Session& session_;
    const model::World& world_;
    EntityId teller_;
};

}  // namespace

std::vector<Leak> leaks_of(const Story& story, const Narration& narration, EntityId teller) {
    Checker checker(story, teller);
    std::vector<Leak> leaks;
    for (const std::vector<Sentence>& paragraph : narration.paragraphs)
        for (const Sentence& sentence : paragraph)
            checker.check(sentence, leaks);
    return leaks;
}

}  // namespace wt::story
