"""`schema`: a JSON Schema of the language, for editors."""

from __future__ import annotations

from cnnspec.cli.command import Command, Option
from cnnspec.cli.options import SHOW
from cnnspec.cli.output import Output


def command(name: str) -> Command:
    """The command `schema`."""
    return Command(
        name,
        write_schema,
        [Option(["-o", "output"], SHOW, "write there instead of the screen", metavar="FILE")],
        usage="[options]",
        about=(
            "A JSON Schema of the language (draft-07), by which editors complete layer types and\n"
            "their arguments, show what they mean and underline what no spec may have. Names,\n"
            "shapes and claims are for cnnspec check. docs/editors.md tells how to use it."
        ),
        examples=("cnnspec schema -o cnnspec.schema.json",),
    )


def write_schema(output: str | None) -> int:
    """Write the schema; the exit code."""
    import json

    from cnnspec.layers import find, names
    from cnnspec.render.schema import schema_document

    document = schema_document([find(name) for name in names()])
    out = Output("never", path=output)
    out.write(json.dumps(document, indent=1, ensure_ascii=out.ascii) + "\n")
    return 0
