#include "engine/lint/habits.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "engine/inspect.h"
#include "engine/session.h"
#include "model/print.h"

namespace wt::engine {

using namespace model;

namespace {

class HabitFinder {
  public:
    HabitFinder(Session& session, Diagnostics& diagnostics)
        : session_(session),
          ground_(*session.impl().ground),
          world_(ground_.world()),
          diagnostics_(diagnostics) {}

    void find() {
        note_learning();
        unseen_outcomes();
        unseen_causes();
        if (!session_.impl().start.valid()) return;
        lost_in_minds();
        reached_at_start();
    }

  private:
    bool stopped() const { return ground_.stopped(); }
    bool may_observe(EventIndex event, EntityId who) {
        return !ground_.pool().is_false(ground_.observing(event, who));
    }
    PropertyId property_of(FluentId fluent) const { return ground_.fluent(fluent).property; }

    // ---- who can learn what ----

    /// What an effect on somebody's beliefs, or a trigger, can tell them: triggers run in minds, too.
    void note_learning() {
        for (std::size_t i = 0; i < ground_.event_count(); ++i)
            for (const Assignment& assignment : ground_.assignments(EventIndex(i))) {
                auto chain = ground_.chain(assignment.chain);
                if (chain.size() == 1) told_.insert({chain[0], assignment.fluent});
                if (chain.empty() && ground_.is_trigger(EventIndex(i)))
                    by_trigger_.insert(property_of(assignment.fluent));
            }
    }

    // ---- actions that whoever does them does not notice ----

    void unseen_outcomes() {
        std::map<EventId, EntityId> unseen;  // who does not notice it, of actions of which that is so always
        std::set<EventId> seen;
        for (std::size_t i = 0; i < ground_.action_count() && !stopped(); ++i) {
            EventIndex action(i);
            EventId schema = ground_.event(action).schema;
            if (ground_.consenting(action).empty() || seen.contains(schema)) continue;
            EntityId who = ground_.consenting(action)[0];
            if (is_missed_by(action, who))
                unseen.try_emplace(schema, who);
            else
                seen.insert(schema);
        }
        for (const auto& [schema, who] : unseen) {
            if (seen.contains(schema) || stopped()) continue;
            const Event& event = world_[schema];
            auto& d = diagnostics_.add(
                DiagnosticCode::unseen_outcome, event.span,
                fmt::format("whoever does `{}` does not notice it: `{}` goes on as if it had not happened",
                            event.name, world_[who].name));
            d.hint =
                "consenting is not observing; let them observe it, as in `observing(c : character): c == "
                "who;`";
        }
    }
    bool is_missed_by(EventIndex action, EntityId who) {
        bool changes = false;
        for (const Assignment& assignment : ground_.assignments(action)) {
            if (!ground_.chain(assignment.chain).empty()) continue;
            if (told_.contains({who, assignment.fluent}) ||
                by_trigger_.contains(property_of(assignment.fluent)))
                return false;
            changes = true;
        }
        return changes && !may_observe(action, who);
    }

    // ---- changes that nobody can notice who could do something about them ----

    struct Knowledge {
        EventId cause;               ///< the first action that changes it
        std::set<EntityId> can_act;  ///< those with something to do that needs it, or who want it
        std::set<EntityId> can_notice;
    };

    void unseen_causes() {
        std::map<PropertyId, Knowledge> all;
        for (std::size_t i = 0; i < ground_.action_count() && !stopped(); ++i)
            note_changes(EventIndex(i), all);
        for (std::size_t i = 0; i < ground_.action_count() && !stopped(); ++i)
            note_use(EventIndex(i), all);
        for (const auto& [who, fluent] : told_)
            if (auto known = all.find(property_of(fluent)); known != all.end())
                known->second.can_notice.insert(who);
        for (const Utility& utility : world_.utilities)
            for (PropertyId property : read_by(ground_.utility(utility.character)))
                if (auto known = all.find(property); known != all.end())
                    known->second.can_act.insert(utility.character);
        for (const auto& [property, knowledge] : all)
            if (!stopped()) tell_unseen(property, knowledge);
    }
    std::set<PropertyId> read_by(FormulaId formula) const {
        std::vector<FormulaPool::Read> reads;
        ground_.pool().collect_reads(formula, reads);
        std::set<PropertyId> properties;
        for (const FormulaPool::Read& read : reads)
            if (!read.in_other_mind) properties.insert(property_of(read.fluent));
        return properties;
    }
    void note_changes(EventIndex action, std::map<PropertyId, Knowledge>& all) {
        for (const Assignment& assignment : ground_.assignments(action)) {
            PropertyId property = property_of(assignment.fluent);
            if (!ground_.chain(assignment.chain).empty() || by_trigger_.contains(property)) continue;
            Knowledge& known =
                all.try_emplace(property, Knowledge{ground_.event(action).schema, {}, {}}).first->second;
            for (std::size_t c = 0; c < ground_.character_count(); ++c)
                if (may_observe(action, EntityId(c))) known.can_notice.insert(EntityId(c));
        }
    }
    /// Who sees what nobody has to want concludes what that needs, and whoever tries something sees whether it works. (What others
    /// do for reasons of their own tells nobody: they would have to know first.)
    void note_use(EventIndex action, std::map<PropertyId, Knowledge>& all) {
        auto consenting = ground_.consenting(action);
        for (PropertyId property : read_by(ground_.event(action).tried)) {
            auto known = all.find(property);
            if (known == all.end()) continue;
            known->second.can_act.insert(consenting.begin(), consenting.end());
            for (std::size_t c = 0; consenting.empty() && c < ground_.character_count(); ++c)
                if (may_observe(action, EntityId(c))) known->second.can_notice.insert(EntityId(c));
        }
        if (!world_[ground_.event(action).schema].can_fail()) return;
        for (PropertyId property : read_by(ground_.event(action).seen))
            if (auto known = all.find(property); known != all.end())
                known->second.can_notice.insert(consenting.begin(), consenting.end());
    }
    void tell_unseen(PropertyId property, const Knowledge& knowledge) {
        if (knowledge.can_act.empty()) return;
        auto notices = [&](EntityId who) { return knowledge.can_notice.contains(who); };
        if (std::ranges::any_of(knowledge.can_act, notices)) return;
        const Event& cause = world_[knowledge.cause];
        auto& d = diagnostics_.add(
            DiagnosticCode::unseen_cause, cause.span,
            fmt::format("`{}` changes `{}`, and nobody can ever notice who could do something about it",
                        cause.name, world_[property].name));
        d.labels.push_back({world_[property].span, fmt::format("`{}`, for one, takes it to be as it was",
                                                               world_[*knowledge.can_act.begin()].name)});
        d.hint =
            "let somebody observe it, or see it afterwards: `seen`, or a trigger with `believes(c, ...)`";
    }

    // ---- people who are wrong about where they are ----

    /// Is it said outright, and of them alone, what the believers take the last of them to be?
    bool is_said(PropertyId property, const std::vector<EntityId>& believers) const {
        return std::ranges::any_of(world_.first_state, [&](EffectId id) {
            const Effect& effect = world_[id];
            if (effect.property != property || effect.believers.size() != believers.size()) return false;
            return std::ranges::equal(effect.believers, believers, [&](ExprId expr, EntityId who) {
                return world_[expr].kind == ExprKind::constant && world_[expr].value == Value::entity(who);
            });
        });
    }
    /// Somebody in their own mind, and in what others take them to think.
    void lost_in_minds() {
        PropertyId where = world_.whereabouts;
        if (!where.valid() || world_[where].formals.size() != 1 || session_.impl().depth < 2) return;
        MindId start = first_state(session_);
        for (std::size_t who = 0; who < world_.character_count && !stopped(); ++who) {
            if (!world_.is_of_type(Value::entity(EntityId(who)), world_[where].formals[0].type)) continue;
            if (is_lost(where, start, {EntityId(who)})) return;
            for (std::size_t one = 0; one < world_.character_count; ++one)
                if (one != who &&
                    is_lost(where, mind_of(session_, start, EntityId(one)), {EntityId(one), EntityId(who)}))
                    return;
        }
    }
    bool is_lost(PropertyId where, MindId above, const std::vector<EntityId>& believers) {
        EntityId who = believers.back();
        std::vector<Value> whose = {Value::entity(who)};
        Value here = value(session_, above, where, whose);
        Value own = value(session_, mind_of(session_, above, who), where, whose);
        if (here.is_unknown() || here == own || is_said(where, believers)) return false;
        const std::string& name = world_[who].name;
        std::string fluent = fluent_text(world_, where, whose),
                    belief = fmt::format("believes({}, {})", name, fluent);
        std::string in_mind;
        if (believers.size() > 1) {
            in_mind = fmt::format("in the mind of `{}`, ", world_[believers[0]].name);
            belief = fmt::format("believes({}, {})", world_[believers[0]].name, belief);
        }
        auto& d = diagnostics_.add(
            DiagnosticCode::lost_in_mind, world_[where].span,
            own.is_unknown() ? fmt::format("{}`{}` does not know where they are themselves", in_mind, name)
                             : fmt::format("{}`{}` is at `{}` and thinks that they are at `{}`", in_mind,
                                           name, to_text(world_, here), to_text(world_, own)));
        d.hint = fmt::format("a statement about several minds takes them in, too; add `{} = {};` behind it",
                             belief, to_text(world_, here));
        return true;
    }

    // ---- what is reached at the start ----

    void reached_at_start() {
        const std::optional<double>& goal = world_.settings.goal;
        MindId start = first_state(session_);
        std::optional<double> utility = engine::utility(session_, start, EntityId::none());
        if (goal && utility && *utility >= *goal && world_.author_utility.span != Span{}) {
            auto& d = diagnostics_.add(
                DiagnosticCode::reached_at_start, world_.author_utility.span,
                fmt::format("the goal, {}, is reached before anything happens: it is {} at the start",
                            to_text(world_, Value::number(*goal)), to_text(world_, Value::number(*utility))));
            d.hint = "ask for more than there is at the start, or begin with less";
        }
        for (const Request& request : world_.requests) {
            bool ends_here = !request.goal && !request.constraints.empty() &&
                             std::ranges::all_of(request.constraints, [&](TraceId constraint) {
                                 return is_met(start, constraint);
                             });
            if (!ends_here || stopped()) continue;
            auto& d = diagnostics_.add(
                DiagnosticCode::reached_at_start, request.span,
                fmt::format("what `{}` asks for is so before anything happens", request.name));
            d.hint =
                "any event will do as its story; ask for one, with `happens ...`, or for an end that is not "
                "there at the start";
        }
    }
    /// Is it a constraint about a state that is met where the story begins?
    bool is_met(MindId start, TraceId id) {
        const TraceNode& node = world_[id];
        bool is_about_one = node.kind == TraceKind::at_end || node.kind == TraceKind::sometime;
        if (!is_about_one) return false;
        const TraceNode& moment = world_[node.children[0]];
        return moment.kind == TraceKind::state &&
               evaluate(session_, start, world_, moment.condition) == Value::boolean(true);
    }

    Session& session_;
    GroundWorld& ground_;
    const World& world_;
    Diagnostics& diagnostics_;
    std::set<std::pair<EntityId, FluentId>> told_;  ///< whom the effect of some event tells about what
    std::set<PropertyId> by_trigger_;               ///< that triggers change
};

}  // namespace

void find_habits(Session& session, Diagnostics& diagnostics) {
    HabitFinder(session, diagnostics).find();
}

}  // namespace wt::engine
