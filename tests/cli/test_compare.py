"""`cnnspec compare` in all of its forms."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Runner


def test_json_has_exact_figures_and_ratios(run: Runner) -> None:
    document = json.loads(run("compare", "three-3x3", "--format", "json").out)
    assert (document["base"], document["dtype"], document["batch"]) == (
        "three-3x3-stack", "float32", 1,
    )  # fmt: skip
    stack, single = document["networks"]
    assert (stack["params"], single["params"]) == ("27*C**2", "49*C**2")
    assert (stack["params_ratio"], single["params_ratio"]) == ("1", "49/27")
    assert single["weights_bytes"] == "196*C**2"
    numbers = json.loads(run("compare", "vgg16", "resnet50", "--format", "json").out)
    assert numbers["networks"][1]["params_ratio"] == "3194629/17294693"
    assert numbers["networks"][1]["peak_bytes"] == 7225344


def test_csv_has_all_columns(run: Runner) -> None:
    text = run("compare", "vgg16", "resnet50", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[1] == {
        "network": "resnet50", "input": "3x224x224", "params": "25557032",
        "params_ratio": "0.184717", "macs": "3857973248", "macs_ratio": "0.249380",
        "depth": "50", "field": "483", "weights_bytes": "102228128", "peak_bytes": "7225344",
    }  # fmt: skip


def test_markdown_has_the_verdict_as_its_heading(run: Runner) -> None:
    text = run("compare", "three-3x3-stack", "three-3x3-single", "--format", "markdown").out
    assert text.splitlines()[0] == (
        "### three-3x3-single against three-3x3-stack: 81% more parameters, 81% more MACs"
    )
    assert "| three-3x3-single | 49·C² | 49/27 = 1.81x |" in text


def test_a_file_of_markdown_is_written(run: Runner, write: Path) -> None:
    found = run("compare", "vgg16", "vgg19", "-o", "out.md")
    assert (found.code, found.out) == (0, "")
    assert (write / "out.md").read_text(encoding="utf-8").startswith("### vgg19 against vgg16: ")


def test_memory_follows_the_type_and_the_batch(run: Runner) -> None:
    text = run("compare", "vgg16", "resnet50", "--dtype", "float16", "--batch", "8").out
    assert "float16, batch 8" in text
    assert text.splitlines()[1].split()[-4:] == ["263.9", "MiB", "98.0", "MiB"]


def test_inputs_that_differ_are_told(run: Runner) -> None:
    text = run("compare", "lenet5", "alexnet").out
    assert text.splitlines()[1].split()[:2] == ["lenet5", "1x32x32"]
    assert "inputs differ, and with them MACs and memory: --input makes them equal" in text
    assert "inputs differ" not in run("compare", "vgg16", "vgg19").out


def test_columns_leave_in_order(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    seen = []
    for width in (96, 90, 80, 70, 60, 40):
        head = run("compare", "vgg16", "resnet50", "mobilenet_v2", width=width).out.splitlines()[0]
        seen.append(head.split())
    everything = ["network", "params", "ratio", "MACs", "ratio", "depth", "field", "weights"]
    assert seen == [
        [*everything, "peak", "memory"],
        [name for name in [*everything, "peak", "memory"] if name != "field"],
        [name for name in everything if name != "field"],
        ["network", "params", "ratio", "MACs", "ratio", "depth"],
        ["network", "params", "ratio", "MACs", "ratio"],
        ["network", "params", "MACs"],
    ]


@pytest.mark.usefixtures("write")
def test_specs_with_errors_exit_with_1(run: Runner) -> None:
    unread = run("compare", "good.yaml", "unread.yaml")
    assert unread.code == 1
    assert "error[E201]" in unread.out
    assert "unread.yaml:4:" in unread.out
    broken = run("compare", "good.yaml", "broken.yaml")
    assert broken.code == 1
    assert broken.out.splitlines()[2].split()[:4] == ["broken", "?", "-", "?"]
    assert "error[E301]" in broken.out
    assert "error[E301]" in run("compare", "good.yaml", "broken.yaml", "--format", "csv").err
    document = json.loads(run("compare", "good.yaml", "broken.yaml", "--format", "json").out)
    assert document["networks"][1]["diagnostics"][0]["code"] == "E301"


@pytest.mark.usefixtures("write")
def test_a_file_with_variants_is_a_comparison(run: Runner) -> None:
    found = run("compare", "several.yaml")
    assert found.code == 0
    assert [line.split()[0] for line in found.out.splitlines()[1:3]] == ["one", "two"]
    alone = run("compare", "several.yaml", "--variant", "one")
    assert alone.code == 2
    assert "a comparison needs two networks or more, got one alone" in alone.err


def test_a_symbol_in_the_place_of_a_number_is_told(run: Runner) -> None:
    found = run("compare", "resnet50", "resnet50@n3=N")
    assert found.code == 1
    assert "error[E203]: `repeat` wants an integer, got N" in found.out
    assert "resnet.yaml:" in found.out
    batch = run("compare", "resnet50", "vgg16", "--batch", "N")
    assert (batch.code, batch.err) == (
        2,
        "error: --batch takes a number from 1 to 999,999,999; got N\n",
    )


def test_conditions_are_told_with_the_network(run: Runner) -> None:
    text = run("compare", "alexnet", "resnet50", "--input", "3xHxH").out
    assert "alexnet: needs H >= 67\n" in text
    decided = run("compare", "alexnet", "resnet50", "--input", "3xHxH", "--at", "H=227").out
    assert "alexnet: needs H >= 67: holds\n" in decided


def test_a_fraction_for_a_letter_that_a_variable_is(run: Runner) -> None:
    """MobileNet with half of its channels has 1.3M parameters (Howard et al. 2017, Table 6)."""
    found = run("compare", "mobilenet_v1@alpha=A", "mobilenet_v1", "--at", "A=0.5")
    assert found.code == 0
    assert "mobilenet_v1@alpha=A  1,331,592" in found.out
    assert "3.18x" in found.out
    size = run("macs", "mobilenet_v1", "--input", "3xHxH", "--at", "H=0.5")
    assert size.code == 2
    assert size.err.startswith("error: --at H=0.5: a symbol is a whole number of at least 1")
    none = run("compare", "mobilenet_v1", "mobilenet_v2", "--at", "A=0.5")
    assert none.err.startswith("error: --at A: no network here has a symbol A")


def test_a_letter_is_advised_the_value_of_its_variable(run: Runner) -> None:
    found = run("compare", "mobilenet_v1@alpha=A", "mobilenet_v1").out.splitlines()
    assert found[-1] == (
        "- for a ratio whose form is too long to read · memory needs numbers: --at A=1"
    )
