"""Results as JSON. `schema` comes first; keys are only ever added.

Symbolic values are text that reads back as an expression (`27*C**2`). What cannot be computed is
`null`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cnnspec.core.algebra import Dim
    from cnnspec.core.citation import Citation
    from cnnspec.core.diagnostic import Diagnostic, Fix, Label, Span
    from cnnspec.core.shape import Shape
    from cnnspec.render.views import ViewName
    from cnnspec.results import Analysis, Budget, Claim, LayerResult

SCHEMA = 1
TOTALS = ("params", "trainable", "buffers", "kernels", "macs", "depth", "field", "layers")

KEYS: dict[ViewName, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "summary": (("params", "trainable", "buffers", "kernels", "macs"), TOTALS),
    "shapes": ((), ("field", "layers")),
    "params": (
        ("params", "trainable", "buffers", "kernels"),
        ("params", "trainable", "buffers", "kernels", "layers"),
    ),
    "macs": (("macs",), ("macs", "layers")),
}
"""What each view tells of a layer, besides its path, type and shape, and of the whole network."""


def view_document(name: ViewName, analysis: Analysis) -> dict[str, Any]:
    """A view of a network; `summary` has every key, the others those that they look at."""
    layer_keys, total_keys = KEYS[name]
    totals = analysis.totals
    document = {
        **head(analysis),
        "totals": {key: value(getattr(totals, key)) for key in total_keys},
        "layers": [layer(result, layer_keys) for result in analysis.layers],
    }
    if name == "shapes" and analysis.own is not None:
        document["own"] = {
            "input": shapes(analysis.own.input),
            "layers": [layer(result, ()) for result in analysis.own.layers],
        }
    if name == "summary":
        document["expectations"] = list(map(claim, analysis.claims))
        document["budgets"] = list(map(budget, analysis.budgets))
    document.update(tail(analysis))
    return document


def head(analysis: Analysis) -> dict[str, Any]:
    """What every document of a network begins with."""
    return {
        "schema": SCHEMA,
        "name": analysis.name,
        "title": analysis.title,
        "file": analysis.file,
        "cite": citation(analysis.cite),
        "task": analysis.task or None,
        "input": shapes(analysis.input),
        "settings": {key: setting(chosen) for key, chosen in analysis.settings.items()},
        "where": {key: value(form) for key, form in analysis.point.forms.items()},
        "at": dict(analysis.point.numbers),
        "train": analysis.train,
    }


def tail(analysis: Analysis) -> dict[str, Any]:
    """What every document of a network ends in: what symbols leave open, and what was found."""
    return {
        "conditions": list(analysis.conditions),
        "tiling": list(analysis.tiling),
        "decided": [
            {"condition": condition, "holds": holds} for condition, holds in analysis.decided
        ],
        "diagnostics": findings(analysis.diagnostics),
    }


def unread_document(name: str, found: Iterable[Diagnostic]) -> dict[str, Any]:
    """What stands in the place of a view of a spec that cannot be understood."""
    return {
        "schema": SCHEMA,
        "name": name,
        "input": None,
        "totals": dict.fromkeys(TOTALS),
        "layers": [],
        "diagnostics": findings(found),
    }


def value(given: Dim | tuple[Dim, ...] | None) -> object:
    """A count, a size or several of them: numbers stay numbers, symbolic values become text."""
    if given is None or type(given) is int:
        return given
    if isinstance(given, tuple):
        return [part if type(part) is int else value(part) for part in given]
    from cnnspec.core.algebra import text

    return text(given, unicode=False)


def setting(given: object) -> object:
    """The value of a variable: what JSON has no form for becomes text."""
    if given is None or isinstance(given, (bool, int, str)):
        return given
    if isinstance(given, (list, tuple)):
        return [setting(part) for part in given]
    return str(given)


def shapes(given: Shape | Mapping[str, Shape]) -> object:
    """A shape as a list, or a mapping of them."""
    if isinstance(given, tuple):
        return value(given)
    return {name: value(shape) for name, shape in given.items()}


def layer(result: LayerResult, keys: tuple[str, ...]) -> dict[str, Any]:
    """An unfolded layer: its path, its type, its shape and the counts that a view has."""
    document: dict[str, Any] = {"name": result.name, "op": result.op, "out": value(result.out)}
    for key in keys:
        document[key] = value(getattr(result, key))
    document["inputs"] = list(result.inputs)
    if result.shares is not None:
        document["shares"] = result.shares
    return document


def citation(cite: Citation | None) -> dict[str, Any] | None:
    """A source, with its parts and as it is printed."""
    if cite is None:
        return None
    parts = ("authors", "year", "title", "where", "url")
    return {"text": cite.short(), **{part: getattr(cite, part) or None for part in parts}}


def claim(entry: Claim) -> dict[str, Any]:
    """An expectation beside what was found."""
    return {
        "metric": entry.metric,
        "expected": entry.expected,
        "found": entry.found if entry.value is None else figure(entry.value),
        "holds": entry.holds,
        "difference": value(entry.difference),
        "cite": entry.cite or None,
    }


def budget(entry: Budget) -> dict[str, Any]:
    """A limit beside what was measured."""
    return {
        "metric": entry.metric,
        "bound": entry.bound,
        "limit": value(entry.limit),
        "written": entry.written,
        "value": value(entry.value),
        "unit": entry.unit or None,
        "dtype": entry.dtype or None,
        "holds": entry.holds,
        "conditions": list(entry.conditions),
        "target": entry.target or None,
    }


def figure(given: Any) -> object:
    """What was found for an expectation: a number, a shape, or an expression as text."""
    return list(map(value, given)) if isinstance(given, tuple) else value(given)


def findings(found: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Findings with their places; lines and columns count from 1."""
    return [
        {
            "code": finding.code,
            "severity": finding.severity,
            "message": finding.message,
            "layer": finding.layer,
            **_place(finding.primary),
            "related": [_place(label) for label in finding.related],
            "notes": [{"kind": note.kind, "text": note.text} for note in finding.notes],
            "fix": None if finding.fix is None else _fix(finding.fix),
            "fixes": [_fix(fix) for fix in finding.fixes],
        }
        for finding in found
    ]


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "kind": fix.kind or None,
        "change": fix.change or None,
        "safe": fix.safe,
        "edits": [{**_span(edit.span), "text": edit.text} for edit in fix.edits],
        "output": value(fix.output),
        "params": value(fix.params),
        "macs": value(fix.macs),
    }


def _span(span: Span) -> dict[str, Any]:
    keys = ("line", "column", "end_line", "end_column")
    return {key: getattr(span, key) for key in keys}


def _place(label: Label | None) -> dict[str, Any]:
    if label is None:
        keys = ("file", "line", "column", "end_line", "end_column", "label")
        return dict.fromkeys(keys)
    return {"file": label.file, **_span(label.span), "label": label.text or None}


def dumps(document: Mapping[str, Any], ascii: bool = False) -> str:
    """The document as text: one line for each key, and for each item of a list of objects."""
    encode = json.JSONEncoder(ensure_ascii=ascii).encode
    lines = []
    for key, given in document.items():
        if isinstance(given, list) and given and isinstance(given[0], dict):
            # A quote inside a text is written \", so this only ever parts two objects.
            items = encode(given)[1:-1].replace('}, {"', '},\n    {"')
            written = f"[\n    {items}\n  ]"
        else:
            written = encode(given)
        lines.append(f"  {encode(key)}: {written}")
    return "{\n" + ",\n".join([_seen(line) for line in lines]) + "\n}\n"


def _seen(text: str) -> str:
    """JSON with what is not seen, such as marks that turn text around, as `\\u202e`."""
    if text.isascii() or text.replace("\n", "").isprintable():
        return text
    return "".join(
        [
            character
            if character == "\n" or character.isprintable()
            else json.dumps(character)[1:-1]
            for character in text
        ]
    )
