#include "host/arguments.h"

namespace wt::host {

namespace {

/// Returns a text such as `check, plan and verify`.
std::string commands_text(const CLI::App& app) {
    std::vector<const CLI::App*> all = app.get_subcommands([](const CLI::App*) { return true; });
    std::string text;
    for (std::size_t i = 0; i < all.size(); ++i)
        text += (i == 0 ? "" : i + 1 < all.size() ? ", " : " and ") + all[i]->get_name();
    return text;
}

/// Says what is wrong with a call. `first` is the first argument, which may be null.
std::string usage_message(const CLI::App& app, const CLI::ParseError& error, const char* first) {
    std::string command = "wrongtree";
    std::string what = error.what();
    if (app.get_subcommands().empty()) {
        bool is_word = first && first[0] != '-';
        std::string all = commands_text(app);
        what = is_word ? fmt::format("`{}` is not a command; the commands are {}", first, all)
                       : fmt::format("a command must come first: {}", all);
    }
    for (const CLI::App* parsed : app.get_subcommands())
        command += " " + parsed->get_name();
    return fmt::format("{}\nwrongtree: `{} --help` says what is possible", what, command);
}

}  // namespace

std::optional<ArgumentsText> read_arguments(CLI::App& app, int argc, const char* const* argv) {
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        const CLI::App* asked = &app;
        for (const CLI::App* parsed : app.get_subcommands())
            asked = parsed;
        return ArgumentsText{false, asked->help()};
    } catch (const CLI::CallForVersion& asked) {
        return ArgumentsText{false, std::string(asked.what()) + "\n"};
    } catch (const CLI::ParseError& error) {
        return ArgumentsText{true, usage_message(app, error, argc > 1 ? argv[1] : nullptr)};
    }
    return std::nullopt;
}

}  // namespace wt::host
