#include "engine/explain/prospects.h"

#include <algorithm>
#include <cmath>

namespace wt::engine {

using model::EntityId;
using model::Fraction;
using Outlook = model::Temper::Outlook;

void Prospects::set_limits(int belief_limit, int foresight) {
    if (belief_limit == belief_limit_ && foresight == foresight_) return;
    belief_limit_ = belief_limit;
    foresight_ = foresight;
    reasons_.clear();
    chosen_.clear();
    outlooks_.clear();
    undecided_.clear();
    steps_.clear();
    worths_of_.clear();
}

const std::vector<EventIndex>& Prospects::actions() {
    if (actions_.empty())
        for (std::size_t i = 0; i < ground_.action_count(); ++i)
            if (!ground_.event(EventIndex(i)).fails && !ground_.consenting(EventIndex(i)).empty())
                actions_.push_back(EventIndex(i));
    return actions_;
}

MindId Prospects::prospect_of(MindId belief) {
    if (!StateStore::is_belief(belief)) return belief;
    if (StateStore::is_prospect(belief)) return StateStore::unmarked(belief);
    if (const MindId* known = prospects_.find(belief.value)) return *known;
    Possibility room;
    std::vector<Possibility> worlds;
    for (const Possibility& one : dynamics_.store().possibilities(belief, room))
        worlds.push_back({dynamics_.with_self(one.mind, belief), one.weight});
    MindId prospect = dynamics_.belief(std::move(worlds));
    if (!stopped()) prospects_[belief.value] = prospect;
    return prospect;
}

MindId Prospects::tried_in(MindId prospect, EventIndex action) {
    Possibility room;
    for (const Possibility& one : dynamics_.store().possibilities(prospect, room))
        if (dynamics_.can_be_tried(action, one.mind)) return one.mind;
    return MindId::none();
}

// ---- what a plan is worth ----

bool Prospects::is_wary(MindId prospect) const {
    MindId world = dynamics_.store().first_of(prospect);
    return temper_of(dynamics_.store().owner(world)).wary && dynamics_.store().level(world) <= belief_limit_;
}

int Prospects::clipped(MindId prospect, int budget) const {
    return dynamics_.store().level(dynamics_.store().first_of(prospect)) > belief_limit_
               ? 1
               : std::max(budget, 1);
}

Fraction Prospects::checked(std::optional<Fraction> fraction) {
    if (!fraction) budget_.request_stop(Stop::weights);
    return fraction.value_or(Fraction{});
}

std::optional<Fraction> Prospects::utility(MindId world, EntityId character) {
    double utility = dynamics_.utility(world, character);
    if (std::isnan(utility)) return std::nullopt;
    return checked(model::fraction_of(utility));
}

void Prospects::add(Tally& tally, Outlook outlook, const Fraction& share, std::optional<Fraction> utility) {
    if (!utility) {
        tally.has_unknown = true;
        return;
    }
    if (outlook == Outlook::expected) {
        Fraction part = checked(model::multiply(share, *utility));
        tally.value = checked(model::add(tally.value, part));
    } else {
        auto order = model::compare(*utility, tally.value);
        bool is_further = outlook == Outlook::hopeful ? order > 0 : order < 0;
        if (!tally.has_any || is_further) tally.value = *utility;
    }
    tally.has_any = true;
}

void Prospects::end(Run& run, MindId world, const Fraction& share, int budget, bool is_wary) {
    EntityId owner = dynamics_.store().owner(world);
    Outlook how = temper_of(owner).outlook;
    add(run.ended, how, share, utility(world, owner));
    if (!is_wary) return;
    std::optional<double> least = outlook(world, owner, budget, foresight_);
    add(run.ended_outlook, how, share,
        least ? std::optional(checked(model::fraction_of(*least))) : std::nullopt);
}

/// Returns a plan's run after one more action, or none if it then goes well nowhere.
std::optional<Prospects::Run> Prospects::advance(const Run& run, EventIndex action, int budget,
                                                 bool is_wary) {
    const EventRecord& record = ground_.event(action);
    model::FractionId chance_id = ground_.world()[record.schema].chance;
    Run result;
    result.ended = run.ended;
    result.ended_outlook = run.ended_outlook;
    Possibility room;
    auto worlds = dynamics_.store().possibilities(run.running, room);
    std::int64_t all = 0;
    std::int64_t well = 0;
    for (const Possibility& one : worlds)
        if (__builtin_add_overflow(all, one.weight, &all)) checked(std::nullopt);
    std::vector<Possibility> running;
    auto share_of = [&](std::int64_t weight) {
        return checked(model::multiply(run.share, checked(model::make_fraction(weight, all))));
    };
    // An action that succeeds nowhere is of no use, and most actions are of this kind.
    if (std::ranges::none_of(worlds,
                             [&](const Possibility& one) { return dynamics_.possible(action, one.mind); }))
        return std::nullopt;
    for (const Possibility& one : worlds) {
        bool succeeds = dynamics_.possible(action, one.mind);
        bool may_fail = !succeeds || chance_id.valid();
        MindId after = succeeds ? dynamics_.successor(one.mind, action) : one.mind;
        MindId failed = one.mind;
        if (may_fail && record.other.valid()) failed = dynamics_.successor(one.mind, record.other);
        // An action is impossible if it leads to triggers that never rest.
        if (!after.valid() || !failed.valid() || !dynamics_.can_be_tried(action, one.mind)) {
            end(result, one.mind, share_of(one.weight), budget, is_wary);
            continue;
        }
        if (succeeds) {
            running.push_back({after, one.weight});
            well += one.weight;
        }
        if (!may_fail) continue;
        Fraction share = share_of(one.weight);
        if (succeeds) {
            const Fraction& chance = ground_.world()[chance_id];
            share =
                checked(model::multiply(share, {chance.denominator - chance.numerator, chance.denominator}));
        }
        end(result, failed, share, budget, is_wary);
    }
    if (running.empty()) return std::nullopt;
    result.share = share_of(well);
    if (chance_id.valid()) result.share = checked(model::multiply(result.share, ground_.world()[chance_id]));
    result.running = dynamics_.belief(std::move(running));
    return result;
}

MindId Prospects::after(MindId prospect, EventIndex action) {
    Run run;
    run.running = prospect;
    std::optional<Run> next = advance(run, action, 0, false);
    return next ? next->running : MindId::none();
}

Prospects::Worth Prospects::worth_of(const Run& run, int budget, bool is_wary) {
    Run ends = run;
    Possibility room;
    auto worlds = dynamics_.store().possibilities(run.running, room);
    std::int64_t all = 0;
    for (const Possibility& one : worlds)
        if (__builtin_add_overflow(all, one.weight, &all)) checked(std::nullopt);
    for (const Possibility& one : worlds)
        end(ends, one.mind,
            checked(model::multiply(run.share, checked(model::make_fraction(one.weight, all)))), budget,
            is_wary);
    Worth worth;
    worth.is_known = !ends.ended.has_unknown;
    if (worth.is_known) worth.value = ends.ended.value;
    worth.has_outlook = is_wary;
    worth.outlook_is_known = is_wary && !ends.ended_outlook.has_unknown;
    if (worth.outlook_is_known) worth.outlook = ends.ended_outlook.value;
    return worth;
}

Prospects::Worth Prospects::worth_now(MindId prospect, int budget) {
    Run run;
    run.running = prospect;
    return worth_of(run, clipped(prospect, budget), is_wary(prospect));
}

Prospects::Worth Prospects::worth_of(MindId prospect, const std::vector<EventIndex>& plan, int budget,
                                     Fraction& success) {
    budget = clipped(prospect, budget);
    Run run;
    run.running = prospect;
    for (EventIndex action : plan) {
        std::optional<Run> next = advance(run, action, budget, is_wary(prospect));
        if (!next) return {};
        run = std::move(*next);
    }
    success = run.share;
    return worth_of(run, budget, is_wary(prospect));
}

std::size_t Prospects::RunHash::operator()(const Run& run) const {
    std::uint64_t hash = run.running.value;
    auto add = [&](std::uint64_t word) { hash = combine(hash, word); };
    auto add_fraction = [&](const Fraction& fraction) {
        add(static_cast<std::uint64_t>(fraction.numerator));
        add(static_cast<std::uint64_t>(fraction.denominator));
    };
    add_fraction(run.share);
    for (const Tally* tally : {&run.ended, &run.ended_outlook}) {
        add(static_cast<std::uint64_t>(tally->has_any) << 1 | static_cast<std::uint64_t>(tally->has_unknown));
        add_fraction(tally->value);
    }
    return hash;
}

Prospects::RunId Prospects::intern(Run run) {
    auto [place, is_new] = run_numbers_.try_emplace(std::move(run), static_cast<RunId>(runs_.size()));
    if (is_new) {
        runs_.push_back(&place->first);
        budget_.charge_bytes(static_cast<std::int64_t>(sizeof(Run) + 6 * sizeof(void*)));
    }
    return place->second;
}

/// Returns the run after one more action; `kNoRun` if it then goes well nowhere.
Prospects::RunId Prospects::step(RunId run, EventIndex action, int budget) {
    bool wary = is_wary(runs_[run]->running);
    TripleKey key{run, action.value, wary ? static_cast<std::uint32_t>(budget) : 0};
    if (const RunId* known = steps_.find(key)) return *known;
    ++effort_;
    std::optional<Run> next = advance(*runs_[run], action, budget, wary);
    RunId result = next ? intern(std::move(*next)) : kNoRun;
    if (!stopped()) steps_[key] = result;
    return result;
}

/// Returns what a plan that ends here is worth.
Prospects::WorthId Prospects::worth_at(RunId run, int budget) {
    bool wary = is_wary(runs_[run]->running);
    TripleKey key{run, wary ? static_cast<std::uint32_t>(budget) : 0, 0};
    if (const WorthId* known = worths_of_.find(key)) return *known;
    Worth worth = worth_of(*runs_[run], budget, wary);
    auto place = std::ranges::find(worths_, worth);
    auto id = static_cast<WorthId>(place - worths_.begin());
    if (place == worths_.end()) worths_.push_back(worth);
    if (!stopped()) worths_of_[key] = id;
    return id;
}

bool Prospects::improves(WorthId end_id, WorthId start_id) const {
    const Worth& end = worths_[end_id];
    const Worth& start = worths_[start_id];
    if (!end.is_known || !start.is_known) return false;
    auto order = model::compare(end.value, start.value);
    if (order != 0) return order > 0;
    return end.outlook_is_known && start.outlook_is_known && model::compare(end.outlook, start.outlook) > 0;
}

/// Returns the least utility that the character may be left with when the others have acted up to `steps` times more;
/// none if it is not known. Each of them acts for reasons, and without the character.
std::optional<double> Prospects::outlook(MindId world, EntityId character, int budget, int steps) {
    double now = dynamics_.utility(world, character);
    std::optional<double> least = std::isnan(now) ? std::nullopt : std::optional(now);
    if (steps == 0 || stopped()) return least;
    Key key{world.value, static_cast<std::uint32_t>(budget), static_cast<std::uint32_t>(steps)};
    if (auto known = outlooks_.find(key); known != outlooks_.end()) return known->second;
    ++effort_;
    auto possible = dynamics_.possible_actions(world);
    std::vector<EventIndex> events(possible.begin(), possible.end());
    for (EventIndex event : events) {
        auto consenting = ground_.consenting(event);
        if (consenting.empty() || std::ranges::find(consenting, character) != consenting.end()) continue;
        if (!consented(world, action_of(event), budget, 0)) continue;
        MindId after = dynamics_.successor(world, event);
        if (stopped()) return least;
        if (!after.valid()) continue;
        std::optional<double> then = outlook(after, character, budget - 1, steps - 1);
        if (then && (!least || *then < *least)) least = then;
    }
    if (!stopped()) outlooks_.emplace(key, least);
    return least;
}

// ---- reasons ----

bool Prospects::consented(MindId prospect, EventIndex action, int budget, int owners_length,
                          const std::vector<char>* is_puppet) {
    const StateStore& store = dynamics_.store();
    EntityId owner = store.owner(store.first_of(prospect));
    auto consenting = ground_.consenting(action);
    Possibility room;
    for (const Possibility& one : store.possibilities(prospect, room)) {
        if (!dynamics_.can_be_tried(action, one.mind)) continue;
        for (EntityId character : consenting) {
            if (character == owner || (is_puppet && !is_puppet->empty() && (*is_puppet)[character.index()]))
                continue;
            MindId belief = store.mind_of(one.mind, character);
            if (!dynamics_.can_be_tried(action, belief)) return false;
            if (!has_reason(prospect_of(belief), action, budget, budget)) return false;
        }
    }
    return std::ranges::find(consenting, owner) == consenting.end() || !owner.valid() ||
           has_reason(prospect, action, budget, owners_length);
}

bool Prospects::has_reason(MindId prospect, EventIndex action, int budget, int max_length) {
    budget = clipped(prospect, budget);
    max_length = std::min(max_length, budget);
    const StateStore& store = dynamics_.store();
    bool is_prudent = temper_of(store.owner(store.first_of(prospect))).prudent;
    if (ground_.event(action).fails) return false;  // it never succeeds
    for (int length = 1; length <= max_length && !stopped(); ++length) {
        for (const Reason& reason : reasons(prospect, action, budget, length)) {
            if (is_prudent && is_dominated(prospect, reason, budget)) continue;
            if (stopped()) return false;
            chosen_.try_emplace({prospect.value, action.value, static_cast<std::uint32_t>(budget)}, &reason);
            return true;
        }
    }
    return false;
}

const std::vector<EventIndex>& Prospects::reason(MindId prospect, EventIndex action, int budget) {
    budget = clipped(prospect, budget);
    has_reason(prospect, action, budget, budget);
    auto known = chosen_.find({prospect.value, action.value, static_cast<std::uint32_t>(budget)});
    static const std::vector<EventIndex> kNone;
    WT_CHECK(known != chosen_.end() || stopped(), "EXPLAIN-3: only what is explained is described");
    return known != chosen_.end() ? known->second->plan : kNone;
}

/// Finds the reasons of exactly that length, one for each worth; only the first one for whoever is not prudent.
const std::vector<Prospects::Reason>& Prospects::reasons(MindId prospect, EventIndex action, int budget,
                                                         int length) {
    Key key{prospect.value, action.value, static_cast<std::uint32_t>(budget << 12 | length)};
    if (auto known = reasons_.find(key); known != reasons_.end()) return known->second;
    std::vector<Reason> found;
    Run now;
    now.running = prospect;
    RunId start = intern(std::move(now));
    Quest quest{dynamics_.store().owner(dynamics_.store().first_of(prospect)),
                budget,
                length,
                worth_at(start, budget),
                {action},
                {start},
                {{start, 1}},
                &found};
    RunId first = step(start, action, budget);
    if (worths_[quest.start].is_known && first != kNoRun && could_improve(quest, first, length - 1) &&
        (length == 1 || undecided(quest, first, {start, 1}, budget - 1, length - 1))) {
        quest.runs.push_back(first);
        extend(quest);
    }
    static const std::vector<Reason> kNone;
    if (stopped()) return kNone;
    budget_.charge_bytes(
        static_cast<std::int64_t>(64 + found.size() * (sizeof(Reason) + 4 * quest.plan.size())));
    return reasons_.emplace(key, std::move(found)).first->second;
}

/// Returns the actions that go well in some world of the run and may be the first of so many steps more.
std::vector<EventIndex> Prospects::next_actions(const Quest& quest, RunId run, int steps) {
    Possibility room;
    std::vector<EventIndex> found;
    // The last action has to make a difference; what another outcome leads to counts, too.
    const auto& distances = relevance_.distances(quest.owner);
    auto matters = [&](EventIndex event) { return event.valid() && distances[event.index()] == 0; };
    bool has_to_matter = steps == 1 && !is_wary(runs_[run]->running);
    for (const Possibility& one : dynamics_.store().possibilities(runs_[run]->running, room))
        for (EventIndex event : dynamics_.possible_actions(one.mind)) {
            const EventRecord& record = ground_.event(event);
            if (record.fails || ground_.consenting(event).empty()) continue;
            if (!has_to_matter || matters(event) || matters(record.other)) found.push_back(event);
        }
    std::ranges::sort(found);
    found.erase(std::ranges::unique(found).begin(), found.end());
    return found;
}

/// Do all who consent, but for the owner, take the action to be possible wherever it can be tried? Cheap.
bool Prospects::thought_possible(MindId prospect, EventIndex action) const {
    const StateStore& store = dynamics_.store();
    EntityId owner = store.owner(store.first_of(prospect));
    Possibility room;
    for (const Possibility& one : store.possibilities(prospect, room)) {
        if (!dynamics_.can_be_tried(action, one.mind)) continue;
        for (EntityId character : ground_.consenting(action))
            if (character != owner && !dynamics_.can_be_tried(action, store.mind_of(one.mind, character)))
                return false;
    }
    return true;
}

/// Takes down every plan of the right length that begins like that of the quest and is a reason.
void Prospects::extend(Quest& quest) {
    auto taken = static_cast<int>(quest.plan.size());
    if (taken == quest.length) return complete(quest);
    ++effort_;
    RunId run = quest.runs.back();
    int budget = quest.budget - taken;  // of the next action
    int steps = quest.length - taken;
    for (EventIndex action : next_actions(quest, run, steps)) {
        if (is_done(quest)) return;
        if (!thought_possible(runs_[run]->running, action)) continue;
        RunId after = step(run, action, quest.budget);
        if (after == kNoRun) continue;
        std::optional<Rival> rival = promising(quest, run, quest.rivals.back(), budget, steps, action, after);
        if (!rival) continue;
        quest.plan.push_back(action);
        quest.runs.push_back(after);
        quest.rivals.push_back(*rival);
        extend(quest);
        quest.plan.pop_back();
        quest.runs.pop_back();
        quest.rivals.pop_back();
    }
}

/// May there be so many further actions, all explained, that end better than the start, and which the rival that
/// does what it can of them does not match? The next action has this budget.
bool Prospects::undecided(const Quest& quest, RunId run, Rival rival, int budget, int steps) {
    if (steps == 0) {
        WorthId worth = worth_at(run, quest.budget);
        return improves(worth, quest.start) && worth_at(rival.run, quest.budget) != worth;
    }
    if (stopped() || !could_improve(quest, run, steps)) return false;
    if (quest.budget > 0xff) return true;
    auto next = static_cast<std::uint32_t>(pairs_.size());
    std::uint64_t runs = std::uint64_t{run} << 32 | rival.run;
    const std::uint32_t* known_pair = pairs_.find(runs);
    std::uint32_t pair = known_pair ? *known_pair : (pairs_[runs] = next);
    TripleKey key{pair, quest.start,
                  static_cast<std::uint32_t>(budget << 24 | rival.behind << 16 | steps << 8 | quest.length)};
    if (const char* known = undecided_.find(key)) return *known != 0;
    bool answer = undecided_anew(quest, run, rival, budget, steps);
    if (!stopped()) undecided_[key] = answer ? 1 : 0;
    return answer;
}

bool Prospects::undecided_anew(const Quest& quest, RunId run, Rival rival, int budget, int steps) {
    ++effort_;
    for (EventIndex action : next_actions(quest, run, steps)) {
        if (!thought_possible(runs_[run]->running, action)) continue;
        RunId after = step(run, action, quest.budget);
        if (stopped()) return false;
        if (after != kNoRun && promising(quest, run, rival, budget, steps, action, after)) return true;
    }
    return false;
}

/// May the action, the first of so many further ones, belong to a reason? If so, this returns where the rival is then.
std::optional<Prospects::Rival> Prospects::promising(const Quest& quest, RunId run, Rival rival, int budget,
                                                     int steps, EventIndex action, RunId after) {
    if (!could_improve(quest, after, steps - 1)) return std::nullopt;
    // Without the action itself, would the rest do as well?
    if (!undecided(quest, after, {run, 1}, budget - 1, steps - 1)) return std::nullopt;
    if (!consented(runs_[run]->running, action, budget, budget)) return std::nullopt;
    Rival left_behind{rival.run, rival.behind + 1};
    Rival follows = left_behind;
    RunId beside = step(rival.run, action, quest.budget);
    if (stopped()) return std::nullopt;
    if (beside != kNoRun) follows = {beside, rival.behind};
    bool undecided_still = undecided(quest, after, follows, budget - 1, steps - 1);
    if (beside != kNoRun && !undecided_still) {
        if (consented(runs_[rival.run]->running, action, budget + rival.behind, quest.length - 1))
            return std::nullopt;
        follows = left_behind;
        undecided_still = undecided(quest, after, follows, budget - 1, steps - 1);
    }
    if (!undecided_still) return std::nullopt;
    return follows;
}

/// Is the plan on its way worth as much as at the start if it ends as well as it may in every world after so many
/// steps more, whoever takes them?
bool Prospects::could_improve(const Quest& quest, RunId run, int steps) {
    TripleKey key{run, quest.start, static_cast<std::uint32_t>(steps)};
    if (const char* known = could_improve_.find(key)) return *known != 0;
    bool answer = could_improve_anew(quest, *runs_[run], steps);
    if (!stopped()) could_improve_[key] = answer ? 1 : 0;
    return answer;
}

bool Prospects::could_improve_anew(const Quest& quest, const Run& run, int steps) {
    Tally ended = run.ended;
    Possibility room;
    auto worlds = dynamics_.store().possibilities(run.running, room);
    std::int64_t all = 0;
    for (const Possibility& one : worlds)
        if (__builtin_add_overflow(all, one.weight, &all)) checked(std::nullopt);
    for (const Possibility& one : worlds) {
        double most = highest(one.mind, steps);
        if (std::isnan(most)) return false;
        add(ended, temper_of(quest.owner).outlook,
            checked(model::multiply(run.share, checked(model::make_fraction(one.weight, all)))),
            checked(model::fraction_of(most)));
    }
    if (ended.has_unknown) return false;
    const Worth& start = worths_[quest.start];
    auto order = model::compare(ended.value, start.value);
    return start.has_outlook ? order >= 0 : order > 0;
}

/// Returns the highest utility that the owner of a world has in it, or after at most so many events; NaN if none is
/// known.
double Prospects::highest(MindId world, int steps) {
    std::uint64_t key = std::uint64_t{world.value} << 32 | static_cast<std::uint32_t>(steps);
    if (const double* known = highest_.find(key)) return *known;
    ++effort_;
    double most = dynamics_.utility(world, dynamics_.store().owner(world));
    if (steps > 0) {
        bool is_restless = dynamics_.endless().has_value();
        const auto& distances = relevance_.distances(dynamics_.store().owner(world),
                                                     {.with_consent = false, .is_restless = is_restless});
        auto possible = dynamics_.possible_actions(world);
        std::vector<EventIndex> events(possible.begin(), possible.end());
        for (EventIndex event : events) {
            if (stopped()) return most;
            if (ground_.consenting(event).empty() || distances[event.index()] >= steps) continue;
            MindId after = dynamics_.successor(world, event);
            if (!after.valid()) continue;
            double there = highest(after, steps - 1);
            if (std::isnan(most) || there > most) most = there;
        }
        if (!is_restless && dynamics_.endless() && !stopped()) return highest(world, steps);
    }
    if (!stopped()) highest_[key] = most;
    return most;
}

void Prospects::complete(Quest& quest) {
    WorthId worth = worth_at(quest.runs.back(), quest.budget);
    if (!improves(worth, quest.start)) return;
    for (std::size_t i = 1; i + 1 < quest.runs.size(); ++i)
        if (worth_at(quest.runs[i], quest.budget) == worth) return;
    auto same = [&](const Reason& known) { return known.worth == worths_[worth]; };
    if (std::ranges::any_of(*quest.found, same) || has_competitor(quest, worth) || stopped()) return;
    quest.found->push_back({quest.plan, worths_[worth]});
}

bool Prospects::has_competitor(const Quest& quest, WorthId worth) {
    for (std::size_t left_out = 0; left_out < quest.plan.size(); ++left_out)
        if (competes(quest, worth, quest.runs[left_out], left_out + 1, static_cast<int>(left_out)))
            return true;
    return false;
}

/// Can some of the plan's actions from `next` on, taken after `taken` others, end like the plan?
bool Prospects::competes(const Quest& quest, WorthId worth, RunId run, std::size_t next, int taken) {
    ++effort_;
    if (stopped()) return false;
    if (worth_at(run, quest.budget) == worth) return true;
    if (next == quest.plan.size()) return false;
    EventIndex action = quest.plan[next];
    RunId after = step(run, action, quest.budget);
    if (after != kNoRun && competes(quest, worth, after, next + 1, taken + 1) &&
        consented(runs_[run]->running, action, quest.budget - taken, quest.length - 1))
        return true;
    return competes(quest, worth, run, next + 1, taken);
}

bool Prospects::dominates(const Reason& one, const Reason& other) {
    if (one.plan.size() > other.plan.size()) return false;
    auto worth = model::compare(one.worth.value, other.worth.value);
    auto outlook = std::strong_ordering::equal;
    if (one.worth.outlook_is_known != other.worth.outlook_is_known) return false;
    if (one.worth.outlook_is_known) outlook = model::compare(one.worth.outlook, other.worth.outlook);
    if (worth < 0 || outlook < 0) return false;
    return worth > 0 || outlook > 0 || one.plan.size() < other.plan.size();
}

/// Is there a better or shorter reason for whatever is open to the owner?
bool Prospects::is_dominated(MindId prospect, const Reason& reason, int budget) {
    const StateStore& store = dynamics_.store();
    EntityId owner = store.owner(store.first_of(prospect));
    for (EventIndex action : actions()) {
        auto consenting = ground_.consenting(action);
        if (std::ranges::find(consenting, owner) == consenting.end()) continue;
        for (int length = 1; length <= static_cast<int>(reason.plan.size()); ++length)
            for (const Reason& other : reasons(prospect, action, budget, length))
                if (dominates(other, reason)) return true;
        if (stopped()) return false;
    }
    return false;
}

}  // namespace wt::engine
