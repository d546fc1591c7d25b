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
TRAINABLE = ("float64", "float32", "float16", "bfloat16")
"""The types in which training is estimated: gradients need fractions."""
KIBI, MEBI = 2**10, 2**20
