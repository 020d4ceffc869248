#include "story/warnings.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "model/print.h"
#include "story/evidence.h"

namespace wt::story {

using namespace model;
using engine::Known;
using engine::MindId;

namespace {

class Warner {
  public:
    Warner(Stage& stage, const std::vector<DraftItem>& items)
        : stage_(stage), world_(stage.world), items_(items), states_(states_of(stage, items)) {}

    std::vector<Finding> run() {
        find_loose_ends();
        compare_ends();
        find_idle_events();
        return std::move(findings_);
    }

  private:
    Finding& add(FindingCode code, const DraftItem& item, std::string message, EntityId character = {}) {
        Finding& f = findings_.emplace_back();
        f.code = code;
        f.span = item.span;
        f.line = item.line;
        f.item = to_text(world_, item);
        f.character = character;
        f.message = std::move(message);
        f.intended = item.intended;
        return f;
    }

    /// For each character and next action, this looks only at the last event that led up to it.
    void find_loose_ends() {
        std::vector<std::pair<EntityId, GroundEvent>> known;
        for (std::size_t i = items_.size(); i-- > 0 && !stage_.is_stopped();) {
            if (items_[i].kind != DraftKind::event) continue;
            const GroundEvent& event = items_[i].event;
            engine::ReasonLimits limits = stage_.reason_limits();
            if (engine::explained(stage_.session, states_[i], event, limits) != Known::yes) continue;
            for (const Explanation& reason : engine::reasons(stage_.session, states_[i], event, limits)) {
                if (reason.steps.size() < 2 || !is_open(reason, i)) continue;
                std::pair<EntityId, GroundEvent> end{reason.character, reason.steps[1].action};
                if (std::find(known.begin(), known.end(), end) != known.end()) continue;
                known.push_back(end);
                note_loose_end(reason, items_[i]);
            }
        }
    }

    bool is_open(const Explanation& reason, std::size_t from) {
        for (std::size_t i = from + 1; i < items_.size(); ++i)
            if (items_[i].kind == DraftKind::event && items_[i].event == reason.steps[1].action) return false;
        MindId mind = engine::mind_of(stage_.session, states_.back(), reason.character);
        if (engine::is_uncertain(stage_.session)) return still_pays(reason, mind);
        std::optional<double> now = engine::utility(stage_.session, mind, reason.character);
        for (std::size_t i = 1; i < reason.steps.size(); ++i) {
            engine::ReasonLimits limits = stage_.reason_limits(kSearchEffort);
            limits.character -= static_cast<int>(i) - 1;
            if (engine::explained(stage_.session, mind, reason.steps[i].action, limits) != Known::yes)
                return false;
            mind = engine::successor(stage_.session, mind, reason.steps[i].action);
            if (!mind.valid()) return false;
        }
        std::optional<double> then = engine::utility(stage_.session, mind, reason.character);
        return now && then && *then > *now;
    }

    /// Would the rest of the plan still be taken up, where it may end early?
    bool still_pays(const Explanation& reason, MindId belief) {
        engine::ReasonLimits limits = stage_.reason_limits(kSearchEffort);
        std::vector<GroundEvent> rest;
        for (std::size_t i = 1; i < reason.steps.size(); ++i)
            rest.push_back(reason.steps[i].action);
        MindId prospect = engine::prospect(stage_.session, belief);
        for (const GroundEvent& event : rest) {
            if (!prospect.valid()) return false;
            for (EntityId one : consenting_characters(world_, event))
                if (engine::has_reason(stage_.session,
                                       engine::asked_for(stage_.session, prospect, event, one), event,
                                       limits) != Known::yes)
                    return false;
            prospect = engine::successor(stage_.session, prospect, event);
            --limits.character;
        }
        engine::Account account = engine::account(stage_.session, engine::prospect(stage_.session, belief),
                                                  rest, stage_.reason_limits());
        return account.goes_well.numerator > 0 && account.start && account.end &&
               model::compare(*account.end, *account.start) > 0;
    }

    void note_loose_end(const Explanation& reason, const DraftItem& item) {
        std::string who = world_[reason.character].name;
        Finding& f =
            add(FindingCode::loose_end, item,
                fmt::format("`{}` still waits for what `{}` was to lead to", who, to_text(world_, item)),
                reason.character);
        std::string rest;
        for (std::size_t i = 1; i < reason.steps.size(); ++i)
            rest += (i == 1 ? "" : "\n") + model::to_text(world_, reason.steps[i].action);
        f.remarks.push_back({"open", rest});
    }

    void compare_ends() {
        std::optional<double> start = engine::utility(stage_.session, states_.front(), {});
        std::optional<double> end = engine::utility(stage_.session, states_.back(), {});
        if (items_.empty() || !start || (end && *end > *start)) return;
        add(FindingCode::nothing_gained, items_.back(),
            fmt::format("the story ends where the author's utility is {}, and it was {} at the start",
                        end ? number_text(*end) : "?", number_text(*start)));
    }

    void find_idle_events() {
        std::optional<double> end = engine::utility(stage_.session, states_.back(), {});
        for (std::size_t i = 0; i < items_.size() && !stage_.is_stopped(); ++i) {
            if (items_[i].kind != DraftKind::event || items_[i].is_filling) continue;
            std::vector<DraftItem> rest(items_.begin() + static_cast<std::ptrdiff_t>(i) + 1, items_.end());
            if (!is_sound(stage_, states_[i], rest)) continue;
            MindId state = states_[i];
            for (const DraftItem& item : rest)
                state = after(stage_, state, item);
            if (engine::utility(stage_.session, state, {}) == end)
                add(FindingCode::no_consequence, items_[i],
                    fmt::format("without `{}` all the rest happens as it does, and the end is worth the same",
                                to_text(world_, items_[i])));
        }
    }

    Stage& stage_;
    World& world_;
    const std::vector<DraftItem>& items_;
    std::vector<MindId> states_;
    std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> warnings_of(Stage& stage, const std::vector<DraftItem>& items) {
    return Warner(stage, items).run();
}

}  // namespace wt::story
