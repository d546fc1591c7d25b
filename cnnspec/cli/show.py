"""`show`: a spec as it is written, or unfolded into its layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.cli.command import Command, Option
from cnnspec.cli.options import FORMATS, LOOK, showing, target, variant
from cnnspec.cli.output import Output
from cnnspec.cli.sources import source_of
from cnnspec.core.diagnostic import UsageError

if TYPE_CHECKING:
    from cnnspec.language.nodes import Source
    from cnnspec.results import Analysis


def command(name: str) -> Command:
    """The command `show`."""
    return Command(
        name,
        show_spec,
        [
            target(),
            Option(["--flat"], LOOK, "the unfolded layers in place of the text", is_flag=True),
            Option(["--train"], LOOK, "with --flat: auxiliary heads count", is_flag=True),
            variant(),
            *showing(FORMATS),
        ],
        usage="NAME|FILE [options]",
        about=(
            "The spec of a network as it is written; for one of several variants, the whole file.\n"
            "With --flat, every layer that it unfolds into."
        ),
        examples=(
            "cnnspec show lenet5",
            "cnnspec show resnet50 --flat",
            "cnnspec show inception_v3 -o mine.yaml",
        ),
    )


def show_spec(
    target: str,
    flat: bool,
    train: bool,
    variant: str | None,
    format: str,
    output: str | None,
    color: str,
    ascii: bool,
) -> int:
    """Show a spec; the exit code."""
    out = Output(color, ascii, output)
    if flat:
        return _show_flat(target, train, variant, format, out)
    if format != "table" or train:
        option = "--train" if train else f"--format {format}"
        raise UsageError(f"{option} is for the unfolded layers: add --flat")
    source = source_of(target)
    chosen = _chosen(source, target, variant)
    if out.colour:
        from cnnspec.render.yaml import highlighted

        out.show(highlighted(source.text, chosen))
    else:
        out.write(source.text)
    return 0


def _chosen(source: Source, target: str, variant: str | None) -> str:
    """The variant that was asked for; a UsageError for one that the file does not have."""
    from cnnspec.language.spec import variant_nodes

    if variant is None:
        return target
    variants = variant_nodes(source)
    if variant not in variants:
        from cnnspec.cli.errors import did_you_mean

        listed = f"it has {', '.join(variants)}" if variants else "it has none"
        near = did_you_mean(variant, variants)
        raise UsageError(f"{target} has no variant {variant}{near}", listed)
    return variant


def _show_flat(target: str, train: bool, variant: str | None, format: str, out: Output) -> int:
    from cnnspec.analysis import analyze, load
    from cnnspec.cli.views import show_unread
    from cnnspec.core.diagnostic import SpecError

    try:
        spec = load(target, variant)
        analysis = analyze(spec, train=train, check="warning")
    except SpecError as error:
        show_unread(target, error.diagnostics, format, out)
        return 1
    _show_layers(analysis, format, spec.source.text, out)
    return int(analysis.failed)


def _show_layers(analysis: Analysis, format: str, text: str, out: Output) -> None:
    from cnnspec.cli.views import findings_below, tell
    from cnnspec.render import flat

    found = [finding for finding in analysis.diagnostics if finding.severity != "info"]
    if format == "json":
        from cnnspec.render.json import dumps, view_document

        out.write(dumps(view_document("summary", analysis), out.ascii))
    elif format == "csv":
        out.write(flat.flat_csv(analysis))
        tell(found, text, out)
    elif format == "markdown":
        out.write(flat.flat_markdown(analysis))
    else:
        screen = flat.flat_screen(analysis)
        out.show((*screen, *findings_below(found, analysis.file, text, out.width)))
