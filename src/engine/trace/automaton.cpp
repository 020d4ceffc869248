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

/// This is what is left to be satisfied. A rest is a positive Boolean function of formulas that are no junctions, kept
/// as a decision diagram with leaves 0 and 1 so that equal functions are one; what a letter makes of it is a diagram
/// over atoms whose leaves are rests.
class Progression {
  public:
    explicit Progression(LtlfPool& pool) : pool_(pool) {}

    std::uint32_t rest_of(LtlfId id) {
        const Ltlf formula = pool_[id];
        if (formula.kind == LtlfKind::truth) return rests_.leaf(formula.a);
        bool is_all = formula.kind == LtlfKind::all;
        if (!is_all && formula.kind != LtlfKind::any)
            return rests_.node(id.value, rests_.leaf(0), rests_.leaf(1));
        std::uint32_t result = rests_.leaf(is_all ? 1 : 0);
        for (LtlfId kid : pool_.children(formula))
            result = is_all ? both(result, rest_of(kid)) : either(result, rest_of(kid));
        return result;
    }
    bool holds_at_end(std::uint32_t rest) const {
        while (!rests_.is_leaf(rest))
            rest = pool_.holds_at_end(LtlfId(rests_[rest].atom)) ? rests_[rest].high : rests_[rest].low;
        return rests_[rest].low == 1;
    }
    /// Returns what a letter makes of a rest. The function is positive: low implies high.
    std::uint32_t of_rest(std::uint32_t rest) {
        if (rests_.is_leaf(rest) || out_of_hand()) return diagrams_.leaf(rest);
        auto known = known_rests_.find(rest);
        if (known != known_rests_.end()) return known->second;
        const Diagrams::Node node = rests_[rest];
        std::uint32_t high = all(of(LtlfId(node.atom)), of_rest(node.high));
        std::uint32_t result = any(high, of_rest(node.low));
        known_rests_.emplace(rest, result);
        return result;
    }
    /// Returns what a letter makes of a formula.
    std::uint32_t of(LtlfId formula) {
        auto known = known_.find(formula);
        if (known != known_.end()) return known->second;
        std::uint32_t result = compute(formula);
        known_.emplace(formula, result);
        return result;
    }
    const Diagrams& diagrams() const { return diagrams_; }
    bool out_of_hand() const { return diagrams_.is_overfull() || rests_.is_overfull(); }

  private:
    std::uint32_t both(std::uint32_t x, std::uint32_t y) {
        return rests_.joined(x, y, both_, [](std::uint32_t a, std::uint32_t b) { return a & b; });
    }
    std::uint32_t either(std::uint32_t x, std::uint32_t y) {
        return rests_.joined(x, y, either_, [](std::uint32_t a, std::uint32_t b) { return a | b; });
    }
    std::uint32_t all(std::uint32_t x, std::uint32_t y) {
        return diagrams_.joined(x, y, all_, [this](std::uint32_t a, std::uint32_t b) { return both(a, b); });
    }
    std::uint32_t any(std::uint32_t x, std::uint32_t y) {
        return diagrams_.joined(x, y, any_,
                                [this](std::uint32_t a, std::uint32_t b) { return either(a, b); });
    }
    std::uint32_t leaf(LtlfId formula) { return diagrams_.leaf(rest_of(formula)); }

    std::uint32_t junction(const Ltlf& formula) {
        bool is_all = formula.kind == LtlfKind::all;
        std::uint32_t result = leaf(pool_.truth(is_all));
        for (std::size_t i = 0; i < formula.b && !out_of_hand(); ++i) {
            std::uint32_t part = of(pool_.children(formula)[i]);
            result = is_all ? all(result, part) : any(result, part);
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
    Diagrams rests_, diagrams_;
    Diagrams::Joined both_, either_, all_, any_;
    std::unordered_map<LtlfId, std::uint32_t> known_;
    std::unordered_map<std::uint32_t, std::uint32_t> known_rests_;
};

}  // namespace

/// The automaton is made by progression, then merging, then numbering. While this works, `roots_` are the states that
/// have read a letter, and the start stands apart: it is no rest of anything, and whether it accepts does not matter.
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
    /// Finds all states. Returns false if there are too many.
    bool unfold() {
        Progression progression(pool_);
        std::unordered_map<std::uint32_t, std::uint32_t> state_of;  // by rest
        std::vector<std::uint32_t> rests;
        auto meet = [&](std::uint32_t place) {
            for (std::uint32_t rest : leaf_values(progression.diagrams().nodes(), place))
                if (state_of.try_emplace(rest, static_cast<std::uint32_t>(rests.size())).second)
                    rests.push_back(rest);
        };
        std::uint32_t start = progression.of(formula_);
        meet(start);
        std::vector<std::uint32_t> places;
        for (std::size_t i = 0; i < rests.size(); ++i) {
            if (progression.out_of_hand() || rests.size() > limit_) return false;
            places.push_back(progression.of_rest(rests[i]));
            meet(places.back());
        }
        if (progression.out_of_hand()) return false;
        Diagrams::Copied known;
        auto state = [&](std::uint32_t rest) { return state_of.at(rest); };
        start_ = diagrams_.copy(progression.diagrams(), start, known, state);
        for (std::uint32_t place : places)
            roots_.push_back(diagrams_.copy(progression.diagrams(), place, known, state));
        for (std::uint32_t rest : rests)
            accepting_.push_back(progression.holds_at_end(rest));
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

    /// Returns the state that the start can be merged with: one that goes on like it, an accepting one if there are
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
