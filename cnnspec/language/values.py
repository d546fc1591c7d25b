"""Values in a spec: numbers, words, extents, lists and expressions, ready to be evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.diagnostic import Note, Span
from cnnspec.language.characters import shortened
from cnnspec.language.expression import LONGEST, ExpressionError, effort_of, value_of_text
from cnnspec.language.nodes import Mapping, Scalar, Sequence, offset_span
from cnnspec.language.problems import suggestion
from cnnspec.language.structure import FOREIGN_OPS, FOREIGN_WORDS, WORDS
from cnnspec.layers import names as op_names

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from cnnspec.core.diagnostic import Label
    from cnnspec.graph import Refused
    from cnnspec.language.expression import Expression
    from cnnspec.language.nodes import Node
    from cnnspec.language.order import Order
    from cnnspec.language.problems import Problems
    from cnnspec.language.templates import Block

_CLOSING = {"(": ")", "[": "]"}


MOST_ITEMS = 1_000
"""So many items may a list have, those of the lists in it included."""


class Value:
    """A value of the spec: known already (`constant`), or to be evaluated where it is used."""

    __slots__ = ("constant", "expression", "items", "node", "value")

    def __init__(
        self,
        node: Node,
        value: Any = None,
        constant: bool = True,
        expression: Expression | None = None,
        items: tuple[Value, ...] | None = None,
    ) -> None:
        self.node = node
        self.value = value
        self.constant = constant
        self.expression = expression
        self.items = items

    @property
    def effort(self) -> int:
        """The characters that are worked out each time; nothing for what is known already."""
        if self.items is not None:
            return sum([item.effort for item in self.items])
        return 0 if self.expression is None or self.constant else effort_of(self.expression.text)

    def evaluate(self, scope: Any) -> Any:
        """The value in a scope. Raises a Fault with its place where it cannot be computed."""
        if self.constant:
            return self.value
        if self.items is not None:
            return tuple([item.evaluate(scope) for item in self.items])
        expression = self.expression
        assert expression is not None
        try:
            return expression.evaluate(scope)
        except ExpressionError as error:
            raise fault(self.node, error) from None
        except TensorFault as error:
            raise error.located(self) from None


class Fault(Exception):
    """One thing that is wrong in a value or a layer, with its place where that is known.

    `text` is what is to be said at the place, `related` are other places that take part, `refused`
    is the layer that could not be placed, `surplus` are tensors of which one is needed.
    """

    def __init__(
        self,
        code: str,
        message: str,
        place: Node | Span | None,
        *notes: Note,
        text: str = "",
        related: tuple[Label, ...] = (),
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.place = place
        self.notes = notes
        self.text = text
        self.related = related
        self.refused: Refused | None = None
        self.surplus: tuple[str, ...] = ()


class TensorFault(Exception):
    """A size was asked of a tensor that is not there, or has no such size."""

    def __init__(self, code: str, message: str, tensor: str, *notes: Note) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.tensor = tensor
        self.notes = notes

    def located(self, value: Value) -> Fault:
        """The same, at the place in the expression that asks."""
        place: Node | Span = value.node
        if value.expression is not None and isinstance(value.node, Scalar):
            for tensor, _, start, end in value.expression.sizes:
                if tensor == self.tensor:
                    place = offset_span(value.node, start, end)
                    break
        return Fault(self.code, self.message, place, *self.notes)


def fault(node: Node, error: ExpressionError) -> Fault:
    """An error of an expression, at its place in the file."""
    place: Node | Span = node
    if isinstance(node, Scalar):
        place = offset_span(node, error.start, error.end)
    if error.hint.startswith("did you mean "):
        return Fault(error.code, f"{error.message}; {error.hint}", place)
    notes = (Note("help", error.hint),) if error.hint else ()
    return Fault(error.code, error.message, place, *notes)


class Names:
    """What names mean in one body: the variables that it sees, and the words.

    Unknown names are kept in `missing` until the whole body was read, and told with what it has.
    `used` are the names of the file that are read, with the words among them, and `used_here`
    those of the block itself: its arguments and what it derives, which are `own`.
    """

    __slots__ = (
        "body", "is_word", "missing", "order", "own", "problems", "repeats", "sizes", "used",
        "used_here", "variables",
    )  # fmt: skip

    def __init__(
        self,
        variables: set[str],
        is_word: Callable[[str], bool],
        problems: Problems,
        body: str = "",
    ) -> None:
        self.variables = variables
        self.is_word = is_word
        self.problems = problems
        self.body = body
        self.order: Order | None = None
        self.repeats = 0
        self.own: set[str] = set()
        self.used: set[str] = set()
        self.used_here: set[str] = set()
        self.sizes: list[tuple[str, str, Span]] = []
        self.missing: list[tuple[str, Span, set[str]]] = []

    def also(self, *names: str) -> Names:
        """The same with more variables; what is used is noted in one place."""
        wider = Names(self.variables | set(names), self.is_word, self.problems, self.body)
        wider.own = self.own
        wider.used = self.used
        wider.used_here = self.used_here
        wider.sizes = self.sizes
        wider.missing = self.missing
        wider.order = self.order
        wider.repeats = self.repeats
        return wider


def compile_value(node: Node, names: Names) -> Value:
    """A node as a value; what is wrong with it goes to the problems, and it counts as 0."""
    if isinstance(node, Sequence):
        if len(node.items) > MOST_ITEMS or _items(node) > MOST_ITEMS:
            message = f"a list of {_items(node):,} items; {MOST_ITEMS:,} are the limit"
            names.problems.add("E208", message, node.items[0])
            return Value(node, 0)
        items = tuple([compile_value(item, names) for item in node.items])
        if all(item.constant for item in items):
            return Value(node, tuple([item.value for item in items]))
        return Value(node, constant=False, items=items)
    if isinstance(node, Mapping):
        names.problems.add("E203", "a value is a number, a word or a list, not a mapping", node)
        return Value(node, 0)
    if node.empty:
        names.problems.add("E203", "a value is missing here", node)
        return Value(node, 0)
    if node.block:
        return Value(node, node.text)
    try:
        expression = value_of_text(node.text)
        if expression.constant:
            return Value(node, expression.evaluate(None))
    except ExpressionError as error:
        _report(node, error, names.problems)
        return Value(node, 0)
    return _dependent(node, expression, names)


def _items(node: Sequence) -> int:
    """How many items a list has, with those of the lists in it."""
    inner = [_items(item) for item in node.items if isinstance(item, Sequence)]
    return len(node.items) + sum(inner)


def _report(node: Scalar, error: ExpressionError, problems: Problems) -> None:
    if error.message.endswith("is not closed") and report_torn(node, problems):
        return
    wrong = fault(node, error)
    problems.add(wrong.code, wrong.message, wrong.place, *wrong.notes)


def report_torn(node: Node, problems: Problems) -> bool:
    """Tell of an expression that YAML ended at a comma inside parentheses, if it is one."""
    if not (isinstance(node, Scalar) and node.plain and "(" in node.text):
        return False
    torn = _torn(node)
    if torn is None:
        return False
    whole = " ".join(node.source.text[node.start : torn].split())
    message = f"`{shortened(node.text)}` is only the first part of the value"
    cause = Note("cause", "between [ ] or { } YAML ends a text at a comma")
    fix = Note("fix", f'"{whole}"  in quotes')
    place = node.source.span(node.start, torn)
    problems.add("E208", message, place, cause, fix, torn=place)
    return True


def _torn(node: Scalar) -> int | None:
    """Where an expression ends that YAML ended at a comma inside parentheses, or None."""
    text = node.source.text
    opened: list[str] = []
    for index in range(node.start, min(len(text), node.start + LONGEST)):
        mark = text[index]
        if mark in "([":
            opened.append(mark)
        elif opened and mark == _CLOSING[opened[-1]]:
            opened.pop()
        elif mark in "\r\n)]" or (not opened and mark in ",}"):
            return index if index > node.end and not opened else None
    return None


def _dependent(node: Scalar, expression: Expression, names: Names) -> Value:
    words = 0
    order = names.order
    for name, start, end in expression.names:
        known = name in names.variables
        if order is not None and name in order.keys:
            order.use(name, offset_span(node, start, end), known)
            known = True
        if known or name == "train":
            (names.used_here if name in names.own else names.used).add(name)
        elif name == "i":
            if not names.repeats:
                place = offset_span(node, start, end)
                names.problems.add("E207", "`i` is there only under `repeat` or `copies`", place)
        elif names.is_word(name):
            words += 1
            names.used.add(name)
        else:
            names.missing.append((name, offset_span(node, start, end), names.variables))
    for tensor, attribute, start, end in expression.sizes:
        names.sizes.append((tensor, attribute, offset_span(node, start, end)))
    if (
        words == 1
        and len(expression.names) == 1
        and expression.text.strip() == expression.names[0][0]
    ):
        return Value(node, expression.names[0][0])
    return Value(node, constant=False, expression=expression)


def report_missing(names: Names, blocks: dict[str, Block], tensors: Container[str]) -> None:
    """One finding for each unknown name, with the nearest one or with where it is known."""
    for name, place, variables in names.missing:
        where = f" in block `{names.body}`" if names.body else ""
        notes = []
        near = _near(name, variables, blocks)
        if name in tensors:
            near = ""
            notes.append(Note("help", f"`{name}` is a tensor; write a size of it: {name}.c"))
        elif not near:
            notes = _elsewhere(name, variables, names.body, blocks)
        names.problems.add("E207", f"no variable is called `{name}`{where}{near}", place, *notes)
    names.missing.clear()


def _near(name: str, variables: set[str], blocks: dict[str, Block]) -> str:
    if near := suggestion(name, variables):
        return near
    foreign = FOREIGN_WORDS.get(name.lower()) or FOREIGN_OPS.get(name.lower())
    if foreign:
        return f"; did you mean {foreign}?"
    words = ["train", "true", "false", *WORDS, *op_names(), *blocks]
    return suggestion(name, words)


def _elsewhere(name: str, variables: set[str], body: str, blocks: dict[str, Block]) -> list[Note]:
    for block in blocks.values():
        if block.name != body and (name in block.arguments or name in block.let):
            told = f"`{name}` belongs to block `{block.name}` and is seen in its body only"
            return [Note("help", told)]
    if not body:
        return []
    known = ", ".join(sorted(variables)) or "none"
    return [Note("help", f"a block sees its own arguments and the file's vars: {known}")]
