"""How much of a file is checked: so many variants, so many layers of all networks together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Diagnostic, Label, Note
from cnnspec.language.limits import LAYER_LIMIT
from cnnspec.language.nodes import Mapping, span

if TYPE_CHECKING:
    from cnnspec.core.diagnostic import SpecError
    from cnnspec.language.nodes import Source
    from cnnspec.results import Analysis

MOST_VARIANTS = 500
"""So many variants of a file are checked."""


class Room:
    """What may still be unfolded of a file; where it ends, a finding says so at the variant."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.left = LAYER_LIMIT
        self.begun: list[str | None] = []
        self.findings: tuple[Diagnostic, ...] = ()

    def take(self, analysis: Analysis) -> None:
        """Count the layers of one network."""
        self.left -= analysis.totals.layers

    def ends(self, variant: str | None) -> bool:
        """Whether no network more may be looked at, which is told."""
        if variant not in self.begun:
            self.begun.append(variant)
        if len(self.begun) > MOST_VARIANTS:
            self._tell("E107", f"more than {MOST_VARIANTS} variants are not checked", variant)
        elif self.left < 1:
            self._tell("E213", _TOGETHER, variant)
        return bool(self.findings)

    def is_short_for(self, error: SpecError, variant: str | None) -> bool:
        """Whether a network was too large for what the others have left, which is told."""
        codes = [finding.code for finding in error.diagnostics]
        if self.left < LAYER_LIMIT and "E213" in codes:
            self._tell("E213", _TOGETHER, variant)
        return bool(self.findings)

    def _tell(self, code: str, message: str, variant: str | None) -> None:
        root = self.source.root
        variants = root.get("variants") if isinstance(root, Mapping) else None
        key = None
        if isinstance(variants, Mapping) and variant is not None:
            key = variants.key(variant)
        elif isinstance(root, Mapping):
            key = root.key("layers")
        primary = (
            None if key is None else Label(self.source.name, span(key), "not checked from here")
        )
        hint = Note("help", "more files, each with some of the variants, are checked as a whole")
        self.findings = (Diagnostic(code, message, primary, notes=(hint,)),)


_TOGETHER = f"the networks of this file unfold to more than {LAYER_LIMIT:,} layers together"
