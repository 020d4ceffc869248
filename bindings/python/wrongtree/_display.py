"""How answers look in Jupyter: plain HTML without styles from elsewhere, all names escaped."""
from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import documents as d

BOARD_HEIGHT = 640
"""Of a storyboard in a notebook, in pixels."""


def _reason(reason: d.Reason) -> str:
    plan = ", ".join(str(step) for step in reason.steps)
    return f"<li>{escape(reason.character)}: {escape(plan)}</li>"


def answer(found: d.Answer) -> str:
    """The events as a list, below each of them the plans that are its reasons."""
    if not found:
        words = {"PROVED": "proved: there is no story within the limits",
                 "STOPPED": f"stopped by {found.stopped_by}, before there was a story"}
        return f"<p><em>{escape(words[found.outcome.name])}</em></p>"
    events = "".join(
        f"<li><code>{escape(str(step))}</code><ul>{''.join(_reason(one) for one in step.reasons)}</ul></li>"
        for step in found.steps)
    return f"<ol>{events}</ol>"


def telling(told: d.Telling) -> str:
    """The title and the paragraphs."""
    title = f"<h3>{escape(told.title)}</h3>" if told.title else ""
    paragraphs = (escape(" ".join(one.text for one in sentences)) for sentences in told.paragraphs)
    return title + "".join(f"<p>{one}</p>" for one in paragraphs)


def board(drawn: d.Board) -> str:
    """The page in a frame of its own: neither its styles nor its scripts reach the notebook."""
    return (f'<iframe sandbox="allow-scripts" srcdoc="{escape(drawn.html)}" '
            f'style="width: 100%; height: {BOARD_HEIGHT}px; border: 0"></iframe>')
