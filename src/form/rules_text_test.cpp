// Rules that are printed as text can be read again and mean the same.

#include "form/rules_text.h"

#include <gtest/gtest.h>

#include "engine/planner.h"
#include "form/show_text.h"
#include "lang/lang.h"
#include "model/print.h"

namespace wt::form {
namespace {

constexpr const char* kStory = R"(
type place; type thing;
entity Ann : character; entity Bob : character;
entity Hall : place; entity Attic : place; entity Cellar : place;
entity Ring : thing;
property at(who : character) : place;
property owner(what : thing) : character or none;
property lies(what : thing) : place;
property locked(where : place) : boolean;
property price(what : thing) : number;
property asleep(who : character) : boolean;
property whispers(who : character) : boolean;
at(Ann) = Hall; at(Bob) = Attic; lies(Ring) = Cellar; believes(Ann, lies(Ring)) = Attic; believes(Bob, believes(Ann, lies(Ring))) = Attic; locked(Attic); price(Ring) = 3;
utility(): if(owner(Ring) == Ann) 1 else 0;
utility(Ann): if(owner(Ring) == Ann) 1 else 0;
utility(Bob): if(owner(Ring) == Ann) 1 else 0;
goal: 1;
limits: author 5;
)";

constexpr const char* kRules = R"(
whereabouts: at, owner, lies;
perceives(c : character): !asleep(c);
seen: at, owner, lies, locked, price;
observing default: who is there;
action go(who : character, to : place) { precondition: at(who) != to; effect: at(who) = to; consenting: who; };
action take(who : character, what : thing) {
    precondition: lies(what) == at(who);
    effect: owner(what) = who & lies(what) = ?;
    consenting: who;
};
action search(who : character, where : place) {
    precondition: at(who) == where; precondition hidden: !asleep(who);
    success: lies(Ring) == where; chance: 2/3; failure: price(Ring) = 1;
    consenting: who; observing: nobody;
};
action whisper(who : character, to : character) {
    precondition: at(who) == at(to) & who != to;
    effect: believes(to, lies(Ring)) = lies(Ring);
    consenting: who; observing: who takes part; noticed: whispers(who);
};
)";

model::World world_of(const std::string& text) {
    lang::Reading reading = lang::read_world(Source("test", text), lang::Dialect::wrongtree);
    for (const Diagnostic& d : reading.diagnostics.items())
        if (d.severity == Severity::error) ADD_FAILURE() << d.message << "\nin " << text;
    return reading.world.value_or(model::World{});
}

std::string shown(const model::World& world) {
    Budget budget;
    engine::Session session(world, {.belief_limit = 2, .belief_depth = 4}, budget);
    return show_world({session, budget, 1, "", ""});
}

std::size_t transitions(const model::World& world, std::string& plan) {
    Budget budget;
    engine::Session session(world, {.belief_limit = 2, .belief_depth = 4}, budget);
    engine::Answer answer =
        engine::plan(session, {.goal = 1.0, .limits = {.author = 5, .character = 3, .belief = 2}});
    if (answer.plan)
        for (const model::Step& step : answer.plan->steps)
            plan += model::to_text(world, step.action) + "\n";
    return session.size().triggers;
}

TEST(RulesText, ReadsBackAsTheSameRules) {
    std::string declared = std::string(kStory) + kRules;
    model::World world = world_of(declared);
    std::string rules = rules_text(world, Source("test", declared));
    model::World again = world_of(kStory + rules);
    EXPECT_EQ(shown(again), shown(world));
    std::string plan, same;
    // A declaration grounds to as many triggers as what is written by hand.
    EXPECT_EQ(transitions(again, same), transitions(world, plan));
    EXPECT_EQ(same, plan);
    EXPECT_NE(plan, "");
}

TEST(RulesText, SaysWhereARuleComesFrom) {
    std::string declared = std::string(kStory) + kRules;
    std::string rules = rules_text(world_of(declared), Source("test", declared));
    EXPECT_NE(rules.find("// test:24\naction go("), std::string::npos);
    EXPECT_NE(rules.find("// test:22: owner is seen\ntrigger see_owner("), std::string::npos);
}

}  // namespace
}  // namespace wt::form
