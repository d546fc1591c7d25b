"""Spec files: what stands at the top of one, its variants, and one of them chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.citation import Citation
from cnnspec.core.diagnostic import Note, UsageError
from cnnspec.language.blocks import read_block, read_block_names, read_signatures
from cnnspec.language.bodies import Body, read_references, source_text
from cnnspec.language.defaults import read_defaults
from cnnspec.language.lines import read_lines
from cnnspec.language.nodes import Mapping, Scalar, Sequence
from cnnspec.language.problems import Problems, suggestion
from cnnspec.language.recursion import report_endless
from cnnspec.language.structure import WORDS
from cnnspec.language.values import Names, report_missing
from cnnspec.language.variables import read_inputs, read_symbols, read_variables
from cnnspec.layers import names as op_names

if TYPE_CHECKING:
    from collections.abc import Mapping as ReadOnly

    from cnnspec.core.diagnostic import Label
    from cnnspec.language.lesson import Lesson
    from cnnspec.language.nodes import Node, Source
    from cnnspec.language.templates import Block, Defaults, Line, Reference
    from cnnspec.language.values import Value

FILE_KEYS = (
    "cnnspec", "name", "cite", "task", "note", "input", "symbols", "vars", "defaults", "blocks",
    "layers", "outputs", "variants", "expect", "budget", "lesson",
)  # fmt: skip
VARIANT_KEYS = ("input", "layers", "outputs", "vars", "expect", "budget", "note", "cite")
CITE_KEYS = ("authors", "year", "title", "where", "url")
SECTIONS = {
    "expect": (
        "params", "trainable", "kernels", "output", "macs", "depth", "field", "train",
    ),
    "cite": CITE_KEYS,
    "lesson": ("text", "columns", "why", "try", "next"),
    "budget": ("weights", "peak_memory", "layer_count", "channel_multiple"),
}  # fmt: skip
"""Where keys belong that are written at the top by mistake."""


class Spec:
    """One network as it is written: a file, with one of its variants laid over it.

    `name` is the variant's key, or the file's stem. It holds templates; `analyze` unfolds them.
    """

    def __init__(self, source: Source, name: str, variant: str | None) -> None:
        self.source = source
        self.name = name
        self.variant = variant
        self.title = ""
        self.task = ""
        self.note = ""
        self.cite: Citation | None = None
        self.variants: tuple[str, ...] = ()
        self.inputs: dict[str, Value] = {}
        self.several_inputs = False
        self.symbols: tuple[str, ...] = ()
        self.symbols_node: Node | None = None
        self.variables: dict[str, Value] = {}
        self.defaults: Defaults = {}
        self.blocks: dict[str, Block] = {}
        self.lines: tuple[Line, ...] = ()
        self.outputs: tuple[Reference, ...] = ()
        self.expectations: tuple[Mapping, ...] = ()
        self.lesson: Lesson | None = None
        self.budgets: tuple[Node, ...] = ()
        self.names: Names

    def __repr__(self) -> str:
        return f"<cnnspec.Spec {self.name}: {self.title}, {self.source.name}>"


def variant_nodes(source: Source) -> ReadOnly[str, Node]:
    """The variants of a file by key; empty if it has none, or is no spec at all."""
    root = source.root
    variants = root.get("variants") if isinstance(root, Mapping) else None
    if not isinstance(variants, Mapping):
        return {}
    return variants.by_text()


def read_spec(source: Source, stem: str, variant: str | None = None) -> Spec:
    """The spec in a file, for one of its variants.

    Raises a SpecError that lists all that is wrong with its form, and a UsageError for a variant
    that it does not have.
    """
    problems = Problems(source)
    root = _root(source, problems)
    variants = variant_nodes(source)
    if variant is not None and variant not in variants:
        listed = f"it has {', '.join(variants)}" if variants else "it has none"
        near = suggestion(variant, variants)
        raise UsageError(f"{source.name} has no variant {variant}{near}", listed)
    spec = Spec(source, variant or stem, variant)
    spec.variants = tuple(variants)
    overlay = _overlay(variants.get(variant or ""), problems)
    _read_head(spec, root, overlay, problems)
    _read_body(spec, root, overlay, problems)
    problems.stop_if_any()
    return spec


def _root(source: Source, problems: Problems) -> Mapping:
    root = source.root
    if not isinstance(root, Mapping):
        what = "a list" if isinstance(root, Sequence) else "text"
        message = f"a spec is a mapping that begins with `cnnspec: 1`, found {what}"
        problems.add("E103", message, root)
        problems.stop_if_any()
        raise AssertionError
    keys = [key.text for key, _ in root.entries]
    _check_version(root, keys, problems)
    missing = [word for word in ("name", "input", "layers") if not _has(root, word)]
    for key, _ in root.entries:
        if key.text not in FILE_KEYS:
            near = suggestion(key.text, FILE_KEYS)
            missing = [word for word in missing if word not in near]
            _odd_key(key, near, problems)
    variants = root.get("variants")
    if variants is not None and not isinstance(variants, Mapping):
        problems.add("E203", "`variants` wants a mapping of names to variants", variants)
    elif missing == ["layers"] and variants is not None and variants.entries:
        lacking = next(key for key, value in variants.entries if not _sets(value, "layers"))
        message = f"the file has no `layers`, and variant `{lacking.text}` has none of its own"
        problems.add("E103", message, lacking)
    elif missing:
        wanted = _listed([f"`{word}`" for word in missing])
        are = "is" if len(missing) == 1 else "are"
        place = root.entries[0][0] if keys else root
        problems.add("E103", f"{wanted} {are} missing from the spec", place)
    problems.stop_if_any()
    return root


def _check_version(root: Mapping, keys: list[str], problems: Problems) -> None:
    if keys[:1] != ["cnnspec"]:
        place = root.entries[0][0] if root.entries else root
        found = f", found `{keys[0]}`" if keys else ", found nothing"
        related: tuple[Label, ...] = ()
        if (own := root.key("cnnspec")) is not None:
            related = (problems.label(own, "move this line to the top"),)
        problems.add("E103", f"a spec begins with `cnnspec: 1`{found}", place, related=related)
        return
    version = root.entries[0][1]
    if not (isinstance(version, Scalar) and version.text.strip() == "1"):
        found = source_text(version, 24) or "something else"
        message = f"the language has version 1, found {found}"
        problems.add("E103", message, version)


def _odd_key(key: Scalar, near: str, problems: Problems) -> None:
    notes = []
    for section, words in SECTIONS.items():
        if key.text in words:
            near, notes = "", [Note("fix", f"{section}: {{{key.text}: ...}}")]
            break
    problems.add("E104", f"a spec has no key `{key.text}`{near}", key, *notes)


def _has(root: Mapping, word: str) -> bool:
    """Whether a key is written, or written in every variant."""
    return root.get(word) is not None or (
        word in VARIANT_KEYS and _all_have(root.get("variants"), word)
    )


def _listed(words: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _all_have(variants: Node | None, word: str) -> bool:
    if not isinstance(variants, Mapping) or not variants.entries:
        return False
    return all(_sets(value, word) for _, value in variants.entries)


def _sets(variant: Node, word: str) -> bool:
    return isinstance(variant, Mapping) and variant.get(word) is not None


def _overlay(node: Node | None, problems: Problems) -> dict[str, Node]:
    if node is None or (isinstance(node, Scalar) and node.empty):
        return {}
    if not isinstance(node, Mapping):
        problems.add("E203", "a variant is a mapping; `{}` is the file as it stands", node)
        return {}
    for key, _ in node.entries:
        if key.text not in VARIANT_KEYS:
            near = suggestion(key.text, VARIANT_KEYS)
            message = f"a variant has no key `{key.text}`{near}"
            hint = Note("help", f"it may set {', '.join(VARIANT_KEYS)}")
            problems.add("E104", message, key, hint)
    return {key.text: value for key, value in node.entries}


def _read_head(spec: Spec, root: Mapping, overlay: dict[str, Node], problems: Problems) -> None:
    for word, attribute in (("name", "title"), ("task", "task"), ("note", "note")):
        node = root.get(word)
        if node is None:
            continue
        if isinstance(node, Scalar) and not node.empty:
            setattr(spec, attribute, node.text.strip())
        else:
            problems.add("E203", f"`{word}` wants text", node)
    if "note" in overlay:
        note = overlay["note"]
        if isinstance(note, Scalar):
            spec.note = "\n".join(part for part in (spec.note, note.text.strip()) if part)
        else:
            problems.add("E203", "`note` wants text", note)
    cite = overlay.get("cite") or root.get("cite")
    if cite is not None:
        spec.cite = read_cite(cite, problems)
    if (lesson := root.get("lesson")) is not None:
        from cnnspec.language.lesson import read_lesson

        spec.lesson = read_lesson(lesson, problems)
    expectations = (root.get("expect"), overlay.get("expect"))
    for node in expectations:
        if isinstance(node, Mapping):
            spec.expectations += (node,)
        elif node is not None:
            problems.add("E203", "`expect` wants a mapping of metrics to figures", node)
    for node in (root.get("budget"), overlay.get("budget")):
        if isinstance(node, Sequence):
            spec.budgets += tuple(node.items)
        elif node is not None:
            spec.budgets += (node,)


def read_cite(node: Node, problems: Problems) -> Citation | None:
    """A source: text, or a mapping of its parts."""
    if isinstance(node, Scalar) and not node.empty:
        return Citation(text=node.text)
    if not isinstance(node, Mapping):
        problems.add("E203", f"`cite` wants text, or {', '.join(CITE_KEYS)}", node)
        return None
    parts: dict[str, Any] = {}
    for key, value in node.entries:
        if key.text not in CITE_KEYS:
            near = suggestion(key.text, CITE_KEYS)
            hint = Note("help", f"it may have {', '.join(CITE_KEYS)}")
            problems.add("E104", f"`cite` has no key `{key.text}`{near}", key, hint)
        elif not isinstance(value, Scalar):
            problems.add("E203", f"`{key.text}` wants text", value)
        elif key.text == "year":
            if value.text.isascii() and value.text.isdigit() and len(value.text) == 4:
                parts["year"] = int(value.text)
            else:
                problems.add("E203", f"`year` wants four digits, got {value.text[:40]}", value)
        else:
            parts[key.text] = value.text
    return Citation(**parts)


def _read_body(spec: Spec, root: Mapping, overlay: dict[str, Node], problems: Problems) -> None:
    blocks = spec.blocks = read_block_names(root.get("blocks"), problems)

    def is_word(name: str) -> bool:
        return name in WORDS or name in blocks or name in op_names()

    names = Names(set(), is_word, problems)
    read_symbols(spec, root.get("symbols"), names)
    names = read_variables(spec, root.get("vars"), overlay.get("vars"), names)
    spec.names = names
    node = overlay.get("input") or root.get("input")
    assert node is not None
    read_inputs(spec, node, names)
    defaults = root.get("defaults")
    if defaults is not None:
        spec.defaults = read_defaults(defaults, names)
    read_signatures(root.get("blocks"), blocks, names)
    _check_sizes(names)
    bodies: list[tuple[Body, Names]] = []
    block_nodes = root.get("blocks")
    if isinstance(block_nodes, Mapping):
        for key, value in block_nodes.entries:
            if key.text in blocks:
                block = blocks[key.text]
                bodies.append(read_block(block, value, blocks, spec.defaults, names))
    body = Body(problems, blocks, (spec.defaults,), tuple(spec.inputs))
    layers = overlay.get("layers") or root.get("layers")
    assert layers is not None
    if isinstance(layers, Sequence) and not layers.items:
        problems.add("E103", "`layers` is empty: a network has a layer or more", layers)
    own = Names(names.variables, is_word, problems)
    own.used = names.used
    spec.lines = read_lines(layers, body, own)
    outputs = overlay.get("outputs") or root.get("outputs")
    if outputs is not None and not isinstance(outputs, Sequence):
        problems.add("E203", "`outputs` wants a list of tensors", outputs)
    elif outputs is not None:
        spec.outputs = read_references(outputs, body, "outputs")
    bodies.append((body, own))
    _check_bodies(bodies, names, blocks)


def _check_sizes(names: Names) -> None:
    """At the top of a file there are no tensors yet, whose sizes an expression could ask for."""
    for tensor, attribute, place in names.sizes:
        message = f"no tensor is there yet, so no `{tensor}.{attribute}`"
        names.problems.add("E217", message, place)
    names.sizes.clear()


def _check_bodies(bodies: list[tuple[Body, Names]], names: Names, blocks: dict[str, Block]) -> None:
    """What can be told only when all bodies were read: tensors, variables, endless calls."""
    report_missing(names, blocks, ())
    every = [body for body, _ in bodies]
    for body, own in bodies:
        body.check_references(own, every)
        report_missing(own, blocks, {*body.inputs, *body.defined})
    report_endless(every, names.problems)
