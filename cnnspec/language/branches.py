"""The branches of a merge: tensors as they are, layers, or both with conditions and copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Note
from cnnspec.language.bodies import check_path_part, read_references, source_text
from cnnspec.language.callees import is_callee
from cnnspec.language.nodes import Mapping, Scalar, Sequence
from cnnspec.language.problems import suggestion
from cnnspec.language.templates import Branch
from cnnspec.language.values import compile_value

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.language.bodies import Body
    from cnnspec.language.nodes import Node
    from cnnspec.language.templates import Line
    from cnnspec.language.values import Names

    ReadLines = Callable[[Node, Body, Names], tuple[Line, ...]]

BRANCH_KEYS = ("from", "layers", "when", "copies")


def read_branches(
    line: Line, argument: Node | None, body: Body, names: Names, read_lines: ReadLines
) -> tuple[Branch, ...]:
    """The branches of a merge; at least two are written, or one with `copies`."""
    written: list[tuple[str | None, Node]] = []
    if isinstance(argument, Sequence):
        written = [(None, item) for item in argument.items]
    elif isinstance(argument, Mapping):
        written = [(key.text, value) for key, value in argument.entries]
        for key, _ in argument.entries:
            check_path_part(key.text, "a label", key, body.problems)
    elif isinstance(argument, Scalar) and not argument.empty:
        message = f"`{line.callee}` wants branches, a list or a mapping of labels, found text"
        body.problems.add("E203", message, argument)
        return ()
    found = [_branch(node, label, body, names, read_lines) for label, node in written]
    branches = tuple([branch for branch in found if branch is not None])
    copied = len(branches) == 1 and branches[0].copies is not None
    if len(written) < 2 and not copied and len(branches) == len(written):
        number = "one branch" if written else "no branch"
        message = f"`{line.callee}` is written with {number}, two are needed"
        body.problems.add("E403", message, line.key)
    return branches


def _branch(
    node: Node, label: str | None, body: Body, names: Names, read_lines: ReadLines
) -> Branch | None:
    if isinstance(node, Scalar):
        if node.empty:
            fix = Note("fix", "[]  is the current tensor as it is")
            body.problems.add("E203", "a branch is missing here", node, fix)
            return None
        return Branch(node, label, source=read_references(node, body))
    if isinstance(node, Sequence):
        return Branch(node, label, body=read_lines(node, body, names))
    given = dict.fromkeys(BRANCH_KEYS) | {key.text: value for key, value in node.entries}
    for key, value in node.entries:
        if key.text not in BRANCH_KEYS:
            _odd_branch(key, value, body)
            return None
    if not node.entries:
        body.problems.add("E204", "a branch has from, layers, when or copies, found nothing", node)
        return None
    source = None if given["from"] is None else read_references(given["from"], body)
    guarded = given["when"] is not None or given["copies"] is not None
    body.guards += guarded
    inner = names
    if given["copies"] is not None:
        inner = names.also()
        inner.repeats += 1
    branch = Branch(
        node,
        label,
        source=source,
        body=None if given["layers"] is None else read_lines(given["layers"], body, inner),
        when=None if given["when"] is None else compile_value(given["when"], names),
        copies=None if given["copies"] is None else compile_value(given["copies"], names),
    )
    body.guards -= guarded
    return branch


def _odd_branch(key: Scalar, value: Node, body: Body) -> None:
    if is_callee(key.text, body):
        message = f"a branch is a list of layers, found the layer `{key.text}` by itself"
        fix = Note("fix", f"[{key.text}: {source_text(value) or '...'}]")
        body.problems.add("E203", message, key, fix)
    else:
        near = suggestion(key.text, BRANCH_KEYS)
        message = f"a branch has from, layers, when and copies, not `{key.text}`{near}"
        body.problems.add("E104", message, key)
