#include "ask/world.h"

#include <fmt/format.h>

#include "ask/question.h"
#include "model/print.h"

namespace wt::ask {

lang::Dialect dialect_for(std::string_view name, DialectChoice choice) {
    switch (choice) {
        case DialectChoice::sabre:
            return lang::Dialect::sabre;
        case DialectChoice::wrongtree:
            return lang::Dialect::wrongtree;
        case DialectChoice::by_name:
            break;
    }
    return lang::dialect_of(name);
}

namespace {

/// Looks beside the world first, then in the program.
lang::FindLibrary finder(const lang::FindLibrary& beside) {
    return [&beside](std::string_view name) {
        std::optional<Source> found = beside ? beside(name) : std::nullopt;
        return found ? found : lang::find_shipped(name);
    };
}

}  // namespace

Source with_libraries(Source source, lang::Dialect dialect, const lang::FindLibrary& beside) {
    return lang::with_libraries(std::move(source), dialect, finder(beside));
}

std::vector<lang::UsedLibrary> libraries_of(const Source& source, lang::Dialect dialect,
                                            const lang::FindLibrary& beside) {
    return lang::libraries_of(source, dialect, finder(beside));
}

tl::expected<std::unique_ptr<LoadedWorld>, WorldFault> read_world(Source source, lang::Dialect dialect,
                                                                  const lang::Selection& selection) {
    lang::Reading reading = lang::read_world(source, dialect, selection);
    return world_of(std::move(source), std::move(reading));
}

tl::expected<std::unique_ptr<LoadedWorld>, WorldFault> world_of(Source source, lang::Reading reading) {
    reading.diagnostics.sort();
    if (!reading.world)
        return tl::unexpected(
            WorldFault{std::move(source), std::move(reading.diagnostics), std::move(reading.refusal)});
    return std::unique_ptr<LoadedWorld>(new LoadedWorld{std::move(source), std::move(*reading.world),
                                                        std::move(reading.requests),
                                                        std::move(reading.diagnostics)});
}

Diagnostics lint(const model::World& world, Budget& budget) {
    engine::SessionOptions options;
    if (auto question = settle_limits(world, {})) options = session_options(*question);
    engine::Session session(world, options, budget);
    return engine::lint(session);
}

WarningCount count_warnings(const LoadedWorld& loaded) {
    constexpr std::uint64_t kBytes = std::uint64_t{1} << 20;
    constexpr std::uint64_t kStates = 5'000;
    Budget budget;
    budget.max_bytes = kBytes;
    budget.max_states = kStates;
    Diagnostics of_ground = lint(loaded.world, budget);
    lang::drop_warnings_of_libraries(loaded.source, of_ground);
    WarningCount warnings{.count = loaded.warnings.size(), .all = budget.stop() == Stop::none};
    for (const Diagnostic& one : of_ground.items())
        warnings.count += one.severity == Severity::warning ? 1 : 0;
    return warnings;
}

Diagnostics endless_message(const model::World& world, const model::EndlessTriggers& met) {
    std::string names;
    for (const model::GroundEvent& trigger : met.triggers)
        names += fmt::format("{}`{}`", names.empty() ? "" : ", ", model::to_text(world, trigger));
    std::string where;
    for (model::EntityId believer : met.believers)
        where += fmt::format("{} the mind of {}", where.empty() ? " in" : ", in", world[believer].name);
    Diagnostics diagnostics;
    Span place = world[met.triggers[0].event].span;
    Diagnostic& d =
        met.action ? diagnostics.add(
                         DiagnosticCode::possibly_endless, place,
                         fmt::format("after `{}` triggers never come to rest{}, from beat {} on: {}; so it "
                                     "is impossible there",
                                     model::to_text(world, *met.action), where, met.beat, names))
                   : diagnostics.add(DiagnosticCode::endless_triggers, place,
                                     fmt::format("triggers that never come to rest{}: {}", where, names));
    for (const model::GroundEvent& trigger : met.triggers)
        if (trigger.event != met.triggers[0].event)
            d.labels.push_back({world[trigger.event].span, "another of them"});
    d.hint = "one of them has to make the precondition of the others false, and its own";
    return diagnostics;
}

}  // namespace wt::ask
