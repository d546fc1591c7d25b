"""The fix for an input with its channels last: the same sizes, channels first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.fixes.changes import input_change
from cnnspec.fixes.inputs import one_input

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.fixes.proving import Prover, Trial

ORDER = ("input",)
DOES = "has channels first"


def trials(prover: Prover) -> Iterator[Trial | None]:
    """The channels in front."""
    shape = one_input(prover.analysis)
    if shape is not None:
        yield prover.proves(input_change(prover.analysis, (shape[-1], *shape[:-1])))
