// Each limit at its value and one past it: of the question, of belief depth, of states and bytes, and of the
// nesting of a text.

#include "model/limits.h"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "ask/question.h"
#include "engine/planner.h"
#include "lang/check.h"
#include "lang/lang.h"
#include "lang/parse.h"
#include "model/print.h"
#include "support/worlds.h"

namespace wt::test {
namespace {

using engine::Verdict;

model::World world_of(const std::string& text) {
    return *world_of_text("limits.wt", text);
}

/// `length` people act one after the other, and everybody acts for what the next one will do. The plan has
/// `length` actions; the first one's reason needs a character limit of `length`, since the others' reasons
/// spend from it, and a belief limit of `length - 1`: only the last one, who may think one step anywhere, is
/// deeper.
std::string relay(int length) {
    std::string text = "property stage() : number;\nstage() = 0;\n";
    for (int i = 1; i <= length; ++i)
        text += fmt::format("entity C{} : character;\n", i);
    for (int i = 1; i <= length; ++i)
        text += fmt::format(
            "action act{0}(C{0}) {{ precondition: stage() == {1}; effect: stage() = {0}; consenting: C{0}; "
            "}};\n"
            "utility(C{0}): if(stage() >= {2}) 1 else 0;\n",
            i, i - 1, std::min(i + 1, length));
    return text + fmt::format("utility(): if(stage() == {}) 1 else 0;\n", length);
}

/// One person walks `length` steps to where he wants to be.
std::string road(int length, const std::string& wish) {
    return fmt::format(
        "entity Walker : character;\nproperty at() : number;\nat() = 0;\n"
        "action step(Walker) {{ precondition: at() < {0}; effect: at() = at() + 1; consenting: Walker; }};\n"
        "utility(): if(at() == {0}) 1 else 0;\nutility(Walker): {1};\n",
        length, wish);
}
std::string road(int length) {
    return road(length, fmt::format("if(at() == {}) 1 else 0", length));
}

/// Engine and referee on whether there is a plan; they must agree.
bool has_plan(const std::string& text, const model::Limits& limits) {
    model::World world = world_of(text);
    referee::Rules rules;
    rules.limits = limits;
    engine::Answer answer = ask_engine(world, rules, true);
    engine::Answer any = ask_engine(world, rules, false);
    Budget budget;
    referee::Existence truth = referee::enumerate(world, rules, budget);
    EXPECT_EQ(answer.verdict, any.verdict);
    EXPECT_EQ(answer.verdict == Verdict::found, truth.verdict == referee::Verdict::valid);
    EXPECT_TRUE(answer.verdict == Verdict::found || answer.verdict == Verdict::exhausted);
    if (answer.plan && truth.shortest) {
        EXPECT_EQ(answer.plan->steps.size(), *truth.shortest);
    }
    for (const engine::Answer* given : {&answer, &any})
        if (given->plan) {
            EXPECT_EQ(objection(world, *given->plan, rules), "");
        }
    return answer.verdict == Verdict::found;
}

TEST(Limits, AuthorLimit) {
    for (int length = 1; length <= 6; ++length) {
        EXPECT_TRUE(has_plan(road(length), {length, 9, 2})) << length;
        EXPECT_TRUE(has_plan(road(length), {length + 1, 9, 2})) << length;
        EXPECT_FALSE(has_plan(road(length), {length - 1, 9, 2})) << length;
    }
}

/// Thirty steps of which none can be left out, and sixteen in any order: to say so may not take 2^n tries.
TEST(Limits, LongPlansAreFoundAndJudgedWithoutTryingAllTheirParts) {
    std::string lamps = "type lamp;\nentity Ann : character;\n";
    for (int i = 0; i < 16; ++i)
        lamps += fmt::format("entity L{} : lamp;\n", i);
    lamps +=
        "property lit(l : lamp) : boolean;\n"
        "action light(l : lamp) { precondition: !lit(l); effect: lit(l); consenting: Ann; };\n"
        "utility(): sum(l : lamp) (if(lit(l)) 1 else 0);\n"
        "utility(Ann): sum(l : lamp) (if(lit(l)) 1 else 0);\n";
    for (const auto& [text, length] : {std::pair(lamps, 16), std::pair(road(30, "at()"), 30)}) {
        model::World world = world_of(text);
        referee::Rules rules;
        rules.limits = {length, 2, 2};
        rules.goal = length == 16 ? 16 : 1;
        Budget budget;
        budget.max_states = 5'000;
        engine::Session session(world, {.belief_limit = 2}, budget);
        engine::Answer answer = engine::plan(session, {.goal = rules.goal, .limits = rules.limits});
        ASSERT_EQ(answer.verdict, Verdict::found) << text;
        EXPECT_EQ(answer.plan->steps.size(), static_cast<std::size_t>(length));
        Budget for_judging;
        for_judging.max_states = 5'000;
        EXPECT_EQ(referee::verify(world, *answer.plan, rules, for_judging).verdict, referee::Verdict::valid);
    }
}

TEST(Limits, CharacterLimit) {
    for (int length = 2; length <= 6; ++length) {
        EXPECT_TRUE(has_plan(road(length), {9, length, 2})) << length;
        EXPECT_FALSE(has_plan(road(length), {9, length - 1, 2})) << length;
    }
}

TEST(Limits, CharacterLimitIsSharedByNestedReasons) {
    for (int length = 2; length <= 5; ++length) {
        EXPECT_TRUE(has_plan(relay(length), {length, length, length - 1})) << length;
        EXPECT_FALSE(has_plan(relay(length), {length, length - 1, length - 1})) << length;
    }
}

TEST(Limits, BeliefLimit) {
    for (int length = 2; length <= 5; ++length) {
        EXPECT_TRUE(has_plan(relay(length), {length, length, length})) << length;
        EXPECT_TRUE(has_plan(relay(length), {length, length, length - 1})) << length;
        EXPECT_FALSE(has_plan(relay(length), {length, length, length - 2})) << length;
    }
}

TEST(Limits, ZeroAllowsNoActionOfTheAuthorAndOneStepOfEverybody) {
    EXPECT_FALSE(has_plan(road(1), {0, 5, 2}));
    EXPECT_TRUE(has_plan(road(1), {1, 0, 0}));
    EXPECT_TRUE(has_plan(road(1), {1, 1, 0}));
    EXPECT_TRUE(has_plan(road(1), {1, 0, 2}));
    EXPECT_FALSE(has_plan(road(2), {2, 0, 0}));
    EXPECT_FALSE(has_plan(road(2), {2, 5, 0})) << "an actor of the author's plan is at level 1, past 0";
    EXPECT_TRUE(has_plan(road(2), {2, 5, 1}));
}

TEST(Limits, LargeLimitsAreNoHindrance) {
    EXPECT_TRUE(has_plan(road(3), {1000, 1000, 3}));
    EXPECT_TRUE(has_plan(relay(3), {1000, 1000, 3}));
}

TEST(Limits, BeliefDepthIsAtLeastWhatTheQuestionNeedsAndDeeperChangesNothingHere) {
    for (int length = 2; length <= 3; ++length) {
        model::World world = world_of(relay(length));
        int needed = length - 1 + 1 + model::belief_nesting(world);
        for (int depth = 0; depth <= needed + 2; ++depth) {
            Budget budget;
            engine::Session session(world, {length - 1, depth}, budget);
            EXPECT_EQ(session.belief_depth(), std::max(depth, needed));
            referee::Rules rules;
            rules.limits = {length, length, length - 1};
            rules.belief_depth = depth;
            engine::Answer answer = engine::plan(session, {std::nullopt, rules.limits, true});
            ASSERT_TRUE(answer.plan);
            EXPECT_EQ(objection(world, *answer.plan, rules), "");
        }
    }
}

TEST(Limits, OfTheCommandLine) {
    model::World world = world_of(road(1));
    auto settled = [&](int author, int character, int belief, int depth) {
        ask::QuestionOptions given;
        given.author_limit = author;
        given.character_limit = character;
        given.belief_limit = belief;
        given.belief_depth = depth;
        return ask::settle_limits(world, given).has_value();
    };
    const int most = model::kMostLimit;
    const int deepest = model::kMostBeliefDepth;
    EXPECT_TRUE(settled(most, most, 2, 0));
    EXPECT_FALSE(settled(most + 1, 1, 2, 0));
    EXPECT_FALSE(settled(1, most + 1, 2, 0));
    EXPECT_TRUE(settled(0, 0, 0, 0));
    EXPECT_FALSE(settled(-1, 0, 0, 0));
    EXPECT_FALSE(settled(0, -1, 0, 0));
    EXPECT_FALSE(settled(0, 0, -1, 0));
    EXPECT_TRUE(settled(1, 1, 2, deepest));
    EXPECT_FALSE(settled(1, 1, 2, deepest + 1));
    EXPECT_TRUE(settled(1, 1, deepest - 1 - model::belief_nesting(world), 0));
    EXPECT_FALSE(settled(1, 1, deepest - model::belief_nesting(world), 0));
}

/// What a session says in whose budget so many states and bytes are allowed.
engine::Answer within(const model::World& world, std::uint64_t states, std::uint64_t bytes) {
    Budget budget;
    budget.max_states = states;
    budget.max_bytes = bytes;
    engine::Session session(world, {.belief_limit = 3}, budget);
    return engine::plan(session, {std::nullopt, {4, 4, 3}, true});
}

/// The least budget with which `suffices`, which has one below it with which it does not.
template <class Suffices>
std::uint64_t least(Suffices suffices) {
    std::uint64_t too_little = 0, enough = std::uint64_t{1} << 32;
    while (enough - too_little > 1) {
        std::uint64_t middle = too_little + (enough - too_little) / 2;
        (suffices(middle) ? enough : too_little) = middle;
    }
    return enough;
}

TEST(Limits, StatesAndBytesAreNamedWhenTheyAreOneTooFew) {
    for (int length : {4, 5}) {  // a plan, and a proof that there is none
        model::World world = world_of(relay(length));
        Verdict answer = length == 4 ? Verdict::found : Verdict::exhausted;
        std::uint64_t states = least([&](std::uint64_t n) {
            return within(world, n, Budget::kUnlimited).verdict != Verdict::stopped;
        });
        EXPECT_EQ(within(world, states, Budget::kUnlimited).verdict, answer);
        EXPECT_EQ(within(world, states - 1, Budget::kUnlimited).verdict, Verdict::stopped);
        EXPECT_EQ(within(world, states - 1, Budget::kUnlimited).stop, Stop::states);
        std::uint64_t bytes = least([&](std::uint64_t n) {
            return within(world, Budget::kUnlimited, n).verdict != Verdict::stopped;
        });
        EXPECT_EQ(within(world, Budget::kUnlimited, bytes).verdict, answer);
        EXPECT_EQ(within(world, Budget::kUnlimited, bytes - 1).verdict, Verdict::stopped);
        EXPECT_EQ(within(world, Budget::kUnlimited, bytes - 1).stop, Stop::memory);
    }
}

TEST(Limits, OtherBeliefLimitsInTurnTakeNoMoreMemoryEachTime) {
    model::World world = world_of(relay(4));
    Budget budget;
    engine::Session session(world, {.belief_limit = 3}, budget);
    auto ask_all = [&] {
        for (int belief = 0; belief <= 3; ++belief)
            EXPECT_EQ(engine::plan(session, {std::nullopt, {4, 4, belief}, true}).verdict,
                      belief < 3 ? Verdict::exhausted : Verdict::found);
        return budget.bytes();
    };
    ask_all();
    std::uint64_t bytes = ask_all();
    for (int round = 0; round < 20; ++round)
        EXPECT_LE(ask_all(), bytes + 4096) << "in round " << round;
}

TEST(Limits, NestingOfBracketsInEverythingThatNests) {
    auto reads = [](const std::string& before, const std::string& opening, const std::string& inner,
                    const std::string& closing, const std::string& after, int depth) {
        std::string text =
            "entity A : character;\nproperty p() : boolean;\nproperty n() : number;\n" + before;
        for (int i = 0; i < depth; ++i)
            text += opening;
        text += inner;
        for (int i = 0; i < depth; ++i)
            text += closing;
        lang::Reading reading = lang::read_world(Source("deep.wt", text + after), lang::Dialect::wrongtree);
        for (const Diagnostic& diagnostic : reading.diagnostics.items())
            if (diagnostic.severity == Severity::error) {
                EXPECT_EQ(diagnostic.code, DiagnosticCode::nesting_too_deep)
                    << opening << ": " << diagnostic.message;
            }
        return reading.world.has_value();
    };
    struct Form {
        std::string before, opening, inner, closing, after;
    };
    const Form forms[] = {
        {"utility(): ", "(", "n()", ")", ";"},
        {"utility(): ", "!(", "p()", ")", ";"},
        {"utility(): ", "believes(A, ", "p()", ")", ";"},
        {"utility(): ", "(1 + ", "n()", ")", ";"},
        {"utility(): ", "if(p()) 1 else (", "n()", ")", ";"},
        {"utility(): ", "forall(c : character) (", "p()", ")", ";"},
        {"utility(): ", "(sum(c : character) ", "n()", ")", ";"},
        {"utility(): if(", "!", "p()", "", ") 1 else 0;"},
        {"utility(): if(", "forall(c : character) ", "p()", "", ") 1 else 0;"},
        {"utility(): if(", "exists(c : character) !", "p()", "", ") 1 else 0;"},
        {"utility(): ", "sum(c : character) ", "n()", "", ";"},
        {"action a() { effect: ", "forall(c : character) ", "p()", "", "; };"},
        {"action a() { effect: ", "if(p()) ", "p()", "", "; };"},
        {"request r { ", "!", "sometime p()", "", "; };"},
        {"request r { ", "(", "sometime p()", ")", "; };"},
        {"request r { sometime ", "!", "p()", "", "; };"},
        {"request r { sometime ", "(", "p()", ")", "; };"},
        {"action a() { effect: ", "(", "p()", ")", "; };"},
        {"action a() { effect: ", "if(p()) (", "p()", ")", "; };"},
        {"action a() { effect: ", "believes(A, ", "p()", ")", "; };"},
    };
    for (const Form& form : forms) {
        auto at = [&](int depth) {
            return reads(form.before, form.opening, form.inner, form.closing, form.after, depth);
        };
        // How many levels one repetition counts for differs; that there is exactly one border does not.
        int deepest = 0;
        while (deepest <= 3 * lang::kMaxNesting && at(deepest + 1))
            ++deepest;
        EXPECT_LE(deepest, lang::kMaxNesting) << form.opening;
        EXPECT_GE(deepest, lang::kMaxNesting / 3 - 1) << form.opening;
        EXPECT_FALSE(at(deepest + 2)) << form.opening;
        EXPECT_FALSE(at(20'000)) << form.opening;
    }
}

/// The messages about a world with this text.
std::vector<std::string> mistakes_of(const std::string& text) {
    Source source("limits.wt",
                  "entity A : character;\nentity B : character;\nproperty p() : boolean;\n"
                  "property n() : number;\nproperty q(c : character) : boolean;\n" +
                      text);
    std::vector<std::string> messages;
    lang::Reading reading = lang::read_world(source, lang::Dialect::wrongtree);
    for (const Diagnostic& d : reading.diagnostics.items())
        if (d.severity == Severity::error) messages.push_back(d.message);
    return messages;
}

/// The same of a precondition.
std::vector<std::string> mistakes_in(const std::string& precondition) {
    return mistakes_of("action act(A) { precondition: " + precondition + "; effect: p(); };\n");
}

std::string repeated(const std::string& text, std::size_t times) {
    std::string result;
    for (std::size_t i = 0; i < times; ++i)
        result += text;
    return result;
}

TEST(Limits, PartsOfACondition) {
    std::vector<std::string> none;
    std::vector<std::string> too_many{"written out, this has more than 100000 parts"};
    auto all = [](std::size_t count) { return "p()" + repeated(" & p()", count - 1); };
    EXPECT_EQ(mistakes_in(all(lang::kMaxParts - 1)), none) << "the conjunction is a part, too";
    EXPECT_EQ(mistakes_in(all(lang::kMaxParts)), too_many);
    auto mistaken = [](std::size_t depth) {
        return repeated("mistaken(A, ", depth) + "p()" + repeated(")", depth);
    };
    EXPECT_EQ(mistakes_in(mistaken(7)), none);
    EXPECT_EQ(mistakes_in(mistaken(8)), too_many);
    EXPECT_EQ(mistakes_in(mistaken(190)), too_many);
    auto branches = [](std::size_t depth) {
        return repeated("if(p()) (", depth) + "p()" + repeated(") else !p()", depth);
    };
    EXPECT_EQ(mistakes_in(branches(90)), none) << "only tests are looked at both ways";
}

TEST(Limits, PartsOfAValueAnEffectAndAConstraint) {
    struct Form {
        std::string before, first, next, after;
    };
    const Form forms[] = {
        {"utility(): ", "n()", " + n()", ";"},
        {"action act(A) { effect: ", "p()", " & p()", "; };"},
        {"request r { ", "happens act", " & happens act", "; };\naction act(A) { effect: p(); };"},
    };
    for (const Form& form : forms) {
        auto at = [&](std::size_t count) {
            return mistakes_of(form.before + form.first + repeated(form.next, count - 1) + form.after);
        };
        std::size_t fine = 1, too_many = lang::kMaxParts + 1;
        while (too_many - fine > 1) {
            std::size_t middle = fine + (too_many - fine) / 2;
            (at(middle).empty() ? fine : too_many) = middle;
        }
        EXPECT_EQ(at(too_many), std::vector<std::string>{"written out, this has more than 100000 parts"});
        // Each is two parts: what is said, and of what or how it is joined.
        EXPECT_LE(2 * fine, lang::kMaxParts + 1) << form.before;
        EXPECT_GE(2 * fine, lang::kMaxParts - 2) << form.before;
    }
}

TEST(Limits, PartsForEveryValue) {
    auto nested = [](std::size_t depth) {
        std::string text = "True";
        for (std::size_t i = 0; i < depth; ++i)
            text = fmt::format("forall(v{0} : character) (q(v{0}) | {1})", i, text);
        return text;
    };
    EXPECT_EQ(mistakes_in(nested(18)), std::vector<std::string>{});
    EXPECT_EQ(mistakes_in(nested(21)),
              std::vector<std::string>{"written out for every value of its variables, this has more than "
                                       "5000000 parts"});
}

}  // namespace
}  // namespace wt::test
