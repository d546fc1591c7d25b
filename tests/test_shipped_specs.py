"""The shipped specs: every file clean, and the numbers that the networks are known by."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from cnnspec import library
from cnnspec.analysis import analyze, check, load

if TYPE_CHECKING:
    from cnnspec.analysis import FileReport

FILES = dict(library.families())


KEYS = (
    "cnnspec", "name", "cite", "task", "note", "symbols", "input", "vars", "defaults", "blocks",
    "layers", "outputs", "expect", "budget", "variants",
)  # fmt: skip
"""The order of a spec's keys."""


LONGEST = {"googlenet": 60, "resnet": 50, "regnet": 50}
"""Lines of layers that a family may take; what it expects, cites and notes is not counted."""


@cache
def report(stem: str) -> FileReport:
    """What checking a file finds."""
    return check(FILES[stem])


@pytest.mark.parametrize("stem", FILES)
def test_clean(stem: str) -> None:
    assert [finding for finding in report(stem).diagnostics if finding.severity != "info"] == []
    assert report(stem).analyses
    for analysis in report(stem).analyses:
        assert all(claim.holds for claim in analysis.claims), analysis.name
        assert analysis.totals.params is not None


@pytest.mark.parametrize("stem", FILES)
def test_what_it_is_and_where_it_is_from(stem: str) -> None:
    for analysis in report(stem).analyses:
        assert analysis.title
        assert analysis.task
        cite = analysis.cite
        assert cite is not None
        missing = [part for part in ("authors", "year", "title", "url") if not getattr(cite, part)]
        assert missing == [], analysis.name
        assert cite.url.startswith("https://")


@pytest.mark.parametrize("stem", FILES)
def test_exact_parameters_and_work_are_expected(stem: str) -> None:
    for analysis in report(stem).analyses:
        exact = {claim.metric for claim in analysis.claims if claim.difference is not None}
        assert {"params", "macs"} <= exact, analysis.name


@pytest.mark.parametrize("stem", FILES)
def test_a_tolerance_stands_beside_an_exact_figure_and_says_why(stem: str) -> None:
    """Why: behind the place in its `cite`, or in a note."""
    for analysis in report(stem).analyses:
        exact = {claim.metric for claim in analysis.claims if claim.difference is not None}
        for claim in analysis.claims:
            if " within " in claim.expected:
                where = f"{analysis.name} {claim.metric} {claim.expected}"
                assert claim.metric in exact, where
                assert claim.cite, where
                assert any(mark in claim.cite for mark in ",;:") or analysis.note, where


@pytest.mark.parametrize("stem", FILES)
def test_a_print_that_is_cut_off_says_so_exactly(stem: str) -> None:
    """By `cut`, which holds or does not, and not by a tolerance; K of 1,024 cannot be `cut`."""
    for analysis in report(stem).analyses:
        for claim in analysis.claims:
            if "cut off" in claim.cite:
                assert "*1024" in claim.expected, f"{analysis.name} {claim.expected}"


@pytest.mark.parametrize("stem", FILES)
def test_keys_stand_in_one_order(stem: str) -> None:
    """What it is, what goes in, what it is made of, what is known of it; in variants as well."""
    spec = yaml.safe_load(Path(FILES[stem]).read_text(encoding="utf-8"))
    assert list(spec) == [key for key in KEYS if key in spec]
    for name, variant in (spec.get("variants") or {}).items():
        assert list(variant) == [key for key in KEYS if key in variant], name


@pytest.mark.parametrize(("stem", "most"), LONGEST.items())
def test_no_longer_than_the_table_of_its_paper(stem: str, most: int) -> None:
    assert len(lines_of_layers(Path(FILES[stem]))) <= most


def lines_of_layers(path: Path) -> list[str]:
    """The lines of a spec without comments and without what it expects, cites, notes and varies."""
    kept, told = [], False
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if text and not text.startswith("#"):
            if line[0] not in " -":
                told = text.partition(":")[0] in ("expect", "cite", "note", "variants")
            if not told:
                kept.append(line)
    return kept


def test_lines_of_layers_leave_out_what_is_told(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(
        "cnnspec: 1\nname: N  # a name\n\n# a comment\nnote: >-\n  one\n  two\ninput: [1]\n"
        "layers:\n- fc: 1\n  # none\n- relu\nexpect:\n  depth: 1\nvariants:\n  n:\n    note: x\n",
        encoding="utf-8",
    )
    assert lines_of_layers(path) == [
        "cnnspec: 1", "name: N  # a name", "input: [1]", "layers:", "- fc: 1", "- relu",
    ]  # fmt: skip


@pytest.mark.parametrize("stem", FILES)
def test_every_name_leads_to_its_file(stem: str) -> None:
    """A network is found by the longest stem that begins its name."""
    for name in library.variants_of(FILES[stem]) or [stem]:
        assert name.startswith(stem)
        assert library.find(name) == (stem, FILES[stem], name)
        assert load(name).name == name


@pytest.mark.parametrize("stem", FILES)
def test_plain_files(stem: str) -> None:
    content = Path(FILES[stem]).read_bytes()
    assert content.startswith(b"cnnspec: 1\n")
    assert content.endswith(b"\n")
    assert b"\t" not in content
    assert b"\r" not in content
    assert yaml.load(content, Loader=yaml.SafeLoader)  # read by PyYAML's own parser as well


def test_no_name_is_used_twice() -> None:
    names = library.names()
    assert len(set(names)) == len(names)


# Figures that the specs do not state in the same words: each from the paper itself, or from
# what torchvision builds.
HEADLINES: list[tuple[str, dict[str, Any]]] = [
    # LeCun et al. 1998, §II.B: 60,000 trainable parameters; the codes of the output are fixed
    ("lenet5", {"trainable": 60_000, "params": 60_840, "out": (10,)}),
    # each layer as in §II.B: C1 156, S2 12, C3 1,516, S4 32, C5 48,120, F6 10,164
    ("lenet5", {"C1": 156, "S2": 12, "C3": 1_516, "S4": 32, "C5": 48_120, "F6": 10_164}),
    # Krizhevsky et al. 2012: 60 million parameters, eight layers; 55x55 after the first
    ("alexnet", {"params": 60_965_224, "depth": 8, "field": 195, "out": (1000,)}),
    ("alexnet_torchvision", {"params": 61_100_840, "macs": 714_188_480}),
    # Simonyan & Zisserman 2014, Table 2: 133M, 138M, 144M
    ("vgg11", {"params": 132_863_336, "depth": 11}),
    ("vgg16", {"params": 138_357_544, "macs": 15_470_264_320, "depth": 16, "field": 212}),
    ("vgg19", {"params": 143_667_240, "macs": 19_632_062_464, "depth": 19}),
    ("vgg16_bn", {"params": 138_365_992}),
    # Szegedy et al. 2014, Table 1: 159K in the first module, 22 layers, 1.5 billion multiply-adds
    ("googlenet", {"params": 6_998_552, "macs": 1_582_671_872, "depth": 22, "3a": 163_696}),
    ("googlenet_torchvision", {"params": 6_624_904, "macs": 1_498_376_192}),
    # He et al. 2015, Table 1: 1.8, 3.6, 3.8, 7.6 and 11.3 billion multiply-adds
    ("resnet18", {"params": 11_689_512, "macs": 1_814_073_344, "depth": 18}),
    ("resnet34", {"params": 21_797_672, "macs": 3_663_761_408, "depth": 34}),
    ("resnet50", {"params": 25_557_032, "macs": 3_857_973_248, "depth": 50, "field": 483}),
    ("resnet50_torchvision", {"macs": 4_089_184_256, "field": 427}),
    ("resnet101", {"params": 44_549_160, "depth": 101, "field": 1027}),
    ("resnet152", {"params": 60_192_808, "depth": 152, "field": 1507}),
    # He et al. 2015, Table 6: 0.27M to 19.4M
    ("resnet_cifar20", {"params": 269_722, "depth": 20, "out": (10,)}),
    ("resnet_cifar110", {"params": 1_727_962, "depth": 110}),
    ("resnet_cifar1202", {"params": 19_421_274, "depth": 1202}),
]


@pytest.mark.parametrize(("name", "figures"), HEADLINES)
def test_headlines(name: str, figures: dict[str, Any]) -> None:
    analysis = analyze(load(name))
    for metric, wanted in figures.items():
        if metric == "out":
            assert analysis.graph.shape(analysis.graph.last) == wanted
        elif hasattr(analysis.totals, metric):
            assert getattr(analysis.totals, metric) == wanted
        else:
            ((first, last),) = analysis.paths.find(metric)
            assert analysis.sums.between("params", first, last) == wanted


def test_googlenets_auxiliary_heads() -> None:
    """torchvision's GoogLeNet has 13,004,888 parameters with its two heads, 6,624,904 without."""
    spec = load("googlenet_torchvision")
    assert analyze(spec, train=True).totals.params == 13_004_888
    assert analyze(spec).totals.params == 6_624_904
