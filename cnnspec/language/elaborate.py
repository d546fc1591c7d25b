"""Unfolding: blocks, repeats, branches and expressions become layers in a graph, one by one.

A layer's output shape is inferred as it is placed, because expressions may ask for it. A layer
that fails is told once; what depends on it is unknown and never a second error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.diagnostic import Span
from cnnspec.graph import Graph, Node, Scope
from cnnspec.language.assertions import hold
from cnnspec.language.bodies import name_node, report_same_name
from cnnspec.language.calls import resolve_call
from cnnspec.language.counting import read_count
from cnnspec.language.default_values import DefaultValues
from cnnspec.language.failures import abandon, poison, report
from cnnspec.language.frames import Bundle, Frame, Unknown
from cnnspec.language.known import make_room
from cnnspec.language.limits import LAYER_LIMIT, NESTING_LIMIT, Limits
from cnnspec.language.sharing import share
from cnnspec.language.unfold_blocks import place_block
from cnnspec.language.unfold_merges import place_merge
from cnnspec.language.unfold_ops import place_op
from cnnspec.language.values import Fault
from cnnspec.layers.facts import given, whole_if

if TYPE_CHECKING:
    from cnnspec.core.shape import Shape
    from cnnspec.language.frames import Tensor
    from cnnspec.language.problems import Key, Problems
    from cnnspec.language.replay import Recording
    from cnnspec.language.spec import Spec
    from cnnspec.language.templates import Line
    from cnnspec.language.unfold_ops import Expansion
    from cnnspec.language.values import Value
    from cnnspec.layers.base import Layer


def _may_be_symbolic(value: Any) -> bool:
    """Whether a variable is neither a number nor a word, so that sizes may grow with it."""
    if isinstance(value, tuple):
        return any(map(_may_be_symbolic, value))
    return not isinstance(value, (int, str, float)) and hasattr(value, "terms")


class Stop(Exception):
    """Unfolding went beyond a limit, which has been told; nothing more is unfolded."""


class Elaborator:
    """Unfolds one spec into one graph."""

    def __init__(
        self,
        spec: Spec,
        problems: Problems,
        *,
        train: bool,
        asserts: bool,
        limit: int = LAYER_LIMIT,
        remember: bool = True,
    ) -> None:
        """`remember` is whether an equal call of a block is copied or unfolded anew."""
        self.spec = spec
        self.problems = problems
        self.train = train
        self.asserts = asserts
        self.remember = remember
        self.graph = Graph()
        self.limits = Limits(self.graph, limit)
        self.sides: list[int] = []
        self.failed: dict[Key, int] = {}
        self.told: set[tuple[str, Span | None]] = set()
        self.frozen = False
        self.calls = 0
        self.nesting = 0
        self.effort = 0
        self.symbolic = False
        self.stopped = False
        self.values: dict[str, Any] = {}
        self.defaults = DefaultValues({})
        self.expansions: dict[tuple[Layer, tuple[Shape, ...]], Expansion] = {}
        self.recordings: dict[Any, Recording] = {}
        self.conditions: dict[str, None] = {}

    # --- one body after the other ---------------------------------------------------------------

    def run(
        self, values: dict[str, Any], inputs: dict[str, Shape], defaults: DefaultValues
    ) -> Graph:
        """Unfold the whole spec, with the values of its variables and the shapes of its inputs."""
        graph = self.graph
        make_room()
        self.values = values
        self.defaults = defaults
        self.symbolic = any(map(_may_be_symbolic, values.values()))
        for name, shape in inputs.items():
            graph.inputs[name] = len(graph.nodes)
            self.symbolic = self.symbolic or any(type(size) is not int for size in shape)
            conditions = [condition for size in shape if (condition := whole_if(size))]
            self.conditions.update(dict.fromkeys(conditions))
            label = "input" if name == "in" else name
            graph.nodes.append(Node(given("input", shape), (), 0, label, True, None))
        frame = Frame(graph, values, dict(graph.inputs), defaults, self.train)
        try:
            self.lines(self.spec.lines, frame, 0)
        except Stop:
            self.stopped = True
            abandon(self, 0)
        graph.scopes[0].last = len(graph.nodes)
        self._outputs(frame)
        return graph

    def _outputs(self, frame: Frame) -> None:
        last = frame.prev
        self.graph.last = last.nodes[-1] if isinstance(last, Bundle) else last
        chosen: list[int] = []
        for reference in self.spec.outputs:
            try:
                tensor = frame.resolve(reference)
            except Fault as error:
                report(self, error, None, 0)
                continue
            chosen.extend(tensor.nodes if isinstance(tensor, Bundle) else [tensor])
        if self.spec.outputs:
            self.graph.last = chosen[-1] if chosen else self.graph.last
        else:
            ends = last.nodes if isinstance(last, Bundle) else (last,)
            chosen = [*self.sides, *ends]
        self.graph.outputs = list(dict.fromkeys(chosen))

    def lines(self, lines: tuple[Line, ...], frame: Frame, scope: int) -> None:
        """Unfold the layers of one body, branch or group, in order."""
        self.nesting += 1
        if self.nesting > NESTING_LIMIT:
            self.nesting -= 1
            place = lines[0].key if lines else None
            message = f"bodies, groups and branches nest more than {NESTING_LIMIT} deep"
            raise Fault("E214", message, place)
        for line in lines:
            self.line(line, frame, scope)
        self.nesting -= 1

    def line(self, line: Line, frame: Frame, scope: int) -> None:
        """Unfold one layer as it is written, and give its result its name."""
        before = frame.prev
        nesting, calls, frozen = self.nesting, self.calls, self.frozen
        iteration, scopes = frame.iteration, len(self.graph.scopes)
        try:
            self.limits.step(line)
            if line.when is not None and not self.condition(line.when, frame):
                if line.name is not None and line.name not in frame.tensors:
                    frame.skipped.add(line.name)
                return
            source = before if line.source is None else self._source(line, frame)
            frame.prev = source
            if line.frozen:
                self.frozen = True
            result = self._apply(line, frame, scope, source)
            if self.asserts and (line.size is not None or line.shape is not None):
                frame.prev, frame.iteration = source, iteration
                hold(self, line, frame, result, scope)
        except Fault as error:
            result = source = poison(self, line, scope, scopes)
            if error.refused is not None:
                self.graph.refused[result] = error.refused
            if error.surplus:
                self.graph.surplus[result] = error.surplus
            report(self, error, line, result)
            if error.code in ("E213", "E214"):
                raise Stop from None
        except Unknown:
            result = source = poison(self, line, scope, scopes)
        frame.iteration = iteration
        self.nesting, self.calls, self.frozen = nesting, calls, frozen
        if line.name is not None:
            self._bind(line, frame, result)
        frame.prev = source if line.form == "side" else result

    def _bind(self, line: Line, frame: Frame, result: Tensor) -> None:
        name = line.name
        assert name is not None
        other = frame.bound.setdefault(name, line)
        if other is not line:
            report_same_name(self.problems, name, name_node(line.node), name_node(other.node))
        frame.tensors[name] = result
        frame.skipped.discard(name)

    def condition(self, value: Value, frame: Frame) -> bool:
        result = value.evaluate(frame)
        if result is True or result is False:
            return result
        from cnnspec.layers.options import got

        raise Fault("E203", f"`when` wants true or false, got {got(result)}", value.node)

    def _source(self, line: Line, frame: Frame) -> Tensor:
        references = line.source
        assert references is not None
        if len(references) == 1:
            return frame.resolve(references[0])
        nodes = tuple([frame.resolve_single(reference) for reference in references])
        return Bundle(tuple([reference.text for reference in references]), nodes)

    # --- what a layer calls ---------------------------------------------------------------------

    def open(
        self, parent: int, role: str, label: str, line: Line, transparent: bool = False
    ) -> int:
        scopes = self.graph.scopes
        scopes.append(
            Scope(
                parent,
                role,
                label,
                kind=line.kind,
                named=line.name is not None,
                transparent=transparent,
                site=line,
                first=len(self.graph.nodes),
            )
        )
        return len(scopes) - 1

    def close(self, scope: int) -> None:
        self.graph.scopes[scope].last = len(self.graph.nodes)

    def _apply(self, line: Line, frame: Frame, scope: int, source: Tensor) -> Tensor:
        if line.repeat is None:
            first = len(self.graph.nodes)
            result = self._call(line, frame, scope, source, False, None)
            if line.share is not None:
                share(self, line, frame, first)
            return result
        count = read_count(line.repeat, frame, "repeat", self.limits.layers)
        self.limits.begin(line, count)
        container = self.open(scope, "line", line.name or line.kind, line)
        start = len(self.graph.nodes)
        for iteration in range(count):
            frame.iteration = iteration
            frame.prev = source
            first = len(self.graph.nodes)
            level = self.open(container, "iteration", str(iteration), line)
            given_first = line.first if iteration == 0 else None
            result = self._call(line, frame, level, source, True, given_first)
            self.close(level)
            if line.form != "side":
                source = result
            if line.share is not None:
                share(self, line, frame, first)
            if iteration == 0:
                self.limits.multiply_out(line, count, len(self.graph.nodes) - start)
        self.close(container)
        if not count:
            return self._untouched(line, source)
        return result if line.form == "side" else source

    def _untouched(self, line: Line, source: Tensor) -> Tensor:
        """What a layer that is repeated 0 times passes on: for a block with several outputs, its
        inputs by the names of those."""
        block = self.spec.blocks.get(line.callee)
        if block is None or len(block.outputs) < 2 or not isinstance(source, Bundle):
            return source
        names = tuple([reference.text for reference in block.outputs])
        return Bundle(names, source.nodes) if len(names) == len(source.nodes) else source

    def _call(
        self,
        line: Line,
        frame: Frame,
        scope: int,
        source: Tensor,
        dedicated: bool,
        first: dict[str, Value] | None,
    ) -> Tensor:
        form = line.form
        if form == "call":
            resolved = resolve_call(line, frame, self.problems)
            if resolved is None:
                return source
            line = resolved
            form = line.form
            if dedicated:
                self._called(scope, line)
        if form == "op":
            return place_op(self, line, frame, scope, source, dedicated, first)
        if form == "block":
            return place_block(self, line, frame, scope, source, dedicated, first)
        if form == "merge":
            return place_merge(self, line, frame, scope, source, dedicated)
        return self._group(line, frame, scope, source, dedicated)

    def _called(self, iteration: int, line: Line) -> None:
        """An iteration of a `call` and its layer bear the name of what is called."""
        scopes = self.graph.scopes
        scopes[iteration].kind = line.kind
        layer = scopes[scopes[iteration].parent]
        layer.kind = line.kind
        if not layer.named:
            layer.label = line.kind

    def _group(
        self, line: Line, frame: Frame, scope: int, source: Tensor, dedicated: bool
    ) -> Tensor:
        level = scope
        if not dedicated:
            level = self.open(scope, "line", line.name or line.kind, line, line.name is None)
        frame.prev = source
        self.lines(line.body, frame, level)
        if not dedicated:
            self.close(level)
        if line.form == "side":
            end = frame.prev
            self.sides.extend(end.nodes if isinstance(end, Bundle) else (end,))
        return frame.prev
