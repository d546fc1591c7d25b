"""The networks that torchvision builds, beside its classifiers."""

from __future__ import annotations

from building import Other, dense, densenet264, sizes, vision
from detectors import one_stage, retinanet_of, two_stages, video
from reasons import LEVELS

CLIP = (3, 16, 112, 112)
NETWORKS: dict[str, Other] = {
    "deeplabv3_mobilenet_v3_large": dense("deeplabv3_mobilenet_v3_large"),
    "deeplabv3_resnet101": dense("deeplabv3_resnet101"),
    "deeplabv3_resnet50": dense("deeplabv3_resnet50"),
    "densenet264": Other("torchvision", "DenseNet of 6, 12, 64, 48", sizes(224), densenet264),
    "fasterrcnn_resnet50_fpn": Other(
        "torchvision",
        "fasterrcnn_resnet50_fpn",
        ((3, 800, 800), (256, 7, 7)),
        lambda: two_stages("fasterrcnn_resnet50_fpn"),
    ),
    "fasterrcnn_resnet50_fpn_v2": Other(
        "torchvision",
        "fasterrcnn_resnet50_fpn_v2",
        ((3, 800, 800), (256, 7, 7)),
        lambda: two_stages("fasterrcnn_resnet50_fpn_v2", frozen=False),
    ),
    "fcn_resnet101": dense("fcn_resnet101"),
    "fcn_resnet50": dense("fcn_resnet50"),
    "fcos_resnet50_fpn": Other(
        "torchvision",
        "fcos_resnet50_fpn",
        sizes(800),
        lambda: one_stage("fcos_resnet50_fpn"),
        LEVELS,
    ),
    "lraspp_mobilenet_v3_large": dense("lraspp_mobilenet_v3_large"),
    "maskrcnn_resnet50_fpn": Other(
        "torchvision",
        "maskrcnn_resnet50_fpn",
        ((3, 800, 800), (256, 7, 7), (256, 14, 14)),
        lambda: two_stages("maskrcnn_resnet50_fpn"),
    ),
    "mc3_18": vision("mc3_18", CLIP),
    "mobilenet_v2_1.3": vision("mobilenet_v2", width_mult=1.3),
    "r2plus1d_18_torchvision": vision("r2plus1d_18", CLIP),
    "r3d_18": vision("r3d_18", CLIP),
    "r3d_34": Other("torchvision", "VideoResNet", (CLIP,), lambda: video((3, 4, 6, 3))),
    "retinanet_resnet101_fpn": Other(
        "torchvision",
        "RetinaNet on resnet101",
        sizes(800),
        lambda: retinanet_of("resnet101"),
        LEVELS,
    ),
    "retinanet_resnet50_fpn": Other(
        "torchvision",
        "retinanet_resnet50_fpn",
        sizes(800),
        lambda: one_stage("retinanet_resnet50_fpn"),
        LEVELS,
    ),
    "retinanet_resnet50_fpn_v2": Other(
        "torchvision",
        "retinanet_resnet50_fpn_v2",
        sizes(800),
        lambda: one_stage("retinanet_resnet50_fpn_v2", frozen=False),
        LEVELS,
    ),
    "s3d": vision("s3d", (3, 16, 224, 224)),
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
    "ssdlite320_mobilenet_v3_large": Other(
        "torchvision",
        "ssdlite320_mobilenet_v3_large",
        sizes(320),
        lambda: one_stage("ssdlite320_mobilenet_v3_large", frozen=False),
        LEVELS,
    ),
}
