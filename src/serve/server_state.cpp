#include "serve/server_state.h"

#include <algorithm>
#include <random>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "host/console.h"
#include "host/watchdog.h"

namespace wt::serve {

using namespace host;

namespace {

constexpr std::size_t kMostPages = 4;  ///< that are kept
constexpr auto kLookEvery = std::chrono::milliseconds(250);
constexpr auto kTurn = std::chrono::milliseconds(50);

using Json = nlohmann::ordered_json;

std::string lower_ending(const std::filesystem::path& path) {
    std::string ending = path.extension().string();
    for (char& c : ending)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return ending;
}

/// While it lives, this tells from a thread of its own how far a computation is. Somebody else looks after the budgets.
class Teller : public Overseer {
  public:
    Teller(const Separate::Reporter& reporter, Overseer& keeper)
        : reporter_(reporter), keeper_(keeper), thread_([this] { tell(); }) {}
    ~Teller() override {
        {
            std::lock_guard lock(mutex_);
            is_over_ = true;
        }
        changed_.notify_all();
        thread_.join();
    }
    void begin(Budget& budget, std::string_view what, std::optional<double> seconds) override {
        keeper_.begin(budget, what, seconds);
        std::lock_guard lock(mutex_);
        budgets_.push_back(&budget);
    }
    void end(Budget& budget) override {
        {
            std::lock_guard lock(mutex_);
            budgets_.pop_back();
        }
        keeper_.end(budget);
    }

  private:
    void tell() {
        std::unique_lock lock(mutex_);
        while (!changed_.wait_for(lock, kLookEvery, [this] { return is_over_; }))
            if (!budgets_.empty()) reporter_.progress(budgets_.back()->states());
    }

    const Separate::Reporter& reporter_;
    Overseer& keeper_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Budget*> budgets_;  ///< in use, the innermost last
    bool is_over_ = false;
    std::thread thread_;
};

/// Says what becomes of a question, as one process tells it to another.
std::string board_text(const BoardRequest& request, std::string_view version,
                       const Separate::Reporter& reporter) {
    BoardAnswer answer;
    {
        Watchdog watchdog(resource_limits(request.seconds, request.memory_mib, request.states),
                          error_is_terminal());
        Teller teller(reporter, watchdog);
        answer = answer_request(request, version, teller);
    }
    Json json;
    json["code"] = answer.code;
    json["message"] = std::move(answer.message);
    json["page"] = std::move(answer.page);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string secret_text() {
    std::random_device device;
    std::string text;
    for (int i = 0; i < 4; ++i)
        text += fmt::format("{:08x}", static_cast<std::uint32_t>(device()));
    return text;
}

SeparateLimits limits_of(const std::optional<double>& seconds,
                         const std::optional<std::uint64_t>& memory_mib) {
    ResourceLimits limits = resource_limits(seconds, memory_mib, std::nullopt);
    return {limits.seconds.value_or(30), limits.bytes == Budget::kUnlimited ? 0 : limits.bytes};
}

ServerState::ServerState(const ServerOptions& options, std::string_view version) : version_(version) {
    std::filesystem::path file(options.file);
    first_ = file.filename().string();
    folder_ = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    worker_ = std::thread([this] { work(); });
    watcher_ = std::thread([this] { watch(); });
}

ServerState::~ServerState() {
    shut_down();
    worker_.join();
    watcher_.join();
}

std::vector<std::string> ServerState::worlds() const {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder_, error)) {
        std::string name = entry.path().filename().string();
        if (lower_ending(entry.path()) == ".wt" && name != first_ && path_of(name)) names.push_back(name);
    }
    std::ranges::sort(names);
    names.insert(names.begin(), first_);
    return names;
}

std::optional<std::string> ServerState::path_of(const std::string& world) const {
    std::filesystem::path name(world);
    bool is_text = std::ranges::none_of(world, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    bool is_plain = is_text && !world.empty() && name.filename() == name && name != "." && name != "..";
    if (!is_plain || (world != first_ && lower_ending(name) != ".wt")) return std::nullopt;
    // A link may lead out of the folder.
    std::error_code error;
    std::filesystem::path real = std::filesystem::canonical(folder_ / name, error);
    if (error) return world == first_ ? std::optional((folder_ / name).string()) : std::nullopt;
    bool is_inside = world == first_ || real.parent_path() == std::filesystem::canonical(folder_, error);
    if (!is_inside || !std::filesystem::is_regular_file(real, error)) return std::nullopt;
    return (folder_ / name).string();
}

// ---- requests ----

std::uint64_t ServerState::ask(BoardRequest request) {
    std::lock_guard lock(mutex_);
    next_ = Job{++last_number_, std::move(request)};
    changed_.notify_all();
    return last_number_;
}

void ServerState::cancel() {
    std::lock_guard lock(mutex_);
    next_.reset();
    is_cancelled_ = true;
    changed_.notify_all();
}

std::optional<std::string> ServerState::page(const std::string& name) {
    std::lock_guard lock(mutex_);
    for (const auto& [own, page] : pages_)
        if (own == name) return page;
    return std::nullopt;
}

void ServerState::work() {
    while (true) {
        Job job;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&] { return is_down_ || next_; });
            if (is_down_) return;
            job = std::move(*next_);
            next_.reset();
            now_ = {world_, job.number, "running", "", "", 0, 0};
            states_ = 0;
            is_cancelled_ = false;
            started_ = std::chrono::steady_clock::now();
            changed_.notify_all();
        }
        compute(std::move(job));
    }
}

void ServerState::compute(Job job) {
    Separate separate(
        limits_of(job.request.seconds, job.request.memory_mib),
        [&](const Separate::Reporter& reporter) { return board_text(job.request, version_, reporter); });
    bool is_unwanted = false;
    while (!is_unwanted && separate.wait(kTurn) == Separate::Status::running) {
        std::lock_guard lock(mutex_);
        states_ = separate.progress();
        is_unwanted = next_ || is_cancelled_ || is_down_;
    }
    Json made = Json::parse(separate.result(), nullptr, false);
    bool has_made = !is_unwanted && made.is_object();
    ExitCode code = has_made ? made["code"].get<ExitCode>() : ExitCode::undecided;
    std::lock_guard lock(mutex_);
    now_ = progress_now();
    now_.states = separate.progress();
    now_.status = code == ExitCode::yes         ? "found"
                  : is_cancelled_ || next_      ? "cancelled"
                  : code == ExitCode::bad_input ? "refused"
                                                : "none";
    now_.message = code == ExitCode::yes ? ""
                   : has_made            ? made["message"].get<std::string>()
                                         : separate.failure();
    if (code == ExitCode::yes) {
        now_.board = secret_text();
        pages_.emplace_back(now_.board, made["page"].get<std::string>());
    }
    while (pages_.size() > kMostPages)
        pages_.pop_front();
    changed_.notify_all();
}

// ---- news ----

ServeProgress ServerState::progress_now() const {
    ServeProgress now = now_;
    now.world = world_;
    if (now.status != "running") return now;
    now.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
    now.states = states_;
    return now;
}

ServeProgress ServerState::progress() {
    std::lock_guard lock(mutex_);
    return progress_now();
}

ServeProgress ServerState::wait(const ServeProgress& before, std::chrono::milliseconds most) {
    std::unique_lock lock(mutex_);
    auto is_new = [&] {
        return is_down_ || world_ != before.world || now_.request != before.request ||
               now_.status != before.status;
    };
    changed_.wait_for(lock,
                      now_.status == "running" ? std::min(most, std::chrono::milliseconds(kLookEvery)) : most,
                      is_new);
    return progress_now();
}

void ServerState::shut_down() {
    std::lock_guard lock(mutex_);
    is_down_ = true;
    next_.reset();
    changed_.notify_all();
}

bool ServerState::is_down() {
    std::lock_guard lock(mutex_);
    return is_down_;
}

ServerState::Times ServerState::times() const {
    Times times;
    for (const std::string& name : worlds()) {
        std::error_code error;
        std::filesystem::path path = folder_ / name;
        auto time = std::filesystem::last_write_time(path, error);
        auto size = std::filesystem::file_size(path, error);
        if (!error) times[name] = {time, size};
    }
    return times;
}

void ServerState::watch() {
    Times before = times();
    while (true) {
        {
            std::unique_lock lock(mutex_);
            if (changed_.wait_for(lock, kLookEvery, [&] { return is_down_; })) return;
        }
        Times now = times();
        if (now == before) continue;
        before = std::move(now);
        std::lock_guard lock(mutex_);
        ++world_;
        changed_.notify_all();
    }
}

}  // namespace wt::serve
