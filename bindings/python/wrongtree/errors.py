"""What goes wrong, as exceptions."""
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .documents import Diagnostic

__all__ = ["Cancelled", "Impossible", "InternalError", "NoStory", "Undecided", "WorldError", "WrongtreeError"]


class WrongtreeError(Exception):
    """Everything that this package raises of its own is one of these. `str()` of it is for people."""


class WorldError(WrongtreeError, ValueError):
    """A world, a plan, a draft or a question is wrong.

    `diagnostics` has all that was found, by place; each says what was seen, what was expected and what to do.
    """

    def __init__(self, text: str, diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(text)
        self.diagnostics = diagnostics


class NoStory(WrongtreeError):
    """There is no story to tell, to draw or to export: within the limits this is proved, or the plan that was given is none."""


class Undecided(WrongtreeError):
    """A limit (`max_states`, `max_bytes`, or one of the library's own) ended it before there was an answer."""


class Cancelled(WrongtreeError):
    """It was stopped. `by` says by what: "cancel", or "time" for `max_seconds`."""

    def __init__(self, by: str) -> None:
        super().__init__(f"stopped by {by}")
        self.by = by


class Impossible(WrongtreeError):
    """An event cannot happen at this moment of a story; `str()` of it says why."""


class InternalError(WrongtreeError, RuntimeError):
    """A mistake of ours: please report it. The session in which it happened is of no more use, its world is."""
