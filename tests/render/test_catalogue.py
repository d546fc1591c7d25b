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
    variants_screen,
)
from cnnspec.render.plain import plain


def network(name: str, family: str, **given: Any) -> Network:
    cite = Citation("He et al.", given.pop("year", 2015), "Deep residual learning", "Table 1")
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
family   variants                    input             params           MACs  year
classification
lenet5   lenet5                      3x224x224          60.8K           327K  1998
resnet   resnet18 resnet34 resnet50  3x224x224  11.7M - 25.6M  1.81G - 3.86G  2015

detection
yolov3   yolov3                      3x224x224          61.9M          32.9G  2018

other
mystery  mystery                     3x224x224              ?              ?     -

6 variants in 4 families · cnnspec list resnet shows each variant
narrow it: --task lesson --max-macs 600M --max-params 5M --sort params
"""
    )


def test_as_many_names_as_fit_then_their_number() -> None:
    lines = plain(families_screen(NETWORKS, 81), 81).splitlines()
    assert "resnet   resnet18 resnet34 ... (3)  3x224x224" in lines[3]
    assert max(map(len, lines[:10])) <= 81


@pytest.mark.parametrize(
    ("room", "names"),
    [
        (26, "resnet18 resnet34 resnet50"),
        (25, "resnet18 resnet34 ... (3)"),
        (24, "resnet18 ... (3)"),
        (3, "resnet18 ... (3)"),
    ],
)
def test_names_are_never_cut(room: int, names: str) -> None:
    assert fitting("resnet18 resnet34 resnet50", room) == names


def test_one_line_a_variant_has_exact_figures() -> None:
    assert (
        plain(variants_screen(NETWORKS[:2]))
        == """\
network   input          params           MACs  depth  field  year  paper
resnet18  3x224x224  11,689,512  1,814,073,344     18    435  2015  Deep residual learning
resnet34  3x224x224  21,797,672  3,663,761,408     18    435  2015  Deep residual learning

2 variants in 1 family · cnnspec summary resnet18 shows the layers
"""
    )


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
            "title": "Deep residual learning", "where": "Table 1", "url": None,
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
