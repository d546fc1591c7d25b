"""Lines of a spec as the language understands them, before they are unfolded into layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cnnspec.core.diagnostic import Span
    from cnnspec.language.bodies import Body
    from cnnspec.language.nodes import Node, Scalar
    from cnnspec.language.values import Value
    from cnnspec.layers.base import Layer


class Reference:
    """A tensor by name: `prev`, `in`, `NAME` or `NAME.OUTPUT`."""

    __slots__ = ("name", "node", "output", "text")

    def __init__(self, text: str, node: Node) -> None:
        self.text = text
        self.name, _, self.output = text.partition(".")
        self.node = node


class Branch:
    """One branch of a merge: a tensor as it is, layers, or both with conditions and copies."""

    __slots__ = ("body", "copies", "label", "node", "source", "when")

    def __init__(
        self,
        node: Node,
        label: str | None,
        source: tuple[Reference, ...] | None = None,
        body: tuple[Line, ...] | None = None,
        when: Value | None = None,
        copies: Value | None = None,
    ) -> None:
        self.node = node
        self.label = label
        self.source = source
        self.body = body
        self.when = when
        self.copies = copies


class Line:
    """One layer as it is written: what it calls, with which arguments and modifiers.

    `form` is `op`, `block`, `call`, `merge`, `seq` or `side`.
    """

    __slots__ = (
        "argument", "body", "body_context", "branches", "callee", "constant", "effort", "first",
        "form", "frozen", "key", "keys", "kind", "layer", "levels", "name", "named", "node", "note",
        "positional", "prepared", "repeat", "shape", "share", "size", "source", "when",
    )  # fmt: skip

    def __init__(self, node: Node, key: Scalar, form: str, callee: str) -> None:
        self.node = node
        self.key = key
        self.argument: Node | None = None
        self.form = form
        self.callee = callee
        self.kind = callee
        self.layer: type[Layer] | None = None
        self.positional: tuple[Value, ...] = ()
        self.named: dict[str, Value] = {}
        self.keys: dict[str, Scalar] = {}
        self.levels: tuple[Defaults, ...] = ()
        self.body_context: Body | None = None
        self.constant = False
        self.effort = 0
        """The characters of its own expressions, each time that they are worked out."""
        self.body: tuple[Line, ...] = ()
        self.branches: tuple[Branch, ...] = ()
        self.name: str | None = None
        self.source: tuple[Reference, ...] | None = None
        self.repeat: Value | None = None
        self.first: dict[str, Value] = {}
        self.when: Value | None = None
        self.share: str | None = None
        self.frozen = False
        self.size: Value | None = None
        self.shape: Value | None = None
        self.note = ""
        self.prepared: dict[Any, Any] = {}


Defaults = dict[str, dict[str, "Value"]]
"""Argument defaults by op and option, as they are written in one body."""


class Block:
    """A block of the file: its inputs, arguments, derived values, outputs and layers."""

    __slots__ = (
        "arguments", "called", "defaults", "effort", "inputs", "let", "lines", "name", "node",
        "outputs", "used",
    )  # fmt: skip

    def __init__(self, name: str, node: Node) -> None:
        self.name = name
        self.node = node
        self.inputs: tuple[str, ...] = ()
        """The names of its inputs, if there are several; otherwise its one input is `in`."""
        self.arguments: dict[str, Value | None] = {}
        """In positional order, with their defaults."""
        self.let: dict[str, Value] = {}
        self.effort = 0
        """The characters of its derived values and of what its arguments are without a call."""
        self.outputs: tuple[Reference, ...] = ()
        self.defaults: Defaults = {}
        self.lines: tuple[Line, ...] = ()
        self.called = False
        """Whether a line calls it; a value may name it for a `call` besides."""
        self.used: set[str] = set()
        """The arguments and derived values that something in it reads."""


def call_span(line: Line) -> Span:
    """Where a line's call stands: from what it calls to the end of its arguments."""
    from cnnspec.core.diagnostic import Span
    from cnnspec.language.nodes import span

    start = span(line.key)
    end = start if line.argument is None else span(line.argument)
    return Span(start.line, start.column, end.end_line, end.end_column)
