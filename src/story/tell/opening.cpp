// This tells how a telling begins: the few facts that matter later, and who is wrong about what.
#include <algorithm>

#include "story/tell/planning.h"

namespace wt::story {

using model::EntityId;
using model::Value;

namespace {

constexpr std::size_t kMostFacts = 5;
constexpr std::size_t kMostFactsBrief = 2;
constexpr std::size_t kMostDoubts = 2;

/// This says what kind of fact it is; what matters most is chosen first.
enum class Rank : std::uint8_t { falsified, of_teller, of_others, other };

struct Candidate {
    Fluent fluent;
    Value value;
    Rank rank;
};

bool names(const Fluent& fluent, EntityId who) {
    return who.valid() && std::ranges::find(fluent.arguments, Value::entity(who)) != fluent.arguments.end();
}

/// Facts of the first moment, each once.
class Candidates {
  public:
    explicit Candidates(const Focus& focus) : focus_(focus) {
        for (const engine::Session::GroundFluent& ground : focus.story().session.ground_fluents())
            changing_.insert({{}, ground.property, ground.arguments});
    }

    void add(const Fluent& fluent, Rank rank) {
        auto same = [&](const Candidate& one) { return one.fluent == fluent; };
        if (std::ranges::any_of(list_, same)) return;
        list_.push_back({fluent, focus_.value(0, fluent), rank});
    }

    /// Adds what an event's precondition rests on and what was so from the beginning.
    void add_read(std::size_t place) {
        const model::World& world = focus_.world();
        Reader reader(focus_.story().session, bindings_of(world, focus_.event(place)));
        std::set<Fluent> fluents;
        reader.collect(focus_.view(place), world[focus_.event(place).event].precondition, fluents);
        for (const Fluent& fluent : fluents) {
            Value value = focus_.value(0, fluent);
            bool is_plain = fluent.believers.empty() && (value.is_entity() || value.is_true());
            if (is_plain && changing_.contains(fluent) && was_so_until(fluent, value, place))
                add(fluent, rank_of(fluent, value));
        }
    }

    std::vector<Candidate>& list() { return list_; }

  private:
    bool was_so_until(const Fluent& fluent, const Value& value, std::size_t place) const {
        for (std::size_t moment = 0; moment <= place; ++moment)
            if (!(focus_.value(moment, fluent) == value)) return false;
        return true;
    }
    Rank rank_of(const Fluent& fluent, const Value& value) const {
        if (!value.is_entity()) return Rank::other;
        return names(fluent, focus_.teller()) ? Rank::of_teller : Rank::of_others;
    }

    const Focus& focus_;
    std::set<Fluent> changing_;
    std::vector<Candidate> list_;
};

/// Adds what the teller believes at the start and gives up when shown to be wrong, or acts on to the end.
void add_falsified(const Planning& planning, Candidates& candidates) {
    const Focus& focus = planning.focus;
    auto add = [&](const Fluent& fluent, const Value& believed) {
        bool is_from_start = focus.value(0, fluent) == believed && !believed.is_unknown();
        bool is_default = (believed.is_boolean() && !believed.is_true()) ||
                          (believed.is_number() && believed.as_number() == 0);
        if (is_from_start && !is_default) candidates.add(fluent, Rank::falsified);
    };
    if (focus.is_narrator()) return;
    for (const Motive& motive : planning.motives)
        for (const Delusion& one : motive.delusions)
            if (one.owner == focus.teller()) add(one.fluent, one.believed);
    for (std::size_t i = 0; i < focus.events(); ++i) {
        for (const Revision& revision : focus.revisions(i, focus.teller()))
            if (revision.is_revealed) add(revision.fluent, revision.before);
        if (focus.perception(i) != Perception::full) continue;
        for (const Implied& implied : focus.implied(i))
            if (Value was = focus.value(i, implied.fluent); !(was == implied.value)) add(implied.fluent, was);
    }
}

/// Returns the most important ones, in the order in which they are told: a fact that is to prove false stands last.
std::vector<Candidate> chosen(std::vector<Candidate> list, std::size_t most) {
    std::ranges::stable_sort(list, {}, &Candidate::rank);
    if (list.size() > most) list.resize(most);
    auto is_lasting = [](const Candidate& one) { return one.rank != Rank::falsified; };
    std::ranges::stable_partition(list, is_lasting);
    return list;
}

/// Tells what the teller is not sure of and later acts on all the same.
void tell_doubts(Planning& planning) {
    const Focus& focus = planning.focus;
    std::size_t count = 0;
    for (const Motive& motive : planning.motives) {
        if (motive.character != focus.teller() || motive.is_assumed) continue;
        for (const Doubt& doubt : motive.doubts) {
            if (count == kMostDoubts || planning.told_doubts.contains(doubt.fluent)) continue;
            auto message = perhaps_message(planning, 0, doubt.fluent,
                                           "open.perhaps." + id_of(focus.world(), doubt.fluent));
            if (!message) continue;
            ++count;
            planning.told_doubts.insert(doubt.fluent);
            planning.messages.push_back(std::move(*message));
        }
    }
}

}  // namespace

void tell_opening(Planning& planning) {
    const Focus& focus = planning.focus;
    Candidates candidates(focus);
    add_falsified(planning, candidates);
    for (std::size_t i = 0; i < focus.events(); ++i)
        if (focus.perception(i) == Perception::full) candidates.add_read(i);
    std::size_t most = planning.is_full() ? kMostFacts : kMostFactsBrief;
    for (const Candidate& one : chosen(std::move(candidates.list()), most)) {
        Message message;
        message.id = "open." + id_of(focus.world(), one.fluent);
        message.parts = {fact_part(one.fluent, one.value, ClauseForm::main)};
        message.claims = {fact_claim(ClaimKind::fact, one.fluent, one.value)};
        message.may_join = true;
        if (one.rank == Rank::falsified) as_belief(planning, message);
        planning.told[one.fluent] = one.value;
        planning.messages.push_back(std::move(message));
    }
    tell_doubts(planning);
    tell_new_delusions(planning, 0, "open");
}

}  // namespace wt::story
