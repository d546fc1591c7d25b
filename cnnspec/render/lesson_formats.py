"""A lesson as JSON and as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.render import numbers
from cnnspec.render.compare import compare_verdict
from cnnspec.render.lesson import SUMMED, lesson_grid
from cnnspec.render.terms import term_python, term_text

if TYPE_CHECKING:
    from cnnspec.lessons import Summed, ToldLesson


def lesson_document(told: ToldLesson) -> dict[str, Any]:
    """A lesson for machines."""
    from cnnspec.render import json

    base = told.comparison.base
    return {
        "schema": json.SCHEMA,
        "name": told.name,
        "title": told.spec.title,
        "file": told.spec.source.name,
        "cite": json.citation(told.spec.cite),
        "text": " ".join(told.lesson.text.split()),
        "columns": list(told.lesson.columns),
        "base": base.name,
        "designs": [
            {
                "name": each.name,
                "input": json.shapes(each.analysis.input),
                "figures": {word: _value(value) for word, value in figures.items()},
                "params_ratio": None if each.params_ratio is None else str(each.params_ratio),
                "macs_ratio": None if each.macs_ratio is None else str(each.macs_ratio),
                "diagnostics": json.findings(each.analysis.diagnostics),
            }
            for each, figures in zip(told.comparison.networks, told.figures, strict=True)
        ],
        "sums": [_sum(each) for each in told.sums],
        "try": list(told.lesson.tries),
        "next": told.lesson.next or None,
    }


def _value(value: Any) -> Any:
    from cnnspec.render import json

    return json.value(value)


def _sum(each: Summed) -> dict[str, Any]:
    from cnnspec.render import json

    return {
        "design": each.design,
        "metric": each.metric,
        "term": term_python(each.working.term),
        "value": json.value(each.working.value),
    }


def lesson_markdown(told: ToldLesson) -> str:
    """A lesson for notes: heading, paragraph, table, sums, commands."""
    from cnnspec.render.markdown import md_findings, md_grid, md_text

    cite = told.spec.cite
    parts = [
        f"### {md_text(told.spec.title)}",
        md_text(cite.short()) if cite else "",
        *[md_text(" ".join(line.split())) for line in told.lesson.text.splitlines()],
        md_grid(lesson_grid(told)),
        md_text(" · ".join(compare_verdict(told.comparison))),
        "\n".join([f"* {_equation(each)}" for each in told.sums]),
        "\n".join([f"    {' '.join(command.split())}" for command in told.lesson.tries]),
        f"Next: {md_text(told.lesson.next)}" if told.lesson.next else "",
        *[md_findings(each.analysis.diagnostics) for each in told.comparison.networks],
    ]
    return "\n\n".join([part for part in parts if part]) + "\n"


def _equation(each: Summed) -> str:
    from cnnspec.render.markdown import md_text

    term, value = term_text(each.working.term), numbers.count(each.working.value)
    told = term if term == value else f"{term} = {value}"
    return md_text(f"{each.design}, {SUMMED[each.metric]}: {told}")
