"""The shipped networks with their figures.

`networks` is the one place that knows where the figures come from: from the index beside the specs
where that is current, and from an analysis where a spec was changed or is new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cnnspec.core.algebra import Dim
    from cnnspec.core.citation import Citation
    from cnnspec.render.catalogue import Network
    from cnnspec.render.lesson_list import ListedLesson
    from cnnspec.results import Analysis


def networks() -> Iterator[Network]:
    """All shipped networks, family by family."""
    from cnnspec import library

    known = library.index()
    for stem, path in library.families():
        yield from from_index(stem, known[stem]) if stem in known else analysed(stem, path)


def analysed(stem: str, path: str) -> Iterator[Network]:
    """The networks of a spec file, each of them analysed."""
    from cnnspec.analysis import survey

    for analysis in survey(path):
        yield _network(stem, analysis)


def _network(family: str, analysis: Analysis) -> Network:
    from cnnspec.render.catalogue import Network
    from cnnspec.render.entries import input_shapes

    totals = analysis.totals
    return Network(
        name=analysis.name,
        family=family,
        title=analysis.title,
        task=analysis.task,
        cite=analysis.cite,
        input=input_shapes(analysis),
        params=totals.params,
        macs=totals.macs,
        depth=totals.depth,
        field=totals.field,
    )


def lessons() -> list[ListedLesson]:
    """All lessons, in the order in which each names the next; those that none names come first."""
    from cnnspec import library
    from cnnspec.render.lesson_list import ListedLesson

    known = library.index(library.LESSONS)
    entries = {
        stem: known[stem] if stem in known else lesson_entry(stem, path)
        for stem, path in library.lessons()
    }
    following = {stem: entry["next"] for stem, entry in entries.items()}
    order: dict[str, None] = {}
    for stem in sorted(entries, key=lambda stem: stem in following.values()):
        while stem in entries and stem not in order:
            order[stem] = None
            stem = following[stem]
    return [
        ListedLesson(stem, entry["title"], entry["point"], tuple(entry["designs"]))
        for stem in order
        for entry in [entries[stem]]
    ]


def lesson_entry(stem: str, path: str) -> dict[str, Any]:
    """What the index keeps of a lesson."""
    from cnnspec import library
    from cnnspec.lessons import lesson
    from cnnspec.render.lesson import point

    told = lesson(stem)
    columns = told.lesson.columns
    return {
        "digest": library.digest(path),
        "title": told.spec.title,
        "point": point(columns, [figures[columns[0]] for figures in told.figures]),
        "designs": [each.name for each in told.comparison.networks],
        "next": told.lesson.next,
    }


FIGURES = ("params", "macs", "depth", "field")


def index_text() -> str:
    """The index of all shipped specs, one line a family; each of them is analysed for it."""
    import json

    from cnnspec import library

    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    lines = []
    for stem, path in library.families():
        entry = index_entry(library.digest(path), list(analysed(stem, path)))
        lines.append(f"{encode(stem)}: {encode(entry)}")
    for stem, path in library.lessons():
        place = library.shelved(stem, library.LESSONS)
        lines.append(f"{encode(place)}: {encode(lesson_entry(stem, path))}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def index_entry(digest: str, family: list[Network]) -> dict[str, Any]:
    """What the index keeps of a family: what its networks share, then what is their own."""
    from cnnspec.render import json

    first = family[0]
    entry: dict[str, Any] = {"digest": digest, "title": first.title, "task": first.task}
    entry["cite"] = _parts(first.cite)
    entry["networks"] = []
    for network in family:
        own: dict[str, Any] = {"name": network.name, "input": json.shapes(network.input)}
        own |= {figure: json.value(getattr(network, figure)) for figure in FIGURES}
        if network.cite != first.cite:
            own["cite"] = _parts(network.cite)
        entry["networks"].append(own)
    return entry


def _parts(cite: Citation | None) -> dict[str, Any] | None:
    """The parts of a source that are given."""
    if cite is None:
        return None
    parts = {part: getattr(cite, part) for part in cite._fields}
    return {part: given for part, given in parts.items() if given}


def from_index(stem: str, entry: dict[str, Any]) -> Iterator[Network]:
    """The networks of a family as the index has them."""
    from cnnspec.core.citation import Citation
    from cnnspec.render.catalogue import Network

    for own in entry["networks"]:
        cite = own.get("cite", entry["cite"])
        yield Network(
            name=own["name"],
            family=stem,
            title=entry["title"],
            task=entry["task"],
            cite=None if cite is None else Citation(**cite),
            input={name: tuple(map(_count, shape)) for name, shape in own["input"].items()},
            **{figure: _figure(own[figure]) for figure in FIGURES},
        )


def _figure(written: Any) -> Any:
    """A count, the counts of several axes, or None where it is unknown."""
    return tuple(map(_count, written)) if isinstance(written, list) else _count(written)


def _count(written: int | str | None) -> Any:
    """A count; one that holds symbols stands as text that reads back."""
    if not isinstance(written, str):
        return written
    from cnnspec.language.expression import parse

    return parse(written).evaluate(_Symbols())


class _Symbols:
    """A scope in which every name is a symbol."""

    def variable(self, name: str) -> Dim:
        """The symbol of that name."""
        from cnnspec.core.algebra import symbol

        return symbol(name)

    def size(self, tensor: str, attribute: str) -> Dim:
        """There are no tensors in an index."""
        raise LookupError(f"{tensor}.{attribute}")

    def known_names(self) -> Iterable[str]:
        """No name is unknown."""
        return ()
