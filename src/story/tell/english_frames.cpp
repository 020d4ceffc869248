// Sentences that put clauses together, in English.
#include <algorithm>

#include "story/tell/english.h"

namespace wt::story {

using model::EntityId;

namespace {

Token text_token(std::string text) {
    Token token;
    token.text = std::move(text);
    token.is_template = true;
    return token;
}

/// "<a>, <b> and <c>", each behind `each`.
Clause listed(std::vector<Clause> parts, const std::string& each) {
    Clause list;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) list.tokens.push_back(text_token(i + 1 == parts.size() ? " and " : ", "));
        if (!each.empty()) list.tokens.push_back(text_token(each));
        for (Token& token : parts[i].tokens)
            list.tokens.push_back(std::move(token));
    }
    return list;
}

Clause take_first(std::vector<Clause>& parts) {
    if (parts.empty()) return {};
    Clause first = std::move(parts.front());
    parts.erase(parts.begin());
    return first;
}

/// Clauses of one subject, which is told once.
Clause joined(std::vector<Clause> parts) {
    for (std::size_t i = 1; i < parts.size(); ++i) {
        bool is_same = parts[i].subject.valid() && parts[i].subject == parts[0].subject &&
                       !parts[i].tokens.empty() && parts[i].tokens[0].entity == parts[i].subject &&
                       parts[i].tokens[0].role == Role::subject;
        if (!is_same) continue;
        std::vector<Token>& tokens = parts[i].tokens;
        tokens.erase(tokens.begin());
        if (!tokens.empty() && !tokens[0].entity.valid() && tokens[0].text.starts_with(" "))
            tokens[0].text.erase(0, 1);
    }
    EntityId subject = parts.empty() ? EntityId() : parts[0].subject;
    Clause list = listed(std::move(parts), "");
    list.subject = subject;
    return list;
}

}  // namespace

Clause English::pattern(std::string_view text, const std::vector<EntityId>& who, std::vector<Clause> parts,
                        ClauseForm form) const {
    BoundTemplate bound;
    for (const model::Piece& piece : parse_pattern(text).pieces) {
        BoundPiece one;
        one.text = piece.text;
        one.form = piece.form;
        one.parts = piece.parts;
        if (piece.referent == model::ReferentKind::formal) {
            one.slot = static_cast<int>(piece.formal);
            one.entity = who[piece.formal];
        } else if (piece.referent == model::ReferentKind::plural) {
            one.slot = BoundPiece::kPlural;
        }
        if (piece.kind == model::PieceKind::reference) {
            one.kind = BoundKind::entity;
        } else if (piece.kind == model::PieceKind::verb) {
            one.kind = BoundKind::verb;
        } else if (piece.text.starts_with("<")) {
            one.kind = BoundKind::clause;
            one.clause = parts[static_cast<std::size_t>(piece.text[1] - '0')];
        }
        bound.push_back(std::move(one));
    }
    return clause(bound, form, false);
}

Clause English::belief(EntityId believer, Clause subordinate, ClauseForm form) const {
    std::vector<Clause> parts;
    parts.push_back(std::move(subordinate));
    return pattern("{0} [think] that <0>", {believer}, std::move(parts), form);
}

/// "Nina wanted to buy the jar and Otto to sell it": wishes with the same subject first.
Clause English::wishes(EntityId who, std::string_view verb, std::vector<Clause> wished, bool is_first) const {
    std::vector<Clause> own, other;
    for (Clause& one : wished)
        (one.form == ClauseForm::infinitive && !one.keeps_subject ? own : other).push_back(std::move(one));
    std::vector<Clause> groups;
    std::string start = is_first ? "{0} [" : "[";
    start += std::string(verb) + (is_first ? "] " : ":0] ");
    if (!own.empty()) groups.push_back(pattern(start + "<0>", {who}, {listed(std::move(own), "")}));
    if (!other.empty()) groups.push_back(pattern("{0} [want] <0>", {who}, {listed(std::move(other), "")}));
    return joined(std::move(groups));
}

Clause English::frame(Frame frame, const std::vector<EntityId>& who, std::vector<Clause> parts,
                      std::uint32_t variant) const {
    auto pick = [&](std::initializer_list<std::string_view> ways) {
        return ways.begin()[variant % ways.size()];
    };
    auto with_first = [&](std::string_view text) { return pattern(text, who, {take_first(parts)}); };
    auto that = [&](std::string_view text) {
        return pattern(text, who, {listed(std::move(parts), "that ")});
    };
    bool has_truth = (frame == Frame::thinks_wrongly || frame == Frame::still_thinks) && parts.size() > 1;
    switch (frame) {
        case Frame::plain:
            return take_first(parts);
        case Frame::after_all:
            return with_first(pick({"<0> after all", "so <0>"}));
        case Frame::but_not:
            return with_first(pick({"but <0>", "yet <0>"}));
        case Frame::in_the_end:
            return with_first("in the end, <0>");
        case Frame::as_before:
            return with_first(pick({"<0>, as before", "as before, <0>"}));
        case Frame::again: {
            Clause what = take_first(parts);
            what.tokens.push_back(text_token(" again"));
            return what;
        }
        case Frame::thinks:
            return that(pick({"{0} [think] <0>", "{0} [be] sure <0>"}));
        case Frame::discovers:
            return that(pick({"now {0} [see] <0>", "{0} now [see] <0>", "then {0} [find] <0>"}));
        case Frame::learns:
            return that(pick({"now {0} [believe] <0>", "so {0} [believe] <0>"}));
        case Frame::expects:
            return that(pick({"{0} [expect] <0>", "{0} [be] sure <0>"}));
        case Frame::thinks_wrongly:
        case Frame::still_thinks: {
            bool still = frame == Frame::still_thinks;
            if (!has_truth)
                return that(still ? pick({"{0} still [think] <0>", "{0} still [believe] <0>"})
                                  : pick({"{0} wrongly [think] <0>", "{0} wrongly [believe] <0>"}));
            std::vector<Clause> two;
            two.push_back(take_first(parts));
            two.push_back(take_first(parts));
            return pattern(still ? pick({"{0} still [think] that <0>, but in truth <1>",
                                         "{0} still [believe] that <0>, but in fact <1>"})
                                 : pick({"{0} [think] that <0>, but in truth <1>",
                                         "{0} [believe] that <0>, but in fact <1>"}),
                           who, std::move(two));
        }
        case Frame::wants:
            return wishes(who[0], pick({"want", "mean"}), std::move(parts));
        case Frame::because_wants: {
            Clause what = take_first(parts);
            Clause why = wishes(who[0], "want", std::move(parts));
            return pattern(pick({"<0>, because <1>", "<0>, for <1>"}), who,
                           {std::move(what), std::move(why)});
        }
        case Frame::assumes: {
            bool has_teller = who.size() > 1 && who[0].valid();
            Clause wish = wishes(who.back(), "want", std::move(parts));
            if (!has_teller || variant % 2 == 0) return pattern("no doubt <0>", who, {std::move(wish)});
            return pattern("{0} [suppose] that <0>", who, {std::move(wish)});
        }
        case Frame::lie:
            return pattern(pick({"it [be] a lie", "that [be] a lie"}), who, {});
        case Frame::lie_both_know:
            return pattern(
                pick({"it [be] a lie, and both [know:plural] it", "it [be] a lie, as both [know:plural]"}),
                who, {});
        case Frame::joined:
            return joined(std::move(parts));
    }
    return {};
}

}  // namespace wt::story
