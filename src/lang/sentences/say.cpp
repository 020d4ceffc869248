#include "lang/sentences/say.h"

#include <algorithm>

#include <fmt/format.h>

#include "lang/expression_text.h"
#include "lang/lang.h"
#include "lang/libraries.h"
#include "lang/parse.h"
#include "lang/prose/grammar.h"
#include "lang/sentences/cut.h"
#include "lang/sentences/declarations.h"
#include "lang/sentences/frames.h"
#include "lang/sentences/rules.h"
#include "lang/sentences/said_by.h"
#include "lang/sentences/sentences.h"
#include "lang/template.h"
#include "model/print.h"

namespace wt::lang {

using namespace model;
using prose::ClauseForm;

namespace {

class WorldSayer {
  public:
    WorldSayer(const Source& source, const World& world)
        : source_(source), world_(world), tree_(parse(source, Dialect::wrongtree, ignored_)) {}

    SaidWorld say() {
        language_ = language();
        for (NodeId id : children())
            if (kind(id) == NodeKind::use) say_use(id);
        declare();
        std::optional<World> grammar = grammar_of(Source(source_.name(), text_), source_);
        if (!grammar) {
            for (NodeId id : children())
                leave_out(id);
            return finish();
        }
        SentencePatterns patterns(*grammar, language_);
        patterns_ = &patterns;
        said_by_.emplace(world_, patterns);
        say_statements();
        say_wishes();
        for (NodeId id : children())
            if (kind(id) == NodeKind::limits) say_limits(id);
        for (NodeId id : children())
            if (kind(id) == NodeKind::request) say_request(id);
        for (NodeId id : children())
            leave_out_rest(id);
        return finish();
    }

  private:
    const std::vector<NodeId>& children() const { return tree_[tree_.file].children; }
    NodeKind kind(NodeId id) const { return tree_[id].kind; }
    bool is_german() const { return language_ == "german"; }
    const SentenceFrames& frames() const { return is_german() ? kGermanFrames : kEnglishFrames; }
    bool is_own(Span span) const { return span.begin < source_.own_text().size(); }

    SaidWorld finish() {
        if (!said_.left_out.empty())
            text_ += is_german() ? "\n// Nicht in Sätzen:\n" : "\n// Not in sentences:\n";
        for (const std::string& one : said_.left_out)
            text_ += fmt::format("//   {}\n", one);
        said_.text = std::move(text_);
        return std::move(said_);
    }

    std::string language() const {
        std::string result;
        for (NodeId id : children()) {
            if (kind(id) != NodeKind::telling) continue;
            bool is_named = tree_[id].main != tree_[id].first;
            if (!is_named || tree_.name(id) == "english") return "english";
            if (tree_.name(id) == "german") result = "german";
        }
        return result.empty() ? "english" : result;
    }

    void leave_out(NodeId id) {
        Span span = tree_.span(id);
        std::string text(source_.text(span));
        std::size_t end = text.find_first_of("{\r\n");
        if (end != std::string::npos) text = text.substr(0, end) + (text[end] == '{' ? "{ ... }" : " ...");
        said_.left_out.push_back(fmt::format("line {}: {}", source_.locate(span.begin).line, text));
    }

    /// Adds a sentence with a capital and a full stop, unless it is not read as it is meant.
    bool add_sentence(std::string text, Meaning::Kind wanted, const std::string& summary) {
        prose::capitalise(text);
        text += '.';
        std::vector<CutSentence> cut = cut_sentences(text, is_german());
        if (cut.size() != 1) return false;
        ClauseReader reader(*patterns_, cut[0].words);
        std::vector<Meaning> meanings = meanings_of(cut[0], text, reader);
        bool is_read = meanings.size() == 1 && meanings[0].kind == wanted && meanings[0].summary() == summary;
        if (is_read) text_ += text + "\n";
        return is_read;
    }

    // ---- what there is ----

    void say_use(NodeId id) {
        std::string names;
        for (NodeId used : tree_[id].children) {
            bool renames = std::ranges::any_of(tree_[used].children,
                                               [&](NodeId part) { return kind(part) == NodeKind::rename; });
            if (renames)
                leave_out(used);
            else
                names += (names.empty() ? "" : ", ") + path_of(tree_, tree_[used].children[0]);
        }
        if (!names.empty()) text_ += fmt::format("{} {}.\n", is_german() ? "Benutze" : "Use", names);
    }

    /// The item of the telling of a name, in the language of the sentences.
    NodeId told(NodeKind wanted, std::string_view name) const {
        for (NodeId block : children()) {
            if (kind(block) != NodeKind::telling) continue;
            bool is_named = tree_[block].main != tree_[block].first;
            if ((is_named ? tree_.name(block) : std::string_view("english")) != language_) continue;
            for (NodeId item : tree_[block].children)
                if (kind(item) == wanted && tree_.name(item) == name) return item;
        }
        return NodeId::none();
    }

    std::string text_of(NodeKind wanted, std::string_view name) const {
        NodeId item = told(wanted, name);
        if (item.valid()) return literal_text_of(tree_, tree_[item].children[0]).text;
        std::string words = prose::words_of_name(name);
        return wanted == NodeKind::tell_type ? prose::lower_case(words) : words;
    }

    std::vector<std::string> words_of(std::string_view name) const {
        std::vector<std::string> result;
        NodeId item = told(NodeKind::tell_entity, name);
        for (std::size_t i = 1; item.valid() && i < tree_[item].children.size(); ++i)
            result.emplace_back(tree_.name(tree_[item].children[i]));
        return result;
    }

    void declare() {
        std::vector<NodeId> kinds, entities;
        for (NodeId id : children()) {
            if (kind(id) == NodeKind::type) kinds.push_back(id);
            if (kind(id) == NodeKind::entity) entities.push_back(id);
        }
        if (!kinds.empty() || !entities.empty()) text_ += "\n";
        for (NodeId id : kinds)
            if (!say_kind(id)) leave_out(id);
        for (NodeId id : entities)
            if (!say_entity(id)) leave_out(id);
    }

    std::string noun_of(std::string_view type) const {
        if (told(NodeKind::tell_type, type).valid()) return text_of(NodeKind::tell_type, type);
        for (std::size_t i = 0; i < world_.types.size(); ++i)
            if (world_.types[i].name == type) return noun_of_type(world_, language_, TypeId(i));
        return std::string(type);
    }

    std::string with_article(const std::string& noun, std::string_view type) const {
        if (!is_german()) {
            bool is_vowel = std::string_view("aeiouAEIOU").find(noun[0]) != std::string_view::npos;
            return (is_vowel ? "an " : "a ") + noun;
        }
        const Naming* naming = nullptr;
        for (std::size_t i = 0; i < world_.types.size(); ++i)
            if (world_.types[i].name == type) naming = prose::naming_of(world_, language_, TypeId(i));
        bool is_feminine =
            naming != nullptr && std::ranges::find(naming->words, "feminine") != naming->words.end();
        return (is_feminine ? "eine " : "ein ") + noun;
    }

    /// The declarations of one sentence.
    std::optional<Declarations> declared(const std::string& sentence) const {
        std::vector<CutSentence> cut = cut_sentences(sentence, is_german());
        if (cut.size() != 1) return std::nullopt;
        return declarations_in(cut[0], sentence, world_, language_, kinds_);
    }

    bool say_kind(NodeId id) {
        const Node& node = tree_[id];
        if (node.children.size() != 1) return false;
        std::string_view parent = tree_.name(node.children[0]);
        std::string sentence = fmt::format(
            "{} {} {}.", with_article(text_of(NodeKind::tell_type, tree_.name(id)), tree_.name(id)),
            is_german() ? "ist" : "is", with_article(noun_of(parent), parent));
        prose::capitalise(sentence);
        std::optional<Declarations> read = declared(sentence);
        bool is_read = read && read->kinds.size() == 1 && read->kinds[0].name == tree_.name(id) &&
                       read->kinds[0].parent == parent;
        if (!is_read) return false;
        kinds_.push_back(read->kinds[0]);
        text_ += sentence + "\n";
        return true;
    }

    bool say_entity(NodeId id) {
        const Node& node = tree_[id];
        std::string said;
        for (NodeId parent : node.children) {
            std::optional<std::string> sentence = entity_sentence(tree_.name(id), tree_.name(parent));
            if (!sentence) return false;
            said += *sentence + "\n";
        }
        text_ += said;
        return true;
    }

    std::optional<std::string> entity_sentence(std::string_view name, std::string_view type) const {
        std::string text = text_of(NodeKind::tell_entity, name);
        std::vector<std::string> words = words_of(name);
        std::string word = words.size() == 1                                   ? words[0]
                           : words.empty()                                     ? ""
                           : std::ranges::find(words, "plural") != words.end() ? "plural"
                                                                               : words[0];
        std::string brackets;
        for (int attempt = 0; attempt < 4; ++attempt) {
            std::string in_brackets = attempt == 0   ? ""
                                      : attempt == 1 ? word_in_brackets(word)
                                      : attempt == 2 ? std::string(name)
                                                     : fmt::format("{}, {}", name, word_in_brackets(word));
            for (const std::string& noun : nouns(type, word)) {
                bool is_several = word == "plural";
                std::string sentence = fmt::format(
                    "{}{} {} {}.", text, in_brackets.empty() ? "" : fmt::format(" ({})", in_brackets),
                    is_german() ? (is_several ? "sind" : "ist") : (is_several ? "are" : "is"), noun);
                prose::capitalise(sentence);
                std::optional<Declarations> read = declared(sentence);
                bool is_read = read && read->entities.size() == 1 && read->entities[0].name == name &&
                               read->entities[0].text == text && read->entities[0].type == type &&
                               read->entities[0].word == word;
                if (is_read) return sentence;
            }
        }
        return std::nullopt;
    }

    std::string word_in_brackets(const std::string& word) const {
        if (!is_german()) return word;
        return word == "feminine"    ? "sie"
               : word == "masculine" ? "er"
               : word == "neuter"    ? "es"
               : word == "plural"    ? "Mehrzahl"
                                     : word;
    }

    /// What can stand behind "is" for a type.
    std::vector<std::string> nouns(std::string_view type, const std::string& word) const {
        if (type != "character") return {with_article(noun_of(type), type)};
        if (is_german())
            return {word == "feminine"    ? "eine Frau"
                    : word == "masculine" ? "ein Mann"
                                          : "ein Mensch",
                    "ein Mensch"};
        return {word == "she" ? "a woman" : word == "he" ? "a man" : "a person", "a person"};
    }

    // ---- how things stand ----

    void say_statements() {
        bool is_first = true;
        for (EffectId id : world_.first_state) {
            Span span = world_[id].span;
            if (!is_own(span)) continue;
            if (is_first) text_ += "\n";
            is_first = false;
            if (!say_statement(id))
                said_.left_out.push_back(
                    fmt::format("line {}: {}", source_.locate(span.begin).line, to_text(world_, id)));
        }
    }

    bool say_statement(EffectId id) {
        const Effect& effect = world_[id];
        bool is_everybody = effect.kind == EffectKind::everybody;
        std::optional<Said> said = said_by_->statement(is_everybody ? effect.children[0] : id);
        if (!said) return false;
        std::optional<std::string> clause =
            written_clause(*patterns_, *said, is_everybody ? ClauseForm::subordinate : ClauseForm::main);
        if (!clause) return false;
        std::string summary = statement_of(patterns_->world(), *said).text();
        if (is_everybody)
            return add_sentence(fmt::format("{} {}", frames().everybody_knows, *clause),
                                Meaning::Kind::statement, "everybody knows " + summary);
        return add_sentence(*clause, Meaning::Kind::statement, summary);
    }

    // ---- wishes ----

    void say_wishes() {
        bool is_first = true;
        for (NodeId id : children()) {
            bool is_wish = kind(id) == NodeKind::utility || kind(id) == NodeKind::wants;
            if (!is_wish) continue;
            if (is_first) text_ += "\n";
            is_first = false;
            bool fine = kind(id) == NodeKind::wants ? say_wants(id) : say_utility(id);
            if (!fine) leave_out(id);
        }
    }

    /// A condition that stands in the text; nothing if no clause says it.
    std::optional<Said> condition_at(NodeId node) {
        World copy = world_;
        Source part(source_.name(), std::string(source_.text(tree_.span(node))));
        Result<ExprId> read = read_condition(copy, part);
        if (!read) return std::nullopt;
        return SaidBy(copy, *patterns_).condition(*read);
    }

    bool say_wants(NodeId id) {
        const Node& node = tree_[id];
        std::size_t first = 0;
        SaidTerm who;
        std::string name(tree_.name(id)), owner = name;
        if (kind(node.children[0]) == NodeKind::formal) return false;
        std::optional<Value> value = said_by_->entity(name);
        if (!value) return false;
        who.kind = SaidTerm::Kind::value;
        who.value = *value;
        std::size_t before = text_.size();
        for (std::size_t i = first; i < node.children.size(); ++i) {
            const Node& want = tree_[node.children[i]];
            std::string weight;
            if (want.children.size() > 1) {
                std::string_view word = tree_.name(want.children[1]);
                weight = word == "little" ? "a little" : word == "much" ? "much" : "above all";
            }
            std::optional<Said> said = condition_at(want.children[0]);
            if (!said || !say_wish(owner, who, *said, weight)) {
                text_.resize(before);
                return false;
            }
        }
        return true;
    }

    bool say_wish(const std::string& owner, const SaidTerm& who, const Said& what,
                  const std::string& weight) {
        const prose::Words& words = patterns_->words();
        std::string summary =
            fmt::format("{} wants {}{}{}", owner.empty() ? "the author" : owner,
                        condition_of(patterns_->world(), what).text(), weight.empty() ? "" : " ", weight);
        for (ClauseForm form : {ClauseForm::infinitive, ClauseForm::accusative}) {
            if (owner.empty() && form == ClauseForm::infinitive) continue;
            std::optional<std::string> clause = written_clause(*patterns_, what, form, &who);
            if (!clause) continue;
            std::string text;
            if (owner.empty()) {
                text = fmt::format(
                    "{}{} {}", frames().author_wants,
                    frames().author_that.empty() ? "" : fmt::format(", {}", frames().author_that), *clause);
            } else {
                prose::Clause part;
                part.tokens.push_back(prose::ClauseToken{});
                part.tokens[0].text = *clause;
                part.form = form;
                text = patterns_->text(words.frame(prose::Frame::wants, {who.value.as_entity()}, {part}));
            }
            for (auto [said, means] : frames().weights)
                if (means == weight) {
                    text += fmt::format(", {}", said);
                    break;
                }
            if (add_sentence(text, Meaning::Kind::wish, summary)) return true;
        }
        return false;
    }

    bool say_utility(NodeId id) {
        bool is_author = tree_.text(tree_[id].main) == ")";
        if (!is_author || tree_[id].children.size() != 1) return false;
        std::optional<Said> said = condition_at(tree_[id].children[0]);
        return said && say_wish("", {}, *said, "");
    }

    // ---- limits and requests ----

    bool say_limits(NodeId id) {
        bool all = true;
        for (NodeId limit : tree_[id].children) {
            std::string_view name = tree_.name(limit);
            std::string_view number = tree_.name(tree_[limit].children[0]);
            bool is_one = number == "1";
            bool fine = true;
            std::string summary = fmt::format("limits: {} {}", name, number);
            auto add = [&](std::string_view frame, const std::string_view(&units)[2]) {
                fine = add_sentence(fmt::format("{} {} {}", frame, number, units[is_one ? 1 : 0]),
                                    Meaning::Kind::limit, summary);
            };
            if (name == "author")
                add(frames().story_limit, frames().events);
            else if (name == "character")
                add(frames().plan_limit, frames().steps);
            else if (name == "belief")
                add(frames().belief_limit, frames().deep);
            else
                fine = false;
            if (!fine) leave_out(limit);
            all = all && fine;
        }
        return all;
    }

    void say_request(NodeId id) {
        auto found = std::ranges::find(world_.requests, tree_.name(id), &Request::name);
        bool is_said = found != world_.requests.end() && found->under.empty() && !found->goal;
        if (!is_said) return leave_out(id);
        std::string title = found->title;
        text_ += fmt::format("\n{} {}:{}{}\n", is_german() ? "Geschichte" : "Story", found->name,
                             title.empty() ? "" : " ", title);
        std::string text(frames().happens), summary;
        std::vector<std::pair<std::string, std::string>> parts;
        bool is_first = true;
        for (TraceId constraint : found->constraints) {
            if (auto how = said_by_->story(constraint)) {
                text =
                    (is_first ? std::string(frames().how) : fmt::format("{}, {}", text, frames().and_how)) +
                    " " + how->first;
                summary += how->second + ";\n";
                is_first = false;
            } else if (auto part = said_by_->part(constraint)) {
                parts.push_back(std::move(*part));
            } else {
                said_.left_out.push_back(
                    fmt::format("request {}: {}", found->name, to_text(world_, constraint)));
            }
        }
        std::string teller = found->teller.valid() ? world_[found->teller].name : "narrator";
        std::string who = found->teller.valid() ? patterns_->words().name(*said_by_->entity_id(teller))
                                                : std::string(frames().narrator[0]);
        if (found->teller.valid()) text += fmt::format(", {} {} {}", frames().as, who, frames().knows_it);
        if (!add_sentence(text, Meaning::Kind::request,
                          fmt::format("request {{ {}teller: {}; }}", summary, teller)))
            leave_out(id);
        for (NodeId part : tree_[id].children)
            if (kind(part) == NodeKind::limits) say_limits(part);
        for (auto& [sentence, means] : parts)
            if (!add_sentence(sentence, Meaning::Kind::part, means))
                said_.left_out.push_back(fmt::format("request {}: {}", found->name, means));
    }

    void leave_out_rest(NodeId id) {
        switch (kind(id)) {
            case NodeKind::use:
            case NodeKind::type:
            case NodeKind::entity:
            case NodeKind::statement:
            case NodeKind::utility:
            case NodeKind::wants:
            case NodeKind::limits:
            case NodeKind::request:
                return;
            case NodeKind::telling:
                for (NodeId item : tree_[id].children) {
                    bool is_name = kind(item) == NodeKind::tell_entity || kind(item) == NodeKind::tell_type;
                    bool is_named = tree_[id].main != tree_[id].first;
                    bool is_other = (is_named ? tree_.name(id) : std::string_view("english")) != language_;
                    if (!is_name || is_other) leave_out(item);
                }
                return;
            default:
                leave_out(id);
        }
    }

    const Source& source_;
    const World& world_;
    Diagnostics ignored_;
    SyntaxTree tree_;
    std::string language_, text_;
    std::vector<SaidKind> kinds_;
    const SentencePatterns* patterns_ = nullptr;
    std::optional<SaidBy> said_by_;
    SaidWorld said_;
};

}  // namespace

SaidWorld say_world(const Source& source, const World& world) {
    return WorldSayer(source, world).say();
}

}  // namespace wt::lang
