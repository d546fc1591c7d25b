"""The sigmoid linear unit, also known as swish."""

from __future__ import annotations

from cnnspec.layers._activation import Activation


class Silu(Activation):
    """Weigh each value by its own sigmoid."""

    source = "Elfwing et al. 2017; Ramachandran et al. 2017"
    keeps = ("inputs",)
    formulas = {"output": "x · sigmoid(x)"}
