#include "lang/sentences/said.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/print.h"

namespace wt::lang {

using namespace model;

namespace {

/// What was said of no particular one, as variables of a condition.
class Conditions {
  public:
    explicit Conditions(const World& world) : world_(world) {}

    WorldText text(const Said& said) {
        std::size_t before = variables_.size();
        WorldText inner = said.kind == Said::Kind::belief ? belief(said) : fact(said);
        WorldText result;
        for (std::size_t i = before; i < variables_.size(); ++i)
            result.add(
                fmt::format("exists({} : {}) ", variables_[i].first, world_[variables_[i].second].name),
                said.span);
        if (before < variables_.size()) result.add("(", said.span);
        result.add(inner);
        if (before < variables_.size()) result.add(")", said.span);
        return result;
    }

  private:
    std::string name(const SaidTerm& term) {
        if (term.kind == SaidTerm::Kind::each) return std::string(kEach);
        if (term.kind != SaidTerm::Kind::some) return model::to_text(world_, term.value);
        std::string variable = fmt::format("one{}", variables_.size() + 1);
        variables_.emplace_back(variable, term.type);
        return variable;
    }

    WorldText belief(const Said& said) {
        WorldText result;
        result.add(said.negated ? "!believes(" : "believes(", said.span);
        result.add(name(said.who), said.who.span);
        result.add(", ", said.span);
        result.add(text(said.parts[0]));
        result.add(")", said.span);
        return result;
    }

    WorldText fact(const Said& said) {
        WorldText result;
        const Property& property = world_[said.property];
        bool is_boolean = property.type == kBoolean;
        if (is_boolean && !said.value.value.is_true()) result.add("!", said.span);
        result.add(property.name + "(", said.span);
        for (std::size_t i = 0; i < said.arguments.size(); ++i) {
            if (i > 0) result.add(", ", said.span);
            result.add(name(said.arguments[i]), said.arguments[i].span);
        }
        result.add(")", said.span);
        if (is_boolean) return result;
        bool is_any =
            said.value.kind == SaidTerm::Kind::some && said.value.type == property.type && !property.or_none;
        bool is_not = said.negated != is_any;
        Compare compare = is_not ? Compare::not_equal : said.value.compare;
        result.add(fmt::format(" {} ", symbol_of(compare)), said.span);
        result.add(is_any ? "?" : name(said.value), said.value.span);
        return result;
    }

    const World& world_;
    std::vector<std::pair<std::string, TypeId>> variables_;
};

WorldText fluent(const World& world, const Said& said) {
    WorldText result;
    result.add(world[said.property].name + "(", said.span);
    for (std::size_t i = 0; i < said.arguments.size(); ++i) {
        if (i > 0) result.add(", ", said.span);
        result.add(model::to_text(world, said.arguments[i].value), said.arguments[i].span);
    }
    result.add(")", said.span);
    return result;
}

}  // namespace

void WorldText::add(std::string_view text, Span origin) {
    auto begin = static_cast<std::uint32_t>(text_.size());
    text_ += text;
    auto end = static_cast<std::uint32_t>(text_.size());
    if (begin < end) stretches_.push_back({begin, end, origin});
}

void WorldText::add(const WorldText& other) {
    auto offset = static_cast<std::uint32_t>(text_.size());
    text_ += other.text_;
    for (const Stretch& one : other.stretches_)
        stretches_.push_back({one.begin + offset, one.end + offset, one.origin});
}

WorldText WorldText::indented() const {
    WorldText result;
    bool begins = true;
    for (const Stretch& one : stretches_) {
        for (std::uint32_t at = one.begin; at < one.end;) {
            std::size_t line = text_.find('\n', at);
            auto end = static_cast<std::uint32_t>(
                std::min<std::size_t>(line == std::string::npos ? one.end : line + 1, one.end));
            if (begins) result.add("    ", one.origin);
            result.add(std::string_view(text_).substr(at, end - at), one.origin);
            begins = text_[end - 1] == '\n';
            at = end;
        }
    }
    return result;
}

Span WorldText::origin(Span span) const {
    auto covers = [&](std::uint32_t place) {
        auto found = std::ranges::upper_bound(stretches_, place, {}, &Stretch::end);
        return found == stretches_.end() ? nullptr : &*found;
    };
    const Stretch* first = covers(span.begin);
    const Stretch* last = span.end > span.begin ? covers(span.end - 1) : first;
    if (first == nullptr) first = stretches_.empty() ? nullptr : &stretches_.back();
    if (first == nullptr) return {};
    if (last == nullptr) last = first;
    Span whole{std::min(first->origin.begin, last->origin.begin),
               std::max(first->origin.end, last->origin.end)};
    return whole;
}

WorldText condition_of(const World& world, const Said& said) {
    return Conditions(world).text(said);
}

WorldText statement_of(const World& world, const Said& said) {
    WorldText opened, closed;
    const Said* inner = &said;
    while (inner->kind == Said::Kind::belief && inner->parts.size() == 1 &&
           inner->parts[0].kind == Said::Kind::belief) {
        opened.add("believes(", inner->span);
        opened.add(model::to_text(world, inner->who.value), inner->who.span);
        opened.add(", ", inner->span);
        closed.add(")", inner->span);
        inner = &inner->parts[0];
    }
    std::vector<Said> values = {*inner};
    if (inner->kind == Said::Kind::belief) {
        opened.add("believes(", inner->span);
        opened.add(model::to_text(world, inner->who.value), inner->who.span);
        opened.add(", ", inner->span);
        closed.add(")", inner->span);
        values = inner->parts;
    }
    WorldText result = std::move(opened);
    result.add(fluent(world, values[0]));
    result.add(closed);
    result.add(" = ", said.span);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) result.add(" | ", said.span);
        result.add(model::to_text(world, values[i].value.value), values[i].value.span);
    }
    return result;
}

WorldText happening_of(const World& world, const Said& said) {
    WorldText result, call;
    call.add(fmt::format("happens {}(", world[said.event].name), said.span);
    std::size_t variables = 0;
    for (std::size_t i = 0; i < said.arguments.size(); ++i) {
        const SaidTerm& term = said.arguments[i];
        if (i > 0) call.add(", ", said.span);
        if (term.kind == SaidTerm::Kind::value) {
            call.add(model::to_text(world, term.value), term.span);
            continue;
        }
        bool is_any = term.kind == SaidTerm::Kind::missing || term.type == world[said.event].formals[i].type;
        std::string variable = is_any ? "_" : fmt::format("one{}", ++variables);
        if (!is_any) result.add(fmt::format("exists({} : {}) ", variable, world[term.type].name), term.span);
        call.add(variable, term.span);
    }
    call.add(said.fails ? ") fails" : ")", said.span);
    result.add(call);
    return result;
}

}  // namespace wt::lang
