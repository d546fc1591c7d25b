"""The columns of the views, described once: for the screen, plain text, Markdown, CSV and HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.record import Record
from cnnspec.render import numbers
from cnnspec.render.screen import NOTHING, GridColumn, plain_text
from cnnspec.render.style import QUIET

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.core.algebra import Dim
    from cnnspec.render.entries import Entry
    from cnnspec.render.screen import Line
    from cnnspec.results import Totals


class Column(Record):
    """A column of a view: `show` gives its cell as it is read, `value` as a machine reads it.

    `key` names it in CSV; a column without one is for readers only.
    """

    grid: GridColumn
    show: Callable[[Entry, Totals], Line]
    key: str = ""
    value: Callable[[Entry], object] | None = None


def _layer(entry: Entry, totals: Totals) -> Line:
    return ((entry.tree, QUIET), (entry.row.label, ""))


def _what(entry: Entry, totals: Totals) -> Line:
    if entry.part == "total":
        return plain_text(f"depth {totals.depth}" if totals.depth else "-")
    return plain_text(what_text(entry) or "-")


def what_text(entry: Entry) -> str:
    """A layer in a few words; "" where there is nothing to say."""
    if entry.part != "layer":
        return ""
    from cnnspec.render.what import what

    return what(entry.row)


def _output(entry: Entry, totals: Totals) -> Line:
    row = entry.row
    return plain_text(numbers.sizes(row.outs) if len(row.outs) > 1 else numbers.size(row.out))


def _own_output(entry: Entry, totals: Totals) -> Line:
    if entry.own is None:
        return NOTHING
    own = entry.own.out if entry.names is None else entry.names.short(entry.own.out)
    return plain_text("same" if own == entry.row.out else numbers.size(own))


def _axis(entry: Entry, totals: Totals) -> Line:
    return _axis_line(entry)


def _axis_line(entry: Entry) -> Line:
    if entry.part != "layer":
        return NOTHING
    from cnnspec.render.axis import arithmetic, is_fed_flat

    names, row = entry.names, entry.row
    if names is None:
        return arithmetic(row)
    if is_fed_flat(row):
        return arithmetic(row.replace(inputs=names.short(row.inputs)))
    return tuple([(names.within(text), role) for text, role in arithmetic(row)])


def _axis_value(entry: Entry) -> str | None:
    from cnnspec.render.ascii import ascii_text

    line = _axis_line(entry)
    return None if line == NOTHING else ascii_text("".join([text for text, _ in line]))


def _params(entry: Entry, totals: Totals) -> Line:
    return plain_text(_counted(entry, entry.row.params))


def _macs(entry: Entry, totals: Totals) -> Line:
    return plain_text(_counted(entry, entry.row.macs))


def _flops(entry: Entry, totals: Totals) -> Line:
    return plain_text(_counted(entry, flops(entry)))


def flops(entry: Entry) -> Dim | None:
    """Two floating-point operations for each multiply-add."""
    macs = entry.row.macs
    return None if macs is None else 2 * macs


def _counted(entry: Entry, value: Dim | None) -> str:
    if value is None and entry.part == "total":
        return "unknown"
    return numbers.cell(value)


def _params_share(entry: Entry, totals: Totals) -> Line:
    return plain_text(numbers.percent(entry.row.params, totals.params))


def _macs_share(entry: Entry, totals: Totals) -> Line:
    return plain_text(numbers.percent(entry.row.macs, totals.macs))


def _field(entry: Entry, totals: Totals) -> Line:
    return plain_text(numbers.field(entry.row.field))


def _column(
    title: str,
    show: Callable[[Entry, Totals], Line],
    key: str = "",
    value: Callable[[Entry], object] | None = None,
    *,
    right: bool = False,
    leaves: int = 0,
    flexible: bool = False,
    called: str = "",
) -> Column:
    return Column(GridColumn(title, right, leaves, flexible, called), show, key, value)


LAYER = _column("layer", _layer, "layer", lambda entry: entry.row.path)
WHAT = _column("what", _what, "what", what_text, flexible=True)
OUTPUT = _column("output", _output, "output", lambda entry: entry.row.out)
AXIS = _column("one axis", _axis, "one_axis", _axis_value)
OWN = _column(
    "the spec's own", _own_output, "own_output", lambda entry: entry.own and entry.own.out, leaves=3
)
PARAMS = _column("params", _params, "params", lambda entry: entry.row.params, right=True)
KERNELS = _column(
    "kernels",
    lambda entry, totals: plain_text(_counted(entry, entry.row.kernels)),
    "kernels",
    lambda entry: entry.row.kernels,
    right=True,
)
PARAMS_SHARE = _column("%", _params_share, right=True, leaves=2, called="% of params")
MACS = _column("MACs", _macs, "macs", lambda entry: entry.row.macs, right=True)
MACS_SHARE = _column("%", _macs_share, right=True, leaves=2, called="% of MACs")
FLOPS = _column("FLOPs", _flops, "flops", flops, right=True, leaves=4)
FIELD = _column("field", _field, "field", lambda entry: entry.row.field, right=True, leaves=3)
