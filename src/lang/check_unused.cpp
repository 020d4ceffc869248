// This reports what nobody uses, and what is probably not meant. It is said only where the text is otherwise right,
// because a mistake elsewhere may be the reason.

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "base/characters.h"
#include "lang/check_context.h"
#include "model/consent.h"

namespace wt::lang {

using namespace model;

namespace {

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Reports different names of one kind that look the same: most likely one was meant.
template <class Named>
void check_looks(CheckContext& context, const std::vector<Named>& all, std::string_view kind) {
    if (std::ranges::all_of(all, [](const Named& one) { return is_ascii(one.name); })) return;
    std::unordered_map<std::string, const Named*> seen;
    for (const Named& one : all) {
        auto [first, is_new] = seen.emplace(appearance_of(one.name), &one);
        if (is_new || first->second->name == one.name) continue;
        Diagnostic& d =
            context.report(DiagnosticCode::look_alike, one.span,
                           fmt::format("the {} `{}` looks like another {}, but {}", kind, one.name, kind,
                                       difference_in_looks(one.name, first->second->name)));
        d.labels.push_back({first->second->span, "that one"});
        d.hint = "write both in the same characters if they are meant to be one";
    }
}

/// A character without a utility agrees to nothing. This is reported where the author has one; the engine's lint warns
/// of what shows in the ground world alone.
void check_wishes(CheckContext& context) {
    const World& world = context.world;
    if (world.author_utility.span == Span{}) return;
    for (const Event& event : world.events) {
        for (ExprId consenting : event.consenting) {
            if (!waits_for_nobodys_wish(world, event, consenting)) continue;
            std::vector<EntityId> who = who_may_consent(world, event, consenting);
            const std::string& name = world[who[0]].name;
            std::string whose =
                who.size() == 1 ? fmt::format("the consent of `{}`, and nothing says what they want", name)
                                : "consent, and nothing says what anybody who may give it wants";
            Diagnostic& d = context.report(DiagnosticCode::no_wish, world[consenting].span,
                                           fmt::format("`{}` needs {}", event.name, whose));
            d.hint = fmt::format(
                "write `utility({0}): ...;`, or `utility({0}): 0;` for somebody who never acts", name);
        }
    }
}

}  // namespace

void check_unused(CheckContext& context) {
    if (context.diagnostics.has_errors()) return;
    const World& world = context.world;
    check_looks(context, world.entities, "entity");
    check_looks(context, world.types, "type");
    check_looks(context, world.properties, "property");
    check_looks(context, world.events, "event");
    check_wishes(context);
    for (std::size_t i = 0; i < world.properties.size(); ++i) {
        const Property& property = world.properties[i];
        if (!context.property_read[i]) {
            Diagnostic& d = context.report(DiagnosticCode::never_read, property.span,
                                           fmt::format("nothing depends on `{}`", property.name));
            d.hint = "no condition, value or utility reads it";
        } else if (!context.property_written[i]) {
            Diagnostic& d = context.report(DiagnosticCode::never_written, property.span,
                                           fmt::format("`{}` is never given a value", property.name));
            d.hint = "neither the first state nor an effect assigns it, so it keeps its default";
        }
    }
    for (std::size_t i = 4; i < world.types.size(); ++i) {  // behind the built-in types
        const Type& type = world.types[i];
        if (context.type_used[i] || !type.members.empty()) continue;
        Diagnostic& d = context.report(DiagnosticCode::unused_type, type.span,
                                       fmt::format("nothing is of type `{}`", type.name));
        d.hint = "it has no entities and nothing mentions it";
    }
}

}  // namespace wt::lang
