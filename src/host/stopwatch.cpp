#include "host/stopwatch.h"

#include <ctime>

#include <fmt/format.h>

namespace wt::host {

Stopwatch::Moment Stopwatch::now(std::string name) const {
    return {std::move(name), watchdog_.seconds(), static_cast<double>(std::clock()) / CLOCKS_PER_SEC};
}

void Stopwatch::next(std::string name) {
    moments_.push_back(now(std::move(name)));
}

std::vector<std::string> Stopwatch::lines() const {
    auto line = [&](double Moment::* time) {
        std::string text;
        for (std::size_t i = 1; i < moments_.size(); ++i)
            text += fmt::format("{} {:.6f} s, ", moments_[i].name, moments_[i].*time - moments_[i - 1].*time);
        return text + fmt::format("all {:.6f} s", now("").*time - moments_[0].*time);
    };
    return {line(&Moment::clock), "of the processor: " + line(&Moment::processor)};
}

}  // namespace wt::host
