"""Figures that a spec expects: exact, as printed, or within a percentage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cnnspec.core.diagnostic import Note
from cnnspec.core.record import Record
from cnnspec.language.nodes import Mapping, Scalar, Sequence
from cnnspec.language.problems import suggestion
from cnnspec.language.values import Fault, compile_value, report_missing

if TYPE_CHECKING:
    from cnnspec.language.nodes import Node
    from cnnspec.language.values import Names

# Patterns are compiled when a text is held against them: few specs have any.
PRINTED = r"(\d+)(?:\.(\d+))?([KMG])"
PERCENT = r"(\d+)(?:\.(\d+))?\s*%"
OTHER_UNIT = r"(\d+(?:\.\d+)?)\s*([A-Za-z])"
POWERS = {"K": 3, "M": 6, "G": 9}
FIGURE_KEYS = ("value", "within", "cut", "cite")


class Figure(Record):
    """One expected figure: `value` is what is written, with the places where it was rounded.

    A printed figure such as 1.58G has `unit` 10,000,000: it holds for what rounds to it. `within`
    is (numerator, denominator) of the fraction by which the found value may be off. One that was
    `cut` off holds for what begins so: 3.8G up to below 3.9G.
    """

    node: Node
    text: str
    value: Any
    unit: int = 0
    within: tuple[int, int] | None = None
    cite: str = ""
    cut: bool = False

    def holds(self, found: Any) -> bool:
        """Whether a value that was found agrees."""
        if self.within is not None:
            above, below = self.within
            return bool(abs(found - self.value) * below <= self.value * above)
        if self.cut:
            return bool(self.value <= found < self.value + self.unit)
        if self.unit:
            return bool(2 * abs(found - self.value) <= self.unit)
        return bool(found == self.value)

    @property
    def exact(self) -> bool:
        """Whether the figure stands for one value only."""
        return self.within is None and not self.unit


def read_figures(node: Node, names: Names, scope: Any, *, shape: bool = False) -> list[Figure]:
    """The figures of one metric; a list means that all must hold. Raises a Fault at what is wrong.

    With `shape`, a list is one shape.
    """
    if shape:
        if isinstance(node, Mapping):
            return [_mapped(node, names, scope, shape=True)]
        return [Figure(node, _written(node), _shape(node, names, scope))]
    if isinstance(node, Sequence):
        if not node.items:
            raise Fault("E203", "a figure is missing here", node)
        return [_figure(item, names, scope) for item in node.items]
    return [_figure(node, names, scope)]


def _figure(node: Node, names: Names, scope: Any) -> Figure:
    if isinstance(node, Mapping):
        return _mapped(node, names, scope)
    value, unit = read_number(node, names, scope)
    return Figure(node, _written(node), value, unit)


def _mapped(node: Mapping, names: Names, scope: Any, *, shape: bool = False) -> Figure:
    for key, _ in node.entries:
        if key.text not in FIGURE_KEYS:
            near = suggestion(key.text, FIGURE_KEYS)
            hint = Note("help", f"it may have {', '.join(FIGURE_KEYS)}")
            raise Fault("E104", f"a figure has no key `{key.text}`{near}", key, hint)
    inner = node.get("value")
    if inner is None:
        raise Fault("E204", "a figure needs its `value`", node)
    within, cite = node.get("within"), node.get("cite")
    text = _written(inner)
    value, unit = (_shape(inner, names, scope), 0) if shape else read_number(inner, names, scope)
    fraction = None
    if within is not None:
        fraction = _percentage(within)
        text = f"{text} within {_written(within)}"
    cut = _cut(node, unit)
    if cut:
        text = f"{text} cut off"
    source = ""
    if isinstance(cite, Scalar):
        source = cite.text
    elif cite is not None:
        raise Fault("E203", "`cite` of a figure wants text", cite)
    return Figure(node, text, value, unit, fraction, source, cut)


def _cut(node: Mapping, unit: int) -> bool:
    """Whether a figure says that it was cut off, which only a printed one can be."""
    said = node.get("cut")
    if said is None:
        return False
    text = said.text if isinstance(said, Scalar) else "something else"
    if text not in ("true", "false"):
        raise Fault("E203", f"`cut` wants true or false, got {text}", said)
    if text == "true" and not unit:
        raise Fault("E203", "`cut` is for a printed figure such as 3.8G", said)
    if text == "true" and node.get("within") is not None:
        raise Fault("E203", "a figure is `cut` off or `within` a percentage, not both", said)
    return text == "true"


def _percentage(node: Node) -> tuple[int, int]:
    match = re.fullmatch(PERCENT, node.text.strip()) if isinstance(node, Scalar) else None
    if match is None:
        said = node.text if isinstance(node, Scalar) else "something else"
        raise Fault("E203", f"`within` wants a percentage such as 2%, got {said}", node)
    whole, decimals = match[1], match[2] or ""
    if len(whole + decimals) > 18:
        raise Fault("E203", f"`within` has fewer digits, got {match[0][:40]}", node)
    return int(whole + decimals), 100 * 10 ** len(decimals)


def read_number(node: Node, names: Names, scope: Any) -> tuple[Any, int]:
    """A number, and the places where it was rounded if it is printed; a Fault for what is none."""
    match = re.fullmatch(PRINTED, node.text.strip()) if isinstance(node, Scalar) else None
    if match is not None:
        whole, decimals, suffix = match[1], match[2] or "", match[3]
        places = POWERS[suffix] - len(decimals)
        if places < 0 or len(whole) > 18:
            raise Fault("E203", f"a printed figure has fewer digits, got {match[0][:40]}", node)
        return int(whole + decimals) * 10**places, 10**places
    unit = re.fullmatch(OTHER_UNIT, node.text.strip()) if isinstance(node, Scalar) else None
    if unit is not None:
        likely = unit[2].upper()
        help = [Note("help", f"write {unit[1]}{likely}")] if likely in POWERS else []
        raise Fault("E203", f"a printed figure ends in K, M or G, got {unit[0][:40]}", node, *help)
    return _value(node, names, scope), 0


def _shape(node: Node, names: Names, scope: Any) -> tuple[Any, ...]:
    value = _value(node, names, scope)
    return value if isinstance(value, tuple) else (value,)


def _value(node: Node, names: Names, scope: Any) -> Any:
    """The value of an expression; a Fault without a code if what is wrong was told already."""
    problems = len(names.problems.found)
    value = compile_value(node, names)
    report_missing(names, {}, ())
    if len(names.problems.found) > problems:
        raise Fault("", "", None)
    return value.evaluate(scope)


def _written(node: Node) -> str:
    if isinstance(node, Scalar):
        return node.text.strip()
    if isinstance(node, Sequence):
        return f"[{', '.join(map(_written, node.items))}]"
    return "..."
