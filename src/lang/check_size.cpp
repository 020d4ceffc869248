// This computes how large expressions, effects and constraints are when they are written out. Later steps walk them as
// trees, also where parts are shared, and a short text may stand for a tree that nothing can walk: forty `mistaken` in
// one another are 4^40 parts. Such trees are refused here, where there is a place to point at.

#include <algorithm>

#include <fmt/format.h>

#include "lang/check_context.h"

namespace wt::lang {

using namespace model;

namespace {

using Size = WrittenOut;

Size operator+(Size a, Size b) {
    return {a.parts + b.parts, a.grounded + b.grounded};
}
Size operator*(double times, Size a) {
    return {times * a.parts, times * a.grounded};
}

bool too_many_parts(const Size& size) {
    return size.parts > static_cast<double>(kMaxParts);
}
bool too_large(const Size& size) {
    return too_many_parts(size) || size.grounded > static_cast<double>(kMaxGroundedParts);
}

double value_count(const World& world, VariableId variable) {
    TypeId type = world[variable].type;
    return type == kBoolean ? 2.0 : static_cast<double>(world[type].members.size());
}

/// Counts the body once for every value of the variable.
Size for_each_value(const World& world, VariableId variable, const Size& body) {
    return {body.parts, body.grounded * value_count(world, variable)};
}

/// A condition that is compared is looked at both ways: when it holds, and when it does not.
double ways(const World& world, ExprId id) {
    if (!id.valid()) return 1;
    const Expr* expr = &world[id];
    while (expr->kind == ExprKind::believes && expr->children[1].valid())
        expr = &world[expr->children[1]];
    bool is_plain = expr->kind == ExprKind::constant || expr->kind == ExprKind::variable ||
                    expr->kind == ExprKind::fluent || expr->type != kBoolean;
    return is_plain ? 1 : 2;
}

class Meter {
  public:
    explicit Meter(CheckContext& context) : context_(context), world_(context.world) {
        std::vector<Size>& exprs = context.expr_sizes;
        while (context.first_own_expr + exprs.size() < world_.exprs.size()) {
            const Expr& expr = world_.exprs[context.first_own_expr + exprs.size()];
            exprs.push_back(size_of(expr));
        }
        std::vector<Size>& effects = context.effect_sizes;
        while (context.first_own_effect + effects.size() < world_.effects.size())
            effects.push_back(size_of(world_.effects[context.first_own_effect + effects.size()]));
    }

    // An expression with a mistake is not there, and has no size.
    Size operator[](ExprId id) const {
        if (!id.valid()) return {};
        if (id.index() >= context_.first_own_expr)
            return context_.expr_sizes[id.index() - context_.first_own_expr];
        // Further text can use a named condition of the world, which was read before.
        auto known = context_.earlier_sizes.find(id.value);
        if (known != context_.earlier_sizes.end()) return known->second;
        return context_.earlier_sizes[id.value] = size_of(world_[id]);
    }
    Size operator[](EffectId id) const {
        return id.valid() ? context_.effect_sizes[id.index() - context_.first_own_effect] : Size{};
    }

    /// Returns the innermost part that is too large.
    ExprId culprit(ExprId id) const {
        for (ExprId child : world_[id].children)
            if (too_large((*this)[child])) return culprit(child);
        return id;
    }

    /// Returns the same within an effect: its place and size.
    std::pair<Span, Size> culprit(EffectId id) const {
        const Effect& effect = world_[id];
        std::vector<ExprId> parts = effect.tests;
        parts.insert(parts.end(), effect.alternatives.begin(), effect.alternatives.end());
        if (effect.value.valid()) parts.push_back(effect.value);
        for (ExprId part : parts) {
            if (!too_large((*this)[part])) continue;
            ExprId inner = culprit(part);
            return {world_[inner].span, (*this)[inner]};
        }
        for (EffectId child : effect.children)
            if (too_large((*this)[child])) return culprit(child);
        return {effect.span, (*this)[id]};
    }

    Size of_trace(TraceId id) const {
        const TraceNode& node = world_[id];
        Size size{1, 1};
        if (node.condition.valid()) size = size + (*this)[node.condition];
        for (TraceId child : node.children)
            size = size + of_trace(child);
        return node.variable.valid() ? for_each_value(world_, node.variable, size) : size;
    }

  private:
    // Parts are made before what they are parts of, so their sizes are known.
    Size size_of(const Expr& expr) const {
        Size size{1, 1};
        for (std::size_t i = 0; i < expr.children.size(); ++i) {
            ExprId child = expr.children[i];
            double times = 1;
            if (expr.kind == ExprKind::comparison || expr.kind == ExprKind::type_test)
                times = ways(world_, child);
            // A test is looked at both ways, too.
            if (expr.kind == ExprKind::conditional && i % 2 == 0 && i + 1 < expr.children.size()) times = 2;
            size = size + times * (*this)[child];
        }
        bool binds = expr.kind == ExprKind::forall || expr.kind == ExprKind::exists ||
                     expr.kind == ExprKind::sum || expr.kind == ExprKind::product;
        return binds ? for_each_value(world_, expr.variable, size) : size;
    }

    Size size_of(const Effect& effect) const {
        Size size{1, 1};
        if (effect.value.valid()) size = size + (*this)[effect.value];
        for (ExprId alternative : effect.alternatives)
            size = size + (*this)[alternative];
        for (ExprId test : effect.tests)
            size = size + 2 * (*this)[test];
        for (EffectId child : effect.children)
            size = size + (*this)[child];
        return effect.kind == EffectKind::forall ? for_each_value(world_, effect.variable, size) : size;
    }

    CheckContext& context_;
    const World& world_;
};

void report_too_large(CheckContext& context, Span span, const Size& size) {
    bool by_parts = too_many_parts(size);
    Diagnostic& d = context.report(
        DiagnosticCode::too_large, span,
        by_parts ? fmt::format("written out, this has more than {} parts", kMaxParts)
                 : fmt::format("written out for every value of its variables, this has more than {} parts",
                               kMaxGroundedParts));
    d.hint = by_parts
                 ? "`mistaken`, `both_know`, tests of `if` and comparisons between conditions stand for "
                   "several copies of what is in them; nest fewer of them in one another"
                 : "nest fewer `forall`, `exists`, `sum` and `product` in one another, or over types with "
                   "fewer entities";
}

}  // namespace

bool check_size(CheckContext& context, ExprId id) {
    if (!id.valid()) return true;
    Meter meter(context);
    if (!too_large(meter[id])) return true;
    ExprId inner = meter.culprit(id);
    report_too_large(context, context.world[inner].span, meter[inner]);
    return false;
}

bool check_size(CheckContext& context, EffectId id) {
    if (!id.valid()) return true;
    Meter meter(context);
    if (!too_large(meter[id])) return true;
    auto [span, size] = meter.culprit(id);
    report_too_large(context, span, size);
    return false;
}

bool check_size(CheckContext& context, TraceId id) {
    if (!id.valid()) return true;
    Size size = Meter(context).of_trace(id);
    if (too_large(size)) report_too_large(context, context.world[id].span, size);
    return !too_large(size);
}

}  // namespace wt::lang
