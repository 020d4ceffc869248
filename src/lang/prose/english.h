// This is English, all that is known of it.
#pragma once

#include "lang/prose/english_verbs.h"
#include "lang/prose/grammar.h"

namespace wt::lang::prose {

class English : public Grammar {
  public:
    English(const model::World& world, const NarrativeStyle& style);

    model::Template default_property(model::PropertyId property) const override;
    model::Template default_event(model::EventId event) const override;

    std::string number(double number, const NumberUse& use) const override;
    std::string truth(bool value) const override;
    std::string indefinite(model::TypeId type, Indefinite which, const std::string& form) const override;
    std::string name(model::EntityId entity, Role role, const std::string& form) const override;
    std::string pronoun(model::EntityId entity, Role role, const std::string& form) const override;
    std::string reflexive(model::EntityId entity, const std::string& form) const override;
    bool could_mean(const std::string& pronoun, model::EntityId entity) const override;
    bool allows_pronoun(model::EntityId entity, Role role, std::string_view before) const override;
    void fit(std::string& before, std::string& next) const override;
    bool is_personal_pronoun(std::string_view word) const override;
    bool is_reflexive_pronoun(std::string_view word) const override;
    bool is_function_word(std::string_view word) const override;
    bool is_negation(std::string_view word) const override;
    std::string meaning(std::string_view word) const override;
    std::vector<std::string> expanded(std::string_view word) const override;
    std::string stem(std::string_view word) const override;

    Clause clause(const BoundTemplate& bound, ClauseForm form, bool negated) const override;
    Clause belief(model::EntityId believer, Clause subordinate, ClauseForm form) const override;
    Clause frame(Frame frame, const std::vector<model::EntityId>& who, std::vector<Clause> parts,
                 std::uint32_t variant) const override;

  private:
    enum class Gender : std::uint8_t { none, he, she, it, they };
    struct Noun {
        std::string text;
        Gender gender = Gender::none;
        bool is_plural = false;
    };
    struct ClauseMaker;

    Noun noun_of(model::EntityId entity) const;
    /// Fills a pattern of `parse_pattern`; `{0}` is `who[0]`, `<0>` is `parts[0]`.
    Clause pattern(std::string_view text, const std::vector<model::EntityId>& who, std::vector<Clause> parts,
                   ClauseForm form = ClauseForm::main) const;
    Clause wishes(model::EntityId who, std::string_view verb, std::vector<Clause> wished,
                  bool is_first = true) const;

    const model::World& world_;
    NarrativeStyle style_;
    std::vector<Noun> nouns_;
};

std::unique_ptr<Grammar> make_english(const model::World& world, const NarrativeStyle& style);

}  // namespace wt::lang::prose
