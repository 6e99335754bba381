"""One reading of a text for every pattern: same length, so that offsets hold. And sentences, clauses and masks over it."""

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from service.patterns import lazy
from service.traditional import SIMPLIFIED

_FULL_WIDTH = {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F) if chr(code) not in ",;!?."}
_FOLD = str.maketrans(
    {
        **SIMPLIFIED,
        **_FULL_WIDTH,
        "．": ".",
        "　": " ",
        "\u00a0": " ",
        "\u202f": " ",
        **dict.fromkeys("\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " "),
        "〇": "零",
        "○": "零",
        "–": "-",
        "‑": "-",
        "‐": "-",
        "﹣": "-",
        "−": "-",
        "～": "~",
        "〜": "~",
        "￥": "¥",
        "￡": "£",
        "﹪": "%",
        "﹕": ":",
        "’": "'",
        "‘": "'",
    }
)
# A blanked character: no pattern matches it, and no number or word reads across it.
BLANK = "\x00"
# A full stop ends a sentence unless an abbreviation or a single letter stands before it. What begins with one set of characters is
# looked for ten times as fast as with any of several.
_SENTENCE_END = lazy(
    r"[。！？；!?;\n.](?:(?<!\.)[。！？；!?;\n]*[”’」』\"]*"
    r"|(?<=\.)(?<!Mr\.)(?<!Ms\.)(?<!Mrs\.)(?<!Dr\.)(?!(?<=No\.)\s?\d)(?<!Co\.)(?<![ .][A-Za-z]\.)(?=\s|$)"
    r"|(?<=m\.)(?=\s+[A-Z]|\s*$))"
)
# A dash between blanks parts clauses as a comma does. Chat puts a wave or a picture where a stop would be; 周一～周五 and 8点～10点
# are spans.
_CLAUSE_END = lazy(
    r"[，,：:]|\s(?:[—-]|--)(?=\s)|(?<=[\u4e00-\u9fff！!])~+(?<![日号时点分秒年月周岁楼层期度一二三四五六天]~)(?=[\u4e00-\u9fff0-9])|[\U0001f300-\U0001faff\u2600-\u27bf]+\ufe0f?|…+|——+"
)
_SHORT = 300
_LIST_COMMA = lazy(r"\d,\d{3}|\d:\d")


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open piece of a text."""

    start: int
    end: int


def fold(text: str) -> str:
    """Half-width, simplified (the characters patterns use) and with plain spaces; as long as `text`."""
    return _folded(text) if len(text) <= _SHORT else text.translate(_FOLD)


# A line of a brief is folded by everyone who reads it.
@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return text.translate(_FOLD)


def blank(text: str, spans: Iterable[Span]) -> str:
    """`text` with the spans blanked out, length kept."""
    parts: list[str] = []
    at = 0
    for span in sorted(spans, key=lambda span: span.start):
        if span.end <= at:
            continue
        start = max(at, span.start)
        parts += [text[at:start], BLANK * (span.end - start)]
        at = span.end
    parts.append(text[at:])
    return "".join(parts)


def matches(pattern: re.Pattern[str], text: str) -> list[Span]:
    """Where `pattern` holds."""
    return [Span(*match.span()) for match in pattern.finditer(text)]


class Sentences:
    """The sentences of a folded text, found by position."""

    def __init__(self, folded: str) -> None:
        self._text = folded
        cuts = [0, *(match.end() for match in _SENTENCE_END.finditer(folded)), len(folded)]
        self.spans = tuple(Span(a, b) for a, b in itertools.pairwise(cuts) if b > a)
        self._starts = [span.start for span in self.spans]

    def at(self, position: int) -> Span:
        """The sentence that holds `position`."""
        index = bisect_right(self._starts, position) - 1
        return self.spans[index] if 0 <= index < len(self.spans) else Span(0, len(self._text))

    def with_the_one_before(self, sentence: Span) -> Span:
        """A sentence and the one before it, as one span."""
        before = bisect_right(self._starts, sentence.start) - 2
        return Span(self.spans[before].start, sentence.end) if before >= 0 else sentence

    def clauses(self, sentence: Span) -> list[Span]:
        """The comma-separated clauses of a sentence; commas and colons inside numbers do not cut."""
        keep = {match.start() + 1 for match in _LIST_COMMA.finditer(self._text, sentence.start, sentence.end)}
        cuts = [sentence.start]
        cuts += [m.end() for m in _CLAUSE_END.finditer(self._text, sentence.start, sentence.end) if m.start() not in keep]
        cuts.append(sentence.end)
        return [Span(a, b) for a, b in itertools.pairwise(cuts) if self._text[a:b].strip()]


def trimmed(text: str, span: Span) -> Span:
    """The span without outer spaces and closing punctuation."""
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in '-*>•·“"「'):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in '。，,.;；:：!！?？”"」'):
        end -= 1
    return Span(start, end)
