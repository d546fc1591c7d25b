"""Lattices: how one axis of a layer lies over the input, carried forwards through one layer.

A layer with windows of `extent` cells that move by `stride` has, from those of its input,

    field   r' = r + (extent - 1)·j
    centre  c' = c + ((extent - 1)/2 - before)·j      of its first value
    jump    j' = j·stride

in pixels of the input, the first of which is pixel 0. A transposed window divides the jump by its
stride, and so does resizing by its factor; both keep the exact centre.
Source: Araujo, Norris & Sim 2019, Computing receptive fields of convolutional neural networks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from cnnspec.core.algebra import ceil_divide, maximum, minimum
from cnnspec.core.algebra_atoms import Undecidable
from cnnspec.core.window import Bins, Rescale, Spread, Whole, Window

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim, Number
    from cnnspec.core.window import Relation

MOST_JUMPS = 64
"""So many different jumps of the paths to one layer are told apart."""

Run = tuple["Dim", "Dim"]
"""Two ends: of a run of cells, the first and the last; of a count, the smallest and the largest."""


class Lattice(NamedTuple):
    """All paths with one jump: their smallest and largest field, the first and the last pixel that
    the first value sees, and twice its least and greatest centre, which keeps them whole.

    Fields and pixels are None behind an enlargement, pixels and centres where symbols leave the
    padding open.
    """

    jump: Number
    fields: Run | None
    pixels: Run | None
    centres: tuple[Number, Number] | None


class State(NamedTuple):
    """One axis of a layer: the lattices of all paths that see a part of the axis, and whether other
    paths lead through a layer that reads all of it."""

    lattices: tuple[Lattice, ...]
    whole: bool


def counted(state: State) -> bool:
    """Whether the fields of every path are known."""
    return all(lattice.fields is not None for lattice in state.lattices)


def placed(state: State) -> bool:
    """Whether the pixels that the first value sees are known on every path."""
    return all(lattice.pixels is not None for lattice in state.lattices)


START = State((Lattice(1, (1, 1), (0, 0), (0, 0)),), False)


def ratio(value: Number, divisor: Number) -> Number:
    """The exact quotient: a whole number where it is one."""
    if type(value) is int and type(divisor) is int:
        if value % divisor == 0:
            return value // divisor
        from fractions import Fraction

        return Fraction(value, divisor)
    return whole_if_it_is(cast("Number", value / divisor))


def whole_if_it_is(value: Number) -> Number:
    """A fraction with a denominator of 1 as the whole number that it is."""
    if getattr(value, "denominator", 0) == 1:
        return cast("Number", value.numerator)  # type: ignore[union-attr]  # a fraction
    return value


def union(runs: list[tuple[Number, Number]] | list[Run]) -> tuple[Dim, Dim]:
    if len(runs) == 1:
        return cast("Run", runs[0])
    lows, highs = [run[0] for run in runs], [run[1] for run in runs]
    return cast("Run", (minimum(*lows), maximum(*highs)))


def through_all(
    relations: tuple[Relation, ...], sizes: tuple[Dim, ...], states: tuple[State, ...]
) -> tuple[State, ...]:
    first = through(relations[0], sizes[0], states[0])
    after = [first]
    for axis in range(1, len(relations)):
        alike = relations[axis] is relations[0] or relations[axis] == relations[0]
        if alike and states[axis] is states[0] and sizes[axis] == sizes[0]:
            after.append(first)
        else:
            after.append(through(relations[axis], sizes[axis], states[axis]))
    return tuple(after)


def through(relation: Relation, cells: Dim, state: State) -> State:
    """One axis behind a layer, from the axis before it and the number of its cells."""
    if isinstance(relation, Whole):
        return State((), True)
    if isinstance(relation, Window):
        before = relation.padding_before(cells)
        lattices = [_window(relation, before, lattice) for lattice in state.lattices]
    elif isinstance(relation, Spread):
        lattices = [_spread(relation, lattice) for lattice in state.lattices]
    else:
        lattices = [_resized(relation, lattice) for lattice in state.lattices]
    return State(tuple(lattices), state.whole)


def _window(window: Window, before: Dim | None, given: Lattice) -> Lattice:
    jump, reach = cast("Dim", given.jump), window.extent - 1
    fields, pixels, centres = given.fields, given.pixels, given.centres
    if fields is not None:
        fields = (fields[0] + reach * jump, fields[1] + reach * jump)
    if before is None:
        pixels = centres = None
    if pixels is not None and before is not None:
        pixels = (pixels[0] - before * jump, pixels[1] + (reach - before) * jump)
    if centres is not None and before is not None:
        moved = whole_if_it_is((reach - 2 * before) * jump)
        centres = _moved(centres, moved)
    return Lattice(whole_if_it_is(jump * window.stride), fields, pixels, centres)


def _spread(spread: Spread, given: Lattice) -> Lattice:
    reach, cut = spread.extent - 1, spread.cut_before()
    jump = ratio(given.jump, spread.stride)
    fields, pixels = given.fields, given.pixels
    if spread.stride != 1:
        fields = pixels = None
    step = cast("Dim", jump)
    if fields is not None:
        fields = (fields[0] + reach * step, fields[1] + reach * step)
    if pixels is not None:
        pixels = (pixels[0] + (cut - reach) * step, pixels[1] + cut * step)
    centres = given.centres
    if centres is not None:
        centres = _moved(centres, whole_if_it_is((2 * cut - reach) * step))
    return Lattice(jump, fields, pixels, centres)


def _resized(relation: Rescale | Bins, given: Lattice) -> Lattice:
    if relation.source == relation.target:
        return given
    jump = ratio(given.jump * cast("int", relation.source), relation.target)
    centres = given.centres
    if centres is not None:
        # The first value stands for the first source/target of the cells: its centre moves there.
        centres = _moved(centres, whole_if_it_is(jump - cast("int", given.jump)))
    return Lattice(jump, None, None, centres)


def _moved(centres: tuple[Number, Number], by: Number) -> tuple[Number, Number]:
    step = cast("int", by)
    return whole_if_it_is(centres[0] + step), whole_if_it_is(centres[1] + step)


def join_all(
    one: tuple[State, ...] | None, other: tuple[State, ...] | None
) -> tuple[State, ...] | None:
    if one is None or other is None:
        return None
    joined: list[State] = []
    for axis, (a, b) in enumerate(zip(one, other, strict=True)):
        alike = axis > 0 and a is one[0] and b is other[0]
        joined.append(joined[0] if alike else join(a, b))
    if any(len(state.lattices) > MOST_JUMPS for state in joined):
        return None
    return tuple(joined)


def join(one: State, other: State) -> State:
    """All paths of two branches.

    What is not known forwards is followed back through the layers, so that a state stands for them
    too: one that only looks the same is not the same.
    """
    if one is other or (one == other and counted(one) and placed(one)):
        return one
    found = {lattice.jump: lattice for lattice in one.lattices}
    for lattice in other.lattices:
        same = found.get(lattice.jump)
        found[lattice.jump] = lattice if same is None else _both(same, lattice)
    return State(tuple(found.values()), one.whole or other.whole)


def _both(one: Lattice, other: Lattice) -> Lattice:
    fields = pixels = centres = None
    if one.fields is not None and other.fields is not None:
        fields = union([one.fields, other.fields])
    if one.pixels is not None and other.pixels is not None:
        pixels = union([one.pixels, other.pixels])
    if one.centres is not None and other.centres is not None:
        centres = union([one.centres, other.centres])
    return Lattice(one.jump, fields, pixels, centres)


# --- backwards ------------------------------------------------------------------------------------


def counted_back(relation: Relation, run: Run, cells: Dim) -> Run:
    """How many cells the smallest and the largest number of neighbours cover."""
    if run[0] == run[1]:
        both = relation.sees(run[0])
        return both, both
    return relation.sees(run[0]), relation.sees(run[1])


def read_back(relation: Relation, run: Run, cells: Dim) -> Run:
    """The first and the last cell that a run of cells reads."""
    low, high = run
    if isinstance(relation, Window):
        before = relation.padding_before(cells)
        if before is None:
            raise Undecidable(f"a known size in place of {cells}")
        return (
            low * relation.stride - before,
            high * relation.stride - before + relation.extent - 1,
        )
    if isinstance(relation, Spread):
        cut = relation.cut_before()
        return (
            ceil_divide(low + cut - (relation.extent - 1), relation.stride),
            (high + cut) // relation.stride,
        )
    if isinstance(relation, Rescale):
        return low * relation.source // relation.target, high * relation.source // relation.target
    if isinstance(relation, Bins):
        behind = ceil_divide((high + 1) * relation.source, relation.target)
        return low * relation.source // relation.target, behind - 1
    return run
