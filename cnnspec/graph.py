"""The unfolded network: layers in the order of execution, and the levels that they stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cnnspec.core.shape import Shape
    from cnnspec.layers.base import Layer
    from cnnspec.layers.facts import Facts

SHARED_NONE = -1
OPEN = -1
"""The end of a level that is still being unfolded."""


class Scope:
    """One level of the network: a layer as it is written, an iteration of it, or a branch.

    `first` and `last` bound the nodes below it: they stand in one run, because a level is unfolded
    whole before the next. A transparent level (an unnamed `seq`, `side` or merge) adds no part to
    the paths of what is inside. `site` is the line of the spec, `arguments` what it was called
    with.
    """

    __slots__ = (
        "arguments", "first", "kind", "label", "last", "named", "parent", "role", "site",
        "transparent",
    )  # fmt: skip

    def __init__(
        self,
        parent: int,
        role: str,
        label: str,
        *,
        kind: str = "",
        named: bool = False,
        transparent: bool = False,
        site: Any = None,
        arguments: Any = None,
        first: int = 0,
    ) -> None:
        self.parent = parent
        self.role = role  # "root", "line", "iteration", "branch"
        self.label = label
        self.kind = kind
        self.named = named
        self.transparent = transparent
        self.site = site
        self.arguments = arguments
        self.first = first
        self.last = OPEN

    def moved(self, scopes: int, nodes: int, parent: int) -> Scope:
        """The same level elsewhere: scopes and nodes shifted, below another parent if given."""
        copy = Scope.__new__(Scope)
        copy.parent = self.parent + scopes if parent < 0 else parent
        copy.role = self.role
        copy.label = self.label
        copy.kind = self.kind
        copy.named = self.named
        copy.transparent = self.transparent
        copy.site = self.site
        copy.arguments = self.arguments
        copy.first = self.first + nodes
        copy.last = self.last + nodes
        return copy


class Node:
    """One unfolded layer: the facts of its type and inputs, and where it stands.

    `inputs` are the indices of the nodes that it reads; `owner` is the node whose weights it
    shares, or -1; `label` its own name, or its op's where it has none.
    """

    __slots__ = ("facts", "frozen", "inputs", "label", "named", "owner", "scope", "site")

    def __init__(
        self,
        facts: Facts,
        inputs: tuple[int, ...],
        scope: int,
        label: str,
        named: bool,
        site: Any,
        frozen: bool = False,
        owner: int = SHARED_NONE,
    ) -> None:
        self.facts = facts
        self.inputs = inputs
        self.scope = scope
        self.label = label
        self.named = named
        self.site = site
        self.frozen = frozen
        self.owner = owner


class Refused:
    """A layer that does not suit what reaches it: the option at fault, where there is one, and the
    nodes that it would read, with their shapes."""

    __slots__ = ("inputs", "layer", "option", "shapes")

    def __init__(
        self,
        layer: Layer,
        inputs: tuple[int, ...],
        shapes: tuple[Shape, ...],
        option: str | None,
    ) -> None:
        self.layer = layer
        self.inputs = inputs
        self.shapes = shapes
        self.option = option


class Graph:
    """All nodes and levels of a network; built once, then only read."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.scopes: list[Scope] = [Scope(-1, "root", "")]
        self.inputs: dict[str, int] = {}
        self.outputs: list[int] = []
        self.last: int = -1
        self.unknown: list[int] = []
        """Nodes whose shape could not be inferred."""
        self.kept: dict[Any, Any] = {}
        """What passes found out, while several ask for the same."""
        self.refused: dict[int, Refused] = {}
        """What was to stand there, for those of them that a layer objects to."""
        self.surplus: dict[int, tuple[str, ...]] = {}
        """The names of the tensors that reach them, for those that take another number of them."""

    def shape(self, node: int) -> Shape | None:
        """The shape of what a node returns; None where it is unknown."""
        return self.nodes[node].facts.shape

    def is_input(self, node: int) -> bool:
        """Whether a node is an input of the network; inputs come first."""
        return node < len(self.inputs)
