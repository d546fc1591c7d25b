"""Links between the documents lead somewhere: to files, and to headings in them."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("cnnspec/pages/*.md")])
LINK = re.compile(r"\]\(([^)\s]+)[^)]*\)")
FENCE = re.compile(r"^(`{3,})[^\n]*\n.*?^\1$", re.M | re.S)


def prose(path: Path) -> str:
    """A document without what stands in fences."""
    return FENCE.sub("", path.read_text(encoding="utf-8"))


@functools.cache
def anchors(path: Path) -> set[str]:
    """What a link may name: headings as GitHub calls them, and anchors of its own."""
    text = prose(path)
    found: set[str] = set(re.findall(r"<a (?:id|name)=\"([^\"]+)\"", text))
    for heading in re.findall(r"^#{1,6} (.+)$", text, re.M):
        plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading)
        anchor = re.sub(r"[^\w\- ]", "", plain.strip().lower()).replace(" ", "-")
        number = sum(name == anchor or name.startswith(f"{anchor}-") for name in found)
        found.add(f"{anchor}-{number}" if anchor in found else anchor)
    return found


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    missing = []
    for link in LINK.findall(prose(path)):
        file, _, anchor = link.partition("#")
        if "://" in link:
            continue
        target = path.parent / file if file else path
        if not target.exists() or (anchor and anchor not in anchors(target.resolve())):
            missing.append(link)
    assert missing == []


def test_the_index_of_the_documents_names_each_of_them() -> None:
    linked = set(LINK.findall(prose(ROOT / "docs" / "README.md")))
    pages = {path.name for path in ROOT.glob("docs/*.md")} - {"README.md"}
    assert pages <= linked
