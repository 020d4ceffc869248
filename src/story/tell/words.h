// The words of a world (lang/prose), under the names that telling has for them.
#pragma once

#include "lang/prose/grammar.h"
#include "lang/prose/words.h"

namespace wt::story {

using lang::prose::capitalise;
using lang::prose::Clause;
using lang::prose::ClauseForm;
using lang::prose::ClausePart;
using lang::prose::ClauseToken;
using lang::prose::Discourse;
using lang::prose::first_word;
using lang::prose::Frame;
using lang::prose::Grammar;
using lang::prose::last_word;
using lang::prose::lower_case;
using lang::prose::make_grammar;
using lang::prose::Mention;
using lang::prose::naming_of;
using lang::prose::NarrativeStyle;
using lang::prose::Role;
using lang::prose::split_words;
using lang::prose::Tense;
using lang::prose::Words;
using lang::prose::words_of_name;

}  // namespace wt::story
