// The domains hold the values that each fluent can have in the relaxation, in the mind itself or in any other: what
// grounding found, closed under all assignments. Few values are listed; a fluent that can have more numbers than
// kMaxRelaxedValues is open.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/ground/ground_world.h"

namespace wt::engine {

/// A fluent with numbers has at most so many values in the relaxation; all further numbers are one.
inline constexpr std::size_t kMaxRelaxedValues = 16;

inline void sort_uniquely(std::vector<std::uint32_t>& numbers) {
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

class RelaxedDomains {
  public:
    static constexpr std::uint32_t kNone = ~0u;

    /// Cost: all assignments, as often as they make a domain grow.
    explicit RelaxedDomains(GroundWorld& ground);

    bool is_open(std::uint32_t fluent) const { return domains_[fluent].is_open; }
    /// Returns the values of a fluent that is not open, ascending.
    std::span<const Code> codes(std::uint32_t fluent) const { return domains_[fluent].codes; }
    /// Returns a dense number for a fluent with a value: below `fact_count`, ascending with the code; kNone if the
    /// fluent is open or cannot have the value.
    std::uint32_t fact(std::uint32_t fluent, Code code) const {
        const FluentDomain& domain = domains_[fluent];
        auto count = static_cast<std::uint32_t>(domain.codes.size());
        for (std::uint32_t i = 0; i < count; ++i)
            if (domain.codes[i] == code) return domain.first_fact + i;
        return kNone;
    }
    std::uint32_t first_fact(std::uint32_t fluent) const { return domains_[fluent].first_fact; }
    std::size_t fact_count() const { return fact_count_; }

    /// Lets a fluent have one more value, and others what follows from it. Facts are numbered anew.
    void include(std::uint32_t fluent, Code code);

  private:
    struct FluentDomain {
        std::vector<Code> codes;
        std::uint32_t first_fact = 0;
        bool is_open = false;
    };

    void close();
    /// Adds what the value can be. Returns false if it can be too many numbers.
    bool collect(FormulaId value, std::vector<Code>& codes);
    bool add(FluentDomain& domain, std::span<const Code> codes);

    GroundWorld& ground_;
    std::vector<FluentDomain> domains_;
    std::size_t fact_count_ = 0;
};

}  // namespace wt::engine
