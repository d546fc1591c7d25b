"""What was worked out before, in any analysis of this process: layers and facts never change.

A layer depends on its type and arguments alone, its facts on the layer and the shapes that reach
it. Whoever analyses many networks that differ little meets the same ones again and again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cnnspec.core.shape import Shape
    from cnnspec.language.unfold_ops import Expansion
    from cnnspec.layers.base import Layer
    from cnnspec.layers.facts import Facts

MOST = 20_000
"""So many of each are kept; then all are forgotten, which costs no more than a first analysis."""

LAYERS: dict[Any, Layer] = {}
EXPANSIONS: dict[tuple[Layer, tuple[Shape, ...]], Expansion] = {}
PLAIN: dict[tuple[str, tuple[Shape, ...]], Facts] = {}


def make_room() -> None:
    """Forget everything, if there is too much."""
    for known in (LAYERS, EXPANSIONS, PLAIN):
        if len(known) > MOST:
            known.clear()
