"""Default arguments of ops, evaluated for one body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cnnspec.language.templates import Defaults

BELOW = {"dwconv": "conv"}
"""Ops that also take the defaults of another, as far as they have its arguments."""


class DefaultValues:
    """The defaults that apply in one body: its own over those around it.

    A depthwise convolution also takes those of `conv` that it has, below all of its own.
    """

    __slots__ = ("_known", "_own")

    def __init__(self, own: dict[str, dict[str, Any]]) -> None:
        self._own = own
        self._known: dict[str, dict[str, Any] | None] = {}

    def of(self, op: str) -> dict[str, Any] | None:
        """The defaults of one op, always the same object; None if it has none."""
        if op not in BELOW:
            return self._own.get(op)
        if op not in self._known:
            self._known[op] = self._inherited(op)
        return self._known[op]

    def _inherited(self, op: str) -> dict[str, Any] | None:
        from cnnspec.layers import find

        options = find(op).options
        other = self._own.get(BELOW[op], {})
        taken = {name: value for name, value in other.items() if name in options}
        return {**taken, **self._own.get(op, {})} or None

    def within(self, level: Defaults, scope: Any) -> DefaultValues:
        """Those of a body inside, evaluated in its scope, over these."""
        merged = dict(self._own)
        for op, values in level.items():
            own = {name: value.evaluate(scope) for name, value in values.items()}
            merged[op] = {**merged.get(op, {}), **own}
        return DefaultValues(merged)
