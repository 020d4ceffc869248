// This finds what divergences take away, and where they contradict each other.

#include <algorithm>

#include <fmt/format.h>

#include "lang/check_context.h"
#include "model/print.h"

namespace wt::lang {

using namespace model;

namespace {

/// This is one thing that a statement says of the first state.
struct Said {
    std::uint32_t origin;
    Span span;
    std::string value;
};

/// Goes through what an effect may assign, with its variables bound.
class Sayings {
  public:
    explicit Sayings(CheckContext& context) : context_(context), bound_(context.world.variables.size()) {}

    void add(EffectId id, std::uint32_t origin) {
        origin_ = origin;
        walk(id, {});
    }

  private:
    /// More than so many are not looked at.
    static constexpr std::size_t kMost = 100'000;

    std::string text_of(ExprId id) const {
        const Expr& expr = context_.world[id];
        if (expr.kind == ExprKind::variable) return to_text(context_.world, bound_[expr.variable.index()]);
        if (expr.kind == ExprKind::constant) return to_text(context_.world, expr.value);
        return fmt::format("expression {}", id.value);
    }

    void walk(EffectId id, const std::string& chain) {
        if (said_.size() >= kMost) return;
        const Effect& effect = context_.world[id];
        std::string inner = chain;
        for (ExprId believer : effect.believers)
            inner += text_of(believer) + ":";
        switch (effect.kind) {
            case EffectKind::all:
            case EffectKind::choose:
            case EffectKind::believes:
            case EffectKind::everybody:
                for (EffectId child : effect.children)
                    walk(child, inner);
                return;
            case EffectKind::forall:
                for (const Value& value : context_.world.values_of(context_.world[effect.variable].type)) {
                    bound_[effect.variable.index()] = value;
                    walk(effect.children[0], inner);
                }
                return;
            case EffectKind::assign:
            case EffectKind::possibly:
                assign(effect, inner);
                return;
            case EffectKind::learn:  // is no statement
                return;
        }
    }

    std::string value_text(const Effect& effect) const {
        if (effect.kind == EffectKind::assign) return text_of(effect.value);
        std::string text;
        for (std::size_t i = 0; i < effect.alternatives.size(); ++i)
            text += fmt::format("{}: {} | ", text_of(effect.alternatives[i]), effect.weights[i]);
        return text;
    }

    void assign(const Effect& effect, std::string what) {
        what += fmt::format("{}", effect.property.value);
        for (ExprId argument : effect.arguments)
            what += "," + text_of(argument);
        Said said{origin_, effect.span, value_text(effect)};
        auto [earlier, is_new] = said_.emplace(what, said);
        if (is_new) return;
        bool fine = earlier->second.origin == origin_ || earlier->second.value == said.value ||
                    context_.divergences.builds_on(origin_, earlier->second.origin);
        if (!fine && !reported_) {
            report_conflict(context_, said.span, earlier->second.span,
                            fmt::format("`{}` at the start", context_.world[effect.property].name));
            reported_ = true;
        }
        earlier->second = said;
    }

    CheckContext& context_;
    std::vector<Value> bound_;
    std::unordered_map<std::string, Said> said_;
    std::uint32_t origin_ = kCanon;
    bool reported_ = false;
};

}  // namespace

void report_conflict(CheckContext& context, Span span, Span earlier, const std::string& what) {
    bool of_libraries = &context.tree.source->part_at(span.begin) != &context.tree.source->parts()[0];
    Diagnostic& d = of_libraries
                        ? context.report(DiagnosticCode::library_conflict, span,
                                         fmt::format("two libraries say different things of {}", what))
                        : context.report(DiagnosticCode::divergence_conflict, span,
                                         fmt::format("two divergences change {} differently", what));
    d.labels.push_back({earlier, "the other one"});
    d.hint = of_libraries ? "let one of them `use` the other, or use only one of them"
                          : "let one of them `require` the other, or do not combine them";
}

namespace {

bool mentions(const SyntaxTree& tree, NodeId id, std::string_view name) {
    const Node& node = tree[id];
    if (node.kind == NodeKind::name && tree.name(id) == name) return true;
    return std::ranges::any_of(node.children, [&](NodeId child) { return mentions(tree, child, name); });
}

/// Drops what a statement says of somebody who is not there. Returns true if nothing remains of it.
bool drop_said(CheckContext& context, NodeId id, std::string_view name) {
    if (!mentions(context.tree, id, name)) return false;
    const Node& node = context.tree[id];
    bool is_empty = true;
    switch (node.kind) {
        case NodeKind::statement:
        case NodeKind::brackets:
        case NodeKind::everybody:
            is_empty = drop_said(context, node.children[0], name);
            break;
        case NodeKind::conjunction:
            for (NodeId child : node.children)
                is_empty &= drop_said(context, child, name);
            break;
        case NodeKind::believes:
        case NodeKind::might:
            is_empty =
                mentions(context.tree, node.children[0], name) || drop_said(context, node.children[1], name);
            break;
        case NodeKind::forall:
            is_empty = drop_said(context, node.children[1], name);
            break;
        default:
            break;
    }
    if (is_empty) context.dropped.insert(id.index());
    return is_empty;
}

/// Drops the utility of an entity that is not there, and what the statements say of it.
void drop_mentions(CheckContext& context, std::string_view name, std::uint32_t origin) {
    std::erase_if(context.held, [&](const CheckContext::Held& one) {
        NodeKind kind = context.tree[one.node].kind;
        if (!context.divergences.builds_on(origin, one.origin)) return false;
        bool is_for_type = std::ranges::any_of(context.tree[one.node].children, [&](NodeId child) {
            return context.tree[child].kind == NodeKind::formal;
        });
        if (is_for_type) return false;
        if (kind == NodeKind::utility || kind == NodeKind::wants || kind == NodeKind::temper)
            return context.tree.name(one.node) == name;
        return kind == NodeKind::statement && drop_said(context, one.node, name);
    });
}

/// Is it the name of a rule that stands for a property that is seen?
bool stands_for_seen(const CheckContext& context, std::string_view rule) {
    for (NodeId node : context.definitions(NodeKind::seen))
        for (NodeId property : context.tree[node].children)
            for (std::string_view verb : {"see_not_", "see_no_", "see_", "miss_"})
                if (rule.starts_with(verb) &&
                    rule.substr(verb.size()).starts_with(context.tree.name(property)))
                    return true;
    return false;
}

/// Takes one definition out. Returns false, and reports it, if there is none or it is not this divergence's business.
bool drop_definition(CheckContext& context, NodeId id, std::uint32_t origin, NodeKind wanted) {
    std::string_view name = context.tree.name(id);
    bool found = false;
    for (CheckContext::Held& one : context.held) {
        if (context.tree[one.node].kind != wanted || context.tree.name(one.node) != name) continue;
        if (one.origin == origin || context.divergences.builds_on(one.origin, origin)) continue;
        if (!context.divergences.builds_on(origin, one.origin)) {
            report_conflict(context, context.tree.main_span(id), context.tree.main_span(one.node),
                            fmt::format("`{}`", name));
            return false;
        }
        found = true;
        one.node = id;  // nothing looks at it again
    }
    if (!found && wanted == NodeKind::trigger && stands_for_seen(context, name)) {
        context.perception.left_out.insert(name);
        return true;
    }
    if (found) return true;
    Diagnostic& d = context.report(
        DiagnosticCode::nothing_retracted, context.tree.main_span(id),
        wanted == NodeKind::temper ? fmt::format("`{}` has no temper to leave out", name)
                                   : fmt::format("there is no {} `{}` to leave out", name_of(wanted), name));
    d.expected = fmt::format("the name of {}", wanted == NodeKind::trigger  ? "a trigger"
                                               : wanted == NodeKind::action ? "an action"
                                               : wanted == NodeKind::temper ? "a character with a temper"
                                                                            : "an entity");
    std::vector<std::string_view> names;
    for (NodeId node : context.definitions(wanted))
        names.push_back(context.tree.name(node));
    d.hint = suggestion(context, name, names);
    return false;
}

template <class T>
void add_believer(std::vector<T>& chain, T believer) {
    if (chain.empty() || chain.back() != believer) chain.push_back(believer);
}

/// A constant or a variable.
struct Term {
    Value value;
    VariableId variable;
    ExprId expr;
    bool operator==(const Term& other) const { return value == other.value && variable == other.variable; }
};

/// This finds what remains of one statement of the first state when all retractions are through with it.
class TakingOut {
  public:
    TakingOut(CheckContext& context, std::vector<Retraction>& retractions, Span statement,
              std::uint32_t origin)
        : context_(context), retractions_(retractions), statement_(statement), origin_(origin) {}

    /// Returns the rest of an effect; none if nothing remains. `chain` says in whose minds it happens.
    EffectId rest_of(EffectId id, std::vector<Term> chain) {
        Effect effect = context_.world[id];
        for (ExprId believer : effect.believers)
            add_believer(chain, term(believer));
        if (effect.kind == EffectKind::assign || effect.kind == EffectKind::possibly)
            return rest_of_assignment(id, effect, chain);
        std::vector<EffectId> children;
        for (EffectId child : effect.children) {
            EffectId rest = rest_of(child, chain);
            if (rest.valid() || effect.kind == EffectKind::choose) children.push_back(rest);
        }
        if (children == effect.children) return id;
        if (std::ranges::none_of(children, [](EffectId child) { return child.valid(); }))
            return EffectId::none();
        for (EffectId& child : children)
            if (!child.valid()) child = add_effect(context_, Effect{});
        effect.children = std::move(children);
        return add_effect(context_, std::move(effect));
    }

  private:
    Term term(ExprId id) const { return {context_.world[id].value, context_.world[id].variable, id}; }

    /// Are the terms these values? Where that depends on variables, `equal` gets what must hold.
    bool may_be(const std::vector<Term>& terms, const std::vector<Value>& values,
                std::vector<ExprId>& equal) const {
        if (terms.size() != values.size()) return false;
        for (std::size_t i = 0; i < terms.size(); ++i) {
            if (!terms[i].variable.valid()) {
                if (terms[i].value != values[i]) return false;
                continue;
            }
            TypeId type = context_.world[terms[i].variable].type;
            if (!context_.world.is_of_type(values[i], type)) return false;
            Expr same;
            same.kind = ExprKind::comparison;
            same.type = kBoolean;
            same.children = {terms[i].expr, add_constant(context_, values[i], type, statement_)};
            same.span = statement_;
            equal.push_back(add_expr(context_, std::move(same)));
        }
        return true;
    }

    EffectId rest_of_assignment(EffectId id, const Effect& effect, const std::vector<Term>& chain) {
        std::vector<Term> arguments;
        for (ExprId argument : effect.arguments)
            arguments.push_back(term(argument));
        bool is_gone = false;
        Effect unless;
        unless.kind = EffectKind::choose;
        unless.span = effect.span;
        for (Retraction& one : retractions_) {
            std::vector<ExprId> equal;
            if (one.property != effect.property || !may_be(chain, one.believers, equal) ||
                !may_be(arguments, one.arguments, equal) || !is_its_business(one))
                continue;
            one.used = true;
            if (equal.empty()) is_gone = true;
            Expr all;
            all.kind = ExprKind::conjunction;
            all.type = kBoolean;
            all.children = std::move(equal);
            all.span = statement_;
            unless.tests.push_back(add_expr(context_, std::move(all)));
            unless.children.push_back(add_effect(context_, Effect{}));
        }
        // It must not be taken for a possibility that somebody could hold.
        if (is_gone && effect.kind == EffectKind::possibly) context_.world.effects[id.index()] = Effect{};
        if (is_gone) return EffectId::none();
        if (unless.tests.empty()) return id;
        unless.children.push_back(id);
        return add_effect(context_, std::move(unless));
    }

    /// May this divergence take something out of the statement? It is reported if the two are not related.
    bool is_its_business(const Retraction& one) {
        if (one.origin == origin_ || context_.divergences.builds_on(origin_, one.origin)) return false;
        if (context_.divergences.builds_on(one.origin, origin_)) return true;
        report_conflict(context_, context_.tree.span(one.node), statement_, "how things stand at the start");
        return false;
    }

    CheckContext& context_;
    std::vector<Retraction>& retractions_;
    Span statement_;
    std::uint32_t origin_;
};

}  // namespace

void drop_definitions(CheckContext& context) {
    for (auto [id, origin] : context.held_definitions(NodeKind::without_definition)) {
        std::string_view word = left_out_kind(context.tree, id);
        NodeKind wanted = word == "entity"    ? NodeKind::entity
                          : word == "trigger" ? NodeKind::trigger
                          : word == "temper"  ? NodeKind::temper
                                              : NodeKind::action;
        bool dropped = drop_definition(context, id, origin, wanted);
        if (!dropped || wanted != NodeKind::entity) continue;
        drop_mentions(context, context.tree.name(id), origin);
        context.left_out.emplace(context.tree.name(id), context.tree.main_span(id));
    }
}

std::vector<Retraction> check_retractions(CheckContext& context) {
    std::vector<Retraction> result;
    std::vector<bool> read = context.property_read;
    for (auto [id, origin] : context.held_definitions(NodeKind::without_fluent)) {
        ExprId fluent = check_expression(context, context.tree[id].children[0]);
        if (!fluent.valid()) continue;
        ExprId innermost = fluent;
        while (context.world[innermost].kind == ExprKind::believes)
            innermost = context.world[innermost].children[1];
        if (context.world[innermost].kind != ExprKind::fluent) {
            context.report(DiagnosticCode::type_mismatch, context.world[innermost].span,
                           "what is left out is a fluent with names as arguments");
            continue;
        }
        Retraction one{id, origin, {}, {}, {}, false};
        for (; context.world[fluent].kind == ExprKind::believes; fluent = context.world[fluent].children[1])
            add_believer(one.believers, context.world[context.world[fluent].children[0]].value);
        one.property = context.world[fluent].property;
        for (ExprId argument : context.world[fluent].children)
            one.arguments.push_back(context.world[argument].value);
        result.push_back(std::move(one));
    }
    context.property_read = read;
    return result;
}

EffectId take_out(CheckContext& context, std::vector<Retraction>& retractions, EffectId effect,
                  std::uint32_t origin) {
    if (retractions.empty()) return effect;
    return TakingOut(context, retractions, context.world[effect].span, origin).rest_of(effect, {});
}

void report_unused(CheckContext& context, const std::vector<Retraction>& retractions) {
    for (const Retraction& one : retractions) {
        if (one.used) continue;
        Diagnostic& d =
            context.report(DiagnosticCode::nothing_retracted, context.tree.span(one.node),
                           "the world has no statement of its own about this fluent that could be left out");
        d.hint = "to change what it is at the start, say what it is instead";
    }
}

void check_conflicts(CheckContext& context, const std::vector<std::uint32_t>& origins) {
    Sayings sayings(context);
    for (std::size_t i = 0; i < origins.size(); ++i)
        if (origins[i] != kCanon) sayings.add(context.world.first_state[i], origins[i]);
}

}  // namespace wt::lang
