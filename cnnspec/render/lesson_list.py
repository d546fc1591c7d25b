"""The lessons, a line each: name, title, and what it comes down to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.record import Record
from cnnspec.render.screen import BLANK, Grid, GridColumn, plain_text
from cnnspec.render.style import STRONG, TYPE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnspec.render.screen import Screen


class ListedLesson(Record):
    """A lesson as the list tells it; `designs` are the names of what it compares."""

    name: str
    title: str
    point: str
    designs: tuple[str, ...]


def lessons_screen(lessons: Sequence[ListedLesson], width: int | None = None) -> Screen:
    """One line a lesson, in the order in which they are best read."""
    title = (("Lessons", STRONG), ("  each is a small spec; cnnspec lesson NAME tells it", ""))
    return (title, BLANK, lessons_grid(lessons))


def lessons_grid(lessons: Sequence[ListedLesson]) -> Grid:
    """The columns: the title is cut where there is no room."""
    rows = [
        (plain_text(each.name, TYPE), plain_text(each.title), plain_text(each.point))
        for each in lessons
    ]
    columns = (GridColumn("lesson"), GridColumn("what", flexible=True), GridColumn("point"))
    return Grid(columns, tuple(rows), titled=False)


def lessons_markdown(lessons: Sequence[ListedLesson]) -> str:
    """One row a lesson, below the number of them."""
    from cnnspec.render.markdown import md_grid

    return f"### {len(lessons)} lessons\n\n{md_grid(lessons_grid(lessons))}\n"


def listed_document(each: ListedLesson) -> dict[str, Any]:
    """A lesson of the list for machines."""
    return {
        "name": each.name,
        "title": each.title,
        "point": each.point,
        "designs": list(each.designs),
    }
