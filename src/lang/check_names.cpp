#include <fmt/format.h>

#include "base/text.h"
#include "lang/check_context.h"

namespace wt::lang {

using namespace model;

namespace {

template <class T>
std::vector<std::string_view> names_of(const std::vector<T>& items) {
    std::vector<std::string_view> names;
    for (const T& item : items)
        names.push_back(item.name);
    return names;
}

}  // namespace

std::vector<NodeId> CheckContext::definitions(NodeKind kind) const {
    std::vector<NodeId> result;
    for (const Held& one : held)
        if (tree[one.node].kind == kind) result.push_back(one.node);
    return result;
}

std::vector<CheckContext::Held> CheckContext::held_definitions(NodeKind kind) const {
    std::vector<Held> result;
    for (const Held& one : held)
        if (tree[one.node].kind == kind) result.push_back(one);
    return result;
}

void report_repeated(CheckContext& context, Span span, Span first, std::string_view what) {
    Diagnostic& d =
        context.report(DiagnosticCode::repeated_definition, first,
                       fmt::format("{} is given again below, and only the last one counts", what));
    d.labels.push_back({span, "the one that counts"});
}

std::string suggestion(CheckContext& context, std::string_view name,
                       const std::vector<std::string_view>& candidates) {
    constexpr std::size_t kMostCandidates = 5000;
    if (context.suggestions_left <= 0 || candidates.size() > kMostCandidates) return {};
    --context.suggestions_left;
    return hint_for_name(name, candidates);
}

TypeId find_type(CheckContext& context, NodeId name) {
    auto found = context.types.find(context.tree.name(name));
    if (found != context.types.end()) {
        context.type_used[found->second.index()] = true;
        return found->second;
    }
    std::string_view text = context.tree.name(name);
    Diagnostic& d = context.report(DiagnosticCode::undefined_name, context.tree.main_span(name),
                                   fmt::format("there is no type `{}`", text));
    d.found = fmt::format("`{}`", text);
    d.expected = "a type";
    d.hint = suggestion(context, text, names_of(context.world.types));
    if (d.hint.empty() && context.entities.contains(text)) d.hint = fmt::format("`{}` is an entity", text);
    return TypeId::none();
}

bool explain_left_out(const CheckContext& context, std::string_view name, Diagnostic& diagnostic) {
    auto found = context.left_out.find(name);
    if (found == context.left_out.end()) return false;
    diagnostic.labels.push_back({found->second, "left out here"});
    diagnostic.hint = "let the divergence that leaves it out change what mentions it, too";
    return true;
}

EntityId find_entity(CheckContext& context, NodeId name) {
    std::string_view text = context.tree.name(name);
    auto found = context.entities.find(text);
    if (found != context.entities.end()) return found->second;
    Diagnostic& d = context.report(DiagnosticCode::undefined_name, context.tree.main_span(name),
                                   fmt::format("there is no entity `{}`", text));
    d.found = fmt::format("`{}`", text);
    d.expected = "an entity";
    if (explain_left_out(context, text, d)) return EntityId::none();
    d.hint = suggestion(context, text, names_of(context.world.entities));
    return EntityId::none();
}

const ScopeEntry* find_in_scope(const CheckContext& context, std::string_view name) {
    for (auto entry = context.scope.rbegin(); entry != context.scope.rend(); ++entry)
        if (entry->name == name) return &*entry;
    return nullptr;
}

VariableId declare_variable(CheckContext& context, NodeId formal) {
    NodeId type_name = context.tree[formal].children[0];
    TypeId type = find_type(context, type_name);
    if (!type.valid()) return VariableId::none();
    if (type == kNumber) {
        Diagnostic& d = context.report(DiagnosticCode::bad_formal, context.tree.main_span(type_name),
                                       "a variable cannot be a `number`");
        d.hint = "there are too many numbers to try; make a type with an entity for every value";
        return VariableId::none();
    }
    context.world.variables.push_back(
        {std::string(context.tree.name(formal)), type, context.tree.main_span(formal)});
    context.variable_used.push_back(false);
    return VariableId(context.world.variables.size() - 1);
}

std::string describe_type(const CheckContext& context, TypeId type) {
    return fmt::format("a `{}`", context.world[type].name);
}

std::string describe_type(const CheckContext& context, ExprId id) {
    const World& world = context.world;
    const Expr& expr = world[id];
    if (expr.kind != ExprKind::constant || !expr.value.is_entity()) {
        if (expr.kind == ExprKind::constant && expr.value.is_unknown()) return "unknown";
        if (expr.kind == ExprKind::constant && expr.value.is_none()) return "nothing";
        return describe_type(context, expr.type);
    }
    std::string text;
    const auto& types = world[expr.value.as_entity()].types;
    for (TypeId type : types) {
        bool implied = false;
        for (TypeId other : types)
            implied |= other != type && world.is_subtype(other, type);
        if (implied) continue;
        text += text.empty() ? describe_type(context, type) : " and " + describe_type(context, type);
    }
    return text;
}

}  // namespace wt::lang
