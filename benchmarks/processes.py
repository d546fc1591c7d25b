"""Whole processes, as a user starts them; runs are interleaved, so that load hits all alike."""

from __future__ import annotations

import os
import pty
import struct
import subprocess
import sys
import termios
import threading
import time
from fcntl import ioctl
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
FLOOR = "import click, yaml, rich.table, rich.console"
COLUMNS, LINES = 100, 50
TORCHINFO = """
import torch, torchinfo, torchvision
with torch.device("meta"):
    model = torchvision.models.resnet152()
print(torchinfo.summary(model, input_size=(1, 3, 224, 224), device="meta", verbose=0))
"""


class Program(NamedTuple):
    """What is started: a label, the command, and whether its output is a terminal."""

    label: str
    command: list[str]
    terminal: bool = False


class Taken(NamedTuple):
    """Medians over the runs of one program, in seconds: by the clock, and of processor time."""

    label: str
    wall: float
    cpu: float


def cnnspec_command() -> list[str]:
    """The installed command, or the module where the package is only on the path."""
    script = Path(sys.executable).with_name("cnnspec")
    return [str(script)] if script.exists() else [sys.executable, "-m", "cnnspec"]


def programs(name: str) -> list[Program]:
    """The start-up floors, and `cnnspec params` in its three outputs."""
    params = [*cnnspec_command(), "params", name]
    return [
        Program("python -c pass", [sys.executable, "-c", "pass"]),
        Program(f'python -c "{FLOOR}"', [sys.executable, "-c", FLOOR]),
        Program(f"cnnspec params {name}, on a terminal", params, terminal=True),
        Program(f"cnnspec params {name}, piped", params),
        Program(f"cnnspec params {name} --format json", [*params, "--format", "json"]),
    ]


def torchinfo_program() -> Program:
    """torchinfo on the same network, on meta tensors: nothing is computed."""
    return Program("torchinfo resnet152 on meta tensors", [sys.executable, "-c", TORCHINFO])


def once(program: Program) -> tuple[float, float]:
    """Run a program to its end; seconds by the clock, and of processor time.

    Raises a CalledProcessError if it ends with anything but 0.
    """
    reading, writing = pty.openpty() if program.terminal else os.pipe()
    if program.terminal:
        ioctl(writing, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    environment = clean_environment()
    start = time.perf_counter()
    process = subprocess.Popen(
        program.command, stdin=subprocess.DEVNULL, stdout=writing, env=environment
    )
    os.close(writing)
    reader = threading.Thread(target=_drain, args=(reading,))
    reader.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    reader.join()
    os.close(reading)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, program.command)
    return wall, usage.ru_utime + usage.ru_stime


def clean_environment() -> dict[str, str]:
    """The environment without what would change colours, widths, or the cost of an import.

    The package is that of this tree, also where another is installed.
    """
    environment = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
    for name in ("NO_COLOR", "COLUMNS", "PYTHONDONTWRITEBYTECODE"):
        environment.pop(name, None)
    return environment


def _drain(reading: int) -> None:
    try:
        while os.read(reading, 1 << 16):
            pass
    except OSError:
        pass  # a terminal whose last writer has gone reads as an error, not as an end


def measure(programs: list[Program], rounds: int) -> list[Taken]:
    """Medians over so many rounds; in each round every program runs once."""
    for program in programs:
        once(program)  # compiled files and the disk cache are there from now on
    runs: dict[str, list[tuple[float, float]]] = {program.label: [] for program in programs}
    for turn in range(rounds):
        first = turn % len(programs)
        for program in (*programs[first:], *programs[:first]):
            runs[program.label].append(once(program))
    return [
        Taken(label, median([wall for wall, _ in taken]), median([cpu for _, cpu in taken]))
        for label, taken in runs.items()
    ]
