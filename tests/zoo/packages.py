"""Networks of packages that have a few of those here."""

from __future__ import annotations

from importlib import import_module
from types import MethodType
from typing import Any

from building import Other, sizes
from detectors import part


def smp(model: str, backbone: str) -> Other:
    """A network of segmentation_models_pytorch's for 21 classes and images of 512x512."""

    def build() -> Any:
        maker = getattr(import_module("segmentation_models_pytorch"), model)
        return maker(backbone, encoder_weights=None, classes=21)

    package = "segmentation_models_pytorch"
    return Other(package, f"{model}({backbone})", sizes(512), build)


def quartznet(version: str) -> Other:
    """A size of QuartzNet that pytorchcv builds but has no name for."""

    def build() -> Any:
        maker = import_module("pytorchcv.models.jasper").get_jasper
        return part(maker(version=("quartznet", version), use_dw=True, from_audio=False), run)

    def run(model: Any, bands: Any) -> Any:
        length = import_module("torch").tensor([bands.shape[-1]], device=bands.device)
        return model.output(model.features(bands, length)[0])

    return Other("pytorchcv", f"get_jasper(quartznet, {version})", ((64, 1600),), build)


def larger(units: int, channels: int, scale: int, height: int, width: int) -> Other:
    """EDSR of torchsr's, without the fixed layers that take and add the mean colour."""

    def build() -> Any:
        nothing = import_module("torch.nn").Identity
        built = import_module("torchsr.models.edsr").EDSR(units, channels, scale, 0.1)
        built.sub_mean = built.add_mean = nothing()
        return built

    name = f"EDSR({units}, {channels}, {scale}) without mean colours"
    return Other("torchsr", name, ((3, height, width),), build)


def colourless(
    module: str, model: str, scale: int, size: tuple[int, int], unrun: str = ""
) -> Other:
    """A network of torchsr's, without the fixed layers that take and add the mean colour."""

    def build() -> Any:
        nothing = import_module("torch.nn").Identity
        built = getattr(import_module(f"torchsr.models.{module}"), model)(scale)
        built.sub_mean = built.add_mean = nothing()
        return built

    name = f"{model}({scale}) without mean colours"
    return Other("torchsr", name, ((3, *size),), build, unrun=unrun)


def yolov8(scale: str) -> Other:
    """A size of YOLOv8, up to what its head says of each cell."""

    def build() -> Any:
        built = import_module("ultralytics.nn.tasks").DetectionModel(
            f"yolov8{scale}.yaml", verbose=False
        )
        built.model[-1].forward = MethodType(run, built.model[-1])
        return built

    def run(head: Any, maps: Any) -> Any:
        branches = zip(head.cv2, head.cv3, maps, strict=True)
        return [(box(each), classes(each)) for box, classes, each in branches]

    unrun = "the fixed numbers 0 to 15 that read a distribution"
    return Other("ultralytics", f"yolov8{scale}", sizes(640), build, unrun=unrun)


def of(package: str, module: str, model: str, input: tuple[int, ...], **options: Any) -> Other:
    """A network that a class of a package's module builds."""

    def build() -> Any:
        return getattr(import_module(module), model)(**options)

    return Other(package, model, (input,), build)


def x3d(frames: int, side: int) -> Other:
    """A size of X3D of pytorchvideo's."""

    def build() -> Any:
        maker = import_module("pytorchvideo.models.x3d").create_x3d
        return maker(input_clip_length=frames, input_crop_size=side)

    name = f"create_x3d({frames} frames of {side})"
    return Other("pytorchvideo", name, ((3, frames, side, side),), build)
