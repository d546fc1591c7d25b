"""What changed inside of a row, a few words each: `kernel: 5x5 -> 3x3`, `relu -> gelu`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.shape import shape_text
from cnnspec.difference.records import own_name
from cnnspec.sequence_alignment import align

if TYPE_CHECKING:
    from cnnspec.difference.kinds import Kinds
    from cnnspec.graph import Node
    from cnnspec.layers.base import Layer
    from cnnspec.results import Analysis, Row

UNCOUNTED = frozenset(["", "pad", "out_pad", "bias", "norm", "act", "gate", "ceil"])
"""Options that change no kernel; "" stands for what is no option."""


def changes_inside(
    old: Row, new: Row, before: Analysis, now: Analysis, kinds: Kinds
) -> tuple[str, ...]:
    """What differs inside, a few words each: first what counts, such as a kernel."""
    ours = before.graph.nodes[slice(*old.nodes)]
    theirs = now.graph.nodes[slice(*new.nodes)]
    keys = [kinds.number, lambda node: node.facts.layer, lambda node: node.facts.op]
    found = _Found()
    gone = ""
    for one, other in align(ours, theirs, keys):
        if one is not None and other is not None:
            gone = ""
            options = _options(ours[one], theirs[other])
            where = _inner_name(now, new, new.nodes[0] + other) if options else ""
            for name, text in options:
                found.option(name, text, where)
            for text in _learning(ours[one], theirs[other]):
                found.option("", text, "")
        elif one is not None:
            gone = ours[one].facts.op
            found.op(f"without {gone}")
        elif other is not None:
            op = theirs[other].facts.op
            if gone:
                found.replace_op(gone, op)
                gone = ""
            else:
                found.op(f"with {op}")
    if found:
        return found.told()
    if old.inputs[:1] != new.inputs[:1] and old.inputs and new.inputs:
        return (f"reads {shape_text(new.inputs[0])}, not {shape_text(old.inputs[0])}",)
    if own_name(old) != own_name(new):
        return (f"was {old.label}",)
    told = _wiring(ours, theirs, (old.nodes[0], new.nodes[0]))
    return (told,) if told else ()


def _inner_name(analysis: Analysis, row: Row, node: int) -> str:
    """The own name of a layer inside of a row, with a space behind it; nothing for the row
    itself."""
    inner = analysis.paths.layer(node)
    return "" if inner == row.path else f"{inner.rpartition('.')[2]} "


def _wiring(old: list[Node], new: list[Node], starts: tuple[int, int]) -> str:
    """What differs in the same layers: what they read, and what they are called."""
    told = ""
    for one, other in zip(old, new, strict=False):
        ours = [source - starts[0] for source in one.inputs if source >= starts[0]]
        theirs = [source - starts[1] for source in other.inputs if source >= starts[1]]
        if ours != theirs:
            return f"{other.label or other.facts.op} reads another layer"
        if one.label != other.label:
            told = told or f"{one.label} is called {other.label}"
    return told


class _Found:
    """Details by what is told: an option of one layer with its name, of several without."""

    def __init__(self) -> None:
        self.places: dict[tuple[int, str], list[str]] = {}

    def __bool__(self) -> bool:
        return bool(self.places)

    def op(self, text: str) -> None:
        """A layer that is there in one of both only."""
        self.places.setdefault((1, text), [""])

    def replace_op(self, old: str, new: str) -> None:
        """A layer in the place of another, which was told to be gone."""
        self.places.pop((1, f"without {old}"), None)
        self.op(f"{old} -> {new}")

    def option(self, name: str, text: str, where: str) -> None:
        """An option that changed in the layer `where`, which is empty or ends in a space."""
        rank = 2 if name in UNCOUNTED else 0
        places = self.places.setdefault((rank, text), [])
        if where not in places:
            places.append(where)

    def told(self) -> tuple[str, ...]:
        """All details: what changes sizes and counts, then layers, then the rest."""
        ordered = sorted(self.places.items(), key=lambda item: item[0][0])
        return tuple(
            [f"{places[0]}{text}" if len(places) == 1 else text for (_, text), places in ordered]
        )


def _learning(old: Node, new: Node) -> list[str]:
    """Whether a layer learns, and has weights of its own, where that changed."""
    told = []
    if old.frozen != new.frozen:
        told.append("frozen" if new.frozen else "not frozen any more")
    if (old.owner < 0) != (new.owner < 0):
        told.append("shares weights" if old.owner < 0 else "weights of its own")
    return told


def _options(old: Node, new: Node) -> list[tuple[str, str]]:
    """The options of a layer that changed, by name: `pad: same -> 1`. What is left to the layer is
    told as it came out, unless that is the same."""
    from cnnspec.layers.options import said

    ours, theirs = old.facts.layer, new.facts.layer
    if ours is None or theirs is None or ours == theirs or type(ours) is not type(theirs):
        return []
    written = [
        (name, getattr(ours, name), getattr(theirs, name))
        for name in ours.options
        if getattr(ours, name) != getattr(theirs, name)
    ]
    came_out = [(name, _resolved(ours, name), _resolved(theirs, name)) for name, _, _ in written]
    changed = [each for each in came_out if each[1] != each[2]] or written
    return [(name, f"{name}: {said(before)} -> {said(after)}") for name, before, after in changed]


def _resolved(layer: Layer, name: str) -> Any:
    """The value of an option, or what `auto` came to."""
    value = getattr(layer, name)
    if name != "bias" or value != "auto":
        return value
    return getattr(layer, "norm", "none") == "none"
