"""A grammar that writes specs without a mistake, and counts by hand what they must come to.

Nothing here is a formula: positions are counted by laying windows one after another, weights and
multiply-adds by going through the values that take part.
"""

from __future__ import annotations

from itertools import product
from typing import Any, NamedTuple

from hypothesis import strategies as st

Shape = tuple[int, ...]


class Row(NamedTuple):
    """One unfolded layer: its type, what it gives, its parameters and multiply-adds."""

    op: str
    out: Shape
    params: int = 0
    macs: int = 0


class Layer(NamedTuple):
    """A layer as it is written, with what it unfolds to."""

    text: str
    rows: tuple[Row, ...]
    out: Shape


class Net(NamedTuple):
    """A whole spec, with the rows of its layers."""

    text: str
    rows: tuple[Row, ...]
    train_only: int


# --- counting by hand -----------------------------------------------------------------------------


def starts(cells: int, kernel: int, stride: int, pad: Any, dilation: int, ceil: bool) -> list[int]:
    """Where the windows of one axis begin, in padded cells: one after another while they fit."""
    if pad == "same":
        return list(range(0, cells, stride))
    before, after = pad
    extent = 0
    for tap in range(kernel):
        extent = max(extent, tap * dilation + 1)
    found, at, end = [], 0, before + cells + after
    while at + extent <= end:
        found.append(at)
        at += stride
    # `ceil` adds one window that hangs over the end, if it begins before the padding behind.
    left = end - (found[-1] + extent) if found else 0
    if ceil and left and at < before + cells:
        found.append(at)
    return found


def meets(cells: int, begins: list[int], kernel: int, pad: Any, dilation: int) -> bool:
    """Whether each window has a cell of the input under it."""
    if pad == "same":
        return True
    real = range(pad[0], pad[0] + cells)
    return all(any(at + tap * dilation in real for tap in range(kernel)) for at in begins)


def size_of(shape: Shape) -> int:
    """The number of values, counted."""
    return sum(1 for _ in product(*map(range, shape)))


def per_value(channels: int, kernel: Shape, groups: int) -> int:
    """The products behind one value of a convolution: cells of its window and channels it sees."""
    seen = [channel for channel in range(channels) if channel * groups // channels == 0]
    return sum(1 for _ in product(seen, *map(range, kernel)))


# --- layers ---------------------------------------------------------------------------------------


def _pads(draw: Any, axes: int) -> tuple[str, list[Any]]:
    kind = draw(st.sampled_from(("none", "one", "same", "uneven")))
    if kind == "none":
        return "", [(0, 0)] * axes
    if kind == "one":
        return ", pad: 1", [(1, 1)] * axes
    if kind == "same":
        return ", pad: same", ["same"] * axes
    sides = [(draw(st.integers(0, 1)), draw(st.integers(0, 2))) for _ in range(axes)]
    return f", pad: [{', '.join([f'[{a}, {b}]' for a, b in sides])}]", sides


def _window(
    draw: Any, shape: Shape, *, dilates: bool, ceils: bool
) -> tuple[Shape, str, Shape, Shape] | None:
    """A window that fits: its kernel, how stride and padding are written, the output's sizes."""
    axes = len(shape) - 1
    kernel = tuple([draw(st.integers(1, min(3, cells))) for cells in shape[1:]])
    stride = tuple([draw(st.integers(1, 3)) for _ in shape[1:]])
    dilation = draw(st.integers(1, 2)) if dilates else 1
    written, pads = _pads(draw, axes)
    ceil = ceils and draw(st.booleans())
    if ceils and written == ", pad: same":
        ceil = False
    sizes = []
    for cells, k, s, pad in zip(shape[1:], kernel, stride, pads, strict=True):
        begins = starts(cells, k, s, pad, dilation, ceil)
        if not begins or not meets(cells, begins, k, pad, dilation):
            return None
        sizes.append(len(begins))
    strides = f"[{', '.join(map(str, stride))}]" if axes > 1 else str(stride[0])
    text = strides + written
    text += f", dilation: {dilation}" if dilation > 1 else ""
    text += ", ceil: true" if ceil else ""
    return kernel, text, stride, tuple(sizes)


def _kernel_text(kernel: Shape) -> str:
    return "x".join(map(str, kernel)) if len(kernel) > 1 else str(kernel[0])


def _behind(draw: Any, out: Shape) -> tuple[str, list[Row], bool]:
    """A norm and an activation behind a layer, and whether that keeps its bias."""
    norm = draw(st.sampled_from(("none", "bn", "ln")))
    act = draw(st.sampled_from(("none", "relu", "silu")))
    text = f", norm: {norm}" if norm != "none" else ""
    text += f", act: {act}" if act != "none" else ""
    rows = [Row(norm, out, 2 * out[0])] if norm != "none" else []
    rows += [Row(act, out)] if act != "none" else []
    return text, rows, norm == "none"


def _conv(draw: Any, shape: Shape, width: str, out: int) -> Layer | None:
    window = _window(draw, shape, dilates=True, ceils=False)
    if window is None:
        return None
    kernel, text, _, sizes = window
    common = [n for n in range(1, shape[0] + 1) if shape[0] % n == 0 and out % n == 0]
    groups = draw(st.sampled_from(common))
    text += f", groups: {groups}" if groups > 1 else ""
    gives = (out, *sizes)
    behind, rows, biased = _behind(draw, gives)
    each = per_value(shape[0], kernel, groups)
    weights = sum([each + biased for _ in range(out)])
    macs = sum([each for _ in product(*map(range, gives))])
    written = f"{{conv: [{width}, {_kernel_text(kernel)}, {text}{behind}]}}"
    return Layer(written, (Row("conv", gives, weights, macs), *rows), gives)


def _dwconv(draw: Any, shape: Shape) -> Layer | None:
    window = _window(draw, shape, dilates=True, ceils=False)
    if window is None:
        return None
    kernel, text, _, sizes = window
    gives = (shape[0], *sizes)
    behind, rows, biased = _behind(draw, gives)
    each = per_value(1, kernel, 1)
    row = Row(
        "dwconv", gives, sum([each + biased for _ in range(shape[0])]),
        sum([each for _ in product(*map(range, gives))]),
    )  # fmt: skip
    return Layer(f"{{dwconv: [{_kernel_text(kernel)}, {text}{behind}]}}", (row, *rows), gives)


def _pool(draw: Any, shape: Shape) -> Layer | None:
    window = _window(draw, shape, dilates=False, ceils=True)
    if window is None:
        return None
    kernel, text, _, sizes = window
    op = draw(st.sampled_from(("max_pool", "avg_pool", "l2_pool")))
    gives = (shape[0], *sizes)
    return Layer(f"{{{op}: [{_kernel_text(kernel)}, {text}]}}", (Row(op, gives),), gives)


def _transposed(draw: Any, shape: Shape) -> Layer:
    out, kernel, stride = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(1, 2))
    out_pad = draw(st.integers(0, stride - 1))
    sizes = []
    for cells in shape[1:]:
        touched = {at * stride + tap for at in range(cells) for tap in range(kernel)}
        touched |= set(range(max(touched) + 1, max(touched) + 1 + out_pad))
        sizes.append(len(range(min(touched), max(touched) + 1)))
    gives = (out, *sizes)
    window = (kernel,) * len(sizes)
    each = sum(1 for _ in product(range(out), *map(range, window)))
    macs = sum([each for _ in product(*map(range, shape))])
    weights = sum([each for _ in range(shape[0])]) + out
    more = f", out_pad: {out_pad}" if out_pad else ""
    text = f"{{conv_transpose: [{out}, {kernel}, {stride}{more}]}}"
    return Layer(text, (Row("conv_transpose", gives, weights, macs),), gives)


def _simple(draw: Any, shape: Shape) -> Layer:
    """What has no window."""
    channels, cells = shape[0], shape[1:]
    kind = draw(st.sampled_from(SIMPLE))
    if kind == "upsample":
        scale = draw(st.integers(1, 2))
        gives = (channels, *[len([0 for _ in range(n) for _ in range(scale)]) for n in cells])
        return Layer(f"{{upsample: {scale}}}", (Row(kind, gives),), gives)
    if kind == "adaptive_avg_pool":
        size = tuple([draw(st.integers(1, n)) for n in cells])
        given = f"{{size: [{', '.join(map(str, size))}]}}"
        return Layer(f"{{{kind}: {given}}}", (Row(kind, (channels, *size)),), (channels, *size))
    if kind == "slice":
        stop = draw(st.integers(1, channels))
        kept = (len(range(channels)[:stop]), *cells)
        return Layer(f"{{slice: [0, {stop}]}}", (Row(kind, kept),), kept)
    if kind == "se":
        one, squeezed = (channels, *[1] * len(cells)), (2, *[1] * len(cells))
        there = sum(1 for _ in product(range(channels), range(2)))
        rows = (
            Row("global_avg_pool", one), Row("conv", squeezed, there + 2, there),
            Row("relu", squeezed), Row("conv", one, there + channels, there),
            Row("sigmoid", one), Row("mul", shape),
        )  # fmt: skip
        return Layer("{se: 2}", rows, shape)
    params = {"bn": 2 * channels, "prelu": channels, "ln": 2 * channels}.get(kind, 0)
    return Layer(kind, (Row(kind, shape, params),), shape)


SIMPLE = (
    "relu", "gelu", "bn", "ln", "prelu", "dropout", "lrn", "upsample", "adaptive_avg_pool", "slice",
    "se",
)  # fmt: skip
MOST_CELLS = 600


def _layer(draw: Any, shape: Shape, width: tuple[str, int] | None = None) -> Layer:
    """A layer that fits a shape; `width` is how a number of channels is written, and what it is."""
    kind = draw(st.integers(0, 5))
    text, out = width or (str(number := draw(st.integers(1, 4))), number)
    made: Layer | None = None
    if kind <= 1:
        made = _conv(draw, shape, text, out)
    elif kind == 2:
        made = _dwconv(draw, shape)
    elif kind == 3:
        made = _pool(draw, shape)
    elif kind == 4:
        made = _transposed(draw, shape)
    if made is None or size_of(made.out) > MOST_CELLS:
        made = _simple(draw, shape)
    return made if size_of(made.out) <= MOST_CELLS else Layer("relu", (Row("relu", shape),), shape)


def _joined(draw: Any, shape: Shape) -> Layer:
    """Branches of one tensor that are merged: they keep its sizes."""
    kept = [draw(st.sampled_from(("relu", "{dwconv: [1, 1]}", "bn"))) for _ in range(2)]
    params = {"relu": 0, "bn": 2 * shape[0], "{dwconv: [1, 1]}": 2 * shape[0]}
    cost = {"{dwconv: [1, 1]}": size_of(shape)}
    rows = [
        Row({"{dwconv: [1, 1]}": "dwconv"}.get(text, text), shape, params[text], cost.get(text, 0))
        for text in kept
    ]
    op = draw(st.sampled_from(("add", "concat", "maximum", "mul", "sub")))
    gives = (2 * shape[0] if op == "concat" else shape[0], *shape[1:])
    labels = draw(st.booleans())
    branches = f"[[{kept[0]}], [{kept[1]}]]"
    if labels:
        branches = f"{{left: [{kept[0]}], right: [{kept[1]}]}}"
    return Layer(f"{{{op}: {branches}}}", (*rows, Row(op, gives)), gives)


@st.composite
def nets(draw: Any) -> Net:
    """A whole spec: layers, groups, repeats, blocks with arguments, branches, variables, a head."""
    axes = draw(st.integers(1, 3))
    shape: Shape = (
        draw(st.integers(1, 4)),
        *[draw(st.integers(1, {1: 12, 2: 7, 3: 4}[axes])) for _ in range(axes)],
    )
    head = f"cnnspec: 1\nname: Net\ninput: [{', '.join(map(str, shape))}]\n"
    wide = draw(st.integers(1, 4))
    body: list[str] = []
    blocks: list[str] = []
    rows: list[Row] = []
    train_only = 0
    for number in range(draw(st.integers(1, 5))):
        form = draw(st.sampled_from(("layer", "var", "seq", "repeat", "block", "merge", "side")))
        name = f", name: l{number}" if draw(st.booleans()) else ""
        if form == "layer":
            made = _layer(draw, shape)
            body.append(made.text)
        elif form == "var":
            made = _layer(draw, shape, ("w + 1", wide + 1))
            body.append(made.text)
        elif form == "seq":
            one = _layer(draw, shape)
            two = _layer(draw, one.out)
            made = Layer("", one.rows + two.rows, two.out)
            body.append(f"{{seq: [{one.text}, {two.text}]{name}}}")
        elif form == "repeat":
            times = draw(st.integers(0, 3))
            kept = (Row("relu", shape), Row("bn", shape, 2 * shape[0]))
            made = Layer("", kept * times, shape)
            body.append(f"{{seq: [relu, bn], repeat: {times}{name}}}")
        elif form == "block":
            out = draw(st.integers(1, 4))
            one = _layer(draw, shape, ("c", out))
            two = _layer(draw, one.out)
            made = Layer("", one.rows + two.rows, two.out)
            blocks.append(f"  b{number}: {{args: [c: 9], layers: [{one.text}, {two.text}]}}\n")
            body.append(f"{{b{number}: {out}{name}}}")
        elif form == "merge":
            made = _joined(draw, shape)
            body.append(made.text)
        else:
            made = Layer("", (), shape)
            body.append("{side: [flatten, fc: 2], when: train}")
            train_only += 2
        rows += made.rows
        shape = made.out
    if draw(st.booleans()):
        values = size_of(shape)
        rows += [Row("flatten", (values,)), Row("fc", (3,), 3 * values + 3, 3 * values)]
        body += ["flatten", "fc: 3"]
    text = head + f"vars: {{w: {wide}}}\n"
    text += f"blocks:\n{''.join(blocks)}" if blocks else ""
    text += "layers:\n" + "".join([f"  - {line}\n" for line in body])
    if draw(st.booleans()):
        text += "variants:\n  net_own: {}\n  net_other: {vars: {w: 7}}\n"
    return Net(text, tuple(rows), train_only)


# --- what may be done to a text -------------------------------------------------------------------

JUNK = (
    "", "0", "-3", "1e400", "0.5", "9" * 40, "2**64", "é", "\u202e", "\x00", "\t", "\r", "&a x",
    "*a", "<<: {a: 1}", "!!python/object/apply:os.system [id]", "[]", "{}", "null", "'", '"', "%",
    "::warning::x", "H", "conv", "[[[[1]]]]", "{conv: [", "\ufeff", "🙂", "in", "true",
)  # fmt: skip


@st.composite
def mutated(draw: Any) -> str:
    """A spec of the grammar with mistakes in it."""
    lines = draw(nets()).text.split("\n")
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        change = draw(st.sampled_from(("cut", "drop", "twice", "swap", "indent", "junk", "key")))
        if change == "cut":
            lines[at:] = [line[: len(line) // 2]]
        elif change == "drop":
            lines[at] = ""
        elif change == "twice":
            lines.insert(at, line)
        elif change == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], line
        elif change == "indent":
            lines[at] = draw(st.sampled_from((" ", "   ", "\t", "- "))) + line.lstrip()
        elif change == "key":
            lines[at] = line.replace(":", draw(st.sampled_from(("s:", " :", "::", ":x:"))), 1)
        else:
            place = draw(st.integers(0, len(line)))
            lines[at] = line[:place] + draw(st.sampled_from(JUNK)) + line[place:]
    return "\n".join(lines)
