"""What a YAML parser stopped at, in words for someone who writes specs.

The two parsers word their errors differently, so only what they name is used: the rest is read
from the text around the place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnnspec.language.characters import shortened
from cnnspec.language.nodes import Scalar, Sequence
from cnnspec.language.text_findings import (
    directive,
    find_foreign_directive,
    finding_at,
    mark,
    no_space,
    word_end,
)
from cnnspec.language.tree import MAXIMUM_DEPTH
from cnnspec.language.yaml_stop import CLOSERS, Stop

if TYPE_CHECKING:
    from collections.abc import Callable

    from yaml.error import YAMLError

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.language.nodes import Node, Source

_WORD_WITH_COLON = re.compile(r"[\w.-]+:(?![\s/])[^\s#]*")
_FLAT_BRACKETS = re.compile(r"\[[^\[\]\r\n]*\]|\{[^{}\r\n]*\}")
_ITEM_OF_A_LIST = re.compile(r"[A-Za-z_]\w*\[[^\[\]]*\]")
_ITEM = re.compile(r"^([ ]*)-[ ]", re.MULTILINE)
_MARKER = re.compile(r"(?:---|\.\.\.)(?=\s|$)")


def explain(error: YAMLError, source: Source, start: int, latest: Node | None) -> Diagnostic:
    """The finding for an error of a YAML parser, at the place that the author has to look at."""
    stop = Stop(error, source, start, latest)
    if stop.text[stop.place : stop.place + 1] == "\t" or "tab character" in stop.reason:
        return _tab(stop)
    for words, explanation in _EXPLANATIONS:
        if words in stop.reason:
            return explanation(stop)
    return stop.report(f"this does not read as YAML: {stop.reason.strip(' :')}")


def _tab(stop: Stop) -> Diagnostic:
    start = stop.text.find("\t", stop.place)
    if start >= 0:
        stop.place = start
    return stop.report("found a tab where YAML indents with spaces", fix="write spaces for tabs")


def _nesting(stop: Stop) -> Diagnostic:
    message = f"the brackets are nested deeper than the {MAXIMUM_DEPTH} levels that are read"
    return finding_at("E107", message, stop.source, stop.place, stop.end)


def _mark(stop: Stop) -> Diagnostic:
    if stop.text[stop.opened : stop.opened + 1] in tuple("*&!"):
        return mark(stop.source, stop.opened)
    return _directive(stop)


def _directive(stop: Stop) -> Diagnostic:
    return directive(stop.source, stop.text.rfind("%", 0, stop.place + 1))


def _escape(stop: Stop) -> Diagnostic:
    start = stop.text.rfind("\\", 0, stop.place + 1)
    if start < 0:
        return _directive(stop)
    stop.place = start
    written = re.match(r"\\(?:[xuU][0-9A-Fa-f]*|.?)", stop.text[start:])
    escape = written.group() if written else "\\"
    message = f"`{escape}` is no escape that YAML has"
    return finding_at(
        "E101",
        message,
        stop.source,
        start,
        start + len(escape),
        fix="between single quotes a backslash is just a backslash",
    )


def _reserved(stop: Stop) -> Diagnostic:
    first = stop.text[stop.place]
    named = "a backtick" if first == "`" else f"`{first}`"
    return stop.report(f"a text without quotes cannot begin with {named}", fix="put it in quotes")


def _brackets(stop: Stop) -> Diagnostic:
    start = stop.opened if stop.text[stop.opened : stop.opened + 1] in CLOSERS else stop.start
    opener = stop.text[start]
    related = (stop.label(start, start + 1, "opened here"),)
    message = f"expected `,` or `{CLOSERS[opener]}`, found {stop.found}"
    if stop.line_of(start) != stop.line or stop.at_end:
        fix = f"close the `{opener}` of line {stop.line_of(start)}"
        return stop.report(message, related=related, fix=fix)
    fix = "quote a text that has a colon in it" if stop.found == "`:`" else ""
    item = _ITEM_OF_A_LIST.search(stop.before + stop.rest_of_line(stop.place))
    if stop.found == "`[`" and item:
        fix = f'"{item.group()}"  in quotes, where an expression takes an item of a list'
    return stop.report(message, related=related, fix=fix)


def _no_node(stop: Stop) -> Diagnostic:
    if stop.in_brackets and (stop.at_end or _MARKER.match(stop.text, stop.place)):
        return _brackets(stop)
    return stop.report(f"expected a value, found {stop.found}")


def _second_colon(stop: Stop) -> Diagnostic:
    if re.search(r":\s", stop.before):
        return stop.report(
            "expected the end of the value, found a second `:`",
            fix="quote a text that has a colon and a blank in it; write a map in braces",
        )
    latest = stop.latest
    continued = isinstance(latest, Scalar) and stop.line_of(latest.start) < stop.line
    if not (isinstance(latest, Scalar) and continued and stop.before.strip()):
        return stop.report(f"expected the end of the value, found {stop.found}")
    joined = _WORD_WITH_COLON.match(stop.text, latest.start)
    if joined:
        return no_space(stop.source, joined.start(), joined.end())
    first = stop.rest_of_line(latest.start)
    begun = stop.label(latest.start, latest.start + len(first), "the text begins here")
    key = shortened(stop.before.strip())
    stop.place -= len(stop.before.lstrip())
    line = stop.line_of(latest.start)
    same_column = stop.column_of(latest.start) == stop.column_of(stop.place)
    if same_column:
        fix = f"write `:` behind `{shortened(first)}` if that is a key"
    else:
        fix = "indent it like the keys around it"
    return stop.report(
        f"`{key}` goes on with the text of line {line}, so it is no key", related=(begun,), fix=fix
    )


def _colon_against_bracket(stop: Stop) -> Diagnostic:
    value = _FLAT_BRACKETS.match(stop.text, stop.place + 1)
    return no_space(stop.source, stop.opened, value.end() if value else stop.place + 1)


def _no_colon(stop: Stop) -> Diagnostic:
    stop.place = stop.opened
    line = stop.rest_of_line(stop.place)
    joined = _WORD_WITH_COLON.match(line)
    if joined:
        return no_space(stop.source, stop.place, stop.place + joined.end())
    if line[:1] in ("'", '"') and line.count(line[0]) % 2:
        message = f"this `{line[0]}` is not closed in its line"
        return finding_at("E101", message, stop.source, stop.place, stop.place + 1)
    message = f"expected `:` behind `{shortened(line)}`"
    return finding_at("E101", message, stop.source, stop.place, stop.place + len(line))


def _dash(stop: Stop) -> Diagnostic:
    return stop.report(
        f"expected a value behind `{shortened(stop.before.strip())}`, found a list item",
        fix="write the list in brackets, or each `- ` on a line of its own",
    )


def _quote(stop: Stop) -> Diagnostic:
    quote = stop.text[stop.opened]
    until = _MARKER.match(stop.text, stop.place)
    where = f"the `{until.group()}` of line {stop.line}" if until else "the end of the file"
    message = f"this `{quote}` is not closed before {where}"
    return finding_at("E101", message, stop.source, stop.opened, stop.opened + 1)


def _block_text(stop: Stop) -> Diagnostic:
    return stop.report(
        f"expected the end of the line behind `{stop.text[stop.opened]}`, found {stop.found}",
        fix="the text begins on the next line",
    )


def _indentation(stop: Stop) -> Diagnostic:
    return _misplaced(stop, in_list="block collection" in stop.reason)


def _misplaced(stop: Stop, *, in_list: bool) -> Diagnostic:
    if stop.text[stop.place : stop.place + 1] in tuple("]}"):
        return stop.report(f"{stop.found} closes nothing")
    if stop.before.strip():
        return _leftover(stop)
    expected = "a list item" if in_list else "a key"
    if stop.opened == stop.place:
        return stop.report(f"expected {expected}, found {stop.found}")
    what = "list" if in_list else "map"
    begun = stop.label(stop.opened, word_end(stop.source, stop.opened), f"the {what} begins here")
    wanted, column = stop.column_of(stop.opened), stop.column_of(stop.place)
    dash = stop.text.startswith("-", stop.place) and not in_list
    found = "a list item" if dash else stop.found
    at, there = (f" at column {wanted}", f" at column {column}") if wanted != column else ("", "")
    return stop.report(
        f"expected {expected}{at} as in line {stop.line_of(stop.opened)}, found {found}{there}",
        related=(begun,),
        fix=_beside_the_item_before(stop) if dash else "",
    )


def _beside_the_item_before(stop: Stop) -> str:
    """Where a list item belongs that does not stand below the one before it."""
    items = list(_ITEM.finditer(stop.text, 0, stop.place))
    if not items:
        return ""
    before = items[-1].end(1)
    return f"begin it at column {stop.column_of(before)}, as line {stop.line_of(before)} does"


def _leftover(stop: Stop) -> Diagnostic:
    latest = stop.latest
    message = f"expected the end of the line, found {stop.found}"
    if isinstance(latest, Scalar) and not latest.plain:
        here = (stop.label(latest.start, latest.start + 1, "the text before it begins here"),)
        return stop.report(message, related=here, fix="put the whole value in one pair of quotes")
    if stop.text.startswith(",", stop.place):
        return stop.report(message, fix="a line for each, or [...] or {...} around all of them")
    return stop.report(message)


def _after_the_end(stop: Stop) -> Diagnostic:
    latest = stop.latest
    if latest is None:
        foreign = find_foreign_directive(stop.text, 0, len(stop.text))
        if foreign >= 0:
            return directive(stop.source, foreign)
        return stop.report(f"expected `---` behind the directive, found {stop.found}")
    if stop.before.strip():
        return _leftover(stop)
    marker = re.search(r"^\.\.\.", stop.text[latest.end : stop.place], re.MULTILINE)
    if marker:
        return stop.report(f"expected the end of the file behind `...`, found {stop.found}")
    if isinstance(latest, Scalar) or stop.text[latest.start] in CLOSERS:
        return stop.report(f"expected the end of the file, found {stop.found}")
    stop.opened = latest.start
    return _misplaced(stop, in_list=isinstance(latest, Sequence))


# The first words that occur in the parser's reason decide.
_EXPLANATIONS: tuple[tuple[str, Callable[[Stop], Diagnostic]], ...] = (
    ("nesting depth", _nesting),
    ("directive", _directive),
    ("incompatible YAML", _directive),
    ("tag", _mark),
    ("scanning an anchor", _mark),
    ("scanning an alias", _mark),
    ("escape", _escape),
    ("too large", _escape),
    ("hexdecimal", _escape),
    ("quoted scalar", _quote),
    ("block scalar", _block_text),
    ("cannot start any token", _reserved),
    ("',' or", _brackets),
    ("unexpected ':'", _colon_against_bracket),
    ("mapping values are not allowed", _second_colon),
    ("expected ':'", _no_colon),
    ("sequence entries are not allowed", _dash),
    ("node content", _no_node),
    ("mapping keys are not allowed", _no_node),
    ("parsing a block", _indentation),
    ("document start", _after_the_end),
)
