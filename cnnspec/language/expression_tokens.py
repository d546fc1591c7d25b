"""The tokens of any text: also of numbers with an exponent, and of what other languages write.

The parser tells the plain tokens apart itself, as these regexes take long to compile.
"""

from __future__ import annotations

import re

from cnnspec.language.expression_parser import KEYWORDS

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<name>[^\W\d]\w*(?:\.\w+)*)
  | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?(?![\w.]))
  | (?P<foreign>&&|\|\||<>|=>|=<|[=!]==|<<|>>|'[^']*'?|"[^"]*"?|[0-9.][\w.]*)
  | (?P<operator>\*\*|//|[=!<>]=|[-+*/%<>()\[\],])
  | (?P<end>\Z)
  | (?P<other>.)
    )""",
    re.VERBOSE,
)


def every_token(text: str) -> list[tuple[str, str, int, int]]:
    """The tokens of a text: kind, word, start and end; the last one is the end itself."""
    tokens = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        word, (start, end) = match[kind], match.span(kind)
        tokens.append(("operator" if word in KEYWORDS else kind, word, start, end))
        if kind == "end":
            break
    return tokens
