#include "story/phrase.h"

#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "model/print.h"

namespace wt::story {

using model::EntityId;
using model::Value;
using model::World;

namespace {

/// So many changes of one event are told; then it is said how many more there are.
constexpr std::size_t kMostChanges = 6;

std::string quoted(const std::string& text) {
    return "`" + text + "`";
}

std::string fluent_text(const World& world, const Fluent& fluent) {
    return quoted(model::fluent_text(world, fluent.property, fluent.arguments));
}

std::string event_text(const World& world, const model::GroundEvent& event) {
    return quoted(model::to_text(world, event));
}

/// Returns "a, b and c".
std::string listed(const std::vector<std::string>& parts, std::string_view last = " and ") {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) text += i + 1 == parts.size() ? last : ", ";
        text += parts[i];
    }
    return text;
}

std::string value_text(const World& world, const Value& value) {
    if (value.is_boolean()) return value.is_true() ? "true" : "false";
    return model::to_text(world, value);
}

/// Returns "be Suna", "have no value".
std::string to_be(const World& world, const Value& value) {
    return value.is_unknown() ? "have no value" : "be " + value_text(world, value);
}

std::string is(const World& world, const Value& value) {
    return value.is_unknown() ? "has no value" : "is " + value_text(world, value);
}

std::string was(const World& world, const Value& value) {
    return value.is_unknown() ? "had no value" : "was " + value_text(world, value);
}

std::string utility_text(const std::optional<double>& utility) {
    return utility ? number_text(*utility) : "an unknown utility";
}

/// Returns "Ann believes that Bo believes that " of the believers.
std::string believing(const World& world, std::span<const EntityId> believers, std::string_view verb) {
    std::string text;
    for (EntityId believer : believers)
        text += fmt::format("{} {} that ", world[believer].name, verb);
    return text;
}

std::string worth_text(const std::optional<model::Fraction>& worth) {
    return worth ? model::to_text(*worth) : "an unknown utility";
}

/// Does the owner of the reason leave anything to chance, or to what they do not know?
bool is_risky(const Reason& reason) {
    return reason.odds && (reason.odds->account.goes_well != model::Fraction{1, 1} || !reason.doubts.empty());
}

/// Returns "from 3 to 5".
std::string range(const std::optional<double>& before, const std::optional<double>& after) {
    return fmt::format("from {} to {}", utility_text(before), utility_text(after));
}

/// Returns the event at a place of the plan.
std::string place_text(const Story& story, std::size_t place) {
    return event_text(story.session.world(), story.plan.steps[place].action);
}

std::string places_text(const Story& story, std::span<const std::size_t> places, std::string_view last) {
    std::vector<std::string> texts;
    for (std::size_t place : places)
        texts.push_back(place_text(story, place));
    return listed(texts, last);
}

// ---- reasons ----

std::string want_text(const World& world, const UtilityChange& want) {
    std::vector<std::string> changes;
    for (const ValueChange& change : want.changes)
        changes.push_back(phrase(world, change));
    std::string text = listed(changes);
    if (want.difference)
        text += fmt::format(" ({} {})", number_text(std::fabs(*want.difference)),
                            *want.difference < 0 ? "less" : "more");
    return text;
}

/// Returns "Lena expected a utility of 1/3 instead of 0; with 2 in 3 for nothing".
std::string odds_text(const World& world, const Reason& reason) {
    const engine::Account& account = reason.odds->account;
    std::string_view verb = "wanted";
    if (is_risky(reason)) switch (world.tempers[reason.character.index()].outlook) {
            case model::Temper::Outlook::expected:
                verb = "expected";
                break;
            case model::Temper::Outlook::hopeful:
                verb = "hoped for";
                break;
            case model::Temper::Outlook::careful:
                verb = "counted on";
                break;
        }
    std::string text = world[reason.character].name + " ";
    if (account.start == account.end)
        text += fmt::format("wanted to keep a utility of {}", worth_text(account.end));
    else
        text += fmt::format("{} a utility of {} instead of {}", verb, worth_text(account.end),
                            worth_text(account.start));
    if (reason.odds->prevented) text += ", so that " + prevented_text(world, *reason.odds);
    if (account.start_outlook != account.end_outlook)
        text += fmt::format(" (at worst {} instead of {})", worth_text(account.end_outlook),
                            worth_text(account.start_outlook));
    return text + chance_text(*reason.odds);
}

std::string wants_text(const World& world, const Reason& reason) {
    std::vector<std::string> gains, costs;
    for (const UtilityChange& want : reason.utility_changes) {
        bool is_cost = want.difference && *want.difference < 0;
        (is_cost ? costs : gains).push_back(want_text(world, want));
    }
    std::string text =
        reason.odds ? odds_text(world, reason)
                    : fmt::format("{} wanted a utility of {} instead of {}", world[reason.character].name,
                                  utility_text(reason.after), utility_text(reason.before));
    if (is_risky(reason) && !(gains.empty() && costs.empty())) text += ".\nAt best";
    if (!gains.empty()) text += ": " + listed(gains, "; and ");
    if (!costs.empty()) text += (gains.empty() ? ": the price: " : "; the price: ") + listed(costs, "; and ");
    return text + ".\n";
}

/// Returns "Nina took `content()` to be Honey; in truth it was Syrup."
std::string mistake_text(const World& world, const Reason& reason, const Mistake& mistake) {
    const std::vector<EntityId>& others = mistake.fluent.believers;
    std::string owner = world[reason.character].name;
    std::string fluent = fluent_text(world, mistake.fluent);
    if (others.empty())
        return fmt::format("{} took {} to {}; in truth it {}.", owner, fluent, to_be(world, mistake.believed),
                           was(world, mistake.actual));
    std::string chain = believing(world, others, "believed");
    return fmt::format("{} took it that {}{} {}; in truth {}it {}.", owner, chain, fluent,
                       was(world, mistake.believed), chain, was(world, mistake.actual));
}

/// Says what the reason would have come to without the mistake.
std::string correction_text(const World& world, const Reason& reason, const Mistake& mistake) {
    const Trial& trial = mistake.corrected;
    std::string owner = world[reason.character].name;
    std::string event =
        trial.step < reason.expected.size() ? event_text(world, reason.expected[trial.step].event) : "";
    switch (trial.fate) {
        case Fate::impossible:
            return fmt::format(" Knowing this, {} would have thought {} impossible.", owner, event);
        case Fate::unwilling:
            if (trial.character == reason.character)
                return fmt::format(" Knowing this, {} would have had no reason to go on to {}.", owner,
                                   event);
            return fmt::format(
                " Knowing this, {} would not have counted on {}: {} would have no reason for it.", owner,
                event, world[trial.character].name);
        case Fate::no_gain:
            return fmt::format(" Knowing this, {} would have expected no gain, but to end with {}.", owner,
                               utility_text(trial.end));
        case Fate::works:
            break;
    }
    if (trial.end == reason.after) return " Knowing this would have made no difference.";
    return fmt::format(" Knowing this, {} would have expected to end with {}; the reason would have stood.",
                       owner, utility_text(trial.end));
}

/// Returns "Lena was not sure of `gold()`: Red with 1 in 3, Green with 1 in 3, Blue with 1 in 3."
std::string doubts_text(const Story& story, std::size_t event, const Reason& reason) {
    const World& world = story.session.world();
    std::string text;
    for (const Doubt& doubt : reason.doubts) {
        std::vector<std::string> values;
        for (const Doubt::Chance& one : doubt.values)
            values.push_back(fmt::format("{} with {} in {}",
                                         one.value.is_unknown() ? "no value" : value_text(world, one.value),
                                         one.share.numerator, one.share.denominator));
        text += fmt::format("{} was not sure of {}: {}", world[reason.character].name,
                            fluent_text(world, doubt.fluent), listed(values));
        Value truth = value_of(story.session, story.states[event], doubt.fluent);
        bool may_be_so = false;
        for (const Doubt::Chance& one : doubt.values)
            may_be_so |= one.value == truth;
        text += may_be_so ? ".\n" : fmt::format("; in truth it {}.\n", was(world, truth));
    }
    return text;
}

std::string mistakes_text(const World& world, const Reason& reason) {
    if (!reason.seeks_mistakes) return "";
    if (reason.mistakes.empty())
        return fmt::format("No mistake of {}'s decided this.\n", world[reason.character].name);
    std::string text;
    for (const Mistake& mistake : reason.mistakes)
        text += mistake_text(world, reason, mistake) + correction_text(world, reason, mistake) + "\n";
    return text;
}

std::string gain_text(const Gain& gain) {
    if (!gain.odds) return range(gain.before, gain.after);
    return fmt::format("from {} to {}{}", worth_text(gain.odds->account.start),
                       worth_text(gain.odds->account.end), chance_text(*gain.odds));
}

/// Returns "`accept(Ann, Bo)` (Ann would hope to get from 1 to 3)".
std::string expected_event_text(const World& world, const Expected& expected) {
    std::vector<std::string> gains;
    for (const Gain& gain : expected.others)
        gains.push_back(fmt::format("{} would hope to get {}", world[gain.character].name, gain_text(gain)));
    std::string text = event_text(world, expected.event);
    return gains.empty() ? text : text + " (" + listed(gains) + ")";
}

std::string expected_text(const World& world, const Reason& reason) {
    std::string name = world[reason.character].name;
    if (reason.expected.size() == 1) return fmt::format("{} expected nothing more to be needed.\n", name);
    std::vector<std::string> events;
    for (std::size_t i = 1; i < reason.expected.size(); ++i)
        events.push_back(expected_event_text(world, reason.expected[i]));
    return fmt::format("{} expected to follow: {}.\n", name, listed(events, ", then "));
}

/// Says how it went for the character, in truth and in the character's mind.
std::string outcome_text(const World& world, const Reason& reason) {
    const Followed& followed = reason.followed;
    std::string name = world[reason.character].name;
    auto against_expected = [&](const std::optional<double>& utility) {
        if (is_risky(reason)) return utility_text(utility);
        return utility_text(utility) +
               (utility == reason.after ? ", as expected" : ", not " + utility_text(reason.after));
    };
    std::string text;
    if (followed.after) text = fmt::format("{} then had {}", name, against_expected(followed.after));
    if (!followed.after)
        text = fmt::format("In the end {} had {}", name, against_expected(followed.end));
    else if (followed.end != followed.after)
        text += fmt::format("; in the end it was {}", utility_text(followed.end));
    if (followed.believed_end != followed.end)
        text += fmt::format(". At the end {} took it to be {}", name,
                            followed.believed_worth ? model::to_text(*followed.believed_worth)
                                                    : utility_text(followed.believed_end));
    return text + ".\n";
}

/// Says what came of the events that were expected.
std::string followed_text(const Story& story, const Reason& reason) {
    const Followed& followed = reason.followed;
    std::size_t expected = reason.expected.size() - 1;
    std::string text;
    if (!followed.came.empty()) text = places_text(story, followed.came, ", then ");
    if (!followed.between.empty())
        text += fmt::format(", with {} in between", places_text(story, followed.between, " and "));
    if (followed.came.size() < expected) {
        std::string missing =
            event_text(story.session.world(), reason.expected[followed.came.size() + 1].event);
        if (!text.empty()) text += "; but then ";
        text += followed.instead
                    ? fmt::format("{} instead of {}", place_text(story, *followed.instead), missing)
                    : fmt::format("the story ended before {}", missing);
    } else if (!text.empty() && followed.between.empty()) {
        text += ", as expected";
    }
    if (!text.empty()) text = "What followed: " + text + ". ";
    return text + outcome_text(story.session.world(), reason);
}

// ---- events of nobody ----

std::string change_text(const World& world, const ValueChange& change) {
    return phrase(world, change.fluent, change.after) +
           (change.after.is_boolean() || change.before.is_unknown()
                ? ""
                : ", no longer " + value_text(world, change.before));
}

/// Says what would have become of the later events, those that would have been impossible first.
std::string missed_text(const Story& story, const std::vector<PlanFault>& faults) {
    const World& world = story.session.world();
    std::vector<std::string> parts, impossible;
    for (const PlanFault& fault : faults) {
        std::string event = place_text(story, fault.event);
        if (fault.kind == PlanFaultKind::thought_impossible)
            parts.push_back(
                fmt::format("{} would have thought {} impossible", world[fault.character].name, event));
        else if (fault.kind == PlanFaultKind::no_reason)
            parts.push_back(
                fmt::format("{} would have had no reason for {}", world[fault.character].name, event));
        else
            impossible.push_back(event);
    }
    if (!impossible.empty()) parts.insert(parts.begin(), listed(impossible) + " would have been impossible");
    return listed(parts, "; and ");
}

}  // namespace

std::string phrase(const World& world, const Fluent& fluent, const Value& value) {
    return believing(world, fluent.believers, "believes") + fluent_text(world, fluent) + " " +
           is(world, value);
}

std::string phrase(const World& world, const ValueChange& change) {
    std::string text;
    const std::vector<EntityId>& believers = change.fluent.believers;
    if (!believers.empty())
        text = fmt::format("{} to believe that {}", world[believers[0]].name,
                           believing(world, std::span(believers).subspan(1), "believes"));
    text += fluent_text(world, change.fluent) + " ";
    if (!believers.empty()) return text + is(world, change.after);
    bool both_known = !change.before.is_unknown() && !change.after.is_unknown();
    if (both_known && !change.after.is_boolean())
        return text + fmt::format("to change from {} to {}", value_text(world, change.before),
                                  value_text(world, change.after));
    return text + "to " + to_be(world, change.after);
}

std::string phrase(const World& world, const model::Plan& plan, const PlanFault& fault) {
    std::string event =
        fmt::format("event {}, {},", fault.event + 1, event_text(world, plan.steps[fault.event].action));
    std::string who = fault.character.valid() ? world[fault.character].name : "";
    std::vector<std::string> facts;
    for (const Fact& fact : fault.because)
        facts.push_back(phrase(world, fact.fluent, fact.value));
    switch (fault.kind) {
        case PlanFaultKind::impossible:
            event += " is impossible there";
            break;
        case PlanFaultKind::thought_impossible:
            event += fmt::format(" seems impossible to {}, who is to consent", who);
            break;
        case PlanFaultKind::no_reason:
            return fmt::format("{} has no reason for event {}, {}, within the limits{}{}", who,
                               fault.event + 1, event_text(world, plan.steps[fault.event].action),
                               fault.near.empty() ? "" : "; ", fault.near);
        case PlanFaultKind::wrong_reason:
            return fmt::format("the reason that it gives {} for event {}, {}, does not work", who,
                               fault.event + 1, event_text(world, plan.steps[fault.event].action));
        case PlanFaultKind::endless_triggers:
            return fmt::format("{} is impossible there: triggers never come to rest after it", event);
    }
    if (facts.empty()) return event;
    return event + ": " +
           (fault.kind == PlanFaultKind::thought_impossible ? "as " + who + " sees it, " : "") +
           listed(facts);
}

std::string heading(const model::Plan& plan, const World& world, std::size_t event) {
    return fmt::format("{}, event {}\n", model::to_text(world, plan.steps[event].action), event + 1);
}

std::string paragraph(const Story& story, std::size_t event, const Reason& reason) {
    const World& world = story.session.world();
    return wants_text(world, reason) + doubts_text(story, event, reason) + mistakes_text(world, reason) +
           expected_text(world, reason) + (story.plan.steps[event].action.fails ? "It was in vain. " : "") +
           followed_text(story, reason);
}

std::string paragraph(const Story& story, std::size_t event, const Consequences& consequences) {
    const World& world = story.session.world();
    std::string text = "Nobody consents to it: it is the author's, or chance.\n";
    std::vector<std::string> changes;
    for (const ValueChange& change : consequences.changes) {
        if (changes.size() == kMostChanges) break;
        changes.push_back(change_text(world, change));
    }
    std::size_t more = consequences.changes.size() - changes.size();
    if (more > 0) changes.push_back(fmt::format("{} more", more));
    text += changes.empty() ? "It changed nothing.\n" : "After it, " + listed(changes, "; and ") + ".\n";
    if (!consequences.missed.empty())
        text += "Without it, " + missed_text(story, consequences.missed) + ".\n";
    else if (event + 1 < story.plan.steps.size())
        text += "All that follows in this story could have happened without it.\n";
    return text;
}

}  // namespace wt::story
