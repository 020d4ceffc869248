// Saves outlive edits: moments of the shipped worlds are saved, the worlds are edited at random, and what was saved is restored. What
// still fits has happened, in its order; what does not is named, with a reason that holds.
#include <cctype>
#include <utility>

#include <gtest/gtest.h>

#include "ask/live.h"
#include "ask/question.h"
#include "ask/world.h"
#include "base/random.h"
#include "form/save_json.h"
#include "lang/lang.h"
#include "model/print.h"
#include "support/worlds.h"

namespace wt::test {
namespace {

/// A world with a session and a story that runs in it.
struct Running {
    explicit Running(std::unique_ptr<ask::LoadedWorld> its_world) : loaded(std::move(its_world)) {
        auto question = ask::settle(loaded->world, {});
        if (!question) return;
        session.emplace(loaded->world, ask::session_options(*question), budget);
        if (session->state_of_start() == engine::Verdict::found) story.emplace(loaded->world, *session);
    }

    std::unique_ptr<ask::LoadedWorld> loaded;
    Budget budget;
    std::optional<engine::Session> session;
    std::optional<ask::LiveStory> story;
};

std::unique_ptr<ask::LoadedWorld> world_of(const std::string& text) {
    auto loaded = ask::read_world(Source("world.wt", text), lang::Dialect::wrongtree, {});
    return loaded ? std::move(*loaded) : nullptr;
}

std::uint32_t below(Random& random, std::size_t count) {
    return random.below(static_cast<std::uint32_t>(count));
}

/// A moment after up to six random events.
ask::LiveStory::Moment walk(Running& running, Random& random) {
    ask::LiveStory::Moment moment = ask::LiveStory::kStart;
    for (std::uint32_t left = below(random, 7); left > 0; --left) {
        auto possible = engine::possible_actions(*running.session, running.story->state(moment));
        if (possible.empty()) break;
        auto after = running.story->happen(moment, possible[below(random, possible.size())]);
        if (after) moment = *after;
    }
    return moment;
}

/// The text in which every word `name` is another.
std::string renamed(const std::string& text, const std::string& name) {
    auto is_letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_letter(text[end]))
            ++end;
        if (text.compare(at, end - at, name) == 0) {
            result += name + "_2";
        } else {
            result.append(text, at, end - at);
        }
        for (at = end; at < text.size() && !is_letter(text[at]); ++at)
            result += text[at];
    }
    return result;
}

/// The text without one declaration or statement, or without one line.
std::string shortened(const std::string& text, Random& random) {
    std::vector<std::string> lines;
    std::string line;
    for (char c : text) {
        line += c;
        if (c == '\n') lines.push_back(std::exchange(line, ""));
    }
    auto is_inside = [&](std::size_t at) {
        return lines[at].empty() || lines[at][0] == ' ' || lines[at][0] == '}';
    };
    std::size_t from = below(random, lines.size());
    std::size_t to = from + 1;
    if (random.below(2) == 0) {
        while (from > 0 && is_inside(from))
            --from;
        while (to < lines.size() && is_inside(to))
            ++to;
    }
    std::string result;
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (i < from || i >= to) result += lines[i];
    return result;
}

/// The text with something changed, half of the time a name that the events use.
std::string edited(const std::string& text, const std::vector<std::string>& events, Random& random) {
    if (events.empty() || random.below(2) == 0) return shortened(text, random);
    const std::string& event = events[below(random, events.size())];
    std::size_t open = event.find('(');
    std::size_t end = event.find_first_of(",)", open);
    bool is_action = end == open + 1 || random.below(2) == 0;
    return renamed(text, is_action ? event.substr(0, open) : event.substr(open + 1, end - open - 1));
}

/// What of the events fits, tried one after the other.
struct Fitting {
    std::vector<std::string> kept;
    std::vector<std::string> left_out;
};

Fitting fitting(Running& running, const std::vector<std::string>& events) {
    Fitting result;
    engine::MindId state = engine::first_state(*running.session);
    for (const std::string& event : events) {
        auto read = lang::read_plan(running.loaded->world, Source("event", event));
        bool fits = read && read->size() == 1 && engine::possible(*running.session, state, read->front());
        engine::MindId after =
            fits ? engine::successor(*running.session, state, read->front()) : engine::MindId();
        if (after.valid()) state = after;
        (after.valid() ? result.kept : result.left_out).push_back(event);
    }
    return result;
}

std::vector<std::string> texts(const model::World& world, const std::vector<model::GroundEvent>& events) {
    std::vector<std::string> result;
    for (const model::GroundEvent& event : events)
        result.push_back(model::to_text(world, event));
    return result;
}

TEST(Saves, OutliveEditsOfTheWorld) {
    std::vector<std::string> worlds;
    for (const auto& path : files_in(WT_SOURCE_DIR "/worlds", ".wt"))
        worlds.push_back(read_file(path));
    ASSERT_FALSE(worlds.empty());
    int restored_whole = 0, restored_in_part = 0;
    std::uint64_t seed = 1;
    for (int round = 0; round < 200; ++seed) {
        ASSERT_LT(seed, 5000u) << "too few edits leave a world that can be read";
        Random random(seed);
        const std::string& text = worlds[below(random, worlds.size())];
        Running before(world_of(text));
        if (!before.story) continue;
        ask::LiveStory::Moment moment = walk(before, random);
        std::vector<std::string> events = texts(before.loaded->world, before.story->history(moment));
        std::unique_ptr<ask::LoadedWorld> changed = world_of(edited(text, events, random));
        if (!changed) continue;
        Running after(std::move(changed));
        if (!after.story) continue;
        ++round;
        SCOPED_TRACE(seed);
        std::string save =
            form::save_json("test", before.loaded->source, before.loaded->world, *before.story, moment);
        auto restored = form::restore(save, after.loaded->source, after.loaded->world, *after.story);
        ASSERT_TRUE(restored) << restored.error();
        Fitting wanted = fitting(after, events);
        EXPECT_EQ(texts(after.loaded->world, after.story->history(restored->moment)), wanted.kept);
        std::vector<std::string> left_out;
        for (const form::Restored::LeftOut& one : restored->left_out) {
            left_out.push_back(one.event);
            EXPECT_FALSE(one.why.empty());
        }
        EXPECT_EQ(left_out, wanted.left_out);
        ++(left_out.empty() ? restored_whole : restored_in_part);
    }
    EXPECT_GT(restored_whole, 20);
    EXPECT_GT(restored_in_part, 20);
}

TEST(Saves, InTheSameWorldAreRestoredWhole) {
    for (const auto& path : files_in(WT_SOURCE_DIR "/worlds", ".wt")) {
        Running running(world_of(read_file(path)));
        ASSERT_TRUE(running.story) << path;
        Random random(7);
        for (int round = 0; round < 10; ++round) {
            ask::LiveStory::Moment moment = walk(running, random);
            std::string save = form::save_json("test", running.loaded->source, running.loaded->world,
                                               *running.story, moment);
            auto restored =
                form::restore(save, running.loaded->source, running.loaded->world, *running.story);
            ASSERT_TRUE(restored);
            EXPECT_TRUE(restored->is_same_world);
            EXPECT_TRUE(restored->left_out.empty());
            EXPECT_EQ(running.story->state(restored->moment), running.story->state(moment));
        }
    }
}

TEST(Saves, OfOthersAreRefused) {
    Running running(world_of(read_file(WT_SOURCE_DIR "/worlds/market.wt")));
    ASSERT_TRUE(running.story);
    auto restore = [&](std::string_view text) {
        return form::restore(text, running.loaded->source, running.loaded->world, *running.story);
    };
    for (std::string_view text :
         {"", "{", "[]", "{}", "null", R"({"save": 1})", R"({"save": 2, "events": []})",
          R"({"save": "1", "events": []})", R"({"save": 1, "events": {}})", "\xff\xfe"})
        EXPECT_FALSE(restore(text)) << text;
    std::string deep = R"({"save": 1, "events": )" + std::string(100, '[') + std::string(100, ']') + "}";
    EXPECT_FALSE(restore(deep));
    auto odd = restore(R"x({"save": 1, "events": [1, null, [], {"a": 1}, "", "walk",
        "walk(Nina, Home, Market)\nbuy(Nina, Otto)"]})x");
    ASSERT_TRUE(odd);
    EXPECT_EQ(odd->left_out.size(), 7u);
    EXPECT_FALSE(odd->is_same_world);
}

}  // namespace
}  // namespace wt::test
