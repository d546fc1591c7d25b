"""Findings, and the errors that carry them."""

from __future__ import annotations

import pytest

from cnnspec.core.diagnostic import (
    Diagnostic,
    Label,
    Note,
    Span,
    SpecError,
    UsageError,
    Violation,
)

PLACE = Label("net.yaml", Span(4, 11, 4, 15), "here")


@pytest.mark.parametrize(
    ("code", "severity"), [("E303", "error"), ("W301", "warning"), ("I401", "info")]
)
def test_the_letter_of_the_code_is_the_severity(code: str, severity: str) -> None:
    assert Diagnostic(code, "a fact").severity == severity


def test_a_finding_needs_only_a_code_and_a_message() -> None:
    finding = Diagnostic("E303", "a fact")
    assert (finding.primary, finding.related, finding.notes, finding.layer) == (None, (), (), None)


def test_findings_are_values() -> None:
    one = Diagnostic("W301", "a fact", PLACE, (), (Note("fix", "pad: 2"),), "conv1")
    assert one == Diagnostic("W301", "a fact", PLACE, (), (Note("fix", "pad: 2"),), "conv1")
    assert len({one, one.replace(notes=()), one.replace(layer=None)}) == 3
    assert PLACE.span.line == 4
    assert Label("net.yaml", PLACE.span).text == ""


def test_a_spec_error_says_all_that_is_wrong() -> None:
    placed = Diagnostic("E203", "another", Label("net.yaml", Span(4, 7, 4, 9)))
    error = SpecError(Diagnostic("E201", "one fact"), placed)
    assert [finding.code for finding in error.diagnostics] == ["E201", "E203"]
    assert str(error) == "E201 one fact\nnet.yaml:4:7: E203 another"


def test_a_usage_error_may_have_a_hint() -> None:
    assert UsageError("no such net").hint == ""
    error = UsageError("no such net", "cnnspec list")
    assert (error.message, error.hint) == ("no such net", "cnnspec list")
    assert str(error) == "no such net: cnnspec list"


def test_a_violation_knows_the_option_and_no_place() -> None:
    violation = Violation("E303", "a fact", "groups", Note("help", "try 1"))
    assert (violation.code, violation.message, violation.option) == ("E303", "a fact", "groups")
    assert violation.notes == (Note("help", "try 1"),)
    assert Violation("E303", "a fact").option is None
    assert str(violation) == "a fact"
