"""What a layer type is: options with help and limits, and a handful of facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from cnnspec.core.diagnostic import Violation
from cnnspec.core.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import ClassVar

    from cnnspec.core.algebra import Dim
    from cnnspec.core.shape import Shape
    from cnnspec.core.terms import Term
    from cnnspec.core.weight import Weight
    from cnnspec.core.window import Relation

    Storage = Literal["new", "in place", "view"]
    Kept = Literal["inputs", "inputs for weights", "output", "places", "mask"]
    Pooling = Literal["mean", "weighted mean", "maximum", "length"]
    Together = Literal["batch", "channel", "group", "position"]
    Bounds = tuple[int | None, int | None]

Kind = Literal[
    "count",  # an integer or a symbolic size
    "axes",  # one count for every axis, or one per axis
    "padding",  # a number, one entry per axis, `half`, `same`, `causal`
    "sizes",  # spatial sizes: one for every axis, or one per axis
    "counts",  # all remaining positional values
    "flag",  # true or false
    "auto",  # true, false or auto
    "number",  # any exact number
    "rate",  # a number in [0, 1)
    "word",  # one of `choices`
    "act",  # an activation or none
    "norm",  # a norm or none
    "table",  # a block of text: which input channel feeds which output channel
]
REQUIRED: Any = object()


class Option:
    """One argument of a layer type: what it means, what it may be, what it is if left out."""

    __slots__ = ("at_least", "choices", "default", "help", "keyword", "kind", "name")

    def __init__(
        self,
        help: str,
        kind: Kind,
        default: Any,
        at_least: int,
        keyword: bool,
        choices: tuple[str, ...],
    ) -> None:
        self.help = help
        self.kind = kind
        self.default = default
        self.at_least = at_least
        self.keyword = keyword
        self.choices = choices
        self.name = ""

    @property
    def required(self) -> bool:
        """Whether the argument must be given."""
        return self.default is REQUIRED


def option(
    help: str,
    kind: Kind = "count",
    *,
    default: Any = REQUIRED,
    at_least: int = 1,
    keyword: bool = False,
    choices: tuple[str, ...] = (),
) -> Any:
    """Declare an argument; `keyword` ones are given by name only. Order is positional order."""
    return Option(help, kind, default, at_least, keyword, choices)


class Part(Record):
    """One step of a layer that unfolds into several.

    `takes` names what it reads: 0 is the layer's own input, n is the n-th part, -1 the part before.
    """

    op: str
    options: dict[str, Any]
    takes: tuple[int, ...] = (-1,)


class Requirement(Record):
    """What must hold for the inputs of a layer: known to hold, known to fail, or a condition.

    What is known to hold need not be told; a layer yields what fails or is not decided.

    `holds` is three-valued; `condition` says in a few words what is needed when it is not decided
    (`H >= 7`); `violation` is what is wrong when it fails.
    """

    holds: bool | None
    condition: str
    violation: Violation


class Layer:
    """A layer type with its options filled in.

    A subclass stands alone in the file that bears its op's name. Its docstring is its help text.
    """

    __slots__ = ("__dict__", "slid")
    slid: tuple[int, tuple[Any, ...]] | None
    """The windows for a number of axes, kept because shape, counts, reach and field all ask."""

    op: ClassVar[str] = ""
    options: ClassVar[dict[str, Option]] = {}
    group: ClassVar[str] = ""
    """The heading under which the reference lists it."""
    source: ClassVar[str] = ""
    formulas: ClassVar[dict[str, str]] = {}
    """What it computes, in symbols: `output`, `parameters`, `MACs`."""
    example: ClassVar[dict[str, Any]] = {}
    """Arguments, and an `input`, for an example in the reference; usual ones for what is left."""
    merges: ClassVar[bool] = False
    """Whether it takes several branches instead of one tensor."""
    gates: ClassVar[bool] = False
    """Whether all inputs but the first only gate it, so that depth and field do not follow them."""
    memory: ClassVar[Storage] = "new"
    """Where the result goes: to memory of its own; over an input that nothing reads any more; or
    nowhere, as it only views its input."""
    keeps: ClassVar[tuple[Kept, ...]] = ()
    """What training keeps for the way back: the inputs, the output, the places of maxima (one for
    each value of the output), or a mask of what was dropped. Inputs `for weights` are kept where
    the layer's own weights are trained."""
    activation: ClassVar[bool] = False
    """Whether it may be the value of an `act` option."""
    normalisation: ClassVar[bool] = False
    """Whether it may be the value of a `norm` option."""

    # What it does with values. Nothing is claimed of a layer that says nothing.
    linear: ClassVar[bool] = False
    """Whether it is a sum of what it reads, each value times a learned weight, and a bias."""
    flattens: ClassVar[bool] = False
    """Whether it takes what it reads as one flat vector, whatever axes that has."""
    slides: ClassVar[bool] = False
    """Whether it moves a window over its input, and gives one value for each place."""
    pools: ClassVar[Pooling | None] = None
    """What it takes of values, if it is a pool: of a single value, all but a length are the value
    itself."""
    normalises: ClassVar[Together | None] = None
    """Which values are brought to mean 0 together, if any are: a channel of a whole batch; or, of
    each image, a channel, a group of channels or all channels of a position."""
    channelwise: ClassVar[bool] = False
    """Whether a channel of the result depends on the same channel of the inputs alone."""
    training_only: ClassVar[bool] = False
    """Whether it does nothing but in training."""
    same_values: ClassVar[bool] = False
    """Whether it gives all that it reads in the same order, at most in another shape; in training
    it may do more."""
    bounds: ClassVar[Bounds] = (None, None)
    """What all of its values lie between, whatever it reads; None where there is no such bound."""
    leaves: ClassVar[Bounds | None] = None
    """The bounds of the values that it leaves as they are, if there are such values."""
    non_negative_if: ClassVar[Literal["all", "any"] | None] = None
    """Of how many inputs the values must be 0 or more so that those of the result are; None where
    that does not follow from the inputs."""
    defaults_of: ClassVar[str] = ""
    """Another type whose `defaults` hold for it as well, as far as it has those options."""

    positional: ClassVar[tuple[str, ...]] = ()
    """The options that may be given by position, in order."""
    _defaults: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls) -> None:
        cls.op = cls.__module__.rpartition(".")[2]
        own = {name: value for name, value in vars(cls).items() if isinstance(value, Option)}
        for name, declared in own.items():
            declared.name = name
        cls.options = {**cls.options, **own}
        cls.positional = tuple([name for name, o in cls.options.items() if not o.keyword])
        cls._defaults = {name: declared.default for name, declared in cls.options.items()}

    def __init__(self, **values: Any) -> None:
        state = self.__dict__
        state.update(self._defaults)
        state.update(values)
        self.slid = None

    @classmethod
    def complete(cls, **values: Any) -> dict[str, Any]:
        """A value for every option: those given, and the defaults of the others."""
        return {**cls._defaults, **values}

    def __repr__(self) -> str:
        given = ", ".join(f"{name}: {getattr(self, name)}" for name in self.options)
        return f"{self.op}({given})"

    def output(self, *inputs: Shape) -> Shape:
        """The shape of the result: that of the first input, unless a layer says otherwise."""
        return inputs[0]

    def weights(self, *inputs: Shape) -> dict[str, Weight]:
        """The arrays of weights by name; none, unless a layer says otherwise."""
        return {}

    def relations(self, *inputs: Shape) -> tuple[Relation, ...] | None:
        """How each spatial axis of the output reads the input; None: each cell reads its own."""
        return None

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        """What must hold for the inputs, before anything else is asked.

        What is known to hold may be left out. A Violation is raised at once where nothing more can
        be asked: an image is needed, or the number of axes differs.
        """
        return iter(())

    def workings(self, *inputs: Shape) -> dict[str, Term]:
        """How sizes come about that neither a window nor an argument says: `channels` of the
        result, `inputs` that it reads, `values` that it has, a `window`; none, unless a layer says
        otherwise."""
        return {}

    def pooled(self, *inputs: Shape) -> Shape | None:
        """The cells of each channel that one value is taken from, for a pool; None for others."""
        return None

    def repeated(self, times: int, first: bool) -> str:
        """What a merge makes of one tensor that it reads several times, once as its `first` branch
        or never; nothing for other layers."""
        return ""

    def unfold(self, *inputs: Shape) -> tuple[Part, ...]:
        """The layers that this one is short for; none if it stands for itself alone."""
        return ()


def image_axes(layer: Layer, shape: Shape) -> int:
    """The number of spatial axes; a Violation for a flat vector, which has none."""
    axes = len(shape) - 1
    if axes < 1:
        raise Violation(
            "E302", f"{layer.op} needs an image, but its input is a flat vector of {shape[0]}"
        )
    return axes


def needs_image(layer: Layer, shape: Shape) -> Iterator[Requirement]:
    """The only requirement is that there are spatial axes."""
    image_axes(layer, shape)
    return iter(())


def image(channels: Dim, relations: tuple[Relation, ...], x: Shape) -> Shape:
    """The shape of an image with these channels, whose axes are what the relations make of x's."""
    return (
        channels,
        *[relation.size(cells) for relation, cells in zip(relations, x[1:], strict=True)],
    )


def per_axis(value: Dim | tuple[Any, ...], axes: int, option: str) -> tuple[Any, ...]:
    """One value per axis, from one for all or one for each; a Violation for another number."""
    if not isinstance(value, tuple):
        return (value,) * axes
    if len(value) != axes:
        noun = "axis" if axes == 1 else "axes"
        raise Violation(
            "E203",
            f"`{option}` has {len(value)} entries, the input has {axes} spatial {noun}",
            option,
        )
    return value
