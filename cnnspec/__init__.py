"""cnnspec reads a convolutional network from a YAML spec and shows its shapes, parameters and work.

`load` a spec by name or path, `analyze` it, and read the typed result; `explain` tells why a figure
is what it is, `lesson` what a few designs show side by side.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnspec.analysis import FileReport, analyze, check, load
    from cnnspec.comparison import Compared, Comparison, compare
    from cnnspec.core.algebra import Polynomial, evaluate, symbol
    from cnnspec.core.algebra_ratio import Ratio
    from cnnspec.core.citation import Citation
    from cnnspec.core.diagnostic import Diagnostic, SpecError, UsageError
    from cnnspec.derivation.explain import explain
    from cnnspec.derivation.records import Explanation
    from cnnspec.difference.diff import diff
    from cnnspec.difference.records import Change, Difference
    from cnnspec.language.spec import Spec
    from cnnspec.lessons import ToldLesson, lesson
    from cnnspec.results import Analysis, Claim, LayerResult, Row, Totals

__all__ = [
    "Analysis",
    "Change",
    "Citation",
    "Claim",
    "Compared",
    "Comparison",
    "Diagnostic",
    "Difference",
    "Explanation",
    "FileReport",
    "LayerResult",
    "Polynomial",
    "Ratio",
    "Row",
    "Spec",
    "SpecError",
    "ToldLesson",
    "Totals",
    "UsageError",
    "__version__",
    "analyze",
    "check",
    "compare",
    "diff",
    "evaluate",
    "explain",
    "lesson",
    "load",
    "symbol",
]

_HOMES = {
    "analyze": "cnnspec.analysis",
    "check": "cnnspec.analysis",
    "load": "cnnspec.analysis",
    "FileReport": "cnnspec.analysis",
    "Compared": "cnnspec.comparison",
    "Comparison": "cnnspec.comparison",
    "compare": "cnnspec.comparison",
    "Polynomial": "cnnspec.core.algebra",
    "evaluate": "cnnspec.core.algebra",
    "symbol": "cnnspec.core.algebra",
    "Ratio": "cnnspec.core.algebra_ratio",
    "Explanation": "cnnspec.derivation.records",
    "explain": "cnnspec.derivation.explain",
    "Citation": "cnnspec.core.citation",
    "Diagnostic": "cnnspec.core.diagnostic",
    "SpecError": "cnnspec.core.diagnostic",
    "UsageError": "cnnspec.core.diagnostic",
    "Change": "cnnspec.difference.records",
    "Difference": "cnnspec.difference.records",
    "diff": "cnnspec.difference.diff",
    "Spec": "cnnspec.language.spec",
    "ToldLesson": "cnnspec.lessons",
    "lesson": "cnnspec.lessons",
    "__version__": "cnnspec._version",
}


def __getattr__(name: str) -> object:
    # The command line imports this package for every command, and most need little of it.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "cnnspec.results")), name)


def __dir__() -> list[str]:
    return sorted(__all__)
