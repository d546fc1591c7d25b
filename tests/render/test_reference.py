from __future__ import annotations

import pytest

from cnnspec.language.structure import STRUCTURE
from cnnspec.layers import find, names
from cnnspec.render import reference
from cnnspec.render.plain import plain

ALL = [find(name) for name in names()]


def test_signatures_are_in_the_notation_of_the_language() -> None:
    assert reference.signature(find("conv")) == (
        "out, kernel, stride: 1 | pad: 0, dilation: 1, groups: 1, bias: auto, norm: none, "
        "act: none, connect: none"
    )
    assert reference.signature(find("max_pool")) == "kernel, stride | pad: 0, ceil: false"
    assert reference.signature(find("bn")) == "| scale: true, shift: true"
    assert reference.signature(find("dropout")) == "p: 0.5"
    assert reference.signature(find("concat")) == "branches"
    assert reference.signature(find("relu")) == ""


def test_the_overview_has_every_type_once() -> None:
    text = plain(reference.overview_screen(ALL, STRUCTURE))
    listed = [line.split(" ")[0] for line in text.splitlines()[1:-2] if "  " in line]
    assert sorted(listed) == sorted([*names(), *STRUCTURE])
    assert f"{len(listed)} types" in text
    assert [line for line in text.splitlines() if line and "  " not in line][:6] == [
        "With weights", "Pooling and size", "Merging", "Structure", "Activations", "Free",
    ]  # fmt: skip


def test_every_type_has_a_page_without_gaps() -> None:
    for layer in ALL:
        text = plain(reference.layer_screen(layer, 120), 120)
        assert text.startswith(f"{layer.op}  {reference.first_line(layer)}")
        assert reference.first_line(layer)
        for option in layer.options.values():
            assert option.help in text
        for label in layer.formulas:
            assert f"\n{label}" in text


def test_a_page_shows_arguments_formulas_and_source() -> None:
    text = plain(reference.layer_screen(find("max_pool")))
    assert "max_pool: kernel, stride | pad: 0, ceil: false\n" in text
    assert "\nkernel    required  3 or 1x7" in text
    assert "\nceil      false     true, false" in text
    assert "\nsource " in text


def test_types_for_machines() -> None:
    document = reference.overview_document(ALL, STRUCTURE)
    assert list(document) == ["schema", "layers", "structure"]
    assert {layer["name"] for layer in document["layers"]} == set(names())
    (conv,) = [layer for layer in document["layers"] if layer["name"] == "conv"]
    assert conv["arguments"][0] == {
        "name": "out", "required": True, "default": None, "by_name_only": False, "kind": "count",
        "at_least": 1, "choices": [], "help": "output channels",
    }  # fmt: skip
    assert conv["arguments"][3]["default"] == "0"


def test_types_in_markdown() -> None:
    text = reference.overview_markdown(ALL, STRUCTURE)
    assert "### Merging\n\n| type | arguments | what it does |" in text
    assert "| max\\_pool |" not in text
    assert "| max_pool | kernel, stride \\| pad: 0, ceil: false |" in text
    assert "```\nconv: out, kernel," in reference.layer_markdown(find("conv"))


@pytest.mark.parametrize("width", [80, 100, 120])
def test_types_are_wrapped_and_never_cut(width: int) -> None:
    text = plain(reference.overview_screen(ALL, STRUCTURE, width), width)
    assert "…" not in text
    assert max(map(len, text.splitlines())) <= width
    assert set(" ".join(reference.first_line(find(name)) for name in names()).split()) <= set(
        text.split()
    )
