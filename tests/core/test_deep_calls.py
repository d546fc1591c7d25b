"""What the process is set to while specs are unfolded, and that it is set back."""

from __future__ import annotations

import gc
import sys

from cnnspec.core.deep_calls import DEEPEST, deep_calls


def test_the_last_one_out_sets_the_process_back() -> None:
    before = (sys.getrecursionlimit(), gc.isenabled())
    with deep_calls():
        with deep_calls():
            assert (sys.getrecursionlimit(), gc.isenabled()) == (max(before[0], DEEPEST), False)
        assert (sys.getrecursionlimit(), gc.isenabled()) == (max(before[0], DEEPEST), False)
    assert (sys.getrecursionlimit(), gc.isenabled()) == before


def test_a_process_without_a_collector_stays_without() -> None:
    gc.disable()
    try:
        with deep_calls():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
