#include "model/fraction.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "model/world.h"

namespace wt::model {

namespace {

__extension__ using Wide = __int128;

Wide magnitude(Wide number) {
    return number < 0 ? -number : number;
}

std::optional<Fraction> reduced(Wide numerator, Wide denominator) {
    if (denominator == 0) return std::nullopt;
    if (denominator < 0) {
        numerator = -numerator;
        denominator = -denominator;
    }
    Wide a = magnitude(numerator);
    Wide b = denominator;
    while (b != 0) {
        Wide rest = a % b;
        a = b;
        b = rest;
    }
    numerator /= a;
    denominator /= a;
    constexpr Wide kMost = std::numeric_limits<std::int64_t>::max();
    if (magnitude(numerator) > kMost || denominator > kMost) return std::nullopt;
    return Fraction{static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator)};
}

}  // namespace

std::optional<Fraction> make_fraction(std::int64_t numerator, std::int64_t denominator) {
    return reduced(numerator, denominator);
}

std::optional<Fraction> add(const Fraction& a, const Fraction& b) {
    // Each product is less than 2^126, so their sum fits.
    return reduced(Wide{a.numerator} * b.denominator + Wide{b.numerator} * a.denominator,
                   Wide{a.denominator} * b.denominator);
}

std::optional<Fraction> multiply(const Fraction& a, const Fraction& b) {
    return reduced(Wide{a.numerator} * b.numerator, Wide{a.denominator} * b.denominator);
}

std::strong_ordering compare(const Fraction& a, const Fraction& b) {
    Wide left = Wide{a.numerator} * b.denominator;
    Wide right = Wide{b.numerator} * a.denominator;
    return left < right   ? std::strong_ordering::less
           : left > right ? std::strong_ordering::greater
                          : std::strong_ordering::equal;
}

bool fractions_compare(Compare op, const Fraction& a, const Fraction& b) {
    std::strong_ordering order = compare(a, b);
    switch (op) {
        case Compare::equal:
            return order == 0;
        case Compare::not_equal:
            return order != 0;
        case Compare::greater:
            return order > 0;
        case Compare::greater_equal:
            return order >= 0;
        case Compare::less:
            return order < 0;
        case Compare::less_equal:
            return order <= 0;
    }
    return false;
}

std::optional<Fraction> fraction_of(double number) {
    if (!std::isfinite(number)) return std::nullopt;
    char text[64];
    // The text is digits, a point, digits, and an exponent: 1.25e+02.
    auto [end, error] = std::to_chars(text, text + sizeof text, number, std::chars_format::scientific);
    if (error != std::errc()) return std::nullopt;
    bool is_negative = false;
    bool is_behind_point = false;
    Wide digits = 0;
    int exponent = 0;
    const char* at = text;
    for (; at != end && *at != 'e'; ++at) {
        if (*at == '-') {
            is_negative = true;
        } else if (*at == '.') {
            is_behind_point = true;
        } else {
            digits = digits * 10 + (*at - '0');
            if (is_behind_point) --exponent;
        }
    }
    int written = 0;
    if (at != end) {
        ++at;
        if (at != end && *at == '+') ++at;
        std::from_chars(at, end, written);
    }
    exponent += written;
    if (exponent > 18 || exponent < -36) return digits == 0 ? std::optional(Fraction{}) : std::nullopt;
    Wide numerator = is_negative ? -digits : digits;
    Wide denominator = 1;
    for (; exponent > 0; --exponent)
        numerator *= 10;
    for (; exponent < 0; ++exponent)
        denominator *= 10;
    return reduced(numerator, denominator);
}

}  // namespace wt::model
