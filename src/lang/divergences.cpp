#include "lang/divergences.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "lang/libraries.h"

namespace wt::lang {

namespace {

void report_undefined(const SyntaxTree& tree, NodeId name, const std::vector<std::string_view>& names,
                      Diagnostics& diagnostics) {
    Diagnostic& d = diagnostics.add(DiagnosticCode::undefined_name, tree.span(name),
                                    fmt::format("there is no divergence `{}`", tree.name(name)));
    d.found = fmt::format("`{}`", tree.name(name));
    d.expected = "the name of a divergence of this file";
    d.hint = hint_for_name(tree.name(name), names);
}

/// Fills `below`, and reports each cycle once.
void close(const SyntaxTree& tree, DivergenceTable& table, Diagnostics& diagnostics) {
    std::size_t count = table.all.size();
    for (DivergenceNode& one : table.all) {
        one.below.assign(count, false);
        for (const std::string& name : one.required)
            if (std::uint32_t number = table.find(name); number != kCanon) one.below[number] = true;
    }
    for (std::size_t middle = 0; middle < count; ++middle)
        for (DivergenceNode& one : table.all)
            if (one.below[middle])
                for (std::size_t i = 0; i < count; ++i)
                    if (table.all[middle].below[i]) one.below[i] = true;
    for (std::size_t i = 0; i < count; ++i) {
        if (!table.all[i].below[i]) continue;
        Diagnostic& d = diagnostics.add(DiagnosticCode::divergence_cycle, tree.main_span(table.all[i].node),
                                        fmt::format("`{}` requires itself", table.all[i].name));
        d.hint = "take one of the `requires` between them away";
        return;
    }
}

}  // namespace

std::uint32_t DivergenceTable::find(std::string_view name) const {
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].name == name) return static_cast<std::uint32_t>(i);
    return kCanon;
}

std::vector<std::uint32_t> DivergenceTable::with_required(const std::vector<std::uint32_t>& some) const {
    std::vector<bool> taken(all.size(), false);
    for (std::uint32_t number : some) {
        taken[number] = true;
        for (std::size_t i = 0; i < all.size(); ++i)
            if (all[number].below[i]) taken[i] = true;
    }
    auto waits = [&](std::size_t i) {
        for (std::size_t j = 0; j < all.size(); ++j)
            if (taken[j] && all[i].below[j]) return true;
        return false;
    };
    std::vector<std::uint32_t> result;
    for (auto left = static_cast<std::size_t>(std::ranges::count(taken, true)); left > 0; --left) {
        std::size_t next = all.size();
        for (std::size_t i = all.size(); i-- > 0;)
            if (taken[i] && (next == all.size() || !waits(i) || waits(next))) next = i;
        result.push_back(static_cast<std::uint32_t>(next));
        taken[next] = false;
    }
    return result;
}

bool DivergenceTable::builds_on(std::uint32_t late, std::uint32_t early) const {
    if (is_layer(early))
        return !is_layer(late) || layers[late - layer_origin(0)].below[early - layer_origin(0)];
    if (late == kCanon || is_layer(late)) return false;
    return early == kCanon || (late != early && all[late].below[early]);
}

DivergenceTable divergences_of(const SyntaxTree& tree, Diagnostics& diagnostics) {
    DivergenceTable table;
    std::vector<NodeId> required;
    for (NodeId id : tree[tree.file].children) {
        if (tree[id].kind != NodeKind::divergence) continue;
        if (table.all.size() >= kMostDivergences) {
            diagnostics.add(DiagnosticCode::too_large, tree.main_span(id),
                            fmt::format("a text can have at most {} divergences", kMostDivergences));
            break;
        }
        if (std::uint32_t first = table.find(tree.name(id)); first != kCanon) {
            Diagnostic& d = diagnostics.add(DiagnosticCode::repeated_name, tree.main_span(id),
                                            fmt::format("there are two divergences `{}`", tree.name(id)));
            d.labels.push_back({tree.main_span(table.all[first].node), "the other one"});
            d.hint = "give one of them another name";
            continue;
        }
        DivergenceNode one{id, tree.name(id), {}, {}};
        for (NodeId part : tree[id].children) {
            if (tree[part].kind != NodeKind::requires_part) continue;
            for (NodeId name : tree[part].children) {
                one.required.emplace_back(tree.name(name));
                required.push_back(name);
            }
        }
        table.all.push_back(std::move(one));
    }
    std::vector<std::string_view> names;
    for (const DivergenceNode& one : table.all)
        names.push_back(one.name);
    for (NodeId name : required)
        if (table.find(tree.name(name)) == kCanon) report_undefined(tree, name, names, diagnostics);
    close(tree, table, diagnostics);
    table.layers = layers_of(tree, diagnostics);
    return table;
}

std::string title_of(const SyntaxTree& tree, NodeId block) {
    std::string title;
    for (NodeId child : tree[block].children) {
        if (tree[child].kind != NodeKind::title) continue;
        std::string_view quoted = tree.name(child);
        quoted.remove_prefix(1);
        if (quoted.ends_with('"')) quoted.remove_suffix(1);
        for (std::size_t i = 0; i < quoted.size(); ++i) {
            if (quoted[i] == '\\' && i + 1 < quoted.size()) ++i;
            title += quoted[i];
        }
    }
    return title;
}

}  // namespace wt::lang
