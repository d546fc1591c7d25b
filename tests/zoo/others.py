"""Which other implementation builds which of the networks here: one line each.

A line says the package's own name of the network, its input (a side is that of a square image in
three colours) and the arguments that it is built with. Where an implementation is built or run in
an own way, a function beside the table says how. `order` says why layers run in another order
there, `unrun` why some of its parameters are not used by a forward pass: only where one of these
is said may it be so. `ours` are settings of the spec here.

    python tests/zoo/regenerate_others.py --write --only NAME

measures a new line, and `pytest tests/zoo -k NAME` shows where the two differ. Packages:
timm 1.0.31, torchvision 0.29.1, pytorchcv 0.0.74; torch 2.14.1.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

BRANCHES = "branches that run beside each other are written in another order there"
SHORTCUT = "the shortcut's convolution runs before the gate of the residual branch there"


class Other(NamedTuple):
    """A network of another package, and how it is built and run."""

    package: str
    model: str
    inputs: tuple[tuple[int, ...], ...]
    build: Callable[[], Any]
    order: str = ""
    unrun: str = ""
    ours: dict[str, Any] | None = None


def timm(
    model: str, input: int | tuple[int, ...] = 224, order: str = "", unrun: str = "", **options: Any
) -> Other:
    """A network of timm's."""

    def build() -> Any:
        return import_module("timm").create_model(model, **options)

    return Other("timm", model, sizes(input), build, order, unrun)


def cv(
    model: str, input: int | tuple[int, ...] = 224, order: str = "", unrun: str = "", **options: Any
) -> Other:
    """A network of pytorchcv's."""

    def build() -> Any:
        return import_module("pytorchcv.model_provider").get_model(model, **options)

    return Other("pytorchcv", model, sizes(input), build, order, unrun)


def vision(
    model: str, input: int | tuple[int, ...] = 224, order: str = "", unrun: str = "", **options: Any
) -> Other:
    """A network of torchvision's that is not among those of torchvision.json."""

    def build() -> Any:
        return import_module("torchvision.models").get_model(model, weights=None, **options)

    return Other("torchvision", model, sizes(input), build, order, unrun)


def sizes(input: int | tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """The shape of the input of a network that has one."""
    return ((3, input, input) if isinstance(input, int) else input,)


CLIP = (3, 16, 112, 112)
NETWORKS: dict[str, Other] = {
    "dla34": timm("dla34"),
    "dpn68": timm("dpn68"),
    "ghostnet_1.0": timm("ghostnet_100"),
    "hrnet_w18": timm("hrnet_w18", order=BRANCHES),
    "inception_resnet_v2_released": timm("inception_resnet_v2", 299),
    "inception_v4": timm("inception_v4", 299),
    "nasnet": timm("nasnetalarge", 331, order=BRANCHES),
    "r2plus1d_18": vision("r2plus1d_18", CLIP),
    "r3d_18": vision("r3d_18", CLIP),
    "repvgg_a0": timm("repvgg_a0", order=BRANCHES),
    "repvgg_b0": timm("repvgg_b0", order=BRANCHES),
    "res2net50_26w_4s": timm("res2net50_26w_4s"),
    "se_resnet50": timm("legacy_seresnet50", order=SHORTCUT),
    "se_resnet50_timm": timm("seresnet50"),
    "shufflenet_v1_g1": cv("shufflenet_g1_w1"),
    "shufflenet_v1_g2": cv("shufflenet_g2_w1"),
    "shufflenet_v1_g3": cv("shufflenet_g3_w1"),
    "shufflenet_v1_g4": cv("shufflenet_g4_w1"),
    "shufflenet_v1_g8": cv("shufflenet_g8_w1"),
    "wide_resnet_cifar16_10": cv("wrn16_10_cifar10", 32),
    "wide_resnet_cifar28_10": cv("wrn28_10_cifar10", 32),
    "wide_resnet_cifar40_8": cv("wrn40_8_cifar10", 32),
    "xception": timm("legacy_xception", 299),
}
