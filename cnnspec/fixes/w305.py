"""The fix for a pool over the whole map at many positions: the global one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.fixes.changes import Change, replaced_call
from cnnspec.language.templates import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.fixes.proving import Prover, Trial

ORDER = ("global",)
DOES = "averages once"


def trials(prover: Prover) -> Iterator[Trial | None]:
    """A global pool in the place of the line."""
    analysis = prover.analysis
    for index, node in enumerate(analysis.graph.nodes):
        if isinstance(node.site, Line) and analysis.paths.layer(index) == prover.finding.layer:
            edit = replaced_call(node.site, "global_avg_pool")
            text = f"global_avg_pool in the place of {prover.finding.layer}"
            yield None if edit is None else prover.proves(Change("global", text, (edit,)))
            return
