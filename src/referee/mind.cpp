#include "referee/mind.h"

#include <bit>

#include "base/hash.h"

namespace wt::referee {

std::size_t Minds::MindHash::operator()(MindId id) const {
    const Mind& mind = (*store)[id.index()];
    std::uint64_t hash = combine(mind.owner.value, static_cast<std::uint64_t>(mind.level));
    hash = combine(hash, mind.values.value);
    for (MindId child : mind.children)
        hash = combine(hash, child.value);
    return hash;
}

std::size_t Minds::ValuesHash::operator()(ValuesId id) const {
    std::uint64_t hash = 0;
    for (const model::Value& value : (*store)[id.index()]) {
        std::uint64_t word = static_cast<std::uint64_t>(value.kind());
        if (value.is_number()) word = combine(word, std::bit_cast<std::uint64_t>(value.as_number()));
        if (value.is_entity()) word = combine(word, value.as_entity().value);
        if (value.is_true()) word = 99;
        hash = combine(hash, word);
    }
    return hash;
}

MindId Minds::intern(Mind mind) {
    std::size_t bytes = sizeof(Mind) + mind.children.size() * sizeof(MindId) + 48;
    minds_.push_back(std::move(mind));
    auto [place, is_new] = mind_ids_.insert(MindId(minds_.size() - 1));
    if (!is_new) {
        minds_.pop_back();
        return *place;
    }
    budget_.charge_state();
    budget_.charge_bytes(static_cast<std::int64_t>(bytes));
    return *place;
}

ValuesId Minds::intern(std::vector<model::Value> values) {
    std::size_t bytes = values.size() * sizeof(model::Value) + 72;
    values_.push_back(std::move(values));
    auto [place, is_new] = values_ids_.insert(ValuesId(values_.size() - 1));
    if (!is_new) {
        values_.pop_back();
        return *place;
    }
    budget_.charge_bytes(static_cast<std::int64_t>(bytes));
    return *place;
}

}  // namespace wt::referee
