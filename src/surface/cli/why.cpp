#include "surface/cli/why.h"

#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/inspect.h"
#include "model/print.h"

namespace wt::surface {

namespace {

using engine::MindId;

/// An explanation in the mind in which it holds.
using Place = std::pair<model::ExplanationId, MindId>;

std::string utility_text(const std::optional<double>& utility) {
    return utility ? number_text(*utility) : "?";
}

/// The work is done twice: the first time to see which reasons are needed again.
class Teller {
  public:
    Teller(engine::Session& session, MindId start, const model::Plan& plan)
        : session_(session), world_(session.world()), start_(start), plan_(plan) {}

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
            reasons(step, state, 1, true);
            state = engine::successor(session_, state, step.action);
            if (!state.valid()) return;
        }
    }

    void line(int depth, std::string_view text) {
        text_.append(static_cast<std::size_t>(depth) * 2, ' ').append(text).append("\n");
    }

    /// The reasons for an action that is taken in `mind`. The depth of nesting is bounded by the character
    /// limit.
    void reasons(const model::Step& step, MindId mind, int depth, bool in_truth) {
        for (model::ExplanationId id : step.reasons) {
            const model::Explanation& reason = plan_[id];
            MindId theirs = engine::mind_of(session_, mind, reason.character);
            explain(id, reason, theirs, in_truth ? mind : MindId::none(), depth);
        }
    }

    void explain(model::ExplanationId id, const model::Explanation& reason, MindId mind, MindId truth,
                 int depth) {
        std::string head = world_[reason.character].name + ", " +
                           utility_text(engine::utility(session_, mind, reason.character)) + " to " +
                           utility_text(end_utility(reason, mind)) + ", ";
        bool at_once = reason.steps.size() == 1;
        Place place{id, mind};
        if (at_once) {
            line(depth, head + "at once");
        } else if (int times = told_[place]++; times > 0) {
            needed_again_.emplace(place, 0);
            line(depth, head + fmt::format("as in ({})", needed_again_[place]));
        } else {
            line(depth, head + number_of(place));
            steps(reason, mind, depth + 1);
        }
        if (truth.valid() && truth != mind) tell_mistake(reason, mind, truth, depth + 1);
    }

    /// `by (3):` for a reason that is needed again.
    std::string number_of(const Place& place) {
        auto found = needed_again_.find(place);
        if (!numbering_ || found == needed_again_.end()) return "by:";
        found->second = ++last_number_;
        return fmt::format("by ({}):", found->second);
    }

    void steps(const model::Explanation& reason, MindId mind, int depth) {
        for (std::size_t i = 0; i < reason.steps.size() && mind.valid(); ++i) {
            line(depth, model::to_text(world_, reason.steps[i].action));
            if (i > 0) reasons(reason.steps[i], mind, depth + 1, false);
            mind = engine::successor(session_, mind, reason.steps[i].action);
        }
    }

    std::optional<double> end_utility(const model::Explanation& reason, MindId mind) {
        for (const model::Step& step : reason.steps) {
            if (!mind.valid()) return std::nullopt;
            mind = engine::successor(session_, mind, step.action);
        }
        return mind.valid() ? engine::utility(session_, mind, reason.character) : std::nullopt;
    }

    /// What would become of the imagined plan where the action is really taken.
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
    std::string text_;
    bool numbering_ = false;
    int last_number_ = 0;
    std::map<Place, int> told_;
    std::map<Place, int> needed_again_;  ///< with the number it was given
};

}  // namespace

std::string why_text(engine::Session& session, engine::MindId start, const model::Plan& plan) {
    return Teller(session, start, plan).tell();
}

}  // namespace wt::surface
