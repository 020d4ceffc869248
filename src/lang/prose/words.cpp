// Templates are chosen and bound here, without knowledge of any language.
#include "lang/prose/words.h"

#include "base/check.h"
#include "base/text.h"
#include "lang/prose/grammar.h"

namespace wt::lang::prose {

using model::EntityId;
using model::Piece;
using model::PieceKind;
using model::ReferentKind;
using model::Template;
using model::Value;
using model::World;

struct Words::Impl {
    const World& world;
    NarrativeStyle style;
    std::unique_ptr<Grammar> grammar;
    std::vector<model::PropertyTelling> properties;  ///< with defaults where nothing is given
    std::vector<model::EventTelling> events;

    void fill();
};

namespace {

/// Everything that a template can refer to.
struct Referents {
    const World& world;
    const Grammar& grammar;
    std::vector<Value> arguments;
    Value value;
    model::TypeId value_type;  ///< none: there is no value
    bool negated = false;
};

/// A template in the making.
struct Binder {
    const Referents& referents;
    BoundTemplate bound;
    bool negated = false;
    bool has_verb = false;

    const Value& value_of(const Piece& piece) const {
        if (piece.referent == ReferentKind::value) return referents.value;
        WT_CHECK(piece.formal < referents.arguments.size(), "TELL-1: a reference is to a formal of the head");
        return referents.arguments[piece.formal];
    }

    static int slot_of(const Piece& piece) {
        switch (piece.referent) {
            case ReferentKind::none:
                return BoundPiece::kNone;
            case ReferentKind::plural:
                return BoundPiece::kPlural;
            case ReferentKind::value:
                return BoundPiece::kValue;
            case ReferentKind::formal:
                break;
        }
        return static_cast<int>(piece.formal);
    }

    void add_verb(const Piece& piece) {
        BoundPiece one;
        one.kind = BoundKind::verb;
        one.text = piece.text;
        one.parts = piece.parts;
        one.slot = slot_of(piece);
        if (one.slot == BoundPiece::kValue || one.slot >= 0) {
            const Value& value = value_of(piece);
            if (value.is_entity())
                one.entity = value.as_entity();
            else
                one.slot =
                    value.is_number() && value.as_number() != 1.0 ? BoundPiece::kPlural : BoundPiece::kNone;
        }
        bound.push_back(std::move(one));
        has_verb = true;
    }

    void add_text(std::string text) {
        BoundPiece one;
        one.text = std::move(text);
        bound.push_back(std::move(one));
    }

    /// Returns the words where there is no value: "any place" where it is denied, "no place" where the denial is in the
    /// word.
    std::string no_value(const Piece& piece) {
        model::TypeId type = piece.referent == ReferentKind::value ? referents.value_type : model::kEntity;
        if (referents.negated) return referents.grammar.indefinite(type, Indefinite::some, piece.form);
        if (!has_verb || negated) return referents.grammar.indefinite(type, Indefinite::none, piece.form);
        negated = true;
        return referents.grammar.indefinite(type, Indefinite::any, piece.form);
    }

    void add_reference(const Piece& piece, const Piece* next) {
        const Value& value = value_of(piece);
        if (value.is_entity()) {
            BoundPiece one;
            one.kind = BoundKind::entity;
            one.entity = value.as_entity();
            one.slot = slot_of(piece);
            one.form = piece.form;
            bound.push_back(std::move(one));
        } else if (value.is_number()) {
            bool counts = next != nullptr && next->kind == PieceKind::choice;
            add_text(referents.grammar.number(value.as_number(),
                                              {counts, counts ? next->text : "", !has_verb, piece.form}));
        } else if (value.is_boolean()) {
            add_text(referents.grammar.truth(value.is_true()));
        } else {
            add_text(no_value(piece));
        }
    }
};

/// Returns the piece behind the next, if only a space is between.
const Piece* behind_space(const std::vector<Piece>& pieces, std::size_t i) {
    if (i + 1 < pieces.size() && pieces[i + 1].kind == PieceKind::choice) return &pieces[i + 1];
    bool is_space =
        i + 2 < pieces.size() && pieces[i + 1].kind == PieceKind::text && pieces[i + 1].text == " ";
    return is_space ? &pieces[i + 2] : nullptr;
}

/// `behind` follows what the template says.
Clause tell(const Template& one, const Referents& referents, ClauseForm form, std::string_view behind = {}) {
    Binder binder{referents, {}, referents.negated, false};
    for (std::size_t i = 0; i < one.pieces.size(); ++i) {
        const Piece& piece = one.pieces[i];
        switch (piece.kind) {
            case PieceKind::text:
                binder.add_text(piece.text);
                break;
            case PieceKind::verb:
                binder.add_verb(piece);
                break;
            case PieceKind::reference:
                binder.add_reference(piece, behind_space(one.pieces, i));
                break;
            case PieceKind::choice: {
                const Value& value = binder.value_of(piece);
                bool is_one = value.is_number() && value.as_number() == 1.0;
                binder.add_text(is_one ? piece.text : piece.other);
                break;
            }
        }
    }
    if (!behind.empty()) binder.add_text(std::string(behind));
    bool no_value = referents.value_type.valid() && referents.value.is_unknown() && referents.negated;
    return referents.grammar.clause(binder.bound, form, no_value ? false : binder.negated);
}

}  // namespace

/// Takes over what the author gave, and makes up the rest.
void Words::Impl::fill() {
    const model::Telling* telling = nullptr;
    for (const model::Telling& one : world.tellings)
        if (one.language == style.language && telling == nullptr) telling = &one;
    if (telling != nullptr) {
        properties = telling->properties;
        events = telling->events;
    }
    properties.resize(world.properties.size());
    events.resize(world.events.size());
    for (std::size_t i = 0; i < properties.size(); ++i)
        if (!properties[i].tell.is_given())
            properties[i].tell = grammar->default_property(model::PropertyId(i));
    for (std::size_t i = 0; i < events.size(); ++i)
        if (!events[i].tell.is_given()) events[i].tell = grammar->default_event(model::EventId(i));
}

Words::Words(const World& world, NarrativeStyle style)
    : impl_(new Impl{world, style, make_grammar(world, style), {}, {}}) {
    WT_CHECK(impl_->grammar != nullptr, "the language is one of languages()");
    impl_->fill();
}

Words::~Words() = default;
Words::Words(Words&&) noexcept = default;

const World& Words::world() const {
    return impl_->world;
}

const NarrativeStyle& Words::style() const {
    return impl_->style;
}

const Grammar& Words::grammar() const {
    return *impl_->grammar;
}

Clause Words::event(const model::GroundEvent& event, ClauseForm form, bool negated) const {
    Referents referents{impl_->world, *impl_->grammar, event.arguments, {}, {}, negated};
    std::string_view in_vain = impl_->style.language == "german" ? " vergeblich" : " in vain";
    return tell(impl_->events[event.event.index()].tell, referents, form, event.fails ? in_vain : "");
}

Clause Words::noticed(const model::GroundEvent& event, ClauseForm form) const {
    const Template& one = impl_->events[event.event.index()].noticed;
    if (!one.is_given()) return {};
    Referents referents{impl_->world, *impl_->grammar, event.arguments, {}, {}, false};
    return tell(one, referents, form);
}

Clause Words::fact(model::PropertyId property, const std::vector<Value>& arguments, const Value& value,
                   ClauseForm form, bool negated) const {
    const model::PropertyTelling& telling = impl_->properties[property.index()];
    Referents referents{impl_->world, *impl_->grammar, arguments, value, impl_->world[property].type,
                        negated};
    if (impl_->world[property].type == model::kBoolean) {
        referents.value_type = {};
        bool is_true = value.is_true() != negated;
        const Template& one = !is_true && telling.is_false.is_given() ? telling.is_false : telling.tell;
        referents.negated = !is_true && !telling.is_false.is_given();
        return tell(one, referents, form);
    }
    bool is_unknown = value.is_unknown() && telling.unknown.is_given() && !negated;
    return tell(is_unknown ? telling.unknown : telling.tell, referents, form);
}

Clause Words::belief(std::span<const EntityId> believers, Clause subordinate, ClauseForm form) const {
    WT_CHECK(!believers.empty(), "somebody believes it");
    Clause clause = std::move(subordinate);
    for (std::size_t i = believers.size(); i-- > 0;) {
        ClauseForm own = i == 0 ? form : ClauseForm::subordinate;
        clause = impl_->grammar->belief(believers[i], std::move(clause), own);
    }
    return clause;
}

Clause Words::frame(Frame frame, std::vector<EntityId> who, std::vector<Clause> parts,
                    std::uint32_t variant) const {
    return impl_->grammar->frame(frame, who, std::move(parts), variant);
}

std::string Words::name(EntityId entity) const {
    return impl_->grammar->name(entity, Role::subject, "");
}

}  // namespace wt::lang::prose
