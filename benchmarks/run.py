"""Measures cnnspec: start-up, analysis, growth. Everything is a ratio of medians of one run.

`python benchmarks/run.py` prints tables; `--json` prints the same figures for machines. torchinfo
is measured beside it where torch, torchvision and torchinfo are installed.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

NETWORK = "resnet152"
WARM = ("resnet50", "resnet152")
SIZES = (("flat", 1_000), ("flat", 10_000), ("flat", 40_000), ("repeated", 1_000),
         ("repeated", 10_000), ("repeated", 100_000), ("repeated", 1_000_000))  # fmt: skip
MILLI, MICRO, MEBI = 1e3, 1e6, 2**20
NO_TORCH = "torchinfo: not measured, torch, torchvision and torchinfo are not all installed"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit code."""
    parser = argparse.ArgumentParser(description="Measures start-up, analysis and growth.")
    parser.add_argument("--json", action="store_true", help="print figures for machines")
    parser.add_argument("--rounds", type=int, default=15, help="runs of each process (15)")
    parser.add_argument("--most-layers", type=int, default=1_000_000, help="largest network")
    parser.add_argument("--families", type=int, default=300, help="spec files of the large zoo")
    parser.add_argument("--imports", action="store_true", help="list the costliest imports only")
    given = parser.parse_args(arguments)
    if given.imports:
        print_imports(given.rounds)
        return 0
    figures = measure(given.rounds, given.most_layers, given.families)
    if given.json:
        print(json.dumps(figures, indent=2))
    else:
        print("\n".join(report(figures)))
    return 0


def measure(rounds: int, most_layers: int, families: int) -> dict[str, Any]:
    """All figures: seconds, bytes and ratios."""
    from benchmarks import warm, zoo

    torch = warm.has_torch()
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "torch": torch,
        "processes": measure_processes(rounds, torch),
        "growth": measure_growth(most_layers),
        "warm": [measure_warm(name, 2 * rounds, torch) for name in WARM],
        "zoo": zoo.measure(rounds, families),
    }


def measure_processes(rounds: int, torch: bool) -> list[dict[str, Any]]:
    """Whole processes beside the floor, and torchinfo beside the table on a terminal."""
    from benchmarks import processes

    taken = processes.measure(processes.programs(NETWORK), rounds)
    floor, table = taken[1], taken[2]
    if torch:
        few = max(rounds // 5, 1)
        taken += processes.measure([processes.torchinfo_program()], few)
    return [
        {
            "program": entry.label,
            "seconds": entry.wall,
            "cpu_seconds": entry.cpu,
            "to_floor": entry.wall / floor.wall,
            "cpu_to_floor": entry.cpu / floor.cpu,
            "to_table": entry.wall / table.wall,
            "cpu_to_table": entry.cpu / table.cpu,
        }
        for entry in taken
    ]


def measure_warm(name: str, rounds: int, torch: bool) -> dict[str, Any]:
    """The analysis of one network in this process, and torchinfo's on meta tensors."""
    from benchmarks import warm

    wall, cpu = warm.measure(warm.spec_analysis(name), rounds)
    figures: dict[str, Any] = {"network": name, "seconds": wall, "cpu_seconds": cpu}
    if torch:
        summary = warm.torch_summary(warm.torch_model(name))
        other, other_cpu = warm.measure(summary, max(rounds // 5, 1))
        figures["torchinfo"] = {"seconds": other, "cpu_seconds": other_cpu}
        figures["torchinfo_ratio"] = other / wall
        figures["torchinfo_cpu_ratio"] = other_cpu / cpu
    return figures


def measure_growth(most_layers: int) -> list[dict[str, Any]]:
    """Generated networks; memory beyond that of the smallest is what the layers take."""
    from benchmarks import growth

    found: list[dict[str, Any]] = []
    smallest: growth.Size | None = None
    for written, layers in SIZES:
        if layers > most_layers:
            continue
        size = growth.measure(written, layers)
        if smallest is None or smallest.written != written:
            smallest = size
        more = layers - smallest.layers
        found.append(
            {
                "written": written,
                "layers": layers,
                "seconds": size.seconds,
                "cpu_seconds": size.cpu,
                "cpu_seconds_per_layer": size.cpu / layers,
                "peak_bytes": size.peak,
                "bytes_per_layer": (size.peak - smallest.peak) / more if more else None,
            }
        )
    return found


def report(figures: dict[str, Any]) -> list[str]:
    """The figures as lines for a reader."""
    return [
        f"Python {figures['python']}, {figures['machine']}; medians of interleaved runs",
        "",
        *process_lines(figures["processes"]),
        torchinfo_line(figures["processes"][-1]) if figures["torch"] else NO_TORCH,
        "",
        *warm_lines(figures["warm"]),
        "",
        *growth_lines(figures["growth"]),
        "",
        *zoo_lines(figures["zoo"]),
    ]


def process_lines(entries: list[dict[str, Any]]) -> list[str]:
    """A line for each program."""
    lines = [f"{'whole process':<67}  {'ms':>6}  {'x floor':>7}  {'CPU ms':>6}  {'x floor':>7}"]
    for entry in entries:
        label = "floor: " * (entry is entries[1]) + entry["program"]
        lines.append(
            f"{label:<67}  {entry['seconds'] * MILLI:>6.0f}  {entry['to_floor']:>7.2f}"
            f"  {entry['cpu_seconds'] * MILLI:>6.0f}  {entry['cpu_to_floor']:>7.2f}"
        )
    return lines


def torchinfo_line(entry: dict[str, Any]) -> str:
    """How many times as long as the table torchinfo takes."""
    return (
        f"torchinfo takes {entry['to_table']:.0f} times the time of the table"
        f" ({entry['cpu_to_table']:.0f} times the processor time)"
    )


def warm_lines(entries: list[dict[str, Any]]) -> list[str]:
    """Two lines for each network, the second where torchinfo is there."""
    lines = [f"{'warm, text to totals':<33}  {'ms':>7}  {'ratio':>5}  {'CPU ms':>7}  {'ratio':>5}"]
    for entry in entries:
        lines.append(
            f"{entry['network']:<33}  {entry['seconds'] * MILLI:>7.2f}  {'':>5}"
            f"  {entry['cpu_seconds'] * MILLI:>7.2f}"
        )
        if "torchinfo" in entry:
            other = entry["torchinfo"]
            lines.append(
                f"{'  torchinfo, of a built model':<33}  {other['seconds'] * MILLI:>7.1f}"
                f"  {entry['torchinfo_ratio']:>5.0f}  {other['cpu_seconds'] * MILLI:>7.1f}"
                f"  {entry['torchinfo_cpu_ratio']:>5.0f}"
            )
    return lines


def growth_lines(entries: list[dict[str, Any]]) -> list[str]:
    """A line for each size."""
    lines = [
        f"{'growth':<10}  {'layers':>9}  {'s':>7}  {'CPU s':>7}  {'us a layer':>10}"
        f"  {'peak MiB':>8}  {'bytes a layer':>13}"
    ]
    for entry in entries:
        each = entry["bytes_per_layer"]
        memory = f"{each:,.0f}" if each is not None else "-"
        lines.append(
            f"{entry['written']:<10}  {entry['layers']:>9,}  {entry['seconds']:>7.3f}"
            f"  {entry['cpu_seconds']:>7.3f}  {entry['cpu_seconds_per_layer'] * MICRO:>10.1f}"
            f"  {entry['peak_bytes'] / MEBI:>8.1f}  {memory:>13}"
        )
    return lines


def zoo_lines(entries: list[dict[str, Any]]) -> list[str]:
    """A line for each command in a zoo of many families; processor time beside that of few."""
    families = entries[0]["families"]
    lines = [
        f"{f'{families} families':<24}  {'ms':>6}  {'CPU ms':>6}  {'x few':>6}  no index, x few"
    ]
    lines += [
        f"{entry['command']:<24}  {entry['seconds'] * MILLI:>6.0f}"
        f"  {entry['cpu_seconds'] * MILLI:>6.0f}  {entry['cpu_to_few']:>6.2f}"
        f"  {entry['cpu_without_index_to_few']:>15.2f}"
        for entry in entries
    ]
    return lines


def print_imports(rounds: int) -> None:
    """What `cnnspec params` imports on the way to JSON, costliest first."""
    from benchmarks import imports

    found = imports.imports(["-m", "cnnspec", "params", NETWORK, "--format", "json"], rounds)
    print(f"{'module':<44}  {'own us':>7}  {'whole us':>8}")
    for entry in sorted(found, key=lambda entry: -entry.own)[:60]:
        print(f"{entry.module:<44}  {entry.own:>7,}  {entry.whole:>8,}")
    print(f"{len(found)} modules, {sum(entry.own for entry in found):,} us")


if __name__ == "__main__":
    # Called as a file, Python looks for modules beside it, not in the folder above.
    sys.path.insert(0, str(Path(__file__).parents[1]))
    sys.exit(main())
