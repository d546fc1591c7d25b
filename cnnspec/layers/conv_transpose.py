"""The transposed convolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.algebra import condition, is_at_most, is_less
from cnnspec.core.diagnostic import Note, Violation
from cnnspec.core.shape import axis_names, dim_text
from cnnspec.core.weight import Weight
from cnnspec.layers._channels import divide_channels, in_group
from cnnspec.layers._sliding import spread
from cnnspec.layers._weighted import kernel_and_bias, with_norm_and_act
from cnnspec.layers._wording import bracketed
from cnnspec.layers.base import Layer, Part, Requirement, image, option, per_axis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.algebra import Dim
    from cnnspec.core.shape import Shape
    from cnnspec.core.window import Spread


class ConvTranspose(Layer):
    """Enlarge an image: each cell is written to the output through `out` learned windows."""

    group = "With weights"
    keeps = ("inputs for weights",)
    source = "Zeiler et al. 2010; Dumoulin & Visin 2016, §4"
    formulas = {
        "output": "(n - 1)·stride - before - after + kernel + out_pad on each axis; "
        "n·stride with `same` or `causal`",
        "parameters": "kernel · c · out/groups, and out with a bias",
        "MACs": "kernel · c · out/groups, at each input position",
    }
    example = {"out": 32, "kernel": 4, "stride": 2, "pad": 1}
    linear = True

    out = option("output channels")
    kernel = option("window size", "axes")
    stride = option("output cells from one input cell to the next", "axes", default=1)
    pad = option("cells cut off around the output", "padding", default=0, keyword=True, at_least=0)
    out_pad = option("cells added at the end", "axes", default=0, keyword=True, at_least=0)
    groups = option("independent groups of channels", default=1, keyword=True)
    bias = option(
        "one added value per output channel; auto: if norm is none",
        "auto",
        default="auto",
        keyword=True,
    )
    norm = option("normalisation that follows", "norm", default="none", keyword=True)
    act = option("activation that follows", "act", default="none", keyword=True)

    def windows(self, x: Shape) -> tuple[Spread, ...]:
        """The reversed window along each axis."""
        return spread(self, x)

    def relations(self, *inputs: Shape) -> tuple[Spread, ...]:
        return self.windows(inputs[0])

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        x = inputs[0]
        windows = self.windows(x)
        yield from divide_channels(self.groups, x[0], self.out)
        for axis, window, cells in zip(axis_names(x)[1:], windows, x[1:], strict=True):
            yield from _added_cells(axis, window)
            yield from _cut_cells(axis, window, window.size(cells))

    def output(self, *inputs: Shape) -> Shape:
        return image(self.out, self.windows(inputs[0]), inputs[0])

    def weights(self, *inputs: Shape) -> dict[str, Weight]:
        x = inputs[0]
        kernel = per_axis(self.kernel, len(x) - 1, "kernel")
        shape = (x[0], in_group(self.out, self.groups), *kernel)
        weight = Weight(shape, x[1:], groups=self.groups, outputs=1)
        return kernel_and_bias(self, weight, self.out)

    def unfold(self, *inputs: Shape) -> tuple[Part, ...]:
        return with_norm_and_act(self)


def _added_cells(axis: str, window: Spread) -> Iterator[Requirement]:
    """`out_pad` chooses among the sizes that one stride leaves open, so it is below the stride."""
    extra, stride = window.extra, window.stride
    if window.rounding != "floor" and extra != 0:
        raise Violation(
            "E206",
            f"`out_pad` {bracketed(extra)} and `pad: {window.rounding}` exclude each other: "
            "the output already is the input times the stride",
            "out_pad",
        )
    holds = extra == 0 or is_less(extra, stride)
    if not holds:
        yield Requirement(
            holds,
            condition(extra, "<", stride),
            Violation(
                "E307",
                f"`out_pad` {bracketed(extra)} is not below the stride {bracketed(stride)} "
                f"along {axis}",
                "out_pad",
                Note("fix", f"at most {dim_text(stride - 1)}"),
            ),
        )


def _cut_cells(axis: str, window: Spread, size: Dim) -> Iterator[Requirement]:
    """`pad` leaves at least one cell of what was written."""
    holds = is_at_most(1, size)
    if not holds:
        written = size + window.before + window.after
        yield Requirement(
            holds,
            condition(size, ">=", 1),
            Violation(
                "E307",
                f"`pad` cuts {dim_text(window.before + window.after)} cells along {axis}, "
                f"but only {dim_text(written)} are written",
                "pad",
            ),
        )
