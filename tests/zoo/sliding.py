"""The windows that torch slides while a network runs, with the cells around it, and its sums.

What runs is noted below the modules, where a convolution or a pool is one operation of torch's,
whether a module or a function called it. Padding by itself is added to that of the window that
reads it, as far as that reads it, so that TensorFlow's `same`, which torch only has as two steps,
is told as the cells that it comes to. A window of one cell that moves by one has no padding to tell
of, and is left out.

Sums of two maps are told by their shape: a shortcut that is lost changes no layer and no window.
"""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

POOLS = {"max_pool": "max_pool", "avg_pool": "avg_pool"}
"""The operations of torch's that pool under a window, by the beginning of their names."""


def row(
    kind: str,
    out: Sequence[int],
    kernel: Sequence[int],
    stride: Sequence[int],
    dilation: Sequence[int],
    pads: Sequence[tuple[int, int]],
) -> str:
    """A window: `conv 112x112 7x7 /2x2 3+3 3+3`, with the cells before and after each axis."""
    moved = f"/{'x'.join(map(str, stride))}"
    apart = [f"dilation {'x'.join(map(str, dilation))}"] if set(dilation) != {1} else []
    around = [f"{before}+{after}" for before, after in pads]
    return " ".join(
        [kind, "x".join(map(str, out)), "x".join(map(str, kernel)), moved, *apart, *around]
    )


def slides(kernel: Sequence[int], stride: Sequence[int], pads: Sequence[tuple[int, int]]) -> bool:
    """Whether there is anything to tell of a window."""
    return {*kernel, *stride} != {1} or any(map(any, pads))


def recorder() -> Any:
    """A mode of torch's in which `rows` are the windows that ran, in order, and `sums` the sums."""
    dispatch: Any = import_module("torch.utils._python_dispatch")

    class Recorder(dispatch.TorchDispatchMode):  # type: ignore[misc]  # torch is not installed here
        def __init__(self) -> None:
            super().__init__()
            self.rows: list[str] = []
            self.sums: Counter[str] = Counter()
            self.padded: dict[int, tuple[Any, list[tuple[int, int]]]] = {}

        def __torch_dispatch__(
            self, function: Any, types: Any, given: Any = (), named: Any = None
        ) -> Any:
            result = function(*given, **(named or {}))
            operation = function.overloadpacket.__name__
            if operation == "constant_pad_nd":
                # The amounts begin with the last axis; the tensor is kept so that its id stays its.
                amounts = list(zip(given[1][::2], given[1][1::2], strict=True))
                self.padded[id(result)] = (result, amounts[::-1])
            elif operation in ("add", "add_"):
                self.add(result, given)
            elif operation == "convolution":
                kind = "conv_transpose" if given[6] else "conv"
                self.note(kind, given[0], result, given[1].shape[2:], *given[3:6])
            elif operation.startswith(tuple(POOLS)):
                kind = next(kind for name, kind in POOLS.items() if operation.startswith(name))
                out = result[0] if isinstance(result, tuple) else result
                stride = given[2] if len(given) > 2 and given[2] else given[1]
                pad = given[3] if len(given) > 3 else [0]
                dilation = given[4] if kind == "max_pool" and len(given) > 4 else [1]
                self.note(kind, given[0], out, given[1], stride, pad, dilation)
            return result

        def add(self, result: Any, given: Any) -> None:
            shapes = [getattr(each, "shape", None) for each in given[:2]]
            if result.dim() > 2 and shapes[0] == shapes[1]:
                self.sums["x".join(map(str, result.shape[1:]))] += 1

        def note(
            self, kind: str, given: Any, out: Any, kernel: Any, stride: Any, pad: Any, dilation: Any
        ) -> None:
            axes = out.dim() - 2
            kernel, stride, pad, dilation = (
                list(values) * (axes if len(values) == 1 else 1)
                for values in (kernel, stride, pad, dilation)
            )
            around = self.padded.get(id(given), (None, []))[1]
            # Darknet puts a cell after each axis before all of its pools, also where none reads it.
            read = [
                (places - 1) * step + apart * (cells - 1) + 1
                for places, step, apart, cells in zip(
                    out.shape[2:], stride, dilation, kernel, strict=True
                )
            ]
            unread = [
                max(cells + 2 * beside - last, 0)
                for cells, beside, last in zip(given.shape[2:], pad, read, strict=True)
            ][-len(around) :]
            around = [
                (before, max(after - left, 0))
                for (before, after), left in zip(around, unread, strict=False)
            ]
            own = [(0, 0)] * (axes - len(around)) + around[-axes:]
            pads = [
                (cells + before, cells + after)
                for cells, (before, after) in zip(pad, own, strict=True)
            ]
            if slides(kernel, stride, pads):
                self.rows.append(row(kind, out.shape[2:], kernel, stride, dilation, pads))

    return Recorder()
