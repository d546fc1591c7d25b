from __future__ import annotations

import pytest

from cnnspec.cli import progress
from cnnspec.cli.progress import Progress
from cnnspec.core.diagnostic import Diagnostic


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time as the progress line sees it, and a terminal of 80 columns."""
    now = [0.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    monkeypatch.setattr(progress, "terminal_width", lambda stream: 80)
    return now


def test_short_work_shows_nothing(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(3) as shown:
        for file in "abc":
            shown.show(file)
            shown.done([])
            clock[0] += 0.1
    assert capsys.readouterr().err == ""


def test_long_work_is_shown_ten_times_a_second_and_wiped(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    with Progress(100) as shown:
        for number in range(100):
            shown.show(f"{number}.yaml")
            shown.done([Diagnostic("E101", "odd")] if number == 3 else [])
            clock[0] += 0.02
    written = capsys.readouterr().err
    lines = written.split("\r\x1b[K")[1:]
    assert lines[0] == f"checking 25 of 100  {'━' * 7}{' ' * 23}  1 error  25.yaml"
    assert len(lines) == 16  # a line from 0.5 s to 1.9 s at every 0.1 s, and one to wipe it
    assert lines[-1] == ""
    assert "\n" not in written


def test_no_terminal_shows_nothing(
    clock: list[float], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "terminal_width", lambda stream: None)
    with Progress(3) as shown:
        clock[0] = 5
        shown.show("a")
    assert capsys.readouterr().err == ""


def test_the_line_fits_the_terminal(clock: list[float]) -> None:
    shown = Progress(500)
    shown.finished = 312
    assert len(shown.line("models/" * 30)) == 79


def interrupted() -> None:
    with Progress(3) as shown:
        shown.done([])
        raise KeyboardInterrupt


def test_an_interrupt_says_how_far_it_came(clock: list[float]) -> None:
    with pytest.raises(KeyboardInterrupt, match="stopped after 1 of 3"):
        interrupted()
