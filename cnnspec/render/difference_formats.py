"""Differences as JSON, CSV and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.render import numbers
from cnnspec.render.difference import (
    brief,
    difference_grid,
    entries,
    layers_text,
    summary_text,
    tally,
    title_lines,
)
from cnnspec.render.ratios import change as percent
from cnnspec.render.ratios import signed
from cnnspec.render.what import what

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.difference.records import Change, Difference
    from cnnspec.pairing import Differences
    from cnnspec.results import Analysis, Row

KEYS = (
    "network", "change", "level", "layer", "what", "output", "params", "params_change", "macs",
    "macs_change",
)  # fmt: skip
SIGNS = {" ": "equal", "-": "removed", "+": "added"}


def differences_document(differences: Differences) -> dict[str, Any]:
    """The differences as JSON."""
    from cnnspec.render.json import SCHEMA

    return {
        "schema": SCHEMA,
        "old": differences.names[0],
        "new": differences.names[1],
        "equal": differences.equal,
        "differences": [_difference(pair) for pair in differences.pairs],
        "removed": [_network(analysis) for analysis in differences.removed],
        "added": [_network(analysis) for analysis in differences.added],
    }


def _difference(pair: Difference) -> dict[str, Any]:
    from cnnspec.render.json import value

    return {
        "old": _network(pair.old),
        "new": _network(pair.new),
        "equal": pair.equal,
        "params_change": value(pair.params),
        "macs_change": value(pair.macs),
        "changes": [_change(change) for change in pair.changes],
    }


def _network(analysis: Analysis) -> dict[str, Any]:
    from cnnspec.render.json import findings, setting, shapes, value

    totals = analysis.totals
    return {
        "name": analysis.name,
        "file": analysis.file,
        "input": shapes(analysis.input),
        "settings": {key: setting(chosen) for key, chosen in analysis.settings.items()},
        "params": value(totals.params),
        "macs": value(totals.macs),
        "depth": totals.depth,
        "field": value(totals.field),
        "layers": totals.layers,
        "conditions": list(analysis.conditions),
        "diagnostics": findings(analysis.diagnostics),
    }


def _change(change: Change) -> dict[str, Any]:
    from cnnspec.render.json import value

    return {
        "change": change.kind,
        "old": None if change.old is None else _row(change.old),
        "new": None if change.new is None else _row(change.new),
        "params_change": value(change.params),
        "macs_change": value(change.macs),
        "detail": change.detail or None,
        "details": list(change.details),
        "inside": [_change(inner) for inner in change.children],
    }


def _row(row: Row) -> dict[str, Any]:
    from cnnspec.render.json import value

    return {
        "layer": row.path,
        "type": row.kind or None,
        "arguments": row.arguments or None,
        "count": row.count,
        "out": value(row.out),
        "params": value(row.params),
        "macs": value(row.macs),
    }


def differences_csv(differences: Differences) -> str:
    """One row for each line of the tables, with equal layers unfolded."""
    from cnnspec.render.csv import csv_text

    rows: list[list[object]] = []
    for pair in differences.pairs:
        for entry in entries(pair.changes, fold=False):
            row = entry.row
            words = ", ".join([part for part in (what(row), entry.detail) if part])
            rows.append(
                [
                    pair.new.name, SIGNS[entry.sign], str(len(entry.tree) // 3), row.path, words,
                    row.out, row.params, entry.params, row.macs, entry.macs,
                ]
            )  # fmt: skip
    return csv_text(KEYS, rows)


def differences_markdown(differences: Differences) -> str:
    """The differences for a pull request: a heading with the verdict, the totals, the layers."""
    from cnnspec.render.markdown import md_text

    pairs = differences.pairs
    if len(pairs) == 1 and not differences.added and not differences.removed:
        return _markdown(pairs[0], "###")
    old, new = differences.names
    head = new if old == new else f"{old} -> {new}"
    count, *others = tally(differences)
    parts = [f"### {md_text(f'{head}: {count}')}"]
    parts += [_markdown(pair, "####").rstrip() for pair in pairs if not pair.equal]
    listed = [f"- removed {md_text(brief(each))}" for each in differences.removed]
    listed += [f"- added {md_text(brief(each))}" for each in differences.added]
    parts += ["\n".join(listed)] if listed else []
    parts += [md_text(part) for part in others if part.startswith("equal")]
    return "\n\n".join(parts) + "\n"


def _markdown(pair: Difference, marks: str) -> str:
    from cnnspec.render.markdown import md_findings, md_text

    old, new = pair.names
    head = new if old == new else f"{old} -> {new}"
    parts = [f"{marks} {md_text(f'{head}: {_verdict(pair)}')}"]
    if not pair.equal:
        parts += [_totals(pair, (old, new)), _details(pair)]
    parts += [md_findings(each.diagnostics) for each in (pair.old, pair.new)]
    return "\n\n".join([part for part in parts if part]) + "\n"


def _verdict(pair: Difference) -> str:
    if pair.equal:
        return "no difference"
    old, new = pair.old.totals, pair.new.totals
    told = []
    for noun, before, after in (
        ("parameters", old.params, new.params), ("MACs", old.macs, new.macs),
    ):  # fmt: skip
        told.append(f"{noun} unchanged" if before == after else f"{percent(before, after)} {noun}")
    return ", ".join(told)


def _totals(pair: Difference, names: tuple[str, str]) -> str:
    from cnnspec.render.markdown import md_table

    old, new = pair.old.totals, pair.new.totals
    if names[0] == names[1]:
        names = ("old", "new")
    rows = [
        (name, numbers.count(before), numbers.count(after), _changed(before, after))
        for name, before, after in (
            ("parameters", old.params, new.params), ("MACs", old.macs, new.macs),
        )
    ]  # fmt: skip
    depth = "=" if old.depth == new.depth else _less(old.depth, new.depth)
    rows.append(("depth", numbers.count(old.depth), numbers.count(new.depth), depth))
    field = "=" if old.field == new.field else _less(old.field, new.field)
    rows.append(("field", numbers.field(old.field), numbers.field(new.field), field))
    return md_table(("", *names, "change"), rows, 3)


def _less(old: object, new: object) -> str:
    if type(old) is int and type(new) is int:
        return signed(new - old)
    return "differs"


def _changed(old: Dim | None, new: Dim | None) -> str:
    if old == new:
        return "="
    if old is None or new is None:
        return "?"
    share = percent(old, new)
    return f"{signed(new - old)} ({share})" if "%" in share else signed(new - old)


def _details(pair: Difference) -> str:
    """The layers folded away, in a block that shows removed and added lines as such."""
    from cnnspec.render.layout import fit
    from cnnspec.render.plain import grid_lines, written

    lines = [written(line) for line in title_lines(pair)]
    lines += ["", *grid_lines(fit(difference_grid(pair))), "", summary_text(pair)]
    text = "\n".join([line.rstrip() for line in lines])
    fence = "`" * 3
    while fence in text:
        fence += "`"
    summary = layers_text(pair)
    return f"<details><summary>{summary}</summary>\n\n{fence}diff\n{text}\n{fence}\n\n</details>"
