// Telling turns a story into prose from one point of view.
//
// What is told is decided by what the teller knows (the focaliser of narratology; Genette 1972, Bae, Cheong
// and Young 2011): the plan and its states are the fabula, the telling is the discourse. Each sentence says
// by its claims what it tells, so that a checker can prove each claim from the teller's mind alone
// (tell/leaks.h), and a translator, a subtitle or a storyboard can refer to the event and belief behind it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/request.h"
#include "story/reason.h"
#include "story/tell/words.h"

namespace wt::story {

enum class TellingLength : std::uint8_t { brief, full };

struct TellingOptions {
    NarrativeStyle style = {};
    model::EntityId teller = {};  ///< none: a narrator, who knows everything
    TellingLength length = TellingLength::full;
    std::uint64_t seed = 1;                ///< varies the wording, never the content
    std::vector<std::size_t> breaks = {};  ///< moments at which a paragraph begins, whatever the scene
};

enum class ClaimKind : std::uint8_t {
    happens,  ///< `event` of the plan, as it is
    noticed,  ///< what is noticed of it by the teller
    fact,     ///< `fluent` is `value` in the teller's mind (with believers: in theirs, as the teller sees it)
    false_fact,     ///< it is not
    past_fact,      ///< it was just before `event`, without which that could not have happened
    believed,       ///< `fluent` was `value` in the teller's mind just before `event`
    wants,          ///< `character` takes part in `event` to make `fluent` be `value`
    expects,        ///< `character` took part in `event` expecting `expected` to happen
    assumes_wants,  ///< as `wants`, by what the teller takes the other to believe
    lies,           ///< `character` says by `event` what they believe to be false, as the teller sees it
    possible,       ///< the teller (with believers: they) leaves open whether `fluent` is `value`, and more
    sees_through,   ///< `character` takes who says it to lie by `event`, as the teller sees it
};

struct Claim {
    ClaimKind kind = ClaimKind::happens;
    std::optional<std::size_t> event;
    model::EntityId character = {};
    std::optional<Fluent> fluent;
    model::Value value = {};
    std::optional<model::GroundEvent> expected;
};

struct Sentence {
    std::string id;  ///< stable: made from what it tells, not from its place ("e3", "e3.why.Temari", ...)
    std::string text;
    std::size_t moment = 0;            ///< it is told in the state after so many events
    std::optional<std::size_t> event;  ///< that it belongs to, from 0
    std::vector<Claim> claims;
    std::vector<Mention> mentions;
};

/// A story as it is told.
struct Narration {
    std::string title;  ///< of the request; may be empty
    model::EntityId teller = {};
    std::vector<std::vector<Sentence>> paragraphs;
};

/// Tells a story. `request` is the one that it answers, if any, whose end the telling comes to. Cost: a reason
/// (reason.h) for each event and consenting character that the teller knows of.
Narration tell(const Story& story, const TellingOptions& options, const model::Request* request = nullptr);

/// Returns the paragraphs, with an empty line between them, each sentence after the other, and a line end.
std::string plain_text(const Narration& narration);

}  // namespace wt::story
