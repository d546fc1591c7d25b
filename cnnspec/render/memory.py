"""`memory`: weights, activations, the peak and who is alive there, and an estimate for training."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, cast

from cnnspec.core.dtype import BYTES, KIBI, LARGE, MEBI
from cnnspec.core.record import Record
from cnnspec.core.shape import product
from cnnspec.core.wording import listed
from cnnspec.passes.memory import largest
from cnnspec.passes.training import OPTIMIZERS
from cnnspec.render import numbers

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.core.shape import Shape
    from cnnspec.passes.memory import Memory
    from cnnspec.passes.training import Training
    from cnnspec.results import Analysis, Row

PLACE_BYTES = 8
"""Of the place of a maximum: an int64, as PyTorch has it."""


class Use(Record):
    """A network's memory with what turns values into bytes.

    `memory` is what is alive, `training` what training keeps, where an `optimizer` was named.
    """

    analysis: Analysis
    memory: Memory
    training: Training | None
    dtype: str
    batch: int
    optimizer: str | None

    def weights(self, values: Dim | None) -> Dim | None:
        """The bytes of weights and of what goes with them: once, whatever the batch."""
        return None if values is None else values * BYTES[self.dtype]

    def activations(self, values: Dim | None) -> Dim | None:
        """The bytes of activations: those of one input, times the batch."""
        return None if values is None else values * (BYTES[self.dtype] * self.batch)


class Part(Record):
    """One sum of bytes: what it is of, how many, and how they come about."""

    key: str
    label: str
    size: Dim | None
    how: str


def rounded(size: Dim | None) -> str:
    """`97.49 MiB`, KiB below a tenth of one, GiB and TiB from ten of those; `-` for nothing, and
    for a size with symbols."""
    if type(size) is not int or size == 0:
        return "-"
    large = [(unit, name) for unit, name in LARGE if size >= 10 * unit]
    unit, name = large[0] if large else (MEBI, "MiB") if 10 * size >= MEBI else (KIBI, "KiB")
    hundredths = (200 * size + unit) // (2 * unit)
    return f"{hundredths // 100:,}.{hundredths % 100:02} {name}"


# --- what is told ---------------------------------------------------------------------------------


def parts(use: Use) -> list[Part]:
    """Weights, buffers and the peak."""
    totals, memory = use.analysis.totals, use.memory
    at = [f"at {use.analysis.paths.layer(node)}" for node in memory.at[:1]]
    where = at[0] if at else "open"
    return [
        Part("weights", "weights", use.weights(totals.params), _times(totals.params, use)),
        Part("buffers", "buffers", use.weights(totals.buffers), _times(totals.buffers, use)),
        Part("peak", "peak activations", use.activations(memory.peak), where),
    ]


def training_parts(use: Use) -> list[Part]:
    """What training holds; nothing where no optimiser was named."""
    training = use.training
    if training is None or use.optimizer is None:
        return []
    states = training.states(use.optimizer)
    kept = len(training.tensors)
    found = [
        *parts(use)[:2],
        Part(
            "activations",
            "kept activations",
            use.activations(training.kept),
            f"{kept} tensor{'' if kept == 1 else 's'}, {_times(training.kept, use, batch=True)}",
        ),
    ]
    for key, label, count, each in (
        ("places", "places of maxima", training.places, PLACE_BYTES),
        ("masks", "dropout masks", training.masks, 1),
    ):
        if count is not None and count != 0:
            size = count * (each * use.batch)
            how = _product(count, each, *([use.batch] if use.batch > 1 else []))
            found.append(Part(key, label, size, how))
    gradients = training.gradients
    found.append(Part("gradients", "gradients", use.weights(gradients), _times(gradients, use)))
    if states is not None and states != 0 and gradients is not None and gradients != 0:
        each = OPTIMIZERS[use.optimizer]
        how = _product(*([each] if each > 1 else []), gradients, BYTES[use.dtype])
        found.append(Part("states", f"state of {use.optimizer}", use.weights(states), how))
    return found


def training_total(found: list[Part]) -> Dim | None:
    """The bytes of all parts together; None where one is unknown."""
    total: Dim = 0
    for part in found:
        if part.size is None:
            return None
        total = total + part.size
    return total


def _times(values: Dim | None, use: Use, *, batch: bool = False) -> str:
    if values is None:
        return "unknown"
    if values == 0:
        return "none"
    return _product(values, BYTES[use.dtype], *([use.batch] if batch and use.batch > 1 else []))


def _product(*factors: Dim) -> str:
    texts = [numbers.count(factor) for factor in factors]
    return " · ".join([f"({text})" if " " in text else text for text in texts])


class Alive(Record):
    """One tensor that is alive at the peak: the layer that wrote it, and what keeps it.

    `name` is the layer's path, or that of a part of it where two of its tensors are alive. Of a
    tensor that is only viewed, as by a crop, it is the layer that wrote all of it.
    """

    node: int
    name: str
    shape: Shape | None
    size: Dim | None
    why: str


def alive_at_peak(use: Use) -> list[Alive]:
    """The tensors that are alive where the peak is first reached."""
    memory = use.memory
    if not memory.at:
        return []
    node, names = memory.at[0], use.analysis.paths
    alive = [(_whole(use, maker, size), maker, size) for maker, size in memory.alive(node)]
    layers = [names.layer(whole) for whole, _, _ in alive]
    times = Counter(layers)
    return [
        Alive(
            whole,
            layer if times[layer] == 1 else names.of(whole),
            use.analysis.graph.shape(whole),
            use.activations(size),
            _why(use, node, maker) + (f" as {names.layer(maker)}" if maker != whole else ""),
        )
        for layer, (whole, maker, size) in zip(layers, alive, strict=True)
    ]


def _whole(use: Use, maker: int, size: Dim) -> int:
    """The layer that wrote all of a tensor of which only a part may be viewed."""
    nodes = use.analysis.graph.nodes
    while (layer := nodes[maker].facts.layer) is not None and layer.memory == "view":
        shape = nodes[maker].facts.shape
        if shape is not None and product(shape) == size:
            break
        maker = nodes[maker].inputs[0]
    return maker


def _why(use: Use, node: int, maker: int) -> str:
    """Why a tensor is alive while a node runs: it is written, read, or waits."""
    if maker == node:
        return "being written"
    readers = use.memory.readers(maker, node)
    if not readers:
        return "an output of the network"
    others = [_relative(use, node, reader) for reader in readers if reader != node]
    if readers[0] == node:
        return f"being read, and later by {others[0]}" if others else "being read"
    layer = use.analysis.graph.nodes[readers[0]].facts.layer
    merges = layer is not None and layer.merges
    return f"waits for the {others[0]}" if merges else f"read later by {others[0]}"


def _relative(use: Use, node: int, other: int) -> str:
    """The path of a layer, without the part that it shares with that of the peak."""
    names = use.analysis.paths
    own, path = names.layer(node).split("."), names.layer(other).split(".")
    shared = 0
    while shared < min(len(own), len(path)) - 1 and own[shared] == path[shared]:
        shared += 1
    return ".".join(path[shared:])


def assumptions(use: Use) -> list[str]:
    """What is taken for granted of the order and of memory that is used again."""
    over, views = _ops(use, "in place"), _ops(use, "view")
    said = ["layers run in the order written"]
    if not use.memory.in_place:
        said.append("no layer works in place")
    elif over:
        verb = "works" if len(over) == 1 else "work"
        said.append(f"{listed(over)} {verb} in place where the input is not read again")
    if views:
        said.append(f"{listed(views)} only view{'s' if len(views) == 1 else ''}")
    return said


def training_assumptions(use: Use) -> list[str]:
    """What is taken for granted of training: what each layer type keeps, as PyTorch does."""
    graph = use.analysis.graph
    kinds: dict[str, dict[str, None]] = {}
    for node in graph.nodes:
        for what in () if node.facts.layer is None else node.facts.layer.keeps:
            word = "inputs" if what == "inputs for weights" else what
            kinds.setdefault(word, {}).setdefault(node.facts.op)
    told = {
        "inputs": "the input of {}",
        "output": "the output of {}",
        "places": f"the place of each maximum of {{}} ({PLACE_BYTES} bytes)",
        "mask": "the mask of {} (1 byte a value)",
    }
    kept = [told[word].format(listed(sorted(kinds[word]))) for word in told if word in kinds]
    return [
        f"kept is {'; '.join(kept)}; each tensor once" if kept else "nothing is kept",
        f"gradients and state are {use.dtype}, of trained weights only",
        "not in it: gradients of activations, workspace, the means of norms",
    ]


def _ops(use: Use, kind: str) -> list[str]:
    """The layer types of a network whose results go to such memory, in order."""
    layers = [node.facts.layer for node in use.analysis.graph.nodes]
    return sorted({layer.op for layer in layers if layer is not None and layer.memory == kind})


def highest(use: Use, row: Row) -> Dim | None:
    """The most bytes that are alive at once while the layers of a row run."""
    levels = [use.memory.level(node) for first, last in row.covered for node in range(first, last)]
    if not levels or any(level is None for level in levels):
        return None
    return use.activations(largest(cast("list[Dim]", levels), use.memory.least))


def own(use: Use, row: Row) -> Dim | None:
    """The bytes of the tensors that the layers of a row make."""
    total: Dim = 0
    for first, last in row.covered:
        for node in range(first, last):
            size = use.memory.own(node)
            if size is None:
                return None
            total = total + size
    return use.activations(total)


# --- for machines ---------------------------------------------------------------------------------


def memory_document(use: Use) -> dict[str, Any]:
    """Memory as JSON, in bytes: the sums, the peak, and every unfolded layer."""
    from cnnspec.render import json

    analysis, memory = use.analysis, use.memory
    names = analysis.paths
    sums = {part.key: json.value(part.size) for part in parts(use)}
    return {
        **json.head(analysis),
        "dtype": use.dtype,
        "batch": use.batch,
        "in_place": memory.in_place,
        "bytes": {**sums, "activations": json.value(use.activations(memory.total))},
        "reason": memory.reason or None,
        "peak_at": list(dict.fromkeys([names.layer(node) for node in memory.at])),
        "alive": [
            {
                "name": names.of(each.node),
                "out": json.value(each.shape),
                "bytes": json.value(each.size),
                "why": each.why,
            }
            for each in alive_at_peak(use)
        ],
        "training": _training_document(use),
        "layers": [
            {
                "name": result.name,
                "op": result.op,
                "out": json.value(result.out),
                "activations": json.value(use.activations(memory.own(node))),
                "alive": json.value(use.activations(memory.level(node))),
                "inputs": list(result.inputs),
            }
            for node, result in enumerate(analysis.layers, len(analysis.graph.inputs))
        ],
        "assumptions": [*assumptions(use), *(training_assumptions(use) if use.optimizer else [])],
        **json.tail(analysis),
    }


def _training_document(use: Use) -> dict[str, Any] | None:
    if use.optimizer is None:
        return None
    from cnnspec.render import json

    found = training_parts(use)
    keys = ("weights", "buffers", "activations", "places", "masks", "gradients", "states")
    sizes = {part.key: json.value(part.size) for part in found}
    return {
        "optimizer": use.optimizer,
        **{key: sizes.get(key, 0) for key in keys},
        "total": json.value(training_total(found)),
    }
