#include "lang/syntax.h"

namespace wt::lang {

namespace {

constexpr std::string_view kNodeNames[] = {
#define WT_NODE(kind, name) name,
#include "lang/nodes.def"
#undef WT_NODE
};

}  // namespace

std::string_view name_of(NodeKind kind) {
    return kNodeNames[static_cast<std::size_t>(kind)];
}

NodeId SyntaxTree::add(Node node) {
    nodes.push_back(std::move(node));
    return NodeId(nodes.size() - 1);
}

Span SyntaxTree::span(std::uint32_t first, std::uint32_t end) const {
    if (end > first) return join(tokens[first].span, tokens[end - 1].span);
    return {tokens[first].span.begin, tokens[first].span.begin};
}

std::string_view left_out_kind(const SyntaxTree& tree, NodeId id) {
    return tree.text(tree[id].first + 1);
}

NodeId without_brackets(const SyntaxTree& tree, NodeId id) {
    while (tree[id].kind == NodeKind::brackets)
        id = tree[id].children[0];
    return id;
}

std::string dump(const SyntaxTree& tree, NodeId id) {
    struct Open {
        NodeId id;
        std::size_t depth;
    };
    std::string text;
    std::vector<Open> open = {{id, 0}};
    while (!open.empty()) {
        auto [next, depth] = open.back();
        open.pop_back();
        const Node& node = tree[next];
        text.append(depth * 2, ' ');
        text += name_of(node.kind);
        if (node.kind != NodeKind::file) text.append(" \"").append(tree.text(node.main)).append("\"");
        text += '\n';
        for (std::size_t i = node.children.size(); i-- > 0;)
            open.push_back({node.children[i], depth + 1});
    }
    return text;
}

}  // namespace wt::lang
