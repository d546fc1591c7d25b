"""Mistakes in a command: one line that says what is wrong, and where to look."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

import click

from cnnspec.core.diagnostic import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

USAGE = 2


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """`; did you mean summary?`, or nothing where no candidate is near."""
    from cnnspec.core.nearest import nearest

    near = nearest(word, candidates)
    if not near:
        return ""
    return f"; did you mean {', '.join(near[:-1])}{' or ' if near[:-1] else ''}{near[-1]}?"


def show_usage_error(error: UsageError) -> int:
    """Say on stderr what is wrong, if anybody listens; the exit code."""
    say(f"error: {error.message}", *([error.hint] if error.hint else []))
    return USAGE


def say(*lines: str) -> None:
    """Say something on stderr, if anybody listens."""
    from cnnspec.cli.output import ClosedPipe, speaks_unicode, write_text
    from cnnspec.render.ascii import ascii_text
    from cnnspec.render.screen import escape

    text = "".join([f"{escape(line)}\n" for line in lines])
    ascii = not speaks_unicode(sys.stderr)
    with contextlib.suppress(ClosedPipe):
        write_text(sys.stderr, ascii_text(text) if ascii else text, ascii)


def from_click(error: click.ClickException) -> UsageError:
    """What click objects to, in the words of this program."""
    ctx = getattr(error, "ctx", None)
    command = ctx.info_name if ctx is not None and ctx.parent is not None else ""
    called = f"cnnspec {command}" if command else "cnnspec"
    hint = f"how it is called: {called} --help"
    if isinstance(error, click.NoSuchOption):
        known = _option_names(ctx)
        near = did_you_mean(error.option_name, known)
        return UsageError(f"{called} has no option {error.option_name}{near}", hint)
    if isinstance(error, click.MissingParameter):
        return UsageError(f"{called} needs {_needed(error.param)}", hint)
    if isinstance(error, click.BadOptionUsage):
        return UsageError(_said(error.message.replace("'", "")), hint)
    if isinstance(error, click.BadParameter):
        name = error.param.opts[0] if isinstance(error.param, click.Option) else ""
        return UsageError(f"{name}: {_said(error.message)}" if name else _said(error.message), hint)
    return UsageError(_said(error.format_message()), hint)


def _option_names(ctx: click.Context | None) -> list[str]:
    if ctx is None:
        return []
    return [name for param in ctx.command.get_params(ctx) for name in param.opts if name[0] == "-"]


def _needed(param: click.Parameter | None) -> str:
    if param is None:
        return "more"
    if isinstance(param, click.Argument):
        return param.metavar or (param.name or "").upper()
    return param.opts[0]


def _said(message: str) -> str:
    text = message.strip().removesuffix(".")
    return text[:1].lower() + text[1:]
