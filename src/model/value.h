// This has the values of fluents, and the ids of what a world declares.
#pragma once

#include <compare>
#include <cstdint>

#include "base/ids.h"

namespace wt::model {

using TypeId = Id<struct TypeTag>;
using EntityId = Id<struct EntityTag>;
using PropertyId = Id<struct PropertyTag>;
using EventId = Id<struct EventTag>;
using VariableId = Id<struct VariableTag>;
using ExprId = Id<struct ExprTag>;
using EffectId = Id<struct EffectTag>;
using FractionId = Id<struct FractionTag>;

/// This is what a fluent can be. The order of the kinds, and of values, is: False, True, ?, none, numbers ascending,
/// entities in entity order. `?` is not known; `none` is nothing of the kind, which can be known.
class Value {
  public:
    enum class Kind : std::uint8_t { boolean, unknown, none, number, entity };

    constexpr Value() = default;  // unknown
    static constexpr Value unknown() { return Value(); }
    static constexpr Value none() { return Value(Kind::none, 0, 0.0); }
    static constexpr Value boolean(bool b) { return Value(Kind::boolean, b ? 1u : 0u, 0.0); }
    /// Makes a number. One that is not finite becomes unknown; negative zero becomes zero.
    static constexpr Value number(double n) {
        bool finite = n - n == 0.0;
        return finite ? Value(Kind::number, 0, n == 0.0 ? 0.0 : n) : Value();
    }
    static constexpr Value entity(EntityId e) { return Value(Kind::entity, e.value, 0.0); }

    constexpr Kind kind() const { return kind_; }
    constexpr bool is_unknown() const { return kind_ == Kind::unknown; }
    constexpr bool is_none() const { return kind_ == Kind::none; }
    constexpr bool is_boolean() const { return kind_ == Kind::boolean; }
    constexpr bool is_number() const { return kind_ == Kind::number; }
    constexpr bool is_entity() const { return kind_ == Kind::entity; }
    constexpr bool is_true() const { return kind_ == Kind::boolean && index_ == 1; }
    constexpr double as_number() const { return number_; }
    constexpr EntityId as_entity() const { return EntityId(index_); }

    friend constexpr bool operator==(const Value& a, const Value& b) {
        return a.kind_ == b.kind_ && a.index_ == b.index_ && a.number_ == b.number_;
    }
    friend constexpr std::strong_ordering operator<=>(const Value& a, const Value& b) {
        if (rank(a) != rank(b)) return rank(a) <=> rank(b);
        if (a.index_ != b.index_) return a.index_ <=> b.index_;
        if (a.number_ < b.number_) return std::strong_ordering::less;
        return a.number_ > b.number_ ? std::strong_ordering::greater : std::strong_ordering::equal;
    }

  private:
    constexpr Value(Kind kind, std::uint32_t index, double number)
        : kind_(kind), index_(index), number_(number) {}
    static constexpr int rank(const Value& v) { return static_cast<int>(v.kind_); }

    Kind kind_ = Kind::unknown;
    std::uint32_t index_ = 0;
    double number_ = 0.0;
};

}  // namespace wt::model
