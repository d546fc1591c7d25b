"""Networks whose authors published them as text: Darknet's .cfg files, Caffe's prototxts.

Each layer of such a file becomes a module of torch, so that these networks are measured as those of
packages are. The files are read from clones: the variable CLONES of the environment names a folder
that has `OWNER+NAME` for github.com/OWNER/NAME. What a layer type here does not know is an error.
"""

from __future__ import annotations

import os
import re
import subprocess
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from building import Other

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DARKNET = "pjreddie/darknet"
Fields = dict[str, list[Any]]
"""A message of a prototxt: its fields, each with all of its values in order."""


def git(repository: str, *arguments: str) -> str:
    """What git says of a clone."""
    clone = Path(os.environ["CLONES"]) / repository.replace("/", "+")
    folder = next(
        path for path in (clone / "repo" / ".git", clone / "repo", clone) if path.exists()
    )
    done = subprocess.run(
        ["git", f"--git-dir={folder}", *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


class Builder:
    """A network that grows step by step; each step is run at once, so that its sizes are known."""

    def __init__(self, inputs: Mapping[str, Sequence[int]]) -> None:
        self.torch: Any = import_module("torch")
        self.nn: Any = self.torch.nn
        self.names = list(inputs)
        self.steps: list[tuple[str, Any, list[str]]] = []
        self.values = {
            name: self.torch.empty(1, *size, device="meta") for name, size in inputs.items()
        }

    def add(self, name: str, module: Any, *inputs: str) -> None:
        """A module, or a function of tensors, whose result is called `name`."""
        if not isinstance(module, self.nn.Module):
            function, module = module, self.nn.Module()
            module.forward = function
        self.values[name] = module.eval()(*[self.values[each] for each in inputs])
        self.steps.append((name, module, list(inputs)))

    def done(self) -> Any:
        """All steps as one module."""
        network = self.nn.Module()
        network.steps = self.nn.ModuleList([module for _, module, _ in self.steps])

        def run(*given: Any) -> Any:
            values = dict(zip(self.names, given, strict=True))
            for name, module, inputs in self.steps:
                values[name] = module(*[values[each] for each in inputs])
            return values[self.steps[-1][0]]

        network.forward = run
        return network


def darknet(text: str, input: Sequence[int]) -> Any:
    """The network of a .cfg file, for images of that size."""
    build = Builder({"image": input})
    sections = [part.partition("]") for part in ("\n" + text).split("\n[")[1:]]
    names = ["image"]
    for index, (kind, _, body) in enumerate(sections[1:]):
        lines = [line.partition("#")[0].partition("=") for line in body.splitlines()]
        options = {key.strip(): value.strip() for key, _, value in lines if value}
        darknet_layer(build, kind, options, str(index), names)
        names.append(str(index))
    return build.done()


def darknet_layer(
    build: Builder, kind: str, options: dict[str, str], name: str, names: list[str]
) -> None:
    """One section of a .cfg file."""
    nn, torch, last = build.nn, build.torch, names[-1]
    channels = build.values[last].shape[1]

    def number(key: str, otherwise: int = 0) -> int:
        return int(options.get(key, otherwise))

    size, stride = number("size", 1), number("stride", 1)
    if kind == "convolutional":
        normed, out = bool(number("batch_normalize")), number("filters", 1)
        pad = size // 2 if number("pad") else number("padding")
        layers = [nn.Conv2d(channels, out, size, stride, pad, bias=not normed)]
        build.add(name, nn.Sequential(*layers, *([nn.BatchNorm2d(out)] if normed else [])), last)
    elif kind == "maxpool":
        size = number("size", stride)
        before, after = (size - 1) // 2, size - 1 - (size - 1) // 2
        pad = nn.ConstantPad2d((before, after, before, after), 0)
        build.add(name, nn.Sequential(pad, nn.MaxPool2d(size, stride)), last)
    elif kind == "avgpool":
        build.add(name, nn.AdaptiveAvgPool2d(1), last)
    elif kind == "reorg":
        build.add(name, nn.PixelUnshuffle(stride), last)
    elif kind == "upsample":
        build.add(name, nn.Upsample(scale_factor=stride), last)
    elif kind == "connected":
        values = build.values[last][0].numel()
        build.add(name, nn.Sequential(nn.Flatten(), nn.Linear(values, number("output"))), last)
    elif kind == "route":
        places = [int(each) for each in options["layers"].split(",")]
        asked = [str(place if place >= 0 else int(name) + place) for place in places]
        parts, part = number("groups", 1), number("group_id")
        build.add(name, lambda *maps: torch.cat(maps, 1).chunk(parts, 1)[part], *asked)
    elif kind == "shortcut":
        build.add(name, torch.add, last, str(int(name) + number("from")))
    elif kind in ("softmax", "cost", "dropout", "detection", "region", "yolo"):
        build.add(name, nn.Identity(), last)
    else:
        raise ValueError(f"no layer of Darknet is known as {kind}")


def message(tokens: Iterator[str]) -> Fields:
    """A message of a prototxt, to its closing brace."""
    fields: Fields = {}
    for key in tokens:
        if key == "}":
            break
        value: Any = next(tokens)
        if value == ":":
            value = next(tokens)
        fields.setdefault(key, []).append(message(tokens) if value == "{" else value.strip("\"'"))
    return fields


def caffe(text: str, inputs: Mapping[str, Sequence[int]], last: str) -> Any:
    """The network of a prototxt up to the layer `last`, for inputs of these sizes."""
    bare = re.sub(r"#[^\n]*", "", text)
    fields = message(iter(re.findall(r"\"[^\"]*\"|'[^']*'|[{}:]|[^\s{}:]+", bare)))
    build = Builder(inputs)
    for layer in fields.get("layer", []) + fields.get("layers", []):
        bottoms, tops = layer.get("bottom", []), layer.get("top", [])
        # Where regions are chosen, no tensor is known; what is said of one of them is an input.
        if bottoms and tops[0] not in inputs and build.values.keys() >= set(bottoms):
            caffe_layer(build, layer, bottoms, tops)
        if layer["name"][0] == last:
            return build.done()
    raise ValueError(f"no layer is called {last}")


def caffe_layer(build: Builder, layer: Fields, bottoms: list[str], tops: list[str]) -> None:
    """One layer of a prototxt."""
    kind = layer["type"][0].lower().replace("_", "").replace("3d", "")
    options: Fields = next((layer[key][0] for key in layer if key.endswith("_param")), {})
    given = build.values[bottoms[0]]
    axes = given.dim() - 2
    nn, torch, interpolate = build.nn, build.torch, build.nn.functional.interpolate

    def number(key: str, otherwise: int = 0) -> int:
        return int(options.get(key, [otherwise])[0])

    def extents(word: str, key: str, otherwise: int) -> list[int]:
        """A size for each axis: one for all, or one for height and one for width, or for depth."""
        if f"{word}_h" in options:
            return [number(f"{word}_h"), number(f"{word}_w")]
        sizes = [number(key, otherwise)] * axes
        depth = {"kernel": "kernel_depth", "stride": "temporal_stride", "pad": "temporal_pad"}[word]
        return [number(depth, sizes[0]), *sizes[1:]] if axes == 3 else sizes

    if kind in ("convolution", "deconvolution"):
        window = (
            extents("kernel", "kernel_size", 1), extents("stride", "stride", 1),
            extents("pad", "pad", 0),
        )  # fmt: skip
        settings: dict[str, Any] = {
            "groups": number("group", 1), "dilation": number("dilation", 1),
            "bias": options.get("bias_term") != ["false"],
        }  # fmt: skip
        name = f"Conv{'Transpose' if kind == 'deconvolution' else ''}{axes}d"
        made = getattr(nn, name)(given.shape[1], number("num_output"), *window, **settings)
        build.add(tops[0], made, bottoms[0])
    elif kind == "pooling":
        window = (
            extents("kernel", "kernel_size", 1), extents("stride", "stride", 1),
            extents("pad", "pad", 0),
        )  # fmt: skip
        name = "AvgPool" if options.get("pool") == ["AVE"] else "MaxPool"
        if options.get("global_pooling") == ["true"]:
            window = (list(given.shape[2:]),) * 2 + ([0] * axes,)
        build.add(tops[0], getattr(nn, f"{name}{axes}d")(*window, ceil_mode=True), bottoms[0])
        build.values.update(dict.fromkeys(tops[1:], build.values[tops[0]]))  # where the maxima are
    elif kind == "innerproduct":
        linear = nn.Linear(given[0].numel(), number("num_output"))
        build.add(tops[0], nn.Sequential(nn.Flatten(), linear), bottoms[0])
    elif kind == "bn" or (kind == "scale" and len(bottoms) == 1):
        # The factors of a norm stand in a layer of their own, behind a batchnorm without any.
        build.add(tops[0], nn.BatchNorm2d(given.shape[1]), bottoms[0])
    elif kind == "scale":
        build.add(tops[0], torch.mul, *bottoms)
    elif kind == "crop":
        build.add(tops[0], lambda x, y: x[..., : y.shape[-2], : y.shape[-1]], *bottoms)
    elif kind == "concat":
        build.add(tops[0], lambda *maps: torch.cat(maps, 1), *bottoms)
    elif kind == "eltwise":
        build.add(tops[0], torch.add, *bottoms)
    elif kind in ("upsample", "interp"):
        size = enlarged(kind, options, given.shape[2:])
        build.add(tops[0], lambda x: interpolate(x, size), bottoms[0])
    elif kind in ("relu", "sigmoid", "dropout", "lrn", "softmax", "batchnorm", "reshape"):
        build.add(tops[0], nn.Identity(), bottoms[0])
    elif kind not in ("proposal", "python", "roipooling"):
        raise ValueError(f"no layer of Caffe is known as {layer['type'][0]}")


def enlarged(kind: str, options: Fields, size: Sequence[int]) -> list[int]:
    """The size that SegNet's unpooling and PSPNet's interpolation give."""
    zoom = int(options.get("zoom_factor", [1])[0])
    scale = int(options.get("scale", [2])[0])
    fixed = [key for key in ("upsample_h", "upsample_w", "height", "width") if key in options]
    if fixed:
        return [int(options[key][0]) for key in fixed]
    if kind == "interp":
        return [(cells - 1) * zoom + 1 for cells in size]
    cut = [int(options.get(f"pad_out_{axis}") == ["true"]) for axis in "hw"]
    return [cells * scale - less for cells, less in zip(size, cut, strict=True)]


def cfg(name: str, side: int, repository: str = DARKNET) -> Other:
    """A network of Darknet's, for square images."""
    path, size = f"cfg/{name}.cfg", (3, side, side)

    def build() -> Any:
        return darknet(git(repository, "show", f"HEAD:{path}"), size)

    return Other(repository, path, (size,), build)


def prototxt(repository: str, name: str, last: str, **inputs: tuple[int, ...]) -> Other:
    """A network of Caffe's up to the layer `last`."""
    path = f"{name}.prototxt"

    def build() -> Any:
        return caffe(git(repository, "show", f"HEAD:{path}"), inputs, last)

    return Other(repository, path, tuple(inputs.values()), build)
