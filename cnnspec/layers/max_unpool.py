"""The reverse of maximum pooling."""

from __future__ import annotations

from cnnspec.layers._resizing import Resizing


class MaxUnpool(Resizing):
    """Put the values back to where a maximum pool found them, with zeros between."""

    formulas = {"output": "[c, size]: each value at the place where its pool found it, else 0"}
    source = "Zeiler & Fergus 2013, §2.1; Badrinarayanan et al. 2015, §3"
    non_negative_if = "all"
