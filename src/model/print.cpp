#include "model/print.h"

#include "base/text.h"

namespace wt::model {

std::string to_text(const World& world, const Value& value) {
    switch (value.kind()) {
        case Value::Kind::boolean:
            return value.is_true() ? "True" : "False";
        case Value::Kind::unknown:
            return "?";
        case Value::Kind::none:
            return "none";
        case Value::Kind::number:
            return number_text(value.as_number());
        case Value::Kind::entity:
            return world[value.as_entity()].name;
    }
    return "?";
}

namespace {

std::string call_text(const World& world, const std::string& name, std::span<const Value> arguments) {
    std::string text = name + "(";
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (i > 0) text += ", ";
        text += to_text(world, arguments[i]);
    }
    return text + ")";
}

std::string call_text(const World& world, const std::string& name, std::span<const ExprId> arguments) {
    std::string text = name + "(";
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (i > 0) text += ", ";
        text += to_text(world, arguments[i]);
    }
    return text + ")";
}

std::string head_text(const World& world, const std::string& name, std::span<const Formal> formals) {
    std::string text = name + "(";
    for (std::size_t i = 0; i < formals.size(); ++i) {
        if (i > 0) text += ", ";
        const Formal& formal = formals[i];
        text += formal.is_fixed() ? to_text(world, formal.fixed)
                                  : world[formal.variable].name + " : " + world[formal.type].name;
    }
    return text + ")";
}

std::string binder_text(const World& world, const char* keyword, VariableId variable) {
    return std::string(keyword) + "(" + world[variable].name + " : " + world[world[variable].type].name +
           ") ";
}

bool is_single(const Expr& expr) {
    return expr.kind == ExprKind::constant || expr.kind == ExprKind::variable ||
           expr.kind == ExprKind::fluent || expr.kind == ExprKind::believes || expr.kind == ExprKind::might;
}

/// Returns a child in brackets unless it is a single thing.
std::string child_text(const World& world, ExprId id) {
    std::string text = to_text(world, id);
    return is_single(world[id]) ? text : "(" + text + ")";
}

std::string joined(const World& world, const Expr& expr, const char* separator, const char* none) {
    if (expr.children.empty()) return none;
    std::string text;
    for (ExprId child : expr.children) {
        if (!text.empty()) text += separator;
        ExprKind kind = world[child].kind;
        bool flat = kind == ExprKind::comparison || kind == ExprKind::odds || kind == ExprKind::negation;
        text += flat ? to_text(world, child) : child_text(world, child);
    }
    return text;
}

std::string conditional_text(const World& world, const Expr& expr) {
    std::string text;
    for (std::size_t i = 0; i + 1 < expr.children.size(); i += 2) {
        text += i == 0 ? "if(" : " elseif(";
        text += to_text(world, expr.children[i]) + ") " + child_text(world, expr.children[i + 1]);
    }
    return text + " else " + child_text(world, expr.children.back());
}

std::string conditional_text(const World& world, const Effect& effect) {
    std::string text;
    for (std::size_t i = 0; i < effect.tests.size(); ++i) {
        text += i == 0 ? "if(" : " elseif(";
        text += to_text(world, effect.tests[i]) + ") (" + to_text(world, effect.children[i]) + ")";
    }
    const Effect& otherwise = world[effect.children.back()];
    bool nothing = otherwise.kind == EffectKind::all && otherwise.children.empty();
    return nothing ? text : text + " else (" + to_text(world, effect.children.back()) + ")";
}

/// Returns `believes(a, believes(b, f(x)))`.
std::string target_text(const World& world, const Effect& effect) {
    std::string text =
        call_text(world, world[effect.property].name, std::span<const ExprId>(effect.arguments));
    for (auto believer = effect.believers.rbegin(); believer != effect.believers.rend(); ++believer)
        text = "believes(" + to_text(world, *believer) + ", " + text + ")";
    return text;
}

/// Returns `believes(a, learns(b, f(x)))`, where `word` is `learns(`.
std::string chain_text(const World& world, const Effect& effect, const char* word) {
    std::string text =
        call_text(world, world[effect.property].name, std::span<const ExprId>(effect.arguments));
    for (std::size_t i = effect.believers.size(); i-- > 0;)
        text = (i + 1 == effect.believers.size() ? word : "believes(") + to_text(world, effect.believers[i]) +
               ", " + text + ")";
    return text;
}

/// Returns `believes(a, f(x)) = A: 2 | B: 1`; weights are left out where all are 1. `might(a, f(x))` is True or False.
std::string possibly_text(const World& world, const Effect& effect) {
    bool all_one = true;
    for (std::int64_t weight : effect.weights)
        all_one &= weight == 1;
    auto is = [&](ExprId id, bool truth) {
        return world[id].kind == ExprKind::constant && world[id].value == Value::boolean(truth);
    };
    bool is_might = all_one && effect.alternatives.size() == 2 && is(effect.alternatives[0], true) &&
                    is(effect.alternatives[1], false);
    if (is_might) return chain_text(world, effect, "might(");
    std::string text = target_text(world, effect) + " = ";
    for (std::size_t i = 0; i < effect.alternatives.size(); ++i) {
        if (i > 0) text += " | ";
        text += child_text(world, effect.alternatives[i]);
        if (!all_one) text += ": " + std::to_string(effect.weights[i]);
    }
    return text;
}

}  // namespace

std::string to_text(const Fraction& fraction) {
    std::string text = std::to_string(fraction.numerator);
    return fraction.denominator == 1 ? text : text + "/" + std::to_string(fraction.denominator);
}

std::string_view symbol_of(Compare op) {
    switch (op) {
        case Compare::equal:
            return "==";
        case Compare::not_equal:
            return "!=";
        case Compare::greater:
            return ">";
        case Compare::greater_equal:
            return ">=";
        case Compare::less:
            return "<";
        case Compare::less_equal:
            return "<=";
    }
    return "==";
}

std::string_view symbol_of(Arithmetic op) {
    switch (op) {
        case Arithmetic::add:
            return "+";
        case Arithmetic::subtract:
            return "-";
        case Arithmetic::multiply:
            return "*";
        case Arithmetic::divide:
            return "/";
    }
    return "+";
}

std::string to_text(const World& world, const GroundEvent& event) {
    std::string text = call_text(world, world[event.event].name, std::span<const Value>(event.arguments));
    return event.fails ? text + " fails" : text;
}

std::string fluent_text(const World& world, PropertyId property, std::span<const Value> arguments) {
    return call_text(world, world[property].name, arguments);
}

std::string to_text(const World& world, ExprId id) {
    const Expr& expr = world[id];
    switch (expr.kind) {
        case ExprKind::constant:
            return to_text(world, expr.value);
        case ExprKind::variable:
            return world[expr.variable].name;
        case ExprKind::fluent:
            return call_text(world, world[expr.property].name, std::span<const ExprId>(expr.children));
        case ExprKind::believes:
            return "believes(" + to_text(world, expr.children[0]) + ", " + to_text(world, expr.children[1]) +
                   ")";
        case ExprKind::might:
            return "might(" + to_text(world, expr.children[0]) + ", " + to_text(world, expr.children[1]) +
                   ")";
        case ExprKind::odds:
            return "odds(" + to_text(world, expr.children[0]) + ", " + to_text(world, expr.children[1]) +
                   ") " + std::string(symbol_of(expr.compare)) + " " + to_text(world[expr.fraction]);
        case ExprKind::conjunction:
            return joined(world, expr, " & ", "True");
        case ExprKind::disjunction:
            return joined(world, expr, " | ", "False");
        case ExprKind::negation:
            return "!" + child_text(world, expr.children[0]);
        case ExprKind::conditional:
            return conditional_text(world, expr);
        case ExprKind::forall:
            return binder_text(world, "forall", expr.variable) + child_text(world, expr.children[0]);
        case ExprKind::exists:
            return binder_text(world, "exists", expr.variable) + child_text(world, expr.children[0]);
        case ExprKind::sum:
            return binder_text(world, "sum", expr.variable) + child_text(world, expr.children[0]);
        case ExprKind::product:
            return binder_text(world, "product", expr.variable) + child_text(world, expr.children[0]);
        case ExprKind::comparison:
            return child_text(world, expr.children[0]) + " " + std::string(symbol_of(expr.compare)) + " " +
                   child_text(world, expr.children[1]);
        case ExprKind::type_test:
            return child_text(world, expr.children[0]) + " : " + world[expr.type_operand].name;
        case ExprKind::arithmetic:
            return child_text(world, expr.children[0]) + " " + std::string(symbol_of(expr.arithmetic)) + " " +
                   child_text(world, expr.children[1]);
    }
    return "";
}

std::string to_text(const World& world, EffectId id) {
    const Effect& effect = world[id];
    switch (effect.kind) {
        case EffectKind::all: {
            if (effect.children.empty()) return "True";
            std::string text;
            for (EffectId child : effect.children) {
                if (!text.empty()) text += " & ";
                EffectKind kind = world[child].kind;
                bool single = kind == EffectKind::assign || kind == EffectKind::believes ||
                              kind == EffectKind::possibly || kind == EffectKind::learn;
                text += single ? to_text(world, child) : "(" + to_text(world, child) + ")";
            }
            return text;
        }
        case EffectKind::assign:
            return target_text(world, effect) + " = " + child_text(world, effect.value);
        case EffectKind::possibly:
            return possibly_text(world, effect);
        case EffectKind::learn:
            return chain_text(world, effect, "learns(");
        case EffectKind::everybody:
            return "everybody knows " + to_text(world, effect.children[0]);
        case EffectKind::choose:
            return conditional_text(world, effect);
        case EffectKind::forall:
            return binder_text(world, "forall", effect.variable) + "(" + to_text(world, effect.children[0]) +
                   ")";
        case EffectKind::believes:
            return "believes(" + to_text(world, effect.believers[0]) + ", " +
                   to_text(world, effect.children[0]) + ")";
    }
    return "";
}

std::string head_text(const World& world, const Event& event) {
    return head_text(world, event.name, event.formals);
}
std::string head_text(const World& world, const Property& property) {
    return head_text(world, property.name, property.formals);
}

}  // namespace wt::model
