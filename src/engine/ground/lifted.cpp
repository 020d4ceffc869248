#include "engine/ground/lifted.h"

namespace wt::engine {

using model::Arithmetic;
using model::Compare;
using model::Value;

bool compare_values(Compare op, const Value& left, const Value& right) {
    if (op == Compare::equal) return left == right;
    if (op == Compare::not_equal) return left != right;
    if (!left.is_number() || !right.is_number())
        return (op == Compare::greater_equal || op == Compare::less_equal) && left == right;
    double a = left.as_number();
    double b = right.as_number();
    switch (op) {
        case Compare::greater:
            return a > b;
        case Compare::greater_equal:
            return a >= b;
        case Compare::less:
            return a < b;
        default:
            return a <= b;
    }
}

Value calculate(Arithmetic op, const Value& left, const Value& right) {
    if (!left.is_number() || !right.is_number()) return Value::unknown();
    double a = left.as_number();
    double b = right.as_number();
    switch (op) {
        case Arithmetic::add:
            return Value::number(a + b);
        case Arithmetic::subtract:
            return Value::number(a - b);
        case Arithmetic::multiply:
            return Value::number(a * b);
        case Arithmetic::divide:
            return b == 0.0 ? Value::unknown() : Value::number(a / b);
    }
    return Value::unknown();
}

Compare negated(Compare op) {
    switch (op) {
        case Compare::equal:
            return Compare::not_equal;
        case Compare::not_equal:
            return Compare::equal;
        case Compare::greater:
            return Compare::less_equal;
        case Compare::greater_equal:
            return Compare::less;
        case Compare::less:
            return Compare::greater_equal;
        case Compare::less_equal:
            return Compare::greater;
    }
    return op;
}

Compare mirrored(Compare op) {
    switch (op) {
        case Compare::greater:
            return Compare::less;
        case Compare::greater_equal:
            return Compare::less_equal;
        case Compare::less:
            return Compare::greater;
        case Compare::less_equal:
            return Compare::greater_equal;
        default:
            return op;
    }
}

}  // namespace wt::engine
