"""An explanation for machines: each sum is an expression of Python that has its value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from cnnspec.render.explaining_words import connection_marks, heading, inner_what
from cnnspec.render.json import SCHEMA, citation, claim, findings, setting, shapes, value
from cnnspec.render.terms import term_python

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim, Number
    from cnnspec.core.terms import Term
    from cnnspec.derivation.records import Explanation, Figure, Seeing, Working
    from cnnspec.results import Row


def explanation_document(explanation: Explanation) -> dict[str, Any]:
    """Everything that an explanation holds, neurons and connections in any case."""
    analysis = explanation.analysis
    return {
        "schema": SCHEMA,
        "name": analysis.name,
        "title": analysis.title,
        "file": analysis.file,
        "line": explanation.line,
        "cite": citation(analysis.cite),
        "input": shapes(analysis.input),
        "settings": {key: setting(chosen) for key, chosen in analysis.settings.items()},
        "train": analysis.train,
        "kind": explanation.kind,
        "layer": explanation.path or None,
        "op": explanation.op or None,
        "what": heading(explanation)[2],
        "reads": [{"name": name, "out": value(shape)} for name, shape in explanation.inputs],
        "out": value(explanation.out),
        "own_out": value(explanation.own),
        "shape": list(map(working_document, explanation.shape)),
        "computes": explanation.computes or None,
        "figures": list(map(figure_document, explanation.figures)),
        "sees": None if explanation.sees is None else _seeing(explanation.sees),
        "times": explanation.times,
        "parts": list(map(_part, explanation.parts)),
        "table": [row for row, _ in connection_marks(explanation)] or None,
        "expectations": list(map(claim, explanation.claims)),
        "notes": list(explanation.notes),
        "conditions": list(analysis.conditions),
        "diagnostics": findings(analysis.diagnostics),
    }


def working_document(working: Working) -> dict[str, Any]:
    return {
        "sum": term_python(working.term),
        "value": value(working.value),
        "remark": working.remark or None,
    }


def figure_document(figure: Figure) -> dict[str, Any]:
    document: dict[str, Any] = {
        "name": figure.name,
        "value": value(figure.value),
        "whole": value(figure.whole),
        "sums": list(map(working_document, figure.workings)),
        "remark": figure.remark or None,
    }
    if figure.aside is not None:
        name, working = figure.aside
        document["otherwise"] = {"case": name, **working_document(working)}
    return document


def _seeing(sees: Seeing) -> dict[str, Any]:
    term: Term | None = None if sees.working is None else sees.working.term
    return {
        "field": value(sees.field),
        "sum": None if term is None else term_python(term),
        "axes": [
            {
                "cells": value(axis.cells),
                "first": value(axis.first),
                "position": value(axis.position),
                "middle": value(axis.middle),
                "stride": _stride(axis.stride),
                "all": axis.all,
            }
            for axis in sees.axes
        ],
    }


def _stride(stride: Number | None) -> object:
    """A step in pixels; a fraction, as behind an upsampling, is an expression: `1/2`."""
    if stride is None or isinstance(stride, int) or hasattr(stride, "terms"):
        return value(cast("Dim | None", stride))
    return str(stride)


def _part(row: Row) -> dict[str, Any]:
    return {
        "label": row.label,
        "name": row.path,
        "what": inner_what(row),
        "count": row.count,
        "out": value(row.out),
        "params": value(row.params),
        "macs": value(row.macs),
    }
