// `wrongtree serve`: storyboards live in the browser, for this machine alone.
//
// Whoever asks must know the secret of this run, which is in the address that is printed and becomes a
// cookie, must name the server by a loopback name, and must not come from another page. No request names a
// path.
#include <fcntl.h>
#include <httplib.h>
#include <random>
#include <spawn.h>
#include <unistd.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "lang/lang.h"
#include "surface/board/board_assets.h"
#include "surface/cli/commands.h"
#include "surface/cli/load.h"
#include "surface/render/diagnostics.h"
#include "surface/serve/server_state.h"

extern char** environ;

namespace wt::surface {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostBody = 16u << 10;
constexpr std::size_t kThreads = 12;
constexpr int kMostListeners = 6;  ///< pages that are told of progress at a time
constexpr double kDefaultSeconds = 30;
constexpr std::uint64_t kDefaultStates = 5'000'000;
constexpr double kMostSeconds = 3600;
constexpr auto kTurn = std::chrono::milliseconds(250);
constexpr int kQuietTurns = 40;  ///< without news, before something is sent all the same

std::string secret() {
    std::random_device device;
    std::string text;
    for (int i = 0; i < 4; ++i)
        text += fmt::format("{:08x}", static_cast<std::uint32_t>(device()));
    return text;
}

/// In a time that does not depend on where they differ.
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

std::string cookie_in(const std::string& header, const std::string& name) {
    std::size_t at = 0;
    while (at < header.size()) {
        std::size_t end = std::min(header.find(';', at), header.size());
        std::string one = header.substr(at, end - at);
        one.erase(0, std::min(one.find_first_not_of(' '), one.size()));
        if (one.starts_with(name + "=")) return one.substr(name.size() + 1);
        at = end + 1;
    }
    return "";
}

class Site {
  public:
    Site(const ServeOptions& options, std::string_view version, Console& console)
        : options_(options), console_(console), state_(options, version, console) {}

    /// What to exit with when it is over.
    ExitCode run() {
        server_.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
        server_.set_payload_max_length(kMostBody);
        server_.set_read_timeout(10);
        server_.set_keep_alive_timeout(5);
        set_routes();
        port_ = options_.port == 0 ? server_.bind_to_any_port("127.0.0.1") : options_.port;
        bool is_bound = options_.port == 0 ? port_ > 0 : server_.bind_to_port("127.0.0.1", options_.port);
        if (!is_bound) {
            console_.error(fmt::format("port {} of 127.0.0.1 cannot be used; --port 0 takes one that is free",
                                       options_.port));
            return ExitCode::bad_input;
        }
        std::string address = fmt::format("http://127.0.0.1:{}/?secret={}", port_, secret_);
        console_.answer(address + "\n");
        console_.flush();
        console_.note("open this in the browser; Ctrl-C ends it");
        if (options_.opens_browser) open_browser(address);
        // Takes over Ctrl-C.
        Watchdog watchdog({}, false);
        std::thread ender([this] {
            while (!Watchdog::interrupted() && !state_.is_down())
                std::this_thread::sleep_for(std::chrono::milliseconds(100));
            state_.shut_down();
            server_.stop();
        });
        server_.listen_after_bind();
        state_.shut_down();
        ender.join();
        return ExitCode::yes;
    }

  private:
    // ---- who may ask ----

    std::string cookie_name() const { return fmt::format("wrongtree_{}", port_); }

    bool is_our_host(const std::string& host) const {
        for (std::string_view name : {"127.0.0.1", "localhost"})
            if (host == fmt::format("{}:{}", name, port_)) return true;
        return false;
    }

    /// Empty if the request is allowed, else why not.
    std::string refusal(const httplib::Request& request) const {
        if (!is_our_host(request.get_header_value("Host"))) return "this server answers to 127.0.0.1 only";
        std::string origin = request.get_header_value("Origin");
        bool is_own = origin.empty() || (origin.starts_with("http://") && is_our_host(origin.substr(7)));
        if (!is_own) return "this server does not answer other pages";
        std::string site = request.get_header_value("Sec-Fetch-Site");
        bool is_entry = request.path == "/" && request.has_param("secret");
        if (!site.empty() && site != "same-origin" && site != "none" && !is_entry)
            return "this server does not answer other pages";
        if (is_entry && is_same_secret(request.get_param_value("secret"), secret_)) return "";
        if (!is_same_secret(cookie_in(request.get_header_value("Cookie"), cookie_name()), secret_))
            return "open the address that `wrongtree serve` printed";
        return "";
    }

    static void refuse(httplib::Response& response, int status, const std::string& text) {
        response.status = status;
        response.set_content(text + "\n", "text/plain; charset=utf-8");
    }

    static void answer(httplib::Response& response, const Json& json) {
        response.set_content(json.dump(-1, ' ', false, Json::error_handler_t::replace), "application/json");
    }

    // ---- routes ----

    void set_routes() {
        server_.set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
            std::string why = refusal(request);
            if (why.empty()) return httplib::Server::HandlerResponse::Unhandled;
            refuse(response, 403, why);
            return httplib::Server::HandlerResponse::Handled;
        });
        server_.set_default_headers({{"Cache-Control", "no-store"},
                                     {"X-Content-Type-Options", "nosniff"},
                                     {"Referrer-Policy", "no-referrer"},
                                     {"Cross-Origin-Resource-Policy", "same-origin"},
                                     {"X-Frame-Options", "SAMEORIGIN"}});
        server_.Get("/", [this](const httplib::Request& request, httplib::Response& response) {
            enter(request, response);
        });
        server_.Get("/serve.css", [](const httplib::Request&, httplib::Response& response) {
            response.set_content(std::string(kServeStyle.text), "text/css; charset=utf-8");
        });
        server_.Get("/serve.js", [](const httplib::Request&, httplib::Response& response) {
            response.set_content(std::string(kServeScript.text), "text/javascript; charset=utf-8");
        });
        server_.Get("/favicon.ico", [](const httplib::Request&, httplib::Response& response) {
            response.status = 204;  // browsers ask for it unbidden
        });
        server_.Get("/world", [this](const httplib::Request& request, httplib::Response& response) {
            describe(request, response);
        });
        server_.Get("/progress", [this](const httplib::Request&, httplib::Response& response) {
            report_progress(response);
        });
        server_.Get(R"(/board/(\d{1,12}))",
                    [this](const httplib::Request& request, httplib::Response& response) {
                        std::optional<std::string> page = state_.page(std::stoull(request.matches[1]));
                        if (!page) return refuse(response, 404, "there is no such board, or no more");
                        response.set_content(std::move(*page), "text/html; charset=utf-8");
                    });
        server_.Post("/ask", [this](const httplib::Request& request, httplib::Response& response) {
            ask(request, response);
        });
        server_.Post("/cancel", [this](const httplib::Request&, httplib::Response& response) {
            state_.cancel();
            answer(response, Json::object());
        });
    }

    void enter(const httplib::Request& request, httplib::Response& response) {
        if (request.has_param("secret")) {
            response.set_header("Set-Cookie", fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict",
                                                          cookie_name(), secret_));
            // Not a redirection, for which a browser that comes from elsewhere would leave a strict cookie
            // out.
            response.set_header("Refresh", "0; url=/");
            response.set_content(
                "<!doctype html><title>Wrongtree</title><p><a href=\"/\">Wrongtree</a></p>\n",
                "text/html; charset=utf-8");
            return;
        }
        response.set_header("Content-Security-Policy",
                            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                            "frame-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
                            "frame-ancestors 'none'");
        response.set_content(std::string(kServePage.text), "text/html; charset=utf-8");
    }

    /// What can be asked of a world.
    void describe(const httplib::Request& request, httplib::Response& response) {
        std::string name = request.has_param("name") ? request.get_param_value("name") : state_.worlds()[0];
        std::optional<std::string> path = state_.path_of(name);
        if (!path) return refuse(response, 404, "there is no such world in the folder");
        Json json;
        json["name"] = name;
        json["worlds"] = state_.worlds();
        json["message"] = "";
        json["requests"] = Json::array();
        json["divergences"] = Json::array();
        tl::expected<Source, std::string> source = read_file(*path);
        if (!source) {
            json["message"] = source.error();
            return answer(response, json);
        }
        lang::Reading reading = lang::read_world(*source, dialect_for(*path, options_.common.dialect));
        if (!reading.world) json["message"] = render(*source, reading.diagnostics, false) + reading.refusal;
        for (const lang::RequestHead& one : reading.requests)
            json["requests"].push_back({{"name", one.name}, {"title", one.title}});
        if (reading.world)
            for (const model::Divergence& one : reading.world->divergences)
                json["divergences"].push_back({{"name", one.name}, {"title", one.title}});
        answer(response, json);
    }

    /// News as server-sent events, until the page goes away.
    void report_progress(httplib::Response& response) {
        if (++listeners_ > kMostListeners) {
            --listeners_;
            return refuse(response, 503, "too many pages are open");
        }
        auto last = std::make_shared<std::optional<ServeProgress>>();
        response.set_chunked_content_provider(
            "text/event-stream",
            [this, last](std::size_t, httplib::DataSink& sink) {
                std::optional<ServeProgress> now;
                if (!last->has_value()) now = state_.progress();
                for (int i = 0; !now && i < kQuietTurns; ++i) {
                    ServeProgress news = state_.wait(**last, kTurn);
                    if (state_.is_down() || !sink.is_writable()) return false;
                    if (news.status == "running" || is_other(news, **last)) now = news;
                }
                if (!now) now = **last;  // to see whether anybody is still there
                *last = now;
                Json json{{"world", now->world},     {"request", now->request}, {"status", now->status},
                          {"message", now->message}, {"seconds", now->seconds}, {"states", now->states}};
                std::string text =
                    "data: " + json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n\n";
                return !state_.is_down() && sink.is_writable() && sink.write(text.data(), text.size());
            },
            [this](bool) { --listeners_; });
    }

    // ---- asking ----

    void ask(const httplib::Request& request, httplib::Response& response) {
        bool is_json = request.get_header_value("Content-Type").starts_with("application/json");
        Json json = is_json ? Json::parse(request.body, nullptr, false) : Json();
        if (!json.is_object()) return refuse(response, 400, "a request is a JSON object");
        tl::expected<BoardCommandOptions, std::string> wanted = wanted_in(json);
        if (!wanted) return refuse(response, 400, wanted.error());
        answer(response, {{"request", state_.ask(std::move(*wanted))}});
    }

    static std::string text_in(const Json& json, const char* key) {
        return json.contains(key) && json[key].is_string() ? json[key].get<std::string>() : "";
    }

    tl::expected<BoardCommandOptions, std::string> wanted_in(const Json& json) const {
        BoardCommandOptions wanted;
        std::optional<std::string> path = state_.path_of(text_in(json, "world"));
        if (!path) return tl::unexpected(std::string("there is no such world in the folder"));
        wanted.file = *path;
        wanted.common.dialect = options_.common.dialect;
        wanted.common.divergences = options_.common.divergences;
        wanted.common.memory_mib = options_.common.memory_mib;
        wanted.common.states = options_.common.states.value_or(kDefaultStates);
        wanted.common.seconds = options_.common.seconds.value_or(kDefaultSeconds);
        wanted.question.request = text_in(json, "request");
        wanted.question.where = text_in(json, "where");
        wanted.alone = json.contains("alone") && json["alone"] == true;
        if (json.contains("divergences") && json["divergences"].is_array())
            for (const Json& one : json["divergences"])
                if (one.is_string()) wanted.common.divergences.push_back(one.get<std::string>());
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
            if (!is_time) return tl::unexpected(std::string("a time is a number of seconds above 0"));
            wanted.common.seconds = std::min(*wanted.common.seconds, json["seconds"].get<double>());
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

    const ServeOptions& options_;
    Console& console_;
    std::string secret_ = secret();
    int port_ = 0;
    std::atomic<int> listeners_ = 0;
    httplib::Server server_;
    ServerState state_;
};

}  // namespace

ExitCode run_command(const ServeOptions& options, std::string_view version, Console& console) {
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

}  // namespace wt::surface
