// This is the command line as data. Reading it (command_line.h) is apart from acting on it (commands.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ask/book.h"
#include "ask/first_world.h"
#include "ask/question.h"
#include "ask/telling_style.h"
#include "ask/world.h"
#include "form/world_text.h"
#include "host/console.h"
#include "model/limits.h"

namespace wt::cli {

using model::kMostBeliefDepth;
using model::kMostLimit;
using model::kMostPossibilities;

/// A series has at most so many stories; the time is quadratic in them.
inline constexpr int kMostStories = 99;

/// More threads than this help nobody.
inline constexpr int kMostJobs = 256;

/// All commands have these options in common.
struct CommonOptions {
    host::ColourChoice colour = host::ColourChoice::automatic;
    ask::DialectChoice dialect = ask::DialectChoice::by_name;
    bool json = false;
    std::vector<std::string> divergences;  ///< by name: which of the file's worlds is meant
    std::optional<double> seconds;
    std::optional<std::uint64_t> memory_mib;
    std::optional<std::uint64_t> states;
};

/// The commands that work on one world have these options in common.
struct WorldOptions {
    CommonOptions common;
    ask::QuestionOptions question;  ///< some of it may be meant for `requests` or the like of the command
    std::string file;
};

struct CheckOptions {
    CommonOptions common;
    int jobs = 1;
    std::vector<std::string> files;
};

struct PlanOptions {
    CommonOptions common;
    ask::QuestionOptions question;  ///< the goal is one of `goals`, the request one of `requests`
    std::vector<std::string> files;
    std::vector<std::string> requests;  ///< each is asked of each file
    std::vector<double> goals;          ///< each is asked of each file; none: as the file or the default says
    int jobs = 1;
    bool optimal = false;
    bool anytime = false;
    bool best = false;
    bool why = false;
    bool stats = false;
    bool verify = true;
};

struct VerifyOptions : WorldOptions {
    std::vector<std::string> plans;
    int jobs = 1;
    bool strict = false;
    bool asks_engine = true;  ///< for reasons that the plan does not give
};

struct ShowOptions : WorldOptions {
    std::string plan;  ///< empty: none
    int depth = 1;
    bool rules = false;  ///< the same as `as` rules
    form::WorldAs as = form::WorldAs::facts;
};

struct NewOptions {
    CommonOptions common;
    std::string name;
    std::string from;       ///< a world that comes with the program; empty: one is made up
    ask::FirstWorld about;  ///< empty answers are asked for
};

struct VendorOptions {
    CommonOptions common;
    std::string file;
};

struct WhynotOptions : WorldOptions {
    bool all = false;
    std::optional<std::uint64_t> states_each;
};

struct DiffOptions : WorldOptions {
    std::optional<std::uint64_t> states_each;
};

struct WhyOptions : WorldOptions {
    std::string plan;
    std::string event;      ///< its number, from 1, its text, or its name
    std::string character;  ///< empty: everybody who consents
};

struct BetaOptions : WorldOptions {
    std::string draft;
    std::string who_knows;  ///< empty: review the draft
};

struct BoardCommandOptions : WorldOptions {
    std::string plan;    ///< empty: a story is looked for
    std::string output;  ///< empty: standard output
    bool alone = false;  ///< without canon beside the story of a divergence
};

struct SeriesOptions : WorldOptions {
    std::vector<std::string> requests;  ///< by name; none: requests are made up
    std::string request_list;           ///< a file with more names; empty: none
    int count = 10;
    std::uint64_t seed = 1;
    double distance = 0.5;
    std::string folder;  ///< where stories and journal go; empty: nowhere
};

struct TellOptions : WorldOptions {
    std::string plan;  ///< a file; empty: the story is looked for
    ask::TellingStyle telling;
    std::string polish_url;  ///< of a chat completions server; empty: the text is ours
    std::string polish_model = "default";
};

/// These are the options of storyboards that live in a browser on this machine.
struct ServeOptions {
    CommonOptions common;  ///< the limits are those of each request
    std::string file;
    int port = 0;  ///< 0: any that is free
    bool opens_browser = true;
};

/// These are the options of a story, or several as a book, as a file for other programs.
struct ExportOptions : WorldOptions {
    std::vector<std::string> requests;  ///< a chapter for each
    bool all_requests = false;          ///< of the world
    std::vector<std::string> plans;     ///< files; a chapter for each
    std::string series;                 ///< a folder that `series` wrote; empty: none
    ask::TellingStyle telling;
    ask::BookFormat format = ask::BookFormat::json;
    std::string output;
    bool for_excel = false;  ///< of CSV
    std::string player;      ///< a character or `nobody`; empty: the teller
    int depth = 1;
    std::string title;
    std::string author;
    std::string note;
    std::string date = std::string(ask::kUsualDay);
};

struct PlayOptions : WorldOptions {
    std::string player;  ///< by name
    std::string save;    ///< a file; empty: nothing is saved
    std::uint64_t seed = 1;
};

/// The command line asked for a text (help, version), or is wrong.
struct Reply {
    host::ExitCode code = host::ExitCode::yes;
    std::string text;
};

using Request =
    std::variant<Reply, CheckOptions, PlanOptions, VerifyOptions, ShowOptions, NewOptions, VendorOptions,
                 WhyOptions, WhynotOptions, DiffOptions, BetaOptions, BoardCommandOptions, SeriesOptions,
                 TellOptions, ExportOptions, PlayOptions, ServeOptions>;

}  // namespace wt::cli
