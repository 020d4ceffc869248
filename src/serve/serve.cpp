// `wrongtree serve` shows storyboards live in the browser, for this machine alone.
//
// A client must know the secret of this run, which is in the address that is printed, behind a `#`, so that only the
// page's own script sees it: it sends it in a header, and no cookie that a server on another port would get. A client
// must also name the server by a loopback name, and must not come from another page. No request names a path. The bytes
// that are read of a request, and the time that reading may take, are bounded before any secret is known
// (host/http_server.h), and work that may be too much is done in a process of its own.
#include "serve/serve.h"

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "form/board/board_assets.h"
#include "form/diagnostics.h"
#include "host/console.h"
#include "host/http_server.h"
#include "host/library_files.h"
#include "host/read_file.h"
#include "host/watchdog.h"
#include "lang/lang.h"
#include "serve/server_state.h"

extern char** environ;

namespace wt::serve {

using namespace form;
using namespace host;

namespace {

using Json = nlohmann::ordered_json;

constexpr double kDefaultSeconds = 30;
constexpr std::uint64_t kDefaultStates = 5'000'000;
constexpr double kMostSeconds = 3600;
constexpr std::string_view kBoards = "/board/";
constexpr double kSecondsForWorld = 10;            ///< to read a world and say what can be asked of it
constexpr auto kQuiet = std::chrono::seconds(10);  ///< without news, before something is sent all the same

/// Compares them in a time that does not depend on where they differ.
bool is_same_secret(const std::string& one, const std::string& other) {
    if (one.size() != other.size()) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < one.size(); ++i)
        difference |= static_cast<unsigned char>(one[i]) ^ static_cast<unsigned char>(other[i]);
    return difference == 0;
}

bool is_other(const ServeProgress& one, const ServeProgress& other) {
    return one.world != other.world || one.request != other.request || one.status != other.status;
}

/// This sends news of the state as server-sent events.
class News : public Listener {
  public:
    explicit News(ServerState& state) : state_(state) {}

    std::string text() override {
        auto now = std::chrono::steady_clock::now();
        ServeProgress news = state_.progress();
        bool is_due = !last_ || is_other(news, *last_) || now - sent_ >= kQuiet ||
                      (news.status == "running" && now - sent_ >= std::chrono::milliseconds(200));
        if (!is_due) return "";
        last_ = news;
        sent_ = now;
        Json json{{"world", news.world},     {"request", news.request}, {"status", news.status},
                  {"message", news.message}, {"board", news.board},     {"seconds", news.seconds},
                  {"states", news.states}};
        return "data: " + json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n\n";
    }

  private:
    ServerState& state_;
    std::optional<ServeProgress> last_;
    std::chrono::steady_clock::time_point sent_;
};

class Site {
  public:
    Site(const ServerOptions& options, std::string_view version, Console& console)
        : options_(options), console_(console), state_(options, version) {}

    /// Runs the server and returns what to exit with when it is over.
    ExitCode run() {
        port_ = server_.bind(options_.port);
        if (port_ == 0) {
            console_.error(
                fmt::format("port {} of 127.0.0.1 cannot be used, perhaps because it is in use; --port 0 "
                            "takes one that is free",
                            options_.port));
            return ExitCode::bad_input;
        }
        std::string address = fmt::format("http://127.0.0.1:{}/#secret={}", port_, secret_);
        console_.answer(address + "\n");
        console_.flush();
        console_.note("open this in the browser; Ctrl-C ends it");
        if (options_.opens_browser) open_browser(address);
        // The watchdog takes over Ctrl-C.
        Watchdog watchdog({}, false);
        bool has_ended = server_.run([this] { return Watchdog::interrupted() || state_.is_down(); });
        state_.shut_down();
        if (!has_ended) ::_exit(static_cast<int>(ExitCode::yes));
        return ExitCode::yes;
    }

  private:
    // ---- who may ask ----

    bool is_our_host(const std::string& host) const {
        for (std::string_view name : {"127.0.0.1", "localhost"})
            if (host == fmt::format("{}:{}", name, port_)) return true;
        return false;
    }

    /// Returns a text that is empty if the request is allowed, and else says why not.
    std::string refusal(const HttpRequest& request) const {
        if (!is_our_host(std::string(request.header("host")))) return "this server answers to 127.0.0.1 only";
        std::string origin(request.header("origin"));
        bool is_own = origin.empty() || (origin.starts_with("http://") && is_our_host(origin.substr(7)));
        std::string_view site = request.header("sec-fetch-site");
        bool is_entry = request.path == "/" && request.header("sec-fetch-mode") == "navigate";
        bool is_near = site.empty() || site == "same-origin" || site == "none" || is_entry;
        if (!is_own || !is_near) return "this server does not answer other pages";
        // The page itself is the same for everybody, and a board has a name that nobody can guess.
        bool is_open = is_page_file(request.path) || request.path.starts_with(kBoards);
        if (!is_open && !is_same_secret(std::string(request.header("x-wrongtree-secret")), secret_))
            return "open the address that `wrongtree serve` printed";
        return "";
    }

    static bool is_page_file(std::string_view path) {
        return path == "/" || path == "/serve.css" || path == "/serve.js" || path == "/favicon.ico";
    }

    static HttpAnswer refuse(int status, std::string_view text) {
        HttpAnswer answer{status};
        answer.body = std::string(text) + "\n";
        return answer;
    }

    static HttpAnswer answer(const Json& json) {
        return {200, "application/json", json.dump(-1, ' ', false, Json::error_handler_t::replace), {}};
    }

    // ---- routes ----

    HttpAnswer respond(const HttpRequest& request) {
        std::string why = refusal(request);
        HttpAnswer answer = why.empty() ? route(request) : refuse(403, why);
        answer.headers.insert(answer.headers.end(), {{"Cache-Control", "no-store"},
                                                     {"X-Content-Type-Options", "nosniff"},
                                                     {"Referrer-Policy", "no-referrer"},
                                                     {"Cross-Origin-Resource-Policy", "same-origin"},
                                                     {"X-Frame-Options", "SAMEORIGIN"}});
        return answer;
    }

    HttpAnswer route(const HttpRequest& request) {
        if (request.method == "POST") {
            if (request.path == "/ask") return ask(request);
            if (request.path != "/cancel") return refuse(404, "there is nothing here");
            state_.cancel();
            return answer(Json::object());
        }
        if (request.method != "GET" && request.method != "HEAD")
            return refuse(405, "only GET, HEAD and POST are answered");
        if (request.path == "/") return page();
        if (request.path == "/serve.css")
            return {200, "text/css; charset=utf-8", std::string(kServeStyle.text), {}};
        if (request.path == "/serve.js")
            return {200, "text/javascript; charset=utf-8", std::string(kServeScript.text), {}};
        if (request.path == "/favicon.ico") return {204, "", "", {}};  // browsers ask for it unbidden
        if (request.path == "/world") return {.status = 200, .body = "", .headers = {}, .takes_time = true};
        if (request.path == "/progress")
            return {.status = 200, .type = "text/event-stream", .body = "", .headers = {}, .listens = true};
        if (request.path.starts_with(kBoards)) {
            std::optional<std::string> board = state_.page(request.path.substr(kBoards.size()));
            if (!board) return refuse(404, "there is no such board, or no more");
            return {200, "text/html; charset=utf-8", std::move(*board), {}};
        }
        return refuse(404, "there is nothing here");
    }

    static HttpAnswer page() {
        HttpAnswer answer{200, "text/html; charset=utf-8", std::string(kServePage.text), {}};
        answer.headers.emplace_back(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            "frame-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'none'");
        return answer;
    }

    /// Tells what can be asked of a world.
    HttpAnswer describe(const HttpRequest& request) {
        std::string name = request.parameter("name").value_or(state_.worlds()[0]);
        std::optional<std::string> path = state_.path_of(name);
        if (!path) return refuse(404, "there is no such world in the folder");
        Json json;
        json["name"] = name;
        json["worlds"] = state_.worlds();
        SeparateLimits limits = limits_of(options_.seconds, options_.memory_mib);
        limits.seconds = kSecondsForWorld;
        Separate separate(limits, [&](const Separate::Reporter&) { return world_text(*path); });
        while (separate.wait(std::chrono::milliseconds(100)) == Separate::Status::running &&
               !state_.is_down()) {
        }
        Json world = Json::parse(separate.result(), nullptr, false);
        if (!world.is_object()) {
            world = Json::object();
            world["message"] = fmt::format("cannot read `{}`: {}", name, separate.failure());
            world["requests"] = Json::array();
            world["divergences"] = Json::array();
        }
        json.update(world);
        return answer(json);
    }

    std::string world_text(const std::string& path) const {
        Json json;
        json["message"] = "";
        json["requests"] = Json::array();
        json["divergences"] = Json::array();
        tl::expected<Source, std::string> source = read_file(path);
        if (!source) {
            json["message"] = source.error();
        } else {
            lang::Dialect dialect = ask::dialect_for(path, options_.dialect);
            *source = ask::with_libraries(std::move(*source), dialect, libraries_beside(path));
            lang::Reading reading = lang::read_world(*source, dialect);
            if (!reading.world)
                json["message"] = render(*source, reading.diagnostics, false) + reading.refusal;
            for (const lang::RequestHead& one : reading.requests)
                json["requests"].push_back({{"name", one.name}, {"title", one.title}});
            if (reading.world)
                for (const model::Divergence& one : reading.world->divergences)
                    json["divergences"].push_back({{"name", one.name}, {"title", one.title}});
        }
        return json.dump(-1, ' ', false, Json::error_handler_t::replace);
    }

    // ---- asking ----

    HttpAnswer ask(const HttpRequest& request) {
        bool is_json = request.header("content-type").starts_with("application/json");
        Json json = is_json && !is_deep(request.body) ? Json::parse(request.body, nullptr, false) : Json();
        if (!json.is_object()) return refuse(400, "a request is a JSON object");
        tl::expected<BoardRequest, std::string> wanted = wanted_in(json);
        if (!wanted) return refuse(400, wanted.error());
        return answer({{"request", state_.ask(std::move(*wanted))}});
    }

    /// Has it more brackets than a request can need?
    static bool is_deep(std::string_view body) {
        return std::ranges::count_if(body, [](char c) { return c == '[' || c == '{'; }) > 1000;
    }

    static std::string text_in(const Json& json, const char* key) {
        return json.contains(key) && json[key].is_string() ? json[key].get<std::string>() : "";
    }

    tl::expected<BoardRequest, std::string> wanted_in(const Json& json) const {
        BoardRequest wanted;
        std::optional<std::string> path = state_.path_of(text_in(json, "world"));
        if (!path) return tl::unexpected(std::string("there is no such world in the folder"));
        wanted.file = *path;
        wanted.dialect = options_.dialect;
        wanted.divergences = options_.divergences;
        wanted.memory_mib = options_.memory_mib;
        wanted.states = options_.states.value_or(kDefaultStates);
        wanted.seconds = options_.seconds.value_or(kDefaultSeconds);
        wanted.question.request = text_in(json, "request");
        wanted.question.where = text_in(json, "where");
        wanted.alone = json.contains("alone") && json["alone"] == true;
        if (json.contains("divergences") && json["divergences"].is_array())
            for (const Json& one : json["divergences"])
                if (one.is_string()) wanted.divergences.push_back(one.get<std::string>());
        if (json.contains("length")) {
            bool is_length =
                json["length"].is_number_integer() && json["length"] >= 1 && json["length"] <= 1000;
            if (!is_length) return tl::unexpected(std::string("a length is a whole number from 1 to 1000"));
            wanted.question.author_limit = json["length"].get<int>();
        }
        if (json.contains("seconds")) {
            // A page may ask for less than the call allows, never for more.
            bool is_time =
                json["seconds"].is_number() && json["seconds"] > 0 && json["seconds"] <= kMostSeconds;
            if (!is_time)
                return tl::unexpected(
                    fmt::format("a time is a number of seconds above 0, and at most {:g}", kMostSeconds));
            wanted.seconds = std::min(*wanted.seconds, json["seconds"].get<double>());
        }
        return wanted;
    }

    // ---- the browser ----

    static void open_browser(const std::string& address) {
        bool has_display = std::getenv("DISPLAY") || std::getenv("WAYLAND_DISPLAY");
        if (!has_display) return;
        posix_spawn_file_actions_t quiet;
        ::posix_spawn_file_actions_init(&quiet);
        for (int stream : {0, 1, 2})
            ::posix_spawn_file_actions_addopen(&quiet, stream, "/dev/null", O_RDWR, 0);
        std::string program = "xdg-open", argument = address;
        char* arguments[] = {program.data(), argument.data(), nullptr};
        pid_t child = 0;
        ::posix_spawnp(&child, program.c_str(), &quiet, nullptr, arguments, environ);
        ::posix_spawn_file_actions_destroy(&quiet);
    }

    const ServerOptions& options_;
    Console& console_;
    std::string secret_ = secret_text();
    int port_ = 0;
    ServerState state_;
    HttpServer server_{{[this](const HttpRequest& request) { return respond(request); },
                        [this](const HttpRequest& request) { return describe(request); },
                        [this] { return std::unique_ptr<Listener>(std::make_unique<News>(state_)); }},
                       {}};
};

}  // namespace

ExitCode serve(const ServerOptions& options, std::string_view version, Console& console) {
    if (options.file == "-") {
        console.error("a world that is served is a file, so that it can be edited meanwhile");
        return ExitCode::bad_input;
    }
    if (tl::expected<Source, std::string> source = read_file(options.file); !source) {
        console.error(source.error());
        return ExitCode::bad_input;
    }
    return Site(options, version, console).run();
}

}  // namespace wt::serve
