#include "referee/mind.h"

#include <algorithm>
#include <bit>
#include <limits>

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

std::size_t Minds::ListHash::operator()(std::uint32_t index) const {
    std::uint64_t hash = 0;
    for (const Possibility& possibility : (*store)[index])
        hash = combine(combine(hash, possibility.mind.value), static_cast<std::uint64_t>(possibility.weight));
    return hash;
}

bool reduce_weights(std::vector<WideShare>& shares) {
    Wide factor = 0;
    for (const WideShare& share : shares) {
        Wide a = share.weight;
        while (a != 0) {
            Wide rest = factor % a;
            factor = a;
            a = rest;
        }
    }
    Wide total = 0;
    for (WideShare& share : shares) {
        share.weight /= factor;
        total += share.weight;
        if (total > std::numeric_limits<std::int64_t>::max()) return false;
    }
    return true;
}

std::strong_ordering Minds::compare_minds(MindId a, MindId b) const {
    if (a == b) return std::strong_ordering::equal;
    const std::vector<model::Value>& left = values(a);
    const std::vector<model::Value>& right = values(b);
    auto order = std::lexicographical_compare_three_way(left.begin(), left.end(), right.begin(), right.end());
    if (order != 0) return order;
    const Mind& x = (*this)[a];
    const Mind& y = (*this)[b];
    for (std::size_t i = 0; i < x.children.size() && order == 0; ++i)
        order = compare(x.children[i], y.children[i]);
    return order;
}

std::strong_ordering Minds::compare(MindId a, MindId b) const {
    if (a == b) return std::strong_ordering::equal;
    // A world that is its own self comes before one that is not.
    if (!a.valid() || !b.valid())
        return b.valid() ? std::strong_ordering::less : std::strong_ordering::greater;
    Possibilities left = possibilities(a);
    Possibilities right = possibilities(b);
    for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
        const Possibility& x = left.begin()[i];
        const Possibility& y = right.begin()[i];
        if (std::strong_ordering order = compare_minds(x.mind, y.mind); order != 0) return order;
        if (x.weight != y.weight) return x.weight <=> y.weight;
    }
    return left.size() <=> right.size();
}

MindId Minds::intern(std::vector<WideShare> shares, bool limited) {
    std::sort(shares.begin(), shares.end(), [&](const WideShare& a, const WideShare& b) {
        return compare_minds(a.mind, b.mind) == std::strong_ordering::less;
    });
    std::vector<WideShare> merged;
    for (const WideShare& share : shares) {
        if (!merged.empty() && merged.back().mind == share.mind)
            merged.back().weight += share.weight;
        else
            merged.push_back(share);
    }
    if (limited && merged.size() > std::max<std::size_t>(1, most_)) {
        budget_.request_stop(Stop::possibilities);
        return merged[0].mind;
    }
    if (!reduce_weights(merged)) {
        budget_.request_stop(Stop::weights);
        return merged[0].mind;
    }
    if (merged.size() == 1) return merged[0].mind;
    std::vector<Possibility> list;
    for (const WideShare& share : merged)
        list.push_back({share.mind, static_cast<std::int64_t>(share.weight)});
    std::size_t bytes = list.size() * sizeof(Possibility) + 96;
    lists_.push_back(std::move(list));
    auto [place, is_new] = list_ids_.insert(static_cast<std::uint32_t>(lists_.size() - 1));
    if (is_new)
        budget_.charge_bytes(static_cast<std::int64_t>(bytes));
    else
        lists_.pop_back();
    return MindId(kFirstList + *place);
}

MindId Minds::intern(Mind mind) {
    std::size_t bytes = sizeof(Mind) + mind.children.size() * sizeof(MindId) + 48;
    minds_.push_back(std::move(mind));
    auto [place, is_new] = mind_ids_.insert(MindId(minds_.size() - 1));
    if (!is_new) {
        minds_.pop_back();
        return place;
    }
    budget_.charge_state();
    budget_.charge_bytes(static_cast<std::int64_t>(bytes));
    return place;
}

ValuesId Minds::intern(std::vector<model::Value> values) {
    std::size_t bytes = values.size() * sizeof(model::Value) + 72;
    values_.push_back(std::move(values));
    auto [place, is_new] = values_ids_.insert(ValuesId(values_.size() - 1));
    if (!is_new) {
        values_.pop_back();
        return place;
    }
    budget_.charge_bytes(static_cast<std::int64_t>(bytes));
    return place;
}

}  // namespace wt::referee
