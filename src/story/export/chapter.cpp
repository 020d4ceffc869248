#include "story/export/chapter.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "model/print.h"

namespace wt::story {

namespace {

using model::EntityId;

/// Returns a word that begins with a letter.
std::string name_of(std::string_view text, std::string_view otherwise) {
    std::string word = word_of(text);
    if (word.empty()) return std::string(otherwise);
    bool begins_well = (word[0] < '0' || word[0] > '9');
    return begins_well ? word : std::string(otherwise) + "_" + word;
}

class Writer {
  public:
    Writer(const Branches& branches, const ChapterOptions& options, const model::Request* request,
           BookNames& names)
        : branches_(branches),
          options_(options),
          request_(request),
          names_(names),
          world_(branches.courses[0].story.session.world()) {}

    Chapter write() {
        begin();
        name_ways();
        for (std::size_t course = 0; course < branches_.courses.size(); ++course)
            tell_course(course);
        label_choices();
        return std::move(chapter_);
    }

  private:
    void begin() {
        EntityId teller = options_.telling.teller;
        Words words(world_, options_.telling.style);
        chapter_.name = names_.places.take(name_of(options_.name, "story"));
        if (request_) chapter_.request = request_->name;
        if (request_) chapter_.title = clean_text(request_->title);
        if (chapter_.title.empty()) chapter_.title = clean_text(options_.title);
        if (chapter_.title.empty()) chapter_.title = title_of_what_happens();
        if (chapter_.title.empty()) chapter_.title = chapter_.name;
        chapter_.title_id = names_.lines.take(chapter_.name + "_title");
        if (teller.valid()) chapter_.teller = clean_text(words.name(teller));
        chapter_.speaker = teller.valid() ? name_of(world_[teller].name, "Teller") : "Narrator";
        if (options_.player.valid()) chapter_.player = clean_text(words.name(options_.player));
        for (const BranchMoment& moment : branches_.moments)
            chapter_.moments.push_back({moment.ways, moment.ways_here, ""});
    }

    /// Returns what the story comes to, as a choice would have it; empty if nothing happens.
    std::string title_of_what_happens() const {
        const std::vector<model::Step>& steps = branches_.courses[0].story.plan.steps;
        if (steps.empty()) return "";
        NarrativeStyle style = options_.telling.style;
        style.tense = Tense::present;
        Words words(world_, style);
        std::string title = label_of(words, steps.back().action);
        while (title.ends_with('.'))
            title.pop_back();
        return title;
    }

    // ---- names ----

    void name_ways() {
        std::vector<std::string> plain(branches_.ways.size());
        for (std::size_t i = 0; i < branches_.ways.size(); ++i) {
            const BranchWay& way = branches_.ways[i];
            plain[i] = plain_name(i, plain);
            ChapterWay named;
            named.name = names_.places.take(chapter_.name + "_" + plain[i]);
            named.from = way.from;
            named.to = way.to;
            named.event = model::to_text(world_, way.event);
            for (EntityId character : model::consenting_characters(world_, way.event))
                named.consenting.push_back(world_[character].name);
            named.is_told = way.course == 0;
            chapter_.ways.push_back(std::move(named));
            way_at_[{way.course, way.place}] = i;
        }
        std::vector<bool> is_named(branches_.moments.size(), false);
        for (std::size_t i = 0; i < branches_.ways.size(); ++i) {
            std::size_t to = branches_.ways[i].to;
            if (chapter_.moments[to].ways_here < 2 || is_named[to]) continue;
            is_named[to] = true;  // the first way here is of the earliest course
            chapter_.moments[to].name = names_.places.take(chapter_.ways[i].name + "_then");
        }
    }

    /// Returns `e3` in the story, `e3_feign_Shikamaru_Ash` for an alternative to it, `e3_feign_Shikamaru_Ash_e5` for
    /// what follows.
    std::string plain_name(std::size_t index, const std::vector<std::string>& plain) const {
        const BranchWay& way = branches_.ways[index];
        std::string number = fmt::format("e{}", way.place + 1);
        if (way.course == 0) return number;
        const BranchCourse& course = branches_.courses[way.course];
        if (way.place == course.own) {
            // The first way from the moment is that of the course from which this one parts.
            std::size_t other = branches_.moments[way.from].ways[0];
            return plain[other] + "_" + word_of(model::to_text(world_, way.event));
        }
        return plain[way_at_.at({way.course, course.own})] + "_" + number;
    }

    // ---- telling ----

    void tell_course(std::size_t index) {
        const BranchCourse& course = branches_.courses[index];
        TellingOptions telling = options_.telling;
        telling.breaks = breaks_of(index);
        Narration narration = tell(course.story, telling, course.answers ? request_ : nullptr);
        bool goes_on = runs_into_another(course);
        for (const std::vector<Sentence>& paragraph : narration.paragraphs) {
            bool starts = true;
            for (const Sentence& sentence : paragraph) {
                if (goes_on && sentence.moment == course.story.plan.steps.size() && !sentence.event) continue;
                bool is_added = add(index, sentence, starts);
                starts = starts && !is_added;
            }
        }
    }

    /// Does it end where another one goes on? Then the end is told there.
    bool runs_into_another(const BranchCourse& course) const {
        auto last = way_at_.find({index_of(course), course.own_end - 1});
        return course.own_end > course.own && last != way_at_.end() &&
               !branches_.moments[branches_.ways[last->second].to].ways.empty();
    }
    std::size_t index_of(const BranchCourse& course) const {
        return static_cast<std::size_t>(&course - branches_.courses.data());
    }

    /// Returns the moments of a course at which courses part or come together.
    std::vector<std::size_t> breaks_of(std::size_t index) const {
        std::vector<std::size_t> breaks;
        const BranchCourse& course = branches_.courses[index];
        for (std::size_t place = 0; place < course.story.states.size(); ++place) {
            auto way = way_at_.find({index, place});
            bool is_own = way != way_at_.end();
            if (!is_own) {  // shared with another course: it may part anywhere
                breaks.push_back(place);
                continue;
            }
            const BranchMoment& from = branches_.moments[branches_.ways[way->second].from];
            if (from.ways.size() > 1 || from.ways_here > 1) breaks.push_back(place);
        }
        return breaks;
    }

    /// Adds a sentence. Returns false if it belongs to a part that another course tells.
    bool add(std::size_t course, const Sentence& sentence, bool starts_paragraph) {
        Line line{"", clean_text(sentence.text), "", starts_paragraph};
        if (sentence.event)
            line.event =
                model::to_text(world_, branches_.courses[course].story.plan.steps[*sentence.event].action);
        if (sentence.moment == 0) {
            if (course != 0) return false;
            line.id = names_.lines.take(chapter_.name + "_" + word_of(sentence.id));
            chapter_.opening.push_back(std::move(line));
            return true;
        }
        auto found = way_at_.find({course, sentence.moment - 1});
        if (found == way_at_.end()) return false;
        ChapterWay& way = chapter_.ways[found->second];
        std::string prefix = course == 0 ? chapter_.name : way.name;
        line.id = names_.lines.take(prefix + "_" + word_of(sentence.id));
        line.starts_paragraph |= way.lines.empty() && starts_passage(found->second);
        way.lines.push_back(std::move(line));
        return true;
    }

    bool starts_passage(std::size_t way) const {
        const BranchMoment& from = branches_.moments[branches_.ways[way].from];
        return from.ways.size() > 1 || from.ways_here > 1;
    }

    // ---- choices ----

    void label_choices() {
        NarrativeStyle style = options_.telling.style;
        style.tense = Tense::present;
        Words words(world_, style);
        for (const BranchMoment& moment : branches_.moments) {
            if (moment.ways.size() < 2) continue;
            std::map<std::string, int> count;
            for (std::size_t i : moment.ways)
                ++count[chapter_.ways[i].label = label_of(words, branches_.ways[i].event)];
            for (std::size_t i : moment.ways) {
                ChapterWay& way = chapter_.ways[i];
                if (count[way.label] > 1) way.label += " (" + way.event + ")";
                way.label_id = names_.lines.take(way.name + "_choice");
            }
        }
    }

    std::string label_of(const Words& words, const model::GroundEvent& event) const {
        Discourse discourse(words);
        std::vector<Mention> mentions;
        std::string label = clean_text(discourse.sentence(words.event(event, ClauseForm::main), mentions));
        return label.empty() ? model::to_text(world_, event) : label;
    }

    const Branches& branches_;
    const ChapterOptions& options_;
    const model::Request* request_;
    BookNames& names_;
    const model::World& world_;
    Chapter chapter_;
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> way_at_;  ///< by course and place
};

}  // namespace

Chapter chapter_of(const Branches& branches, const ChapterOptions& options, const model::Request* request,
                   BookNames& names) {
    return Writer(branches, options, request, names).write();
}

}  // namespace wt::story
