#include "engine/ground/codes.h"

#include <bit>

namespace wt::engine {

Code Codes::encode(const model::Value& value) {
    switch (value.kind()) {
        case model::Value::Kind::boolean:
            return code_of(value.is_true());
        case model::Value::Kind::unknown:
            return kUnknown;
        case model::Value::Kind::none:
            return kNone;
        case model::Value::Kind::number:
            return encode_number(value.as_number());
        case model::Value::Kind::entity:
            return code_of(value.as_entity());
    }
    return kUnknown;
}

Code Codes::encode_number(double number) {
    if (number - number != 0.0) return kUnknown;
    if (number == 0.0) number = 0.0;  // no negative zero
    auto [entry, is_new] = number_codes_.try_emplace(std::bit_cast<std::uint64_t>(number), 0);
    if (is_new) {
        entry->second = kNumberBit | static_cast<Code>(numbers_.size());
        numbers_.push_back(number);
    }
    return entry->second;
}

model::Value Codes::decode(Code code) const {
    if (code == kUnknown) return model::Value::unknown();
    if (code == kNone) return model::Value::none();
    if (code <= kTrue) return model::Value::boolean(code == kTrue);
    if (is_number(code)) return model::Value::number(number(code));
    return model::Value::entity(entity_of(code));
}

bool Codes::before(Code a, Code b) const {
    bool number_a = is_number(a);
    bool number_b = is_number(b);
    if (number_a && number_b) return number(a) < number(b);
    if (number_a) return is_entity(b);
    if (number_b) return !is_entity(a);
    return a < b;
}

}  // namespace wt::engine
