// This conjugates German verbs.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "lang/prose/person.h"
#include "lang/prose/words.h"

namespace wt::lang::prose::german {

/// These are the principal parts, without the particle of a separable verb.
struct GermanVerb {
    std::string particle;     ///< "auf" of "aufheben"; may be empty
    std::string infinitive;   ///< "heben"
    std::string present;      ///< third person singular: "hebt"
    std::string past;         ///< "hob"
    std::string participle;   ///< whole: "aufgehoben"
    bool takes_sein = false;  ///< "ist gegangen", not "hat"
};

/// Makes a verb from the infinitive and the parts that the author gave ("hebt auf", "hob auf", "aufgehoben"); those
/// that are missing are made as of a regular verb.
GermanVerb verb_of(std::string_view infinitive, std::span<const std::string> parts = {});

/// Returns "hob", "hoben", "hebe".
std::string finite(const GermanVerb& verb, Tense tense, Person person);

/// This says what of a verb stands where a main clause has its finite verb, and what at the end. In a form with the
/// verb at the end `second` is empty.
struct Group {
    std::string second;
    std::string last;
};
Group group_of(const GermanVerb& verb, ClauseForm form, Tense tense, Person person);

}  // namespace wt::lang::prose::german
