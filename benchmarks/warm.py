"""In one process: from the text of a spec to all totals, again and again."""

from __future__ import annotations

import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

INPUT = (1, 3, 224, 224)


def measure(call: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median seconds of a call, by the clock and of processor time; an extra one comes first."""
    call()
    wall, cpu = [], []
    for _ in range(rounds):
        start, busy = time.perf_counter(), time.process_time()
        call()
        wall.append(time.perf_counter() - start)
        cpu.append(time.process_time() - busy)
    return median(wall), median(cpu)


def spec_analysis(name: str, check: bool = False) -> Callable[[], object]:
    """Read, unfold and count a shipped network, from its text on; with `check`, also hold what it
    expects against the counts, and run all rules."""
    from cnnspec import library
    from cnnspec.analysis import analyze
    from cnnspec.language.reader import read_text
    from cnnspec.language.spec import read_spec

    stem, path, variant = library.find(name)
    text = Path(path).read_text(encoding="utf-8")

    def run() -> object:
        spec = read_spec(read_text(text, path), stem, variant)
        return analyze(spec, check=check).totals

    return run


def has_torch() -> bool:
    """Whether torch, torchvision and torchinfo are installed."""
    return all(find_spec(module) for module in ("torch", "torchvision", "torchinfo"))


def torch_model(name: str) -> Any:
    """A model of torchvision whose weights take no memory."""
    torch: Any = import_module("torch")
    models: Any = import_module("torchvision.models")
    with torch.device("meta"):
        return getattr(models, name)()


def torch_summary(model: Any) -> Callable[[], object]:
    """torchinfo on a model that is built already."""
    torchinfo: Any = import_module("torchinfo")

    def run() -> object:
        result = torchinfo.summary(model, input_size=INPUT, device="meta", verbose=0)
        return result.total_params, result.total_mult_adds

    return run
