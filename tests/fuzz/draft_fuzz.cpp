// Any bytes are a world and, after a line `----`, a draft of it, or a constraint, or an expression: reading
// them reports or succeeds, and what is read can be printed and read again.

#include <string>
#include <string_view>

#include "base/check.h"
#include "lang/expression_text.h"
#include "lang/lang.h"
#include "model/print.h"
#include "story/draft.h"

namespace {

/// What most inputs get, so that not every one has to find a world first.
constexpr std::string_view kWorld =
    "type place; entity Ann : character; entity Bob : character; entity Home : place; entity Inn : place;\n"
    "property at(who : character) : place; property glad(who : character) : boolean; property n() : number;\n"
    "action walk(who : character, to : place) { precondition: at(who) != to; effect: at(who) = to; "
    "consenting: who; };\n"
    "action cheer(who : character, whom : character) { precondition: at(who) == at(whom); effect: "
    "glad(whom); };\n"
    "at(Ann) = Home; at(Bob) = Inn; utility(): if(glad(Bob)) 1 else 0; utility(Ann): n();\n";

void read_all(const wt::model::World& world, std::string_view text) {
    wt::model::World own = world;
    wt::Source source("fuzz", std::string(text));
    if (wt::Result<wt::story::Draft> draft = wt::story::read_draft(own, source)) {
        std::string printed = wt::story::to_text(own, draft->items);
        wt::Source again("again", printed);
        WT_CHECK(wt::story::read_draft(own, again).has_value(), "a draft that is printed can be read");
    }
    own = world;
    if (wt::Result<wt::model::TraceId> constraint = wt::lang::read_constraint(own, source))
        (void)wt::model::to_text(own, *constraint);
    own = world;
    if (wt::Result<wt::model::ExprId> expr = wt::lang::read_expression(own, source))
        (void)wt::model::to_text(own, *expr);
    own = world;
    (void)wt::lang::read_condition(own, source, wt::lang::Dialect::sabre);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text(reinterpret_cast<const char*>(data), size);
    std::size_t cut = text.find("\n----\n");
    bool has_world = cut != std::string_view::npos;
    std::string world = std::string(has_world ? text.substr(0, cut) : kWorld);
    wt::lang::Reading reading =
        wt::lang::read_world(wt::Source("world", world), wt::lang::Dialect::wrongtree);
    if (reading.world) read_all(*reading.world, has_world ? text.substr(cut + 6) : text);
    return 0;
}
