"""Binding: a spec's variables get their values and its inputs their shapes, or a reader's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cnnspec.core.diagnostic import Note, UsageError, Violation
from cnnspec.core.shape import AXES, shape_text
from cnnspec.language.default_values import DefaultValues
from cnnspec.language.expression import ExpressionError, value_of_text
from cnnspec.language.frames import Unknown
from cnnspec.language.places import part_of
from cnnspec.language.problems import suggestion
from cnnspec.language.values import Fault, TensorFault
from cnnspec.layers.base import Option, option
from cnnspec.layers.options import said, whole_number

if TYPE_CHECKING:
    from cnnspec.core.shape import Shape
    from cnnspec.language.nodes import Node
    from cnnspec.language.problems import Problems
    from cnnspec.language.spec import Spec
    from cnnspec.language.values import Value

MOST_AXES = max(AXES)
DIGITS = 12
LARGEST = 10**DIGITS
"""The longest and largest numbers that a reader may give for a size or a variable."""
_SIZE: Option = option("a size of an input")
_SIZE.name = "input"


class Bound:
    """What a spec is unfolded with: values of variables, shapes of inputs, defaults of ops."""

    __slots__ = ("defaults", "inputs", "values")

    def __init__(
        self, values: dict[str, Any], inputs: dict[str, Shape], defaults: DefaultValues
    ) -> None:
        self.values = values
        self.inputs = inputs
        self.defaults = defaults


class FileScope:
    """What expressions at the top of a file see: symbols and the variables before them."""

    def __init__(self, values: dict[str, Any], train: bool) -> None:
        self.values = values
        self.train = train
        self.failed: set[str] = set()

    def variable(self, name: str) -> Any:
        """The value of a variable; a name that is none is a word and stands for itself.

        Raises Unknown for a variable that has no value, which was told already.
        """
        if name == "train":
            return self.train
        if name in self.failed:
            raise Unknown
        return self.values.get(name, name)

    def known_names(self) -> list[str]:
        """The variables, for suggestions."""
        return list(self.values)

    def size(self, tensor: str, attribute: str) -> Any:
        """There are no tensors yet. Raises a TensorFault."""
        message = f"no tensor is there yet: `{tensor}.{attribute}`"
        raise TensorFault("E217", message, tensor)


def bind(
    spec: Spec,
    problems: Problems,
    given: Any,
    settings: dict[str, object],
    train: bool,
    known: Mapping[str, Any] | None = None,
) -> Bound:
    """The values a spec is unfolded with. What the spec says wrongly goes to the problems.

    What is `known` of symbols stands in their place. Raises a UsageError for an input or a setting
    of the reader's that does not fit.
    """
    scope = FileScope({}, train)
    known = known or {}
    _read_variables(spec, problems, settings, scope, known)
    inputs: dict[str, Shape] = {}
    for name, value in spec.inputs.items():
        shape = _input_shape(value, scope, problems)
        if shape is not None:
            inputs[name] = shape
    if given is not None and len(inputs) == len(spec.inputs):
        inputs = replace_inputs(inputs, given)
    if known:
        from cnnspec.language.symbols import applied

        inputs = {name: applied(shape, known) for name, shape in inputs.items()}
    try:
        defaults = DefaultValues({}).within(spec.defaults, scope)
    except Unknown:
        defaults = DefaultValues({})
    except Fault as error:
        problems.add(error.code, error.message, error.place, *error.notes)
        defaults = DefaultValues({})
    return Bound(scope.values, inputs, defaults)


def _read_variables(
    spec: Spec,
    problems: Problems,
    settings: dict[str, object],
    scope: FileScope,
    known: Mapping[str, Any],
) -> None:
    values = scope.values
    spent = 0
    chosen = {name: setting_value(spec, name, value) for name, value in settings.items()}
    if known:
        from cnnspec.language.symbols import applied

        chosen = {name: applied(value, known) for name, value in chosen.items()}
    if spec.symbols:
        from cnnspec.core.algebra import symbol

        for name in spec.symbols:
            values[name] = chosen[name] if name in chosen else known.get(name, symbol(name))
    for name, value in spec.variables.items():
        if name in chosen:
            values[name] = chosen[name]
            continue
        try:
            values[name] = value.evaluate(scope)
            if spec.symbols:
                spent = _spend(spent, values[name], value.node)
        except Unknown:
            scope.failed.add(name)
        except Fault as error:
            problems.add(error.code, error.message, error.place, *error.notes)
            scope.failed.add(name)


def _spend(spent: int, value: Any, node: Node) -> int:
    """The work of all variables so far; a Fault where forms with symbols have grown too long."""
    from cnnspec.language.effort import MOST_EFFORT, effort

    spent += effort((value,))
    if spent > MOST_EFFORT:
        raise Fault("E208", "too much to work out: the forms with symbols are too long", node)
    return spent


def setting_value(spec: Spec, name: str, value: object) -> Any:
    """The value of `--set name=value`. Raises a UsageError for what the spec does not have."""
    known = [*spec.variables, *spec.symbols]
    if name not in known:
        listed = f"its variables: {', '.join(known)}" if known else "it has no variables"
        raise UsageError(f"{spec.name} has no variable {name}{suggestion(name, known)}", listed)
    try:
        if isinstance(value, str):
            value = value_of_text(value).evaluate(_SettingScope(spec))
        else:
            value = _plain(value)
    except (ExpressionError, TensorFault) as error:
        raise UsageError(f"--set {name}={said(value)}: {error.message}") from None
    except TypeError:
        raise UsageError(f"{name} cannot be set to {value!r}") from None
    if name in spec.symbols:
        try:
            whole_number(_SIZE, value, 1)
        except Violation:
            raise UsageError(f"{name} is a symbol, a whole number of at least 1: {value}") from None
    return value


def _plain(value: object) -> Any:
    """A value that is given as such: a number, true or false, a word, or a list of these."""
    if isinstance(value, (list, tuple)):
        return tuple([_plain(item) for item in value])
    if isinstance(value, int) and abs(value) > LARGEST:
        raise UsageError(f"a number of more than {DIGITS} digits is too large for a setting")
    if isinstance(value, (int, str, float)) or hasattr(value, "numerator") or _is_form(value):
        return value
    raise TypeError


def _is_form(value: object) -> bool:
    return hasattr(value, "terms")


class _SettingScope(FileScope):
    def __init__(self, spec: Spec) -> None:
        super().__init__({}, False)
        self.spec = spec

    def variable(self, name: str) -> Any:
        if self.spec.names.is_word(name):
            return name
        if name[0].isupper():
            from cnnspec.core.algebra import symbol

            return symbol(name)
        raise UsageError(
            f"{name} is no number, no word of the language and no block of {self.spec.name}",
            "a name that begins with a capital becomes a symbol",
        )


def _input_shape(value: Value, scope: FileScope, problems: Problems) -> Shape | None:
    try:
        shape: Any = value.evaluate(scope)
    except Unknown:
        return None
    except Fault as error:
        problems.add(error.code, error.message, error.place, *error.notes)
        return None
    if not isinstance(shape, tuple):
        shape = (shape,)
    if not 1 <= len(shape) <= MOST_AXES + 1:
        message = f"an input has 1 to {MOST_AXES + 1} sizes, got {len(shape) or 'none'}"
        hint = Note("help", "[c], [c, l], [c, h, w] or [c, d, h, w]; the batch is no part of it")
        problems.add("E203", message, value.node, hint)
        return None
    for place, size in enumerate(shape):
        try:
            whole_number(_SIZE, size, 1)
        except Violation as violation:
            where = part_of(value.node, (place,))
            problems.add(violation.code, violation.message, where, *violation.notes)
            return None
    return tuple(shape)


def replace_inputs(inputs: dict[str, Shape], given: Any) -> dict[str, Shape]:
    """The inputs with a reader's sizes: `227`, `3x227x227`, `left=1x105x105`, or values.

    A number stands for every spatial axis. Raises a UsageError for what does not fit.
    """
    if isinstance(given, str) and "=" in given:
        pairs = [part.partition("=") for part in given.split(",")]
        given = {name.strip(): shape for name, _, shape in pairs}
    if isinstance(given, Mapping):
        result = dict(inputs)
        for name, shape in given.items():
            own = name if name in inputs else "in" if name == "input" and "in" in inputs else None
            if own is None:
                listed = f"its inputs: {', '.join(inputs)}"
                raise UsageError(f"no input is called {name}{suggestion(name, inputs)}", listed)
            result[own] = _given_shape(inputs[own], shape)
        return result
    return {name: _given_shape(shape, given) for name, shape in inputs.items()}


def _given_shape(own: Shape, given: Any) -> Shape:
    if isinstance(given, str):
        parts: list[Any] = [_size(part, given) for part in split_shape(given)]
    elif isinstance(given, (list, tuple)):
        parts = [_size(part, given) if isinstance(part, str) else part for part in given]
    else:
        parts = [given]
    for part in parts:
        if type(part) is int and part > LARGEST:
            raise UsageError(f"a size has at most {DIGITS} digits")
        if not _is_form(part) and (type(part) is not int or part < 1):
            raise UsageError(
                f"an input has whole sizes of at least 1, got {part!r}",
                "write 227, 3x227x227, or 3xHxW with capitals for symbols",
            )
    shown = given if isinstance(given, str) else shape_text(tuple(parts))
    if len(parts) == len(own):
        return tuple(parts)
    axes = len(own) - 1
    if len(parts) == 1 and axes:
        return (own[0], *parts * axes)
    if len(parts) == axes:
        return (own[0], *parts)
    forms = f"{shape_text(own)}" + (f", {shape_text(own[1:])} or one number" if axes else "")
    raise UsageError(f"--input {shown} has {len(parts)} sizes", f"the spec's own input is {forms}")


def split_shape(text: str) -> list[str]:
    """The sizes of a shape as it is typed: an `x` within parentheses parts nothing."""
    parts, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == "x" and depth <= 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _size(part: str, given: Any) -> Any:
    word = part.strip()
    if word.isascii() and word.isdigit():
        if len(word) > DIGITS:
            raise UsageError(f"a size has at most {DIGITS} digits, got {len(word)}")
        return int(word)
    if word.isidentifier() and word.isascii() and word[0].isupper():
        from cnnspec.core.algebra import symbol

        return symbol(word)
    try:
        size: Any = value_of_text(word).evaluate(_SizeScope(f"--input {given}"))
    except (ExpressionError, TensorFault):
        size = None
    if not _is_form(size) and (type(size) is not int or size < 1):
        raise UsageError(
            f"--input {given}: {part or 'nothing'} is no size",
            "write 227, 3x227x227, 3xHxW with capitals for symbols, or 3x(32*H)x(32*W)",
        )
    return size


class _SizeScope(FileScope):
    """What an expression in a shape sees: a name that begins with a capital is a symbol."""

    def __init__(self, shown: str) -> None:
        super().__init__({}, False)
        self.shown = shown

    def variable(self, name: str) -> Any:
        if name[0].isupper():
            from cnnspec.core.algebra import symbol

            return symbol(name)
        raise UsageError(
            f"{self.shown}: {name} is no size", "a name that begins with a capital becomes a symbol"
        )
