// A mind says what the world is, and what each character takes it to be.
//
// A mind is a plain value: an owner (none for the real world), a level (0 for the real world), a value for every base
// fluent and, unless its level is the belief depth D, one mind for every character but its owner. An imagined world
// (docs/semantics.md, 2.8) is a mind that may hold one for its owner, too: the *self*, what the owner will then take to
// be so. It holds one where the self differs from the world itself. Minds never change. They are kept in one store,
// `Minds`, which holds every content once, so that two minds are the same state exactly if their ids are equal (REF-1),
// and a state with five characters and five levels stays small because most of its minds are shared.
//
// What somebody believes (2.9) is a list of possibilities, each a mind with a weight. Nearly always there is one, and
// then the belief *is* that mind: an id names a mind or a list of two and more. Code that reads values needs a mind;
// `possibilities` takes both apart.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <unordered_set>
#include <vector>

#include "base/budget.h"
#include "base/shards.h"
#include "referee/fluents.h"

namespace wt::referee {

using MindId = Id<struct MindTag>;
using ValuesId = Id<struct ValuesTag>;

struct Mind {
    model::EntityId owner;  ///< none for the real world
    int level = 0;
    ValuesId values;
    std::vector<MindId>
        children;  ///< beliefs by character; for the owner its self, or none. Empty at level D

    friend bool operator==(const Mind&, const Mind&) = default;
};

/// One of the pictures that somebody holds possible.
struct Possibility {
    MindId mind;
    std::int64_t weight = 1;

    friend bool operator==(const Possibility&, const Possibility&) = default;
};

__extension__ using Wide = __int128;

/// A possibility in the making: its weight need not fit yet.
struct WideShare {
    MindId mind;
    Wide weight = 1;
};

/// This goes through what an id names: the minds with their weights.
class Possibilities {
  public:
    explicit Possibilities(MindId mind) : one_{mind, 1} {}
    explicit Possibilities(const std::vector<Possibility>& several)
        : several_(several.data()), size_(several.size()) {}

    const Possibility* begin() const { return several_ ? several_ : &one_; }
    const Possibility* end() const { return begin() + size_; }
    std::size_t size() const { return size_; }
    const Possibility& front() const { return *begin(); }

  private:
    Possibility one_;
    const Possibility* several_ = nullptr;
    std::size_t size_ = 1;
};

/// Divides the weights by their greatest common divisor. Returns false if one of them, or their sum, does not fit in 64
/// bits even so.
bool reduce_weights(std::vector<WideShare>& shares);

/// The store of minds. Ids and references stay valid as long as the store. Every new mind is charged to the
/// budget.
class Minds {
  public:
    /// No belief has more possibilities than `most`; what needs more stops the budget.
    explicit Minds(Budget& budget, std::size_t most = kUnlimited) : budget_(budget), most_(most) {}
    Minds(const Minds&) = delete;
    Minds& operator=(const Minds&) = delete;

    static constexpr std::size_t kUnlimited = ~std::size_t{0};

    /// Does the id name a list of two possibilities and more?
    static bool are_several(MindId id) { return id.valid() && id.value >= kFirstList; }
    Possibilities possibilities(MindId id) const {
        return are_several(id) ? Possibilities(lists_[id.index() - kFirstList]) : Possibilities(id);
    }

    const Mind& operator[](MindId id) const { return minds_[id.index()]; }
    const std::vector<model::Value>& values(ValuesId id) const { return values_[id.index()]; }
    const std::vector<model::Value>& values(MindId id) const { return values((*this)[id].values); }
    model::Value value(MindId mind, FluentId fluent) const { return values(mind)[fluent.index()]; }

    /// Returns the id of this content. Cost: linear in the content.
    MindId intern(Mind mind);
    ValuesId intern(std::vector<model::Value> values);
    /// Returns the belief with these possibilities, of which there is one at least: equal ones become one, the list is
    /// ordered by content, and the weights lose their common factor. With `limited` no more than `most` of them are
    /// allowed. If that or a weight is too much, the budget is stopped, and the id means nothing.
    MindId intern(std::vector<WideShare> shares, bool limited = true);

    /// Compares beliefs by content: by possibilities; these by values, then by the beliefs below, by character; then by
    /// weight; then a shorter list comes first.
    std::strong_ordering compare(MindId a, MindId b) const;

    std::size_t size() const { return minds_.size(); }

  private:
    struct MindHash {
        const std::deque<Mind>* store;
        std::size_t operator()(MindId id) const;
    };
    struct MindEqual {
        const std::deque<Mind>* store;
        bool operator()(MindId a, MindId b) const { return (*store)[a.index()] == (*store)[b.index()]; }
    };
    struct ValuesHash {
        const std::deque<std::vector<model::Value>>* store;
        std::size_t operator()(ValuesId id) const;
    };
    struct ValuesEqual {
        const std::deque<std::vector<model::Value>>* store;
        bool operator()(ValuesId a, ValuesId b) const { return (*store)[a.index()] == (*store)[b.index()]; }
    };

    struct ListHash {
        const std::vector<std::vector<Possibility>>* store;
        std::size_t operator()(std::uint32_t index) const;
    };
    struct ListEqual {
        const std::vector<std::vector<Possibility>>* store;
        bool operator()(std::uint32_t a, std::uint32_t b) const { return (*store)[a] == (*store)[b]; }
    };

    static constexpr std::uint32_t kFirstList = 1u << 31;

    std::strong_ordering compare_minds(MindId a, MindId b) const;

    Budget& budget_;
    std::size_t most_;
    std::deque<Mind> minds_;
    std::deque<std::vector<model::Value>> values_;
    std::vector<std::vector<Possibility>> lists_;  // their contents stay where they are
    ContentIndex<MindId, MindHash, MindEqual> mind_ids_{MindHash{&minds_}, MindEqual{&minds_}};
    ContentIndex<ValuesId, ValuesHash, ValuesEqual> values_ids_{ValuesHash{&values_}, ValuesEqual{&values_}};
    std::unordered_set<std::uint32_t, ListHash, ListEqual> list_ids_{0, ListHash{&lists_},
                                                                     ListEqual{&lists_}};
};

}  // namespace wt::referee
