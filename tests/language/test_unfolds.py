"""What specs unfold to, layer by layer: the cases in `unfolds`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

FOLDER = Path(__file__).parent / "unfolds"


def cases() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for case in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader):
            assert set(case) == {"about", "spec", "layers"}
            found.append(pytest.param(case, id=f"{path.stem}: {case['about']}"))
    return found


@pytest.mark.parametrize("case", cases())
def test_unfolds(net: Callable[..., Analysis], case: dict[str, str]) -> None:
    analysis = net(case["spec"])
    assert analysis.diagnostics == ()
    rows = [
        f"{layer.name} {'x'.join(map(str, layer.out or ()))} < {', '.join(layer.inputs)}"
        for layer in analysis.layers
    ]
    assert rows == case["layers"].splitlines()
