"""From the JSON of documents to dataclasses."""
from __future__ import annotations

import dataclasses
import functools
import json
import typing
from typing import Any, Optional, TypeVar, cast

from . import documents as d

T = TypeVar("T")

OUTCOMES = {"found": d.Outcome.FOUND, "none": d.Outcome.PROVED, "undecided": d.Outcome.STOPPED}


@functools.lru_cache(maxsize=None)
def _fields(cls: Any) -> tuple[tuple[str, str, Any], ...]:
    """Of every field its name, its name in JSON, and its type."""
    types = typing.get_type_hints(cls)
    return tuple((f.name, f.metadata.get("json", f.name), types[f.name]) for f in dataclasses.fields(cls))


def convert(kind: Any, value: Any) -> Any:
    """`value` as a `kind`: a dataclass, a tuple of one kind, an optional one; all else stays as it is."""
    origin = typing.get_origin(kind)
    if value is None or kind is d.Value:
        return value
    if origin is tuple:
        inner = typing.get_args(kind)[0]
        return tuple(convert(inner, one) for one in value)
    if origin is typing.Union:
        wanted = [one for one in typing.get_args(kind) if one is not type(None)]
        return convert(wanted[0], value) if len(wanted) == 1 else value
    return load(kind, value) if dataclasses.is_dataclass(kind) else value


def load(cls: type[T], data: dict[str, Any], **given: Any) -> T:
    """A dataclass of what a JSON object says, and of what is given besides."""
    values = {name: convert(kind, data[key]) for name, key, kind in _fields(cast(Any, cls)) if key in data and name not in given}
    return cls(**values, **given)


def diagnostics(data: dict[str, Any]) -> tuple[d.Diagnostic, ...]:
    """The messages of a document of that kind. What has no place gets no span."""
    found = []
    for file in data["files"]:
        if file["failure"]:
            found.append(d.Diagnostic("", "error", file["failure"], file=file["file"]))
        found += [load(d.Diagnostic, one, file=file["file"]) for one in file["diagnostics"]]
    return tuple(found)


def _steps(data: Optional[list[dict[str, Any]]], reasons: list[d.Reason]) -> tuple[d.Step, ...]:
    return tuple(d.Step(one["action"], one["name"], tuple(one["arguments"]), one.get("fails", False),
                        tuple(reasons[number] for number in one["reasons"]),
                        convert(tuple[d.Odds, ...], one.get("odds", [])))
                 for one in data or [])


def answer(text: str, document: str) -> d.Answer:
    """An answer with its reasons. Reasons refer to one another in any order, but never in a circle."""
    data = parse(document)
    reasons = [d.Reason(one["character"]) for one in data["explanations"]]
    for reason, one in zip(reasons, data["explanations"]):
        object.__setattr__(reason, "steps", _steps(one["steps"], reasons))
    return load(d.Answer, data, outcome=OUTCOMES[data["verdict"]], steps=_steps(data["steps"], reasons), json=document,
                text=text)


def parse(text: str) -> dict[str, Any]:
    """The JSON of a document."""
    data: dict[str, Any] = json.loads(text)
    return data
