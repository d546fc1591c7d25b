"""unused-block: a block that nothing calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.checks._places import at
from cnnspec.core.diagnostic import Diagnostic
from cnnspec.language.removing import removal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.results import Analysis


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for each block that no line calls and no value names."""
    spec = analysis.spec
    for block in spec.blocks.values():
        if not block.called and block.name not in spec.names.used:
            message = f"nothing calls the block `{block.name}`"
            fix = removal([block.node])
            yield Diagnostic("W202", message, at(analysis, block.node), fix=fix)
