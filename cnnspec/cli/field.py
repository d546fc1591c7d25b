"""`field`: what each value of a layer sees of the input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.cli.command import Command
from cnnspec.cli.options import looking, read_point, showing, target
from cnnspec.cli.output import Output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnspec.render.field import Look


def command(name: str) -> Command:
    """The command `field`."""
    return Command(
        name,
        show_field,
        [target(), *looking(), *showing()],
        usage="NAME|FILE [options]",
        about=(
            "The receptive field of every layer with the sum behind it: how many pixels a value\n"
            "sees, how far the next value is, where the first one is centred, and what the first\n"
            "and the last one see. Exits 1 if an error is found or an expectation fails."
        ),
        examples=(
            "cnnspec field alexnet",
            "cnnspec field resnet50 --open 2",
            "cnnspec field googlenet --format csv -o googlenet.csv",
        ),
    )


def show_field(
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
    """Show what a network's layers see; the exit code."""
    from cnnspec.cli.views import analysed

    out = Output(color, ascii, output)
    point = read_point(input, set, where, at)
    analysis = analysed(target, variant, train, point, format, out)
    if analysis is None:
        return 1
    from cnnspec.render.field import look

    _show(look(analysis), open, format, out)
    return int(analysis.failed)


def _show(given: Look, levels: int | None, format: str, out: Output) -> None:
    from cnnspec.cli.views import write
    from cnnspec.render import field_screen as shown

    def document() -> dict[str, Any]:
        from cnnspec.render.field import field_document

        return field_document(given)

    write(
        given.analysis,
        format,
        out,
        document=document,
        csv=lambda: shown.field_csv(given, levels),
        markdown=lambda: shown.field_markdown(given, levels),
        screen=lambda: shown.field_screen(given, levels, out.width),
    )
