"""The receptive field: how many input pixels one value can depend on.

Counted backwards, a window takes a run of n cells to (n - 1)·stride + extent cells. As long as
only windows are passed, that is J·(n - 1) + R for a jump J and a field R, and both can be carried
forward. Behind an upsampling they cannot, and the runs are followed back from the layer that is
asked for. At a join the largest path counts; the gates of a product are not followed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.window import Spread, Whole, Window

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.core.window import Relation
    from cnnspec.graph import Graph, Node

Pair = tuple["Dim", "Dim"]
State = tuple[tuple[Pair, ...], ...]
"""For each spatial axis the pairs (jump, field), none of which is covered by another."""


class Fields:
    """The receptive field of every layer of a graph, worked out when it is asked for."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.axes = max([len(_known(graph, node)) - 1 for node in graph.inputs.values()], default=0)
        self._states: list[State | None] | None = None

    def of(self, node: int) -> Dim | tuple[Dim, ...] | None:
        """The field of a node: one number, a tuple if the axes differ, None without axes."""
        if self._states is None:
            self._states = _forward(self.graph, self.axes)
        state = self._states[node]
        if state is not None:
            fields = tuple([_largest([field for _, field in pairs]) for pairs in state])
        else:
            fields = tuple([backward(self.graph, node, axis) for axis in range(self.axes)])
        if not fields:
            return None
        return fields[0] if all(field == fields[0] for field in fields) else fields


def _known(graph: Graph, node: int) -> tuple[Dim, ...]:
    shape = graph.shape(node)
    return () if shape is None else shape


def _largest(values: list[Dim]) -> Dim:
    if all(type(value) is int for value in values):
        return max(values)
    from cnnspec.core.algebra import maximum

    return maximum(*values)


def followed(node: Node) -> tuple[int, ...]:
    """The inputs along which depth and field are counted."""
    layer = node.facts.layer
    return node.inputs[:1] if layer is not None and layer.gates else node.inputs


def _forward(graph: Graph, axes: int) -> list[State | None]:
    start: State = (((1, 1),),) * axes
    states: list[State | None] = []
    # Facts are shared by equal layers, so the identity of their windows stands for them.
    seen: dict[tuple[int, State], State | None] = {}
    for node in graph.nodes:
        sources = node.inputs if len(node.inputs) == 1 else followed(node)
        if not sources:
            states.append(start)
            continue
        state = states[sources[0]]
        for other in sources[1:]:
            if states[other] is not state:
                state = _join(state, states[other])
        relations = node.facts.relations
        if relations is not None and state is not None and len(relations) == axes:
            key = (id(relations), state)
            if key not in seen:
                seen[key] = _through(relations, state)
            state = seen[key]
        states.append(state)
    return states


def _through(relations: tuple[Relation, ...], state: State) -> State | None:
    after = []
    for relation, pairs in zip(relations, state, strict=True):
        if isinstance(relation, Window):
            stride, reach = relation.stride, relation.extent - 1
            after.append(_pruned([(jump * stride, field + jump * reach) for jump, field in pairs]))
        elif isinstance(relation, Whole) or (isinstance(relation, Spread) and relation.stride == 1):
            reach = relation.extent - 1 if isinstance(relation, Spread) else 0
            after.append(_pruned([(jump, field + jump * reach) for jump, field in pairs]))
        else:
            return None
    return tuple(after)


def _join(one: State | None, other: State | None) -> State | None:
    if one is None or other is None:
        return None
    if one == other:
        return one
    return tuple([_pruned([*a, *b]) for a, b in zip(one, other, strict=True)])


def _pruned(pairs: list[Pair]) -> tuple[Pair, ...]:
    """Only pairs that no other covers in both jump and field."""
    if len(pairs) == 1:
        return tuple(pairs)
    kept: list[Pair] = []
    for pair in dict.fromkeys(pairs):
        if not any(_covers(other, pair) for other in kept):
            kept = [other for other in kept if not _covers(pair, other)]
            kept.append(pair)
    return tuple(kept)


def _covers(one: Pair, other: Pair) -> bool:
    if all(type(value) is int for value in (*one, *other)):
        return one[0] >= other[0] and one[1] >= other[1]
    from cnnspec.core.algebra import is_at_most

    return is_at_most(other[0], one[0]) is True and is_at_most(other[1], one[1]) is True


def backward(graph: Graph, target: int, axis: int) -> Dim:
    """The field along one axis, by following a run of one cell back from a node to the inputs."""
    runs: dict[int, Dim] = {target: 1}
    axes = max([len(_known(graph, node)) - 1 for node in graph.inputs.values()], default=0)
    seen: list[Dim] = [1]
    for index in range(target, -1, -1):
        run = runs.pop(index, None)
        if run is None:
            continue
        node = graph.nodes[index]
        relations = node.facts.relations
        if relations is not None and len(relations) == axes:
            run = relations[axis].sees(run)
        if graph.is_input(index):
            seen.append(run)
        for source in followed(node):
            runs[source] = run if source not in runs else _largest([run, runs[source]])
    return _largest(seen)
