"""Networks of other packages, measured by running them with torch.

Only the scripts `regenerate_*.py` call this, where torch is installed; nothing here imports it
before that. A network is built without storage for its weights (torch's meta device), or on the CPU
where its code needs values, and run once in evaluation mode. Its layers are the modules with
parameters of their own, in the order in which they ran. Nothing is left out in silence: a parameter
that no layer accounts for, and multiply-adds that torch counts beyond those of the layers, are
errors.
"""

from __future__ import annotations

import json
from importlib import import_module
from math import prod
from typing import TYPE_CHECKING, Any

from sliding import recorder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

KINDS = {
    "Conv1d": "conv",
    "Conv2d": "conv",
    "Conv3d": "conv",
    "ConvTranspose1d": "conv_transpose",
    "ConvTranspose2d": "conv_transpose",
    "ConvTranspose3d": "conv_transpose",
    "Linear": "fc",
    "BatchNorm1d": "bn",
    "BatchNorm2d": "bn",
    "BatchNorm3d": "bn",
    "GroupNorm": "gn",
    "InstanceNorm1d": "inorm",
    "InstanceNorm2d": "inorm",
    "LayerNorm": "ln",
    "LayerNorm2d": "ln",
    "PReLU": "prelu",
    "GlobalResponseNorm": "grn",
    "Parameter": "scale",
}
"""The types of modules that are known, by the name of the layer type that is meant here.

A module of a type that is derived from one of them stands as that one. `Parameter` is what a module
holds beside: factors of its output, one a channel, such as ConvNeXt's layer scale, or one in all.
"""
CHANNELS_LAST = ("Linear", "LayerNorm")
"""Modules whose output has the channels at its end where it has spatial axes (ConvNeXt)."""
KERNELS = ("conv", "conv_transpose", "fc")


def measured(name: str, model: Any, inputs: Sequence[Sequence[int]]) -> dict[str, Any]:
    """The figures of a network for inputs of these sizes, which have no batch axis yet.

    Raises a ValueError where layers do not account for all parameters and all work. Parameters that
    nothing used, such as those of auxiliary heads, are told as `unrun`.
    """
    torch: Any = import_module("torch")
    flops: Any = import_module("torch.utils.flop_counter")
    seen: set[int] = set()
    written: list[str] = []
    work = 0

    def note(module: Any, given: Any, output: Any) -> None:
        nonlocal work
        for kind, out, own, macs in rows_of(name, module, given, output, seen):
            written.append(f"{kind} {'x'.join(map(str, out))} {own} {macs}")
            work += macs

    for module in model.modules():
        module.register_forward_hook(note)
    tensors = [torch.empty(1, *size, device="meta") for size in inputs]
    windows = recorder()
    with flops.FlopCounterMode(display=False) as counter, windows, torch.no_grad():
        model.eval().to("meta")(*tensors)
    counted = counter.get_total_flops()
    if counted != 2 * work:
        raise ValueError(f"{name}: {work} multiply-adds in layers, torch counts {counted} FLOPs")
    params = sum(parameter.numel() for parameter in model.parameters())
    used = sum(int(row.split()[2]) for row in written)
    rows = {row: index for index, row in enumerate(dict.fromkeys(written))}
    slid = {row: index for index, row in enumerate(dict.fromkeys(windows.rows))}
    return {
        "params": params,
        "unrun": params - used,
        "macs": work,
        "rows": list(rows),
        "layers": [rows[row] for row in written],
        "windows": list(slid),
        "slid": [slid[row] for row in windows.rows],
        "sums": dict(windows.sums),
    }


def rows_of(
    name: str, module: Any, given: Any, output: Any, seen: set[int]
) -> list[tuple[str, list[int], int, int]]:
    """What a module that ran adds: type, output with the channels first, parameters, work.

    Parameters that were `seen` before are shared, and count no more.
    """
    own = dict(module.named_parameters(recurse=False))
    if not own:
        return []
    kind = known_type(module)
    fresh = {key: 0 if id(own[key]) in seen else own[key].numel() for key in own}
    seen.update(map(id, own.values()))
    out = list(first_tensor(output).shape[1:])
    rows = []
    if kind is not None:
        if kind in CHANNELS_LAST or getattr(module, "channel_dim", 1) == -1:
            out = [out[-1], *out[:-1]]
        params, bias = fresh.pop("weight", 0), fresh.pop("bias", 0)
        if "gain" in fresh:  # a standardised convolution adds the bias to what the gain multiplied
            fresh["gain"] += bias
        else:
            params += bias
        macs = 0
        if KINDS[kind] in KERNELS:
            places = given[0].shape[2:] if KINDS[kind] == "conv_transpose" else out[1:]
            macs = module.weight.numel() * prod(places)
        rows.append((kind, out, params, macs))
    for key, params in fresh.items():
        if own[key].numel() not in (1, out[0]):
            what = f"{key} {list(own[key].shape)} of a {type(module).__name__}"
            raise ValueError(f"{name}: no factor for each of {out[0]} channels: {what}")
        rows.append(("Parameter", out, params, 0))
    return rows


def known_type(module: Any) -> str | None:
    """The first type of a module's, from its own to the most general, that is known."""
    names = [kind.__name__ for kind in type(module).__mro__]
    if "LayerNorm" in names and "2d" in names[0]:
        return "LayerNorm2d"
    return next((name for name in names if name in KINDS), None)


def first_tensor(output: Any) -> Any:
    """The tensor that a module returned; the first of several."""
    while isinstance(output, (dict, list, tuple)):
        output = next(iter(output.values())) if isinstance(output, dict) else output[0]
    return output


def built(build: Callable[[], Any]) -> Any:
    """A network without storage, or on the CPU if its code looks at values while it is built."""
    torch: Any = import_module("torch")
    try:
        with torch.device("meta"):
            return build()
    except (NotImplementedError, RuntimeError):
        return build()


def version(package: str) -> str:
    """The release of an installed package, without the local part of its name; of a package that is
    OWNER/NAME, the commit of its clone."""
    if "/" in package:
        return str(import_module("configs").git(package, "rev-parse", "--short=7", "HEAD"))
    metadata = import_module("importlib.metadata")
    return str(metadata.version(package)).partition("+")[0]


def text(about: dict[str, Any], models: dict[str, Any]) -> str:
    """A file: one line for the head of a network, and one for each list of what ran."""
    head = [f"{json.dumps(key)}: {json.dumps(value)},\n" for key, value in about.items()]
    networks = []
    for name, model in models.items():
        parts = [f"{json.dumps(key)}: {tight(value)}" for key, value in model.items()]
        lines = [", ".join(parts[:-5]), *parts[-5:]]
        joined = ",\n ".join(lines)
        networks.append(f"{json.dumps(name)}: {{{joined}}}")
    return "{" + "".join(head) + '"models": {\n' + ",\n".join(networks) + "\n}}\n"


def tight(value: Any) -> str:
    """A value as JSON without spaces."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def differences(known: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Where two measurements of the same networks differ, one line each."""
    lines = []
    for name, model in found.items():
        old = known.get(name)
        if old is None:
            lines.append(f"{name}: not in the file")
            continue
        lines += [
            f"{name}: {key} {old.get(key)}, found {value}"
            for key, value in model.items()
            if key not in ("rows", "layers", "windows", "slid") and old.get(key) != value
        ]
        for told, read in (("layers", unfolded), ("windows", unfolded_windows)):
            before, now = read(old), read(model)
            if before != now:
                pairs = zip(before, now, strict=False)
                place = next((at for at, (one, other) in enumerate(pairs) if one != other), None)
                where = "their number" if place is None else f"number {place}"
                lines.append(f"{name}: {told} differ, first in {where}")
    return lines


def unfolded(model: dict[str, Any]) -> list[str]:
    """The layers of a network in order, one row each."""
    return [model["rows"][index] for index in model["layers"]]


def unfolded_windows(model: dict[str, Any]) -> list[str]:
    """The windows of a network in order, one row each."""
    return [model["windows"][index] for index in model.get("slid", ())]
