"""Stories that run: what happens, what is so, who would do what."""
from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Iterable, Optional, Union

from . import _read, documents as d, errors
from ._call import Asked, Question, Reply, chars, whole
from ._library import ffi, lib
from .steps import Session, Steps

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = ["Story"]


class Story:
    """A story in which things happen one after the other.

        story = world.play()
        story.happen("walk(Nina, Home, Market)")
        story.value("believes(Nina, content())")
        story.intends("Nina")

    A *moment* is a number for a state of the story: 0 is the start, and every event leads to another. Moments are never forgotten: most
    methods take one as `at`, and without it look at `moment`, which `happen` moves on and which may be set. Threads may share a story;
    one call at a time is worked on. `World.play` makes one. It is closed like a world.
    """

    def __init__(self, session: Session) -> None:
        """Is called by `World.play`."""
        self._session = session
        self._moment = 0

    @property
    def moment(self) -> int:
        """The present. Setting it leads back, or into another course of events; what happened since is not forgotten."""
        return self._moment

    @moment.setter
    def moment(self, moment: int) -> None:
        self._moment = whole(moment, "moment", 2**32 - 1)

    @property
    def bytes(self) -> int:
        """Bytes of memory that the story has taken."""
        return self._session.bytes()

    def close(self) -> None:
        """Gives its memory back. May be called again; everything else raises ValueError from now on."""
        self._session.close()

    def __enter__(self) -> Story:
        """The story, to be closed at the end of the `with`."""
        return self

    def __exit__(self, kind: Optional[type[BaseException]], error: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        self.close()

    def _at(self, at: Optional[int]) -> int:
        return self._moment if at is None else whole(at, "at", 2**32 - 1)

    def happen(self, event: Union[str, d.Step], *, at: Optional[int] = None) -> d.Happened:
        """Lets an event happen, whoever wanted it, and makes the moment after it the present.

        event: such as "steal(Tom, Coin)", or "search(Tom, Box) fails" for one that is tried in vain, or a step of an answer. at: the moment
        before it.
        Raises Impossible, which says why, and WorldError if there is no such event.
        """
        text = chars(str(event) if isinstance(event, d.Step) else event, "event")
        after = ffi.new("wt_moment*")
        begin = self._at(at)
        reply = self._session.call(None, lambda handle, _, doc: lib.wt_happen(handle, begin, text, after, doc))
        reply.check()
        if reply.status != lib.WT_OK:
            raise errors.Impossible(reply.text.rstrip("\n"))
        self._moment = int(after[0])
        return _read.load(d.Happened, reply.data())

    def value(self, expression: str, *, at: Optional[int] = None) -> d.Value:
        """The value of an expression, such as "at(Tom)" or "believes(Ann, at(Tom))"; None: unknown. Raises WorldError."""
        moment, text = self._at(at), chars(expression, "expression")
        reply = self._session.call(None, lambda handle, _, doc: lib.wt_value(handle, moment, text, doc))
        value: d.Value = reply.document()["value"]
        return value

    def intends(self, character: str, *, at: Optional[int] = None, **asked: Unpack[Asked]) -> tuple[d.Intention, ...]:
        """What a character would do now for a reason of its own, as it sees things. Raises WorldError, Undecided, Cancelled."""
        moment, who, question = self._at(at), chars(character, "character"), Question(asked)
        reply = self._session.call(question, lambda handle, raw, doc: lib.wt_intends(handle, moment, who, raw, doc))
        return tuple(_read.load(d.Intention, one) for one in reply.document(question.watch)["intends"])

    def next(self, *, at: Optional[int] = None, **asked: Unpack[Asked]) -> tuple[d.NextEvent, ...]:
        """The events that can happen now and in which all who would have to take part would do so. Raises as `intends` does."""
        moment, question = self._at(at), Question(asked)
        reply = self._session.call(question, lambda handle, raw, doc: lib.wt_next(handle, moment, raw, doc))
        return tuple(_read.load(d.NextEvent, one) for one in reply.document(question.watch)["events"])

    def plan(self, *, first_try: Union[str, Iterable[str], None] = None, at: Optional[int] = None,
             **asked: Unpack[Asked]) -> d.Answer:
        """How to get to the author's goal from here; as `World.plan`, but the referee judges only what begins at the start.

        first_try: events that may do, such as what is left of the last plan after something that it did not foresee; they are tried
        first. What the story has found out before makes it quicker.
        """
        return self._session.plan(self._question(first_try, at, asked))

    def steps(self, each: int = 10_000, *, first_try: Union[str, Iterable[str], None] = None, at: Optional[int] = None,
              **asked: Unpack[Asked]) -> Steps:
        """The same stepwise, as `World.steps`. Whatever else is done with the story meanwhile, but to save, gives up this."""
        return self._session.steps(self._question(first_try, at, asked), each)

    def _question(self, first_try: Union[str, Iterable[str], None], at: Optional[int], asked: Asked) -> Question:
        if first_try is not None and not isinstance(first_try, str):
            first_try = "".join(f"{event}\n" for event in first_try)
        return Question(asked, first_try or None, self._at(at))

    def save(self, *, at: Optional[int] = None) -> str:
        """All that has happened up to a moment, as JSON (docs/schema/save.schema.json), to be kept in a file."""
        moment = self._at(at)
        reply: Reply = self._session.call(None, lambda handle, _, doc: lib.wt_save(handle, moment, doc),
                                          gives_up=False)
        reply.document()
        return reply.json

    def restore(self, save: str) -> d.Restored:
        """Lets happen again what was saved, in this world or in one that was changed since, and makes its end the present.

        The result says what does not fit any more; the rest has happened. Raises WorldError if it is no save.
        """
        text, after = save.encode(), ffi.new("wt_moment*")
        reply = self._session.call(None, lambda handle, _, doc: lib.wt_restore(handle, text, len(text), after, doc))
        reply.check()
        self._moment = int(after[0])
        return _read.load(d.Restored, reply.data())
