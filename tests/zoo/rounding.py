"""Pools that ran, and what came out of every layer for a second, odd input.

Where an axis divides by all strides, many windows give the same sizes: 2x2 and 3x3 at 14 cells,
rounded up, are both 7. So each network is run once more for an input that leaves something over,
and the pools are told with their window and rounding, whether a module or a function called them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnspec import Analysis
    from cnnspec.graph import Node

ODD = {"googlenet": 249, "inception_v3": 313}
"""Sides of an input that no stride divides. At 235, GoogLeNet's last pool would read 14 cells,
which 2x2 and 3x3 make 7."""
USUAL_ODD = 235
SLIDING = {"max_pool2d_with_indices": "max_pool", "avg_pool2d": "avg_pool"}


def odd_side(name: str) -> int:
    """The side of the second input of a network."""
    return ODD.get(name, USUAL_ODD)


def told(kind: str, out: Sequence[object], window: Sequence[object] = ()) -> str:
    """A pool in a row: `max_pool 8x7x7 kernel 2x2 stride 2x2 ceil`; one to a given size, such as a
    global one, has no window."""
    return " ".join([kind, "x".join(map(str, out)), *map(str, window)])


def window(kernel: Any, stride: Any, ceil: bool) -> list[str]:
    """The window of a pool in words, without its padding."""
    sizes = [("kernel", kernel), ("stride", stride)]
    words = [f"{name} {'x'.join(map(str, values))}" for name, values in sizes]
    return [*words, *(["ceil"] if ceil else [])]


def run(model: Any, side: int) -> dict[str, Any]:
    """The pools of a network in the order in which they ran, and the outputs of its modules that
    have parameters of their own."""
    torch: Any = import_module("torch")
    dispatch: Any = import_module("torch.utils._python_dispatch")
    pools: list[str] = []
    outs: list[str] = []

    class Recorder(dispatch.TorchDispatchMode):  # type: ignore[misc]  # torch is not installed here
        def __torch_dispatch__(
            self, function: Any, types: Any, given: Any = (), named: Any = None
        ) -> Any:
            result = function(*given, **(named or {}))
            pools.extend(_pool(function, given, result))
            return result

    def note(module: Any, given: Any, output: Any) -> None:
        if any(True for _ in module.parameters(recurse=False)):
            outs.append(_channels_first(module, output))

    for module in model.modules():
        module.register_forward_hook(note)
    with Recorder(), torch.no_grad():
        model.eval().to("meta")(torch.empty(1, 3, side, side, device="meta"))
    return {"side": side, "pools": pools, "outs": outs}


def _channels_first(module: Any, output: Any) -> str:
    shape = list(output.shape[1:])
    if type(module).__name__ in ("Linear", "LayerNorm"):
        shape = [shape[-1], *shape[:-1]]
    return "x".join(map(str, shape))


def _pool(function: Any, given: Any, result: Any) -> list[str]:
    """A pool that torch has just run, if it was one."""
    operation = function.overloadpacket.__name__
    if operation in SLIDING:
        out = result[0] if isinstance(result, tuple) else result
        kernel = _pair(given[1])
        stride = _pair(given[2]) if len(given) > 2 and given[2] else kernel
        ceil = bool(given[5 if operation.startswith("max") else 4 :][:1] == (True,))
        return [told(SLIDING[operation], out.shape[1:], window(kernel, stride, ceil))]
    if operation == "_adaptive_avg_pool2d":
        if given[0].shape == result.shape:
            return []  # it changes nothing at this size, nor at the network's own (VGG, AlexNet)
        return [told("pool_to", result.shape[1:])]
    if operation == "mean" and given[0].dim() == 4:  # a pool to 1x1, whatever it is called by
        axes = sorted(axis % 4 for axis in given[1])
        return [told("pool_to", [result.shape[1], 1, 1])] if axes == [2, 3] else []
    return []


def _pair(values: Any) -> list[int]:
    return list(values) * 2 if len(values) == 1 else list(values)


def pools(analysis: Analysis) -> list[str]:
    """The same of a network here."""
    rows = [_row(node) for node in analysis.graph.nodes]
    return [row for row in rows if row]


def _row(node: Node) -> str:
    facts = node.facts
    shape: Any = facts.shape
    if facts.op in ("global_avg_pool", "adaptive_avg_pool"):
        return told("pool_to", shape)
    if facts.op not in SLIDING.values():
        return ""
    sides: Any = facts.relations
    ceil = getattr(facts.layer, "ceil", False)
    kernel, stride = [side.kernel for side in sides], [side.stride for side in sides]
    return told(facts.op, shape, window(kernel, stride, ceil))
