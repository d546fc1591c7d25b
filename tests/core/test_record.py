"""Frozen records: they behave as frozen dataclasses do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.core.record import Record


class Point(Record):
    """Two numbers."""

    x: int
    y: int = 7
    origin: ClassVar[int] = 0


class Spot(Point):
    """A point that is coloured."""

    colour: str = "red"


@dataclass(frozen=True)
class Twin:
    """The same as a dataclass."""

    x: Any
    y: Any = 7


@pytest.mark.parametrize(
    ("point", "fields"),
    [
        (Point(1), (1, 7)),
        (Point(1, 2), (1, 2)),
        (Point(1, y=2), (1, 2)),
        (Point(y=2, x=1), (1, 2)),
        (Spot(1), (1, 7, "red")),
        (Spot(1, 2, "blue"), (1, 2, "blue")),
    ],
)
def test_fields(point: Point, fields: tuple[object, ...]) -> None:
    assert tuple(getattr(point, name) for name in point._fields) == fields


@pytest.mark.parametrize(
    ("values", "named", "message"),
    [
        ((), {}, "Point needs 'x'"),
        ((), {"y": 1}, "Point needs 'x'"),
        ((1, 2, 3), {}, "Point takes 2 values, not 3"),
        ((1,), {"x": 1}, "Point got an unexpected or repeated 'x'"),
        ((1,), {"z": 1}, "Point got an unexpected or repeated 'z'"),
        ((1,), {"origin": 1}, "Point got an unexpected or repeated 'origin'"),
    ],
)
def test_wrong_fields(values: tuple[int, ...], named: dict[str, int], message: str) -> None:
    with pytest.raises(TypeError) as caught:
        Point(*values, **named)
    assert str(caught.value) == message


def test_frozen() -> None:
    point: Any = Point(1)
    with pytest.raises(AttributeError, match="Point is frozen; 'x' cannot be set"):
        point.x = 2
    with pytest.raises(AttributeError, match="Point is frozen; 'x' cannot be deleted"):
        del point.x
    with pytest.raises(AttributeError):
        point.z = 2
    assert point == Point(1)


def test_replace() -> None:
    spot = Spot(1, 2)
    assert spot.replace(colour="green") == Spot(1, 2, "green")
    assert spot == Spot(1, 2, "red")
    with pytest.raises(TypeError):
        spot.replace(size=3)


def test_a_record_is_a_row_by_name() -> None:
    assert Spot(1).as_dict() == {"x": 1, "y": 7, "colour": "red"}


def test_only_the_same_kind_is_equal() -> None:
    assert Spot(1, 2) != Point(1, 2)
    assert Point(1, 2) != (1, 2)
    assert len({Point(1), Point(1, 7), Point(2), Spot(1)}) == 3


def test_shown() -> None:
    assert repr(Spot(1)) == "Spot(x=1, y=7, colour='red')"


VALUES = st.one_of(st.integers(), st.text(max_size=3), st.booleans(), st.none(), st.tuples())


@given(VALUES, VALUES, VALUES, VALUES)
def test_like_a_dataclass(a: Any, b: Any, c: Any, d: Any) -> None:
    one, other = Point(a, b), Point(c, d)
    assert (one == other) == (Twin(a, b) == Twin(c, d))
    assert one != other or hash(one) == hash(other)
    assert repr(one).removeprefix("Point") == repr(Twin(a, b)).removeprefix("Twin")
