// These types hold what a clause says; the functions write it in the language of worlds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "model/world.h"

namespace wt::lang {

/// This variable stands for whoever a wish of everybody is about.
inline constexpr std::string_view kEach = "each";

/// This stands for a parameter or a value.
struct SaidTerm {
    enum class Kind : std::uint8_t {
        missing,  ///< nothing was said of it
        value,    ///< an entity, a number, a boolean, `?` or `none`
        some,     ///< somebody, something, a thing of a type
        each,     ///< whoever it is about: "everybody wants to be safe"; a variable of `type`, called `kEach`
    } kind = Kind::missing;
    model::Value value;
    model::TypeId type;                              ///< of `some`
    model::Compare compare = model::Compare::equal;  ///< of a number: "at least 5"
    Span span;
};

/// This is a fact, an event, or what somebody believes.
struct Said {
    enum class Kind : std::uint8_t {
        fact,
        event,
        belief,  ///< `who` believes `parts`: one, or several of which they do not know which is so
    } kind = Kind::fact;
    model::PropertyId property;
    model::EventId event;
    std::vector<SaidTerm> arguments;
    SaidTerm value;
    std::vector<SaidTerm> other_values;  ///< "in the flat or in the shop": only in what somebody believes
    bool negated = false;
    bool fails = false;
    SaidTerm who;
    std::vector<Said> parts;
    Span span;
};

/// This is a text of the language, and knows from which stretches of sentences its parts come.
class WorldText {
  public:
    struct Stretch {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
        Span origin;
    };

    void add(std::string_view text, Span origin);
    void add(const WorldText& other);
    /// Returns the same with blanks before each line.
    WorldText indented() const;
    const std::string& text() const { return text_; }
    /// Returns the place in the sentences that a place in the text comes from.
    Span origin(Span span) const;

  private:
    std::string text_;
    std::vector<Stretch> stretches_;
};

/// Writes it as a condition; what is somebody or something becomes `exists`.
WorldText condition_of(const model::World& world, const Said& said);
/// Writes it as a statement about how things stand at the start.
WorldText statement_of(const model::World& world, const Said& said);
/// Writes it as `happens ...`.
WorldText happening_of(const model::World& world, const Said& said);

}  // namespace wt::lang
