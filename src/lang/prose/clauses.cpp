#include "lang/prose/clauses.h"

#include <algorithm>

namespace wt::lang::prose {

using model::EntityId;

ClauseToken text_token(std::string text) {
    ClauseToken token;
    token.text = std::move(text);
    token.is_template = true;
    return token;
}

Clause listed(std::vector<Clause> parts, std::string_view last_joint, const std::string& each) {
    Clause list;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) list.tokens.push_back(text_token(i + 1 == parts.size() ? std::string(last_joint) : ", "));
        if (!each.empty()) list.tokens.push_back(text_token(each));
        for (ClauseToken& token : parts[i].tokens)
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

Clause joined(std::vector<Clause> parts, std::string_view last_joint) {
    for (std::size_t i = 1; i < parts.size(); ++i) {
        bool is_same = parts[i].subject.valid() && parts[i].subject == parts[0].subject &&
                       !parts[i].tokens.empty() && parts[i].tokens[0].entity == parts[i].subject &&
                       parts[i].tokens[0].role == Role::subject;
        if (!is_same) continue;
        std::vector<ClauseToken>& tokens = parts[i].tokens;
        tokens.erase(tokens.begin());
        if (!tokens.empty() && !tokens[0].entity.valid() && tokens[0].text.starts_with(" "))
            tokens[0].text.erase(0, 1);
    }
    EntityId subject = parts.empty() ? EntityId() : parts[0].subject;
    Clause list = listed(std::move(parts), last_joint, "");
    list.subject = subject;
    return list;
}

namespace {

/// Returns what the second clause has instead of the first: behind all that both begin with, from the preposition
/// before it on; it is empty if that is no name.
Clause difference(const Clause& first, const Clause& second) {
    auto [one, other] = std::ranges::mismatch(first.tokens, second.tokens);
    Clause rest;
    if (other == second.tokens.end() || other == second.tokens.begin() || !other->entity.valid()) return rest;
    // This is its preposition: "in" of " was in ".
    const std::string& before = (other - 1)->text;
    std::size_t end = before.find_last_not_of(' ');
    if (!(other - 1)->entity.valid() && end != std::string::npos && end + 1 < before.size() &&
        (other - 1)->part == ClausePart::rest) {
        std::size_t begin = before.find_last_of(' ', end);
        rest.tokens.push_back(text_token(before.substr(begin == std::string::npos ? 0 : begin + 1)));
    }
    rest.tokens.insert(rest.tokens.end(), other, second.tokens.end());
    return rest;
}

}  // namespace

Clause alternatives(const std::vector<Clause>& parts, std::string_view joint, std::string_view last_joint) {
    Clause what = parts[0];
    for (std::size_t i = 1; i < parts.size(); ++i) {
        Clause other = difference(parts[0], parts[i]);
        if (other.is_empty()) other = parts[i];
        what.tokens.push_back(text_token(std::string(i + 1 < parts.size() ? joint : last_joint)));
        what.tokens.insert(what.tokens.end(), other.tokens.begin(), other.tokens.end());
    }
    return what;
}

BoundTemplate bound_pattern(std::string_view text, const std::vector<EntityId>& who,
                            const std::vector<Clause>& parts) {
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
    return bound;
}

}  // namespace wt::lang::prose
