#include "lang/sentences/read_sentences.h"

#include "lang/sentences/nearest.h"
#include "lang/sentences/sentences.h"

namespace wt::lang {

using namespace model;

namespace {

template <class Map>
void map_template(Template& one, Map map) {
    one.span = map(one.span);
    for (Piece& piece : one.pieces)
        piece.span = map(piece.span);
}

template <class Map>
void map_formals(std::vector<Formal>& formals, Map map) {
    for (Formal& one : formals)
        one.span = map(one.span);
}

template <class Map>
void map_tellings(World& world, Map map) {
    for (Telling& telling : world.tellings) {
        for (std::vector<Naming>* namings : {&telling.entities, &telling.types})
            for (Naming& one : *namings)
                one.span = map(one.span);
        for (PropertyTelling& one : telling.properties)
            for (Template* part : {&one.tell, &one.is_false, &one.unknown})
                map_template(*part, map);
        for (EventTelling& one : telling.events)
            for (Template* part : {&one.tell, &one.noticed})
                map_template(*part, map);
    }
}

/// All places of a world.
template <class Map>
void map_world(World& world, Map map) {
    auto map_all = [&](auto& list) {
        for (auto& one : list)
            one.span = map(one.span);
    };
    map_all(world.types);
    map_all(world.entities);
    map_all(world.variables);
    map_all(world.properties);
    map_all(world.events);
    map_all(world.exprs);
    map_all(world.effects);
    map_all(world.utilities);
    map_all(world.tempers);
    map_all(world.divergences);
    map_all(world.requests);
    map_all(world.traces);
    world.author_utility.span = map(world.author_utility.span);
    for (Property& one : world.properties)
        map_formals(one.formals, map);
    for (Event& one : world.events) {
        one.whole = map(one.whole);
        map_formals(one.formals, map);
    }
    map_tellings(world, map);
}

}  // namespace

Reading read_sentences(const Source& source, const Selection& selection) {
    Translation translation = translate(source);
    Reading reading;
    if (translation.diagnostics.has_errors()) {
        reading.diagnostics = std::move(translation.diagnostics);
        reading.diagnostics.sort();
        keep_first(reading.diagnostics);
        return reading;
    }
    Source translated = source_of(translation, source);
    reading = read_world(translated, Dialect::wrongtree, selection);
    auto map = [&](Span span) {
        if (span.begin == 0 && span.end == 0) return span;
        return span_in_sentences(span, translation.text, translated, source);
    };
    if (reading.world) map_world(*reading.world, map);
    Diagnostics mapped;
    for (const Diagnostic& d : reading.diagnostics.items()) {
        Diagnostic& copy = mapped.add(d.code, d.span, d.message) = d;
        copy.span = map(d.span);
        for (Label& label : copy.labels)
            label.span = map(label.span);
    }
    mapped.sort();
    reading.diagnostics = std::move(mapped);
    return reading;
}

}  // namespace wt::lang
