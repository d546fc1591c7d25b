"""The house: every import goes down, from floor to floor.

All imports are read from the source, also those inside functions. Those under `TYPE_CHECKING` are
left out: they name a type for readers and are never run, so they let nothing depend on anything.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

import cnnspec
from cnnspec.layers import find, names

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(cnnspec.__file__).parent

# From the bottom up. What stands on one floor together may import each other.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("_version", "core", "pages", "starters"),
    ("layers",),
    ("graph",),
    ("language",),
    ("library", "revisions"),  # shipped specs by name, and files as they were
    ("edits", "project"),  # texts that are changed, and what a folder of specs says of itself
    ("targets",),  # what a command is called with
    ("passes", "paths", "sequence_alignment"),  # questions about a graph, and lists side by side
    (
        "results",
        "outline",
        "layer_results",
    ),  # what an analysis returns; a result draws its own outline up
    ("unfolding",),  # a spec as a network with its shapes and counts
    (
        "checks",
        "claims",
        "budgets",
    ),  # of an analysed graph: rules, and what a spec says
    ("analysis",),
    ("comparison", "difference", "pairing"),  # several networks beside each other
    ("starter",),  # a first spec, with figures that an analysis found
    ("derivation",),  # the sums behind what an analysis found
    ("lessons",),  # a comparison with its sums, and what it shows
    ("ladder",),  # ways of counting that lead from what was found to a figure
    ("fixes", "mending"),
    ("extraction",),  # one variant by itself, without what only others use
    ("render",),
    ("cli",),
    ("__main__",),
)
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}

# Upward imports with a reason; each must be needed still.
DOORS = {
    ("results", "render"): "a notebook asks a result itself how it looks",
    ("results", "analysis"): "a result with symbols is analysed anew with numbers for them",
    ("derivation", "render"): "and an explanation too",
    ("lessons", "render"): "and a lesson too",
}

# Who may import what is not part of Python.
GUESTS = {
    "yaml": {"language"},
    "rich": {"render"},
    "pathspec": {"project"},
    "click": {"cli", "__main__"},
}


class Import(NamedTuple):
    """One import: the part of the house that it stands in, its file and line, and what it names."""

    part: str
    place: str
    module: str


def part_of(path: Path) -> str:
    """The folder or the file directly in the package."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def imported(tree: ast.AST) -> list[tuple[int, str]]:
    """Line and module of every import that may be run; `from a import b` counts as `a.b`."""
    found = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            found += [(node.lineno, name.name) for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are absolute"
            found += [(node.lineno, f"{node.module}.{name.name}") for name in node.names]
        elif isinstance(node, ast.If) and is_type_checking(node):
            waiting += node.orelse
        else:
            waiting += ast.iter_child_nodes(node)
    return found


def imports() -> list[Import]:
    return [
        Import(part_of(path), f"{path.relative_to(PACKAGE)}:{line}", module)
        for path in files()
        for line, module in imported(ast.parse(path.read_text(encoding="utf-8")))
    ]


IMPORTS = imports()


def own(module: str) -> str | None:
    """The part of the house that a module is; None if it is none."""
    head, _, rest = module.partition(".")
    return rest.partition(".")[0] if head == "cnnspec" and rest else None


def test_everything_stands_on_a_floor() -> None:
    parts = {part_of(path) for path in files()} - {"__init__"}
    assert parts == set(FLOOR), "give a new folder or module a floor, and take away what is gone"


def test_imports_go_down() -> None:
    up = [
        f"{place}: {part} is below {target}"
        for part, place, module in IMPORTS
        if (target := own(module)) is not None
        and part != "__init__"
        and FLOOR[target] > FLOOR[part]
        and (part, target) not in DOORS
    ]
    assert up == []


@pytest.mark.parametrize("door", DOORS)
def test_every_door_is_used(door: tuple[str, str]) -> None:
    assert FLOOR[door[1]] > FLOOR[door[0]]
    assert any(part == door[0] and own(module) == door[1] for part, _, module in IMPORTS)


def test_the_package_itself_imports_nothing_of_the_house() -> None:
    """Whoever imports any part imports the package first, so it must cost nothing."""
    inside = [entry for entry in IMPORTS if entry.part == "__init__"]
    assert [entry.module for entry in inside if own(entry.module)] == []


def test_guests_stay_where_they_are_invited() -> None:
    for part, place, module in IMPORTS:
        head = module.partition(".")[0]
        if head in sys.stdlib_module_names or head == "cnnspec":
            continue
        assert head in GUESTS, f"{place}: {head} is no dependency"
        assert part in GUESTS[head], f"{place}: only {', '.join(GUESTS[head])} may use {head}"


@pytest.mark.parametrize("guest", GUESTS)
def test_guests_are_dependencies_and_are_used(guest: str) -> None:
    text = (PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8").lower()
    assert {"yaml": "pyyaml"}.get(guest, guest) in text.partition("[project.optional")[0]
    assert any(entry.module.partition(".")[0] == guest for entry in IMPORTS)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("import a.b", ["a.b"]),
        ("from a import b, c", ["a.b", "a.c"]),
        ("def f():\n    import a", ["a"]),
        ("class C:\n    def f(self):\n        if x:\n            from a import b", ["a.b"]),
        ("if TYPE_CHECKING:\n    import a\nelse:\n    import b", ["b"]),
        ("if typing.TYPE_CHECKING:\n    import a", []),
        ("try:\n    import a\nexcept ImportError:\n    import b", ["a", "b"]),
    ],
)
def test_every_import_is_seen(source: str, wanted: list[str]) -> None:
    assert sorted(module for _, module in imported(ast.parse(source))) == wanted


LISTS_OF_TYPES = {
    "language/structure.py": "words that are reserved, norms among them",
    "fixes/e304.py": "ways in which sizes are made to agree, in their order",
    "fixes/e309.py": "the two ways in which several tensors become one",
    "fixes/e305.py": "ways in which sizes are made to agree, in their order",
}
"""Where names of layer types may stand beside each other, with the reason."""


def named_types(tree: ast.AST) -> Iterator[set[str]]:
    """The layer types that each list, tuple, set or mapping of a file names as its items."""
    types = names() - {option for op in names() for option in find(op).options}
    for node in ast.walk(tree):
        items: list[ast.expr | None] = []
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            items = [*node.elts]
        elif isinstance(node, ast.Dict):
            items = node.keys
        written = [item.value for item in items if isinstance(item, ast.Constant)]
        yield {word for word in written if isinstance(word, str)} & types


def test_what_holds_of_a_layer_type_stands_with_the_type() -> None:
    """A rule that lists types knows nothing of the next one that is added."""
    found = {
        str(path.relative_to(PACKAGE))
        for path in files()
        if part_of(path) != "layers"
        for types in named_types(ast.parse(path.read_text(encoding="utf-8")))
        if len(types) > 1
    }
    assert found == set(LISTS_OF_TYPES)
