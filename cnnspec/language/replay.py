"""Remembering what a block unfolded to, so that the same call with the same shapes is a copy.

A block sees its arguments, the file's variables and the sizes of its own tensors, and nothing of
its caller. So its name, its arguments and the shapes that reach it decide all that it unfolds to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.graph import SHARED_NONE, Node
from cnnspec.language.frames import Bundle

if TYPE_CHECKING:
    from cnnspec.graph import Graph
    from cnnspec.language.frames import Tensor


class Recording:
    """The run of nodes and levels that one call of a block unfolded to.

    `owners` says which of its nodes share the weights of others in it: the nodes themselves may
    later be told to share those of another call.
    """

    __slots__ = (
        "connections", "inputs", "nodes", "owners", "result", "scope", "scopes", "sides",
    )  # fmt: skip

    def __init__(
        self,
        scope: int,
        inputs: tuple[int, ...],
        nodes: tuple[int, int],
        scopes: tuple[int, int],
        sides: tuple[int, int],
        result: Tensor,
        owners: dict[int, int],
        connections: int,
    ) -> None:
        self.scope = scope
        self.inputs = inputs
        self.nodes = nodes
        self.scopes = scopes
        self.sides = sides
        self.result = result
        self.owners = owners
        self.connections = connections


def replay(
    recording: Recording, graph: Graph, sides: list[int], scope: int, inputs: tuple[int, ...]
) -> Tensor:
    """Append a copy of a recorded call below another level, reading other inputs."""
    first, last = recording.nodes
    shift = len(graph.nodes) - first
    scope_first, scope_last = recording.scopes
    scope_shift = len(graph.scopes) - scope_first
    moved = dict(zip(recording.inputs, inputs, strict=True))
    own_scope = recording.scope
    nodes = graph.nodes
    for index, node in enumerate(nodes[first:last], first):
        sources = tuple([n + shift if n >= first else moved[n] for n in node.inputs])
        level = scope if node.scope == own_scope else node.scope + scope_shift
        owner = recording.owners.get(index, SHARED_NONE)
        if owner >= 0:
            owner += shift
        nodes.append(
            Node(node.facts, sources, level, node.label, node.named, node.site, node.frozen, owner)
        )
    scopes = graph.scopes
    for level_copied in scopes[scope_first:scope_last]:
        parent = scope if level_copied.parent == own_scope else -1
        scopes.append(level_copied.moved(scope_shift, shift, parent))

    def move(node: int) -> int:
        return node + shift if node >= first else moved[node]

    sides.extend([move(node) for node in sides[recording.sides[0] : recording.sides[1]]])
    result = recording.result
    if isinstance(result, Bundle):
        return Bundle(result.names, tuple([move(node) for node in result.nodes]))
    return move(result)
