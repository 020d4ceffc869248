#include "lang/resolve_template.h"

#include <algorithm>

#include <fmt/format.h>

namespace wt::lang {

using namespace model;

namespace {

/// Returns the parameter of this name; the number of parameters if there is none.
std::uint32_t find_formal(const World& world, const std::vector<Formal>& formals, std::string_view name) {
    auto is_it = [&](const Formal& formal) {
        return !formal.is_fixed() && world[formal.variable].name == name;
    };
    return static_cast<std::uint32_t>(std::ranges::find_if(formals, is_it) - formals.begin());
}

/// Is the name in a template not that of a parameter?
bool is_own_word(const RawPiece& piece, bool is_property) {
    if (piece.name.empty() || (is_property && piece.name == "value")) return true;
    return piece.kind == PieceKind::verb && (piece.name == "plural" || piece.name == "singular");
}

/// Gives the pieces of one template their meaning.
class Resolver {
  public:
    Resolver(CheckContext& context, const Referents& referents) : context_(context), referents_(referents) {}

    Template resolve(const RawTemplate& raw) {
        Template result;
        result.span = raw.span;
        std::size_t before = context_.mistakes;
        const RawPiece* subject = subject_of(raw);
        for (const RawPiece& piece : raw.pieces)
            result.pieces.push_back(resolve(piece, subject));
        if (before != context_.mistakes) result.pieces.clear();
        return result;
    }

  private:
    /// Returns the first reference before the first verb that can be a subject.
    static const RawPiece* subject_of(const RawTemplate& raw) {
        for (const RawPiece& piece : raw.pieces) {
            if (piece.kind == PieceKind::verb) return nullptr;
            bool is_subject = piece.form.empty() || piece.form == "nominative" || piece.form == "subject";
            if (piece.kind == PieceKind::reference && is_subject) return &piece;
        }
        return nullptr;
    }

    Piece resolve(const RawPiece& raw, const RawPiece* subject) {
        Piece piece;
        piece.kind = raw.kind;
        piece.text = raw.text;
        piece.other = raw.other;
        piece.form = raw.form;
        piece.parts = raw.parts;
        piece.span = raw.span;
        bool is_verb = raw.kind == PieceKind::verb;
        piece.is_explicit = is_verb && !raw.name.empty();
        if (!raw.name.empty())
            refer(raw, piece);
        else if (is_verb && subject != nullptr)
            refer(*subject, piece);
        return piece;
    }

    void refer(const RawPiece& raw, Piece& piece) {
        if (raw.kind == PieceKind::verb && raw.name == "singular") return;
        if (raw.kind == PieceKind::verb && raw.name == "plural") {
            piece.referent = ReferentKind::plural;
            return;
        }
        if (referents_.is_property && raw.name == "value") return refer_to_value(raw, piece);
        piece.referent = ReferentKind::formal;
        piece.formal = find_formal(context_.world, referents_.formals, raw.name);
        if (piece.formal >= referents_.formals.size()) return report_unknown(raw);
        context_.note_use(raw.name_span, context_.world[referents_.formals[piece.formal].variable].span);
        if (raw.kind == PieceKind::choice)
            report_no_number(raw, fmt::format("the parameter `{}` is no number", raw.name));
    }

    void refer_to_value(const RawPiece& raw, Piece& piece) {
        piece.referent = ReferentKind::value;
        if (!referents_.has_value) {
            Diagnostic& d =
                context_.report(DiagnosticCode::misplaced_value, raw.name_span,
                                fmt::format("there is no value of `{}` to tell here", referents_.what));
            d.hint = "the first template of a property that is no boolean tells its value";
        } else if (raw.kind == PieceKind::choice && !referents_.value_is_number) {
            report_no_number(raw, fmt::format("the value of `{}` is no number", referents_.what));
        }
    }

    void report_no_number(const RawPiece& raw, std::string message) {
        context_.report(DiagnosticCode::misplaced_value, raw.span, std::move(message)).hint =
            "a choice is between a text for 1 and a text for other numbers";
    }

    void report_unknown(const RawPiece& raw) {
        Diagnostic& d = context_.report(DiagnosticCode::undefined_name, raw.name_span,
                                        fmt::format("`{}` has no parameter `{}`", referents_.what, raw.name));
        d.found = fmt::format("`{}`", raw.name);
        std::vector<std::string_view> names;
        for (const Formal& formal : referents_.formals)
            if (!formal.is_fixed()) names.push_back(context_.world[formal.variable].name);
        if (referents_.is_property) names.push_back("value");
        d.expected = names.empty() ? "no reference, since it has no parameters" : listed(names);
        d.hint = suggestion(context_, raw.name, names);
        if (d.hint.empty() && raw.name.find('.') != std::string::npos)
            d.hint = "a case is written behind a colon, as in `{x:dative}`";
    }

    CheckContext& context_;
    const Referents& referents_;
};

}  // namespace

std::string listed(const std::vector<std::string_view>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i)
        text += fmt::format("{}`{}`", i == 0 ? "" : i + 1 == names.size() ? " or " : ", ", names[i]);
    return text;
}

bool has_formals_for(const World& world, const std::vector<Formal>& formals, const RawTemplate& raw,
                     bool is_property) {
    return std::ranges::all_of(raw.pieces, [&](const RawPiece& piece) {
        return is_own_word(piece, is_property) || find_formal(world, formals, piece.name) < formals.size();
    });
}

Template resolve_template(CheckContext& context, const Referents& referents, const RawTemplate& raw) {
    return Resolver(context, referents).resolve(raw);
}

}  // namespace wt::lang
