// This makes what is told in English where the author gave no template, from the names in the world file.
#include <algorithm>

#include "lang/prose/english.h"

namespace wt::lang::prose {

using model::EventId;
using model::Formal;
using model::PropertyId;
using model::Template;

namespace {

constexpr std::string_view kPrepositions[] = {
    "about",   "above", "across", "after",   "against", "along", "among",   "around",  "at",      "before",
    "behind",  "below", "beside", "between", "beyond",  "by",    "for",     "from",    "in",      "inside",
    "into",    "near",  "of",     "off",     "on",      "onto",  "outside", "over",    "through", "to",
    "towards", "under", "until",  "upon",    "via",     "with",  "within",  "without", "toward",  "past"};
constexpr std::string_view kParticles[] = {"away", "back",  "down",  "forward", "home",
                                           "in",   "off",   "on",    "out",     "over",
                                           "up",   "apart", "aside", "along",   "together"};
constexpr std::string_view kPlaceTypes[] = {"place", "room",   "location", "site",
                                            "area",  "region", "position"};

// With a verb of giving, something goes to a character; with a verb of taking, it comes from one.
constexpr std::string_view kGiving[] = {"give", "send",    "bring", "show",  "sell",  "lend",   "hand",
                                        "pay",  "offer",   "throw", "pass",  "teach", "tell",   "promise",
                                        "read", "deliver", "write", "serve", "leave", "return", "present"};
constexpr std::string_view kTaking[] = {"take",  "steal",  "buy",     "get",    "receive", "borrow",
                                        "claim", "demand", "collect", "snatch", "accept",  "learn"};
// With these words, values have what the property is of: "Ann has the coin".
constexpr std::string_view kHaving[] = {"has", "have", "holds", "owns", "carries", "keeps", "wears"};

template <std::size_t size>
bool is_one_of(const std::string_view (&words)[size], std::string_view word) {
    return std::ranges::find(words, word) != std::end(words);
}

bool is_preposition(std::string_view word) {
    return is_one_of(kPrepositions, word);
}

std::string reference(std::size_t formal) {
    return "{" + std::to_string(formal) + "}";
}

std::string join(const std::vector<std::string>& words, std::size_t first = 0) {
    std::string text;
    for (std::size_t i = first; i < words.size(); ++i)
        text += (i == first ? "" : " ") + words[i];
    return text;
}

/// Is it a noun by its ending, as far as one can tell: "stranger", "guard" of "porter(Lena)"?
bool is_noun(std::string_view word) {
    constexpr std::string_view kAdjectives[] = {"clever", "sober", "bitter", "tender", "proper", "eager",
                                                "poor",   "inner", "outer",  "other",  "silver", "minor"};
    constexpr std::string_view kEndings[] = {"er", "or", "ist", "ian", "man", "ess", "ant", "ness", "ship"};
    if (is_one_of(kAdjectives, word) || word.size() < 5) return false;
    return std::ranges::any_of(kEndings, [&](std::string_view ending) { return word.ends_with(ending); });
}

/// Is it a verb, and not a noun in the plural, as far as one can tell: "knows", "loves"?
bool is_third_person(std::string_view word) {
    constexpr std::string_view kRegular[] = {"love", "live", "hate",  "want", "like",   "trust", "hope",
                                             "fear", "rule", "guard", "hide", "belong", "serve", "obey"};
    if (!word.ends_with("s") || word.ends_with("ss")) return false;
    word.remove_suffix(1);
    return english::is_irregular(word) || is_one_of(kRegular, word);
}

std::string article_for(std::string_view noun) {
    return std::string_view("aeiou").find(noun.front()) == std::string_view::npos ? "a " : "an ";
}

/// Are things of the type where something is?
bool is_place(const model::World& world, model::TypeId type) {
    for (model::TypeId ancestor : world[type].ancestors)
        if (is_one_of(kPlaceTypes, lower_case(world[ancestor].name))) return true;
    return std::ranges::any_of(world.properties, [&](const model::Property& property) {
        return property.name == "at" && world.is_subtype(type, property.type) &&
               property.type != model::kEntity && property.type != model::kCharacter;
    });
}

std::string formal_name(const model::World& world, const Formal& formal) {
    return formal.is_fixed() ? "" : lower_case(world[formal.variable].name);
}

/// Returns all arguments but the first few, each behind its preposition or "of" and "and".
std::string arguments_text(const model::World& world, const std::vector<Formal>& formals, std::size_t first) {
    std::string text;
    bool has_of = false;
    for (std::size_t i = first; i < formals.size(); ++i) {
        std::string name = formal_name(world, formals[i]);
        if (is_preposition(name)) {
            text += " " + name + " " + reference(i);
        } else {
            text += (has_of ? " and " : " of ") + reference(i);
            has_of = true;
        }
    }
    return text;
}

/// Returns "{0} [be] promised", "there [be] a door from {0} to {1}".
std::string boolean_pattern(const model::World& world, const model::Property& property) {
    std::vector<std::string> words = split_words(lower_case(words_of_name(property.name)));
    std::string text = join(words);
    std::size_t arity = property.formals.size();
    if (arity == 0) return text.ends_with("ing") ? "it [be] " + text : "“" + text + "” [be] true";
    std::string rest;
    for (std::size_t i = 1; i < arity; ++i) {
        std::string name = formal_name(world, property.formals[i]);
        rest += " " + (is_preposition(name) ? name + " " : std::string(i > 1 ? "and " : "")) + reference(i);
    }
    if (is_preposition(words[0])) {
        bool is_whole = words.size() == 1 || is_preposition(words.back()) || arity == 1;
        return "{0} [be] " + text +
               (is_whole || is_preposition(formal_name(world, property.formals[1])) ? "" : " with") + rest;
    }
    if (words[0] == "is" || words[0] == "has" || words[0] == "can")
        return "{0} [" +
               std::string(words[0] == "is"    ? "be"
                           : words[0] == "has" ? "have"
                                               : "can") +
               "] " + join(words, 1) + rest;
    if (arity == 1 && is_third_person(words[0])) {
        words[0].pop_back();
        return "{0} [" + words[0] + "]" + (words.size() > 1 ? " " + join(words, 1) : "");
    }
    if (arity == 1) return "{0} [be] " + (is_noun(words.back()) ? article_for(text) : "") + text;
    if (is_preposition(formal_name(world, property.formals[0])))
        return "there [be] " + article_for(text) + text + arguments_text(world, property.formals, 0);
    bool is_verb = words[0].size() > 3 && words[0].ends_with("s") && !words[0].ends_with("ss");
    if (is_verb) {
        words[0].pop_back();
        return "{0} [" + words[0] + "]" + (words.size() > 1 ? " " + join(words, 1) : "") + rest;
    }
    if (is_preposition(words.back())) return "{0} [be] " + text + rest;
    return "{0} [be] " + (is_noun(text) ? article_for(text) : "") + text +
           (is_preposition(formal_name(world, property.formals[1])) ? ""
            : english::is_participle(words[0])                      ? " with"
                                                                    : " to") +
           rest;
}

std::string value_pattern(const model::World& world, const model::Property& property) {
    std::vector<std::string> words = split_words(lower_case(words_of_name(property.name)));
    std::string text = join(words);
    std::size_t arity = property.formals.size();
    bool is_number = property.type == model::kNumber;
    std::string value = is_number ? "{value:digits}" : "{value}";
    std::string be = is_number && text.ends_with("s") && !text.ends_with("ss") ? " [be:plural] " : " [be] ";
    if (is_preposition(words.back())) {
        if (arity == 0) return "“" + text + "” [be] " + value;
        return "{0} [be] " + text + " " + value + arguments_text(world, property.formals, 1);
    }
    bool is_having = arity == 1 && words.size() == 1 && is_one_of(kHaving, text) &&
                     world.is_subtype(property.type, model::kCharacter);
    if (is_having) {
        std::string verb = text.starts_with("ha") ? "have"
                           : text == "carries"    ? "carry"
                                                  : text.substr(0, text.size() - 1);
        return "{value} [" + verb + "] {0}";
    }
    if (arity == 0)
        return "the " + text + be + (!is_number && is_place(world, property.type) ? "at " : "") + value;
    bool is_of = is_preposition(formal_name(world, property.formals[0]));
    if (arity == 1 && !is_of) {
        bool is_verb = !is_number && words.size() == 1 && text.ends_with("s") && !text.ends_with("ss") &&
                       text.size() > 3;
        if (is_verb) return "{0} [" + text.substr(0, text.size() - 1) + "] " + value;
        return "{0's} " + text + be + value;
    }
    return "the " + text + arguments_text(world, property.formals, 0) + be + value;
}

/// This says what each formal of an event is in its sentence.
struct Arguments {
    std::vector<std::string> plain, with, prepositional, places;
    std::vector<bool> plain_is_character;

    /// If there are a character and a thing, the thing is what is given or taken.
    void give_roles(std::string_view verb) {
        bool gives = is_one_of(kGiving, verb), takes = is_one_of(kTaking, verb);
        bool fits = (gives || takes) && plain.size() == 2 && plain_is_character[0] != plain_is_character[1];
        if (!fits) return;
        std::size_t who = plain_is_character[0] ? 0 : 1;
        prepositional.insert(prepositional.begin(), (gives ? "to " : "from ") + plain[who]);
        plain.erase(plain.begin() + static_cast<std::ptrdiff_t>(who));
    }

    void add_plain(std::string one, bool is_character) {
        plain.push_back(std::move(one));
        plain_is_character.push_back(is_character);
    }

    std::string text(bool has_object) const {
        std::string all;
        for (std::size_t i = 0; i < plain.size(); ++i)
            all += (i > 0 ? " and " : has_object ? " to " : " ") + plain[i];
        for (std::size_t i = 0; i < with.size(); ++i)
            all += (i > 0 ? " and " : " with ") + with[i];
        for (const std::string& one : prepositional)
            all += " " + one;
        for (const std::string& one : places)
            all += " at " + one;
        return all;
    }
};

/// Returns the place in the head of what consents first; none if nobody does.
std::optional<std::size_t> subject_of(const model::World& world, const model::Event& event) {
    for (model::ExprId id : event.consenting)
        for (std::size_t i = 0; i < event.formals.size(); ++i) {
            const Formal& formal = event.formals[i];
            const model::Expr& expr = world[id];
            bool is_same = formal.is_fixed()
                               ? expr.kind == model::ExprKind::constant && expr.value == formal.fixed
                               : expr.kind == model::ExprKind::variable && expr.variable == formal.variable;
            if (is_same) return i;
        }
    bool is_character = !event.formals.empty() && !event.formals[0].is_fixed() &&
                        world.is_subtype(event.formals[0].type, model::kCharacter);
    return is_character ? std::optional<std::size_t>(0) : std::nullopt;
}

bool consents(const model::World& world, const model::Event& event, const Formal& formal) {
    return std::ranges::any_of(event.consenting, [&](model::ExprId id) {
        return !formal.is_fixed() && world[id].kind == model::ExprKind::variable &&
               world[id].variable == formal.variable;
    });
}

bool is_character(const model::World& world, const Formal& formal) {
    if (formal.is_fixed()) return formal.fixed.is_entity() && world.is_character(formal.fixed.as_entity());
    return world.is_subtype(formal.type, model::kCharacter);
}

Arguments arguments_of(const model::World& world, const model::Event& event,
                       std::optional<std::size_t> subject) {
    Arguments made;
    for (std::size_t i = 0; i < event.formals.size(); ++i) {
        if (subject && *subject == i) continue;
        const Formal& formal = event.formals[i];
        std::string name = formal_name(world, formal);
        if (is_preposition(name))
            made.prepositional.push_back(name + " " + reference(i));
        else if (consents(world, event, formal))
            made.with.push_back(reference(i));
        else if (!formal.is_fixed() && is_place(world, formal.type))
            made.places.push_back(reference(i));
        else
            made.add_plain(reference(i), is_character(world, formal));
    }
    return made;
}

}  // namespace

Template English::default_property(PropertyId id) const {
    const model::Property& property = world_[id];
    return parse_pattern(property.type == model::kBoolean ? boolean_pattern(world_, property)
                                                          : value_pattern(world_, property));
}

Template English::default_event(EventId id) const {
    const model::Event& event = world_[id];
    std::vector<std::string> words = split_words(lower_case(words_of_name(event.name)));
    std::optional<std::size_t> subject = subject_of(world_, event);
    Arguments arguments = arguments_of(world_, event, subject);
    if (!subject) return parse_pattern("there [be] " + join(words) + arguments.text(true));
    bool has_object =
        words.size() > 1 && !is_one_of(kParticles, words.back()) && !is_preposition(words.back());
    if (!has_object && words.size() == 1) arguments.give_roles(words[0]);
    std::string text = reference(*subject) + " [" + words[0] + "]";
    if (words.size() > 1) text += " " + join(words, 1);
    return parse_pattern(text + arguments.text(has_object));
}

}  // namespace wt::lang::prose
