"""The commands' common frame: loaded when called, with help by purpose."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from click.shell_completion import CompletionItem

COMMANDS = {
    "summary": "views",
    "shapes": "views",
    "params": "views",
    "macs": "views",
    "field": "field",
    "memory": "memory",
    "compare": "compare",
    "diff": "diff",
    "list": "listing",
    "show": "show",
    "explain": "explain",
    "lesson": "lesson",
    "layers": "layers",
    "check": "check",
    "new": "new",
    "schema": "schema",
    "completion": "completion",
}
"""The commands, and the module of each: only that of the command in hand is imported."""

HELP_WIDTH = 80
BY_SUFFIX = {
    "json": "json",
    "csv": "csv",
    "md": "markdown",
    "markdown": "markdown",
    "tex": "latex",
    "sarif": "sarif",
    "xml": "junit",
}
SHORTEST_NAMES = 17


class Option(click.Option):
    """An option with the heading under which help lists it."""

    def __init__(
        self,
        names: Sequence[str],
        section: str,
        help: str,
        formats: Sequence[str] = (),
        **given: Any,
    ) -> None:
        super().__init__(list(names), help=help, **given)
        self.section = section
        self.formats = formats

    def shown(self, ctx: click.Context) -> str:
        """Its name as it is typed, with what follows it: `--input SHAPE`."""
        name = self.opts[0]
        return name if self.is_flag else f"{name} {self.make_metavar(ctx=ctx)}"


def _complete(param: click.Parameter, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """What a shell may put in the place of a word that begins so."""
    from cnnspec.cli.completion import complete

    return complete(ctx, param, incomplete)


def help_option() -> click.Option:
    """`--help`; click's own would have its text translated, which takes longer than all parsing."""
    return click.Option(
        ["--help", "-h"], is_flag=True, is_eager=True, expose_value=False, callback=_show_help
    )


def _show_help(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()


class Command(click.Command):
    """A command whose help is sorted by purpose and ends in examples that run."""

    def __init__(
        self,
        name: str,
        callback: Callable[..., object],
        params: Sequence[click.Parameter],
        *,
        usage: str,
        about: str,
        examples: Sequence[str],
        more: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        super().__init__(
            name,
            callback=callback,
            params=[*params, help_option()],
            add_help_option=False,
        )
        for param in self.params:
            # A method of the instance, so that a parameter of any class is completed.
            vars(param)["shell_complete"] = partial(_complete, param)
        self.usage = usage
        self.about = about
        self.examples = examples
        self.more = more or {}

    def invoke(self, ctx: click.Context) -> Any:
        """Run it; a format that is not given follows the suffix of the output file."""
        for param in self.params:
            if isinstance(param, Option) and param.formats and ctx.params.get("format") is None:
                suffix = str(ctx.params.get("output") or "").rpartition(".")[2].lower()
                named = BY_SUFFIX.get(suffix, "")
                ctx.params["format"] = named if named in param.formats else param.formats[0]
        return super().invoke(ctx)

    def get_help(self, ctx: click.Context) -> str:
        """The whole help text."""
        head = f"Usage: cnnspec {self.name} {self.usage}".rstrip()
        lines = [head, "", *_wrapped(self.about, HELP_WIDTH)]
        sections: dict[str, list[Option]] = {}
        for param in self.params:
            if isinstance(param, Option):
                sections.setdefault(param.section, []).append(param)
        shown = [option.shown(ctx) for options in sections.values() for option in options]
        longest = max([len(name) for name in shown] + [SHORTEST_NAMES])
        for section, options in sections.items():
            lines += ["", section]
            for option in options:
                help = _wrapped(option.help or "", HELP_WIDTH - longest - 4)
                lines.append(f"  {option.shown(ctx):<{longest}}  {help[0]}")
                lines += [" " * (longest + 4) + more for more in help[1:]]
        for heading, rows in self.more.items():
            lines += ["", heading, *[f"  {row}" for row in rows]]
        return "\n".join([*lines, "", "Examples", *[f"  {example}" for example in self.examples]])


def _wrapped(text: str, width: int) -> list[str]:
    from cnnspec.render.screen import wrap

    return wrap(" ".join(text.split()), width)


def is_network(word: str) -> bool:
    """Whether a word names a shipped network, or a file."""
    from cnnspec import library

    return library.is_file(word) or library.alike_name(word) is not None


class Group(click.Group):
    """All commands, each imported only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The names of commands, without importing any of them; behind a dash, the options."""
        from cnnspec.cli.completion import begun

        return begun(
            ("--version", "--help") if incomplete.startswith("-") else COMMANDS, incomplete
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        found: Command = import_module(f"cnnspec.cli.{module}").command(cmd_name)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        found = self.get_command(ctx, name)
        if found is not None or ctx.resilient_parsing:
            return name, found, args[1:]
        from cnnspec.cli.errors import did_you_mean
        from cnnspec.core.diagnostic import UsageError

        near = did_you_mean(name, COMMANDS)
        hint = "" if near else f"all commands: {' '.join(COMMANDS)}"
        if is_network(name):
            hint = f"a network is shown by: cnnspec summary {name}"
        raise UsageError(f"no command is called {name}{near}", hint)

    def get_help(self, ctx: click.Context) -> str:
        """The first screen, with the two options of the program itself."""
        from cnnspec.cli.welcome import OPTIONS, welcome_screen
        from cnnspec.render.plain import plain

        return plain((*welcome_screen(), *OPTIONS)).rstrip("\n")
