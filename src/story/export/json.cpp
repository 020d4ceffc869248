#include "story/export/json.h"

#include <nlohmann/json.hpp>

namespace wt::story {

namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

Json lines_json(const std::vector<Line>& lines) {
    Json json = Json::array();
    for (const Line& line : lines)
        json.push_back({{"id", line.id},
                        {"text", line.text},
                        {"event", or_null(line.event)},
                        {"starts_paragraph", line.starts_paragraph}});
    return json;
}

Json way_json(const ChapterWay& way) {
    Json json;
    json["name"] = way.name;
    json["from"] = way.from;
    json["to"] = way.to;
    json["event"] = way.event;
    json["consenting"] = way.consenting;
    json["is_told"] = way.is_told;
    json["choice"] = way.label.empty() ? Json(nullptr) : Json{{"id", way.label_id}, {"text", way.label}};
    json["lines"] = lines_json(way.lines);
    return json;
}

Json chapter_json(const Chapter& chapter) {
    Json json;
    json["name"] = chapter.name;
    json["request"] = or_null(chapter.request);
    json["title"] = {{"id", chapter.title_id}, {"text", chapter.title}};
    json["teller"] = or_null(chapter.teller);
    json["player"] = or_null(chapter.player);
    json["opening"] = lines_json(chapter.opening);
    json["moments"] = Json::array();
    for (const ChapterMoment& moment : chapter.moments)
        json["moments"].push_back({{"ways", moment.ways}});
    json["ways"] = Json::array();
    for (const ChapterWay& way : chapter.ways)
        json["ways"].push_back(way_json(way));
    return json;
}

}  // namespace

std::string json_of(const Book& book) {
    Json json;
    json["wrongtree"] = book.version;
    json["world"] = book.world;
    json["title"] = book.title;
    json["author"] = or_null(book.author);
    json["note"] = or_null(book.note);
    json["language"] = language_tag(book.language);
    json["chapters"] = Json::array();
    for (const Chapter& chapter : book.chapters)
        json["chapters"].push_back(chapter_json(chapter));
    json["left_out"] = Json::array();
    for (const LeftOut& one : book.left_out)
        json["left_out"].push_back(
            {{"request", one.request}, {"title", one.title}, {"is_proved", one.is_proved}});
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace wt::story
