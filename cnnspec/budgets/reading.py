"""Reads `budget:`: a mapping of metrics to limits, or the name of a target that specs share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from cnnspec.budgets import shared
from cnnspec.budgets.limits import BOUNDS, LAYER_METRICS, METRICS, Limit, read_limit
from cnnspec.core.diagnostic import Note
from cnnspec.core.dtype import BYTES as DTYPES
from cnnspec.core.record import Record
from cnnspec.language.bind import FileScope
from cnnspec.language.nodes import Mapping, Scalar, Sequence, Source, label
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


class LimitReader:
    """Reads the limits of one mapping; findings go to `problems`, which are those of its file."""

    plain = False
    """Whether a figure is a plain number, without variables and symbols."""

    def __init__(self, problems: Problems, names: Names, scope: FileScope) -> None:
        self.problems = problems
        self.names = names
        self.scope = scope
        self.limits: list[Limit] = []

    def add(self, code: str, message: str, place: Any, *notes: Note) -> Diagnostic | None:
        """A finding at a node of the file; None where there are too many already."""
        return self.problems.found.get(self.problems.add(code, message, place, *notes))

    def read_mapping(self, node: Mapping, settings: Settings) -> Settings:
        """All limits of a mapping, but those of a target that it names; its settings."""
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
            text, figure = read_limit(metric, node, kind, self.names, self.scope, plain=self.plain)
        except Fault as error:
            if error.code:  # what has none is told already
                self.add(error.code, error.message, error.place, *error.notes)
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


class TargetReader(LimitReader):
    """Reads the limits that a project shares under a name; `findings` are placed in its file."""

    plain = True

    def __init__(self, name: str, table: Mapping, settings: Settings) -> None:
        problems = Problems(table.source, stops=False)
        super().__init__(problems, Names(set(), _no_word, problems), FileScope({}, False))
        self.settings = settings
        named = table.get("target")
        if named is not None:
            self.add("E203", "a target names no other target", named)
        else:
            self.settings = self.read_mapping(table, settings.replace(target=name))

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the table."""
        return tuple([shared.placed(f, self.problems.source) for f in self.problems.diagnostics])


def _no_word(word: str) -> bool:
    return False


class Reader(LimitReader):
    """Reads the limits of a spec for one of its networks.

    `elsewhere` are findings in the files of targets.
    """

    def __init__(self, analysis: Analysis) -> None:
        spec = analysis.spec
        problems = Problems(spec.source, stops=False)
        names = Names(spec.names.variables, spec.names.is_word, problems)
        super().__init__(problems, names, FileScope(analysis.values, analysis.train))
        self.spec = spec
        self.paths = analysis.paths
        self.elsewhere: list[Diagnostic] = []
        self._anchors: dict[str, Node] = {}
        """Where the spec names a target."""

    def read(self) -> list[Limit]:
        """All limits, the file's before the variant's."""
        settings = Settings()
        for node in self.spec.budgets:
            settings = self._budget(node, settings)
        return self.limits

    def about(
        self, limit: Limit, code: str, message: str, place: Any, *notes: Note
    ) -> Diagnostic | None:
        """A finding about a limit: at the spec's own node, or where the spec names the target that
        the limit is from, which stands as a related place. None where there are too many."""
        related: tuple[Label, ...] = ()
        source = place.source
        if source is not self.spec.source:
            there = label(place, f"the budget of {limit.target}")
            related = (shared.quoted(there, source),)
            place = self._anchors[limit.target]
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
        return self.read_mapping(node, settings)

    def _target(self, node: Scalar, settings: Settings) -> Settings:
        """The limits that a project shares under a name, and its type of numbers."""
        name = node.text.strip()
        self._anchors[name] = node
        try:
            table = shared.find_target(self.spec.source.name, name, node)
        except Fault as error:
            self._tell(error, node)
            return settings
        reader = TargetReader(name, table, settings)
        self.limits += reader.limits
        here = label(node, "named here")
        self.elsewhere += [finding.replace(related=(here,)) for finding in reader.findings]
        return reader.settings.replace(target="")

    def _tell(self, error: Fault, node: Scalar) -> None:
        source = getattr(error.place, "source", None)
        if source is None or source is self.spec.source:
            self.add(error.code, error.message, error.place, *error.notes)
        else:
            here = label(node, "named here")
            self.elsewhere.append(shared.finding_of(error).replace(related=(here,)))


def check_targets(path: str) -> tuple[Source, tuple[Diagnostic, ...]]:
    """What is wrong with the targets of a pyproject.toml, whether a spec names them or not.

    A file that cannot be read has no findings.
    """
    found: list[Diagnostic] = []
    source = Source(path, "")
    try:
        for name, table in shared.all_targets(path):
            node = table.place if isinstance(table, Fault) else table
            if isinstance(node, (Mapping, Scalar, Sequence)):
                source = node.source
            if isinstance(table, Fault):
                found.append(shared.finding_of(table))
            else:
                found += TargetReader(name, table, Settings()).findings
    except Fault as error:
        if isinstance(error.place, Scalar):
            source = error.place.source
            found.append(shared.finding_of(error))
    return source, tuple(found)
