"""What a shell completes: commands, options and, by the name of a parameter, what it takes.

Only what the word in hand needs is read: names are in the index of the shipped specs, and a spec is
analysed only for the paths of its layers.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem, get_completion_class

from cnnspec.cli.command import Command
from cnnspec.cli.output import Output
from cnnspec.core.diagnostic import SpecError, UsageError
from cnnspec.library import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_CNNSPEC_COMPLETE"
"""In the environment, what the shell asks for: `bash_source`, `bash_complete`."""
FILE = "file"
"""A type of completion that shells have of their own."""
PLAIN = "._-/@=:+,%"
"""What may stand in a word beside letters and digits, with no meaning for a shell."""


def command(name: str) -> Command:
    """The command `completion`."""
    return Command(
        name,
        show_script,
        [click.Argument(["shell"])],
        usage="bash|zsh|fish",
        about=(
            "A script by which your shell completes commands, options, networks, spec files, "
            "variants, layer names and codes of findings. docs/editors.md tells where it belongs."
        ),
        examples=("cnnspec completion bash", "cnnspec completion fish"),
    )


def show_script(shell: str) -> int:
    """Print the script of a shell; the exit code."""
    if shell not in SHELLS:
        from cnnspec.cli.errors import did_you_mean

        near = did_you_mean(shell, SHELLS)
        raise UsageError(f"no completion for {shell}{near}", f"it is there for {', '.join(SHELLS)}")
    kind = get_completion_class(shell)
    assert kind is not None
    # Not `source()`, which asks the bash that is there for its version.
    maker = kind(click.Command("cnnspec"), {}, "cnnspec", VARIABLE)
    script = maker.source_template % maker.source_vars()
    # Behind the first comma is the word, which may have commas of its own: E501,W301.
    script = script.replace('string split ","', 'string split --max 1 ","')
    Output("never").write(f"{script.strip()}\n")
    return 0


def answer(cli: click.Command, instruction: str) -> int:
    """Answer the shell; the exit code. Nothing is told where nothing is known."""
    shell, _, what = instruction.partition("_")
    kind = get_completion_class(shell)
    if kind is None or what not in ("complete", "source"):
        return 1
    if what == "source":
        return show_script(shell)
    asked = kind(cli, {}, "cnnspec", VARIABLE)
    words, incomplete = asked.get_completion_args()
    words, before = _joined(words), _kept(shell, incomplete)
    found = [
        item
        for each in asked.get_completions(words, incomplete)
        for item in (_behind(before, incomplete, each) if before else [each])
    ]
    Output("never").write("".join([f"{asked.format_completion(item)}\n" for item in found]))
    return 0


def _joined(words: list[str]) -> list[str]:
    """The words before the one in hand: bash tells `--format=json` as three of them."""
    found: list[str] = []
    for number, word in enumerate(words):
        joins = number > 1 and words[number - 1] == "=" and words[number - 2].startswith("--")
        if joins or (word == "=" and found and found[-1].startswith("--")):
            found[-1] += word
        else:
            found.append(word)
    if found and found[-1].startswith("--") and found[-1].endswith("="):
        found[-1] = found[-1][:-1]  # its value is the word in hand
    return found


def _kept(shell: str, incomplete: str) -> str:
    """What stays before the value of `--format=js` in shells that put the whole word in."""
    name, sign, _ = incomplete.partition("=")
    return name + sign if sign and name.startswith("--") and shell != "bash" else ""


def _behind(before: str, incomplete: str, item: CompletionItem) -> list[CompletionItem]:
    """The values of an option that stands in the same word; files, which the shell would look for
    under the whole word, are looked for here."""
    if item.type != FILE:
        return [CompletionItem(before + item.value, item.type, item.help)]
    folder, name = os.path.split(incomplete[len(before) :])
    return [CompletionItem(before + path) for path in sorted(_entries(folder, name, None))]


def complete(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """What a parameter may be that begins so; empty where nothing can be told."""
    words = getattr(getattr(parameter, "callback", None), "words", None)
    if words is not None:
        return begun(words, incomplete)
    maker = MAKERS.get(parameter.name or "")
    if maker is None:
        return []
    try:
        found = maker(context, incomplete)
    except (UsageError, SpecError):
        return []  # what is wrong with a spec is told when the command runs
    # Shells put a word in as it is: what one of them would run or part must be typed by hand.
    return [item for item in found if item.type == FILE or _is_plain(item.value)]


def _is_plain(word: str) -> bool:
    """Whether no shell reads more into a word than the word."""
    return all(character.isalnum() or character in PLAIN for character in word)


def begun(words: Iterable[str], incomplete: str) -> list[CompletionItem]:
    """Those of some words that begin so."""
    return [CompletionItem(word) for word in words if word.startswith(incomplete)]


def _shells(context: click.Context, incomplete: str) -> list[CompletionItem]:
    return begun(SHELLS, incomplete)


def _networks(context: click.Context, incomplete: str) -> list[CompletionItem]:
    """Shipped networks with their titles, families, and the reader's own files."""
    from cnnspec import library

    known = library.index()
    found: dict[str, str] = {}
    for stem, path in library.families():
        if stem in known:
            title = known[stem]["title"]
            found |= {network["name"]: title for network in known[stem]["networks"]}
        elif stem[: len(incomplete)] == incomplete[: len(stem)]:  # it was changed since
            found |= dict.fromkeys(library.variants_of(path) or [stem], "")
    shipped = [
        CompletionItem(name, help=title or None)
        for name, title in found.items()
        if name.startswith(incomplete)
    ]
    return [*shipped, *_files(context, incomplete)]


def _files(context: click.Context, incomplete: str) -> list[CompletionItem]:
    """Files that may be specs, and folders; of a folder that is the only one, what is in it."""
    folder, name = os.path.split(incomplete)
    while True:
        found = sorted(_entries(folder, name))
        if len(found) != 1 or not found[0].endswith(os.sep):
            return begun(found, "")
        inside = sorted(_entries(found[0].rstrip(os.sep), ""))
        if not inside:
            return begun(found, "")
        folder, name = found[0].rstrip(os.sep), ""


def _entries(folder: str, begin: str, suffixes: tuple[str, ...] | None = SUFFIXES) -> list[str]:
    """What is in a folder and begins so: folders, and files that have one of the suffixes."""
    try:
        with os.scandir(os.path.expanduser(folder) or ".") as entries:
            kept = [
                os.path.join(folder, entry.name) + (os.sep if entry.is_dir() else "")
                for entry in entries
                if entry.name.startswith(begin)
                and (begin.startswith(".") or not entry.name.startswith("."))
                and (suffixes is None or entry.is_dir() or entry.name.endswith(suffixes))
            ]
    except OSError:
        return []
    return kept


def _subjects(context: click.Context, incomplete: str) -> list[CompletionItem]:
    """What can be explained: codes, layer types, networks, files."""
    return [
        *_codes(context, incomplete),
        *_types(context, incomplete),
        *_networks(context, incomplete),
    ]


def _codes(context: click.Context, incomplete: str) -> list[CompletionItem]:
    from cnnspec import pages

    return begun(pages.codes(), incomplete.upper()) if incomplete else []


def _listed_codes(context: click.Context, incomplete: str) -> list[CompletionItem]:
    """Codes, and what codes begin with, between commas."""
    from cnnspec import pages

    before, comma, last = incomplete.rpartition(",")
    prefixes = ("ALL", *dict.fromkeys([code[0] for code in pages.codes()]), *pages.codes())
    return begun([f"{before}{comma}{code}" for code in prefixes], before + comma + last.upper())


def _types(context: click.Context, incomplete: str) -> list[CompletionItem]:
    from cnnspec.language.structure import STRUCTURE
    from cnnspec.layers import names

    return begun([*sorted(names()), *STRUCTURE], incomplete)


def _target(context: click.Context) -> str:
    """The network that the command line names so far; empty if it names none."""
    for name in ("target", "subject", "targets", "origin", "new", "old"):
        given = context.params.get(name)
        if given:
            return str(given if isinstance(given, str) else given[-1])
    return next((word for word in context.args if not word.startswith("-")), "")


def _variants(context: click.Context, incomplete: str) -> list[CompletionItem]:
    from cnnspec.targets import open_target

    target = _target(context)
    return begun(open_target(target).variants, incomplete) if target else []


def _layers(context: click.Context, incomplete: str) -> list[CompletionItem]:
    """Paths of layers, one part more than is written; all below one that is the only one."""
    from cnnspec.analysis import analyze, load

    target = _target(context)
    if not target:
        return []
    analysis = analyze(load(target, context.params.get("variant")))
    paths = [analysis.paths.of(node) for node in range(len(analysis.graph.nodes))]
    depth = incomplete.count(".") + 1
    while True:
        found = dict.fromkeys(
            [".".join(path.split(".")[:depth]) for path in paths if path.startswith(incomplete)]
        )
        deeper = [path for path in paths if path.startswith(f"{next(iter(found), '')}.")]
        if len(found) != 1 or not deeper:
            return begun(found, "")
        (only,) = found
        below = dict.fromkeys([".".join(path.split(".")[: depth + 1]) for path in deeper])
        return begun([only, *below], "")


def _tasks(context: click.Context, incomplete: str) -> list[CompletionItem]:
    from cnnspec import library

    return begun(sorted({entry["task"] for entry in library.index().values()}), incomplete)


def _families(context: click.Context, incomplete: str) -> list[CompletionItem]:
    from cnnspec import library

    return begun([stem for stem, _ in library.families()], incomplete)


def _lessons(context: click.Context, incomplete: str) -> list[CompletionItem]:
    from cnnspec import library

    stems = [stem for stem, _ in library.lessons()]
    return [*begun(stems, incomplete), *_files(context, incomplete)]


def _levels(context: click.Context, incomplete: str) -> list[CompletionItem]:
    return begun(("1", "2", "3", "all"), incomplete)


def _any_file(context: click.Context, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(incomplete, type=FILE)]


MAKERS: dict[str, Callable[[click.Context, str], list[CompletionItem]]] = {
    "shell": _shells,
    "target": _networks,
    "targets": _networks,
    "origin": _networks,
    "base": _networks,
    "old": _networks,
    "new": _networks,
    "paths": _networks,
    "subject": _subjects,
    "type": _types,
    "layer": _layers,
    "lesson": _lessons,
    "variant": _variants,
    "task": _tasks,
    "family": _families,
    "open": _levels,
    "output": _any_file,
    "file": _any_file,
    "select": _listed_codes,
    "ignore": _listed_codes,
    "extend_select": _listed_codes,
    "baseline": _any_file,
    "write_baseline": _any_file,
}
"""By the name of a parameter, whatever command has it."""
