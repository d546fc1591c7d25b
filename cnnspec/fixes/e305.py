"""Fixes for a sum that would repeat values: a product, which may, or a branch that is projected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Edit
from cnnspec.fixes.changes import Change
from cnnspec.fixes.e304 import branch_trials
from cnnspec.fixes.refused import refused_at
from cnnspec.language.nodes import span
from cnnspec.language.templates import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.fixes.proving import Prover, Trial

ORDER = (
    "gate", "resize", "out", "both", "when", "project", "crop", "more", "pad", "out_pad", "ceil",
    "stride", "kernel",
)  # fmt: skip
DOES = "repeats nothing unsaid"


def trials(prover: Prover) -> Iterator[Trial | None]:
    """The gate, and what brings the branches together."""
    found = refused_at(prover.analysis, prover.finding)
    if found is None:
        return
    node, refused = found
    line = prover.analysis.graph.nodes[node].site
    if isinstance(line, Line):
        text = f"mul in the place of {prover.analysis.paths.layer(node)}"
        yield prover.proves(Change("gate", text, (Edit(span(line.key), "mul"),)))
        yield from branch_trials(prover, line, refused)
