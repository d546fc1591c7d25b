"""Every layer type against the cases in its file: shapes, arrays, counts and objections."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from cnnspec.core.diagnostic import Violation
from cnnspec.layers import find, names
from cnnspec.layers.base import Layer
from cnnspec.layers.facts import Facts, measure
from cnnspec.layers.options import convert

Case = dict[str, Any]
FOLDER = Path(__file__).parent / "cases"
RESULT_KEYS = {
    "about", "buffers", "by", "input", "inputs", "macs", "options", "output", "params", "parts",
    "torch", "unfolds", "weights",
}  # fmt: skip
ERROR_KEYS = {"about", "error", "input", "inputs", "message", "notes", "option", "options"}


def load(path: Path) -> list[Case]:
    loaded: list[Case] = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return loaded


ALL = {path.stem: load(path) for path in sorted(FOLDER.glob("*.yaml"))}


def cases(key: str) -> list[Any]:
    """All cases with a key, as parameters: the op, and the case."""
    return [
        pytest.param(op, case, id=f"{op}-{case.get('about') or case['options']}")
        for op, group in ALL.items()
        for case in group
        if key in case
    ]


def tuples(value: Any) -> Any:
    return tuple(map(tuples, value)) if isinstance(value, list) else value


def build(op: str, given: dict[str, Any]) -> Layer:
    kind = find(op)
    return kind(**{name: convert(kind.options[name], tuples(v)) for name, v in given.items()})


def shapes_of(case: Case) -> tuple[tuple[int, ...], ...]:
    shapes: tuple[tuple[int, ...], ...] = tuples(case.get("inputs") or [case["input"]])
    return shapes


def run(layer: Layer, inputs: tuple[Any, ...]) -> list[Facts]:
    """The facts of a layer, or of all that it unfolds into."""
    measured = measure(layer, inputs)
    steps = layer.unfold(*inputs)
    if not steps:
        return [measured]
    shapes = list(inputs[:1])
    facts = []
    for part in steps:
        sources = tuple(shapes[index] for index in part.takes)
        facts += run(find(part.op)(**part.options), sources)
        last = facts[-1].shape
        assert last is not None
        shapes.append(last)
    assert shapes[-1] == measured.shape
    return facts


@pytest.mark.parametrize(("op", "case"), cases("output"))
def test_shapes_arrays_and_counts(op: str, case: Case) -> None:
    assert set(case) <= RESULT_KEYS
    inputs = shapes_of(case)
    facts = run(build(op, case["options"]), inputs)
    assert facts[-1].shape == tuples(case["output"])
    assert sum(fact.params for fact in facts) == case.get("params", 0)
    assert sum(fact.macs for fact in facts) == case.get("macs", 0)
    if "unfolds" in case:
        assert [fact.op for fact in facts] == case["unfolds"]
    else:
        assert len(facts) == 1
        found = {name: list(weight.shape) for name, weight in facts[0].arrays.items()}
        assert found == case.get("weights", {})
        assert facts[0].buffers == case.get("buffers", 0)
    for fact in facts:
        assert all(w.uses == 0 for w in fact.arrays.values() if w.role != "kernel")


@pytest.mark.parametrize(("op", "case"), cases("output"))
def test_relations_tell_the_size_of_every_axis(op: str, case: Case) -> None:
    for fact in run(build(op, case["options"]), shapes_of(case)):
        if fact.relations is None:
            continue
        x, shape = fact.inputs[0], fact.shape
        assert shape is not None
        assert len(fact.relations) == len(x) - 1
        sizes = tuple(
            relation.size(cells) for relation, cells in zip(fact.relations, x[1:], strict=True)
        )
        if fact.op in ("fc", "rbf", "flatten", "reshape"):  # nothing is left of their axes
            assert all(size == 1 for size in sizes)
        else:
            assert sizes == shape[1:]


@pytest.mark.parametrize(("op", "case"), cases("parts"))
def test_parts(op: str, case: Case) -> None:
    layer: Any = build(op, case["options"])
    assert layer.parts(*shapes_of(case)) == tuples(case["parts"])


@pytest.mark.parametrize(
    ("op", "case"), [param for param in cases("error") if param.values[0] in ("se", "split")]
)
def test_what_unfolds_objects_before_it_does(op: str, case: Case) -> None:
    layer: Any = build(op, case["options"])
    with pytest.raises(Violation, match=re.escape(case["message"])):
        (layer.parts if op == "split" else layer.unfold)(*shapes_of(case))


@pytest.mark.parametrize(("op", "case"), cases("error"))
def test_objections(op: str, case: Case) -> None:
    assert set(case) <= ERROR_KEYS
    with pytest.raises(Violation) as caught:
        measure(build(op, case["options"]), shapes_of(case))
    violation = caught.value
    assert violation.message == case["message"]
    assert violation.code == case["error"]
    assert violation.option == case.get("option")
    notes: dict[str, str] = {}
    for note in violation.notes:
        before = notes.get(note.kind)
        notes[note.kind] = note.text if before is None else f"{before}; {note.text}"
    assert notes == case.get("notes", {})


@pytest.mark.parametrize("op", sorted(names()))
def test_every_layer_type_has_cases_with_a_source(op: str) -> None:
    shown = [case for case in ALL.get(op, []) if "output" in case]
    assert shown, f"tests/layers/cases/{op}.yaml has no case"
    for case in shown:
        assert ("torch" in case) != ("by" in case)


@pytest.mark.parametrize("op", sorted(names()))
def test_the_formulas_tell_what_is_counted(op: str) -> None:
    counted = {"parameters": "params", "MACs": "macs", "buffers": "buffers"}
    for formula, key in counted.items():
        assert (formula in find(op).formulas) == any(case.get(key) for case in ALL[op])


def test_no_cases_without_a_layer_type() -> None:
    assert set(ALL) <= names()


def test_pytorch_agrees() -> None:
    """The literals of all cases at once, checked anew wherever PyTorch is installed."""
    torch = pytest.importorskip("torch", reason="the literals stand without PyTorch")
    counting = pytest.importorskip("torch.utils.flop_counter").FlopCounterMode
    scope = {"torch": torch, "nn": torch.nn, "F": torch.nn.functional}
    for case in [case for group in ALL.values() for case in group if "torch" in case]:
        module = eval(case["torch"], scope)
        is_module = isinstance(module, torch.nn.Module)
        if is_module:
            module.eval()
        with torch.no_grad(), counting(display=False) as counter:
            result = module(*[torch.zeros(1, *shape) for shape in shapes_of(case)])
        assert list(result.shape[1:]) == case["output"], case
        assert counter.get_total_flops() == 2 * case.get("macs", 0), case
        if is_module:
            assert sum(p.numel() for p in module.parameters()) == case.get("params", 0), case
            if "unfolds" not in case:
                assert arrays_of(module) == case.get("weights", {}), case


def arrays_of(module: Any) -> dict[str, list[int]]:
    return {
        name.rpartition(".")[2]: list(array.shape)
        for name, array in module.state_dict().items()
        if not name.endswith("num_batches_tracked")
    }
