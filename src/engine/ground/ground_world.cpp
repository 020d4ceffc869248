#include "engine/ground/ground_world.h"

#include <algorithm>
#include <tuple>

#include "engine/ground/compile.h"

namespace wt::engine {

using namespace model;

GroundWorld::GroundWorld(const World& world, Budget& budget)
    : world_(world),
      budget_(budget),
      pool_(codes_, budget),
      reach_(std::make_unique<Reachability>(world, codes_, budget)) {
    chains_.emplace_back();
    has_possibilities_ = model::has_possibilities(world);
    is_uncertain_ = has_possibilities_ || std::ranges::any_of(world.tempers, [](const Temper& temper) {
                        return !temper.is_plain();
                    });
}

std::unique_ptr<GroundWorld> GroundWorld::ground(const World& world, Budget& budget) {
    std::unique_ptr<GroundWorld> ground(new GroundWorld(world, budget));
    if (!ground->reach_->run()) return nullptr;
    ground->choose_fluents();
    ground->compile_events(false);
    ground->action_count_ = ground->events_.size();
    ground->pair_outcomes();
    // A rule of a library that can fail or hides something, but never happens here, makes no difference.
    for (const EventRecord& record : ground->events_) {
        ground->is_uncertain_ |= world[record.schema].can_fail();
        ground->hides_nothing_ &= !world[record.schema].hidden.valid();
    }
    ground->observing_.resize(ground->action_count_);
    ground->compile_events(true);
    Compiler compiler(*ground);
    Bindings bound(world.variables.size());
    ground->author_utility_ = compiler.value(world.author_utility.value, bound);
    for (const Utility& utility : world.utilities)
        ground->utilities_.push_back(compiler.value(utility.value, bound));
    return budget.stop() == Stop::none ? std::move(ground) : nullptr;
}

void GroundWorld::choose_fluents() {
    const FluentTable& table = reach_->fluents();
    std::vector<FluentId> varying;
    for (std::size_t i = 0; i < table.size(); ++i)
        if (!reach_->domain(FluentId(i)).is_constant()) varying.push_back(FluentId(i));
    std::sort(varying.begin(), varying.end(), [&](FluentId a, FluentId b) {
        return std::tie(table[a].property, table[a].arguments) <
               std::tie(table[b].property, table[b].arguments);
    });
    slots_.resize(table.size());
    for (FluentId id : varying) {
        slots_[id.index()] = FluentId(fluents_.size());
        fluents_.push_back(table[id]);
        domains_.push_back(reach_->domain(id));
    }
}

FluentId GroundWorld::find_fluent(PropertyId property, const std::vector<Value>& arguments, Code& constant) {
    FluentId known = reach_->fluents().find(property, arguments);
    if (!known.valid()) {
        // Nobody mentions the fluent, so it has the default, as in the first state. Codes of defaults never need a new
        // number other than 0.
        constant = codes_.encode(reach_->first_state().value({{}, property, arguments}));
        return FluentId::none();
    }
    if (known.index() < slots_.size() && slots_[known.index()].valid()) return slots_[known.index()];
    constant = reach_->domain(known).values[0];
    return FluentId::none();
}

std::uint32_t GroundWorld::add_alternatives(std::vector<Alternative> alternatives) {
    budget_.charge_bytes(static_cast<std::int64_t>(alternatives.size() * sizeof(Alternative)));
    alternatives_.push_back(std::move(alternatives));
    return static_cast<std::uint32_t>(alternatives_.size() - 1);
}

/// The two outcomes of an action stand side by side.
void GroundWorld::pair_outcomes() {
    for (std::size_t i = 0; i + 1 < action_count_; ++i) {
        GroundEvent failure = ground_event(EventIndex(i));
        failure.fails = true;
        if (events_[i].fails || ground_event(EventIndex(i + 1)) != failure) continue;
        events_[i].other = EventIndex(i + 1);
        events_[i + 1].other = EventIndex(i);
    }
}

ChainId GroundWorld::intern_chain(const std::vector<EntityId>& chain) {
    for (std::size_t i = 0; i < chains_.size(); ++i)
        if (chains_[i] == chain) return static_cast<ChainId>(i);
    chains_.push_back(chain);
    return static_cast<ChainId>(chains_.size() - 1);
}

void GroundWorld::compile_events(bool triggers) {
    Compiler compiler(*this);
    Bindings bound(world_.variables.size());
    std::vector<Assignment> assignments;
    for (const GroundEvent& ground : reach_->events()) {
        const Event& schema = world_[ground.event];
        if (schema.is_trigger != triggers) continue;
        if (budget_.stop() != Stop::none) return;
        for (std::size_t i = 0; i < schema.formals.size(); ++i)
            if (!schema.formals[i].is_fixed())
                bound[schema.formals[i].variable.index()] = ground.arguments[i];
        EventRecord record;
        record.schema = ground.event;
        record.fails = ground.fails;
        FormulaId shown = compiler.formula(schema.precondition, bound);
        record.tried =
            schema.hidden.valid() ? pool_.all({shown, compiler.formula(schema.hidden, bound)}) : shown;
        // A failure may be bad luck where there is a chance.
        record.precondition = record.tried;
        record.seen = shown;
        if (schema.success.valid() && !(ground.fails && schema.chance.valid())) {
            // It fails where `success` does not hold, also for something that is unknown; what shows is that the
            // opposite holds.
            FormulaId success = compiler.formula(schema.success, bound);
            FormulaId outcome = success;
            if (ground.fails) outcome = pool_.choice({success, pool_.truth(false), pool_.truth(true)});
            record.precondition = pool_.all({record.tried, outcome});
            record.seen = pool_.all({shown, compiler.formula(schema.success, bound, ground.fails)});
        }
        if (pool_.is_false(record.precondition)) continue;
        assignments.clear();
        if (!ground.fails) compiler.effect(schema.effect, bound, assignments);
        if (ground.fails && schema.failure.valid()) compiler.effect(schema.failure, bound, assignments);
        // An action without effects may still surprise somebody; a trigger without effects never applies.
        if (triggers && assignments.empty()) continue;
        record.first_argument = static_cast<std::uint32_t>(arguments_.size());
        arguments_.insert(arguments_.end(), ground.arguments.begin(), ground.arguments.end());
        record.first_assignment = static_cast<std::uint32_t>(assignments_.size());
        record.assignment_count = static_cast<std::uint32_t>(assignments.size());
        for (const Assignment& a : assignments)
            if (a.chain != 0 || pool_[a.test].reads_minds ||
                pool_[a.value].reads_minds)  // alternatives have a chain
                record.only_own_values = false;
        assignments_.insert(assignments_.end(), assignments.begin(), assignments.end());
        std::vector<EntityId> consenting = consenting_characters(world_, ground);
        record.first_consenting = static_cast<std::uint32_t>(consenting_.size());
        record.consenting_count = static_cast<std::uint32_t>(consenting.size());
        consenting_.insert(consenting_.end(), consenting.begin(), consenting.end());
        events_.push_back(record);
        budget_.charge_bytes(static_cast<std::int64_t>(sizeof record +
                                                       sizeof(Assignment) * assignments.size() +
                                                       sizeof(Value) * ground.arguments.size()));
    }
}

Bindings GroundWorld::bindings(EventIndex e) const {
    Bindings bound(world_.variables.size());
    const Event& schema = world_[event(e).schema];
    for (std::size_t i = 0; i < schema.formals.size(); ++i)
        if (!schema.formals[i].is_fixed())
            bound[schema.formals[i].variable.index()] = arguments_[event(e).first_argument + i];
    return bound;
}

GroundEvent GroundWorld::ground_event(EventIndex e) const {
    auto first = arguments_.begin() + event(e).first_argument;
    auto count = static_cast<std::ptrdiff_t>(world_[event(e).schema].formals.size());
    return {event(e).schema, {first, first + count}, event(e).fails};
}

EventIndex GroundWorld::find_event(const GroundEvent& wanted) const {
    bool trigger = world_[wanted.event].is_trigger;
    auto compare = [&](const EventRecord& record, const GroundEvent& other) {
        if (record.schema != other.event) return record.schema < other.event;
        auto first = arguments_.begin() + record.first_argument;
        auto last = first + static_cast<std::ptrdiff_t>(other.arguments.size());
        if (!std::equal(first, last, other.arguments.begin()))
            return std::lexicographical_compare(first, last, other.arguments.begin(), other.arguments.end());
        return record.fails < other.fails;
    };
    auto begin = events_.begin() + (trigger ? static_cast<std::ptrdiff_t>(action_count_) : 0);
    auto end = trigger ? events_.end() : events_.begin() + static_cast<std::ptrdiff_t>(action_count_);
    auto found = std::lower_bound(begin, end, wanted, compare);
    if (found == end) return EventIndex::none();
    EventIndex index(static_cast<std::size_t>(found - events_.begin()));
    return ground_event(index) == wanted ? index : EventIndex::none();
}

FormulaId GroundWorld::observing(EventIndex action, EntityId character) {
    std::vector<FormulaId>& known = observing_[action.index()];
    if (known.empty()) known.resize(character_count());
    FormulaId& entry = known[character.index()];
    if (entry.valid()) return entry;
    const Event& schema = world_[event(action).schema];
    if (!schema.observing.valid()) return entry = pool_.truth(true);
    Bindings bound = bindings(action);
    bound[schema.observer.index()] = Value::entity(character);
    FormulaId compiled = Compiler(*this).formula(schema.observing, bound);
    return stopped() ? compiled : entry = compiled;
}

Code GroundWorld::first_value(FluentId id, const std::vector<EntityId>& believers) {
    const FluentTable::Entry& entry = fluent(id);
    return codes_.encode(reach_->first_state().value({believers, entry.property, entry.arguments}));
}

}  // namespace wt::engine
