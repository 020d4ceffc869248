// This is the part of RelaxedCosts that follows a relaxed plan back from the utility.
#include <algorithm>
#include <utility>

#include "engine/relax/relaxed.h"

namespace wt::engine {

/// Is the node met for the first time on this walk?
bool RelaxedCosts::is_new(Node node) {
    if (node >= network_->first_input.size() || node_seen_[node] == walk_) return false;
    node_seen_[node] = walk_;
    return true;
}

/// Goes back from the cheapest way to the utility, along what gave every node its cost. Returns what the actions on it
/// cost together.
std::uint32_t RelaxedCosts::collect_plan(const Costs& costs) {
    std::vector<std::pair<EventIndex, Node>> found;
    start_walk();
    auto visit = [&](Node node) {
        if (is_new(node)) open_nodes_.push_back(node);
    };
    for (Node goal = 0; goal < wanted_.size() && open_nodes_.empty(); ++goal)
        if (wanted_[goal] && costs_[goal] == best_) visit(goal);
    if (network_->utility_is_open) visit(network_->alternative_count + static_cast<Node>(joints_.size()));
    while (!open_nodes_.empty()) {
        Node node = open_nodes_.back();
        open_nodes_.pop_back();
        bool is_alternative = network_->is_alternative(node);
        if (is_alternative && costs_[node] == 0) continue;
        if (is_alternative && costs_[node] < kInfinite) {
            visit(because_[node]);
            continue;
        }
        // This collects all that a joint or a task needs; for the values of an open fluent, all that may give it one.
        for (Node input : network_->inputs_of(node))
            if (!network_->is_joint(input) || joints_[input - network_->alternative_count].needs == 0)
                visit(input);
    }
    std::uint32_t total = 0;
    for (auto [number, joint] : network_->actions) {
        Node node = network_->alternative_count + joint;
        if (node_seen_[node] != walk_) continue;
        total = std::min(total + 1 + cost_besides(EventIndex(number), costs), kInfinite - 1);
        if (manner_.plan) found.emplace_back(EventIndex(number), node);
    }
    for (auto [action, node] : found)
        manner_.plan->push_back(step_of(action, node));
    return total;
}

/// Collects what is behind an action of the relaxed plan, as far as no other action is between.
RelaxedStep RelaxedCosts::step_of(EventIndex action, Node joint) {
    RelaxedStep step{.action = action, .cost = joints_[joint - network_->alternative_count].cost};
    start_walk();
    is_new(joint);
    open_nodes_.push_back(joint);
    while (!open_nodes_.empty()) {
        Node node = open_nodes_.back();
        open_nodes_.pop_back();
        auto visit = [&](Node from) {
            if (is_new(from)) open_nodes_.push_back(from);
        };
        if (network_->is_alternative(node)) {
            const RelaxedNetwork::Fact& fact = network_->fact_of[node];
            if (costs_[node] >= kInfinite) continue;
            if (because_[node] != RelaxedNetwork::kNever) {
                visit(because_[node]);
            } else if (fact.fluent.valid() && fact.pool != RelaxedNetwork::kBelow) {
                step.needs.push_back(fact);
            }
            continue;
        }
        if (network_->is_joint(node)) {
            Node number = node - network_->alternative_count;
            if (joints_[number].needs != 0) continue;
            if (EventIndex other = network_->action_of[number]; node != joint && other.valid()) {
                step.after.push_back(other);
                continue;
            }
        }
        for (Node input : network_->inputs_of(node))
            visit(input);
    }
    return step;
}

void RelaxedCosts::start_walk() {
    open_nodes_.clear();
    if (node_seen_.size() < network_->first_input.size()) node_seen_.resize(network_->first_input.size(), 0);
    if (++walk_ != 0) return;
    std::ranges::fill(node_seen_, 0);
    walk_ = 1;
}

}  // namespace wt::engine
