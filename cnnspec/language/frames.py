"""What one body sees while it is unfolded: its variables, its tensors, the current tensor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.diagnostic import Note
from cnnspec.core.shape import AXES, shape_text
from cnnspec.language.problems import suggestion
from cnnspec.language.values import Fault, TensorFault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnnspec.core.shape import Shape
    from cnnspec.graph import Graph
    from cnnspec.language.default_values import DefaultValues
    from cnnspec.language.templates import Line, Reference


class Unknown(Exception):
    """The result depends on a layer that failed; whoever fails first has told it already."""


class Bundle:
    """Several tensors at once: the outputs of a block, the parts of a split."""

    __slots__ = ("_by_name", "names", "nodes")

    def __init__(self, names: tuple[str, ...], nodes: tuple[int, ...]) -> None:
        self.names = names
        self.nodes = nodes
        self._by_name: dict[str, int] = {}

    def node(self, name: str) -> int | None:
        """The one tensor of that name; None where none is called so."""
        if not self._by_name:
            self._by_name = dict(zip(self.names, self.nodes, strict=True))
        return self._by_name.get(name)


Tensor = int | Bundle


class Frame:
    """One body on its way: a block that is called, or the file's own layers."""

    __slots__ = (
        "bound", "defaults", "graph", "inputs", "iteration", "prev", "shares", "skipped", "tensors",
        "train", "values",
    )  # fmt: skip

    def __init__(
        self,
        graph: Graph,
        values: dict[str, Any],
        inputs: dict[str, int],
        defaults: DefaultValues,
        train: bool,
    ) -> None:
        self.graph = graph
        self.values = values
        self.inputs = inputs
        self.defaults = defaults
        self.train = train
        self.tensors: dict[str, Tensor] = {}
        self.bound: dict[str, Line] = {}
        self.skipped: set[str] = set()
        self.shares: dict[str, tuple[tuple[int, int], Line]] = {}
        self.iteration = 0
        names = tuple(inputs)
        first = next(iter(inputs.values()), -1)
        self.prev: Tensor = first if len(names) == 1 else Bundle(names, tuple(inputs.values()))

    def variable(self, name: str) -> Any:
        """The value of a variable; a name that is none is a word and stands for itself."""
        try:
            return self.values[name]
        except KeyError:
            if name == "i":
                return self.iteration
            return self.train if name == "train" else name

    def known_names(self) -> Iterable[str]:
        """The variables, for suggestions."""
        return self.values

    def size(self, tensor: str, attribute: str) -> Any:
        """A size of a tensor: `c`, `l`, `d`, `h`, `w`, or the list of its spatial sizes."""
        name, _, output = tensor.partition(".")
        shape = self.graph.shape(self.single(self.find(name, output, tensor), tensor))
        if shape is None:
            raise Unknown
        if attribute == "c":
            return shape[0]
        if attribute == "size":
            return shape[1:]
        return _axis(tensor, attribute, shape)

    def find(self, name: str, output: str, text: str) -> Tensor:
        """A tensor by name. Raises a TensorFault where there is none."""
        found: Tensor | None
        if name == "prev":
            found = self.prev
        else:
            found = self.tensors.get(name)
            if found is None:
                found = self.inputs.get(name)
        if found is None:
            raise TensorFault("E217", self._missing(name), text)
        if not output:
            return found
        if isinstance(found, Bundle):
            node = found.node(output)
            if node is not None:
                return node
            listed = ", ".join(f"{name}.{item}" for item in found.names[:8])
            more = ", ..." if len(found.names) > 8 else ""
            near = suggestion(output, found.names)
            message = f"`{name}` has no output `{output}`{near}"
            raise TensorFault("E217", message, text, Note("help", f"it has {listed}{more}"))
        if self.graph.shape(found) is None:
            return found
        raise TensorFault("E217", f"`{name}` is one tensor and has no output `{output}`", text)

    def _missing(self, name: str) -> str:
        if name in self.skipped:
            return f"`{name}` is not there: its `when` is false"
        near = suggestion(name, [*self.tensors, *self.inputs])
        if near:
            return f"no tensor is called `{name}` here{near}"
        return f"`{name}` is used before the line that names it"

    def single(self, tensor: Tensor, text: str) -> int:
        """The one tensor that is needed. Raises a TensorFault for several."""
        if isinstance(tensor, int):
            return tensor
        named = text not in ("prev", "in")
        names = [f"{text}.{name}" if named else name for name in tensor.names[:8]]
        more = ", ..." if len(tensor.names) > 8 else ""
        message = f"`{text}` is {len(tensor.nodes):,} tensors, one is needed"
        hint = Note("help", f"they are {', '.join(names)}{more}")
        raise TensorFault("E309", message, text, hint)

    def resolve(self, reference: Reference) -> Tensor:
        """The tensor that a reference names. Raises a Fault at its place."""
        try:
            return self.find(reference.name, reference.output, reference.text)
        except TensorFault as error:
            raise Fault(error.code, error.message, reference.node, *error.notes) from None

    def resolve_single(self, reference: Reference) -> int:
        """The one tensor that a reference names. Raises a Fault at its place."""
        try:
            return self.single(self.resolve(reference), reference.text)
        except TensorFault as error:
            raise Fault(error.code, error.message, reference.node, *error.notes) from None


def _axis(tensor: str, attribute: str, shape: Shape) -> Any:
    axes = AXES.get(len(shape) - 1, ())
    if attribute in axes:
        return shape[1 + axes.index(attribute)]
    sizes = ", ".join(f"`{tensor}.{name}`" for name in ("c", *axes))
    message = f"`{tensor}` is {shape_text(shape)} and has no `{attribute}`; it has {sizes}"
    raise TensorFault("E217", message, tensor)
