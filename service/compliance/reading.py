"""A text made readable for patterns: normalised, with a map back, cut into sentences and clauses.

Spans inside a Reading are offsets of the normalised text; `Reading.original` gives those of the text as written.
"""

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache

from service.compliance.characters import LOOKALIKES, SIMPLIFIED
from service.patterns import lazy

Span = tuple[int, int]
# How far around a match the language is read: more would make one endless sentence quadratic.
WINDOW = 160
# Left as they are: NFKC would turn them into ASCII, and a Chinese comma must not look like a thousands separator.
_KEPT = frozenset("，：；！？（）…～")
_DROPPED = frozenset("\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u3164\ufeff\uffa0")
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_SEPARATED = lazy(
    rf"(?<=[{_HAN}])[ \t\u3000.*·•・、丶_~^`|/+#=\-\u2010-\u2015\u2600-\u27bf★☆●◆■\U0001f000-\U0001faff]{{1,4}}(?=[{_HAN}])"
)
_SENTENCE_END = lazy(
    r"[。！？!?；;\n\r]+[”’」』\"']?|(?<!\b[A-Z])(?<!\b(?:No|no|Mr|Ms|Dr|Co|vs))(?<!\b(?:Inc|Ltd|Mrs|Art))\.(?=\s|$)|\.{3}"
)
_CLAUSE_END = lazy(r"[，：:]|,(?!\d)|——|\s[-–—]\s")
_QUOTE = lazy(r"“[^“”\n]{1,200}”|「[^「」\n]{1,200}」|『[^『』\n]{1,200}』|\"[^\"\n]{1,200}\"|‘[^‘’\n]{1,200}’")


@lru_cache(maxsize=8192)
def _fold(char: str) -> str:
    """One character as patterns see it; empty when it shows nothing."""
    if char in _KEPT:
        return char
    if char in _DROPPED or unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f" or char >= "\U000e0000":
        return ""
    folded = unicodedata.normalize("NFKC", char)
    return "".join(SIMPLIFIED.get(part) or LOOKALIKES.get(part) or part for part in folded)


def _lower(text: str) -> str:
    lowered = text.lower()
    # İ and a few others grow when lowered; the map must stay one to one.
    return lowered if len(lowered) == len(text) else "".join(low if len(low := char.lower()) == 1 else char for char in text)


@dataclass(frozen=True)
class Reading:
    """A text as patterns see it.

    Attributes:
        source: the text as written.
        text: normalised, case kept.
        starts: for every character of `text`, where its original begins; one more entry for the end.
        ends: for every character of `text`, where its original ends.
        closed: offsets in `text` where separators between characters were taken out.
    """

    source: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    closed: tuple[int, ...] = ()

    @cached_property
    def low(self) -> str:
        """`text` in lower case, same offsets."""
        return _lower(self.text)

    def original(self, span: Span) -> Span:
        """The span in the text as written."""
        start, end = span
        return (self.starts[start], self.ends[end - 1]) if start < end else (self.starts[start], self.starts[start])

    def has_closed(self, span: Span) -> bool:
        """Whether separators were taken out inside the span."""
        at = bisect_right(self.closed, span[0])
        return at < len(self.closed) and self.closed[at] < span[1]

    @cached_property
    def _sentence_ends(self) -> list[int]:
        return [found.end() for found in _SENTENCE_END.finditer(self.text)]

    @cached_property
    def quotes(self) -> list[Span]:
        """Quotations that are closed, in order."""
        return [found.span() for found in _QUOTE.finditer(self.text)]

    def sentence(self, span: Span) -> Span:
        """The sentence around the span, at most WINDOW characters to each side."""
        at = bisect_right(self._sentence_ends, span[0])
        start = self._sentence_ends[at - 1] if at else 0
        at = bisect_right(self._sentence_ends, max(span[0], span[1] - 1))
        end = self._sentence_ends[at] if at < len(self._sentence_ends) else len(self.text)
        return max(start, span[0] - WINDOW), min(end, span[1] + WINDOW)

    def next_sentence(self, span: Span) -> Span:
        """The sentence after the one around the span; empty at the end of the text."""
        end = self.sentence(span)[1]
        return self.sentence((end, end)) if end < len(self.text) else (end, end)

    def clause(self, span: Span) -> Span:
        """The clause around the span."""
        left, right = self.sentence(span)
        for found in _CLAUSE_END.finditer(self.text, left, right):
            if found.end() <= span[0]:
                left = found.end()
            elif found.start() >= span[1]:
                return left, found.start()
        return left, right

    def line(self, span: Span) -> Span:
        """The line around the span, at most WINDOW characters to each side."""
        start = self.text.rfind("\n", max(0, span[0] - WINDOW), span[0]) + 1 or max(0, span[0] - WINDOW)
        end = self.text.find("\n", span[1], span[1] + WINDOW)
        return start, end if end >= 0 else min(len(self.text), span[1] + WINDOW)


def read(source: str) -> Reading:
    """The text, normalised: compatibility forms folded, invisible characters dropped, core words simplified, look-alikes mended."""
    if source.isascii():
        return Reading(source, source, tuple(range(len(source) + 1)), tuple(range(1, len(source) + 1)))
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, char in enumerate(source):
        folded = _fold(char)
        parts.append(folded)
        for _ in folded:
            starts.append(at)
            ends.append(at + 1)
    return Reading(source, "".join(parts), (*starts, len(source)), tuple(ends))


def close_up(reading: Reading) -> Reading | None:
    """The same text without the separators that stand between Han characters; None when there are none."""
    gaps = [found.span() for found in _SEPARATED.finditer(reading.text)]
    if not gaps:
        return None
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    closed: list[int] = []
    last = 0
    for start, end in [*gaps, (len(reading.text), len(reading.text))]:
        parts.append(reading.text[last:start])
        starts += reading.starts[last:start]
        ends += reading.ends[last:start]
        closed.append(len(starts))
        last = end
    return Reading(reading.source, "".join(parts), (*starts, len(reading.source)), tuple(ends), tuple(closed[:-1]))
