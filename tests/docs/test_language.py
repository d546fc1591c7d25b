"""The language reference: its examples are run, and its tables are those of the code.

A comment above an example tells how it is read and what comes of it; `-->` ends it:

    <!-- layers gives [8, 30, 30], 224 parameters    a list of layers, below an input of 3x32x32
    <!-- spec expects {depth: 2}                     a spec without its first three keys
    <!-- spec paths                                  the next fence has the paths of all layers
    <!-- fails E303                                  what is found, in any of these forms

An example without a comment is a whole spec, in which nothing is wrong. `pytest --update-goldens`
writes the tables of layer types anew.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from cnnspec.analysis import check
from cnnspec.budgets.reading import KEYS as BUDGET_KEYS
from cnnspec.claims import LAYER_METRICS, METRICS
from cnnspec.core.shape import LARGEST
from cnnspec.language import expression, limits, reader, room, tree, unfold_blocks, values
from cnnspec.language.arithmetic import BITS, FUNCTIONS
from cnnspec.language.blocks import BLOCK_KEYS
from cnnspec.language.branches import BRANCH_KEYS
from cnnspec.language.expression import RESERVED, value_of_text
from cnnspec.language.lesson import COLUMNS, LESSON_KEYS
from cnnspec.language.spec import FILE_KEYS, VARIANT_KEYS
from cnnspec.language.structure import MODIFIERS, STRUCTURE
from cnnspec.layers import find, names
from cnnspec.render.reference import first_line, grouped, signature

if TYPE_CHECKING:
    from cnnspec.layers.base import Layer

PAGE = Path(__file__).parents[2] / "docs" / "language.md"
TEXT = PAGE.read_text(encoding="utf-8")
LINES = TEXT.split("\n")
HEAD = "cnnspec: 1\nname: Example\n"
INPUT = "input: [3, 32, 32]\n"
COMMENT = re.compile(
    r"<!-- (?P<form>layers|spec|variants)?"
    r"(?: ?gives (?P<gives>\[[^\]]*\]),?)?"
    r"(?: ?(?P<parameters>[\d,]+) parameters)?"
    r"(?: ?expects (?P<expects>\{.*\}))?"
    r"(?: ?(?P<paths>paths))?"
    r"(?: ?fails (?P<fails>[EWI]\d+(?: [EWI]\d+)*))?"
    r" ?-->"
)


class Example(NamedTuple):
    """A fenced example: its first line, what the comment above it says, and its text."""

    line: int
    told: dict[str, str | None]
    text: str


def fences() -> list[tuple[str, int, str]]:
    """Language, first line (from 0) and text of every fenced block."""
    found = []
    number = 0
    while number < len(LINES):
        opened = re.fullmatch(r"```(\S*)", LINES[number])
        number += 1
        if opened is None:
            continue
        start = number
        while LINES[number] != "```":
            number += 1
        found.append((opened[1], start, "\n".join(LINES[start:number]) + "\n"))
        number += 1
    return found


def examples() -> list[Example]:
    found = []
    for language, start, text in fences():
        if language != "yaml":
            continue
        comment = COMMENT.fullmatch(LINES[start - 2])
        assert comment or not LINES[start - 2].startswith("<!--"), LINES[start - 2]
        found.append(Example(start + 1, comment.groupdict() if comment else {}, text))
    return found


EXAMPLES = examples()


def whole(example: Example) -> str:
    """The spec that an example is, or is part of."""
    text = example.text
    if text.startswith("cnnspec: 1\n"):
        return text
    assert example.told, f"line {example.line}: a part of a spec needs a comment above it"
    if text.startswith("- "):
        assert example.told["form"] in (None, "layers")
        text = "layers:\n" + "".join(f"  {line}\n" for line in text.splitlines())
    else:
        assert example.told["form"] in (None, "spec", "variants")
    given = "" if text.startswith("input:") or "\ninput:" in text else INPUT
    expects = example.told["expects"]
    return HEAD + given + text + (f"expect: {expects}\n" if expects else "")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"line {example.line}")
def test_examples(example: Example, tmp_path: Path) -> None:
    path = tmp_path / "example.yaml"
    path.write_text(whole(example), encoding="utf-8")
    report = check(str(path))
    wanted = (example.told.get("fails") or "").split()
    # What an example shows, an activation between its layers would hide.
    found = [finding.code for finding in report.diagnostics if finding.code != "W402"]
    assert found == wanted
    if wanted:
        return
    assert report.analyses
    for analysis in report.analyses:
        assert all(claim.holds for claim in analysis.claims)
    if not example.told:
        return
    (analysis,) = report.analyses
    gives, parameters = example.told["gives"], example.told["parameters"]
    if gives:
        shape = analysis.graph.shape(analysis.graph.last)
        assert shape == tuple(int(size) for size in gives.strip("[]").split(","))
    if parameters:
        assert analysis.totals.params == int(parameters.replace(",", ""))
    if example.told["paths"]:
        listed = next(text for _, start, text in fences() if start >= example.line)
        assert [layer.name for layer in analysis.layers] == listed.split()


def test_there_are_examples_of_everything() -> None:
    assert len(EXAMPLES) > 40
    said = "".join(example.text for example in EXAMPLES)
    keys = (*FILE_KEYS, *BLOCK_KEYS, *VARIANT_KEYS, *BRANCH_KEYS, *LESSON_KEYS)
    for word in (*keys, *MODIFIERS, *STRUCTURE):
        assert re.search(rf"\b{word}\b", said), f"no example has `{word}`"


def test_every_fence_is_run_or_is_no_yaml() -> None:
    assert {language for language, _, _ in fences()} == {"yaml", "text", "toml"}
    assert len(EXAMPLES) == sum(language == "yaml" for language, _, _ in fences())


# --- what the page lists --------------------------------------------------------------------------


def after(marker: str) -> list[str]:
    """The lines behind a marker, up to `<!-- end -->`, or to an empty line."""
    start = TEXT.index(marker) + len(marker)
    end = TEXT.find("<!-- end -->", start)
    empty = TEXT.find("\n\n", start)
    return TEXT[start : min(place for place in (end, empty) if place >= 0)].split("\n")


def first_cells(marker: str) -> list[str]:
    """The first word in code of each row of a table, or of each item of a list."""
    rows = (re.match(r"(?:\| |\* )`(\w+)`", line) for line in after(marker))
    return [row[1] for row in rows if row]


def words(marker: str) -> list[str]:
    """All that stands in code behind a marker, without what is in parentheses."""
    return [word.partition("(")[0] for word in re.findall("`([^`]+)`", "\n".join(after(marker)))]


@pytest.mark.parametrize(
    ("marker", "wanted"),
    [
        ("FILE_KEYS", FILE_KEYS),
        ("MODIFIERS", tuple(MODIFIERS)),
        ("BLOCK_KEYS", BLOCK_KEYS),
        ("METRICS", (*METRICS, "train", "layers")),
        ("BUDGET_KEYS", BUDGET_KEYS),
    ],
)
def test_lists(marker: str, wanted: tuple[str, ...]) -> None:
    assert sorted(first_cells(f"<!-- keys: {marker} -->")) == sorted(wanted)


@pytest.mark.parametrize(
    ("marker", "wanted"),
    [
        ("VARIANT_KEYS", VARIANT_KEYS),
        ("LAYER_METRICS", LAYER_METRICS),
        ("FUNCTIONS", FUNCTIONS),
        ("LESSON_COLUMNS", COLUMNS),
    ],
)
def test_enumerations(marker: str, wanted: Any) -> None:
    assert sorted(words(f"<!-- keys: {marker} -->")) == sorted(wanted)


def test_reserved_names() -> None:
    activations = {op for op in names() if find(op).activation}
    said = set(words("<!-- reserved -->"))
    assert said | set(FUNCTIONS) | activations == set(RESERVED) | activations


def test_words_of_structure() -> None:
    section = TEXT.partition("\n## Structure\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\* `(\w+):", section, re.MULTILINE) == list(STRUCTURE)


class Words:
    """A scope in which every name is a word."""

    def variable(self, name: str) -> Any:
        return name

    def known_names(self) -> list[str]:
        return []

    def size(self, tensor: str, attribute: str) -> Any:
        raise LookupError(tensor)


def expressions() -> list[tuple[str, str]]:
    rows = re.findall(r"^\| `([^`]+)` \| (\S+) \|$", "\n".join(after("<!-- expressions -->")), re.M)
    assert len(rows) > 20
    return rows


@pytest.mark.parametrize(("text", "value"), expressions())
def test_expressions(text: str, value: str) -> None:
    found = value_of_text(text).evaluate(Words())
    wanted = value_of_text(value).evaluate(None)
    assert found == wanted
    assert type(found) is type(wanted)


def test_limits() -> None:
    section = TEXT.partition("\n## Limits\n")[2].partition("\n## ")[0]
    rows = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \| [EW]\d+ \|$", section, re.MULTILINE))
    assert rows == {
        "a file": f"{reader.MAXIMUM_SIZE // 2**20} MiB",
        "collections inside each other in YAML": str(tree.MAXIMUM_DEPTH),
        "values in a file": f"{tree.MAXIMUM_NODES:,}",
        "variants of a file that are checked": str(room.MOST_VARIANTS),
        "items of a list": f"{values.MOST_ITEMS:,}",
        "characters of an expression": f"{expression.LONGEST:,}",
        "parentheses inside each other": str(expression.DEEPEST_PARENTHESES),
        "operations inside each other": str(expression.DEEPEST),
        "bits of a number in an expression": f"{BITS:,}",
        "a size, a width, a count": "10¹⁵",
        "layers after unfolding, of a network and of all that are checked in a file": (
            f"{limits.LAYER_LIMIT:,}"
        ),
        "tensors that merges join": f"{limits.LAYER_LIMIT * limits.CONNECTIONS_PER_LAYER:,}",
        "characters of expressions worked out, again for each iteration": (
            f"{limits.MOST_EVALUATED:,}"
        ),
        "calls of blocks inside each other": str(unfold_blocks.CALL_LIMIT),
        "levels of bodies and branches": str(limits.NESTING_LIMIT),
    }
    assert LARGEST == 10**15


# --- tables of layer types ------------------------------------------------------------------------

GROUPS = dict(grouped(map(find, names())))


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def table(group: str, layers: list[type[Layer]]) -> str:
    """One row for each layer type of a group."""
    formula = "parameters" if group == "With weights" else "output"
    rows = [f"| type | arguments | what it does | {formula} |", "|---|---|---|---|"]
    for layer in layers:
        arguments = f"`{cell(signature(layer))}`" if signature(layer) else ""
        said = cell(layer.formulas[formula])
        rows.append(f"| `{layer.op}` | {arguments} | {cell(first_line(layer))} | {said} |")
    return "\n".join(rows)


@pytest.mark.parametrize("group", GROUPS)
def test_layer_types(group: str, request: pytest.FixtureRequest) -> None:
    begin, end = f"<!-- layer types: {group} -->\n", "<!-- end -->"
    before, marker, rest = PAGE.read_text(encoding="utf-8").partition(begin)
    assert marker, f"docs/language.md has no place for {group}"
    old, _, behind = rest.partition(end)
    new = f"\n{table(group, GROUPS[group])}\n\n"
    if request.config.getoption("--update-goldens"):
        PAGE.write_text(before + begin + new + end + behind, encoding="utf-8", newline="\n")
        return
    assert old == new, "run pytest --update-goldens"
