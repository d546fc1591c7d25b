"""The folded view: layers as they stand in the spec, with equal iterations on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.results import Row

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.core.shape import Shape
    from cnnspec.graph import Graph, Node
    from cnnspec.paths import Paths
    from cnnspec.results import Analysis

MOST_KINDS = 3
"""Iterations of more different kinds than this stay folded."""


def rows(analysis: Analysis, levels: int | None) -> tuple[Row, ...]:
    """The rows of the folded view, opened so many levels deep; None opens everything."""
    outline = _Outline(analysis)
    graph: Graph = analysis.graph
    inputs = [outline.node_row(node) for node in graph.inputs.values()]
    return (*inputs, *outline.inside(0, levels))


def member_row(analysis: Analysis, member: int) -> Row:
    """The closed row of a node, or of a level as -1 - scope."""
    outline = _Outline(analysis)
    return outline.node_row(member) if member >= 0 else outline.scope_row(-1 - member, 1)


def iteration_rows(analysis: Analysis, scope: int) -> tuple[Row, ...]:
    """The iterations of a level, equal ones in one row; none where it is no repetition."""
    outline = _Outline(analysis)
    groups = outline.groups(outline.iterations(scope))
    return tuple([outline.group(group, 1) for group in groups])


def are_equal(analysis: Analysis, scopes: list[int]) -> bool:
    """Whether levels hold the same layers with the same names and figures."""
    return len(_Outline(analysis).groups(scopes)) == 1


class _Outline:
    def __init__(self, analysis: Analysis) -> None:
        self.graph: Graph = analysis.graph
        self.paths: Paths = analysis.paths
        self.sums = analysis.sums
        self.fields = analysis.fields
        self.names = self.paths.all()
        self.blocks = analysis.spec.blocks

    def inside(self, scope: int, levels: int | None) -> list[Row]:
        """The rows of what stands in a level, in order."""
        return [
            self.node_row(member) if member >= 0 else self.scope_row(-1 - member, levels)
            for member in self.paths.members(scope)
            if not (member >= 0 and self.graph.is_input(member))
        ]

    def node_row(self, index: int) -> Row:
        node = self.graph.nodes[index]
        facts = node.facts
        is_input = self.graph.is_input(index)
        path = self.names[index]
        known = facts.shape is not None
        return Row(
            label=path.rpartition(".")[2],
            path=path,
            kind="" if is_input else facts.op,
            arguments=layer_arguments(facts.layer),
            count=1,
            inputs=facts.inputs,
            out=facts.shape,
            params=self.sums.between("params", index, index + 1),
            trainable=self.sums.between("trainable", index, index + 1),
            kernels=self.sums.between("kernels", index, index + 1),
            macs=facts.macs if known else None,
            field=self.fields.of(index) if known else None,
            relations=facts.relations or (),
            shares=None if node.owner < 0 else self.names[node.owner],
            note=_note(node),
            nodes=(index, index + 1),
            named=node.named,
        )

    def scope_row(self, index: int, levels: int | None) -> Row:
        scope = self.graph.scopes[index]
        first, last = scope.first, scope.last
        leaf = self._main_node(first, scope.kind)
        facts = None if leaf is None else self.graph.nodes[leaf].facts
        path = self._path(index)
        out = self.graph.shape(last - 1)
        iterations = self.iterations(index)
        return Row(
            label=path.rpartition(".")[2],
            path=path,
            kind=scope.kind,
            arguments=self._arguments(index, leaf),
            count=len(iterations) or 1,
            inputs=() if facts is None else facts.inputs,
            out=out,
            params=self.sums.between("params", first, last),
            trainable=self.sums.between("trainable", first, last),
            kernels=self.sums.between("kernels", first, last),
            macs=self.sums.between("macs", first, last),
            field=None if out is None else self.fields.of(last - 1),
            relations=() if facts is None or facts.relations is None else facts.relations,
            children=self._children(index, iterations, levels),
            shares=self._shared(first, last),
            note="" if scope.site is None else scope.site.note,
            outs=self._outs(scope.kind, first, last),
            nodes=(first, last),
            named=scope.named or (scope.role == "branch" and not scope.label.isdigit()),
        )

    def _path(self, index: int) -> str:
        """The path of a level; an unnamed group or merge is shown by what it ends in."""
        scope = self.graph.scopes[index]
        if not scope.transparent:
            return self.names[-1 - index]
        last = self.paths.members(index)[-1]
        if last >= 0 and self.graph.nodes[last].facts.op == scope.kind:
            return self.names[last]
        return scope.kind

    def _outs(self, kind: str, first: int, last: int) -> tuple[Shape, ...]:
        if kind != "split":
            return ()
        return tuple(
            [s for node in range(first, last) if (s := self.graph.shape(node)) is not None]
        )

    def _shared(self, first: int, last: int) -> str | None:
        nodes = self.graph.nodes
        weighted = [n for n in range(first, last) if nodes[n].facts.arrays]
        if weighted and all(nodes[n].owner >= 0 for n in weighted):
            return self.names[nodes[weighted[0]].owner]
        return None

    def _main_node(self, first: int, kind: str) -> int | None:
        """The node that bears the op of a line that unfolds, such as the conv of conv, bn, relu."""
        facts = self.graph.nodes[first].facts
        return first if facts.op == kind and facts.layer is not None else None

    def iterations(self, index: int) -> list[int]:
        """The iterations that a level consists of; none where it is no repetition."""
        members = self.paths.members(index)
        scopes = self.graph.scopes
        found = [-1 - m for m in members if m < 0 and scopes[-1 - m].role == "iteration"]
        return found if len(found) == len(members) else []

    def _children(self, index: int, iterations: list[int], levels: int | None) -> tuple[Row, ...]:
        """Equal iterations together; else what is inside, as far as it is to be opened."""
        groups = self.groups(iterations)
        if len(groups) > MOST_KINDS and levels == 1:
            return ()
        if len(groups) > 1:
            return tuple([self.group(group, levels) for group in groups])
        if len(iterations) > 1:
            return self._opened_together(iterations, levels, self._path(index))
        return self._opened(iterations[0] if iterations else index, levels)

    def _opened(self, index: int, levels: int | None) -> tuple[Row, ...]:
        """What is inside a level, one level deeper; nothing for a layer that stands for itself."""
        scope = self.graph.scopes[index]
        if levels == 1 or (scope.last - scope.first == 1 and scope.arguments is None):
            return ()
        return tuple(self.inside(index, None if levels is None else levels - 1))

    def _opened_together(
        self, iterations: list[int], levels: int | None, path: str
    ) -> tuple[Row, ...]:
        """What is inside equal iterations, with the sums of all of them."""
        if levels == 1:
            return ()
        each = [self._opened(iteration, levels) for iteration in iterations]
        return tuple([_together(rows, path) for rows in zip(*each, strict=True)])

    def groups(self, iterations: list[int]) -> list[list[int]]:
        """Iterations that follow each other and are equal, together."""
        groups: list[list[int]] = []
        before: Any = None
        for iteration in iterations:
            mark = self._mark(iteration)
            if not groups or mark != before:
                groups.append([])
                before = mark
            groups[-1].append(iteration)
        return groups

    def _mark(self, index: int) -> Any:
        """What makes two iterations equal: the same facts, names and levels, in the same order."""
        scope = self.graph.scopes[index]
        first = scope.first
        nodes = [
            (id(node.facts), node.owner < 0, node.label, node.scope - index)
            for node in self.graph.nodes[first : scope.last]
        ]
        return nodes, self._levels(index, index)

    def _levels(self, index: int, base: int) -> Any:
        """The levels inside one: their names and what they hold, relative to it."""
        scopes, first = self.graph.scopes, self.graph.scopes[base].first
        inner = [-1 - member for member in self.paths.members(index) if member < 0]
        return [
            (
                scopes[i].role, scopes[i].label, scopes[i].kind, scopes[i].first - first,
                scopes[i].last - first, self._levels(i, base),
            )
            for i in inner
        ]  # fmt: skip

    def group(self, group: list[int], levels: int | None) -> Row:
        """The row of equal iterations."""
        row = self.scope_row(group[0], 1)
        if len(group) == 1:
            return row.replace(children=self._opened(group[0], levels))
        first = self.graph.scopes[group[0]].first
        end = self.graph.scopes[group[-1]].last
        stem = row.path.rpartition(".")[0]
        label = f"{row.label}-{self.names[-1 - group[-1]].rpartition('.')[2]}"
        path = f"{stem}.{label}" if stem else label
        return row.replace(
            label=label,
            path=path,
            count=len(group),
            out=self.graph.shape(end - 1),
            field=None if self.graph.shape(end - 1) is None else self.fields.of(end - 1),
            params=self.sums.between("params", first, end),
            trainable=self.sums.between("trainable", first, end),
            kernels=self.sums.between("kernels", first, end),
            macs=self.sums.between("macs", first, end),
            children=self._opened_together(group, levels, path),
            nodes=(first, end),
        )

    def _arguments(self, index: int, leaf: int | None) -> str:
        """What a line was called with: a block's arguments, or a layer's options."""
        level = self.graph.scopes[index]
        iterations = self.iterations(index)
        if leaf is not None:
            shown = self.graph.scopes[iterations[-1]].first if iterations else leaf
            return layer_arguments(self.graph.nodes[shown].facts.layer)
        called = self.graph.scopes[iterations[-1]].arguments if iterations else level.arguments
        if called is None:
            return ""
        block = self.blocks.get(level.kind)
        return call_arguments(level.site, called, {} if block is None else block.arguments)


def _together(rows: tuple[Row, ...], path: str) -> Row:
    """The same row of equal iterations as one: sums of all, and the field of the last."""
    first, last = rows[0], rows[-1]
    own = f"{path}.{first.label}"
    children = zip(*[row.children for row in rows], strict=True)
    return first.replace(
        path=own,
        params=_sum([row.params for row in rows]),
        trainable=_sum([row.trainable for row in rows]),
        kernels=_sum([row.kernels for row in rows]),
        macs=_sum([row.macs for row in rows]),
        field=last.field,
        children=tuple([_together(inner, own) for inner in children]),
        runs=tuple([run for row in rows for run in row.covered]),
    )


def _sum(values: list[Dim | None]) -> Dim | None:
    total: Dim = 0
    for value in values:
        if value is None:
            return None
        total = total + value
    return total


def _note(node: Node) -> str:
    return "" if node.site is None else str(node.site.note)


def call_arguments(site: Any, values: dict[str, Any], defaults: dict[str, Any]) -> str:
    """A block's arguments: those given by position bare, those that replace a default by name."""
    from cnnspec.layers.options import said

    if site is None:
        return ""
    positional = len(site.positional) - (1 if site.form == "call" else 0)
    words = []
    for position, (name, value) in enumerate(values.items()):
        default = defaults.get(name)
        if position < positional:
            words.append(said(value))
        elif default is None or not default.constant or default.value != value:
            words.append(f"{name}: {said(value)}")
    return ", ".join(words)


def layer_arguments(layer: Any) -> str:
    """A layer's options that are not the default, those by position bare."""
    from cnnspec.layers.options import said

    if layer is None:
        return ""
    words = []
    skipped = False
    for name, option in layer.options.items():
        value = getattr(layer, name)
        if not option.required and value == option.default:
            skipped = True
            continue
        shown = "table" if option.kind == "table" else said(value)
        if option.kind == "counts":
            shown = ", ".join(map(said, value))
        if option.kind == "auto":
            continue  # whether there is a bias is told by the parameters
        words.append(f"{name}: {shown}" if option.keyword or skipped else shown)
    return ", ".join(words)
