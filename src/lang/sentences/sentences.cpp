#include "lang/sentences/sentences.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "lang/lang.h"
#include "lang/lex.h"
#include "lang/sentences/declarations.h"
#include "lang/sentences/nearest.h"
#include "lang/sentences/rules.h"

namespace wt::lang {

using namespace model;

namespace {

/// For more unread sentences than this no other that fits is looked for.
constexpr std::size_t kMostNearest = 20;
/// A file has at most so many sentences.
constexpr std::size_t kMostSentences = 5'000;

/// A request in the making.
struct StoryRequest {
    std::string name;
    WorldText title;
    WorldText constraints;
    std::string teller;
    WorldText limits;
    Span span;
    bool is_told = false;
};

/// What a character, or the author, wants.
struct StoryWishes {
    std::string who;
    std::vector<Meaning> all;
};

/// `worlds/sally.story` is about `sally`.
std::string name_of_file(std::string_view path) {
    std::size_t slash = path.find_last_of("/\\");
    std::string_view stem = slash == std::string_view::npos ? path : path.substr(slash + 1);
    stem = stem.substr(0, stem.find('.'));
    std::string name;
    for (char c : stem) {
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool is_fine = is_letter || (!name.empty() && ((c >= '0' && c <= '9') || c == '_'));
        if (is_fine) name += c;
    }
    return name.empty() ? "story" : name;
}

class Translator {
  public:
    explicit Translator(const Source& source) : source_(source), text_(source.own_text()) {}

    Translation translate() {
        made_.language = language_of_sentences(text_);
        sentences_ = cut_sentences(text_, is_german());
        check_text();
        if (made_.diagnostics.has_errors()) return std::move(made_);
        read_libraries();
        std::optional<World> rules = read(prelude());
        if (!rules) return std::move(made_);
        read_declarations(*rules);
        std::optional<World> world = read(prelude());
        if (!world) return std::move(made_);
        SentencePatterns patterns(*world, made_.language);
        for (const CutSentence& sentence : sentences_)
            read_sentence(sentence, patterns);
        assemble();
        return std::move(made_);
    }

    /// The world whose templates are the grammar, as far as the text declares it; nothing if that has mistakes.
    std::optional<World> grammar() {
        made_.language = language_of_sentences(text_);
        sentences_ = cut_sentences(text_, is_german());
        read_libraries();
        std::optional<World> rules = read(prelude());
        if (!rules) return rules;
        read_declarations(*rules);
        return read(prelude());
    }
    const std::vector<CutSentence>& sentences() const { return sentences_; }
    const std::string& language() const { return made_.language; }

  private:
    bool is_german() const { return made_.language == "german"; }

    /// Bytes that are not UTF-8, and characters that nobody sees.
    void check_text() {
        Source own(source_.name(), std::string(text_));
        Diagnostics found;
        lex(own, found);
        for (const Diagnostic& d : found.items())
            if (d.code == DiagnosticCode::invalid_utf8 || d.code == DiagnosticCode::control_character)
                made_.diagnostics.add(d.code, d.span, d.message) = d;
        if (sentences_.size() > kMostSentences)
            made_.diagnostics.add(DiagnosticCode::too_large, sentences_[kMostSentences].span,
                                  fmt::format("a file has at most {} sentences", kMostSentences));
        for (const CutSentence& sentence : sentences_)
            if (sentence.words.size() > kMostSentenceWords)
                made_.diagnostics.add(DiagnosticCode::too_large, sentence.span,
                                      fmt::format("a sentence has at most {} words", kMostSentenceWords));
    }

    void read_libraries() {
        for (const CutSentence& sentence : sentences_)
            if (auto said = said_libraries(sentence, text_, is_german()))
                libraries_.insert(libraries_.end(), said->begin(), said->end());
    }

    void read_declarations(const World& rules) {
        for (const CutSentence& sentence : sentences_) {
            auto said = declarations_in(sentence, text_, rules, made_.language, kinds_);
            if (!said) continue;
            kinds_.insert(kinds_.end(), said->kinds.begin(), said->kinds.end());
            for (SaidEntity& one : said->entities)
                add_entity(std::move(one), rules);
        }
    }

    /// The same name again gives somebody another kind; another text that would have the same name gets one of its own.
    void add_entity(SaidEntity one, const World& rules) {
        std::string base = one.name;
        for (int number = 2;; ++number) {
            auto known = std::ranges::find(entities_, one.name, &SaidEntity::name);
            bool is_taken = std::ranges::any_of(
                rules.entities, [&](const Entity& entity) { return entity.name == one.name; });
            if (known == entities_.end() && !is_taken) break;
            if (known != entities_.end() && lower_letters(known->text) == lower_letters(one.text)) {
                if (known->type.find(one.type) == std::string::npos) known->type += ", " + one.type;
                bool contradicts = !known->word.empty() && !one.word.empty() && known->word != one.word;
                if (contradicts) {
                    Diagnostic& d = made_.diagnostics.add(
                        DiagnosticCode::contradictory_words, one.span,
                        fmt::format("nobody is both `{}` and `{}`", known->word, one.word));
                    d.labels.push_back({known->span, "the other one"});
                }
                if (known->word.empty()) known->word = one.word;
                return;
            }
            one.name = fmt::format("{}{}", base, number);
        }
        entities_.push_back(std::move(one));
    }

    // ---- the text in the language of worlds ----

    void add_uses(WorldText& text) const {
        for (const SaidLibrary& one : libraries_) {
            text.add("use ", one.span);
            text.add(one.name, one.span);
            text.add(";\n", one.span);
        }
    }

    void add_declarations(WorldText& text) const {
        if (!kinds_.empty()) text.add("\n", kinds_[0].span);
        for (const SaidKind& one : kinds_)
            text.add(fmt::format("type {} : {};\n", one.name, one.parent), one.span);
        if (!entities_.empty()) text.add("\n", entities_[0].span);
        for (const SaidEntity& one : entities_)
            text.add(fmt::format("entity {} : {};\n", one.name, one.type), one.span);
    }

    static std::string quoted(std::string_view text) {
        std::string result = "\"";
        for (char c : text) {
            if (c == '"' || c == '\\') result += '\\';
            result += c;
        }
        return result + "\"";
    }

    void add_telling(WorldText& text) const {
        if (entities_.empty() && kinds_.empty()) return;
        Span span = entities_.empty() ? kinds_[0].span : entities_[0].span;
        text.add(is_german() ? "\ntelling german {\n" : "\ntelling {\n", span);
        for (const SaidKind& one : kinds_)
            if (one.noun != one.name)
                text.add(fmt::format("    type {}: {};\n", one.name, quoted(one.noun)), one.span);
        for (const SaidEntity& one : entities_)
            text.add(fmt::format("    entity {}: {}{};\n", one.name, quoted(one.text),
                                 one.word.empty() ? "" : ", " + one.word),
                     one.span);
        text.add("};\n", span);
    }

    WorldText prelude() const {
        WorldText text;
        add_uses(text);
        add_declarations(text);
        add_telling(text);
        return text;
    }

    /// The world of a text with the libraries of the source; its mistakes are told with places in the sentences.
    std::optional<World> read(const WorldText& text) {
        Translation part;
        part.text = text;
        Source source = source_of(part, source_);
        Reading reading = read_world(source, Dialect::wrongtree);
        if (!reading.world)
            for (const Diagnostic& d : reading.diagnostics.items())
                if (d.severity == Severity::error) add_mapped(d, text, source);
        return std::move(reading.world);
    }

    void add_mapped(const Diagnostic& d, const WorldText& text, const Source& source) {
        auto map = [&](Span span) { return span_in_sentences(span, text, source, source_); };
        Diagnostic& copy = made_.diagnostics.add(d.code, map(d.span), d.message) = d;
        copy.span = map(d.span);
        for (Label& label : copy.labels)
            label.span = map(label.span);
    }

    // ---- sentences ----

    void read_sentence(const CutSentence& sentence, const SentencePatterns& patterns) {
        ClauseReader reader(patterns, sentence.words);
        std::vector<Meaning> all = meanings_of(sentence, text_, reader);
        if (all.size() == 1) return take(std::move(all[0]));
        if (all.empty())
            return report_unread(sentence, reader, text_, ++unread_ <= kMostNearest, made_.diagnostics);
        Diagnostic& d = made_.diagnostics.add(DiagnosticCode::ambiguous_sentence, sentence.span,
                                              "this sentence can be read in more than one way");
        for (std::size_t i = 0; i < std::min(all.size(), std::size_t{5}); ++i)
            d.expected += fmt::format("{}`{}`", i == 0 ? "either " : " or ", all[i].summary());
        d.hint = "say it in other words, or in two sentences";
    }

    void take(Meaning meaning) {
        switch (meaning.kind) {
            case Meaning::Kind::nothing:
                return;
            case Meaning::Kind::statement:
                statements_.push_back(std::move(meaning));
                return;
            case Meaning::Kind::wish:
                return take_wish(std::move(meaning));
            case Meaning::Kind::heading:
                begin_request(meaning.span);
                requests_.back().name = meaning.name;
                requests_.back().title = meaning.text;
                return;
            case Meaning::Kind::request:
                if (requests_.empty() || requests_.back().is_told) begin_request(meaning.span);
                requests_.back().is_told = true;
                requests_.back().constraints.add(meaning.text);
                requests_.back().teller = meaning.teller;
                requests_.back().span = meaning.span;
                return;
            case Meaning::Kind::part:
                if (requests_.empty()) begin_request(meaning.span);
                requests_.back().constraints.add(meaning.text);
                return;
            case Meaning::Kind::limit: {
                WorldText& limits = requests_.empty() ? limits_ : requests_.back().limits;
                if (!limits.text().empty()) limits.add(", ", meaning.span);
                limits.add(meaning.text);
                return;
            }
        }
    }

    void begin_request(Span span) {
        StoryRequest one;
        one.span = span;
        requests_.push_back(std::move(one));
    }

    void take_wish(Meaning meaning) {
        auto known = std::ranges::find(wishes_, meaning.who, &StoryWishes::who);
        if (known == wishes_.end()) {
            wishes_.push_back({meaning.who, {}});
            known = wishes_.end() - 1;
        }
        known->all.push_back(std::move(meaning));
    }

    /// What the author wants is a utility: it is what makes a good story, and has no weights but those of a sum.
    void add_author_wishes(WorldText& text, const StoryWishes& one) const {
        Span span = one.all[0].span;
        text.add("utility(): ", span);
        bool is_one = one.all.size() == 1;
        for (const Meaning& wish : one.all) {
            if (&wish != &one.all[0]) text.add(" + ", wish.span);
            if (!is_one) text.add("(if(", wish.span);
            text.add(wish.text);
            if (!is_one) text.add(") 1 else 0)", wish.span);
        }
        text.add(";\n", span);
    }

    void add_wishes(WorldText& text) const {
        for (const StoryWishes& one : wishes_) {
            if (one.who.empty()) {
                add_author_wishes(text, one);
                continue;
            }
            text.add(fmt::format("wants{}{}: ", one.who.starts_with('(') ? "" : " ", one.who),
                     one.all[0].span);
            for (const Meaning& wish : one.all) {
                if (&wish != &one.all[0]) text.add(", ", wish.span);
                text.add(wish.text);
                if (!wish.weight.empty()) text.add(" " + wish.weight, wish.span);
            }
            text.add(";\n", one.all[0].span);
        }
    }

    void add_requests(WorldText& text) {
        std::map<std::string, int> taken;
        std::string base = name_of_file(source_.name());
        for (StoryRequest& one : requests_) {
            if (one.name.empty()) {
                int number = ++taken[base];
                one.name = number == 1 ? base : fmt::format("{}_{}", base, number);
            }
            text.add(fmt::format("\nrequest {}", one.name), one.span);
            if (!one.title.text().empty()) {
                text.add(" \"", one.span);
                text.add(one.title);
                text.add("\"", one.span);
            }
            text.add(" {\n", one.span);
            if (!one.limits.text().empty()) {
                text.add("    limits: ", one.span);
                text.add(one.limits);
                text.add(";\n", one.span);
            }
            if (!one.teller.empty()) text.add(fmt::format("    teller: {};\n", one.teller), one.span);
            text.add(one.constraints.indented());
            text.add("};\n", one.span);
        }
    }

    void assemble() {
        WorldText& text = made_.text;
        add_uses(text);
        add_declarations(text);
        if (!statements_.empty()) text.add("\n", statements_[0].span);
        for (const Meaning& one : statements_) {
            text.add(one.text);
            text.add(";\n", one.span);
        }
        if (!wishes_.empty()) text.add("\n", wishes_[0].all[0].span);
        add_wishes(text);
        if (!limits_.text().empty()) {
            Span span = limits_.origin({0, 1});
            text.add("limits: ", span);
            text.add(limits_);
            text.add(";\n", span);
        }
        add_requests(text);
        add_telling(text);
    }

    const Source& source_;
    std::string_view text_;
    Translation made_;
    std::vector<CutSentence> sentences_;
    std::vector<SaidLibrary> libraries_;
    std::vector<SaidKind> kinds_;
    std::vector<SaidEntity> entities_;
    std::vector<Meaning> statements_;
    std::vector<StoryWishes> wishes_;
    std::vector<StoryRequest> requests_;
    WorldText limits_;
    std::size_t unread_ = 0;
};

}  // namespace

Translation translate(const Source& source) {
    return Translator(source).translate();
}

std::string uses_of_sentences(std::string_view text) {
    bool is_german = language_of_sentences(text) == "german";
    std::string uses;
    for (const CutSentence& sentence : cut_sentences(text, is_german))
        if (auto said = said_libraries(sentence, text, is_german))
            for (const SaidLibrary& one : *said)
                uses += fmt::format("use {};\n", one.name);
    return uses;
}

std::optional<World> grammar_of(const Source& sentences, const Source& libraries) {
    Source source(sentences.name(), std::string(sentences.own_text()));
    for (std::size_t i = 1; i < libraries.parts().size(); ++i) {
        const SourcePart& part = libraries.parts()[i];
        source.add_part(part.name, std::string(libraries.text({part.begin, part.end})));
    }
    return Translator(source).grammar();
}

Source source_of(const Translation& translation, const Source& sentences) {
    Source made(sentences.name(), translation.text.text());
    for (std::size_t i = 1; i < sentences.parts().size(); ++i) {
        const SourcePart& part = sentences.parts()[i];
        made.add_part(part.name, std::string(sentences.text({part.begin, part.end})));
    }
    return made;
}

Span span_in_sentences(Span span, const WorldText& text, const Source& translated, const Source& sentences) {
    const SourcePart& part = translated.part_at(span.begin);
    auto number = static_cast<std::size_t>(&part - translated.parts().data());
    if (number == 0) return text.origin(span);
    std::uint32_t begin = sentences.parts()[number].begin;
    return {span.begin - part.begin + begin, span.end - part.begin + begin};
}

Continuations continuations(const Source& source, std::uint32_t offset) {
    Continuations result;
    Translator translator(source);
    std::optional<World> world = translator.grammar();
    result.begin = offset;
    if (!world) return result;
    SentencePatterns patterns(*world, translator.language());
    return continuations_in(source.own_text(), offset, patterns);
}

}  // namespace wt::lang
