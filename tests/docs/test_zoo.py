"""The page of the zoo: its tables are made from the specs, its errors in print calculated again.

`pytest --update-goldens` writes the tables anew.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from functools import cache
from importlib import import_module
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from cnnspec import library
from cnnspec.analysis import analyze, check, load
from cnnspec.core.shape import shape_text
from cnnspec.language.expression import parse
from cnnspec.render import numbers
from cnnspec.render.entries import input_shapes
from cnnspec.render.facts import shapes_text
from cnnspec.render.markdown import md_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec import Analysis
    from cnnspec.results import Claim

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "zoo.md"
ERRATA: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / "docs" / "errata.yaml").read_text(encoding="utf-8")
)
TITLES = ("network", "paper", "input", "params", "MACs", "depth", "field", "printed", "equals")
NUMBERS = {"params", "MACs", "depth", "field", "computed"}
DIFFERENCES = {
    "order": "order of the layers",
    "windows": "windows and padding",
    "sums": "sums of maps",
    "unrun": "parameters that are not run",
}
"""What a line of others.py may give a reason for, in words."""
PLACE = re.compile(r"[,:;] ")
ROUNDED = re.compile(r"\bcut off\b|\brounded\b|another digit")
"""What the `cite` of a tolerance says if nothing but rounding parts print and layers."""
EQUATION = re.compile(r"`([^`]* [=~] [^`]*)`")


@cache
def families() -> list[tuple[str, tuple[Analysis, ...]]]:
    """Every shipped network with its claims, family by family, by task and year."""
    found = [(stem, check(path).analyses) for stem, path in library.families()]
    return sorted(found, key=lambda family: (family[1][0].task, *place(family[1])))


def place(family: tuple[Analysis, ...]) -> tuple[int, str]:
    years = [analysis.cite.year for analysis in family if analysis.cite and analysis.cite.year]
    return min(years, default=9999), family[0].title


@cache
def equals() -> dict[str, str]:
    """Which other implementation a network equals, layer by layer."""
    zoo = ROOT / "tests" / "zoo"
    vision = json.loads((zoo / "torchvision.json").read_text(encoding="utf-8"))
    others = json.loads((zoo / "others.json").read_text(encoding="utf-8"))["models"]
    shipped = {analysis.name for _, family in families() for analysis in family}
    found = {}
    for name in vision["models"]:
        own = f"{name}_torchvision" if f"{name}_torchvision" in shipped else name
        found[own] = f"torchvision {vision['torchvision']}"
    for name, model in others.items():
        package, version = next(iter(model["tools"].items()))
        found.setdefault(name, f"{package} {version}")
    return found


def implementations() -> str:
    """How many networks each other implementation builds, the most first."""
    count = Counter(equals().values())
    rows = [[name, str(number)] for name, number in sorted(count.items(), key=most_first)]
    shipped = sum(len(family) for _, family in families())
    rows.append(["none", str(shipped - len(equals()))])
    return table(("implementation", "networks"), rows)


def most_first(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def differences() -> str:
    """What may differ from another implementation, why, and in which networks."""
    sys.path.insert(0, str(ROOT / "tests" / "zoo"))
    lines: dict[str, Any] = import_module("others").NETWORKS
    sys.path.pop(0)
    told: dict[tuple[str, str], list[str]] = {}
    for name, line in lines.items():
        for what in DIFFERENCES:
            if getattr(line, what):
                told.setdefault((DIFFERENCES[what], getattr(line, what)), []).append(f"`{name}`")
    rows = [[what, md_text(why), ", ".join(told[what, why])] for what, why in sorted(told)]
    return table(("what", "why", "networks"), rows)


def alone() -> str:
    """A line for each task with the networks that no other implementation was run beside."""
    lines = []
    tasks = dict.fromkeys(family[0].task for _, family in families())
    for task in tasks:
        own = [a.name for _, family in families() for a in family if family[0].task == task]
        names = [f"`{name}`" for name in own if name not in equals()]
        if names:
            lines.append(f"* {task}: {', '.join(names)}")
    return "\n".join(lines)


def networks() -> str:
    """A table for each task."""
    parts = []
    tasks = dict.fromkeys(family[0].task for _, family in families())
    for task in tasks:
        rows = [row(a) for _, family in families() for a in family if family[0].task == task]
        parts += [f"## {task.capitalize()}", table(TITLES, rows)]
    return "\n\n".join(parts)


def row(analysis: Analysis) -> list[str]:
    totals, cite = analysis.totals, analysis.cite
    assert cite is not None
    return [
        f"`{analysis.name}`",
        f"[{md_text(f'{cite.authors} {cite.year}')}]({cite.url})",
        md_text(shapes_text(input_shapes(analysis))),
        md_text(numbers.count(totals.params)),
        md_text(numbers.count(totals.macs)),
        numbers.count(totals.depth),
        numbers.field(totals.field),
        md_text(printed(analysis.claims)) or "-",
        equals().get(analysis.name, "-"),
    ]


def printed(claims: tuple[Claim, ...]) -> str:
    """The printed figures of the whole network, each with its place, and how many of layers."""
    cited = [claim for claim in claims if claim.cite]
    whole = [claim for claim in cited if "." not in claim.metric]
    parts = [f"{claim.metric} {figure(claim)} ({PLACE.split(claim.cite)[0]})" for claim in whole]
    if len(cited) > len(whole):
        parts.append(f"{len(cited) - len(whole)} of layers")
    return "; ".join(parts)


def figure(claim: Claim) -> str:
    """An expected figure, with commas if it is a plain number."""
    return f"{int(claim.expected):,}" if claim.expected.isdigit() else claim.expected


def tolerances(kind: str) -> str:
    """Every expectation with a tolerance, and every one that is cut off, beside what was found."""
    told = {(entry["network"], entry.get("of")) for entry in ERRATA}
    rows = []
    for _, family in families():
        for analysis in family:
            for claim in analysis.claims:
                written, _, within = claim.expected.partition(" within ")
                cut = written.endswith(" cut off")
                if not (within or cut) or (analysis.name, claim.metric) in told:
                    continue
                if (cut or ROUNDED.search(claim.cite) is not None) == (kind == "rounding"):
                    name = f"`{analysis.name}` {claim.metric}"
                    rows.append([name, md_text(written), claim.found, md_text(claim.cite)])
    return table(("figure", "printed", "computed", "where, and why"), rows)


def errata() -> str:
    """A table for each paper."""
    parts = []
    for network in dict.fromkeys(library.find(entry["network"])[0] for entry in ERRATA):
        own = [entry for entry in ERRATA if library.find(entry["network"])[0] == network]
        cite = load(own[0]["network"]).cite
        assert cite is not None
        parts.append(f"**{md_text(f'{cite.authors} {cite.year}, {cite.title}')}**")
        rows = [
            [
                f"`{entry['network']}`: {entry['figure']}",
                f"{entry['printed']}, {entry['where']}",
                str(entry.get("computed", "-")),
                entry["because"].replace("~", "≈"),
            ]
            for entry in own
        ]
        parts.append(table(("figure", "printed", "computed", "why"), rows))
    return "\n\n".join(parts)


def table(titles: tuple[str, ...], rows: list[list[str]]) -> str:
    """A table of cells that are Markdown already."""
    rules = ["--:" if title in NUMBERS else "---" for title in titles]
    return "\n".join([f"| {' | '.join(cells)} |" for cells in (titles, rules, *rows)])


def filled(text: str) -> str:
    """The page with every table between its marks made anew."""
    made: dict[str, Callable[[], str]] = {
        "networks": networks,
        "implementations": implementations,
        "differences": differences,
        "alone": alone,
        "errata": errata,
        "tolerances: other": lambda: tolerances("other"),
        "tolerances: rounding": lambda: tolerances("rounding"),
    }
    for mark, make in made.items():
        before, start, rest = text.partition(f"<!-- {mark} -->\n")
        _, end, after = rest.partition("<!-- end -->")
        assert end, mark
        text = f"{before}{start}\n{make()}\n\n{end}{after}"
    return text


def test_the_tables_are_those_of_the_specs(request: pytest.FixtureRequest) -> None:
    old = PAGE.read_text(encoding="utf-8")
    new = filled(old)
    if request.config.getoption("--update-goldens"):
        PAGE.write_text(new, encoding="utf-8", newline="\n")
        return
    assert old == new, "run pytest --update-goldens"


def test_an_error_is_told_once() -> None:
    asked = [(entry["network"], entry["of"], entry["where"]) for entry in ERRATA if "of" in entry]
    assert len(set(asked)) == len(asked)


NAMES = [f"{entry['network']}-{entry['figure']}" for entry in ERRATA]


@pytest.mark.parametrize("entry", ERRATA, ids=NAMES)
def test_an_error_in_print_is_one(entry: dict[str, Any]) -> None:
    """What is computed is computed again, and does not round to what is printed."""
    keys = {"network", "figure", "printed", "kilo", "where", "of", "input", "computed", "because"}
    assert entry.keys() <= keys
    assert entry.keys() >= {"network", "figure", "printed", "where", "because"}
    assert ("of" in entry) == ("computed" in entry)
    for equation in EQUATION.findall(entry["because"]):
        assert_equal(equation)
    if "of" not in entry:
        return
    found = value_of(analyze(entry["network"], input=entry.get("input")), entry["of"])
    written = str(entry["computed"])
    if isinstance(found, tuple):
        assert shape_text(found) == written
        return
    assert f"{found:,}" == written
    match = re.fullmatch(r"([\d,]+)(?:\.(\d+))?([KMG]?)", str(entry["printed"]))
    if match:
        places = len(match[2] or "")
        unit = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9}[match[3]]
        if "kilo" in entry:
            unit = entry["kilo"]
        digits = int((match[1] + (match[2] or "")).replace(",", ""))
        assert abs(found * 10**places - digits * unit) * 2 > unit


def value_of(analysis: Analysis, metric: str) -> Any:
    """A metric of the whole network, or of a layer by its path."""
    path, _, word = metric.rpartition(".")
    if not path:
        return getattr(analysis.totals, word)
    ((first, last),) = analysis.paths.find(path)
    if word in ("shape", "values"):
        shape = analysis.graph.shape(last - 1)
        assert shape is not None
        return shape if word == "shape" else prod(shape)
    return analysis.sums.between(word, first, last)


def assert_equal(equation: str) -> None:
    """Both sides have the same value; behind `~`, once rounded as the right one is."""
    left, sign, right = re.split(r" ([=~]) ", equation.replace(",", ""))
    found, wanted = (parse(side).evaluate(None) for side in (left, right))
    if sign == "=":
        assert found == wanted, equation
    else:
        unit = 10 ** len(right.partition(".")[2])
        assert round(found * unit) == wanted * unit, equation


def test_equations_are_calculated() -> None:
    for right in ("4*(1 + 2) = 12", "1,000*2 = 2,000", "217/4 = 54.25", "1/3 ~ 0.33"):
        assert_equal(right)
    for wrong in ("4*(1 + 2) = 13", "1/3 = 0.33", "1/3 ~ 0.34"):
        with pytest.raises(AssertionError):
            assert_equal(wrong)
