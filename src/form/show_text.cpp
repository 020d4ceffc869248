#include "form/show_text.h"

#include <algorithm>
#include <functional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "engine/inspect.h"
#include "form/json_values.h"
#include "model/print.h"

namespace wt::form {

namespace {

using engine::MindId;
using model::EntityId;
using model::Value;
using Json = nlohmann::ordered_json;

/// This names somebody, and which of the things that they hold possible.
struct Believer {
    EntityId character;
    std::size_t number = 1;  ///< from 1
    std::size_t count = 1;   ///< how many there are
    std::int64_t weight = 1;
};

/// One fluent in one mind.
struct Item {
    const std::vector<Believer>& believers;  ///< none: the real world
    std::size_t fluent;
    Value value;
    std::optional<Value> before;  ///< if it changed
    bool is_false = false;
};

using Visit = std::function<void(const Item&)>;

/// Goes through the minds of a state down to a depth.
class Looker {
  public:
    explicit Looker(const Show& show)
        : show_(show),
          session_(show.session),
          world_(show.session.world()),
          fluents_(show.session.ground_fluents()) {}

    const model::World& world() const { return world_; }
    std::size_t fluent_count() const { return fluents_.size(); }
    std::string fluent_text(std::size_t fluent) const {
        return model::fluent_text(world_, fluents_[fluent].property, fluents_[fluent].arguments);
    }
    Value value(MindId mind, std::size_t fluent) const {
        return engine::value(session_, mind, fluents_[fluent].property, fluents_[fluent].arguments);
    }

    /// Visits beliefs that are false, or differ from the mind above.
    void beliefs(MindId state, const Visit& visit) { below(state, state, std::nullopt, visit); }
    /// Visits facts that changed.
    void changes(MindId state, MindId before, const Visit& visit) {
        for (std::size_t i = 0; i < fluents_.size() && !ended(); ++i) {
            Value was = value(before, i);
            Value is = value(state, i);
            if (!(was == is)) visit({believers_, i, is, was, false});
        }
    }
    /// Visits beliefs that are false or changed.
    void beliefs_after(MindId state, MindId before, const Visit& visit) {
        below(state, state, before, visit);
    }

  private:
    bool ended() const { return show_.budget.stop() != Stop::none; }

    /// `truth` is the state in which `mind` is what it is: the real world.
    void below(MindId mind, MindId truth, std::optional<MindId> before, const Visit& visit) {
        if (believers_.size() >= static_cast<std::size_t>(show_.depth)) return;
        for (std::size_t c = 0; c < world_.character_count && !ended(); ++c) {
            EntityId character{c};
            MindId theirs = engine::mind_of(session_, mind, character);
            if (theirs == mind) continue;  // themselves, or too deep
            std::optional<MindId> was;
            if (before) was = engine::mind_of(session_, *before, character);
            std::vector<engine::HeldPossible> held = engine::possibilities(session_, theirs);
            for (std::size_t i = 0; i < held.size() && !ended(); ++i) {
                believers_.push_back({character, i + 1, held.size(), held[i].weight});
                // A fluent of which they are not sure has no value in the belief as a whole.
                MindId unsure = held.size() > 1 ? theirs : MindId::none();
                one_mind(held[i].mind, mind, unsure, counterpart(truth), was, visit);
                below(held[i].mind, truth, was, visit);
                believers_.pop_back();
            }
        }
    }

    /// Returns what the first believer has an opinion about: the minds of the others as they are.
    MindId counterpart(MindId truth) const {
        MindId mind = truth;
        for (std::size_t i = 1; i < believers_.size(); ++i)
            mind = engine::mind_of(session_, mind, believers_[i].character);
        return mind;
    }

    /// Visits one mind. `unsure` is the belief of which the mind is one possibility of several, else none.
    void one_mind(MindId mind, MindId above, MindId unsure, MindId truth, std::optional<MindId> before,
                  const Visit& visit) {
        for (std::size_t i = 0; i < fluents_.size(); ++i) {
            Value is = value(mind, i);
            bool is_false = !(is == value(truth, i));
            std::optional<Value> was;
            if (before && !(value(*before, i) == is)) was = value(*before, i);
            // If several values are held possible, before and after, none is new.
            if (was && unsure.valid() && was->is_unknown() && is_held(*before, i, is)) was.reset();
            bool shown = before ? was || is_false : is_false || !(is == value(above, i));
            if (unsure.valid()) shown |= !(is == value(unsure, i));
            if (shown) visit({believers_, i, is, was, is_false});
        }
    }

    /// Is the value one of several that the belief leaves open?
    bool is_held(MindId belief, std::size_t fluent, const Value& one) const {
        return std::ranges::any_of(
            engine::possibilities(session_, belief),
            [&](const engine::HeldPossible& held) { return value(held.mind, fluent) == one; });
    }

    const Show& show_;
    engine::Session& session_;
    const model::World& world_;
    std::vector<engine::Session::GroundFluent> fluents_;
    std::vector<Believer> believers_;
};

std::string item_text(const Looker& look, const Item& item) {
    std::string text;
    for (const Believer& believer : item.believers) {
        text += look.world()[believer.character].name;
        if (believer.count > 1)
            text += fmt::format(" ({} of {}, weight {})", believer.number, believer.count, believer.weight);
        text += ": ";
    }
    text += look.fluent_text(item.fluent) + " = " + model::to_text(look.world(), item.value);
    if (item.before) text += ", no longer " + model::to_text(look.world(), *item.before);
    if (item.is_false) text += ", false";
    return text;
}

Json item_json(const Looker& look, const Item& item) {
    Json json;
    if (!item.believers.empty()) {
        json["believers"] = Json::array();
        bool is_unsure = false;
        for (const Believer& believer : item.believers) {
            json["believers"].push_back(look.world()[believer.character].name);
            is_unsure |= believer.count > 1;
        }
        for (const Believer& believer : item.believers)
            if (is_unsure)
                json["possibilities"].push_back(
                    Json{{"number", believer.number}, {"of", believer.count}, {"weight", believer.weight}});
    }
    json["fluent"] = look.fluent_text(item.fluent);
    json["value"] = value_json(look.world(), item.value);
    if (item.before) json["before"] = value_json(look.world(), *item.before);
    if (!item.believers.empty()) json["false"] = item.is_false;
    return json;
}

/// This is what a utility comes to: for somebody who is not sure, what it is worth to them by their temper.
struct Judged {
    std::optional<double> utility;
    std::optional<model::Fraction> worth;  ///< exactly, of somebody who is not sure
};

/// Visits the utilities, the author's first, each judged in its owner's mind.
void each_utility(const Show& show, MindId state, const std::function<void(EntityId, Judged)>& visit) {
    visit(EntityId::none(), {engine::utility(show.session, state, EntityId::none()), std::nullopt});
    for (std::size_t c = 0; c < show.session.world().character_count; ++c) {
        EntityId character{c};
        MindId mind = engine::mind_of(show.session, state, character);
        Judged judged{engine::utility(show.session, mind, character), std::nullopt};
        if (engine::is_uncertain(show.session) && engine::possibilities(show.session, mind).size() > 1)
            judged.worth = engine::account(show.session, engine::prospect(show.session, mind), {},
                                           engine::ReasonLimits{})
                               .start;
        visit(character, judged);
    }
}

Json header(const Show& show) {
    Json json;
    json["wrongtree"] = show.version;
    json["file"] = show.file;
    json["belief_depth"] = show.session.belief_depth();
    return json;
}

std::string text_of(const Json& json) {
    return document_text(json);
}

std::string titled(const std::string& title) {
    return title.empty() ? "" : ": " + title;
}

std::string under_text(const model::Request& request) {
    std::string text;
    for (const std::string& name : request.under)
        text += (text.empty() ? "" : ", ") + name;
    return text.empty() ? "" : fmt::format(" (under {})", text);
}

/// This takes the steps of a plan one by one while they are possible.
struct Walk {
    MindId before;
    MindId state;
    std::size_t step = 0;
    bool endless = false;

    bool advance(engine::Session& session, const model::GroundEvent& action) {
        if (!engine::possible(session, state, action)) return false;
        before = state;
        state = engine::successor(session, state, action);
        endless = !state.valid();
        return !endless;
    }
};

/// Says why a plan cannot go on.
std::string cut_short(const Show& show, const Walk& walk, const model::Step& step) {
    return fmt::format("action {}, `{}`, is impossible here{}", walk.step + 1,
                       model::to_text(show.session.world(), step.action),
                       walk.endless ? ", as triggers never come to rest after it" : "");
}

}  // namespace

std::string show_world(const Show& show) {
    Looker look(show);
    MindId state = engine::first_state(show.session);
    std::string text;
    for (std::size_t i = 0; i < look.fluent_count(); ++i)
        text += ("fluent " + look.fluent_text(i) + " = " +
                 model::to_text(look.world(), look.value(state, i)) + "\n");
    look.beliefs(state, [&](const Item& item) { text += ("belief " + item_text(look, item) + "\n"); });
    for (bool triggers : {false, true})
        for (const model::GroundEvent& event : show.session.ground_events(triggers))
            text += ((triggers ? "trigger " : "action ") + model::to_text(look.world(), event) + "\n");
    each_utility(show, state, [&](EntityId character, const Judged& judged) {
        text += (fmt::format("utility {} = {}\n", character.valid() ? look.world()[character].name : "author",
                             judged.worth     ? model::to_text(*judged.worth)
                             : judged.utility ? number_text(*judged.utility)
                                              : "?"));
    });
    for (const model::Divergence& one : look.world().divergences)
        text +=
            (fmt::format("divergence {}{}{}\n", one.name, one.is_taken ? " (taken)" : "", titled(one.title)));
    for (const model::Request& one : look.world().requests)
        text += (fmt::format("request {}{}{}\n", one.name, under_text(one), titled(one.title)));
    return text;
}

std::string show_world_json(const Show& show) {
    Looker look(show);
    MindId state = engine::first_state(show.session);
    Json json = header(show);
    json["fluents"] = Json::array();
    std::vector<Believer> nobody;
    for (std::size_t i = 0; i < look.fluent_count(); ++i)
        json["fluents"].push_back(item_json(look, {nobody, i, look.value(state, i), std::nullopt, false}));
    json["beliefs"] = Json::array();
    look.beliefs(state, [&](const Item& item) { json["beliefs"].push_back(item_json(look, item)); });
    for (bool triggers : {false, true}) {
        Json& events = json[triggers ? "triggers" : "actions"] = Json::array();
        for (const model::GroundEvent& event : show.session.ground_events(triggers))
            events.push_back(model::to_text(look.world(), event));
    }
    json["divergences"] = Json::array();
    for (const model::Divergence& one : look.world().divergences)
        json["divergences"].push_back(
            Json{{"name", one.name}, {"title", one.title}, {"taken", one.is_taken}});
    json["requests"] = Json::array();
    for (const model::Request& one : look.world().requests)
        json["requests"].push_back(
            Json{{"name", one.name},
                 {"title", one.title},
                 {"under", one.under},
                 {"teller", one.teller.valid() ? Json(look.world()[one.teller].name) : Json(nullptr)}});
    json["utilities"] = Json::array();
    each_utility(show, state, [&](EntityId character, const Judged& judged) {
        Json item;
        item["character"] = character.valid() ? Json(look.world()[character].name) : Json(nullptr);
        item["utility"] = number_json(judged.utility);
        if (judged.worth) item["worth"] = model::to_text(*judged.worth);
        json["utilities"].push_back(std::move(item));
    });
    return text_of(json);
}

std::string size_text(const Show& show) {
    engine::Session::Size size = show.session.size();
    return fmt::format("{} fluents, {} actions, {} triggers", size.fluents, size.actions, size.triggers);
}

Shown show_plan(const Show& show, const model::Plan& plan) {
    Looker look(show);
    Walk walk{MindId::none(), engine::first_state(show.session)};
    Shown shown;
    auto print = [&](const Item& item) { shown.text += "  " + item_text(look, item) + "\n"; };
    shown.text += "0. at the start\n";
    look.beliefs(walk.state, print);
    for (; walk.step < plan.steps.size(); ++walk.step) {
        const model::Step& step = plan.steps[walk.step];
        if (!walk.advance(show.session, step.action)) {
            shown.impossible = cut_short(show, walk, step);
            return shown;
        }
        shown.text += (fmt::format("{}. {}\n", walk.step + 1, model::to_text(look.world(), step.action)));
        look.changes(walk.state, walk.before, print);
        look.beliefs_after(walk.state, walk.before, print);
    }
    return shown;
}

Shown show_plan_json(const Show& show, const model::Plan& plan) {
    Looker look(show);
    Walk walk{MindId::none(), engine::first_state(show.session)};
    Json json = header(show);
    Json events = Json::array();
    auto add = [&](const Json& action, auto fill) {
        Json event;
        event["action"] = action;
        event["changes"] = Json::array();
        event["beliefs"] = Json::array();
        fill(event);
        events.push_back(std::move(event));
    };
    add(nullptr, [&](Json& event) {
        look.beliefs(walk.state,
                     [&](const Item& item) { event["beliefs"].push_back(item_json(look, item)); });
    });
    Shown shown;
    for (; walk.step < plan.steps.size(); ++walk.step) {
        const model::Step& step = plan.steps[walk.step];
        if (!walk.advance(show.session, step.action)) {
            shown.impossible = cut_short(show, walk, step);
            break;
        }
        add(model::to_text(look.world(), step.action), [&](Json& event) {
            look.changes(walk.state, walk.before,
                         [&](const Item& item) { event["changes"].push_back(item_json(look, item)); });
            look.beliefs_after(walk.state, walk.before,
                               [&](const Item& item) { event["beliefs"].push_back(item_json(look, item)); });
        });
    }
    json["events"] = std::move(events);
    json["impossible_at"] = !shown.impossible.empty() ? Json(walk.step) : Json(nullptr);
    shown.text = text_of(json);
    return shown;
}

}  // namespace wt::form
