// This says how a world is told in one language: it holds names and kinds of its entities, and a sentence template for
// each event and property, as a `telling` block of a `.wt` file gives them.
//
//     telling english {
//         entity Temari: "Temari", she;
//         entity Ash: "the ash";
//         type tree: "tree";
//         property at: "{who} [be] at {value}", unknown: "nobody [know] where {who} [be:who]";
//         property promised: "{who} [have] promised to come back", false: "{who} [have] promised nothing";
//         action noise: "{from} [creak]", noticed: "{sentry} [hear] a soft thud from {heard}";
//         action deny: "{who} [tell] {to} that {who} [be:who] not about to die", says: days() > 7;
//     };
//
// A template is a list of pieces. `{x}` refers to what a formal stands for, `{x's}` to it as an owner,
// `{x:dative}` in a case of the language; `{value}` is the value of a property's fluent, `{value|day|days}`
// one of two texts by whether the number is 1. `[verb]` is a verb in its base form, `[throw/threw/thrown]`
// with its principal parts; it agrees with the first reference before the first verb that is no owner and in
// no other case than the subject's, unless `[be:who]` names another one. Where there is none the subject is
// third person singular; `[be:plural]` is plural, `[be:singular]` singular. The first verb, and all that do
// not say with what they agree, are the main verbs of the clause, which become infinitives and so on; one
// that does, such as `[be:who]` above, stays finite in its part of the sentence. `{{`, `}}`, `[[` and `]]`
// stand for brackets. What the languages are, and their forms and words, is in telling_language.h.
#pragma once

#include <string>
#include <vector>

#include "base/span.h"
#include "model/value.h"

namespace wt::model {

enum class PieceKind : std::uint8_t {
    text,       ///< `text` as it stands
    reference,  ///< to `referent`, in the case `form`
    verb,       ///< `text` is the base form; it agrees with `referent`
    choice,     ///< `text` if the value is the number 1, else `other`
};

/// This says what a piece refers to.
enum class ReferentKind : std::uint8_t {
    none,    ///< of a verb: a subject that is plain text, singular
    plural,  ///< of a verb: a subject that is plain text, plural
    formal,  ///< what the formal stands for
    value,   ///< the value of the property's fluent
};

struct Piece {
    PieceKind kind = PieceKind::text;
    std::string text;
    std::string other;
    ReferentKind referent = ReferentKind::none;
    std::uint32_t formal = 0;  ///< the place in the head, from 0
    bool is_explicit = false;  ///< of a verb: what it agrees with is written out, as in `[be:who]`
    std::string form;  ///< of a reference: empty, `possessive`, `reflexive`, or a case such as `dative`
    std::vector<std::string> parts;  ///< of a verb: principal parts behind the base form; none: regular or
                                     ///< known to the language
    Span span;
};

struct Template {
    std::vector<Piece> pieces;  ///< empty: the author gave none
    Span span;

    bool is_given() const { return !pieces.empty(); }
};

/// A name, with words about it that the language understands (`he`, `she`, `it`, `they`, `plural`,
/// `masculine`, ...).
struct Naming {
    std::string text;  ///< empty: the author gave none
    std::vector<std::string> words;
    Span span;
};

struct PropertyTelling {
    Template tell;      ///< the fluent has `value`; of a boolean property: is true
    Template is_false;  ///< of a boolean property; not given: the negation of `tell`
    Template unknown;   ///< the value is `?`
};

struct EventTelling {
    Template tell;
    Template noticed;  ///< what somebody notices who does not observe the event, but whose beliefs it changes
    ExprId says;       ///< what the first consenting character claims by it, over the event's formals; none
};

/// One language. All lists have an element for each declaration of the world, in its order.
struct Telling {
    std::string language;  ///< `english`, `german`
    std::vector<Naming> entities;
    std::vector<Naming> types;
    std::vector<PropertyTelling> properties;
    std::vector<EventTelling> events;
};

}  // namespace wt::model
