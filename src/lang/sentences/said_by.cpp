#include "lang/sentences/said_by.h"

#include <algorithm>

#include <fmt/format.h>

#include "lang/sentences/frames.h"
#include "lang/sentences/say.h"
#include "model/print.h"

namespace wt::lang {

using namespace model;
using prose::ClauseForm;

namespace {

Said fact_of(PropertyId property) {
    Said said;
    said.property = property;
    return said;
}

SaidTerm term_of(const Value& value) {
    SaidTerm term;
    term.kind = SaidTerm::Kind::value;
    term.value = value;
    return term;
}

/// `a < b` for `b > a`.
Compare turned(Compare compare) {
    switch (compare) {
        case Compare::greater:
            return Compare::less;
        case Compare::greater_equal:
            return Compare::less_equal;
        case Compare::less:
            return Compare::greater;
        case Compare::less_equal:
            return Compare::greater_equal;
        default:
            return compare;
    }
}

}  // namespace

SaidBy::SaidBy(const World& world, const SentencePatterns& patterns) : world_(world), patterns_(patterns) {}

// ---- names in the other world ----

std::optional<EntityId> SaidBy::entity_id(std::string_view name) const {
    const std::vector<Entity>& all = patterns_.world().entities;
    auto found = std::ranges::find(all, name, &Entity::name);
    if (found == all.end()) return std::nullopt;
    return EntityId(static_cast<std::size_t>(found - all.begin()));
}

std::optional<Value> SaidBy::entity(std::string_view name) const {
    std::optional<EntityId> id = entity_id(name);
    if (!id) return std::nullopt;
    return Value::entity(*id);
}

std::optional<Value> SaidBy::value(const Value& value) const {
    return value.is_entity() ? entity(world_[value.as_entity()].name) : value;
}

std::optional<TypeId> SaidBy::type(TypeId id) const {
    const std::vector<Type>& all = patterns_.world().types;
    auto found = std::ranges::find(all, world_[id].name, &Type::name);
    if (found == all.end()) return std::nullopt;
    return TypeId(static_cast<std::size_t>(found - all.begin()));
}

std::optional<PropertyId> SaidBy::property(PropertyId id) const {
    std::string head = head_text(world_, world_[id]);
    const std::vector<Property>& all = patterns_.world().properties;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (head_text(patterns_.world(), all[i]) == head) return PropertyId(i);
    return std::nullopt;
}

// ---- conditions ----

std::optional<SaidTerm> SaidBy::term(ExprId id, const Bound* bound) const {
    const Expr& expr = world_[id];
    if (expr.kind == ExprKind::constant) {
        std::optional<Value> known = value(expr.value);
        if (!known) return std::nullopt;
        return term_of(*known);
    }
    if (expr.kind != ExprKind::variable) return std::nullopt;
    for (const Bound* one = bound; one != nullptr; one = one->outer) {
        if (one->variable != expr.variable) continue;
        std::optional<TypeId> its = type(one->type);
        if (!its || ++one->uses > 1) return std::nullopt;
        SaidTerm term;
        term.kind = SaidTerm::Kind::some;
        term.type = *its;
        return term;
    }
    return std::nullopt;
}

std::optional<Said> SaidBy::fluent(const Expr& expr, const Bound* bound) const {
    std::optional<PropertyId> its = expr.kind == ExprKind::fluent ? property(expr.property) : std::nullopt;
    if (!its) return std::nullopt;
    Said said = fact_of(*its);
    for (ExprId argument : expr.children) {
        std::optional<SaidTerm> one = term(argument, bound);
        if (!one) return std::nullopt;
        said.arguments.push_back(*one);
    }
    said.value = term_of(Value::boolean(true));
    return said;
}

std::optional<Said> SaidBy::comparison(const Expr& expr, const Bound* bound) const {
    bool is_turned = world_[expr.children[0]].kind != ExprKind::fluent;
    const Expr& left = world_[expr.children[is_turned ? 1 : 0]];
    std::optional<Said> said = fluent(left, bound);
    if (!said || left.type == kBoolean) return std::nullopt;
    std::optional<SaidTerm> right = term(expr.children[is_turned ? 0 : 1], bound);
    if (!right) return std::nullopt;
    Compare compare = is_turned ? turned(expr.compare) : expr.compare;
    said->value = *right;
    const Property& property = world_[left.property];
    if (compare == Compare::equal) return said;
    bool is_number = property.type == kNumber && right->value.is_number();
    if (compare != Compare::not_equal) {
        if (!is_number) return std::nullopt;
        said->value.compare = compare;
        return said;
    }
    if (right->value.is_unknown() && right->kind == SaidTerm::Kind::value) {
        said->value = {};
        said->value.kind = SaidTerm::Kind::some;
        std::optional<TypeId> its = type(property.type);
        if (!its || property.type == kNumber || property.or_none) return std::nullopt;
        said->value.type = *its;
        return said;
    }
    said->negated = true;
    return said;
}

std::optional<Said> SaidBy::condition(ExprId id, const Bound* bound) const {
    const Expr& expr = world_[id];
    switch (expr.kind) {
        case ExprKind::fluent:
            return expr.type == kBoolean ? fluent(expr, bound) : std::nullopt;
        case ExprKind::comparison:
            return comparison(expr, bound);
        case ExprKind::negation: {
            std::optional<Said> inner = condition(expr.children[0], bound);
            if (!inner) return inner;
            bool is_fact = inner->kind == Said::Kind::fact;
            bool is_boolean = is_fact && patterns_.world()[inner->property].type == kBoolean;
            if (is_boolean && world_[expr.children[0]].kind == ExprKind::fluent)
                inner->value = term_of(Value::boolean(false));
            else if (!is_fact && !inner->negated)
                inner->negated = true;
            else
                return std::nullopt;
            return inner;
        }
        case ExprKind::believes: {
            std::optional<SaidTerm> who = term(expr.children[0], bound);
            std::optional<Said> inner = condition(expr.children[1], bound);
            if (!who || !inner) return std::nullopt;
            Said said;
            said.kind = Said::Kind::belief;
            said.who = *who;
            said.parts.push_back(std::move(*inner));
            return said;
        }
        case ExprKind::exists: {
            Bound inner{expr.variable, world_[expr.variable].type, bound};
            return condition(expr.children[0], &inner);
        }
        default:
            return std::nullopt;
    }
}

std::optional<Said> SaidBy::condition(ExprId id) const {
    return condition(id, nullptr);
}

// ---- statements ----

std::optional<Said> SaidBy::statement(EffectId id) const {
    const Effect& effect = world_[id];
    bool is_doubt = effect.kind == EffectKind::possibly;
    if (effect.kind != EffectKind::assign && !is_doubt) return std::nullopt;
    std::optional<PropertyId> its = property(effect.property);
    if (!its) return std::nullopt;
    Said fact = fact_of(*its);
    for (ExprId argument : effect.arguments) {
        std::optional<SaidTerm> one = term(argument, nullptr);
        if (!one) return std::nullopt;
        fact.arguments.push_back(*one);
    }
    std::vector<Said> values;
    for (ExprId value : is_doubt ? effect.alternatives : std::vector<ExprId>{effect.value}) {
        std::optional<SaidTerm> one = term(value, nullptr);
        if (!one) return std::nullopt;
        values.push_back(fact);
        values.back().value = *one;
    }
    bool is_even =
        std::ranges::all_of(effect.weights, [&](std::int64_t weight) { return weight == effect.weights[0]; });
    if (is_doubt && (!is_even || effect.believers.empty())) return std::nullopt;
    std::optional<Said> said;
    if (!is_doubt) said = values[0];
    for (std::size_t i = effect.believers.size(); i-- > 0;) {
        std::optional<SaidTerm> who = term(effect.believers[i], nullptr);
        if (!who) return std::nullopt;
        Said belief;
        belief.kind = Said::Kind::belief;
        belief.who = *who;
        belief.parts = said ? std::vector<Said>{std::move(*said)} : std::move(values);
        said = std::move(belief);
    }
    return said;
}

// ---- requests ----

std::optional<Said> SaidBy::event(const Pattern& pattern) const {
    std::string head = head_text(world_, world_[pattern.event]);
    const std::vector<Event>& all = patterns_.world().events;
    Said said;
    said.kind = Said::Kind::event;
    said.fails = pattern.fails;
    bool is_known = false;
    for (std::size_t i = 0; i < all.size() && !is_known; ++i) {
        if (all[i].is_trigger || head_text(patterns_.world(), all[i]) != head) continue;
        said.event = EventId(i);
        is_known = true;
    }
    if (!is_known) return std::nullopt;
    for (ExprId argument : pattern.arguments) {
        std::optional<SaidTerm> one = argument.valid() ? term(argument, nullptr) : SaidTerm();
        if (!one) return std::nullopt;
        said.arguments.push_back(*one);
    }
    return said;
}

std::optional<SaidBy::Moment> SaidBy::condition_moment(ExprId id, ClauseForm form) const {
    std::optional<Said> said = condition(id);
    if (!said) return std::nullopt;
    std::optional<std::string> text = written_clause(patterns_, *said, form);
    if (!text) return std::nullopt;
    return Moment{*text, condition_of(patterns_.world(), *said).text(), false};
}

std::optional<SaidBy::Moment> SaidBy::moment(TraceId id, ClauseForm form) const {
    const TraceNode& node = world_[id];
    const SentenceFrames& frames = patterns_.is_german() ? kGermanFrames : kEnglishFrames;
    if (node.kind == TraceKind::state) return condition_moment(node.condition, form);
    if (node.kind == TraceKind::happens) {
        std::optional<Said> said = node.patterns.size() == 1 ? event(node.patterns[0]) : std::nullopt;
        std::optional<std::string> text = said ? written_clause(patterns_, *said, form) : std::nullopt;
        if (!text) return std::nullopt;
        return Moment{*text, happening_of(patterns_.world(), *said).text(), true};
    }
    if (node.kind == TraceKind::disjunction && !node.children.empty()) {
        // Actions that are told in the same words.
        Moment any{"", "", true};
        for (TraceId child : node.children) {
            std::optional<Moment> one =
                world_[child].kind == TraceKind::happens ? moment(child, form) : std::nullopt;
            if (!one || (!any.text.empty() && one->text != any.text)) return std::nullopt;
            any.means += (any.text.empty() ? "(" : " | ") + one->means;
            any.text = one->text;
        }
        any.means += ")";
        return any;
    }
    if (node.kind != TraceKind::conjunction || node.children.size() < 2) return std::nullopt;
    std::optional<Moment> whole = moment(node.children[0], form);
    for (std::size_t i = 1; i < node.children.size() && whole; ++i) {
        const TraceNode& child = world_[node.children[i]];
        std::optional<Moment> more = child.kind == TraceKind::state
                                         ? condition_moment(child.condition, ClauseForm::subordinate)
                                         : std::nullopt;
        if (!more) return std::nullopt;
        whole->text += fmt::format(" {} {}", i == 1 ? frames.while_ : frames.and_, more->text);
        whole->means += " & " + more->means;
    }
    return whole;
}

std::optional<std::pair<std::string, std::string>> SaidBy::story(TraceId id) const {
    const TraceNode& node = world_[id];
    const SentenceFrames& frames = patterns_.is_german() ? kGermanFrames : kEnglishFrames;
    auto in_brackets = [](const Moment& one) {
        bool is_plain = one.is_event && one.means.find(" & ") == std::string::npos;
        return is_plain ? one.means : "(" + one.means + ")";
    };
    bool is_sequence = node.kind == TraceKind::sequence;
    std::vector<TraceId> parts = is_sequence ? node.children : std::vector<TraceId>{id};
    if (node.kind == TraceKind::sometime) parts = node.children;
    if (!is_sequence && node.kind != TraceKind::sometime && node.kind != TraceKind::happens)
        return std::nullopt;
    std::string text, means;
    for (TraceId part : parts) {
        std::optional<Moment> one = moment(part, ClauseForm::subordinate);
        if (!one) return std::nullopt;
        text += (text.empty() ? "" : fmt::format(", {} ", frames.then[0])) + one->text;
        means += (means.empty() ? "" : " then ") + in_brackets(*one);
    }
    if (means.starts_with('(') && !is_sequence) means = "sometime " + means;
    return std::pair(text, means);
}

std::optional<std::pair<std::string, std::string>> SaidBy::part(TraceId id) const {
    const TraceNode& node = world_[id];
    const SentenceFrames& frames = patterns_.is_german() ? kGermanFrames : kEnglishFrames;
    auto said = [&](std::string_view frame, std::string_view keyword, TraceId moment_id,
                    ClauseForm form) -> std::optional<std::pair<std::string, std::string>> {
        std::optional<Moment> one = moment(moment_id, form);
        if (!one || (one->is_event && keyword == "ends: ")) return std::nullopt;
        return std::pair(fmt::format("{} {}", frame, one->text),
                         fmt::format("{}({});\n", keyword, one->means));
    };
    if (node.kind == TraceKind::at_end)
        return said(fmt::format("{}{}", frames.end, patterns_.is_german() ? ":" : ","),
                    "ends: ", node.children[0], ClauseForm::main);
    if (node.kind == TraceKind::always)
        return said(frames.always, "always ", node.children[0], ClauseForm::subordinate);
    bool is_never = node.kind == TraceKind::negation && world_[node.children[0]].kind == TraceKind::sometime;
    if (is_never)
        return said(frames.never, "never ", world_[node.children[0]].children[0], ClauseForm::subordinate);
    return std::nullopt;
}

}  // namespace wt::lang
