"""The depthwise convolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.weight import Weight
from cnnspec.layers._sliding import fits, slide
from cnnspec.layers._weighted import kernel_and_bias, with_norm_and_act
from cnnspec.layers.base import Layer, Part, Requirement, image, option, per_axis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.shape import Shape
    from cnnspec.core.terms import Term
    from cnnspec.core.window import Window


class Dwconv(Layer):
    """Slide learned windows over each channel by itself, without mixing channels.

    It is `conv` with `groups: c` and `out: c·multiplier`.
    """

    group = "With weights"
    keeps = ("inputs for weights",)
    source = "Sifre 2014; Howard et al. 2017, §3.1"
    formulas = {
        "output": "⌊(n + before + after - dilation·(kernel - 1) - 1) / stride⌋ + 1 on each axis",
        "parameters": "kernel · c·multiplier, and c·multiplier with a bias",
        "MACs": "kernel · c·multiplier, at each output position",
    }
    linear = True
    slides = True
    defaults_of = "conv"

    kernel = option("window size", "axes")
    stride = option("step of the window", "axes", default=1)
    multiplier = option("output channels per input channel", default=1, keyword=True)
    pad = option("cells added around the image", "padding", default=0, keyword=True, at_least=0)
    dilation = option("distance of the window's cells", "axes", default=1, keyword=True)
    bias = option(
        "one added value per output channel; auto: if norm is none",
        "auto",
        default="auto",
        keyword=True,
    )
    norm = option("normalisation that follows", "norm", default="none", keyword=True)
    act = option("activation that follows", "act", default="none", keyword=True)

    def windows(self, x: Shape) -> tuple[Window, ...]:
        """The window along each axis."""
        return slide(self, x)

    def relations(self, *inputs: Shape) -> tuple[Window, ...]:
        return self.windows(inputs[0])

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        return fits(self, inputs[0])

    def output(self, *inputs: Shape) -> Shape:
        x = inputs[0]
        return image(x[0] * self.multiplier, self.windows(x), x)

    def workings(self, *inputs: Shape) -> dict[str, Term]:
        from cnnspec.core.terms import Number, Product

        if self.multiplier == 1:
            return {}
        factors = (Number(inputs[0][0], "channels"), Number(self.multiplier, "multiplier"))
        return {"channels": Product(factors)}

    def weights(self, *inputs: Shape) -> dict[str, Weight]:
        x = inputs[0]
        out, *sizes = self.output(x)
        kernel = per_axis(self.kernel, len(sizes), "kernel")
        return kernel_and_bias(self, Weight((out, 1, *kernel), tuple(sizes)), out)

    def unfold(self, *inputs: Shape) -> tuple[Part, ...]:
        return with_norm_and_act(self)
