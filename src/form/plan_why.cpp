#include "form/plan_why.h"

#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/inspect.h"
#include "model/print.h"
#include "story/odds.h"

namespace wt::form {

namespace {

using engine::MindId;

/// An explanation in the mind in which it holds.
using Place = std::pair<model::ExplanationId, MindId>;

std::string utility_text(const std::optional<double>& utility) {
    return utility ? number_text(*utility) : "?";
}

/// The work is done twice: the first time shows which reasons are needed again.
class Teller {
  public:
    Teller(engine::Session& session, MindId start, const model::Plan& plan, const model::Limits& limits)
        : session_(session),
          world_(session.world()),
          start_(start),
          plan_(plan),
          limits_(limits),
          is_uncertain_(engine::is_uncertain(session)) {}

    std::string tell() {
        walk();
        numbering_ = true;
        told_.clear();
        text_.clear();
        walk();
        return std::move(text_);
    }

  private:
    void walk() {
        MindId state = start_;
        for (const model::Step& step : plan_.steps) {
            line(0, model::to_text(world_, step.action));
            reasons(step, state, 1, limits_.character, true);
            state = engine::successor(session_, state, step.action);
            if (!state.valid()) return;
        }
        if (!is_uncertain_) return;
        std::optional<model::Fraction> luck = story::luck_of(session_, start_, plan_.steps);
        if (!luck) line(0, "luck: too small to be told exactly");
        if (luck && luck != model::Fraction{1, 1}) line(0, "luck: " + model::to_text(*luck));
    }

    void line(int depth, std::string_view text) {
        text_.append(static_cast<std::size_t>(depth) * 2, ' ').append(text).append("\n");
    }

    /// Writes the reasons for an action that is taken in `mind`. The depth of nesting is bounded by the character
    /// limit.
    void reasons(const model::Step& step, MindId mind, int depth, int budget, bool in_truth) {
        for (model::ExplanationId id : step.reasons) {
            const model::Explanation& reason = plan_[id];
            MindId theirs = is_uncertain_ ? engine::asked_for(session_, mind, step.action, reason.character)
                                          : engine::mind_of(session_, mind, reason.character);
            explain(id, reason, theirs, in_truth ? mind : MindId::none(), depth, budget);
        }
    }

    void explain(model::ExplanationId id, const model::Explanation& reason, MindId mind, MindId truth,
                 int depth, int budget) {
        std::string chance;
        std::string head =
            world_[reason.character].name + ", " + worth_text(reason, mind, budget, chance) + ", ";
        bool at_once = reason.steps.size() == 1;
        Place place{id, mind};
        if (at_once) {
            line(depth, head + "at once" + chance);
        } else if (int times = told_[place]++; times > 0) {
            needed_again_.emplace(place, 0);
            line(depth, head + fmt::format("as in ({})", needed_again_[place]));
        } else {
            line(depth, head + number_of(place, chance));
            steps(reason, mind, depth + 1, budget);
        }
        if (truth.valid() && truth != mind && !is_uncertain_) tell_mistake(reason, mind, truth, depth + 1);
    }

    /// Returns `by (3):` for a reason that is needed again. `chance` is to be said before the colon.
    std::string number_of(const Place& place, std::string_view chance) {
        auto found = needed_again_.find(place);
        if (!numbering_ || found == needed_again_.end()) return fmt::format("by{}:", chance);
        found->second = ++last_number_;
        return fmt::format("by ({}){}:", found->second, chance);
    }

    void steps(const model::Explanation& reason, MindId mind, int depth, int budget) {
        for (std::size_t i = 0; i < reason.steps.size() && mind.valid(); ++i) {
            line(depth, model::to_text(world_, reason.steps[i].action));
            if (i > 0) reasons(reason.steps[i], mind, depth + 1, budget - static_cast<int>(i), false);
            mind = engine::successor(session_, mind, reason.steps[i].action);
        }
    }

    /// Returns `0 to 1`; where nothing is certain, `-1/3 to 0`, with what somebody wary prevents. `chance` is like `;
    /// with 2 in 3 for nothing`.
    std::string worth_text(const model::Explanation& reason, MindId mind, int budget, std::string& chance) {
        if (!is_uncertain_)
            return utility_text(engine::utility(session_, mind, reason.character)) + " to " +
                   utility_text(end_utility(reason, mind));
        std::vector<model::GroundEvent> plan = model::actions_of(reason.steps);
        model::Limits limits = limits_;
        limits.character = budget;
        // The mind that is asked for may be a belief still.
        story::Odds odds =
            story::odds_of(session_, limits, engine::prospect(session_, mind), reason.character, plan);
        chance = story::chance_text(odds);
        auto text = [](const std::optional<model::Fraction>& worth) {
            return worth ? model::to_text(*worth) : "?";
        };
        const engine::Account& account = odds.account;
        std::string told = text(account.start) + " to " + text(account.end);
        if (account.start_outlook != account.end_outlook)
            told +=
                fmt::format(" (at worst {} to {})", text(account.start_outlook), text(account.end_outlook));
        if (odds.prevented) told += ", so that " + story::prevented_text(world_, odds);
        return told;
    }

    std::optional<double> end_utility(const model::Explanation& reason, MindId mind) {
        for (const model::Step& step : reason.steps) {
            if (!mind.valid()) return std::nullopt;
            mind = engine::successor(session_, mind, step.action);
        }
        return mind.valid() ? engine::utility(session_, mind, reason.character) : std::nullopt;
    }

    /// Writes what would become of the imagined plan where the action is really taken.
    void tell_mistake(const model::Explanation& reason, MindId mind, MindId truth, int depth) {
        std::optional<double> expected = end_utility(reason, mind);
        for (const model::Step& step : reason.steps) {
            if (!engine::possible(session_, truth, step.action))
                return line(depth,
                            "but in truth " + model::to_text(world_, step.action) + " would be impossible");
            truth = engine::successor(session_, truth, step.action);
            if (!truth.valid()) return;
        }
        std::optional<double> real = engine::utility(session_, truth, reason.character);
        if (real != expected)
            line(depth, fmt::format("but in truth {} would end with {}", world_[reason.character].name,
                                    utility_text(real)));
    }

    engine::Session& session_;
    const model::World& world_;
    MindId start_;
    const model::Plan& plan_;
    model::Limits limits_;
    bool is_uncertain_;
    std::string text_;
    bool numbering_ = false;
    int last_number_ = 0;
    std::map<Place, int> told_;
    std::map<Place, int> needed_again_;  ///< with the number it was given
};

}  // namespace

std::string why_text(engine::Session& session, engine::MindId start, const model::Plan& plan,
                     const model::Limits& limits) {
    return Teller(session, start, plan, limits).tell();
}

}  // namespace wt::form
