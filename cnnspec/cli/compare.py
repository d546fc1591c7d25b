"""`compare`: networks side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cnnspec.cli.command import Command, Option
from cnnspec.cli.options import LOOK, looking, one_of, read_count, read_point, showing
from cnnspec.cli.output import Output
from cnnspec.cli.several import findings_of, show_culprit, tell_all
from cnnspec.core.dtype import BYTES, OTHER_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnspec.comparison import Comparison


def command(name: str) -> Command:
    """The command `compare`."""
    return Command(
        name,
        show_comparison,
        [
            click.Argument(["targets"], nargs=-1, metavar="NAME|FILE..."),
            Option(
                ["--base"], LOOK, "the network that ratios are to; default: the first",
                metavar="NAME",
            ),
            Option(
                ["--dtype"], LOOK,
                f"the type of every number: {', '.join(BYTES)}; default: float32",
                metavar="TYPE", callback=one_of(tuple(BYTES), OTHER_NAMES), default="float32",
            ),
            Option(
                ["--batch"], LOOK, "how many inputs are in memory at once; default: 1",
                metavar="N", callback=read_count, default="1",
            ),
            *looking(open=False),
            *showing(),
        ],
        usage="NAME|FILE[@KEY=VALUE,...]... [options]",
        about=(
            "Networks side by side: parameters, multiply-adds, depth, receptive field, bytes of "
            "the weights, and of the activations that are alive together, at most. A file or a "
            "family stands for all of its variants. Behind an @ stands what holds for one network "
            "alone: a variable, input or variant; options hold for all. Exits 1 if a spec has an "
            "error."
        ),
        examples=(
            "cnnspec compare vgg16 resnet50 mobilenet_v2",
            "cnnspec compare mobilenet_v2 mobilenet_v2@alpha=0.5 mobilenet_v2@input=160",
            "cnnspec compare three-3x3-stack three-3x3-single --at C=64,H=56,W=56",
            "cnnspec compare resnet --base resnet50",
        ),
    )  # fmt: skip


def show_comparison(
    targets: Sequence[str],
    base: str | None,
    dtype: str,
    batch: int,
    input: Sequence[str],
    set: Sequence[str],
    where: Sequence[str],
    at: Sequence[str],
    train: bool,
    variant: str | None,
    format: str,
    output: str | None,
    color: str,
    ascii: bool,
) -> int:
    """Compare networks; the exit code."""
    from cnnspec.comparison import compare
    from cnnspec.core.diagnostic import SpecError

    out = Output(color, ascii, output)
    options = read_point(input, set, where, at)
    try:
        comparison = compare(
            *targets, base=base, variant=variant, train=train, dtype=dtype, batch=batch, **options
        )
    except SpecError as error:
        return show_culprit(targets, error, format, out)
    _show(comparison, format, out)
    return int(any(each.analysis.failed for each in comparison.networks))


def _show(comparison: Comparison, format: str, out: Output) -> None:
    from cnnspec.render import compare

    analyses = [each.analysis for each in comparison.networks]
    if format == "json":
        from cnnspec.render.json import dumps

        out.write(dumps(compare.compare_document(comparison), out.ascii))
    elif format == "csv":
        out.write(compare.compare_csv(comparison))
        tell_all(analyses, out)
    elif format == "markdown":
        out.write(compare.compare_markdown(comparison))
    else:
        screen = compare.compare_screen(comparison, out.width)
        out.show((*screen, *findings_of(analyses, out.width)))
