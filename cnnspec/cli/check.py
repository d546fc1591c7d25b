"""`check`: parse, infer, and verify what specs claim."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from cnnspec.cli.command import Command
from cnnspec.cli.errors import USAGE, show_usage_error
from cnnspec.cli.files import specs_below
from cnnspec.cli.options import showing
from cnnspec.cli.output import Output
from cnnspec.core.diagnostic import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cnnspec.render.report import Checked


def command(name: str) -> Command:
    """The command `check`."""
    formats = ("full", "concise", "json")
    return Command(
        name,
        check_paths,
        [click.Argument(["paths"], nargs=-1, required=True, metavar="PATH"), *showing(formats)],
        usage="PATH... [options]",
        about=(
            "Checks specs in files and folders: their form, every shape, what they assert and\n"
            "what they expect, and what is likely a mistake, for all variants. Exits 1 if an\n"
            "error or a warning is found; infos never fail."
        ),
        examples=("cnnspec check lenet5", "cnnspec check . --format concise"),
    )


def check_paths(
    paths: Sequence[str], format: str, output: str | None, color: str, ascii: bool
) -> int:
    """Check all specs in files and folders; the exit code."""
    from cnnspec.render import report

    files, wrong = spec_files(paths)
    checked = list(_check_all(files, wrong))
    if checked:
        _write(checked, format, Output(color, ascii, output))
    for error in wrong:
        show_usage_error(error)
    return USAGE if wrong else int(report.failed(checked))


def _write(checked: Sequence[Checked], format: str, out: Output) -> None:
    from cnnspec.render import report

    if format == "json":
        from cnnspec.render.json import dumps

        out.write(dumps(report.report_document(checked), out.ascii))
    elif format == "concise":
        out.show(report.concise_screen(checked))
    else:
        out.show(report.report_screen(checked, out.width))


def _check_all(files: Sequence[str], wrong: list[UsageError]) -> Iterator[Checked]:
    from cnnspec.analysis import check
    from cnnspec.cli.progress import Progress
    from cnnspec.fixes import report_with_fixes
    from cnnspec.render.report import checked

    with Progress(len(files)) as progress:
        for file in files:
            progress.show(file)
            try:
                report = check(file)
            except UsageError as error:
                wrong.append(error)
                continue
            if report.diagnostics:
                report = report_with_fixes(report)
            text = report.source.text if report.source is not None else ""
            result = checked(report.file, text, report.analyses, report.diagnostics)
            progress.done(result.findings)
            yield result


def spec_files(paths: Sequence[str]) -> tuple[list[str], list[UsageError]]:
    """The files to check, sorted, each once: those named, and the specs in the folders named; and
    what cannot be read or is not there.

    Raises a UsageError if there is no spec at all.
    """
    from cnnspec.cli.output import reason

    found: dict[str, str] = {}
    wrong: list[UsageError] = []
    unread: list[OSError] = []
    for path in paths:
        try:
            inside = list(specs_below(path, unread)) if os.path.isdir(path) else [_named(path)]
        except UsageError as error:
            wrong.append(error)
            continue
        for file in inside:
            found.setdefault(os.path.realpath(file), file)
    wrong += [UsageError(f"cannot read {p.filename}: {reason(p)}") for p in unread]
    if not found and not wrong:
        raise UsageError(f"no spec is in {', '.join(paths)}", "a spec begins with cnnspec: 1")
    return sorted(found.values()), wrong


def _named(path: str) -> str:
    """A file that is named, or the file of a shipped network."""
    from cnnspec import library

    if os.path.exists(path):
        return path
    if library.is_file(path):
        raise UsageError(f"no file or folder is called {path}")
    stem, file, name = library.find(path)
    if name != stem and name not in library.variants_of(file):
        raise library.unknown(name)
    try:
        return os.path.relpath(file)
    except ValueError:  # another drive
        return file
