"""A layer type with an example worked out: its card of the reference, and the sums below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.shape import shape_text
from cnnspec.render.explaining import Told, figure_lines, laid_out, sum_line
from cnnspec.render.explaining_json import figure_document, working_document
from cnnspec.render.explaining_latex import align, figure_equations, working_lines
from cnnspec.render.json import SCHEMA, value
from cnnspec.render.numbers import count
from cnnspec.render.reference import layer_document, layer_markdown, layer_screen
from cnnspec.render.screen import BLANK, plain_text
from cnnspec.render.style import STRONG, TYPE
from cnnspec.render.terms import term_text

if TYPE_CHECKING:
    from cnnspec.core.shape import Shape
    from cnnspec.derivation.examples import Example
    from cnnspec.layers.base import Layer
    from cnnspec.render.screen import Screen


def called(example: Example) -> str:
    """The example as a spec spells it: `conv: [96, 11, 4]`."""
    from cnnspec.layers.options import said

    layer = example.layer
    words, named = [], False
    for name, option in layer.options.items():
        given = getattr(layer, name)
        if not option.required and given == option.default:
            named = True
            continue
        named = named or option.keyword
        if option.kind == "counts" and not named:
            words += list(map(said, given))
        else:
            words.append(f"{name}: {said(given)}" if named else said(given))
    if layer.merges:
        return f"{layer.op}: [a, b]"
    if not words:
        return layer.op
    return (
        f"{layer.op}: {words[0]}"
        if len(words) == 1 and ":" not in words[0]
        else (f"{layer.op}: [{', '.join(words)}]")
    )


def _shapes(shapes: tuple[Shape, ...]) -> str:
    return ", ".join(map(shape_text, shapes))


def type_screen(
    kind: type[Layer], example: Example, width: int | None = None, ascii: bool = False
) -> Screen:
    """The card of a layer type and its example."""
    change = f"{_shapes(example.inputs)} -> "
    told = [
        Told("example", plain_text(called(example), TYPE)),
        Told("shape", ((change, ""), (shape_text(example.out), STRONG))),
        *[Told("", sum_line(working), working.remark) for working in example.shape],
    ]
    for figure in example.figures:
        told += figure_lines(figure, "")
    return (*layer_screen(kind, width), BLANK, *laid_out(told, width, ascii))


def type_document(kind: type[Layer], example: Example) -> dict[str, Any]:
    """The card and the example for machines."""
    return {
        "schema": SCHEMA,
        **layer_document(kind),
        "example": {
            "layer": called(example),
            "inputs": list(map(value, example.inputs)),
            "out": value(example.out),
            "shape": list(map(working_document, example.shape)),
            "figures": list(map(figure_document, example.figures)),
        },
    }


def type_markdown(kind: type[Layer], example: Example) -> str:
    """The card and the example as Markdown."""
    from cnnspec.render.markdown import md_table

    rows = [("shape", f"{_shapes(example.inputs)} -> {shape_text(example.out)}", "")]
    rows += [
        ("", f"{term_text(working.term)} = {count(working.value)}", working.remark)
        for working in example.shape
    ]
    for figure in example.figures:
        for number, working in enumerate(figure.workings):
            sum_text = f"{term_text(working.term)} = {count(working.value)}"
            rows.append(("" if number else figure.name, sum_text, working.remark))
        if len(figure.workings) > 1:
            rows.append(("", count(figure.value), ""))
    table = md_table(("", "sum", "remark"), rows)
    return f"{layer_markdown(kind)}\nAn example:\n\n```\n{called(example)}\n```\n\n{table}\n"


def type_latex(kind: type[Layer], example: Example) -> str:
    """The example's equations."""
    lines = list(working_lines(example.shape))
    for figure in example.figures:
        lines += figure_equations(figure)
    head = f"% {called(example)} on {_shapes(example.inputs)} gives {shape_text(example.out)}\n"
    return head + align(lines) if lines else head
