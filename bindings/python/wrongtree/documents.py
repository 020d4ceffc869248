"""What the library answers, as frozen dataclasses. They have the fields of the schemas in docs/schema of the sources.

A *value* of a world is True or False, a number, the name of an entity, or None for what is unknown (`?`). A *utility* is a
number, None if it is unknown. A *fraction* is a string such as "1/3", exact. Events are texts such as "walk(Nina, Home, Market)".
"""
from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Optional, Union

from . import _display

__all__ = [
    "Alternative", "Answer", "Because", "Belief", "Board", "Change", "Claim", "Consequences", "Corrected", "Diagnostic", "Diff",
    "DiffRequest", "Document", "Doubt", "DoubtValue", "Expected", "Export", "Fact", "Fault", "Finding", "Followed",
    "GroundRequest", "Happened", "Intention", "Judgement", "KnowledgeRow", "Label", "LeftOut", "Limits", "Marked", "Mention", "Messages",
    "Mistake", "NextEvent", "NextReason", "Obstacle", "Odds", "Other", "Outcome", "Place", "Polish", "Possibility", "Reason", "Remark", "Repair",
    "Restored", "Review", "Sentence", "Series", "SeriesStory", "Show", "ShownDivergence", "ShownEvent", "Span", "Step", "Telling",
    "Tried", "UtilityNow", "UtilityOfReason", "Value", "ValueChange", "Verdict", "Want", "Why", "WhyNot", "WhyReason",
]

Value = Union[bool, int, float, str, None]
"""A value of a world: a truth value, a number, the name of an entity, or None for what is unknown."""


class Outcome(enum.Enum):
    """How looking for a story ended."""

    FOUND = "found"
    """There is one."""
    PROVED = "proved"
    """It is proved that there is none within the limits."""
    STOPPED = "stopped"
    """A limit or the caller ended it first; `stopped_by` says which."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """An answer as a whole.

    json: the document as JSON, to the byte what the command line writes; text: what it says, for people; may be empty.
    wrongtree: the version of the library; file: the name of the world.
    """

    json: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    wrongtree: str = field(default="", repr=False)
    file: str = ""

    def __str__(self) -> str:
        """The text, for people."""
        return self.text.rstrip("\n")


# ---- messages ----


@dataclass(frozen=True)
class Place:
    """A place in a text. offset: in bytes, from 0; line: from 1; column: in characters, from 1; file: the library that it is in, None:
    the text itself."""

    offset: int
    line: int
    column: int
    file: Optional[str] = None


@dataclass(frozen=True)
class Span:
    """A part of a text. begin: where it begins; end: the place after it."""

    begin: Place
    end: Place


@dataclass(frozen=True)
class Label:
    """Another place that a message is about. message: what is said there; span: where."""

    message: str
    span: Span


@dataclass(frozen=True)
class Diagnostic:
    """A message about a text or a question.

    code: a stable name such as "undefined-name", empty for what is wrong with a question; severity: "error", "warning" or
    "note"; message: what is wrong; span: where, None if it has no place; found: what stands there; expected: what could stand
    there; hint: what to do; each of the three may be empty. labels: other places; file: the name of the text.
    """

    code: str
    severity: str
    message: str
    span: Optional[Span] = None
    found: str = ""
    expected: str = ""
    hint: str = ""
    labels: tuple[Label, ...] = ()
    file: str = ""

    def __str__(self) -> str:
        """In one line, such as "world.wt:3:7: error: ..."."""
        begin = self.span.begin if self.span else None
        place = f"{begin.file or self.file}:{begin.line}:{begin.column}: " if begin else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.severity}: {self.message}{hint}"


@dataclass(frozen=True, kw_only=True)
class Messages(Document):
    """All that there is to say about a world. diagnostics: the messages, by place; errors, warnings: how many there are."""

    errors: int
    warnings: int
    diagnostics: tuple[Diagnostic, ...]


# ---- plans ----


@dataclass(frozen=True)
class Limits:
    """Within what was looked for a story.

    author: actions of the story, at most; character: actions of a reason and of those nested in it; belief: how deep reasons
    within reasons plan ahead; belief_depth: how deep beliefs about beliefs are kept. foresight (actions of others that somebody
    wary looks ahead) and possibilities (that somebody may hold at a time) are None where nothing is uncertain.
    """

    author: int
    character: int
    belief: int
    belief_depth: int
    foresight: Optional[int] = None
    possibilities: Optional[int] = None


@dataclass(frozen=True)
class Odds:
    """What a reason is worth to its owner where something is uncertain, as fractions; None: unknown.

    before, expected: the expected utility before and at the end, for somebody hopeful the best, for somebody careful the worst;
    outlook_before, outlook_expected: the worst that others may make of it, for somebody wary; goes_well: how likely the plan goes
    well to its end; prevented: the event of others that somebody wary prevents.
    """

    before: Optional[str]
    expected: Optional[str]
    outlook_before: Optional[str]
    outlook_expected: Optional[str]
    goes_well: Optional[str]
    prevented: Optional[str]


@dataclass(frozen=True)
class Reason:
    """Why a character takes part in an event. character: who; steps: what they imagine, the event itself first."""

    character: str
    steps: tuple[Step, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True)
class Step:
    """An event of a plan.

    action: as text; name, arguments: the same in parts; fails: it is tried in vain (and the text says so); reasons: one for each character who
    consents, in the order of consent; odds: what taking part is worth to each of them, only where something is uncertain.
    """

    action: str
    name: str
    arguments: tuple[Union[str, int, float, bool], ...]
    fails: bool = False
    reasons: tuple[Reason, ...] = field(default=(), repr=False, compare=False)
    odds: tuple[Odds, ...] = ()

    def __str__(self) -> str:
        """As in a plan, such as "buy(Nina, Otto)"."""
        return self.action


@dataclass(frozen=True)
class Judgement:
    """What the referee says of a story that was found. verdict: "valid" or "undecided"; stopped_by: which of its limits ended the
    judging, such as "states", or None."""

    verdict: str
    stopped_by: Optional[str] = None


@dataclass(frozen=True, kw_only=True)
class Answer(Document):
    """What came of looking for a story. True if there is one; it iterates over its steps.

    outcome: found, proved that there is none, or stopped; stopped_by: what ended it, such as "states", "memory", "cancel" or
    "time", else None; with a story: before it was proved a shortest one. steps: the story, empty if there is none. limits: within
    which it was looked for, None if the caller stopped it. goal: the author's utility to reach; start_utility, utility: the one
    at the start, and at the end of the story or of the best one that was met; proved_shortest: no story is shorter.
    divergences, request, where: what was asked; luck: how likely the events ended as they did, a fraction, only where something is
    uncertain. judgement: what the referee says of the steps, None if it was not asked. cause: where it is proved that there is none, the
    first thing with which there is a story, None if a short search finds none (`World.whynot` looks longer).
    """

    outcome: Outcome
    stopped_by: Optional[str] = None
    steps: tuple[Step, ...] = ()
    limits: Optional[Limits] = None
    goal: Optional[float] = None
    start_utility: Optional[float] = None
    utility: Optional[float] = None
    proved_shortest: bool = False
    divergences: tuple[str, ...] = ()
    request: Optional[str] = None
    where: Optional[str] = None
    luck: Optional[str] = None
    judgement: Optional[Judgement] = None
    cause: Optional[Obstacle] = None

    def __bool__(self) -> bool:
        """Whether there is a story; an empty one is a story, too."""
        return self.outcome is Outcome.FOUND

    def __len__(self) -> int:
        """How many events the story has."""
        return len(self.steps)

    def __iter__(self) -> Iterator[Step]:
        """The events of the story, in order."""
        return iter(self.steps)

    def _repr_html_(self) -> str:
        return _display.answer(self)


@dataclass(frozen=True, kw_only=True)
class Verdict(Document):
    """The referee's judgement of a plan. True if it is valid.

    verdict: "valid", "invalid" or "undecided"; stopped_by: why undecided; limits: that it was judged with; reasons_given: the plan
    came with reasons, else they were looked for. If invalid, step is the first action at fault, from 0 (the number of actions if it
    is the end), action is that action, and why says what is wrong. plan: the name of the plan.
    """

    plan: str
    verdict: str
    stopped_by: Optional[str]
    limits: Limits
    reasons_given: bool
    step: Optional[int]
    action: Optional[str]
    why: str

    def __bool__(self) -> bool:
        """Whether the plan is valid."""
        return self.verdict == "valid"


# ---- why ----


@dataclass(frozen=True)
class Change:
    """A change that matters to a reason. believers: in whose mind, outermost first; fluent: what changes; before, after: values."""

    believers: tuple[str, ...]
    fluent: str
    before: Value
    after: Value


@dataclass(frozen=True)
class Because:
    """What makes a precondition false. believers: in whose mind, outermost first; fluent: of the world; value: that it has."""

    believers: tuple[str, ...]
    fluent: str
    value: Value


@dataclass(frozen=True)
class Fault:
    """Why an event cannot stand where it does.

    event: its number, from 1; action: its text; kind: "impossible", "thought impossible", "no reason" or "wrong reason"; character:
    who consents and thinks it impossible, or has no reason; because: what makes the precondition false.
    """

    event: int
    action: str
    kind: str
    character: Optional[str]
    because: tuple[Because, ...]


@dataclass(frozen=True)
class UtilityOfReason:
    """As the character sees it. before: the utility before the event; expected: at the end of the reason."""

    before: Optional[float]
    expected: Optional[float]


@dataclass(frozen=True)
class Want:
    """A term of the utility that a reason changes. difference: to the utility, None where terms are not added up; changes: by what."""

    difference: Optional[float]
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class DoubtValue:
    """What somebody holds possible. value: of the fluent; share: how likely, a fraction."""

    value: Value
    share: Optional[str]


@dataclass(frozen=True)
class Doubt:
    """What a reason reads and its owner is not sure of. believers: in whose mind; fluent: what; values: the likeliest first."""

    believers: tuple[str, ...]
    fluent: str
    values: tuple[DoubtValue, ...]


@dataclass(frozen=True)
class Corrected:
    """A reason with one mistake put right.

    fate: "works", "impossible", "unwilling" or "no gain"; action: that is impossible or refused; character: who refuses; utility: at
    the end, where it is reached.
    """

    fate: str
    action: Optional[str]
    character: Optional[str]
    utility: Optional[float]


@dataclass(frozen=True)
class Mistake:
    """What a character is wrong about in a reason.

    believers: empty for a mistake about the world, else about what they believe; fluent: what; believed, actual: values; decisive: the
    reason fails with this alone put right; corrected: what becomes of it then.
    """

    believers: tuple[str, ...]
    fluent: str
    believed: Value
    actual: Value
    decisive: bool
    corrected: Corrected


@dataclass(frozen=True)
class Other:
    """What somebody else is expected to consent for. character: who; before, after: their utility; odds: where it is uncertain."""

    character: str
    before: Optional[float]
    after: Optional[float]
    odds: Optional[Odds] = None


@dataclass(frozen=True)
class Expected:
    """An event of a reason. action: its text; others: what others are expected to consent to it for."""

    action: str
    others: tuple[Other, ...]


@dataclass(frozen=True)
class Followed:
    """How a reason fared in the story.

    came: numbers of the expected events in the plan, while they came in order; between: other events before the last of them; instead:
    the next event where an expected one did not come any more; utility: in truth, when all had come; utility_at_end: in truth, at the
    end of the plan; believed_at_end: the same as the character sees it; believed_worth: the same exactly, where it is uncertain.
    """

    came: tuple[int, ...]
    between: tuple[int, ...]
    instead: Optional[int]
    utility: Optional[float]
    utility_at_end: Optional[float]
    believed_at_end: Optional[float]
    believed_worth: Optional[str] = None


@dataclass(frozen=True)
class WhyReason:
    """Why one character takes part.

    character: who; utility: as they see it; wants: what they gain; mistakes: what they are wrong about; expected: the events that they
    imagine, this one first; followed: how it fared; odds and doubts: only where something is uncertain.
    """

    character: str
    utility: UtilityOfReason
    wants: tuple[Want, ...]
    mistakes: tuple[Mistake, ...]
    expected: tuple[Expected, ...]
    followed: Followed
    odds: Optional[Odds] = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Consequences:
    """Of an event to which nobody consents. changes: what it changes; without_it: later events that could not stand."""

    changes: tuple[Change, ...]
    without_it: tuple[Fault, ...]


@dataclass(frozen=True, kw_only=True)
class Why(Document):
    """The reasons for one event of a plan. True if it could be told.

    verdict: "told", "unsound" (then see fault) or "undecided"; stopped_by: why undecided; limits: of the question; plan: its name;
    reasons_given: the plan came with reasons; event: its number, from 1; action: its text; fault: why the plan is no story; reasons: of
    those asked about, in the order of consent; consequences: of an event to which nobody consents.
    """

    plan: str
    verdict: str
    stopped_by: Optional[str]
    limits: Limits
    reasons_given: bool
    event: int
    action: str
    fault: Optional[Fault]
    reasons: tuple[WhyReason, ...]
    consequences: Optional[Consequences]

    def __bool__(self) -> bool:
        """Whether the reasons are here."""
        return self.verdict == "told"


@dataclass(frozen=True)
class Obstacle:
    """What is in the way of a story.

    kind: "limit", "constraint", "conflict", "consent", "belief", "fact", "rule" or "goal"; text: what would have to be otherwise;
    details: more about it; story: the actions of the story that there is then.
    """

    kind: str
    text: str
    details: tuple[str, ...]
    story: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WhyNot(Document):
    """Why there is no story. False if there is one after all.

    request: that was asked; outcome: "story", "none" (proved) or "undecided"; stopped_by: why undecided, or why not everything was
    tried; limits: of the question; story: its actions, if there is one; findings: what would help; in_vain: what was relaxed and
    proved to have no story all the same; open: what was relaxed without an answer; searches: how many it took.
    """

    request: Optional[str]
    outcome: str
    stopped_by: Optional[str]
    limits: Limits
    story: tuple[str, ...]
    findings: tuple[Obstacle, ...]
    in_vain: tuple[str, ...]
    open: tuple[str, ...]
    searches: int

    def __bool__(self) -> bool:
        """Whether it is not known that there is a story."""
        return self.outcome != "story"


# ---- tellings, boards, books ----


@dataclass(frozen=True)
class Claim:
    """One thing that a sentence tells, as its teller sees it.

    kind: such as "happens", "fact", "believed" or "lies" (docs/schema/tell.schema.json lists them). The others are None where they
    do not belong to the kind: event (from 1), character, believers (in whose mind), fluent, value, expected (an event).
    """

    kind: str
    event: Optional[int] = None
    character: Optional[str] = None
    believers: Optional[tuple[str, ...]] = None
    fluent: Optional[str] = None
    value: Value = None
    expected: Optional[str] = None


@dataclass(frozen=True)
class Mention:
    """A part of a sentence that refers to an entity. entity: which; begin, end: in bytes; pronoun: it is one."""

    entity: str
    begin: int
    end: int
    pronoun: bool


@dataclass(frozen=True)
class Sentence:
    """A sentence of a telling.

    id: made of what is told, stays when the wording changes; text: the sentence; moment: events that have happened by then; event: its
    number, from 1, action: its text, both None for none; claims: what it tells; mentions: who or what is named where.
    """

    id: str
    text: str
    moment: int
    event: Optional[int]
    action: Optional[str]
    claims: tuple[Claim, ...]
    mentions: tuple[Mention, ...]

    def __str__(self) -> str:
        """The sentence."""
        return self.text.rstrip("\n")


@dataclass(frozen=True)
class Polish:
    """What became of polishing a text elsewhere. is_accepted: whether it was taken; refused: why not."""

    is_accepted: bool
    refused: Optional[str]


@dataclass(frozen=True, kw_only=True)
class Telling(Document):
    """A story in prose, as its teller knows it; the text is the prose.

    request: that was asked; verdict: "told"; stopped_by: None; limits: of the question; title: of the request, may be empty; teller:
    None for a narrator; language: "english" or "german"; tense: "past" or "present"; person: "first" or "third"; length: "short" or
    "full"; seed: of the choice of words; polish: None; paragraphs: each a tuple of sentences.
    """

    request: Optional[str]
    verdict: str
    stopped_by: Optional[str]
    limits: Limits
    title: str
    teller: Optional[str]
    language: str
    tense: str
    person: str
    length: str
    seed: int
    polish: Optional[Polish]
    paragraphs: tuple[tuple[Sentence, ...], ...]

    def _repr_html_(self) -> str:
        return _display.telling(self)


@dataclass(frozen=True, kw_only=True)
class Board(Document):
    """A storyboard. html: the page, whole, without anything from elsewhere. Jupyter shows it in place."""

    html: str = field(repr=False)

    def save(self, path: Union[str, PathLike[str]]) -> None:
        """Writes the page to a file. Raises OSError."""
        Path(path).write_text(self.html, encoding="utf-8")

    def _repr_html_(self) -> str:
        return _display.board(self)


@dataclass(frozen=True, kw_only=True)
class Export(Document):
    """A story as a file. format: which; content: its bytes; left_out: alternatives that could not be told, or were not judged."""

    format: str
    content: bytes = field(repr=False)
    left_out: int

    def save(self, path: Union[str, PathLike[str]]) -> None:
        """Writes the content to a file. Raises OSError."""
        Path(path).write_bytes(self.content)


# ---- series, differences, drafts ----


@dataclass(frozen=True)
class SeriesStory:
    """A story of a series.

    number: from 1; request, where, goal: what was asked for it; utility: the author's, at the end; actions: the story; new_facts: that
    hold at the end and did not at the start.
    """

    number: int
    request: str
    where: str
    goal: Optional[float]
    utility: float
    actions: tuple[str, ...]
    new_facts: tuple[str, ...]


@dataclass(frozen=True)
class Tried:
    """A request of a series. request: which; outcome: "found", "too near", "none", "stopped" or "unjudged"; reason: why stopped."""

    request: str
    outcome: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Series(Document):
    """Stories that have little to do with each other. True if there are as many as were asked for; iterates over the stories.

    divergences: taken; verdict: "complete", "exhausted" (fewer, and nothing was cut short) or "undecided"; stopped_by: what ended it;
    count, seed, distance: as asked; stories: those found; tried: every request, in order; matrix: the distance (0 to 1) of each story to
    each; least_distance: of two of them, None if there are not two.
    """

    divergences: tuple[str, ...]
    verdict: str
    stopped_by: Optional[str]
    count: int
    seed: Optional[int]
    distance: Optional[float]
    stories: tuple[SeriesStory, ...]
    tried: tuple[Tried, ...]
    matrix: tuple[tuple[float, ...], ...]
    least_distance: Optional[float]

    def __bool__(self) -> bool:
        """Whether there are as many stories as were asked for."""
        return self.verdict == "complete"

    def __len__(self) -> int:
        """How many stories there are."""
        return len(self.stories)

    def __iter__(self) -> Iterator[SeriesStory]:
        """The stories, in order."""
        return iter(self.stories)


@dataclass(frozen=True)
class Marked:
    """Something declared, or a rule. what: which; change: "gained", "lost" or "changed"."""

    what: str
    change: str


@dataclass(frozen=True)
class ValueChange:
    """A fact or belief at the start. what: which; before: in canon; after: in the other world; None: there is no such thing."""

    what: str
    before: Optional[str]
    after: Optional[str]


@dataclass(frozen=True)
class DiffRequest:
    """What becomes of a request.

    name, title: of the request; canon, here: "impossible", "undecided", "does not fit", or how long a story is; canon_story,
    here_story: its actions.
    """

    name: str
    title: str
    canon: str
    here: str
    canon_story: tuple[str, ...]
    here_story: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Diff(Document):
    """What makes a world another one.

    divergences: taken; declared, rules: what was added, lost or changed; facts, beliefs: at the start; requests: what becomes of each.
    """

    divergences: tuple[str, ...]
    declared: tuple[Marked, ...]
    rules: tuple[Marked, ...]
    facts: tuple[ValueChange, ...]
    beliefs: tuple[ValueChange, ...]
    requests: tuple[DiffRequest, ...]


@dataclass(frozen=True)
class Remark:
    """Evidence or a repair. name: of what kind; text: what it says, may have several lines."""

    name: str
    text: str


@dataclass(frozen=True)
class Finding:
    """Something that a first reader notices.

    code: such as "cannot-happen"; severity: "error", "warning" or "note"; line, column: in the draft, from 1; item: the event,
    assertion or gap; character: whom it is about; message: what is noticed; remarks: evidence and repair; follows: the line of the error
    whose repair settles this one, too; intended: why it is meant to be.
    """

    code: str
    severity: str
    line: int
    column: int
    item: str
    character: Optional[str]
    message: str
    remarks: tuple[Remark, ...]
    follows: Optional[int]
    intended: Optional[str]


@dataclass(frozen=True)
class Alternative:
    """One change of another kind that is enough, too. change: which; events: after it."""

    change: str
    events: tuple[str, ...]


@dataclass(frozen=True)
class Repair:
    """What would mend a draft. changes: one on top of the other; events: after them, without errors; alternative: another way."""

    changes: tuple[str, ...]
    events: tuple[str, ...]
    alternative: Optional[Alternative]


@dataclass(frozen=True)
class KnowledgeRow:
    """What an expression is after an event. event: None at the start; line: of the draft; happens: False if it cannot; truth: the
    value; beliefs: what each character takes it to be."""

    event: Optional[str]
    line: Optional[int]
    happens: bool
    truth: Value
    beliefs: dict[str, Value]


@dataclass(frozen=True, kw_only=True)
class Review(Document):
    """What a first reader finds in a draft. True if there are no errors of continuity.

    draft: its name; limits: of the question; stopped_by: if not None, there may be more to find; errors, warnings: how many that are
    not intended; findings: in the order of the draft; events: of the draft, with the gaps filled; repair: what would mend it. With
    `who_knows`: expression, and rows, the start and then every event.
    """

    draft: str
    limits: Limits
    stopped_by: Optional[str]
    errors: int = 0
    warnings: int = 0
    findings: tuple[Finding, ...] = ()
    events: tuple[str, ...] = ()
    repair: Optional[Repair] = None
    expression: Optional[str] = None
    rows: tuple[KnowledgeRow, ...] = ()

    def __bool__(self) -> bool:
        """Whether there are no errors."""
        return self.errors == 0


# ---- what a world is made of ----


@dataclass(frozen=True)
class ShownDivergence:
    """A divergence of a world. name, title: of it; taken: whether the world shown is under it."""

    name: str
    title: str
    taken: bool


@dataclass(frozen=True)
class GroundRequest:
    """A request that fits the world. name, title: of it; under: divergences that it takes; teller: who tells it, None: a narrator."""

    name: str
    title: str
    under: tuple[str, ...]
    teller: Optional[str]


@dataclass(frozen=True)
class Fact:
    """A fluent. fluent: which; value: that it has; before: the former one, if it changed."""

    fluent: str
    value: Value
    before: Value = None


@dataclass(frozen=True)
class Possibility:
    """Which of the things that somebody holds possible is meant. number: from 1; of: how many; weight: its weight."""

    number: int
    of: int
    weight: int


@dataclass(frozen=True)
class Belief:
    """What somebody believes. believers: whose mind, outermost first; fluent: which; value: believed; before: the former one; is_false:
    it is not so; possibilities: which is meant of each of the believers, empty: all are sure."""

    believers: tuple[str, ...]
    fluent: str
    value: Value
    is_false: bool = field(metadata={"json": "false"})
    before: Value = None
    possibilities: tuple[Possibility, ...] = ()


@dataclass(frozen=True)
class UtilityNow:
    """What somebody has at the start. character: None for the author; utility: as they judge it; worth: of somebody who is not sure."""

    character: Optional[str]
    utility: Optional[float]
    worth: Optional[str] = None


@dataclass(frozen=True)
class ShownEvent:
    """An event of a plan and what it does. action: None for the start; changes: of the world; beliefs: that changed or are false."""

    action: Optional[str]
    changes: tuple[Fact, ...]
    beliefs: tuple[Belief, ...]


@dataclass(frozen=True, kw_only=True)
class Show(Document):
    """The ground world, or what a plan does to it.

    belief_depth: that is shown. Of a world: divergences, requests, fluents (with their values at the start), beliefs (that differ from
    the mind above them), actions, triggers, utilities. Of a plan: events (the start, then every action that was possible), and
    impossible_at, the action at which it could not go on, from 0.
    """

    belief_depth: int
    divergences: tuple[ShownDivergence, ...] = ()
    requests: tuple[GroundRequest, ...] = ()
    fluents: tuple[Fact, ...] = ()
    beliefs: tuple[Belief, ...] = ()
    actions: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    utilities: tuple[UtilityNow, ...] = ()
    events: tuple[ShownEvent, ...] = ()
    impossible_at: Optional[int] = None


# ---- running stories ----


@dataclass(frozen=True)
class Happened:
    """An event has happened. event: as text; moment: after it."""

    event: str
    moment: int


@dataclass(frozen=True)
class Intention:
    """What a character would do now. event: as text; plan: the events that are its reason, this one first."""

    event: str
    plan: tuple[str, ...]


@dataclass(frozen=True)
class NextReason:
    """Why somebody would take part. character: who; plan: the events that they imagine, this one first."""

    character: str
    plan: tuple[str, ...]


@dataclass(frozen=True)
class NextEvent:
    """What might happen now. event: as text; reasons: of all who take part."""

    event: str
    reasons: tuple[NextReason, ...]


@dataclass(frozen=True)
class LeftOut:
    """What of a save does not fit any more. event: which; why: the reason."""

    event: str
    why: str


@dataclass(frozen=True)
class Restored:
    """What became of a save. True if all of it happened again. moment: after it; same_world: to the byte; left_out: what did not fit."""

    moment: int
    same_world: bool
    left_out: tuple[LeftOut, ...]

    def __bool__(self) -> bool:
        """Whether all of it happened again."""
        return not self.left_out
