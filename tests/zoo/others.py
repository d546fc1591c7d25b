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

from detectors import one_stage, two_stages, video

if TYPE_CHECKING:
    from collections.abc import Callable

BRANCHES = "branches that run beside each other are written in another order there"
LEVELS = "the heads are applied head by head there, and level by level here"
SHORTCUT = "the shortcut's convolution runs before the gate of the residual branch there"
FIRST = "the shortcut's convolution runs before the residual branch there"


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


def cv_of(module: str, model: str, *options: Any, input: int = 32, order: str = "") -> Other:
    """A network of pytorchcv's that a function of one of its modules builds from numbers."""

    def build() -> Any:
        return getattr(import_module(f"pytorchcv.models.{module}"), model)(*options)

    return Other("pytorchcv", f"{model}{options}", sizes(input), build, order)


def eca(model: str) -> Other:
    """A ResNet of timm's with the channel attention of ECA-Net."""
    return timm(model, block_args={"attn_layer": "eca"})


def strided_first(other: Other) -> Other:
    """The network with the stride of a bottleneck in its first 1x1, and not in its 3x3."""

    def build() -> Any:
        built = other.build()
        for module in built.modules():
            if hasattr(module, "conv3") and module.conv2.conv.stride == (2, 2):
                module.conv1.conv.stride, module.conv2.conv.stride = (2, 2), (1, 1)
        return built

    return other._replace(model=f"{other.model}, stride in the first 1x1", build=build)


def without_first_norm(other: Other) -> Other:
    """The pre-activation network without a second norm and activation before its first unit."""

    def build() -> Any:
        built = other.build()
        built.features.stage1.unit1.body.conv1.bn = import_module("torch").nn.Identity()
        return built

    return other._replace(model=f"{other.model}, first unit without its first norm", build=build)


def inception_resnet_v1() -> Any:
    """pytorchcv's network with the units and the classifier of the paper's figures."""
    built = import_module("pytorchcv.model_provider").get_model("inceptionresnetv1")
    del built.features.stage3.unit7
    built.output = import_module("torch").nn.Linear(1792, 1000)
    return built


def densenet264() -> Any:
    """The class of torchvision's, which has no model of that size."""
    return import_module("torchvision.models").DenseNet(32, (6, 12, 64, 48), 64)


def dense(model: str, size: int = 520, order: str = "", **options: Any) -> Other:
    """A network of torchvision's that labels pixels."""
    return vision(model, size, order, weights_backbone=None, **options)


CLIP = (3, 16, 112, 112)
NETWORKS: dict[str, Other] = {
    "alexnet_ungrouped": cv("alexnet", 227),
    "bn_inception_caffe": cv("bninception"),
    "cbam_resnet101": strided_first(cv("cbam_resnet101", order=FIRST)),
    "cbam_resnet101_released": cv("cbam_resnet101", order=FIRST),
    "cbam_resnet18": cv("cbam_resnet18", order=FIRST),
    "cbam_resnet34": cv("cbam_resnet34", order=FIRST),
    "cbam_resnet50": strided_first(cv("cbam_resnet50", order=FIRST)),
    "cbam_resnet50_released": cv("cbam_resnet50", order=FIRST),
    "convnext_xlarge": timm("convnext_xlarge"),
    "darknet19": cv("darknet19"),
    "darknet19_448": cv("darknet19", 448),
    "darknet53": timm("darknet53", 256),
    "darknet_tiny": cv("darknet_tiny"),
    "deeplabv3_mobilenet_v3_large": dense("deeplabv3_mobilenet_v3_large"),
    "deeplabv3_resnet101": dense("deeplabv3_resnet101"),
    "deeplabv3_resnet50": dense("deeplabv3_resnet50"),
    "densenet264": Other("torchvision", "DenseNet of 6, 12, 64, 48", sizes(224), densenet264),
    "dla34": timm("dla34"),
    "dpn68": timm("dpn68"),
    "eca_resnet101": eca("resnet101"),
    "eca_resnet101d": timm("ecaresnet101d"),
    "eca_resnet152": eca("resnet152"),
    "eca_resnet18": eca("resnet18"),
    "eca_resnet34": eca("resnet34"),
    "eca_resnet50": eca("resnet50"),
    "eca_resnet50d": timm("ecaresnet50d"),
    "eca_resnet_light": timm("ecaresnetlight"),
    "efficientnet_v2_b0": timm("tf_efficientnetv2_b0"),
    "efficientnet_v2_b1": timm("tf_efficientnetv2_b1", 240),
    "efficientnet_v2_b2": timm("tf_efficientnetv2_b2", 260),
    "efficientnet_v2_b3": timm("tf_efficientnetv2_b3", 300),
    "efficientnet_v2_xl": timm("tf_efficientnetv2_xl", 512),
    "fasterrcnn_resnet50_fpn": Other(
        "torchvision",
        "fasterrcnn_resnet50_fpn",
        ((3, 800, 800), (256, 7, 7)),
        lambda: two_stages("fasterrcnn_resnet50_fpn"),
    ),
    "fcn_resnet101": dense("fcn_resnet101"),
    "fcn_resnet50": dense("fcn_resnet50"),
    "ghostnet_1.0": timm("ghostnet_100"),
    "hrnet_w18": timm("hrnet_w18"),
    "inception_resnet_v1": Other(
        "pytorchcv",
        "inceptionresnetv1 with 5, 10 and 5 units",
        sizes(299),
        inception_resnet_v1,
    ),
    "inception_resnet_v2_released": timm("inception_resnet_v2", 299),
    "inception_v4": timm("inception_v4", 299),
    "lraspp_mobilenet_v3_large": dense("lraspp_mobilenet_v3_large"),
    "mc3_18": vision("mc3_18", CLIP),
    "nin_cifar10": cv("nin_cifar10", 32),
    "nin_cifar100": cv("nin_cifar100", 32),
    "preresnet101": without_first_norm(cv("preresnet101b")),
    "preresnet152": without_first_norm(cv("preresnet152b")),
    "preresnet18": without_first_norm(cv("preresnet18")),
    "preresnet200": without_first_norm(cv("preresnet200b")),
    "preresnet34": without_first_norm(cv("preresnet34")),
    "preresnet50": without_first_norm(cv("preresnet50b")),
    "preresnet_cifar1001": strided_first(cv("preresnet1001_cifar10", 32)),
    "preresnet_cifar110": cv("preresnet110_cifar10", 32),
    "preresnet_cifar164": strided_first(cv("preresnet164bn_cifar10", 32)),
    "r2plus1d_18_torchvision": vision("r2plus1d_18", CLIP),
    "r3d_18": vision("r3d_18", CLIP),
    "r3d_34": Other("torchvision", "VideoResNet", (CLIP,), lambda: video((3, 4, 6, 3))),
    "repvgg_a0": timm("repvgg_a0"),
    "repvgg_b0": timm("repvgg_b0"),
    "res2net101_26w_4s": timm("res2net101_26w_4s"),
    "res2net101d": timm("res2net101d"),
    "res2net50_14w_8s": timm("res2net50_14w_8s"),
    "res2net50_26w_4s": timm("res2net50_26w_4s"),
    "res2net50_26w_6s": timm("res2net50_26w_6s"),
    "res2net50_26w_8s": timm("res2net50_26w_8s"),
    "res2net50_48w_2s": timm("res2net50_48w_2s"),
    "res2net50d": timm("res2net50d"),
    "resnest101e": timm("resnest101e"),
    "resnest14d": timm("resnest14d"),
    "resnest200e": timm("resnest200e", 320),
    "resnest269e": timm("resnest269e", 416),
    "resnest26d": timm("resnest26d"),
    "resnest50d": timm("resnest50d"),
    "resnet101": cv("resnet101", order=FIRST),
    "resnet101d": timm("resnet101d"),
    "resnet152": cv("resnet152", order=FIRST),
    "resnet152d": timm("resnet152d"),
    "resnet18d": timm("resnet18d"),
    "resnet200d": timm("resnet200d"),
    "resnet26d": timm("resnet26d"),
    "resnet34d": timm("resnet34d"),
    "resnet50": cv("resnet50", order=FIRST),
    "resnet50c": timm("resnet50c"),
    "resnet50d": timm("resnet50d"),
    "resnet_cifar110_projection": cv("resnet110_cifar10", 32, order=FIRST),
    "resnet_cifar56_projection": cv("resnet56_cifar10", 32, order=FIRST),
    "resnext101_32x4d": timm("resnext101_32x4d"),
    "resnext_cifar29_16x64d": cv("resnext29_16x64d_cifar10", 32, order=FIRST),
    "resnext_cifar29_32x4d": cv("resnext29_32x4d_cifar10", 32, order=FIRST),
    "resnext_cifar29_8x64d": cv_of(
        "resnext_cifar", "get_resnext_cifar", 10, 29, 8, 64, order=FIRST
    ),
    "retinanet_resnet50_fpn": Other(
        "torchvision",
        "retinanet_resnet50_fpn",
        sizes(800),
        lambda: one_stage("retinanet_resnet50_fpn"),
        LEVELS,
    ),
    "s3d": vision("s3d", (3, 16, 224, 224)),
    "se_resnet101": timm("legacy_seresnet101", order=SHORTCUT),
    "se_resnet152": timm("legacy_seresnet152", order=SHORTCUT),
    "se_resnet18": timm("legacy_seresnet18", order=SHORTCUT),
    "se_resnet34": timm("legacy_seresnet34", order=SHORTCUT),
    "se_resnet50": timm("legacy_seresnet50", order=SHORTCUT),
    "se_resnet50_timm": timm("seresnet50"),
    "se_resnext101_32x4d": timm("seresnext101_32x4d"),
    "se_resnext101_64x4d": timm("seresnext101_64x4d"),
    "se_resnext50_32x4d": timm("seresnext50_32x4d"),
    "senet154": timm("senet154"),
    "shufflenet_v1_g1": cv("shufflenet_g1_w1"),
    "shufflenet_v1_g2": cv("shufflenet_g2_w1"),
    "shufflenet_v1_g3": cv("shufflenet_g3_w1"),
    "shufflenet_v1_g4": cv("shufflenet_g4_w1"),
    "shufflenet_v1_g8": cv("shufflenet_g8_w1"),
    "sknet101": cv("sknet101", order=FIRST),
    "sknet50": cv("sknet50", order=FIRST),
    "ssd300": Other(
        "torchvision",
        "ssd300_vgg16 with 21 classes",
        sizes(300),
        lambda: one_stage("ssd300_vgg16", num_classes=21),
        LEVELS,
    ),
    "ssd300_torchvision": Other(
        "torchvision", "ssd300_vgg16", sizes(300), lambda: one_stage("ssd300_vgg16"), LEVELS
    ),
    "wide_resnet_cifar16_10": cv("wrn16_10_cifar10", 32),
    "wide_resnet_cifar16_8": cv_of("wrn_cifar", "get_wrn_cifar", 10, 16, 8),
    "wide_resnet_cifar22_10": cv_of("wrn_cifar", "get_wrn_cifar", 10, 22, 10),
    "wide_resnet_cifar22_8": cv_of("wrn_cifar", "get_wrn_cifar", 10, 22, 8),
    "wide_resnet_cifar28_10": cv("wrn28_10_cifar10", 32),
    "wide_resnet_cifar28_12": cv_of("wrn_cifar", "get_wrn_cifar", 10, 28, 12),
    "wide_resnet_cifar40_1": cv_of("wrn_cifar", "get_wrn_cifar", 10, 40, 1),
    "wide_resnet_cifar40_2": cv_of("wrn_cifar", "get_wrn_cifar", 10, 40, 2),
    "wide_resnet_cifar40_4": cv_of("wrn_cifar", "get_wrn_cifar", 10, 40, 4),
    "wide_resnet_cifar40_8": cv("wrn40_8_cifar10", 32),
    "xception": timm("legacy_xception", 299),
    "zfnet": cv("zfnet"),
    "zfnet_wide": cv("zfnetb"),
}
