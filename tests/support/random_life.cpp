#include "support/random_life.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "base/random.h"

namespace wt::test {

namespace {

/// What a world with a part may say or want. `C` and `D` stand for characters, `P` for a place, `T` for a thing, `N` for a nook.
struct PartText {
    std::string_view name;
    std::vector<std::string_view> facts;
    std::vector<std::string_view> wants;
};

const std::vector<PartText>& parts() {
    static const std::vector<PartText> kParts = {
        {"core",
         {"dead(C)", "asleep(C)", "bound(C)", "locked(P)", "believes(C, at(D)) = P", "believes(C, at(D)) = ?",
          "believes(C, holder(T)) = D", "believes(C, lies(T)) = P", "believes(C, believes(D, at(C))) = P",
          "believes(C, dead(D))", "believes(C, at(D)) = P | ?", "believes(C, holder(T)) = C | D"},
         {"at(C) == P", "at(C) == at(D)", "holder(T) == C", "!dead(C)", "believes(C, at(D)) == P",
          "lies(T) == P"}},
        {"things",
         {"price(T) = 1", "money(C) = 1", "hidden(T) = N", "thief(T) = C", "broken(T)", "key(P) = T",
          "shut(N)", "worn(T) = C", "merchant(C)"},
         {"money(C) > 0", "thief(T) == C", "broken(T)", "hidden(T) == N", "worn(T) == C", "used(T) == C",
          "shut(N)"}},
        {"speech",
         {"distrusts(C, D)", "fears(C) = D", "promised(T) = C & promiser(T) = D", "talked(C, D)",
          "offered(T) = C"},
         {"talked(C, D)", "fears(C) == D", "promised(T) == C", "sent(C) == P", "distrusts(C, D)",
          "offered(T) == C"}},
        {"deeds",
         {"hurt(C)", "feigning(C)", "killer(C) = D & dead(C)", "sharp(T)", "stronger(C, D)", "officer(C)",
          "disguised(C) = D", "believes(C, killer(D)) = C",
          "believes(C, feigning(D)) = False & believes(C, dead(D))"},
         {"hurt(C)", "dead(C)", "bound(C)", "!bound(C)", "disguised(C) == D", "believes(C, dead(D))",
          "feigning(C)"}},
        {"ties",
         {"loves(C) = D", "married(C) = D", "suitor(C) = D", "cold(C, D)", "grudge(C, D)", "sorry(C, D)",
          "friends(C, D)", "loyal(C, D)", "over(C, D)", "kin(C, D)", "owes(C, D)",
          "believes(C, loves(D)) = C"},
         {"loves(C) == D", "married(C) == D", "!grudge(C, D)", "friends(C, D)", "loyal(C, D)", "owes(C, D)",
          "!owes(C, D)"}},
        {"time",
         {"night()", "day() = 6", "bound_for(C) = P", "due(C) = 1", "asleep(C) & night()"},
         {"night()", "asleep(C)", "day() > 0", "due(C) > 0", "bound_for(C) == P"}},
        {"wants",
         {"distrusts(C, D)", "hurt(C)"},
         {"has(C, T)", "with(C, D)", "alone(C, P)", "rid(C, D)", "safe(C)", "harmed(C)", "found(C, T)",
          "gone(T)"}},
    };
    return kParts;
}

class Writer {
  public:
    explicit Writer(std::uint64_t seed) : random_(seed) {}

    std::vector<std::string> write() {
        choose_parts();
        cast();
        for (int i = 2 + pick(4); i > 0; --i)
            lines_.push_back(filled(any(&PartText::facts)) + ";");
        for (int i = 0; i < characters_; ++i)
            if (i == 0 || random_.chance(80)) lines_.push_back(wants(i));
        // Mostly what somebody wants, so that there are stories.
        std::string author = random_.chance(80)
                                 ? wanted_[static_cast<std::size_t>(pick(static_cast<int>(wanted_.size())))]
                                 : filled(any(&PartText::wants));
        lines_.push_back(fmt::format("utility(): if({}) 1 else 0;", author));
        return std::move(lines_);
    }

  private:
    int pick(int count) { return static_cast<int>(random_.below(static_cast<std::uint32_t>(count))); }

    void choose_parts() {
        while (chosen_.size() < 2 + (random_.chance(40) ? 1U : 0U)) {
            std::size_t part = static_cast<std::size_t>(pick(static_cast<int>(parts().size())));
            if (std::ranges::find(chosen_, part) == chosen_.end()) chosen_.push_back(part);
        }
        for (std::size_t part : chosen_)
            lines_.push_back(fmt::format("use life/{};", parts()[part].name));
        // What the parts share is there in all of them.
        if (std::ranges::find(chosen_, 0U) == chosen_.end()) chosen_.push_back(0);
        has_nooks_ =
            std::ranges::any_of(chosen_, [](std::size_t part) { return parts()[part].name == "things"; });
    }

    void cast() {
        characters_ = random_.chance(25) ? 3 : 2;
        things_ = random_.chance(25) ? 2 : 1;
        for (int i = 0; i < characters_; ++i)
            lines_.push_back(
                fmt::format("entity C{0} : character; at(C{0}) = P{1};", i, random_.chance(70) ? 0 : 1));
        lines_.push_back("entity P0 : place; entity P1 : place;");
        for (int i = 0; i < things_; ++i) {
            std::string where = random_.chance(50) ? fmt::format("lies(T{}) = P{}", i, pick(2))
                                                   : fmt::format("holder(T{}) = C{}", i, pick(characters_));
            lines_.push_back(fmt::format("entity T{0} : thing; {1};{2}", i, where,
                                         random_.chance(50) ? fmt::format(" small(T{});", i) : ""));
        }
        if (has_nooks_) lines_.push_back("entity N0 : nook; inside(N0) = P0;");
    }

    std::string_view any(std::vector<std::string_view> PartText::* of) {
        const PartText& part =
            parts()[chosen_[static_cast<std::size_t>(pick(static_cast<int>(chosen_.size())))]];
        const std::vector<std::string_view>& texts = part.*of;
        return texts[static_cast<std::size_t>(pick(static_cast<int>(texts.size())))];
    }

    /// The letters that stand alone become names.
    std::string filled(std::string_view text) {
        int c = pick(characters_);
        int d = (c + 1 + pick(characters_ - 1)) % characters_;
        int p = pick(2);
        int t = pick(things_);
        std::string result;
        for (std::size_t i = 0; i < text.size(); ++i) {
            auto is_letter = [&](std::size_t at) {
                return at < text.size() && ((text[at] >= 'a' && text[at] <= 'z') || text[at] == '_');
            };
            bool alone = !is_letter(i + 1) && (i == 0 || !is_letter(i - 1));
            result += text[i];
            if (!alone) continue;
            if (text[i] == 'C') result += std::to_string(c);
            if (text[i] == 'D') result.back() = 'C', result += std::to_string(d);
            if (text[i] == 'P') result += std::to_string(p);
            if (text[i] == 'T') result += std::to_string(t);
            if (text[i] == 'N') result += "0";
        }
        return result;
    }

    std::string wants(int who) {
        static constexpr std::string_view kWeights[] = {"", " a little", " much", " above all"};
        std::string text;
        for (int i = 1 + pick(2); i > 0; --i) {
            wanted_.push_back(filled(any(&PartText::wants)));
            text += fmt::format("{}{}{}", text.empty() ? "" : ", ", wanted_.back(), kWeights[pick(4)]);
        }
        return fmt::format("wants C{}: {};", who, text);
    }

    Random random_;
    std::vector<std::string> lines_;
    std::vector<std::size_t> chosen_;
    std::vector<std::string> wanted_;  ///< the conditions
    bool has_nooks_ = false;
    int characters_ = 2;
    int things_ = 1;
};

}  // namespace

std::vector<std::string> random_life(std::uint64_t seed) {
    return Writer(seed).write();
}

}  // namespace wt::test
