"""How networks of other packages are built: each function returns what is to be measured."""

from __future__ import annotations

from importlib import import_module
from types import MethodType
from typing import TYPE_CHECKING, Any, NamedTuple

from detectors import part

if TYPE_CHECKING:
    from collections.abc import Callable


class Other(NamedTuple):
    """A network of another package, and how it is built and run."""

    package: str
    model: str
    inputs: tuple[tuple[int, ...], ...]
    build: Callable[[], Any]
    order: str = ""
    unrun: str = ""
    ours: dict[str, Any] | None = None
    windows: str = ""
    sums: str = ""


def timm(
    model: str,
    input: int | tuple[int, ...] = 224,
    order: str = "",
    unrun: str = "",
    windows: str = "",
    sums: str = "",
    **options: Any,
) -> Other:
    """A network of timm's."""

    def build() -> Any:
        return import_module("timm").create_model(model, **options)

    return Other("timm", model, sizes(input), build, order, unrun, windows=windows, sums=sums)


def cv(
    model: str,
    input: int | tuple[int, ...] = 224,
    order: str = "",
    unrun: str = "",
    windows: str = "",
    sums: str = "",
    **options: Any,
) -> Other:
    """A network of pytorchcv's."""

    def build() -> Any:
        return import_module("pytorchcv.model_provider").get_model(model, **options)

    return Other("pytorchcv", model, sizes(input), build, order, unrun, windows=windows, sums=sums)


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


def deployed(model: str) -> Other:
    """A network of timm's whose parallel branches are merged into one convolution each."""

    def build() -> Any:
        whole = import_module("timm").create_model(model)
        return import_module("timm.utils.model").reparameterize_model(whole)

    return Other("timm", f"{model}, reparameterized", sizes(224), build)


def nasnet_mobile() -> Other:
    """timm's NASNet-A in the widths of the mobile form, with four of six cells in each stage."""

    def build() -> Any:
        whole = import_module("timm.models.nasnet").NASNetALarge
        model = whole(stem_size=32, num_features=1056, pad_type="same")
        for cell in (4, 5, 10, 11, 16, 17):
            delattr(model, f"cell_{cell}")
        model.forward_features = MethodType(run, model)
        return model

    def run(model: Any, image: Any) -> Any:
        first = model.conv0(image)
        before = model.cell_stem_0(first)
        last = model.cell_stem_1(first, before)
        cells = [f"cell_{cell}" for cell in range(16) if cell not in (4, 5, 10, 11)]
        cells.insert(8, "reduction_cell_1")
        cells.insert(4, "reduction_cell_0")
        for cell in cells:
            before, last = last, getattr(model, cell)(last, before)
        return model.act(last)

    return Other("timm", "NASNetALarge, four cells a stage", sizes(224), build)


def densenet264() -> Any:
    """The class of torchvision's, which has no model of that size."""
    return import_module("torchvision.models").DenseNet(32, (6, 12, 64, 48), 64)


def dense(model: str, size: int = 520, order: str = "", **options: Any) -> Other:
    """A network of torchvision's that labels pixels."""
    return vision(model, size, order, weights_backbone=None, **options)


def speech(model: str, sums: str = "") -> Other:
    """A network of pytorchcv's that hears speech, from the mel bands on."""

    def build() -> Any:
        models = import_module("pytorchcv.model_provider")
        return part(models.get_model(model, from_audio=False), run)

    def run(model: Any, bands: Any) -> Any:
        length = import_module("torch").tensor([bands.shape[-1]], device="meta")
        return model(bands, length)

    return Other("pytorchcv", model, ((64, 1600),), build, sums=sums)


def fast_scnn() -> Other:
    """pytorchcv's network, whose first convolution is padded as the others are."""
    other = cv("fastscnn_cityscapes", (3, 1024, 2048), in_size=(1024, 2048), aux=False)

    def build() -> Any:
        built = other.build()
        built.stem.conv1.conv.padding = (1, 1)
        return built

    return other._replace(model=f"{other.model}, its first convolution padded", build=build)


def hrnet_pose(width: int) -> Other:
    """timm's HRNet whose last fusion makes one map, with a heat map for each joint behind it."""

    def build() -> Any:
        nn: Any = import_module("torch.nn")
        model = import_module("timm").create_model(f"hrnet_w{width}")
        model.incre_modules = model.downsamp_modules = model.final_layer = None
        model.classifier = nn.Conv2d(width, 17, 1)
        last = model.stage4[-1]
        last.fuse_layers = nn.ModuleList([last.fuse_layers[0]])
        return part(model, lambda model, image: model.classifier(model.forward_features(image)[0]))

    model = f"hrnet_w{width}, its finest map and 17 heat maps"
    return Other("timm", model, ((3, 256, 192),), build)
