// This checks how characters judge reasons: `temper Ilse: prudent, wary;`.

#include <algorithm>

#include <fmt/format.h>

#include "lang/check_context.h"

namespace wt::lang {

using namespace model;

namespace {

/// Returns whose temper it is; none, and reported, if that is no character.
EntityId check_owner(CheckContext& context, NodeId id) {
    std::string_view name = context.tree.name(id);
    Span span = context.tree.main_span(id);
    auto found = context.entities.find(name);
    if (found != context.entities.end() && context.world.is_character(found->second)) return found->second;
    if (context.broken.contains(name)) return EntityId::none();
    bool exists = found != context.entities.end();
    Diagnostic& d =
        context.report(exists ? DiagnosticCode::not_a_character : DiagnosticCode::undefined_name, span,
                       exists ? fmt::format("`{}` is no character, so it has no temper", name)
                              : fmt::format("there is no character `{}`", name));
    d.found = fmt::format("`{}`", name);
    d.expected = "a character";
    if (exists) {
        d.labels.push_back({context.world[found->second].span, "declared here"});
        return EntityId::none();
    }
    if (explain_left_out(context, name, d)) return EntityId::none();
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < context.world.character_count; ++i)
        names.push_back(context.world.entities[i].name);
    d.hint = suggestion(context, name, names);
    return EntityId::none();
}

void check_word(CheckContext& context, NodeId id, Temper& temper, NodeId& outlook) {
    using enum Temper::Outlook;
    std::string_view word = context.tree.name(id);
    if (word == "prudent") {
        temper.prudent = true;
    } else if (word == "wary") {
        temper.wary = true;
    } else if (word == "hopeful" || word == "careful") {
        Temper::Outlook said = word == "hopeful" ? hopeful : careful;
        if (temper.outlook != expected && temper.outlook != said) {
            Diagnostic& d = context.report(DiagnosticCode::contradictory_words, context.tree.span(id),
                                           "nobody is hopeful and careful at once");
            d.labels.push_back({context.tree.span(outlook), "the other one"});
            d.hint = "the one looks at the best that may come of it, the other at the worst";
        }
        temper.outlook = said;
        outlook = id;
    } else {
        Diagnostic& d = context.report(DiagnosticCode::bad_word, context.tree.span(id),
                                       fmt::format("nobody's temper is `{}`", word));
        d.found = fmt::format("`{}`", word);
        d.expected = "`prudent`, `wary`, `hopeful` or `careful`";
        d.hint = suggestion(context, word, {"prudent", "wary", "hopeful", "careful"});
    }
}

/// The place where a temper was given, and by which divergence.
struct Given {
    Span span;
    std::uint32_t origin = kCanon;
};

}  // namespace

void check_tempers(CheckContext& context) {
    context.world.tempers.resize(context.world.character_count);
    std::vector<Given> given(context.world.character_count);
    for (auto [id, origin] : context.held_definitions(NodeKind::temper)) {
        if (context.enough_mistakes()) return;
        EntityId owner = check_owner(context, id);
        Temper temper;
        NodeId outlook;
        temper.span = context.tree.main_span(id);
        for (NodeId word : context.tree[id].children)
            check_word(context, word, temper, outlook);
        if (!owner.valid()) continue;
        Given& earlier = given[owner.index()];
        std::string what = fmt::format("the temper of `{}`", context.world[owner].name);
        if (earlier.span != Span{} && earlier.origin == origin) {
            Diagnostic& d =
                context.report(DiagnosticCode::repeated_definition, earlier.span,
                               fmt::format("{} is given again below, and only the last one counts", what));
            d.labels.push_back({temper.span, "the one that counts"});
            d.hint = "say it in one: `temper NAME: prudent, wary;`";
        } else if (earlier.span != Span{} && !context.divergences.builds_on(origin, earlier.origin)) {
            report_conflict(context, temper.span, earlier.span, what);
        }
        earlier = {temper.span, origin};
        context.world.tempers[owner.index()] = temper;
    }
}

}  // namespace wt::lang
