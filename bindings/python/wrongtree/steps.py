"""Sessions, and planning in steps."""
from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, Optional, Union

from . import _read, documents as d
from ._call import Progress, Question, Reply, whole
from ._library import ffi, lib

__all__ = ["Steps"]


class Session:
    """What was found out about a world so far. One call at a time: others wait."""

    def __init__(self, handle: Any) -> None:
        self._handle = handle
        self._lock = threading.RLock()
        self.asked = 0
        """How often something was done that gives up what is answered in steps."""

    @staticmethod
    def open(world: Any, question: Question) -> Union[Session, str]:
        """A session for questions with limits up to those of `question`, or what stopped it."""
        handle, doc = ffi.new("wt_session**"), ffi.new("wt_doc**")
        reply = Reply(question.call(lambda raw: lib.wt_open(world, raw, handle, doc)), doc)
        if reply.status == lib.WT_CANCELLED:
            return question.watch.stopped_by or "cancel"
        reply.check()
        if reply.status == lib.WT_UNDECIDED:
            return "memory" if "memory" in reply.text else "states"
        return Session(ffi.gc(handle[0], lib.wt_session_close))

    def close(self) -> None:
        """Gives the memory back when the call that is under way has come back."""
        self._handle = None

    def call(self, question: Optional[Question], function: Callable[[Any, Any, Any], Any], *, gives_up: bool = True) -> Reply:
        """The reply to `function(session, question, doc)`. gives_up: what is answered in steps."""
        with self._lock:
            self.asked += gives_up
            handle, doc = self._handle, ffi.new("wt_doc**")
            if handle is None:
                raise ValueError("this is closed")
            if question is None:
                return Reply(function(handle, ffi.NULL, doc), doc)
            return Reply(question.call(lambda raw: function(handle, raw, doc)), doc)

    def bytes(self) -> int:
        """That it has taken."""
        with self._lock:
            return 0 if self._handle is None else int(lib.wt_session_bytes(self._handle))

    def plan(self, question: Question) -> d.Answer:
        """The answer to a question, in one go."""
        return answer_of(self.call(question, lib.wt_plan), question)

    def steps(self, question: Question, each: int) -> Steps:
        """The same in steps."""
        whole(each, "each", 2**63)
        if each == 0:
            raise ValueError("each is a number of steps from 1")
        # The library calls no poll here: in steps the caller decides between them, and Python is never entered on another stack.
        self.call(None, lambda handle, _, __: lib.wt_begin(handle, question.raw)).check()
        return Steps(self, question, each)


def answer_of(reply: Reply, question: Question) -> d.Answer:
    """An answer, also where the caller has stopped it."""
    if reply.status == lib.WT_CANCELLED:
        return d.Answer(outcome=d.Outcome.STOPPED, stopped_by=question.watch.stopped_by or "cancel")
    reply.check()
    return _read.answer(reply.text, reply.json)


class Steps(Iterator[Progress]):
    """Planning in steps: each iteration goes on for so many steps and says how far it is; at the end `answer` is there.

        steps = world.steps()
        for progress in tqdm.tqdm(steps):
            pass
        print(steps.answer)

    It may be handed on to another thread between two iterations. It is closed when nobody refers to it.
    """

    def __init__(self, session: Optional[Session], question: Optional[Question], each: int) -> None:
        """Is called by `World.steps` and `Story.steps`."""
        self._session = session
        self._question = question
        self._each = each
        self._number = session.asked if session else 0
        self._steps = 0
        self._answer: Optional[d.Answer] = None

    @staticmethod
    def of_answer(answer: d.Answer) -> Steps:
        """Steps that have come to their end before the first."""
        steps = Steps(None, None, 1)
        steps._answer = answer
        return steps

    @property
    def answer(self) -> Optional[d.Answer]:
        """The answer, the same as that of `plan`; None as long as there is more to do."""
        return self._answer

    def result(self) -> d.Answer:
        """Goes on to the end, and gives the answer."""
        for _ in self:
            pass
        assert self._answer is not None
        return self._answer

    def close(self) -> None:
        """Gives up the question. There are no more iterations."""
        self._session = None

    def __enter__(self) -> Steps:
        """The steps, to be closed at the end of the `with`."""
        return self

    def __exit__(self, kind: Optional[type[BaseException]], error: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        self.close()

    def __iter__(self) -> Steps:
        """The same."""
        return self

    def __next__(self) -> Progress:
        """Goes on for so many steps. Raises StopIteration when the answer is there, and ValueError if something else was done with
        the story meanwhile."""
        session, question = self._session, self._question
        if session is None or question is None or self._answer is not None:
            raise StopIteration
        if session.asked != self._number:
            raise ValueError("something else was done with the story meanwhile, which gave up this question")
        if question.watch.ask(self._steps):
            return self._end(d.Answer(outcome=d.Outcome.STOPPED, stopped_by=question.watch.stopped_by))
        reply = session.call(None, lambda handle, _, doc: lib.wt_step(handle, self._each, doc), gives_up=False)
        self._steps += self._each
        if reply.status != lib.WT_MORE:
            return self._end(answer_of(reply, question))
        return Progress(self._steps, session.bytes())

    def _end(self, answer: d.Answer) -> Progress:
        self._answer = answer
        self._session = None
        raise StopIteration
