"""Limits: one figure of a budget, as it is written and as a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from cnnspec.core.record import Record
from cnnspec.language.figures import read_number
from cnnspec.language.nodes import Scalar
from cnnspec.language.problems import suggestion
from cnnspec.language.values import Fault

if TYPE_CHECKING:
    from cnnspec.language.nodes import Node
    from cnnspec.language.values import Names

    Bound = Literal["max", "min", "multiple"]

BYTES = ("weights", "buffers", "peak_memory")
COUNTS = ("params", "macs")
METRICS = (*COUNTS, *BYTES, "field", "depth", "layer_count", "channel_multiple")
LAYER_METRICS = (*COUNTS, *BYTES)
BOUNDS = ("min", "max")
UNITS = {
    "B": 1,
    "KB": 10**3,
    "MB": 10**6,
    "GB": 10**9,
    "KiB": 2**10,
    "MiB": 2**20,
    "GiB": 2**30,
}
PLAIN = re.compile(r"\d{1,15}|\d{1,15}(\.\d{1,9})?[KMG]")
"""What a target may hold, which knows no variables."""
SIZE = re.compile(r"(\d{1,15})(?:\.(\d{1,9}))?\s*([A-Za-z]*)")


class Limit(Record):
    """One limit of a budget: `metric` of the layer `path`, or of the network where that is empty.

    `bound` says whether `figure` is the most, the least, or what the value is a multiple of.
    `node` is where it is written, as `text`.
    """

    metric: str
    path: str
    node: Node
    text: str
    figure: Any
    bound: Bound
    dtype: str
    in_place: bool
    target: str
    key: Node | None = None
    """The path of the layer, where it is written."""

    @property
    def name(self) -> str:
        """`macs`, or `conv4_x.macs`."""
        return f"{self.path}.{self.metric}" if self.path else self.metric


def read_limit(
    metric: str, node: Node, bound: Bound, names: Names, scope: Any, *, plain: bool = False
) -> tuple[str, Any]:
    """A limit as it is written, and as a number, which is a plain one in a target. Raises a Fault
    for what is none."""
    if not isinstance(node, Scalar) or node.empty:
        wanted = "bytes such as 256 KiB" if metric in BYTES else "a number such as 50M"
        raise Fault("E203", f"`{metric}` wants {wanted}", node)
    if metric in BYTES:
        return node.text.strip(), _bytes(metric, node, bound)
    if plain and not PLAIN.fullmatch(node.text.strip()):
        message = f"`{metric}` of a target wants a number, got {node.text.strip()[:40]}"
        raise Fault("E203", message, node)
    value, _ = read_number(node, names, scope)
    form = hasattr(value, "terms") and bound != "multiple"
    if type(value) is not int and not form:
        raise Fault("E203", f"`{metric}` wants a whole number, got {node.text.strip()}", node)
    if type(value) is int and value < (1 if bound == "multiple" else 0):
        raise Fault("E205", f"`{metric}` of {value} is no budget", node)
    return node.text.strip(), value


def _bytes(metric: str, node: Scalar, bound: Bound) -> int:
    """`1.5 MiB` in bytes: what is less than a byte is never granted."""
    text = node.text.strip()
    match = SIZE.fullmatch(text)
    if match is None:
        raise Fault("E203", f"`{metric}` wants bytes such as 256 KiB, got {text[:40]}", node)
    whole, decimals, unit = match[1], match[2] or "", match[3]
    if unit not in UNITS:
        known = f"one of {', '.join(UNITS)}"
        got = f"`{unit}` is no unit of bytes{suggestion(unit, UNITS)}" if unit else (
            f"`{metric}` needs a unit, {known}: got {text[:40]}"
        )  # fmt: skip
        raise Fault("E203", got, node)
    parts = int(whole + decimals) * UNITS[unit]
    each = int("1" + "0" * len(decimals))
    return -(-parts // each) if bound == "min" else parts // each
