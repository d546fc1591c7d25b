"""What stands above a table and below it: the title, and the facts that no row has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.render import numbers
from cnnspec.render.entries import input_shapes
from cnnspec.render.screen import SEPARATOR, facts, plain_text, wrap
from cnnspec.render.style import ERROR, QUIET, STRONG, WARNING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cnnspec.core.shape import Shape
    from cnnspec.render.screen import Line
    from cnnspec.render.views import ViewName
    from cnnspec.results import Analysis, Row

CONVENTION = "1 MAC = 1 multiply-add = 2 FLOPs"
ROUNDED_FROM = 1_000_000
"""Below that, the exact figure of the table is short enough to be read."""
MOST_NAMED = 3


def title_line(analysis: Analysis, behind: str | None = None) -> Line:
    """What was read, its source, and the input and variables if they are not the spec's own; with
    `behind`, the input in any case, and that behind it."""
    cite = analysis.cite.short() if analysis.cite else ""
    if _letters(analysis.name) == _letters(analysis.title) or not analysis.title:
        name, sources = analysis.title or analysis.name, [cite]
    else:
        name, sources = analysis.name, [analysis.title, cite]
    line: Line = ((name, STRONG), ("  ", ""))
    for source in filter(None, sources):
        line = (*line, (source, QUIET), (SEPARATOR[0], QUIET))
    line = line[:-1]
    for change in changes(analysis, behind):
        line = (*line, ("  ", ""), (change, ""))
    return line


def _letters(text: str) -> str:
    return "".join([character for character in text.lower() if character.isalnum()])


def changes(analysis: Analysis, behind: str | None = None) -> list[str]:
    """What a reader replaced: the input, variables, symbols, the graph; with `behind`, the input in
    any case, and that behind it."""
    said = []
    own = analysis.own
    if behind is not None or (own is not None and own.input != analysis.input):
        shapes = shapes_text(input_shapes(analysis))
        said.append(f"input {shapes}{f', {behind}' if behind else ''}")
    said += [f"{name}={setting_text(value)}" for name, value in analysis.settings.items()]
    said += [f"where {forms_text(analysis)}"] if analysis.point.forms else []
    said += [f"at {numbers_text(analysis)}"] if analysis.point.numbers else []
    if analysis.train:
        said.append("training graph")
    return said


def shapes_text(shapes: Mapping[str, Shape]) -> str:
    """One shape, or several with their names, as they are typed after `--input`."""
    if len(shapes) == 1:
        return numbers.size(next(iter(shapes.values())))
    return ",".join([f"{name}={numbers.size(shape)}" for name, shape in shapes.items()])


def forms_text(analysis: Analysis) -> str:
    """What symbols stand for, as it is typed after `--where`."""
    return ",".join([f"{name}={form}" for name, form in analysis.point.forms.items()])


def numbers_text(analysis: Analysis) -> str:
    """The numbers of symbols, as they are typed after `--at`."""
    return ",".join([f"{name}={number}" for name, number in analysis.point.numbers.items()])


def setting_text(value: object) -> str:
    """A variable's value as it is typed after `--set`."""
    return "true" if value is True else "false" if value is False else str(value)


def fact_lines(
    view: ViewName, analysis: Analysis, levels: int | None, width: int | None, why: str = ""
) -> list[Line]:
    """The facts below the table of a view."""
    groups: list[list[Line]] = []
    held = [*_expectations(analysis), *budgets(analysis)]
    last = [*held, *_folded(analysis, levels)]
    if view in ("summary", "params"):
        groups.append(_params(analysis))
    if view in ("summary", "macs"):
        work = _macs(analysis)
        groups.append([*work, plain_text(CONVENTION)] if work else [])
        if not work:
            last.insert(len(held), plain_text(CONVENTION))
    if view == "shapes":
        last = _folded(analysis, levels)
    groups.append([*last, *([plain_text(f"why: {why}")] if why else [])])
    groups.append(_own(view, analysis))
    groups.append(_unknown(analysis))
    groups += condition_facts(analysis, tiling=view == "shapes")
    groups.append(_without_floors(analysis))
    lines = [line for group in groups for line in facts(group, width)]
    return [*lines, *_notes(analysis, width)] if view == "summary" else lines


def condition_facts(analysis: Analysis, *, tiling: bool) -> list[list[Line]]:
    """What must hold of symbols, and what of that their numbers decide, a group each."""
    groups: list[list[Line]] = []
    if analysis.conditions:
        groups.append([plain_text(f"needs {', '.join(strongest(analysis.conditions))}")])
    if tiling and analysis.symbols:
        if analysis.tiling:
            told = ", ".join(analysis.tiling)
            groups.append([plain_text(f"every window tiles where {told}")])
        example = ",".join([f"{name}=224" for name in analysis.symbols])
        groups.append([plain_text(f"what stays unread needs numbers: --at {example}")])
    groups += _decided(analysis)
    return groups


def _without_floors(analysis: Analysis) -> list[Line]:
    """What symbols could stand for, so that no size is rounded any more."""
    if not analysis.symbols:
        return []
    from cnnspec.passes.tiling import whole_steps

    steps = whole_steps(analysis.graph)
    forms = [f"{name}={step}*{name.lower()}" for name, step in steps.items() if name.isupper()]
    if not forms:
        return []
    return [plain_text(f"sizes without floors: --where {','.join(forms)}")]


def _decided(analysis: Analysis) -> list[list[Line]]:
    """Which conditions the numbers meet, and which they do not."""
    if analysis.symbolic is None:
        return []
    verdicts = dict(analysis.decided)
    groups = []
    before = analysis.symbolic
    for word, conditions in (
        ("needs", strongest(before.conditions)), ("tiles where", before.tiling),
    ):  # fmt: skip
        parts = [
            plain_text(
                f"{word} {condition}: {'holds' if verdicts[condition] else 'fails'}",
                "" if verdicts[condition] else WARNING,
            )
            for condition in conditions
            if condition in verdicts
        ]
        groups.append(parts)
    return groups


def strongest(conditions: Iterable[str]) -> list[str]:
    """Conditions without those that another one implies: of `H >= 2` and `H >= 4`, the second."""
    least: dict[str, int] = {}
    found: dict[str, None] = {}
    for condition in conditions:
        left, sign, right = condition.partition(" >= ")
        if sign and right.isdigit():
            least[left] = max(least.get(left, 0), int(right))
            found.setdefault(left)
        else:
            found.setdefault(condition)
    return [f"{left} >= {least[left]}" if left in least else left for left in found]


def _params(analysis: Analysis) -> list[Line]:
    totals = analysis.totals
    if totals.params is None or totals.trainable is None:
        return []
    params, trainable = numbers.count(totals.params), numbers.count(totals.trainable)
    word = "parameter" if totals.params == 1 else "parameters"
    if totals.params == totals.trainable:
        all_trainable = "no parameters" if totals.params == 0 else f"{params} {word}, all trainable"
        parts = [plain_text(all_trainable)]
    else:
        frozen = numbers.count(totals.params - totals.trainable)
        named = _frozen(analysis)
        where = f" ({named})" if named else ""
        parts = [plain_text(f"{params} {word} = {trainable} trainable + {frozen} frozen{where}")]
    if totals.buffers is not None and totals.buffers != 0:
        parts.append(plain_text(f"{numbers.count(totals.buffers)} running statistics not counted"))
    return parts


def _frozen(analysis: Analysis) -> str:
    """The outermost rows that have frozen weights, by name."""
    names = [
        row.label
        for row in analysis.rows()
        if row.params is not None and row.trainable is not None and row.params != row.trainable
    ]
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _macs(analysis: Analysis) -> list[Line]:
    macs = analysis.totals.macs
    if type(macs) is not int or macs < ROUNDED_FROM:
        return []
    return [plain_text(f"{_unit(macs, 'MACs')} = {_unit(2 * macs, 'FLOPs')}")]


def _unit(value: int, name: str) -> str:
    """`3.86 GMACs`."""
    text = numbers.rounded(value)
    return f"{text[:-1]} {text[-1]}{name}" if text[-1].isalpha() else f"{text} {name}"


def _expectations(analysis: Analysis) -> list[Line]:
    claims = analysis.claims
    if not claims or analysis.own is not None:
        return []
    held = sum([claim.holds for claim in claims])
    text = f"{held} of {len(claims)} expectations hold"
    return [plain_text(text, "" if held == len(claims) else ERROR)]


def budgets(analysis: Analysis) -> list[Line]:
    """How many budgets hold, and how many symbols leave open."""
    found = analysis.budgets
    if not found:
        return []
    held = sum([budget.holds is True for budget in found])
    undecided = sum([budget.holds is None for budget in found])
    text = f"{held} of {len(found)} budgets hold"
    if undecided:
        text += f", {undecided} {'is' if undecided == 1 else 'are'} open"
    return [plain_text(text, "" if held + undecided == len(found) else ERROR)]


def _folded(analysis: Analysis, levels: int | None) -> list[Line]:
    if levels is None or not any(map(_has_closed_block, analysis.rows(levels))):
        return []
    return [plain_text(f"folded; --open {levels + 1} opens the blocks")]


def _has_closed_block(row: Row) -> bool:
    """Whether a block is shown on one line, so that one level more would show what is inside."""
    from cnnspec.layers import names

    stack = [row]
    while stack:
        row = stack.pop()
        if not row.children and row.kind and row.kind not in names():
            return True
        stack += row.children
    return False


def _own(view: ViewName, analysis: Analysis) -> list[Line]:
    """What the spec's own input and variables give, where it is not the same."""
    own = analysis.own
    if own is None:
        return []
    parts = []
    if view != "macs" and own.totals.params != analysis.totals.params:
        parts.append(f"{numbers.count(own.totals.params)} parameters")
    if view in ("summary", "macs") and own.totals.macs != analysis.totals.macs:
        parts.append(f"{numbers.count(own.totals.macs)} MACs")
    if view == "shapes" or not parts:
        return []
    return [plain_text(f"the spec's own: {', '.join(parts)}")]


def _unknown(analysis: Analysis) -> list[Line]:
    """Why a total cannot be told."""
    totals = analysis.totals
    missing = [
        name for name, value in (("params", totals.params), ("MACs", totals.macs)) if value is None
    ]
    if not missing:
        return []
    for finding in analysis.diagnostics:
        if finding.severity == "error":
            reason = f": {finding.message} ({finding.code})"
            break
    else:
        reason = ""
    return [plain_text(f"{' and '.join(missing)} unknown{reason}")]


def _notes(analysis: Analysis, width: int | None) -> list[Line]:
    """The remarks that the spec makes, on the network and on its layers."""
    lines: list[Line] = []
    remarks = [("note", text) for text in analysis.note.splitlines()]
    remarks += [(f"{row.label}", row.note) for row in analysis.rows() if row.note]
    for label, text in remarks:
        said = f"{label}: {' '.join(text.split())}"
        lines += [plain_text(part, QUIET) for part in (wrap(said, width) if width else [said])]
    return lines
