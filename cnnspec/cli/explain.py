"""`explain`: the sum behind each figure of a layer, a layer type, or a finding."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from cnnspec.cli.command import Command
from cnnspec.cli.options import looking, read_point, showing
from cnnspec.cli.output import Output
from cnnspec.core.diagnostic import UsageError
from cnnspec.core.wording import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnspec.derivation.records import Explanation
    from cnnspec.language.spec import Spec

FORMATS = ("table", "json", "markdown", "latex")

_code = re.compile(r"[A-Z]\d{3}")


def command(name: str) -> Command:
    """The command `explain`."""
    return Command(
        name,
        explain_subject,
        [
            click.Argument(["subject"], metavar="NAME|FILE|TYPE|CODE"),
            click.Argument(["layer"], required=False),
            *looking(open=False),
            *showing(FORMATS),
        ],
        usage="NAME|FILE [LAYER] [options]\n       cnnspec explain TYPE|CODE [options]",
        about=(
            "The sum behind each figure of a layer or a block; without a LAYER, where a network's\n"
            "parameters and work are. A LAYER is a path as the tables print it, conv2_x.1-2, or\n"
            "the end of one. Of a layer type, what it takes, its formulas and an example worked\n"
            "out; of a finding's code, what it means. A word that is several of these is a code\n"
            "first, then a layer type, then a network. Exits 1 if the spec has an error."
        ),
        examples=(
            "cnnspec explain lenet5 C3",
            "cnnspec explain resnet50 conv4_x.0.residual.conv2 --format latex",
            "cnnspec explain conv",
            "cnnspec explain W301",
        ),
    )


def explain_subject(
    subject: str,
    layer: str | None,
    input: Sequence[str],
    set: Sequence[str],
    where: Sequence[str],
    at: Sequence[str],
    train: bool,
    variant: str | None,
    format: str,
    output: str | None,
    color: str,
    ascii: bool,
) -> int:
    """Explain a network, a layer of it, a layer type or a code; the exit code."""
    out = Output(color, ascii, output)
    point = read_point(input, set, where, at)
    of_network = layer is not None or bool(train or variant or any(point.values()))
    if not of_network:
        if _code.fullmatch(subject.upper()):
            _explain_code(subject.upper(), format, out)
            return 0
        if _explain_type(subject, format, out):
            return 0
    return _explain_network(subject, layer or "", point, (train, variant), format, out)


def _explain_network(
    target: str,
    layer: str,
    point: dict[str, Any],
    graph: tuple[bool, str | None],
    format: str,
    out: Output,
) -> int:
    from cnnspec.analysis import analyze
    from cnnspec.cli.views import show_unread
    from cnnspec.core.diagnostic import SpecError
    from cnnspec.derivation.explain import explain

    train, variant = graph
    try:
        spec = _loaded(target, layer, variant)
        analysis = analyze(spec, **point, train=train, check="warning")
    except SpecError as error:
        show_unread(target, error.diagnostics, "markdown" if format == "latex" else format, out)
        return 1
    _show(explain(analysis, layer), format, spec.source.text, out)
    return int(analysis.failed)


def _loaded(target: str, layer: str, variant: str | None) -> Spec:
    """The spec of a network; a word that is nothing at all may be meant for something else."""
    from cnnspec import library
    from cnnspec.analysis import load

    try:
        return load(target, variant)
    except UsageError:
        stems = dict([*library.families(), *library.lessons()])
        if library.is_file(target) or layer or target in stems or target in library.names():
            raise
        from cnnspec import pages
        from cnnspec.core.nearest import nearest
        from cnnspec.layers import names

        candidates = [*names(), *library.names(), *library.designs(), *pages.codes()]
        near = nearest(target, candidates)
        guess = f"; did you mean {listed(near, 'or')}?" if near else ""
        guess = guess or f"; {library.unknown(target).message.partition('; ')[2]}".rstrip("; ")
        hint = "all names: cnnspec list; all types: cnnspec layers"
        raise UsageError(
            f"no network, layer type or code is called {target}{guess}", hint
        ) from None


def _show(explanation: Explanation, format: str, text: str, out: Output) -> None:
    from cnnspec.cli.views import findings_below, tell

    found = [finding for finding in explanation.analysis.diagnostics if finding.severity == "error"]
    if format == "json":
        from cnnspec.render.explaining_json import explanation_document
        from cnnspec.render.json import dumps

        out.write(dumps(explanation_document(explanation), out.ascii))
    elif format == "markdown":
        from cnnspec.render.explaining_markdown import explanation_markdown

        out.write(explanation_markdown(explanation))
        tell(found, text, out)
    elif format == "latex":
        from cnnspec.render.explaining_latex import explanation_latex

        out.write(explanation_latex(explanation))
        tell(found, text, out)
    else:
        from cnnspec.render.explaining import explanation_screen

        screen = explanation_screen(explanation, out.width, out.ascii)
        file = explanation.analysis.file
        out.show((*screen, *findings_below(found, file, text, out.width)))


def _explain_type(word: str, format: str, out: Output) -> bool:
    """Explain a layer type or a word of structure; whether the word is one."""
    from cnnspec.language.structure import STRUCTURE
    from cnnspec.layers import find, names

    if word in STRUCTURE:
        from cnnspec.cli.layers import show_word

        show_word(word, STRUCTURE[word], "markdown" if format == "latex" else format, out)
        return True
    if word not in names():
        return False
    from cnnspec.derivation.examples import worked_example
    from cnnspec.render import explaining_type

    layer = find(word)
    example = worked_example(layer)
    if format == "json":
        from cnnspec.render.json import dumps

        out.write(dumps(explaining_type.type_document(layer, example), out.ascii))
    elif format == "markdown":
        out.write(explaining_type.type_markdown(layer, example))
    elif format == "latex":
        out.write(explaining_type.type_latex(layer, example))
    else:
        out.show(explaining_type.type_screen(layer, example, out.width, out.ascii))
    return True


def _explain_code(code: str, format: str, out: Output) -> None:
    from cnnspec import pages
    from cnnspec.cli.errors import did_you_mean

    known = pages.codes()
    if code not in known:
        near = did_you_mean(code, known)
        raise UsageError(f"no finding has the code {code}{near}", f"codes: {' '.join(known)}")
    if format == "latex":
        raise UsageError(
            f"{code} is a finding, which has no equations", "its formats: table, json, markdown"
        )
    page = pages.read(code)
    if format == "json":
        from cnnspec.render.json import SCHEMA, dumps

        out.write(dumps({"schema": SCHEMA, "code": code, "page": page}, out.ascii))
    elif format == "markdown":
        out.write(page)
    else:
        from cnnspec.render.page import page_screen

        out.show(page_screen(page, out.width))
