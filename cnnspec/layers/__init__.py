"""What each layer type is. One file an op: the file's name is the op's name, nothing lists them."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnspec.layers.base import Layer

_NOT_OPS = ("base", "facts", "options")
_names: frozenset[str] | None = None
_found: dict[str, type[Layer]] = {}


def names() -> frozenset[str]:
    """The names of all layer types, without importing any of them."""
    global _names
    if _names is None:
        stems = (name[:-3] for name in os.listdir(os.path.dirname(__file__)) if name[-3:] == ".py")
        _names = frozenset(stem for stem in stems if stem[0] != "_" and stem not in _NOT_OPS)
    return _names


def find(op: str) -> type[Layer]:
    """The layer type of a name that `names` has; a LookupError for any other."""
    found = _found.get(op)
    if found is None:
        if op not in names():
            raise LookupError(op)
        # import_module waits for another thread that is still importing it
        module = import_module(f"{__name__}.{op}")
        found = _found[op] = getattr(module, op.title().replace("_", ""))
    return found
