from __future__ import annotations

import pytest

from cnnspec.core.diagnostic import Diagnostic, Label, Span
from cnnspec.language.nodes import Source
from cnnspec.language.renaming import renamed


@pytest.mark.parametrize(
    ("line", "span", "message", "said", "column", "safe"),
    [
        ("- cnv: 3", (3, 6), "no layer type is called `cnv`", "did you mean conv?", 3, True),
        ("x: 'cnv'", (4, 9), "no layer type is called `cnv`", "did you mean conv?", 5, True),
        ("a: widht * 2", (4, 13), "no variable `widht`", "did you mean width?", 4, True),
        ("a: w1 * 2", (4, 10), "no variable `w1`", "did you mean w2?", 4, False),
        ("a: z.low", (4, 9), "`z` has no output `low`", "did you mean lo?", None, False),
        ("- cnv: 3", (3, 6), "called `cnv`", "did you mean conv or env?", None, False),
        ("- cnv: 3", (3, 6), "called `cmv`", "did you mean conv?", None, False),
        ("a: cnv + cnv", (4, 13), "called `cnv`", "did you mean conv?", None, False),
        ("- cnv: 3", (3, 6), "called `cnv`", "something else", None, False),
    ],
)
def test_a_name_is_replaced_where_it_stands_once(
    line: str, span: tuple[int, int], message: str, said: str, column: int | None, safe: bool
) -> None:
    place = Label("a", Span(1, span[0], 1, span[1]), said)
    fix = renamed(Source("a", f"{line}\n"), Diagnostic("E201", message, place))
    assert (fix is None) is (column is None)
    if fix is not None:
        assert fix.safe is safe
        assert fix.edits[0].span.column == column


def test_another_tensor_may_be_meant() -> None:
    place = Label("a", Span(1, 1, 1, 6), "did you mean first?")
    fix = renamed(Source("a", "frist\n"), Diagnostic("E217", "no tensor `frist`", place))
    assert fix is not None
    assert not fix.safe
