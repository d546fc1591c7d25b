"""The six roles of colour. A role never stands alone: a word, a sign or a caret says the same."""

from __future__ import annotations

STRONG = "strong"
"""The thing asked for, totals, the message of a finding, an opened block."""
QUIET = "quiet"
"""Headers, the tree, sources, notes, layers without weights or work."""
TYPE = "type"
"""What can be typed next, related places of a finding, bars."""
ERROR = "error"
WARNING = "warning"
INFO = "info"
GOOD = "good"
"""What is clean, and what was added."""
REMOVED = "removed"

STYLES = {
    "": "",
    STRONG: "bold",
    QUIET: "color(243)",
    TYPE: "color(30)",
    ERROR: "bold color(167)",
    WARNING: "bold color(166)",
    INFO: "bold color(30)",
    GOOD: "color(28)",
    REMOVED: "color(167)",
}
"""Tones from the middle of the 256 colours: each is readable on black and on white, which the 16
customary ones are not."""
