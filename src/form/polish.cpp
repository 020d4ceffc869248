#include "form/polish.h"

#include <nlohmann/json.hpp>

#include "form/tell_json.h"
#include "story/tell/polish.h"

namespace wt::form {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kTask =
    "You polish the style of a very short story. You get a JSON object with its title and its sentences, "
    "each with an "
    "id, its text, and the facts that it tells. Answer with one JSON object {\"sentences\": [{\"id\": ..., "
    "\"text\": ...}, ...]} and nothing else: the same ids in the same order, each with the sentence in "
    "better style. "
    "Keep every name, pronoun, number, negation, direction, auxiliary, tense and every other word with a "
    "meaning of its own, in their order, and the full stops; add no event, name, reason or fact and leave "
    "none "
    "out. You may change articles, commas, `and` and `then`, put `because` or `since` for `for`, and put a "
    "name "
    "for a pronoun.";

/// Returns the JSON object in an answer, which may stand between other text.
Json object_in(const std::string& text) {
    std::size_t begin = text.find('{'), end = text.rfind('}');
    if (begin == std::string::npos || end == std::string::npos || end < begin) return nullptr;
    return Json::parse(text.substr(begin, end - begin + 1), nullptr, false);
}

tl::expected<std::vector<story::PolishedSentence>, std::string> sentences_in(const std::string& answer) {
    Json json = object_in(answer);
    std::string wrong = "its answer is not the JSON object that was asked for";
    if (!json.is_object() || !json.contains("sentences") || !json["sentences"].is_array())
        return tl::unexpected(wrong);
    std::vector<story::PolishedSentence> sentences;
    for (const Json& one : json["sentences"]) {
        bool is_whole = one.is_object() && one.contains("id") && one["id"].is_string() &&
                        one.contains("text") && one["text"].is_string();
        if (!is_whole) return tl::unexpected(wrong);
        sentences.push_back({one["id"].get<std::string>(), one["text"].get<std::string>()});
    }
    return sentences;
}

}  // namespace

Polish polished(const story::Story& story, const story::NarrativeStyle& style, story::Narration narration,
                const ChatTransport& chat) {
    Json told;
    told["title"] = narration.title;
    told["language"] = style.language;
    told["sentences"] = Json::array();
    for (const Json& paragraph : narration_json(story, narration))
        for (const Json& sentence : paragraph)
            told["sentences"].push_back(
                {{"id", sentence["id"]}, {"text", sentence["text"]}, {"facts", sentence["claims"]}});
    auto answer = chat(kTask, told.dump(-1, ' ', false, Json::error_handler_t::replace));
    if (!answer) return {std::move(narration), answer.error()};
    auto sentences = sentences_in(*answer);
    if (!sentences) return {std::move(narration), sentences.error()};
    story::Words words(story.session.world(), style);
    std::string fault = story::polish_fault(words, narration, *sentences);
    if (!fault.empty()) return {std::move(narration), "it changes the story: " + fault};
    return {story::with_polish(std::move(narration), *sentences), ""};
}

}  // namespace wt::form
