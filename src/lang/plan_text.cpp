#include "lang/plan_text.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include <fmt/format.h>

#include "base/text.h"
#include "lang/lang.h"
#include "lang/lex.h"
#include "model/print.h"

namespace wt::lang {

using namespace model;

namespace {

class PlanReader {
  public:
    PlanReader(const World& world, const Source& source) : world_(world), source_(source) {
        for (std::size_t i = 0; i < world.entities.size(); ++i)
            entities_.emplace(world.entities[i].name, EntityId(i));
        for (std::size_t i = 0; i < world.events.size(); ++i)
            events_[world.events[i].name].push_back(EventId(i));
        tokens_ = lex(source, diagnostics_).tokens;
    }

    Result<std::vector<GroundEvent>> read() {
        while (tokens_[at_].kind != TokenKind::end) {
            // The line is looked for once, because that takes as long as the line is.
            std::uint32_t line = source_.locate(tokens_[at_].span.begin).line;
            bool is_last = line == source_.line_count();
            std::size_t end = at_;
            while (tokens_[end].kind != TokenKind::end &&
                   (is_last || tokens_[end].span.begin < source_.line_start(line + 1)))
                ++end;
            if (!is_of_sabre(end)) read_line(end);
            at_ = end;
        }
        keep_only_invalid_utf8(diagnostics_);
        diagnostics_.sort();
        keep_first(diagnostics_);
        if (diagnostics_.has_errors()) return tl::unexpected(std::move(diagnostics_));
        return std::move(plan_);
    }

  private:
    std::string_view text(std::size_t token) const { return source_.text(tokens_[token].span); }

    /// Reports what stands at token `at`, or the end of the line, and what should. Always returns false.
    bool unexpected(std::size_t at, std::size_t end, std::string expected) {
        Span span = at < end ? tokens_[at].span : Span{tokens_[end - 1].span.end, tokens_[end - 1].span.end};
        std::string found = at < end ? fmt::format("`{}`", text(at)) : "the end of the line";
        Diagnostic& d = diagnostics_.add(DiagnosticCode::unexpected_token, span,
                                         fmt::format("found {}, but {} is expected here", found, expected));
        d.found = std::move(found);
        d.expected = std::move(expected);
        return false;
    }

    /// Is it something that Sabre writes besides the actions: `| ...`, the reasons of the action above, or `goal(...)`
    /// at the end? Reasons are found anew; the goal is that of the question.
    bool is_of_sabre(std::size_t end) {
        bool is_call = at_ + 1 < end && tokens_[at_].kind == TokenKind::name &&
                       tokens_[at_ + 1].kind == TokenKind::left_paren;
        bool is_goal = is_call && text(at_) == "goal" && !events_.contains("goal");
        bool is_reason = tokens_[at_].kind == TokenKind::bar;
        if (is_reason && plan_.empty() && diagnostics_.empty() && !goal_) return false;
        if (is_goal && !goal_) {
            goal_ = at_;
            return true;
        }
        if (goal_ && !is_reason) {
            Diagnostic& d =
                diagnostics_.add(DiagnosticCode::unexpected_token, tokens_[at_].span,
                                 "the plan goes on behind its `goal(...)`, with which a plan of Sabre ends");
            d.labels.push_back({tokens_[*goal_].span, "the end"});
            d.hint = "leave the line of the goal out, or what follows it";
            return true;
        }
        return is_reason;
    }

    void read_line(std::size_t end) {
        std::size_t name = at_;
        std::vector<std::size_t> arguments;
        if (!read_shape(end, arguments)) return;
        auto overloads = events_.find(text(name));
        if (overloads == events_.end()) return report_unknown(name);
        GroundEvent event;
        bool fine = true;
        for (std::size_t argument : arguments) {
            std::optional<Value> value = read_value(argument);
            fine &= value.has_value();
            if (value) event.arguments.push_back(*value);
        }
        if (!fine) return;
        Span whole = join(tokens_[name].span, tokens_[end - 1].span);
        resolve(overloads->second, std::move(event), arguments, tokens_[name].span, whole);
    }

    /// Reads `NAME ( values )`, perhaps with `;`.
    bool read_shape(std::size_t end, std::vector<std::size_t>& arguments) {
        std::size_t at = at_;
        if (tokens_[at].kind != TokenKind::name) return unexpected(at, end, "an action");
        if (++at >= end || tokens_[at].kind != TokenKind::left_paren) return unexpected(at, end, "`(`");
        for (++at; at < end && tokens_[at].kind != TokenKind::right_paren;) {
            TokenKind kind = tokens_[at].kind;
            if (kind != TokenKind::name && kind != TokenKind::number)
                return unexpected(at, end, "a value or `)`");
            arguments.push_back(at++);
            if (at >= end ||
                (tokens_[at].kind != TokenKind::comma && tokens_[at].kind != TokenKind::right_paren))
                return unexpected(at, end, "`,` or `)`");
            if (tokens_[at].kind == TokenKind::comma) ++at;
        }
        if (at >= end) return unexpected(at, end, "`)`");
        ++at;
        fails_ = at < end && tokens_[at].kind == TokenKind::name && text(at) == "fails";
        if (fails_) ++at;
        if (at < end && tokens_[at].kind == TokenKind::semicolon) ++at;
        return at >= end || unexpected(at, end, "the end of the line");
    }

    std::optional<Value> read_value(std::size_t token) {
        std::string_view name = text(token);
        if (tokens_[token].kind == TokenKind::number) return Value::number(number_value(name));
        if (name == "True" || name == "False") return Value::boolean(name == "True");
        if (auto entity = entities_.find(name); entity != entities_.end())
            return Value::entity(entity->second);
        std::vector<std::string_view> names;
        for (const Entity& entity : world_.entities)
            names.push_back(entity.name);
        report_undefined(token, "entity", names);
        return {};
    }

    Diagnostic& report_undefined(std::size_t token, std::string_view what,
                                 std::vector<std::string_view>& names) {
        Diagnostic& d = diagnostics_.add(DiagnosticCode::undefined_name, tokens_[token].span,
                                         fmt::format("there is no {} `{}`", what, text(token)));
        d.found = fmt::format("`{}`", text(token));
        d.expected = fmt::format("an {}", what);
        if (suggestions_left_ > 0) {
            --suggestions_left_;
            d.hint = hint_for_name(text(token), names);
        }
        return d;
    }

    void report_unknown(std::size_t token) {
        std::vector<std::string_view> names;
        for (const Event& event : world_.events)
            if (!event.is_trigger) names.push_back(event.name);
        report_undefined(token, "action", names);
    }

    bool accepts(const Formal& formal, const Value& value) const {
        if (formal.is_fixed()) return formal.fixed == value;
        return !value.is_unknown() && world_.is_of_type(value, formal.type);
    }
    bool accepts(const Event& event, const std::vector<Value>& values) const {
        return std::equal(event.formals.begin(), event.formals.end(), values.begin(), values.end(),
                          [&](const Formal& formal, const Value& value) { return accepts(formal, value); });
    }

    void resolve(const std::vector<EventId>& overloads, GroundEvent event,
                 const std::vector<std::size_t>& arguments, Span name, Span whole) {
        std::vector<EventId> fitting;
        for (EventId id : overloads)
            if (accepts(world_[id], event.arguments)) fitting.push_back(id);
        if (fitting.empty()) return report_misfit(overloads, event, arguments, name, whole);
        if (fitting.size() > 1) {
            diagnostics_.add(DiagnosticCode::ambiguous_overload, whole,
                             fmt::format("this could be `{}` or `{}`", head_text(world_, world_[fitting[0]]),
                                         head_text(world_, world_[fitting[1]])));
            return;
        }
        event.event = fitting[0];
        if (world_[event.event].is_trigger) {
            Diagnostic& d = diagnostics_.add(DiagnosticCode::not_an_action, name,
                                             fmt::format("`{}` is a trigger", world_[event.event].name));
            d.hint = "triggers happen by themselves and do not stand in plans";
            return;
        }
        if (fails_ && !world_[event.event].can_fail()) {
            Diagnostic& d = diagnostics_.add(DiagnosticCode::cannot_fail, whole,
                                             fmt::format("`{}` cannot fail", world_[event.event].name));
            d.hint = "only an action with `success` or `chance` can";
            return;
        }
        event.fails = fails_;
        plan_.push_back(std::move(event));
    }

    void report_misfit(const std::vector<EventId>& overloads, const GroundEvent& event,
                       const std::vector<std::size_t>& arguments, Span name, Span whole) {
        std::vector<EventId> same_arity;
        for (EventId id : overloads)
            if (world_[id].formals.size() == event.arguments.size()) same_arity.push_back(id);
        if (same_arity.empty()) {
            Diagnostic& d =
                diagnostics_.add(DiagnosticCode::wrong_arity, name,
                                 fmt::format("`{}` takes {} arguments, but here are {}",
                                             head_text(world_, world_[overloads[0]]),
                                             world_[overloads[0]].formals.size(), event.arguments.size()));
            d.expected = head_text(world_, world_[overloads[0]]);
            return;
        }
        const Event& first = world_[same_arity[0]];
        for (std::size_t i = 0; same_arity.size() == 1 && i < arguments.size(); ++i) {
            const Formal& formal = first.formals[i];
            if (accepts(formal, event.arguments[i])) continue;
            std::string wanted = formal.is_fixed() ? fmt::format("only `{}`", to_text(world_, formal.fixed))
                                                   : fmt::format("a `{}`", world_[formal.type].name);
            Diagnostic& d = diagnostics_.add(DiagnosticCode::type_mismatch, tokens_[arguments[i]].span,
                                             fmt::format("`{}` cannot stand here, because `{}` takes {}",
                                                         text(arguments[i]), first.name, wanted));
            d.expected = std::move(wanted);
            return;
        }
        Diagnostic& d = diagnostics_.add(DiagnosticCode::type_mismatch, whole,
                                         fmt::format("no `{}` takes these arguments", first.name));
        for (EventId id : same_arity)
            d.expected +=
                fmt::format("{}`{}`", d.expected.empty() ? "" : " or ", head_text(world_, world_[id]));
    }

    const World& world_;
    const Source& source_;
    Diagnostics diagnostics_;
    std::vector<Token> tokens_;
    std::unordered_map<std::string_view, EntityId> entities_;
    std::unordered_map<std::string_view, std::vector<EventId>> events_;
    std::vector<GroundEvent> plan_;
    std::size_t at_ = 0;
    bool fails_ = false;               ///< what the line says that is being read
    std::optional<std::size_t> goal_;  ///< the line with which a plan of Sabre ends
    int suggestions_left_ = 100;
};

}  // namespace

Result<std::vector<GroundEvent>> read_plan_text(const World& world, const Source& source) {
    return PlanReader(world, source).read();
}

}  // namespace wt::lang
