"""Networks beside the shipped ones that the language must carry: each meets what it expects.

They use what the shipped ones do not: several inputs and outputs, shared weights, blocks that
return several tensors, copies, three and one spatial dimensions, transposed convolutions.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import cnnspec

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.yaml"))


def test_there_is_a_corpus() -> None:
    assert len(CORPUS) == 1


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_every_expectation_holds(path: Path) -> None:
    report = cnnspec.check(str(path))
    assert [finding for finding in report.diagnostics if finding.severity != "info"] == []
    assert report.analyses
    for analysis in report.analyses:
        assert analysis.claims or path.stem == "resnext_forms"
        assert all(claim.holds for claim in analysis.claims)
