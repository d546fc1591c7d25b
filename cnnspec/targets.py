"""What a command is called with: a shipped network, a file, a file in git, or a point of one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cnnspec import library
from cnnspec.core.diagnostic import UsageError
from cnnspec.core.record import Record
from cnnspec.language.spec import read_spec, variant_nodes

if TYPE_CHECKING:
    from cnnspec.language.nodes import Source
    from cnnspec.language.spec import Spec

MARK = "@"
"""What parts a network from the values that it is looked at with: `mobilenet_v2@alpha=0.5`."""
WORDS = ("input", "variant")
"""What may be set behind the mark besides the variables of the spec."""


class Opened(Record):
    """The text behind a target: its source, the stem that names it, and the name that was asked
    for; `own` is whether it is a file of the reader's."""

    source: Source
    stem: str
    name: str
    own: bool

    @property
    def variants(self) -> tuple[str, ...]:
        """The variants of the file, in its order; none where it is one network."""
        return tuple(variant_nodes(self.source))


def open_target(target: str) -> Opened:
    """Find and read what is called so.

    Raises a UsageError for an unknown name and a file that cannot be read, and a ReadError for a
    text that is no YAML.
    """
    from cnnspec.language.reader import read_file

    if ":" in target:
        from cnnspec import revisions

        if revisions.is_revision(target):
            return _open_revision(target)
    if library.is_file(target):
        stem = os.path.splitext(os.path.basename(target))[0]
        return Opened(read_file(target, target), stem, stem, True)
    point = read_target(target)
    if point.place != target:
        raise UsageError(
            f"{target}: values behind an {MARK} are for compare and diff",
            f"here they are options: {point.place} --set KEY=VALUE --input SHAPE",
        )
    stem, path, name = library.find(target)
    source = read_file(path, os.path.basename(path))
    variants = variant_nodes(source)
    if name != stem and name not in variants:
        alike = library.alike_name(target)
        if alike is None or alike == target:
            raise library.unknown(target)
        return open_target(alike)
    return Opened(source, stem, name, False)


def _open_revision(target: str) -> Opened:
    from cnnspec import revisions
    from cnnspec.language.reader import read_bytes

    stem = os.path.splitext(os.path.basename(revisions.path_of(target)))[0]
    return Opened(read_bytes(revisions.read_revision(target), target), stem, stem, True)


class Target(Record):
    """One argument of a comparison: where the spec is, and what it is looked at with."""

    text: str
    place: str
    variant: str | None
    input: str | None
    settings: dict[str, str]


def read_target(text: str) -> Target:
    """`NAME`, `FILE` or `REV:PATH`, and behind an `@` what is to be set: `@alpha=0.5,input=160`.

    Raises a UsageError for what is set twice or to nothing.
    """
    place, mark, rest = text.rpartition(MARK)
    if not mark or "=" not in rest or not place or os.path.exists(text):
        return Target(text, text, None, None, {})
    found: dict[str, str] = {}
    for part in at_commas(rest):
        key, sign, value = [piece.strip() for piece in part.partition("=")]
        if not sign or not key or not value:
            raise UsageError(
                f"{text}: {part or 'nothing'} sets nothing", f"write {place}{MARK}KEY=VALUE"
            )
        if key in found:
            raise UsageError(f"{text} sets {key} twice: {found[key]} and {value}")
        found[key] = value
    given = {word: found.pop(word, None) for word in WORDS}
    return Target(text, place, given["variant"], given["input"], found)


def at_commas(text: str) -> list[str]:
    """The parts of a text between commas that stand in no brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "([") - (character in ")]")
        if character == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def specs_of(target: Target, variant: str | None = None) -> list[Spec]:
    """The specs behind a target: that of the variant which is chosen, or all of a file or a family.

    `variant` chooses one of files that have several. Raises as `load` does.
    """
    opened = open_target(target.place)
    variants = opened.variants
    chosen = target.variant or (variant if opened.own and variants else None)
    if target.variant is not None and not opened.own:
        raise UsageError(
            f"{target.text}: the variants of shipped networks have names of their own",
            ", ".join(variants),
        )
    if chosen is not None:
        return [read_spec(opened.source, opened.stem, chosen)]
    if not opened.own and opened.name in variants:
        return [read_spec(opened.source, opened.stem, opened.name)]
    return [read_spec(opened.source, opened.stem, each) for each in variants or (None,)]
