#include "form/world_text.h"

#include <nlohmann/json.hpp>

#include "form/json_values.h"
#include "form/rules_text.h"
#include "lang/sentences/say.h"
#include "lang/sentences/sentences.h"

namespace wt::form {

namespace {

using Json = nlohmann::ordered_json;

lang::SaidWorld text_of(const ask::LoadedWorld& loaded, lang::Dialect dialect, WorldAs as) {
    if (dialect != lang::Dialect::sentences) {
        if (as == WorldAs::sentences) return lang::say_world(loaded.source, loaded.world);
        return {std::string(loaded.source.own_text()), {}};
    }
    Source translated = lang::source_of(lang::translate(loaded.source), loaded.source);
    if (as == WorldAs::wt) return {std::string(translated.own_text()), {}};
    lang::Reading reading = lang::read_world(translated, lang::Dialect::wrongtree);
    return reading.world ? lang::say_world(translated, *reading.world) : lang::SaidWorld{};
}

}  // namespace

std::string world_text(const ask::LoadedWorld& loaded, lang::Dialect dialect, WorldAs as,
                       std::string_view version) {
    if (as == WorldAs::rules)
        return version.empty() ? rules_text(loaded.world, loaded.source)
                               : rules_json(loaded.world, loaded.source, version);
    lang::SaidWorld said = text_of(loaded, dialect, as);
    if (version.empty()) return std::move(said.text);
    return document_text(Json{{"wrongtree", version},
                              {"as", as == WorldAs::wt ? "wt" : "sentences"},
                              {"text", std::move(said.text)},
                              {"left_out", std::move(said.left_out)}});
}

}  // namespace wt::form
