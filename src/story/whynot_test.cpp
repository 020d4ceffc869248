#include "story/whynot.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "lang/expression_text.h"
#include "lang/lang.h"

namespace wt::story {
namespace {

using model::World;

/// Ann can lend Ben her boat, and would if she did not need it to fish; Ben can cross with it.
constexpr std::string_view kBoat = R"(
type place;
entity Ann : character;
entity Ben : character;
entity Shore : place;
entity Island : place;
property at(who : character) : place;
property owner() : character;
property likes(who : character, whom : character) : boolean;
action lend(from : character, to : character) {
    precondition: owner() == from & from != to & at(from) == at(to);
    effect: owner() = to;
    consenting: from;
};
action cross(who : character) {
    precondition: at(who) == Shore & owner() == who;
    effect: at(who) = Island;
    consenting: who;
};
at(Ann) = Shore;
at(Ben) = Shore;
owner() = Ann;
utility(): at(Ben) == Island;
utility(Ann): if(likes(Ann, Ben) & owner() == Ben) 1 else 0;
utility(Ben): at(Ben) == Island;
)";

World world_of(std::string_view text) {
    Source source("boat.wt", std::string(text));
    lang::Reading reading = lang::read_world(source, lang::Dialect::wrongtree);
    EXPECT_TRUE(reading.world);
    return std::move(*reading.world);
}

Whynot ask(const World& world, model::Limits limits, const model::Request* request = nullptr,
           bool all = false) {
    Budget budget;
    WhynotQuestion question;
    question.limits = limits;
    question.belief_depth = limits.belief + 1 + model::belief_nesting(world, request);
    question.request = request;
    question.all = all;
    return whynot(world, question, budget);
}

const Remedy* find(const Whynot& found, Excuse excuse) {
    for (const Remedy& finding : found.findings)
        if (finding.excuse == excuse) return &finding;
    return nullptr;
}

TEST(Whynot, names_who_does_not_want_to_and_what_would_bring_them_round) {
    Whynot found = ask(world_of(kBoat), {5, 5, 2});
    ASSERT_EQ(found.outcome, Whynot::Outcome::none);
    const Remedy* consent = find(found, Excuse::consent);
    ASSERT_TRUE(consent);
    EXPECT_EQ(consent->text,
              "event 1: `Ann` has no reason for `lend(Ann, Ben)` (as `Ann` sees it, nothing that can follow "
              "within 5 actions leaves "
              "them better off)");
    EXPECT_EQ(consent->story.size(), 2u);
    const Remedy* fact = find(found, Excuse::fact);
    ASSERT_TRUE(fact);
    EXPECT_EQ(fact->text, "it would do if `likes(Ann, Ben)` were `True` at the start, not `False`");
    EXPECT_EQ(find(found, Excuse::limit), nullptr);
    EXPECT_EQ(find(found, Excuse::rule), nullptr) << "rules are tried only if nothing else helps";
}

TEST(Whynot, says_how_far_a_limit_must_go) {
    std::string text(kBoat);
    World world = world_of(text + "likes(Ann, Ben);");
    EXPECT_EQ(ask(world, {5, 5, 2}).outcome, Whynot::Outcome::story);
    Whynot found = ask(world, {1, 5, 2});
    ASSERT_EQ(found.outcome, Whynot::Outcome::none);
    const Remedy* limit = find(found, Excuse::limit);
    ASSERT_TRUE(limit);
    EXPECT_EQ(limit->text, "an author limit of 2 instead of 1 would do");
}

TEST(Whynot, ends_with_the_first_thing_that_helps_if_that_is_asked) {
    World world = world_of(kBoat);
    model::Limits limits{.author = 1, .character = 2, .belief = 1};
    Budget budget;
    WhynotQuestion question;
    question.limits = limits;
    question.belief_depth = limits.belief + 1;
    question.is_proved = true;
    question.only_first = true;
    Whynot found = whynot(world, question, budget);
    ASSERT_EQ(found.findings.size(), 1u);
    EXPECT_FALSE(found.findings[0].story.empty());
    question.most_searches = 2;
    found = whynot(world, question, budget);
    EXPECT_LE(found.searches, 2u);
    EXPECT_TRUE(found.findings.empty());
}

TEST(Whynot, searches_longer_for_a_limit_where_nothing_else_helps) {
    // With so few states each no search of another kind gets anywhere.
    World world = world_of(std::string(kBoat) + "likes(Ann, Ben);");
    Budget budget;
    WhynotQuestion question;
    question.limits = {.author = 1, .character = 5, .belief = 2};
    question.belief_depth = 3;
    question.states_each = 1;
    Whynot found = whynot(world, question, budget);
    ASSERT_EQ(found.outcome, Whynot::Outcome::none);
    const Remedy* limit = find(found, Excuse::limit);
    ASSERT_TRUE(limit);
    EXPECT_EQ(limit->text, "an author limit of 2 instead of 1 would do");
    EXPECT_FALSE(limit->story.empty());
}

TEST(Whynot, finds_the_smallest_set_of_constraints_that_cannot_be_met) {
    World world = world_of(std::string(kBoat) +
                           "likes(Ann, Ben); property wet() : boolean; action rain() { effect: wet(); };");
    model::Request request;
    for (const char* text : {"sometime at(Ben) == Island", "never happens lend", "length at most 4"}) {
        Source source("--where", text);
        request.constraints.push_back(*lang::read_constraint(world, source));
    }
    Whynot found = ask(world, {5, 5, 2}, &request);
    ASSERT_EQ(found.outcome, Whynot::Outcome::none);
    const Remedy* constraint = find(found, Excuse::constraint);
    ASSERT_TRUE(constraint);
    EXPECT_EQ(constraint->text, "it would do without `sometime at(Ben) == Island`");
    const Remedy* conflict = find(found, Excuse::conflict);
    ASSERT_TRUE(conflict);
    EXPECT_EQ(conflict->text,
              "`sometime at(Ben) == Island` and `never happens lend(_, _)` have no story together");
}

TEST(Whynot, blames_a_rule_when_nothing_else_helps) {
    std::string text(kBoat);
    text += "likes(Ann, Ben);";
    std::size_t at = text.find("at(who) == Shore & owner() == who");
    text.replace(at, std::string("at(who) == Shore & owner() == who").size(),
                 "at(who) == Shore & owner() == ?");
    Whynot found = ask(world_of(text), {5, 5, 2});
    ASSERT_EQ(found.outcome, Whynot::Outcome::none);
    const Remedy* rule = find(found, Excuse::rule);
    ASSERT_TRUE(rule);
    EXPECT_EQ(rule->text, "it would do if `cross` did not need `owner() == ?`");
}

/// Everybody is wrong about the one thing that nothing depends on, and nobody can help.
TEST(Whynot, tries_so_many_changes_of_the_start_and_says_that_there_are_more) {
    for (int people : {120, 121}) {
        std::string text =
            "property far() : boolean; property near() : boolean; action go() { effect: near(); };";
        text += "utility(): if(far() & near()) 1 else 0;";
        for (int i = 0; i < people; ++i)
            text += "entity C" + std::to_string(i) + " : character;";
        text += "forall(c : character) (believes(c, far()) = True);";
        Whynot found = ask(world_of(text), {1, 1, 1});
        ASSERT_EQ(found.outcome, Whynot::Outcome::none);
        EXPECT_EQ(std::ranges::count(found.open, "further values at the start, which were not tried"),
                  people == 120 ? 0 : 1);
        EXPECT_EQ(std::ranges::count(found.in_vain, "120 other values at the start"), 1);
    }
}

TEST(Whynot, knows_what_it_does_not_know) {
    World world = world_of(kBoat);
    Budget budget;
    budget.max_states = 2;
    WhynotQuestion question;
    question.limits = {5, 5, 2};
    question.belief_depth = 4;
    Whynot found = whynot(world, question, budget);
    EXPECT_EQ(found.outcome, Whynot::Outcome::undecided);
    EXPECT_EQ(found.stop, Stop::states);
    EXPECT_TRUE(found.findings.empty());
}

}  // namespace
}  // namespace wt::story
