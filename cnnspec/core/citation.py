"""Citations: where a network or a figure comes from."""

from __future__ import annotations

from cnnspec.core.record import Record


class Citation(Record):
    """The source of a network or of a figure; every part may be missing."""

    authors: str = ""
    year: int | None = None
    title: str = ""
    where: str = ""
    url: str = ""
    text: str = ""

    def short(self) -> str:
        """The source in a few words: `Simonyan & Zisserman 2014, Table 1`."""
        if self.text:
            return self.text
        who = " ".join(part for part in (self.authors, str(self.year or "")) if part)
        return ", ".join(part for part in (who or self.title, self.where) if part)
