"""What an analysis returns: plain frozen data that knows nothing of screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.record import Record

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.core.citation import Citation
    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.core.shape import Shape
    from cnnspec.core.window import Relation
    from cnnspec.graph import Graph
    from cnnspec.language.figures import Figure
    from cnnspec.language.point import Point
    from cnnspec.language.spec import Spec
    from cnnspec.passes.counts import Sums
    from cnnspec.passes.field import Fields
    from cnnspec.passes.grid import Grid
    from cnnspec.passes.memory import Memory
    from cnnspec.passes.training import Training
    from cnnspec.paths import Paths


class Totals(Record):
    """The sums over a network; None where one cannot be computed.

    `params` are trainable and frozen weights; `buffers` (running statistics) are apart. `kernels`
    are kernel weights only. `macs` are multiply-adds, `depth` the most layers with kernels on any
    path, `field` the receptive field of one value of the last tensor in input pixels (a tuple if
    the axes differ, None if it has no axes), `layers` the number of unfolded layers.
    """

    params: Dim | None
    trainable: Dim | None
    buffers: Dim | None
    kernels: Dim | None
    macs: Dim | None
    depth: int | None
    field: Dim | tuple[Dim, ...] | None
    layers: int


class LayerResult(Record):
    """One unfolded layer: its dotted path, its type, and what it gives and costs.

    `out` is None where the shape is unknown; so are the counts. A layer that shares the weights of
    an earlier one has none of its own, and `shares` is the other's path.
    """

    name: str
    op: str
    out: Shape | None
    params: Dim | None
    trainable: Dim | None
    buffers: Dim | None
    macs: Dim | None
    inputs: tuple[str, ...] = ()
    shares: str | None = None
    kernels: Dim | None = None


class Row(Record):
    """One line of the folded view: a layer as it stands in the spec, or equal iterations of one.

    `label` is its own part of the path (`conv1`, `0`, `1-5`), `kind` its op or block, `count` how
    many equal iterations it stands for, `arguments` what it was called with. Sums cover all that
    lies below. `relations` and `inputs` are those of its window, where it has one.
    """

    label: str
    path: str
    kind: str
    arguments: str
    count: int
    inputs: tuple[Shape, ...]
    out: Shape | None
    params: Dim | None
    trainable: Dim | None
    macs: Dim | None
    field: Dim | tuple[Dim, ...] | None
    relations: tuple[Relation, ...] = ()
    children: tuple[Row, ...] = ()
    shares: str | None = None
    note: str = ""
    outs: tuple[Shape, ...] = ()
    """The shapes of all results, where a block returns several; `out` is then the last."""
    nodes: tuple[int, int] = (0, 0)
    """The run of nodes that it covers; of equal iterations whose inside is told together, the
    first's."""
    named: bool = False
    """Whether the spec gives it its label."""
    runs: tuple[tuple[int, int], ...] = ()
    """All runs of nodes, where equal iterations are told together."""
    kernels: Dim | None = None
    """Kernel weights alone: neither biases nor norms."""

    @property
    def covered(self) -> tuple[tuple[int, int], ...]:
        """Every run of nodes that it stands for, each from its first node to before its last."""
        return self.runs or (self.nodes,)


class Claim(Record):
    """One entry of `expect:` beside what was found.

    `metric` as the spec says it (`params`, `C3.params`, `train.params`); `expected` is the entry as
    written (`60M within 2%`), `found` the exact value as text, `difference` its signed distance
    from the exact value expected, where there is one.
    """

    metric: str
    expected: str
    found: str
    holds: bool
    cite: str = ""
    difference: Dim | None = None
    value: Dim | Shape | None = None
    """The exact value that was found; None where it is unknown."""
    figure: Figure | None = None
    """The entry itself, which knows what it holds for."""
    finding: Diagnostic | None = None
    """What is said where it does not hold."""

    def _values(self) -> tuple[object, ...]:
        # Claims of the same are equal, wherever in a text they stand.
        return tuple([getattr(self, name) for name in self._fields[:-2]])


class Budget(Record):
    """One limit of `budget:` beside what was measured.

    `metric` as the spec says it (`macs`, `conv4_x.macs`); `limit` is the most, the least, or what
    the value is a multiple of, as `bound` says, and `written` how the spec has it (`1 MiB`). `unit`
    is `B` for bytes, which are of values of the type `dtype`. Where symbols leave open whether it
    holds, `holds` is None and `conditions` say when it does. `target` is the name of the budget
    that specs share, if it is from one.
    """

    metric: str
    written: str
    bound: str
    limit: Dim
    value: Dim | None
    unit: str
    holds: bool | None
    conditions: tuple[str, ...]
    dtype: str
    in_place: bool
    target: str
    finding: Diagnostic | None = None
    """What is said where it does not hold."""


class Analysis(Record):
    """A network with every shape inferred and everything counted.

    `input` is the shape used, or a mapping of shapes if there are several; `own` the analysis with
    the spec's own input and variables, where a reader replaced those (`replaced`) and they work.
    `conditions` are what could not be decided with symbols (`H >= 7`).
    """

    name: str
    title: str
    cite: Citation | None
    task: str
    note: str
    file: str
    input: Shape | dict[str, Shape]
    train: bool
    totals: Totals
    diagnostics: tuple[Diagnostic, ...]
    claims: tuple[Claim, ...]
    conditions: tuple[str, ...]
    given: Any
    """The input in place of the spec's own, as the reader wrote it; None for the spec's own."""
    settings: dict[str, Any]
    values: dict[str, Any]
    own: Analysis | None
    replaced: bool
    point: Point
    """What a reader said of symbols: what some stand for, and numbers for some."""
    symbolic: Analysis | None
    """The same network before numbers were given to its symbols."""
    graph: Graph
    """The graph itself, for passes."""
    sums: Sums
    fields: Fields
    paths: Paths
    spec: Spec
    ignored: tuple[Diagnostic, ...] = ()
    """Findings that a comment in the spec silences."""
    budgets: tuple[Budget, ...] = ()

    @property
    def symbols(self) -> tuple[str, ...]:
        """The names that are left open in the input and the variables, sorted."""
        shapes = self.input.values() if isinstance(self.input, dict) else [self.input]
        values = [*shapes, *self.values.values()]
        if not any(map(_may_hold_symbols, values)):
            return ()
        from cnnspec.language.symbols import symbols_in

        return tuple(symbols_in(values))

    @property
    def tiling(self) -> tuple[str, ...]:
        """What must hold so that every window tiles its input, where that depends on symbols."""
        if not self.symbols:
            return ()
        from cnnspec.passes.tiling import tiling

        return tiling(self.graph)

    @property
    def decided(self) -> tuple[tuple[str, bool], ...]:
        """The conditions of the symbolic network that the numbers of its symbols decide."""
        if self.symbolic is None:
            return ()
        from cnnspec.language.symbols import decided

        before = self.symbolic
        asked = dict.fromkeys([*before.conditions, *before.tiling])
        found = [(condition, decided(condition, self.point.known)) for condition in asked]
        return tuple([(condition, holds) for condition, holds in found if holds is not None])

    def at(self, **numbers: int) -> Analysis:
        """The network with numbers in place of symbols: `analysis.at(H=224, W=224)`.

        Also a name that stands for a form of symbols takes one. Raises a UsageError for a name that
        is neither, and for a number that does not fit.
        """
        from cnnspec.analysis import evaluated

        return evaluated(self, numbers)

    @property
    def layers(self) -> tuple[LayerResult, ...]:
        """Every unfolded layer, in the order of execution."""
        from cnnspec.layer_results import layer_results

        return layer_results(self)

    def rows(self, levels: int | None = 1) -> tuple[Row, ...]:
        """The folded view, opened so many levels deep; None opens everything."""
        from cnnspec.outline import rows

        known = self.paths.rows
        if levels not in known:
            known[levels] = rows(self, levels)
        return known[levels]

    def memory(self, *, in_place: bool = True) -> Memory:
        """What is alive while each layer runs, and the peak, in values of one input: times the
        bytes of a value and the size of the batch, they are bytes."""
        from cnnspec.passes.memory import Memory

        return Memory(self.graph, in_place=in_place, least=_least(self.conditions))

    def training(self) -> Training:
        """What training keeps for the way back and holds beside the weights, in values."""
        from cnnspec.passes.training import Training

        return Training(self.graph)

    def grid(self) -> Grid:
        """Where the values of each layer lie over the input: fields of the smallest and the largest
        path, jumps, centres, and the pixels that a value sees."""
        from cnnspec.passes.grid import Grid

        return Grid(self.graph)

    @property
    def failed(self) -> bool:
        """Whether an error was found, a shape is unknown or an expectation failed."""
        wrong = any(finding.severity == "error" for finding in self.diagnostics)
        return wrong or bool(self.graph.unknown) or not all(claim.holds for claim in self.claims)

    def __repr__(self) -> str:
        params = self.totals.params
        shown = f"{params:,}" if isinstance(params, int) else str(params)
        macs = self.totals.macs
        work = f"{macs:,}" if isinstance(macs, int) else str(macs)
        return f"<cnnspec.Analysis {self.name}: {shown} parameters, {work} MACs>"

    def _repr_html_(self) -> str:
        from cnnspec.render.notebook import summary_html

        return summary_html(self)


def _may_hold_symbols(value: object) -> bool:
    """Whether a value is no plain number, word or list of these; polynomials are imported late."""
    if isinstance(value, tuple):
        return any(map(_may_hold_symbols, value))
    return hasattr(value, "terms")


def _least(conditions: tuple[str, ...]) -> dict[str, int]:
    """What symbols must be at least, as far as conditions say it: 32 for `H >= 32`."""
    found: dict[str, int] = {}
    for condition in conditions:
        name, sign, value = condition.partition(" >= ")
        if sign and name.isidentifier() and value.isdigit():
            found[name] = max(found.get(name, 1), int(value))
    return found
