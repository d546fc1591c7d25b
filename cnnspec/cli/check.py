"""`check`: parse, infer, and verify what specs claim."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import click

from cnnspec.cli.command import Command
from cnnspec.cli.options import showing
from cnnspec.cli.output import Output
from cnnspec.core.diagnostic import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cnnspec.render.report import Checked

SUFFIXES = (".yaml", ".yml")
_key = re.compile(r"""^(?:\{\s*)?["']?cnnspec["']?\s*:""", re.MULTILINE)


def command(name: str) -> Command:
    """The command `check`."""
    formats = ("full", "concise", "json")
    return Command(
        name,
        check_paths,
        [click.Argument(["paths"], nargs=-1, required=True, metavar="PATH"), *showing(formats)],
        usage="PATH... [options]",
        about=(
            "Checks specs in files and folders: their form, every shape, what they assert\n"
            "and what they expect, for all variants. Exits 0 if clean, 1 if something is\n"
            "found."
        ),
        examples=("cnnspec check lenet5", "cnnspec check . --format concise"),
    )


def check_paths(
    paths: Sequence[str], format: str, output: str | None, color: str, ascii: bool
) -> int:
    """Check all specs in files and folders; the exit code."""
    from cnnspec.render import report

    out = Output(color, ascii, output)
    files = spec_files(paths)
    checked = list(_check_all(files))
    if format == "json":
        from cnnspec.render.json import dumps

        out.write(dumps(report.report_document(checked), out.ascii))
    elif format == "concise":
        out.show(report.concise_screen(checked))
    else:
        out.show(report.report_screen(checked, out.width))
    return int(report.failed(checked))


def _check_all(files: Sequence[str]) -> Iterator[Checked]:
    from cnnspec.analysis import check
    from cnnspec.cli.progress import Progress
    from cnnspec.fixes import report_with_fixes
    from cnnspec.render.report import checked

    with Progress(len(files)) as progress:
        for file in files:
            progress.show(file)
            report = check(file)
            if report.diagnostics:
                report = report_with_fixes(report)
            text = report.source.text if report.source is not None else ""
            result = checked(report.file, text, report.analyses, report.diagnostics)
            progress.done(result.findings)
            yield result


def spec_files(paths: Sequence[str]) -> list[str]:
    """The files to check, sorted, each once: those named, and the specs in the folders named.

    Raises a UsageError for a path that is not there, and if there is no spec at all.
    """
    found: dict[str, str] = {}
    for path in paths:
        inside = list(_specs_below(path)) if os.path.isdir(path) else [_named(path)]
        for file in inside:
            found.setdefault(os.path.realpath(file), file)
    if not found:
        raise UsageError(f"no spec is in {', '.join(paths)}", "a spec begins with cnnspec: 1")
    return sorted(found.values())


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


def _specs_below(folder: str) -> Iterator[str]:
    def fail(problem: OSError) -> None:
        raise _unreadable(str(problem.filename), problem)

    for directory, folders, files in os.walk(folder, onerror=fail):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            path = os.path.join(directory, name)
            if name.endswith(SUFFIXES) and os.path.isfile(path) and is_spec(path):
                yield os.path.normpath(path)


def is_spec(path: str) -> bool:
    """Whether a file has `cnnspec:` among its top-level keys, whatever else it says."""
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError as problem:
        raise _unreadable(path, problem) from None
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return _key.search(content.decode(encoding, "replace")) is not None


def _unreadable(path: str, problem: OSError) -> UsageError:
    from cnnspec.cli.output import reason

    return UsageError(f"{path} cannot be read: {reason(problem)}")
