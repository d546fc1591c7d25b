from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.render.ascii import ascii_line, ascii_screen, ascii_text
from cnnspec.render.plain import plain
from cnnspec.render.screen import SEPARATOR, Grid, GridColumn, plain_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("conv1", "conv1"),
        ("├─ 0", "|- 0"),
        ("│  └─ 1-5", "|  `- 1-5"),
        ("27·C²", "27*C**2"),
        ("C¹²·H", "C**12*H"),
        ("⌊(H + 31)/32⌋", "floor((H + 31)/32)"),
        ("LeCun et al. 1998, §II.B", "LeCun et al. 1998, sec. II.B"),
        ("§ 3.5", "sec. 3.5"),
        ("256·5·5 = 6,400", "256*5*5 = 6,400"),
        ("bottlen…", "bottlen..."),
        ("█▌", "##"),
        ("합", "\\ud569"),
        ("é", "\\xe9"),
    ],
)
def test_signs_have_a_spelling_in_ascii(text: str, shown: str) -> None:
    assert ascii_text(text) == shown


@given(st.text())
def test_nothing_beyond_ascii_is_left(text: str) -> None:
    assert ascii_text(text).isascii()


def test_facts_are_parted_by_semicolons() -> None:
    assert ascii_line((("4 hold", ""), SEPARATOR, ("2·3", ""))) == (
        ("4 hold", ""),
        ("; ", ""),
        ("2*3", ""),
    )


def test_widths_are_measured_after_the_translation() -> None:
    column = GridColumn("params", right=True)
    grid = Grid((column, GridColumn("x")), ((plain_text("27·C²"), plain_text("a")),))
    assert plain(ascii_screen((grid,))) == " params  x\n27*C**2  a\n"
    assert plain((grid,), ascii=True) == " params  x\n27*C**2  a\n"
