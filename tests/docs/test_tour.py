"""The tour: every count in its prose is printed by a command, or worked out from what is."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "tour.md"
COUNT = re.compile(r"\d{1,3}(?:,\d{3})+")

# Counts that no command prints as they stand, with the sums that give them.
WORKED_OUT = {
    "253,440": 96 * 55 * 48,  # Krizhevsky et al. 2012, Fig. 2, which has 290,400 = 96·55·55
    "650,000": 650_000,  # Krizhevsky et al. 2012, abstract
    "58,631,144": 37_752_832 + 16_781_312 + 4_097_000,  # fc6, fc7 and fc8 of AlexNet
    "1,000": 1_000,  # classes
    "1,024": 1_024,  # maps of GoogLeNet's last module
    "6,400": 256 * 5 * 5,  # AlexNet's fc6 for 224x224
}


def parted() -> tuple[str, str]:
    """The prose and what the commands print."""
    prose: list[str] = []
    printed: list[str] = []
    for number, part in enumerate(PAGE.read_text(encoding="utf-8").split("```")):
        (printed if number % 2 else prose).append(part)
    return "".join(prose), "".join(printed)


def test_every_count_in_the_prose_is_printed() -> None:
    prose, printed = parted()
    shown = set(COUNT.findall(printed))
    told = set(COUNT.findall(prose))
    assert len(told) > 12
    assert told - shown - set(WORKED_OUT) == set()
    for text, value in WORKED_OUT.items():
        assert f"{value:,}" == text
        assert text in told


def test_shares_of_the_fully_connected_layers() -> None:
    """Of AlexNet's parameters and multiply-adds, from the counts that the tour prints."""
    assert round(100 * 58_631_144 / 60_965_224) == 96
    assert round(100 * (37_748_736 + 16_777_216 + 4_096_000) / 724_406_816) == 8


def test_it_goes_through_the_papers_in_their_order() -> None:
    headings = re.findall(r"^## (.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [heading.split(",")[0] for heading in headings[:5]] == [
        "LeNet-5", "AlexNet", "VGG", "GoogLeNet", "ResNet",
    ]  # fmt: skip
