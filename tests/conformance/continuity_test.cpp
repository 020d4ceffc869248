// The beta reader on forty seeded continuity errors: sound stories of the shipped worlds, each with one event
// removed, swapped with another, inserted or re-cast. What is an error, and where, the referee decides, which
// shares no code with the reader; a change that leaves the story sound is none.

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ask/question.h"
#include "base/random.h"
#include "engine/planner.h"
#include "model/print.h"
#include "referee/referee.h"
#include "story/beta.h"
#include "support/worlds.h"

namespace wt::test {
namespace {

using Events = std::vector<model::GroundEvent>;

struct Setting {
    const char* world;
    std::vector<double> goals;  ///< whose stories are mutated
    std::size_t errors;         ///< to be made of them
    std::vector<std::string> divergences = {};
};

void PrintTo(const Setting& setting, std::ostream* out) {
    *out << setting.world;
}

const std::vector<Setting> kSettings = {
    {"auction", {1, 2}, 6}, {"camp", {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 14, {"coma"}},
    {"letters", {1, 2}, 6}, {"manor", {1, 2, 3}, 6},
    {"market", {1}, 4},     {"vault", {1}, 4},
};

/// A mutation that the referee cannot judge with so many states is not used; repairs get more.
constexpr std::uint64_t kStatesForMutation = 60'000;
constexpr std::uint64_t kStatesForRepair = 1'000'000;

referee::Rules rules_for(const model::World& world) {
    referee::Rules rules;
    if (auto question = ask::settle_limits(world, {})) rules.limits = question->limits;
    return rules;
}

/// Asks the referee about drafts of one world, which share what it finds out.
class Judge {
  public:
    explicit Judge(const model::World& world) : world_(world), rules_(rules_for(world)) {}

    /// The first event that cannot happen, or is taken to be impossible by somebody who consents, or that
    /// somebody has no reason for; the number of events if there is none; nothing if the referee does not
    /// know after so many new states.
    std::optional<std::size_t> first_error(const Events& events, std::uint64_t max_states) {
        if (!states_) states_ = std::make_unique<referee::States>(world_, rules_, budget_);
        budget_.max_states = budget_.states() + max_states;
        referee::MindId state = states_->first_state();
        for (std::size_t i = 0; i < events.size(); ++i) {
            bool fine = is_sound(state, events[i]);
            if (states_->trouble().verdict != referee::Verdict::valid) {
                states_.reset();
                return std::nullopt;
            }
            if (!fine) return i;
            state = states_->successor(state, events[i]);
        }
        return events.size();
    }

  private:
    bool is_sound(referee::MindId state, const model::GroundEvent& event) {
        if (!states_->possible(state, event)) return false;
        for (model::EntityId character : model::consenting_characters(world_, event)) {
            referee::MindId mind = states_->believed(state, std::span(&character, 1));
            if (!states_->possible(mind, event) ||
                !states_->shortest_reason(mind, event, rules_.limits.character))
                return false;
        }
        return true;
    }

    const model::World& world_;
    referee::Rules rules_;
    Budget budget_;
    std::unique_ptr<referee::States> states_;
};

enum class Mutation { remove, swap, insert, recast };
constexpr std::uint32_t kMutations = 4;

/// One random change of the kind; the same events if there is none.
Events mutated(Events events, Mutation mutation, const Events& actions, Random& random) {
    auto place = [&](std::size_t count) { return random.below(static_cast<std::uint32_t>(count)); };
    auto at = [&](std::uint32_t i) { return events.begin() + static_cast<std::ptrdiff_t>(i); };
    std::uint32_t i = place(events.size());
    switch (mutation) {
        case Mutation::remove:
            events.erase(at(i));
            break;
        case Mutation::swap:
            std::swap(events[i], events[place(events.size())]);
            break;
        case Mutation::insert:
            events.insert(at(i), actions[place(actions.size())]);
            break;
        case Mutation::recast: {
            Events others;
            for (const model::GroundEvent& action : actions)
                if (action.event == events[i].event && !(action == events[i])) others.push_back(action);
            if (!others.empty()) events[i] = others[place(others.size())];
            break;
        }
    }
    return events;
}

/// The review of a draft in a session.
story::Review review(story::Stage& stage, const std::string& text) {
    Result<story::Draft> draft = story::read_draft(stage.world, Source("draft", text));
    if (!draft) {
        ADD_FAILURE() << "not a draft: " << text;
        return {};
    }
    return story::review_draft(stage, *draft, {});
}

class Continuity : public testing::TestWithParam<Setting> {
  protected:
    std::optional<model::World> world = world_of_file(
        std::filesystem::path(WT_SOURCE_DIR) / "worlds" / (std::string(GetParam().world) + ".wt"),
        GetParam().divergences);

    std::vector<Events> stories() {
        std::vector<Events> stories;
        for (double goal : GetParam().goals) {
            referee::Rules rules = rules_for(*world);
            rules.goal = goal;
            engine::Answer answer = ask_engine(*world, rules, false);
            if (!answer.plan) continue;
            Events events;
            for (const model::Step& step : answer.plan->steps)
                events.push_back(step.action);
            if (std::find(stories.begin(), stories.end(), events) == stories.end()) stories.push_back(events);
        }
        return stories;
    }

    /// Neither the referee nor the reader finds an error after the change.
    void expect_sound(Judge& judge, story::Stage& stage, const story::Change& change) {
        Events events;
        for (const story::DraftItem& item : change.items)
            events.push_back(item.event);
        EXPECT_EQ(judge.first_error(events, kStatesForRepair), events.size()) << change.text << "\n"
                                                                              << text(events);
        EXPECT_FALSE(review(stage, text(events)).has_errors) << change.text << "\n" << text(events);
    }

    std::string text(const Events& events) {
        std::string text;
        for (const model::GroundEvent& event : events)
            text += model::to_text(*world, event) + "\n";
        return text;
    }
};

std::string findings_text(const story::Review& review) {
    std::string text;
    for (const story::Finding& finding : review.findings)
        text += std::to_string(finding.line) + ": " + finding.message + "\n";
    return text;
}

TEST_P(Continuity, EveryErrorIsFoundWhereItIsAndItsRepairPasses) {
    ASSERT_TRUE(world);
    std::vector<Events> originals = stories();
    ASSERT_FALSE(originals.empty());
    referee::Rules rules = rules_for(*world);
    Judge judge(*world);
    Budget budget;
    engine::Session session(*world, {.belief_limit = rules.limits.belief}, budget);
    model::World formulas = *world;
    story::Stage stage{formulas, session, budget, rules.limits};
    for (const Events& original : originals) {
        ASSERT_EQ(judge.first_error(original, kStatesForRepair), original.size());
        story::Review calm = review(stage, text(original));
        EXPECT_FALSE(calm.has_errors) << text(original) << findings_text(calm);
        EXPECT_FALSE(calm.repair);
    }
    Events actions = session.ground_events(false);
    Random random(2026);
    std::vector<Events> seen;
    for (std::uint32_t tries = 0; seen.size() < GetParam().errors && tries < 1000; ++tries) {
        const Events& original = originals[tries % originals.size()];
        auto mutation = static_cast<Mutation>(tries / originals.size() % kMutations);
        Events changed = mutated(original, mutation, actions, random);
        if (changed.empty() || std::find(seen.begin(), seen.end(), changed) != seen.end()) continue;
        std::optional<std::size_t> error = judge.first_error(changed, kStatesForMutation);
        if (!error || *error == changed.size()) continue;
        seen.push_back(changed);

        story::Review found = review(stage, text(changed));
        SCOPED_TRACE(text(changed) + findings_text(found));
        ASSERT_TRUE(found.has_errors);
        EXPECT_EQ(found.findings[0].line, *error + 1);
        EXPECT_EQ(severity_of(found.findings[0].code), Severity::error);
        ASSERT_TRUE(found.repair);
        expect_sound(judge, stage, found.repair->changes.back());
        if (found.repair->alternative) expect_sound(judge, stage, *found.repair->alternative);
    }
    EXPECT_EQ(seen.size(), GetParam().errors);
}

INSTANTIATE_TEST_SUITE_P(Shipped, Continuity, testing::ValuesIn(kSettings),
                         [](const auto& info) { return std::string(info.param.world); });

}  // namespace
}  // namespace wt::test
