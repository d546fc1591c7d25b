"""How long `cnnspec check` takes for many specs, by the number of its processes.

    python benchmarks/check.py [--specs 500] [--jobs 1 2] [--runs 3]

The specs are of mixed size: of every ten, six are small networks, three are shipped ones of usual
size, and one is ResNet-152. One in ten small ones has a mistake. What is printed is the shortest of
some runs, from the start of the program to its end; on a machine that does other work, processor
time tells more.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[1]
SMALL = """\
cnnspec: 1
name: Small {number}
input: [3, 64, 64]
defaults: {{conv: {{pad: same, norm: bn, act: relu}}}}
layers:
  - conv: [{width}, 3x3]
  - {{conv: [{width}, 3x3], repeat: {depth}}}
  - max_pool: [2, 2]
  - {last}: [10]
"""
MIDDLE = ("alexnet", "vgg16", "googlenet", "mobilenet_v2", "densenet121", "resnet50")


def write_specs(folder: Path, number: int) -> None:
    """So many specs of mixed size, the same ones each time."""
    shown: dict[str, str] = {}
    for index in range(number):
        kind = index % 10
        if kind < 6:
            last = "fcc" if index % 60 == 0 else "fc"
            text = SMALL.format(number=index, width=8 + index % 7, depth=1 + index % 5, last=last)
        else:
            name = "resnet152" if kind == 9 else MIDDLE[index % len(MIDDLE)]
            if name not in shown:
                shown[name] = _spec(name)
            text = shown[name]
        path = folder / f"part{index // 50}" / f"net{index:04}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _spec(name: str) -> str:
    command = [sys.executable, "-m", "cnnspec", "show", name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def seconds(folder: Path, jobs: int) -> tuple[float, float]:
    """One run of the program over all specs: by the clock, and of processor time."""
    command = [
        sys.executable,
        "-m",
        "cnnspec",
        "check",
        ".",
        "--format",
        "concise",
        "-j",
        str(jobs),
    ]
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    before, start = os.times(), perf_counter()
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )
    spent = perf_counter() - start
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    after = os.times()
    work = after.children_user + after.children_system
    return spent, work - before.children_user - before.children_system


def main() -> None:
    """Measure, and print a line for each number of processes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--specs", type=int, default=500)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write_specs(Path(folder), given.specs)
        for jobs in given.jobs:
            clock, work = min([seconds(Path(folder), jobs) for _ in range(given.runs)])
            print(f"{given.specs} specs, -j {jobs}: {clock:.2f} s, {work:.2f} s of processor time")


if __name__ == "__main__":
    main()
