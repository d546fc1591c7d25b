"""What every layer with a sliding window has in common: its windows, and that they fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from cnnspec.core.algebra import condition, is_at_most
from cnnspec.core.diagnostic import Note, Violation
from cnnspec.core.shape import axis_names, dim_text, shape_text
from cnnspec.core.window import Spread, Window
from cnnspec.layers.base import Layer, Requirement, image_axes, per_axis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.algebra import Dim
    from cnnspec.core.shape import Shape
    from cnnspec.core.window import Rounding


def slide(layer: Layer, x: Shape) -> tuple[Window, ...]:
    """One window per spatial axis, from `kernel`, `stride`, `pad`, `dilation` and `ceil`."""
    axes = len(x) - 1
    kept = layer.slid
    if kept is not None and kept[0] == axes:
        return kept[1]
    image_axes(layer, x)
    windows = _windows(layer.__dict__, axes)
    layer.slid = (axes, windows)
    return windows


def _windows(given: dict[str, Any], axes: int) -> tuple[Window, ...]:
    kernel = per_axis(given["kernel"], axes, "kernel")
    stride = per_axis(given["stride"], axes, "stride")
    dilation = per_axis(given.get("dilation", 1), axes, "dilation")
    word, before, after = _padding(given.get("pad", 0), kernel, dilation)
    rounding: Rounding = word or ("ceil" if given.get("ceil") else "floor")
    if axes > 1 and all(
        len(set(values)) == 1 for values in (kernel, stride, before, after, dilation)
    ):
        return (Window(kernel[0], stride[0], before[0], after[0], dilation[0], rounding),) * axes
    return tuple(map(Window, kernel, stride, before, after, dilation, (rounding,) * axes))


def spread(layer: Layer, x: Shape) -> tuple[Spread, ...]:
    """One reversed window per spatial axis, from `kernel`, `stride`, `pad` and `out_pad`."""
    given: dict[str, Any] = layer.__dict__
    axes = image_axes(layer, x)
    kernel = per_axis(given["kernel"], axes, "kernel")
    stride = per_axis(given["stride"], axes, "stride")
    extra = per_axis(given["out_pad"], axes, "out_pad")
    dilation = (1,) * axes
    word, before, after = _padding(given["pad"], kernel, dilation)
    rounding: Rounding = word or "floor"
    return tuple(map(Spread, kernel, stride, before, after, dilation, extra, (rounding,) * axes))


def _padding(
    pad: Any, kernel: tuple[Dim, ...], dilation: tuple[Dim, ...]
) -> tuple[Literal["same", "causal"] | None, tuple[Dim, ...], tuple[Dim, ...]]:
    """The cells before and the cells after each axis, or the word, where they depend on the input.

    `half` is as many on both sides, for every input: the half padding of Dumoulin & Visin 2016,
    §2.3, so that an odd window is centred on its cell.
    """
    axes = len(kernel)
    if pad == "half":
        half = tuple([by * (cells - 1) // 2 for cells, by in zip(kernel, dilation, strict=True)])
        return None, half, half
    if pad == "same":
        return "same", (0,) * axes, (0,) * axes
    if pad == "causal":
        if axes != 1:
            raise Violation("E206", f"`pad: causal` is for 1 axis, the input has {axes}", "pad")
        return "causal", (0,), (0,)
    sides = paddings(pad, axes)
    return None, tuple([before for before, _ in sides]), tuple([after for _, after in sides])


def paddings(pad: Any, axes: int, option: str = "pad") -> tuple[tuple[Dim, Dim], ...]:
    """The cells before and after each axis: `1`, `0x3`, `[0, [0, 1], 1]`."""
    sides = per_axis(pad, axes, option)
    return tuple([side if isinstance(side, tuple) else (side, side) for side in sides])


def fits(layer: Layer, x: Shape) -> Iterator[Requirement]:
    """The window must not be larger than the padded input, on any axis."""
    for name, window, cells in zip(axis_names(x)[1:], slide(layer, x), x[1:], strict=True):
        padded = cells + window.before + window.after
        extent = window.extent
        holds = window.rounding in ("same", "causal") or is_at_most(extent, padded)
        if holds:
            continue
        grown = "" if padded == cells else f" and {dim_text(padded)} with its padding"
        least = extent - window.before - window.after
        kernel, dilation = dim_text(window.kernel), dim_text(window.dilation)
        reach = "" if window.dilation == 1 else f" ({kernel} dilated by {dilation})"
        yield Requirement(
            holds,
            condition(padded, ">=", extent),
            Violation(
                "E301",
                f"the window spans {dim_text(extent)} cells of {name}{reach}, "
                f"but the input has {dim_text(cells)}{grown}",
                "kernel",
                *_needed(layer, x, name, least),
            ),
        )


def _needed(layer: Layer, x: Shape, axis: str, least: Dim) -> Iterator[Note]:
    """The smallest input that all windows of a layer fit on."""
    sizes = []
    for window, cells in zip(slide(layer, x), x[1:], strict=True):
        size = window.extent - window.before - window.after
        if type(size) is not int or type(cells) is not int:
            yield Note("needs", f"at least {dim_text(least)} along {axis}")
            return
        sizes.append(max(size, 1))
    yield Note("needs", f"an input of at least {shape_text(tuple(sizes))} here")
