"""What pooling layers have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.algebra import condition, is_at_most
from cnnspec.core.diagnostic import Note, Violation
from cnnspec.core.shape import axis_names, dim_text
from cnnspec.layers._sliding import fits, slide
from cnnspec.layers._whole import whole
from cnnspec.layers._wording import bracketed
from cnnspec.layers.base import Layer, Requirement, image, needs_image, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.algebra import Dim
    from cnnspec.core.shape import Shape
    from cnnspec.core.window import Whole, Window


class Pool(Layer):
    """A pool that slides over each channel by itself."""

    group = "Pooling and size"
    source = "Dumoulin & Visin 2016, §3"
    formulas = {
        "output": "⌊(n + before + after - kernel) / stride⌋ + 1 on each axis; with `ceil` rounded "
        "up, but no window starts in the padding after the end",
    }
    slides = True
    channelwise = True
    non_negative_if = "all"

    kernel = option("window size", "axes")
    stride = option("step of the window", "axes")
    pad = option("cells added around the image", "padding", default=0, keyword=True, at_least=0)

    def windows(self, x: Shape) -> tuple[Window, ...]:
        """The window along each axis."""
        return slide(self, x)

    def relations(self, *inputs: Shape) -> tuple[Window, ...]:
        return self.windows(inputs[0])

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        x = inputs[0]
        for axis, window in zip(axis_names(x)[1:], self.windows(x), strict=True):
            yield from _half(axis, window.kernel, window.before)
            yield from _half(axis, window.kernel, window.after)
        yield from fits(self, x)

    def pooled(self, *inputs: Shape) -> Shape:
        return tuple([window.kernel for window in self.windows(inputs[0])])

    def output(self, *inputs: Shape) -> Shape:
        return image(inputs[0][0], self.windows(inputs[0]), inputs[0])


class CeilPool(Pool):
    """A pool whose size may be rounded up."""

    ceil = option("round the size up", "flag", default=False, keyword=True)


class GlobalPool(Layer):
    """A pool over all positions of each channel."""

    group = "Pooling and size"
    channelwise = True
    non_negative_if = "all"

    def relations(self, *inputs: Shape) -> tuple[Whole, ...]:
        return whole(inputs[0])

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        return needs_image(self, inputs[0])

    def pooled(self, *inputs: Shape) -> Shape:
        return inputs[0][1:]

    def output(self, *inputs: Shape) -> Shape:
        return (inputs[0][0], *(1,) * (len(inputs[0]) - 1))


class ChannelPool(Layer):
    """A pool over all channels of each position."""

    group = "Pooling and size"
    non_negative_if = "all"

    def output(self, *inputs: Shape) -> Shape:
        return (1, *inputs[0][1:])


def _half(axis: str, kernel: Dim, pad: Dim) -> Iterator[Requirement]:
    """Padding on one side is at most half of the window, or a window would hold padding alone."""
    holds = pad == 0 or is_at_most(2 * pad, kernel)
    if not holds:
        yield Requirement(
            holds,
            condition(kernel, ">=", 2 * pad),
            Violation(
                "E307",
                f"`pad` {bracketed(pad)} is more than half of the window {bracketed(kernel)} "
                f"along {axis}: some windows would hold padding alone",
                "pad",
                Note("fix", f"at most {dim_text(kernel // 2)}"),
            ),
        )
