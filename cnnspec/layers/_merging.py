"""What merges have in common: several inputs whose sizes must agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cnnspec.core.algebra import condition, is_equal
from cnnspec.core.diagnostic import Note, Violation
from cnnspec.core.shape import dim_text, product, shape_text
from cnnspec.core.wording import listed
from cnnspec.layers.base import Layer, Requirement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cnnspec.core.algebra import Dim
    from cnnspec.core.shape import Shape


class Merge(Layer):
    """A layer that takes several branches."""

    group = "Merging"
    merges = True
    of_one: ClassVar[str]
    """What it makes of a tensor that it reads several `{times}`."""

    def repeated(self, times: int, first: bool) -> str:
        return self.of_one.format(times=times)


class Elementwise(Merge):
    """A merge of equal shapes, value by value."""

    memory = "in place"
    sign: ClassVar[str]
    """What stands between two operands in a message."""
    channelwise = True

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        first = inputs[0]
        others = [x for x in inputs[1:] if x != first]
        if any(len(x) != len(first) for x in others):
            yield Requirement(False, "", differ(self, inputs))
        elif others:
            pairs = [pair for x in others for pair in zip(first, x, strict=True)]
            yield from agree(pairs, _repeated(self, inputs) or differ(self, inputs))


def agree(pairs: Iterable[tuple[Dim, Dim]], violation: Violation) -> Iterator[Requirement]:
    """Both sizes of every pair must be equal."""
    for one, other in dict.fromkeys(pairs):
        holds = is_equal(one, other)
        if not holds:
            yield Requirement(holds, condition(one, "==", other), violation)


def differ(layer: Layer, inputs: tuple[Shape, ...], more: str = "") -> Violation:
    """The shapes of all branches, which do not fit."""
    shapes = listed(map(shape_text, inputs))
    return Violation("E304", f"{layer.op} joins {shapes}{more}")


def broadcast(inputs: tuple[Shape, ...]) -> Shape:
    """The shape of shapes with as many axes, where a size of 1 stands for any other."""
    return tuple(
        [next((size for size in sizes if size != 1), 1) for sizes in zip(*inputs, strict=True)]
    )


def _repeated(layer: Elementwise, inputs: tuple[Shape, ...]) -> Violation | None:
    """What is wrong if shapes differ only where a size is 1, so that values would repeat."""
    full = broadcast(inputs)
    short = [x for x in inputs if x != full]
    for x in short:
        if any(size not in (1, whole) for size, whole in zip(x, full, strict=True)):
            return None
    if not short:
        return None
    times = product(full) // product(short[0])
    where = "values"
    if short[0][0] == full[0]:
        where = "positions"
    elif short[0][1:] == full[1:]:
        where = "channels"
    return Violation(
        "E305",
        f"{f' {layer.sign} '.join(map(shape_text, inputs))} would repeat one value "
        f"over {dim_text(times)} {where}",
        None,
        Note("fix", f"bring every branch to {shape_text(full)}, or gate with `mul`"),
    )
