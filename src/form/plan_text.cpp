#include "form/plan_text.h"

#include <fmt/format.h>

#include "base/text.h"
#include "model/print.h"
#include "model/rounding.h"

namespace wt::form {

namespace {

using engine::Verdict;

std::string optional_text(const std::optional<double>& number) {
    return number ? number_text(*number) : "unknown";
}

/// Tells what was found, proved or not decided.
std::string outcome_note(const PlanReport& report) {
    const engine::Answer& answer = report.made.answer;
    const model::Limits& limits = report.question.limits;
    bool reaches_goal = report.made.reaches_goal;
    if (answer.verdict == Verdict::stopped)
        return fmt::format("undecided: {}{}",
                           answer.too_large.empty() ? report.words(answer.stop) : answer.too_large,
                           reaches_goal ? "; the plan is not proved shortest" : "");
    if (reaches_goal)
        return report.is_anytime && !answer.proved_shortest ? "the plan is not proved shortest" : "";
    return fmt::format("proved: no plan {} within author limit {}, character limit {}, belief limit {}",
                       report.question.request
                           ? "answers the request"
                           : fmt::format("reaches the goal, {},", optional_text(answer.goal)),
                       limits.author, limits.character, limits.belief);
}

/// Tells what would have to be otherwise, as far as a short search has found it, and who knows more.
std::string cause_note(const ask::PlanMade& made) {
    if (!made.cause) return std::string(kWhynotKnows);
    if (made.cause->excuse == story::Excuse::consent)
        return fmt::format("in the way is {}; `wrongtree whynot` says more", made.cause->text);
    return fmt::format("{} (a story of {} {}); `wrongtree whynot` says more", made.cause->text,
                       made.cause->story.size(), made.cause->story.size() == 1 ? "action" : "actions");
}

/// Tells how near the goal was reached.
std::string best_note(const PlanReport& report, const std::string& reached) {
    const engine::Answer& answer = report.made.answer;
    if (answer.verdict == Verdict::exhausted && !answer.start_utility)
        return "the author's utility is unknown at the start, and nothing improves on that";
    if (answer.best)
        return fmt::format("the best plan that was met: {}{}", reached,
                           report.shows_best ? "" : "; --best prints it");
    if (answer.start_utility)
        return fmt::format("no plan was met that improves the author's utility, {}",
                           optional_text(answer.start_utility));
    return "";
}

}  // namespace

std::string plan_text(const model::World& world, const model::Plan& plan) {
    std::string text;
    for (const model::Step& step : plan.steps)
        text += model::to_text(world, step.action) + "\n";
    return text;
}

std::vector<std::string> plan_notes(const PlanReport& report) {
    const engine::Answer& answer = report.made.answer;
    bool reaches_goal = report.made.reaches_goal;
    if (answer.verdict == Verdict::found && !reaches_goal)
        return {"undecided: no story was found that the referee could judge; --no-verify shows it"};
    std::string reached = fmt::format("the author's utility goes from {} to {}",
                                      optional_text(answer.start_utility), optional_text(answer.utility));
    std::vector<std::string> notes;
    if (reaches_goal)
        notes.push_back(fmt::format("found: {}{}{}",
                                    report.question.request ? "the request is answered" : reached,
                                    answer.goal ? "; the goal is " + optional_text(answer.goal) : "",
                                    answer.proved_shortest ? "; proved shortest" : ""));
    notes.push_back(outcome_note(report));
    if (!reaches_goal && !report.question.request) notes.push_back(best_note(report, reached));
    if (!reaches_goal && answer.verdict == Verdict::exhausted) notes.push_back(cause_note(report.made));
    bool missed = !reaches_goal && answer.goal && answer.utility;
    if (missed && model::missed_by_rounding(*answer.utility, *answer.goal))
        notes.push_back(
            fmt::format("that is less than {} by rounding alone, for numbers are binary fractions; ask for a "
                        "goal that is a little lower",
                        number_text(*answer.goal)));
    std::erase_if(notes, [](const std::string& note) { return note.empty(); });
    return notes;
}

std::vector<std::string> absence_notes(const ask::FoundStory& found, ask::StopWords words) {
    std::vector<std::string> notes = {ask::absence_text(found, words)};
    if (found.verdict == ask::StoryVerdict::none) notes.emplace_back(kWhynotKnows);
    return notes;
}

std::string found_when_text(const ask::PlanMade& made) {
    std::size_t count = made.shown()->steps.size();
    return fmt::format("{} {}, after {} states expanded", count, count == 1 ? "action" : "actions",
                       made.answer.statistics.expanded);
}

std::string rejection_text(const referee::Judgement& judgement) {
    return fmt::format(
        "the referee rejects the plan that was found, at action {}: {}\n"
        "this is a mistake in Wrongtree; please report it with the world and the command",
        judgement.step + 1, judgement.why);
}

std::vector<std::string> statistics_notes(const engine::Statistics& statistics,
                                          const engine::Session::Size& size, std::uint64_t resident_bytes) {
    constexpr double kMebibyte = 1 << 20;
    const engine::Statistics& s = statistics;
    return {
        fmt::format("ground world: {} fluents, {} actions, {} triggers", size.fluents, size.actions,
                    size.triggers),
        fmt::format("states {}, transitions {}, expanded {}, generated {}", s.states, s.transitions,
                    s.expanded, s.generated),
        fmt::format("explanations asked {}, searched {}; {:.1f} MiB in stores, {:.1f} MiB resident",
                    s.explanation_queries, s.explanation_searches, static_cast<double>(s.bytes) / kMebibyte,
                    static_cast<double>(resident_bytes) / kMebibyte)};
}

}  // namespace wt::form
