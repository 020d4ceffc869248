// The use cases are called as an embedding program calls them: there is no console, no file, no clock and no thread but
// its own.
#include <thread>

#include <gtest/gtest.h>

#include "ask/board.h"
#include "ask/book.h"
#include "ask/diff.h"
#include "ask/plan.h"
#include "ask/series.h"
#include "ask/verify.h"
#include "model/print.h"

namespace wt::ask {
namespace {

constexpr const char* kTrade = R"(
type place;
entity Ann : character;
entity Bo : character;
entity Home : place;
entity Market : place;
property at(who : character) : place;
property owner() : character;
property money(who : character) : number;
action walk(who : character, from : place, to : place) {
    precondition: at(who) == from & from != to;
    effect: at(who) = to;
    consenting: who;
};
action sell(seller : character, buyer : character) {
    precondition: at(seller) == at(buyer) & owner() == seller & seller != buyer & money(buyer) > 0;
    effect: owner() = buyer & money(buyer) = money(buyer) - 1 & money(seller) = money(seller) + 1;
    consenting: seller, buyer;
};
at(Ann) = Home;
at(Bo) = Market;
owner() = Bo;
money(Ann) = 2;
utility(): owner() == Ann;
utility(Ann): money(Ann) + (if(owner() == Ann) 3 else 0);
utility(Bo): money(Bo);
limits: author 4, character 3, belief 1;
request deal "They meet" { happens sell; };
divergence poor { money(Ann) = 0; };
)";

std::unique_ptr<LoadedWorld> trade(const std::vector<std::string>& divergences = {}) {
    auto loaded = ask::read_world(Source("trade.wt", kTrade), lang::Dialect::wrongtree,
                                  lang::Selection{divergences, {}});
    return loaded ? std::move(*loaded) : nullptr;
}

/// This does nothing but stop each budget after so many looks.
class Impatient : public Overseer {
  public:
    explicit Impatient(int looks) : looks_(looks) {}

    void begin(Budget& budget, std::string_view what, std::optional<double>) override {
        begun.emplace_back(what);
        budget.set_poll(
            [](void* user, std::uint64_t) {
                return --static_cast<Impatient*>(user)->looks_ < 0 ? Stop::time : Stop::none;
            },
            this, 1);
    }
    void end(Budget& budget) override {
        budget.set_poll(nullptr, nullptr);
        ++ended;
    }

    std::vector<std::string> begun;
    std::size_t ended = 0;

  private:
    int looks_;
};

std::vector<std::string> texts(const model::World& world, const model::Plan& plan) {
    std::vector<std::string> result;
    for (const model::Step& step : plan.steps)
        result.push_back(model::to_text(world, step.action));
    return result;
}

const std::vector<std::string> kDeal = {"walk(Ann, Home, Market)", "sell(Bo, Ann)"};

TEST(Ask, AStoryIsFoundJudgedAndTold) {
    Overseer nobody;
    std::unique_ptr<LoadedWorld> loaded = trade();
    ASSERT_TRUE(loaded);
    auto question = settle(loaded->world, {.request = "deal"});
    ASSERT_TRUE(question);
    auto found = find_story(std::move(loaded), std::move(*question), std::nullopt, {nobody});
    ASSERT_EQ(found->verdict, StoryVerdict::found);
    EXPECT_EQ(found->judgement.verdict, referee::Verdict::valid);
    EXPECT_EQ(texts(found->world(), found->plan), kDeal);
    BoardMade made =
        make_board(std::move(found), {.world = "trade", .question = {.request = "deal"}}, {nobody});
    ASSERT_EQ(made.page.sides.size(), 1u);
    EXPECT_EQ(made.page.title, "They meet");
}

TEST(Ask, LimitsSayWhereTheyComeFrom) {
    std::unique_ptr<LoadedWorld> loaded = trade();
    auto question = settle_limits(loaded->world, {.author_limit = 7}, {.belief_depth = 9});
    ASSERT_TRUE(question);
    EXPECT_EQ(question->limits.author, 7);
    EXPECT_EQ(question->origins.author, Origin::given);
    EXPECT_EQ(question->origins.character, Origin::file);
    EXPECT_EQ(question->belief_depth, 9);
    EXPECT_EQ(question->origins.belief_depth, Origin::plan);
    EXPECT_EQ(question->origins.foresight, Origin::standard);
    EXPECT_EQ(settle(loaded->world, {.request = "theft"}).error().kind, QuestionFault::Kind::no_such_request);
    EXPECT_EQ(settle(loaded->world, {.where = "sometime ("}).error().kind,
              QuestionFault::Kind::bad_constraint);
    EXPECT_EQ(settle(loaded->world, {.author_limit = 2000}).error().kind, QuestionFault::Kind::bad_limits);
}

TEST(Ask, AConstraintLeavesTheWorldAsItIs) {
    Overseer nobody;
    std::unique_ptr<LoadedWorld> loaded = trade();
    std::size_t exprs = loaded->world.exprs.size();
    auto question = settle(loaded->world, {.where = "at end money(Bo) == 2"});
    ASSERT_TRUE(question);
    EXPECT_EQ(loaded->world.exprs.size(), exprs);
    PlanWanted wanted{question->asked_of(loaded->world), *question, false, false, true, {}};
    Planning planning(wanted, {nobody});
    planning.open();
    PlanMade made = planning.search();
    EXPECT_EQ(made.answer.verdict, engine::Verdict::exhausted) << "there is one thing to be sold";
    EXPECT_FALSE(made.is_accepted()) << "nothing was judged";
}

TEST(Ask, AStoryIsNotAcceptedBeforeItIsJudged) {
    Overseer nobody;
    std::unique_ptr<LoadedWorld> loaded = trade();
    auto question = settle(loaded->world, {.request = "deal"});
    Planning planning({loaded->world, *question, false, false, true, {}}, {nobody});
    planning.open();
    PlanMade made = planning.search();
    ASSERT_TRUE(made.shown());
    EXPECT_FALSE(made.is_accepted());
    planning.judge(made);
    EXPECT_TRUE(made.is_accepted());
}

TEST(Ask, TheCallersOwnFunctionStopsEveryPart) {
    bool was_found = false;
    for (int looks = 0; looks < 100'000 && !was_found; looks = looks * 2 + 1) {
        Impatient overseer(looks);
        std::unique_ptr<LoadedWorld> loaded = trade();
        auto question = settle(loaded->world, {.request = "deal"});
        {
            auto found = find_story(std::move(loaded), std::move(*question), std::nullopt, {overseer});
            was_found =
                found->verdict == StoryVerdict::found && found->judgement.verdict == referee::Verdict::valid;
            if (!was_found && found->plan.steps.empty()) {
                EXPECT_EQ(absence_text(*found, stop_text), "undecided: time ran out") << looks;
            }
        }
        EXPECT_EQ(overseer.begun.size(), overseer.ended) << looks;
    }
    EXPECT_TRUE(was_found);
}

TEST(Ask, ThreadsMayShareAWorld) {
    std::unique_ptr<LoadedWorld> loaded = trade();
    std::vector<std::vector<std::string>> plans(6);
    std::vector<std::thread> threads;
    for (std::vector<std::string>& plan : plans)
        threads.emplace_back([&] {
            Overseer nobody;
            auto question = settle(loaded->world, {.where = "happens sell"});
            PlanWanted wanted{question->asked_of(loaded->world), *question, false, false, true, {}};
            Planning planning(wanted, {nobody});
            planning.open();
            PlanMade made = planning.search();
            planning.judge(made);
            if (made.is_accepted()) plan = texts(loaded->world, *made.shown());
        });
    for (std::thread& thread : threads)
        thread.join();
    for (const std::vector<std::string>& plan : plans)
        EXPECT_EQ(plan, kDeal);
}

TEST(Ask, ProofsInAnyOrderComeToTheSame) {
    Overseer nobody;
    std::unique_ptr<LoadedWorld> loaded = trade();
    auto question = settle(loaded->world, {.request = "deal"});
    Planning planning({loaded->world, *question, false, false, true, {}}, {nobody});
    planning.open();
    PlanMade made = planning.search();
    ASSERT_TRUE(made.shown());
    Runner backwards = [](std::size_t count, const std::function<void(std::size_t)>& work) {
        for (std::size_t i = count; i-- > 0;)
            work(i);
    };
    for (const Runner& runner : {Runner{}, backwards}) {
        VerifyWanted wanted{loaded->world, *question, *made.shown(), true, false, true, runner};
        EXPECT_EQ(verify(wanted, {nobody}).verdict, referee::Verdict::valid);
    }
    model::Plan wrong = *made.shown();
    wrong.steps.erase(wrong.steps.begin());
    for (const Runner& runner : {Runner{}, backwards}) {
        VerifyWanted wanted{loaded->world, *question, wrong, true, false, true, runner};
        EXPECT_EQ(verify(wanted, {nobody}).verdict, referee::Verdict::invalid);
    }
}

TEST(Ask, ASeriesNeedsNoFolder) {
    Overseer nobody;
    SeriesKeeper keeper;
    std::unique_ptr<LoadedWorld> loaded = trade();
    auto question = settle(loaded->world, {});
    SeriesWorld world(std::move(loaded), {}, std::move(*question));
    ASSERT_EQ(world.open({nobody}), engine::Verdict::found);
    SeriesWorld* worlds[] = {&world};
    SeriesMade made = make_series(worlds, {.count = 1}, {nobody}, keeper);
    EXPECT_EQ(made.failure, SeriesFailure::none);
    EXPECT_EQ(made.verdict, SeriesVerdict::complete);
    ASSERT_EQ(made.stories.size(), 1u);
    EXPECT_EQ(made.stories[0].actions, kDeal);
}

TEST(Ask, ADivergenceIsComparedWithCanon) {
    Overseer nobody;
    DiffSide canon{trade()}, other{trade({"poor"})};
    ASSERT_EQ(open_side(canon, {nobody}), engine::Verdict::found);
    ASSERT_EQ(open_side(other, {nobody}), engine::Verdict::found);
    DiffListener listener{[](const QuestionFault&) { FAIL(); },
                          [](const DiffSide&, const model::EndlessTriggers&) { FAIL(); }};
    auto found = diff(canon, other, {}, {nobody}, listener);
    ASSERT_TRUE(found);
    ASSERT_EQ(found->facts.size(), 1u);
    EXPECT_EQ(found->facts[0].what, "money(Ann)");
    ASSERT_EQ(found->asked.size(), 1u);
    EXPECT_EQ(found->asked[0].before, "2 actions");
    EXPECT_EQ(found->asked[0].after, "impossible");
}

TEST(Ask, ADayOfPublicationIsOneThatThereIs) {
    for (std::string_view day : {kUsualDay, std::string_view("1980-01-01"), std::string_view("2024-02-29"),
                                 std::string_view("2107-12-31")})
        EXPECT_EQ(mistake_in_day(day), "") << day;
    for (std::string_view day :
         {"", "2026", "1979-12-31", "2108-01-01", "2023-02-29", "2100-02-29", "2026-00-10", "2026-13-10",
          "2026-04-31", "2026-04-00", "2026-4-301", "2026/04/30", "2026-04-3x"})
        EXPECT_NE(mistake_in_day(day), "") << day;
}

}  // namespace
}  // namespace wt::ask
