// This prints constraints over stories as text, in the syntax of requests.
#include "model/print.h"

namespace wt::model {

namespace {

std::string listed(const std::vector<std::string>& parts, const char* separator) {
    std::string text;
    for (const std::string& part : parts)
        text += (text.empty() ? "" : separator) + part;
    return text;
}

std::string pattern_text(const World& world, const Pattern& pattern) {
    std::vector<std::string> arguments;
    for (ExprId argument : pattern.arguments)
        arguments.push_back(argument.valid() ? to_text(world, argument) : "_");
    return "happens " + world[pattern.event].name + "(" + listed(arguments, ", ") + ")" +
           (pattern.fails ? " fails" : "");
}

bool is_flat(ExprKind kind) {
    switch (kind) {
        case ExprKind::constant:
        case ExprKind::variable:
        case ExprKind::fluent:
        case ExprKind::believes:
        case ExprKind::might:
        case ExprKind::odds:
        case ExprKind::negation:
        case ExprKind::comparison:
            return true;
        default:
            return false;
    }
}

/// Can nobody misread it next to `&`, or behind the name of a constraint?
bool is_flat(const World& world, TraceId id) {
    const TraceNode& node = world[id];
    switch (node.kind) {
        case TraceKind::state:
            return is_flat(world[node.condition].kind);
        case TraceKind::happens:
            return node.patterns.size() == 1;
        case TraceKind::conjunction:
        case TraceKind::disjunction:
            return node.children.empty() || (node.children.size() == 1 && is_flat(world, node.children[0]));
        case TraceKind::forall:
        case TraceKind::exists:
        case TraceKind::sometime_after:
        case TraceKind::sometime_before:
        case TraceKind::sequence:
            return false;
        default:
            return true;
    }
}

std::string part_text(const World& world, TraceId id) {
    std::string text = to_text(world, id);
    return is_flat(world, id) ? text : "(" + text + ")";
}

std::string parts_text(const World& world, const TraceNode& node, const char* separator) {
    if (node.children.size() == 1) return to_text(world, node.children[0]);
    std::vector<std::string> parts;
    for (TraceId child : node.children)
        parts.push_back(part_text(world, child));
    return listed(parts, separator);
}

/// A leading `!` would deny all of the sequence.
std::string sequence_text(const World& world, const TraceNode& node) {
    std::vector<std::string> parts;
    for (TraceId child : node.children) {
        std::string text = part_text(world, child);
        parts.push_back(text.starts_with("!") ? "(" + text + ")" : text);
    }
    return listed(parts, " then ");
}

/// Returns `at least 2` in front of a unit; a comparison that has no words of its own is one of a neighbouring number.
std::string number_words(Compare op, int number, const char* exactly) {
    switch (op) {
        case Compare::greater_equal:
            return "at least " + std::to_string(number);
        case Compare::greater:
            return "at least " + std::to_string(number + 1);
        case Compare::less_equal:
            return "at most " + std::to_string(number);
        case Compare::less:
            return "at most " + std::to_string(number - 1);
        case Compare::equal:
        case Compare::not_equal:
            break;
    }
    return exactly + std::to_string(number);
}

std::string number_text(const World& world, const TraceNode& node) {
    std::string text = node.kind == TraceKind::length
                           ? "length " + number_words(node.compare, node.number, "")
                           : number_words(node.compare, node.number, "exactly ") + " times " +
                                 part_text(world, node.children[0]);
    return node.compare == Compare::not_equal ? "!(" + text + ")" : text;
}

/// A comparison that has no words of its own is the opposite of one that has.
std::string luck_text(const World& world, const TraceNode& node) {
    std::string fraction = to_text(world[node.fraction]);
    switch (node.compare) {
        case Compare::greater_equal:
            return "luck at least " + fraction;
        case Compare::less_equal:
            return "luck at most " + fraction;
        case Compare::greater:
            return "!(luck at most " + fraction + ")";
        case Compare::less:
            return "!(luck at least " + fraction + ")";
        case Compare::not_equal:
            return "!(luck " + fraction + ")";
        case Compare::equal:
            break;
    }
    return "luck " + fraction;
}

/// Does it need no brackets behind `!` or a quantifier either?
bool is_single(const World& world, TraceId id) {
    const TraceNode& node = world[id];
    if (node.kind != TraceKind::state) return node.kind == TraceKind::happens && node.patterns.size() == 1;
    ExprKind kind = world[node.condition].kind;
    return is_flat(kind) && kind != ExprKind::comparison && kind != ExprKind::odds &&
           kind != ExprKind::negation;
}

std::string negation_text(const World& world, TraceId child) {
    const TraceNode& node = world[child];
    if (node.kind == TraceKind::sometime) return "never " + part_text(world, node.children[0]);
    if (is_single(world, child)) return "!" + to_text(world, child);
    return "!(" + to_text(world, child) + ")";
}

std::string quantifier_text(const World& world, const char* keyword, const TraceNode& node) {
    const Variable& variable = world[node.variable];
    TraceId child = node.children[0];
    bool is_bare = world[child].kind == TraceKind::state ? is_single(world, child) : is_flat(world, child);
    return std::string(keyword) + "(" + variable.name + " : " + world[variable.type].name + ") " +
           (is_bare ? to_text(world, child) : "(" + to_text(world, child) + ")");
}

}  // namespace

std::string to_text(const World& world, TraceId id) {
    const TraceNode& node = world[id];
    auto first = [&] { return part_text(world, node.children[0]); };
    switch (node.kind) {
        case TraceKind::state:
            return to_text(world, node.condition);
        case TraceKind::happens: {
            std::vector<std::string> parts;
            for (const Pattern& pattern : node.patterns)
                parts.push_back(pattern_text(world, pattern));
            return parts.empty() ? "False" : listed(parts, " | ");
        }
        case TraceKind::conjunction:
            return node.children.empty() ? "True" : parts_text(world, node, " & ");
        case TraceKind::disjunction:
            return node.children.empty() ? "False" : parts_text(world, node, " | ");
        case TraceKind::negation:
            return negation_text(world, node.children[0]);
        case TraceKind::forall:
            return quantifier_text(world, "forall", node);
        case TraceKind::exists:
            return quantifier_text(world, "exists", node);
        case TraceKind::always:
            return "always " + first();
        case TraceKind::sometime:
            return "sometime " + first();
        case TraceKind::at_end:
            return "at end " + first();
        case TraceKind::at_most_once:
            return "at most once " + first();
        case TraceKind::sometime_after:
            return "sometime after " + parts_text(world, node, ", ");
        case TraceKind::sometime_before:
            return "sometime before " + parts_text(world, node, ", ");
        case TraceKind::within:
            return "within " + std::to_string(node.number) + " " + first();
        case TraceKind::sequence:
            return sequence_text(world, node);
        case TraceKind::count:
        case TraceKind::length:
            return number_text(world, node);
        case TraceKind::luck:
            return luck_text(world, node);
        case TraceKind::only_act: {
            std::vector<std::string> names;
            for (EntityId character : node.characters)
                names.push_back(world[character].name);
            return "only " + listed(names, ", ") + " act";
        }
    }
    return "";
}

}  // namespace wt::model
