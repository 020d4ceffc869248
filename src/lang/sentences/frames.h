// These are the words of sentences that no template of a world has: they say a wish, a request, a limit.
#pragma once

#include <string_view>

namespace wt::lang {

/// Each field is a frame in one language, or the forms of it.
struct SentenceFrames {
    std::string_view everybody_knows, happens, everybody, every[3], wants, author_wants, author_that, how,
        and_how, then[3], as, knows_it, narrator[2], while_, and_, end, never, always, story_limit,
        plan_limit, belief_limit, events[2], steps[2], deep[2], story;
    std::string_view weights[5][2];
};

inline constexpr SentenceFrames kEnglishFrames = {.everybody_knows = "everybody knows that",
                                                  .happens = "tell what happens",
                                                  .everybody = "everybody",
                                                  .every = {"every", "", ""},
                                                  .wants = "wants",
                                                  .author_wants = "the author wants",
                                                  .author_that = "",
                                                  .how = "tell how",
                                                  .and_how = "and how",
                                                  .then = {"then", "and then", ""},
                                                  .as = "as",
                                                  .knows_it = "knows it",
                                                  .narrator = {"a narrator", "the narrator"},
                                                  .while_ = "while",
                                                  .and_ = "and",
                                                  .end = "in the end",
                                                  .never = "it never happens that",
                                                  .always = "it is always so that",
                                                  .story_limit = "the story has at most",
                                                  .plan_limit = "plans have at most",
                                                  .belief_limit = "beliefs go at most",
                                                  .events = {"events", "event"},
                                                  .steps = {"steps", "step"},
                                                  .deep = {"deep", "deep"},
                                                  .story = "story",
                                                  .weights = {{"above all", "above all"},
                                                              {"very much", "much"},
                                                              {"much", "much"},
                                                              {"a lot", "much"},
                                                              {"a little", "a little"}}};

inline constexpr SentenceFrames kGermanFrames = {.everybody_knows = "alle wissen, dass",
                                                 .happens = "erzähle, was geschieht",
                                                 .everybody = "jeder",
                                                 .every = {"jeder", "jede", "jedes"},
                                                 .wants = "will",
                                                 .author_wants = "der Autor will",
                                                 .author_that = "dass",
                                                 .how = "erzähle, wie",
                                                 .and_how = "und wie",
                                                 .then = {"dann", "und dann", ""},
                                                 .as = "wie",
                                                 .knows_it = "es weiß",
                                                 .narrator = {"ein Erzähler", "der Erzähler"},
                                                 .while_ = "während",
                                                 .and_ = "und",
                                                 .end = "am Ende",
                                                 .never = "es kommt nie vor, dass",
                                                 .always = "es ist immer so, dass",
                                                 .story_limit = "die Geschichte hat höchstens",
                                                 .plan_limit = "Pläne haben höchstens",
                                                 .belief_limit = "Gedanken gehen höchstens",
                                                 .events = {"Ereignisse", "Ereignis"},
                                                 .steps = {"Schritte", "Schritt"},
                                                 .deep = {"tief", "tief"},
                                                 .story = "geschichte",
                                                 .weights = {{"vor allem", "above all"},
                                                             {"sehr", "much"},
                                                             {"viel", "much"},
                                                             {"unbedingt", "above all"},
                                                             {"ein wenig", "a little"}}};

}  // namespace wt::lang
