#include "lang/parse_library.h"

#include <vector>

#include "lang/group.h"

namespace wt::lang {

namespace {

using Nodes = std::vector<NodeId>;

class LibraryParser {
  public:
    LibraryParser(ParseContext& context, std::uint32_t& at, std::uint32_t end)
        : context_(context), tree_(context.tree), at_(at), end_(end) {}

    NodeId parse() { return tree_.text(at_) == "use" ? use() : library(); }

  private:
    TokenKind kind(std::uint32_t ahead = 0) const {
        return at_ + ahead < end_ ? context_.kind(at_ + ahead) : TokenKind::end;
    }
    NodeId make(NodeKind node_kind, std::uint32_t first, std::uint32_t main, Nodes children) {
        return tree_.add({node_kind, first, at_, main, std::move(children)});
    }
    NodeId name_node() {
        ++at_;
        return make(NodeKind::name, at_ - 1, at_ - 1, {});
    }

    /// Reads `life/places`; returns none, and reports it, if there is no name.
    NodeId path() {
        std::uint32_t first = at_;
        Nodes names;
        do {
            if (!names.empty()) ++at_;
            if (kind() != TokenKind::name) {
                report_unexpected(context_, at_, "the name of a library, such as `life/places`");
                return NodeId::none();
            }
            names.push_back(name_node());
        } while (kind() == TokenKind::slash);
        return make(NodeKind::path, first, first, std::move(names));
    }

    /// Reads `use life/places, life/trade 1 (thing as goods)`.
    NodeId use() {
        std::uint32_t first = at_;
        Nodes libraries;
        do {
            std::uint32_t begin = ++at_;
            NodeId name = path();
            if (!name.valid()) return NodeId::none();
            Nodes parts = {name};
            if (kind() == TokenKind::number) parts.push_back(value_node(context_, at_++));
            if (kind() == TokenKind::left_paren && !renames(parts)) return NodeId::none();
            libraries.push_back(make(NodeKind::used, begin, begin, std::move(parts)));
        } while (kind() == TokenKind::comma && kind(1) != TokenKind::semicolon);
        if (kind() == TokenKind::comma) ++at_;
        return make(NodeKind::use, first, first, std::move(libraries));
    }

    /// Reads `(thing as goods, owner as holder)`. Returns false if something is wrong with it.
    bool renames(Nodes& into) {
        do {
            std::uint32_t first = ++at_;
            bool fits = kind() == TokenKind::name && kind(1) == TokenKind::name &&
                        tree_.text(at_ + 1) == "as" && kind(2) == TokenKind::name;
            if (!fits) {
                report_unexpected(context_, at_,
                                  "a name and what it is called here, such as `thing as goods`");
                return false;
            }
            at_ += 2;
            NodeId name = name_node();
            into.push_back(make(NodeKind::rename, first, first, {name}));
        } while (kind() == TokenKind::comma);
        if (kind() != TokenKind::right_paren) {
            report_unexpected(context_, at_, "`,` or `)`");
            return false;
        }
        ++at_;
        return true;
    }

    /// Reads `library life/places 1.2 "Places and ways"`.
    NodeId library() {
        std::uint32_t first = at_++;
        NodeId name = path();
        if (!name.valid()) return NodeId::none();
        Nodes parts = {name};
        if (kind() != TokenKind::number) {
            report_unexpected(context_, at_, "the version of the library, such as `1.0`");
            return NodeId::none();
        }
        parts.push_back(value_node(context_, at_++));
        if (kind() == TokenKind::string) {
            ++at_;
            parts.push_back(make(NodeKind::title, at_ - 1, at_ - 1, {}));
        }
        return make(NodeKind::library, first, first, std::move(parts));
    }

    ParseContext& context_;
    SyntaxTree& tree_;
    std::uint32_t& at_;
    std::uint32_t end_;
};

}  // namespace

NodeId parse_library(ParseContext& context, std::uint32_t& at, std::uint32_t end) {
    return LibraryParser(context, at, end).parse();
}

}  // namespace wt::lang
