#include "ask/decision.h"

namespace wt::ask {

Decision decision_of(const PlanMade& made) {
    if (made.is_rejected()) return Decision::internal;
    if (made.was_told) return Decision::yes;  // however the search for a shorter one ended
    switch (made.answer.verdict) {
        case engine::Verdict::found:
            return made.reaches_goal ? Decision::yes : Decision::undecided;
        case engine::Verdict::exhausted:
            return Decision::no;
        case engine::Verdict::stopped:
            return Decision::undecided;
        case engine::Verdict::endless_triggers:
            return Decision::bad_input;
    }
    return Decision::internal;
}

Decision decision_of(const referee::Judgement& judgement) {
    switch (judgement.verdict) {
        case referee::Verdict::valid:
            return Decision::yes;
        case referee::Verdict::invalid:
            return Decision::no;
        case referee::Verdict::undecided:
            return Decision::undecided;
        case referee::Verdict::endless_triggers:
            return Decision::bad_input;
    }
    return Decision::internal;
}

Decision decision_of(const story::Whynot& found) {
    switch (found.outcome) {
        case story::Whynot::Outcome::story:
            return Decision::yes;
        case story::Whynot::Outcome::none:
            return Decision::no;
        case story::Whynot::Outcome::undecided:
            return Decision::undecided;
        case story::Whynot::Outcome::endless_triggers:
            return Decision::bad_input;
    }
    return Decision::internal;
}

Decision decision_of(const FoundStory& found) {
    switch (found.verdict) {
        case StoryVerdict::found:
            return Decision::yes;
        case StoryVerdict::none:
        case StoryVerdict::unsound:
            return Decision::no;
        case StoryVerdict::undecided:
            return Decision::undecided;
        case StoryVerdict::endless:
            return Decision::bad_input;
        case StoryVerdict::rejected:
            return Decision::internal;
    }
    return Decision::internal;
}

Decision decision_of(SeriesVerdict verdict) {
    switch (verdict) {
        case SeriesVerdict::complete:
            return Decision::yes;
        case SeriesVerdict::exhausted:
            return Decision::no;
        case SeriesVerdict::undecided:
            return Decision::undecided;
        case SeriesVerdict::interrupted:
            return Decision::interrupted;
    }
    return Decision::internal;
}

}  // namespace wt::ask
