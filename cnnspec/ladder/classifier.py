"""Another number of classes, or no classifier at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.ladder.step import Counted, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

METRICS = ("params", "trainable", "kernels", "macs")
CLASSES = (1000, 10, 100, 1001, 0, 21841, 21843, 200, 365, 2, 5)
"""Of ImageNet-1k, CIFAR-10 and -100, ImageNet with a background, none, ImageNet-21k twice, Tiny
ImageNet, Places, and two and five as the smallest sets have."""


def steps(counted: Counted, _: object) -> Iterator[Step]:
    """The last layer with kernels, with as many outputs as well-known sets have classes."""
    if not counted.whole:
        return
    last = [node for _, node in counted.nodes() if node.facts.kernels != 0]
    if not last or last[-1].facts.shape is None:
        return
    facts, now = last[-1].facts, last[-1].facts.shape[0]
    total = facts.macs if counted.metric == "macs" else facts.params
    if counted.metric == "kernels":
        total = facts.kernels
    if type(now) is not int or type(total) is not int or total % now:
        return
    each, path = total // now, last[-1].label or facts.op
    for classes in CLASSES:
        if classes != now:
            what = f"{abs(classes - now):,} of the outputs of {path}, at {each:,} each"
            yield Step((classes - now) * each, what)
