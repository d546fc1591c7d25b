"""`layers`: the reference of layer types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cnnspec.cli.command import Command
from cnnspec.cli.options import showing
from cnnspec.cli.output import Output
from cnnspec.core.diagnostic import UsageError

if TYPE_CHECKING:
    from cnnspec.layers.base import Layer


def command(name: str) -> Command:
    """The command `layers`."""
    return Command(
        name,
        show_layers,
        [click.Argument(["type"], required=False), *showing(("table", "json", "markdown"))],
        usage="[TYPE] [options]",
        about=(
            "The layer types of the language: what each takes, computes and counts.\n"
            "cnnspec explain TYPE works out an example too."
        ),
        examples=("cnnspec layers", "cnnspec layers conv"),
    )


def show_layers(type: str | None, format: str, output: str | None, color: str, ascii: bool) -> int:
    """Show all layer types, or one; the exit code."""
    out = Output(color, ascii, output)
    if type is None:
        _show_all(format, out)
    else:
        _show_one(type, format, out)
    return 0


def _show_all(format: str, out: Output) -> None:
    from cnnspec.language.structure import STRUCTURE
    from cnnspec.layers import find, names
    from cnnspec.render import reference

    layers = [find(name) for name in names()]
    if format == "json":
        from cnnspec.render.json import dumps

        out.write(dumps(reference.overview_document(layers, STRUCTURE), out.ascii))
    elif format == "markdown":
        out.write(reference.overview_markdown(layers, STRUCTURE))
    else:
        out.show(reference.overview_screen(layers, STRUCTURE, out.width))


def _show_one(name: str, format: str, out: Output) -> None:
    from cnnspec.language.structure import STRUCTURE
    from cnnspec.layers import find, names
    from cnnspec.render import reference

    if name in STRUCTURE:
        show_word(name, STRUCTURE[name], format, out)
        return
    if name not in names():
        raise _unknown(name)
    layer: type[Layer] = find(name)
    if format == "json":
        from cnnspec.render.json import SCHEMA, dumps

        out.write(dumps({"schema": SCHEMA, **reference.layer_document(layer)}, out.ascii))
    elif format == "markdown":
        out.write(reference.layer_markdown(layer))
    else:
        out.show(reference.layer_screen(layer, out.width))


def show_word(word: str, help: str, format: str, out: Output) -> None:
    """Show a word that orders layers."""
    from cnnspec.render import reference

    if format == "json":
        from cnnspec.render.json import SCHEMA, dumps

        out.write(dumps({"schema": SCHEMA, "name": word, "help": help}, out.ascii))
    elif format == "markdown":
        from cnnspec.render.markdown import md_text

        out.write(f"### {word}\n\n{md_text(help)}\n")
    else:
        out.show(reference.word_screen(word, help))


def _unknown(name: str) -> UsageError:
    from cnnspec.cli.errors import did_you_mean
    from cnnspec.language.structure import FOREIGN_OPS, STRUCTURE
    from cnnspec.layers import names

    known = [*names(), *STRUCTURE]
    foreign = FOREIGN_OPS.get(name.lower())
    near = f"; did you mean {foreign}?" if foreign else did_you_mean(name, known)
    return UsageError(f"no layer type is called {name}{near}", "all types: cnnspec layers")
