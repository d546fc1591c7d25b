"""One variant by itself: the same network as in its family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cnnspec import library
from cnnspec.analysis import analyze, check
from cnnspec.core.diagnostic import UsageError
from cnnspec.extraction import extract, flow, note
from cnnspec.language.nodes import Mapping
from cnnspec.language.reader import read_file, read_text
from cnnspec.language.spec import read_spec, variant_nodes
from cnnspec.render import json

if TYPE_CHECKING:
    from cnnspec.language.spec import Spec

FAMILIES = dict(library.families())
HEAD = "cnnspec: 1\nname: Example\ninput: [3, 8, 8]\n"


def read(text: str, variant: str | None = None) -> Spec:
    return read_spec(read_text(text, "example.yaml"), "example", variant)


def extracted(text: str, variant: str) -> str:
    return extract(read_text(text, "example.yaml"), variant)


def figures(spec: Spec) -> dict[str, Any]:
    totals = analyze(spec).totals
    return {
        name: json.value(getattr(totals, name)) for name in ("params", "macs", "depth", "field")
    }


@pytest.mark.parametrize("stem", FAMILIES)
def test_every_shipped_network_is_the_same_by_itself(stem: str) -> None:
    source = read_file(FAMILIES[stem])
    known = {own["name"]: own for own in library.index().get(stem, {}).get("networks", ())}
    variants: list[str | None] = [*variant_nodes(source)] or [None]
    for variant in variants:
        text = extract(source, variant)
        own, before = read(text), read_spec(source, stem, variant)
        assert own.variants == ()
        assert (own.title, own.cite, own.note) == (before.title, before.cite, before.note)
        found, wanted = figures(own), known.get(variant or stem) or figures(before)
        assert found == {name: wanted[name] for name in found}
        told = check(f"{stem}.yaml", text.encode()).diagnostics
        assert [finding for finding in told if finding.severity != "info"] == []


def test_only_what_the_variant_says_differs() -> None:
    text = (
        "cnnspec: 1\n"
        "name: Example              # a title\n"
        "input: [3, 8, 8]\n"
        "vars: {width: 4, deep: 1}  # two\n"
        "layers:\n"
        "  # one layer\n"
        "  - {conv: [width, 3x3], repeat: deep}\n"
        "variants:\n"
        "  small: {}\n"
        "  wide: {vars: {width: 16}, input: [3, 9, 9]}\n"
    )
    wide = text[: text.index("variants")].replace("8, 8", "9, 9").replace("width: 4", "width: 16")
    assert extracted(text, "wide") == wide
    assert extracted(text, "small") == text[: text.index("variants")]


def test_what_only_others_use_is_left_out() -> None:
    text = (
        f"{HEAD}vars: {{unit: plain, width: 4, groups: 2}}  # groups: of parted\n"
        "blocks:\n"
        "  # as it was\n"
        "  plain:\n"
        "    let: {wide: 2*width}\n"
        "    layers: [conv: [wide, 3, pad: 1]]\n"
        "\n"
        "  # in groups\n"
        "  parted: [piece]\n"
        "  piece: [conv: [4, 1], conv: [4, 1, groups: groups]]\n"
        "layers:\n"
        "  - call: unit\n"
        "variants:\n"
        "  one: {}\n"
        "  two: {vars: {unit: parted}}\n"
        "  three: {layers: [relu]}\n"
    )
    assert extracted(text, "one") == (
        f"{HEAD}vars: {{unit: plain, width: 4}}  # groups: of parted\n"
        "blocks:\n"
        "  # as it was\n"
        "  plain:\n"
        "    let: {wide: 2*width}\n"
        "    layers: [conv: [wide, 3, pad: 1]]\n"
        "\n"
        "layers:\n"
        "  - call: unit\n"
    )
    assert extracted(text, "two") == (
        f"{HEAD}vars: {{unit: parted, groups: 2}}  # groups: of parted\n"
        "blocks:\n"
        "  # in groups\n"
        "  parted: [piece]\n"
        "  piece: [conv: [4, 1], conv: [4, 1, groups: groups]]\n"
        "layers:\n"
        "  - call: unit\n"
    )
    assert extracted(text, "three") == f"{HEAD}layers: [relu]\n"


def test_claims_and_notes_of_both_hold() -> None:
    text = (
        f"{HEAD}note: of all\n"
        "expect: {params: 56, macs: 1728, layers: {conv: {params: 56}}}\n"
        "layers: [conv: [2, 3x3, pad: 1]]\n"
        "variants:\n  one:\n    note: of one\n"
        "    expect:\n"
        "      params: [{value: 0.06K, within: 10%, cite: 'Table 1, top'}]\n"
        "      depth: 1\n"
        "      layers: {conv: {macs: 3456}}\n"
    )
    own = read(extracted(text, "one"))
    assert own.note == "of all\nof one"
    (expected,) = own.expectations
    assert flow(expected) == (
        '{params: [56, {value: 0.06K, within: 10%, cite: "Table 1, top"}], macs: 1728, '
        "layers: {conv: {params: 56, macs: 3456}}, depth: 1}"
    )


def test_layers_of_a_variant_stand_at_the_top() -> None:
    text = (
        f"{HEAD}variants:\n"
        "  table:\n"
        "    layers:\n"
        "      - conv:\n"
        "          - 2\n"
        "          - 3x3\n"
        "          - connect: |\n"
        "              X .\n"
        "              X X\n"
        "              . X\n"
        "      - relu   # the last\n"
        "  flat: {layers: [flatten, {fc: [10, act: relu],\n    name: last}]}\n"
    )
    table = extracted(text, "table")
    assert table.startswith(f"{HEAD}layers:\n  - conv:\n      - 2\n")
    assert table.endswith("          . X\n  - relu   # the last\n")
    assert analyze(read(table)).totals.params == analyze(read(text, "table")).totals.params == 38
    assert analyze(read(extracted(text, "flat"))).totals.params == 1930


@pytest.mark.parametrize("text", ["a", "a b\n\nc d", "two  spaces", " ends ", "x: y # z", '"q"'])
def test_a_note_keeps_its_words(text: str) -> None:
    node = read_text(note([text]), "note.yaml").root
    assert isinstance(node, Mapping)
    written = node.get("note")
    assert getattr(written, "text", None) == text


def test_a_variant_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="no variant wdie; did you mean wide"):
        extracted(f"{HEAD}layers: [relu]\nvariants: {{wide: {{}}}}\n", "wdie")
