// This writes the prose beside the picture (declared in board_parts.h).
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "form/board/board_parts.h"
#include "form/html.h"

namespace wt::form {

namespace {

/// Returns the moments whose events a sentence tells; for one that tells none, the moment that it speaks of.
std::set<std::size_t> moments_of(const story::Sentence& sentence) {
    std::set<std::size_t> moments;
    if (sentence.event) moments.insert(*sentence.event + 1);
    for (const story::Claim& claim : sentence.claims)
        if (claim.event &&
            (claim.kind == story::ClaimKind::happens || claim.kind == story::ClaimKind::noticed))
            moments.insert(*claim.event + 1);
    if (moments.empty()) moments.insert(sentence.moment);
    return moments;
}

/// The tellings of one story.
class Tellings {
  public:
    Tellings(const ask::BoardSide& side, std::size_t number) : side_(side), number_(number) {}

    std::string html() {
        text_ = fmt::format("<div class=\"side-prose\" data-side=\"{}\">\n", number_);
        if (!side_.name.empty()) text_ += fmt::format("<h3>{}</h3>\n", escape_html(side_.name));
        if (side_.absence.empty()) {
            choice();
            for (std::size_t i = 0; i < side_.tellings.size(); ++i)
                telling(i);
        } else {
            text_ += "<p class=\"absence\">No story here.</p>\n";
        }
        return text_ + "</div>\n";
    }

  private:
    std::string teller(std::size_t i) const {
        const std::string& name = side_.tellings[i].teller;
        return name.empty() ? "a narrator" : escape_html(name);
    }

    void choice() {
        text_ += fmt::format(
            "<p class=\"teller\" hidden><label for=\"teller-{0}\">Told by</label> <select id=\"teller-{0}\" "
            "data-side=\"{0}\" autocomplete=\"off\">",
            number_);
        for (std::size_t i = 0; i < side_.tellings.size(); ++i)
            text_ += fmt::format("<option value=\"{}\">{}</option>", i, teller(i));
        text_ += "</select></p>\n";
    }

    void telling(std::size_t i) {
        text_ += fmt::format(
            "<div class=\"telling\" data-teller=\"{}\"{}>\n<p class=\"told-by\">Told by {}:</p>\n", i,
            i == 0 ? "" : " hidden", teller(i));
        for (const std::vector<story::Sentence>& paragraph : side_.tellings[i].narration.paragraphs) {
            text_ += "<p>";
            for (std::size_t s = 0; s < paragraph.size(); ++s) {
                if (s > 0) text_ += " ";
                sentence(i, paragraph[s]);
            }
            text_ += "</p>\n";
        }
        if (side_.tellings[i].narration.paragraphs.empty())
            text_ += fmt::format("<p class=\"absence\">{} has nothing to tell.</p>\n", teller(i));
        text_ += "</div>\n";
    }

    void sentence(std::size_t telling, const story::Sentence& sentence) {
        std::set<std::size_t> moments = moments_of(sentence);
        text_ += fmt::format(
            "<a class=\"sentence\" id=\"s{}-{}-{}\" href=\"#{}\" data-side=\"{}\" data-moments=\"{}\">{}</a>",
            number_, telling, escape_html(sentence.id), board_event_id(number_, *moments.begin()), number_,
            fmt::join(moments, " "), escape_html(sentence.text));
    }

    const ask::BoardSide& side_;
    std::size_t number_;
    std::string text_;
};

}  // namespace

std::string board_prose(const std::vector<ask::BoardSide>& sides, std::size_t side) {
    return Tellings(sides[side], side).html();
}

}  // namespace wt::form
