"""Measure torchvision's CNNs again and compare them with the figures in torchvision.json.

It needs torch and torchvision, which nothing else in this project does, and no weights:

    pip install torch==2.14.1 torchvision==0.29.1
    python tests/zoo/regenerate_torchvision.py            # compares; exits 1 where a figure differs
    python tests/zoo/regenerate_torchvision.py --write    # writes torchvision.json anew

Every network is built without storage for its weights (torch's meta device) and run once on one
input in evaluation mode. Parameters are all that are trainable, auxiliary heads included. The
layers are the modules with parameters of their own, in the order in which they ran; auxiliary heads
do not run. The sum of their multiply-adds is compared with half of what torch itself counts.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from math import prod
from pathlib import Path
from typing import Any
from unittest.mock import patch

DATA = Path(__file__).with_name("torchvision.json")
SOURCE = (
    "torchvision's models on torch's meta device, in evaluation mode, batch 1. params: all, with "
    "auxiliary heads. rows: type of the layer, output with the channels first, own parameters, "
    "multiply-adds; layers: the rows in the order in which they ran. published: parameters and "
    "GFLOPs on torchvision's model cards, which count multiply-adds."
)
CHANNELS_LAST = ("Linear", "LayerNorm")
"""Modules whose output has the channels at its end where it has spatial axes (ConvNeXt)."""


def measured(name: str, size: list[int]) -> dict[str, Any]:
    """One network's figures for an input of that size; a ValueError if they do not add up."""
    torch: Any = import_module("torch")
    flops: Any = import_module("torch.utils.flop_counter")
    model = build(name)
    layers: list[tuple[str, list[int], int, int]] = []

    def note(module: Any, _: Any, output: Any) -> None:
        own = sum(parameter.numel() for parameter in module.parameters(recurse=False))
        if own:
            layers.append(layer(module, list(output.shape[1:]), own))

    for module in model.modules():
        module.register_forward_hook(note)
    with flops.FlopCounterMode(display=False) as counter:
        model(torch.empty(1, *size, device="meta"))
    macs = sum(work for _, _, _, work in layers)
    flops_counted = counter.get_total_flops()
    if flops_counted != 2 * macs:
        raise ValueError(f"{name}: {macs} multiply-adds, torch counts {flops_counted} FLOPs")
    written = [f"{kind} {'x'.join(map(str, out))} {own} {work}" for kind, out, own, work in layers]
    rows = {row: index for index, row in enumerate(dict.fromkeys(written))}
    return {
        "input": size,
        "params": sum(parameter.numel() for parameter in model.parameters()),
        "macs": macs,
        "published": published(name, size[1]),
        "rows": list(rows),
        "layers": [rows[row] for row in written],
    }


def build(name: str) -> Any:
    """A network of torchvision's without storage and without drawing random weights."""
    torch: Any = import_module("torch")
    models: Any = import_module("torchvision.models")
    widths: Any = models.regnet.BlockParams.from_init_params
    options = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}

    def with_values(**parameters: Any) -> Any:
        with torch.device("cpu"):  # a RegNet reads its widths from a tensor while it is built
            return widths(**parameters)

    patched = patch.object(models.regnet.BlockParams, "from_init_params", with_values)
    with patched, torch.device("meta"):
        return models.get_model(name, weights=None, **options).eval()


def layer(module: Any, out: list[int], own: int) -> tuple[str, list[int], int, int]:
    """Type, output with the channels first, own parameters and multiply-adds of a module."""
    kind = type(module).__name__
    if kind in CHANNELS_LAST:
        out = [out[-1], *out[:-1]]
    macs = module.weight.numel() * prod(out[1:]) if kind in ("Conv2d", "Linear") else 0
    return kind, out, own, macs


def published(name: str, side: int) -> dict[str, Any]:
    """The parameters and GFLOPs on the network's first model card for images of that side."""
    models: Any = import_module("torchvision.models")
    cards = models.get_model_weights(name)
    card = next(card for card in cards if card.transforms.keywords["crop_size"] == side)
    return {"params": card.meta["num_params"], "gflops": card.meta["_ops"]}


def text(figures: dict[str, Any]) -> str:
    """The file: one line for the head of a network, one for its rows and one for its layers."""
    about = [
        f"{json.dumps(key)}: {json.dumps(figures[key])},\n" for key in figures if key != "models"
    ]
    networks = []
    for name, model in figures["models"].items():
        parts = [f"{json.dumps(key)}: {tight(value)}" for key, value in model.items()]
        head, rows, layers = ", ".join(parts[:-2]), parts[-2], parts[-1]
        networks.append(f"{json.dumps(name)}: {{{head},\n {rows},\n {layers}}}")
    return "{" + "".join(about) + '"models": {\n' + ",\n".join(networks) + "\n}}\n"


def tight(value: Any) -> str:
    """A value as JSON without spaces."""
    return json.dumps(value, separators=(",", ":"))


def differences(known: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Where two measurements of the same networks differ, one line each."""
    lines = []
    for name, model in found.items():
        old = known[name]
        lines += [
            f"{name}: {key} {old[key]}, found {model[key]}"
            for key in ("params", "macs", "published")
            if old[key] != model[key]
        ]
        before, now = unfolded(old), unfolded(model)
        if before != now:
            pairs = zip(before, now, strict=False)
            place = next((at for at, (one, other) in enumerate(pairs) if one != other), None)
            where = "their number" if place is None else f"layer {place}"
            lines.append(f"{name}: layers differ, first in {where}")
    return lines


def unfolded(model: dict[str, Any]) -> list[str]:
    """The layers of a network in order, one row each."""
    return [model["rows"][index] for index in model["layers"]]


def main(arguments: list[str]) -> int:
    """Measure every network of the file; 1 if a figure differs."""
    known = json.loads(DATA.read_text(encoding="utf-8"))["models"]
    found = {name: measured(name, model["input"]) for name, model in known.items()}
    modules = {name: import_module(name) for name in ("torch", "torchvision")}
    versions = {name: module.__version__.partition("+")[0] for name, module in modules.items()}
    if "--write" in arguments:
        DATA.write_text(text({"source": SOURCE, **versions, "models": found}), encoding="utf-8")
    lines = differences(known, found)
    total = sum(len(model["layers"]) for model in found.values())
    print("\n".join(lines or [f"{len(found)} networks with {total} layers are as in {DATA.name}"]))
    print(", ".join(f"{name} {version}" for name, version in versions.items()))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
