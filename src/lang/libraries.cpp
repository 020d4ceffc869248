#include "lang/libraries.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "lang/lex.h"
#include "lang/sentences/sentences.h"
#include "lang/shipped_libraries.h"

namespace wt::lang {

namespace {

/// A name that a library's own name makes way for.
struct Renaming {
    std::string from;
    std::string to;
};

/// A library as a text uses it.
struct Use {
    std::string name;
    std::vector<Renaming> renamings;
};

/// Reads the `use` definitions of a text from its tokens alone, as far as they are well formed: others are reported
/// when the text is parsed.
class UseReader {
  public:
    explicit UseReader(const Source& source) : source_(source) { tokens_ = lex(source, ignored_).tokens; }

    std::vector<Use> read() {
        bool begins = true;  // a definition
        int depth = 0;
        for (at_ = 0; kind() != TokenKind::end;) {
            if (begins && depth == 0 && is_word("use") && kind(1) == TokenKind::name) {
                ++at_;
                read_list();
                begins = false;
                continue;
            }
            if (kind() == TokenKind::left_brace) ++depth;
            if (kind() == TokenKind::right_brace && depth > 0) --depth;
            begins = kind() == TokenKind::semicolon;
            ++at_;
        }
        return std::move(result_);
    }

  private:
    TokenKind kind(std::size_t ahead = 0) const {
        return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead].kind : TokenKind::end;
    }
    std::string_view text(std::size_t ahead = 0) const { return source_.text(tokens_[at_ + ahead].span); }
    bool is_word(std::string_view word, std::size_t ahead = 0) const {
        return kind(ahead) == TokenKind::name && text(ahead) == word;
    }

    void read_list() {
        while (kind() == TokenKind::name) {
            Use use;
            use.name = text();
            for (++at_; kind() == TokenKind::slash && kind(1) == TokenKind::name; at_ += 2)
                use.name += fmt::format("/{}", text(1));
            if (kind() == TokenKind::number) ++at_;
            if (kind() == TokenKind::left_paren) read_renamings(use);
            result_.push_back(std::move(use));
            if (kind() != TokenKind::comma) return;
            ++at_;
        }
    }

    void read_renamings(Use& use) {
        do {
            ++at_;
            if (kind() != TokenKind::name || !is_word("as", 1) || kind(2) != TokenKind::name) return;
            use.renamings.push_back({std::string(text()), std::string(text(2))});
            at_ += 3;
        } while (kind() == TokenKind::comma);
        if (kind() == TokenKind::right_paren) ++at_;
    }

    const Source& source_;
    Diagnostics ignored_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    std::vector<Use> result_;
};

/// Returns the end of the parameter of a template that stands at `at`, such as `who` in `{who's}` and `[be:who]`; `at`
/// if there is none.
std::size_t parameter_end(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && std::string_view("{}[]:'|\"").find(text[end]) == std::string_view::npos)
        ++end;
    return end;
}

/// Returns a text in quotes, with the parameters of its templates renamed.
std::string renamed_template(std::string_view text,
                             const std::map<std::string, std::string, std::less<>>& names) {
    std::string result;
    bool in_verb = false;
    for (std::size_t i = 0; i < text.size();) {
        char c = text[i++];
        result += c;
        if (c == '[') in_verb = true;
        if (c == ']') in_verb = false;
        if (c != '{' && !(c == ':' && in_verb)) continue;
        std::size_t end = parameter_end(text, i);
        auto found = names.find(text.substr(i, end - i));
        result += found == names.end() ? text.substr(i, end - i) : std::string_view(found->second);
        i = end;
    }
    return result;
}

/// Returns a library's text with names given up for others, wherever they stand in it.
std::string renamed(const Source& source, const std::map<std::string, std::string, std::less<>>& names) {
    if (names.empty()) return std::string(source.text());
    Diagnostics ignored;
    std::string result;
    std::size_t done = 0;
    bool begins = true;  // a definition
    bool names_libraries = false;
    for (const Token& token : lex(source, ignored).tokens) {
        std::string_view word = source.text(token.span);
        bool is_end = token.kind == TokenKind::semicolon;
        if (begins) names_libraries = word == "use" || word == "library";
        begins = is_end;
        if (names_libraries || (token.kind != TokenKind::name && token.kind != TokenKind::string)) continue;
        auto found = token.kind == TokenKind::name ? names.find(word) : names.end();
        if (token.kind == TokenKind::name && found == names.end()) continue;
        result += source.text({static_cast<std::uint32_t>(done), token.span.begin});
        result += found == names.end() ? renamed_template(word, names) : found->second;
        done = token.span.end;
    }
    result +=
        source.text({static_cast<std::uint32_t>(done), static_cast<std::uint32_t>(source.text().size())});
    return result;
}

/// This gathers all libraries that a text uses.
class Gathering {
  public:
    explicit Gathering(const FindLibrary& find) : find_(find) {}

    struct Layer {
        std::string name;
        Source found;
        std::vector<std::size_t> used;  ///< directly
        std::map<std::string, std::string, std::less<>> names;
    };

    void add_uses(const Source& source) {
        for (const Use& use : UseReader(source).read())
            add(use, nullptr);
        for (std::size_t number : order_)
            hand_down(number);
    }
    /// Returns the order: each comes after those that it uses.
    const std::vector<std::size_t>& order() const { return order_; }
    const std::vector<Layer>& layers() const { return layers_; }

  private:
    void add(const Use& use, std::vector<std::size_t>* users) {
        auto [known, is_new] = numbers_.emplace(use.name, layers_.size());
        std::size_t number = known->second;
        if (is_new) {
            bool is_full = layers_.size() >= kMostLibraries;
            std::optional<Source> found = is_full ? std::nullopt : find_(use.name);
            if (found) bytes_ += found->text().size();
            missing_.push_back(!found || bytes_ > kMostLibraryBytes);
            layers_.push_back({use.name, found ? std::move(*found) : Source("", ""), {}, {}});
            if (!missing_.back()) read(number);
        }
        if (missing_[number]) return;
        if (users != nullptr) users->push_back(number);
        for (const Renaming& one : use.renamings)
            layers_[number].names.emplace(one.from, one.to);
    }

    void read(std::size_t number) {
        std::vector<std::size_t> used;
        for (const Use& use : UseReader(layers_[number].found).read())
            add(use, &used);
        layers_[number].used = std::move(used);
        order_.push_back(number);
    }

    /// A name that is renamed in a library is renamed in all that use it.
    void hand_down(std::size_t number) {
        std::set<std::size_t> seen = {number};
        std::vector<std::size_t> open = layers_[number].used;
        while (!open.empty()) {
            std::size_t next = open.back();
            open.pop_back();
            if (!seen.insert(next).second) continue;
            for (const auto& [from, to] : layers_[next].names)
                layers_[number].names.emplace(from, to);
            open.insert(open.end(), layers_[next].used.begin(), layers_[next].used.end());
        }
    }

    const FindLibrary& find_;
    std::map<std::string, std::size_t, std::less<>> numbers_;
    std::vector<Layer> layers_;
    std::vector<bool> missing_;
    std::vector<std::size_t> order_;
    std::size_t bytes_ = 0;
};

void add_uses(const Source& source, Dialect dialect, Gathering& gathering) {
    if (dialect != Dialect::sentences) return gathering.add_uses(source);
    gathering.add_uses(Source(source.name(), uses_of_sentences(source.own_text())));
}

// ---- what the tree says ----

/// Returns `1.2` as two numbers.
std::pair<double, double> version_of(std::string_view text) {
    std::size_t point = text.find('.');
    auto number = [](std::string_view digits) { return digits.empty() ? 0 : number_value(digits); };
    if (point == std::string_view::npos) return {number(text), 0};
    return {number(text.substr(0, point)), number(text.substr(point + 1))};
}

/// Returns the `library` definition of a layer; none if it has none.
NodeId library_of(const SyntaxTree& tree, NodeId layer) {
    for (NodeId id : tree[layer].children)
        if (tree[id].kind == NodeKind::library) return id;
    return NodeId::none();
}

/// Does a layer define something of that name?
bool defines(const SyntaxTree& tree, NodeId layer, std::string_view name) {
    return std::ranges::any_of(tree[layer].children, [&](NodeId id) {
        NodeKind kind = tree[id].kind;
        if (kind == NodeKind::requires_property) return tree.name(tree[id].children[0]) == name;
        return (kind == NodeKind::type || kind == NodeKind::entity || kind == NodeKind::property ||
                kind == NodeKind::action || kind == NodeKind::trigger) &&
               tree.name(id) == name;
    });
}

class LayerReader {
  public:
    LayerReader(const SyntaxTree& tree, Diagnostics& diagnostics) : tree_(tree), diagnostics_(diagnostics) {}

    std::vector<LayerNode> read() {
        const std::vector<SourcePart>& parts = tree_.source->parts();
        for (std::size_t i = 0; i < tree_.layers.size(); ++i) {
            NodeId head = library_of(tree_, tree_.layers[i]);
            std::string name = head.valid() ? path_of(tree_, tree_[head].children[0]) : parts[i + 1].name;
            layers_.push_back(
                {tree_.layers[i], std::move(name), std::vector<bool>(tree_.layers.size(), false)});
        }
        check_uses(tree_.file, nullptr);
        for (LayerNode& layer : layers_)
            check_uses(layer.node, &layer);
        close();
        return std::move(layers_);
    }

  private:
    void check_uses(NodeId file, LayerNode* user) {
        for (NodeId id : tree_[file].children)
            if (tree_[id].kind == NodeKind::use)
                for (NodeId used : tree_[id].children)
                    check_use(used, user);
    }

    void check_use(NodeId used, LayerNode* user) {
        std::string name = path_of(tree_, tree_[used].children[0]);
        auto found = std::ranges::find(layers_, name, &LayerNode::name);
        if (found == layers_.end()) return report_missing(used, name);
        auto number = static_cast<std::size_t>(found - layers_.begin());
        if (user != nullptr) user->below[number] = true;
        NodeId head = library_of(tree_, found->node);
        for (NodeId part : tree_[used].children) {
            if (tree_[part].kind == NodeKind::literal && head.valid())
                check_version(part, tree_[head].children[1]);
            if (tree_[part].kind == NodeKind::rename) check_rename(part, *found);
        }
    }

    /// Returns a file that was found under the name, but says that it is something else; nothing if there is none.
    const SourcePart* found_as(const std::string& name) const {
        for (const SourcePart& part : tree_.source->parts())
            if (std::string_view(part.name).ends_with(name + ".wt") && &part != &tree_.source->parts()[0])
                return &part;
        return nullptr;
    }

    void report_missing(NodeId used, const std::string& name) {
        if (const SourcePart* part = found_as(name)) {
            Diagnostic& d =
                diagnostics_.add(DiagnosticCode::no_library, tree_.span(tree_[used].children[0]),
                                 fmt::format("the file `{}` is not the library `{}`", part->name, name));
            d.labels.push_back({{part->begin, part->begin}, "what it says it is"});
            d.hint = fmt::format("begin it with `library {} 1.0;`", name);
            return;
        }
        Diagnostic& d = diagnostics_.add(DiagnosticCode::no_library, tree_.span(tree_[used].children[0]),
                                         fmt::format("there is no library `{}`", name));
        d.found = fmt::format("`{}`", name);
        d.expected = "a file beside the world that begins with `library`, or a library of the installation";
        std::vector<std::string_view> names;
        for (const ShippedLibrary& one : shipped_libraries())
            names.push_back(one.name);
        d.hint = hint_for_name(name, names);
        if (d.hint.empty())
            d.hint = fmt::format(
                "its file would be `{}.wt`, beside the world, and begin with `library {} 1.0;`", name, name);
    }

    void check_version(NodeId wanted, NodeId there) {
        auto [major, minor] = version_of(tree_.name(wanted));
        auto [own_major, own_minor] = version_of(tree_.name(there));
        if (major == own_major && minor <= own_minor) return;
        Diagnostic& d = diagnostics_.add(DiagnosticCode::library_version, tree_.span(wanted),
                                         fmt::format("version {} of the library is wanted, and {} is there",
                                                     tree_.name(wanted), tree_.name(there)));
        d.labels.push_back({tree_.span(there), "this is the version that is there"});
        d.hint = major == own_major ? "get a later version of the library"
                                    : "what the first number of a version says has to be the same";
    }

    void check_rename(NodeId rename, const LayerNode& layer) {
        NodeId to = tree_[rename].children[0];
        if (defines(tree_, layer.node, tree_.name(to))) return;
        Diagnostic& d =
            diagnostics_.add(DiagnosticCode::undefined_name, tree_.main_span(rename),
                             fmt::format("the library `{}` defines no `{}`", layer.name, tree_.name(rename)));
        d.found = fmt::format("`{}`", tree_.name(rename));
        d.expected = "the name of a type, entity, property, action or trigger of it";
        std::vector<std::string_view> names;
        for (NodeId id : tree_[layer.node].children)
            if (tree_[id].kind == NodeKind::action || tree_[id].kind == NodeKind::property ||
                tree_[id].kind == NodeKind::type)
                names.push_back(tree_.name(id));
        d.hint = hint_for_name(tree_.name(rename), names);
    }

    /// Fills `below`, and reports a circle once.
    void close() {
        std::size_t count = layers_.size();
        for (std::size_t middle = 0; middle < count; ++middle)
            for (LayerNode& one : layers_)
                if (one.below[middle])
                    for (std::size_t i = 0; i < count; ++i)
                        if (layers_[middle].below[i]) one.below[i] = true;
        for (std::size_t i = 0; i < count; ++i) {
            if (!layers_[i].below[i]) continue;
            NodeId head = library_of(tree_, layers_[i].node);
            Diagnostic& d = diagnostics_.add(DiagnosticCode::divergence_cycle,
                                             tree_.span(head.valid() ? head : layers_[i].node),
                                             fmt::format("the library `{}` uses itself", layers_[i].name));
            d.hint = "take one of the `use` between the libraries away";
            return;
        }
    }

    const SyntaxTree& tree_;
    Diagnostics& diagnostics_;
    std::vector<LayerNode> layers_;
};

}  // namespace

std::optional<Source> find_shipped(std::string_view name) {
    std::span<const ShippedLibrary> all = shipped_libraries();
    auto found = std::ranges::find(all, name, &ShippedLibrary::name);
    if (found == all.end()) return std::nullopt;
    return Source(fmt::format("wrongtree:{}.wt", name), std::string(found->text));
}

std::vector<UsedLibrary> libraries_of(const Source& source, Dialect dialect, const FindLibrary& find) {
    std::vector<UsedLibrary> result;
    if (dialect == Dialect::sabre) return result;
    Gathering gathering(find);
    add_uses(source, dialect, gathering);
    for (std::size_t number : gathering.order())
        result.push_back({gathering.layers()[number].name, gathering.layers()[number].found});
    return result;
}

Source with_libraries(Source source, Dialect dialect, const FindLibrary& find) {
    if (dialect == Dialect::sabre) return source;
    Gathering gathering(find);
    add_uses(source, dialect, gathering);
    for (std::size_t number : gathering.order()) {
        const Gathering::Layer& layer = gathering.layers()[number];
        source.add_part(layer.found.name(), renamed(layer.found, layer.names));
    }
    return source;
}

std::string path_of(const SyntaxTree& tree, NodeId path) {
    std::string text;
    for (NodeId name : tree[path].children)
        text += fmt::format("{}{}", text.empty() ? "" : "/", tree.name(name));
    return text;
}

std::vector<LayerNode> layers_of(const SyntaxTree& tree, Diagnostics& diagnostics) {
    return LayerReader(tree, diagnostics).read();
}

}  // namespace wt::lang
