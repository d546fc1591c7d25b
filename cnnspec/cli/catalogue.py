"""The shipped networks with their figures.

`networks` is the one place that knows where the figures come from: here every spec is analysed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.render.catalogue import Network
    from cnnspec.results import Analysis


def networks() -> Iterator[Network]:
    """All shipped networks, family by family."""
    from cnnspec import library
    from cnnspec.analysis import survey

    for stem, path in library.families():
        for analysis in survey(path):
            yield _network(stem, analysis)


def _network(family: str, analysis: Analysis) -> Network:
    from cnnspec.render.catalogue import Network
    from cnnspec.render.entries import input_shapes

    totals = analysis.totals
    return Network(
        name=analysis.name,
        family=family,
        title=analysis.title,
        task=analysis.task,
        cite=analysis.cite,
        input=input_shapes(analysis),
        params=totals.params,
        macs=totals.macs,
        depth=totals.depth,
        field=totals.field,
    )
