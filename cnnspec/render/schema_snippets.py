"""What an editor writes for whoever picks it: whole constructs, with fields to fill in.

A field is `${PLACE:DEFAULT}`. With the defaults, each of these is a part of a spec that passes.
"""

from __future__ import annotations

from typing import Any

Snippet = dict[str, Any]

SPEC_SNIPPET: Snippet = {
    "label": "a first spec",
    "description": "version, name, input and layers",
    "body": {
        "cnnspec": 1,
        "name": "${1:My network}",
        "input": "[${2:3, 32, 32}]",
        "defaults": {"conv": "{pad: half, norm: bn, act: relu}"},
        "layers": [
            "{conv: [${3:16}, 3x3], name: stem}",
            "{conv: [${4:32}, 3x3, 2], repeat: ${5:2}, name: body}",
            "global_avg_pool",
            "fc: ${6:10}",
        ],
    },
}
LAYER_SNIPPETS: list[Snippet] = [
    {
        "label": "add with a shortcut",
        "description": "two convolutions, added to what reached them",
        "body": {
            "add": {
                "residual": [
                    "conv: [${1:64}, 3x3, pad: half, norm: bn, act: relu]",
                    "conv: [${1:64}, 3x3, pad: half, norm: bn]",
                ],
                "shortcut": "[{conv: [${1:64}, 1x1, norm: bn], when: in.c != ${1:64}}]",
            }
        },
    },
    {
        "label": "concat of branches",
        "description": "the channels of several branches behind one another",
        "body": {
            "concat": {
                "narrow": "[conv: [${1:32}, 1x1]]",
                "wide": "[conv: [${2:32}, 3x3, pad: half]]",
            }
        },
    },
    {
        "label": "repeat a layer",
        "description": "one layer several times in a row, the first with another stride",
        "body": {
            "conv": "[${1:64}, 3x3, pad: half, act: relu]",
            "repeat": "${2:2}",
            "first": "{stride: ${3:2}}",
            "name": "${4:stage}",
        },
    },
]
BLOCK_SNIPPETS: list[Snippet] = [
    {
        "label": "residual block",
        "description": "a block with a shortcut: `unit: 64`, or `unit: [64, s: 2]`",
        "body": {
            "${1:unit}": {
                "args": "[c, s: 1]",
                "layers": [
                    {
                        "add": {
                            "residual": [
                                "conv: [c, 3x3, s, pad: half, norm: bn, act: relu]",
                                "conv: [c, 3x3, pad: half, norm: bn]",
                            ],
                            "shortcut": "[{conv: [c, 1x1, s, norm: bn], when: s > 1 or in.c != c}]",
                        }
                    },
                    "relu",
                ],
            }
        },
    },
]
