"""The reference of layer types, from their declarations."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from cnnspec.render.screen import BLANK, GAP, Grid, GridColumn, facts, plain_text, wrap
from cnnspec.render.style import QUIET, STRONG, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cnnspec.layers.base import Layer, Option
    from cnnspec.render.screen import Line, Screen

GROUPS = ("With weights", "Pooling and size", "Merging", "Structure", "Activations", "Free")
"""The order of the headings; any other comes after them, by name."""
STRUCTURE = "Structure"

TAKES = {
    "count": "1, 2, ...",
    "axes": "3 or 1x7",
    "padding": "1, 0x3, half",
    "sizes": "7 or 7x7",
    "counts": "1, 2, ...",
    "flag": "true, false",
    "auto": "auto, false",
    "number": "0.1, 2, ...",
    "rate": "0, 0.1, ...",
    "act": "relu, ...",
    "norm": "bn, ln, ...",
    "table": "X and .",
}
"""What an option may be, as it is typed."""
COUNTS = ("count", "counts")
BAR = "|"
BEHIND = f"behind {BAR} an argument is given by name"


def grouped(layers: Iterable[type[Layer]]) -> list[tuple[str, list[type[Layer]]]]:
    """Layer types by heading, each by name."""
    found: dict[str, list[type[Layer]]] = {}
    for layer in sorted(layers, key=lambda layer: layer.op):
        found.setdefault(layer.group, []).append(layer)
    known = {group: place for place, group in enumerate(GROUPS)}
    return sorted(found.items(), key=lambda item: (known.get(item[0], len(known)), item[0]))


def overview_screen(
    layers: Iterable[type[Layer]], structure: dict[str, str], width: int | None = None
) -> Screen:
    """All layer types by group: arguments, and what each does, wrapped where there is a width."""
    groups = _with_structure(grouped(layers), structure)
    told = [member for _, members in groups for member in members]
    room = _rooms(told, width)
    rows: list[tuple[Line, ...]] = []
    headings: dict[int, tuple[Line, ...]] = {}
    for group, members in groups:
        heading = plain_text(group, STRONG)
        headings[len(rows)] = (BLANK, heading) if rows else (heading,)
        for name, arguments, help in members:
            parts = ([name], wrap(arguments or "-", room[0]), wrap(help, room[1]))
            lines = zip_longest(*parts, fillvalue="")
            rows += [tuple(map(plain_text, line, (TYPE, QUIET, ""))) for line in lines]
    grid = Grid(
        (
            GridColumn("type"),
            GridColumn("arguments", flexible=True),
            GridColumn("what it does", flexible=True),
        ),
        tuple(rows),
        headings=headings,
    )
    foot = (f"{len(told)} types", BEHIND, "cnnspec layers conv tells more of one")
    return (grid, BLANK, *facts(map(plain_text, foot), width))


def _rooms(told: Sequence[tuple[str, str, str]], width: int | None) -> tuple[int, int]:
    """The cells for arguments and for what a layer does."""
    longest = [max([len(each[part]) for each in told]) for part in range(3)]
    if width is None:
        return longest[1], longest[2]
    free = max(width - longest[0] - 2 * len(GAP), 2 * NARROWEST)
    arguments = min(longest[1], free * 2 // 5)
    return arguments, free - arguments


NARROWEST = 20
"""The cells that a text keeps."""


def _with_structure(
    groups: list[tuple[str, list[type[Layer]]]], structure: dict[str, str]
) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Layer types and the words of structure, as (name, arguments, help)."""
    found = [
        (group, [(layer.op, signature(layer), first_line(layer)) for layer in members])
        for group, members in groups
    ]
    words = [(word, "", _sentence(help)) for word, help in structure.items()]
    place = sum([group in GROUPS[: GROUPS.index(STRUCTURE)] for group, _ in found])
    found.insert(place, (STRUCTURE, words))
    return found


def first_line(layer: type[Layer]) -> str:
    """What a layer type does, in a line."""
    return _sentence((layer.__doc__ or "").strip().partition("\n\n")[0])


def _sentence(text: str) -> str:
    text = " ".join(text.split()).removesuffix(".")
    return text[:1].lower() + text[1:]


def signature(layer: type[Layer]) -> str:
    """The arguments in the notation of the language: `out, kernel, stride: 1 | pad: 0`."""
    positional = [_argument(option) for option in layer.options.values() if not option.keyword]
    named = [_argument(option) for option in layer.options.values() if option.keyword]
    if layer.merges:
        positional = ["branches", *positional]
    parts = [", ".join(positional), ", ".join(named)]
    return " | ".join(parts).rstrip(" |") if not named else " | ".join(parts).lstrip()


def _argument(option: Option) -> str:
    return option.name if option.required else f"{option.name}: {default_text(option)}"


def default_text(option: Option) -> str:
    """A default as it is typed."""
    value = option.default
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def takes(option: Option) -> str:
    """What an option may be, as it is typed."""
    if option.choices:
        return ", ".join(option.choices)
    if option.kind in COUNTS and option.at_least != 1:
        return f"{option.at_least}, {option.at_least + 1}, ..."
    return TAKES[option.kind]


def layer_screen(layer: type[Layer], width: int | None = None) -> Screen:
    """One layer type: signature, options, formulas and source."""
    head: Line = ((layer.op, STRONG), (f"  {first_line(layer)}", ""))
    lines: list[Line | Grid] = [head]
    for paragraph in _more(layer):
        lines += [BLANK, *map(plain_text, wrap(paragraph, width or 100))]
    called = _call(layer, width)
    lines += [BLANK, *[plain_text(part, TYPE) for part in called]]
    lines += [plain_text(BEHIND, QUIET)] if any(BAR in part for part in called) else []
    if layer.options:
        lines += [BLANK, _options(layer)]
    said = [*layer.formulas.items(), *([("source", layer.source)] if layer.source else [])]
    if said:
        lines += [BLANK, *_labelled(said, width or 100)]
    return tuple(lines)


def _call(layer: type[Layer], width: int | None) -> list[str]:
    """How it is called, broken between arguments where it is too long."""
    given = signature(layer)
    if not given:
        return [layer.op]
    indent = " " * (len(layer.op) + 2)
    lines = [f"{layer.op}: "]
    for argument in given.split(", "):
        longer = f"{lines[-1]}{argument}, "
        if width is not None and len(longer) > width and lines[-1].strip():
            lines.append(f"{indent}{argument}, ")
        else:
            lines[-1] = longer
    return [*[line.rstrip() for line in lines[:-1]], lines[-1].removesuffix(", ")]


def _more(layer: type[Layer]) -> list[str]:
    """What the help says after its first line."""
    paragraphs = (layer.__doc__ or "").strip().split("\n\n")[1:]
    return [" ".join(paragraph.split()) for paragraph in paragraphs]


def _options(layer: type[Layer]) -> Grid:
    rows = [
        (
            plain_text(option.name, TYPE),
            plain_text("required" if option.required else default_text(option)),
            plain_text(takes(option), QUIET),
            plain_text(option.help),
        )
        for option in layer.options.values()
    ]
    columns = (
        GridColumn("argument"),
        GridColumn("default"),
        GridColumn("takes"),
        GridColumn("meaning", flexible=True),
    )
    return Grid(columns, tuple(rows))


def _labelled(said: Sequence[tuple[str, str]], width: int) -> list[Line]:
    longest = max([len(label) for label, _ in said])
    lines: list[Line] = []
    for label, text in said:
        for number, part in enumerate(wrap(text, width - longest - 2)):
            shown = label if number == 0 else ""
            lines.append(((f"{shown:<{longest}}  ", QUIET), (part, "")))
    return lines


def word_screen(word: str, help: str) -> Screen:
    """A word that orders layers, such as `seq`."""
    return (((word, STRONG), (f"  {help}", "")),)


def layer_document(layer: type[Layer]) -> dict[str, Any]:
    """A layer type for machines."""
    return {
        "name": layer.op,
        "group": layer.group,
        "help": first_line(layer),
        "details": _more(layer),
        "signature": signature(layer),
        "arguments": [_argument_document(option) for option in layer.options.values()],
        "formulas": dict(layer.formulas),
        "source": layer.source or None,
    }


def _argument_document(option: Option) -> dict[str, Any]:
    default = None if option.required else default_text(option)
    return {
        "name": option.name,
        "required": option.required,
        "default": default,
        "by_name_only": option.keyword,
        "kind": option.kind,
        "at_least": option.at_least if option.kind in (*COUNTS, "axes", "sizes") else None,
        "choices": list(option.choices),
        "help": option.help,
    }


def overview_document(layers: Iterable[type[Layer]], structure: dict[str, str]) -> dict[str, Any]:
    """All layer types for machines."""
    found = [layer_document(layer) for _, members in grouped(layers) for layer in members]
    words = [{"name": word, "help": help} for word, help in structure.items()]
    return {"schema": 1, "layers": found, "structure": words}


def overview_markdown(layers: Iterable[type[Layer]], structure: dict[str, str]) -> str:
    """All layer types as Markdown, a table for each group."""
    from cnnspec.render.markdown import md_table

    parts = []
    for group, members in _with_structure(grouped(layers), structure):
        rows = [(name, arguments or "-", help) for name, arguments, help in members]
        parts.append(f"### {group}\n\n{md_table(('type', 'arguments', 'what it does'), rows)}")
    return "\n\n".join(parts) + "\n"


def layer_markdown(layer: type[Layer]) -> str:
    """One layer type as Markdown."""
    from cnnspec.render.markdown import md_table, md_text

    parts = [f"### {layer.op}", md_text(first_line(layer)), *map(md_text, _more(layer))]
    parts.append(f"```\n{_call(layer, None)[0]}\n```")
    if layer.options:
        rows = [
            (o.name, "required" if o.required else default_text(o), takes(o), o.help)
            for o in layer.options.values()
        ]
        parts.append(md_table(("argument", "default", "takes", "meaning"), rows))
    said = [*layer.formulas.items(), *([("source", layer.source)] if layer.source else [])]
    parts += [f"{md_text(label)}: {md_text(text)}" for label, text in said]
    return "\n\n".join(parts) + "\n"
