"""Bodies: what the lines of one body share while they are read, and the tensors that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Note
from cnnspec.language.nodes import Mapping, Scalar, Sequence, span
from cnnspec.language.problems import suggestion
from cnnspec.language.templates import Reference
from cnnspec.layers import names as op_names

if TYPE_CHECKING:
    from cnnspec.core.diagnostic import Label, Span
    from cnnspec.language.nodes import Node
    from cnnspec.language.problems import Problems
    from cnnspec.language.templates import Block, Defaults, Line
    from cnnspec.language.values import Names


class Body:
    """What the lines of one body share while they are read: the file's blocks, the defaults that
    apply there, and the tensors that they name and use.

    `guards` counts the conditions, repetitions and copies around the line that is being read; what
    stands outside of all is certain to be unfolded whenever the body is: `certain` holds the
    references there, `calls` the calls of blocks. `whens` counts the conditions alone; what stands
    under one is `possible`: its tensors need not be there.
    """

    __slots__ = (
        "block",
        "blocks",
        "calls",
        "certain",
        "defaults",
        "defined",
        "guards",
        "incomplete",
        "inputs",
        "once",
        "possible",
        "problems",
        "references",
        "whens",
    )  # fmt: skip

    def __init__(
        self,
        problems: Problems,
        blocks: dict[str, Block],
        defaults: tuple[Defaults, ...],
        inputs: tuple[str, ...],
        block: str = "",
    ) -> None:
        self.problems = problems
        self.blocks = blocks
        self.defaults = defaults
        self.inputs = inputs
        self.block = block
        self.guards = 0
        self.whens = 0
        self.incomplete = False
        self.defined: dict[str, Node] = {}
        self.once: dict[str, Node] = {}
        self.references: list[Reference] = []
        self.possible: set[Reference] = set()
        self.certain: list[Reference] = []
        self.calls: list[Line] = []

    def reporting_to(self, problems: Problems) -> Body:
        """The same body, for what is found wrong while it is unfolded."""
        return Body(problems, self.blocks, self.defaults, self.inputs, self.block)

    @property
    def where(self) -> str:
        """What the body is, for messages."""
        return f"block `{self.block}`" if self.block else "the file's layers"

    def torn(self, line: Mapping) -> None:
        """A line that cannot be read may have named and read anything that is written in it, so
        that nothing is told about names that only this line would have explained."""
        self.incomplete = True
        for _, value in line.entries:
            if isinstance(value, Scalar):
                self.defined.setdefault(value.text, value)

    def define(self, name: str, node: Node, line: Node) -> None:
        """A line names its result; two that are certain to be there cannot have one name."""
        self.defined.setdefault(name, node)
        if self.guards:
            return
        first = self.once.setdefault(name, line)
        if first is not line:
            report_same_name(self.problems, name, node, self.defined[name])

    def check_references(self, names: Names, bodies: list[Body]) -> None:
        """Every tensor that is read must be named in the body, or be one of its inputs.

        One that is certain to be read must be named before. `bodies` are all bodies of the file.
        """
        known = {"prev", *self.inputs, *self.defined}
        known.update([name.partition(".")[0] for name in self.inputs])
        for reference in self.references:
            if reference.name not in known and reference not in self.possible:
                self._unknown(reference.name, reference.node, known, bodies)
        for tensor, _, place in names.sizes:
            name = tensor.partition(".")[0]
            if name not in known:
                self._unknown(name, place, known, bodies)
        for reference in self.certain:
            line = self.once.get(reference.name)
            if line is not None and reference.node.start < line.start:
                message = f"`{reference.name}` is used before the line that names it"
                related = (self.problems.label(self.defined[reference.name], "named here"),)
                self.problems.add("E217", message, reference.node, related=related)

    def _unknown(self, name: str, place: Node | Span, known: set[str], bodies: list[Body]) -> None:
        notes: tuple[Note, ...] = ()
        related: tuple[Label, ...] = ()
        if name == "in":
            inputs = " and ".join(f"`{item}`" for item in self.inputs)
            message = f"there is no `in` where there are several inputs: they are {inputs}"
        elif name in op_names():
            message = f"`{name}` is a layer type, and a tensor belongs here"
            notes = (Note("fix", f"[{name}]  applies it"),)
        else:
            message = f"no tensor is called `{name}` here{suggestion(name, known)}"
            other = next((body for body in bodies if name in body.defined), None)
            if other is not None:
                related = (self.problems.label(other.defined[name], f"named in {other.where}"),)
                message = f"`{name}` is a tensor of {other.where}, and not seen here"
                what = "a block gets the tensors of its caller through `in` and `from`"
                if not self.block:
                    what = "a block gives its tensors out through `out`"
                notes = (Note("help", what),)
        self.problems.add("E217", message, place, *notes, related=related)


def report_same_name(problems: Problems, name: str, node: Node, first: Node) -> None:
    """Two layers of one body have one name."""
    related = (problems.label(first, "named here first"),)
    problems.add("E215", f"two layers are called `{name}`", node, related=related)


def name_node(line: Node) -> Node:
    """Where a line's name stands; the line itself if it has none."""
    found = line.get("name") if isinstance(line, Mapping) else None
    return line if found is None else found


def check_tensor_name(name: str, node: Node, problems: Problems) -> None:
    """A tensor's name is text without a dot, and not `prev` or `in`."""
    if name in ("prev", "in"):
        problems.add("E216", f"`{name}` is reserved and cannot name a tensor", node)
    check_path_part(name, "a name", node, problems)


def check_path_part(name: str, what: str, node: Node, problems: Problems) -> None:
    """What stands between the dots of a path has no dot in it, and is not empty."""
    if "." in name:
        problems.add("E203", f"{what} has no dot in it: `{name}`", node)
    elif not name.strip():
        problems.add("E203", f"{what} is at least one character long", node)


def read_references(node: Node, body: Body, word: str = "from") -> tuple[Reference, ...]:
    """A tensor, or a list of tensors.

    `outputs` are read when all layers are there, wherever in the file they stand.
    """
    items = node.items if isinstance(node, Sequence) else [node]
    references = []
    for item in items:
        if not isinstance(item, Scalar) or item.empty or not all(item.text.split(".")):
            message = "a tensor belongs here: prev, in, NAME or NAME.OUTPUT"
            body.problems.add("E203", message, item)
            continue
        references.append(Reference(item.text, item))
    body.references.extend(references)
    if not body.guards and word != "outputs":
        body.certain.extend(references)
    if body.whens:
        # What stands under a `when` may never be read, and may then name what is not there.
        body.possible.update(references)
    if not items:
        body.problems.add("E203", f"`{word}` names no tensor", node)
    return tuple(references)


def source_text(node: Node | None, longest: int = 60) -> str:
    """How a node is written, where that is short and on one line; otherwise nothing."""
    if node is None:
        return ""
    place = span(node)
    text = node.source.text[node.start : node.end]
    return text if place.line == place.end_line and len(text) <= longest else ""
