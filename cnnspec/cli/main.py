"""The program itself: its commands, and what it says when it is called without one."""

from __future__ import annotations

import os

import click

from cnnspec.cli.command import Group, help_option


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if not value or ctx.resilient_parsing:
        return
    from cnnspec._version import __version__
    from cnnspec.cli.output import Output

    Output(color="never").write(f"cnnspec {__version__}\n")
    ctx.exit(0)


def _welcome() -> None:
    if click.get_current_context().invoked_subcommand is None:
        from cnnspec.cli.output import Output
        from cnnspec.cli.welcome import welcome_screen

        Output().show(welcome_screen())


cli = Group(
    "cnnspec",
    callback=_welcome,
    invoke_without_command=True,
    add_help_option=False,
    params=[
        click.Option(
            ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version
        ),
        help_option(),
    ],
)


def run(arguments: list[str]) -> int:
    """Run one command; its exit code. Mistakes in the command are told on stderr."""
    from cnnspec.core.diagnostic import UsageError

    asked = os.environ.get("_CNNSPEC_COMPLETE")
    if asked:
        from cnnspec.cli.completion import answer

        return answer(cli, asked)
    try:
        with cli.make_context("cnnspec", arguments) as context:
            code = cli.invoke(context)
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as error:
        from cnnspec.cli.errors import from_click, show_usage_error

        return show_usage_error(from_click(error))
    except UsageError as error:
        from cnnspec.cli.errors import show_usage_error

        return show_usage_error(error)
