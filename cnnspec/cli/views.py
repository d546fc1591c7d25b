"""`summary`, `shapes`, `params`, `macs`: a network, layer by layer."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any, cast

from cnnspec.cli.command import Command
from cnnspec.cli.options import looking, read_point, showing, target
from cnnspec.cli.output import Output

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.render.screen import Line, Screen
    from cnnspec.render.views import ViewName
    from cnnspec.results import Analysis

ABOUT = {
    "summary": (
        "Every layer with its output shape, parameters, multiply-adds and receptive field, and\n"
        "the totals. Exits 1 if an error is found or an expectation fails."
    ),
    "shapes": (
        "The output shape of every layer, the window arithmetic behind it, and what the\n"
        "windows leave unread. Exits 1 if something is found."
    ),
    "params": (
        "The parameters of every layer, and their share. Exits 1 if an error is found or an\n"
        "expectation fails."
    ),
    "macs": (
        "The multiply-adds of every layer, their share, and FLOPs beside them. Exits 1 if an\n"
        "error is found or an expectation fails."
    ),
}
SHORT_TABLE = 5
"""So few rows of question marks hide no finding that stands below them."""
EXAMPLES = {
    "summary": ("cnnspec summary resnet50 --open 2", "cnnspec summary lenet5 --format json"),
    "shapes": ("cnnspec shapes alexnet --input 224", "cnnspec shapes vgg16 --input 3xHxW"),
    "params": ("cnnspec params vgg16", "cnnspec params googlenet --train"),
    "macs": ("cnnspec macs resnet50", "cnnspec macs vgg16 --format csv -o vgg16.csv"),
}


def command(name: str) -> Command:
    """The command of one view."""

    def callback(**given: object) -> int:
        return show_view(cast("ViewName", name), **given)  # type: ignore[arg-type]  # click's values

    return Command(
        name,
        callback,
        [target(), *looking(), *showing()],
        usage="NAME|FILE [options]",
        about=ABOUT[name],
        examples=EXAMPLES[name],
    )


def show_view(
    name: ViewName,
    *,
    target: str,
    input: Sequence[str],
    set: Sequence[str],
    where: Sequence[str],
    at: Sequence[str],
    train: bool,
    variant: str | None,
    open: int | None,
    format: str,
    output: str | None,
    color: str,
    ascii: bool,
) -> int:
    """Analyse a network and show one view of it; the exit code."""
    out = Output(color, ascii, output)
    point = read_point(input, set, where, at)
    analysis = analysed(target, variant, train, point, format, out)
    if analysis is None:
        return 1
    why = _why(analysis, target, variant) if name == "summary" and format == "table" else ""
    _show(name, analysis, open, format, out, why)
    return exit_code(name, analysis)


def analysed(
    target: str,
    variant: str | None,
    train: bool,
    point: Mapping[str, Any],
    format: str,
    out: Output,
) -> Analysis | None:
    """A network as it was asked for, with fixes for what was found; `point` is what `read_point`
    read. Where the spec cannot be understood, None, and the findings are shown."""
    from cnnspec.analysis import analyze, load
    from cnnspec.core.diagnostic import SpecError

    try:
        spec = load(target, variant)
        # Infos are what `check` is for; here they would not be shown.
        analysis = analyze(spec, **point, train=train, check="warning")
        if analysis.diagnostics:
            from cnnspec.fixes import with_fixes

            analysis = with_fixes(analysis)
    except SpecError as error:
        show_unread(target, error.diagnostics, format, out)
        return None
    return analysis


def _why(analysis: Analysis, target: str, variant: str | None) -> str:
    """The command that explains the layer with most work, with the spec's own input."""
    if analysis.own is not None or analysis.train or analysis.failed:
        return ""
    rows = [row for row in analysis.rows() if row.kind and type(row.macs) is int and row.macs]
    if not rows:
        return ""
    most = max(rows, key=lambda row: row.macs if type(row.macs) is int else 0)
    chosen = f" --variant {variant}" if variant else ""
    return f"cnnspec explain {_typed(target)} {_typed(most.path)}{chosen}"


def _typed(word: str) -> str:
    """A word as a shell takes it."""
    if word.replace(".", "").replace("/", "").replace("_", "").isalnum() and word.isascii():
        return word
    from shlex import quote

    return quote(word)


def exit_code(name: ViewName, analysis: Analysis) -> int:
    """1 for an error; `shapes` is also about warnings."""
    if name == "shapes":
        return int(any(finding.severity != "info" for finding in analysis.diagnostics))
    return int(analysis.failed)


def _show(
    name: ViewName, analysis: Analysis, levels: int | None, format: str, out: Output, why: str
) -> None:
    def document() -> dict[str, Any]:
        from cnnspec.render.json import view_document

        return view_document(name, analysis)

    def csv() -> str:
        from cnnspec.render.csv import view_csv

        return view_csv(name, analysis, levels)

    def markdown() -> str:
        from cnnspec.render.markdown import view_markdown

        return view_markdown(name, analysis, levels)

    def screen() -> Screen:
        if _is_unknown(analysis):
            from cnnspec.render.facts import title_line

            return (title_line(analysis),)
        from cnnspec.render.views import view_screen

        return view_screen(name, analysis, levels, out.width, why)

    write(analysis, format, out, document=document, csv=csv, markdown=markdown, screen=screen)


def write(
    analysis: Analysis,
    format: str,
    out: Output,
    *,
    document: Callable[[], dict[str, Any]],
    csv: Callable[[], str],
    markdown: Callable[[], str],
    screen: Callable[[], Screen],
) -> None:
    """Write what is asked for of a network in a format, with its findings where they have a place:
    below a table, on stderr beside CSV; Markdown and JSON hold their own."""
    text, found = analysis.spec.source.text, worth_telling(analysis)
    if format == "json":
        from cnnspec.render.json import dumps

        out.write(dumps(document(), out.ascii))
    elif format == "csv":
        out.write(csv())
        tell(found, text, out)
    elif format == "markdown":
        out.write(markdown())
    else:
        out.show((*screen(), *findings_below(found, analysis.file, text, out.width)))


def _is_unknown(analysis: Analysis) -> bool:
    """Whether a finding leaves nothing of a table but question marks."""
    if not analysis.failed:
        return False
    rows = [row for row in analysis.rows() if row.kind]
    return len(rows) > SHORT_TABLE and all(row.out is None for row in rows)


def worth_telling(analysis: Analysis) -> list[Diagnostic]:
    """The errors and warnings of a network, which stand below its tables."""
    return [finding for finding in analysis.diagnostics if finding.severity != "info"]


def findings_below(
    found: Sequence[Diagnostic], file: str, text: str, width: int | None
) -> tuple[Line, ...]:
    """The findings that follow a table, and how many there are."""
    if not found:
        return ()
    from cnnspec.render.diagnostics import findings_screen, tally
    from cnnspec.render.screen import BLANK, plain_text
    from cnnspec.render.style import ERROR, WARNING

    worst = ERROR if any(finding.severity == "error" for finding in found) else WARNING
    frames = findings_screen(found, {file: text}, width)
    return (BLANK, *frames, BLANK, plain_text(tally(found), worst))


def show_unread(target: str, found: Sequence[Diagnostic], format: str, out: Output) -> None:
    """What is shown of a spec that cannot be understood: its findings alone."""
    from cnnspec.cli.sources import source_of

    text = source_of(target).text
    if format == "json":
        from cnnspec.render.json import dumps, unread_document

        out.write(dumps(unread_document(target, found), out.ascii))
    elif format == "table" and out.path is None:
        out.show(_frames(found, text, out.width))
    else:
        tell(found, text, out)


def tell(found: Sequence[Diagnostic], text: str, out: Output) -> None:
    """Findings on stderr, where the output itself has no place for them."""
    if not found:
        return
    from cnnspec.cli.output import ClosedPipe, speaks_unicode, write_text
    from cnnspec.render.plain import plain

    ascii = out.ascii or not speaks_unicode(sys.stderr)
    with contextlib.suppress(ClosedPipe):
        write_text(sys.stderr, plain(_frames(found, text, None), ascii=ascii), ascii)


def _frames(found: Sequence[Diagnostic], text: str, width: int | None) -> tuple[Line, ...]:
    file = next((finding.primary.file for finding in found if finding.primary), "")
    return findings_below(found, file, text, width)[1:]
