"""Worlds, and what can be asked of them."""
from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any, Literal, Optional, TypeVar, Union

from . import _read, documents as d
from ._call import Asked, Cancel, Question, Reply, chars, names, whole
from ._library import ffi, lib
from .steps import Session, Steps
from .story import Story

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = ["PlanLike", "World", "read"]

T = TypeVar("T", bound=d.Document)
PlanLike = Union[d.Answer, d.SeriesStory, str, Iterable[str]]
"""A plan: an answer, a story of a series, a text with an event a line, or events as strings."""
Format = Literal["json", "ink", "twee", "yarn", "epub", "dot", "csv"]


def read(text_or_path: Union[str, bytes, os.PathLike[str]], divergences: Iterable[str] = (), *,
         requests: Iterable[str] = (), libraries: Mapping[str, str] = MappingProxyType({}), name: Optional[str] = None,
         progress: Optional[Callable[[int], object]] = None,
         cancel: Optional[Cancel] = None, max_seconds: Optional[float] = None) -> World:
    """Reads a world. Costs time linear in the text, for nearly all texts.

    text_or_path: a path, or a text: a string with a line end or a semicolon in it, or bytes. divergences: names of those to take.
    requests: names of requests whose divergences are taken as well. libraries: texts of libraries that the world may `use`, by name ("town/gossip"),
    before those in the program. name: for messages; without one the path, or "world.wt". A name that
    ends in ".txt" says that the text is in Sabre's language, one in ".story" that it is in sentences. progress, cancel, max_seconds: as in `World.plan`.

    Raises WorldError with all diagnostics if the text is wrong, OSError if the file cannot be read, Cancelled.
    """
    if isinstance(text_or_path, str) and ("\n" in text_or_path or ";" in text_or_path):
        content = text_or_path.encode()
    elif isinstance(text_or_path, bytes):
        content = text_or_path
    else:
        content = Path(text_or_path).read_bytes()
        name = name or os.fspath(text_or_path)
    question = Question({"progress": progress, "cancel": cancel, "max_seconds": max_seconds})
    taken, kept = names(divergences, "divergences")
    asked, kept_too = names(requests, "requests")
    called = chars(name or "world.wt", "name")
    of_libraries, kept_libraries = names([text for library in libraries.items() for text in library], "libraries")
    how = ffi.new("wt_reading*", {"size": ffi.sizeof("wt_reading"), "name": called, "divergences": taken, "requests": asked,
                                  "allocator": lib.py_allocator(), "libraries": of_libraries})
    handle, doc = ffi.new("wt_world**"), ffi.new("wt_doc**")

    def call(raw: Any) -> int:
        how.poll, how.user = raw.poll, raw.user
        return int(lib.wt_read(content, len(content), how, handle, doc))

    reply = Reply(question.call(call), doc)
    reply.check(question.watch)
    del kept, kept_too, kept_libraries
    return World(ffi.gc(handle[0], lib.wt_world_close), name or "world.wt", reply.diagnostics())


class World:
    """A world that was read; it never changes. Any number of threads may ask it at the same time.

    `read` makes one. It is closed by `close`, by the end of a `with`, or when nobody refers to it any more; calls that are under way,
    and its stories, go on all the same. All methods that compute something let other threads run meanwhile, and are ended by Ctrl-C
    within a tenth of a second. Their keywords are those of `Asked`, which says what they mean.
    """

    def __init__(self, handle: Any, name: str, warnings: tuple[d.Diagnostic, ...]) -> None:
        """Is called by `read`."""
        self._handle = handle
        self._name = name
        self._warnings = warnings

    @property
    def name(self) -> str:
        """The name that it was read under."""
        return self._name

    @property
    def warnings(self) -> tuple[d.Diagnostic, ...]:
        """What was noticed on reading it that is no error."""
        return self._warnings

    def close(self) -> None:
        """Gives its memory back, at once if nobody uses it. May be called again; everything else raises ValueError from now on."""
        self._handle = None

    def __enter__(self) -> World:
        """The world, to be closed at the end of the `with`."""
        return self

    def __exit__(self, kind: Optional[type[BaseException]], error: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        self.close()

    def __repr__(self) -> str:
        """For people."""
        return f"<wrongtree.World {self._name}{' (closed)' if self._handle is None else ''}>"

    def _raw(self) -> Any:
        handle = self._handle
        if handle is None:
            raise ValueError("this world is closed")
        return handle

    def _ask(self, function: Callable[[Any, Any, Any], Any], asked: Asked) -> tuple[Reply, Question]:
        """The reply to `function(world, question, doc)`."""
        question, doc, handle = Question(asked), ffi.new("wt_doc**"), self._raw()
        return Reply(question.call(lambda raw: function(handle, raw, doc)), doc), question

    def _document(self, cls: type[T], function: Callable[[Any, Any, Any], Any], asked: Asked) -> T:
        """The document that `function(world, question, doc)` gives."""
        reply, question = self._ask(function, asked)
        return _read.load(cls, reply.document(question.watch), json=reply.json, text=reply.text)

    def plan(self, **asked: Unpack[Asked]) -> d.Answer:
        """Finds a story that everybody takes part in for their own reasons, or proves that there is none within the limits.

        The referee has accepted a story that is found. What ends it early (`max_states`, `max_bytes`, `max_seconds`, `cancel`) is no
        exception: the outcome is STOPPED then. The keywords are those of `Asked`. The same question has the same answer everywhere,
        but for `max_seconds` and `cancel`.

        Raises WorldError if the question is wrong, KeyboardInterrupt.
        """
        question = Question(asked)
        session = Session.open(self._raw(), question)
        return d.Answer(outcome=d.Outcome.STOPPED, stopped_by=session) if isinstance(session, str) else session.plan(question)

    def steps(self, each: int = 10_000, **asked: Unpack[Asked]) -> Steps:
        """Finds a story as `plan` does, stepwise: an iterator, for tqdm or between the frames of a game.

        each: steps of an iteration, of some microseconds each; any number gives the same answer. When the iterator is at its end its
        `answer` is there. Between iterations, and only there, it hears of Ctrl-C, `cancel` and the time. The keywords are those of `Asked`.

        Raises WorldError if the question is wrong, here or while it iterates.
        """
        question = Question(asked)
        session = Session.open(self._raw(), question)
        if isinstance(session, str):
            return Steps.of_answer(d.Answer(outcome=d.Outcome.STOPPED, stopped_by=session))
        return session.steps(question, each)

    def play(self, **asked: Unpack[Asked]) -> Story:
        """Begins a story in which things happen one after the other, whoever wants them; see `Story`.

        author_limit, character_limit and belief_limit are the largest that it can be asked with later. Opening takes time and memory
        for the ground world. Raises WorldError, Cancelled, and Undecided if a limit ends it.
        """
        question = Question(asked)
        session = Session.open(self._raw(), question)
        if isinstance(session, str):
            from .errors import Cancelled, Undecided
            raise Cancelled(session) if session in ("cancel", "time") else Undecided(f"stopped by {session}")
        return Story(session)

    def check(self, **asked: Unpack[Asked]) -> d.Messages:
        """All that there is to say about the world, with what needs the ground world. Raises WorldError for a wrong question only."""
        reply, question = self._ask(lib.wt_check, asked)
        if reply.status != lib.WT_BAD_INPUT or any(file["failure"] for file in reply.data()["files"]):
            reply.check(question.watch)
        return _read.load(d.Messages, reply.data(), diagnostics=reply.diagnostics(), json=reply.json, text=reply.text)

    def verify(self, plan: PlanLike, *, strict: bool = False, **asked: Unpack[Asked]) -> d.Verdict:
        """The referee's judgement of a plan, with the reasons that it has; without any they are looked for.

        strict: a competing explanation may be better, not only as good. A plan that is an `Answer` brings its question along.
        Raises WorldError if the plan cannot be read, Cancelled.
        """
        text = plan_bytes(plan)
        return self._document(d.Verdict, lambda world, raw, doc: lib.wt_verify(world, raw, text, len(text), strict, doc), asked)

    def why(self, plan: PlanLike, event: Union[int, str], character: Optional[str] = None, **asked: Unpack[Asked]) -> d.Why:
        """Why characters take part in an event of a plan.

        event: its number from 1, its text or its name. character: only this one; None: everybody who consents.
        Raises WorldError if there is no such event or character, Cancelled.
        """
        text, which, who = plan_bytes(plan), chars(str(event), "event"), chars(character, "character")
        return self._document(d.Why, lambda world, raw, doc: lib.wt_why(world, raw, text, len(text), which, who, doc), asked)

    def whynot(self, **asked: Unpack[Asked]) -> d.WhyNot:
        """Why there is no story, and what would have to be otherwise. Costs many searches. Raises WorldError, Cancelled."""
        return self._document(d.WhyNot, lib.wt_whynot, asked)

    def show(self, plan: Optional[PlanLike] = None, *, depth: int = 1, **asked: Unpack[Asked]) -> d.Show:
        """The ground world; with a plan, what it does to the world and to everybody's beliefs.

        depth: of beliefs about beliefs, from 1. Raises WorldError, Cancelled, Undecided.
        """
        whole(depth, "depth")
        text, length = optional_plan(plan)
        return self._document(d.Show, lambda world, raw, doc: lib.wt_show(world, raw, text, length, depth, doc), asked)

    def tell(self, plan: Optional[PlanLike] = None, *, teller: Optional[str] = None, seed: int = 1, present: bool = False,
             first_person: bool = False, brief: bool = False, language: Literal["english", "german"] = "english",
             **asked: Unpack[Asked]) -> d.Telling:
        """A story in prose, as its teller knows it. Without a plan a story is looked for as `plan` does.

        teller: a character, or "narrator"; None: the request's, else a narrator. seed: of the choice of words, from 0. present: in the
        present tense. first_person: the teller says I. brief: in few words.
        Raises NoStory if there is none, Undecided if a limit ended it, WorldError, Cancelled.
        """
        text, length = optional_plan(plan)
        telling, kept = telling_for(teller, seed, present, first_person, brief, language)
        told = self._document(d.Telling, lambda world, raw, doc: lib.wt_tell(world, raw, text, length, telling, doc), asked)
        del kept
        return told

    def board(self, plan: Optional[PlanLike] = None, **asked: Unpack[Asked]) -> d.Board:
        """A story as a page of HTML, beside the one that canon has where divergences are taken. Jupyter shows it in place.

        Without a plan a story is looked for as `plan` does. Raises NoStory, Undecided, WorldError, Cancelled.
        """
        text, length = optional_plan(plan)
        return self._document(d.Board, lambda world, raw, doc: lib.wt_board(world, raw, text, length, doc), asked)

    def export(self, format: Format = "json", plan: Optional[PlanLike] = None, *, depth: int = 0, player: Optional[str] = None,
               title: Optional[str] = None, author: Optional[str] = None, note: Optional[str] = None,
               date: Optional[str] = None, teller: Optional[str] = None, seed: int = 1, present: bool = False,
               first_person: bool = False, brief: bool = False, language: Literal["english", "german"] = "english",
               **asked: Unpack[Asked]) -> d.Export:
        """A story as a file for games and readers. Without a plan a story is looked for as `plan` does.

        depth: of alternatives, 0 for none. player: whose choices there are; None: the teller's; "nobody": nobody's. title: None: the
        request's. author, note: for the reader. date: such as "2026-01-31". The others are those of `tell`.
        Raises NoStory, Undecided, WorldError (a wrong format or player, too), Cancelled.
        """
        text, length = optional_plan(plan)
        telling, kept = telling_for(teller, seed, present, first_person, brief, language)
        words = {"format": format, "player": player, "title": title, "author": author, "note": note, "date": date}
        strings = {key: chars(value, key) for key, value in words.items()}
        book = ffi.new("wt_book*", {"size": ffi.sizeof("wt_book"), "depth": whole(depth, "depth"), **strings})
        reply, question = self._ask(
            lambda world, raw, doc: lib.wt_export(world, raw, text, length, telling, book, doc), asked)
        del kept
        return _read.load(d.Export, reply.document(question.watch), content=reply.content, json=reply.json, text=reply.text,
                          file=self._name)

    def series(self, count: int, *, distance: float = 0.6, seed: int = 1, **asked: Unpack[Asked]) -> d.Series:
        """Up to `count` stories that have little to do with each other.

        count: from 1 to 99. distance: that any two are apart at least, from 0 to 1. seed: of the choice of requests, from 0.
        max_states: of each search. Raises WorldError, Cancelled, Undecided.
        """
        whole(count, "count")
        whole(seed, "seed", 2**64 - 1)
        return self._document(d.Series, lambda world, raw, doc: lib.wt_series(world, raw, count, distance, seed, doc), asked)

    def diff(self, other: World, **asked: Unpack[Asked]) -> d.Diff:
        """What makes the other world another one than this: at the start, in the rules, in the stories.

        other: such as the same file read with divergences. max_states: of each search. Raises WorldError, Cancelled, Undecided.
        """
        there = other._raw()
        return self._document(d.Diff, lambda world, raw, doc: lib.wt_diff(world, there, raw, doc), asked)

    def review(self, draft: str, *, who_knows: Optional[str] = None, **asked: Unpack[Asked]) -> d.Review:
        """What a first reader finds in a draft.

        draft: its text. who_knows: an expression; then the review says who knows its value, and from when on.
        Raises WorldError if the draft cannot be read, Cancelled.
        """
        text, what = draft.encode(), chars(who_knows, "who_knows")
        return self._document(d.Review, lambda world, raw, doc: lib.wt_review(world, raw, text, len(text), what, doc), asked)


def plan_bytes(plan: PlanLike) -> bytes:
    """A plan as the library reads it."""
    if isinstance(plan, d.Answer):
        if not plan:
            raise ValueError(f"this answer has no story: {plan.outcome.value}")
        return plan.json.encode()
    if isinstance(plan, d.SeriesStory):
        plan = plan.actions
    if not isinstance(plan, str):
        plan = "".join(f"{event}\n" for event in plan)
    return plan.encode()


def optional_plan(plan: Optional[PlanLike]) -> tuple[Any, int]:
    """The same, or none."""
    if plan is None:
        return ffi.NULL, 0
    text = plan_bytes(plan)
    return ffi.from_buffer("char[]", text), len(text)


def telling_for(teller: Optional[str], seed: int, present: bool, first_person: bool, brief: bool,
                language: str) -> tuple[Any, list[Any]]:
    """How a story is told, and what must be kept alive meanwhile."""
    strings = [chars(teller, "teller"), chars(language, "language")]
    telling = ffi.new("wt_telling*", {
        "size": ffi.sizeof("wt_telling"), "present": bool(present), "first_person": bool(first_person), "brief": bool(brief),
        "seed": whole(seed, "seed", 2**64 - 1), "teller": strings[0], "language": strings[1]})
    return telling, strings
