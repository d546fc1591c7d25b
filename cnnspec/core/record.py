"""Frozen records that cost as little to define as a plain class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, dataclass_transform

if TYPE_CHECKING:
    from typing import Self


@dataclass_transform(frozen_default=True)
class Record:
    """A value with named fields that never changes.

    It behaves as a frozen dataclass does. A dataclass compiles its methods when it is defined,
    which costs more than all the rest of a short command; a record writes none.
    """

    _fields: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        own = cls.__annotations__
        names = (name for name, kind in own.items() if not str(kind).startswith("ClassVar"))
        cls._fields = (*cls._fields, *(name for name in names if name not in cls._fields))

    def __init__(self, *values: Any, **named: Any) -> None:
        fields = self._fields
        if len(values) == len(fields) and not named:
            self.__dict__.update(zip(fields, values, strict=True))
            return
        if len(values) > len(fields):
            raise TypeError(f"{type(self).__name__} takes {len(fields)} values, not {len(values)}")
        state = dict(zip(fields, values, strict=False))
        for name, value in named.items():
            if name not in fields or name in state:
                raise TypeError(f"{type(self).__name__} got an unexpected or repeated {name!r}")
            state[name] = value
        if len(state) < len(fields):
            for name in fields:
                if name not in state and not hasattr(type(self), name):
                    raise TypeError(f"{type(self).__name__} needs {name!r}")
        self.__dict__.update(state)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen; {name!r} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen; {name!r} cannot be deleted")

    def _values(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self._fields)

    def replace(self, **changes: Any) -> Self:
        """The same record with some fields changed."""
        return type(self)(**{**self.as_dict(), **changes})

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, as a row of a table of records."""
        return {name: getattr(self, name) for name in self._fields}

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self), self._values()))

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._fields)
        return f"{type(self).__name__}({inside})"
