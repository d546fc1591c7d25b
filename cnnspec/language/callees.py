"""What a layer calls: the one key of its mapping that is no modifier."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Note
from cnnspec.language.bodies import source_text
from cnnspec.language.nodes import Mapping, Scalar, Sequence
from cnnspec.language.problems import suggestion
from cnnspec.language.structure import ABSENT, FOREIGN_OPS, FOREIGN_OPTIONS, MODIFIERS, STRUCTURE
from cnnspec.language.values import report_torn
from cnnspec.layers import find
from cnnspec.layers import names as op_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnnspec.language.bodies import Body
    from cnnspec.language.nodes import Node


_CALL = r"(\w+)\s*[(\[](.*)[)\]]"
_CODE = r"(?:\w+\.)*(\w+)\s*\("
"""A layer as Python makes it: `nn.Conv2d(3, 64, 3)`."""


def is_callee(word: str, body: Body) -> bool:
    """Whether a word can be called: an op, a block of the file, or a word of structure."""
    return word in body.blocks or word in STRUCTURE or word in op_names()


def find_callee(node: Mapping, body: Body) -> tuple[Scalar, Node] | None:
    """The key of a layer that names what it calls, with its arguments; None if none is clear."""
    callees = [(key, value) for key, value in node.entries if key.text not in MODIFIERS]
    if len(callees) == 1:
        return callees[0]
    if not callees:
        keys = ", ".join(f"`{key.text}`" for key, _ in node.entries)
        found = f"this layer has no layer type, only {keys}" if keys else "this layer is empty"
        body.problems.add("E204", found, node)
        return None
    torn = [value for _, value in node.entries if report_torn(value, body.problems)]
    if torn:
        return None
    known = [pair for pair in callees if is_callee(pair[0].text, body)]
    if not known:
        unknown_callee(callees[0][0], body)
        return None
    first, argument = known[0]
    for key, value in callees:
        if key is first:
            continue
        if is_callee(key.text, body):
            message = f"two layer types in one layer: `{first.text}` and `{key.text}`"
            related = (body.problems.label(first, "the first one"),)
            hint = Note("help", "write each as a layer of its own")
            body.problems.add("E206", message, key, hint, related=related)
        else:
            _odd_modifier(first, argument, key, value, body)
    return None


def _odd_modifier(callee: Scalar, argument: Node, key: Scalar, value: Node, body: Body) -> None:
    known = _arguments(callee.text, body)
    own = key.text if key.text in known else FOREIGN_OPTIONS.get(key.text.lower(), "")
    if own in known:
        name = "" if own == key.text else f", there called `{own}`"
        message = f"`{key.text}` is an argument of `{callee.text}`{name}"
        fix = Note("fix", _with_argument(callee.text, argument, own, value))
        body.problems.add("E202", message, key, fix)
    else:
        near = suggestion(key.text, [*MODIFIERS, *known])
        body.problems.add("E202", f"a layer has no modifier `{key.text}`{near}", key)


def _arguments(callee: str, body: Body) -> Iterable[str]:
    if callee in body.blocks:
        return body.blocks[callee].arguments
    return find(callee).options if callee in op_names() else ()


def _with_argument(callee: str, argument: Node, name: str, value: Node) -> str:
    """The call as it is written, with one named argument more."""
    written = f"{name}: {source_text(value, 24) or '...'}"
    before = source_text(argument)
    if isinstance(argument, Mapping):
        return f"{callee}: {{{before.strip('{}') or '...'}, {written}}}"
    if isinstance(argument, Scalar) and argument.empty:
        return f"{callee}: [{written}]"
    if isinstance(argument, Sequence):
        before = before[1:-1].strip() if before.startswith("[") else "..."
    return f"{callee}: [{before}, {written}]" if before else f"{callee}: [{written}]"


def unknown_callee(key: Scalar, body: Body) -> None:
    """A word that cannot be called, with what it may have meant."""
    word = key.text
    head, colon, rest = word.partition(":")
    if colon and (is_callee(head, body) or head in MODIFIERS):
        message = f"expected a space behind the colon in `{word}`"
        body.problems.add("E101", message, key, Note("fix", f"{head}: {rest.strip()}"))
        return
    call = re.fullmatch(_CALL, word)
    if call and is_callee(call[1], body):
        message = f"expected a colon behind `{call[1]}`"
        body.problems.add("E101", message, key, Note("fix", f"{call[1]}: [{call[2].strip()}]"))
        return
    code = re.match(_CODE, word)
    if code and (own := FOREIGN_OPS.get(code[1].lower())):
        order = ", ".join(find(own).positional) if own in op_names() else "..."
        hint = Note("help", f"a layer is written `{own}: [{order}]`, and its input is known")
        message = f"no layer type or block is called `{code[1]}`; did you mean {own}?"
        body.problems.add("E201", message, key, hint)
        return
    foreign = FOREIGN_OPS.get(word.lower().replace(" ", "_"))
    candidates = [*body.blocks, *op_names(), *STRUCTURE, *MODIFIERS]
    near = f"; did you mean {foreign}?" if foreign else suggestion(word, candidates)
    notes = () if near else (Note("help", "`cnnspec layers` lists the layer types"),)
    if word.lower() in ABSENT:
        notes = (Note("help", ABSENT[word.lower()]),)
    body.problems.add("E201", f"no layer type or block is called `{word}`{near}", key, *notes)
