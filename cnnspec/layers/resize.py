"""Interpolation to a given size."""

from __future__ import annotations

from cnnspec.layers._resizing import Resizing


class Resize(Resizing):
    """Bring the image to a given size by interpolation, without weights."""

    formulas = {"output": "[c, size]: each cell between the nearest of the input"}
