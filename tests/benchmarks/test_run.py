"""The benchmarks run, and print every figure that they promise; nothing is said of the figures."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytest.importorskip("pty", reason="there are no pseudo-terminals")
SMALL = ("--rounds", "1", "--most-layers", "1000", "--families", "30")


def run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "benchmarks/run.py", *arguments],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_figures_for_machines() -> None:
    figures = json.loads(run("--json", *SMALL))
    programs = [entry["program"] for entry in figures["processes"]]
    assert programs[1].endswith('"import click, yaml, rich.table, rich.console"')
    assert any("on a terminal" in program for program in programs)
    assert any("--format json" in program for program in programs)
    assert figures["processes"][1]["to_floor"] == 1
    assert figures["processes"][2]["to_table"] == 1
    assert [entry["network"] for entry in figures["warm"]] == ["resnet50", "resnet152"]
    assert [(entry["written"], entry["layers"]) for entry in figures["growth"]] == [
        ("flat", 1000), ("repeated", 1000),
    ]  # fmt: skip
    assert [entry["command"] for entry in figures["zoo"]] == [
        "list", "list, narrowed", "summary lenet5", "a wrong name",
    ]  # fmt: skip


def test_the_imports_of_a_command() -> None:
    lines = run("--imports", "--rounds", "1").splitlines()
    assert lines[0].split() == ["module", "own", "us", "whole", "us"]
    assert any(line.startswith("click.core ") for line in lines)
