"""Calls of the C interface: what they are given, whether they go on, and what they come to."""
from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Optional, Protocol, TypedDict, Union

from . import _read, errors
from ._library import ffi, lib

if TYPE_CHECKING:
    from . import documents as d

__all__ = ["Asked", "Event", "Progress"]

PAUSE = 0.02
"""Python is asked so many seconds apart whether a computation is to go on."""


class Event(Protocol):
    """What says whether to stop, such as a threading.Event."""

    def is_set(self) -> bool:
        """Whether to stop."""


Cancel = Union[Event, Callable[[], object]]


class Asked(TypedDict, total=False):
    """The keywords of a question, all of which may be left out.

    request: one of the file's by name, whose divergences the world must have been read with (`read(..., requests=[...])`).
    where: a constraint in the language of the file. goal: the author's utility to reach; without one the file's.

    author_limit: actions of the story, at most; character_limit: actions of a reason and of those nested in it; belief_limit: how
    deep reasons within reasons may plan ahead; belief_depth: how deep beliefs about beliefs are kept; foresight: actions of others
    that somebody wary looks ahead; possibilities: that somebody may hold at a time. Without one it is the file's.
    optimal: only a story that is proved to be a shortest one.

    max_states: belief states that answering may add; max_bytes: bytes that it may add to the stores. Both end it at the same place on
    every machine. max_seconds: seconds that it may take, by the clock.

    progress: is called with the number of steps so far, a few dozen times a second, in the computing thread. cancel: a
    threading.Event, or a function whose true result stops it. What either raises stops it, too, and is raised again.
    """

    request: Optional[str]
    where: Optional[str]
    goal: Optional[float]
    author_limit: Optional[int]
    character_limit: Optional[int]
    belief_limit: Optional[int]
    belief_depth: Optional[int]
    foresight: Optional[int]
    possibilities: Optional[int]
    optimal: bool
    max_states: Optional[int]
    max_bytes: Optional[int]
    max_seconds: Optional[float]
    progress: Optional[Callable[[int], object]]
    cancel: Optional[Cancel]


LIMITS = {"author_limit": "author", "character_limit": "character", "belief_limit": "belief", "belief_depth": "depth",
          "foresight": "foresight", "possibilities": "possibilities"}
_now = threading.local()


class Watch:
    """Says whether a computation goes on."""

    def __init__(self, asked: Asked) -> None:
        self.progress = asked.get("progress")
        self.cancel = asked.get("cancel")
        seconds = asked.get("max_seconds")
        if seconds is not None and not seconds >= 0:
            raise ValueError(f"max_seconds is a number of seconds from 0, not {seconds}")
        self.until = None if seconds is None else time.monotonic() + seconds
        self.seconds = seconds
        self.stopped_by: Optional[str] = None
        self.error: Optional[BaseException] = None

    def ask(self, steps: int) -> bool:
        """Whether to stop. Notes by what."""
        if self.progress is not None:
            self.progress(steps)
        if self.cancel is not None and (self.cancel.is_set() if hasattr(self.cancel, "is_set") else self.cancel()):
            self.stopped_by = "cancel"
        elif self.until is not None and time.monotonic() >= self.until:
            self.stopped_by = "time"
        return self.stopped_by is not None

    def is_wanted(self) -> bool:
        """Whether Python has to be asked at all: the main thread also hears of Ctrl-C."""
        return (self.progress is not None or self.cancel is not None or self.until is not None
                or threading.current_thread() is threading.main_thread())

    def __enter__(self) -> Any:
        """The poll and what it is given."""
        self.before = getattr(_now, "watch", None)
        _now.watch = self
        if not self.is_wanted():
            return ffi.NULL, ffi.NULL
        pause = PAUSE if self.seconds is None else min(PAUSE, self.seconds)
        self.memory = ffi.new("py_watch*", {"pause": int(pause * 1e9)})
        return ffi.addressof(lib, "py_poll"), self.memory

    def __exit__(self, *_: object) -> None:
        _now.watch = self.before
        if self.error is not None:
            raise self.error


def _note(_kind: object, error: BaseException, _trace: object) -> None:
    """Keeps what was raised while Python was asked, a KeyboardInterrupt too, to raise it where the computation was begun."""
    _now.watch.error = error


@ffi.def_extern(error=1, onerror=_note)  # type: ignore[misc]
def py_ask(steps: int) -> int:
    """Is called from C, in the computing thread."""
    return 1 if _now.watch.ask(steps) else 0


def chars(text: Optional[str], what: str) -> Any:
    """A string for C, which must be kept alive as long as it is used; None is NULL."""
    if text is None:
        return ffi.NULL
    if not isinstance(text, str):
        raise TypeError(f"{what} is a string, not {type(text).__name__}")
    if "\0" in text:
        raise ValueError(f"{what} has a zero character in it")
    return ffi.new("char[]", text.encode())


def names(given: Iterable[str], what: str) -> tuple[Any, list[Any]]:
    """A list of strings for C, ending in NULL, and what must be kept alive."""
    if isinstance(given, str):
        raise TypeError(f"{what} is a list of names, not one string")
    kept = [chars(name, what) for name in given]
    array = ffi.new("char*[]", [*kept, ffi.NULL])
    return array, kept


def whole(given: object, what: str, most: int = 2**31 - 1) -> int:
    """A number from 0 for C."""
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= most:
        raise ValueError(f"{what} is a whole number from 0 to {most}, not {given!r}")
    return given


class Question:
    """A question for C. `kept` keeps its strings alive."""

    def __init__(self, asked: Asked, first_try: Optional[str] = None, moment: int = 0) -> None:
        unknown = set(asked) - set(Asked.__annotations__)
        if unknown:
            known = ", ".join(sorted(Asked.__annotations__))
            raise TypeError(f"`{sorted(unknown)[0]}` is no keyword of a question; there are {known}")
        self.watch = Watch(asked)
        self.raw = ffi.new("wt_question*")
        raw = self.raw
        raw.size = ffi.sizeof("wt_question")
        for keyword, name in LIMITS.items():
            limit = asked.get(keyword)
            setattr(raw, name, -1 if limit is None else whole(limit, keyword))
        raw.optimal = bool(asked.get("optimal", False))
        goal = asked.get("goal")
        if goal is not None:
            if not math.isfinite(goal):
                raise ValueError(f"goal is a number, not {goal}")
            raw.has_goal = 1
            raw.goal = goal
        setattr(raw, "from", moment)
        self.kept = [chars(asked.get("request"), "request"), chars(asked.get("where"), "where"),
                     chars(first_try, "first_try")]
        raw.request, raw.where, raw.first_try = self.kept
        raw.max_states = self._most(asked.get("max_states"), "max_states")
        raw.max_bytes = self._most(asked.get("max_bytes"), "max_bytes")

    @staticmethod
    def _most(given: Optional[int], what: str) -> int:
        if given is not None and whole(given, what, 2**64 - 1) == 0:
            raise ValueError(f"{what} is a number from 1, or None for any")
        return given or 0

    def call(self, function: Callable[[Any], Any]) -> int:
        """Calls `function` with the question, watched; what was raised meanwhile is raised again."""
        with self.watch as (poll, user):
            self.raw.poll, self.raw.user = poll, user
            try:
                return int(function(self.raw))
            finally:
                self.raw.poll = self.raw.user = ffi.NULL


class Reply:
    """How a call went, with the document that it gave."""

    def __init__(self, status: int, slot: Any) -> None:
        self.status = status
        self.text = self.json = ""
        self.content = b""
        self.has_doc = slot[0] != ffi.NULL
        if self.has_doc:
            length = ffi.new("size_t*")
            doc = ffi.gc(slot[0], lib.wt_doc_close)
            self.json = _string(lib.wt_json(doc, length), length[0]).decode("utf-8", "replace")
            self.content = _string(lib.wt_text(doc, length), length[0])
            self.text = self.content.decode("utf-8", "replace")
            ffi.release(doc)

    def data(self) -> dict[str, Any]:
        """The JSON of the document."""
        return _read.parse(self.json)

    def check(self, watch: Optional[Watch] = None) -> None:
        """Raises what the status says, if it is no answer."""
        if self.status == lib.WT_BAD_INPUT:
            raise errors.WorldError(self.text.rstrip("\n"), self.diagnostics())
        if self.status == lib.WT_CANCELLED:
            raise errors.Cancelled(watch.stopped_by if watch and watch.stopped_by else "cancel")
        if self.status == lib.WT_NO_MEMORY:
            raise MemoryError("there is no memory left")
        if self.status == lib.WT_INTERNAL:
            raise errors.InternalError("a mistake of ours; please report it")

    def diagnostics(self) -> tuple[d.Diagnostic, ...]:
        """The messages that the document has, if it is one of messages."""
        return _read.diagnostics(self.data()) if self.has_doc else ()

    def document(self, watch: Optional[Watch] = None) -> dict[str, Any]:
        """The JSON of the document that was asked for; raises where there is only a message in its place."""
        self.check(watch)
        data = self.data()
        if "files" not in data:
            return data
        text = self.text.rstrip("\n")
        raise errors.NoStory(text) if self.status == lib.WT_NO else errors.Undecided(text)


def _string(begin: Any, length: int) -> bytes:
    return bytes(ffi.buffer(begin, length))


class Progress:
    """How far stepwise planning is."""

    __slots__ = ("steps", "bytes")

    def __init__(self, steps: int, taken: int) -> None:
        self.steps = steps
        """Steps so far, of some microseconds each."""
        self.bytes = taken
        """Bytes that the session has taken so far."""

    def __repr__(self) -> str:
        """For people."""
        return f"Progress(steps={self.steps}, bytes={self.bytes})"
