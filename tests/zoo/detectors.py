"""Detectors of torchvision's as networks: without what depends on what is in the image.

Resizing the image, choosing boxes and pooling regions are left out, so that a detector is what
feature maps and heads make of an image, and of a map of one region where there is a second stage.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def part(model: Any, run: Callable[..., Any]) -> Any:
    """A module that has the weights of a model and runs it in an own way."""
    module: Any = import_module("torch.nn").Module()
    module.model = model
    module.forward = lambda *given: run(model, *given)
    return module


def one_stage(name: str, **options: Any) -> Any:
    """Feature maps and heads of a detector that has no second stage."""

    def run(model: Any, image: Any) -> Any:
        return model.head(list(model.backbone(image).values()))

    return part(detector(name, **options), run)


def two_stages(name: str, **options: Any) -> Any:
    """Feature maps and region proposals of an image, and what is said of one pooled region."""

    def run(model: Any, image: Any, region: Any, *mask_region: Any) -> Any:
        proposals = model.rpn.head(list(model.backbone(image).values()))
        heads = model.roi_heads
        found = [proposals, heads.box_predictor(heads.box_head(region))]
        return found + [heads.mask_predictor(heads.mask_head(maps)) for maps in mask_region]

    return part(detector(name, **options), run)


def detector(name: str, *, frozen: bool = True, **options: Any) -> Any:
    """A detector of torchvision's without weights; its norms frozen as where it is trained."""
    norm_of = import_module("torchvision.ops").FrozenBatchNorm2d
    models = import_module("torchvision.models")
    built = models.get_model(name, weights=None, weights_backbone=None, **options)
    for module in list(built.backbone.modules()) if frozen else ():
        for child, norm in list(module.named_children()):
            if type(norm).__name__ == "BatchNorm2d":
                setattr(module, child, norm_of(norm.num_features))
    return built


def retinanet_of(backbone: str) -> Any:
    """RetinaNet on a larger ResNet than torchvision has a model for."""
    torchvision: Any = import_module("torchvision")
    utils: Any = import_module("torchvision.models.detection.backbone_utils")
    norm = torchvision.ops.FrozenBatchNorm2d
    body = torchvision.models.get_model(backbone, norm_layer=norm)
    top = torchvision.ops.feature_pyramid_network.LastLevelP6P7(256, 256)
    maps = utils._resnet_fpn_extractor(body, 5, returned_layers=[2, 3, 4], extra_blocks=top)
    model = torchvision.models.detection.RetinaNet(maps, 91)
    return part(model, lambda model, image: model.head(list(model.backbone(image).values())))


def video(layers: tuple[int, ...]) -> Any:
    """The 3-D ResNet of torchvision's class in a size that it has no model of."""
    models = import_module("torchvision.models.video.resnet")
    makers = [models.Conv3DSimple] * 4
    return models.VideoResNet(models.BasicBlock, makers, list(layers), models.BasicStem)
