"""`list`: words, limits and orders."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from cnnspec import library
from cnnspec.cli import catalogue
from cnnspec.core.algebra import symbol
from cnnspec.core.citation import Citation
from cnnspec.render.catalogue import Network

if TYPE_CHECKING:
    from tests.cli.conftest import Runner


def network(name: str, family: str, year: int, **given: Any) -> Network:
    values: dict[str, Any] = {
        "title": family, "task": "classification", "input": {"input": (3, 32, 32)},
        "cite": Citation("Who", year, f"On {name}"), "macs": 0, "depth": 1, "field": 1, **given,
    }  # fmt: skip
    return Network(name=name, family=family, **values)


# What each is the most of: b of parameters, c of work, d of depth, e of field along one axis.
SHELF = [
    network("a1", "a", 2001, params=10, macs=7, depth=3, field=5),
    network("b1", "b", 2003, params=3_000_000, macs=1, field=(2, 4)),
    network("b2", "b", 2002, params=20, macs=9, field=None, task="detection"),
    network("c1", "c", 2000, params=symbol("C"), depth=9, field=(6, 9), input={"in": (1, 8, 8)}),
]


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "networks", lambda: iter(SHELF))


def names(run: Runner, *arguments: str) -> str:
    document = json.loads(run("list", *arguments, "--format", "json").out)
    return " ".join(network["name"] for network in document["networks"])


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ("", "c1 a1 b1 b2"),  # the family b begins in 2002
        ("--max-params 20", "a1 b2"),  # a form is within no limit
        ("--min-params 20", "b1 b2"),
        ("--min-params 2.9M --max-params 3M", "b1"),
        ("--max-macs 1", "c1 b1"),
        ("--min-macs 7", "a1 b2"),
        ("--max-depth 3 --min-depth 3", "a1"),
        ("--max-field 5", "a1 b1"),
        ("--min-field 5", "c1 a1"),
        ("--max-year 2001", "c1 a1"),
        ("--min-year 2002", "b1 b2"),
        ("--task detection", "b2"),
        ("--family b", "b1 b2"),
        ("b", "b1 b2"),
        ("who 2001", "a1"),
        ("1x8x8", "c1"),
        ("--max-params 9", ""),
        ("--sort params", "b1 b2 a1 c1"),  # from the largest, what is open last
        ("--sort params --reverse", "a1 b2 b1 c1"),
        ("--sort macs", "b2 a1 b1 c1"),
        ("--sort depth", "c1 a1 b1 b2"),
        ("--sort field", "c1 a1 b1 b2"),
        ("--sort year", "b1 b2 a1 c1"),
        ("--sort name", "a1 b1 b2 c1"),
        ("--sort name --reverse", "c1 b2 b1 a1"),
        ("--sort paper", "a1 b1 b2 c1"),
        ("--sort input", "c1 a1 b1 b2"),
        ("--reverse", "b2 b1 a1 c1"),
    ],
)
def test_narrowed_and_sorted(run: Runner, arguments: str, found: str) -> None:
    assert names(run, *arguments.split()) == found


@pytest.mark.usefixtures("shelf")
def test_nothing_is_like_that(run: Runner) -> None:
    found = run("list", "--max-year", "1990", "--max-params", "1")
    assert found.code == 0
    assert found.out.splitlines() == [
        "no network is like that",
        "--max-year 1990 leaves none of 4 networks: c1 has 2000",
    ]
    found = run("list", "b", "--min-year", "2030")
    assert found.out.splitlines()[1] == "--min-year 2030 leaves none of 2 networks: b1 has 2003"
    assert run("list", "1x8x8", "--max-params", "1").out == "no network is like that\n"


@pytest.mark.usefixtures("shelf")
def test_a_line_a_network_where_something_narrows(run: Runner) -> None:
    assert run("list").out.splitlines()[0].endswith("  variants")
    assert run("list", "b").out.splitlines()[1] == "classification"
    by_size = run("list", "--sort", "params").out.splitlines()
    assert by_size[1].startswith("b1")
    assert "3,000,000" in by_size[1]


@pytest.mark.usefixtures("shelf")
def test_for_a_spreadsheet(run: Runner) -> None:
    rows = list(csv.DictReader(io.StringIO(run("list", "--format", "csv").out)))
    assert [row["name"] for row in rows] == ["c1", "a1", "b1", "b2"]
    assert rows[0]["params"] == "C"
    assert rows[0]["paper"] == "On c1"


def test_all_that_is_shipped_is_listed(run: Runner) -> None:
    assert sorted(names(run).split()) == sorted(library.names())


@pytest.mark.parametrize("width", [80, 100, 140])
def test_all_families_fit_a_terminal(run: Runner, width: int) -> None:
    lines = run("list", "--color", "never", width=width).out.splitlines()
    assert max(map(len, lines)) <= width
    assert ("input" in lines[0].split()) == (width > 80)


def test_a_word_is_looked_for_within_words_only_where_it_begins_none(run: Runner) -> None:
    assert names(run, "lenet") == "lenet1 lenet5 lenet5_modern"
    assert set(names(run, "ooglenet").split()) >= {"googlenet", "googlenet_torchvision"}
    assert "mobilenet_v1_224" not in names(run, "448").split()
    assert "yolov1" in names(run, "448").split()
