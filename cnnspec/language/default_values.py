"""Default arguments of ops, evaluated for one body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cnnspec.language.templates import Defaults
    from cnnspec.layers.base import Layer


class DefaultValues:
    """The defaults that apply in one body: its own over those around it; below all of them those
    of another op that hold for it as well, as far as it has them."""

    __slots__ = ("_known", "_own")

    def __init__(self, own: dict[str, dict[str, Any]]) -> None:
        self._own = own
        self._known: dict[str, dict[str, Any] | None] = {}

    def of(self, layer: type[Layer]) -> dict[str, Any] | None:
        """The defaults of a layer type, always the same object; None if it has none."""
        if not layer.defaults_of:
            return self._own.get(layer.op)
        if layer.op not in self._known:
            self._known[layer.op] = self._inherited(layer)
        return self._known[layer.op]

    def _inherited(self, layer: type[Layer]) -> dict[str, Any] | None:
        other = self._own.get(layer.defaults_of, {})
        taken = {name: value for name, value in other.items() if name in layer.options}
        return {**taken, **self._own.get(layer.op, {})} or None

    def within(self, level: Defaults, scope: Any) -> DefaultValues:
        """Those of a body inside, evaluated in its scope, over these."""
        merged = dict(self._own)
        for op, values in level.items():
            own = {name: value.evaluate(scope) for name, value in values.items()}
            merged[op] = {**merged.get(op, {}), **own}
        return DefaultValues(merged)
