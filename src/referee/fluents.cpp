#include "referee/fluents.h"

#include "base/check.h"

namespace wt::referee {

using namespace model;

std::size_t count_arguments(const World& world, std::span<const Formal> formals, std::size_t most) {
    std::size_t count = 1;
    for (const Formal& formal : formals) {
        if (!formal.is_fixed()) count *= world.values_of(formal.type).size();
        if (count > most) return most + 1;
    }
    return count;
}

std::vector<std::vector<Value>> all_arguments(const World& world, std::span<const Formal> formals,
                                              std::size_t most) {
    std::vector<std::vector<Value>> lists;
    if (count_arguments(world, formals, most) > most) return lists;
    lists.emplace_back();
    for (const Formal& formal : formals) {
        std::vector<Value> values =
            formal.is_fixed() ? std::vector<Value>{formal.fixed} : world.values_of(formal.type);
        std::vector<std::vector<Value>> longer;
        for (const std::vector<Value>& list : lists) {
            for (const Value& value : values) {
                longer.push_back(list);
                longer.back().push_back(value);
            }
        }
        lists = std::move(longer);
    }
    return lists;
}

FluentTable::FluentTable(const World& world, std::size_t most) : world_(world) {
    for (const Type& type : world.types) {
        std::vector<std::uint32_t> places(world.entities.size(), 0);
        for (std::uint32_t i = 0; i < type.members.size(); ++i)
            places[type.members[i].index()] = i;
        place_in_type_.push_back(std::move(places));
    }
    std::size_t count = 0;
    for (const Property& property : world.properties)
        count += count_arguments(world, property.formals, most);
    if (count > most) {
        complete_ = false;
        return;
    }
    for (std::size_t i = 0; i < world.properties.size(); ++i) {
        first_of_property_.push_back(fluents_.size());
        for (std::vector<Value>& arguments : all_arguments(world, world.properties[i].formals, kMost))
            fluents_.push_back({PropertyId(i), std::move(arguments)});
    }
}

FluentId FluentTable::find(PropertyId property, std::span<const Value> arguments) const {
    const std::vector<Formal>& formals = world_[property].formals;
    WT_DCHECK(arguments.size() == formals.size(), "a fluent has one argument for every formal");
    std::size_t place = 0;
    for (std::size_t i = 0; i < formals.size(); ++i) {
        if (formals[i].is_fixed()) continue;
        TypeId type = formals[i].type;
        if (type == kBoolean)
            place = place * 2 + (arguments[i].is_true() ? 1 : 0);
        else
            place = place * world_[type].members.size() +
                    place_in_type_[type.index()][arguments[i].as_entity().index()];
    }
    return FluentId(first_of_property_[property.index()] + place);
}

}  // namespace wt::referee
