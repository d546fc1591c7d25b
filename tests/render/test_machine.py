"""JSON, CSV, Markdown and HTML of the views."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from cnnspec.analysis import analyze, load
from cnnspec.render.csv import csv_cell, csv_text, view_csv
from cnnspec.render.json import SCHEMA, dumps, unread_document, view_document
from cnnspec.render.markdown import md_text, view_markdown
from cnnspec.render.notebook import html_text, summary_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.render.views import ViewName
    from cnnspec.results import Analysis


def test_the_summary_in_json() -> None:
    document = json.loads(dumps(view_document("summary", analyze(load("lenet5")))))
    assert next(iter(document)) == "schema"
    assert document["schema"] == SCHEMA == 1
    assert document["name"] == "lenet5"
    assert document["input"] == [1, 32, 32]
    assert document["totals"] == {
        "params": 60840, "trainable": 60000, "buffers": 0, "kernels": document["totals"]["kernels"],
        "macs": 326520, "depth": 5, "field": 32, "layers": len(document["layers"]),
    }  # fmt: skip
    assert document["layers"][0] == {
        "name": "C1.conv", "op": "conv", "out": [6, 28, 28], "params": 156, "trainable": 156,
        "buffers": 0, "kernels": 150, "macs": 117600, "inputs": document["layers"][0]["inputs"],
    }  # fmt: skip
    assert document["diagnostics"] == []
    assert all(claim["holds"] for claim in document["expectations"])


def test_layers_in_json_add_up_to_the_totals() -> None:
    for name in ("lenet5", "resnet50", "googlenet"):
        document = view_document("summary", analyze(load(name)))
        for key in ("params", "trainable", "buffers", "kernels", "macs"):
            assert sum([layer[key] for layer in document["layers"]]) == document["totals"][key]


def test_layers_have_dotted_paths() -> None:
    layers = view_document("summary", analyze(load("resnet50")))["layers"]
    names = [layer["name"] for layer in layers]
    assert "conv2_x.0.residual.conv1.conv" in names
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("view", "keys", "totals"),
    [
        ("shapes", {"name", "op", "out", "inputs"}, {"field", "layers"}),
        (
            "params",
            {"name", "op", "out", "params", "trainable", "buffers", "kernels", "inputs"},
            {"params", "trainable", "buffers", "kernels", "layers"},
        ),
        ("macs", {"name", "op", "out", "macs", "inputs"}, {"macs", "layers"}),
    ],
)
def test_the_other_views_have_the_keys_they_look_at(
    view: ViewName, keys: set[str], totals: set[str]
) -> None:
    document = view_document(view, analyze(load("lenet5")))
    assert set(document["layers"][0]) == keys
    assert set(document["totals"]) == totals


def test_symbolic_values_are_text_and_unknown_ones_null(
    analysed: Callable[[str], Analysis],
) -> None:
    symbolic = analysed("symbols: [C]\ninput: [C, 8, 8]\nlayers: [conv: [C, 3, bias: false]]\n")
    document = view_document("summary", symbolic)
    assert document["input"] == ["C", 8, 8]
    assert document["totals"]["params"] == "9*C**2"
    broken = analysed("input: [3, 8, 8]\nlayers:\n  - conv: [4, 9]\n")
    document = view_document("summary", broken)
    assert document["totals"]["params"] is None
    assert document["layers"][0]["out"] is None
    (finding,) = document["diagnostics"]
    assert (finding["code"], finding["severity"], finding["line"]) == ("E301", "error", 5)
    assert finding["file"].endswith("net.yaml")


def test_several_inputs_are_a_mapping(analysed: Callable[[str], Analysis]) -> None:
    analysis = analysed("input: {a: [1, 8], b: [1, 8]}\nlayers: [add: [a, b]]\n")
    assert view_document("summary", analysis)["input"] == {"a": [1, 8], "b": [1, 8]}


def test_shapes_in_json_have_the_specs_own_beside_them() -> None:
    document = view_document("shapes", analyze(load("alexnet"), input="224"))
    assert document["input"] == [3, 224, 224]
    assert document["own"]["input"] == [3, 227, 227]
    assert len(document["own"]["layers"]) == len(document["layers"])
    assert [finding["code"] for finding in document["diagnostics"]] == ["W301"]


def test_a_spec_that_cannot_be_read_has_the_same_keys() -> None:
    document = unread_document("mine", [])
    assert document["schema"] == 1
    assert set(document) <= set(view_document("summary", analyze(load("lenet5"))))


def test_json_is_utf8_or_ascii() -> None:
    document = {"schema": 1, "name": "합성곱", "layers": [{"name": "é"}]}
    assert "합성곱" in dumps(document)
    assert dumps(document, ascii=True).isascii()
    assert json.loads(dumps(document, ascii=True)) == json.loads(dumps(document)) == document


def test_csv_has_exact_figures_and_full_paths() -> None:
    rows = list(csv.DictReader(io.StringIO(view_csv("summary", analyze(load("resnet50"))))))
    assert list(rows[0]) == ["level", "layer", "what", "output", "params", "macs", "field"]
    outermost = [row for row in rows if row["level"] == "0"]
    assert sum([int(row["params"]) for row in outermost]) == 25557032  # He et al. 2015, Table 1
    assert [row["layer"] for row in rows[2:5]] == ["conv2_x", "conv2_x.0", "conv2_x.1-2"]
    assert rows[0]["output"] == "64x112x112"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (5, "5"),
        (-5, "-5"),
        (None, ""),
        ((3, 7), "3x7"),
        ("conv", "conv"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ('a "b", c', '"a ""b"", c"'),
        ("=a,b", '"\'=a,b"'),
        ("two\nlines", "two\\nlines"),
    ],
)
def test_cells_that_a_spreadsheet_would_run_are_guarded(value: object, cell: str) -> None:
    assert csv_cell(value) == cell


def test_csv_reads_back() -> None:
    rows = [["a,b", 'say "x"'], ["1", "two lines"]]
    text = csv_text(("x", "y"), rows)
    assert list(csv.reader(io.StringIO(text))) == [["x", "y"], *rows]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("conv2_x", "conv2_x"),
        ("_x_", "\\_x\\_"),
        ("a|b", "a\\|b"),
        ("`x`", "\\`x\\`"),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("*x* [y](z)", "\\*x\\* \\[y\\](z)"),
        ("@someone #1", "&#64;someone \\#1"),
        ("a\nb", "a b"),
    ],
)
def test_markdown_leaves_names_alone(text: str, shown: str) -> None:
    assert md_text(text) == shown


def test_a_view_in_markdown() -> None:
    text = view_markdown("summary", analyze(load("lenet5")))
    assert text.startswith("### lenet5: 60,840 parameters, 326,520 MACs\n\n| | |\n|---|--:|\n")
    assert "| parameters | 60,840 |" in text
    assert "| C3 | conv 5x5 table | 16x10x10 | 1,516 | 2% | 150,000 | 46% | 14 |" in text
    assert "| **total** | **depth 5** | **10** | **60,840** |" in text
    assert set(re.findall(r"</?(\w+)", text)) == {"details", "summary"}


def test_findings_in_markdown() -> None:
    text = view_markdown("shapes", analyze(load("alexnet"), input="224"))
    assert text.startswith("### alexnet: 3x224x224 -&gt; 1000\n")
    assert "- **warning** alexnet.yaml:9:6: W301 rows 219-223" in text


class Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "br":
            self.open.append(tag)
        if tag == "td":
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "td" in self.open:
            self.cells[-1] += data


def test_html_has_the_cells_of_the_summary() -> None:
    parser = Cells()
    parser.feed(summary_html(analyze(load("lenet5"))))
    assert parser.open == []
    start = parser.cells.index("C3")
    assert parser.cells[start : start + 8] == [
        "C3", "conv 5x5 table", "16x10x10", "1,516", "2%", "150,000", "46%", "14",
    ]  # fmt: skip


def test_html_escapes_names(analysed: Callable[[str], Analysis]) -> None:
    analysis = analysed(
        'input: [1, 8, 8]\nlayers: [{conv: [2, 3], name: "<script>alert(1)</script>"}]\n'
    )
    text = summary_html(analysis)
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert html_text("""<a b="c" d='e'>&""") == "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;"


def test_kernels_stand_beside_parameters(net: Callable[..., Analysis]) -> None:
    analysis = net("layers: [{conv: [8, 3, pad: 1, norm: bn], name: a}, {fc: 10, name: b}]")
    assert [(row.params, row.kernels) for row in analysis.rows()[1:]] == [
        (232, 216),
        (81_930, 81_920),
    ]
    assert view_csv("params", analysis).splitlines()[0].endswith(",params,kernels")
    assert [line.split(",")[-1] for line in view_csv("params", analysis).splitlines()[1:]] == [
        "216", "81920",
    ]  # fmt: skip
    assert [layer["kernels"] for layer in view_document("params", analysis)["layers"]] == [
        216,
        0,
        81_920,
    ]
