"""Counts: how often a layer is repeated or a branch is copied, and what that comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Note
from cnnspec.language.values import Fault
from cnnspec.layers.options import got, said

if TYPE_CHECKING:
    from cnnspec.language.frames import Frame
    from cnnspec.language.values import Value


def read_count(value: Value, frame: Frame, what: str, limit: int) -> int:
    """A `repeat` or a `copies`: a whole number from 0 to the limit. Raises a Fault otherwise."""
    count = value.evaluate(frame)
    if type(count) is not int:
        code, notes = "E203", []
        if isinstance(count, float) or hasattr(count, "denominator"):
            code = "E203" if isinstance(count, bool) else "E209"
        elif hasattr(count, "terms"):
            notes = [Note("help", "a symbol stands for any number; `--set` or `--at` gives it one")]
        message = f"`{what}` wants an integer, got {got(count)}"
        raise Fault(code, message, value.node, *notes)
    if count < 0:
        raise Fault("E205", f"`{what}` must be at least 0, got {said(count)}", value.node)
    if count > limit:
        message = f"`{what}` is {said(count)}, and at most {limit:,} layers are unfolded"
        raise Fault("E213", message, value.node)
    return count


def product_text(count: int, each: int, before: int) -> str:
    """How a number of layers comes about: `1,000 times 1,000 layers are 1,000,000`."""
    start = f", and {before:,} before," if before else ""
    return f"{count:,} times {each:,} layers{start} are {count * each + before:,}"
