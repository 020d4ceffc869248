// This is the interface by which others look into states.

#include <algorithm>

#include "model/print.h"
#include "referee/context.h"
#include "referee/evaluate.h"
#include "referee/happen.h"
#include "referee/history.h"
#include "referee/judge.h"
#include "referee/prospect.h"
#include "referee/reasons.h"
#include "referee/referee.h"
#include "referee/trace.h"

namespace wt::referee {

using namespace model;

States::States(const World& world, const Rules& rules, Budget& budget)
    : context_(std::make_unique<Context>(world, rules, budget)) {}
States::~States() = default;

Judgement States::trouble() {
    return trouble_of(*context_);
}

MindId States::first_state() {
    return referee::first_state(*context_);
}

MindId States::successor(MindId mind, const GroundEvent& action) {
    std::optional<ActionId> id = find_action(*context_, action);
    return id ? referee::successor(*context_, mind, *id) : mind;
}

bool States::possible(MindId belief, const GroundEvent& action) {
    return possible_for(*context_, belief, occurrence_of(context_->world, action));
}

bool States::can_happen(MindId mind, const GroundEvent& action) {
    return referee::can_happen(*context_, mind, occurrence_of(context_->world, action));
}

MindId States::believed(MindId mind, std::span<const EntityId> believers) const {
    for (EntityId believer : believers)
        mind = context_->believed(mind, believer);
    return mind;
}

bool States::explained(MindId state, const GroundEvent& action) {
    std::optional<ActionId> id = find_action(*context_, action);
    return id && is_explained(*context_, state, *id, context_->limits.character);
}

bool States::answers(std::span<const GroundEvent> actions, const Request& request) {
    Course course{{referee::first_state(*context_)}, {}};
    for (const GroundEvent& action : actions) {
        std::optional<ActionId> id = find_action(*context_, action);
        if (!id || context_->halted()) return false;
        course.actions.push_back(*id);
        course.states.push_back(referee::successor(*context_, course.states.back(), *id));
    }
    return !context_->halted() && referee::answers(*context_, course, request) && !context_->halted();
}

std::vector<Possibility> States::possibilities(MindId belief) const {
    Possibilities all = context_->minds.possibilities(belief);
    return {all.begin(), all.end()};
}

Value States::value(MindId mind, std::span<const EntityId> believers, PropertyId property,
                    std::span<const Value> arguments) const {
    FluentId fluent = context_->fluents.find(property, arguments);
    std::vector<MindId> minds{mind};
    for (EntityId believer : believers) {
        std::vector<MindId> theirs;
        for (MindId above : minds)
            for (const Possibility& possibility : possibilities(context_->believed(above, believer)))
                theirs.push_back(possibility.mind);
        minds = std::move(theirs);
    }
    Value common = context_->minds.value(minds[0], fluent);
    for (MindId each : minds)
        if (!(context_->minds.value(each, fluent) == common)) return Value::unknown();
    return common;
}

Value States::utility(MindId mind) {
    return referee::utility(*context_, mind);
}

int States::belief_depth() const {
    return context_->depth;
}

std::optional<int> States::shortest_reason(MindId belief, const GroundEvent& action, int budget) {
    std::optional<ActionId> id = find_action(*context_, action);
    if (!id) return std::nullopt;
    MindId prospect = prospect_of(*context_, belief);
    const std::vector<ActionId>* reason = find_reason(*context_, prospect, *id, budget);
    if (reason == nullptr) return std::nullopt;
    return static_cast<int>(reason->size());
}

Account States::account(MindId belief, std::span<const GroundEvent> actions, int budget) {
    Context& context = *context_;
    Account account;
    auto end = [&](const Ending& ending) {
        auto same = std::ranges::find_if(account.endings, [&](const Ending& other) {
            return other.actions == ending.actions && other.is_failure == ending.is_failure &&
                   other.utility == ending.utility;
        });
        if (same == account.endings.end())
            account.endings.push_back(ending);
        else if (std::optional<Fraction> sum = add(same->share, ending.share))
            same->share = *sum;
        else
            context.budget.request_stop(Stop::weights);
    };
    Venture venture = start_of(context, prospect_of(context, belief));
    Measure start = measure_of(context, venture, budget);
    std::size_t done = 0;
    for (; done < actions.size() && !venture.running.empty() && !context.halted(); ++done) {
        std::optional<ActionId> action = find_action(context, actions[done]);
        if (!action) break;
        std::size_t known = venture.ended.size();
        Venture next = after(context, venture, *action);
        for (std::size_t i = known; i < next.ended.size(); ++i) {
            const Branch& branch = next.ended[i];
            end({branch.share, done, branch.has_failed, referee::utility(context, branch.world)});
        }
        venture = std::move(next);
    }
    for (const Branch& branch : venture.running)
        end({branch.share, done, false, referee::utility(context, branch.world)});
    account.goes_well = done == actions.size() && !venture.running.empty();
    Measure last = measure_of(context, venture, budget);
    account.worth_at_start = start.worth;
    account.worth_at_end = last.worth;
    account.outlook_at_start = start.outlook;
    account.outlook_at_end = last.outlook;
    return account;
}

std::optional<Fraction> luck(const World& world, std::span<const GroundEvent> actions, const Rules& rules,
                             Budget& budget) {
    Context context(world, rules, budget);
    std::vector<MindId> states{first_state(context)};
    if (context.halted() || take_history(context, rules.history, states[0])) return std::nullopt;
    std::vector<ActionId> taken;
    for (const GroundEvent& event : actions) {
        std::optional<ActionId> action = find_action(context, event);
        if (context.halted() || !action || !can_happen(context, states.back(), context[*action]))
            return std::nullopt;
        taken.push_back(*action);
        states.push_back(successor(context, states.back(), *action));
        if (!states.back().valid()) return std::nullopt;
    }
    if (context.halted()) return std::nullopt;
    return luck_of(context, {states, taken});
}

namespace {

void write(const Context& context, MindId id, const std::string& believers, const std::vector<Value>* above,
           int depth, std::string& out) {
    const Mind& mind = context[id];
    const std::vector<Value>& values = context.minds.values(mind.values);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (above != nullptr && (*above)[i] == values[i]) continue;
        const Fluent& fluent = context.fluents[FluentId(i)];
        out += believers + fluent_text(context.world, fluent.property, fluent.arguments) + " = " +
               to_text(context.world, values[i]) + "\n";
    }
    if (depth == 0) return;
    for (std::size_t i = 0; i < mind.children.size(); ++i) {
        if (!mind.children[i].valid()) continue;
        Possibilities possibilities = context.minds.possibilities(mind.children[i]);
        std::int64_t all = 0;
        for (const Possibility& possibility : possibilities)
            all += possibility.weight;
        for (const Possibility& possibility : possibilities) {
            std::string name = context.world.entities[i].name;
            if (possibilities.size() > 1)
                name += " (" + std::to_string(possibility.weight) + " of " + std::to_string(all) + ")";
            write(context, possibility.mind, believers + name + ": ", &values, depth - 1, out);
        }
    }
}

}  // namespace

std::string States::to_text(MindId belief, int depth) const {
    std::string text;
    for (const Possibility& possibility : possibilities(belief))
        write(*context_, possibility.mind, "", nullptr, depth, text);
    return text;
}

}  // namespace wt::referee
