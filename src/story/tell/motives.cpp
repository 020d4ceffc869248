#include "story/tell/motives.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace wt::story {

using engine::MindId;
using model::EntityId;
using model::GroundEvent;
using model::Value;

namespace {

/// At most so many mistakes of one reason are told.
constexpr std::size_t kMostDelusions = 2;

/// Returns the reason that the teller takes somebody else to have for an event.
std::optional<Reason> assumed_reason(const Focus& focus, std::size_t place, EntityId who) {
    const Story& story = focus.story();
    MindId view = focus.view(place);
    MindId mind = focus.mind_of(place, who);
    const GroundEvent& event = focus.event(place);
    if (!engine::possible(story.session, view, event) || !can_try(story.session, mind, event))
        return std::nullopt;
    // The teller's world becomes a story of one event, so that all is read there.
    Story seen{story.session, story.limits, {}, {view, focus.view(place + 1)}};
    auto reason = engine::find_reason(story.session, mind, as_meant(event), story.limits.character,
                                      story.limits.belief, seen.plan);
    if (!reason) return std::nullopt;
    seen.plan.steps.push_back({event, {*reason}});
    return reason_for(seen, 0, who);
}

/// Returns what is to be gained: each fluent with the value it is to get, larger gains first.
std::vector<ValueChange> gains(const Focus& focus, const Reason& reason) {
    std::vector<const UtilityChange*> wants;
    for (const UtilityChange& want : reason.utility_changes)
        if (!want.difference || *want.difference > 0) wants.push_back(&want);
    std::ranges::stable_sort(wants, [](const UtilityChange* a, const UtilityChange* b) {
        return a->difference.value_or(0) > b->difference.value_or(0);
    });
    std::vector<ValueChange> changes;
    for (const UtilityChange* want : wants)
        for (const ValueChange& change : want->changes)
            if (!change.after.is_unknown() && std::ranges::find(changes, change) == changes.end())
                changes.push_back(change);
    // Beside something new, it goes without saying that something is again as it was at the start.
    auto is_new = [&](const ValueChange& change) {
        return !(value_of(focus.story().session, focus.mind_of(0, reason.character), change.fluent) ==
                 change.after);
    };
    if (std::ranges::any_of(changes, is_new)) std::erase_if(changes, std::not_fn(is_new));
    return changes;
}

EntityId actor_of(const model::World& world, const GroundEvent& event);

/// Returns the act of somebody else with which the change comes for good. A number does not depend on a single act.
std::optional<GroundEvent> means_to(const Focus& focus, MindId start, const Reason& reason,
                                    const ValueChange& change) {
    engine::Session& session = focus.story().session;
    std::optional<GroundEvent> means;
    if (change.after.is_number()) return means;
    MindId mind = start;
    bool is_so = value_of(session, mind, change.fluent) == change.after;
    for (std::size_t i = 0; i < reason.expected.size(); ++i) {
        const GroundEvent& event = reason.expected[i].event;
        mind = engine::successor(session, mind, event);
        if (!mind.valid()) return std::nullopt;
        bool was_so = std::exchange(is_so, value_of(session, mind, change.fluent) == change.after);
        if (is_so == was_so) continue;
        means.reset();
        EntityId actor = actor_of(focus.world(), event);
        if (is_so && i > 0 && actor.valid() && actor != reason.character) means = event;
    }
    return means;
}

EntityId actor_of(const model::World& world, const GroundEvent& event) {
    std::vector<EntityId> consenting = model::consenting_characters(world, event);
    return consenting.empty() ? EntityId() : consenting[0];
}

/// Returns the first act of somebody else that was counted on and did not come to the end of the story, with the event
/// that the teller got instead.
std::optional<Disappointment> disappointment_of(const Focus& focus, std::size_t place, const Reason& reason) {
    const Followed& followed = reason.followed;
    if (!followed.instead) return std::nullopt;
    const GroundEvent& missing = reason.expected[followed.came.size() + 1].event;
    EntityId actor = actor_of(focus.world(), missing);
    if (!actor.valid() || actor == reason.character) return std::nullopt;
    for (std::size_t i = place; i < focus.events(); ++i)
        if (focus.event(i) == missing) return std::nullopt;
    for (std::size_t i = *followed.instead; i < focus.events(); ++i)
        if (focus.perception(i) == Perception::full) return Disappointment{missing, i};
    return std::nullopt;
}

/// A mistake about what somebody else believes is told as one about the thing itself where it is that, too.
Delusion delusion_from(const Focus& focus, std::size_t place, EntityId owner, const Mistake& mistake) {
    Delusion delusion{owner, mistake.fluent, mistake.believed, mistake.actual, place};
    Fluent plain{{}, mistake.fluent.property, mistake.fluent.arguments};
    engine::Session& session = focus.story().session;
    bool is_same = value_of(session, focus.mind_of(place, owner), plain) == mistake.believed &&
                   (owner == focus.teller() || focus.value(place, plain) == mistake.actual);
    if (is_same) delusion.fluent = std::move(plain);
    return delusion;
}

Motive motive_from(const Focus& focus, std::size_t place, const Reason& reason, bool is_assumed) {
    Motive motive;
    motive.event = place;
    motive.character = reason.character;
    motive.is_assumed = is_assumed;
    motive.wants = gains(focus, reason);
    motive.doubts = reason.doubts;
    // A plan that only guards against worse has no wish.
    if (reason.odds && !(reason.after && reason.before && *reason.after > *reason.before))
        motive.wants.clear();
    for (std::size_t i = 1; i < reason.expected.size(); ++i) {
        EntityId actor = actor_of(focus.world(), reason.expected[i].event);
        if (actor == reason.character) break;
        if (actor.valid()) motive.counted_on.push_back(reason.expected[i].event);
    }
    if (!is_assumed && !motive.wants.empty())
        motive.means = means_to(focus, focus.mind_of(place, reason.character), reason, motive.wants[0]);
    if (!is_assumed && !motive.counted_on.empty())
        motive.disappointment = disappointment_of(focus, place, reason);
    auto is_counted_on = [&](const GroundEvent& event) {
        return std::ranges::find(motive.counted_on, event) != motive.counted_on.end();
    };
    if (motive.disappointment && !is_counted_on(motive.disappointment->missing))
        motive.disappointment.reset();
    for (const Mistake& mistake : reason.mistakes) {
        if (mistake.corrected.fate == Fate::works || motive.delusions.size() == kMostDelusions) break;
        motive.delusions.push_back(delusion_from(focus, place, reason.character, mistake));
    }
    return motive;
}

}  // namespace

std::vector<Motive> motives_of(const Focus& focus) {
    std::vector<Motive> motives;
    for (std::size_t i = 0; i < focus.events(); ++i) {
        if (focus.perception(i) != Perception::full) continue;
        for (EntityId who : model::consenting_characters(focus.world(), focus.event(i))) {
            if (focus.is_narrator() || who == focus.teller()) {
                motives.push_back(motive_from(focus, i, reason_for(focus.story(), i, who), false));
            } else if (auto reason = assumed_reason(focus, i, who)) {
                motives.push_back(motive_from(focus, i, *reason, true));
            }
        }
    }
    return motives;
}

}  // namespace wt::story
