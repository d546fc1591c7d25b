"""`lesson`: the arguments that everyone repeats, each with its designs side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cnnspec.cli.command import Command
from cnnspec.cli.options import showing
from cnnspec.cli.output import Output

if TYPE_CHECKING:
    from cnnspec.lessons import ToldLesson

FORMATS = ("table", "json", "markdown")


def command(name: str) -> Command:
    """The command `lesson`."""
    return Command(
        name,
        tell_lesson,
        [
            click.Argument(["lesson"], required=False, metavar="NAME|FILE"),
            *showing(FORMATS),
        ],
        usage="[NAME|FILE] [options]",
        about=(
            "The lessons, a line each; or one of them: a paragraph, its designs side by side, the "
            "sums behind their figures, and commands that show more. Each is a small spec, and its "
            "designs are names like any other. A file of yours is a lesson if it has a `lesson`. "
            "Exits 1 if an expectation of the lesson fails."
        ),
        examples=(
            "cnnspec lesson",
            "cnnspec lesson three-3x3",
            "cnnspec lesson reduce-1x1 --format markdown",
            "cnnspec show three-3x3",
        ),
    )


def tell_lesson(
    lesson: str | None,
    format: str,
    output: str | None,
    color: str,
    ascii: bool,
) -> int:
    """List the lessons, or tell one; the exit code."""
    from cnnspec.cli.several import show_culprit
    from cnnspec.core.diagnostic import SpecError
    from cnnspec.lessons import lesson as told

    out = Output(color, ascii, output)
    if lesson is None:
        _list(format, out)
        return 0
    try:
        found = told(lesson)
    except SpecError as error:
        return show_culprit((lesson,), error, format, out)
    _show(found, format, out)
    return int(any(each.analysis.failed for each in found.comparison.networks))


def _list(format: str, out: Output) -> None:
    from cnnspec.cli.catalogue import lessons
    from cnnspec.render import lesson_list

    found = lessons()
    if format == "json":
        from cnnspec.render.json import SCHEMA, dumps

        documents = [lesson_list.listed_document(each) for each in found]
        out.write(dumps({"schema": SCHEMA, "lessons": documents}, out.ascii))
    elif format == "markdown":
        out.write(lesson_list.lessons_markdown(found))
    else:
        out.show(lesson_list.lessons_screen(found, out.width))


def _show(found: ToldLesson, format: str, out: Output) -> None:
    from cnnspec.cli.several import findings_of

    analyses = [each.analysis for each in found.comparison.networks]
    if format == "json":
        from cnnspec.render.json import dumps
        from cnnspec.render.lesson_formats import lesson_document

        out.write(dumps(lesson_document(found), out.ascii))
    elif format == "markdown":
        from cnnspec.render.lesson_formats import lesson_markdown

        out.write(lesson_markdown(found))
    else:
        from cnnspec.render.lesson import lesson_screen

        out.show((*lesson_screen(found, out.width), *findings_of(analyses, out.width)))
