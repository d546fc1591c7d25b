"""What a value of a layer sees, and how the layer makes that grow."""

from __future__ import annotations

import pytest

from cnnspec import explain
from cnnspec.render.terms import term_text


@pytest.mark.parametrize(
    ("layer", "field", "growth", "first", "stride"),
    [
        # the field of AlexNet's last pool: google-research/receptive_field, alexnet_v2
        ("conv1", 11, "1 + (11 - 1)·1", (0, 10), 4),
        ("conv2", 51, "19 + (5 - 1)·8", (-16, 34), 8),
        ("max_pool3", 195, "163 + (3 - 1)·16", (-64, 130), 32),
    ],
)
def test_what_a_value_sees(
    layer: str, field: int, growth: str, first: tuple[int, int], stride: int
) -> None:
    sees = explain("alexnet", layer).sees
    assert sees is not None
    assert sees.field == field
    assert sees.working is not None
    assert term_text(sees.working.term) == growth
    assert sees.working.value == field
    assert [(axis.first, axis.stride) for axis in sees.axes] == [(first, stride)] * 2


def test_a_layer_that_reads_everything_sees_everything() -> None:
    sees = explain("alexnet", "fc6").sees
    assert sees is not None
    assert all(axis.all for axis in sees.axes)
