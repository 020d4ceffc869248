// Values are 32-bit codes, so that a state is a flat array.
//
// 0 is False, 1 is True, 2 is ?, 3 is none, 4 + i is entity i, and a code with the highest bit set names a number of
// this table. Equal values have equal codes. Numbers enter the table when they first occur, so codes do not
// order numbers: use `before` for the order of values.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "base/check.h"
#include "model/value.h"

namespace wt::engine {

using Code = std::uint32_t;

inline constexpr Code kFalse = 0;
inline constexpr Code kTrue = 1;
inline constexpr Code kUnknown = 2;
inline constexpr Code kNone = 3;
inline constexpr Code kFirstEntity = 4;
inline constexpr Code kNumberBit = 0x80000000u;

constexpr Code code_of(bool truth) {
    return truth ? kTrue : kFalse;
}
constexpr Code code_of(model::EntityId entity) {
    return kFirstEntity + entity.value;
}
constexpr bool is_number(Code code) {
    return (code & kNumberBit) != 0;
}
constexpr bool is_entity(Code code) {
    return code >= kFirstEntity && !is_number(code);
}
constexpr model::EntityId entity_of(Code code) {
    return model::EntityId(code - kFirstEntity);
}

class Codes {
  public:
    Code encode(const model::Value& value);
    /// Returns the code of a number; a number that is not finite becomes `?`.
    Code encode_number(double number);
    model::Value decode(Code code) const;
    double number(Code code) const { return numbers_[code & ~kNumberBit]; }
    /// Compares values in their order: False, True, `?`, none, numbers ascending, entities in order.
    bool before(Code a, Code b) const;

  private:
    std::vector<double> numbers_;
    std::unordered_map<std::uint64_t, Code> number_codes_;
};

}  // namespace wt::engine
