"""Values that a layer takes: the nearest of the option at fault, and of the channels around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.shape import integers
from cnnspec.fixes.changes import argument_change
from cnnspec.fixes.refused import nearest_below_and_above, refused_at, suits, takes
from cnnspec.fixes.ways import channels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.fixes.changes import Change
    from cnnspec.fixes.proving import Prover, Trial
    from cnnspec.graph import Refused
    from cnnspec.results import Analysis


def suiting(prover: Prover) -> Iterator[Trial | None]:
    """The nearest values below and above with which a layer suits what reaches it: of the option at
    fault, of its own output channels, and of the channels that reach it."""
    found = refused_at(prover.analysis, prover.finding)
    if found is None or any(integers(shape) is None for shape in found[1].shapes):
        return
    node, refused = found
    options = [refused.option] if refused.option is not None else []
    for option in dict.fromkeys([*options, "out"]):
        for change in _own(prover.analysis, node, refused, option):
            yield prover.proves(change)
    for change in _before(prover.analysis, refused):
        yield prover.proves(change)


def _own(analysis: Analysis, node: int, refused: Refused, option: str) -> Iterator[Change | None]:
    if option not in refused.layer.options:
        return
    given: Any = refused.layer.__dict__[option]
    alone = isinstance(given, tuple) and len(given) == 1
    value = given[0] if alone else given
    if type(value) is not int:
        return

    def fits(number: int) -> bool:
        return takes(refused, option, (number,) if alone else number)

    least = refused.layer.options[option].at_least
    for number in nearest_below_and_above(value, least, fits):
        if number > 1 or least < 1:  # one part, or one group, is none
            yield argument_change(analysis, node, option, number, number - value)


def _before(analysis: Analysis, refused: Refused) -> Iterator[Change]:
    """Other channels of the layer that says how many reach this one."""
    values = {name: refused.layer.__dict__[name] for name in refused.layer.options}
    shape = integers(refused.shapes[0])
    if shape is None or len(refused.shapes) > 1:
        return

    def fits(number: int) -> bool:
        return suits(refused, values, ((number, *shape[1:]),))

    for number in nearest_below_and_above(shape[0], 1, fits):
        yield from channels(analysis, refused.inputs[0], number)
