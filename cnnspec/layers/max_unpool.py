"""The reverse of maximum pooling."""

from __future__ import annotations

from cnnspec.layers._resizing import Resizing


class MaxUnpool(Resizing):
    """Put the values back to where a maximum pool found them, with zeros between."""

    source = "Zeiler & Fergus 2013, §2.1; Badrinarayanan et al. 2015, §3"
    non_negative_if = "all"
