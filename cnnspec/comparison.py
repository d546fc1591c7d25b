"""Networks side by side: what each counts, and its ratio to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.analysis import analyze
from cnnspec.core.diagnostic import UsageError
from cnnspec.core.dtype import BYTES, OTHER_NAMES
from cnnspec.core.record import Record
from cnnspec.language.spec import Spec
from cnnspec.results import Analysis
from cnnspec.targets import MARK, Target, read_target, specs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cnnspec.core.algebra import Dim
    from cnnspec.core.algebra_ratio import Ratio
    from cnnspec.core.shape import Shape
    from cnnspec.unfolding import InputArgument


class Compared(Record):
    """One network of a comparison.

    `weights` are the bytes of its parameters, `peak` those of all activations that are alive
    together, at most, for a whole batch; None where they are not known, and `reason` says why.
    `params_ratio` and `macs_ratio` are those to the base; None where there is none.
    """

    name: str
    analysis: Analysis
    weights: Dim | None
    peak: Dim | None
    reason: str
    params_ratio: Ratio | None
    macs_ratio: Ratio | None

    @property
    def params(self) -> Dim | None:
        """Its parameters, trainable and frozen."""
        return self.analysis.totals.params

    @property
    def macs(self) -> Dim | None:
        """Its multiply-adds for one input."""
        return self.analysis.totals.macs

    @property
    def depth(self) -> int | None:
        """The most layers with kernels on any path."""
        return self.analysis.totals.depth

    @property
    def field(self) -> Dim | tuple[Dim, ...] | None:
        """The receptive field of one value of the last tensor."""
        return self.analysis.totals.field

    @property
    def inputs(self) -> dict[str, Shape]:
        """The shapes of its inputs by name."""
        given = self.analysis.input
        return given if isinstance(given, dict) else {"input": given}


class Comparison(Record):
    """Networks in the order in which they were named; `base` is the one that ratios are to.

    Bytes are those of the number type `dtype`, and of activations for `batch` inputs.
    """

    networks: tuple[Compared, ...]
    base: Compared
    dtype: str
    batch: int

    @property
    def same_input(self) -> bool:
        """Whether all networks have inputs of the same shapes, whatever their names."""
        shapes = [sorted(map(str, each.inputs.values())) for each in self.networks]
        return all(shape == shapes[0] for shape in shapes)


def compare(
    *targets: str | Spec | Analysis,
    base: str | None = None,
    variant: str | None = None,
    input: InputArgument = None,
    settings: Mapping[str, object] | None = None,
    where: Mapping[str, Dim | str] | None = None,
    at: Mapping[str, int | str] | None = None,
    train: bool = False,
    dtype: str = "float32",
    batch: int = 1,
) -> Comparison:
    """Count several networks side by side.

    A target is the name of a network or a family, a file, `REV:PATH`, or a point of one of these,
    `mobilenet_v2@alpha=0.5,input=160`; a file with several variants stands for all of them. The
    options are those of `analyze` and hold for all. Ratios are to the first network, or to the one
    that `base` names.

    Raises a UsageError for fewer than two networks, one that is named twice, an unknown name,
    dtype or base; a SpecError for a spec that is wrong in its form.
    """
    _check_memory(dtype, batch)
    options: dict[str, Any] = {
        "input": input, "settings": settings, "where": where, "at": at, "train": train,
    }  # fmt: skip
    found: list[Named] = []
    for target in targets:
        if isinstance(target, Analysis):
            found.append(Named(target.name, target.name, target))
        elif isinstance(target, Spec):
            analysis = analyze(target, check=False, **options)
            found.append(Named(target.name, target.name, analysis))
        else:
            found += points(read_target(target), variant, options)
    check_symbols(found, options)
    named = _with_own_names(found)
    if len(named) < 2:
        raise _too_few([name for name, _ in named])
    names = [name for name, _ in named]
    return _compared(dict(named), _base(names, base), dtype, batch)


class Named(Record):
    """A network that was asked for: its short name, and in full as it can be typed."""

    name: str
    full: str
    analysis: Analysis


def points(target: Target, variant: str | None, options: Mapping[str, Any]) -> list[Named]:
    """The networks behind a target, looked at with its own values and those that hold for all.

    Raises a UsageError for more layers together than a file may unfold to.
    """
    from cnnspec.language.limits import LAYER_LIMIT

    own = {
        **options,
        "settings": {**(options.get("settings") or {}), **target.settings},
        "input": target.input or options.get("input"),
    }
    values = [f"{key}={value}" for key, value in target.settings.items()]
    values += [f"input={target.input}"] if target.input else []
    found, left = [], LAYER_LIMIT
    for spec in specs_of(target, variant):
        full = _point_name(spec.name, values)
        if spec.source.name == target.place:  # a file, whose name tells more
            chosen = [f"variant={spec.variant}"] if spec.variant else []
            full = _point_name(target.place, [*chosen, *values])
        analysis = analyze(spec, check=False, **_with_own_symbols(spec, own))
        found.append(Named(_point_name(spec.name, values), full, analysis))
        left -= analysis.totals.layers
        if left < 0:
            most = f"more than {LAYER_LIMIT:,} layers together"
            raise UsageError(
                f"the variants of {target.place} unfold to {most}", f"choose one, as {full}"
            )
    return found


def _with_own_symbols(spec: Spec, options: dict[str, Any]) -> dict[str, Any]:
    """The options without the forms and numbers of symbols that only other networks have."""
    where, at = options.get("where") or {}, options.get("at") or {}
    if not where and not at:
        return options
    from cnnspec.language.point import names_at
    from cnnspec.language.symbols import read_forms, symbols_in

    names = names_at(spec, options["input"], options["settings"], options["train"])
    own = {name: form for name, form in where.items() if name in names}
    inside = symbols_in(list(read_forms(own).values()))
    given = {name: value for name, value in at.items() if name in names or name in inside}
    return {**options, "where": own, "at": given}


def check_symbols(found: Iterable[Named], options: Mapping[str, Any]) -> None:
    """Raise a UsageError for a symbol that is given a form or a number, and that none of the
    networks has."""
    points = [each.analysis.point for each in found]
    fractions = _fractions(found, options)
    for option, own in (("where", [p.forms for p in points]), ("at", [p.numbers for p in points])):
        for name in options.get(option) or {}:
            if name not in fractions and not any(name in given for given in own):
                raise UsageError(
                    f"--{option} {name}: no network here has a symbol {name}",
                    "letters make some: --input 3xHxW, --set width=W",
                )


def _fractions(found: Iterable[Named], options: Mapping[str, Any]) -> set[str]:
    """The letters of variables that `at` gives a fraction: they are no symbols any more."""
    from cnnspec.language.symbols import is_fraction

    letters = set((options.get("settings") or {}).values())
    for each in found:
        own = each.full.rpartition(MARK)[2]
        letters.update([part.partition("=")[2] for part in own.split(",")])
    at = options.get("at") or {}
    return {name for name, value in at.items() if is_fraction(value) and name in letters}


def _point_name(name: str, values: list[str]) -> str:
    return f"{name}{MARK}{','.join(values)}" if values else name


def _with_own_names(found: list[Named]) -> list[tuple[str, Analysis]]:
    """Short names where no other network has the same, and what was typed where one has.

    Raises a UsageError for a network that is named twice.
    """
    short = [each.name for each in found]
    named: dict[str, Analysis] = {}
    for each in found:
        own = each.name if short.count(each.name) == 1 else each.full
        if own in named:
            hint = f"another point of it: {each.name.partition(MARK)[0]}{MARK}input=192"
            raise UsageError(f"{own} is named twice", hint)
        named[own] = each.analysis
    return list(named.items())


def _check_memory(dtype: str, batch: int) -> None:
    if dtype not in BYTES:
        from cnnspec.language.problems import suggestion

        meant = OTHER_NAMES.get(dtype.lower())
        near = f"; did you mean {meant}?" if meant else suggestion(dtype, BYTES)
        raise UsageError(
            f"no type of number is called {dtype}{near}",
            f"it is one of {', '.join(BYTES)}",
        )
    if batch < 1:
        raise UsageError(f"a batch is at least 1 input, got {batch}")


def _too_few(names: list[str]) -> UsageError:
    if not names:
        return UsageError("a comparison needs two networks or more", "all names: cnnspec list")
    return UsageError(
        f"a comparison needs two networks or more, got {names[0]} alone",
        f"another one, or another point of it: {names[0].partition(MARK)[0]}{MARK}input=192",
    )


def _base(names: list[str], base: str | None) -> str:
    if base is None:
        return names[0]
    if base not in names:
        from cnnspec.language.problems import suggestion

        raise UsageError(
            f"{base} is not compared here{suggestion(base, names)}", f"one of {', '.join(names)}"
        )
    return base


def _compared(networks: dict[str, Analysis], base: str, dtype: str, batch: int) -> Comparison:
    entries = [
        _entry(name, analysis, networks[base], BYTES[dtype], batch)
        for name, analysis in networks.items()
    ]
    chosen = next(entry for entry in entries if entry.name == base)
    return Comparison(tuple(entries), chosen, dtype, batch)


def _entry(name: str, analysis: Analysis, base: Analysis, bytes: int, batch: int) -> Compared:
    totals, others = analysis.totals, base.totals
    memory = analysis.memory()
    return Compared(
        name,
        analysis,
        None if totals.params is None else totals.params * bytes,
        None if memory.peak is None else memory.peak * bytes * batch,
        memory.reason,
        _ratio(totals.params, others.params),
        _ratio(totals.macs, others.macs),
    )


def _ratio(value: Dim | None, base: Dim | None) -> Ratio | None:
    if value is None or base is None:
        return None
    from cnnspec.core.algebra_atoms import TooLarge
    from cnnspec.core.algebra_ratio import ratio

    try:
        return ratio(value, base)
    except TooLarge:
        return None
