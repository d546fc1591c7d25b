"""The choice of a YAML parser."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from cnnspec.language import events
from cnnspec.language.nodes import Mapping
from cnnspec.language.python_parser import PythonParser
from cnnspec.language.reader import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def no_libyaml(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # None in sys.modules makes the import fail as it does where PyYAML was built without libyaml.
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "yaml.cyaml", None)
        yield


@pytest.mark.usefixtures("no_libyaml")
def test_without_libyaml_pythons_parser_reads() -> None:
    assert events.parser_class() is PythonParser
    assert isinstance(read_text("a: 1", "net.yaml").root, Mapping)


def test_with_libyaml_its_parser_reads() -> None:
    cyaml = pytest.importorskip("yaml.cyaml")
    assert events.parser_class() is cyaml.CParser
