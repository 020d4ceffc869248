#include "form/save_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "form/json_text.h"
#include "lang/lang.h"
#include "model/print.h"

namespace wt::form {

namespace {

using Json = nlohmann::ordered_json;

/// This is the version of the form of saves; others are refused.
constexpr int kSaveVersion = 1;

std::string hash_of(std::string_view text) {
    std::uint64_t hash = text.size();
    for (char byte : text)
        hash = combine(hash, static_cast<unsigned char>(byte));
    return fmt::format("{:016x}", hash);
}

/// Returns the event that is written out, or why it is none of this world.
tl::expected<model::GroundEvent, std::string> read_event(const model::World& world, const std::string& text) {
    auto read = lang::read_plan(world, Source("event", text));
    if (!read)
        return tl::unexpected(read.error().empty() ? "it cannot be read"
                                                   : read.error().items().front().message);
    if (read->size() != 1) return tl::unexpected(std::string("it is not one event"));
    return std::move(read->front());
}

}  // namespace

std::string save_json(std::string_view version, const Source& world_text, const model::World& world,
                      const ask::LiveStory& story, ask::LiveStory::Moment moment) {
    Json events = Json::array();
    for (const model::GroundEvent& event : story.history(moment))
        events.push_back(model::to_text(world, event));
    Json json{{"wrongtree", version},
              {"save", kSaveVersion},
              {"world", world_text.name()},
              {"hash", hash_of(world_text.text())},
              {"events", std::move(events)}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

tl::expected<Restored, std::string> restore(std::string_view text, const Source& world_text,
                                            const model::World& world, ask::LiveStory& story) {
    tl::expected<nlohmann::json, std::string> saved = parse_json(Source("save", std::string(text)));
    if (!saved) return tl::unexpected(saved.error());
    auto is = [&](const char* key, auto test) { return saved->contains(key) && test((*saved)[key]); };
    if (!saved->is_object() ||
        !is("save", [](const nlohmann::json& version) { return version == kSaveVersion; }) ||
        !is("events", [](const nlohmann::json& events) { return events.is_array(); }))
        return tl::unexpected(std::string("this is no save that this version can read"));
    Restored restored;
    restored.is_same_world =
        is("hash", [&](const nlohmann::json& hash) { return hash == hash_of(world_text.text()); });
    for (const nlohmann::json& one : (*saved)["events"]) {
        std::string name = one.is_string()
                               ? one.get<std::string>()
                               : one.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        tl::expected<ask::LiveStory::Moment, std::string> after =
            read_event(world, name).and_then([&](const model::GroundEvent& event) {
                return story.happen(restored.moment, event);
            });
        if (after)
            restored.moment = *after;
        else
            restored.left_out.push_back({std::move(name), std::move(after.error())});
    }
    return restored;
}

}  // namespace wt::form
