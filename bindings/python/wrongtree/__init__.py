"""Wrongtree: a story engine whose characters can be wrong.

    import wrongtree

    with wrongtree.read("worlds/market.wt") as world:
        answer = world.plan()
        for step in answer:
            print(step)

`read` gives a `World`, of which everything else is asked. Answers are dataclasses. docs/python.md is the guide.
"""
from . import documents
from ._call import Asked, Progress
from ._library import ffi as _ffi, lib as _lib
from .documents import *
from .documents import __all__ as _all_documents
from .errors import Cancelled, Impossible, InternalError, NoStory, Undecided, WorldError, WrongtreeError
from .steps import Steps
from .story import Story
from .world import PlanLike, World, read

__version__: str = _ffi.string(_lib.wt_version()).decode()

__all__ = ["Asked", "Cancelled", "Impossible", "InternalError", "NoStory", "PlanLike", "Progress", "Steps", "Story", "Undecided",
           "World", "WorldError", "WrongtreeError", "__version__", "documents", "read"]
__all__ += _all_documents
