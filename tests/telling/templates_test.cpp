// What every template of the shipped worlds says, in every form, compared with the files in
// tests/telling/templates. WT_BLESS=1 writes them.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <utility>

#include <gtest/gtest.h>

#include "lang/lang.h"
#include "story/tell/words.h"
#include "support/shipped_stories.h"
#include "support/worlds.h"

namespace wt::story {
namespace {

using model::EntityId;
using model::Formal;
using model::Value;

constexpr std::pair<ClauseForm, std::string_view> kForms[] = {
    {ClauseForm::main, "main"},
    {ClauseForm::earlier, "earlier"},
    {ClauseForm::subordinate, "subordinate"},
    {ClauseForm::earlier_subordinate, "earlier subordinate"},
    {ClauseForm::infinitive, "infinitive"},
    {ClauseForm::accusative, "accusative"},
    {ClauseForm::prospective, "prospective"},
};

/// The templates of one world in one language.
class Sheet {
  public:
    Sheet(const model::World& world, const std::string& language) : world_(world) {
        for (Tense tense : {Tense::past, Tense::present}) {
            NarrativeStyle style;
            style.language = language;
            style.tense = tense;
            words_.emplace_back(world, style);
        }
    }

    /// What every event and then every property says, one text each.
    std::vector<std::string> texts() {
        std::vector<std::string> texts;
        auto keep = [&] { texts.push_back(std::exchange(out_, {}).str()); };
        for (std::size_t i = 0; i < world_.events.size(); ++i) {
            event(model::EventId(i));
            keep();
        }
        for (std::size_t i = 0; i < world_.properties.size(); ++i) {
            property(model::PropertyId(i));
            keep();
        }
        return texts;
    }

  private:
    /// A value for each place, no two the same while there are others.
    std::vector<Value> arguments(const std::vector<Formal>& formals) const {
        std::vector<Value> chosen;
        for (const Formal& formal : formals) {
            if (formal.is_fixed()) {
                chosen.push_back(formal.fixed);
                continue;
            }
            std::vector<Value> values = world_.values_of(world_[formal.variable].type);
            auto is_new = [&](const Value& value) {
                return std::ranges::find(chosen, value) == chosen.end();
            };
            auto value = std::ranges::find_if(values, is_new);
            chosen.push_back(value != values.end() ? *value : values.empty() ? Value() : values[0]);
        }
        return chosen;
    }

    std::string said(const Words& words, const Clause& clause) const {
        std::vector<Mention> mentions;
        return Discourse(words).sentence(clause, mentions);
    }

    template <class Make>
    void forms(Make make) {
        for (bool negated : {false, true})
            for (const auto& [form, name] : kForms)
                for (std::size_t i = 0; i < words_.size(); ++i) {
                    bool is_same_in_both = form == ClauseForm::infinitive;
                    if (i > 0 && is_same_in_both) continue;
                    out_ << "  " << name << (negated ? ", not" : "") << (i > 0 ? ", present" : "") << ": "
                         << said(words_[i], make(words_[i], form, negated)) << "\n";
                }
    }

    void event(model::EventId id) {
        model::GroundEvent event{id, arguments(world_[id].formals)};
        out_ << world_[id].name << "\n";
        forms([&](const Words& words, ClauseForm form, bool negated) {
            return words.event(event, form, negated);
        });
        Clause noticed = words_[0].noticed(event, ClauseForm::main);
        if (!noticed.is_empty()) out_ << "  noticed: " << said(words_[0], noticed) << "\n";
    }

    void property(model::PropertyId id) {
        const model::Property& property = world_[id];
        std::vector<Value> of = arguments(property.formals);
        std::vector<Value> values = {Value::boolean(true)};
        if (property.type == model::kNumber) values = {Value::number(0), Value::number(1), Value::number(7)};
        if (property.type != model::kNumber && property.type != model::kBoolean) {
            values = world_.values_of(property.type);
            auto is_new = [&](const Value& value) { return std::ranges::find(of, value) == of.end(); };
            std::ranges::stable_partition(values, is_new);
            if (values.size() > 1) values.resize(1);
            values.push_back(Value::unknown());
        }
        for (const Value& value : values) {
            out_ << property.name << (value.is_unknown() ? " = ?" : "") << "\n";
            forms([&](const Words& words, ClauseForm form, bool negated) {
                return words.fact(id, of, value, form, negated);
            });
        }
    }

    const model::World& world_;
    std::vector<Words> words_;
    std::ostringstream out_;
};

void compare(const std::string& name, const std::string& text) {
    std::string path = std::string(WT_SOURCE_DIR) + "/tests/telling/templates/" + name;
    if (std::getenv("WT_BLESS")) {
        std::ofstream(path) << text;
        return;
    }
    std::ifstream file(path);
    std::stringstream expected;
    expected << file.rdbuf();
    EXPECT_EQ(text, expected.str()) << "see " << path << "; WT_BLESS=1 writes it";
}

/// The templates of a world by language: what each of its divergences says otherwise or besides stands behind.
std::map<std::string, std::string> sheets_of(const Source& source) {
    std::map<std::string, std::string> sheets;
    std::set<std::pair<std::string, std::string>> seen;
    auto add = [&](const lang::Selection& selection) {
        lang::Reading reading = lang::read_world(source, lang::Dialect::wrongtree, selection);
        EXPECT_TRUE(reading.world) << source.name();
        if (!reading.world) return std::vector<model::Divergence>();
        for (const model::Telling& telling : reading.world->tellings)
            for (const std::string& text : Sheet(*reading.world, telling.language).texts())
                if (seen.emplace(telling.language, text).second) sheets[telling.language] += text;
        return reading.world->divergences;
    };
    for (const model::Divergence& divergence : add({}))
        add({.divergences = {divergence.name}, .requests = {}});
    return sheets;
}

TEST(Templates, OfTheShippedWorldsSayWhatTheySaid) {
    std::size_t sheets = 0;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(WT_SOURCE_DIR) + "/worlds")) {
        if (entry.path().extension() != ".wt") continue;
        std::ifstream file(entry.path());
        std::stringstream text;
        text << file.rdbuf();
        for (const auto& [language, sheet] :
             sheets_of(Source(entry.path().filename().string(), text.str()))) {
            compare(entry.path().stem().string() + "." + language + ".txt", sheet);
            ++sheets;
        }
    }
    EXPECT_GE(sheets, 7u);
}

}  // namespace
}  // namespace wt::story
