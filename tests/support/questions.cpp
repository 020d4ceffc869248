#include "support/questions.h"

#include <algorithm>

#include "base/hash.h"
#include "story/tell/motives.h"

namespace wt::test {

using model::EntityId;
using model::GroundEvent;
using model::Value;
using story::Clause;
using story::ClauseForm;
using story::Fluent;
using story::Frame;

namespace {

class Questioner {
  public:
    Questioner(const ShippedStory& shipped, EntityId teller, std::uint64_t seed)
        : story_(*shipped.story),
          world_(*shipped.world),
          words_(world_, {}),
          focus_(story_, teller),
          motives_(motives_of(focus_)),
          random_(combine(seed, teller.value)) {
        for (const auto& ground : story_.session.ground_fluents())
            fluents_.push_back({{}, ground.property, ground.arguments});
    }

    std::vector<ReadingQuestion> all() {
        for (std::size_t i = 0; i < focus_.events(); ++i) {
            if (focus_.perception(i) != story::Perception::full) continue;
            ask_who(i);
            for (const story::Motive& motive : motives_)
                if (motive.event == i) ask_why(motive);
        }
        ask_mistakes();
        ask_order();
        ask_state("How did things stand at the start?", 0);
        ask_state("How did things stand at the end?", focus_.events());
        return std::move(questions_);
    }

  private:
    using Wish = std::pair<Fluent, Value>;

    std::size_t pick(std::size_t count) {
        random_ = combine(random_, count);
        return static_cast<std::size_t>(random_ % count);
    }
    template <class T>
    void shuffle(std::vector<T>& list) {
        for (std::size_t i = list.size(); i > 1; --i)
            std::swap(list[i - 1], list[pick(i)]);
    }

    std::string sentence(const Clause& clause) const {
        std::vector<story::Mention> mentions;
        return story::Discourse(words_).sentence(clause, mentions);
    }
    std::string text_of(const GroundEvent& event) const {
        return sentence(words_.event(event, ClauseForm::main));
    }
    Clause fact(const Fluent& fluent, const Value& value, ClauseForm form) const {
        return words_.fact(fluent.property, fluent.arguments, value, form);
    }
    std::string text_of(const Wish& wish) const {
        return sentence(fact(wish.first, wish.second, ClauseForm::main));
    }

    /// Asks if there are three wrong answers that are unlike the right one and each other.
    void ask(std::string question, const std::string& right, std::vector<std::string> wrong) {
        shuffle(wrong);
        std::vector<std::string> answers = {right};
        for (const std::string& one : wrong)
            if (answers.size() < 4 && std::ranges::find(answers, one) == answers.end())
                answers.push_back(one);
        if (answers.size() < 4) return;
        shuffle(answers);
        ReadingQuestion made;
        made.question = std::move(question);
        std::ranges::move(answers, made.answers.begin());
        made.right = static_cast<std::size_t>(std::ranges::find(made.answers, right) - made.answers.begin());
        questions_.push_back(std::move(made));
    }

    bool happens(const GroundEvent& event) const {
        for (std::size_t i = 0; i < focus_.events(); ++i)
            if (focus_.event(i) == event) return true;
        return false;
    }

    /// Returns the event with other people and things in it: one or two are changed.
    std::vector<std::string> recast(const GroundEvent& event) const {
        std::vector<std::string> result;
        auto add = [&](const GroundEvent& other) {
            if (!happens(other)) result.push_back(text_of(other));
        };
        const auto& formals = world_[event.event].formals;
        for (std::size_t i = 0; i < event.arguments.size(); ++i) {
            if (formals[i].is_fixed()) continue;
            for (const Value& value : world_.values_of(world_[formals[i].variable].type)) {
                GroundEvent other = event;
                // Two values change places, where one would be there twice.
                auto same = std::ranges::find(other.arguments, value);
                if (same != other.arguments.end()) *same = other.arguments[i];
                other.arguments[i] = value;
                add(other);
            }
        }
        return result;
    }

    /// Returns acts of the same people that do not happen.
    std::vector<std::string> other_acts() const {
        std::vector<std::string> result;
        for (const GroundEvent& event : story_.session.ground_events(false))
            if (!happens(event) && !model::consenting_characters(world_, event).empty())
                result.push_back(text_of(event));
        return result;
    }

    void ask_who(std::size_t place) {
        const GroundEvent& event = focus_.event(place);
        std::vector<std::string> wrong = recast(event);
        if (wrong.size() < 3) {
            std::vector<std::string> others = other_acts();
            shuffle(others);
            wrong.insert(wrong.end(), others.begin(), others.end());
        }
        ask("Which of these happened?", text_of(event), std::move(wrong));
    }

    std::string wish(EntityId who, const Wish& wish) const {
        EntityId subject = fact(wish.first, wish.second, ClauseForm::main).subject;
        ClauseForm form = subject == who ? ClauseForm::infinitive : ClauseForm::accusative;
        return sentence(words_.frame(Frame::wants, {who}, {fact(wish.first, wish.second, form)}));
    }

    void ask_why(const story::Motive& motive) {
        if (motive.wants.empty()) return;
        auto is_wanted = [&](const Wish& wish) {
            return std::ranges::any_of(
                motive.wants, [&](const story::ValueChange& change) { return change.fluent == wish.first; });
        };
        std::vector<std::string> wrong;
        for (const story::Motive& other : motives_)
            for (const story::ValueChange& change : other.wants)
                if (Wish one{change.fluent, change.after}; one.first.believers.empty() && !is_wanted(one))
                    wrong.push_back(wish(motive.character, one));
        for (const Wish& one : other_facts(motive.event))
            if (!is_wanted(one)) wrong.push_back(wish(motive.character, one));
        const story::ValueChange& first = motive.wants[0];
        if (!first.fluent.believers.empty()) return;
        std::string act = text_of(focus_.event(motive.event));
        act.pop_back();
        ask("What did " + words_.name(motive.character) + " want with this: \"" + act + "\"?",
            wish(motive.character, {first.fluent, first.after}), std::move(wrong));
    }

    /// Returns facts that are not so at the moment, but might be: each fluent with another value.
    std::vector<Wish> other_facts(std::size_t moment) {
        std::vector<Wish> facts;
        for (const Fluent& fluent : fluents_) {
            Value is = focus_.value(moment, fluent);
            model::TypeId type = world_[fluent.property].type;
            if (type == model::kNumber) {
                if (is.is_number()) facts.emplace_back(fluent, Value::number(is.as_number() + 1 + pick(3)));
                continue;
            }
            std::vector<Value> values = world_.values_of(type);
            std::erase(values, is);
            if (!values.empty()) facts.emplace_back(fluent, values[pick(values.size())]);
        }
        return facts;
    }

    std::string thought(EntityId who, const Wish& wish) const {
        return sentence(
            words_.frame(Frame::thinks, {who}, {fact(wish.first, wish.second, ClauseForm::subordinate)}));
    }

    /// Asks who held something that the teller takes or later took to be false.
    void ask_mistakes() {
        std::vector<std::pair<EntityId, Wish>> mistakes;
        auto add = [&](EntityId who, const Fluent& fluent, const Value& value) {
            bool is_told =
                fluent.believers.empty() && !value.is_unknown() && (!value.is_boolean() || value.is_true());
            std::pair<EntityId, Wish> one{who, {fluent, value}};
            if (is_told && std::ranges::find(mistakes, one) == mistakes.end()) mistakes.push_back(one);
        };
        for (const story::Motive& motive : motives_)
            for (const story::Delusion& one : motive.delusions)
                if (one.owner != focus_.teller()) add(one.owner, one.fluent, one.believed);
        if (!focus_.is_narrator())
            for (std::size_t i = 0; i < focus_.events(); ++i)
                for (const story::Revision& one : focus_.revisions(i, focus_.teller()))
                    if (one.is_revealed && focus_.perception(i) == story::Perception::full)
                        add(focus_.teller(), one.fluent, one.before);
        for (const auto& [who, wrong_belief] : mistakes) {
            std::vector<std::string> wrong;
            for (std::size_t i = 0; i < world_.character_count; ++i)
                for (const Wish& other : other_facts(0)) {
                    bool is_it = std::ranges::any_of(mistakes, [&](const auto& one) {
                        return one.first == EntityId(i) && one.second.first == other.first;
                    });
                    if (!is_it) wrong.push_back(thought(EntityId(i), other));
                }
            ask("Who was wrong about what?", thought(who, wrong_belief), std::move(wrong));
        }
    }

    void ask_order() {
        std::vector<std::size_t> told;
        for (std::size_t i = 0; i < focus_.events(); ++i)
            if (focus_.perception(i) == story::Perception::full) told.push_back(i);
        if (told.size() < 4) return;
        for (std::size_t first = 0; first + 4 <= told.size(); first += 3) {
            std::vector<std::string> wrong;
            for (std::size_t i = first + 1; i < told.size(); ++i)
                wrong.push_back(text_of(focus_.event(told[i])));
            ask("Which of these came first?", text_of(focus_.event(told[first])), std::move(wrong));
        }
    }

    /// Asks what the story changed, as the teller sees it: as it was, or as it is now.
    void ask_state(const std::string& question, std::size_t moment) {
        for (const Fluent& fluent : fluents_) {
            Value value = focus_.value(moment, fluent);
            if (focus_.value(0, fluent) == focus_.value(focus_.events(), fluent) || value.is_unknown())
                continue;
            if (value.is_boolean() && !value.is_true()) continue;
            std::vector<std::string> wrong;
            for (const Wish& one : other_facts(moment))
                if (!one.second.is_boolean() || one.second.is_true()) wrong.push_back(text_of(one));
            ask(question, text_of(Wish{fluent, value}), std::move(wrong));
        }
    }

    const story::Story& story_;
    const model::World& world_;
    story::Words words_;
    story::Focus focus_;
    std::vector<story::Motive> motives_;
    std::vector<Fluent> fluents_;
    std::vector<ReadingQuestion> questions_;
    std::uint64_t random_;
};

}  // namespace

std::vector<ReadingQuestion> questions_about(const ShippedStory& shipped, EntityId teller,
                                             std::uint64_t seed) {
    return Questioner(shipped, teller, seed).all();
}

}  // namespace wt::test
