"""channels-last-input: an input whose last size looks like the number of channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.checks._places import at
from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.core.shape import shape_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.results import Analysis

CHANNELS = (1, 3, 4)
"""Grey, colour, and colour with transparency."""
SMALLEST_IMAGE = 16


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for each input that is written with its channels last."""
    graph, spec = analysis.graph, analysis.spec
    for name, node in graph.inputs.items():
        shape = graph.shape(node)
        if shape is None or len(shape) != 3 or any(type(size) is not int for size in shape):
            continue
        height, width, channels = shape
        if channels not in CHANNELS or height < SMALLEST_IMAGE or width < SMALLEST_IMAGE:
            continue
        which = "the input" if name == "in" else f"the input `{name}`"
        message = (
            f"{which} is {shape_text(shape)}: {height} channels of {width}x{channels}, "
            "since channels come first"
        )
        meant = (channels, height, width)
        fix = Note(
            "fix", f"[{', '.join(map(str, meant))}]  {channels} channels of {height}x{width}"
        )
        place = None
        if not analysis.replaced:
            place = at(analysis, spec.inputs[name].node, f"did you mean {shape_text(meant)}?")
        yield Diagnostic("W306", message, place, (), (fix,))
