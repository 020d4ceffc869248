#include "story/board.h"

#include <algorithm>
#include <map>

namespace wt::story {

using engine::MindId;
using model::EntityId;
using model::Value;

namespace {

// ---- places ----

/// Counts how many expressions read each property.
std::vector<std::size_t> times_read(const model::World& world) {
    std::vector<std::size_t> times(world.properties.size(), 0);
    for (const model::Expr& expr : world.exprs)
        if (expr.kind == model::ExprKind::fluent) ++times[expr.property.index()];
    return times;
}

/// How events change a property.
enum class Change { never, to_fixed, to_any };

/// What one goes to is a parameter, and what one becomes is named: dead, asleep.
std::vector<Change> changes_of(const model::World& world) {
    std::vector<Change> result(world.properties.size(), Change::never);
    std::vector<model::EffectId> open;
    for (const model::Event& event : world.events)
        for (model::EffectId effect : {event.effect, event.failure})
            if (effect.valid()) open.push_back(effect);
    while (!open.empty()) {
        const model::Effect& effect = world[open.back()];
        open.pop_back();
        if (effect.property.valid()) {
            Change& change = result[effect.property.index()];
            bool is_any = effect.value.valid() && world[effect.value].kind == model::ExprKind::variable;
            change = std::max(change, is_any ? Change::to_any : Change::to_fixed);
        }
        open.insert(open.end(), effect.children.begin(), effect.children.end());
    }
    return result;
}

bool can_say_where(const model::World& world, const model::Property& property) {
    if (property.formals.size() != 1 || property.formals[0].is_fixed()) return false;
    if (property.type == model::kBoolean || property.type == model::kNumber) return false;
    auto is_character = [&](EntityId entity) { return world.is_character(entity); };
    const std::vector<EntityId>& who = world[property.formals[0].type].members;
    const std::vector<EntityId>& where = world[property.type].members;
    return std::ranges::any_of(who, is_character) && !where.empty() &&
           std::ranges::none_of(where, is_character);
}

// ---- awareness ----

/// Returns who observes an event of the story.
std::vector<bool> observers(const Story& story, std::size_t place) {
    const model::World& world = story.session.world();
    const model::GroundEvent& action = story.plan.steps[place].action;
    const model::Event& event = world[action.event];
    std::vector<bool> result(world.character_count, true);
    if (!event.observer.valid()) return result;
    for (std::size_t i = 0; i < world.character_count; ++i) {
        Bindings bindings = bindings_of(world, action);
        bindings.emplace_back(event.observer, Value::entity(EntityId(i)));
        result[i] = world.is_of_type(Value::entity(EntityId(i)), world[event.observer].type) &&
                    Reader(story.session, std::move(bindings)).holds(story.states[place], event.observing);
    }
    return result;
}

BoardEvent event_of(const Story& story, std::size_t place) {
    const model::World& world = story.session.world();
    BoardEvent result;
    result.event = story.plan.steps[place].action;
    result.actor_observes = observers(story, place);
    std::vector<EntityId> actors = model::consenting_characters(world, result.event);
    for (std::size_t i = 0; i < world.character_count; ++i) {
        EntityId character{i};
        bool acts = std::ranges::find(actors, character) != actors.end();
        bool changed = engine::mind_of(story.session, story.states[place], character) !=
                       engine::mind_of(story.session, story.states[place + 1], character);
        result.awareness.push_back(acts                       ? Awareness::acts
                                   : result.actor_observes[i] ? Awareness::observes
                                   : changed                  ? Awareness::notices
                                                              : Awareness::unaware);
    }
    for (EntityId character : actors)
        result.reasons.push_back(reason_for(story, place, character));
    if (actors.empty()) result.consequences = consequences_of(story, place);
    return result;
}

// ---- minds ----

/// Fills the table of minds level by level, so that the deepest ones are left out where there are too many.
class MindTable {
  public:
    MindTable(const Story& story, Board& board, std::size_t most)
        : session_(story.session), board_(board), most_(most) {}

    void fill(const std::vector<MindId>& states) {
        for (MindId state : states)
            board_.moments.push_back(place_of(state));
        for (std::size_t next = 0; next < minds_.size(); ++next)
            add(next);
    }

  private:
    /// Returns where the mind stands or will stand in the table.
    std::uint32_t place_of(MindId mind) {
        auto [found, is_new] = places_.emplace(mind.value, static_cast<std::uint32_t>(minds_.size()));
        if (!is_new) return found->second;
        minds_.push_back(mind);
        return found->second;
    }

    void add(std::size_t next) {
        const MindId id = minds_[next];
        BoardMind mind;
        for (std::size_t f = 0; f < board_.fluents.size(); ++f) {
            Value value = value_of(session_, id, board_.fluents[f]);
            if (is_open(session_, id, board_.fluents[f]))
                if (auto doubt = doubt_of(session_, id, board_.fluents[f]))
                    mind.open.emplace_back(static_cast<std::uint32_t>(f), std::move(*doubt));
            if (!(value == board_.base[f])) mind.values.emplace_back(static_cast<std::uint32_t>(f), value);
        }
        for (std::size_t c = 0; c < session_.world().character_count; ++c) {
            MindId theirs = engine::mind_of(session_, id, EntityId(c));
            bool known = places_.contains(theirs.value);
            bool fits = known || minds_.size() < most_;
            mind.minds.push_back(fits ? place_of(theirs) : kNoBoardMind);
            board_.is_whole = board_.is_whole && fits;
        }
        board_.minds.push_back(std::move(mind));
    }

    engine::Session& session_;
    Board& board_;
    std::size_t most_;
    std::map<std::uint32_t, std::uint32_t> places_;
    std::vector<MindId> minds_;
};

std::vector<Fluent> fluents_of(const engine::Session& session) {
    std::vector<Fluent> fluents;
    for (engine::Session::GroundFluent& fluent : session.ground_fluents())
        fluents.push_back({{}, fluent.property, std::move(fluent.arguments)});
    return fluents;
}

/// Returns the fluent's place in the list, at the end of which it is put if it cannot change.
std::uint32_t place_of_fluent(std::vector<Fluent>& fluents, Fluent fluent) {
    auto found = std::ranges::find(fluents, fluent);
    std::size_t place = static_cast<std::size_t>(found - fluents.begin());
    if (found == fluents.end()) fluents.push_back(std::move(fluent));
    return static_cast<std::uint32_t>(place);
}

std::optional<BoardPlaces> located(const model::World& world, std::vector<Fluent>& fluents) {
    std::optional<model::PropertyId> property = place_property(world);
    if (!property) return std::nullopt;
    BoardPlaces result{*property, {}, {}};
    for (EntityId who : world[world[*property].formals[0].type].members)
        result.located.emplace_back(who,
                                    place_of_fluent(fluents, Fluent{{}, *property, {Value::entity(who)}}));
    return result;
}

/// Keeps the places where somebody is.
void find_places(const model::World& world, const Board& board, BoardPlaces& places) {
    for (EntityId place : world[world[places.property].type].members) {
        bool used = std::ranges::any_of(board.moments, [&](std::uint32_t moment) {
            return std::ranges::any_of(places.located, [&](const auto& one) {
                return board.value(board.minds[moment], one.second) == Value::entity(place);
            });
        });
        if (used) places.places.push_back(place);
    }
}

}  // namespace

Value Board::value(const BoardMind& mind, std::uint32_t fluent) const {
    auto found = std::ranges::lower_bound(mind.values, fluent, {}, &std::pair<std::uint32_t, Value>::first);
    return found != mind.values.end() && found->first == fluent ? found->second : base[fluent];
}

const Doubt* Board::open(const BoardMind& mind, std::uint32_t fluent) const {
    auto found = std::ranges::lower_bound(mind.open, fluent, {}, &std::pair<std::uint32_t, Doubt>::first);
    return found != mind.open.end() && found->first == fluent ? &found->second : nullptr;
}

bool Board::is_mistaken(const BoardMind& mind, const BoardMind& truth, std::uint32_t fluent) const {
    if (const Doubt* doubt = open(mind, fluent))
        return std::ranges::none_of(
            doubt->values, [&](const Doubt::Chance& one) { return one.value == value(truth, fluent); });
    return !(value(mind, fluent) == value(truth, fluent));
}

std::optional<model::PropertyId> place_property(const model::World& world) {
    if (world.whereabouts.valid() && can_say_where(world, world[world.whereabouts])) return world.whereabouts;
    std::vector<std::size_t> times = times_read(world);
    std::vector<Change> changes = changes_of(world);
    std::optional<model::PropertyId> best;
    for (std::size_t i = 0; i < world.properties.size(); ++i) {
        bool may_be =
            changes[i] != Change::never && times[i] > 0 && can_say_where(world, world.properties[i]);
        auto rank = [&](std::size_t one) { return std::pair(changes[one], times[one]); };
        if (may_be && (!best || rank(i) > rank(best->index()))) best = model::PropertyId(i);
    }
    return best;
}

Board board_of(const Story& story, const BoardOptions& options) {
    Board board;
    const model::World& world = story.session.world();
    board.fluents = fluents_of(story.session);
    std::optional<BoardPlaces> places = located(world, board.fluents);
    for (const Fluent& fluent : board.fluents)
        board.base.push_back(value_of(story.session, story.states[0], fluent));
    for (std::size_t i = 0; i < story.plan.steps.size(); ++i)
        board.events.push_back(event_of(story, i));
    MindTable(story, board, options.most_minds).fill(story.states);
    if (places) find_places(world, board, *places);
    board.places = std::move(places);
    return board;
}

std::vector<BoardColumn> aligned(const std::vector<BoardKey>& first, const std::vector<BoardKey>& second) {
    // One of the same name counts for more than all exact matches together.
    const std::size_t alike = std::min(first.size(), second.size()) + 1;
    auto worth = [&](std::size_t i, std::size_t j) {
        if (first[i].text == second[j].text) return alike + 1;
        return first[i].name == second[j].name ? alike : 0;
    };
    std::vector<std::vector<std::size_t>> best(first.size() + 1,
                                               std::vector<std::size_t>(second.size() + 1, 0));
    for (std::size_t i = first.size(); i-- > 0;)
        for (std::size_t j = second.size(); j-- > 0;) {
            best[i][j] = std::max(best[i + 1][j], best[i][j + 1]);
            if (worth(i, j) > 0) best[i][j] = std::max(best[i][j], best[i + 1][j + 1] + worth(i, j));
        }
    std::vector<BoardColumn> columns;
    std::size_t i = 0, j = 0;
    while (i < first.size() || j < second.size()) {
        bool both = i < first.size() && j < second.size();
        bool match = both && worth(i, j) > 0 && best[i][j] == best[i + 1][j + 1] + worth(i, j);
        bool left = !match && i < first.size() && (!both || best[i + 1][j] >= best[i][j + 1]);
        BoardColumn column;
        column.is_same = match && worth(i, j) > alike;
        if (match || left) column.first = i;
        if (match || !left) column.second = j;
        i += match || left;
        j += match || !left;
        columns.push_back(column);
    }
    return columns;
}

}  // namespace wt::story
