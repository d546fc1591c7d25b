"""Reads `budget:`: a mapping of metrics to limits, or the name of a target that specs share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from cnnspec.budgets.limits import BOUNDS, LAYER_METRICS, METRICS, Limit, read_limit
from cnnspec.budgets.shared import find_target
from cnnspec.core.diagnostic import Note
from cnnspec.core.dtype import BYTES as DTYPES
from cnnspec.core.record import Record
from cnnspec.language.bind import FileScope
from cnnspec.language.nodes import Mapping, Scalar, label
from cnnspec.language.problems import Problems, suggestion
from cnnspec.language.values import Fault, Names

if TYPE_CHECKING:
    from cnnspec.core.diagnostic import Diagnostic, Label
    from cnnspec.language.nodes import Node
    from cnnspec.results import Analysis

SETTINGS = ("dtype", "in_place", "target")
KEYS = (*METRICS, "layers", *SETTINGS)
DTYPE = "float32"
"""The type of numbers where a budget says none, as `cnnspec memory` has it."""


class Settings(Record):
    """What turns values into bytes, and the target that the limits are from."""

    dtype: str = DTYPE
    in_place: bool = True
    target: str = ""


class Reader:
    """Reads the limits of a spec for one of its networks; findings go to `problems`."""

    def __init__(self, analysis: Analysis) -> None:
        spec = analysis.spec
        self.spec = spec
        self.problems = Problems(spec.source, stops=False)
        self.names = Names(spec.names.variables, spec.names.is_word, self.problems)
        self.scope = FileScope(analysis.values, analysis.train)
        self.paths = analysis.paths
        self.limits: list[Limit] = []
        self.anchor: Node | None = None
        """Where the spec names the target whose limits are read."""
        self._anchors: dict[str, Node] = {}

    def read(self) -> list[Limit]:
        """All limits, the file's before the variant's."""
        settings = Settings()
        for node in self.spec.budgets:
            settings = self._budget(node, settings).replace(target="")
        return self.limits

    def report(self, error: Fault) -> None:
        """Note what is wrong; in a file that specs share, at the place that names it."""
        if error.code:
            self.add(error.code, error.message, error.place, *error.notes)

    def add(
        self,
        code: str,
        message: str,
        place: Any,
        *notes: Note,
        target: str = "",
    ) -> Diagnostic | None:
        """A finding at a node of the spec, or of a target's, which stands as a related place.

        None where there are too many findings already.
        """
        related: tuple[Label, ...] = ()
        source = getattr(place, "source", None)
        if source is not None and source is not self.spec.source:
            said = f"the budget of {target}" if target else "written here"
            related = (label(place, said),)
            place = self._anchors.get(target, self.anchor)
        key = self.problems.add(code, message, place, *notes, related=related)
        return self.problems.found.get(key)

    def _budget(self, node: Node, settings: Settings) -> Settings:
        if isinstance(node, Scalar) and not node.empty:
            self._target(node, settings)
            return settings
        if not isinstance(node, Mapping):
            message = "`budget` wants a mapping of metrics to limits, or the name of a target"
            self.add("E203", message, node)
            return settings
        named = node.get("target")
        if named is not None:
            if isinstance(named, Scalar):
                settings = self._target(named, settings)
            else:
                self.add("E203", "`target` wants the name of a target", named)
        settings = self._settings(node, settings)
        for key, value in node.entries:
            if key.text == "layers":
                self._layers(value, settings)
            elif key.text in METRICS:
                self._limits(key.text, None, value, settings)
            elif key.text not in SETTINGS:
                self._unknown(key)
        return settings

    def _unknown(self, key: Scalar) -> None:
        near = suggestion(key.text, KEYS)
        known = Note("help", f"they are {', '.join(KEYS)}")
        if key.text in ("flops", "gflops"):
            near = "; FLOPs are 2·MACs, limit `macs`"
        self.add("E217", f"no budget is called `{key.text}`{near}", key, known)

    def _target(self, node: Scalar, settings: Settings) -> Settings:
        """The limits that a project shares under a name, and its type of numbers."""
        name, outer = node.text.strip(), self.anchor
        try:
            table = find_target(self.spec.source.name, name, node)
        except Fault as error:
            self.report(error)
            return settings
        self.anchor = self._anchors[name] = node
        if table.get("target") is not None:
            self.add("E203", "a target names no other target", table.key("target"))
        else:
            settings = self._budget(table, settings.replace(target=name))
        self.anchor = outer
        return settings.replace(target="")

    def _settings(self, node: Mapping, settings: Settings) -> Settings:
        dtype, in_place = node.get("dtype"), node.get("in_place")
        if dtype is not None:
            text = dtype.text if isinstance(dtype, Scalar) else "something else"
            if text in DTYPES:
                settings = settings.replace(dtype=text)
            else:
                known = Note("help", f"they are {', '.join(DTYPES)}")
                near = suggestion(text, DTYPES)
                self.add("E203", f"no type of numbers is called `{text}`{near}", dtype, known)
        if in_place is not None:
            text = in_place.text if isinstance(in_place, Scalar) else "something else"
            if text in ("true", "false"):
                settings = settings.replace(in_place=text == "true")
            else:
                self.add("E203", f"`in_place` wants true or false, got {text}", in_place)
        return settings

    def _layers(self, node: Node, settings: Settings) -> None:
        if not isinstance(node, Mapping):
            hints: tuple[Note, ...] = ()
            if isinstance(node, Scalar):
                hints = (Note("fix", f"layer_count: {node.text}"),)
            self.add("E203", "`layers` wants a mapping of paths to limits", node, *hints)
            return
        for key, value in node.entries:
            if not isinstance(value, Mapping):
                self.add("E203", "a layer wants a mapping of metrics to limits", value)
                continue
            for metric, limit in value.entries:
                if metric.text in LAYER_METRICS:
                    self._limits(metric.text, key, limit, settings)
                    continue
                near = suggestion(metric.text, LAYER_METRICS)
                hint = Note("help", f"they are {', '.join(LAYER_METRICS)}")
                message = f"no budget of a layer is called `{metric.text}`{near}"
                self.add("E217", message, metric, hint)

    def _limits(self, metric: str, path: Scalar | None, node: Node, settings: Settings) -> None:
        """A limit, or the least and the most."""
        if metric == "channel_multiple":
            self._limit(metric, path, node, "multiple", settings)
        elif isinstance(node, Mapping):
            if not node.entries:
                self.add("E203", f"`{metric}` wants a limit: min, max or both", node)
            for key, value in node.entries:
                if key.text in BOUNDS:
                    self._limit(metric, path, value, key.text, settings)
                    continue
                hint = Note("help", f"it may have {', '.join(BOUNDS)}")
                near = suggestion(key.text, BOUNDS)
                self.add("E104", f"a limit has no key `{key.text}`{near}", key, hint)
        elif metric == "field":
            text = node.text if isinstance(node, Scalar) else "256"
            message = "`field` does not say whether it is the least or the most"
            self.add("E203", message, node, Note("fix", f"field: {{min: {text}}}"))
        else:
            self._limit(metric, path, node, "max", settings)

    def _limit(
        self, metric: str, path: Scalar | None, node: Node, bound: str, settings: Settings
    ) -> None:
        kind = cast("Any", bound)
        try:
            text, figure = read_limit(metric, node, kind, self.names, self.scope)
        except Fault as error:
            self.report(error)
            return
        self.limits.append(
            Limit(
                metric=metric,
                path="" if path is None else path.text,
                node=node,
                text=text,
                figure=figure,
                bound=kind,
                dtype=settings.dtype,
                in_place=settings.in_place,
                target=settings.target,
                key=path,
            )
        )
