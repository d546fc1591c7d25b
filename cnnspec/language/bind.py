"""Binding: a spec's variables get their values and its inputs their shapes, or a reader's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cnnspec.core.diagnostic import Note, UsageError, Violation
from cnnspec.core.shape import AXES
from cnnspec.language.default_values import DefaultValues
from cnnspec.language.expression import ExpressionError, value_of_text
from cnnspec.language.frames import Unknown
from cnnspec.language.input_shapes import DIGITS, LARGEST, is_form, replace_inputs
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
    if isinstance(value, (int, str, float)) or hasattr(value, "numerator") or is_form(value):
        return value
    raise TypeError


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
