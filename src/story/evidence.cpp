#include "story/evidence.h"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "model/print.h"

namespace wt::story {

using namespace model;
using engine::MindId;
using Chain = std::vector<EntityId>;

namespace {

constexpr std::size_t kMostParts = 3;
constexpr std::size_t kMostFluents = 4;

/// Returns the expression with variables replaced by values; itself if it has none of them.
ExprId closed(World& world, ExprId id, const std::vector<std::pair<VariableId, Value>>& bound) {
    Expr expr = world[id];
    if (expr.kind == ExprKind::variable) {
        for (const auto& [variable, value] : bound)
            if (variable == expr.variable) {
                expr.kind = ExprKind::constant;
                expr.value = value;
                world.exprs.push_back(std::move(expr));
                return ExprId(world.exprs.size() - 1);
            }
        return id;
    }
    bool changed = false;
    for (ExprId& child : expr.children) {
        ExprId inner = closed(world, child, bound);
        changed |= inner != child;
        child = inner;
    }
    if (!changed) return id;
    world.exprs.push_back(std::move(expr));
    return ExprId(world.exprs.size() - 1);
}

MindId mind_at(Stage& stage, MindId state, const Chain& chain) {
    for (EntityId believer : chain)
        state = engine::mind_of(stage.session, state, believer);
    return state;
}

Value value_of(Stage& stage, MindId state, const Chain& chain, ExprId expr) {
    return engine::evaluate(stage.session, mind_at(stage, state, chain), stage.world, expr);
}

Chain longer(Chain chain, EntityId believer) {
    if (chain.empty() || chain.back() != believer) chain.push_back(believer);
    return chain;
}

/// Walks down to the parts of a condition that make it false.
class Finder {
  public:
    Finder(Stage& stage, MindId state) : stage_(stage), state_(state) {}

    std::vector<FalsePart> take() { return std::move(parts_); }

    void find(ExprId id, const Chain& chain, bool negated) {
        if (parts_.size() >= kMostParts || holds(id, chain) != negated) return;
        Expr expr = stage_.world[id];
        bool conjoins = expr.kind == (negated ? ExprKind::disjunction : ExprKind::conjunction);
        bool for_all = expr.kind == (negated ? ExprKind::exists : ExprKind::forall);
        if (conjoins) {
            for (ExprId child : expr.children)
                find(child, chain, negated);
        } else if (for_all) {
            for (const Value& value : stage_.world.values_of(stage_.world[expr.variable].type))
                find(closed(stage_.world, expr.children[0], {{expr.variable, value}}), chain, negated);
        } else if (expr.kind == ExprKind::negation) {
            find(expr.children[0], chain, !negated);
        } else if (expr.kind == ExprKind::believes &&
                   stage_.world[expr.children[0]].kind == ExprKind::constant) {
            EntityId believer = stage_.world[expr.children[0]].value.as_entity();
            find(expr.children[1], longer(chain, believer), negated);
        } else {
            parts_.push_back({id, negated, chain});
        }
    }

  private:
    bool holds(ExprId id, const Chain& chain) { return value_of(stage_, state_, chain, id).is_true(); }

    Stage& stage_;
    MindId state_;
    std::vector<FalsePart> parts_;
};

/// A closed fluent that an expression reads, and in whose mind.
struct Reading {
    ExprId fluent;
    Chain chain;
};

void collect(World& world, ExprId id, const Chain& chain, std::vector<Reading>& readings) {
    if (readings.size() > kMostFluents) return;
    Expr expr = world[id];
    if (expr.kind == ExprKind::fluent) {
        bool is_closed = std::all_of(expr.children.begin(), expr.children.end(),
                                     [&](ExprId child) { return world[child].kind == ExprKind::constant; });
        if (is_closed) readings.push_back({id, chain});
        return;
    }
    if (expr.kind == ExprKind::believes || expr.kind == ExprKind::might || expr.kind == ExprKind::odds) {
        if (world[expr.children[0]].kind == ExprKind::constant)
            collect(world, expr.children[1], longer(chain, world[expr.children[0]].value.as_entity()),
                    readings);
        return;
    }
    if (expr.kind == ExprKind::forall || expr.kind == ExprKind::exists || expr.kind == ExprKind::sum ||
        expr.kind == ExprKind::product) {
        for (const Value& value : world.values_of(world[expr.variable].type))
            collect(world, closed(world, expr.children[0], {{expr.variable, value}}), chain, readings);
        return;
    }
    for (ExprId child : expr.children)
        collect(world, child, chain, readings);
}

/// Returns ` since line 4, ...`, or ` from the start`: since when the value, read in a chain, is what it is.
std::string since(Stage& stage, const Past& past, const Chain& chain, ExprId expr) {
    Value now = value_of(stage, past.states.back(), chain, expr);
    for (std::size_t i = past.states.size() - 1; i-- > 0;)
        if (!(value_of(stage, past.states[i], chain, expr) == now))
            return fmt::format("since {}", place_of(stage.world, past.items[i]));
    return "from the start";
}

std::string believed_by(const World& world, const Chain& chain) {
    std::string text;
    for (EntityId believer : chain)
        text += fmt::format("`{}` believes that ", world[believer].name);
    return text;
}

}  // namespace

std::string place_of(const World& world, const DraftItem& item) {
    std::string where = item.line == 0 ? "" : fmt::format("line {}, ", item.line);
    if (item.is_filling) where = fmt::format("the gap of line {}, ", item.line);
    return fmt::format("{}`{}`", where, to_text(world, item));
}

std::vector<FalsePart> false_parts(Stage& stage, const Past& past, ExprId condition, const GroundEvent* event,
                                   const Chain& believers) {
    if (event != nullptr) {
        std::vector<std::pair<VariableId, Value>> bound;
        const Event& schema = stage.world[event->event];
        for (std::size_t i = 0; i < schema.formals.size(); ++i)
            if (!schema.formals[i].is_fixed())
                bound.push_back({schema.formals[i].variable, event->arguments[i]});
        condition = closed(stage.world, condition, bound);
    }
    Finder finder(stage, past.states.back());
    finder.find(condition, believers, false);
    return finder.take();
}

std::string evidence_text(Stage& stage, const Past& past, const FalsePart& part) {
    World& world = stage.world;
    std::string text;
    if (world[part.expr].kind != ExprKind::fluent) {  // which says it all below
        for (std::size_t i = part.believers.size(); i-- > 0;)
            text +=
                fmt::format("{} `{}`", text.empty() ? "to" : " as seen by", world[part.believers[i]].name);
        text += fmt::format("{}`{}` is {}", text.empty() ? "" : ", ", model::to_text(world, part.expr),
                            part.is_negated ? "true" : "false");
    }
    std::vector<Reading> readings;
    collect(world, part.expr, part.believers, readings);
    bool more = readings.size() > kMostFluents;
    readings.resize(std::min(readings.size(), kMostFluents));
    std::string separator = text.empty() ? "" : ": ";
    for (const Reading& reading : readings) {
        Value value = value_of(stage, past.states.back(), reading.chain, reading.fluent);
        text += fmt::format("{}{}`{}` is `{}` {}", separator, believed_by(world, reading.chain),
                            model::to_text(world, reading.fluent), model::to_text(world, value),
                            since(stage, past, reading.chain, reading.fluent));
        separator = "; ";
        if (reading.chain.empty()) continue;
        Value truth = value_of(stage, past.states.back(), {}, reading.fluent);
        if (!(truth == value))
            text += fmt::format("; in truth it is `{}` {}", model::to_text(world, truth),
                                since(stage, past, {}, reading.fluent));
    }
    return more ? text + "; and so on" : text;
}

std::string knowers_text(Stage& stage, const Past& past, const FalsePart& part) {
    if (part.believers.empty()) return "";
    World& world = stage.world;
    std::string text;
    for (std::size_t i = 0; i < world.character_count; ++i) {
        Chain chain = {EntityId(i)};
        if (value_of(stage, past.states.back(), chain, part.expr).is_true() == part.is_negated) continue;
        text += fmt::format("{}`{}` {}", text.empty() ? "" : "; ", world[EntityId(i)].name,
                            since(stage, past, chain, part.expr));
    }
    return text.empty() ? "nobody" : text;
}

std::vector<std::string> mistakes_of(Stage& stage, const Past& past, EntityId character, std::size_t most) {
    World& world = stage.world;
    MindId state = past.states.back();
    MindId mind = engine::mind_of(stage.session, state, character);
    std::vector<std::string> texts;
    std::size_t more = 0;
    for (const auto& fluent : stage.session.ground_fluents()) {
        Value believed = engine::value(stage.session, mind, fluent.property, fluent.arguments);
        Value truth = engine::value(stage.session, state, fluent.property, fluent.arguments);
        if (believed == truth) continue;
        if (texts.size() == most) {
            ++more;
            continue;
        }
        texts.push_back(fmt::format("`{}` is `{}`, and in truth it is `{}`",
                                    fluent_text(world, fluent.property, fluent.arguments),
                                    model::to_text(world, believed), model::to_text(world, truth)));
    }
    if (more > 0) texts.push_back(fmt::format("{} more", more));
    return texts;
}

}  // namespace wt::story
