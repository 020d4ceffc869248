#include "story/series.h"

#include <set>

#include <gtest/gtest.h>

#include "lang/expression_text.h"
#include "lang/lang.h"

namespace wt::story {
namespace {

constexpr const char* kWorld = R"(
entity Tom : character;
entity Ann : character;
entity Home : place;
entity Market : place;
type place;
property at(who : character) : place;
property fed(who : character) : boolean;
property noise() : number;
action walk(who : character, to : place) {
    precondition: at(who) != to;
    effect: at(who) = to;
    consenting: who;
};
action feed(one : character, other : character) {
    precondition: one != other & at(one) == at(other);
    effect: fed(other);
    consenting: one, other;
};
action bang() { effect: noise() = noise() + 1; };
at(Tom) = Home;
at(Ann) = Market;
utility(): if(fed(Tom)) 3 elseif(noise() > 0) 2 elseif(fed(Ann)) (-1) else 0;
)";

class Series : public ::testing::Test {
  protected:
    Series() : source_("world.wt", kWorld), reading_(lang::read_world(source_, lang::Dialect::wrongtree)) {
        EXPECT_TRUE(reading_.world);
        session_.emplace(world(), engine::SessionOptions{}, budget_);
    }
    model::World& world() { return *reading_.world; }

    Told told(const std::string& actions, double utility) {
        auto plan = lang::read_plan(world(), Source("plan", actions));
        EXPECT_TRUE(plan);
        return {*plan, features_of(*session_, *plan), utility};
    }

    std::vector<std::string> texts(const std::vector<Told>& told, std::uint64_t seed) {
        std::vector<std::string> result;
        Material material = material_of(*session_);
        for (const Wish& wish : wishes(world(), material, told, seed))
            result.push_back(wish_text(world(), material, wish));
        return result;
    }

    Source source_;
    lang::Reading reading_;
    Budget budget_;
    std::optional<engine::Session> session_;
};

TEST_F(Series, FeaturesAreWhatHappensWhoActsAndWhatIsNew) {
    Features features = told("bang()\nwalk(Tom, Market)\nfeed(Tom, Ann)\nbang()\n", 2).features;
    EXPECT_EQ(features.actions,
              (std::vector<std::string>{"bang()", "bang()", "feed(Tom, Ann)", "walk(Tom, Market)"}));
    EXPECT_EQ(features.deeds, (std::vector<std::string>{": bang", "Ann: feed", "Tom: feed", "Tom: walk"}));
    EXPECT_EQ(features.facts,
              (std::vector<std::string>{"at(Tom) = Market", "fed(Ann) = True", "noise() = 2"}));
}

TEST_F(Series, WhatIsUndoneIsNoNewFact) {
    EXPECT_TRUE(told("walk(Tom, Market)\nwalk(Tom, Home)\n", 0).features.facts.empty());
}

TEST_F(Series, TheGoalIsTheLeastImprovement) {
    Material material = material_of(*session_);
    EXPECT_EQ(material.endings, (std::vector<double>{2, 3}));
    EXPECT_EQ(material.goal, 2);
}

TEST_F(Series, WishesStartBoldAndAreTheSameForTheSameSeed) {
    std::vector<Told> none;
    EXPECT_EQ(texts(none, 1).front(), "any story");
    std::vector<Told> one;
    one.push_back(told("bang()\n", 2));
    std::vector<std::string> after = texts(one, 1);
    ASSERT_GT(after.size(), 2u);
    EXPECT_EQ(after[0], "never happens bang");
    EXPECT_EQ(after[1], "at end utility() == 3");
    EXPECT_EQ(after, texts(one, 1));
    EXPECT_NE(after, texts(one, 2));
}

TEST_F(Series, ConstraintsReadBackAsTheSame) {
    Material material = material_of(*session_);
    std::vector<Told> one;
    one.push_back(told("bang()\n", 2));
    for (const Wish& wish : wishes(world(), material, one, 1)) {
        model::Request request = request_for(world(), material, wish);
        EXPECT_EQ(request.goal, 2);
        std::string text = constraint_text(world(), request);
        Result<model::TraceId> again = lang::read_constraint(world(), Source("--where", text));
        ASSERT_TRUE(again) << text;
        model::Request read;
        read.constraints = {*again};
        std::string bracketed = constraint_text(world(), read);
        Result<model::TraceId> third = lang::read_constraint(world(), Source("--where", bracketed));
        ASSERT_TRUE(third) << bracketed;
        read.constraints = {*third};
        EXPECT_EQ(constraint_text(world(), read), bracketed);
    }
}

}  // namespace
}  // namespace wt::story
