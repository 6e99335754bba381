"""Lines for a terminal: styled characters broken by cells, two for a Chinese character."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Chinese typesetting: these never begin a line, these never end one. A bracket stays with what it is about: marks stand in it.
_NEVER_FIRST = frozenset("，。、；：？！）》」』】”’…%％,.;:?!)]}[»")
_NEVER_LAST = frozenset("（《「『【“‘([{«")
_RESET = "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Styled:
    """A run of text with an ANSI style such as `1` or `4;31`; empty for none."""

    text: str
    style: str = ""


def cells(text: str) -> int:
    """How many terminal cells `text` takes."""
    return sum(_cell(char) for char in text)


def wrap(runs: Sequence[Styled], width: int | None, indent: str = "") -> str:
    """The runs as lines of at most `width` cells, each behind `indent`; None breaks at newlines only."""
    lines: list[str] = []
    for paragraph in _paragraphs(runs):
        broken = [paragraph] if width is None else _break(paragraph, max(10, width - cells(indent)))
        lines += [(indent + _painted(line)).rstrip() if line else "" for line in broken]
    return "\n".join(lines)


def printable(text: str) -> str:
    """The text without characters that would steer the terminal; tabs become spaces."""
    return "".join(char if char == "\n" or unicodedata.category(char) != "Cc" else " " for char in text.replace("\r\n", "\n"))


_Char = tuple[str, str]


def _cell(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _paragraphs(runs: Iterable[Styled]) -> list[list[_Char]]:
    paragraphs: list[list[_Char]] = [[]]
    for run in runs:
        for char in printable(run.text):
            if char == "\n":
                paragraphs.append([])
            else:
                paragraphs[-1].append((char, run.style))
    return paragraphs


def _break(chars: list[_Char], width: int) -> list[list[_Char]]:
    lines: list[list[_Char]] = []
    line: list[_Char] = []
    used = 0
    for char in chars:
        size = _cell(char[0])
        if used + size > width and line:
            at = _break_place(line, char[0])
            lines.append(_without_end_spaces(line[:at]))
            line = line[at:]
            while line and line[0][0] == " ":
                line.pop(0)
            used = sum(_cell(kept[0]) for kept in line)
            if char[0] == " " and not line:
                continue
        line.append(char)
        used += size
    return [*lines, line]


def _without_end_spaces(line: list[_Char]) -> list[_Char]:
    """A styled space at a line's end would show as a stub of underline."""
    end = len(line)
    while end and line[end - 1][0] == " ":
        end -= 1
    return line[:end]


def _break_place(line: list[_Char], following: str) -> int:
    """How many characters of a full line stay on it."""
    for at in range(len(line), 0, -1):
        before = line[at - 1][0]
        after = line[at][0] if at < len(line) else following
        if _may_break(before, after):
            return at
    return len(line)


def _may_break(before: str, after: str) -> bool:
    if before == " " or after == " ":
        return True
    if after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return _cell(before) == 2 or _cell(after) == 2


def _painted(chars: list[_Char]) -> str:
    text, current = "", ""
    for char, style in chars:
        if style != current:
            text += (_RESET if current else "") + (f"\x1b[{style}m" if style else "")
            current = style
        text += char
    return text + (_RESET if current else "")
