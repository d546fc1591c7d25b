"""Measure networks of other implementations again and compare them with others.json.

`others.py` lists them and names the packages that are needed:

    python tests/zoo/regenerate_others.py                       # compares; exits 1 on a difference
    python tests/zoo/regenerate_others.py --write               # writes others.json anew
    python tests/zoo/regenerate_others.py --write --only NAME…  # only these; the rest stays
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from building import Other
from measuring import built, differences, measured, text, version
from others import NETWORKS

DATA = Path(__file__).with_name("others.json")
SOURCE = (
    "Networks of other packages, as others.py builds them, in evaluation mode, batch 1. params: "
    "all; unrun: those that no layer uses in a forward pass. rows: type of the layer, output with "
    "the channels first, own parameters, multiply-adds; layers: the rows in the order in which "
    "they ran. windows: what slid, its output, kernel, stride and the cells before and after each "
    "axis; slid: the windows in the order in which they ran. sums: of two maps, by their shape."
)


def figures(name: str, other: Other) -> dict[str, Any]:
    """One network's figures, with what built it."""
    versions = {package: version(package) for package in (other.package, "torch")}
    found = measured(name, built(other.build), other.inputs)
    if found["unrun"] and not other.unrun:
        raise ValueError(f"{name}: {found['unrun']} parameters that no layer uses")
    return {"model": other.model, "tools": versions, "inputs": other.inputs, **found}


def main(arguments: list[str]) -> int:
    """Measure the networks that are asked for; 1 if a figure differs."""
    write = "--write" in arguments
    wanted = [name for name in arguments if not name.startswith("--")] or list(NETWORKS)
    unknown = [name for name in wanted if name not in NETWORKS]
    if unknown:
        print(f"not in others.py: {' '.join(unknown)}")
        return 2
    known = json.loads(DATA.read_text(encoding="utf-8"))["models"] if DATA.exists() else {}
    found: dict[str, Any] = {}
    lines = []
    for name in wanted:
        try:
            found[name] = json.loads(json.dumps(figures(name, NETWORKS[name])))
        except (AttributeError, ImportError, RuntimeError, TypeError, ValueError) as error:
            lines.append(f"{name}: {error}")
    lines += differences(known, found)
    if write:
        models = {**known, **found}
        kept = {name: models[name] for name in NETWORKS if name in models}
        DATA.write_text(text({"source": SOURCE}, kept), encoding="utf-8")
    total = sum(len(model["layers"]) for model in found.values())
    print("\n".join(lines or [f"{len(found)} networks with {total} layers are as in {DATA.name}"]))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
