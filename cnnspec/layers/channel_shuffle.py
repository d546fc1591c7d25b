"""Channel shuffling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.layers._channels import divide_channels
from cnnspec.layers.base import Layer, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.shape import Shape
    from cnnspec.layers.base import Requirement


class ChannelShuffle(Layer):
    """Deal the channels out anew, so that each new group has some of every old one."""

    group = "Pooling and size"
    source = "Zhang et al. 2017, ShuffleNet, §3.1"
    formulas = {"output": "channel i·groups + g is channel g·(c/groups) + i of the input"}
    non_negative_if = "all"

    groups = option("groups that the channels are parted into")

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        return divide_channels(self.groups, inputs[0][0])
