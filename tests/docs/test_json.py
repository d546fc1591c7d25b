"""docs/json.md names every key that is printed, with its type; and nothing that is not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cnnspec.__main__ import execute

DOCUMENT = Path(__file__).parents[2] / "docs" / "json.md"
ROW = re.compile(r"\| `(\w+)` \| ([^|]+) \|(.*)\|")
VIEWS = ("summary", "shapes", "params", "macs")
TWO_INPUTS = """\
cnnspec: 1
name: Twins
input: {left: [1, 8, 8], right: [1, 8, 8]}
vars: {width: 4}
blocks: {twin: [conv: [width, 3]]}
layers:
  - {twin: [], from: left, share: twin, name: a}
  - {twin: [], from: right, share: twin, name: b}
  - sub: [a, b]
budget: {weights: 1 KiB, channel_multiple: 4}
"""
WRONG = """\
cnnspec: 1
name: Wrong
input: [3, 8, 10]
blocks: {wide: {args: [c], layers: [{conv: [c, 9]}]}}
layers:
  - wide: 4
expect: {params: 5}
"""
MISSPELT = "cnnspec: 1\nname: Misspelt\ninput: [3, 8, 8]\nlayers: [max_pol: [2, 2]]\n"
APART = """\
cnnspec: 1
name: Apart
input: [3, 8, 8]
layers:
  - add: [[conv: [4, 3, 2, pad: same]], [conv: [4, 1, 2]]]
"""


class Key(NamedTuple):
    """A key of the documentation: its type, and the views that have it."""

    type: str
    optional: bool
    views: tuple[str, ...]


def documented() -> dict[str, dict[str, Key]]:
    """The tables, by the heading above them."""
    tables: dict[str, dict[str, Key]] = {}
    heading = ""
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line[3:]
        row = ROW.fullmatch(line)
        if row is None:
            continue
        type, _, optional = row[2].partition(", ")
        parts = row[3].strip().split(" | ")
        views = VIEWS if len(parts) == 1 or parts[0] == "every" else tuple(parts[0].split(", "))
        tables.setdefault(heading, {})[row[1]] = Key(type, bool(optional), views)
    tables["checked finding"] = {**tables["finding"], **tables["checked finding"]}
    tables["explained type"] = {**tables["layer type"], **tables["explained type"]}
    tables["case"] = {**tables["sum"], **tables["case"]}
    for name in ("layer type", "word"):
        tables[f"one {name}"] = {"schema": Key("integer", False, VIEWS), **tables[name]}
    return tables


TABLES = documented()


class Reader:
    """Compares documents with the tables, and notes which keys it has met."""

    def __init__(self) -> None:
        self.met: dict[str, set[str]] = {}

    def read(self, value: Any, type: str, view: str, path: str = "") -> None:
        """Compare one document: every key is in its table, and every key of the table is there."""
        table = TABLES[type]
        expected = {key for key, entry in table.items() if view in entry.views}
        required = {key for key in expected if not table[key].optional}
        assert required <= set(value) <= expected, f"{path or type}: {sorted(value)}"
        self.met.setdefault(type, set()).update(value)
        for key, part in value.items():
            assert any(
                self._is(part, form, view, f"{path}.{key}")
                for form in table[key].type.split(" or ")
            ), f"{path}.{key} is {part!r}, not {table[key].type}"

    def _is(self, value: Any, form: str, view: str, path: str) -> bool:
        if form.startswith(("list of ", "map of ")):
            kind, _, item = form.partition(" of ")
            if not isinstance(value, list if kind == "list" else dict):
                return False
            parts: list[Any] = value if isinstance(value, list) else list(value.values())
            return all(self._is(part, item.removesuffix("s"), view, path) for part in parts)
        if form in TABLES:
            if not isinstance(value, dict):
                return False
            self.read(value, form, view, path)
            return True
        return {
            "null": lambda: value is None,
            "text": lambda: isinstance(value, str),
            "boolean": lambda: isinstance(value, bool),
            "integer": lambda: type(value) is int,
            "map": lambda: isinstance(value, dict),
            "count": lambda: type(value) is int or isinstance(value, str),
            "shape": lambda: (
                isinstance(value, list) and all(type(part) in (int, str) for part in value)
            ),
        }[form]()


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    execute([*arguments, "--format", "json"])
    return json.loads(capsys.readouterr().out)


def test_every_key_is_documented_and_every_documented_key_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    specs = {"twins": TWO_INPUTS, "wrong": WRONG, "apart": APART, "unread": "cnnspec: 1\n"}
    specs["misspelt"] = MISSPELT
    for name, text in specs.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    twins, wrong = str(tmp_path / "twins.yaml"), str(tmp_path / "wrong.yaml")
    unread = str(tmp_path / "unread.yaml")
    reader = Reader()
    for view in VIEWS:
        for arguments in (
            ["lenet5"],
            ["alexnet", "--input", "224"],
            ["resnet50", "--input", "3xHxW"],
            ["googlenet", "--train"],
            [twins],
            [twins, "--set", "width=W"],
            ["alexnet", "--input", "3xHxH", "--where", "H=32*h", "--at", "H=224"],
            [wrong],
        ):
            reader.read(printed(capsys, view, *arguments), "network", view)
        reader.read(printed(capsys, view, unread), "unread network", view)
    apart = str(tmp_path / "apart.yaml")
    for arguments in (["lenet5"], ["resnet50", "--input", "3xHxW"], [twins], [wrong], [apart]):
        reader.read(printed(capsys, "field", *arguments), "field", "summary")
        reader.read(printed(capsys, "memory", *arguments), "memory", "summary")
        trained = printed(capsys, "memory", *arguments, "--optimizer", "adam")
        reader.read(trained, "memory", "summary")
    for view in ("field", "memory"):
        reader.read(printed(capsys, view, unread), "unread network", "summary")
    reader.read(printed(capsys, "show", "lenet5", "--flat"), "network", "summary")
    files = (twins, wrong, unread, str(tmp_path / "misspelt.yaml"))
    reader.read(printed(capsys, "check", "lenet5", *files), "report", "summary")
    for arguments in (["three-3x3"], ["lenet5", "alexnet", twins], ["lenet5", wrong]):
        reader.read(printed(capsys, "compare", *arguments), "comparison", "summary")
    for arguments in (
        ["resnet34", "resnet50", "--open", "2"],
        ["three-3x3-stack", "three-3x3-single"],
        ["three-3x3", "resnet"],
        [twins, wrong],
    ):
        reader.read(printed(capsys, "diff", *arguments), "differences", "summary")
    reader.read(printed(capsys, "list"), "catalogue", "summary")
    reader.read(printed(capsys, "lesson"), "lessons", "summary")
    for name in ("three-3x3", "auxiliary-heads", "lenet-table"):
        reader.read(printed(capsys, "lesson", name), "lesson", "summary")
    reader.read(printed(capsys, "layers"), "reference", "summary")
    reader.read(printed(capsys, "layers", "conv"), "one layer type", "summary")
    reader.read(printed(capsys, "layers", "seq"), "one word", "summary")
    for arguments in (
        ["lenet5"],
        ["lenet5", "C3"],
        ["lenet5", "out"],
        ["alexnet", "conv1", "--input", "224"],
        ["resnet50", "conv2_x.1-2"],
        ["vgg16", "conv2", "--input", "3xHxW"],
        ["unet", "dec4"],
        ["googlenet", "--train"],
        ["googlenet", "3a"],
        [twins, "sub"],
        [wrong, "wide"],
    ):
        reader.read(printed(capsys, "explain", *arguments), "explanation", "summary")
    reader.read(printed(capsys, "explain", unread), "unread network", "summary")
    reader.read(printed(capsys, "explain", "conv"), "explained type", "summary")
    reader.read(printed(capsys, "explain", "seq"), "one word", "summary")
    reader.read(printed(capsys, "explain", "W301"), "page", "summary")
    assert {name: set(table) for name, table in TABLES.items()} == reader.met


@pytest.mark.parametrize(
    "name",
    [
        "summary",
        "shapes",
        "params",
        "macs",
        "field",
        "memory",
        "show",
        "compare",
        "diff",
        "check",
        "list",
        "explain",
        "lesson",
    ],
)
def test_every_command_is_told(name: str) -> None:
    assert f"`{name}" in DOCUMENT.read_text(encoding="utf-8")
