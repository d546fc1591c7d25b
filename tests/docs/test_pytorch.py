"""The tables of docs/pytorch.md: each layer has the shape and the parameters that PyTorch gives.

They were printed by torch 2.14.1, from the code in the first column, for an input of 16x32x32.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cnnspec import analyze
from cnnspec.language.reader import read_text
from cnnspec.language.spec import read_spec

PAGE = (Path(__file__).parents[2] / "docs" / "pytorch.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(.+)` \| `(.+)` \| ([\dx]+) \| ([\d,]+) \|$", PAGE, re.M)


def test_all_rows_are_read() -> None:
    table = PAGE.partition("<!-- rows -->")[2].partition("<!-- end -->")[0]
    assert len(ROWS) == len(table.strip().splitlines()) - 2 == 28


@pytest.mark.parametrize(("layer", "output", "params"), [row[1:] for row in ROWS])
def test_a_layer_is_that_of_pytorch(layer: str, output: str, params: str) -> None:
    text = f"cnnspec: 1\nname: Row\ninput: [16, 32, 32]\nlayers:\n  - {layer}\n"
    found = analyze(read_spec(read_text(text, "row.yaml"), "row"))
    assert [item for item in found.diagnostics if item.code.startswith("E")] == []
    assert "x".join(map(str, found.layers[-1].out or ())) == output
    assert f"{found.totals.params:,}" == params
