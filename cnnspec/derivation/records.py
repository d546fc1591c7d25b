"""What an explanation is made of: figures with the sums behind them, as plain frozen data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cnnspec.core.record import Record

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim, Number
    from cnnspec.core.shape import Shape
    from cnnspec.core.terms import Term
    from cnnspec.passes.lattice import Run
    from cnnspec.results import Analysis, Claim, Row

Kind = Literal["layer", "block", "network"]


class Working(Record):
    """One sum: what is worked out, what it comes to, and what is to be said of it."""

    term: Term
    value: Dim
    remark: str = ""


class Figure(Record):
    """One figure, with the sums behind it.

    Several workings of a count add up to its `value`; those of a shape stand for an axis or a size
    each, and it has no value. `whole` is the same figure of the whole network, where there is one.
    `aside` is what the figure would be otherwise.
    """

    name: str
    workings: tuple[Working, ...]
    value: Dim | None
    remark: str = ""
    whole: Dim | None = None
    aside: tuple[str, Working] | None = None


class Sight(Record):
    """What values of a layer see along one axis of an image of `cells` pixels.

    `first` is seen by the first value and `middle` by the one at `position`, both from the first
    pixel to the last and, where padding is read, beyond the image; None where there is nothing to
    tell apart. `stride` is how far apart neighbours are, None where paths differ or symbols leave
    it open; `all` says that a value sees all of the axis.
    """

    cells: Dim
    first: Run | None
    position: Dim
    middle: Run | None
    stride: Number | None
    all: bool


class Seeing(Record):
    """Which input pixels a value sees: the field, how it grows, and where it lies on each axis."""

    field: Dim | tuple[Dim, ...] | None
    working: Working | None
    axes: tuple[Sight, ...]


class Explanation(Record):
    """Why the figures of a layer, a block or a network are what they are.

    `path` is the layer's; the network's own is empty. `row` is its row in the folded view, `parts`
    the rows inside it, `times` in how many equal places they stand. `inputs` are the shapes that it
    reads, by name; `own` is what it gives with the spec's own input and variables, where a reader
    replaced those. `line` is where it stands in the spec's file. `claims` are what the spec expects
    of it, `units` which of `neurons` and `connections` the spec speaks of.
    """

    analysis: Analysis
    kind: Kind
    path: str
    op: str
    row: Row | None
    inputs: tuple[tuple[str, Shape | None], ...]
    out: Shape | None
    own: Shape | None
    shape: tuple[Working, ...]
    computes: str
    figures: tuple[Figure, ...]
    sees: Seeing | None
    parts: tuple[Row, ...] = ()
    times: int = 1
    table: tuple[tuple[bool, ...], ...] | None = None
    line: int | None = None
    claims: tuple[Claim, ...] = ()
    units: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        from cnnspec.render.explaining import explanation_screen
        from cnnspec.render.plain import plain

        return plain(explanation_screen(self)).rstrip("\n")

    def _repr_markdown_(self) -> str:
        from cnnspec.render.explaining_markdown import explanation_markdown

        return explanation_markdown(self)
