"""`memory`: what a network takes in memory, to run and to train."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.cli.command import Command, Option
from cnnspec.cli.options import looking, one_of, read_count, read_point, showing, target
from cnnspec.cli.output import Output
from cnnspec.core.diagnostic import UsageError
from cnnspec.core.dtype import BYTES, OTHER_NAMES, TRAINABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnspec.render.memory import Use

ASSUME = "What to assume"
OPTIMIZERS = ("sgd", "momentum", "adam", "adamw", "rmsprop", "adagrad")


def command(name: str) -> Command:
    """The command `memory`."""
    return Command(
        name,
        show_memory,
        [
            target(),
            *looking(),
            Option(
                ["--batch"],
                ASSUME,
                "so many inputs at once; default: 1",
                metavar="N",
                callback=read_count,
                default="1",
            ),
            Option(
                ["--dtype"],
                ASSUME,
                f"the type of every number: {', '.join(BYTES)}; default: float32",
                metavar="TYPE",
                callback=one_of(tuple(BYTES), OTHER_NAMES),
                default="float32",
            ),
            Option(
                ["--no-in-place", "no_in_place"],
                ASSUME,
                "every layer writes to memory of its own",
                is_flag=True,
            ),
            Option(
                ["--optimizer"],
                ASSUME,
                f"estimate training with {', '.join(OPTIMIZERS)}",
                metavar="NAME",
                callback=one_of(OPTIMIZERS),
                default=None,
            ),
            *showing(),
        ],
        usage="NAME|FILE [options]",
        about=(
            "The bytes of weights and of every activation, and the most that is alive at once:\n"
            "where, and which tensors. With --optimizer, an estimate of training. Exits 1 if an\n"
            "error is found or an expectation fails."
        ),
        examples=(
            "cnnspec memory resnet50 --batch 32 --dtype float16",
            "cnnspec memory mobilenet_v2 --dtype int8 --open all",
            "cnnspec memory vgg16 --optimizer adam",
        ),
    )


def show_memory(
    target: str,
    input: Sequence[str],
    set: Sequence[str],
    where: Sequence[str],
    at: Sequence[str],
    train: bool,
    variant: str | None,
    open: int | None,
    batch: int,
    dtype: str,
    no_in_place: bool,
    optimizer: str | None,
    format: str,
    output: str | None,
    color: str,
    ascii: bool,
) -> int:
    """Show what a network takes in memory; the exit code."""
    if optimizer is not None and dtype not in TRAINABLE:
        raise UsageError(
            f"--optimizer is for types with fractions, not {dtype}",
            f"training is estimated in {', '.join(TRAINABLE)}",
        )
    from cnnspec.cli.views import analysed

    out = Output(color, ascii, output)
    point = read_point(input, set, where, at)
    analysis = analysed(target, variant, train, point, format, out)
    if analysis is None:
        return 1
    from cnnspec.render.memory import Use

    use = Use(
        analysis,
        analysis.memory(in_place=not no_in_place),
        analysis.training() if optimizer is not None else None,
        dtype,
        batch,
        optimizer,
    )
    _show(use, open, format, out)
    return int(analysis.failed)


def _show(use: Use, levels: int | None, format: str, out: Output) -> None:
    from cnnspec.cli.views import write
    from cnnspec.render import memory_screen as shown

    def document() -> dict[str, Any]:
        from cnnspec.render.memory import memory_document

        return memory_document(use)

    write(
        use.analysis,
        format,
        out,
        document=document,
        csv=lambda: shown.memory_csv(use, levels),
        markdown=lambda: shown.memory_markdown(use, levels),
        screen=lambda: shown.memory_screen(use, levels, out.width),
    )
