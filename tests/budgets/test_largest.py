"""The largest input and the largest value of a variable that fit, beside all that could be tried.

Each smaller input of the same remainder, and each smaller value in the steps that a spec can take,
is tried from the largest on: the first that holds, with no other finding, is what is proposed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from cnnspec import library
from cnnspec.analysis import analyze
from cnnspec.core.diagnostic import SpecError, UsageError
from cnnspec.fixes import with_fixes
from cnnspec.fixes.smaller import smaller_inputs, smaller_values
from cnnspec.language.reader import read_text
from cnnspec.language.spec import read_spec, variant_nodes

if TYPE_CHECKING:
    from cnnspec.language.spec import Spec
    from cnnspec.results import Analysis

NETWORKS = (
    "alexnet", "vgg16", "resnet18", "mobilenet_v1", "mobilenet_v2", "squeezenet1_0", "googlenet",
    "lenet5", "densenet121", "efficientnet_b0",
)  # fmt: skip
CLAIMS = ("E501", "E505", "W501")


def limited(name: str, budget: str) -> Spec:
    """A shipped network with a budget."""
    stem, file, _ = library.find(name)
    with open(file, encoding="utf-8") as opened:
        text = f"{opened.read().rstrip()}\nbudget: {{{budget}}}\n"
    source = read_text(text, os.path.basename(file))
    return read_spec(source, stem, name if name in variant_nodes(source) else None)


def fits(spec: Spec, **options: object) -> bool:
    """Whether the first budget holds, and nothing but claims of the network as it was is wrong."""
    try:
        found = analyze(spec, **options)  # type: ignore[arg-type]  # an input or settings
    except (SpecError, UsageError):
        return False
    serious = [f for f in found.diagnostics if f.severity != "info" and f.code not in CLAIMS]
    return bool(found.budgets) and found.budgets[0].holds is True and not serious


def steps(analysis: Analysis, name: str) -> list[str]:
    """The values of a variable that are tried."""
    for values in smaller_values(analysis.values[name]):
        try:
            if values and not analyze(analysis.spec, settings={name: values[0]}).graph.unknown:
                return values
        except (SpecError, UsageError):
            continue
    return []


CASES = [
    (name, metric, percent)
    for name in NETWORKS
    for metric in ("macs", "params", "peak_memory")
    for percent in (80, 45)
]


def written(metric: str, limit: int) -> str:
    return f"{metric}: {limit}{' B, dtype: int8' if metric == 'peak_memory' else ''}"


@pytest.mark.parametrize(("name", "metric", "percent"), CASES)
def test_what_is_proposed_is_the_largest_that_fits(name: str, metric: str, percent: int) -> None:
    value = analyze(limited(name, written(metric, 1))).budgets[0].value
    assert isinstance(value, int)
    spec = limited(name, written(metric, value * percent // 100))
    analysis = analyze(spec)
    (finding,) = [found for found in analysis.diagnostics if found.code == "E502"]
    (mended,) = [found for found in with_fixes(analysis).diagnostics if found.code == "E502"]
    proposed = {fix.change for fix in mended.fixes}
    assert finding.message == mended.message
    inputs = smaller_inputs(analysis)
    shape = analysis.input
    assert isinstance(shape, tuple)
    for change in reversed(inputs):
        size = int(change.text.rstrip("]").rpartition(" ")[2])
        if fits(spec, input=(shape[0], *(size,) * (len(shape) - 1))):
            assert change.text in proposed
            break
    else:
        assert not any(fix.kind == "input" for fix in mended.fixes)
    for fix in mended.fixes:
        if fix.kind == "vars":
            variable, _, found = fix.change.removeprefix("vars: {").rstrip("}").partition(": ")
            largest = next(v for v in reversed(steps(analysis, variable)) if fits(
                spec, settings={variable: v}))  # fmt: skip
            assert found == largest
