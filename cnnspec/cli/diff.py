"""`diff`: two networks, aligned layer by layer."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from cnnspec.cli.command import Command, Option
from cnnspec.cli.options import SHOW, looking, read_point, showing
from cnnspec.cli.output import Output
from cnnspec.cli.several import findings_of, show_culprit, tell_all
from cnnspec.core.diagnostic import SpecError, UsageError
from cnnspec.render.screen import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnspec.pairing import Differences
    from cnnspec.results import Analysis

FROM_GIT = (7, 9)
"""How many arguments git gives to an external diff: path, old file, its hash and mode, new file,
its hash and mode; and for a renamed file, its new name and how similar it is."""


def command(name: str) -> Command:
    """The command `diff`."""
    return Command(
        name,
        show_difference,
        [
            click.Argument(["targets"], nargs=-1, metavar="OLD NEW"),
            *looking(),
            *showing(),
            Option(
                ["--exit-code"], SHOW, "exit with 1 if anything differs, as git diff does",
                is_flag=True,
            ),
        ],
        usage="OLD NEW [options]",
        about=(
            "Two networks aligned layer by layer: what was added, removed and changed, and what "
            "that does to parameters and multiply-adds. OLD and NEW are names, files, files in "
            "git (REV:PATH), or points of one (NAME@KEY=VALUE). Of files with several variants, "
            "all are aligned by name. Exits 1 if a spec has an error."
        ),
        examples=(
            "cnnspec diff resnet34 resnet50",
            "cnnspec diff mobilenet_v2 mobilenet_v2@alpha=0.5 --open 2",
            "cnnspec diff three-3x3-stack three-3x3-single --format markdown",
        ),
        more={
            "With git": (
                "cnnspec diff HEAD:nets/mine.yaml nets/mine.yaml",
                "cnnspec diff main:nets/mine.yaml nets/mine.yaml --format markdown",
                "git config diff.cnnspec.command 'cnnspec diff'     then, in .gitattributes:",
                "nets/*.yaml diff=cnnspec                           git diff shows layers",
            )
        },
    )  # fmt: skip


def show_difference(
    targets: Sequence[str],
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
    exit_code: bool,
) -> int:
    """Show what differs between two networks; the exit code."""
    out = Output(color, ascii, output)
    options = {**read_point(input, set, where, at), "train": train}
    if _is_from_git(targets):
        _show_for_git(targets, variant, options, open, format, out)
        return 0  # git would stop at anything else
    old, new, names = _two(targets)
    try:
        differences = _differences(old, new, names, variant, options, open)
    except SpecError as error:
        return show_culprit((old, new), error, format, out)
    _show(differences, format, out)
    failed = any(analysis.failed for analysis in _all(differences))
    return int(failed or (exit_code and not differences.equal))


def _two(targets: Sequence[str]) -> tuple[str, str, tuple[str, str]]:
    if len(targets) != 2:
        got = f"got {' '.join(targets)} alone" if len(targets) == 1 else f"got {len(targets)}"
        hint = "several are set side by side by: cnnspec compare"
        if len(targets) < 2:
            hint = "the file as it was: cnnspec diff HEAD:nets/mine.yaml nets/mine.yaml"
        raise UsageError(f"a difference is that of two networks, {got}", hint)
    old, new = targets
    if old == new:
        raise UsageError(
            f"{old} is the same on both sides",
            f"another point of it: {old}@input=192; the file as it was: HEAD:PATH",
        )
    return old, new, (old, new)


def _is_from_git(arguments: Sequence[str]) -> bool:
    """Whether git calls this as an external diff: with modes where it gives them, or, for a file
    in conflict, with its path alone."""
    if len(arguments) in FROM_GIT:
        return all(mode == "." or mode.isdigit() for mode in (arguments[3], arguments[6]))
    return len(arguments) == 1 and "GIT_DIFF_PATH_TOTAL" in os.environ


def _show_for_git(
    arguments: Sequence[str],
    variant: str | None,
    options: dict[str, Any],
    levels: int | None,
    format: str,
    out: Output,
) -> None:
    """Show the two files of an external diff, or why they cannot be shown."""
    if len(arguments) == 1:
        out.write(f"{escape(arguments[0])} is in conflict\n")
        return
    old, new, names = _from_git(arguments)
    try:
        differences = _differences(old, new, names, variant, options, levels, strict=False)
    except SpecError as error:
        show_culprit([target for target in (old, new) if target], error, format, out)
    except UsageError as error:
        out.write(f"{escape(arguments[0])}: {escape(error.message)}\n")
    else:
        _show(differences, format, out)


def _from_git(arguments: Sequence[str]) -> tuple[str, str, tuple[str, str]]:
    """The two files of an external diff of git; "" for one that is not there."""
    path, old, new = arguments[0], arguments[1], arguments[4]
    renamed = arguments[7] if len(arguments) > 7 else path
    gone = os.devnull
    return (
        "" if old == gone else old,
        "" if new == gone else new,
        (f"a/{path}" if old != gone else gone, f"b/{renamed}" if new != gone else gone),
    )


def _differences(
    old: str,
    new: str,
    names: tuple[str, str],
    variant: str | None,
    options: dict[str, Any],
    levels: int | None,
    *,
    strict: bool = True,
) -> Differences:
    from cnnspec.comparison import check_symbols, points
    from cnnspec.pairing import pair_up
    from cnnspec.targets import read_target

    both = [points(read_target(each), variant, options) if each else [] for each in (old, new)]
    check_symbols([*both[0], *both[1]], options)
    if not strict:  # git's files are temporary: their names tell nothing
        both = [
            [each.replace(full=name) for each in side]
            for side, name in zip(both, names, strict=True)
        ]
    return pair_up(both[0], both[1], names, levels=levels, strict=strict)


def _all(differences: Differences) -> list[Analysis]:
    found = [analysis for pair in differences.pairs for analysis in (pair.old, pair.new)]
    return [*found, *differences.removed, *differences.added]


def _show(differences: Differences, format: str, out: Output) -> None:
    if format == "json":
        from cnnspec.render.difference_formats import differences_document
        from cnnspec.render.json import dumps

        out.write(dumps(differences_document(differences), out.ascii))
    elif format == "csv":
        from cnnspec.render.difference_formats import differences_csv

        out.write(differences_csv(differences))
        tell_all(_all(differences), out)
    elif format == "markdown":
        from cnnspec.render.difference_formats import differences_markdown

        out.write(differences_markdown(differences))
    else:
        from cnnspec.render.difference import differences_screen

        screen = differences_screen(differences, out.width)
        out.show((*screen, *findings_of(_all(differences), out.width)))
