"""`new`: a spec to begin with, from a small network or from one that is there already."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from cnnspec.cli.command import Command, Option
from cnnspec.cli.options import LOOK, one_of
from cnnspec.cli.output import Output, reason
from cnnspec.core.diagnostic import UsageError
from cnnspec.library import SUFFIXES
from cnnspec.starters import kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

INPUT = (3, 32, 32)
CLASSES = 10
LONGEST = 9
"""A size has at most so many digits."""
SCHEMA = "cnnspec.schema.json"
"""Where it stands beside a new spec or above, the spec names it for editors."""
TOPS = (".git", "pyproject.toml")
"""What stands in the uppermost folder of a project."""


def command(name: str) -> Command:
    """The command `new`."""
    return Command(
        name,
        write_new,
        [
            click.Argument(["file"], required=False, default="-"),
            Option(
                ["--kind"],
                LOOK,
                f"of a first network: {', '.join(kinds())}; default: residual",
                metavar="KIND",
                callback=one_of(kinds()),
            ),
            Option(
                ["--from", "origin"],
                LOOK,
                "begin with this network: one variant alone, with its source",
                metavar="NAME|FILE",
            ),
            Option(["--variant"], LOOK, "which variant of a file of your own", metavar="KEY"),
            Option(["--input"], LOOK, "of a first network; default: 3x32x32", metavar="SHAPE"),
            Option(["--classes"], LOOK, "of a first network; default: 10", metavar="N"),
        ],
        usage="[FILE] [options]",
        about=(
            "A spec to begin with: a small network with blocks and claims, whose comments teach\n"
            "the language, or a network that is there. cnnspec check finds nothing in it. Without\n"
            "a FILE, or with -, it goes to the screen; a file that is there is never overwritten."
        ),
        examples=(
            "cnnspec new mine.yaml",
            "cnnspec new digits.yaml --kind plain --input 1x28x28",
            "cnnspec new cells.yaml --kind unet --classes 2",
            "cnnspec new deeper.yaml --from resnet_cifar20",
        ),
    )


def write_new(
    file: str,
    kind: str | None,
    origin: str | None,
    variant: str | None,
    input: str | None,
    classes: str | None,
) -> int:
    """Write a spec to begin with; the exit code."""
    path = None if file == "-" else file
    if path is not None:
        _check_path(path)
    if origin is None:
        if variant is not None:
            raise UsageError("--variant goes with --from FILE")
        from cnnspec.starter import KIND, starter

        stem = "My network" if path is None else os.path.splitext(os.path.basename(path))[0]
        number = _number("--classes", classes, CLASSES)
        text = starter(stem, _shape(input), number, kind or KIND)
    else:
        for option, given in (("--kind", kind), ("--input", input), ("--classes", classes)):
            if given is not None:
                raise UsageError(f"{option} is for a first network, and --from has its own")
        found = _extracted(origin, variant)
        if found is None:
            return 1
        text = found
    if path is None:
        Output("never").write(text)
        return 0
    write_once(path, _for_editors(path) + text)
    Output("never").write(f"{path} is written. To see it: cnnspec summary {_typed(path)}\n")
    return 0


def _check_path(path: str) -> None:
    if not path.endswith(SUFFIXES):
        raise UsageError(f"a spec is a file with the suffix .yaml, not {path}", f"{path}.yaml")
    if os.path.lexists(path):
        raise UsageError(f"{path} is there already and is not overwritten", "name another file")


def _for_editors(path: str) -> str:
    """A first line by which editors find the schema of the language, where a project has it."""
    own = folder = os.path.dirname(os.path.abspath(path))
    while not os.path.isfile(os.path.join(folder, SCHEMA)):
        above = os.path.dirname(folder)
        if above == folder or any(os.path.lexists(os.path.join(folder, top)) for top in TOPS):
            return ""
        folder = above
    found = os.path.relpath(os.path.join(folder, SCHEMA), own).replace(os.sep, "/")
    return f"# yaml-language-server: $schema={found}\n" if " " not in found else ""


def _typed(path: str) -> str:
    import shlex

    return shlex.quote(path)


def _extracted(origin: str, variant: str | None) -> str | None:
    """The text of one network alone; None after its errors were told."""
    from cnnspec.analysis import load
    from cnnspec.cli.views import show_unread
    from cnnspec.core.diagnostic import SpecError
    from cnnspec.extraction import extract

    try:
        spec = load(origin, variant)
    except SpecError as error:
        show_unread(origin, error.diagnostics, "table", Output())
        return None
    return extract(spec.source, spec.variant)


def _shape(text: str | None) -> Sequence[int]:
    """Channels and sizes; one number stands for both sizes of a colour image."""
    if text is None:
        return INPUT
    sizes = [_number("--input", part, 0) for part in text.split("x")]
    return (INPUT[0], sizes[0], sizes[0]) if len(sizes) == 1 else sizes


def _number(option: str, text: str | None, default: int) -> int:
    if text is None:
        return default
    if text.isascii() and text.isdigit() and len(text) <= LONGEST and int(text) > 0:
        return int(text)
    forms = {"--input": "numbers such as 3x32x32", "--classes": "a number from 1"}
    raise UsageError(f"{option} takes {forms[option]}; got {text or 'nothing'}")


def write_once(path: str, text: str) -> None:
    """Write a file that must not be there yet; if that fails, nothing is left behind."""
    try:
        with open(path, "xb") as file:
            try:
                file.write(text.encode())
            except BaseException:
                os.unlink(path)
                raise
    except FileExistsError:
        raise UsageError(f"{path} is there already and is not overwritten") from None
    except (OSError, ValueError) as problem:
        why = reason(problem) if isinstance(problem, OSError) else str(problem)
        raise UsageError(f"{path} cannot be written: {why}") from None
