"""The convolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.weight import Weight
from cnnspec.layers._channels import divide_channels, in_group
from cnnspec.layers._sliding import fits, slide
from cnnspec.layers._weighted import has_bias, kernel_and_bias, with_norm_and_act
from cnnspec.layers.base import Layer, Part, Requirement, image, option, per_axis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.shape import Shape
    from cnnspec.core.window import Window


class Conv(Layer):
    """Slide `out` learned windows over an image of any rank."""

    group = "With weights"
    keeps = ("inputs for weights",)
    source = "LeCun et al. 1998, §II.A; Dumoulin & Visin 2016, §2"
    formulas = {
        "output": "⌊(n + before + after - dilation·(kernel - 1) - 1) / stride⌋ + 1 on each axis",
        "parameters": "kernel · c/groups · out, and out with a bias",
        "MACs": "kernel · c/groups · out, at each output position",
    }
    example = {"input": (3, 227, 227), "out": 96, "kernel": 11, "stride": 4}
    linear = True
    slides = True

    out = option("output channels")
    kernel = option("window size", "axes")
    stride = option("step of the window", "axes", default=1)
    pad = option("cells added around the image", "padding", default=0, keyword=True, at_least=0)
    dilation = option("distance of the window's cells", "axes", default=1, keyword=True)
    groups = option("independent groups of channels", default=1, keyword=True)
    bias = option(
        "one added value per output channel; auto: if norm is none",
        "auto",
        default="auto",
        keyword=True,
    )
    norm = option("normalisation that follows", "norm", default="none", keyword=True)
    act = option("activation that follows", "act", default="none", keyword=True)
    connect = option(
        "which input channel feeds which output channel", "table", default=None, keyword=True
    )

    def windows(self, x: Shape) -> tuple[Window, ...]:
        """The window along each axis, declared once for shape, reach and field."""
        return slide(self, x)

    def relations(self, *inputs: Shape) -> tuple[Window, ...]:
        return self.windows(inputs[0])

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        x = inputs[0]
        if self.connect is not None:
            from cnnspec.layers._connection import table_requirement

            yield from table_requirement(self, x)
        yield from divide_channels(self.groups, x[0], self.out)
        yield from fits(self, x)

    def output(self, *inputs: Shape) -> Shape:
        return image(self.out, self.windows(inputs[0]), inputs[0])

    def weights(self, *inputs: Shape) -> dict[str, Weight]:
        x = inputs[0]
        positions = self.output(x)[1:]
        kernel = per_axis(self.kernel, len(x) - 1, "kernel")
        if self.connect is None:
            shape = (self.out, in_group(x[0], self.groups), *kernel)
            weight = Weight(shape, positions, groups=self.groups)
            return kernel_and_bias(self, weight, self.out)
        from cnnspec.layers._connection import fan_ins

        arrays = {
            f"weight{fan_in}": Weight((maps, fan_in, *kernel), positions)
            for fan_in, maps in fan_ins(self.connect)
        }
        if has_bias(self):
            arrays["bias"] = Weight((self.out,), role="bias")
        return arrays

    def unfold(self, *inputs: Shape) -> tuple[Part, ...]:
        return with_norm_and_act(self)
