"""One limit beside what was measured: it holds, it does not, or symbols leave it open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.budgets.limits import BYTES
from cnnspec.core.diagnostic import Note
from cnnspec.language.problems import suggestion
from cnnspec.results import Budget

if TYPE_CHECKING:
    from cnnspec.budgets.limits import Limit
    from cnnspec.budgets.measures import Measured, Measures
    from cnnspec.budgets.reading import Reader
    from cnnspec.core.diagnostic import Diagnostic

SIGN = {"max": "<=", "min": ">="}


def judge(limit: Limit, measures: Measures, reader: Reader) -> Budget | None:
    """The limit with what was measured; None where that cannot be, which the reader then tells."""
    analysis = measures.analysis
    runs: list[tuple[int, int]] = []
    if limit.key is not None:
        runs = analysis.paths.find(limit.path)
        if not runs or analysis.paths.several(limit.path):
            if runs or not analysis.graph.unknown:
                _no_layer(limit, reader, bool(runs))
            return None
    if analysis.graph.unknown:
        return _budget(limit, None, None)  # what is wrong with the network is told already
    measured = measures.of(limit, runs)
    values = measured.several or (measured.value,)
    if values == (None,):
        message = f"`{limit.name}` cannot be measured: {measured.reason}"
        reader.about(limit, "E504", message, limit.node)
        return None
    verdicts = [_holds(value, limit) for value in values]
    if limit.metric == "peak_memory" and limit.bound == "min":
        # The peak is the largest of the values: it is enough if one of them is.
        if True in verdicts:
            return _budget(limit, measured.value, True)
        if None in verdicts:
            left = [
                _condition(v, limit) for v, h in zip(values, verdicts, strict=True) if h is None
            ]
            return _budget(limit, measured.value, None, (" or ".join(left),))
    if False in verdicts:
        value = values[verdicts.index(False)]
        finding = _exceeded(limit, measured.replace(value=value), measures, reader)
        return _budget(limit, value, False).replace(finding=finding)
    undecided = [v for v, holds in zip(values, verdicts, strict=True) if holds is None]
    conditions = tuple([_condition(value, limit) for value in undecided])
    return _budget(limit, measured.value, None if undecided else True, conditions)


def _budget(
    limit: Limit, value: Any, holds: bool | None, conditions: tuple[str, ...] = ()
) -> Budget:
    return Budget(
        metric=limit.name,
        written=limit.text,
        bound=limit.bound,
        limit=limit.figure,
        value=value,
        unit="B" if limit.metric in BYTES else "",
        holds=holds,
        conditions=conditions,
        dtype=limit.dtype if limit.metric in BYTES else "",
        in_place=limit.in_place,
        target=limit.target,
    )


def _holds(value: Any, limit: Limit) -> bool | None:
    figure = limit.figure
    if limit.bound == "multiple":
        return bool(value % figure == 0)
    if type(value) is int and type(figure) is int:
        return value <= figure if limit.bound == "max" else value >= figure
    from cnnspec.core.algebra import is_at_most

    return is_at_most(value, figure) if limit.bound == "max" else is_at_most(figure, value)


def _condition(value: Any, limit: Limit) -> str:
    from cnnspec.core.algebra import condition

    sign: Any = SIGN[limit.bound]
    return condition(value, sign, limit.figure)


def _no_layer(limit: Limit, reader: Reader, several: bool) -> None:
    if several:
        message = f"`{limit.path}` fits several layers"
        hint = Note("help", "give the merges or groups around them a `name`")
    else:
        names = [name for name in reader.paths.all().values() if name]
        message = f"no layer is called `{limit.path}`{suggestion(limit.path, dict.fromkeys(names))}"
        hint = Note("help", "cnnspec summary --open all lists the paths of all layers")
    reader.about(limit, "E504", message, limit.key or limit.node, hint)


# --- what is said ---------------------------------------------------------------------------------


def _exceeded(
    limit: Limit, measured: Measured, measures: Measures, reader: Reader
) -> Diagnostic | None:
    value, figure = measured.value, limit.figure
    unit = " B" if limit.metric in BYTES else ""
    name = f"`{limit.metric}`{f' of {limit.path}' if limit.path else ''}"
    how = f" as {limit.dtype}" if unit else ""
    at = f" at {measured.at}" if measured.at not in ("", limit.path) else ""
    is_value = f"{name} is {_number(value)}{unit}{how}{at}"
    written = f"{_number(figure)}{unit}"
    if limit.text not in (str(figure), f"{figure} B", written):
        written = f"{limit.text} = {written}"
    if limit.bound == "multiple":
        odd = sum([size % figure != 0 for _, size in measures.channels()])
        of = f"the channels of {odd} of {len(measures.channels())} convolutions are no multiple"
        message = f"{name} is {value}, the budget is {figure}: {of}"
    else:
        way = "more than" if limit.bound == "max" else "less than"
        message = f"{is_value}, {way} the budget of {written}{_times(value, figure)}"
    return reader.about(limit, "E502", message, limit.node)


def _number(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _times(value: Any, figure: Any) -> str:
    """` (2.76x)`, ` (+12)` where that would be 1.00x; nothing where there is no number."""
    if type(value) is not int or type(figure) is not int or figure < 1:
        return ""
    hundredths = (200 * value + figure) // (2 * figure)
    if hundredths == 100:
        return f" ({value - figure:+,})"
    return f" ({hundredths // 100:,}.{hundredths % 100:02}x)"
