"""`check`: parse, infer, and verify what specs claim."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from cnnspec.cli.command import Command, Option
from cnnspec.cli.errors import USAGE, show_usage_error
from cnnspec.cli.options import LOOK, SHOW, one_of, read_count, showing
from cnnspec.cli.output import Output
from cnnspec.cli.spec_files import STDIN
from cnnspec.core.diagnostic import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnspec.project.config import Config
    from cnnspec.project.selection import Selection
    from cnnspec.render.checked import Checked

FORMATS = ("full", "concise", "json", "github", "gitlab", "sarif", "junit")
TELL = "What to tell"
MEND = "Mend"


def command(name: str) -> Command:
    """The command `check`."""
    return Command(
        name,
        check_paths,
        [click.Argument(["paths"], nargs=-1, metavar="[PATH...]"), *_options()],
        usage="[PATH...|-] [options]",
        about=(
            "Checks specs in files and folders: their form, every shape, what they assert and\n"
            "what they expect, and what is likely a mistake, for all variants. Without PATH,\n"
            "the specs of the project or of this folder; - reads one from stdin. Exits 1 if\n"
            "an error or a warning is found, 2 if there is no spec or one cannot be read;\n"
            "infos fail with --strict only."
        ),
        examples=(
            "cnnspec check lenet5",
            "cnnspec check . --format concise",
            "cnnspec check . --select E,W3 --format github",
            "cnnspec check . --diff",
        ),
    )


def _options() -> list[Option]:
    many: dict[str, Any] = {"metavar": "CODES", "multiple": True}
    file: dict[str, Any] = {"metavar": "FILE"}
    name = "what - is called in findings"
    output = next(option for option in showing(FORMATS) if "-o" in option.opts)
    rest = [option for option in showing() if option.name in ("color", "ascii")]
    return [
        Option(["--stdin-filename"], LOOK, name, metavar="NAME"),
        Option(
            ["-j", "--jobs", "jobs"],
            LOOK,
            "processes; default: as many as pay",
            metavar="N",
            callback=read_count,
        ),
        Option(["--select"], TELL, "only codes that begin so: E,W301; default: ALL", **many),
        Option(["--extend-select"], TELL, "these too", **many),
        Option(["--ignore"], TELL, "not these; the longer prefix decides", **many),
        Option(["--strict"], TELL, "infos fail too", is_flag=True),
        Option(["--exit-zero"], TELL, "exit 0 whatever is found", is_flag=True),
        Option(["--baseline"], TELL, "without the findings that FILE has", **file),
        Option(["--write-baseline"], TELL, "all findings to FILE, as known ones", **file),
        Option(["--fix"], MEND, "write safe fixes into the specs", is_flag=True),
        Option(["--diff"], MEND, "show what --fix would write", is_flag=True),
        Option(
            ["--format", "--output-format", "format"],
            SHOW,
            f"{', '.join(FORMATS)}; default: that of the file's suffix, else full",
            formats=FORMATS,
            metavar="FORMAT",
            callback=one_of(FORMATS, same={"table": "full"}),
            default=None,
        ),
        Option(["-o", "--output-file", "output"], SHOW, output.help or "", metavar="FILE"),
        Option(["-q", "--quiet"], SHOW, "findings alone, without the summary", is_flag=True),
        *rest,
    ]


def check_paths(
    paths: Sequence[str],
    stdin_filename: str | None,
    jobs: int | None,
    select: Sequence[str],
    extend_select: Sequence[str],
    ignore: Sequence[str],
    strict: bool,
    exit_zero: bool,
    baseline: str | None,
    write_baseline: str | None,
    fix: bool,
    diff: bool,
    format: str,
    output: str | None,
    quiet: bool,
    color: str,
    ascii: bool,
) -> int:
    """Check all specs in files and folders; the exit code."""
    from cnnspec.cli import known, mend
    from cnnspec.cli.shared_targets import with_targets
    from cnnspec.project.baseline import read_baseline
    from cnnspec.project.config import read_config
    from cnnspec.render.checked import failed

    config = read_config()
    selection = _selection(config, select, extend_select, ignore)
    strict = strict or config.strict
    path = baseline or _beside(config, config.baseline)
    told = read_baseline(path) if path is not None and write_baseline is None else None
    content = _stdin(paths) if STDIN in paths else None
    wrong: list[UsageError] = []
    if content is not None:
        files = [_checked_text(stdin_filename or "stdin", content)]
    elif stdin_filename is not None:
        raise UsageError("--stdin-filename is for -, which reads a spec from stdin")
    else:
        files, wrong = _checked_files(paths, config, jobs, fix)
    out = Output(color, ascii, output)
    if diff:
        out.write(mend.differences(files, selection, content))
    elif fix and content is not None:
        # As other linters do it: the text goes where it came from, what is left to stderr.
        files = [mend.fix_text(files[0], selection, content)]
        out = Output(color, ascii, output, sys.stderr)
    elif fix:
        files = mend.fix_all(files, selection, wrong)
    files = with_targets(files, config.file if config.budget and content is None else "")
    files = [file.selected(selection.wants) for file in files]
    if write_baseline is not None:
        known.write_baseline(files, write_baseline, selection.has)
        files, exit_zero = [], True
    elif told is not None:
        known.tell_unmatched(files, told, selection.has)
        files = known.without_known(files, told)
    if files and not diff:
        _write(files, format, out, strict, quiet)
    for error in wrong:
        show_usage_error(error)
    return USAGE if wrong else int(not exit_zero and failed(files, strict))


def _selection(
    config: Config, select: Sequence[str], extend: Sequence[str], ignore: Sequence[str]
) -> Selection:
    """What is asked for: an option replaces the key of the same name of the configuration."""
    from cnnspec.project.selection import ALL, Selection, read_prefixes

    def read(option: str, given: Sequence[str], own: Sequence[str]) -> tuple[str, ...]:
        if given:
            return read_prefixes(given, lambda number: f"--{option}")
        return read_prefixes(own, lambda n: f"{config.place(option, str(n))}: {option}")

    chosen = read("select", select, config.select or ()) or (ALL,)
    more = read("extend-select", extend, config.extend_select)
    return Selection((*chosen, *more), read("ignore", ignore, config.ignore))


def _beside(config: Config, name: str | None) -> str | None:
    """A file that the configuration names, from the folder in which that stands."""
    return None if name is None else os.path.relpath(os.path.join(config.folder, name))


def _checked_files(
    paths: Sequence[str], config: Config, jobs: int | None, fix: bool
) -> tuple[list[Checked], list[UsageError]]:
    """All specs that are meant, and what cannot be read."""
    from cnnspec.cli.checking import check_all
    from cnnspec.cli.spec_files import spec_files

    named, wrong = spec_files(paths, config)
    try:
        return check_all(named, jobs, wrong), wrong
    except KeyboardInterrupt as stopped:
        said = "; no file was written" if fix else ""
        raise KeyboardInterrupt(f"{stopped}{said}") from None


def _stdin(paths: Sequence[str]) -> bytes:
    from cnnspec.language.reader import MAXIMUM_SIZE

    if len(paths) > 1:
        raise UsageError("- is checked alone, without other paths")
    if sys.stdin is None:
        raise UsageError("stdin is closed")
    return sys.stdin.buffer.read(MAXIMUM_SIZE + 1)


def _checked_text(name: str, content: bytes) -> Checked:
    from cnnspec.cli.checking import check_one

    result = check_one(name, content)
    if isinstance(result, UsageError):
        raise result
    return result


def _write(files: Sequence[Checked], format: str, out: Output, strict: bool, quiet: bool) -> None:
    from importlib import import_module

    from cnnspec.render import report

    if format == "json":
        from cnnspec.render.json import dumps

        out.write(dumps(report.report_document(files), out.ascii))
    elif format == "concise":
        out.show(report.concise_screen(files, quiet=quiet))
    elif format == "junit":
        from cnnspec.render.junit import junit

        out.write(junit(files, strict))
    elif format in ("github", "gitlab", "sarif"):
        written = getattr(import_module(f"cnnspec.render.{format}"), format)
        out.write(written(files))
    else:
        out.show(report.report_screen(files, out.width, quiet=quiet))
