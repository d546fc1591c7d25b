"""Sign: which layers can give no negative value, whatever reaches the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnspec.graph import Graph
    from cnnspec.layers.base import Layer


def never_negative(graph: Graph) -> list[bool]:
    """For every node whether none of its values can be below 0."""
    found: list[bool] = []
    for node in graph.nodes:
        layer = node.facts.layer
        sources = [found[source] for source in node.inputs]
        found.append(layer is not None and _is_non_negative(layer, sources))
    return found


def _is_non_negative(layer: Layer, sources: list[bool]) -> bool:
    """Whether a layer gives nothing negative; `sources` tell that of its inputs."""
    least = layer.bounds[0]
    if least is not None and least >= 0:
        return True
    if layer.non_negative_if == "any":
        return any(sources)
    return layer.non_negative_if == "all" and all(sources)
