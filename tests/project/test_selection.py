from __future__ import annotations

import pytest

from cnnspec.core.diagnostic import UsageError
from cnnspec.project.selection import Selection, read_prefixes


@pytest.mark.parametrize(
    ("chosen", "left_out", "code", "has"),
    [
        (("ALL",), (), "E101", True),
        (("E",), (), "W301", False),
        (("W3",), (), "W301", True),
        (("ALL",), ("W",), "W301", False),
        (("ALL", "W301"), ("W",), "W301", True),
        (("E",), ("E3",), "E301", False),
        (("E301",), ("ALL",), "E301", True),
        (("W301",), ("W301",), "W301", False),
        ((), (), "E101", False),
    ],
)
def test_the_longer_prefix_decides(
    chosen: tuple[str, ...], left_out: tuple[str, ...], code: str, has: bool
) -> None:
    assert Selection(chosen, left_out).has(code) is has


def test_prefixes_stand_between_commas() -> None:
    assert read_prefixes(["E, W301", "ALL", ""], lambda number: "--select") == ("E", "W301", "ALL")


@pytest.mark.parametrize(
    ("prefix", "message"),
    [
        ("W9", "--select: no code begins with W9"),
        ("w301", "--select: no code begins with w301; did you mean W301?"),
        ("e", "--select: no code begins with e; did you mean E?"),
        ("all", "--select: no code begins with all; did you mean ALL?"),
        ("E5011", "--select: no code begins with E5011; did you mean E501"),
    ],
)
def test_an_unknown_prefix_is_told_with_the_nearest(prefix: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_prefixes(["E", prefix], ["first: --select", "--select"].__getitem__)
    assert caught.value.message.startswith(message)
    if not message.endswith("E501"):
        assert caught.value.message == message
