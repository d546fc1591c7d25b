"""`list`: the shipped networks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from cnnspec.cli.command import Command, Option
from cnnspec.cli.options import LOOK, one_of, showing
from cnnspec.cli.output import Output
from cnnspec.core.diagnostic import UsageError

if TYPE_CHECKING:
    from cnnspec.render.catalogue import Network

ORDERS = ("task", "name", "input", "params", "macs", "depth", "field", "year", "paper")
FIGURES = {
    "params": ("COUNT", "so many parameters: 5M"),
    "macs": ("COUNT", "so many multiply-adds: 600M"),
    "depth": ("LAYERS", "so many layers with kernels on a path"),
    "field": ("PIXELS", "such a receptive field, along its longer axis"),
    "year": ("YEAR", "from that year"),
}
"""What a network can be asked for at most and at least: what it takes, and how help says it."""
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


def command(name: str) -> Command:
    """The command `list`."""
    params: list[click.Parameter] = [
        click.Argument(["words"], nargs=-1),
        Option(["--task"], LOOK, "only this task: classification, detection", metavar="TASK"),
        Option(["--family"], LOOK, "only this family: resnet", metavar="FAMILY"),
    ]
    for figure, (metavar, meant) in FIGURES.items():
        for end in ("max", "min"):
            text = f"at {'most' if end == 'max' else 'least'} {meant}"
            if figure == "year":
                text = f"{meant}, or {'before' if end == 'max' else 'after'}"
            limit = Option([f"--{end}-{figure}"], LOOK, text, metavar=metavar, callback=read_amount)
            params.append(limit)
    params += [
        Option(
            ["--sort"],
            LOOK,
            f"{', '.join(ORDERS)}; figures and years from the largest; default: {ORDERS[0]}",
            metavar="KEY",
            callback=one_of(ORDERS),
        ),
        Option(["--reverse"], LOOK, "the other way round", is_flag=True),
        *showing(),
    ]
    return Command(
        name,
        show_list,
        params,
        usage="[WORD]... [options]",
        about=(
            "The networks that are built in: a line a family, or a line a network with exact\n"
            "figures where something narrows them. Each WORD is looked for in the name, the\n"
            "title, the authors, the paper, the year, the task and the input: at the beginning\n"
            "of words, and within them where it begins none."
        ),
        examples=(
            "cnnspec list",
            "cnnspec list resnet",
            "cnnspec list howard 2019",
            "cnnspec list --task classification --max-macs 600M --sort params",
        ),
    )


def show_list(
    words: tuple[str, ...],
    task: str | None,
    family: str | None,
    sort: str | None,
    reverse: bool,
    format: str,
    output: str | None,
    color: str,
    ascii: bool,
    **limits: int | None,
) -> int:
    """Show the networks that are asked for; the exit code."""
    from cnnspec.cli.catalogue import networks
    from cnnspec.render import catalogue

    out = Output(color, ascii, output)
    found = catalogue.in_order(networks())
    given = {option: limit for option, limit in limits.items() if limit is not None}
    narrowed = bool(words or task or family or sort or reverse or given)
    if family is not None:
        found = _of(found, "family", family)
    if task is not None:
        found = _of(found, "task", task)
    found = _with_words(found, words)
    nearest = ""
    for option, limit in given.items():
        nearest = nearest or _nearest(found, option, limit)
        found = _within(found, option, limit)
    found = _sorted(found, sort or ORDERS[0], reverse)
    if format == "json":
        from cnnspec.render.json import SCHEMA, dumps

        documents = list(map(catalogue.network_document, found))
        out.write(dumps({"schema": SCHEMA, "networks": documents}, out.ascii))
    elif format == "csv":
        out.write(catalogue.catalogue_csv(found))
    elif format == "markdown":
        out.write(catalogue.catalogue_markdown(found))
    elif not found:
        out.show(catalogue.nothing_screen(nearest, out.width))
    elif narrowed:
        by_task = sort in (None, "task")
        out.show(catalogue.variants_screen(found, out.width, by_task=by_task, words=words))
    else:
        out.show(catalogue.families_screen(found, out.width))
    return 0


def _of(networks: list[Network], part: str, wanted: str) -> list[Network]:
    """Those of a task or a family; a UsageError if there is none."""
    found = [network for network in networks if getattr(network, part) == wanted]
    if found:
        return found
    from cnnspec.cli.errors import did_you_mean

    known = sorted({getattr(network, part) for network in networks} - {""})
    near = did_you_mean(wanted, known)
    if part == "task":
        raise UsageError(f"no network is for {wanted}{near}", f"its tasks: {', '.join(known)}")
    raise UsageError(f"no family is called {wanted}{near}", "all families: cnnspec list")


def _with_words(networks: list[Network], words: tuple[str, ...]) -> list[Network]:
    """Those in which every word is found; a UsageError if a word is found nowhere."""
    if not words:
        return networks
    from cnnspec.render.catalogue import said_of, searchable

    texts = [searchable(network) for network in networks]
    kept = list(range(len(networks)))
    for word in words:
        wanted = word.lower()
        having = {number for number, text in enumerate(texts) if text.begins(wanted)}
        # Only a word that begins nothing is looked for within words.
        having = having or {number for number, text in enumerate(texts) if text.has(wanted)}
        if not having:
            from cnnspec.cli.errors import did_you_mean

            near = did_you_mean(wanted, {said for network in networks for said in said_of(network)})
            raise UsageError(f"no network has {word} in what is told of it{near}", ALL)
        kept = [number for number in kept if number in having]
    if not kept:
        raise UsageError(f"no network has all of {' '.join(words)} in what is told of it", ALL)
    return [networks[number] for number in kept]


ALL = "all names: cnnspec list"


def _within(networks: list[Network], option: str, limit: int) -> list[Network]:
    """Those within a limit; what is unknown, or depends on a symbol, is within none."""
    end, figure = option.split("_")
    sizes = [(network, size_of(network, figure)) for network in networks]
    if end == "max":
        return [network for network, size in sizes if size is not None and size <= limit]
    return [network for network, size in sizes if size is not None and size >= limit]


def _nearest(networks: list[Network], option: str, limit: int) -> str:
    """Which of some networks comes nearest to a limit that none of them is within."""
    end, figure = option.split("_")
    sizes = [
        (size, network) for network in networks if (size := size_of(network, figure)) is not None
    ]
    if not sizes or _within(networks, option, limit):
        return ""
    pick = min if end == "max" else max
    size, network = pick(sizes, key=lambda pair: pair[0])

    def shown(value: int) -> str:
        return str(value) if figure == "year" else f"{value:,}"

    of = f"{len(networks):,} networks" if len(networks) > 1 else "1 network"
    return f"--{end}-{figure} {shown(limit)} leaves none of {of}: {network.name} has {shown(size)}"


def size_of(network: Network, figure: str) -> int | None:
    """A figure as one number, the largest of several axes; None if it is unknown or symbolic."""
    value: Any = getattr(network, figure)
    if isinstance(value, tuple):
        return max(value) if all(type(part) is int for part in value) else None
    return value if type(value) is int else None


def _sorted(networks: list[Network], order: str, reverse: bool) -> list[Network]:
    """In the order that is asked for; figures from the largest, what is unknown last."""
    if order == "task":
        return networks[::-1] if reverse else networks
    keys = [(_key(network, order), network) for network in networks]
    known = [(key, network) for key, network in keys if key is not None]
    known.sort(key=lambda pair: pair[0], reverse=(order in FIGURES) != reverse)
    return [network for key, network in known] + [network for key, network in keys if key is None]


def _key(network: Network, order: str) -> Any:
    """What a network is sorted by; None if that is unknown or symbolic."""
    if order in FIGURES:
        return size_of(network, order)
    if order == "name":
        return network.name
    if order == "paper":
        return network.cite.title.lower() or None if network.cite else None
    from math import prod

    shapes = network.input.values()
    sizes = [size for shape in shapes for size in shape]
    return sum(map(prod, shapes)) if all(type(size) is int for size in sizes) else None
