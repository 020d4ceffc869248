// This turns messages into sentences: clauses, sentences that join several, paragraphs, references.
#include "story/tell/tell.h"

#include <algorithm>

#include "base/hash.h"
#include "story/tell/content.h"

namespace wt::story {

using model::EntityId;

namespace {

/// So many clauses of one subject make one sentence.
constexpr std::size_t kMostJoined = 3;

class Realiser {
  public:
    Realiser(const Words& words, std::uint64_t seed) : words_(words), discourse_(words), seed_(seed) {}

    std::vector<std::vector<Sentence>> tell(std::vector<Message> messages) {
        std::size_t i = 0;
        while (i < messages.size()) {
            std::size_t end = i + 1;
            while (end < messages.size() && end - i < kMostJoined && may_join(messages[i], messages[end]))
                ++end;
            add(std::span(messages).subspan(i, end - i));
            i = end;
        }
        return std::move(paragraphs_);
    }

  private:
    bool may_join(const Message& first, const Message& next) const {
        bool both_may = first.may_join && next.may_join && first.frame == Frame::plain &&
                        next.frame == Frame::plain && !next.starts_scene;
        if (!both_may || first.event.has_value() != next.event.has_value()) return false;
        EntityId subject = clause(first.parts[0], {}).subject;
        return subject.valid() && subject == clause(next.parts[0], {}).subject;
    }

    void add(std::span<Message> group) {
        Message& first = group[0];
        bool is_new_scene = first.starts_scene && !paragraphs_.empty() && !paragraphs_.back().empty();
        if (paragraphs_.empty() || is_new_scene) {
            paragraphs_.emplace_back();
            discourse_.new_paragraph();
        }
        Sentence sentence;
        sentence.id = first.id;
        sentence.moment = group.back().moment;
        sentence.event = first.event;
        sentence.claims = first.claims;
        for (const Message& next : group.subspan(1)) {
            sentence.id += "+" + next.id;
            sentence.claims.insert(sentence.claims.end(), next.claims.begin(), next.claims.end());
        }
        sentence.text = discourse_.sentence(whole(group), sentence.mentions);
        paragraphs_.back().push_back(std::move(sentence));
    }

    Clause whole(std::span<const Message> group) const {
        const Message& first = group[0];
        std::uint32_t variant = variant_of(first.id);
        std::vector<Clause> parts;
        EntityId wisher = first.who.empty() ? EntityId() : first.who.back();
        for (const Message& message : group)
            for (const ClausePlan& part : message.parts)
                parts.push_back(clause(part, wisher));
        if (group.size() > 1) return words_.frame(Frame::joined, {}, std::move(parts), variant);
        return words_.frame(first.frame, first.who, std::move(parts), variant);
    }

    Clause clause(const ClausePlan& part, EntityId wisher) const {
        if (part.kind == ClausePlan::Kind::event) {
            ClauseForm form = part.form;
            if (part.is_wished && words_.event(part.event, ClauseForm::main).subject != wisher)
                form = ClauseForm::accusative;
            Clause what = words_.event(part.event, form, part.is_negated);
            return part.is_again ? words_.frame(Frame::again, {}, {std::move(what)}) : what;
        }
        if (part.kind == ClausePlan::Kind::noticed) return words_.noticed(part.event, part.form);
        if (!part.is_wished) return fact(part, part.form);
        // A wish that somebody has for themselves is an infinitive.
        EntityId subject = fact(part, ClauseForm::main).subject;
        bool is_own = subject.valid() && subject == wisher;
        return fact(part, is_own ? ClauseForm::infinitive : ClauseForm::accusative);
    }

    Clause fact(const ClausePlan& part, ClauseForm form) const {
        const Fluent& fluent = part.fluent;
        auto plain = [&](ClauseForm inner) {
            return words_.fact(fluent.property, fluent.arguments, part.value, inner, part.is_negated);
        };
        if (fluent.believers.empty()) return plain(form);
        return words_.belief(fluent.believers, plain(ClauseForm::subordinate), form);
    }

    std::uint32_t variant_of(const std::string& id) const {
        std::uint64_t hash = seed_;
        for (char c : id)
            hash = combine(hash, static_cast<unsigned char>(c));
        return static_cast<std::uint32_t>(hash >> 32);
    }

    const Words& words_;
    Discourse discourse_;
    std::uint64_t seed_;
    std::vector<std::vector<Sentence>> paragraphs_;
};

/// The first message after each of the moments begins a paragraph.
void begin_paragraphs(std::vector<Message>& messages, const std::vector<std::size_t>& moments) {
    for (std::size_t moment : moments) {
        auto first = std::ranges::find_if(messages, [&](const Message& m) { return m.moment > moment; });
        if (first != messages.end()) first->starts_scene = true;
    }
}

}  // namespace

Narration tell(const Story& story, const TellingOptions& options, const model::Request* request) {
    Words words(story.session.world(), options.style);
    Focus focus(story, options.teller);
    Narration narration;
    if (request) narration.title = request->title;
    narration.teller = options.teller;
    std::vector<Message> messages = content_of(focus, options, request, words);
    begin_paragraphs(messages, options.breaks);
    narration.paragraphs = Realiser(words, options.seed).tell(std::move(messages));
    return narration;
}

std::string plain_text(const Narration& narration) {
    std::string text;
    for (const std::vector<Sentence>& paragraph : narration.paragraphs) {
        if (!text.empty()) text += "\n";
        for (std::size_t i = 0; i < paragraph.size(); ++i)
            text += (i == 0 ? "" : " ") + paragraph[i].text;
        text += "\n";
    }
    return text;
}

}  // namespace wt::story
