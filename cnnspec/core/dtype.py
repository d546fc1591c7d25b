"""Types of numbers, by the names that frameworks share, and the bytes of one."""

from __future__ import annotations

BYTES = {
    "float64": 8,
    "float32": 4,
    "float16": 2,
    "bfloat16": 2,
    "float8": 1,
    "int64": 8,
    "int32": 4,
    "int16": 2,
    "int8": 1,
    "uint8": 1,
}
OTHER_NAMES = {
    "fp64": "float64", "double": "float64", "f64": "float64",
    "fp32": "float32", "single": "float32", "float": "float32", "f32": "float32",
    "fp16": "float16", "half": "float16", "f16": "float16",
    "bf16": "bfloat16", "fp8": "float8", "byte": "uint8", "long": "int64", "int": "int32",
}  # fmt: skip
"""What frameworks and papers call them too."""
TRAINABLE = ("float64", "float32", "float16", "bfloat16")
"""The types in which training is estimated: gradients need fractions."""
KIBI, MEBI, GIBI, TEBI = 2**10, 2**20, 2**30, 2**40
LARGE = ((TEBI, "TiB"), (GIBI, "GiB"))
"""The units in which sizes of ten and more of them are told."""
