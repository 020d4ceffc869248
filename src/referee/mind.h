// Minds: what the world is, and what each character takes it to be.
//
// A mind is a plain value: an owner (none for the real world), a level (0 for the real world), a value for
// every base fluent and, unless its level is the belief depth D, one mind for every character but its owner.
// An imagined world (docs/semantics.md, 2.8) is a mind that may hold one for its owner, too: the *self*, what
// the owner will then take to be so. It does where the self differs from the world itself.
// Minds never change. They are kept in one store, `Minds`, which holds every content once, so that two minds
// are the same state exactly if their ids are equal (REF-1), and a state with five characters and five levels
// stays small because most of its minds are shared.
#pragma once

#include <cstdint>
#include <deque>
#include <unordered_set>
#include <vector>

#include "base/budget.h"
#include "referee/fluents.h"

namespace wt::referee {

using MindId = Id<struct MindTag>;
using ValuesId = Id<struct ValuesTag>;

struct Mind {
    model::EntityId owner;  ///< none for the real world
    int level = 0;
    ValuesId values;
    std::vector<MindId> children;  ///< by character; for the owner its self, or none. Empty at level D

    friend bool operator==(const Mind&, const Mind&) = default;
};

/// The store of minds. Ids and references stay valid as long as the store. Every new mind is charged to the
/// budget.
class Minds {
  public:
    explicit Minds(Budget& budget) : budget_(budget) {}
    Minds(const Minds&) = delete;
    Minds& operator=(const Minds&) = delete;

    const Mind& operator[](MindId id) const { return minds_[id.index()]; }
    const std::vector<model::Value>& values(ValuesId id) const { return values_[id.index()]; }
    const std::vector<model::Value>& values(MindId id) const { return values((*this)[id].values); }
    model::Value value(MindId mind, FluentId fluent) const { return values(mind)[fluent.index()]; }

    /// The id of this content. Cost: linear in the content.
    MindId intern(Mind mind);
    ValuesId intern(std::vector<model::Value> values);

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

    Budget& budget_;
    std::deque<Mind> minds_;
    std::deque<std::vector<model::Value>> values_;
    std::unordered_set<MindId, MindHash, MindEqual> mind_ids_{64, MindHash{&minds_}, MindEqual{&minds_}};
    std::unordered_set<ValuesId, ValuesHash, ValuesEqual> values_ids_{64, ValuesHash{&values_},
                                                                      ValuesEqual{&values_}};
};

}  // namespace wt::referee
