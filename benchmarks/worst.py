"""The inputs that cost most for what they are: time and memory of whole processes.

    python benchmarks/worst.py [--only WORD ...] [--commands check summary ...] [--json]

Each input stays within the limits of the language (docs/language.md), or goes beyond one and is
answered with a finding. What is printed is processor time in seconds, the same as a multiple of the
program's start, and the peak memory in MiB. The aim is a second and 256 MiB; what is beyond either
is marked with a star. No test asserts on these figures: they are for people who change the engine.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
SECONDS, MEBIBYTES = 1.0, 256
COMMANDS = ("check", "check-fix", "summary", "params", "explain", "memory", "field", "json", "diff")
MOST_SECONDS = 120
"""A process that takes longer is ended."""
HEAD = "cnnspec: 1\nname: Worst\n"


class Taken(NamedTuple):
    """One process: processor time in seconds, peak memory in MiB, and its exit code."""

    cpu: float
    peak: float
    code: int


def net(layers: str, shape: str = "[3, 32, 32]", before: str = "", after: str = "") -> str:
    """A spec from its layers, an item a line."""
    return f"{HEAD}{before}input: {shape}\nlayers:\n{layers}{after}"


def lines(count: int, line: str) -> str:
    """So many lines, with `N` for the number of each."""
    return "".join([line.replace("N", str(number)) + "\n" for number in range(count)])


def variants(count: int, layers: int) -> str:
    """So many variants, each of a width of its own."""
    told = lines(count, "  worst_N: {vars: {w: N + 1}}")
    body = f"  - {{conv: [w, 3x3, pad: 1, norm: bn, act: relu], repeat: {layers // 3}}}\n"
    return net(body, before="vars: {w: 1}\n", after=f"variants:\n{told}")


def doubling(levels: int) -> str:
    """Blocks that call the one before twice, so that layers double with each."""
    blocks = "  b0: [{conv: [in.c, 1x1]}, relu]\n"
    blocks += "".join([f"  b{n}: [b{n - 1}, b{n - 1}]\n" for n in range(1, levels)])
    return net(f"  - b{levels - 1}\n", before=f"blocks:\n{blocks}")


def nested(kind: str, levels: int) -> str:
    """Layers inside each other, as deep as YAML may nest."""
    return net(f"  - {f'{{{kind}: [' * levels}relu{']}' * levels}\n")


def dense(layers: int) -> str:
    """Each layer reads all before it, so that edges grow with the square."""
    step = (
        "blocks:\n  step:\n    in: [all, last]\n    out: [more, y]\n    layers:\n"
        "      - {conv: [1, 3x3, pad: 1], from: all, name: y}\n"
        "      - {concat: [all, y], name: more}\n"
    )
    return net(f"  - {{step: [], from: [in, in], repeat: {layers // 2}}}\n", before=step)


def joins(count: int) -> str:
    """Merges that each read all layers before them by name."""
    told = [f"  - {{conv: [3, 3x3, pad: {n % 2}, stride: 1], from: in, name: l{n}}}\n"
            for n in range(2)]  # fmt: skip
    told += [f"  - {{add: [{', '.join(['l0'] * 2)}], name: a{n}}}\n" for n in range(count)]
    return net("".join(told))


def all_before(count: int) -> str:
    """DenseNet as it is written without a block: layer n joins the n before it."""
    told = ["  - {conv: [1, 1x1], name: l0}\n", "  - {conv: [1, 1x1], name: l1}\n"]
    for n in range(2, count):
        names = ", ".join([f"l{before}" for before in range(n)])
        told.append(f"  - {{concat: [{names}]}}\n  - {{conv: [1, 1x1], name: l{n}}}\n")
    return net("".join(told))


def apart(count: int, stride: int = 1) -> str:
    """Merges whose branches lie apart, all over one fork."""
    unit = (
        f"{{add: [[conv: [3, 3x3, {stride}, pad: [[0, 2], [0, 2]]]], [conv: [3, 1x1, {stride}]]]}}"
    )
    return net(lines(count, f"  - {unit}"), shape="[3, 64, 64]")


def apart_repeat(count: int) -> str:
    unit = "add: [[conv: [3, 3x3, pad: [[0, 2], [0, 2]]]], [conv: [3, 1x1]]]"
    return net(f"  - {{{unit}, repeat: {count}}}\n", shape="[3, 64, 64]")


def unread(count: int, size: int) -> str:
    """Windows that do not tile, one after another: each is a cause that W301 tries to mend."""
    unit = "  - {max_pool: [2x2, 2]}\n  - {upsample: 2}\n"
    return net(unit * count, shape=f"[3, {size}, {size}]")


def expectations(count: int, layers: int) -> str:
    """Expectations of every layer, all of which fail by one."""
    told = "".join(
        [f"    c.{n % layers}: {{params: {n + 1}}}\n" for n in range(min(count, layers))]
    )
    return net(f"  - {{conv: [3, 3x3, pad: 1], repeat: {layers}, name: c}}\n",
               after=f"expect:\n  layers:\n{told}")  # fmt: skip


def figures(count: int, layers: int, metric: str = "params") -> str:
    """So many figures of one metric, none of which holds."""
    told = ", ".join([str(7 * n + 1) for n in range(count)])
    body = f"  - {{conv: [16, 3x3, pad: 1, norm: bn, act: relu], repeat: {layers // 3}}}\n"
    return net(body, after=f"expect: {{{metric}: [{told}]}}\n")


def budgets(count: int, layers: int) -> str:
    told = "".join([f"    c.{n}: {{params: 1, macs: 1, peak_memory: 1 B}}\n" for n in range(count)])
    return net(f"  - {{conv: [3, 3x3, pad: 1], repeat: {layers}, name: c}}\n",
               after=f"budget:\n  params: 1\n  macs: 1\n  peak_memory: 1 B\n"
                     f"  layers:\n{told}")  # fmt: skip


def names(count: int) -> str:
    told = "  - {conv: [3, 1x1], name: lN}"
    return net(lines(count, told))


def wide(branches: int, deep: int) -> str:
    return net(
        f"  - concat: [{{copies: {branches}, "
        f"layers: [{{conv: [1, 3x3, pad: 1], repeat: {deep}}}]}}]\n"
    )


def wide_repeat(branches: int, repeat: int) -> str:
    return net(
        f"  - {{add: [{{copies: {branches}, layers: [conv: [3, 3x3, pad: 1]]}}], "
        f"repeat: {repeat}}}\n"
    )


def symbols(
    layer: str, repeat: int, before: str = "symbols: [C, H, W]\n", shape: str = "[C, H, W]"
) -> str:
    return net(f"  - {{{layer}, repeat: {repeat}}}\n", shape=shape, before=before)


def many_symbols(count: int) -> str:
    names = [f"S{n}" for n in range(count)]
    told = "".join([f"  - {{conv: [{name}, 3x3, pad: 1, norm: bn]}}\n" for name in names])
    return net(told, before=f"symbols: [{', '.join(names)}]\n")


def vars_(count: int) -> str:
    return net("  - {conv: [last, 1x1]}\n",
               before="vars:\n  v0: 1\n"
               + "".join([f"  v{n}: v{n - 1} + 1\n" for n in range(1, count)])
               + f"  last: v{count - 1} % 7 + 1\n")  # fmt: skip


def unused_vars(count: int) -> str:
    return net("  - relu\n  - {conv: [3, 3x3]}\n", before="vars:\n" + lines(count, "  vN: N"))


def unused_blocks(count: int) -> str:
    return net("  - relu\n", before="blocks:\n" + lines(count, "  bN: [relu]"))


def sums(count: int) -> str:
    """Lists that are as long as a file holds, summed."""
    return net("  - {conv: [sum(xs) - len(xs) + 1, 1x1], repeat: 5000}\n",
               before=f"vars: {{xs: [{', '.join(['1'] * count)}]}}\n")  # fmt: skip


def powers(count: int) -> str:
    """Numbers of as many bits as there may be."""
    return net(f"  - {{conv: ['(2**9990 + i) % 7 + 1', 1x1], repeat: {count}}}\n")


def logs(count: int) -> str:
    return net(f"  - {{conv: ['round(log(2**900 + i))', 1x1], repeat: {count}}}\n")


def fibonacci() -> str:
    """Calls that split in two and come to an end: layers by the thousand from a line."""
    block = "  b: {args: [n], layers: [{b: n - 1, when: n > 1}, {b: n - 2, when: n > 2}, relu]}\n"
    return net("  - b: 22\n", before=f"blocks:\n{block}")


def empties(count: int) -> str:
    return net(
        f"  - seq: [{{seq: [{{relu: [], when: false}}], repeat: {count // 300}}}]\n"
        f"    repeat: 300\n"
    )


def never(count: int) -> str:
    return net(
        f"  - {{seq: [{', '.join(['{relu: [], when: false}'] * 400)}, relu], "
        f"repeat: {count // 400}}}\n"
    )


def errors(count: int) -> str:
    return net(lines(count, "  - {cnv: [N, 3x3], paddin: 3}"))


def typos(count: int) -> str:
    return net(lines(count, "  - {conv: [8, 3x3, paddin: 1]}"))


def shape_errors(count: int) -> str:
    return net(lines(count, "  - {conv: [8, 3x3, groups: 7], from: in}"))


def sizes(count: int) -> str:
    return net(lines(count, "  - {conv: [3, 3x3, pad: 1], size: 31x31}"))


def ignores(count: int) -> str:
    return net(lines(count, "  - {conv: [3, 3x3, pad: 1]} # cnnspec: ignore[W301] no reason N"))


def comments() -> str:
    return net("  - relu\n") + "# " + "x" * 4_000_000 + "\n"


def blank() -> str:
    return net("  - relu\n") + "\n" * 4_100_000


def notes() -> str:
    return net("  - relu\n", before=f"note: {'word ' * 800_000}\n")


def name_long() -> str:
    return net(f"  - {{relu: [], name: {'x' * 2_000_000}}}\n  - {{conv: [4, 99x99]}}\n")


def long_line() -> str:
    return f"{HEAD}input: [3, 32, 32]\nlayers: [{', '.join(['relu'] * 11_900)}]\n"


def flow(count: int) -> str:
    return f"{HEAD}input: [3, 32, 32]\nlayers: [{', '.join(['{conv: [3, 1x1]}'] * count)}]\n"


def actless(count: int) -> str:
    return net(lines(count, "  - {conv: [3, 3x3, pad: 1]}"))


def groups(count: int) -> str:
    return net(lines(count, "  - {conv: [12, 1x1, groups: 3]}"), shape="[12, 8, 8]")


def dead(count: int) -> str:
    return net(lines(count, "  - {conv: [3, 1x1], from: in, name: lN}"))


def softmaxes(count: int) -> str:
    return net(lines(count, "  - softmax"))


def long_axis(cells: int, layers: int) -> str:
    return net(
        f"  - {{conv: [1, 3, pad: 1, act: relu], repeat: {layers}}}\n", shape=f"[1, {cells}]"
    )


def long_axis_2(cells: int, layers: int) -> str:
    return net("  - {max_pool: [3, 2]}\n  - {upsample: 2}\n" * layers, shape=f"[1, {cells}]")


def split_all(parts: int) -> str:
    refs = ", ".join([f"s.{n}" for n in range(parts)])
    return net(
        f"  - {{split: {parts}, name: s}}\n  - {{concat: [{refs}]}}\n", shape=f"[{parts}, 8, 8]"
    )


def connect(rows: int) -> str:
    row = " ".join(["X"] * rows)
    table = "".join([f"          {row}\n" for _ in range(rows)])
    return net(
        f"  - conv:\n      - {rows}\n      - 3x3\n      - connect: |\n{table}",
        shape=f"[{rows}, 8, 8]",
    )


def dims() -> str:
    return net("  - {conv: [999999999999999, 999999999x999999999, pad: 499999999]}\n" * 200,
               shape="[999999999999999, 999999999999999, 999999999999999]")  # fmt: skip


def shares(count: int) -> str:
    return net(lines(count, "  - {conv: [3, 3x3, pad: 1], share: k}"))


def floors(count: int) -> str:
    return symbols("conv: [C, 3x3, 2, pad: same]", count)


def polynomial() -> str:
    names = [f"S{n}" for n in range(8)]
    form = "*".join([f"({name} + 1)" for name in names])
    return net(
        f"  - {{conv: [{form}, 3x3, pad: 1]}}\n" * 20, before=f"symbols: [{', '.join(names)}]\n"
    )


def overflow_budget(layers: int) -> str:
    body = f"  - {{conv: [w, 3x3, pad: 1, norm: bn, act: relu], repeat: {layers // 3}}}\n"
    return net(
        body, before="vars: {w: 64}\n", after="budget: {params: 1M, macs: 1M, peak_memory: 1 KiB}\n"
    )


def expect_many(layers: int) -> str:
    body = f"  - {{conv: [64, 3x3, pad: 1, norm: bn, act: relu], repeat: {layers // 3}}}\n"
    return net(
        body, after="expect: {params: 12345678, macs: 7.5G, depth: 3, field: 7, trainable: 1M}\n"
    )


def mismatch(layers: int) -> str:
    body = (
        f"  - {{conv: [64, 3x3, pad: 1, norm: bn, act: relu], repeat: {layers // 3}, name: deep}}\n"
    )
    return net(body + "  - concat: [prev, [max_pool: [2x2, 2]]]\n")


def too_small(layers: int) -> str:
    body = f"  - {{conv: [8, 3x3, pad: 1, act: relu], repeat: {layers // 2}}}\n"
    return net(body + "  - {conv: [8, 35x35]}\n")


def memory_wide(count: int) -> str:
    """Many tensors that stay alive until the end."""
    told = lines(count, "  - {conv: [1, 1x1], name: lN}")
    refs = ", ".join([f"l{n}" for n in range(count)])
    return net(told + f"  - concat: [{refs}]\n")


INPUTS: dict[str, Callable[[], str]] = {
    "nothing": lambda: net("  - {conv: [8, 3x3]}\n"),
    "repeat 29,900 on 1x1": lambda: net("  - {conv: [1, 1x1], repeat: 29900}\n", "[1, 1, 1]"),
    "repeat 29,900 on 32x32": lambda: net(
        "  - {conv: [3, 3x3, pad: 1, act: relu], repeat: 14900}\n"),
    "29,900 relus": lambda: net("  - {relu: [], repeat: 29900}\n"),
    "20,000 layers, repeated": lambda: net(
        "  - {conv: [8, 3x3, pad: 1, norm: bn, act: relu], repeat: 6666}\n"),
    "1,000 layers, written": lambda: flow(1_000),
    "2,100 layers, written": lambda: flow(2_100),
    "11,900 relus, written": long_line,
    "residual blocks, 28,000": lambda: net(
        "  - {unit: [], repeat: 7000}\n",
        before="blocks: {unit: [add: [in, [conv: [in.c, 3, pad: 1, norm: bn, act: relu]]]]}\n"),
    "doubling blocks": lambda: doubling(14),
    "fibonacci": fibonacci,
    "nested seq": lambda: nested("seq", 28),
    "nested add": lambda: net(f"  - {'{add: [in, [' * 15}relu{']]}' * 15}\n"),
    "dense 2,000": lambda: dense(2000),
    "dense 20,000": lambda: dense(20_000),
    "all before 300": lambda: all_before(300),
    "all before 330": lambda: all_before(330),
    "joins 1,500": lambda: joins(1_500),
    "apart 200": lambda: apart(200),
    "apart 1,500": lambda: apart(1500),
    "apart repeat 9,600": lambda: apart_repeat(9_600),
    "unread 40": lambda: unread(40, 33),
    "unread 2,000": lambda: unread(2000, 33),
    "unread long": lambda: unread(40, 4001),
    "expectations 2,700": lambda: expectations(2_700, 28_000),
    "figures 200 x 20,000": lambda: figures(200, 20_000),
    "figures 200 macs": lambda: figures(200, 2_000, "macs"),
    "figures 14,000": lambda: figures(14_000, 3),
    "expect 29,000 layers": lambda: expect_many(29_000),
    "budget 1,500": lambda: budgets(1_500, 28_000),
    "budget solved 29,000": lambda: overflow_budget(29_000),
    "budget solved 300": lambda: overflow_budget(300),
    "mismatch 29,000": lambda: mismatch(29_000),
    "too small 29,000": lambda: too_small(29_000),
    "names 2,000": lambda: names(2_000),
    "wide 200x100": lambda: wide(200, 100),
    "wide 11,000x1": lambda: wide(11_000, 1),
    "wide 200, repeat 100": lambda: wide_repeat(200, 100),
    "variants 300 x 100": lambda: variants(300, 100),
    "variants 330 x 90": lambda: variants(330, 90),
    "variants 3,000 x 1": lambda: variants(3_000, 3),
    "variants 20 x 29,000": lambda: variants(20, 29_000),
    "symbols conv same": lambda: floors(40),
    "symbols conv": lambda: symbols("conv: [C, 3x3, pad: 1]", 20_000),
    "symbols pool": lambda: symbols("max_pool: [3, 2, ceil: true]", 12),
    "symbols grow": lambda: symbols("conv: [prev.c*(C + 1), 1x1]", 20),
    "symbols sum": lambda: symbols("concat: [in, [conv: [C, 1x1]]]", 100),
    "many symbols 300": lambda: many_symbols(300),
    "many symbols 1,000": lambda: many_symbols(1000),
    "polynomial": polynomial,
    "vars 7,000": lambda: vars_(7_000),
    "unused vars 7,000": lambda: unused_vars(7_000),
    "unused blocks 3,000": lambda: unused_blocks(3_000),
    "sums": lambda: sums(990),
    "powers": lambda: powers(20_000),
    "logs": lambda: logs(3000),
    "empties": lambda: empties(99_000),
    "never": lambda: never(99_000),
    "errors 1,500": lambda: errors(1_500),
    "typos 1,800": lambda: typos(1_800),
    "shape errors 1,300": lambda: shape_errors(1_300),
    "sizes 1,300": lambda: sizes(1_300),
    "ignores 1,800": lambda: ignores(1_800),
    "a long comment": comments,
    "blank lines": blank,
    "a long note": notes,
    "a long name": name_long,
    "no activations 1,800": lambda: actless(1_800),
    "groups 1,800": lambda: groups(1_800),
    "dead 1,500": lambda: dead(1_500),
    "softmaxes 11,900": lambda: softmaxes(11_900),
    "long axis": lambda: long_axis(1_000_000, 20),
    "long axis, 100 layers": lambda: long_axis(9_999, 100),
    "long axis, pools": lambda: long_axis_2(4001, 200),
    "split 11,000": lambda: split_all(11_000),
    "connect 400": lambda: connect(400),
    "huge sizes": dims,
    "shares 1,500": lambda: shares(1_500),
    "many joined, repeated": lambda: net(
        f"  - {{seq: [concat: [{', '.join(['in'] * 200)}]], repeat: 740}}\n"),
    "expressions, repeated": lambda: net(
        f"  - {{conv: ['({'+'.join(['i'] * 490)}) % 7 + 1', 1x1], repeat: 990}}\n"),
    "memory wide 1,500": lambda: memory_wide(1_500),
}  # fmt: skip


def command(kind: str, name: str) -> list[str]:
    """The arguments of the program for one measurement."""
    if kind == "check-fix":
        return ["check", name, "--diff"]
    if kind == "json":
        return ["summary", name, "--format", "json"]
    if kind == "explain":
        return ["explain", name]
    if kind == "diff":
        return ["diff", name, "other.yaml"]
    return [kind, name]


def run(kind: str, text: str) -> Taken:
    """One process over one spec, which is written into a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("worst.yaml", "other.yaml"):
            (Path(folder) / name).write_text(text, encoding="utf-8")
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        with subprocess.Popen(
            ["timeout", str(MOST_SECONDS), sys.executable, "-m", "cnnspec",
             *command(kind, "worst.yaml")],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        ) as process:  # fmt: skip
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Taken(used.ru_utime + used.ru_stime, used.ru_maxrss / unit, process.returncode)


def main() -> None:
    """Measure, and print a line for each input."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--only", nargs="+", default=[""], help="inputs whose names hold these")
    parser.add_argument("--commands", nargs="+", default=["check", "summary"], choices=COMMANDS)
    parser.add_argument("--json", action="store_true", help="print figures for machines")
    given = parser.parse_args()
    start = min(run("check", INPUTS["nothing"]()).cpu for _ in range(3))
    found = {}
    for name, make in INPUTS.items():
        if not any(word in name for word in given.only):
            continue
        text = make()
        for kind in given.commands:
            taken = run(kind, text)
            found[f"{kind}: {name}"] = {**taken._asdict(), "ratio": taken.cpu / start}
            if not given.json:
                beyond = taken.cpu > SECONDS or taken.peak > MEBIBYTES
                figures = f"{taken.cpu:7.2f} s {taken.cpu / start:6.1f}x {taken.peak:6.0f} MiB"
                mark = "*" if beyond else " "
                print(f"{mark} {kind:9} {name:26} {figures}  exit {taken.code}", flush=True)
    if given.json:
        print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
