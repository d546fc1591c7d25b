"""The table of counting conventions in README.md: what each tool counts beyond kernel weights.

The totals are what the tools printed for torchvision 0.29.1's networks at 3x224x224 in evaluation
mode, on torch 2.14.1: torchinfo 1.8.0, fvcore 0.1.5.post20221221, ptflops 0.7.5,
thop 0.1.1.post2209072238. What they count beyond is computed from the analysis.
"""

from __future__ import annotations

import re
from math import prod
from pathlib import Path
from typing import NamedTuple

import pytest

from cnnspec import analyze

README = Path(__file__).parents[2] / "README.md"
NETWORKS = ("resnet50_torchvision", "alexnet_torchvision")
ADAPTIVE_POOLING = {  # values that it reads, values that it writes
    "resnet50_torchvision": (2048 * 7 * 7, 2048),
    "alexnet_torchvision": (256 * 6 * 6, 256 * 6 * 6),  # from 6x6 to 6x6: not in the spec
}
COUNTED = {
    "`FlopCounterMode`": (8178368512 // 2, 1428376960 // 2),
    "ptflops, `aten`": (4089185256, 714682664),
    "torchinfo": (4089238376, 714682664),
    "fvcore": (4111512576, 714197696),
    "ptflops, `pytorch`": (4132436968, 716441128),
    "thop": (4133742592, 714206912),
}


class Extra(NamedTuple):
    """Operations beyond kernel weights: biases added, values normalised, scales and shifts."""

    macs: int
    biases: int
    normalised: int
    affine: int


def extra(name: str) -> Extra:
    macs = biases = normalised = affine = 0
    for node in analyze(name).graph.nodes:
        facts = node.facts
        assert facts.shape is not None
        assert isinstance(facts.macs, int)
        assert isinstance(facts.params, int)
        values = prod([size for size in facts.shape if isinstance(size, int)])
        macs += facts.macs
        if facts.op == "bn":
            normalised += values
            affine += facts.params
        elif "bias" in facts.arrays:
            biases += values
    return Extra(macs, biases, normalised, affine)


@pytest.mark.parametrize("number", [0, 1], ids=NETWORKS)
def test_what_each_tool_counts_beyond_kernel_weights(number: int) -> None:
    name = NETWORKS[number]
    found = extra(name)
    reads, writes = ADAPTIVE_POOLING[name]
    assert found.macs == (4089184256, 714188480)[number]
    counted = {tool: totals[number] - found.macs for tool, totals in COUNTED.items()}
    assert counted["`FlopCounterMode`"] == 0
    assert counted["ptflops, `aten`"] == found.biases
    assert counted["torchinfo"] == found.biases + found.affine
    assert counted["fvcore"] == 2 * found.normalised + reads
    assert counted["thop"] == 4 * found.normalised + reads + writes
    assert counted["ptflops, `pytorch`"] > found.biases + 2 * found.normalised


def test_the_table_has_these_totals() -> None:
    lines = README.read_text(encoding="utf-8").partition("\n## What is counted")[2].splitlines()
    for tool, totals in {**COUNTED, "cnnspec, MACs": (4089184256, 714188480)}.items():
        row = next(line for line in lines if line.startswith("|") and tool in line)
        found = [int(text.replace(",", "")) for text in re.findall(r"\d[\d,]{6,}", row)]
        assert found == list(totals)


def test_parameters_are_those_of_torchvision() -> None:
    # numel of all parameters of torchvision 0.29.1's resnet50 and alexnet
    assert [analyze(name).totals.params for name in NETWORKS] == [25557032, 61100840]
