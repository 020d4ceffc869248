// These sentences put clauses together, in English.
#include <algorithm>

#include "lang/prose/clauses.h"
#include "lang/prose/english.h"

namespace wt::lang::prose {

using model::EntityId;

namespace {

constexpr std::string_view kAnd = " and ";

}  // namespace

Clause English::pattern(std::string_view text, const std::vector<EntityId>& who, std::vector<Clause> parts,
                        ClauseForm form) const {
    return clause(bound_pattern(text, who, parts), form, false);
}

Clause English::belief(EntityId believer, Clause subordinate, ClauseForm form) const {
    std::vector<Clause> parts;
    parts.push_back(std::move(subordinate));
    return pattern("{0} [think] that <0>", {believer}, std::move(parts), form);
}

/// Returns "Nina wanted to buy the jar and Otto to sell it": wishes with the same subject come first.
Clause English::wishes(EntityId who, std::string_view verb, std::vector<Clause> wished, bool is_first) const {
    std::vector<Clause> own, other;
    for (Clause& one : wished)
        (one.form == ClauseForm::infinitive && !one.keeps_subject ? own : other).push_back(std::move(one));
    std::vector<Clause> groups;
    std::string start = is_first ? "{0} [" : "[";
    start += std::string(verb) + (is_first ? "] " : ":0] ");
    if (!own.empty()) groups.push_back(pattern(start + "<0>", {who}, {listed(std::move(own), kAnd, "")}));
    if (!other.empty())
        groups.push_back(pattern("{0} [want] <0>", {who}, {listed(std::move(other), kAnd, "")}));
    return joined(std::move(groups), kAnd);
}

Clause English::frame(Frame frame, const std::vector<EntityId>& who, std::vector<Clause> parts,
                      std::uint32_t variant) const {
    auto pick = [&](std::initializer_list<std::string_view> ways) {
        return ways.begin()[variant % ways.size()];
    };
    auto with_first = [&](std::string_view text) { return pattern(text, who, {take_first(parts)}); };
    auto that = [&](std::string_view text) {
        return pattern(text, who, {listed(std::move(parts), kAnd, "that ")});
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
        case Frame::either:
            return alternatives(parts, ", or ", ", or perhaps ");
        case Frame::perhaps:
            return pattern("perhaps <0>", who, {alternatives(parts, ", or ", ", or ")});
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
            return joined(std::move(parts), kAnd);
    }
    return {};
}

}  // namespace wt::lang::prose
