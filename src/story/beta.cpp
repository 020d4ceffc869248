#include "story/beta.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "model/print.h"
#include "story/evidence.h"
#include "story/near_reason.h"
#include "story/odds.h"
#include "story/warnings.h"

namespace wt::story {

using namespace model;
using engine::Known;
using engine::MindId;

std::string_view name_of(FindingCode code) {
    switch (code) {
        case FindingCode::cannot_happen:
            return "cannot-happen";
        case FindingCode::could_not_know:
            return "could-not-know";
        case FindingCode::no_reason:
            return "no-reason";
        case FindingCode::not_so:
            return "not-so";
        case FindingCode::unfilled_gap:
            return "unfilled-gap";
        case FindingCode::denied_event:
            return "denied-event";
        case FindingCode::unread_sentence:
            return "unread-sentence";
        case FindingCode::loose_end:
            return "loose-end";
        case FindingCode::nothing_gained:
            return "nothing-gained";
        case FindingCode::no_consequence:
            return "no-consequence";
        case FindingCode::stale_intended:
            return "stale-intended";
        case FindingCode::filled_gap:
            return "filled-gap";
    }
    return "";
}

Severity severity_of(FindingCode code) {
    if (code == FindingCode::filled_gap) return Severity::note;
    return code >= FindingCode::loose_end ? Severity::warning : Severity::error;
}

namespace {

constexpr std::size_t kMostMistakes = 4;
constexpr std::size_t kMostAlternatives = 80;
constexpr std::uint64_t kAlternativeEffort = 5'000;
constexpr std::size_t kLongestUtility = 160;
constexpr std::size_t kTriedItems = 4'000'000;  ///< of all drafts that are tried, together

std::string utility_text(std::optional<double> utility) {
    return utility ? number_text(*utility) : "?";
}

/// Returns how much alike two actions are: the name counts most, then arguments at their place, then anywhere.
int likeness(const GroundEvent& a, const GroundEvent& b) {
    int score = a.event == b.event ? 100 : 0;
    for (std::size_t i = 0; i < b.arguments.size(); ++i) {
        if (i < a.arguments.size() && a.arguments[i] == b.arguments[i]) score += 5;
        if (std::find(a.arguments.begin(), a.arguments.end(), b.arguments[i]) != a.arguments.end())
            score += 2;
    }
    return score;
}

class Reviewer {
  public:
    Reviewer(Stage& stage, const Draft& draft, const ReviewOptions& options)
        : stage_(stage), world_(stage.world), draft_(draft), options_(options) {}

    Review run() {
        review_.items = without_gaps(stage_, draft_.items);
        note_fillings();
        note_denied();
        note_unread();
        read_items();
        if (review_.has_errors && options_.repairs && !stage_.is_stopped()) repair();
        if (!review_.has_errors && !stage_.is_stopped()) {
            for (Finding& finding : warnings_of(stage_, review_.items))
                review_.findings.push_back(std::move(finding));
            note_intended();
        }
        std::stable_sort(review_.findings.begin(), review_.findings.end(),
                         [](const Finding& a, const Finding& b) {
                             return a.line != b.line ? a.line < b.line : a.code < b.code;
                         });
        return std::move(review_);
    }

  private:
    Finding finding(FindingCode code, const DraftItem& item, std::string message, EntityId character = {}) {
        Finding f;
        f.code = code;
        f.span = item.span;
        f.line = item.line;
        f.item = to_text(world_, item);
        f.character = character;
        f.message = std::move(message);
        f.intended = item.intended;
        return f;
    }

    void note_fillings() {
        for (const DraftItem& item : draft_.items) {
            if (item.kind != DraftKind::gap) continue;
            std::string events;
            bool unfilled = false;
            for (const DraftItem& other : review_.items) {
                if (other.line != item.line) continue;
                unfilled |= other.kind == DraftKind::gap;
                if (other.is_filling) events += (events.empty() ? "" : "\n") + to_text(world_, other);
            }
            if (unfilled) continue;
            Finding note = finding(FindingCode::filled_gap, item,
                                   events.empty() ? "nothing needs to happen here" : "this may happen here");
            if (!events.empty()) note.remarks.push_back({"events", events});
            note.intended.clear();
            review_.findings.push_back(std::move(note));
        }
    }

    /// A denied event is left out of the story, and this is said: the author may have meant a line that happens.
    void note_denied() {
        for (const DeniedEvent& denied : draft_.denied) {
            Finding f;
            f.code = FindingCode::denied_event;
            f.span = denied.span;
            f.line = denied.line;
            f.item = model::to_text(world_, denied.event);
            f.message =
                fmt::format("this says that `{}` does not happen, because of `{}`", f.item, denied.by);
            f.remarks.push_back({"expected", "an event that happens, an assertion or a gap"});
            f.remarks.push_back(
                {"hint",
                 fmt::format("write `{}` if it happens; make the line a note with `//` if not", f.item)});
            f.intended = denied.intended;
            if (f.intended.empty()) review_.has_errors = true;
            review_.findings.push_back(std::move(f));
        }
    }

    /// What cannot be read is said, and the rest is read without it.
    void note_unread() {
        for (const UnreadSentence& unread : draft_.unread) {
            Finding f;
            f.code = FindingCode::unread_sentence;
            f.span = unread.span;
            f.line = unread.line;
            f.message = unread.message;
            if (!unread.expected.empty()) f.remarks.push_back({"expected", unread.expected});
            f.remarks.push_back({"hint", unread.hint});
            f.remarks.push_back({"note", "what follows is read as if this did not happen"});
            f.intended = unread.intended;
            if (f.intended.empty()) review_.has_errors = true;
            review_.findings.push_back(std::move(f));
        }
    }

    void read_items() {
        const std::vector<DraftItem>& items = review_.items;
        Past past{items, {engine::first_state(stage_.session)}};
        for (std::size_t i = 0; i < items.size() && !stage_.is_stopped(); ++i) {
            for (const Fault& fault : faults_of(stage_, past.states.back(), items[i])) {
                if (stage_.is_stopped()) return;
                Finding found = explain(past, items[i], fault);
                if (found.intended.empty()) {
                    review_.has_errors = true;
                }
                review_.findings.push_back(std::move(found));
            }
            past.states.push_back(after(stage_, past.states.back(), items[i]));
        }
    }

    Finding explain(const Past& past, const DraftItem& item, const Fault& fault) {
        std::string name = fmt::format("`{}`", to_text(world_, item));
        std::string who = fault.character.valid() ? fmt::format("`{}`", world_[fault.character].name) : "";
        switch (fault.kind) {
            case FaultKind::impossible: {
                Finding f = finding(FindingCode::cannot_happen, item, name + " cannot happen");
                for (ExprId needed : needs_of(world_, item.event))
                    add_evidence(past, needed, &item.event, {}, f);
                if (f.remarks.empty() && item.event.fails)
                    f.remarks.push_back(
                        {"because", fmt::format("`{}` is so, and it succeeds",
                                                model::to_text(world_, world_[item.event.event].success))});
                return f;
            }
            case FaultKind::endless: {
                Finding f = finding(FindingCode::cannot_happen, item, name + " cannot happen");
                f.remarks.push_back({"because", "triggers never come to rest after it"});
                return f;
            }
            case FaultKind::thought_impossible: {
                Finding f = finding(FindingCode::could_not_know, item,
                                    fmt::format("{} takes {} to be impossible", who, name), fault.character);
                for (ExprId needed : needs_of(world_, item.event, true))
                    add_evidence(past, needed, &item.event, {fault.character}, f);
                return f;
            }
            case FaultKind::no_reason:
                return without_reason(past, item, fault.character);
            case FaultKind::untrue: {
                std::string condition = fmt::format("`{}`", model::to_text(world_, item.condition));
                Finding f = finding(FindingCode::not_so, item, condition + " is not so here");
                add_evidence(past, item.condition, nullptr, {}, f);
                return f;
            }
            case FaultKind::unfilled: {
                Finding f = finding(FindingCode::unfilled_gap, item,
                                    "nothing that has a reason leads from here to what follows");
                f.remarks.push_back(
                    {"tried", fmt::format("up to {} events, {} states", kMostInGap, kGapExpansions)});
                return f;
            }
        }
        return {};
    }

    void add_evidence(const Past& past, ExprId condition, const GroundEvent* event,
                      const std::vector<EntityId>& believers, Finding& f) {
        for (const FalsePart& part : false_parts(stage_, past, condition, event, believers)) {
            if (event == nullptr && !part.believers.empty()) {
                f.code = FindingCode::could_not_know;
                f.character = part.believers[0];
            }
            f.remarks.push_back({"because", evidence_text(stage_, past, part)});
            std::string knowers = knowers_text(stage_, past, part);
            if (!knowers.empty()) f.remarks.push_back({"who believes it", knowers});
        }
    }

    Finding without_reason(const Past& past, const DraftItem& item, EntityId who) {
        std::string name = world_[who].name;
        Finding f = finding(FindingCode::no_reason, item,
                            fmt::format("`{}` has no reason for `{}`", name, to_text(world_, item)), who);
        MindId state = past.states.back();
        MindId mind = engine::mind_of(stage_.session, state, who);
        std::string wants = worths_text(mind, item.event, who);
        std::string rule = model::to_text(world_, world_.utilities[who.index()].value);
        if (rule.size() <= kLongestUtility) wants += fmt::format("\nit is `{}`", rule);
        f.remarks.push_back({"wants", wants});
        std::string mistakes;
        for (const std::string& text : mistakes_of(stage_, past, who, kMostMistakes))
            mistakes += (mistakes.empty() ? "" : "\n") + text;
        if (!mistakes.empty()) f.remarks.push_back({"is wrong about", mistakes});
        std::vector<GroundEvent> before;
        for (std::size_t i = 0; i + 1 < past.states.size(); ++i)
            if (past.items[i].kind == DraftKind::event) before.push_back(past.items[i].event);
        std::string near = nearest_reason(stage_.session, before, mind, item.event, who, stage_.limits);
        if (!near.empty()) f.remarks.push_back({"nearest", near});
        f.remarks.push_back({"would rather", alternative(state, mind, item.event, who)});
        return f;
    }

    /// Says what the event would bring, as somebody sees it.
    std::string worths_text(MindId mind, const GroundEvent& event, EntityId who) {
        std::string name = world_[who].name;
        if (engine::is_uncertain(stage_.session)) {
            const GroundEvent meant = as_meant(event);
            engine::Account account =
                engine::account(stage_.session, engine::prospect(stage_.session, mind), {&meant, 1},
                                {.character = stage_.limits.character, .belief = stage_.limits.belief});
            auto text = [](const std::optional<Fraction>& worth) {
                return worth ? model::to_text(*worth) : "?";
            };
            std::string told =
                fmt::format("as `{}` sees it, things are worth {}, and would be worth {} after the event",
                            name, text(account.start), text(account.end));
            if (account.start_outlook != account.end_outlook)
                told += fmt::format("; at worst {}, and {} after it", text(account.start_outlook),
                                    text(account.end_outlook));
            return told;
        }
        std::optional<double> now = engine::utility(stage_.session, mind, who);
        MindId next = engine::successor(stage_.session, mind, event);
        std::optional<double> then = next.valid() ? engine::utility(stage_.session, next, who) : std::nullopt;
        return fmt::format("the utility of `{}` is {} as `{}` sees it, and would be {} after the event", name,
                           utility_text(now), name, utility_text(then));
    }

    /// Returns the action most like the event that is possible, in truth and as the character sees it, and that the
    /// character has a reason for.
    std::string alternative(MindId state, MindId mind, const GroundEvent& event, EntityId who) {
        std::vector<GroundEvent> actions;
        for (GroundEvent& action : engine::possible_actions(stage_.session, mind)) {
            if (action.fails) continue;  // nobody means to
            std::vector<EntityId> consenting = consenting_characters(world_, action);
            bool takes_part = std::find(consenting.begin(), consenting.end(), who) != consenting.end();
            bool rests = !engine::possible(stage_.session, state, action) ||
                         engine::successor(stage_.session, state, action).valid();
            if (takes_part && rests && can_try(stage_.session, state, action))
                actions.push_back(std::move(action));
        }
        std::stable_sort(actions.begin(), actions.end(), [&](const GroundEvent& a, const GroundEvent& b) {
            return likeness(event, a) > likeness(event, b);
        });
        bool is_cut = actions.size() > kMostAlternatives;
        if (is_cut) actions.resize(kMostAlternatives);
        for (const GroundEvent& action : actions) {
            Known reason =
                engine::has_reason(stage_.session, mind, action, stage_.reason_limits(kAlternativeEffort));
            if (reason == Known::yes) return fmt::format("`{}`", model::to_text(world_, action));
            is_cut = is_cut || reason == Known::unknown;
        }
        if (is_cut) return fmt::format("nothing that was found among the {} most alike", actions.size());
        return "nothing: no other action here has a reason either";
    }

    /// Under each error stands the change that deals with it, or which other one does. A fault that cannot be repaired
    /// is left aside, so that the rest can.
    void repair() {
        std::vector<DraftItem> items = review_.items;
        std::erase_if(items, [](const DraftItem& item) { return item.kind == DraftKind::gap; });
        RepairLimits limits = options_.limits;
        // Each draft that is tried is gone through as a whole.
        limits.drafts =
            std::min(limits.drafts, static_cast<int>(kTriedItems / std::max<std::size_t>(items.size(), 1)));
        std::size_t fault = first_fault(stage_, items);
        if (fault == items.size()) return;
        std::optional<Repair> found = find_repair(stage_, items, fault, limits);
        if (stage_.is_stopped()) return;
        if (!found) {
            std::string text = fmt::format("none was found, with up to {} changes and {} drafts",
                                           limits.chain, limits.drafts);
            return tell(items[fault].line, {"no repair", text});
        }
        for (std::uint32_t line : found->aside)
            tell(line, {"no repair",
                        fmt::format("nothing that was tried helps here: leaving out, moving or changing one "
                                    "event, or inserting up to {} (in {} states)",
                                    limits.insertions, limits.expansions)});
        tell_repair(*found);
        if (found->aside.empty()) review_.repair = std::move(found);
    }

    template <class Action>
    void for_errors(Action action) {
        for (Finding& f : review_.findings)
            if (severity_of(f.code) == Severity::error && f.intended.empty()) action(f);
    }

    void tell(std::uint32_t line, const Remark& remark) {
        for_errors([&](Finding& f) {
            if (f.line == line) f.remarks.push_back(remark);
        });
    }

    void tell_repair(const Repair& repair) {
        std::string aside;
        for (std::uint32_t line : repair.aside)
            aside += fmt::format("{}line {}", aside.empty() ? "" : ", ", line);
        for (const Change& change : repair.changes) {
            std::vector<std::uint32_t> gone = lines_without_fault(change.items);
            for_errors([&](Finding& f) {
                bool told = !f.remarks.empty() && f.remarks.back().name.ends_with("repair");
                if (told) return;
                if (f.line == change.line) {
                    std::string text = change.text;
                    if (!aside.empty()) text += fmt::format(" ({} left aside)", aside);
                    f.remarks.push_back({"repair", text});
                    if (repair.alternative) f.remarks.push_back({"or repair", repair.alternative->text});
                } else if (std::find(gone.begin(), gone.end(), f.line) != gone.end()) {
                    f.follows = change.line;
                    f.remarks.push_back(
                        {"repair", fmt::format("that of line {} settles this, too", change.line)});
                }
            });
        }
    }

    /// Returns the lines of the draft at which nothing, or nothing any more, is wrong. Gaps are not judged: a draft
    /// that is repaired has none.
    std::vector<std::uint32_t> lines_without_fault(const std::vector<DraftItem>& items) {
        std::vector<MindId> states = states_of(stage_, items);
        std::vector<std::uint32_t> faulty, lines;
        for (std::size_t i = 0; i < items.size(); ++i)
            if (!faults_of(stage_, states[i], items[i], kSearchEffort).empty())
                faulty.push_back(items[i].line);
        for (const DraftItem& item : review_.items)
            if (item.kind != DraftKind::gap &&
                std::find(faulty.begin(), faulty.end(), item.line) == faulty.end())
                lines.push_back(item.line);
        return lines;
    }

    void note_intended() {
        for (const DraftItem& item : draft_.items) {
            if (item.intended.empty()) continue;
            bool needed =
                std::any_of(review_.findings.begin(), review_.findings.end(), [&](const Finding& f) {
                    return f.line == item.line && severity_of(f.code) != Severity::note;
                });
            if (needed) continue;
            Finding stale =
                finding(FindingCode::stale_intended, item, "nothing is found here that could be intended");
            stale.span = item.intended_span;
            stale.intended.clear();
            review_.findings.push_back(std::move(stale));
        }
    }

    Stage& stage_;
    World& world_;
    const Draft& draft_;
    const ReviewOptions& options_;
    Review review_;
};

}  // namespace

Review review_draft(Stage& stage, const Draft& draft, const ReviewOptions& options) {
    return Reviewer(stage, draft, options).run();
}

std::vector<KnowledgeRow> who_knows(Stage& stage, const std::vector<DraftItem>& items, ExprId expr) {
    std::vector<KnowledgeRow> rows;
    std::vector<MindId> states = states_of(stage, items);
    for (std::size_t i = 0; i < states.size(); ++i) {
        const DraftItem* item = i == 0 ? nullptr : &items[i - 1];
        if (item && item->kind != DraftKind::event) continue;
        bool happens = !item || engine::possible(stage.session, states[i - 1], item->event);
        KnowledgeRow row{item, happens, engine::evaluate(stage.session, states[i], stage.world, expr), {}};
        for (std::size_t c = 0; c < stage.world.character_count; ++c)
            row.minds.push_back(engine::evaluate(
                stage.session, engine::mind_of(stage.session, states[i], EntityId(c)), stage.world, expr));
        rows.push_back(std::move(row));
    }
    return rows;
}

namespace {

int nesting(const World& world, ExprId id) {
    const Expr& expr = world[id];
    int deepest = 0;
    for (ExprId child : expr.children)
        deepest = std::max(deepest, nesting(world, child));
    bool is_deeper =
        expr.kind == ExprKind::believes || expr.kind == ExprKind::might || expr.kind == ExprKind::odds;
    return deepest + (is_deeper ? 1 : 0);
}

}  // namespace

int depth_read(const World& world, ExprId expr) {
    return nesting(world, expr) + 1;
}

}  // namespace wt::story
