#include "lang/uses.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace wt::lang {

namespace {

std::optional<NameKind> defined_by(NodeKind kind) {
    switch (kind) {
        case NodeKind::type:
            return NameKind::type;
        case NodeKind::entity:
            return NameKind::entity;
        case NodeKind::property:
        case NodeKind::condition:  // is called like one
            return NameKind::property;
        case NodeKind::action:
            return NameKind::action;
        case NodeKind::trigger:
            return NameKind::trigger;
        case NodeKind::divergence:
            return NameKind::divergence;
        case NodeKind::request:
            return NameKind::request;
        default:
            return std::nullopt;
    }
}

}  // namespace

std::string_view name_of(NameKind kind) {
    switch (kind) {
        case NameKind::type:
            return "type";
        case NameKind::entity:
            return "entity";
        case NameKind::property:
            return "property";
        case NameKind::action:
            return "action";
        case NameKind::trigger:
            return "trigger";
        case NameKind::variable:
            return "variable";
        case NameKind::divergence:
            return "divergence";
        case NameKind::request:
            return "request";
    }
    return "";
}

UseTable::UseTable(const SyntaxTree& tree) : tree_(tree) {
    for (const char* name : {"boolean", "number", "entity", "character"})
        first_.emplace(std::pair(NameKind::type, std::string_view(name)),
                       add({NameKind::type, name, {}, {}}));
    // Something that a library requires is defined elsewhere, unless there is nothing but the requirement.
    std::vector<NodeId> required;
    std::vector<bool> is_required(tree.nodes.size(), false);
    for (const Node& node : tree.nodes)
        if (node.kind == NodeKind::requires_property && !node.children.empty()) {
            required.push_back(node.children[0]);
            is_required[node.children[0].index()] = true;
        }
    for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
        NodeId id(i);
        if (tree.tokens[tree[id].main].kind != TokenKind::name) continue;
        std::optional<NameKind> kind = defined_by(tree[id].kind);
        if (kind && !is_required[i]) define(*kind, id);
        if (tree[id].kind == NodeKind::formal) define(NameKind::variable, id);
    }
    for (NodeId id : required) {
        if (tree[id].kind != NodeKind::property || tree.tokens[tree[id].main].kind != TokenKind::name)
            continue;
        std::uint32_t found = find(NameKind::property, tree.name(id));
        if (found == kNothing)
            define(NameKind::property, id);
        else
            note(tree.main_span(id), found);
    }
}

std::uint32_t UseTable::add(Definition definition) {
    definitions_.push_back(std::move(definition));
    return static_cast<std::uint32_t>(definitions_.size() - 1);
}

void UseTable::define(NameKind kind, NodeId node) {
    std::string_view name = tree_.name(node);
    Span span = tree_.main_span(node);
    // A type or entity may be declared in several places, of which the first defines it.
    bool is_one = kind == NameKind::type || kind == NameKind::entity;
    std::uint32_t earlier = kind == NameKind::variable ? kNothing : find(kind, name);
    if (is_one && earlier != kNothing) return note(span, earlier);
    std::uint32_t number = add({kind, std::string(name), span, node});
    if (earlier == kNothing && kind != NameKind::variable) first_.emplace(std::pair(kind, name), number);
    at_.emplace(span, number);
    note(span, number);
}

void UseTable::note(Span use, Span definition) {
    if (auto found = at_.find(definition); found != at_.end()) note(use, found->second);
}

void UseTable::note(Span use, std::uint32_t definition) {
    if (use.begin < use.end) uses_.emplace(use, definition);
}

std::uint32_t UseTable::find(NameKind kind, std::string_view name) const {
    auto found = first_.find({kind, name});
    return found == first_.end() ? kNothing : found->second;
}

std::vector<Use> UseTable::take_uses() const {
    std::vector<Use> uses;
    std::uint32_t end = 0;
    for (const auto& [span, definition] : uses_) {
        if (span.begin < end) continue;
        uses.push_back({span, definition, definitions_[definition].span == span});
        end = span.end;
    }
    return uses;
}

/// Goes through a tree with what is in scope. Recursion is as deep as the parser lets things nest.
class UseWalker {
  public:
    explicit UseWalker(UseTable& table) : table_(table), tree_(table.tree_) {}

    void walk(NodeId id) {
        const Node& node = tree_[id];
        std::size_t outer = bound_.size();
        note_main(id);
        switch (node.kind) {
            case NodeKind::type:
            case NodeKind::entity:
                for (NodeId child : node.children)
                    note_type(child);
                break;
            case NodeKind::property:
            case NodeKind::formal:
                walk_typed(node);
                break;
            case NodeKind::requires_part:
            case NodeKind::under:
                for (NodeId child : node.children)
                    note_first(child, {NameKind::divergence});
                break;
            case NodeKind::type_test:
                walk(node.children[0]);
                note_type(node.children[1]);
                break;
            case NodeKind::whereabouts:
            case NodeKind::seen:
                for (NodeId child : node.children)
                    note_first(child, {NameKind::property});
                break;
            case NodeKind::utility:  // a formal for all of a type stands behind the expression
                for (NodeId child : node.children)
                    if (tree_[child].kind == NodeKind::formal) walk_and_bind(child);
                for (NodeId child : node.children)
                    if (tree_[child].kind != NodeKind::formal) walk(child);
                break;
            case NodeKind::rename:
                for (NodeId child : node.children)
                    note_first(child, {NameKind::type, NameKind::entity, NameKind::property, NameKind::action,
                                       NameKind::trigger});
                break;
            case NodeKind::library:
            case NodeKind::path:
            case NodeKind::temper:
            case NodeKind::weight:
                break;  // words
            case NodeKind::tell_entity:
            case NodeKind::tell_type:
                break;  // a text, and words
            case NodeKind::tell_action:
            case NodeKind::tell_trigger:
            case NodeKind::extend:
                bind_formals_of(table_.find(kind_of_event(id), tree_.name(id)));
                walk_children(node);
                break;
            default:
                walk_children(node);
        }
        unbind(outer);
    }

  private:
    /// A formal is in scope for what follows it.
    void walk_and_bind(NodeId id) {
        walk(id);
        if (tree_[id].kind == NodeKind::formal) bind(id);
    }

    void walk_children(const Node& node) {
        for (NodeId child : node.children)
            walk_and_bind(child);
    }

    /// Tells what the word in front of a name says of it: `trigger` or `action`.
    NameKind kind_of_event(NodeId id) const {
        bool is_trigger = tree_[id].kind == NodeKind::tell_trigger ||
                          (tree_[id].main > 0 && tree_.text(tree_[id].main - 1) == "trigger");
        return is_trigger ? NameKind::trigger : NameKind::action;
    }

    /// Is it said of all of a type?
    bool is_for_type(NodeId id) const {
        return std::ranges::any_of(tree_[id].children,
                                   [&](NodeId child) { return tree_[child].kind == NodeKind::formal; });
    }

    /// Walks formals and a type.
    void walk_typed(const Node& node) {
        for (NodeId child : node.children) {
            if (tree_[child].kind == NodeKind::name)
                note_type(child);
            else
                walk_and_bind(child);
        }
    }

    /// Notes the token that names the node, if it names something that is defined.
    void note_main(NodeId id) {
        switch (tree_[id].kind) {
            case NodeKind::name:
                return note_value(id);
            case NodeKind::call:
            case NodeKind::tell_property:
                return note_first(id, {NameKind::property});
            case NodeKind::happens:
                return note_first(id, {NameKind::action, NameKind::trigger});
            case NodeKind::tell_action:
            case NodeKind::tell_trigger:
            case NodeKind::extend:
                return note_first(id, {kind_of_event(id)});
            case NodeKind::tell_entity:
            case NodeKind::utility:
            case NodeKind::wants:
            case NodeKind::temper:
                if (!is_for_type(id)) note_first(id, {NameKind::entity});
                return;
            case NodeKind::tell_type:
                return note_first(id, {NameKind::type});
            case NodeKind::without_definition: {
                std::string_view kind = left_out_kind(tree_, id);
                return note_first(id, {kind == "entity" || kind == "temper" ? NameKind::entity
                                       : kind == "trigger"                  ? NameKind::trigger
                                                                            : NameKind::action});
            }
            default:
                return;
        }
    }

    void note_first(NodeId id, std::initializer_list<NameKind> kinds) {
        if (tree_.tokens[tree_[id].main].kind != TokenKind::name) return;
        for (NameKind kind : kinds) {
            std::uint32_t found = table_.find(kind, tree_.name(id));
            if (found != UseTable::kNothing) return table_.note(tree_.main_span(id), found);
        }
    }

    /// A type may be declared by being mentioned.
    void note_type(NodeId id) {
        if (tree_.tokens[tree_[id].main].kind != TokenKind::name) return;
        std::string_view name = tree_.name(id);
        Span span = tree_.main_span(id);
        std::uint32_t found = table_.find(NameKind::type, name);
        if (found == UseTable::kNothing) {
            found = table_.add({NameKind::type, std::string(name), span, {}});
            table_.first_.emplace(std::pair(NameKind::type, name), found);
            table_.at_.emplace(span, found);
        }
        table_.note(span, found);
    }

    /// Notes a variable that is in scope, else an entity.
    void note_value(NodeId id) {
        auto scope = scope_.find(tree_.name(id));
        if (scope != scope_.end() && !scope->second.empty())
            return table_.note(tree_.main_span(id), scope->second.back());
        note_first(id, {NameKind::entity});
    }

    void bind(NodeId formal) {
        auto found = table_.at_.find(tree_.main_span(formal));
        if (found == table_.at_.end()) return;
        scope_[tree_.name(formal)].push_back(found->second);
        bound_.push_back(tree_.name(formal));
    }

    void bind_formals_of(std::uint32_t event) {
        if (event == UseTable::kNothing) return;
        for (NodeId child : tree_[table_.definitions_[event].node].children)
            if (tree_[child].kind == NodeKind::formal) bind(child);
    }

    void unbind(std::size_t count) {
        for (; bound_.size() > count; bound_.pop_back())
            scope_[bound_.back()].pop_back();
    }

    UseTable& table_;
    const SyntaxTree& tree_;
    std::unordered_map<std::string_view, std::vector<std::uint32_t>> scope_;  ///< innermost last
    std::vector<std::string_view> bound_;
};

void UseTable::note_rest() {
    UseWalker walker(*this);
    walker.walk(tree_.file);
    for (NodeId layer : tree_.layers)
        walker.walk(layer);
}

}  // namespace wt::lang
