// This finds the clauses that say what conditions, statements and requests say.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "lang/sentences/patterns.h"
#include "lang/sentences/said.h"

namespace wt::lang {

/// Reads formulas of one world as clauses of another, whose patterns are given and in which names mean the same. Every function
/// gives nothing for what no clause says.
class SaidBy {
  public:
    SaidBy(const model::World& world, const SentencePatterns& patterns);

    std::optional<Said> condition(model::ExprId id) const;
    std::optional<Said> statement(model::EffectId id) const;
    /// Writes a constraint as it stands behind "tell how", and what that means.
    std::optional<std::pair<std::string, std::string>> story(model::TraceId id) const;
    /// Writes one in a sentence of its own: "in the end", "it never happens that", "it is always so that".
    std::optional<std::pair<std::string, std::string>> part(model::TraceId id) const;

    std::optional<model::Value> entity(std::string_view name) const;
    std::optional<model::EntityId> entity_id(std::string_view name) const;

  private:
    struct Bound {
        model::VariableId variable;
        model::TypeId type;
        const Bound* outer;
        mutable int uses = 0;
    };
    struct Moment {
        std::string text;
        std::string means;
        bool is_event = false;
    };
    std::optional<Said> condition(model::ExprId id, const Bound* bound) const;
    std::optional<Said> comparison(const model::Expr& expr, const Bound* bound) const;
    std::optional<Said> fluent(const model::Expr& expr, const Bound* bound) const;
    std::optional<SaidTerm> term(model::ExprId id, const Bound* bound) const;
    std::optional<Said> event(const model::Pattern& pattern) const;
    std::optional<Moment> moment(model::TraceId id, prose::ClauseForm form) const;
    std::optional<Moment> condition_moment(model::ExprId id, prose::ClauseForm form) const;
    std::optional<model::PropertyId> property(model::PropertyId id) const;
    std::optional<model::TypeId> type(model::TypeId id) const;
    std::optional<model::Value> value(const model::Value& value) const;

    const model::World& world_;
    const SentencePatterns& patterns_;
};

}  // namespace wt::lang
