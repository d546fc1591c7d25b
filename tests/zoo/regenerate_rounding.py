"""Run torchvision's CNNs for a second, odd input and compare them with rounding.json.

It needs torch and torchvision, which nothing else in this project does, and no weights:

    pip install torch==2.14.1 torchvision==0.29.1
    python tests/zoo/regenerate_rounding.py            # compares; exits 1 where a figure differs
    python tests/zoo/regenerate_rounding.py --write    # writes rounding.json anew

`rounding.py` says how.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from measuring import built, tight, version
from regenerate_torchvision import DATA as MODELS
from regenerate_torchvision import build
from rounding import odd_side, run

DATA = Path(__file__).with_name("rounding.json")
SOURCE = (
    "torchvision's models on torch's meta device, in evaluation mode, batch 1, for an input of 3 "
    "channels and this side. pools: every pool that ran, in order, with its output and window; "
    "outs: the outputs, channels first, of all modules with parameters of their own, in order."
)


def figures(name: str) -> dict[str, Any]:
    """What ran in a network, with every row that occurs told once."""
    found = run(built(lambda: build(name)), odd_side(name))
    rows = {row: number for number, row in enumerate(dict.fromkeys(found["outs"] + found["pools"]))}
    numbers = {key: [rows[row] for row in found[key]] for key in ("pools", "outs")}
    return {"side": found["side"], "rows": list(rows), **numbers}


def main(arguments: list[str]) -> int:
    """Run every network of torchvision.json; 1 if a figure differs."""
    names = json.loads(MODELS.read_text(encoding="utf-8"))["models"]
    found = {name: figures(name) for name in names}
    versions = {name: version(name) for name in ("torch", "torchvision")}
    head = "".join(
        [f"{json.dumps(key)}: {json.dumps(value)},\n" for key, value in versions.items()]
    )
    models = ",\n".join([f"{json.dumps(name)}: {tight(model)}" for name, model in found.items()])
    written = f'{{"source": {json.dumps(SOURCE)},\n{head}"models": {{\n{models}\n}}}}\n'
    if "--write" in arguments:
        DATA.write_text(written, encoding="utf-8")
    known = json.loads(DATA.read_text(encoding="utf-8"))["models"]
    wrong = [name for name in found if found[name] != known.get(name)]
    print("\n".join([f"{name} differs" for name in wrong] or [f"{len(found)} networks are alike"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
