#include "engine/trace/request_automata.h"

#include <algorithm>
#include <limits>

#include "base/hash.h"
#include "engine/trace/compile_request.h"
#include "model/print.h"

namespace wt::engine {

using namespace model;

RequestAutomata::RequestAutomata(GroundWorld& ground, const World& world, const Request& request,
                                 Budget& budget)
    : budget_(budget), action_count_(ground.action_count()) {
    auto refuse = [&](TraceId constraint) {
        why_ = "`" + to_text(world, constraint) + "` needs an automaton of more than " +
               std::to_string(kMostStates) + " states";
    };
    CompiledRequest compiled = compile_request(ground, world, request);
    if (compiled.too_large.valid()) {
        refuse(compiled.too_large);
        return;
    }
    atoms_ = std::move(compiled.atoms);
    for (const StoryAtom& atom : atoms_) {
        members_.emplace_back(atom.is_about_action() ? action_count_ : 0);
        counts_luck_ |= atom.luck.valid();
        fractions_.push_back(atom.luck.valid() ? world[atom.luck] : Fraction{});
        for (EventIndex action : atom.actions)
            members_.back()[action.index()] = true;
    }
    for (const CompiledRequest::Part& part : compiled.parts) {
        if (budget_.stop() != Stop::none) return;
        std::optional<Automaton> automaton = automaton_of(compiled.pool, part.formula, kMostStates);
        if (!automaton) {
            refuse(part.constraint);
            return;
        }
        add(std::move(*automaton));
    }
    ways_.resize(automata_.size());
    tuple_scratch_.resize(automata_.size() + counts_luck_);
}

void RequestAutomata::add(Automaton automaton) {
    std::vector<std::vector<Automaton::State>> successors;
    std::vector<bool> accepting;
    for (Automaton::State state = 0; state < automaton.size(); ++state) {
        successors.push_back(possible_successors(automaton, state));
        accepting.push_back(automaton.accepts(state));
    }
    steps_of_.push_back(distances(successors, accepting));
    budget_.charge_bytes(
        static_cast<std::int64_t>(automaton.bytes() + automaton.size() * sizeof(std::uint32_t)));
    automata_.push_back(std::move(automaton));
}

/// Is there an action for such a moment? (This is not asked of moment 0.)
bool RequestAutomata::is_possible(const std::vector<Literal>& literals) const {
    std::vector<Literal> about_action;
    std::vector<std::uint32_t> key;
    for (const Literal& literal : literals) {
        if (!atoms_[literal.atom].is_about_action()) continue;
        about_action.push_back(literal);
        key.push_back(literal.atom * 2 + (literal.value ? 1 : 0));
    }
    auto [entry, is_new] = possible_.try_emplace(std::move(key), false);
    if (is_new) entry->second = has_action(about_action);
    return entry->second;
}

bool RequestAutomata::has_action(const std::vector<Literal>& literals) const {
    for (std::size_t i = 0; i < action_count_; ++i)
        if (std::ranges::all_of(
                literals, [&](const Literal& literal) { return members_[literal.atom][i] == literal.value; }))
            return true;
    return false;
}

/// Returns where a moment may lead from a state. A state that no moment of the world leads to may be among them if
/// there are too many ways to look at each.
std::vector<Automaton::State> RequestAutomata::possible_successors(const Automaton& automaton,
                                                                   Automaton::State state) const {
    constexpr std::size_t kMostEdges = 1'000;
    std::vector<Automaton::Edge> edges = automaton.edges(state, kMostEdges);
    std::vector<Automaton::State> result;
    if (edges.size() == kMostEdges) return automaton.successors(state);
    for (const Automaton::Edge& edge : edges)
        if (std::ranges::find(result, edge.target) == result.end() && is_possible(edge.literals))
            result.push_back(edge.target);
    return result;
}

/// Returns the number of the luck among those that were met.
Automaton::State RequestAutomata::number_of(const Fraction& luck) {
    auto known = std::ranges::find(lucks_, luck);
    if (known == lucks_.end()) known = lucks_.insert(known, luck);
    return static_cast<Automaton::State>(known - lucks_.begin());
}

RequestAutomata::State RequestAutomata::advance(State state, EventIndex action, Asked asked,
                                                const Fraction& chance) {
    Fraction luck = chance;
    if (counts_luck_ && state != kNothingRead) {
        auto product = multiply(lucks_[state_of(state, automata_.size())], chance);
        if (!product) budget_.request_stop(Stop::weights);
        luck = product.value_or(Fraction{});
    }
    truths_.assign(atoms_.size(), 2);
    auto truth_of = [&](AtomId atom) {
        if (truths_[atom] == 2) {
            const StoryAtom& content = atoms_[atom];
            bool truth = content.formula.valid() ? asked.call(asked.object, content.formula)
                         : content.luck.valid()  ? fractions_compare(content.op, luck, fractions_[atom])
                                                 : action.valid() && members_[atom][action.index()];
            truths_[atom] = truth ? 1 : 0;
        }
        return truths_[atom] == 1;
    };
    for (std::size_t i = 0; i < automata_.size(); ++i) {
        Automaton::State from = state == kNothingRead ? automata_[i].start() : state_of(state, i);
        tuple_scratch_[i] = automata_[i].step(from, truth_of);
    }
    if (counts_luck_) tuple_scratch_.back() = number_of(luck);
    return intern(tuple_scratch_);
}

RequestAutomata::State RequestAutomata::intern(const std::vector<Automaton::State>& tuple) {
    std::uint32_t steps = 0;
    for (std::size_t i = 0; i < automata_.size(); ++i)
        steps = std::max(steps, steps_of_[i][tuple[i]]);
    if (steps == kNever && dead_ != kNothingRead) return dead_;
    std::uint64_t hash = hash_words(tuple);
    auto [first, last] = index_.equal_range(hash);
    for (auto entry = first; entry != last; ++entry)
        if (std::equal(tuple.begin(), tuple.end(),
                       tuples_.begin() + static_cast<std::ptrdiff_t>(entry->second * tuple.size())))
            return entry->second;
    State state = static_cast<State>(steps_.size());
    tuples_.insert(tuples_.end(), tuple.begin(), tuple.end());
    steps_.push_back(steps);
    index_.emplace(hash, state);
    if (steps == kNever) dead_ = state;
    budget_.charge_bytes(static_cast<std::int64_t>(tuple.size() * sizeof(Automaton::State) + 52));
    return state;
}

std::vector<FormulaId> RequestAutomata::formulas() const {
    std::vector<FormulaId> result;
    for (const StoryAtom& atom : atoms_)
        if (atom.formula.valid()) result.push_back(atom.formula);
    return result;
}

const std::vector<RequestAutomata::Way>& RequestAutomata::ways(State state, std::size_t i) const {
    Automaton::State here = state_of(state, i);
    auto known = ways_[i].find(here);
    if (known != ways_[i].end()) return known->second;
    return ways_[i].emplace(here, compute_ways(i, here)).first->second;
}

std::vector<RequestAutomata::Way> RequestAutomata::compute_ways(std::size_t i, Automaton::State state) const {
    std::vector<Way> result;
    const std::vector<std::uint32_t>& steps = steps_of_[i];
    if (steps[state] == kNever) return result;
    for (Automaton::Edge& edge : automata_[i].edges(state))
        if (steps[edge.target] < steps[state] && is_possible(edge.literals))
            result.push_back({std::move(edge.literals), steps[edge.target]});
    return result;
}

namespace {

/// Returns the most actions that a constraint that has to hold allows.
int longest(const World& world, TraceId id) {
    constexpr int kAny = std::numeric_limits<int>::max();
    const TraceNode& node = world[id];
    if (node.kind == TraceKind::conjunction) {
        int most = kAny;
        for (TraceId child : node.children)
            most = std::min(most, longest(world, child));
        return most;
    }
    if (node.kind != TraceKind::length) return kAny;
    switch (node.compare) {
        case Compare::equal:
        case Compare::less_equal:
            return node.number;
        case Compare::less:
            return node.number - 1;
        default:
            return kAny;
    }
}

}  // namespace

int longest(const World& world, const Request& request) {
    int most = std::numeric_limits<int>::max();
    for (TraceId constraint : request.constraints)
        most = std::min(most, longest(world, constraint));
    return most;
}

}  // namespace wt::engine
