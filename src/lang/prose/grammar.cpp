// The languages share this: names taken apart, patterns, and the list of languages.
#include "lang/prose/grammar.h"

#include <cctype>

#include "lang/prose/english.h"
#include "lang/prose/german.h"

namespace wt::lang::prose {

using model::Piece;
using model::PieceKind;
using model::ReferentKind;

namespace {

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

bool is_letter(char c) {
    return is_upper(c) || is_lower(c) || static_cast<unsigned char>(c) >= 0x80;
}

void push_text(model::Template& made, std::string& text) {
    if (text.empty()) return;
    Piece piece;
    piece.text = std::move(text);
    made.pieces.push_back(std::move(piece));
    text.clear();
}

/// Reads what stands between braces: `0`, `0's`, `0:dative`, `value`.
Piece reference_of(std::string_view inside) {
    Piece piece;
    piece.kind = PieceKind::reference;
    std::size_t colon = inside.find(':');
    if (colon != std::string_view::npos) {
        piece.form = inside.substr(colon + 1);
        inside = inside.substr(0, colon);
    } else if (inside.ends_with("'s")) {
        piece.form = "possessive";
        inside.remove_suffix(2);
    }
    piece.referent = inside == "value" ? ReferentKind::value : ReferentKind::formal;
    for (char c : inside)
        if (piece.referent == ReferentKind::formal)
            piece.formal = piece.formal * 10 + static_cast<std::uint32_t>(c - '0');
    return piece;
}

/// Reads what stands between square brackets: `be`, `be:1`, `be:plural`, `throw/threw/thrown`.
Piece verb_of(std::string_view inside, const Piece* subject) {
    Piece piece;
    piece.kind = PieceKind::verb;
    std::size_t colon = inside.find(':');
    if (colon != std::string_view::npos) {
        std::string_view whom = inside.substr(colon + 1);
        inside = inside.substr(0, colon);
        if (whom == "plural") {
            piece.referent = ReferentKind::plural;
        } else {
            Piece agrees = reference_of(whom);
            piece.referent = agrees.referent;
            piece.formal = agrees.formal;
        }
    } else if (subject != nullptr) {
        piece.referent = subject->referent;
        piece.formal = subject->formal;
    }
    std::size_t slash = inside.find('/');
    piece.text = inside.substr(0, slash);
    while (slash != std::string_view::npos) {
        std::size_t next = inside.find('/', slash + 1);
        piece.parts.emplace_back(inside.substr(slash + 1, next - slash - 1));
        slash = next;
    }
    return piece;
}

}  // namespace

std::string words_of_name(std::string_view name) {
    std::string text;
    for (std::size_t i = 0; i < name.size(); ++i) {
        char c = name[i];
        if (c == '_') {
            if (!text.empty() && text.back() != ' ') text += ' ';
            continue;
        }
        bool begins = i > 0 && is_upper(c) &&
                      (is_lower(name[i - 1]) ||
                       (i + 1 < name.size() && is_upper(name[i - 1]) && is_lower(name[i + 1])));
        // McCoy and MacGuffin are one word.
        std::string_view last = std::string_view(text).substr(text.rfind(' ') + 1);
        if (begins && text.back() != ' ' && last != "Mc" && last != "Mac") text += ' ';
        text += c;
    }
    while (!text.empty() && text.back() == ' ')
        text.pop_back();
    return text.empty() ? std::string(name) : text;
}

std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (char c : text) {
        if (c != ' ') {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    if (!word.empty()) words.push_back(std::move(word));
    return words;
}

std::string last_word(std::string_view text) {
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    std::size_t begin = text.size();
    while (begin > 0 && is_letter(text[begin - 1]))
        --begin;
    return lower_case(text.substr(begin));
}

std::string first_word(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    std::size_t end = 0;
    while (end < text.size() && is_letter(text[end]))
        ++end;
    return lower_case(text.substr(0, end));
}

std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

void capitalise(std::string& text) {
    if (text.empty()) return;
    if (is_lower(text[0])) {
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
        return;
    }
    if (text.size() < 2 || static_cast<unsigned char>(text[0]) != 0xc3) return;
    unsigned char second = static_cast<unsigned char>(text[1]);
    if (second >= 0xa0 && second <= 0xbe && second != 0xb7) text[1] = static_cast<char>(second - 0x20);
}

model::Template parse_pattern(std::string_view pattern) {
    model::Template made;
    std::string text;
    std::optional<Piece> subject;
    bool has_verb = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        char close = pattern[i] == '{' ? '}' : pattern[i] == '[' ? ']' : pattern[i] == '<' ? '>' : '\0';
        if (close == '\0') {
            text += pattern[i];
            continue;
        }
        push_text(made, text);
        std::size_t end = pattern.find(close, i);
        std::string_view inside = pattern.substr(i + 1, end - i - 1);
        if (close == '}') {
            made.pieces.push_back(reference_of(inside));
            if (!subject && !has_verb && made.pieces.back().form != "possessive")
                subject = made.pieces.back();
        } else if (close == ']') {
            made.pieces.push_back(verb_of(inside, subject ? &*subject : nullptr));
            has_verb = true;
        } else {
            text = pattern.substr(i, end - i + 1);
            push_text(made, text);
        }
        i = end;
    }
    push_text(made, text);
    return made;
}

namespace {

const model::Telling* telling_in(const model::World& world, const std::string& language) {
    for (const model::Telling& telling : world.tellings)
        if (telling.language == language) return &telling;
    return nullptr;
}

}  // namespace

const model::Naming* naming_of(const model::World& world, const std::string& language,
                               model::EntityId entity) {
    const model::Telling* telling = telling_in(world, language);
    return telling != nullptr && entity.index() < telling->entities.size()
               ? &telling->entities[entity.index()]
               : nullptr;
}

const model::Naming* naming_of(const model::World& world, const std::string& language, model::TypeId type) {
    const model::Telling* telling = telling_in(world, language);
    return telling != nullptr && type.index() < telling->types.size() ? &telling->types[type.index()]
                                                                      : nullptr;
}

std::unique_ptr<Grammar> make_grammar(const model::World& world, const NarrativeStyle& style) {
    if (style.language == "english") return make_english(world, style);
    if (style.language == "german") return make_german(world, style);
    return nullptr;
}

std::vector<std::string_view> Words::languages() {
    return {"english", "german"};
}

}  // namespace wt::lang::prose
