"""Networks of packages that have a few of those here: for pixels, larger images and speech."""

from __future__ import annotations

from importlib import import_module
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
