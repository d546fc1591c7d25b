from __future__ import annotations

from cnnspec.render.facts import strongest


def test_of_conditions_only_the_strongest_stand() -> None:
    conditions = ("H >= 2", "W >= 3", "H >= 4", "C divisible by 2", "H >= 4", "W >= 1")
    assert strongest(conditions) == ["H >= 4", "W >= 3", "C divisible by 2"]
    assert strongest(()) == []
