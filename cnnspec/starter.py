"""A first spec, whose comments teach the language, with figures that are computed for it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_AXES = 3
LEAST = 5
"""An image of that size is made four times smaller, to two cells: on one, windows of 3 would meet
little but padding."""
KIND = "residual"
"""What is written where no kind is asked for."""
CLAIMS = "expect:\n"


def starter(name: str, input: Sequence[int], classes: int, kind: str = KIND) -> str:
    """The text of a small network for an input (channels first) and so many classes.

    Raises a UsageError for an input without one to three axes that it can make smaller twice, and
    a KeyError for a kind that is not in `starters.kinds()`.
    """
    from cnnspec.analysis import analyze
    from cnnspec.language.reader import read_text
    from cnnspec.language.spec import read_spec
    from cnnspec.starters import read

    channels, *sizes = input
    if not 0 < len(sizes) <= MOST_AXES or min(sizes) < LEAST:
        shown = "x".join(map(str, input))
        raise UsageError(
            f"--input {shown} is too small for a first network, or has other axes",
            f"channels and one to three sizes of at least {LEAST}: 3x32x32",
        )
    words = _words(name, channels, sizes) | {"classes": str(classes)}
    network, claims = read(kind).split(CLAIMS)
    text = _filled(network, words)
    totals = analyze(read_spec(read_text(text, f"{name}.yaml"), name)).totals
    counts = {"params": totals.params, "macs": totals.macs, "depth": totals.depth}
    return text + CLAIMS + _filled(claims, words | {key: str(n) for key, n in counts.items()})


def _words(name: str, channels: int, sizes: Sequence[int]) -> dict[str, str]:
    """What the words of a starter stand for, but for those that the network must be known for."""
    shape = _listed([channels, *sizes])
    halves = [-(-size // 2) for size in sizes]
    quarters = [-(-size // 4) for size in sizes]
    axes = len(sizes)
    return {
        "name": _title(name),
        "input": shape,
        "gap": " " * max(24 - len(shape), 2),
        "one": _extent([1] * axes),
        "two": _extent([2] * axes),
        "three": _extent([3] * axes),
        "taps": str(3**axes),
        "cells": "*".join(map(str, sizes)),
        "sizes": _listed(sizes),
        "half": _extent(halves),
        "halves": _listed(halves),
        "quarter": _extent(quarters),
        "quarters": _listed(quarters),
    }


def _filled(text: str, words: dict[str, str]) -> str:
    return re.sub(r"\$([a-z]+)", lambda found: words[found[1]], text)


def _listed(sizes: Sequence[int]) -> str:
    return ", ".join(map(str, sizes))


def _extent(sizes: Sequence[int]) -> str:
    return "x".join(map(str, sizes))


def _title(name: str) -> str:
    plain = name.replace(" ", "").replace("_", "").replace("-", "")
    return name if plain.isalpha() and plain.isascii() else json.dumps(name, ensure_ascii=False)
