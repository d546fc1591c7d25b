"""The command line, run in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import pytest

from cnnspec.__main__ import execute
from cnnspec.cli import output

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO


class Outcome(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


class Runner(Protocol):
    """Run a command; with a width, as on a terminal of so many columns."""

    def __call__(self, *arguments: str, width: int | None = None) -> Outcome: ...


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Runner:
    def runner(*arguments: str, width: int | None = None) -> Outcome:
        def terminal_width(stream: TextIO) -> int | None:
            return width

        monkeypatch.setattr(output, "terminal_width", terminal_width)
        capsys.readouterr()
        code = execute(list(arguments))
        out, err = capsys.readouterr()
        return Outcome(code, out, err)

    return runner


GOOD = "cnnspec: 1\nname: Good\ninput: [1, 8, 8]\nlayers: [conv: [2, 3]]\n"
WARNED = "cnnspec: 1\nname: Warned\ninput: [1, 8, 8]\nlayers: [max_pool: [3, 3]]\n"
FAILED = f"{GOOD}expect: {{params: 21}}\n"
BROKEN = "cnnspec: 1\nname: Broken\ninput: [1, 8, 8]\nlayers: [conv: [2, 9]]\n"
UNREAD = "cnnspec: 1\nname: Unread\ninput: [1, 8, 8]\nlayers: [max_pol: [2, 2]]\n"
SEVERAL = f"{GOOD}variants: {{one: {{}}, two: {{note: another}}}}\n"


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a spec of each kind, in which commands run."""
    monkeypatch.chdir(tmp_path)
    for name, text in (
        ("good", GOOD),
        ("warned", WARNED),
        ("failed", FAILED),
        ("broken", BROKEN),
        ("unread", UNREAD),
        ("several", SEVERAL),
    ):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path
