"""The JSON Schema of the language: what it takes, what it refuses, and that it knows everything."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest
import yaml

from cnnspec import library
from cnnspec.analysis import analyze
from cnnspec.budgets.reading import KEYS as BUDGET_KEYS
from cnnspec.claims import LAYER_METRICS, METRICS
from cnnspec.language.blocks import BLOCK_KEYS
from cnnspec.language.branches import BRANCH_KEYS
from cnnspec.language.figures import FIGURE_KEYS
from cnnspec.language.lesson import LESSON_KEYS
from cnnspec.language.nodes import Mapping, Scalar
from cnnspec.language.reader import ReadError, read_file, read_text
from cnnspec.language.spec import FILE_KEYS, VARIANT_KEYS, read_spec
from cnnspec.language.structure import MODIFIERS, STRUCTURE
from cnnspec.layers import find, names
from cnnspec.layers.base import Kind
from cnnspec.render import schema_keys, schema_values
from cnnspec.render.schema import schema_document
from cnnspec.render.schema_snippets import BLOCK_SNIPPETS, LAYER_SNIPPETS, SPEC_SNIPPET

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.language.nodes import Node

TESTS = Path(__file__).parents[1]
BAD = TESTS / "bad"
SCHEMA = schema_document([find(name) for name in names()])
DEFINITIONS = SCHEMA["definitions"]


@pytest.fixture(scope="module")
def refusal() -> Callable[[Any], str]:
    """What a validator says against a document, nothing if it is valid."""
    validators = pytest.importorskip("fastjsonschema")
    validate = validators.compile(SCHEMA)

    def refuse(document: Any) -> str:
        try:
            validate(document)
        except validators.JsonSchemaValueException as error:
            return str(error)
        return ""

    return refuse


def value(node: Node) -> Any:
    """What an editor reads: YAML 1.2 with its core types."""
    if isinstance(node, Mapping):
        return {key.text: value(inner) for key, inner in node.entries}
    if not isinstance(node, Scalar):
        return [value(item) for item in node.items]
    text = node.text
    if not node.plain:
        return text
    if node.empty:
        return None
    if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text.lower() == "true"
    if re.fullmatch(r"[-+]?\d+", text):
        return int(text)
    if re.fullmatch(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?", text):
        return float(text)
    return text


def document(text: str) -> Any:
    root = read_text(text, "example.yaml").root
    assert root is not None
    return value(root)


def spec(layers: str, head: str = "") -> Any:
    text = f"cnnspec: 1\nname: Example\ninput: [3, 32, 32]\n{head}\nlayers:\n{layers}"
    return document(text)


@pytest.mark.parametrize(
    "path", [path for _, path in (*library.families(), *library.lessons())], ids=os.path.basename
)
def test_every_shipped_spec_is_valid(path: str, refusal: Callable[[Any], str]) -> None:
    root = read_file(path).root
    assert root is not None
    assert refusal(value(root)) == ""


def test_the_corpus_and_the_examples_of_the_reference_are_valid(
    refusal: Callable[[Any], str],
) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (TESTS / "corpus").glob("*.yaml")]
    page = (TESTS.parent / "docs" / "language.md").read_text(encoding="utf-8")
    texts += [text for text in re.findall(r"```yaml\n(.*?)```", page, re.S) if "cnnspec: 1" in text]
    assert len(texts) > 5
    for text in texts:
        assert refusal(document(text)) == ""


FORM = re.compile(r"E1\d\d|E2\d\d|E309|E403")
"""What a text alone may have wrong: the schema refuses nothing else."""
REFUSED = (
    "E101-call-with-parentheses",
    "E101-no-space-behind-colon",
    "E103-missing-layers",
    "E103-missing-name-and-input",
    "E103-variant-without-layers",
    "E103-version-2",
    "E104-block-key",
    "E104-branch-key",
    "E104-cite-key",
    "E104-figure-key",
    "E104-metric-at-the-top",
    "E104-top-key",
    "E104-variant-key",
    "E201-in-defaults",
    "E202-argument",
    "E202-beside-the-call",
    "E202-in-defaults",
    "E202-modifier",
    "E202-of-another-tool",
    "E203-argument-is-a-mapping",
    "E203-arguments-swapped",
    "E203-block-is-a-layer",
    "E203-branch-is-empty",
    "E203-choice",
    "E203-cut-and-within",
    "E203-flag",
    "E203-frozen",
    "E203-input-has-a-word",
    "E203-input-has-five-sizes",
    "E203-layer-is-a-list",
    "E203-layers-is-a-mapping",
    "E203-lesson-try",
    "E203-name-has-a-dot",
    "E203-no-activation",
    "E203-no-norm",
    "E203-no-padding",
    "E203-repeat-is-a-list",
    "E203-three-sides-of-one-axis",
    "E203-within-without-percent",
    "E203-year",
    "E204-argument",
    "E204-block-without-layers",
    "E204-figure",
    "E204-only-modifiers",
    "E204-two-arguments",
    "E205-negative",
    "E205-rate",
    "E205-zero",
    "E205-zero-on-one-axis",
    "E206-default-for-out",
    "E206-first-of-a-group",
    "E206-first-without-repeat",
    "E206-two-layer-types",
    "E208-power-sign",
    "E212-named-with-an-equals-sign",
    "E212-positional-after-named",
    "E212-surplus",
    "E213-copies",
    "E215-inputs-of-a-block",
    "E215-outputs-of-a-block",
    "E215-symbols",
    "E216-block-called-as-an-op",
    "E216-input",
    "E216-variable",
    "E217-metric",
    "E217-train-in-train",
    "E403-one-branch",
)


def bad_specs() -> list[tuple[str, Any]]:
    """The broken specs of this project that are YAML, by name."""
    found = []
    for path in sorted(BAD.glob("*.yaml")):
        try:
            root = read_file(str(path)).root
        except ReadError:
            continue
        assert root is not None
        found.append((path.stem, value(root)))
    return found


def test_broken_specs_are_refused_where_a_text_alone_tells(refusal: Callable[[Any], str]) -> None:
    refused = [name for name, written in bad_specs() if refusal(written)]
    assert [name for name in REFUSED if name not in refused] == []
    assert [name for name in refused if not FORM.match(name)] == []
    assert len(refused) >= 130


@pytest.mark.parametrize(
    "layers",
    [
        "- conv: [8, 3x3, padd: 1]",
        "- conv: {out: 8, kernel: 3, padd: 1}",
        "- conv: [8]",
        "- conv",
        "- add",
        "- relu: 1",
        "- {conv: [8, 3x3], when: 1}",
        "- {repeat: 2}",
        "- max_pool: [0, 2]",
        "- split: [2, -1]",
        "- conv: [3x3, 8]",
        "- conv: [8, 3x3, pad: 1, 2]",
        "- conv: [8, 3x3, act: bn]",
        "- conv: [8, 3x0]",
        "- {conv: [8, 3x3], pad: 1}",
        "- conv: [8, 3x3]\n  relu: []",
        "- {seq: [relu], repeat: 2, first: {c: 1}}",
        "- add: [in]",
        "- add: {a: in}",
    ],
)
def test_what_a_layer_may_not_be(layers: str, refusal: Callable[[Any], str]) -> None:
    assert refusal(spec(layers)) != ""


@pytest.mark.parametrize(
    "layers",
    [
        "- own",
        "- own: [1, [2, 3], a: relu]",
        "- {own: {a: 1}, repeat: 2, first: {a: 2}, name: 3a, note: 4}",
        "- conv: [c, k, pad: [0, [0, 1]], act: f]",
        "- conv: [kernel: 3, out: 8]",
        "- conv: [8, kernel: 3]",
        "- split: [1, 2, c]",
        "- dropout\n- dropout:\n- dropout: 0.5\n- {dropout: [], name: d}",
        "- add: {a: in, b: [], c: {from: in, when: true}}",
        "- conv: [8, 3x3, pad: 0x1]",
        '- conv: [c//2 if wide else 2*c, "max(k, 3)", pad: half]',
        "- conv: [8, 3x3, act: f if in.c >= 3 else none, bias: not wide]",
        "- {conv: [8, 3x3], share: 3, frozen: true, size: 30, shape: [8, 30, 30], from: in}",
        "- {relu: [], from: [in]}",
    ],
)
def test_what_a_layer_may_be(layers: str, refusal: Callable[[Any], str]) -> None:
    assert refusal(spec(layers)) == ""


@pytest.mark.parametrize("name", sorted(names()))
def test_each_layer_type_is_offered_with_each_argument(name: str) -> None:
    layer = find(name)
    keyed = DEFINITIONS["layer"]["anyOf"][1]
    assert name in keyed["properties"] or f"^{name}$" in keyed["patternProperties"]
    assert list(DEFINITIONS[f"{name}_by_name"]["properties"]) == list(layer.options)
    for option, shown in DEFINITIONS[f"{name}_by_name"]["properties"].items():
        assert layer.options[option].help in shown["description"]
        assert layer.options[option].help in shown["markdownDescription"]
    assert set(DEFINITIONS["defaults"]["properties"][name]["properties"]) == {
        option for option in layer.options if option not in ("out", "kernel")
    }


def test_all_keys_have_a_help_text() -> None:
    keyed = DEFINITIONS["layer"]["anyOf"][1]["properties"]
    assert set(schema_keys.MODIFIER) == set(MODIFIERS)
    assert {*MODIFIERS, *STRUCTURE} <= set(keyed)
    for known, keys in (
        (schema_keys.FILE, FILE_KEYS),
        (schema_keys.VARIANT, VARIANT_KEYS),
        (schema_keys.BLOCK, BLOCK_KEYS),
        (schema_keys.BRANCH, BRANCH_KEYS),
        (schema_keys.FIGURE, FIGURE_KEYS),
        (schema_keys.LESSON, LESSON_KEYS),
    ):
        assert set(known) == set(keys)
        assert [key for key in keys if not known[key].get("description")] == []
    assert set(schema_keys.METRIC) == {*METRICS, *LAYER_METRICS}
    assert set(DEFINITIONS["budget"]["anyOf"][0]["then"]["properties"]) == set(BUDGET_KEYS)


def test_every_kind_of_value_is_known() -> None:
    assert set(schema_values.KINDS) == set(get_args(Kind))


def test_references_lead_somewhere() -> None:
    def references(part: Any) -> set[str]:
        if isinstance(part, dict):
            own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
            return own.union(*map(references, part.values()))
        return set().union(*map(references, part)) if isinstance(part, list) else set()

    assert references(SCHEMA) <= {f"#/definitions/{name}" for name in DEFINITIONS}


def offered(part: Any) -> list[str]:
    """The words that an editor offers for a value."""
    return part.get("examples") or offered(part["anyOf"][0])


def test_words_of_the_language_are_offered() -> None:
    """The words of `pad`, and those of each option that has some."""
    arguments = DEFINITIONS["conv_by_name"]["properties"]
    assert offered(arguments["pad"]) == ["half", "same", "causal"]
    assert DEFINITIONS["norm"]["examples"] == ["none", "bn", "inorm", "ln"]
    assert {"none", "relu", "hard_swish"} <= set(DEFINITIONS["act"]["examples"])
    assert offered(DEFINITIONS["scale_by_name"]["properties"]["per"]) == ["channel", "tensor"]


FIELD = re.compile(r"\$\{\d+:([^}]*)\}")


def filled(body: Any) -> Any:
    """A snippet as an editor writes it, with what its fields begin with."""
    if isinstance(body, dict):
        return {FIELD.sub(r"\1", key): filled(value) for key, value in body.items()}
    if isinstance(body, list):
        return [filled(item) for item in body]
    return yaml.safe_load(FIELD.sub(r"\1", body)) if isinstance(body, str) else body


@pytest.mark.parametrize(
    ("snippet", "head", "params"),
    [
        # 16·3·9 + 32, 32·16·9 + 64, 32·32·9 + 64, 33·10
        (SPEC_SNIPPET, {}, 432 + 32 + 4608 + 64 + 9216 + 64 + 330),
        # 3·64·9 + 128, 64·64·9 + 128, 3·64 + 128
        (LAYER_SNIPPETS[0], {}, 1728 + 128 + 36864 + 128 + 192 + 128),
        (LAYER_SNIPPETS[1], {}, 96 + 32 + 864 + 32),
        (LAYER_SNIPPETS[2], {}, 1728 + 64 + 36864 + 64),
        (BLOCK_SNIPPETS[0], {"layers": [{"unit": [64]}]}, 1728 + 128 + 36864 + 128 + 192 + 128),
    ],
    ids=lambda value: value.get("label", "") if isinstance(value, dict) else "",
)
def test_snippets_are_parts_of_a_spec_that_passes(
    snippet: dict[str, Any], head: dict[str, Any], params: int, refusal: Callable[[Any], str]
) -> None:
    body = filled(snippet["body"])
    whole = {"cnnspec": 1, "name": "Example", "input": [3, 32, 32]}
    if snippet is SPEC_SNIPPET:
        whole = body
    elif head:
        whole |= {"blocks": body, **head}
    else:
        whole["layers"] = [body]
    assert refusal(whole) == ""
    text = yaml.safe_dump(whole, sort_keys=False)
    found = analyze(read_spec(read_text(text, "example.yaml"), "example"))
    assert found.diagnostics == ()
    assert found.totals.params == params
