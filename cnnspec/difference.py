"""Two networks aligned layer by layer: what was added, removed and changed, and what that does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from cnnspec.alignment import align
from cnnspec.analysis import analyze, deep_calls
from cnnspec.comparison import Named, check_symbols, points
from cnnspec.core.diagnostic import UsageError
from cnnspec.core.record import Record
from cnnspec.core.shape import shape_text
from cnnspec.language.spec import Spec
from cnnspec.results import Analysis, Row
from cnnspec.targets import read_target

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from cnnspec.analysis import InputArgument
    from cnnspec.core.algebra import Dim
    from cnnspec.graph import Node

    Side = tuple[Row, Hashable]
    """A row with what it unfolds to."""

ChangeKind = Literal["equal", "changed", "removed", "added"]
MOST_DETAILS = 3


class Change(Record):
    """What became of one line of the folded view, and of what is inside of it.

    `old` is None for what was added, `new` for what was removed. `params` and `macs` are new less
    old, None where that is unknown. `details` say what changed inside, what counts first:
    `kernel: 5x5 -> 3x3`, `relu -> gelu`.
    """

    kind: ChangeKind
    old: Row | None
    new: Row | None
    params: Dim | None
    macs: Dim | None
    details: tuple[str, ...] = ()
    children: tuple[Change, ...] = ()

    @property
    def detail(self) -> str:
        """The first of the details in one text, with `...` where there are more."""
        return shortened(self.details)


def shortened(details: Sequence[str]) -> str:
    """A few details in one text, with `...` where there are more."""
    return ", ".join([*details[:MOST_DETAILS], *(["..."] if details[MOST_DETAILS:] else [])])


class Difference(Record):
    """Two networks, and what leads from the old one to the new one, in order."""

    old: Analysis
    new: Analysis
    changes: tuple[Change, ...]
    names: tuple[str, str] = ("", "")
    """What both are called: the network's name, or the file as it was named."""

    @property
    def equal(self) -> bool:
        """Whether every layer is the same, and the totals are."""
        same = all(change.kind == "equal" for change in self.changes)
        return same and self.old.totals == self.new.totals

    @property
    def params(self) -> Dim | None:
        """How many parameters more the new network has."""
        return _less(self.new.totals.params, self.old.totals.params)

    @property
    def macs(self) -> Dim | None:
        """How many multiply-adds more the new network does."""
        return _less(self.new.totals.macs, self.old.totals.macs)


def diff(
    old: str | Spec | Analysis,
    new: str | Spec | Analysis,
    *,
    levels: int | None = 1,
    variant: str | None = None,
    input: InputArgument = None,
    settings: Mapping[str, object] | None = None,
    where: Mapping[str, Dim | str] | None = None,
    at: Mapping[str, int | str] | None = None,
    train: bool = False,
) -> Difference:
    """Align two networks layer by layer.

    Both may be names, files, `REV:PATH` (`HEAD:nets/mine.yaml`), or points such as
    `mobilenet_v2@alpha=0.5`; of a file with several variants, `variant` chooses one on both sides.
    So many `levels` of blocks are opened, None opens all. The other options are those of `analyze`.

    Raises a UsageError for what cannot be read or is several networks, and a SpecError for a spec
    that is wrong in its form.
    """
    options: dict[str, Any] = {
        "input": input, "settings": settings, "where": where, "at": at, "train": train,
    }  # fmt: skip
    ours, theirs = _named(old, variant, options), _named(new, variant, options)
    if isinstance(old, str) or isinstance(new, str):
        check_symbols([ours, theirs], options)
    return difference(ours.analysis, theirs.analysis, (ours.full, theirs.full), levels=levels)


def _named(target: str | Spec | Analysis, variant: str | None, options: dict[str, Any]) -> Named:
    if isinstance(target, Analysis):
        return Named(target.name, target.name, target)
    if isinstance(target, Spec):
        return Named(target.name, target.name, analyze(target, check=False, **options))
    found = points(read_target(target), variant, options)
    if len(found) > 1:
        names = ", ".join([each.name for each in found])
        raise UsageError(f"{target} is {len(found)} networks; choose one", names)
    return found[0]


def difference(
    old: Analysis,
    new: Analysis,
    names: tuple[str, str] | None = None,
    *,
    levels: int | None = 1,
) -> Difference:
    """Align two networks that were analysed already."""
    with deep_calls():
        changes = _Aligner(old, new).top(levels)
    return Difference(old, new, changes, names or (old.name, new.name))


def _less(new: Dim | None, old: Dim | None) -> Dim | None:
    return None if new is None or old is None else new - old


class _Aligner:
    """Compares rows by what they unfold to, with one number for each kind of layer and input."""

    def __init__(self, old: Analysis, new: Analysis) -> None:
        self.old = old
        self.new = new
        self.kinds: dict[Hashable, int] = {}
        self.known: dict[int, int] = {}
        """The numbers of facts, which stay as long as both networks do."""

    def top(self, levels: int | None) -> tuple[Change, ...]:
        """The changes of the outermost level, opened so many levels deep."""
        changes = self.level(self.old.rows(levels), self.new.rows(levels), levels)
        return self.with_moved_inputs(changes)

    def level(
        self, old: tuple[Row, ...], new: tuple[Row, ...], levels: int | None
    ) -> tuple[Change, ...]:
        """The changes of one level: by name, then by what stands there."""
        ours = [(row, self.mark(row, self.old)) for row in old]
        theirs = [(row, self.mark(row, self.new)) for row in new]
        pairs = align(ours, theirs, KEYS)
        return tuple(
            [
                self.change(
                    None if one is None else ours[one],
                    None if other is None else theirs[other],
                    levels,
                )
                for one, other in pairs
            ]
        )

    def change(self, old: Side | None, new: Side | None, levels: int | None) -> Change:
        """What became of one row."""
        if old is None or new is None:
            if old is not None:
                row = old[0]
                return Change("removed", row, None, _less(0, row.params), _less(0, row.macs))
            assert new is not None
            return Change("added", None, new[0], new[0].params, new[0].macs)
        (one, mark), (other, mark_now) = old, new
        params, macs = _less(other.params, one.params), _less(other.macs, one.macs)
        if mark == mark_now and _own_name(one) == _own_name(other):
            return Change("equal", one, other, params, macs)
        below = None if levels is None else levels - 1
        inside: tuple[Change, ...] = ()
        if levels != 1 and (one.children or other.children):
            inside = self.level(one.children, other.children, below)
        return Change("changed", one, other, params, macs, self.details(one, other), inside)

    def mark(self, row: Row, analysis: Analysis) -> Hashable:
        """What a row unfolds to: its layers with their inputs, names and wiring."""
        first, last = row.nodes
        nodes = analysis.graph.nodes
        if last - first == 1:  # most rows of a long list: nothing to be said of what is inside
            node = nodes[first]
            return self.kind(node), len(node.inputs), node.frozen, node.owner >= 0
        inside = [
            (
                self.kind(node),
                tuple([max(source - first, -1) for source in node.inputs]),
                node.frozen,
                max(node.owner - first, -1) if node.owner >= 0 else -2,
                node.label,
            )
            for node in nodes[first:last]
        ]
        return row.kind, row.count, tuple(inside)

    def kind(self, node: Node) -> int:
        """A number for a layer with its options and the shapes that reach it."""
        facts = node.facts
        found = self.known.get(id(facts))
        if found is None:
            key = (facts.op, facts.layer, facts.inputs, facts.shape)
            found = self.known[id(facts)] = self.kinds.setdefault(key, len(self.kinds))
        return found

    def details(self, old: Row, new: Row) -> tuple[str, ...]:
        """What differs inside, a few words each: first what counts, such as a kernel."""
        ours = self.old.graph.nodes[slice(*old.nodes)]
        theirs = self.new.graph.nodes[slice(*new.nodes)]
        found = _Found()
        pairs = align(
            ours, theirs, [self.kind, lambda node: node.facts.layer, lambda node: node.facts.op]
        )
        pending = ""
        for one, other in pairs:
            if one is None or other is None:
                op = theirs[other].facts.op if other is not None else ours[one or 0].facts.op
                if other is not None and pending:
                    found.replace_op(pending, op)
                    pending = ""
                else:
                    found.op(f"with {op}" if one is None else f"without {op}")
                    pending = op if other is None else ""
                continue
            pending = ""
            options = _options(ours[one], theirs[other])
            where = self.inner_name(new, new.nodes[0] + other) if options else ""
            for name, text in options:
                found.option(name, text, where)
            for text in _learning(ours[one], theirs[other]):
                found.option("", text, "")
        if found:
            return found.told()
        if old.inputs[:1] != new.inputs[:1] and old.inputs and new.inputs:
            return (f"reads {shape_text(new.inputs[0])}, not {shape_text(old.inputs[0])}",)
        if _own_name(old) != _own_name(new):
            return (f"was {old.label}",)
        told = _wiring(ours, theirs, (old.nodes[0], new.nodes[0]))
        return (told,) if told else ()

    def inner_name(self, row: Row, node: int) -> str:
        """The own name of a layer inside of a row, with a space behind it; nothing for the row
        itself."""
        inner = self.new.paths.layer(node)
        return "" if inner == row.path else f"{inner.rpartition('.')[2]} "

    def with_moved_inputs(self, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        """Changes with layers that are the same, but read another layer than before, use the
        weights of another, or stand elsewhere among the outputs."""
        moved: dict[int, int] = {}
        for change in changes:
            if change.old is None or change.new is None:
                continue
            (first, last), (start, end) = change.old.nodes, change.new.nodes
            if change.kind == "equal":
                moved.update(zip(range(first, last), range(start, end), strict=True))
            elif last > first and end > start:
                moved[last - 1] = end - 1  # what a changed row returns is what it returned before
        kept = set(moved.values())
        return tuple([self._with_moved_inputs(change, moved, kept) for change in changes])

    def _with_moved_inputs(self, change: Change, moved: dict[int, int], kept: set[int]) -> Change:
        if change.kind != "equal" or change.old is None:
            return change
        for node in range(*change.old.nodes):
            detail = self._moved(node, moved, kept)
            if detail:
                found: Change = change.replace(kind="changed", details=(detail,))
                return found
        return change

    def _moved(self, node: int, moved: dict[int, int], kept: set[int]) -> str:
        """What a layer that is the same takes from another than before; nothing if it does not."""
        one, other = self.old.graph.nodes[node], self.new.graph.nodes[moved[node]]
        for before, now in zip(one.inputs, other.inputs, strict=True):
            if before in moved and moved[before] != now and now in kept:
                return f"reads {self.new.paths.layer(now)}, not {self.old.paths.layer(before)}"
        if one.owner >= 0 and moved.get(one.owner, other.owner) != other.owner:
            names = (self.new.paths.layer(other.owner), self.old.paths.layer(one.owner))
            return f"uses the weights of {names[0]}, not of {names[1]}"
        return self._as_output(node, moved[node])

    def _as_output(self, old: int, new: int) -> str:
        """Where a layer stands among the outputs that a spec names, where that changed."""
        if not self.old.spec.outputs and not self.new.spec.outputs:
            return ""
        before, now = self.old.graph.outputs, self.new.graph.outputs
        if old not in before or new not in now:
            if (old in before) == (new in now):
                return ""
            return "an output now" if new in now else "no output any more"
        place, place_now = before.index(old) + 1, now.index(new) + 1
        return "" if place == place_now else f"output {place_now}, not {place}"


def _own_name(row: Row) -> str | None:
    """The name that the spec gives a row; None for a number or the name of a type."""
    return row.label if row.named else None


KEYS = (
    lambda side: (_own_name(side[0]), side[1]),
    lambda side: _own_name(side[0]),
    lambda side: side[1],
    lambda side: (side[0].kind, side[0].arguments, side[0].count),
    lambda side: (side[0].kind, side[0].arguments),
    lambda side: side[0].kind or None,
)
"""How rows are found again: unchanged; by name; renamed; called alike; of the same type."""


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


UNCOUNTED = frozenset(["", "pad", "out_pad", "bias", "norm", "act", "gate", "ceil"])
"""Options that change no kernel; "" stands for what is no option."""


def _learning(old: Node, new: Node) -> list[str]:
    """Whether a layer learns, and has weights of its own, where that changed."""
    told = []
    if old.frozen != new.frozen:
        told.append("frozen" if new.frozen else "not frozen any more")
    if (old.owner < 0) != (new.owner < 0):
        told.append("shares weights" if old.owner < 0 else "weights of its own")
    return told


def _options(old: Any, new: Any) -> list[tuple[str, str]]:
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


def _resolved(layer: Any, name: str) -> Any:
    """The value of an option, or what `auto` came to."""
    value = getattr(layer, name)
    if name != "bias" or value != "auto":
        return value
    return getattr(layer, "norm", "none") == "none"
