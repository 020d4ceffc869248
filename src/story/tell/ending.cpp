// This tells how a telling ends: what was asked for, what somebody had hoped for in vain, and who is still wrong.
#include <algorithm>

#include "story/tell/planning.h"

namespace wt::story {

using model::EntityId;
using model::TraceKind;
using model::Value;

namespace {

constexpr std::size_t kMostFacts = 3;
constexpr std::size_t kMostDelusions = 2;

/// Collects the fluents that make what a request says of the end true, as the teller sees it.
void collect_end(const Focus& focus, model::TraceId id, bool is_at_end, std::set<Fluent>& fluents) {
    const model::TraceNode& node = focus.world()[id];
    if (node.kind == TraceKind::state) {
        Reader reader(focus.story().session, {});
        engine::MindId end = focus.view(focus.events());
        if (is_at_end && reader.holds(end, node.condition)) reader.collect(end, node.condition, fluents);
        return;
    }
    if (node.kind != TraceKind::at_end && node.kind != TraceKind::conjunction) return;
    for (model::TraceId child : node.children)
        collect_end(focus, child, is_at_end || node.kind == TraceKind::at_end, fluents);
}

/// Returns what the story comes to: by the request, else by the author's wish.
std::vector<Fluent> outcome(const Planning& planning) {
    const Focus& focus = planning.focus;
    std::set<Fluent> fluents;
    if (planning.request)
        for (model::TraceId constraint : planning.request->constraints)
            collect_end(focus, constraint, false, fluents);
    if (fluents.empty())
        for (const UtilityChange& want :
             utility_changes(focus.story().session, focus.world().author_utility.value, focus.view(0),
                             focus.view(focus.events())))
            for (const ValueChange& change : want.changes)
                fluents.insert(change.fluent);
    std::vector<Fluent> plain;
    for (const Fluent& fluent : fluents) {
        Value value = focus.value(focus.events(), fluent);
        bool has_changed = !(focus.value(0, fluent) == value);
        if (!fluent.believers.empty() || is_negative(value) || focus.leaves_open(0, fluent)) continue;
        if (!value.is_number() || has_changed) plain.push_back(fluent);
    }
    return plain;
}

/// Has the reader seen it come about, or been told that it did?
bool is_before_their_eyes(const Planning& planning, const Fluent& fluent) {
    const Focus& focus = planning.focus;
    if (planning.learnt.contains(fluent)) return true;
    std::size_t last = focus.events();
    Value value = focus.value(last, fluent);
    if (value.is_number()) return false;
    while (last > 0 && focus.value(last - 1, fluent) == value)
        --last;
    if (last > 0) return focus.perception(last - 1) == Perception::full;
    // A fluent that has not changed is worth telling only if somebody wanted it otherwise.
    return std::ranges::none_of(planning.told_wishes, [&](const Wish& wish) {
        return std::get<Fluent>(wish) == fluent && !(std::get<Value>(wish) == value);
    });
}

/// Returns those of the outcome that the reader does not have before their eyes.
std::vector<Fluent> outcome_to_tell(const Planning& planning) {
    std::vector<Fluent> fluents = outcome(planning);
    std::erase_if(fluents, [&](const Fluent& fluent) { return is_before_their_eyes(planning, fluent); });
    auto owner = [](const Fluent& fluent) {
        return fluent.arguments.empty() ? Value() : fluent.arguments[0];
    };
    std::ranges::stable_sort(fluents, {}, owner);
    if (fluents.size() > kMostFacts) fluents.resize(kMostFacts);
    return fluents;
}

void tell_outcome(Planning& planning, const std::vector<Fluent>& fluents) {
    const Focus& focus = planning.focus;
    std::size_t end = focus.events();
    for (const Fluent& fluent : fluents) {
        Value value = focus.value(end, fluent);
        Message message;
        message.id = "end." + id_of(focus.world(), fluent);
        message.moment = end;
        message.parts = {fact_part(fluent, value, ClauseForm::main)};
        message.claims = {fact_claim(ClaimKind::fact, fluent, value)};
        message.may_join = true;
        if (focus.value(0, fluent) == value) {
            message.frame = Frame::as_before;
            Claim then = fact_claim(ClaimKind::believed, fluent, value);
            then.event = 0;
            message.claims.push_back(std::move(then));
        }
        planning.messages.push_back(std::move(message));
    }
}

/// Did the teller get anything after the event?
bool goes_on_after(const Focus& focus, std::size_t place) {
    for (std::size_t i = place + 1; i < focus.events(); ++i)
        if (focus.perception(i) != Perception::none) return true;
    return false;
}

/// Was another value of the fluent wished for by the same character later?
bool is_given_up(const Planning& planning, const Motive& motive, const ValueChange& wish) {
    return std::ranges::any_of(planning.motives, [&](const Motive& later) {
        return later.event > motive.event && later.character == motive.character &&
               std::ranges::any_of(later.wants, [&](const ValueChange& other) {
                   return other.fluent == wish.fluent && !(other.after == wish.after) &&
                          planning.told_wishes.contains({later.character, other.fluent, other.after});
               });
    });
}

/// Does the teller not know how it ended? That they themselves have not got it they do know.
bool is_left_to_guess(const Focus& focus, const ValueChange& wish) {
    return !focus.is_narrator() && focus.value(focus.events(), wish.fluent).is_unknown() &&
           !(wish.after == Value::entity(focus.teller()));
}

/// Tells the wish of the teller (of anybody, for a narrator) that was told first and is not fulfilled.
void tell_unfulfilled(Planning& planning, const std::vector<Fluent>& outcome) {
    const Focus& focus = planning.focus;
    std::size_t end = focus.events();
    for (const Motive& motive : planning.motives) {
        if (motive.is_assumed || !goes_on_after(focus, motive.event)) continue;
        for (const ValueChange& wish : motive.wants) {
            if (!planning.told_wishes.contains({motive.character, wish.fluent, wish.after})) continue;
            if (!wish.fluent.believers.empty() || is_negative(wish.after)) continue;
            if (focus.value(end, wish.fluent) == wish.after || focus.leaves_open(end, wish.fluent)) continue;
            if (std::ranges::find(outcome, wish.fluent) != outcome.end()) continue;
            if (is_left_to_guess(focus, wish)) continue;
            if (is_given_up(planning, motive, wish)) continue;
            Message message;
            message.id = "end.unfulfilled." + id_of(focus.world(), wish.fluent);
            message.moment = end;
            message.frame = Frame::in_the_end;
            message.parts = {fact_part(wish.fluent, wish.after, ClauseForm::main, true)};
            message.claims = {fact_claim(ClaimKind::false_fact, wish.fluent, wish.after)};
            if (wish.after.is_number()) {
                Value value = focus.value(end, wish.fluent);
                message.parts = {fact_part(wish.fluent, value, ClauseForm::main)};
                message.claims = {fact_claim(ClaimKind::fact, wish.fluent, value)};
            }
            planning.messages.push_back(std::move(message));
            return;
        }
    }
}

/// Tells who is still wrong, as the teller sees it.
void tell_lasting_delusions(Planning& planning) {
    const Focus& focus = planning.focus;
    std::size_t end = focus.events();
    std::size_t count = 0;
    for (std::size_t i : planning.told_delusions) {
        const Delusion& one = planning.delusions[i];
        Value actual = focus.value(end, one.fluent);
        Value believed = value_of(focus.story().session, focus.mind_of(end, one.owner), one.fluent);
        bool is_wrong = believed == one.believed && !(believed == actual) && !actual.is_unknown();
        if (!is_wrong || count++ == kMostDelusions) continue;
        Fluent theirs = one.fluent;
        theirs.believers.insert(theirs.believers.begin(), one.owner);
        Message message;
        message.id = "end.wrong." + id_of(focus.world(), theirs);
        message.moment = end;
        message.frame = Frame::still_thinks;
        message.who = {one.owner};
        message.parts = {fact_part(one.fluent, believed, ClauseForm::subordinate)};
        message.claims = {fact_claim(ClaimKind::fact, theirs, believed)};
        planning.messages.push_back(std::move(message));
    }
}

}  // namespace

void tell_ending(Planning& planning) {
    std::size_t first = planning.messages.size();
    std::vector<Fluent> outcome = outcome_to_tell(planning);
    tell_unfulfilled(planning, outcome);
    tell_outcome(planning, outcome);
    tell_lasting_delusions(planning);
    if (first < planning.messages.size()) planning.messages[first].starts_scene = true;
}

}  // namespace wt::story
