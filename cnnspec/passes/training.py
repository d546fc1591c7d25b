"""Training: what is kept from the way forward for the way back, and what the weights bring along.

A tensor is kept once, whoever needs it again: a rectifier its output, and the convolution behind it
the same tensor as its input. What is kept for which layer is said by the layer types
(`Layer.keeps`). Only layers on the way to trained weights keep anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.shape import product
from cnnspec.passes.counts import trainable

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.graph import Graph

OPTIMIZERS = {"sgd": 0, "momentum": 1, "adam": 2, "adamw": 2, "rmsprop": 1, "adagrad": 1}
"""The values that an optimiser holds for each trained weight: momentum a velocity, Adam the means
of the gradient and of its square (Kingma & Ba 2014, Alg. 1), RMSprop and Adagrad one of squares."""


class Training:
    """What training keeps of a graph for one input, in values.

    `kept` are the activations, `places` the places of maxima (one integer each) and `masks` what
    dropout dropped (one byte each); `gradients` are the trained weights, each of which has one. All
    are None where shapes are unknown.
    """

    kept: Dim | None
    places: Dim | None
    masks: Dim | None
    gradients: Dim | None

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.tensors: tuple[tuple[int, Dim], ...] = ()
        """The tensors that are kept, in order: the node that makes each, and its values."""
        self.kept = self.places = self.masks = self.gradients = None
        if graph.unknown:
            return
        trained = _trained(graph)
        kept: set[int] = set()
        self.kept = self.places = self.masks = 0
        for index, node in enumerate(graph.nodes):
            layer = node.facts.layer
            if layer is None or not trained[index]:
                continue
            for what in layer.keeps:
                if what == "places":
                    self.places = self.places + _size(graph, index)
                elif what == "mask":
                    self.masks = self.masks + _size(graph, index)
                elif what == "output":
                    kept.add(index)
                elif what == "inputs" or _learns(graph, index):
                    kept.update([_viewed(graph, source) for source in node.inputs])
        self.tensors = tuple([(index, _size(graph, index)) for index in sorted(kept)])
        for _, size in self.tensors:
            self.kept = self.kept + size
        self.gradients = 0
        for node in graph.nodes:
            self.gradients = self.gradients + trainable(node)

    def states(self, optimizer: str) -> Dim | None:
        """The values that an optimiser holds beside the weights; a KeyError for an unknown one."""
        return None if self.gradients is None else OPTIMIZERS[optimizer] * self.gradients


def _size(graph: Graph, node: int) -> Dim:
    shape = graph.shape(node)
    assert shape is not None
    return product(shape)


def _learns(graph: Graph, index: int) -> bool:
    """Whether a layer's weights are trained, those that it shares included."""
    node = graph.nodes[index]
    owner = graph.nodes[node.owner] if node.owner >= 0 else node
    return bool(node.facts.params != 0) and not (node.frozen or owner.frozen)


def _trained(graph: Graph) -> list[bool]:
    """For each node whether the way back leads through it: to its own weights, or to others."""
    found: list[bool] = []
    for index, node in enumerate(graph.nodes):
        found.append(_learns(graph, index) or any(found[source] for source in node.inputs))
    return found


def _viewed(graph: Graph, node: int) -> int:
    """The node whose memory a node views. Dropout views nothing in training: it makes anew."""
    layer = graph.nodes[node].facts.layer
    while layer is not None and layer.memory == "view" and "mask" not in layer.keeps:
        node = graph.nodes[node].inputs[0]
        layer = graph.nodes[node].facts.layer
    return node
