#include "host/several.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "host/watchdog.h"

namespace wt::host {

void run_in_order(std::size_t count, int threads, const std::function<void(std::size_t)>& work,
                  const std::function<void(std::size_t)>& done) {
    if (threads <= 1 || count <= 1) {
        for (std::size_t i = 0; i < count; ++i) {
            work(i);
            done(i);
        }
        return;
    }
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;  // guards what follows
    std::condition_variable changed;
    std::vector<bool> finished(count, false);
    auto run = [&] {
        for (std::size_t i = next++; i < count; i = next++) {
            work(i);
            std::lock_guard lock(mutex);
            finished[i] = true;
            changed.notify_one();
        }
    };
    std::vector<std::jthread> pool;
    for (std::size_t i = 0; i < std::min(count, static_cast<std::size_t>(threads)); ++i)
        pool.emplace_back(run);
    for (std::size_t i = 0; i < count; ++i) {
        {
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return finished[i]; });
        }
        done(i);
    }
}

namespace {

std::atomic<bool> g_left_behind = false;

}  // namespace

bool run_for(double seconds, std::function<void()> work) {
    auto ended = std::make_shared<std::promise<void>>();
    std::future<void> end = ended->get_future();
    std::thread([ended, work = std::move(work)] {
        work();
        ended->set_value();
    }).detach();
    std::chrono::duration<double> most(std::clamp(seconds, 0.0, kEndlessSeconds));
    if (end.wait_for(most) == std::future_status::ready) return true;
    g_left_behind = true;
    return false;
}

bool is_work_left_behind() {
    return g_left_behind;
}

std::function<void(std::size_t, const std::function<void(std::size_t)>&)> runner(int threads) {
    if (threads <= 1) return {};
    return [threads](std::size_t count, const std::function<void(std::size_t)>& work) {
        run_in_order(count, threads, work, [](std::size_t) {});
    };
}

ExitCode worse(ExitCode a, ExitCode b) {
    static constexpr ExitCode kOrder[] = {ExitCode::yes,       ExitCode::no,          ExitCode::undecided,
                                          ExitCode::bad_input, ExitCode::interrupted, ExitCode::internal};
    auto place = [](ExitCode code) { return std::find(std::begin(kOrder), std::end(kOrder), code); };
    return std::max(place(a), place(b)) == place(a) ? a : b;
}

ExitCode answer_several(std::size_t count, int threads, bool json, Console& console,
                        const std::function<AnsweredOne(std::size_t, Console&)>& answer) {
    struct Slot {
        std::unique_ptr<Console> console;
        AnsweredOne answered;
    };
    std::vector<Slot> slots(count);
    ExitCode worst = ExitCode::yes;
    auto work = [&](std::size_t i) {
        slots[i].console = std::make_unique<Console>(console, Console::Kept{});
        slots[i].answered = answer(i, *slots[i].console);
    };
    auto done = [&](std::size_t i) {
        Slot slot = std::move(slots[i]);
        std::string head = "== " + slot.answered.title + " ==";
        std::string text = slot.console->take_answer();
        if (json) {
            if (text.ends_with('\n')) text.pop_back();
            console.ready_answer((i == 0 ? "[\n" : ",\n") + (text.empty() ? "null" : text));
            if (i + 1 == count) console.ready_answer("\n]\n");
        } else {
            console.answer(head + "\n");
            console.ready_answer(text);
        }
        console.flush();
        console.head(head);
        console.remark(slot.console->take_remarks());
        worst = worse(worst, slot.answered.code);
    };
    run_in_order(count, threads, work, done);
    return worst;
}

}  // namespace wt::host
