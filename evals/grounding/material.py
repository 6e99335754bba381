"""A text laid out for changing: its sentences, its clauses, and which of them may be touched."""

import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from evals.grounding.ledger import Ledger
from service.patterns import lazy

_END = lazy(r"[。！？!?]+[”』」\"')）]*|(?<!\.)\.(?=[\s\"”'）)]|$)[\"”')]*|\n+")
_ABBREVIATION = lazy(
    r"(?:\b(?:[a-z]\.[a-z]|Ltd|Inc|Co|St|No|Mr|Mrs|Ms|Dr|Prof|approx|etc|vs|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|[A-Z])|^\d+|\n\d+)$"
)
_CLAUSE = lazy(r"[，；;：。！？!?\n]|[,:](?!\d)|(?<=[a-z\d])\.(?=\s|$)")
DENIES = lazy(
    r"不实|不属实|不是事实|并非|不是真|谣|虚假|假的|误传|澄清|\b(?:not true|false|untrue|incorrect|no truth|not the case|wrong|rumou?rs?)\b",
    re.IGNORECASE,
)
_MIN_CHARACTERS = {"zh": 8, "en": 24}


@dataclass(frozen=True)
class Span:
    """A stretch of the text, half-open."""

    start: int
    end: int


@dataclass(frozen=True)
class Edit:
    """A stretch of the text and what takes its place."""

    start: int
    end: int
    new: str


@dataclass(frozen=True)
class Material:
    """A faithful text in its plain form, with its brief and the dice."""

    text: str
    language: str
    tag: str
    ledger: Ledger
    dice: random.Random

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Sentences with their final stop, without the white space around them."""
        found: list[Span] = []
        start = 0
        for match in _END.finditer(self.text):
            # "a.m." also ends sentences, but a wrong join does less harm here than a wrong break.
            if (
                match.group()[0] == "."
                and _ABBREVIATION.search(self.text[: match.start()][-12:])
                and match.end() < len(self.text)
            ):
                continue
            self._add(found, start, match.end())
            start = match.end()
        self._add(found, start, len(self.text))
        return tuple(found)

    def _add(self, found: list[Span], start: int, end: int) -> None:
        raw = self.text[start:end]
        left = start + len(raw) - len(raw.lstrip())
        right = start + len(raw.rstrip())
        if left < right:
            found.append(Span(left, right))

    @cached_property
    def told(self) -> tuple[Span, ...]:
        """Sentences that assert: no question, and nothing of a line that asks one."""
        return tuple(item for item in self.sentences if not self._asks(item))

    def _asks(self, item: Span) -> bool:
        start = self.text.rfind("\n", 0, item.start) + 1
        end = self.text.find("\n", item.end)
        line = self.text[start : end if end >= 0 else len(self.text)].strip("*# >")
        return line.endswith(("？", "?")) or self.text[item.start : item.end].endswith(("？", "?"))

    @cached_property
    def breaks(self) -> tuple[int, ...]:
        """Places after a full stop where another sentence may stand."""
        least = _MIN_CHARACTERS[self.language]
        return tuple(item.end for item in self.told if item.end - item.start >= least and self._stopped(item))

    def _stopped(self, item: Span) -> bool:
        written = self.text[item.start : item.end].rstrip("”』」\"')）")
        return written.endswith(("。", "！", ".", "!")) and not written.endswith(("Ltd.", "Inc.", "Co.", "LLC."))

    def sentence_at(self, place: int) -> Span | None:
        """The asserting sentence around a place."""
        return next((item for item in self.told if item.start <= place < item.end), None)

    def clause_at(self, place: int) -> Span:
        """The clause around a place, without its closing mark."""
        sentence = self.sentence_at(place) or Span(0, len(self.text))
        marks = list(_CLAUSE.finditer(self.text, sentence.start, sentence.end))
        start = max((mark.end() for mark in marks if mark.end() <= place), default=sentence.start)
        end = min((mark.start() for mark in marks if mark.start() >= place), default=sentence.end)
        return Span(start, end)

    def words(self, span: Span) -> str:
        """What stands in a span."""
        return self.text[span.start : span.end]

    def denied(self, place: int) -> bool:
        """Whether what stands here is quoted only to be denied; a denial of something else need not be false."""
        clause = self.clause_at(place)
        sentence = self.sentence_at(place) or clause
        after = self.clause_at(min(clause.end + 1, sentence.end - 1))
        return any(DENIES.search(self.words(part)) for part in (clause, after))

    def status_at(self, place: int) -> str | None:
        """The status of the line the clause, or else its sentence, tells."""
        for span in (self.clause_at(place), self.sentence_at(place)):
            if span is not None and (line := self.ledger.nearest(self.words(span))) is not None:
                return line.status
        return None

    def removed(self, start: int, end: int, keep: str = "") -> Edit:
        """A stretch taken out; the rest of its clause is shown as what changed, for a hole has no span."""
        clause = self.clause_at(end if end < len(self.text) else start)
        stop = max(clause.end, end)
        rest = keep + self.text[end:stop]
        sentence = self.sentence_at(start)
        if sentence is not None and sentence.start == start and rest[:1].islower():
            rest = rest[0].upper() + rest[1:]
        return Edit(start, stop, rest)


Proposer = Callable[[Material], Iterable[Edit]]


def capital_like(new: str, old: str) -> str:
    """`new` with a capital where `old` had one."""
    return new[0].upper() + new[1:] if old[:1].isupper() else new


def matches(material: Material, pattern: str) -> Iterator[tuple[int, int, dict[str, str]]]:
    """Where a pattern stands in an asserting sentence: start, end and the named groups."""
    for found in lazy(pattern).finditer(material.text):
        if material.sentence_at(found.start()) is not None:
            yield found.start(), found.end(), {name: value or "" for name, value in found.groupdict().items()}
