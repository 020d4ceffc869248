#include "surface/serve/server_state.h"

#include <algorithm>

namespace wt::surface {

namespace {

constexpr std::size_t kMostPages = 4;  ///< that are kept
constexpr auto kLookEvery = std::chrono::milliseconds(250);

}  // namespace

ServerState::ServerState(const ServeOptions& options, std::string_view version, Console& console)
    : version_(version), console_(console) {
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
        if (entry.path().extension() == ".wt" && name != first_ && path_of(name)) names.push_back(name);
    }
    std::ranges::sort(names);
    names.insert(names.begin(), first_);
    return names;
}

std::optional<std::string> ServerState::path_of(const std::string& world) const {
    std::filesystem::path name(world);
    bool is_text = std::ranges::none_of(world, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    bool is_plain = is_text && !world.empty() && name.filename() == name && name != "." && name != "..";
    if (!is_plain || (world != first_ && name.extension() != ".wt")) return std::nullopt;
    // A link may lead out of the folder.
    std::error_code error;
    std::filesystem::path real = std::filesystem::canonical(folder_ / name, error);
    if (error) return world == first_ ? std::optional((folder_ / name).string()) : std::nullopt;
    bool is_inside = world == first_ || real.parent_path() == std::filesystem::canonical(folder_, error);
    if (!is_inside || !std::filesystem::is_regular_file(real, error)) return std::nullopt;
    return (folder_ / name).string();
}

// ---- requests ----

std::uint64_t ServerState::ask(BoardCommandOptions request) {
    std::lock_guard lock(mutex_);
    next_ = Job{++last_number_, std::move(request)};
    if (budget_) budget_->request_stop(Stop::cancelled);
    changed_.notify_all();
    return last_number_;
}

void ServerState::cancel() {
    std::lock_guard lock(mutex_);
    next_.reset();
    is_cancelled_ = true;
    if (budget_) budget_->request_stop(Stop::cancelled);
    changed_.notify_all();
}

std::optional<std::string> ServerState::page(std::uint64_t request) {
    std::lock_guard lock(mutex_);
    for (const auto& [number, page] : pages_)
        if (number == request) return page;
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
            now_ = {world_, job.number, "running", "", 0, 0};
            is_cancelled_ = false;
            started_ = std::chrono::steady_clock::now();
            changed_.notify_all();
        }
        compute(std::move(job));
    }
}

void ServerState::compute(Job job) {
    Console own(console_, Console::Kept{});
    BoardMade made = make_board(job.options, version_, own, [this](Budget* budget) {
        std::lock_guard lock(mutex_);
        budget_ = budget;
        if (budget && (next_ || is_cancelled_ || is_down_)) budget->request_stop(Stop::cancelled);
    });
    std::string remarks = own.take_remarks();
    std::lock_guard lock(mutex_);
    budget_ = nullptr;
    now_ = progress_now();
    now_.status = made.code == ExitCode::yes         ? "found"
                  : is_cancelled_ || next_           ? "cancelled"
                  : made.code == ExitCode::bad_input ? "refused"
                                                     : "none";
    now_.message = !made.absence.empty() ? made.absence : made.code == ExitCode::yes ? "" : remarks;
    if (made.code == ExitCode::yes) pages_.emplace_back(job.number, std::move(made.page));
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
    if (budget_) now.states = budget_->states();
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
    if (budget_) budget_->request_stop(Stop::cancelled);
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

}  // namespace wt::surface
