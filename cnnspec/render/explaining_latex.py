"""An explanation as aligned equations in LaTeX, for a paper or a script. It needs amsmath."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.render.explaining_words import heading, place_text, shown_figures
from cnnspec.render.numbers import size
from cnnspec.render.screen import escape
from cnnspec.render.terms import number_latex, term_latex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cnnspec.derivation.records import Explanation, Figure, Working

SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "%": r"\%",
    "·": r"$\cdot$", "²": r"$^2$", "³": r"$^3$", "§": r"\S", "<": r"$<$", ">": r"$>$",
    "⌊": r"$\lfloor$", "⌋": r"$\rfloor$", "⌈": r"$\lceil$", "⌉": r"$\rceil$",
    "`": r"\textasciigrave{}",
}  # fmt: skip
END = r" \\"


def latex_text(text: str) -> str:
    """Text that LaTeX prints as it is: nothing in it is a command."""
    return "".join([SPECIAL.get(character, character) for character in escape(text)])


def explanation_latex(explanation: Explanation) -> str:
    """A comment that says what it is, and the equations in one aligned block."""
    name, path, what = heading(explanation)
    title = ", ".join([part for part in (name, path, what) if part])
    head = f"% {escape(title)} ({escape(place_text(explanation))})"
    return f"{head}\n{align(_lines(explanation))}"


def align(lines: Iterable[str]) -> str:
    """Lines of equations as an `align*`."""
    body = f"{END}\n  ".join(lines)
    return f"\\begin{{align*}}\n  {body}\n\\end{{align*}}\n"


def _lines(explanation: Explanation) -> Iterator[str]:
    before = r",\; ".join([_shape(size(shape)) for _, shape in explanation.inputs])
    after = _shape(size(explanation.out))
    yield rf"{_label('shape')} &\colon {before} \to {after}" if before else rf"&{after}"
    yield from working_lines(explanation.shape)
    for figure in shown_figures(explanation):
        yield from figure_equations(figure)
    if explanation.sees is not None and explanation.sees.working is not None:
        yield _equation("field", explanation.sees.working)


def working_lines(workings: Iterable[Working]) -> Iterator[str]:
    """An equation for each axis or size, named by the first words of its remark."""
    for working in workings:
        yield _equation(working.remark.partition(":")[0], working)


def _shape(text: str) -> str:
    return r" \times ".join([latex_text(part) for part in text.split("x")])


def _label(name: str) -> str:
    return rf"\text{{{latex_text(name)}}}"


def _equation(name: str, working: Working) -> str:
    term, value = term_latex(working.term), number_latex(working.value)
    return rf"{_label(name)} &= {term if term == value else f'{term} = {value}'}"


def figure_equations(figure: Figure) -> Iterator[str]:
    """One equation; of several sums, first the sum of them, then their values, then the total."""
    if figure.value is None:
        return
    if len(figure.workings) < 2:
        for working in figure.workings:
            yield _equation(figure.name, working)
        if not figure.workings:
            yield rf"{_label(figure.name)} &= {number_latex(figure.value)}"
        return
    terms = " + ".join([term_latex(working.term) for working in figure.workings])
    values = " + ".join([number_latex(working.value) for working in figure.workings])
    yield rf"{_label(figure.name)} &= {terms}"
    yield rf"&= {values} = {number_latex(figure.value)}"
