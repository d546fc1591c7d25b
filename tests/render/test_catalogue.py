from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from cnnspec.core.algebra import symbol
from cnnspec.core.citation import Citation
from cnnspec.render.catalogue import (
    Network,
    catalogue_csv,
    catalogue_markdown,
    families,
    families_screen,
    fitting,
    in_order,
    network_document,
    nothing_screen,
    said_of,
    searchable,
    variants_screen,
)
from cnnspec.render.plain import plain


def network(name: str, family: str, **given: Any) -> Network:
    cite = Citation("He et al.", given.pop("year", 2015), "Deep residuals", "Table 1")
    values: dict[str, Any] = {
        "title": family, "task": "classification", "cite": cite, "input": {"input": (3, 224, 224)},
        "params": 11689512, "macs": 1814073344, "depth": 18, "field": 435, **given,
    }  # fmt: skip
    return Network(name=name, family=family, **values)


NETWORKS: list[Network] = [
    network("resnet18", "resnet"),
    network("resnet34", "resnet", params=21797672, macs=3663761408),
    network("resnet50", "resnet", params=25557032, macs=3857973248),
    network("lenet5", "lenet5", year=1998, params=60840, macs=326520),
    network("yolov3", "yolov3", task="detection", year=2018, params=61949149, macs=32900000000),
    network("mystery", "mystery", task="", cite=None, params=None, macs=None, field=None),
]


def test_one_line_a_family_by_task_and_year() -> None:
    assert (
        plain(families_screen(NETWORKS), None)
        == """\
family   input             params           MACs  year  variants
classification
lenet5   3x224x224          60.8K           327K  1998  lenet5
resnet   3x224x224  11.7M - 25.6M  1.81G - 3.86G  2015  resnet18 resnet34 resnet50

detection
yolov3   3x224x224          61.9M          32.9G  2018  yolov3

other
mystery  3x224x224              ?              ?     -  mystery

6 variants in 4 families · cnnspec list --family resnet shows each variant
narrow it: --task detection --max-macs 600M --max-params 5M --sort params
"""
    )


def test_as_many_names_as_fit_then_their_number() -> None:
    lines = plain(families_screen(NETWORKS, 81), 81).splitlines()
    assert lines[3].endswith("2015  resnet18 resnet34 ... (3)")
    assert max(map(len, lines[:10])) <= 81


@pytest.mark.parametrize(
    ("room", "names"),
    [
        (26, "resnet18 resnet34 resnet50"),
        (25, "resnet18 resnet34 ... (3)"),
        (24, "resnet18 ... (3)"),
        (16, "resnet18 ... (3)"),
        (15, "3 variants"),
    ],
)
def test_names_are_never_cut(room: int, names: str) -> None:
    assert fitting("resnet18 resnet34 resnet50", room) == names


def test_one_line_a_variant_has_exact_figures() -> None:
    assert (
        plain(variants_screen(NETWORKS[:2]))
        == """\
network   input          params           MACs  depth  field  year  paper
resnet18  3x224x224  11,689,512  1,814,073,344     18    435  2015  He et al.: Deep residuals
resnet34  3x224x224  21,797,672  3,663,761,408     18    435  2015  He et al.: Deep residuals

2 variants in 1 family · cnnspec summary resnet18 shows the layers
"""
    )


def test_a_heading_for_each_task_if_there_are_several() -> None:
    lines = plain(variants_screen(NETWORKS, by_task=True)).splitlines()
    assert [line for line in lines if line and "  " not in line][:3] == [
        "classification", "detection", "other",
    ]  # fmt: skip
    assert "classification" not in plain(variants_screen(NETWORKS[:2], by_task=True))
    assert "classification" not in plain(variants_screen(NETWORKS))


def test_a_word_that_is_a_family_is_told_to_be_one() -> None:
    both = [network("resnet18", "resnet"), network("wide_resnet50", "wide_resnet")]
    foot = plain(variants_screen(both, words=("resnet",))).splitlines()[-1]
    assert foot.endswith("layers · --family resnet shows that family alone")
    assert "--family" not in plain(variants_screen(both, words=("wide",)))
    assert "--family" not in plain(variants_screen(both[:1], words=("resnet",)))


def test_nothing_is_said_in_words() -> None:
    assert plain(nothing_screen("")) == "no network is like that\n"
    assert plain(nothing_screen("one two three", 8)).splitlines()[-2:] == ["one two", "three"]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("snet1", True),  # any part of a name
        ("resnet-18", True),  # however it is written
        ("res-net_18", True),
        ("s-1", False),  # short without its dash
        ("he", True),  # a word of the authors begins so
        ("sidual", False),  # no word of the paper does
        ("resid", True),
        ("deep residual", True),
        ("2015", True),
        ("classif", True),
        ("3x224x224", True),
        ("224", True),  # a size
        ("22", True),
        ("225", False),
        ("vgg", False),
    ],
)
def test_words_are_looked_for(word: str, found: bool) -> None:
    assert searchable(NETWORKS[0]).has(word) == found


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("resnet", True),
        ("resnet-18", True),
        ("18", True),  # letters and digits are parted
        ("1", False),  # a number is one as a whole
        ("224", True),
        ("3x224", True),
        ("net", False),
        ("snet1", False),
        ("-", False),
    ],
)
def test_words_begin(word: str, found: bool) -> None:
    assert searchable(NETWORKS[0]).begins(word) == found


def test_what_a_misspelt_word_may_have_meant() -> None:
    assert {"resnet18", "resnet", "deep", "residuals"} <= set(said_of(NETWORKS[0]))
    assert "he" not in said_of(NETWORKS[0])


def test_order() -> None:
    assert [n.name for n in in_order(NETWORKS)] == [
        "lenet5", "resnet18", "resnet34", "resnet50", "yolov3", "mystery",
    ]  # fmt: skip
    assert [[n.name for n in family] for family in families(NETWORKS)][1] == [
        "resnet18", "resnet34", "resnet50",
    ]  # fmt: skip


def test_networks_for_machines() -> None:
    assert network_document(NETWORKS[0]) == {
        "name": "resnet18", "family": "resnet", "title": "resnet", "task": "classification",
        "year": 2015,
        "cite": {
            "text": "He et al. 2015, Table 1", "authors": "He et al.", "year": 2015,
            "title": "Deep residuals", "where": "Table 1", "url": None,
        },
        "input": [3, 224, 224], "params": 11689512, "macs": 1814073344, "depth": 18, "field": 435,
    }  # fmt: skip
    twins = network("twins", "twins", input={"left": (1, 8), "right": (1, 8)}, params=symbol("C"))
    document = network_document(twins)
    assert document["input"] == {"left": [1, 8], "right": [1, 8]}
    assert document["params"] == "C"


def test_networks_in_csv_and_markdown() -> None:
    rows = list(csv.DictReader(io.StringIO(catalogue_csv(NETWORKS))))
    assert rows[0]["params"] == "11689512"
    assert rows[0]["cite"] == "He et al. 2015, Table 1"
    assert rows[5]["params"] == rows[5]["cite"] == ""
    text = catalogue_markdown(NETWORKS)
    assert text.startswith("### 6 networks\n\n| network | input | params |")
    assert "| resnet18 | 3x224x224 | 11,689,512 | 1,814,073,344 | 18 |" in text
