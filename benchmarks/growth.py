"""How time and memory grow with the number of layers, each size in a process of its own."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cnnspec.results import Totals

ROOT = Path(__file__).parents[1]
UNIT = 4
"""The layers of one unit: a convolution with its norm and activation, and an addition."""
HEAD = """\
cnnspec: 1
name: Generated
input: [16, 32, 32]
blocks: {unit: [add: [in, [conv: [in.c, 3, pad: 1, norm: bn, act: relu]]]]}
layers:
"""


class Size(NamedTuple):
    """One measurement: from text to totals by the clock and of processor time, in seconds, and the
    peak memory of the process in bytes."""

    written: str
    layers: int
    seconds: float
    cpu: float
    peak: int


def spec_text(written: str, layers: int) -> str:
    """A residual network of so many layers: `flat`, a line a unit, or one `repeated` line."""
    units = layers // UNIT
    if written == "flat":
        return HEAD + "  - unit\n" * units
    return f"{HEAD}  - {{unit: [], repeat: {units}}}\n"


def measure(written: str, layers: int) -> Size:
    """Analyse a network of so many layers in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.growth", written, str(layers)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    return Size(*json.loads(done.stdout))


def analyse_here(written: str, layers: int) -> Size:
    """Analyse a network of so many layers in this process."""
    from cnnspec.analysis import analyze
    from cnnspec.language.reader import read_text
    from cnnspec.language.spec import read_spec

    def totals_of(text: str) -> Totals:
        spec = read_spec(read_text(text, "generated.yaml"), "generated")
        return analyze(spec, limit=2 * layers).totals

    totals_of(spec_text(written, 2 * UNIT))  # what is imported on the way is not measured
    text = spec_text(written, layers)
    start, busy = time.perf_counter(), time.process_time()
    totals = totals_of(text)
    seconds, cpu = time.perf_counter() - start, time.process_time() - busy
    assert totals.layers == layers, f"{totals.layers} layers in the place of {layers}"
    return Size(written, layers, seconds, cpu, peak_memory())


def peak_memory() -> int:
    """The most memory that this process has held, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():  # unlike getrusage, this does not remember who started the process
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    gc.set_threshold(50_000, 20, 20)  # as the command line does
    print(json.dumps(analyse_here(sys.argv[1], int(sys.argv[2]))))
