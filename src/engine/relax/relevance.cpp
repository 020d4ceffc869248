#include "engine/relax/relevance.h"

#include <algorithm>

namespace wt::engine {

using model::EntityId;

void Relevance::add_reads(FormulaId formula, bool below, std::vector<std::uint32_t>& reads) const {
    std::vector<FormulaPool::Read> found;
    ground_.pool().collect_reads(formula, found);
    for (const auto& read : found)
        reads.push_back(2 * read.fluent.value + (below || read.in_other_mind ? 1 : 0));
}

/// Returns what the observing conditions of an action read, which is the same for every owner unless they read minds.
const Relevance::Watched& Relevance::watched_of(EventIndex action) {
    watched_.resize(ground_.action_count());
    std::optional<Watched>& known = watched_[action.index()];
    if (known) return *known;
    known.emplace();
    std::vector<FormulaPool::Read> reads;
    for (std::size_t i = 0; i < ground_.character_count(); ++i) {
        FormulaId observing = ground_.observing(action, EntityId(i));
        if (ground_.pool()[observing].reads_minds) {
            known->reading_minds.push_back(observing);
        } else {
            ground_.pool().collect_reads(observing, reads);
        }
    }
    for (const auto& read : reads)
        known->fluents.push_back(read.fluent.value);
    std::sort(known->fluents.begin(), known->fluents.end());
    known->fluents.erase(std::unique(known->fluents.begin(), known->fluents.end()), known->fluents.end());
    return *known;
}

/// Returns how a formula is read in a world that the owner imagines. As long as its self cannot part from it, the
/// owner's beliefs are its own facts, which may show that something never happens there; else the self is one of the
/// minds below.
FormulaId Relevance::as_read_by(EntityId owner, FormulaId formula) {
    return parting_.can_part(owner) ? formula : ground_.pool().introspective(formula, owner);
}

/// Returns the ways in which an event acts, on the mind itself and on minds below, with what each writes and reads.
std::vector<Relevance::Event> Relevance::describe(EventIndex event, EntityId owner, bool with_consent) {
    FormulaPool& pool = ground_.pool();
    const EventRecord& record = ground_.event(event);
    bool is_action = !ground_.is_trigger(event);
    FormulaId precondition = as_read_by(owner, record.precondition);
    bool happens_here = !pool.is_false(precondition);
    Event own;
    Event below;
    if (happens_here) add_reads(precondition, false, own.reads);
    add_reads(record.precondition, true, below.reads);
    // Everybody else who consents must take the action to be possible, too.
    for (EntityId character : ground_.consenting(event))
        if (with_consent && character != owner) add_reads(record.precondition, true, own.reads);
    if (is_action) {
        add_reads(precondition, false, below.reads);
        const Watched& watched = watched_of(event);
        for (std::uint32_t fluent : watched.fluents) {
            below.reads.push_back(2 * fluent);
            below.reads.push_back(2 * fluent + 1);
        }
        for (FormulaId observing : watched.reading_minds) {
            add_reads(as_read_by(owner, observing), false, below.reads);
            add_reads(observing, true, below.reads);
        }
        // A surprised observer corrects what the precondition mentions.
        for (std::uint32_t read : below.reads)
            if (read % 2 == 1) below.writes.push_back(read);
        // A possibility that is ruled out may have been all that spoke against any other value.
        if (ground_.has_possibilities() && !pool.is_true(record.seen))
            for (std::uint32_t fluent = 0; fluent < ground_.fluent_count(); ++fluent)
                below.writes.push_back(2 * fluent + 1);
    }
    for (const Assignment& assignment : ground_.assignments(event)) {
        auto chain = ground_.chain(assignment.chain);
        if (assignment.kind == Assignment::Kind::possibly)
            for (const Alternative& one : ground_.alternatives(assignment))
                add_reads(one.value, true, below.reads);
        // Somebody who finds something out may find out more by that.
        if (assignment.kind == Assignment::Kind::learn && ground_.has_possibilities())
            for (std::uint32_t fluent = 0; fluent < ground_.fluent_count(); ++fluent)
                below.writes.push_back(2 * fluent + 1);
        FormulaId test = as_read_by(owner, assignment.test);
        FormulaId value = as_read_by(owner, assignment.value);
        bool to_own = chain.empty() || (chain.size() == 1 && chain[0] == owner && !parting_.can_part(owner));
        add_reads(assignment.test, true, below.reads);
        add_reads(assignment.value, true, below.reads);
        below.writes.push_back(2 * assignment.fluent.value + 1);
        if (!happens_here) continue;
        std::vector<std::uint32_t>& reads = to_own ? own.reads : below.reads;
        add_reads(test, false, reads);
        add_reads(value, false, reads);
        if (to_own) {
            own.writes.push_back(2 * assignment.fluent.value);
        } else {
            add_reads(precondition, false, below.reads);
        }
    }
    return {std::move(own), std::move(below)};
}

/// Returns what decides whether one action is a gain at once for the character, as fluents of minds below: its utility,
/// and what triggers make of that.
const std::vector<std::uint32_t>& Relevance::gain_reads(EntityId character) {
    std::optional<std::vector<std::uint32_t>>& known = gain_reads_[character.index()];
    if (known) return *known;
    std::vector<char> needed(2 * ground_.fluent_count(), 0);
    std::vector<std::uint32_t> reads;
    add_reads(ground_.utility(character), true, reads);
    const std::vector<std::vector<Event>>& triggers = at_once(character).triggers;
    known.emplace();
    while (!reads.empty()) {
        for (std::uint32_t read : reads) {
            if (!needed[read]) known->push_back(read);
            needed[read] = 1;
        }
        reads.clear();
        for (const std::vector<Event>& trigger : triggers)
            if (std::ranges::any_of(trigger[1].writes, [&](std::uint32_t f) { return needed[f] != 0; }))
                std::ranges::copy_if(trigger[1].reads, std::back_inserter(reads),
                                     [&](std::uint32_t f) { return needed[f] == 0; });
    }
    return *known;
}

std::vector<std::uint16_t> Relevance::compute(EntityId character, const Manner& manner) {
    std::vector<std::uint16_t> distances(ground_.action_count(), kNever);
    std::vector<std::vector<Event>> events;
    for (std::size_t i = 0; i < ground_.event_count(); ++i) {
        if (budget_.stop() != Stop::none) return distances;
        events.push_back(describe(EventIndex(i), character, manner.with_consent));
    }
    std::vector<char> needed(2 * ground_.fluent_count(), 0);
    std::vector<std::uint32_t> reads;
    add_reads(as_read_by(character, ground_.utility(character)), false, reads);
    for (std::uint32_t read : reads)
        needed[read] = 1;
    for (std::size_t i = ground_.action_count(); manner.is_restless && i < events.size(); ++i)
        for (const Event& way : events[i])
            for (const std::vector<std::uint32_t>* fluents : {&way.reads, &way.writes})
                for (std::uint32_t fluent : *fluents)
                    needed[fluent] = 1;
    auto writes_needed = [&](const Event& event) {
        return std::any_of(event.writes.begin(), event.writes.end(),
                           [&](std::uint32_t f) { return needed[f] != 0; });
    };
    for (std::uint16_t distance = 0; distance < 1000 && budget_.stop() == Stop::none; ++distance) {
        for (bool grew = true; grew;) {
            grew = false;
            for (std::size_t i = ground_.action_count(); i < events.size(); ++i)
                for (const Event& way : events[i]) {
                    if (!writes_needed(way)) continue;
                    for (std::uint32_t read : way.reads) {
                        grew |= needed[read] == 0;
                        needed[read] = 1;
                    }
                }
        }
        std::vector<std::uint32_t> next;
        bool found = false;
        for (std::size_t i = 0; i < ground_.action_count(); ++i) {
            bool is_relevant = false;
            for (const Event& way : events[i]) {
                if (!writes_needed(way)) continue;
                is_relevant = true;
                next.insert(next.end(), way.reads.begin(), way.reads.end());
            }
            if (is_relevant && distances[i] == kNever) {
                distances[i] = distance;
                found = true;
            }
            if (!is_relevant) continue;
            // The fluents that make an action possible are read in the mind itself, whatever the action is good for.
            next.insert(next.end(), events[i][0].reads.begin(), events[i][0].reads.end());
            // Everybody else who consents gains at once, in minds below.
            if (!manner.with_consent) continue;
            for (EntityId other : ground_.consenting(EventIndex(i))) {
                if (other == character) continue;
                const std::vector<std::uint32_t>& theirs = gain_reads(other);
                next.insert(next.end(), theirs.begin(), theirs.end());
                for (const Event& way : events[i])
                    for (std::uint32_t read : way.reads)
                        next.push_back(read | 1);
            }
        }
        for (std::uint32_t read : next) {
            found |= needed[read] == 0;
            needed[read] = 1;
        }
        if (!found) break;
    }
    return distances;
}

const Relevance::AtOnce& Relevance::at_once(EntityId character) {
    std::optional<AtOnce>& known = at_once_[character.index()];
    if (known) return *known;
    known.emplace();
    std::vector<std::uint32_t> reads;
    add_reads(as_read_by(character, ground_.utility(character)), false, reads);
    std::vector<std::uint32_t> as_it_stands;
    add_reads(ground_.utility(character), true, as_it_stands);
    known->reads_nothing = reads.empty() && as_it_stands.empty();
    if (known->reads_nothing) return *known;
    for (std::size_t i = ground_.action_count(); i < ground_.event_count(); ++i)
        known->triggers.push_back(describe(EventIndex(i), character));
    known->utility_reads.assign(2 * ground_.fluent_count(), 0);
    for (std::uint32_t read : reads) {
        known->utility_reads[read] = 1;
        known->reads_below |= read % 2 == 1;
    }
    known->readers.resize(2 * ground_.fluent_count());
    known->reached.resize(2 * ground_.fluent_count());
    for (std::size_t i = 0; i < known->triggers.size(); ++i) {
        auto gives = [&](const Event& way) {
            return std::ranges::any_of(way.writes,
                                       [&](std::uint32_t f) { return known->utility_reads[f] != 0; });
        };
        if (std::ranges::any_of(known->triggers[i], gives)) known->noticed.push_back(i);
        for (const Event& way : known->triggers[i])
            if (!gives(way))
                for (std::uint32_t read : way.reads)
                    known->readers[read].push_back(&way);
    }
    return *known;
}

const std::vector<std::uint32_t>& Relevance::reached_from(EntityId character, std::uint32_t fluent) {
    AtOnce& known = *at_once_[character.index()];
    std::vector<std::uint32_t>& reached = known.reached[fluent];
    if (!reached.empty()) return reached;
    std::vector<char> is_reached(known.reached.size(), 0);
    is_reached[fluent] = 1;
    reached.push_back(fluent);
    for (std::size_t i = 0; i < reached.size(); ++i)
        for (const Event* way : known.readers[reached[i]])
            for (std::uint32_t written : way->writes) {
                if (is_reached[written] != 0) continue;
                is_reached[written] = 1;
                reached.push_back(written);
            }
    return reached;
}

FormulaId Relevance::gain_condition(EventIndex action, EntityId character) {
    std::uint64_t key = std::uint64_t{action.value} << 32 | character.value;
    auto known = gain_conditions_.find(key);
    if (known != gain_conditions_.end()) return known->second;
    return gain_conditions_[key] = gain_condition_anew(action, character);
}

FormulaId Relevance::gain_condition_anew(EventIndex action, EntityId character) {
    FormulaPool& pool = ground_.pool();
    const AtOnce& known = at_once(character);
    if (known.reads_nothing) return pool.truth(false);
    std::vector<char> touched(2 * ground_.fluent_count(), 0);
    auto touches = [&](const std::vector<std::uint32_t>& fluents) {
        return std::ranges::any_of(fluents, [&](std::uint32_t f) { return touched[f] != 0; });
    };
    auto gives = [&](const Event& way) {
        return std::ranges::any_of(way.writes, [&](std::uint32_t f) { return known.utility_reads[f] != 0; });
    };
    for (const Event& way : describe(action, character)) {
        if (gives(way)) return pool.truth(true);
        if (known.noticed.empty()) continue;
        for (std::uint32_t written : way.writes)
            if (touched[written] == 0)
                for (std::uint32_t reached : reached_from(character, written))
                    touched[reached] = 1;
    }
    std::vector<FormulaId> conditions;
    for (std::size_t i : known.noticed) {
        const Event& own = known.triggers[i][0];
        const Event& below = known.triggers[i][1];
        if (gives(below) && touches(below.reads)) return pool.truth(true);
        if (!gives(own) || !touches(own.reads)) continue;
        FormulaId precondition =
            as_read_by(character, ground_.event(EventIndex(ground_.action_count() + i)).precondition);
        std::vector<FormulaId> parts{precondition};
        if (pool[precondition].kind == FormulaKind::all) {
            auto children = pool.children(pool[precondition]);
            parts.assign(children.begin(), children.end());
        }
        std::erase_if(parts, [&](FormulaId part) {
            std::vector<std::uint32_t> reads;
            add_reads(part, false, reads);
            return touches(reads);
        });
        conditions.push_back(pool.all(std::move(parts)));
    }
    return pool.any(std::move(conditions));
}

}  // namespace wt::engine
