"""The YAML parser: libyaml where PyYAML was built with it, else PyYAML's own.

Both give the same events. PyYAML's scanner needs help with that: it stops at tabs that libyaml,
like YAML 1.2, reads as blanks, and at a `?` inside a word in brackets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class EventParser(Protocol):
        """What is needed of either parser."""

        def get_event(self) -> object:
            """The next event, or None after the last; raises a YAMLError."""


def parser_class() -> Callable[[str], EventParser]:
    """The faster of the parsers that are there."""
    try:
        from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stub hides it
    except ImportError:
        return python_parser_class()
    return CParser


def python_parser_class() -> Callable[[str], EventParser]:
    """The parser that needs no libyaml; it is some fifteen times slower."""
    from cnnspec.language.python_parser import PythonParser

    return PythonParser
