"""Room for deep calls: what the process is set to while specs are unfolded."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 5_000
"""Python's limit on nested calls while a spec is unfolded; the language's own limits are lower."""


class _Room:
    """What the process is set to while specs are unfolded, by whichever threads do."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.users = 0
        self.before = (0, False)

    def enter(self) -> None:
        with self.lock:
            if not self.users:
                self.before = (sys.getrecursionlimit(), gc.isenabled())
                sys.setrecursionlimit(max(self.before[0], DEEPEST))
                gc.disable()
            self.users += 1

    def leave(self) -> None:
        with self.lock:
            self.users -= 1
            if not self.users:
                sys.setrecursionlimit(self.before[0])
                if self.before[1]:
                    gc.enable()


_room = _Room()


@contextmanager
def deep_calls() -> Iterator[None]:
    """Room for blocks that call each other as deep as the language allows, whoever calls us.

    What is unfolded stays, so that looking for garbage in between would find none, over and over.
    The first thread that comes in sets the process so, the last one that leaves sets it back.
    """
    _room.enter()
    try:
        yield
    finally:
        _room.leave()
