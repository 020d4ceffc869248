#include "form/first_dialogue.h"

#include <utility>

#include <fmt/format.h>

namespace wt::form {

tl::expected<ask::FirstWorld, std::string> ask_about(ask::FirstWorld about, const FirstTable& table) {
    std::size_t count = 0;
    bool has_lines = true;
    for (const ask::FirstQuestion& question : ask::first_questions(about.language)) {
        std::string& answer = about.*question.answer;
        bool is_given = !answer.empty();
        std::string mistake = ask::mistake_in(about, ++count);
        while (!is_given && has_lines) {
            table.say(fmt::format("{} [{}] ", question.text, question.usual));
            std::optional<std::string> line = table.read();
            has_lines = line.has_value();
            if (!has_lines) {
                table.say("\n");
                break;
            }
            answer = *line;
            mistake = ask::mistake_in(about, count);
            if (mistake.empty()) break;
            table.complain(mistake);
        }
        if (!mistake.empty()) return tl::unexpected(std::move(mistake));
    }
    return about;
}

}  // namespace wt::form
