#include "story/tell/content.h"

#include <algorithm>

#include "model/print.h"
#include "story/tell/planning.h"

namespace wt::story {

using model::EntityId;
using model::Value;

namespace {

/// Returns each delusion once, by owner, fluent and what is believed; those of the teller are not told, because the
/// teller tells them as the truth.
std::vector<Delusion> delusions_of(const Focus& focus, const std::vector<Motive>& motives) {
    std::vector<Delusion> delusions;
    for (const Motive& motive : motives) {
        for (const Delusion& one : motive.delusions) {
            bool is_known = std::ranges::any_of(delusions, [&](const Delusion& other) {
                return other.owner == one.owner && other.fluent == one.fluent &&
                       other.believed == one.believed;
            });
            if (!is_known && one.owner != focus.teller()) delusions.push_back(one);
        }
    }
    return delusions;
}

}  // namespace

std::string id_of(const model::World& world, const Fluent& fluent) {
    std::string id;
    for (EntityId believer : fluent.believers)
        id += world[believer].name + ".";
    id += world[fluent.property].name;
    for (const Value& argument : fluent.arguments)
        id += "." + model::to_text(world, argument);
    return id;
}

ClausePlan event_part(const model::GroundEvent& event, ClauseForm form, bool is_negated) {
    ClausePlan part;
    part.kind = ClausePlan::Kind::event;
    part.form = form;
    part.is_negated = is_negated;
    part.event = event;
    return part;
}

ClausePlan fact_part(const Fluent& fluent, const Value& value, ClauseForm form, bool is_negated) {
    ClausePlan part;
    part.kind = ClausePlan::Kind::fact;
    part.form = form;
    part.is_negated = is_negated;
    part.fluent = fluent;
    part.value = value;
    return part;
}

Claim fact_claim(ClaimKind kind, const Fluent& fluent, const Value& value) {
    Claim claim;
    claim.kind = kind;
    claim.fluent = fluent;
    claim.value = value;
    return claim;
}

Claim happens_claim(std::size_t event) {
    Claim claim;
    claim.event = event;
    return claim;
}

void as_belief(const Planning& planning, Message& message) {
    message.frame = Frame::thinks;
    message.who = {planning.focus.teller()};
    message.parts[0].form = ClauseForm::subordinate;
    message.may_join = false;
}

bool is_negative(const Value& value) {
    return value.is_unknown() || (value.is_boolean() && !value.is_true());
}

std::optional<Message> perhaps_message(const Planning& planning, std::size_t moment, const Fluent& fluent,
                                       const std::string& id) {
    const Focus& focus = planning.focus;
    std::optional<Doubt> doubt = doubt_of(focus.story().session, focus.view(moment), fluent);
    if (!doubt || doubt->values.size() < 2) return std::nullopt;
    Message message;
    message.id = id;
    message.moment = moment;
    if (moment > 0) message.event = moment - 1;
    message.frame = Frame::either;
    for (const Doubt::Chance& one : doubt->values) {
        if (is_negative(one.value) || one.value.is_none()) {
            message.frame = Frame::perhaps;  // or nothing of the kind
            continue;
        }
        message.parts.push_back(fact_part(fluent, one.value, ClauseForm::main));
        message.claims.push_back(fact_claim(ClaimKind::possible, fluent, one.value));
    }
    if (message.parts.empty()) return std::nullopt;
    return message;
}

void tell_new_delusions(Planning& planning, std::size_t moment, const std::string& prefix) {
    const Focus& focus = planning.focus;
    for (std::size_t i = 0; i < planning.delusions.size(); ++i) {
        const Delusion& one = planning.delusions[i];
        if (planning.told_delusions.contains(i) || moment > one.event) continue;
        Value actual = focus.value(moment, one.fluent);
        Value believed = value_of(focus.story().session, focus.mind_of(moment, one.owner), one.fluent);
        if (!(believed == one.believed) || actual == believed || focus.leaves_open(moment, one.fluent))
            continue;
        if (is_open(focus.story().session, focus.mind_of(moment, one.owner), one.fluent)) continue;
        planning.told_delusions.insert(i);
        Fluent theirs = one.fluent;
        theirs.believers.insert(theirs.believers.begin(), one.owner);
        Message message;
        message.id = prefix + ".wrong." + id_of(focus.world(), theirs);
        message.moment = moment;
        if (moment > 0) message.event = moment - 1;
        message.frame = Frame::thinks;
        message.who = {one.owner};
        message.parts = {fact_part(one.fluent, believed, ClauseForm::subordinate)};
        message.claims = {fact_claim(ClaimKind::fact, theirs, believed)};
        if (!actual.is_unknown()) {
            message.frame = Frame::thinks_wrongly;
            message.parts.push_back(fact_part(one.fluent, actual, ClauseForm::main));
            message.claims.push_back(fact_claim(ClaimKind::fact, one.fluent, actual));
            planning.told[one.fluent] = actual;
        }
        planning.messages.push_back(std::move(message));
    }
}

std::vector<Message> content_of(const Focus& focus, const TellingOptions& options,
                                const model::Request* request, const Words& words) {
    std::vector<Motive> motives = motives_of(focus);
    std::vector<Delusion> delusions = delusions_of(focus, motives);
    Planning planning{focus, options, request, words, std::move(motives), std::move(delusions)};
    tell_opening(planning);
    for (std::size_t i = 0; i < focus.events(); ++i)
        tell_event(planning, i);
    tell_ending(planning);
    return std::move(planning.messages);
}

}  // namespace wt::story
