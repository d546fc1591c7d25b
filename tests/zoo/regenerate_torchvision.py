"""Measure torchvision's CNNs again and compare them with the figures in torchvision.json.

It needs torch and torchvision, which nothing else in this project does, and no weights:

    pip install torch==2.14.1 torchvision==0.29.1
    python tests/zoo/regenerate_torchvision.py            # compares; exits 1 where a figure differs
    python tests/zoo/regenerate_torchvision.py --write    # writes torchvision.json anew

`measuring.py` says how. Parameters are all that are trainable, auxiliary heads included, which do
not run.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

from measuring import built, differences, measured, text, version

DATA = Path(__file__).with_name("torchvision.json")
SOURCE = (
    "torchvision's models on torch's meta device, in evaluation mode, batch 1. params: all, with "
    "auxiliary heads; unrun: those of the heads. rows: type of the layer, output with the channels "
    "first, own parameters, multiply-adds; layers: the rows in the order in which they "
    "ran. windows: what slid, its output, kernel, stride and the cells before and after each axis; "
    "slid: the windows in the order in which they ran. sums: of two maps, by their shape. "
    "published: parameters and GFLOPs on torchvision's model cards, which count multiply-adds."
)


def figures(name: str, size: list[int]) -> dict[str, Any]:
    """One network's figures for an input of that size, with those of its model card."""
    found = measured(name, built(lambda: build(name)), [size])
    return {"input": size, "published": published(name, size[1]), **found}


def build(name: str) -> Any:
    """A network of torchvision's, without drawing random weights where it need not."""
    torch: Any = import_module("torch")
    models: Any = import_module("torchvision.models")
    widths: Any = models.regnet.BlockParams.from_init_params
    options = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}

    def with_values(**parameters: Any) -> Any:
        with torch.device("cpu"):  # a RegNet reads its widths from a tensor while it is built
            return widths(**parameters)

    with patch.object(models.regnet.BlockParams, "from_init_params", with_values):
        return models.get_model(name, weights=None, **options)


def published(name: str, side: int) -> dict[str, Any]:
    """The parameters and GFLOPs on the network's first model card for images of that side."""
    models: Any = import_module("torchvision.models")
    cards = models.get_model_weights(name)
    card = next(card for card in cards if card.transforms.keywords["crop_size"] == side)
    return {"params": card.meta["num_params"], "gflops": card.meta["_ops"]}


def main(arguments: list[str]) -> int:
    """Measure every network of the file; 1 if a figure differs."""
    known = json.loads(DATA.read_text(encoding="utf-8"))["models"]
    found = {name: figures(name, model["input"]) for name, model in known.items()}
    versions = {name: version(name) for name in ("torch", "torchvision")}
    if "--write" in arguments:
        DATA.write_text(text({"source": SOURCE, **versions}, found), encoding="utf-8")
    lines = differences(known, found)
    total = sum(len(model["layers"]) for model in found.values())
    print("\n".join(lines or [f"{len(found)} networks with {total} layers are as in {DATA.name}"]))
    print(", ".join(f"{name} {release}" for name, release in versions.items()))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
