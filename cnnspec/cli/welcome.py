"""What a newcomer sees: what this is, and commands that end in something worth seeing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.render.screen import BLANK, plain_text
from cnnspec.render.style import STRONG, TYPE

if TYPE_CHECKING:
    from cnnspec.render.screen import Line

TRY = (
    ("cnnspec summary lenet5", "the 1998 network, layer by layer"),
    ("cnnspec shapes alexnet --input 224", "the input size the paper prints, and what it loses"),
    ("cnnspec explain lenet5 C3", "where 1,516 comes from"),
    ("cnnspec params vgg16", "where 138 million parameters sit"),
    ("cnnspec compare vgg16 resnet50", "two designs side by side"),
    ("cnnspec lesson three-3x3", "why three 3x3 and not one 7x7"),
    ("cnnspec show lenet5 -o mine.yaml", "a spec of your own, ready to edit"),
)
GROUPS = (
    ("Look", ("summary", "shapes", "params", "macs", "field", "memory", "list", "show")),
    ("Explain", ("explain", "lesson", "layers")),
    ("Compare", ("compare", "diff")),
    ("Check", ("check",)),
    ("Write", ("new", "schema", "completion")),
)
OPTIONS: tuple[Line, ...] = (
    BLANK,
    plain_text("cnnspec --version tells the version."),
)


def welcome_screen() -> tuple[Line, ...]:
    """The first screen."""
    lines: list[Line] = [
        plain_text("cnnspec reads a convolutional network from a YAML spec and shows its shapes,"),
        plain_text("parameters and work, with the arithmetic behind every number."),
        BLANK,
        plain_text("Try", STRONG),
    ]
    for command, remark in TRY:
        gap = " " * (39 - len(command))
        lines.append((("  ", ""), (command, TYPE), (f"{gap}{remark}", "")))
    lines.append(BLANK)
    for group, commands in GROUPS:
        line: Line = ((f"{group:<8}", STRONG),)
        for command in commands:
            line = (*line, ("  ", ""), (command, TYPE))
        lines.append(line)
    ending = "cnnspec COMMAND --help tells more. Networks that are built in: cnnspec list"
    return (*lines, BLANK, plain_text(ending))
