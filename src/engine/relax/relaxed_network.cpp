#include "engine/relax/relaxed_network.h"

#include <algorithm>
#include <iterator>

#include "engine/relax/relaxed_builder.h"

namespace wt::engine {

namespace {

using Node = RelaxedNetwork::Node;
using Expr = RelaxedNetwork::Expr;
using Task = RelaxedNetwork::Task;
using CodedNode = RelaxedNetwork::CodedNode;

constexpr Node kAlways = RelaxedNetwork::kAlways;
constexpr Node kNever = RelaxedNetwork::kNever;

}  // namespace

// ---- events ----

/// The event happens in a pool. It has a joint of its own, because of its step.
Node RelaxedNetworkBuilder::gate(EventIndex event, Pool pool) {
    auto known = gates_.find(key(event.value, pool));
    if (known != gates_.end()) return known->second;
    Node precondition = formula(ground_.event(event).precondition, pool);
    Node gate = kNever;
    bool is_action = !ground_.is_trigger(event);
    if (is_action && (question_.others_gain || question_.by_believer)) {
        std::vector<Node> needed{precondition};
        for (model::EntityId character : ground_.consenting(event)) {
            if (character == question_.owner) continue;
            Pool theirs = mind_of(character.value, pool);
            if (question_.others_gain)
                needed.push_back(formula(relevance_.gain_condition(event, character), theirs));
            if (question_.by_believer) needed.push_back(formula(ground_.event(event).precondition, theirs));
        }
        std::size_t before = drafts_.size();
        precondition = all(std::move(needed));
        // Mostly, what makes the action possible makes others believe that it is, so it counts once.
        if (question_.by_believer && drafts_.size() > before) drafts_[precondition].dearest = true;
    }
    if (precondition != kNever) {
        gate = add({.sort = Sort::joint, .step = is_action, .number = is_action ? event.value : kNone});
        if (precondition != kAlways) drafts_[gate].inputs = {precondition};
    }
    return gates_[key(event.value, pool)] = gate;
}

/// Compiles everything that can make the fluent have a value.
void RelaxedNetworkBuilder::provide(Pool pool, std::uint32_t fluent) {
    for (const RelaxedSources::Source& source : sources_.assigning[fluent]) {
        if (!counts(source.event)) continue;
        const Assignment& assignment = ground_.assignments(source.event)[source.assignment];
        bool is_action = !ground_.is_trigger(source.event);
        if (target_of(assignment.chain, pool))
            assign(gate(source.event, kOwn), is_action, assignment, kOwn, pool);
        if (pool == kOwn || !is_theirs(assignment.chain, pool)) continue;
        // When observed, an action happens below, too, with the tests and values of a mind below.
        if (is_action) assign(observed(source.event, pool), true, assignment, pool, pool);
        if (!is_action && question_.has_below)
            assign(gate(source.event, pool), false, assignment, pool, pool);
    }
    if (pool == kBelow) spread(pool, fluent);
    if (pool == kOwn && question_.can_part) forget(fluent);
}

/// Does an assignment with this chain, read in the mind itself, count in the pool?
bool RelaxedNetworkBuilder::target_of(ChainId id, Pool pool) const {
    auto chain = ground_.chain(id);
    if (pool == kOwn) return chain.empty() || chain[0] == question_.owner;
    if (pool == kBelow) return !chain.empty();
    auto rest = !chain.empty() && chain[0] == question_.owner ? chain.subspan(1) : chain;
    return rest.size() == 1 && pool == RelaxedNetwork::pool_of(rest[0].value);
}

/// Does an assignment with this chain, read in the pool, count in it? Some mind below has minds below, too.
bool RelaxedNetworkBuilder::is_theirs(ChainId id, Pool pool) const {
    auto chain = ground_.chain(id);
    if (pool == kBelow || chain.empty()) return true;
    return chain.size() == 1 && pool == RelaxedNetwork::pool_of(chain[0].value);
}

/// The action happens and is noticed by the owner of the pool; nothing is asked of some mind below.
Node RelaxedNetworkBuilder::observed(EventIndex action, Pool pool) {
    Node happens = gate(action, kOwn);
    if (pool == kBelow || happens == kNever) return happens;
    Node noticed = formula(ground_.observing(action, RelaxedNetwork::believer_of(pool)), kOwn);
    if (noticed == kAlways || noticed == kNever) return noticed == kAlways ? happens : kNever;
    return add({.sort = Sort::joint, .dearest = true, .inputs = {happens, noticed}});
}

/// Compiles one assignment, read in one pool, to the fluent in the same or another pool.
void RelaxedNetworkBuilder::assign(Node gate, std::uint8_t step, const Assignment& assignment, Pool from,
                                   Pool pool) {
    if (assignment.kind == Assignment::Kind::possibly) {
        Assignment one = assignment;
        one.kind = Assignment::Kind::assign;
        for (const Alternative& alternative : ground_.alternatives(assignment)) {
            one.value = alternative.value;
            assign(gate, step, one, from, pool);
        }
        return;
    }
    Node test = gate == kNever ? kNever : formula(assignment.test, from);
    if (test == kNever) return;
    std::uint32_t fluent = assignment.fluent.value;
    Node target = first_fact_[pool][fluent];
    const Values& values = this->values(assignment.value, from);
    if (!domains_.is_open(fluent) && values) {
        for (const CodedNode& value : *values) {
            if (value.node == kNever) continue;
            Node cause = gate;
            if (test != kAlways || value.node != kAlways) {
                cause = all({gate, test, value.node});
                drafts_[cause].step = step;
            }
            Node reached = fact(pool, fluent, value.code);
            WT_CHECK(reached != kNever, "a value that the domain of the fluent lacks");
            drafts_[reached].inputs.push_back(cause);
        }
        return;
    }
    Task assign{.kind = Task::Kind::assign,
                .step = step,
                .node = test == kAlways ? gate : all({gate, test}),
                .target = place(pool, fluent)};
    std::vector<Node> reads{assign.node};
    const Formula value = pool_[assignment.value];
    // This is the most frequent one, as in `coins(c) = coins(c) + 1`.
    if (value.kind == FormulaKind::arithmetic && pool_[FormulaId(value.a)].kind == FormulaKind::fluent &&
        domains_.is_open(pool_[FormulaId(value.a)].a) && pool_.is_constant(FormulaId(value.b))) {
        assign.kind = Task::Kind::shift;
        assign.op = value.op;
        assign.a = slot(from, pool_[FormulaId(value.a)].a);
        assign.b = pool_.constant_of(FormulaId(value.b));
        reads.push_back(network_.slots[assign.a]);
    } else {
        assign.a = expr(assignment.value, from, reads);
    }
    Node computed = task(assign, std::move(reads));
    std::size_t count = domains_.is_open(fluent) ? 1 : domains_.codes(fluent).size();
    for (std::size_t i = 0; i < count; ++i)
        drafts_[target + i].inputs.push_back(computed);
}

/// Somebody who is surprised by an action copies what is true of its precondition, or no longer knows.
void RelaxedNetworkBuilder::spread(Pool pool, std::uint32_t fluent) {
    std::vector<Node> gates;
    for (EventIndex action : sources_.copying[fluent]) {
        if (!counts(action)) continue;
        Node node = observed(action, pool);
        if (node != kNever) gates.push_back(node);
    }
    if (gates.empty()) return;
    Node revision = add({.sort = Sort::alternative, .inputs = std::move(gates)});
    Node target = first_fact_[pool][fluent];
    if (domains_.is_open(fluent)) {
        std::uint32_t own = slot(kOwn, fluent);
        Task spread{.kind = Task::Kind::spread, .node = revision, .a = own, .target = place(pool, fluent)};
        Node computed = task(spread, {revision, network_.slots[own]});
        drafts_[target].inputs.push_back(computed);
        return;
    }
    drafts_[fact(pool, fluent, kUnknown)].inputs.push_back(revision);
    for (Code code : domains_.codes(fluent)) {
        Node copied =
            add({.sort = Sort::joint, .dearest = true, .inputs = {revision, fact(kOwn, fluent, code)}});
        drafts_[fact(pool, fluent, code)].inputs.push_back(copied);
    }
}

/// A self that has parted from its world may be surprised, too: it copies what is among the same facts already, or
/// no longer knows.
void RelaxedNetworkBuilder::forget(std::uint32_t fluent) {
    std::vector<Node> gates;
    for (EventIndex action : sources_.copying[fluent])
        if (Node node = counts(action) ? gate(action, kOwn) : kNever; node != kNever) gates.push_back(node);
    if (gates.empty()) return;
    Node revision = add({.sort = Sort::alternative, .inputs = std::move(gates)});
    if (!domains_.is_open(fluent)) {
        drafts_[fact(kOwn, fluent, kUnknown)].inputs.push_back(revision);
        return;
    }
    Task spread{
        .kind = Task::Kind::spread, .node = revision, .a = slot(kOwn, fluent), .target = place(kOwn, fluent)};
    Node computed = task(spread, {revision});
    drafts_[first_fact_[kOwn][fluent]].inputs.push_back(computed);
}

// ---- the network ----

void RelaxedNetworkBuilder::add_utility() {
    FormulaPool& pool = ground_.pool();
    auto number = [&](double value) { return pool.constant(pool.codes().encode_number(value)); };
    FormulaId utility = question_.wish.valid() ? pool.value_choice({question_.wish, number(1), number(0)})
                        : question_.character.valid() ? ground_.utility(question_.character)
                                                      : ground_.author_utility();
    if (const Values& values = this->values(utility, kOwn)) {
        for (const CodedNode& value : *values) {
            if (!is_number(value.code) || value.node == kNever) continue;
            Node goal = value.node;
            if (goal != kAlways) goal = add({.sort = Sort::alternative, .inputs = {goal}});
            network_.goals.push_back({value.code, goal});
        }
        return;
    }
    std::vector<Node> reads;
    Task computed{.kind = Task::Kind::utility};
    computed.a = expr(utility, kOwn, reads);
    network_.utility_is_open = true;
    network_.goals.push_back({kUnknown, task(computed, std::move(reads))});
}

/// Returns the nodes that lead to the utility, in the order of the network.
std::vector<Node> RelaxedNetworkBuilder::order_nodes() {
    std::vector<char> matters(drafts_.size(), 0);
    std::vector<Node> found;
    auto reach = [&](Node node) {
        if (node >= drafts_.size() || matters[node]) return;
        matters[node] = 1;
        found.push_back(node);
    };
    for (const CodedNode& goal : network_.goals)
        reach(goal.node);
    for (std::size_t i = 0; i < found.size(); ++i)
        for (Node input : drafts_[found[i]].inputs)
            reach(input);
    std::vector<Node> order;
    for (Sort sort : {Sort::alternative, Sort::joint, Sort::task})
        std::copy_if(found.begin(), found.end(), std::back_inserter(order),
                     [&](Node node) { return drafts_[node].sort == sort; });
    return order;
}

void RelaxedNetworkBuilder::lay_out(const std::vector<Node>& order) {
    std::vector<Node> numbers(drafts_.size() + 1, kNever);
    auto number = [&](Node& node) { node = node < drafts_.size() ? numbers[node] : node; };
    for (std::size_t i = 0; i < order.size(); ++i)
        numbers[order[i]] = static_cast<Node>(i);
    std::vector<Task> tasks;
    std::size_t others = 0;  // all but tasks
    for (Node node : order) {
        const Draft& draft = drafts_[node];
        if (draft.sort == Sort::alternative) ++network_.alternative_count;
        if (draft.sort != Sort::task) ++others;
        if (draft.sort == Sort::task) tasks.push_back(network_.tasks[draft.number]);
        if (draft.sort != Sort::joint) continue;
        auto joint = static_cast<std::uint32_t>(network_.joints.size());
        auto needs = static_cast<std::uint32_t>(draft.inputs.size());
        network_.joints.push_back(
            {.needs = needs & RelaxedNetwork::kMaxNeeds, .step = draft.step & 1u, .dearest = draft.dearest});
        if (needs == 0) network_.ready.push_back(joint);
        network_.action_of.emplace_back(draft.number);
        if (draft.number != kNone) network_.actions.push_back({draft.number, joint});
    }
    network_.tasks = std::move(tasks);
    for (Task& task : network_.tasks)
        number(task.node);
    for (Expr& expr : network_.exprs) {
        for (CodedNode& value : expr.values)
            number(value.node);
        for (Expr::Choice& choice : expr.choices)
            number(choice.test);
    }
    for (CodedNode& goal : network_.goals)
        number(goal.node);
    for (Node& slot : network_.slots)
        number(slot);
    lay_out_edges(order, numbers, others);
    for (Node node : order) {
        network_.first_input.push_back(static_cast<std::uint32_t>(network_.inputs.size()));
        for (Node input : drafts_[node].inputs)
            network_.inputs.push_back(numbers[input]);
    }
    network_.first_input.push_back(static_cast<std::uint32_t>(network_.inputs.size()));
    lay_out_facts(numbers);
}

void RelaxedNetworkBuilder::lay_out_edges(const std::vector<Node>& order, const std::vector<Node>& numbers,
                                          std::size_t others) {
    std::vector<std::uint32_t>& first = network_.first_edge;
    first.assign(others + 2, 0);
    auto each_edge = [&](auto&& visit) {
        for (std::size_t i = 0; i < order.size(); ++i)
            for (Node input : drafts_[order[i]].inputs)
                if (numbers[input] < others) visit(numbers[input], static_cast<Node>(i));
    };
    each_edge([&](Node from, Node) { ++first[from + 2]; });
    for (std::size_t i = 2; i < first.size(); ++i)
        first[i] += first[i - 1];
    network_.edges.resize(first.back());
    each_edge([&](Node from, Node to) { network_.edges[first[from + 1]++] = to; });
    first.pop_back();
}

void RelaxedNetworkBuilder::lay_out_facts(const std::vector<Node>& numbers) {
    network_.facts.resize(first_fact_.size());
    network_.loads.resize(first_fact_.size());
    network_.fact_of.resize(network_.alternative_count);
    for (const RelaxedNetwork::Place& place : demanded_) {
        bool matters = false;
        std::vector<Node>& facts = network_.facts[place.pool];
        if (facts.empty()) facts.assign(domains_.fact_count(), kNever);
        Node first = first_fact_[place.pool][place.fluent];
        if (place.slot != RelaxedNetwork::kNoSlot) matters = numbers[first] != kNever;
        for (std::uint32_t i = 0; i < domains_.codes(place.fluent).size(); ++i) {
            Node number = numbers[first + i];
            facts[domains_.first_fact(place.fluent) + i] = number;
            matters |= number != kNever;
            if (network_.is_alternative(number) && place.slot == RelaxedNetwork::kNoSlot)
                network_.fact_of[number] = {place.pool, FluentId(place.fluent),
                                            domains_.codes(place.fluent)[i]};
        }
        if (matters) network_.loads[place.pool].push_back(place);
    }
}

RelaxedNetwork RelaxedNetworkBuilder::build() {
    add_utility();
    for (std::size_t i = 0; i < demanded_.size() && !ground_.stopped(); ++i)
        provide(demanded_[i].pool, demanded_[i].fluent);
    lay_out(order_nodes());
    return std::move(network_);
}

std::size_t RelaxedNetwork::bytes() const {
    std::size_t numbers = first_edge.size() + edges.size() + first_input.size() + inputs.size() +
                          ready.size() + slots.size() + 2 * actions.size() + action_of.size() +
                          3 * fact_of.size();
    for (const std::vector<Node>& pool : facts)
        numbers += pool.size();
    for (const std::vector<Place>& pool : loads)
        numbers += 3 * pool.size();
    std::size_t bytes = sizeof(*this) + numbers * sizeof(std::uint32_t) + joints.size() * sizeof(Joint) +
                        tasks.size() * sizeof(Task) + exprs.size() * sizeof(Expr);
    for (const Expr& expr : exprs)
        bytes += expr.values.size() * sizeof(CodedNode) + expr.choices.size() * sizeof(Expr::Choice);
    return bytes;
}

RelaxedSources::RelaxedSources(GroundWorld& ground)
    : assigning(ground.fluent_count()), copying(ground.fluent_count()) {
    std::vector<FormulaPool::Read> reads;
    for (std::size_t i = 0; i < ground.event_count(); ++i) {
        EventIndex event(i);
        auto assignments = ground.assignments(event);
        for (std::uint32_t j = 0; j < assignments.size(); ++j)
            assigning[assignments[j].fluent.index()].push_back({event, j});
        if (ground.is_trigger(event)) continue;
        reads.clear();
        ground.pool().collect_reads(ground.event(event).precondition, reads);
        std::vector<std::uint32_t> fluents;
        for (const FormulaPool::Read& read : reads)
            fluents.push_back(read.fluent.value);
        sort_uniquely(fluents);
        for (std::uint32_t fluent : fluents)
            copying[fluent].push_back(event);
    }
}

RelaxedNetwork compile_network(GroundWorld& ground, const RelaxedDomains& domains,
                               const RelaxedSources& sources, Relevance& relevance,
                               const RelaxedQuestion& question) {
    return RelaxedNetworkBuilder(ground, domains, sources, relevance, question).build();
}

}  // namespace wt::engine
