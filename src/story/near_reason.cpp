#include "story/near_reason.h"

#include <algorithm>
#include <bit>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "model/consent.h"
#include "model/limits.h"
#include "model/print.h"
#include "story/odds.h"

namespace wt::story {

using engine::MindId;
using model::EntityId;
using model::GroundEvent;

namespace {

/// So many states are looked at for plans that leave the owner better off.
constexpr std::size_t kMostStates = 2'000;
/// So many plans are asked what they lack.
constexpr std::size_t kMostPlans = 20;
/// One question about reasons may take so many steps of search.
constexpr std::uint64_t kEffort = 200'000;
/// Of a plan of at most so many events, all selections are tried.
constexpr std::size_t kMostToLeaveOutOf = 8;
/// So many actions more than the limit are tried.
constexpr int kLongerBy = 4;
/// So many levels of belief more than the limit are tried.
constexpr int kDeeperBy = 2;

/// This makes plans of one owner that begin with an action, the shortest first; nobody is asked whether they want to.
class Hopes {
  public:
    Hopes(engine::Session& session, MindId mind, EntityId owner, int most)
        : session_(session), owner_(owner), most_(most), before_(engine::utility(session, mind, owner)) {
        mind_ = mind;
    }

    void look(const GroundEvent& action) {
        add(kNone, mind_, action);
        for (std::size_t at = 0; at < nodes_.size(); ++at) {
            if (nodes_[at].length >= most_) continue;
            if (is_full()) return;
            for (const GroundEvent& next : engine::possible_actions(session_, nodes_[at].state)) {
                if (model::consenting_characters(session_.world(), next).empty()) continue;
                add(at, nodes_[at].state, next);
                if (is_full()) return;
            }
        }
        is_whole_ = true;
    }

    bool is_whole() const { return is_whole_; }
    /// The states before each event of a plan, and behind it.
    struct Plan {
        std::vector<GroundEvent> events;
        std::vector<MindId> states;
    };
    std::vector<Plan> plans() const {
        std::vector<Plan> result;
        for (std::size_t end : ends_) {
            Plan plan;
            for (std::size_t at = end; at != kNone; at = nodes_[at].before) {
                plan.events.push_back(nodes_[at].event);
                plan.states.push_back(nodes_[at].state);
            }
            plan.states.push_back(mind_);
            std::ranges::reverse(plan.events);
            std::ranges::reverse(plan.states);
            result.push_back(std::move(plan));
        }
        return result;
    }
    bool improves(MindId state) const {
        std::optional<double> after = engine::utility(session_, state, owner_);
        return before_ && after && *after > *before_;
    }

  private:
    static constexpr std::size_t kNone = ~std::size_t{0};
    struct Node {
        std::size_t before = kNone;
        GroundEvent event;
        MindId state;  ///< behind the event
        int length = 1;
    };

    bool is_full() const {
        return nodes_.size() >= kMostStates || ends_.size() >= kMostPlans ||
               engine::budget_of(session_).stop() != Stop::none;
    }
    void add(std::size_t before, MindId state, const GroundEvent& event) {
        MindId after = engine::successor(session_, state, event);
        if (!after.valid() || !seen_.insert(after.value).second) return;
        int length = before == kNone ? 1 : nodes_[before].length + 1;
        nodes_.push_back({before, event, after, length});
        if (improves(after)) ends_.push_back(nodes_.size() - 1);
    }

    engine::Session& session_;
    MindId mind_;
    EntityId owner_;
    int most_;
    std::optional<double> before_;
    std::vector<Node> nodes_;
    std::unordered_set<std::uint32_t> seen_;
    std::vector<std::size_t> ends_;
    bool is_whole_ = false;
};

/// Says what a plan lacks that leaves its owner better off.
NearReason judge(engine::Session& session, const Hopes::Plan& plan, EntityId owner,
                 const model::Limits& limits) {
    NearReason near{.lack = Lack::minimal, .plan = plan.events, .rest = {}, .character = owner};
    for (std::size_t i = 1; i < plan.events.size(); ++i) {
        int left = limits.character - static_cast<int>(i);
        for (EntityId character : model::consenting_characters(session.world(), plan.events[i])) {
            if (character == owner) continue;
            MindId mind = engine::asked_in(session, plan.states[i], character);
            near.step = i;
            near.character = character;
            near.lack = Lack::possible;
            if (!can_try(session, mind, plan.events[i])) return near;
            near.lack = Lack::explained;
            engine::ReasonLimits asked{
                .character = std::max(left, 1), .belief = limits.belief - 1, .effort = kEffort};
            if (engine::has_reason(session, mind, as_meant(plan.events[i]), asked) != engine::Known::yes)
                return near;
        }
    }
    near.lack = Lack::minimal;
    near.step = 0;
    return near;
}

/// Do these events of the plan, by bits, happen one after the other and leave the owner better off?
bool works(engine::Session& session, MindId state, const std::vector<GroundEvent>& plan, std::uint32_t some,
           const Hopes& hopes) {
    for (std::size_t i = 0; i < plan.size(); ++i) {
        if ((some >> i & 1u) == 0) continue;
        if (!engine::possible(session, state, plan[i])) return false;
        state = engine::successor(session, state, plan[i]);
        if (!state.valid()) return false;
    }
    return hopes.improves(state);
}

/// Returns the most events of a plan, but not all, that leave the owner better off all the same; nothing if there are
/// none, or the plan is too long to try them all.
std::vector<GroundEvent> rest_of(engine::Session& session, MindId mind, const std::vector<GroundEvent>& plan,
                                 const Hopes& hopes) {
    if (plan.size() > kMostToLeaveOutOf) return {};
    std::uint32_t best = 0;
    for (std::uint32_t some = 1; some + 1 < 1u << plan.size(); ++some)
        if (std::popcount(some) > std::popcount(best) && works(session, mind, plan, some, hopes)) best = some;
    std::vector<GroundEvent> rest;
    for (std::size_t i = 0; i < plan.size(); ++i)
        if ((best >> i & 1u) != 0) rest.push_back(plan[i]);
    return rest;
}

std::string listed(const model::World& world, const std::vector<GroundEvent>& events) {
    std::string text;
    for (std::size_t i = 0; i < events.size(); ++i)
        text += fmt::format("{}`{}`",
                            i == 0                   ? ""
                            : i + 1 == events.size() ? " and "
                                                     : ", ",
                            model::to_text(world, events[i]));
    return text;
}

}  // namespace

std::optional<NearReason> near_reason(engine::Session& session, MindId mind, const GroundEvent& action,
                                      EntityId owner, const model::Limits& limits) {
    // The limit is a budget: a short plan may need a large one, for the reasons that others have in it.
    for (int limit = limits.character + 1; limit <= limits.character + kLongerBy; ++limit)
        if (engine::has_reason(session, mind, action, {limit, limits.belief, kEffort}) == engine::Known::yes)
            return NearReason{.lack = Lack::character_limit,
                              .limit = limit,
                              .plan = {action},
                              .rest = {},
                              .character = owner};
    // Where it is a matter of odds, no single plan is the nearest.
    if (engine::is_uncertain(session)) return std::nullopt;
    Hopes hopes(session, mind, owner, limits.character);
    hopes.look(action);
    NearReason best{.lack = Lack::improves, .plan = {action}, .rest = {}, .character = owner};
    best.is_whole = hopes.is_whole();
    // The nearest plan is the one that lacks the least of its end, and among those the shortest.
    auto distance = [](const NearReason& near) {
        if (near.lack == Lack::improves) return std::pair(~std::size_t{0}, std::size_t{0});
        std::size_t missing = near.lack == Lack::minimal ? 0 : near.plan.size() - near.step;
        return std::pair(missing, near.plan.size());
    };
    for (const Hopes::Plan& plan : hopes.plans()) {
        NearReason near = judge(session, plan, owner, limits);
        if (near.lack == Lack::minimal) near.rest = rest_of(session, mind, plan.events, hopes);
        if (distance(near) < distance(best)) best = std::move(near);
        if (best.lack == Lack::minimal) break;
    }
    if (engine::budget_of(session).stop() != Stop::none) return std::nullopt;
    return best;
}

std::optional<NearReason> deeper_reason(engine::Session& session, const std::vector<GroundEvent>& events,
                                        const GroundEvent& action, EntityId owner,
                                        const model::Limits& limits) {
    for (int more = 1; more <= kDeeperBy; ++more) {
        int depth = model::belief_depth_for(session.world(), limits.belief + more);
        if (depth > model::kMostBeliefDepth || engine::budget_of(session).stop() != Stop::none)
            return std::nullopt;
        engine::Session deeper(session.world(),
                               {.belief_limit = limits.belief + more,
                                .belief_depth = depth,
                                .possibilities = limits.possibilities,
                                .foresight = limits.foresight},
                               engine::budget_of(session));
        MindId state = engine::first_state(deeper);
        for (const GroundEvent& event : events)
            if (state.valid()) state = engine::successor(deeper, state, event);
        if (!state.valid()) return std::nullopt;
        engine::ReasonLimits asked{limits.character, limits.belief + more, kEffort};
        if (engine::has_reason(deeper, engine::mind_of(deeper, state, owner), action, asked) ==
            engine::Known::yes)
            return NearReason{.lack = Lack::belief_limit,
                              .limit = limits.belief + more,
                              .plan = {action},
                              .rest = {},
                              .character = owner};
    }
    return std::nullopt;
}

std::string nearest_reason(engine::Session& session, const std::vector<GroundEvent>& before, MindId mind,
                           const GroundEvent& event, EntityId owner, const model::Limits& limits) {
    GroundEvent action = as_meant(event);
    std::optional<NearReason> near = near_reason(session, mind, action, owner, limits);
    if (engine::budget_of(session).stop() != Stop::none) return "";
    if (!near || near->lack != Lack::character_limit)
        if (std::optional<NearReason> deeper = deeper_reason(session, before, action, owner, limits))
            near = deeper;
    if (!near) return "";
    return phrase(session.world(), owner, limits, *near);
}

std::string phrase(const model::World& world, EntityId owner, const model::Limits& limits,
                   const NearReason& near) {
    const std::string& name = world[owner].name;
    std::string what = near.plan.empty() ? "" : listed(world, near.plan);
    switch (near.lack) {
        case Lack::character_limit:
            return fmt::format("a character limit of {} instead of {} would do", near.limit,
                               limits.character);
        case Lack::belief_limit:
            return fmt::format("a belief limit of {} instead of {} would do", near.limit, limits.belief);
        case Lack::minimal:
            if (near.rest.empty())
                return fmt::format("{} would leave `{}` better off, but so does less, without `{}`", what,
                                   name, model::to_text(world, near.plan[0]));
            return fmt::format("{} would leave `{}` better off, but so {} {}", what, name,
                               near.rest.size() == 1 ? "does" : "do", listed(world, near.rest));
        case Lack::explained:
            return fmt::format(
                "{} would leave `{}` better off, but as `{}` sees it, `{}` has no reason for `{}`", what,
                name, name, world[near.character].name, model::to_text(world, near.plan[near.step]));
        case Lack::possible:
            return fmt::format(
                "{} would leave `{}` better off, but as `{}` sees it, `{}` takes `{}` to be impossible", what,
                name, name, world[near.character].name, model::to_text(world, near.plan[near.step]));
        case Lack::improves:
            return fmt::format(
                "as `{}` sees it, nothing that can follow within {} actions leaves them better off{}", name,
                limits.character, near.is_whole ? "" : ", as far as was looked");
    }
    return "";
}

}  // namespace wt::story
