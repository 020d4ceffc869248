// This tells one event: the event as far as the teller gets it, reasons and lies, and what is learnt.
#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "story/tell/planning.h"

namespace wt::story {

using engine::MindId;
using model::EntityId;
using model::GroundEvent;
using model::Value;

namespace {

constexpr std::size_t kMostWishes = 2;
constexpr std::size_t kMostRevisions = 3;
constexpr std::size_t kLeastInScene = 4;  ///< messages; a shorter scene goes on with the next

std::string event_id(std::size_t place) {
    return fmt::format("e{}", place + 1);
}

Message message_of(std::size_t place, std::string id) {
    Message message;
    message.id = std::move(id);
    message.moment = place + 1;
    message.event = place;
    return message;
}

// ---- motives ----

/// Does the event itself, as its teller sees it, do what is wished? Then it speaks for itself; but what
/// something costs or brings in is not seen from it.
bool is_obvious(const Planning& planning, const Motive& motive) {
    return std::ranges::all_of(motive.wants, [&](const ValueChange& wish) {
        return !wish.after.is_number() && planning.focus.value(motive.event + 1, wish.fluent) == wish.after;
    });
}

/// Returns what there is to tell of a motive: nothing if one of its wishes has been told, for it goes on then. An act
/// that somebody is to do about it stands for the wish.
std::vector<ValueChange> new_wishes(const Planning& planning, const Motive& motive) {
    auto was_told = [&](const ValueChange& wish) {
        return planning.told_wishes.contains({motive.character, wish.fluent, wish.after});
    };
    if (std::ranges::any_of(motive.wants, was_told) || is_obvious(planning, motive)) return {};
    std::vector<ValueChange> wishes = motive.wants;
    std::size_t most = motive.means ? 1 : kMostWishes;
    if (wishes.size() > most) wishes.resize(most);
    return wishes;
}

Claim expects_claim(const Motive& motive, const GroundEvent& expected) {
    Claim claim;
    claim.kind = ClaimKind::expects;
    claim.event = motive.event;
    claim.character = motive.character;
    claim.expected = expected;
    return claim;
}

void add_wishes(Planning& planning, const Motive& motive, const std::vector<ValueChange>& wishes,
                Message& message) {
    if (motive.means) {
        planning.told_means.emplace_back(motive.character, *motive.means);
        ClausePlan part = event_part(*motive.means, ClauseForm::infinitive);
        part.is_wished = true;
        message.parts.push_back(std::move(part));
        message.claims.push_back(expects_claim(motive, *motive.means));
    }
    for (const ValueChange& wish : wishes) {
        planning.told_wishes.insert({motive.character, wish.fluent, wish.after});
        if (motive.means) continue;
        ClausePlan part = fact_part(wish.fluent, wish.after, ClauseForm::infinitive);
        part.is_wished = true;
        message.parts.push_back(std::move(part));
        Claim claim = fact_claim(motive.is_assumed ? ClaimKind::assumes_wants : ClaimKind::wants, wish.fluent,
                                 wish.after);
        claim.event = motive.event;
        claim.character = motive.character;
        message.claims.push_back(std::move(claim));
    }
}

/// Returns the act of somebody else that a motive rests on: the one that did not come, else the last.
const GroundEvent& expectation(const Motive& motive) {
    return motive.disappointment ? motive.disappointment->missing : motive.counted_on.back();
}

/// Tells what others are counted on to do, once, where a wish is new or nothing came of it.
void tell_expectation(Planning& planning, std::size_t place, std::size_t number, bool is_new) {
    const Motive& motive = planning.motives[number];
    if (motive.counted_on.empty() || motive.is_assumed || (!is_new && !motive.disappointment)) return;
    const GroundEvent& last = expectation(motive);
    for (std::size_t other : planning.told_expectations) {
        const Motive& earlier = planning.motives[other];
        if (earlier.character == motive.character && expectation(earlier) == last) return;
    }
    planning.told_expectations.insert(number);
    for (const auto& [who, means] : planning.told_means)
        if (who == motive.character && means == last) return;
    Message message =
        message_of(place, event_id(place) + ".expects." + planning.focus.world()[motive.character].name);
    message.frame = Frame::expects;
    message.who = {motive.character};
    message.parts = {event_part(last, ClauseForm::prospective)};
    message.claims = {expects_claim(motive, last)};
    planning.messages.push_back(std::move(message));
}

/// Tells why somebody takes part, in a sentence of its own. Returns whether there was something to tell.
bool tell_motive(Planning& planning, const Motive& motive) {
    std::vector<ValueChange> wishes = new_wishes(planning, motive);
    if (wishes.empty()) return false;
    Message message = message_of(
        motive.event, event_id(motive.event) + ".why." + planning.focus.world()[motive.character].name);
    message.frame = motive.is_assumed ? Frame::assumes : Frame::wants;
    if (motive.is_assumed) message.who.push_back(planning.focus.teller());
    message.who.push_back(motive.character);
    add_wishes(planning, motive, wishes, message);
    planning.messages.push_back(std::move(message));
    return true;
}

// ---- the event itself ----

/// Tells that somebody else did not do what was counted on, before what they did instead.
void tell_disappointments(Planning& planning, std::size_t place) {
    for (std::size_t number : planning.told_expectations) {
        const Motive& motive = planning.motives[number];
        if (!motive.disappointment || motive.disappointment->instead != place) continue;
        Message message =
            message_of(place, event_id(place) + ".missed." + planning.focus.world()[motive.character].name);
        message.frame = Frame::but_not;
        message.parts = {event_part(motive.disappointment->missing, ClauseForm::main, true)};
        message.claims = {expects_claim(motive, motive.disappointment->missing), happens_claim(place)};
        planning.messages.push_back(std::move(message));
        return;
    }
}

bool starts_scene(Planning& planning, std::size_t place) {
    std::vector<EntityId> cast = cast_of(planning.focus.world(), planning.focus.event(place));
    bool goes_on = std::ranges::any_of(cast, [&](EntityId one) {
        return std::ranges::find(planning.last_cast, one) != planning.last_cast.end();
    });
    planning.last_cast = std::move(cast);
    std::size_t count = planning.messages.size();
    bool is_long_enough = count - planning.scene_start >= kLeastInScene || planning.is_opening;
    if (goes_on || !is_long_enough) return false;
    planning.scene_start = count;
    planning.is_opening = false;
    return true;
}

/// Has an earlier event been told in the same words?
bool was_told_before(const Focus& focus, std::size_t place) {
    for (std::size_t i = 0; i < place; ++i)
        if (focus.perception(i) == Perception::full && focus.event(i) == focus.event(place)) return true;
    return false;
}

/// Tells what happens and returns the place of the motive that went into the sentence.
std::optional<std::size_t> tell_happening(Planning& planning, std::size_t place) {
    Message message = message_of(place, event_id(place));
    message.parts = {event_part(planning.focus.event(place), ClauseForm::main)};
    message.parts[0].is_again = was_told_before(planning.focus, place);
    message.claims = {happens_claim(place)};
    message.may_join = true;
    message.starts_scene = starts_scene(planning, place);
    // The reason of the one that the sentence is about goes into it, if it is short.
    EntityId subject = planning.words.event(planning.focus.event(place), ClauseForm::main).subject;
    std::optional<std::size_t> told_motive;
    for (std::size_t i = 0; i < planning.motives.size() && planning.is_full(); ++i) {
        const Motive& motive = planning.motives[i];
        if (motive.event != place || motive.is_assumed || motive.character != subject) continue;
        std::vector<ValueChange> wishes = new_wishes(planning, motive);
        if (wishes.size() != 1) continue;
        told_motive = i;
        message.frame = Frame::because_wants;
        message.who = {motive.character};
        add_wishes(planning, motive, wishes, message);
        break;
    }
    planning.messages.push_back(std::move(message));
    return told_motive;
}

/// Does somebody notice an event without observing it?
bool is_noticed_by_somebody(const Focus& focus, std::size_t place) {
    for (std::uint32_t i = 0; i < focus.world().character_count; ++i) {
        EntityId one(i);
        if (!focus.observes(place, one) && focus.mind_of(place, one) != focus.mind_of(place + 1, one))
            return true;
    }
    return false;
}

/// Tells what the teller notices of an event without observing it, or, for a narrator, what others notice.
bool tell_noticed(Planning& planning, std::size_t place) {
    const GroundEvent& event = planning.focus.event(place);
    Clause noticed = planning.words.noticed(event, ClauseForm::main);
    if (noticed.is_empty()) return false;
    Clause whole = planning.words.event(event, ClauseForm::main);
    // That somebody talks to somebody goes without saying where it has been told what they said.
    bool is_less = noticed.subject.valid() && noticed.subject == whole.subject;
    if (planning.focus.is_narrator() && (is_less || noticed.tokens == whole.tokens)) return false;
    Message message = message_of(place, event_id(place) + ".noticed");
    ClausePlan part = event_part(event, ClauseForm::main);
    part.kind = ClausePlan::Kind::noticed;
    message.parts = {std::move(part)};
    Claim claim = happens_claim(place);
    claim.kind = planning.focus.is_narrator() ? ClaimKind::happens : ClaimKind::noticed;
    message.claims = {std::move(claim)};
    if (!planning.focus.is_narrator()) message.starts_scene = starts_scene(planning, place);
    planning.messages.push_back(std::move(message));
    return true;
}

// ---- lies ----

model::ExprId says_of(const Planning& planning, const GroundEvent& event) {
    for (const model::Telling& telling : planning.focus.world().tellings)
        if (model::ExprId says = telling.events[event.event.index()].says; says.valid()) return says;
    return {};
}

/// Is there anybody who hears it beside those two? "Both" would not be all, then.
bool is_heard_by_others(const Focus& focus, std::size_t place, EntityId speaker, EntityId hearer) {
    for (std::uint32_t i = 0; i < focus.world().character_count; ++i)
        if (EntityId one(i); one != speaker && one != hearer && focus.observes(place, one)) return true;
    return false;
}

void tell_lie(Planning& planning, std::size_t place) {
    const Focus& focus = planning.focus;
    const GroundEvent& event = focus.event(place);
    model::ExprId says = says_of(planning, event);
    std::vector<EntityId> consenting = model::consenting_characters(focus.world(), event);
    if (!says.valid() || consenting.empty()) return;
    EntityId speaker = consenting[0];
    engine::Session& session = focus.story().session;
    Reader reader(session, bindings_of(focus.world(), event));
    // It is a lie only if it is still taken for one when it has been told: a character who is taken in tells it as the
    // truth.
    if (!reader.holds(focus.view(place + 1), says, true)) return;
    if (!reader.holds(focus.mind_of(place, speaker), says, true) ||
        !reader.holds(focus.mind_of(place + 1, speaker), says, true))
        return;
    Message message = message_of(place, event_id(place) + ".lie");
    message.frame = Frame::lie;
    message.who = {speaker};
    Claim claim = happens_claim(place);
    claim.kind = ClaimKind::lies;
    claim.character = speaker;
    message.claims = {claim};
    for (EntityId hearer : cast_of(focus.world(), event)) {
        if (hearer == speaker || !focus.observes(place, hearer)) continue;
        MindId theirs = focus.mind_of(place + 1, hearer);
        if (!reader.holds(theirs, says, true) ||
            !reader.holds(engine::mind_of(session, theirs, speaker), says, true) ||
            is_heard_by_others(focus, place, speaker, hearer))
            continue;
        message.frame = Frame::lie_both_know;
        message.who.push_back(hearer);
        claim.kind = ClaimKind::sees_through;
        claim.character = hearer;
        message.claims.push_back(claim);
        break;
    }
    planning.messages.push_back(std::move(message));
}

// ---- what is learnt ----

/// Is it what somebody has just said, so that the teller has been told, and has not seen it?
bool is_said(const Planning& planning, std::size_t place, const Fluent& fluent) {
    const Focus& focus = planning.focus;
    model::ExprId says = says_of(planning, focus.event(place));
    if (!says.valid() || focus.perception(place) != Perception::full) return false;
    Reader reader(focus.story().session, bindings_of(focus.world(), focus.event(place)));
    if (!reader.holds(focus.view(place + 1), says)) return false;
    std::set<Fluent> fluents;
    reader.collect(focus.view(place + 1), says, fluents);
    return fluents.contains(fluent);
}

/// Is it about the teller before all others? How it is with oneself one does not find out.
bool is_own(const Focus& focus, const Fluent& fluent) {
    return !fluent.arguments.empty() && fluent.arguments[0] == Value::entity(focus.teller());
}

/// Tells a belief that is given up or taken up, as the teller now sees it.
void tell_revision(Planning& planning, std::size_t place, const Revision& revision, bool is_noticed) {
    const Focus& focus = planning.focus;
    const std::string fluent_id = id_of(focus.world(), revision.fluent);
    Message message = message_of(place, event_id(place) + ".learns." + fluent_id);
    bool is_given_up = is_negative(revision.after);
    bool is_seen = focus.perception(place) == Perception::full;
    if (is_given_up && is_seen) {
        // How it was before is not known: who looks in vain for a thing may have come too late.
        message.frame = Frame::after_all;
        message.parts = {fact_part(revision.fluent, revision.before, ClauseForm::main, true)};
        message.claims = {fact_claim(ClaimKind::false_fact, revision.fluent, revision.before)};
    } else if (is_given_up) {
        message.frame = Frame::discovers;
        message.who = {focus.teller()};
        message.parts = {fact_part(revision.fluent, revision.before, ClauseForm::subordinate, true)};
        message.claims = {fact_claim(ClaimKind::false_fact, revision.fluent, revision.before)};
    } else if (is_own(focus, revision.fluent)) {
        message.parts = {fact_part(revision.fluent, revision.after, ClauseForm::main)};
        message.claims = {fact_claim(ClaimKind::fact, revision.fluent, revision.after)};
    } else {
        bool is_new_to_reader = !planning.has_told(revision.fluent, revision.before);
        bool is_hearsay = is_said(planning, place, revision.fluent);
        message.frame = is_noticed                                    ? Frame::thinks
                        : is_seen && (is_new_to_reader || is_hearsay) ? Frame::learns
                                                                      : Frame::discovers;
        message.who = {focus.teller()};
        message.parts = {fact_part(revision.fluent, revision.after, ClauseForm::subordinate)};
        message.claims = {fact_claim(ClaimKind::fact, revision.fluent, revision.after)};
    }
    planning.told[revision.fluent] = revision.after;
    planning.learnt.insert(revision.fluent);
    planning.messages.push_back(std::move(message));
}

/// What touches the wishes of the teller is kept, if there is more than can be told. What had been told
/// otherwise is told first, and wishes last.
void keep_most_important(const Planning& planning, std::size_t place, const std::vector<Implied>& implied,
                         std::vector<Revision>& revisions) {
    const Focus& focus = planning.focus;
    std::set<Fluent> wished;
    for (const UtilityChange& change :
         utility_changes(focus.story().session, focus.world().utilities[focus.teller().index()].value,
                         focus.view(place), focus.view(place + 1)))
        for (const ValueChange& one : change.changes)
            wished.insert(one.fluent);
    auto rank = [&](const Revision& one) {
        bool is_told = planning.has_told(one.fluent, one.before) ||
                       std::ranges::find(implied, one.fluent, &Implied::fluent) != implied.end();
        return is_told ? 0 : wished.contains(one.fluent) ? 2 : 1;
    };
    auto is_dear = [&](const Revision& one) { return rank(one) != 1; };
    if (revisions.size() > kMostRevisions) {
        std::ranges::stable_partition(revisions, is_dear);
        revisions.resize(kMostRevisions);
    }
    std::ranges::stable_sort(revisions, {}, rank);
}

/// Tells what the teller gives up and learns by an event; what it shows of the time before it goes first. Returns
/// whether something was given up.
bool tell_revisions(Planning& planning, std::size_t place, bool has_noticed) {
    const Focus& focus = planning.focus;
    bool is_full = focus.perception(place) == Perception::full;
    std::vector<Implied> implied = focus.implied(place);
    std::vector<Revision> revisions;
    for (Revision& one : focus.revisions(place, focus.teller())) {
        bool was_told = planning.has_told(one.fluent, one.before);
        if (one.is_forgotten || (is_full && !one.is_revealed)) {
            if (was_told) planning.told[one.fluent] = one.after;
            continue;
        }
        if (was_told || !is_negative(one.after)) revisions.push_back(std::move(one));
    }
    auto is_positive = [](const Revision& one) { return !is_negative(one.after); };
    if (!is_full && std::ranges::any_of(revisions, is_positive))
        std::erase_if(revisions, std::not_fn(is_positive));
    keep_most_important(planning, place, implied, revisions);
    for (const Revision& one : revisions)
        tell_revision(planning, place, one, has_noticed);
    return !std::ranges::all_of(revisions, is_positive);
}

/// Tells what the teller is left to guess of after the event, where that is new or less than before.
void tell_guesses(Planning& planning, std::size_t place) {
    const Focus& focus = planning.focus;
    engine::Session& session = focus.story().session;
    if (focus.is_narrator() || !engine::is_uncertain(session)) return;
    std::size_t count = 0;
    for (const engine::Session::GroundFluent& ground : session.ground_fluents()) {
        Fluent fluent{{}, ground.property, ground.arguments};
        if (!focus.leaves_open(place + 1, fluent) || count == kMostRevisions) continue;
        auto before = doubt_of(session, focus.view(place), fluent);
        auto after = doubt_of(session, focus.view(place + 1), fluent);
        if (!before || !after || before->values == after->values) continue;
        // That some possibilities are ruled out is told if the fluent has been told of, or is acted on.
        bool is_new = before->values.size() == 1;
        bool is_told = planning.told_doubts.contains(fluent);
        bool matters = std::ranges::any_of(planning.motives, [&](const Motive& motive) {
            return motive.character == focus.teller() &&
                   std::ranges::any_of(motive.doubts,
                                       [&](const Doubt& doubt) { return doubt.fluent == fluent; });
        });
        if (!is_new && !is_told && !matters) continue;
        auto message = perhaps_message(planning, place + 1, fluent,
                                       event_id(place) + ".perhaps." + id_of(focus.world(), fluent));
        if (!message) continue;
        ++count;
        planning.told.erase(fluent);
        planning.told_doubts.insert(fluent);
        planning.messages.push_back(std::move(*message));
    }
}

/// Has it been told what the fluent is now, by this event?
bool has_learnt(const Planning& planning, std::size_t place, const Fluent& fluent) {
    std::string id = event_id(place) + ".learns." + id_of(planning.focus.world(), fluent);
    return std::ranges::find(planning.messages, id, &Message::id) != planning.messages.end();
}

/// Tells what the event shows of the time before it, if the teller had told it otherwise.
std::optional<Message> implied_message(const Planning& planning, std::size_t place) {
    const Focus& focus = planning.focus;
    for (const Implied& implied : focus.implied(place)) {
        Value was = focus.value(place, implied.fluent);
        if (was == implied.value || !planning.has_told(implied.fluent, was)) continue;
        if (focus.leaves_open(place, implied.fluent)) continue;
        // Who gives a thing had it: how long, is not known, and now they have it no longer.
        if (!(focus.value(place + 1, implied.fluent) == implied.value)) continue;
        Message message =
            message_of(place, event_id(place) + ".past." + id_of(focus.world(), implied.fluent));
        message.frame = Frame::after_all;
        message.parts = {fact_part(implied.fluent, was, ClauseForm::main, true)};
        Claim past = fact_claim(ClaimKind::past_fact, implied.fluent, implied.value);
        past.event = place;
        message.claims = {std::move(past), fact_claim(ClaimKind::believed, implied.fluent, was)};
        message.claims.back().event = place;
        return message;
    }
    return std::nullopt;
}

/// Tells whose delusion ends here, as the teller sees it.
void tell_discoveries(Planning& planning, std::size_t place) {
    const Focus& focus = planning.focus;
    engine::Session& session = focus.story().session;
    for (std::size_t i : planning.told_delusions) {
        const Delusion& one = planning.delusions[i];
        Value actual = focus.value(place + 1, one.fluent);
        Value was = value_of(session, focus.mind_of(place, one.owner), one.fluent);
        Value is = value_of(session, focus.mind_of(place + 1, one.owner), one.fluent);
        if (was == is || !(is == actual) || !(focus.value(place, one.fluent) == actual)) continue;
        Fluent theirs = one.fluent;
        theirs.believers.insert(theirs.believers.begin(), one.owner);
        Message message = message_of(place, event_id(place) + ".learns." + id_of(focus.world(), theirs));
        message.frame = Frame::discovers;
        message.who = {one.owner};
        message.parts = {fact_part(one.fluent, is, ClauseForm::subordinate)};
        message.claims = {fact_claim(ClaimKind::fact, theirs, is)};
        planning.messages.push_back(std::move(message));
    }
}

/// Facts that the event made otherwise are not told as they were any more.
void forget_changed(Planning& planning, std::size_t place) {
    std::erase_if(planning.told, [&](const auto& told) {
        return !(planning.focus.value(place + 1, told.first) == told.second);
    });
}

}  // namespace

void tell_event(Planning& planning, std::size_t place) {
    const Focus& focus = planning.focus;
    Perception perception = focus.perception(place);
    if (perception == Perception::none) return;
    bool is_told_in_full = perception == Perception::full;
    std::optional<std::size_t> told_motive;
    if (is_told_in_full) {
        if (planning.is_full()) tell_disappointments(planning, place);
        told_motive = tell_happening(planning, place);
    }
    bool is_due = focus.is_narrator() ? is_noticed_by_somebody(focus, place) : !is_told_in_full;
    bool has_noticed = is_due && tell_noticed(planning, place);
    if (is_told_in_full) tell_lie(planning, place);
    if (!focus.is_narrator()) {
        std::optional<Message> implied;
        if (is_told_in_full) implied = implied_message(planning, place);
        bool has_given_up = tell_revisions(planning, place, has_noticed);
        tell_guesses(planning, place);
        bool is_known = has_given_up || (implied && has_learnt(planning, place, *implied->claims[0].fluent));
        if (implied && !is_known) planning.messages.push_back(std::move(*implied));
    }
    tell_discoveries(planning, place);
    tell_new_delusions(planning, place + 1, event_id(place));
    for (std::size_t i = 0; i < planning.motives.size() && planning.is_full(); ++i) {
        if (planning.motives[i].event != place) continue;
        bool is_new = tell_motive(planning, planning.motives[i]) || told_motive == i;
        tell_expectation(planning, place, i, is_new);
    }
    forget_changed(planning, place);
}

}  // namespace wt::story
