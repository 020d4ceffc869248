// These sentences put clauses together, in German. None has anything before the subject that would turn the clause
// round.
#include <algorithm>

#include "lang/prose/clauses.h"
#include "lang/prose/german.h"

namespace wt::lang::prose {

using model::EntityId;

namespace {

constexpr std::string_view kAnd = " und ";

}  // namespace

Clause German::pattern(std::string_view text, const std::vector<EntityId>& who, std::vector<Clause> parts,
                       ClauseForm form) const {
    return clause(bound_pattern(text, who, parts), form, false);
}

Clause German::belief(EntityId believer, Clause subordinate, ClauseForm form) const {
    std::vector<Clause> parts;
    parts.push_back(std::move(subordinate));
    if (form == ClauseForm::infinitive)
        return pattern("{0} [glauben], dass <0>", {believer}, std::move(parts), form);
    // The belief follows the verb, wherever that stands.
    Clause made = pattern("{0} [glauben]", {believer}, {}, form);
    made.tokens.push_back(text_token(", dass "));
    for (ClauseToken& token : parts[0].tokens)
        made.tokens.push_back(std::move(token));
    return made;
}

/// Returns "Nina wollte Honig kosten und dass Otto das Glas verkaufte".
Clause German::wishes(EntityId who, std::vector<Clause> wished, ClauseForm form) const {
    std::vector<Clause> own, other;
    for (Clause& one : wished)
        (one.form == ClauseForm::infinitive && !one.keeps_subject ? own : other).push_back(std::move(one));
    Clause made;
    std::string joint = own.empty() ? ", dass " : " und dass ";
    if (!own.empty())
        made = pattern("{0} [wollen] <0>", {who}, {listed(std::move(own), kAnd, "")}, form);
    else
        made = pattern("{0} [wollen]", {who}, {}, form);
    for (Clause& one : other) {
        made.tokens.push_back(text_token(joint));
        joint = " und dass ";
        for (ClauseToken& token : one.tokens)
            made.tokens.push_back(std::move(token));
    }
    return made;
}

Clause German::frame(Frame frame, const std::vector<EntityId>& who, std::vector<Clause> parts,
                     std::uint32_t variant) const {
    auto pick = [&](std::initializer_list<std::string_view> ways) {
        return ways.begin()[variant % ways.size()];
    };
    auto with_first = [&](std::string_view text) { return pattern(text, who, {take_first(parts)}); };
    auto that = [&](std::string_view text) {
        return pattern(text, who, {listed(std::move(parts), kAnd, "dass ")});
    };
    switch (frame) {
        case Frame::plain:
            return take_first(parts);
        case Frame::after_all:
            return with_first(pick({"<0>, wie sich zeigte", "<0>, wie nun zu sehen [sein]"}));
        case Frame::but_not:
            return with_first(pick({"aber <0>", "doch <0>"}));
        case Frame::in_the_end:
            return with_first("so [enden] es: <0>");
        case Frame::either:
            return alternatives(parts, ", oder ", ", oder vielleicht ");
        case Frame::perhaps: {
            Clause what = alternatives(parts, ", oder ", ", oder ");
            auto verb = std::ranges::find(what.tokens, ClausePart::finite, &ClauseToken::part);
            what.tokens.insert(verb == what.tokens.end() ? verb : verb + 1, text_token(" vielleicht"));
            return what;
        }
        case Frame::as_before:
            return with_first(pick({"<0>, wie zuvor", "<0>, wie am Anfang"}));
        case Frame::again: {
            Clause what = take_first(parts);
            auto verb = std::ranges::find(what.tokens, ClausePart::finite, &ClauseToken::part);
            if (verb == what.tokens.end())
                what.tokens.push_back(text_token(" noch einmal"));
            else
                what.tokens.insert(verb + 1, text_token(" noch einmal"));
            return what;
        }
        case Frame::thinks:
            return that(pick({"{0} [glauben], <0>", "{0} [sein] sicher, <0>"}));
        case Frame::discovers:
            return that(pick({"{0} [sehen] nun, <0>", "{0} [merken] nun, <0>"}));
        case Frame::learns:
            return that(pick({"{0} [glauben] nun, <0>", "{0} [sein] nun sicher, <0>"}));
        case Frame::expects:
            return that(pick({"{0} [erwarten], <0>", "{0} [rechnen] damit, <0>"}));
        case Frame::thinks_wrongly:
        case Frame::still_thinks: {
            bool still = frame == Frame::still_thinks;
            if (parts.size() < 2)
                return that(still ? "{0} [glauben] immer noch, <0>" : "{0} [glauben] zu Unrecht, <0>");
            std::vector<Clause> two;
            two.push_back(take_first(parts));
            two.push_back(take_first(parts));
            return pattern(
                still ? "{0} [glauben] immer noch, dass <0>, aber <1>" : "{0} [glauben], dass <0>, aber <1>",
                who, std::move(two));
        }
        case Frame::wants:
            return wishes(who[0], std::move(parts), ClauseForm::main);
        case Frame::because_wants: {
            Clause what = take_first(parts);
            EntityId subject = what.subject;
            Clause why = wishes(who[0], std::move(parts), ClauseForm::main);
            std::vector<Clause> both;
            both.push_back(std::move(what));
            both.push_back(std::move(why));
            Clause made = pattern("<0>, denn <1>", who, std::move(both));
            made.subject = subject;
            return made;
        }
        case Frame::assumes: {
            Clause wish = wishes(who.back(), std::move(parts), ClauseForm::subordinate);
            bool has_teller = who.size() > 1 && who[0].valid();
            if (!has_teller) return pattern("vermutlich [sein] es so, dass <0>", who, {std::move(wish)});
            return pattern("{0} [vermuten], dass <0>", who, {std::move(wish)});
        }
        case Frame::lie:
            return pattern(pick({"das [sein] gelogen", "es [sein] eine Lüge"}), who, {});
        case Frame::lie_both_know:
            return pattern("es [sein] eine Lüge, und beide [wissen:plural] es", who, {});
        case Frame::joined:
            return joined(std::move(parts), kAnd);
    }
    return {};
}

}  // namespace wt::lang::prose
