// This checks which names, templates and formulas a world gets in each language.
//
// An item of a `telling` block tells what its name names: an entity, a type, or all properties or events of that name
// that it fits. If there are several items for one thing, the one of the divergence that builds on the others counts,
// and only that is checked against the world.

#include <algorithm>

#include <fmt/format.h>

#include "lang/check_context.h"
#include "lang/resolve_template.h"
#include "lang/stated_beliefs.h"

namespace wt::lang {

using namespace model;

namespace {

/// One item, read but not yet checked against what it tells.
struct Item {
    NodeId node;
    std::uint32_t origin = kCanon;
    RawTemplate tell, is_false, unknown, noticed;
    NodeId says;
    NodeId case_nodes[4] = {};  ///< of `false`, `unknown`, `noticed`, `says`
};

constexpr std::string_view kCases[] = {"false", "unknown", "noticed", "says"};

bool has_formals_for(const World& world, const std::vector<Formal>& formals, const Item& item,
                     bool is_property) {
    for (const RawTemplate* raw : {&item.tell, &item.is_false, &item.unknown, &item.noticed})
        if (!has_formals_for(world, formals, *raw, is_property)) return false;
    return true;
}

bool fits(const World& world, const Property& property, const Item& item) {
    return has_formals_for(world, property.formals, item, true);
}

bool fits(const World& world, const Event& event, const Item& item) {
    if (item.says.valid() && event.consenting.empty()) return false;
    bool is_noticed = item.case_nodes[2].valid() && event.effect.valid();
    if (is_noticed && !stated_beliefs(world, event).any) return false;
    return has_formals_for(world, event.formals, item, false);
}

/// This holds the items for one language and what each of them tells.
class TellingChecker {
  public:
    TellingChecker(CheckContext& context, const TellingLanguage& language)
        : context_(context), world_(context.world), language_(language) {}

    void read(NodeId block, std::uint32_t origin) {
        for (NodeId id : context_.tree[block].children)
            if (context_.tree[id].kind != NodeKind::error && !context_.enough_mistakes())
                items_.push_back(read_item(id, origin));
    }

    Telling check() {
        Telling telling;
        telling.language = language_.name;
        telling.entities.resize(world_.entities.size());
        telling.types.resize(world_.types.size());
        telling.properties.resize(world_.properties.size());
        telling.events.resize(world_.events.size());
        entities_.resize(world_.entities.size());
        types_.resize(world_.types.size());
        properties_.resize(world_.properties.size());
        events_.resize(world_.events.size());
        for (const Item& item : items_)
            assign(item);
        for (std::size_t i = 0; i < entities_.size(); ++i)
            if (entities_[i] != nullptr) telling.entities[i] = naming(*entities_[i]);
        for (std::size_t i = 0; i < types_.size(); ++i)
            if (types_[i] != nullptr) telling.types[i] = naming(*types_[i]);
        for (std::size_t i = 0; i < properties_.size(); ++i)
            if (properties_[i] != nullptr) telling.properties[i] = property(*properties_[i], PropertyId(i));
        for (std::size_t i = 0; i < events_.size(); ++i)
            if (events_[i] != nullptr) telling.events[i] = event(*events_[i], EventId(i));
        return telling;
    }

  private:
    Item read_item(NodeId id, std::uint32_t origin) {
        Item item;
        item.node = id;
        item.origin = origin;
        NodeKind kind = context_.tree[id].kind;
        bool is_name = kind == NodeKind::tell_entity || kind == NodeKind::tell_type;
        if (is_name) return item;
        for (NodeId child : context_.tree[id].children) {
            if (context_.tree[child].kind == NodeKind::literal_text)
                item.tell = read_template(context_, child, language_);
            else
                read_case(item, child);
        }
        return item;
    }

    void read_case(Item& item, NodeId id) {
        auto which = static_cast<std::size_t>(std::ranges::find(kCases, context_.tree.name(id)) - kCases);
        if (item.case_nodes[which].valid())
            return report_twice(context_.tree.main_span(id), context_.tree.main_span(item.case_nodes[which]),
                                fmt::format("`{}` is given twice", kCases[which]));
        item.case_nodes[which] = id;
        NodeId content = context_.tree[id].children[0];
        if (kCases[which] == "says") {
            item.says = content;
            return;
        }
        RawTemplate& raw = which == 0 ? item.is_false : which == 1 ? item.unknown : item.noticed;
        raw = read_template(context_, content, language_);
    }

    void report_twice(Span span, Span earlier, std::string message) {
        Diagnostic& d = context_.report(DiagnosticCode::repeated_telling, span, std::move(message));
        d.labels.push_back({earlier, "the other one"});
        d.hint = "take one of them away";
    }

    // ---- what an item tells ----

    void put(const Item*& slot, const Item& item) {
        if (slot != nullptr && slot->origin == item.origin) {
            std::string_view name = context_.tree.name(item.node);
            return report_twice(context_.tree.main_span(item.node), context_.tree.main_span(slot->node),
                                fmt::format("`{}` is told twice in {}", name, language_.name));
        }
        if (slot == nullptr || !context_.divergences.builds_on(slot->origin, item.origin)) slot = &item;
    }

    void assign(const Item& item) {
        std::string_view name = context_.tree.name(item.node);
        switch (context_.tree[item.node].kind) {
            case NodeKind::tell_entity:
                return assign_one(item, context_.entities, entities_, "entity", NodeKind::entity);
            case NodeKind::tell_type:
                return assign_one(item, context_.types, types_, "type", NodeKind::type);
            case NodeKind::tell_property: {
                auto found = context_.properties.find(name);
                if (found == context_.properties.end())
                    return report_nothing(item, "property", NodeKind::property, context_.properties);
                return assign_fitting(item, found->second, world_.properties, properties_);
            }
            default:
                return assign_event(item);
        }
    }

    void assign_event(const Item& item) {
        bool is_trigger = context_.tree[item.node].kind == NodeKind::tell_trigger;
        std::string_view name = context_.tree.name(item.node);
        std::vector<EventId> fitting;
        auto found = context_.events.find(name);
        if (found != context_.events.end())
            for (EventId id : found->second)
                if (world_[id].is_trigger == is_trigger) fitting.push_back(id);
        if (!fitting.empty()) return assign_fitting(item, fitting, world_.events, events_);
        report_nothing(item, is_trigger ? "trigger" : "action",
                       is_trigger ? NodeKind::trigger : NodeKind::action, context_.events);
    }

    template <class Names, class Slots>
    void assign_one(const Item& item, const Names& names, Slots& slots, std::string_view what,
                    NodeKind kind) {
        auto found = names.find(context_.tree.name(item.node));
        if (found == names.end()) return report_nothing(item, what, kind, names);
        put(slots[found->second.index()], item);
    }

    /// Assigns the item to the overloads that it fits; to all of them if there is none such, so that it is reported.
    template <class DeclarationId, class Declarations, class Slots>
    void assign_fitting(const Item& item, const std::vector<DeclarationId>& overloads,
                        const Declarations& declarations, Slots& slots) {
        std::vector<DeclarationId> fitting;
        for (DeclarationId id : overloads)
            if (fits(world_, declarations[id.index()], item)) fitting.push_back(id);
        for (DeclarationId id : fitting.empty() ? overloads : fitting)
            put(slots[id.index()], item);
    }

    /// Has a divergence taken away what it would tell?
    bool is_gone(std::string_view name, std::string_view what) const {
        for (NodeId id : context_.definitions(NodeKind::without_definition))
            if (context_.tree.name(id) == name && left_out_kind(context_.tree, id) == what) return true;
        return false;
    }

    template <class Names>
    void report_nothing(const Item& item, std::string_view what, NodeKind kind, const Names& names) {
        std::string_view name = context_.tree.name(item.node);
        if (is_gone(name, what) || context_.broken.contains(name)) return;
        for (NodeId id : context_.definitions(kind))
            if (context_.tree.name(id) == name) return;  // it has been complained about
        Diagnostic& d = context_.report(DiagnosticCode::undefined_name, context_.tree.main_span(item.node),
                                        fmt::format("there is no {} `{}` to tell", what, name));
        d.found = fmt::format("`{}`", name);
        d.expected =
            fmt::format("the name of {} {}", what == "entity" || what == "action" ? "an" : "a", what);
        if (names.contains(name)) {
            d.hint = fmt::format("`{}` is {}", name, what == "action" ? "a trigger" : "an action");
            return;
        }
        std::vector<std::string_view> candidates;
        for (NodeId id : context_.definitions(kind))
            candidates.push_back(context_.tree.name(id));
        d.hint = suggestion(context_, name, candidates);
    }

    // ---- names ----

    Naming naming(const Item& item) {
        Naming result;
        const Node& node = context_.tree[item.node];
        LiteralText literal = literal_text_of(context_.tree, node.children[0]);
        result.span = literal.span(0, literal.text.size());
        result.text = literal.text;
        bool is_empty = literal.text.find_first_not_of(" \t") == std::string::npos;
        if (is_empty)
            context_.report(DiagnosticCode::bad_template, result.span, "a name cannot be empty").hint =
                "leave it out, and the name in the world is taken";
        for (std::size_t i = 1; i < node.children.size(); ++i)
            if (is_fine_word(node, i)) result.words.emplace_back(context_.tree.name(node.children[i]));
        return result;
    }

    bool is_fine_word(const Node& item, std::size_t place) {
        NodeId id = item.children[place];
        std::string_view word = context_.tree.name(id);
        std::vector<std::string_view> known(language_.words.begin(), language_.words.end());
        if (std::ranges::find(known, word) == known.end()) {
            Diagnostic& d =
                context_.report(DiagnosticCode::bad_word, context_.tree.span(id),
                                fmt::format("{} knows no word `{}` about a name", language_.name, word));
            d.found = fmt::format("`{}`", word);
            d.expected = listed(known);
            d.hint = suggestion(context_, word, known);
            return false;
        }
        for (std::size_t i = 1; i < place; ++i) {
            std::string_view earlier = context_.tree.name(item.children[i]);
            if (!are_contradictory(earlier, word)) continue;
            bool is_same = earlier == word;
            Diagnostic& d =
                context_.report(DiagnosticCode::contradictory_words, context_.tree.span(id),
                                is_same ? fmt::format("`{}` is given twice", word)
                                        : fmt::format("nobody is both `{}` and `{}`", earlier, word));
            d.labels.push_back({context_.tree.span(item.children[i]), "the other one"});
            return false;
        }
        return true;
    }

    // ---- properties and events ----

    void misplaced(const Item& item, std::size_t which, std::string message, std::string hint) {
        Span span = context_.tree.main_span(item.case_nodes[which]);
        context_.report(DiagnosticCode::misplaced_case, span, std::move(message)).hint = std::move(hint);
    }

    PropertyTelling property(const Item& item, PropertyId id) {
        PropertyTelling result;
        const Property& property = world_[id];
        bool is_boolean = property.type == kBoolean;
        Referents referents{property.formals, property.name, true, !is_boolean, property.type == kNumber};
        result.tell = resolve_template(context_, referents, item.tell);
        referents.has_value = false;
        result.is_false = resolve_template(context_, referents, item.is_false);
        result.unknown = resolve_template(context_, referents, item.unknown);
        if (item.case_nodes[0].valid() && !is_boolean)
            misplaced(item, 0, fmt::format("`{}` is not true or false", property.name),
                      "`false` is for properties that are boolean");
        if (item.case_nodes[1].valid() && is_boolean)
            misplaced(item, 1, fmt::format("`{}` is never unknown", property.name),
                      "a boolean property is true or false in every mind");
        if (!is_boolean) warn_of_missing(item, id, result);
        return result;
    }

    void warn_of_missing(const Item& item, PropertyId id, const PropertyTelling& told) {
        Span span = context_.tree.span(context_.tree[item.node].children[0]);
        auto is_value = [](const Piece& piece) {
            return piece.referent == ReferentKind::value && piece.kind != PieceKind::verb;
        };
        if (told.tell.is_given() && std::ranges::none_of(told.tell.pieces, is_value)) {
            Diagnostic& d =
                context_.report(DiagnosticCode::missing_case, span,
                                fmt::format("this says the same of every value of `{}`", world_[id].name));
            d.hint = "tell the value with `{value}`";
        }
        if (item.case_nodes[1].valid() || !is_made_unknown(id)) return;
        Diagnostic& d =
            context_.report(DiagnosticCode::missing_case, span,
                            fmt::format("`{}` may become unknown, and that is not told", world_[id].name));
        d.hint = "add `, unknown: \"...\"`";
    }

    /// Does some effect or statement give `?` to it?
    bool is_made_unknown(PropertyId id) const {
        return std::ranges::any_of(world_.effects, [&](const Effect& effect) {
            return effect.kind == EffectKind::assign && effect.property == id &&
                   world_[effect.value].kind == ExprKind::constant && world_[effect.value].value.is_unknown();
        });
    }

    EventTelling event(const Item& item, EventId id) {
        EventTelling result;
        const Event event = world_[id];
        Referents referents{event.formals, event.name};
        result.tell = resolve_template(context_, referents, item.tell);
        result.noticed = resolve_template(context_, referents, item.noticed);
        if (item.case_nodes[2].valid() && event.effect.valid()) check_noticed(item, event, result.noticed);
        if (item.says.valid()) result.says = check_says(item, event);
        return result;
    }

    void check_noticed(const Item& item, const Event& event, const Template& noticed) {
        StatedBeliefs told = stated_beliefs(world_, event);
        if (!told.any)
            return misplaced(
                item, 2, fmt::format("`{}` tells nobody anything by its effect", event.name),
                "what is noticed is what an effect such as `believes(c, ...)` makes somebody believe");
        std::vector<std::string_view> allowed;
        for (std::uint32_t formal : told.formals)
            allowed.push_back(world_[event.formals[formal].variable].name);
        std::set<std::uint32_t> reported;
        for (const Piece& piece : noticed.pieces) {
            bool leaks = piece.referent == ReferentKind::formal && !told.formals.contains(piece.formal);
            if (!leaks || !reported.insert(piece.formal).second) continue;
            Diagnostic& d =
                context_.report(DiagnosticCode::leaking_template, piece.span,
                                fmt::format("who notices `{}` does not learn `{}` from it", event.name,
                                            world_[event.formals[piece.formal].variable].name));
            d.expected = allowed.empty() ? "no reference" : listed(allowed);
            d.labels.push_back({world_[event.effect].span, "what they learn"});
        }
    }

    ExprId check_says(const Item& item, const Event& event) {
        if (event.consenting.empty()) {
            misplaced(item, 3,
                      fmt::format("nobody consents to `{}`, so nobody says anything by it", event.name),
                      "`says` is what the first consenting character claims");
            return ExprId::none();
        }
        std::vector<bool> read = context_.property_read;
        for (const Formal& formal : event.formals) {
            if (formal.is_fixed()) continue;
            const Variable& variable = world_[formal.variable];
            context_.scope.push_back({context_.tree.source->text(variable.span), formal.variable, {}});
        }
        ExprId says = check_condition(context_, item.says);
        check_size(context_, says);
        context_.scope.clear();
        context_.property_read = std::move(read);
        return says;
    }

    CheckContext& context_;
    World& world_;
    const TellingLanguage& language_;
    std::vector<Item> items_;
    std::vector<const Item*> entities_, types_, properties_, events_;  ///< what counts, for each declaration
};

const TellingLanguage* language_of(CheckContext& context, NodeId block) {
    bool is_named = context.tree[block].main != context.tree[block].first;
    if (!is_named) return &telling_languages()[0];
    std::string_view name = context.tree.name(block);
    const TellingLanguage* language = find_telling_language(name);
    if (language != nullptr) return language;
    std::vector<std::string_view> names;
    for (const TellingLanguage& one : telling_languages())
        names.push_back(one.name);
    Diagnostic& d = context.report(DiagnosticCode::undefined_name, context.tree.main_span(block),
                                   fmt::format("there is no language `{}`", name));
    d.found = fmt::format("`{}`", name);
    d.expected = listed(names);
    d.hint = suggestion(context, name, names);
    return nullptr;
}

}  // namespace

void check_tellings(CheckContext& context) {
    std::vector<const TellingLanguage*> order;
    std::vector<TellingChecker> checkers;
    for (auto [block, origin] : context.held_definitions(NodeKind::telling)) {
        const TellingLanguage* language = language_of(context, block);
        if (language == nullptr) continue;
        auto found = std::ranges::find(order, language);
        auto place = static_cast<std::size_t>(found - order.begin());
        if (found == order.end()) {
            order.push_back(language);
            checkers.emplace_back(context, *language);
        }
        checkers[place].read(block, origin);
    }
    for (TellingChecker& checker : checkers)
        context.world.tellings.push_back(checker.check());
}

}  // namespace wt::lang
