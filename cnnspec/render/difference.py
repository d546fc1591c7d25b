"""Two networks aligned, as a text diff is read: `-` what was, `+` what is, equal runs folded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cnnspec.core.record import Record
from cnnspec.core.shape import product
from cnnspec.difference.records import shortened
from cnnspec.render import numbers
from cnnspec.render.axis import is_fed_flat
from cnnspec.render.facts import changes as point_changes
from cnnspec.render.facts import condition_facts
from cnnspec.render.ratios import change as percent
from cnnspec.render.ratios import signed
from cnnspec.render.screen import BLANK, Grid, GridColumn, facts, plain_text
from cnnspec.render.style import GOOD, QUIET, REMOVED, STRONG
from cnnspec.render.what import USUAL, what

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from cnnspec.core.algebra import Dim
    from cnnspec.difference.records import Change, Difference
    from cnnspec.pairing import Differences
    from cnnspec.render.names import ShortNames
    from cnnspec.render.screen import Line, Screen
    from cnnspec.results import Analysis, Row

LONGEST_RUN = 3
"""More equal layers in a row than these are told by their number."""
MOST_VARIABLES = 4
Sign = Literal[" ", "-", "+"]
ROLES: dict[Sign, str] = {" ": QUIET, "-": REMOVED, "+": GOOD}
COLUMNS = (
    GridColumn("  layer"),
    GridColumn("what", flexible=True),
    GridColumn("output"),
    GridColumn("params", True),
    GridColumn("+/- params", True),
    GridColumn("MACs", True, leaves=1),
    GridColumn("+/- MACs", True),
)


class Entry(Record):
    """One line of the table: a row of either network with its sign, and what it changes; or a run
    of equal layers that is folded, of which `folded` is the number."""

    sign: Sign
    row: Row
    tree: str
    detail: str = ""
    params: Dim | None = 0
    macs: Dim | None = 0
    folded: int = 0


def entries(changes: tuple[Change, ...], *, fold: bool = True) -> list[Entry]:
    """The lines of a difference, with what is inside of the rows that are opened."""
    found: list[Entry] = []
    _append(found, [change for change in changes if _worth_telling(change)], "", fold, top=True)
    return found


def _worth_telling(change: Change) -> bool:
    """Whether a row is a layer, or an input that changed."""
    row = change.new or change.old
    return change.kind != "equal" or (row is not None and bool(row.kind))


def _append(
    found: list[Entry], changes: list[Change], strokes: str, fold: bool, *, top: bool = False
) -> None:
    place = 0
    while place < len(changes):
        end = place
        while end < len(changes) and changes[end].kind == "equal":
            end += 1
        if fold and end - place > LONGEST_RUN:
            row = changes[place].new
            assert row is not None
            found.append(Entry(" ", row, strokes, folded=end - place))
            place = end
            continue
        last = place + 1 == len(changes)
        own = "" if top else strokes + ("└─ " if last else "├─ ")
        _append_one(found, changes[place], own)
        below = "" if top else strokes + ("   " if last else "│  ")
        _append(found, list(changes[place].children), below, fold)
        place += 1


def _append_one(found: list[Entry], change: Change, tree: str) -> None:
    old, new = change.old, change.new
    if change.kind == "equal" and new is not None:
        found.append(Entry(" ", new, tree))
        return
    alone = old is None or new is None
    if old is not None:
        params, macs = (change.params, change.macs) if alone else (0, 0)
        strokes = tree if alone else tree.replace("└", "├")
        found.append(Entry("-", old, strokes, _reads(old), params, macs))
    if new is not None:
        told = "" if old is None or change.children else _unseen(change, old, new)
        words = ", ".join([part for part in (_reads(new), told) if part])
        found.append(Entry("+", new, tree, words, change.params, change.macs))


def _unseen(change: Change, old: Row, new: Row) -> str:
    """What changed and is not seen in the words of both lines."""
    details = change.details
    if _words(old) == _words(new):
        return shortened(details)
    if old.kind != new.kind or old.count != new.count:
        return ""
    return shortened([each for each in details if not _is_seen(each)])


def _is_seen(detail: str) -> bool:
    """Whether the words of a line tell a detail: its window, its channels, or an argument."""
    option, colon, _ = detail.partition(":")
    name = option.rpartition(" ")[2]
    return detail.startswith(("reads ", "was ")) or bool(colon and name not in USUAL - WINDOW)


WINDOW = frozenset(["kernel", "stride"])


def _reads(row: Row) -> str:
    """How many values reach a layer whose words and shape do not tell: `512 in`."""
    if not is_fed_flat(row) or not row.inputs:
        return ""
    return f"{numbers.count(product(row.inputs[0]))} in"


def _words(row: Row) -> tuple[str, str, object]:
    return (row.label if row.named else row.kind, f"{what(row)} {_reads(row)}", row.out)


def difference_grid(
    difference: Difference, *, fold: bool = True, names: ShortNames | None = None
) -> Grid:
    """The table of a difference; its total is that of the new network."""
    rows: list[tuple[Line, ...]] = []
    headings: dict[int, tuple[Line, ...]] = {}
    for entry in entries(difference.changes, fold=fold):
        if entry.folded:
            told = f"  {entry.tree}... {entry.folded} equal layers"
            headings[len(rows)] = (*headings.get(len(rows), ()), plain_text(told, QUIET))
        else:
            rows.append(_cells(entry, names))
    return Grid(COLUMNS, tuple(rows), _total(difference, names), headings=headings)


def _cells(entry: Entry, names: ShortNames | None) -> tuple[Line, ...]:
    role, row = ROLES[entry.sign], entry.row
    short: Callable[[Any], Any] = names.short if names else lambda value: value
    words = ", ".join([part for part in (what(row), entry.detail) if part])
    changed = [signed(short(entry.params)), signed(short(entry.macs))]
    strong = [role if text == "-" else STRONG for text in changed]
    return (
        ((f"{entry.sign} ", role), (entry.tree, QUIET), (row.label, role)),
        plain_text(words or "-", role),
        plain_text(numbers.size(short(row.out)), role),
        plain_text(numbers.cell(short(row.params)), role),
        plain_text(changed[0], strong[0]),
        plain_text(numbers.cell(short(row.macs)), role),
        plain_text(changed[1], strong[1]),
    )


def _total(difference: Difference, names: ShortNames | None) -> tuple[Line, ...]:
    short: Callable[[Any], Any] = names.short if names else lambda value: value
    totals = difference.new.totals
    texts = (
        "  total", "-", "-",
        numbers.cell(short(totals.params)), signed(short(difference.params)),
        numbers.cell(short(totals.macs)), signed(short(difference.macs)),
    )  # fmt: skip
    return tuple([plain_text(text, STRONG) for text in texts])


def difference_screen(difference: Difference, width: int | None = None) -> Screen:
    """Both titles, the table and the summary; of equal networks the summary alone."""
    head = [*title_lines(difference), BLANK]
    if difference.equal:
        return (*head, plain_text(equal_text(difference), GOOD))
    grid = difference_grid(difference)
    told: list[Line] = []
    if width is not None and (difference.old.symbols or difference.new.symbols):
        from cnnspec.render.narrow import narrowed

        def build(names: ShortNames) -> Grid:
            return difference_grid(difference, names=names)

        rows = [entry.row for entry in entries(difference.changes)]
        values = [part for row in rows for part in (row.out, row.params, row.macs)]
        totals = [difference.new.totals.params, difference.new.totals.macs]
        grid, told = narrowed(grid, build, [*values, *totals], width)
    summary = facts([plain_text(summary_text(difference), STRONG)], width)
    return (*head, grid, BLANK, *told, *summary, *_conditions(difference, width))


def _conditions(difference: Difference, width: int | None) -> list[Line]:
    lines: list[Line] = []
    for name, analysis in zip(difference.names, (difference.old, difference.new), strict=True):
        for group in condition_facts(analysis, tiling=False):
            named = [((f"{name}: ", ""), *group[0]), *group[1:]] if group else []
            lines += facts(named, width)
    return lines


def title_lines(difference: Difference) -> tuple[Line, Line]:
    """`--- resnet34  ResNet · He et al. 2015`, and `+++ resnet50  the same family; n: 3 -> 4`."""
    old, new = difference.old, difference.new
    names = difference.names
    if names[0] == names[1]:
        names = (f"{names[0]} (old)", f"{names[1]} (new)")
    same = old.file == new.file and old.title == new.title
    told = "the same family" if same and old.name != new.name else ""
    if not told:
        told = "the same network" if same and old.name == new.name else _sources(new)
    variables = _variables(old, new)
    after = "; ".join([part for part in (told, *variables) if part])
    before = _sources(old)
    return (
        (("--- ", REMOVED), (names[0], STRONG), (f"  {before}" if before else "", QUIET)),
        (("+++ ", GOOD), (names[1], STRONG), (f"  {after}" if after else "", QUIET)),
    )


def _sources(analysis: Analysis) -> str:
    cite = analysis.cite.short() if analysis.cite else ""
    own = " · ".join([part for part in (analysis.title, cite) if part])
    return "  ".join([part for part in (own, *point_changes(analysis)) if part])


def _variables(old: Analysis, new: Analysis) -> list[str]:
    """The variables of both that have another value: `unit: basic -> bottleneck`."""
    from cnnspec.layers.options import said

    found = [
        f"{name}: {said(old.values[name])} -> {said(value)}"
        for name, value in new.values.items()
        if name in old.values and old.values[name] != value
    ]
    more = len(found) - MOST_VARIABLES
    return found[:MOST_VARIABLES] + ([f"{more} more"] if more > 0 else [])


def equal_text(difference: Difference) -> str:
    """That nothing differs, and how much that is."""
    totals = difference.new.totals
    parts = [
        f"{totals.layers:,} layers",
        f"{numbers.count(totals.params)} parameters",
        f"{numbers.count(totals.macs)} MACs",
    ]
    return f"no difference: {', '.join(parts)}"


def summary_text(difference: Difference) -> str:
    """`params +17.2%, MACs +5.3%, depth 34 -> 50, field 899 -> 483`."""
    old, new = difference.old.totals, difference.new.totals
    parts = [
        f"{name} {'unchanged' if before == after else percent(before, after)}"
        for name, before, after in (
            ("params", old.params, new.params), ("MACs", old.macs, new.macs),
        )
    ]  # fmt: skip
    if old.depth != new.depth:
        parts.append(f"depth {numbers.count(old.depth)} -> {numbers.count(new.depth)}")
    if old.field != new.field:
        parts.append(f"field {numbers.field(old.field)} -> {numbers.field(new.field)}")
    return ", ".join(parts)


def layers_text(difference: Difference) -> str:
    """`6 of 9 layers differ`."""
    told = [change for change in difference.changes if _worth_telling(change)]
    differing = sum([change.kind != "equal" for change in told])
    return f"{differing} of {len(told)} layers differ"


def differences_screen(differences: Differences, width: int | None = None) -> Screen:
    """Every network that differs, then those that are equal, added and removed."""
    pairs = differences.pairs
    if len(pairs) == 1 and not differences.added and not differences.removed:
        return difference_screen(pairs[0], width)
    blocks: list[Line | Grid] = []
    for pair in pairs:
        if not pair.equal:
            blocks += [*difference_screen(pair, width), BLANK]
    for sign, analyses, role in (
        ("-", differences.removed, REMOVED), ("+", differences.added, GOOD),
    ):  # fmt: skip
        blocks += [plain_text(f"{sign} {brief(each)}", role) for each in analyses]
    return (*blocks, *facts([plain_text(part) for part in tally(differences)], width))


def brief(analysis: Analysis) -> str:
    """A network in a line, where there is nothing to compare it with."""
    totals = analysis.totals
    counts = f"{numbers.count(totals.params)} parameters, {numbers.count(totals.macs)} MACs"
    return f"{analysis.name}  {counts}, depth {numbers.count(totals.depth)}"


def tally(differences: Differences) -> list[str]:
    """How many networks of two files differ, and which are equal."""
    equal = [pair.new.name for pair in differences.pairs if pair.equal]
    differing = len(differences.pairs) - len(equal)
    parts = [f"{differing} of {len(differences.pairs)} variants differ"]
    if not differences.pairs:
        parts = ["no network is on both sides"]
    parts += [f"{len(differences.removed)} removed"] if differences.removed else []
    parts += [f"{len(differences.added)} added"] if differences.added else []
    return [*parts, *([f"equal: {' '.join(equal)}"] if equal else [])]
