#include "story/repair.h"

#include <algorithm>

#include <fmt/format.h>

namespace wt::story {

using namespace model;
using engine::MindId;
using Items = std::vector<DraftItem>;

namespace {

std::string quoted(const Stage& stage, const DraftItem& item) {
    return fmt::format("`{}`", to_text(stage.world, item));
}

std::string line_of(const DraftItem& item) {
    if (item.line == 0) return "what is inserted";
    return item.is_filling ? fmt::format("the gap of line {}", item.line) : fmt::format("line {}", item.line);
}

/// Says where something stands that is put before `items[at]`.
std::string before(const Items& items, std::size_t at) {
    if (at < items.size() && items[at].line != 0) return "before " + line_of(items[at]);
    return at == 0 ? "at the beginning" : "after " + line_of(items[at - 1]);
}

/// This is what may still be spent.
struct Allowance {
    int drafts = 0;
    std::uint64_t last_effort = 0;
};

/// A draft with the changes that led to it, and what is left of it from its first fault on.
struct Candidate {
    std::vector<Change> changes;
    Items items;
    std::size_t fault = 0;
    std::size_t left() const { return items.size() - fault; }
};

/// Adds to some best candidates; among equals the earlier ones stay.
void keep(std::vector<Candidate>& best, Candidate candidate, const RepairLimits& limits) {
    auto place = std::upper_bound(best.begin(), best.end(), candidate,
                                  [](const Candidate& a, const Candidate& b) { return a.left() < b.left(); });
    best.insert(place, std::move(candidate));
    if (best.size() > static_cast<std::size_t>(limits.kept)) best.pop_back();
}

class RepairSearch {
  public:
    /// With `keeps`, candidates that go further than `start` are wanted, too.
    RepairSearch(Stage& stage, const Candidate& start, const RepairLimits& limits, Allowance& allowance,
                 bool keeps)
        : stage_(stage),
          start_(start),
          items_(start.items),
          fault_(start.fault),
          limits_(limits),
          allowance_(allowance),
          keeps_(keeps),
          states_(states_of(stage, items_)) {}

    void search() {
        find_drops();
        if (!found_) search_others();
    }

    /// Where leaving something out is enough, this finds a change of another kind that is enough, too.
    std::optional<Candidate> search_alternative() {
        std::optional<Candidate> dropped = std::move(found_);
        found_.reset();
        search_others();
        std::swap(dropped, found_);
        return dropped;
    }

    /// Returns the first draft that is sound.
    std::optional<Candidate>& found() { return found_; }
    /// Returns those that go through further than the one at the start, furthest first; only some are kept.
    std::vector<Candidate>& further() { return further_; }

  private:
    void search_others() {
        find_moves();
        if (!found_) find_casts();
        if (!found_) find_insertions();
    }

    bool is_over() const {
        return found_ || allowance_.drafts <= 0 || stage_.is_stopped() ||
               engine::reason_effort(stage_.session) > allowance_.last_effort;
    }

    /// Tries a draft whose items before `from` are those of the present one. Keeps it if it is sound.
    void attempt(Items items, std::size_t from, std::string text) {
        if (is_over()) return;
        --allowance_.drafts;
        std::vector<DraftItem> rest(items.begin() + static_cast<std::ptrdiff_t>(from), items.end());
        bool sound = is_sound(stage_, states_[from], rest);
        if (!sound && !keeps_) return;
        Candidate candidate{start_.changes, items, sound ? items.size() : first_fault(stage_, items)};
        // The draft was found unsound with less effort than it took to find no fault.
        if (!sound && candidate.fault == items.size()) return;
        // Putting something before the fault is no progress.
        if (!sound && items[candidate.fault].line == items_[fault_].line) return;
        candidate.changes.push_back({std::move(text), items_[fault_].line, std::move(items)});
        if (sound)
            found_ = std::move(candidate);
        else if (candidate.left() < items_.size() - fault_)
            keep(further_, std::move(candidate), limits_);
    }

    bool is_movable(std::size_t i) const {
        return items_[i].kind == DraftKind::event && !items_[i].is_filling && items_[i].intended.empty();
    }

    void find_drops() {
        for (std::size_t i = fault_ + 1; i-- > 0 && !is_over();) {
            if (!is_movable(i)) continue;
            Items items = items_;
            items.erase(items.begin() + static_cast<std::ptrdiff_t>(i));
            attempt(std::move(items), i,
                    fmt::format("leave out {} of {}", quoted(stage_, items_[i]), line_of(items_[i])));
        }
    }

    /// Finds all moves that change anything up to the fault, those over the shortest way first, and among them that of
    /// the fault itself.
    void find_moves() {
        std::size_t count = items_.size();
        for (std::size_t way = 1; way < count; ++way)
            for (std::size_t from = 0; from < count && !is_over(); ++from) {
                if (!is_movable(from)) continue;
                if (from >= way && from - way <= fault_) move(from, from - way);
                if (from + way < count && from <= fault_) move(from, from + way);
            }
    }

    void move(std::size_t from, std::size_t to) {
        Items items = items_;
        DraftItem moved = items[from];
        items.erase(items.begin() + static_cast<std::ptrdiff_t>(from));
        items.insert(items.begin() + static_cast<std::ptrdiff_t>(to), moved);
        std::size_t place = to > from ? to + 1 : to;  // in the draft as it stands
        attempt(
            std::move(items), std::min(from, to),
            fmt::format("move {} of {} {}", quoted(stage_, moved), line_of(moved), before(items_, place)));
    }

    static std::size_t differences(const GroundEvent& a, const GroundEvent& b) {
        std::size_t count = 0;
        for (std::size_t i = 0; i < a.arguments.size(); ++i)
            count += !(a.arguments[i] == b.arguments[i]);
        return count;
    }

    void find_casts() {
        std::vector<GroundEvent> actions = stage_.session.ground_events(false);
        std::size_t most = 0;
        for (const DraftItem& item : items_)
            most = std::max(most, item.event.arguments.size());
        for (std::size_t count = 1; count <= most; ++count)
            for (std::size_t i = fault_ + 1; i-- > 0 && !is_over();) {
                if (!is_movable(i)) continue;
                for (const GroundEvent& action : actions)
                    if (action.event == items_[i].event.event &&
                        differences(action, items_[i].event) == count)
                        recast(i, action);
            }
    }

    void recast(std::size_t i, const GroundEvent& action) {
        Items items = items_;
        items[i].event = action;
        std::string text =
            fmt::format("change {} into `{}`", line_of(items_[i]), to_text(stage_.world, items[i]));
        attempt(std::move(items), i, std::move(text));
    }

    void find_insertions() {
        std::vector<Insertions> at;
        for (std::size_t i = 0; i <= fault_; ++i)
            at.emplace_back(stage_, states_[i]);
        for (int length = 1; length <= limits_.insertions; ++length) {
            int expansions = limits_.expansions;
            for (std::size_t i = fault_ + 1; i-- > 0 && !is_over();) {
                at[i].lengthen(expansions, allowance_.last_effort);
                for (const Insertions::Way& way : at[i].ways())
                    insert(i, way);
            }
        }
    }

    void insert(std::size_t at, const Insertions::Way& way) {
        if (is_over()) return;
        Items items = items_;
        std::string text;
        std::vector<DraftItem> added;
        for (const GroundEvent& action : way.actions) {
            DraftItem item;
            item.event = action;
            added.push_back(item);
            text += fmt::format("{} {}", text.empty() ? "" : ",", quoted(stage_, item));
        }
        items.insert(items.begin() + static_cast<std::ptrdiff_t>(at), added.begin(), added.end());
        attempt(std::move(items), at, fmt::format("insert {}:{}", before(items_, at), text));
    }

    Stage& stage_;
    const Candidate& start_;
    const Items& items_;
    std::size_t fault_;
    const RepairLimits& limits_;
    Allowance& allowance_;
    bool keeps_;
    std::vector<MindId> states_;
    std::optional<Candidate> found_;
    std::vector<Candidate> further_;
};

/// Finds a repair by up to `limits.changes` changes, from the candidate on.
std::optional<Candidate> search_jointly(Stage& stage, const Candidate& start, const RepairLimits& limits,
                                        Allowance& allowance, std::optional<Change>& alternative) {
    std::vector<Candidate> level = {start};
    for (int i = 0; i < limits.changes; ++i) {
        for (const Candidate& candidate : level) {
            RepairSearch search(stage, candidate, limits, allowance, false);
            search.search();
            if (!search.found()) continue;
            Candidate found = *search.found();
            if (i == 0 && found.items.size() < start.items.size())
                if (std::optional<Candidate> other = search.search_alternative())
                    alternative = std::move(other->changes.back());
            return found;
        }
        if (i + 1 == limits.changes) break;
        std::vector<Candidate> next;
        for (const Candidate& candidate : level) {
            RepairSearch search(stage, candidate, limits, allowance, true);
            search.search();
            for (Candidate& further : search.further())
                keep(next, std::move(further), limits);
        }
        level = std::move(next);
    }
    return std::nullopt;
}

}  // namespace

std::optional<Repair> find_repair(Stage& stage, const Items& items, std::size_t fault,
                                  const RepairLimits& limits) {
    Allowance allowance{limits.drafts, engine::reason_effort(stage.session) + limits.effort};
    Candidate now{{}, items, fault};
    Repair repair;
    bool jointly = true;
    while (static_cast<int>(now.changes.size() + repair.aside.size()) <= limits.chain) {
        std::optional<Candidate> found;
        if (jointly) found = search_jointly(stage, now, limits, allowance, repair.alternative);
        std::vector<Candidate> further;
        if (!found) {
            RepairSearch search(stage, now, limits, allowance, true);
            search.search();
            found = std::move(search.found());
            further = std::move(search.further());
        }
        if (found) {
            repair.changes = std::move(found->changes);
            if (repair.changes.size() > 1 || !repair.aside.empty()) repair.alternative.reset();
            return repair;
        }
        if (allowance.drafts <= 0 || engine::reason_effort(stage.session) > allowance.last_effort ||
            stage.is_stopped())
            return std::nullopt;
        jointly = further.empty();
        if (!further.empty()) {
            now = std::move(further.front());
            continue;
        }
        repair.aside.push_back(now.items[now.fault].line);
        now.items[now.fault].intended = "left aside";
        now.fault = first_fault(stage, now.items);
        if (now.fault < now.items.size()) continue;
        repair.changes = std::move(now.changes);
        return repair;
    }
    return std::nullopt;
}

}  // namespace wt::story
