"""Paths: the dotted names of layers, and the levels that they lead through.

A layer is called by a path of layer names, branch labels and iterations. One without a name is
called by its op or block, numbered from 1 if several would be called the same. An unnamed `seq`,
`side` or merge adds no level to what is inside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnspec.graph import Graph
    from cnnspec.results import Row


class Level:
    """One level of names: a scope, or several that are called the same."""

    __slots__ = ("label", "path", "scopes")

    def __init__(self, label: str, path: str, scopes: list[int]) -> None:
        self.label = label
        self.path = path
        self.scopes = scopes


Child = tuple[str, "Level | int"]
"""A label, and what bears it: a level, or a node."""


class Paths:
    """The names of all layers of a graph, worked out level by level when they are asked for."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.root = Level("", "", [0])
        self.rows: dict[int | None, tuple[Row, ...]] = {}
        """The folded views that were asked for: one screen asks several times."""
        self._members: list[list[int]] | None = None
        self._of: dict[int, str] | None = None
        self._children: dict[tuple[int, ...], list[Child]] = {}
        self._named: dict[tuple[int, ...], dict[str, list[Level | int]]] = {}
        self._iterations: dict[tuple[int, ...], list[Level | int]] = {}

    def members(self, scope: int) -> list[int]:
        """What stands directly in a scope, in order: nodes as they are, scopes as -1 - scope."""
        if self._members is None:
            self._members = _gather(self.graph)
        return self._members[scope]

    def children(self, level: Level) -> list[Child]:
        """What stands in a level, with its own part of the path. A node without a label of its own
        bears the path of its level and is not listed."""
        key = tuple(level.scopes)
        if key not in self._children:
            self._children[key] = self._list(level)
        return self._children[key]

    def _called(self, level: Level, label: str) -> list[Level | int]:
        """What is called so in a level."""
        key = tuple(level.scopes)
        if key not in self._named:
            named: dict[str, list[Level | int]] = {}
            for own, child in self.children(level):
                named.setdefault(own, []).append(child)
            self._named[key] = named
        return self._named[key].get(label, [])

    def _iterations_of(self, level: Level) -> list[Level | int]:
        key = tuple(level.scopes)
        if key not in self._iterations:
            children = [child for _, child in self.children(level)]
            self._iterations[key] = [child for child in children if self.is_iteration(child)]
        return self._iterations[key]

    def _list(self, level: Level) -> list[Child]:
        found: list[tuple[str, bool, int]] = []
        for scope in level.scopes:
            self._collect(scope, found)
        prefix = f"{level.path}." if level.path else ""
        if len({label for label, _, _ in found}) == len(found):
            return [
                (label, member if member >= 0 else Level(label, prefix + label, [-1 - member]))
                for label, _, member in found
            ]
        taken = {label for label, named, _ in found if named}
        counts: dict[str, int] = {}
        for label, named, _ in found:
            if not named:
                counts[label] = counts.get(label, 0) + 1
        numbers: dict[str, int] = {}
        levels: dict[str, Level] = {}
        children: list[Child] = []
        for label, named, member in found:
            own = label
            if not named and (counts[label] > 1 or label in taken):
                own = _numbered(label, numbers, taken)
            if member >= 0:
                children.append((own, member))
            elif own in levels:
                levels[own].scopes.append(-1 - member)
            else:
                levels[own] = Level(own, prefix + own, [-1 - member])
                children.append((own, levels[own]))
        return children

    def _collect(self, scope: int, found: list[tuple[str, bool, int]]) -> None:
        """The nodes and named levels of a scope, through its transparent ones."""
        waiting = [iter(self.members(scope))]
        scopes, nodes = self.graph.scopes, self.graph.nodes
        while waiting:
            member = next(waiting[-1], None)
            if member is None:
                waiting.pop()
            elif member >= 0:
                if nodes[member].label:
                    found.append((nodes[member].label, nodes[member].named, member))
            else:
                inner = scopes[-1 - member]
                if inner.transparent:
                    waiting.append(iter(self.members(-1 - member)))
                else:
                    found.append((inner.label, inner.named or inner.role != "line", member))

    def all(self) -> dict[int, str]:
        """The path of every node, and of every level as -1 - scope."""
        if self._of is None:
            paths: dict[int, str] = {}
            waiting = [self.root]
            while waiting:
                level = waiting.pop()
                for scope in level.scopes:
                    paths[-1 - scope] = level.path
                    for member in self.members(scope):
                        if member >= 0 and not self.graph.nodes[member].label:
                            paths[member] = level.path
                for label, child in self.children(level):
                    if isinstance(child, int):
                        paths[child] = f"{level.path}.{label}" if level.path else label
                    else:
                        waiting.append(child)
            self._of = paths
        return self._of

    def of(self, node: int) -> str:
        """The path of a node."""
        return self.all()[node]

    def layer(self, node: int) -> str:
        """The path of the layer as it is written: `conv1` for the convolution in `conv1.conv`."""
        scope = self.graph.nodes[node].scope
        level = self.graph.scopes[scope]
        own = level.site is not None and level.site is self.graph.nodes[node].site
        if own and not level.transparent:
            return self.all()[-1 - scope]
        return self.of(node)

    def find(self, path: str) -> list[tuple[int, int]]:
        """The runs of nodes that a path covers; none where it fits nothing.

        Without the iteration, a path covers all iterations.
        """
        return [run for place in self.places(path) for run in self.runs(place)]

    def places(self, path: str) -> list[Level | int]:
        """The levels and nodes that a path leads to."""
        places: list[Level | int] = [self.root]
        for part in path.split("."):
            places = [child for place in places for child in self._step(place, part)]
        return places

    def several(self, path: str) -> bool:
        """Whether a path fits several places that are no iterations of one."""
        places = self.places(path)
        names = [place.path if isinstance(place, Level) else self.of(place) for place in places]
        return len(set(names)) < len(names) or any(
            isinstance(place, Level) and len(place.scopes) > 1 for place in places
        )

    def _step(self, place: Level | int, part: str) -> list[Level | int]:
        if isinstance(place, int):
            return []
        found = self._called(place, part)
        if found:
            return found
        first, dash, last = part.partition("-")
        if dash and first.isascii() and first.isdigit() and last.isascii() and last.isdigit():
            return self._range(self.children(place), int(first), int(last))
        iterations = self._iterations_of(place)
        return [inner for iteration in iterations for inner in self._step(iteration, part)]

    def _range(self, children: list[Child], first: int, last: int) -> list[Level | int]:
        """The iterations from one to another, `1-5`, as the folded view names them."""
        numbers = {label: child for label, child in children if self.is_iteration(child)}
        if first >= last or str(first) not in numbers or str(last) not in numbers:
            return []
        return [child for label, child in numbers.items() if first <= int(label) <= last]

    def is_iteration(self, child: Level | int) -> bool:
        """Whether a child is one iteration of a repeat, or one copy of a branch."""
        if isinstance(child, int):
            return False
        scope = self.graph.scopes[child.scopes[0]]
        return scope.role == "iteration"

    def deepest(self, parts: list[str]) -> tuple[str, list[str], list[str]]:
        """How far a path leads: the deepest level that it reaches, the names there, and the parts
        of the path that are left."""
        reached: list[str] = []
        while len(reached) + 1 < len(parts) and self.find(".".join(parts[: len(reached) + 1])):
            reached.append(parts[len(reached)])
        places = self.places(".".join(reached)) if reached else [self.root]
        children = [] if isinstance(places[0], int) else self.children(places[0])
        if children and self.is_iteration(children[0][1]):
            inner = children[0][1]
            assert isinstance(inner, Level)
            children = [*self.children(inner), *children]
        inputs = set(self.graph.inputs.values())
        names = [label for label, child in children if child not in inputs]
        return ".".join(reached), names, parts[len(reached) :]

    def runs(self, place: Level | int) -> list[tuple[int, int]]:
        """The runs of nodes below a level; a node is a run of its own."""
        if isinstance(place, int):
            return [(place, place + 1)]
        scopes = self.graph.scopes
        return [(scopes[scope].first, scopes[scope].last) for scope in place.scopes]


def _gather(graph: Graph) -> list[list[int]]:
    """The direct members of every scope, in the order in which they were unfolded."""
    members: list[list[int]] = [[] for _ in graph.scopes]
    nodes, scopes = graph.nodes, graph.scopes
    scope, count = 1, len(scopes)
    for index, node in enumerate(nodes):
        while scope < count and scopes[scope].first <= index:
            if scopes[scope].last > scopes[scope].first:
                members[scopes[scope].parent].append(-1 - scope)
            scope += 1
        members[node.scope].append(index)
    return members


def _numbered(label: str, numbers: dict[str, int], taken: set[str]) -> str:
    while True:
        numbers[label] = numbers.get(label, 0) + 1
        own = f"{label}{numbers[label]}"
        if own not in taken:
            return own
