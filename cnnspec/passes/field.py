"""The receptive field: how many input pixels one value can depend on.

Counted backwards, a window takes a run of n cells to (n - 1)·stride + extent cells. As long as
only windows are passed, that is J·(n - 1) + R for a jump J and a field R, and both can be carried
forward. Behind an upsampling they cannot, and the runs are followed back from the layer that is
asked for. At a join the largest path counts; the gates of a product are not followed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.algebra_atoms import TooLarge, Undecidable
from cnnspec.core.window import Spread, Whole, Window

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.core.window import Relation
    from cnnspec.graph import Graph, Node

Pair = tuple["Dim", "Dim"]
State = tuple[tuple[Pair, ...], ...]
"""For each spatial axis the pairs (jump, field), none of which is covered by another."""


MOST_STEPS = 300_000
"""So many layers are walked through backwards for all fields of a network together. Where scales go
up and down again, each layer has a walk of its own; HRNet-W48 takes some 170,000 steps."""


class Walks:
    """The walks backwards through a network: what is known of them, and how far they may still
    go."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, int, Dim], Dim] = {}
        """The field behind a layer, on an axis, where a run of so many cells came through alone."""
        self.left = MOST_STEPS

    def step(self) -> None:
        """Count a layer; raises TooLarge beyond what may be walked."""
        self.left -= 1
        if self.left < 0:
            raise TooLarge(f"more than {MOST_STEPS:,} layers are walked through for the fields")


class Fields:
    """The receptive field of every layer of a graph, worked out when it is asked for."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.axes = max([len(_known(graph, node)) - 1 for node in graph.inputs.values()], default=0)
        self._states: list[State | None] | None = None
        self._walks = Walks()

    def of(self, node: int) -> Dim | tuple[Dim, ...] | None:
        """The field of a node: one number, a tuple if the axes differ.

        None without axes, where symbols leave it open or make it too long to write, and where too
        many layers would be walked through.
        """
        try:
            return self._of(node)
        except (TooLarge, Undecidable):
            return None

    def _of(self, node: int) -> Dim | tuple[Dim, ...] | None:
        if self._states is None:
            self._states = _forward(self.graph, self.axes)
        state = self._states[node]
        if state is not None:
            fields = tuple([_largest([field for _, field in pairs]) for pairs in state])
        else:
            fields = tuple(
                [
                    backward(self.graph, node, axis, self._states, self._walks)
                    for axis in range(self.axes)
                ]
            )
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
        if relations and state is not None and len(relations) == axes:
            state = _through(relations, state)
        states.append(state)
    return states


def _through(relations: tuple[Relation, ...], state: State) -> State | None:
    first, pairs = relations[0], state[0]
    square = len(state) == 2 and relations[1] is first and state[1] is pairs
    if square and len(pairs) == 1 and type(first) is Window:
        # The usual case: a square window on two axes that were treated alike so far.
        jump, field = pairs[0]
        alike = ((jump * first.stride, field + jump * (first.extent - 1)),)
        return (alike, alike)
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
    if len(one) == 2 and one[0] is one[1] and other[0] is other[1]:
        both = _either(one[0], other[0])
        return (both, both)
    return tuple([_either(a, b) for a, b in zip(one, other, strict=True)])


def _either(one: tuple[Pair, ...], other: tuple[Pair, ...]) -> tuple[Pair, ...]:
    if one == other or (len(one) == len(other) == 1 and _covers(one[0], other[0])):
        return one
    return _pruned([*one, *other])


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
    (jump, field), (other_jump, other_field) = one, other
    if type(jump) is type(field) is type(other_jump) is type(other_field) is int:
        return jump >= other_jump and field >= other_field
    from cnnspec.core.algebra import is_at_most

    return is_at_most(other_jump, jump) is True and is_at_most(other_field, field) is True


def backward(
    graph: Graph,
    target: int,
    axis: int,
    states: list[State | None] | None = None,
    walks: Walks | None = None,
) -> Dim:
    """The field along one axis, by following a run of one cell back from a node to the inputs.

    Where `states` has the jump and field of a layer already, nothing before it is walked again; nor
    where another of the `walks` came through alone with as long a run, on the same axis. Raises
    TooLarge where too many layers would be walked through.
    """
    walks = Walks() if walks is None else walks
    known = walks.known
    alone: list[tuple[tuple[int, int, Dim], int]] = []
    runs: dict[int, Dim] = {target: 1}
    axes = max([len(_known(graph, node)) - 1 for node in graph.inputs.values()], default=0)
    seen: list[Dim] = [1]
    for index in range(target, -1, -1):
        run = runs.pop(index, None)
        if run is None:
            continue
        walks.step()
        if not runs:
            place = (index, axis, run)
            if place in known:
                seen.append(known[place])
                break
            alone.append((place, len(seen)))
        state = None if states is None else states[index]
        if state is not None:
            seen.extend([jump * (run - 1) + field for jump, field in state[axis]])
            continue
        node = graph.nodes[index]
        relations = node.facts.relations
        if relations is not None and len(relations) == axes:
            run = relations[axis].sees(run)
        if graph.is_input(index):
            seen.append(run)
        for source in followed(node):
            runs[source] = run if source not in runs else _largest([run, runs[source]])
    behind = seen[-1]
    last = len(seen)
    for place, first in reversed(alone):
        behind = _largest([behind, *seen[first:last]])
        last = first
        known[place] = behind
    return _largest(seen)
