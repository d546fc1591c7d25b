"""PyYAML's own parser, taught to read blanks and words as libyaml does."""

from __future__ import annotations

import re

from yaml.error import Mark
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError
from yaml.tokens import ScalarToken

_BREAKS = "\r\n\x85\u2028\u2029"
_ENDS = f"\0 \t{_BREAKS}"
_COMMENT = re.compile(f"#[^\0{_BREAKS}]*")
_GAP = re.compile(f"[ \t{_BREAKS}]*")
_BREAK = re.compile(f"\r\n|[{_BREAKS}]")
_BLOCK_HEADER = re.compile(r"([1-9])?([+-]?)(?(1)|([1-9])?)")
_DOCUMENT_MARK = re.compile(rf"(?:---|\.\.\.)[{_ENDS}]")
# A word goes on over a colon unless a blank follows it; in brackets, commas and brackets end it.
_BLOCK_WORD = re.compile(f"(?:[^{_ENDS}:]|:(?![{_ENDS}]))*")
_FLOW_WORD = re.compile(rf"(?:[^{_ENDS}:,\[\]{{}}]|:(?![{_ENDS},?\[\]{{}}]))*")


class PythonParser(Reader, Scanner, Parser):
    """A parser of one text, with the same events as libyaml's."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def get_event(self) -> object:
        """The next event, or None after the last; raises a YAMLError."""
        try:
            event: object = super().get_event()  # type: ignore[no-untyped-call]  # untyped stub
        except (ValueError, OverflowError):
            # `"\UFFFFFFFF"` and `%YAML 1.` with 5,000 digits reach chr() and int() unchecked.
            problem = "found a number that is too large"
            raise ScannerError(None, None, problem, self._mark()) from None
        return event

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str]:
        found = pattern.match(self.buffer, self.pointer)
        assert found, "each of these patterns is content with nothing"
        return found

    def _mark(self) -> Mark:
        mark: Mark = self.get_mark()
        return mark

    def scan_to_next_token(self) -> None:
        """Pass over blanks and comments; a tab is no blank where a line may be indented."""
        while True:
            while self.peek() == " " or (
                self.peek() == "\t" and (self.flow_level or not self.allow_simple_key)
            ):
                self.forward()
            comment = _COMMENT.match(self.buffer, self.pointer)
            if comment:
                self.forward(comment.end() - self.pointer)
            if not self.scan_line_break():  # type: ignore[no-untyped-call]  # untyped stub
                return
            if not self.flow_level:
                self.allow_simple_key = True

    def scan_block_scalar_indicators(self, start_mark: Mark) -> tuple[bool | None, int | None]:
        """What stands behind `|` or `>`: are breaks at the end kept, how far is it indented."""
        header = self._match(_BLOCK_HEADER)
        self.forward(len(header.group()))
        while self.peek() in (" ", "\t"):
            self.forward()
        indentation = header[1] or header[3]
        keep = {"+": True, "-": False}.get(header[2])
        return keep, int(indentation) if indentation else None

    def scan_block_scalar_indentation(self) -> tuple[list[str], int, Mark]:
        """Pass over the blank lines that a block of lines begins with; no tab may indent it."""
        found = super().scan_block_scalar_indentation()
        if self.peek() == "\t":
            problem = "found a tab character where an indentation space is expected"
            raise ScannerError("while scanning a block scalar", None, problem, self._mark())
        return found

    def scan_plain(self) -> ScalarToken:
        """A text without quotes: words, and the gaps between them folded."""
        start = end = self._mark()
        word_form = _FLOW_WORD if self.flow_level else _BLOCK_WORD
        pieces: list[str] = []
        gap = ""
        while not (self.column == 0 and _DOCUMENT_MARK.match(self.buffer, self.pointer)):
            if self.peek() == "#":
                break
            word = self._match(word_form).group()
            if self._colon_against_bracket(self.pointer + len(word)):
                self.forward(len(word))
                raise ScannerError(
                    "while scanning a plain scalar", start, "found unexpected ':'", self._mark()
                )
            if not word:
                break
            pieces += (_folded(gap), word)
            self.forward(len(word))
            end = self._mark()
            gap = self._gap(start)
            if not gap or (not self.flow_level and self.column <= self.indent):
                break
        self.allow_simple_key = _BREAK.search(gap) is not None
        return ScalarToken("".join(pieces), True, start, end)

    def _colon_against_bracket(self, index: int) -> bool:
        pair = self.buffer[index : index + 2]
        return bool(self.flow_level) and pair[0] == ":" and pair[1:] in tuple(",?[]{}")

    def _gap(self, start: Mark) -> str:
        """Pass over blanks and line breaks; a tab in place of indentation is an error."""
        gap = self._match(_GAP).group()
        for line in _BREAK.split(gap)[1:]:
            if 0 <= line.find("\t") <= self.indent:
                problem = "found a tab character that violates indentation"
                raise ScannerError("while scanning a plain scalar", start, problem, self._mark())
        self.forward(len(gap))
        return gap


def _folded(gap: str) -> str:
    """What a gap between two words stands for: one line break is a space, more are breaks."""
    breaks = [
        "\n" if found in ("\r\n", "\r", "\n", "\x85") else found for found in _BREAK.findall(gap)
    ]
    if not breaks:
        return gap
    if breaks[0] != "\n":
        return "".join(breaks)
    return "".join(breaks[1:]) or " "
