// Ids have 32 bits and are strongly typed. An id names an item of one store; ids of different kinds do not mix, have no
// arithmetic, and order by creation. `Id::none()` names nothing.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace wt {

template <class Tag>
struct Id {
    static constexpr std::uint32_t kNone = 0xffffffffu;

    std::uint32_t value = kNone;

    constexpr Id() = default;
    constexpr explicit Id(std::uint32_t v) : value(v) {}
    constexpr explicit Id(std::size_t v) : value(static_cast<std::uint32_t>(v)) {}

    static constexpr Id none() { return Id(); }
    constexpr bool valid() const { return value != kNone; }
    constexpr std::size_t index() const { return value; }
    friend constexpr auto operator<=>(Id, Id) = default;
};

}  // namespace wt

template <class Tag>
struct std::hash<wt::Id<Tag>> {
    std::size_t operator()(wt::Id<Tag> id) const noexcept { return id.value * 0x9e3779b97f4a7c15ull; }
};
