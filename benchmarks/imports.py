"""What a command imports, and what that costs: `python -X importtime`, the least of some runs."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import NamedTuple

from benchmarks.processes import clean_environment

ENTRY = re.compile(r"import time:\s*(\d+) \|\s*(\d+) \|(\s*)(\S+)")


class Import(NamedTuple):
    """A module, with its own time and that of all it imports, in microseconds."""

    module: str
    own: int
    whole: int
    depth: int


def imports(command: list[str], rounds: int) -> list[Import]:
    """Every import of a command in the order that it ends; the least time of so many runs."""
    least: dict[str, Import] = {}
    for _ in range(rounds):
        done = subprocess.run(
            [sys.executable, "-X", "importtime", *command],
            env=clean_environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=True,
        )
        for own, whole, indent, module in ENTRY.findall(done.stderr):
            entry = Import(module, int(own), int(whole), (len(indent) - 1) // 2)
            other = least.get(module)
            if other is not None:
                own_time, whole_time = min(entry.own, other.own), min(entry.whole, other.whole)
                entry = entry._replace(own=own_time, whole=whole_time)
            least[module] = entry
    return list(least.values())
