// `wrongtree new`: writes a first world from five answers, or copies one that comes with the program, and tells its story.
#include <fmt/format.h>

#include "ask/shipped_worlds.h"
#include "cli/commands.h"
#include "form/first_dialogue.h"
#include "host/read_file.h"
#include "host/write_file.h"

namespace wt::cli {

using namespace host;

namespace {

/// The text of the world; its request goes into `request`.
tl::expected<std::string, std::string> text_for(const NewOptions& options, const std::string& file,
                                                std::string& request, Console& console) {
    if (options.from.empty()) {
        request = "story";
        auto about =
            form::ask_about(options.about, {[&](std::string_view text) { console.remark(text); },
                                            [&](std::string_view text) { console.error(text); }, read_line});
        return about ? ask::first_world(*about, file) : tl::unexpected(about.error());
    }
    auto world = ask::find_shipped_world(options.from);
    if (!world) return tl::unexpected(world.error());
    request = ask::request_to_show(*world);
    return std::string(world->text);
}

}  // namespace

ExitCode run_command(const NewOptions& options, std::string_view version, Console& console) {
    TellOptions telling;
    telling.common = options.common;
    auto file = ask::world_file_name(options.name);
    if (!file) return console.refuse(file.error());
    if (auto refusal = refusal_of_new_file(*file)) return console.refuse(*refusal);
    auto text = text_for(options, *file, telling.question.request, console);
    if (!text) return console.refuse(text.error());
    if (auto failure = create_file(*file, *text)) return console.refuse(*failure);
    console.note(fmt::format("`{}` is written; this is its story:", *file));
    telling.file = *file;
    telling.telling.language = options.about.language == ask::FirstLanguage::german ? "german" : "english";
    return run_command(telling, version, console);
}

}  // namespace wt::cli
