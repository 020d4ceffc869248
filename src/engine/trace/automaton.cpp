#include "engine/trace/automaton.h"

#include <algorithm>
#include <map>

#include "engine/trace/diagrams.h"

namespace wt::engine {

std::vector<std::uint32_t> distances(const std::vector<std::vector<std::uint32_t>>& successors,
                                     const std::vector<bool>& is_target) {
    std::vector<std::vector<std::uint32_t>> predecessors(successors.size());
    for (std::size_t from = 0; from < successors.size(); ++from)
        for (std::uint32_t to : successors[from])
            predecessors[to].push_back(static_cast<std::uint32_t>(from));
    std::vector<std::uint32_t> result(successors.size(), Automaton::kNever);
    std::vector<std::uint32_t> queue;
    for (std::size_t state = 0; state < successors.size(); ++state)
        if (is_target[state]) {
            result[state] = 0;
            queue.push_back(static_cast<std::uint32_t>(state));
        }
    for (std::size_t i = 0; i < queue.size(); ++i)
        for (std::uint32_t before : predecessors[queue[i]])
            if (result[before] == Automaton::kNever) {
                result[before] = result[queue[i]] + 1;
                queue.push_back(before);
            }
    return result;
}

namespace {

constexpr std::size_t kMostFormulas = 300'000;

/// What a letter makes of a formula, as a diagram whose leaves are formulas.
class Progression {
  public:
    explicit Progression(LtlfPool& pool) : pool_(pool), first_size_(pool.size()) {}

    std::uint32_t of(LtlfId formula) {
        auto known = known_.find(formula);
        if (known != known_.end()) return known->second;
        std::uint32_t result = out_of_hand() ? leaf(pool_.truth(false)) : compute(formula);
        known_.emplace(formula, result);
        return result;
    }
    const Diagrams& diagrams() const { return diagrams_; }
    bool out_of_hand() const { return diagrams_.is_overfull() || pool_.size() > first_size_ + kMostFormulas; }

  private:
    std::uint32_t leaf(LtlfId formula) { return diagrams_.leaf(formula.value); }
    std::uint32_t all(std::uint32_t x, std::uint32_t y) {
        return diagrams_.joined(x, y, all_, [this](std::uint32_t a, std::uint32_t b) {
            return pool_.all({LtlfId(a), LtlfId(b)}).value;
        });
    }
    std::uint32_t any(std::uint32_t x, std::uint32_t y) {
        return diagrams_.joined(x, y, any_, [this](std::uint32_t a, std::uint32_t b) {
            return pool_.any({LtlfId(a), LtlfId(b)}).value;
        });
    }
    std::uint32_t junction(const Ltlf& formula) {
        bool is_all = formula.kind == LtlfKind::all;
        auto kids = pool_.children(formula);
        std::vector<LtlfId> parts(kids.begin(), kids.end());
        std::uint32_t result = leaf(pool_.truth(is_all));
        for (LtlfId part : parts) {
            if (out_of_hand()) return result;
            result = is_all ? all(result, of(part)) : any(result, of(part));
        }
        return result;
    }

    std::uint32_t compute(LtlfId id) {
        const Ltlf formula = pool_[id];
        LtlfId a(formula.a);
        LtlfId b(formula.b);
        std::uint32_t yes = leaf(pool_.truth(true));
        std::uint32_t no = leaf(pool_.truth(false));
        switch (formula.kind) {
            case LtlfKind::truth:
                return leaf(id);
            case LtlfKind::atom:
                return diagrams_.node(formula.a, no, yes);
            case LtlfKind::not_atom:
                return diagrams_.node(formula.a, yes, no);
            case LtlfKind::all:
            case LtlfKind::any:
                return junction(formula);
            case LtlfKind::next:  // what holds on an empty rest needs a letter more
                return leaf(pool_.holds_at_end(a) ? pool_.all({a, pool_.eventually(pool_.truth(true))}) : a);
            case LtlfKind::weak_next:
                return leaf(pool_.holds_at_end(a) ? a : pool_.any({a, pool_.always(pool_.truth(false))}));
            case LtlfKind::eventually:
                return any(of(a), leaf(id));
            case LtlfKind::always:
                return all(of(a), leaf(id));
            case LtlfKind::until:
                return any(of(b), all(of(a), leaf(id)));
            case LtlfKind::release:
                return all(of(b), any(of(a), leaf(id)));
        }
        return no;
    }

    LtlfPool& pool_;
    std::size_t first_size_;
    Diagrams diagrams_;
    Diagrams::Joined all_, any_;
    std::unordered_map<LtlfId, std::uint32_t> known_;
};

}  // namespace

/// Progression, then merging, then numbering. While it works, `roots_` are the states that have read a
/// letter, and the start stands apart: it is no rest of anything, and whether it accepts does not matter.
class AutomatonBuilder {
  public:
    AutomatonBuilder(LtlfPool& pool, LtlfId formula, std::size_t limit)
        : pool_(pool), formula_(formula), limit_(limit) {}

    std::optional<Automaton> build() {
        if (!unfold()) return std::nullopt;
        merge();
        return numbered();
    }

  private:
    /// Finds all states. False if there are too many.
    bool unfold() {
        Progression progression(pool_);
        std::unordered_map<std::uint32_t, std::uint32_t> state_of;  // by formula
        std::vector<LtlfId> formulas;
        auto meet = [&](std::uint32_t place) {
            for (std::uint32_t formula : leaf_values(progression.diagrams().nodes(), place))
                if (state_of.try_emplace(formula, static_cast<std::uint32_t>(formulas.size())).second)
                    formulas.push_back(LtlfId(formula));
        };
        std::uint32_t start = progression.of(formula_);
        meet(start);
        std::vector<std::uint32_t> places;
        for (std::size_t i = 0; i < formulas.size(); ++i) {
            if (progression.out_of_hand() || formulas.size() > limit_) return false;
            places.push_back(progression.of(formulas[i]));
            meet(places.back());
        }
        if (progression.out_of_hand() || formulas.size() > limit_) return false;
        Diagrams::Copied known;
        auto state = [&](std::uint32_t formula) { return state_of.at(formula); };
        start_ = diagrams_.copy(progression.diagrams(), start, known, state);
        for (std::uint32_t place : places)
            roots_.push_back(diagrams_.copy(progression.diagrams(), place, known, state));
        for (LtlfId formula : formulas)
            accepting_.push_back(pool_.holds_at_end(formula));
        return true;
    }

    /// Merges states that accept the same rests. What distinguishes most of them is seen at once: how soon
    /// they can accept, and how soon refuse.
    void merge() {
        std::vector<std::vector<std::uint32_t>> successors;
        for (std::uint32_t root : roots_)
            successors.push_back(leaf_values(diagrams_.nodes(), root));
        std::vector<std::uint32_t> to_accept = distances(successors, accepting_);
        std::vector<bool> refusing = accepting_;
        refusing.flip();
        std::vector<std::uint32_t> to_refuse = distances(successors, refusing);
        using Key = std::pair<std::uint32_t, std::uint32_t>;
        std::vector<Key> keys;
        for (std::size_t i = 0; i < roots_.size(); ++i)
            keys.emplace_back(to_accept[i], to_refuse[i]);
        std::vector<std::uint32_t> classes(roots_.size());
        for (std::size_t before = 0;;) {
            std::map<Key, std::uint32_t> class_of;
            for (std::size_t i = 0; i < roots_.size(); ++i)
                classes[i] =
                    class_of.try_emplace(keys[i], static_cast<std::uint32_t>(class_of.size())).first->second;
            bool stable = class_of.size() == before;
            before = class_of.size();
            Diagrams next;
            Diagrams::Copied known;
            auto merged = [&](std::uint32_t state) { return classes[state]; };
            std::vector<std::uint32_t> places;
            for (std::uint32_t root : roots_)
                places.push_back(next.copy(diagrams_, root, known, merged));
            if (stable) {
                start_ = next.copy(diagrams_, start_, known, merged);
                keep_one_of_each(classes, before, places);
                diagrams_ = std::move(next);
                return;
            }
            for (std::size_t i = 0; i < roots_.size(); ++i)
                keys[i] = {classes[i], places[i]};
        }
    }

    void keep_one_of_each(const std::vector<std::uint32_t>& classes, std::size_t count,
                          const std::vector<std::uint32_t>& places) {
        std::vector<std::uint32_t> roots(count);
        std::vector<bool> accepting(count);
        for (std::size_t i = 0; i < classes.size(); ++i) {
            roots[classes[i]] = places[i];
            accepting[classes[i]] = accepting_[i];
        }
        roots_ = std::move(roots);
        accepting_ = std::move(accepting);
    }

    /// The state that the start can be merged with: one that goes on like it, an accepting one if there are
    /// two. Else the start becomes a state of its own.
    std::uint32_t start_state() {
        std::optional<std::uint32_t> like_start;
        for (std::size_t i = 0; i < roots_.size(); ++i)
            if (roots_[i] == start_ && (!like_start || accepting_[i]))
                like_start = static_cast<std::uint32_t>(i);
        if (like_start) return *like_start;
        roots_.push_back(start_);
        accepting_.push_back(false);
        return static_cast<std::uint32_t>(roots_.size() - 1);
    }

    Automaton numbered() {
        std::vector<std::uint32_t> order{start_state()};
        std::vector<std::uint32_t> number(roots_.size(), Automaton::kNever);
        number[order[0]] = 0;
        std::vector<std::vector<std::uint32_t>> successors;
        for (std::size_t i = 0; i < order.size(); ++i) {
            successors.emplace_back();
            for (std::uint32_t state : leaf_values(diagrams_.nodes(), roots_[order[i]])) {
                if (number[state] == Automaton::kNever) {
                    number[state] = static_cast<std::uint32_t>(order.size());
                    order.push_back(state);
                }
                successors.back().push_back(number[state]);
            }
        }
        Automaton result;
        Diagrams nodes;
        Diagrams::Copied known;
        std::vector<bool> accepting;
        for (std::uint32_t state : order) {
            result.roots_.push_back(
                nodes.copy(diagrams_, roots_[state], known, [&](std::uint32_t old) { return number[old]; }));
            accepting.push_back(accepting_[state]);
        }
        result.nodes_ = nodes.take_nodes();
        result.steps_ = distances(successors, accepting);
        return result;
    }

    LtlfPool& pool_;
    LtlfId formula_;
    std::size_t limit_;
    Diagrams diagrams_;  ///< leaves: states
    std::uint32_t start_ = 0;
    std::vector<std::uint32_t> roots_;  ///< by state
    std::vector<bool> accepting_;
};

std::vector<Automaton::Edge> Automaton::edges(State state, std::size_t most) const {
    struct Open {
        std::uint32_t place;
        std::size_t depth;  ///< of the literals that lead there
        Literal last;
    };
    std::vector<Edge> result;
    std::vector<Literal> literals;
    std::vector<Open> open{{roots_[state], 0, {}}};
    while (!open.empty() && result.size() < most) {
        Open at = open.back();
        open.pop_back();
        if (at.depth > 0) {
            literals.resize(at.depth - 1);
            literals.push_back(at.last);
        }
        const Node& node = nodes_[at.place];
        if (node.atom == kLeaf) {
            result.push_back({literals, node.low});
            continue;
        }
        open.push_back({node.high, at.depth + 1, {node.atom, true}});
        open.push_back({node.low, at.depth + 1, {node.atom, false}});
    }
    return result;
}

std::vector<Automaton::State> Automaton::successors(State state) const {
    return leaf_values(nodes_, roots_[state]);
}

std::uint64_t Automaton::bytes() const {
    return nodes_.size() * sizeof(Node) + roots_.size() * 2 * sizeof(std::uint32_t);
}

std::optional<Automaton> automaton_of(LtlfPool& pool, LtlfId formula, std::size_t limit) {
    return AutomatonBuilder(pool, formula, limit).build();
}

}  // namespace wt::engine
