#include "lang/lang.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <tl/expected.hpp>

#include "base/text.h"
#include "lang/check.h"
#include "lang/divergences.h"
#include "lang/parse.h"
#include "lang/plan_text.h"
#include "lang/read_tree.h"
#include "lang/sentences/read_sentences.h"

namespace wt::lang {

namespace {

/// Where grouping is ambiguous, consequences of the reading that was taken are no second mistake.
void drop_consequences(Diagnostics& diagnostics) {
    std::set<Span> ambiguous;
    for (const Diagnostic& d : diagnostics.items())
        if (d.code == DiagnosticCode::ambiguous_grouping) ambiguous.insert(d.span);
    if (ambiguous.empty()) return;
    Diagnostics kept;
    for (const Diagnostic& d : diagnostics.items())
        if (d.code == DiagnosticCode::ambiguous_grouping || !ambiguous.contains(d.span))
            kept.add(d.code, d.span, d.message) = d;
    diagnostics = std::move(kept);
}

}  // namespace

void drop_warnings_of_libraries(const Source& source, Diagnostics& diagnostics) {
    if (source.parts().size() < 2) return;
    Diagnostics kept;
    for (const Diagnostic& d : diagnostics.items()) {
        bool counts = d.severity == Severity::error || d.code == DiagnosticCode::possibly_endless;
        if (counts || d.span.begin < source.parts()[1].begin) kept.add(d.code, d.span, d.message) = d;
    }
    diagnostics = std::move(kept);
}

void keep_first(Diagnostics& diagnostics) {
    if (diagnostics.size() <= kMostMessages) return;
    Diagnostics kept;
    for (bool errors : {true, false})
        for (const Diagnostic& d : diagnostics.items())
            if ((d.severity == Severity::error) == errors && kept.size() < kMostMessages)
                kept.add(d.code, d.span, d.message) = d;
    Diagnostic& note = kept.add(DiagnosticCode::more_messages, kept.items()[0].span, "");
    note.message = fmt::format("only {} of {} or more messages are shown", kMostMessages, diagnostics.size());
    kept.sort();
    diagnostics = std::move(kept);
}

Dialect dialect_of(std::string_view file_name) {
    auto ends_with = [&](std::string_view ending) {
        if (file_name.size() < ending.size()) return false;
        auto is_same = [](char given, char small) { return given == small || given == small - 'a' + 'A'; };
        return std::ranges::equal(file_name.substr(file_name.size() - ending.size()), ending, is_same);
    };
    return ends_with(".txt") ? Dialect::sabre : ends_with(".story") ? Dialect::sentences : Dialect::wrongtree;
}

namespace {

/// One request of a text.
struct RequestNode {
    NodeId node;
    std::string_view name;
    std::vector<std::uint32_t> taken;  ///< the divergences under which it is set, with what they require
};

void report_unknown_divergence(const SyntaxTree& tree, NodeId name, const DivergenceTable& table,
                               Diagnostics& diagnostics) {
    Diagnostic& d = diagnostics.add(DiagnosticCode::undefined_name, tree.span(name),
                                    fmt::format("there is no divergence `{}`", tree.name(name)));
    d.expected = "the name of a divergence of this file";
    std::vector<std::string_view> names;
    for (const DivergenceNode& one : table.all)
        names.push_back(one.name);
    d.hint = hint_for_name(tree.name(name), names);
}

std::vector<RequestNode> requests_of(const SyntaxTree& tree, const DivergenceTable& table,
                                     Diagnostics& diagnostics) {
    std::vector<RequestNode> requests;
    std::map<std::string_view, NodeId> seen;
    for (NodeId id : tree[tree.file].children) {
        if (tree[id].kind != NodeKind::request) continue;
        auto [first, is_new] = seen.emplace(tree.name(id), id);
        if (!is_new) {
            Diagnostic& d = diagnostics.add(DiagnosticCode::repeated_name, tree.main_span(id),
                                            fmt::format("there are two requests `{}`", tree.name(id)));
            d.labels.push_back({tree.main_span(first->second), "the other one"});
            d.hint = "give one of them another name";
            continue;
        }
        std::vector<std::uint32_t> under;
        for (NodeId part : tree[id].children) {
            if (tree[part].kind != NodeKind::under) continue;
            for (NodeId name : tree[part].children) {
                std::uint32_t number = table.find(tree.name(name));
                if (number == kCanon)
                    report_unknown_divergence(tree, name, table, diagnostics);
                else
                    under.push_back(number);
            }
        }
        requests.push_back({id, tree.name(id), table.with_required(under)});
    }
    return requests;
}

/// Returns all worlds of the text that are checked: canon, each divergence, what each request is set under.
std::vector<Configuration> configurations(const DivergenceTable& table,
                                          const std::vector<RequestNode>& requests) {
    std::map<std::vector<std::uint32_t>, std::vector<NodeId>> all{{{}, {}}};
    for (std::uint32_t i = 0; i < table.all.size(); ++i)
        all[table.with_required({i})];
    for (const RequestNode& request : requests)
        all[request.taken].push_back(request.node);
    std::vector<Configuration> result;
    for (auto& [taken, nodes] : all)
        result.push_back({taken, nodes});
    return result;
}

bool is_library(const SyntaxTree& tree) {
    return std::ranges::any_of(tree[tree.file].children,
                               [&](NodeId id) { return tree[id].kind == NodeKind::library; });
}

/// A library is for many worlds: it has nothing that belongs to one.
void check_layers(const SyntaxTree& tree, Diagnostics& diagnostics) {
    auto check_one = [&](NodeId id) {
        NodeKind kind = tree[id].kind;
        if (kind != NodeKind::divergence && kind != NodeKind::request && kind != NodeKind::goal) return;
        Diagnostic& d = diagnostics.add(DiagnosticCode::not_in_library, tree.main_span(id),
                                        fmt::format("a library cannot have a {}", name_of(kind)));
        d.hint = "write it in the world that uses the library";
    };
    for (NodeId layer : tree.layers)
        for (NodeId id : tree[layer].children)
            check_one(id);
    if (!is_library(tree)) return;
    for (NodeId id : tree[tree.file].children)
        check_one(id);
}

/// A warning about what nobody uses counts only if no world uses it.
bool is_about_use(DiagnosticCode code) {
    return code == DiagnosticCode::never_read || code == DiagnosticCode::never_written ||
           code == DiagnosticCode::unused_type;
}

/// Things that a library has are used by worlds.
void drop_about_use(Diagnostics& diagnostics) {
    Diagnostics kept;
    for (const Diagnostic& d : diagnostics.items())
        if (!is_about_use(d.code)) kept.add(d.code, d.span, d.message) = d;
    diagnostics = std::move(kept);
}

/// Returns the divergence in which a place of the text is, or kCanon.
std::uint32_t origin_of(const SyntaxTree& tree, const DivergenceTable& table, Span span) {
    for (std::uint32_t i = 0; i < table.all.size(); ++i) {
        Span block = tree.span(table.all[i].node);
        if (block.begin <= span.begin && span.begin < block.end) return i;
    }
    return kCanon;
}

/// Checks all worlds of the text, and adds what is to be said of them.
void check_all(const SyntaxTree& tree, Dialect dialect, const DivergenceTable& table,
               const std::vector<RequestNode>& requests, Diagnostics& diagnostics, UseTable* uses) {
    std::vector<Configuration> all = configurations(table, requests);
    std::map<std::pair<DiagnosticCode, Span>, std::size_t> times;  ///< in how many worlds
    Diagnostics found;
    for (const Configuration& one : all) {
        Diagnostics own = diagnostics;
        check(tree, dialect, table, one, own, uses);
        Diagnostics fresh;
        std::set<std::pair<DiagnosticCode, Span>> seen;
        for (std::size_t i = diagnostics.size(); i < own.size(); ++i) {
            const Diagnostic& d = own.items()[i];
            fresh.add(d.code, d.span, d.message) = d;
            if (seen.emplace(d.code, d.span).second) ++times[{d.code, d.span}];
        }
        found.append(std::move(fresh));
    }
    for (const Diagnostic& d : found.items()) {
        std::uint32_t origin = origin_of(tree, table, d.span);
        auto holds = [&](const Configuration& one) {
            return origin == kCanon || std::ranges::find(one.taken, origin) != one.taken.end();
        };
        auto worlds = static_cast<std::size_t>(std::ranges::count_if(all, holds));
        if (!is_about_use(d.code) || times[{d.code, d.span}] == worlds)
            diagnostics.add(d.code, d.span, d.message) = d;
    }
}

/// Returns which world is meant, or why there is none such.
tl::expected<Configuration, std::string> chosen(const DivergenceTable& table,
                                                const std::vector<RequestNode>& requests,
                                                const Selection& selection) {
    auto unknown = [](std::string_view kind, std::string_view name, auto names) {
        std::string hint = hint_for_name(name, names);
        std::string text = fmt::format("there is no {} `{}` in this world", kind, name);
        if (!hint.empty()) return text + "; " + hint;
        if (names.empty()) return text + ", which has none";
        text += "; it has ";
        for (std::size_t i = 0; i < names.size(); ++i)
            text += fmt::format("{}`{}`", i == 0 ? "" : ", ", names[i]);
        return text;
    };
    std::vector<std::uint32_t> taken;
    for (const std::string& name : selection.divergences) {
        std::vector<std::string_view> names;
        for (const DivergenceNode& one : table.all)
            names.push_back(one.name);
        std::uint32_t number = table.find(name);
        if (number == kCanon) return tl::unexpected(unknown("divergence", name, names));
        taken.push_back(number);
    }
    for (const std::string& name : selection.requests) {
        std::vector<std::string_view> names;
        for (const RequestNode& one : requests)
            names.push_back(one.name);
        auto found = std::ranges::find(requests, name, &RequestNode::name);
        if (found == requests.end()) return tl::unexpected(unknown("request", name, names));
        taken.insert(taken.end(), found->taken.begin(), found->taken.end());
    }
    Configuration result{table.with_required(taken), {}};
    for (const RequestNode& request : requests)
        result.requests.push_back(request.node);
    return result;
}

}  // namespace

Reading read_world(const Source& source, Dialect dialect, const Selection& selection) {
    if (dialect == Dialect::sentences) return read_sentences(source, selection);
    Reading reading;
    SyntaxTree tree = parse(source, dialect, reading.diagnostics);
    if (keep_only_invalid_utf8(reading.diagnostics)) return reading;
    return read_tree(tree, dialect, selection, std::move(reading.diagnostics));
}

Reading read_tree(const SyntaxTree& tree, Dialect dialect, const Selection& selection,
                  Diagnostics diagnostics, UseTable* uses) {
    Reading reading;
    reading.diagnostics = std::move(diagnostics);
    DivergenceTable table = divergences_of(tree, reading.diagnostics);
    check_layers(tree, reading.diagnostics);
    std::vector<RequestNode> requests = requests_of(tree, table, reading.diagnostics);
    for (const RequestNode& request : requests)
        reading.requests.push_back({std::string(request.name), title_of(tree, request.node)});
    tl::expected<Configuration, std::string> meant = chosen(table, requests, selection);
    bool only_canon = table.all.empty() && meant;
    model::World canon;
    if (only_canon)
        canon = check(tree, dialect, table, *meant, reading.diagnostics, uses);
    else
        check_all(tree, dialect, table, requests, reading.diagnostics, uses);
    bool fine = !reading.diagnostics.has_errors();
    if (fine && !meant) reading.refusal = meant.error();
    if (fine && only_canon) reading.world = std::move(canon);
    if (fine && meant && !only_canon) {
        // Things that divergences say together may clash, though each is right by itself; a request that does not fit
        // this world is not put to it.
        Configuration world = *meant;
        world.requests.clear();
        Diagnostics together;
        check(tree, dialect, table, world, together);
        if (together.has_errors()) {
            reading.diagnostics.append(std::move(together));
        } else {
            Diagnostics ignored;
            reading.world = check(tree, dialect, table, *meant, ignored);
        }
    }
    drop_consequences(reading.diagnostics);
    reading.is_library = is_library(tree);
    if (reading.is_library) drop_about_use(reading.diagnostics);
    drop_warnings_of_libraries(*tree.source, reading.diagnostics);
    reading.diagnostics.sort();
    keep_first(reading.diagnostics);
    return reading;
}

Result<std::vector<model::GroundEvent>> read_plan(const model::World& world, const Source& source) {
    return read_plan_text(world, source);
}

}  // namespace wt::lang
