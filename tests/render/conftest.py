"""Networks to render: shipped ones, and small specs that a test writes down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnspec.analysis import analyze, load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cnnspec.results import Analysis


@pytest.fixture
def analysed(tmp_path: Path) -> Callable[[str], Analysis]:
    """The analysis of a spec that is given as text, without its first two keys."""

    def analysis(text: str) -> Analysis:
        path = tmp_path / "net.yaml"
        path.write_text(f"cnnspec: 1\nname: Net\n{text}", encoding="utf-8")
        return analyze(load(str(path)))

    return analysis
