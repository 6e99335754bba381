"""A text made readable for patterns: normalised, with a map back, cut into sentences and clauses.

Spans inside a Reading are offsets of the normalised text; `Reading.original` gives those of the text as written.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from service.compliance.characters import FOLDED, folded
from service.compliance.codes import Codes, codes_of
from service.language import TextLanguage
from service.patterns import lazy

Span = tuple[int, int]
# How far around a match the language is read: more would make one endless sentence quadratic.
WINDOW = 160
_HAN = "\u3400-\u9fff\uf900-\ufaff"
# Signs and pictures that stand in no word; a circle is a figure in 二○二六.
_SIGN = r"\u2190-\u23ff\u2500-\u25ca\u25cc-\u27bf\u2b00-\u2bff\u3030\U0001f000-\U0001faff"
_SEPARATOR = rf" \t\u3000.*·•・、丶丨…×_~^`|/\\&'$+#=\-\u2010-\u2015{_SIGN}"
_HAS_HAN, _HAS_LATIN = lazy(f"[{_HAN}]"), lazy("[a-z]")
# Between Han and a figure or letter a blank is only typesetting, and a full stop or a stroke is part of a number.
_MARK = rf"\u3000*·•・、丨_~^`|{_SIGN}"
# This expression and the next begin with one class of characters, by which the search runs.
_SEPARATED = lazy(rf"[{_SEPARATOR}](?:[{_SEPARATOR}]{{0,3}}(?=[{_HAN}])|(?<=[{_MARK}])[{_MARK}]{{0,3}}(?=[a-zA-Z0-9]))")
_SENTENCE_END = lazy(
    r"[。！？!?；;\n\r.](?:(?<!\.)[。！？!?；;\n\r]*[”’」』\"']?"
    r"|(?<=\.)(?:[”\"]?(?=\s|$)(?<!\b[A-Z]\.)(?<!\b(?:No|no|Mr|Ms|Dr|Co|vs)\.)(?<!\b(?:Inc|Ltd|Mrs|Art)\.)|\.\.))"
)
# A character in brackets beside another, which is no number of a list, and characters written one below the other.
_BRACKETED = lazy(
    rf"[（(\[【〔{{<〈](?:(?<=[{_HAN}].)[{_HAN}]|(?<=[）)\]】〕}}>〉].)[{_HAN}]|(?![一二三四五六七八九十])[{_HAN}](?=.[{_HAN}（(\[【〔{{<〈]))[）)\]】〕}}>〉]"
)
_UPRIGHT = lazy(rf"\n(?<=[{_HAN}]\n)[{_HAN}](?:\n[{_HAN}])+(?![{_HAN}A-Za-z0-9])")
_CLAUSE_END = lazy(r"[，：:]|,(?!\d)|——|\s[-–—]\s")
_QUOTE = lazy(r"“[^“”\n]{1,200}”|「[^「」\n]{1,200}」|『[^『』\n]{1,200}』|\"[^\"\n]{1,200}\"|‘[^‘’\n]{1,200}’")


def is_endless(sentence: Span) -> bool:
    """Whether a sentence is too long to be looked at as a whole."""
    return sentence[1] - sentence[0] > 2 * WINDOW


def lower(text: str) -> str:
    """Lower case, as long as `text`: İ and a few others grow when lowered and are left alone."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(low if len(low := char.lower()) == 1 else char for char in text)


@dataclass(frozen=True)
class Reading:
    """A text as patterns see it.

    Attributes:
        source: the text as written.
        text: normalised, case kept.
        starts: for every character of `text`, where its original begins; one more entry for the end. None: the same offsets.
        ends: for every character of `text`, where its original ends. None: one more than where it begins.
        changed: places in `text` that read otherwise than as written: separators taken out, a word's disguise lifted.
        is_plain: nothing was taken out or lifted; only such a reading gives findings that do not touch `changed`.
    """

    source: str
    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None
    changed: tuple[Span, ...] = ()
    is_plain: bool = True

    @cached_property
    def low(self) -> str:
        """`text` in lower case, same offsets."""
        return lower(self.text)

    @cached_property
    def codes(self) -> Codes:
        """`low` as code points."""
        return codes_of(self.low)

    def original(self, span: Span) -> Span:
        """The span in the text as written."""
        start, end = span
        if self.starts is None or self.ends is None:
            return span
        return (self.starts[start], self.ends[end - 1]) if start < end else (self.starts[start], self.starts[start])

    def is_changed(self, span: Span) -> bool:
        """Whether something inside the span reads otherwise than as written."""
        start, end = span
        at = bisect_left(self.changed, (start, start))
        # What is empty was taken out, and lies inside only where both its neighbours do.
        return any(
            left < end and (right > start if left < right else left > start)
            for left, right in self.changed[max(0, at - 1) : at + 2]
        )

    @cached_property
    def scripts(self) -> frozenset[TextLanguage]:
        """The languages whose patterns can match: a Chinese text may hold an English slogan. Bare figures are read by both."""
        han, latin = _HAS_HAN.search(self.text) is not None, _HAS_LATIN.search(self.low) is not None
        return frozenset(("zh", "en")) if han == latin else frozenset(("zh",)) if han else frozenset(("en",))

    @cached_property
    def sentence_ends(self) -> list[int]:
        """Where sentences end, in order."""
        return [found.end() for found in _SENTENCE_END.finditer(self.text)]

    @cached_property
    def has_endless(self) -> bool:
        """Whether a sentence is too long to be looked at as a whole."""
        ends = [0, *self.sentence_ends, len(self.text)]
        return any(is_endless(span) for span in pairwise(ends))

    @cached_property
    def changed_sentences(self) -> frozenset[int]:
        """The sentences in which something reads otherwise than as written, or something was taken out."""
        last = len(self.sentence_ends) - (bool(self.sentence_ends) and self.sentence_ends[-1] == len(self.text))
        return frozenset(min(bisect_right(self.sentence_ends, at), last) for span in self.changed for at in span)

    @cached_property
    def quotes(self) -> list[Span]:
        """Quotations that are closed, in order."""
        return [found.span() for found in _QUOTE.finditer(self.text)]

    def bounds(self, sentence: int) -> Span:
        """Where a sentence begins and ends, however long it is; sentences are counted from 0."""
        ends = self.sentence_ends
        return ends[sentence - 1] if sentence else 0, ends[sentence] if sentence < len(ends) else len(self.text)

    def sentence(self, span: Span) -> Span:
        """The sentence around the span, at most WINDOW characters to each side."""
        at = bisect_right(self.sentence_ends, span[0])
        start = self.sentence_ends[at - 1] if at else 0
        at = bisect_right(self.sentence_ends, max(span[0], span[1] - 1))
        end = self.sentence_ends[at] if at < len(self.sentence_ends) else len(self.text)
        return max(start, span[0] - WINDOW), min(end, span[1] + WINDOW)

    def next_sentence(self, span: Span) -> Span:
        """The sentence after the one around the span; empty at the end of the text."""
        end = self.sentence(span)[1]
        return self.sentence((end, end)) if end < len(self.text) else (end, end)

    def previous_sentence(self, span: Span) -> Span:
        """The sentence before the one around the span; empty at the beginning of the text."""
        start = self.sentence(span)[0]
        return self.sentence((start - 1, start - 1)) if start else (0, 0)

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
    """The text, normalised: compatibility forms folded, invisible characters dropped, script simplified, look-alikes mended."""
    if source.isascii():
        return Reading(source, source)
    text = folded(source)
    if text is not None:
        return Reading(source, text)
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, char in enumerate(source):
        plain = FOLDED[ord(char)]
        parts.append(plain)
        for _ in plain:
            starts.append(at)
            ends.append(at + 1)
    return Reading(source, "".join(parts), (*starts, len(source)), tuple(ends))


def close_up(reading: Reading) -> Reading | None:
    """The same text without the separators that stand between Han characters; None when there are none."""
    text = reading.text
    gaps = [found.span() for found in _SEPARATED.finditer(text) if found.start() and _is_han(text[found.start() - 1])]
    for found in _BRACKETED.finditer(text):
        gaps += ((found.start(), found.start() + 1), (found.end() - 1, found.end()))
    for found in _UPRIGHT.finditer(text):
        gaps += ((at, at + 1) for at in range(found.start(), found.end(), 2))
    return rewritten(reading, [(start, end, "") for start, end in sorted(gaps)]) if gaps else None


def rewritten(reading: Reading, changes: Iterable[tuple[int, int, str]]) -> Reading:
    """The reading with pieces of its text replaced, each `(start, end, what it reads as)`, in order and apart from each other.

    Every character of a replacement maps to the whole of what it replaces; a removal leaves an empty mark. Marks of earlier changes are kept.
    """
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    changed: list[Span] = []
    earlier = list(reversed(reading.changed))
    text, last = reading.text, 0
    before_starts = reading.starts if reading.starts is not None else range(len(text) + 1)
    before_ends = reading.ends if reading.ends is not None else range(1, len(text) + 1)
    for start, end, replacement in [*changes, (len(text), len(text), "")]:
        while earlier and earlier[-1][1] <= start:
            left, right = earlier.pop()
            if left >= last:
                changed.append((len(starts) + left - last, len(starts) + right - last))
        parts.append(text[last:start])
        starts += before_starts[last:start]
        ends += before_ends[last:start]
        if start < end:
            changed.append((len(starts), len(starts) + len(replacement)))
            parts.append(replacement)
            starts += [before_starts[start]] * len(replacement)
            ends += [before_ends[end - 1]] * len(replacement)
        last = end
    return Reading(reading.source, "".join(parts), (*starts, len(reading.source)), tuple(ends), tuple(changed), is_plain=False)


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff"
