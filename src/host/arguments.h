// The arguments of a program are options of CLI11, with values that are read strictly and messages in our words.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "host/numbers.h"

namespace wt::host {

/// Returns a validator that reads the text of an option into `target`.
template <class Target, class Read>
std::function<std::string(const std::string&)> reading(Target& target, Read read) {
    return [&target, read](const std::string& text) -> std::string {
        auto value = read(text);
        if (!value) return value.error();
        if constexpr (std::is_same_v<Target, std::string>)
            target = std::move(*value);
        else if constexpr (requires { typename Target::value_type; })
            target = static_cast<typename Target::value_type>(*value);
        else
            target = static_cast<Target>(*value);
        return "";
    };
}

/// Adds options whose values are read strictly, with our messages.
class OptionAdder {
  public:
    explicit OptionAdder(CLI::App& app) : app_(app) {}

    template <class Target>
    void whole(const std::string& names, Target& target, std::int64_t least, std::int64_t most,
               const std::string& unit, const std::string& help) {
        add(names, unit, help,
            reading(target, [=](std::string_view text) { return whole_number(text, least, most); }));
    }

    void decimal(const std::string& names, std::optional<double>& target, const std::string& unit,
                 const std::string& help) {
        add(names, unit, help, reading(target, [](std::string_view text) { return decimal_number(text); }));
    }

    void seconds(const std::string& names, std::optional<double>& target, const std::string& help) {
        add(names, "S", help, reading(target, seconds_number));
    }

    /// Adds an option that may be given several times.
    void decimals(const std::string& names, std::vector<double>& target, const std::string& unit,
                  const std::string& help) {
        auto store = [&target](const std::vector<std::string>& texts) {
            for (const std::string& text : texts)
                if (auto value = decimal_number(text)) target.push_back(*value);
        };
        auto check = [](const std::string& text) {
            auto value = decimal_number(text);
            return value ? std::string() : value.error();
        };
        app_.add_option_function<std::vector<std::string>>(names, store, help)
            ->check(check)
            ->type_name(unit)
            ->allow_extra_args(false);
    }

    void jobs(int& target, int most, const std::string& help) {
        auto read = [&target, most](const std::string& text) {
            auto value = whole_number(text, 1, most);
            if (value) target = static_cast<int>(*value);
            return value ? std::string() : value.error();
        };
        add("--jobs", "N", help + " (default: 1)", read);
    }

    template <class Enum>
    void choice(const std::string& name, Enum& target,
                const std::vector<std::pair<std::string, Enum>>& values, const std::string& help) {
        std::string list;
        for (const auto& [text, value] : values)
            list += (list.empty() ? "" : "|") + text;
        add(name, list, help, [&target, values, list](const std::string& text) -> std::string {
            for (const auto& [known, value] : values) {
                if (known != text) continue;
                target = value;
                return "";
            }
            return fmt::format("`{}` is not one of {}", text, list);
        });
    }

    /// Adds an option whose text is taken as it is.
    CLI::Option* text(const std::string& names, std::string& target, const std::string& unit,
                      const std::string& help) {
        return app_.add_option(names, target, help)->type_name(unit);
    }
    /// Adds one that may be given several times.
    void names(const std::string& name, std::vector<std::string>& target, const std::string& unit,
               const std::string& help) {
        app_.add_option(name, target, help)->type_name(unit)->allow_extra_args(false);
    }
    /// Adds the name of a file or folder. It must not be empty: a variable of a shell that is not set must not mean
    /// "nowhere".
    void file(const std::string& names, std::string& target, const std::string& unit,
              const std::string& help) {
        text(names, target, unit, help)
            ->check(CLI::Validator(
                [](const std::string& name) { return std::string(name.empty() ? "the name is empty" : ""); },
                ""));
    }
    /// Adds an argument that stands by itself, a text or several.
    template <class Target>
    void positional(const std::string& name, Target& target, const std::string& help, bool required = true) {
        app_.add_option(name, target, help)->required(required)->type_name("");
    }

    void flag(const std::string& name, bool& target, const std::string& help) {
        app_.add_flag(name, target, help);
    }
    /// Adds a flag that sets `target` to false.
    void flag_off(const std::string& name, bool& target, const std::string& help) {
        app_.add_flag_callback(name, [&target] { target = false; }, help);
    }

    /// Forbids that any of these is given together with any of those. (`excludes` of CLI11 would show in the help.)
    void exclude(std::vector<std::string> these, std::vector<std::string> those) {
        app_.callback([&app = app_, these = std::move(these), those = std::move(those)] {
            for (const std::string& one : these)
                for (const std::string& other : those)
                    if (app.count(one) > 0 && app.count(other) > 0) throw CLI::ExcludesError(one, other);
        });
    }

    CLI::App& app() { return app_; }

    /// Adds an option. `read` makes a value of the text, or says what is wrong with it.
    template <class Target, class Read>
    void value(const std::string& names, Target& target, const std::string& unit, const std::string& help,
               Read read) {
        add(names, unit, help, reading(target, read));
    }

    /// Adds a whole number whose value is of no consequence yet.
    void reserved(const std::string& name, const std::string& help) {
        add(name, "N", help, [](const std::string& text) {
            auto value = whole_number(text, 0, std::numeric_limits<std::int64_t>::max());
            return value ? std::string() : value.error();
        });
    }

  private:
    void add(const std::string& names, const std::string& unit, const std::string& help,
             std::function<std::string(const std::string&)> read) {
        // The text itself is kept nowhere: the reader has stored its value.
        auto* option = app_.add_option_function<std::string>(names, [](const std::string&) {}, help);
        option->check(std::move(read))->type_name(unit)->allow_extra_args(false);
    }

    CLI::App& app_;
};

/// A text that was asked for, such as the help, or what is wrong with a call.
struct ArgumentsText {
    bool is_mistake = false;
    std::string text;
};
/// Reads the arguments; returns none if a command was called.
std::optional<ArgumentsText> read_arguments(CLI::App& app, int argc, const char* const* argv);

/// This holds the commands of a program, each with options of its own, of which `Request` is a variant.
template <class Request>
class Commands {
  public:
    /// `footer` gives what stands below the options in the help of a command.
    Commands(CLI::App& app, std::string (*footer)(std::string_view name)) : app_(app), footer_(footer) {}

    template <class Options>
    void add(const std::string& name, const std::string& help, void (*declare)(OptionAdder&, Options&)) {
        auto options = std::make_shared<Options>();
        CLI::App* command = app_.add_subcommand(name, help);
        command->footer(footer_(name));
        OptionAdder adder(*command);
        declare(adder, *options);
        all_.push_back([command, options]() -> std::optional<Request> {
            if (!command->parsed()) return std::nullopt;
            return Request(*options);
        });
    }

    /// Returns the options of the command that was called; none: see `text`.
    std::optional<Request> read(int argc, const char* const* argv) {
        if (std::optional<ArgumentsText> text = read_arguments(app_, argc, argv)) {
            text_ = std::move(*text);
            return std::nullopt;
        }
        for (const auto& request_of : all_)
            if (std::optional<Request> request = request_of()) return request;
        text_ = {true, "a command is needed"};
        return std::nullopt;
    }
    const ArgumentsText& text() const { return text_; }

  private:
    CLI::App& app_;
    std::string (*footer_)(std::string_view name);
    std::vector<std::function<std::optional<Request>()>> all_;
    ArgumentsText text_;
};

}  // namespace wt::host
