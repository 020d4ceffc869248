// What divergences take away, and where they contradict each other.

#include <algorithm>

#include <fmt/format.h>

#include "lang/check_context.h"
#include "model/print.h"

namespace wt::lang {

using namespace model;

namespace {

/// What a statement about one fluent is about, in words; empty if it is about several.
std::string fluent_text_of(const SyntaxTree& tree, NodeId id) {
    const Node& node = tree[id];
    switch (node.kind) {
        case NodeKind::brackets:
        case NodeKind::negation:
        case NodeKind::assign:
            return fluent_text_of(tree, node.children[0]);
        case NodeKind::call: {
            std::string text(tree.name(id));
            for (NodeId argument : node.children)
                text += fmt::format(",{}", tree.name(argument));
            return text;
        }
        case NodeKind::believes: {
            std::string inner = fluent_text_of(tree, node.children[1]);
            return inner.empty() ? inner : fmt::format("{}:{}", tree.name(node.children[0]), inner);
        }
        default:
            return {};
    }
}

/// One thing that a statement says of the first state.
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
    /// More than this is not looked at.
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
                assign(effect, inner);
                return;
        }
    }

    void assign(const Effect& effect, std::string what) {
        what += fmt::format("{}", effect.property.value);
        for (ExprId argument : effect.arguments)
            what += "," + text_of(argument);
        Said said{origin_, effect.span, text_of(effect.value)};
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
    Diagnostic& d = context.report(DiagnosticCode::divergence_conflict, span,
                                   fmt::format("two divergences change {} differently", what));
    d.labels.push_back({earlier, "the other one"});
    d.hint = "let one of them `require` the other, or do not combine them";
}

namespace {

bool mentions(const SyntaxTree& tree, NodeId id, std::string_view name) {
    const Node& node = tree[id];
    if (node.kind == NodeKind::name && tree.name(id) == name) return true;
    return std::ranges::any_of(node.children, [&](NodeId child) { return mentions(tree, child, name); });
}

/// The statements and the utility of an entity that is not there.
void drop_mentions(CheckContext& context, std::string_view name, std::uint32_t origin) {
    std::erase_if(context.held, [&](const CheckContext::Held& one) {
        NodeKind kind = context.tree[one.node].kind;
        if (!context.divergences.builds_on(origin, one.origin)) return false;
        if (kind == NodeKind::utility) return context.tree.name(one.node) == name;
        return kind == NodeKind::statement && mentions(context.tree, one.node, name);
    });
}

/// Takes one definition out; false, and reported, if there is none or it is not this divergence's business.
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
    if (found) return true;
    Diagnostic& d = context.report(DiagnosticCode::nothing_retracted, context.tree.main_span(id),
                                   fmt::format("there is no {} `{}` to leave out", name_of(wanted), name));
    d.expected = fmt::format("the name of {}", wanted == NodeKind::trigger  ? "a trigger"
                                               : wanted == NodeKind::action ? "an action"
                                                                            : "an entity");
    std::vector<std::string_view> names;
    for (NodeId node : context.definitions(wanted))
        names.push_back(context.tree.name(node));
    d.hint = suggestion(context, name, names);
    return false;
}

}  // namespace

void drop_definitions(CheckContext& context) {
    for (auto [id, origin] : context.held_definitions(NodeKind::without_definition)) {
        std::string_view word = context.tree.text(context.tree[id].main - 1);
        NodeKind wanted = word == "entity"    ? NodeKind::entity
                          : word == "trigger" ? NodeKind::trigger
                                              : NodeKind::action;
        bool dropped = drop_definition(context, id, origin, wanted);
        if (dropped && wanted == NodeKind::entity) drop_mentions(context, context.tree.name(id), origin);
    }
}

Retractions check_retractions(CheckContext& context) {
    Retractions result;
    std::vector<bool> read = context.property_read;
    for (auto [id, origin] : context.held_definitions(NodeKind::without_fluent)) {
        NodeId fluent = context.tree[id].children[0];
        if (!check_expression(context, fluent).valid()) continue;
        result.all[fluent_text_of(context.tree, fluent)] = {id, origin, false};
    }
    context.property_read = read;
    return result;
}

bool is_retracted(CheckContext& context, Retractions& retractions, NodeId statement, std::uint32_t origin) {
    if (retractions.all.empty()) return false;
    auto found = retractions.all.find(fluent_text_of(context.tree, statement));
    if (found == retractions.all.end() || found->second.origin == origin) return false;
    Retractions::One& one = found->second;
    if (context.divergences.builds_on(origin, one.origin)) return false;
    if (!context.divergences.builds_on(one.origin, origin)) {
        report_conflict(context, context.tree.span(one.node), context.tree.span(statement),
                        "how things stand at the start");
        return false;
    }
    one.used = true;
    return true;
}

void report_unused(CheckContext& context, const Retractions& retractions) {
    for (auto [id, origin] : context.held_definitions(NodeKind::without_fluent)) {
        auto found = retractions.all.find(fluent_text_of(context.tree, context.tree[id].children[0]));
        if (found == retractions.all.end() || found->second.used || found->second.node != id) continue;
        Diagnostic& d =
            context.report(DiagnosticCode::nothing_retracted, context.tree.span(id),
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
