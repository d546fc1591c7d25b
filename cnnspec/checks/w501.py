"""citation-conflict: a figure in print that disagrees where the author's own exact one agrees.

What it does: looks at the figures of `expect` that have a `cite`, and do not hold, beside an exact
figure of the same metric that has none, and holds.
Why it is bad: either the print is wrong, or the network is not the one that it is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.results import Analysis


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for each of these figures."""
    for claim in analysis.claims:
        if claim.finding is not None and claim.finding.code == "W501":
            yield claim.finding
