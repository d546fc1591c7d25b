"""`list`: the shipped networks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from cnnspec.cli.command import Command, Option
from cnnspec.cli.options import LOOK, one_of, showing
from cnnspec.cli.output import Output
from cnnspec.core.diagnostic import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnnspec.core.algebra import Dim
    from cnnspec.render.catalogue import Network

ORDERS = ("task", "name", "year", "params", "macs")
POWERS = {"": 0, "K": 3, "M": 6, "G": 9, "T": 12}

_amount = re.compile(r"(\d{1,15})(?:\.(\d{1,12}))?([KMGT]?)")


def read_amount(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """A count such as `600M` or `1.5G`; powers of 1000."""
    if value is None:
        return None
    found = _amount.fullmatch(value.replace(",", "").upper())
    if found is None:
        raise UsageError(f"{param.opts[0]} takes a count such as 600M or 1.5G, got {value}")
    whole, decimals, unit = found[1], found[2] or "", found[3]
    return int(whole + decimals) * int(10 ** POWERS[unit]) // int(10 ** len(decimals))


def _limit(name: str, help: str) -> Option:
    return Option([name], LOOK, help, metavar="COUNT", callback=read_amount)


def command(name: str) -> Command:
    """The command `list`."""
    params: list[click.Parameter] = [
        click.Argument(["word"], required=False),
        Option(["--task"], LOOK, "only this task: classification, lesson", metavar="TASK"),
        _limit("--max-macs", "at most so many multiply-adds: 600M"),
        _limit("--max-params", "at most so many parameters: 5M"),
        Option(
            ["--sort"],
            LOOK,
            f"{', '.join(ORDERS)}; default: {ORDERS[0]}",
            metavar="KEY",
            callback=one_of(ORDERS),
        ),
        *showing(),
    ]
    return Command(
        name,
        show_list,
        params,
        usage="[WORD] [options]",
        about=(
            "The networks that are built in: a line a family, or a line a network with exact\n"
            "figures where a WORD of its name, or an option, narrows them."
        ),
        examples=(
            "cnnspec list",
            "cnnspec list resnet",
            "cnnspec list --max-macs 600M --sort params",
        ),
    )


def show_list(
    word: str | None,
    task: str | None,
    max_macs: int | None,
    max_params: int | None,
    sort: str | None,
    format: str,
    output: str | None,
    color: str,
    ascii: bool,
) -> int:
    """Show the networks that are asked for; the exit code."""
    from cnnspec.cli.catalogue import networks
    from cnnspec.render import catalogue

    out = Output(color, ascii, output)
    found = catalogue.in_order(networks())
    narrowed = any(given is not None for given in (word, task, max_macs, max_params, sort))
    if word is not None:
        found = _with_word(found, word)
    if task is not None:
        found = _with_task(found, task)
    if max_macs is not None:
        found = [network for network in found if _within(network.macs, max_macs)]
    if max_params is not None:
        found = [network for network in found if _within(network.params, max_params)]
    found = _sorted(found, sort or "task")
    if format == "json":
        from cnnspec.render.json import SCHEMA, dumps

        documents = list(map(catalogue.network_document, found))
        out.write(dumps({"schema": SCHEMA, "networks": documents}, out.ascii))
    elif format == "csv":
        out.write(catalogue.catalogue_csv(found))
    elif format == "markdown":
        out.write(catalogue.catalogue_markdown(found))
    elif narrowed:
        out.show(catalogue.variants_screen(found, out.width))
    else:
        out.show(catalogue.families_screen(found, out.width))
    return 0


def _with_word(networks: list[Network], word: str) -> list[Network]:
    """Those that have the word in their name, family or title; a UsageError if none has."""
    wanted = word.lower()
    found = [
        network
        for network in networks
        if any(wanted in text.lower() for text in (network.name, network.family, network.title))
    ]
    if not found:
        from cnnspec.cli.errors import did_you_mean

        known = {text for network in networks for text in (network.name, network.family)}
        near = did_you_mean(wanted, known)
        raise UsageError(f"no network has {word} in its name{near}", "all names: cnnspec list")
    return found


def _with_task(networks: list[Network], task: str) -> list[Network]:
    found = [network for network in networks if network.task == task]
    if not found:
        from cnnspec.cli.errors import did_you_mean

        known = sorted({network.task for network in networks if network.task})
        near = did_you_mean(task, known)
        raise UsageError(f"no network is for {task}{near}", f"its tasks: {', '.join(known)}")
    return found


def _within(value: Dim | None, limit: int) -> bool:
    return type(value) is int and value <= limit


def _sorted(networks: Iterable[Network], order: str) -> list[Network]:
    """In the order that is asked for; what is not known comes last."""
    if order == "task":
        return list(networks)
    if order == "name":
        return sorted(networks, key=lambda network: network.name)

    def key(network: Network) -> tuple[bool, int]:
        value = getattr(network, order)
        known = type(value) is int
        return (not known, value if known else 0)

    return sorted(networks, key=key)
