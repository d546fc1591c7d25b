"""The options that commands share, and what is made of their texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cnnspec.cli.command import Option
from cnnspec.core.diagnostic import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LOOK = "What to look at"
SHOW = "How to show it"
FORMATS = ("table", "json", "csv", "markdown")


class OneOf:
    """An option's value must be one of a few words; another is answered with all of them."""

    def __init__(
        self,
        words: Sequence[str],
        others: Mapping[str, str] | None = None,
        same: Mapping[str, str] | None = None,
    ) -> None:
        self.words = words
        self.others = others or {}
        self.same = same or {}

    def __call__(self, ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
        value = self.same.get(value or "", value)
        if value is None or value in self.words or ctx.resilient_parsing:
            return value
        from cnnspec.cli.errors import did_you_mean

        meant = self.others.get(value.lower())
        near = f"; did you mean {meant}?" if meant else did_you_mean(value, self.words)
        known = f"it is one of {', '.join(self.words)}"
        raise UsageError(f"{param.opts[0]} has no {value}{near}", known)


def one_of(
    words: Sequence[str],
    others: Mapping[str, str] | None = None,
    same: Mapping[str, str] | None = None,
) -> OneOf:
    """What checks that an option's value is one of a few words, and what a shell completes; what
    one of them is called elsewhere stands in `others`, what it may be called here in `same`."""
    return OneOf(words, others, same)


def read_levels(ctx: click.Context, param: click.Parameter, value: str) -> int | None:
    """How many levels of blocks are opened: a number from 1, None for `all`."""
    if value == "all":
        return None
    if value.isascii() and value.isdigit() and len(value) < 10 and int(value) > 0:
        return int(value)
    raise UsageError(f"{param.opts[0]} takes a number from 1, or all; got {value}")


def read_count(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """A number from 1; None where none is given."""
    if value is None:
        return None
    if value.isascii() and value.isdigit() and len(value) < 10 and int(value) > 0:
        return int(value)
    raise UsageError(f"{param.opts[0]} takes a number from 1 to 999,999,999; got {value}")


def target() -> click.Argument:
    """A shipped network or a file."""
    return click.Argument(["target"], metavar="NAME|FILE")


def looking(*, open: bool = True) -> list[Option]:
    """What to look at: another input, other variables, another graph, more levels."""
    options = [
        Option(
            ["--input"],
            LOOK,
            "227, 3x227x227, 3xHxW, 3x(32*H)x(32*W); default: the spec's own",
            metavar="SHAPE",
            multiple=True,
        ),
        Option(
            ["--set"],
            LOOK,
            "a variable of the spec; a new name stays symbolic: width=W",
            metavar="KEY=VALUE",
            multiple=True,
        ),
        Option(
            ["--where"],
            LOOK,
            "what a symbol stands for, so that sizes divide: H=32*h",
            metavar="NAME=FORM",
            multiple=True,
        ),
        Option(
            ["--at"],
            LOOK,
            "a number for a symbol: H=224, or H=224,W=224",
            metavar="NAME=NUMBER",
            multiple=True,
        ),
        Option(["--train"], LOOK, "the training graph: auxiliary heads count", is_flag=True),
        variant(),
    ]
    if open:
        options.append(
            Option(
                ["--open"],
                LOOK,
                "open N levels of blocks; default: 1",
                metavar="N|all",
                callback=read_levels,
                default="1",
            )
        )
    return options


def variant() -> Option:
    """Which variant of a file."""
    return Option(
        ["--variant"], LOOK, "a variant of your own file, if it has several", metavar="KEY"
    )


def showing(formats: Sequence[str] = FORMATS) -> list[Option]:
    """How to show it: format, file, colour, characters."""
    whole = ", with all columns" if "csv" in formats else ""  # what is a table of numbers
    return [
        Option(
            ["--format"],
            SHOW,
            f"{', '.join(formats)}; default: that of the file's suffix, else {formats[0]}",
            formats=formats,
            metavar="FORMAT",
            callback=one_of(formats),
            default=None,
        ),
        Option(["-o", "output"], SHOW, f"write there instead of the screen{whole}", metavar="FILE"),
        Option(
            ["--color"],
            SHOW,
            "auto, always, never; NO_COLOR is obeyed",
            metavar="WHEN",
            callback=one_of(("auto", "always", "never")),
            default="auto",
        ),
        Option(["--ascii"], SHOW, "no character beyond ASCII", is_flag=True),
    ]


def read_input(texts: Sequence[str]) -> str | dict[str, str] | None:
    """The text of one shape, or a mapping of named ones: `left=1x105x105`."""
    if not texts:
        return None
    if len(texts) == 1 and "=" not in texts[0]:
        return texts[0]
    named = [part.strip() for text in texts for part in text.split(",") if part.strip()]
    return _pairs(named, "--input", "NAME=SHAPE where there are several")


def read_settings(texts: Iterable[str]) -> dict[str, str]:
    """Variables by name, as they are written: `width=W`."""
    return _pairs(texts, "--set", "KEY=VALUE")


def read_point(
    input: Sequence[str], set: Sequence[str], where: Sequence[str], at: Sequence[str]
) -> Any:
    """What `analyze` takes for the four options, by its own names."""
    return {
        "input": read_input(input),
        "settings": read_settings(set),
        "where": read_forms(where),
        "at": read_numbers(at),
    }


def read_forms(texts: Iterable[str]) -> dict[str, str]:
    """What symbols stand for, as it is written: `H=32*h`."""
    return _pairs(_parted(texts), "--where", "NAME=FORM, such as H=32*h")


def read_numbers(texts: Iterable[str]) -> dict[str, str]:
    """Numbers for symbols, as they are written: `H=224`."""
    return _pairs(_parted(texts), "--at", "NAME=NUMBER, such as H=224")


def _parted(texts: Iterable[str]) -> list[str]:
    """Texts that may hold several parts with commas between them."""
    from cnnspec.targets import at_commas

    return [part for text in texts for part in at_commas(text)]


def _pairs(texts: Iterable[str], option: str, wanted: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        key, sign, value = text.partition("=")
        key, value = key.strip(), value.strip()
        if not sign or not key or not value:
            raise UsageError(f"{option} takes {wanted}, got {text}")
        if key in found:
            raise UsageError(f"{option} {key} is given twice: {found[key]} and {value}")
        found[key] = value
    return found
