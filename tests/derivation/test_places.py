"""Which layer a path means, and what is said where it means none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from explained import sums

from cnnspec import analyze, explain
from cnnspec.core.diagnostic import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]


def test_the_end_of_a_path(net: Net) -> None:
    analysis = net("blocks: {b: [conv: [4, 1], relu]}\nlayers: [{b: [], name: one}]")
    assert explain(analysis, "conv").path == "one.conv"
    assert explain(analysis, "relu").op == "relu"


def test_a_merge_without_a_name_is_told_with_its_branches(net: Net) -> None:
    analysis = net("layers: [add: {a: [conv: [3, 1]], b: [conv: [3, 1]]}]")
    assert sums(explain(analysis, "add"), "parameters") == ["12 + 12 = 24"]


@pytest.mark.parametrize(
    ("name", "layer", "message", "hint"),
    [
        (
            "lenet5",
            "C9",
            "lenet5 has no layer C9; did you mean C1, C3 or C5?",
            "its layers: C1 S2 C3 S4 C5 F6 out",
        ),
        (
            "resnet50",
            "conv4_y.0",
            "resnet50 has no layer conv4_y.0; did you mean conv4_x.0, conv2_x.0 or conv3_x.0?",
            "its layers: conv1 max_pool conv2_x conv3_x conv4_x conv5_x global_avg_pool fc softmax",
        ),
        (
            "lenet5",
            "C1.conv.x",
            "lenet5 has no layer C1.conv.x",
            "C1.conv is a layer by itself",
        ),
        (
            "resnet50",
            "residual.conv2",
            "residual.conv2 is in several places of resnet50",
            "conv2_x.0.residual.conv2, conv2_x.1.residual.conv2, conv2_x.2.residual.conv2, "
            "conv3_x.0.residual.conv2 and 12 more",
        ),
    ],
)
def test_a_path_that_leads_nowhere(name: str, layer: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as error:
        explain(name, layer)
    assert error.value.message == message
    assert error.value.hint == hint


def test_a_group_without_a_name_is_no_part_of_a_path() -> None:
    message = "resnet50 has no layer conv2_x.0.add.shortcut; did you mean conv2_x.0.shortcut?"
    with pytest.raises(UsageError, match=message):
        explain("resnet50", "conv2_x.0.add.shortcut")


def test_a_range_of_iterations_leads_to_them() -> None:
    analysis = analyze("resnet50", check=False)
    assert explain(analysis, "conv4_x.1-5").times == 5
    for path in ("conv4_x.1-9", "conv4_x.5-1", "conv4_x.1-", "conv4_x.a-b"):
        with pytest.raises(UsageError, match="has no layer"):
            explain(analysis, path)
