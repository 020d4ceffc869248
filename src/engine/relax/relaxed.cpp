#include "engine/relax/relaxed.h"

#include <algorithm>

namespace wt::engine {

namespace {

/// This limits the characters times what there is for each. More is too much for a network in which they are told
/// apart.
constexpr std::size_t kMostForBelievers = 300'000;

}  // namespace

RelaxedCosts::RelaxedCosts(Dynamics& dynamics, GroundWorld& ground, Budget& budget)
    : dynamics_(dynamics),
      ground_(ground),
      budget_(budget),
      sources_(ground),
      relevance_(ground, dynamics.parting(), budget) {}

/// Returns null if the budget stopped it: what is compiled then is incomplete and must not be kept, because the next
/// question may have another budget.
const RelaxedNetwork* RelaxedCosts::network_for(const RelaxedQuestion& question) {
    auto known = networks_.find(question);
    if (known != networks_.end()) return &known->second;
    if (!domains_) domains_.emplace(ground_);
    if (budget_.stop() != Stop::none) {
        if (networks_.empty()) domains_.reset();
        return nullptr;
    }
    RelaxedNetwork network = compile_network(ground_, *domains_, sources_, relevance_, question);
    if (budget_.stop() != Stop::none) return nullptr;
    budget_.charge_bytes(static_cast<std::int64_t>(network.bytes()));
    return &networks_.emplace(question, std::move(network)).first->second;
}

std::uint32_t RelaxedCosts::until(MindId mind, const Goal& goal, Relaxation relaxation, bool others_gain,
                                  const Costs& costs) {
    const StateStore& store = dynamics_.store();
    RelaxedQuestion question{
        store.owner(mind), store.has_minds_below(mind), others_gain, false, false, goal.character, {}};
    question.can_part = dynamics_.parting().can_part(question.owner);
    return answer(mind, question, goal, relaxation, costs);
}

std::uint32_t RelaxedCosts::until_true(MindId mind, FormulaId condition, Relaxation relaxation,
                                       const Costs& costs) {
    const FormulaPool& pool = ground_.pool();
    if (pool.is_true(condition)) return 0;
    if (pool.is_false(condition)) return kInfinite;
    const StateStore& store = dynamics_.store();
    return answer(mind,
                  {store.owner(mind), store.has_minds_below(mind), false, false, false,
                   model::EntityId::none(), condition},
                  {}, relaxation, costs);
}

/// A network in which believers are told apart grows with both.
bool RelaxedCosts::may_ask_believers() const {
    std::size_t each = ground_.action_count() + ground_.fluent_count();
    return manner_.by_believer && ground_.character_count() * each <= kMostForBelievers;
}

std::uint32_t RelaxedCosts::answer(MindId mind, RelaxedQuestion question, const Goal& goal,
                                   Relaxation relaxation, const Costs& costs) {
    question.by_believer = relaxation == Relaxation::sum && question.has_below && may_ask_believers();
    do {
        if (budget_.stop() != Stop::none) return 0;
        network_ = network_for(question);
        if (!network_) return 0;
        if (choose_goals(goal)) return 0;
        relaxation_ = relaxation;
        best_ = kInfinite;
        bound_ = kInfinite;
        reset(costs);
    } while (!load(mind));
    bool done = relaxation == Relaxation::max ? spread_costs<Relaxation::max>(goal)
                                              : spread_costs<Relaxation::sum>(goal);
    if (!done) return 0;
    if (best_ >= kInfinite && question.by_believer) {
        Manner manner = manner_;
        manner_.by_believer = false;
        std::uint32_t estimate = answer(mind, question, goal, relaxation, costs);
        manner_ = manner;
        return estimate;
    }
    bool counts = manner_.plan_size && relaxation == Relaxation::sum;
    if ((!manner_.plan && !counts) || best_ == 0 || best_ >= kInfinite) return best_;
    std::uint32_t size = collect_plan(costs);
    return counts ? size : best_;
}

std::uint32_t RelaxedCosts::cost_besides(EventIndex action, const Costs& costs) const {
    std::uint32_t most = 0;
    if (costs.motives)
        for (model::EntityId character : ground_.consenting(action))
            most = std::max(most, (*costs.motives)[character.index()]);
    return most + (costs.extra ? (*costs.extra)[action.index()] : 0);
}

/// Notes which numbers of the utility are enough. Is one of them to be had for nothing?
bool RelaxedCosts::choose_goals(const Goal& goal) {
    wanted_.clear();
    if (network_->utility_is_open) return false;
    for (const RelaxedNetwork::CodedNode& value : network_->goals) {
        bool is_enough = goal.met_by(ground_.codes().number(value.code));
        if (value.node != RelaxedNetwork::kAlways) {
            wanted_.push_back(is_enough ? 1 : 0);
        } else if (is_enough) {
            return true;
        }
    }
    return false;
}

void RelaxedCosts::reset(const Costs& costs) {
    costs_.assign(network_->alternative_count, kInfinite);
    because_.resize(network_->alternative_count);
    source_ = RelaxedNetwork::kNever;
    joints_ = network_->joints;
    if (costs.motives || costs.extra)
        for (auto [action, joint] : network_->actions)
            joints_[joint].cost += cost_besides(EventIndex(action), costs);
    queue_.clear();
    numbers_.clear();
    if (open_.size() < network_->slots.size()) open_.resize(network_->slots.size());
    for (ValueCosts& values : open_)
        values.clear();
    // All tasks run at least once, because what they read may never change.
    marked_.assign(network_->tasks.size(), 1);
    shifted_.assign(network_->tasks.size(), 0);
    marked_tasks_.resize(network_->tasks.size());
    for (std::uint32_t i = 0; i < marked_tasks_.size(); ++i)
        marked_tasks_[i] = i;
}

// ---- the mind ----

/// Returns false if the mind has a value that its network does not know; then there are to be new networks.
bool RelaxedCosts::load(MindId mind) {
    const StateStore& store = dynamics_.store();
    if (++now_ == 0) {
        std::fill(mind_seen_.begin(), mind_seen_.end(), 0);
        std::fill(values_seen_.begin(), values_seen_.end(), 0);
        now_ = 1;
    }
    if (!load_values(store.codes(mind), RelaxedNetwork::kOwn)) return false;
    MindId self = store.has_parted(mind) ? store.mind_of(mind, store.owner(mind)) : MindId::none();
    if (self.valid() && !load_belief(self, RelaxedNetwork::kOwn)) return false;
    for (std::uint32_t pool = RelaxedNetwork::pool_of(0); pool < network_->loads.size(); ++pool) {
        model::EntityId character = RelaxedNetwork::believer_of(pool);
        if (network_->loads[pool].empty()) continue;
        if (!load_belief(store.mind_of(mind, character), pool)) return false;
        if (self.valid() && !load_belief(store.mind_of(self, character), pool)) return false;
    }
    if (network_->loads[RelaxedNetwork::kBelow].empty()) return true;
    for (std::uint32_t below : store.minds_below(mind))
        if (below != MindId::kNone && !load_below(MindId(below))) return false;
    return true;
}

namespace {

/// Is this the first time now?
bool note(std::vector<std::uint32_t>& seen, std::size_t index, std::uint32_t now) {
    if (index >= seen.size()) seen.resize(2 * index + 1, 0);
    if (seen[index] == now) return false;
    seen[index] = now;
    return true;
}

}  // namespace

/// Collects the values of everything that somebody holds possible.
bool RelaxedCosts::load_belief(MindId belief, std::uint32_t pool) {
    const StateStore& store = dynamics_.store();
    Possibility room;
    return std::ranges::all_of(store.possibilities(belief, room), [&](const Possibility& one) {
        return load_values(store.codes(one.mind), pool);
    });
}

bool RelaxedCosts::load_below(MindId mind) {
    const StateStore& store = dynamics_.store();
    if (StateStore::is_belief(mind)) {
        Possibility room;
        return std::ranges::all_of(store.possibilities(mind, room),
                                   [&](const Possibility& one) { return load_below(one.mind); });
    }
    if (store.has_minds_below(mind) && !note(mind_seen_, mind.index(), now_)) return true;
    ValuesId values = store.values(mind);
    if (note(values_seen_, values.index(), now_) && !load_values(store.codes(values), RelaxedNetwork::kBelow))
        return false;
    for (std::uint32_t below : store.minds_below(mind))
        if (below != MindId::kNone && !load_below(MindId(below))) return false;
    return true;
}

bool RelaxedCosts::load_values(const Code* codes, std::uint32_t pool) {
    for (const Place place : network_->loads[pool]) {
        Code code = codes[place.fluent];
        if (place.slot != RelaxedNetwork::kNoSlot) {
            know_number(place.slot, code, 0);
            continue;
        }
        std::uint32_t fact = domains_->fact(place.fluent, code);
        if (fact == RelaxedDomains::kNone) {
            for (const auto& [question, network] : networks_)
                budget_.charge_bytes(-static_cast<std::int64_t>(network.bytes()));
            networks_.clear();
            domains_->include(place.fluent, code);
            if (budget_.stop() != Stop::none) domains_.reset();  // they may not be closed
            return false;
        }
        Node node = network_->facts[pool][fact];
        if (node != RelaxedNetwork::kNever) lower(node, 0);
    }
    return true;
}

// ---- costs ----

/// Notes that the alternative can be had at this cost.
void RelaxedCosts::lower(Node node, std::uint32_t cost) {
    if (cost >= costs_[node] || cost >= bound_) return;
    costs_[node] = cost;
    because_[node] = source_;
    if (node < wanted_.size()) {
        if (wanted_[node]) best_ = bound_ = cost;
    } else {
        queue_.push(cost, node);
    }
}

void RelaxedCosts::mark(Node task) {
    std::size_t number = task - network_->alternative_count - joints_.size();
    if (marked_[number]) return;
    marked_[number] = 1;
    marked_tasks_.push_back(static_cast<std::uint32_t>(number));
}

/// One of the needs of a joint, or of what a task reads, has its final cost.
template <Relaxation relaxation>
void RelaxedCosts::reach(Node node, std::uint32_t cost) {
    if (!network_->is_joint(node)) return mark(node);
    RelaxedNetwork::Joint& joint = joints_[node - network_->alternative_count];
    if (relaxation == Relaxation::max || joint.dearest) {
        joint.cost = std::max<std::uint32_t>(joint.cost, cost);
    } else {
        joint.cost = std::min(joint.cost + cost, kInfinite);
    }
    if (--joint.needs == 0) fire<relaxation>(node);
}

/// A joint has all that it needs. Other joints of which it is a part follow at once, to the depth to which
/// formulas are nested.
template <Relaxation relaxation>
void RelaxedCosts::fire(Node node) {
    RelaxedNetwork::Joint joint = joints_[node - network_->alternative_count];
    for (Node next : network_->leads_to(node)) {
        if (network_->is_alternative(next)) {
            source_ = node;
            lower(next, joint.cost + joint.step);
        } else {
            reach<relaxation>(next, joint.cost);
        }
    }
}

/// Returns false if the budget stopped it.
template <Relaxation relaxation>
bool RelaxedCosts::spread_costs(const Goal& goal) {
    for (std::uint32_t ready : network_->ready)
        if (joints_[ready].needs == 0) fire<relaxation>(network_->alternative_count + ready);
    for (;;) {
        while (queue_.has_level() && queue_.level() < bound_) {
            Node node = queue_.pop();
            if (!network_->is_alternative(node)) {
                Number number = numbers_[node - network_->alternative_count];
                know_number(number.slot, number.code, queue_.level());
                continue;
            }
            if (costs_[node] < queue_.level()) continue;  // it got cheaper while it was waiting
            for (Node next : network_->leads_to(node)) {
                if (network_->is_alternative(next)) {
                    source_ = node;
                    lower(next, queue_.level());
                } else {
                    reach<relaxation>(next, queue_.level());
                }
            }
        }
        if (budget_.stop() != Stop::none) return false;
        run_tasks(goal);
        if (queue_.empty()) return true;
        queue_.advance();
        if (queue_.level() >= bound_) return true;
    }
}

}  // namespace wt::engine
