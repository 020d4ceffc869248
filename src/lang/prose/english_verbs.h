// This conjugates English verbs.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "lang/prose/person.h"
#include "lang/prose/words.h"

namespace wt::lang::prose::english {

/// These are the principal parts; further words of a verb of several ("slip away") follow each of them.
struct Verb {
    std::string base;
    std::string third;
    std::string past;
    std::string participle;
    bool is_be = false;
    bool is_modal = false;      ///< "can", "must", "will" and the like
    bool is_auxiliary = false;  ///< "have", before a participle
};

/// Makes a verb from the base form, and principal parts that the author gave: the past, and the participle if it
/// differs.
Verb verb_of(std::string_view base, std::span<const std::string> parts = {});

/// Returns "was", "were", "walks", "could".
std::string finite(const Verb& verb, Tense tense, Person person);

/// Returns all that the verb says in a clause of the form: "had not walked", "not to be", "would be able to".
std::string verb_group(const Verb& verb, ClauseForm form, bool negated, Tense tense, Person person);

/// Returns the same for a verb that is coordinated with one before it, whose auxiliary serves for both: "(had taken it
/// and) opened".
std::string coordinated(const Verb& verb, const Verb& first, ClauseForm form, bool negated, Tense tense,
                        Person person);

/// Could the word be a past participle ("promised", "gone")?
bool is_participle(std::string_view word);
/// Is it the base form of an irregular verb?
bool is_irregular(std::string_view base);

}  // namespace wt::lang::prose::english
