#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "lang/check_context.h"

namespace wt::lang {

using namespace model;

namespace {

/// Makes a number of a condition: so much if it is so, else 0.
ExprId as_number(CheckContext& context, ExprId value, double weight = 1) {
    if (context.world[value].type != kBoolean) return value;
    Span span = context.world[value].span;
    Expr expr;
    expr.kind = ExprKind::conditional;
    expr.type = kNumber;
    expr.children = {value, add_constant(context, Value::number(weight), kNumber, span),
                     add_constant(context, Value::number(0), kNumber, span)};
    expr.span = span;
    return add_expr(context, std::move(expr));
}

/// Returns whose utility a definition gives; nothing if the name is wrong.
std::optional<EntityId> owner_of(CheckContext& context, NodeId node) {
    std::uint32_t name = context.tree[node].main;
    if (context.tree.tokens[name].kind != TokenKind::name) return EntityId::none();
    std::string_view text = context.tree.text(name);
    Span span = context.tree.tokens[name].span;
    auto entity = context.entities.find(text);
    if (entity == context.entities.end()) {
        Diagnostic& d = context.report(DiagnosticCode::undefined_name, span,
                                       fmt::format("there is no character `{}`", text));
        d.found = fmt::format("`{}`", text);
        d.expected = "a character";
        std::vector<std::string_view> names;
        for (std::size_t i = 0; i < context.world.character_count; ++i)
            names.push_back(context.world.entities[i].name);
        d.hint = suggestion(context, text, names);
        return std::nullopt;
    }
    if (context.world.is_character(entity->second)) return entity->second;
    Diagnostic& d = context.report(DiagnosticCode::not_a_character, span,
                                   fmt::format("`{}` is no character, so it has no utility", text));
    d.expected = "a character";
    d.labels.push_back({context.world[entity->second].span, "declared here"});
    return std::nullopt;
}

/// This is a utility, or wants, that are given: whose, where, and by what.
struct GivenUtility {
    EntityId owner;  ///< none: the author
    NodeId node;
    std::uint32_t origin = kCanon;
    bool for_type = false;  ///< with others of a type
    bool is_wants = false;
};

/// This says which divergence gave a utility so far.
using UtilityOrigins = std::unordered_map<std::uint32_t, std::uint32_t>;

void check_utility(CheckContext& context, const GivenUtility& given, ExprId value, UtilityOrigins& origins) {
    bool fits = is_assignable(context.world, value, kNumber) || context.world[value].type == kBoolean;
    if (!fits) {
        Diagnostic& d = context.report(DiagnosticCode::type_mismatch, context.world[value].span,
                                       fmt::format("a utility is a number or a condition, but this is {}",
                                                   describe_type(context, value)));
        d.found = describe_type(context, value);
        d.expected = "a number or a condition";
        return;
    }
    Utility& utility =
        given.owner.valid() ? context.world.utilities[given.owner.index()] : context.world.author_utility;
    Span span = context.tree.main_span(given.node);
    std::string what = given.owner.valid()
                           ? fmt::format("the utility of `{}`", context.world[given.owner].name)
                           : "the utility of the author";
    if (utility.span != Span{}) {
        std::uint32_t earlier = origins.at(given.owner.value);
        if (earlier == given.origin)
            report_repeated(context, span, utility.span, what);
        else if (!context.divergences.builds_on(given.origin, earlier))
            report_conflict(context, span, utility.span, what);
    }
    origins[given.owner.value] = given.origin;
    utility.value = as_number(context, value);
    utility.span = span;
}

/// Returns the formal of what is said of all of a type; none if it is said of one.
NodeId formal_of(const SyntaxTree& tree, NodeId node) {
    for (NodeId child : tree[node].children)
        if (tree[child].kind == NodeKind::formal) return child;
    return NodeId::none();
}

/// Returns the characters of the type of a `utility(d : dwarf)`; nobody, and reported, if it is not a type of
/// characters.
std::vector<EntityId> owners_of_type(CheckContext& context, NodeId formal) {
    NodeId name = context.tree[formal].children[0];
    TypeId type = find_type(context, name);
    if (!type.valid()) return {};
    if (!context.world.is_subtype(type, kCharacter)) {
        Diagnostic& d = context.report(DiagnosticCode::not_a_character, context.tree.span(name),
                                       fmt::format("{} has no utility", describe_type(context, type)));
        d.expected = "`character` or a type of characters";
        return {};
    }
    return context.world[type].members;
}

/// For one owner of what is given, its variable stands for that owner.
void enter_scope(CheckContext& context, const GivenUtility& given) {
    context.scope.clear();
    if (!given.for_type) return;
    NodeId formal = formal_of(context.tree, given.node);
    context.scope.push_back({context.tree.name(formal), VariableId::none(), Value::entity(given.owner)});
}

/// Returns what a utility says for one of its owners; none, and reported, if it is wrong.
ExprId value_for(CheckContext& context, const GivenUtility& given) {
    NodeId value_node = context.tree[given.node].children[0];
    enter_scope(context, given);
    ExprId value = check_expression(context, value_node);
    context.scope.clear();
    return value.valid() && check_size(context, value) ? value : ExprId::none();
}

/// Returns all that are given, with an entry for each character of a type.
std::vector<GivenUtility> given_utilities(CheckContext& context) {
    std::vector<GivenUtility> all;
    for (const CheckContext::Held& held : context.held) {
        NodeKind kind = context.tree[held.node].kind;
        if (kind != NodeKind::utility && kind != NodeKind::wants) continue;
        GivenUtility given{EntityId::none(), held.node, held.origin, false, kind == NodeKind::wants};
        if (NodeId formal = formal_of(context.tree, held.node); formal.valid()) {
            given.for_type = true;
            for (EntityId owner : owners_of_type(context, formal)) {
                given.owner = owner;
                all.push_back(given);
            }
        } else if (std::optional<EntityId> owner = owner_of(context, held.node)) {
            given.owner = *owner;
            all.push_back(given);
        } else if (!given.is_wants) {
            check_expression(context, context.tree[held.node].children[0]);
        }
    }
    return all;
}

/// A want counts this much (docs/language.md, section 8).
constexpr double kLittle = 1;
constexpr double kPlain = 3;
constexpr double kMuch = 10;

/// This is what one character wants: the conditions, and which of them go above all.
struct Wanted {
    std::vector<ExprId> conditions;
    std::vector<std::optional<double>> weights;  ///< nothing: above all
};

/// Adds what the node says of one of its owners. Returns false, and reports it, if something is wrong with it.
bool add_wants(CheckContext& context, const GivenUtility& given, Wanted& wanted) {
    const std::vector<NodeId> children = context.tree[given.node].children;
    enter_scope(context, given);
    bool fine = true;
    for (NodeId child : children) {
        if (context.tree[child].kind != NodeKind::want) continue;
        const std::vector<NodeId> parts = context.tree[child].children;
        ExprId condition = check_condition(context, parts[0]);
        fine = condition.valid() && check_size(context, condition) && fine;
        if (!fine) continue;
        std::string_view word = parts.size() > 1 ? context.tree.name(parts[1]) : "";
        wanted.conditions.push_back(condition);
        wanted.weights.push_back(word == "all"      ? std::optional<double>()
                                 : word == "much"   ? kMuch
                                 : word == "little" ? kLittle
                                                    : kPlain);
    }
    context.scope.clear();
    return fine;
}

/// Returns the number that wants come to: the sum of the weights of those that are so. A want that goes above all
/// weighs more than everything else together.
ExprId sum_of(CheckContext& context, const Wanted& wanted) {
    double rest = 0;
    for (const std::optional<double>& weight : wanted.weights)
        rest += weight.value_or(0);
    std::vector<ExprId> terms;
    for (std::size_t i = 0; i < wanted.conditions.size(); ++i)
        terms.push_back(as_number(context, wanted.conditions[i], wanted.weights[i].value_or(rest + 1)));
    return add_sum(context, terms);
}

void report_wants_and_utility(CheckContext& context, Span wants, Span utility, const std::string& name) {
    Diagnostic& d = context.report(DiagnosticCode::wants_and_utility, wants,
                                   fmt::format("`{}` has wants here and a utility elsewhere", name));
    d.labels.push_back({utility, "the utility"});
    d.hint = "say all of it in one of them: `wants` adds up, a utility is the whole sum";
}

class Utilities {
  public:
    explicit Utilities(CheckContext& context) : context_(context), all_(given_utilities(context)) {
        for (std::size_t i = 0; i < all_.size(); ++i)
            of_owner_[all_[i].owner.value].push_back(i);
    }

    void check() {
        for (const GivenUtility& one : all_) {
            if (is_replaced(one) || wrong_.contains(one.node.index()) || context_.enough_mistakes()) continue;
            bool fine = one.is_wants ? add(one) : set(one);
            if (!fine) wrong_.insert(one.node.index());
        }
        for (std::size_t i = 0; i < context_.world.character_count; ++i) {
            auto wanted = wanted_.find(static_cast<std::uint32_t>(i));
            if (wanted == wanted_.end() || wanted->second.conditions.empty()) continue;
            ExprId sum = sum_of(context_, wanted->second);
            if (check_size(context_, sum)) context_.world.utilities[i].value = sum;
        }
    }

  private:
    /// Is it replaced? A definition for a whole type gives way to one for a single character beside it, and a layer
    /// gives way to a layer above it. Wants beside wants add up.
    bool is_replaced(const GivenUtility& one) const {
        return std::ranges::any_of(of_owner_.at(one.owner.value), [&](std::size_t i) {
            const GivenUtility& other = all_[i];
            bool adds_up = one.is_wants && other.is_wants;
            bool is_own = one.for_type && !other.for_type && other.origin == one.origin && !adds_up;
            return is_own || context_.divergences.builds_on(other.origin, one.origin);
        });
    }

    bool set(const GivenUtility& one) {
        if (clashes(one)) return true;
        ExprId value = value_for(context_, one);
        if (!value.valid()) return false;
        check_utility(context_, one, value, origins_);
        utilities_.insert(one.owner.value);
        return true;
    }

    bool add(const GivenUtility& one) {
        if (clashes(one)) return true;
        Utility& utility = context_.world.utilities[one.owner.index()];
        Span span = context_.tree.main_span(one.node);
        auto [earlier, is_first] = origins_.emplace(one.owner.value, one.origin);
        if (!is_first && earlier->second != one.origin)
            report_conflict(context_, span, utility.span,
                            fmt::format("what `{}` wants", context_.world[one.owner].name));
        if (is_first) utility.span = span;
        return add_wants(context_, one, wanted_[one.owner.value]);
    }

    /// Has the owner a utility beside the wants, or the other way round? Then it is reported.
    bool clashes(const GivenUtility& one) {
        auto earlier = origins_.find(one.owner.value);
        bool has_other =
            one.is_wants ? utilities_.contains(one.owner.value) : wanted_.contains(one.owner.value);
        if (earlier == origins_.end() || earlier->second != one.origin || !has_other) return false;
        Span first = context_.world.utilities[one.owner.index()].span;
        Span span = context_.tree.main_span(one.node);
        bool is_new = clashing_.insert(one.owner.value).second;
        if (is_new)
            report_wants_and_utility(context_, one.is_wants ? span : first, one.is_wants ? first : span,
                                     context_.world[one.owner].name);
        return true;
    }

    CheckContext& context_;
    std::vector<GivenUtility> all_;
    std::unordered_map<std::uint32_t, std::vector<std::size_t>> of_owner_;
    UtilityOrigins origins_;
    std::unordered_set<std::uint32_t> utilities_;       ///< owners of one that is written out
    std::unordered_map<std::uint32_t, Wanted> wanted_;  ///< by owner
    std::unordered_set<std::uint32_t> clashing_;        ///< owners that have been complained about
    std::unordered_set<std::size_t> wrong_;             ///< definitions that have been complained about
};

}  // namespace

void check_utilities(CheckContext& context) {
    auto zero = [&] { return add_constant(context, Value::number(0), kNumber, {}); };
    context.world.author_utility = {EntityId::none(), zero(), {}};
    for (std::size_t i = 0; i < context.world.character_count; ++i)
        context.world.utilities.push_back({EntityId(i), zero(), {}});
    Utilities(context).check();
}

}  // namespace wt::lang
