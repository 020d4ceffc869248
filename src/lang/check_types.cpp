// This checks types with their ancestors, and entities in entity order.

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "lang/check_context.h"

namespace wt::lang {

using namespace model;

namespace {

TypeId add_type(CheckContext& context, std::string_view name, std::vector<TypeId> parents, Span span) {
    Type type;
    type.name = name;
    type.parents = std::move(parents);
    type.span = span;
    context.world.types.push_back(std::move(type));
    context.type_used.push_back(false);
    TypeId id(context.world.types.size() - 1);
    // The map outlives growth of the list: the names of built-in types are literals, all others stand in the
    // source.
    context.types.emplace(name, id);
    return id;
}

/// Returns all ancestors and itself, ascending; at most about kMaxAncestors.
std::vector<TypeId> ancestors_of(const World& world, const std::vector<TypeId>& from) {
    std::vector<TypeId> found = from;
    // In a chain, which is how types have very many ancestors, nothing can be met twice.
    bool chain = from.size() == 1;
    std::unordered_set<std::uint32_t> seen;
    auto note_all = [&] {
        for (TypeId type : found)
            seen.insert(type.value);
    };
    if (!chain) note_all();
    for (std::size_t i = 0; i < found.size() && found.size() <= kMaxAncestors; ++i) {
        const std::vector<TypeId>& parents = world[found[i]].parents;
        if (chain && parents.size() > 1) {
            chain = false;
            note_all();
        }
        for (TypeId parent : parents)
            if (chain || seen.insert(parent.value).second) found.push_back(parent);
    }
    std::sort(found.begin(), found.end());
    return found;
}

bool contains(const std::vector<TypeId>& types, TypeId type) {
    return std::find(types.begin(), types.end(), type) != types.end();
}

/// Declares a type on the spot and reports it if it looks like a slip.
TypeId implicit_type(CheckContext& context, NodeId name, const std::vector<std::string_view>& declared) {
    std::string_view text = context.tree.name(name);
    Span span = context.tree.main_span(name);
    bool comes_later = std::find(declared.begin(), declared.end(), text) != declared.end();
    if (std::string hint = comes_later ? "" : suggestion(context, text, declared); !hint.empty()) {
        Diagnostic& d = context.report(
            DiagnosticCode::implicit_type, span,
            fmt::format("the type `{}` is declared nowhere, so it is a new one without parents", text));
        d.hint = hint;
    }
    return add_type(context, text, {kEntity}, span);
}

void add_parent(CheckContext& context, TypeId type, TypeId parent, NodeId name) {
    World& world = context.world;
    Span span = context.tree.main_span(name);
    bool fixed_child = type == kBoolean || type == kNumber;
    if (fixed_child || parent == kBoolean || parent == kNumber) {
        context.report(DiagnosticCode::bad_parent, span,
                       fixed_child ? fmt::format("`{}` can have no parents", world[type].name)
                                   : fmt::format("`{}` can have no children", world[parent].name));
        return;
    }
    std::vector<TypeId> above = ancestors_of(world, {parent});
    if (contains(above, type)) {
        Diagnostic& d = context.report(
            DiagnosticCode::type_cycle, span,
            type == parent ? fmt::format("`{}` cannot be its own parent", world[type].name)
                           : fmt::format("`{}` cannot be a parent of `{}`, because it descends from it",
                                         world[parent].name, world[type].name));
        bool built_in = world[parent].span == Span{};
        if (type != parent && !built_in) d.labels.push_back({world[parent].span, "its descendant"});
        return;
    }
    std::vector<TypeId>& parents = world.types[type.index()].parents;
    if (contains(ancestors_of(world, parents), parent)) return;
    if (above.size() > kMaxAncestors) {
        context.report(DiagnosticCode::too_large, span,
                       fmt::format("a type can have at most {} ancestors", kMaxAncestors));
        return;
    }
    std::erase_if(parents, [&](TypeId old) { return contains(above, old); });
    parents.push_back(parent);
}

void check_type(CheckContext& context, NodeId id, std::vector<std::string_view>& declared) {
    std::string_view name = context.tree.name(id);
    auto found = context.types.find(name);
    TypeId type = found != context.types.end()
                      ? found->second
                      : add_type(context, name, {kEntity}, context.tree.main_span(id));
    for (NodeId parent_name : context.tree[id].children) {
        auto known = context.types.find(context.tree.name(parent_name));
        TypeId parent =
            known != context.types.end() ? known->second : implicit_type(context, parent_name, declared);
        context.type_used[parent.index()] = true;
        add_parent(context, type, parent, parent_name);
    }
}

/// This says which entities are characters, in the order of their first declaration, and which are not.
struct EntityOrder {
    std::vector<std::uint32_t> characters;
    std::vector<std::uint32_t> others;
};

bool is_character(const World& world, const std::vector<TypeId>& types) {
    return std::any_of(types.begin(), types.end(),
                       [&](TypeId type) { return world.is_subtype(type, kCharacter); });
}

}  // namespace

void check_types(CheckContext& context) {
    World& world = context.world;
    add_type(context, "boolean", {}, {});
    add_type(context, "number", {}, {});
    add_type(context, "entity", {}, {});
    add_type(context, "character", {kEntity}, {});
    std::vector<NodeId> nodes = context.definitions(NodeKind::type);
    std::vector<std::string_view> declared = {"boolean", "number", "entity", "character"};
    for (NodeId id : nodes)
        declared.push_back(context.tree.name(id));
    for (NodeId id : nodes)
        check_type(context, id, declared);
    // Entities declare types, too.
    for (NodeId id : context.definitions(NodeKind::entity)) {
        for (NodeId name : context.tree[id].children)
            if (!context.types.contains(context.tree.name(name))) implicit_type(context, name, declared);
    }
    for (std::size_t i = 0; i < world.types.size(); ++i)
        world.types[i].ancestors = ancestors_of(world, {TypeId(i)});
}

void check_entities(CheckContext& context) {
    World& world = context.world;
    std::vector<Entity> entities;  // in the order of their first declaration
    std::vector<std::vector<TypeId>> types;
    NameMap<std::uint32_t> numbers;
    EntityOrder order;
    for (NodeId id : context.definitions(NodeKind::entity)) {
        auto [entry, is_new] =
            numbers.emplace(context.tree.name(id), static_cast<std::uint32_t>(entities.size()));
        std::uint32_t number = entry->second;
        if (is_new) {
            entities.push_back({std::string(context.tree.name(id)), {}, context.tree.main_span(id)});
            types.emplace_back();
        }
        bool was_character = is_character(world, types[number]);
        for (NodeId name : context.tree[id].children) {
            TypeId type = context.types.at(context.tree.name(name));
            context.type_used[type.index()] = true;
            if (type == kBoolean || type == kNumber) {
                context.report(DiagnosticCode::bad_parent, context.tree.main_span(name),
                               fmt::format("`{}` can have no entities", world[type].name));
            } else if (!contains(types[number], type)) {
                types[number].push_back(type);
            }
        }
        bool character = is_character(world, types[number]);
        if (character && !was_character) order.characters.push_back(number);
        if (is_new) order.others.push_back(number);
    }
    world.character_count = order.characters.size();
    std::erase_if(order.others, [&](std::uint32_t number) { return is_character(world, types[number]); });
    std::vector<std::uint32_t> all = order.characters;
    all.insert(all.end(), order.others.begin(), order.others.end());
    std::vector<EntityId> ids(entities.size());
    for (std::uint32_t number : all) {
        Entity& entity = entities[number];
        EntityId id(world.entities.size());
        ids[number] = id;
        entity.types = ancestors_of(world, types[number]);
        for (TypeId type : entity.types)
            world.types[type.index()].members.push_back(id);
        world.entities.push_back(std::move(entity));
    }
    for (const auto& [name, number] : numbers)
        context.entities.emplace(name, ids[number]);
}

}  // namespace wt::lang
