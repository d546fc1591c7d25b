"""A zoo of many families: what a command costs there, beside what it costs in a small one.

A copy of the package ships copies of the spec files. The large zoo is measured with its index and
without.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import processes
from benchmarks.processes import ROOT, Program

if TYPE_CHECKING:
    from collections.abc import Iterator

FEW = 20
COMMANDS = {
    "list": ["list"],
    "list, narrowed": ["list", "--max-params", "5M"],
    "summary lenet5": ["summary", "lenet5"],
    "a wrong name": ["summary", "lenet55"],
}

START = """
import os, sys
sys.path.insert(0, sys.argv[1])
sys.stderr = open(os.devnull, "w")
from cnnspec.cli.main import run
run(sys.argv[2:])
"""


def measure(rounds: int, families: int) -> list[dict[str, object]]:
    """Each command in a zoo of so many families, as ratios to the same command in one of 20."""
    with tempfile.TemporaryDirectory() as folder:
        shelves = {
            "few": shelf(Path(folder, "few"), FEW, index=True),
            "many": shelf(Path(folder, "many"), families, index=True),
            "unindexed": shelf(Path(folder, "unindexed"), families, index=False),
        }
        programs = [
            Program(f"{label} / {kind}", _command(shelves[kind], command))
            for label, command in COMMANDS.items()
            for kind in shelves
        ]
        taken = {entry.label: entry for entry in processes.measure(programs, rounds)}
    return [{"families": families, **dict(_row(label, taken))} for label in COMMANDS]


def _row(label: str, taken: dict[str, processes.Taken]) -> Iterator[tuple[str, object]]:
    few, many, unindexed = (taken[f"{label} / {kind}"] for kind in ("few", "many", "unindexed"))
    yield "command", label
    yield "seconds", many.wall
    yield "cpu_seconds", many.cpu
    yield "cpu_to_few", many.cpu / few.cpu
    yield "cpu_without_index_to_few", unindexed.cpu / few.cpu


def _command(shelf: Path, arguments: list[str]) -> list[str]:
    """The program of that copy, where a wrong name is no failure and what is said of it unseen."""
    return [sys.executable, "-c", START, str(shelf), *arguments]


def shelf(folder: Path, number: int, *, index: bool) -> Path:
    """A copy of the package with so many families, which are the shipped ones over and over."""
    from cnnspec import library
    from cnnspec.cli.catalogue import index_text

    ignored = shutil.ignore_patterns("__pycache__", "specs")
    shutil.copytree(ROOT / "cnnspec", folder / "cnnspec", ignore=ignored)
    specs = folder / "cnnspec" / "specs"
    specs.mkdir()
    families = [("lenet5", str(Path(library.folder(), "lenet5.yaml")))]
    families += [family for family in library.families() if family[0] != "lenet5"]
    for position in range(number):
        stem, path = families[position % len(families)]
        turn = position // len(families)
        shutil.copy(path, specs / (f"{stem}_copy{turn}.yaml" if turn else f"{stem}.yaml"))
    if index:
        shipped = library.folder
        library.folder = lambda: str(specs)
        try:
            (specs / library.INDEX).write_text(index_text(), encoding="utf-8")
        finally:
            library.folder = shipped
    return folder
