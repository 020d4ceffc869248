// These are small helpers for texts shown to people.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace wt {

/// Returns a number as the language prints it: whole numbers without a fraction, others as the shortest text that reads
/// back the same. The number must be finite.
std::string number_text(double number);

/// Returns the candidate most like `name` if it is near enough for "did you mean", else an empty text. Of several
/// equally near ones, the first is taken. Cost: candidates x length of both (edit distance with transpositions, Damerau
/// 1964).
std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates);

/// Returns what to say of a name that is not known: "did you mean `x`?" for the candidate that is most like it, and in
/// which characters they differ if they look the same. The text is empty if none is near. Cost: as `nearest_name`.
std::string hint_for_name(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace wt
