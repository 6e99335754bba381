"""Scores what the grounding check says about one text: a faithful one, a mutant, a careless one, a composed one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.findings import Finding, Severity
from service.grounding.types import SentenceBasis
from service.patterns import lazy

# A gap left open and a promise that is late say nothing about what the text invents.
NOT_COUNTED = frozenset({"unfilled-gap", "promise-overdue"})
_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.SUGGESTION: 2}
_STOP = lazy(
    r"[。！？!?]+[”’』」\"')）]*|\n+"
    r"|(?<![ .(][A-Za-z])(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bNo)(?<!\bSt)(?<!\bvs)\.[”’\"')）]*(?=\s|$)"
)


class Grade(StrEnum):
    """How an invention fared."""

    ERROR = "error"
    WARNING = "warning"
    MISSED = "missed"

    @property
    def is_caught(self) -> bool:
        """Whether anything told of it."""
        return self is not Grade.MISSED


@dataclass(frozen=True, slots=True)
class Flag:
    """A finding as the report names it; the words are None where they are kept back."""

    rule: str
    severity: str
    start: int
    end: int
    words: str | None
    sentence: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """An invention at `[start, end)` of `text`; `before` is the text without it, None where there is no such text."""

    text: str
    start: int
    end: int
    before: str | None = None

    @property
    def words(self) -> str:
        """What stands there."""
        return self.text[self.start : self.end]

    @property
    def around(self) -> tuple[int, int]:
        """The sentence or sentences it touches."""
        return sentences_around(self.text, self.start, self.end)

    @property
    def sentence(self) -> str:
        """Those sentences in words."""
        return _sentence(self.text, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one invention was caught, and by which rules."""

    grade: Grade
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """A sentence whose declared basis is not the one the check finds."""

    sentence: str
    declared: tuple[str, ...]
    resolved: tuple[str, ...]


def flags(text: str, findings: Iterable[Finding], severity: Severity) -> tuple[Flag, ...]:
    """The findings of one severity that count."""
    return tuple(
        Flag(item.rule, item.severity.value, item.start, item.end, item.text, _sentence(text, item.start, item.end))
        for item in findings
        if item.severity is severity and item.rule not in NOT_COUNTED
    )


def verdict(change: Change, findings: Sequence[Finding], earlier: Sequence[Finding] = ()) -> Verdict:
    """Whether a finding tells of the change; however many do, it is caught once.

    Args:
        change: The invention.
        findings: What the check says about the text with it.
        earlier: What it says about the text without it; a finding that was there before catches nothing.
    """
    hits = [
        item
        for item in findings
        if item.rule not in NOT_COUNTED
        and item.severity is not Severity.SUGGESTION
        and touches(item, change.start, change.end)
        and not is_blanket(item, change)
        and not _was_there(item, change, earlier)
    ]
    if not hits:
        return Verdict(Grade.MISSED)
    grade = Grade.ERROR if any(item.severity is Severity.ERROR for item in hits) else Grade.WARNING
    return Verdict(grade, tuple(sorted({item.rule for item in hits})))


def touches(finding: Finding, start: int, end: int) -> bool:
    """Whether a finding overlaps a span, or stands at it where the span is empty."""
    if finding.start == finding.end:
        return False
    if start == end:
        return finding.start <= start <= finding.end
    return finding.start < end and start < finding.end


def is_blanket(finding: Finding, change: Change) -> bool:
    """Whether a finding reaches beyond the sentences of the change: who flags everything has found nothing."""
    start, end = change.around
    left = finding.start + len(finding.text) - len(finding.text.lstrip())
    right = finding.end - len(finding.text) + len(finding.text.rstrip())
    return left < start or end < right


def sentences_around(text: str, start: int, end: int) -> tuple[int, int]:
    """From the stop before a span to the stop that ends it."""
    if start == end:
        # What was taken out at a border touches the sentences on both sides.
        start, end = max(0, start - 1), min(len(text), end + 1)
    left, right = 0, len(text)
    for stop in _STOP.finditer(text):
        if stop.end() <= start:
            left = stop.end()
        elif stop.end() >= end:
            right = stop.end()
            break
    return left, right


def stray(text: str, findings: Iterable[Finding], spans: Sequence[tuple[int, int]]) -> tuple[Flag, ...]:
    """Errors that overlap none of the spans of what was invented."""
    return flags(text, (item for item in findings if not any(touches(item, *span) for span in spans)), Severity.ERROR)


def difference(
    text: str, segment: tuple[int, int], declared: Sequence[str], sentences: Iterable[SentenceBasis]
) -> Difference | None:
    """How the declared basis of a segment differs from that of the sentences the check finds in it; None where it does not."""
    start, end = segment
    resolved = {ident for item in sentences if item.start < end and start < item.end for ident in item.ids}
    # What was said before supports a correction, but is no item of the brief to declare.
    resolved.discard("previous")
    if resolved == set(declared):
        return None
    return Difference(text[start:end], tuple(sorted(set(declared))), tuple(sorted(resolved)))


def _sentence(text: str, start: int, end: int) -> str:
    return text[slice(*sentences_around(text, start, end))].strip()


def _was_there(finding: Finding, change: Change, earlier: Iterable[Finding]) -> bool:
    """Whether the same was said, as gravely, about the same place before the change."""
    return any(
        item.rule == finding.rule
        and _RANK[item.severity] <= _RANK[finding.severity]
        and finding.start in _moved(item.start, change)
        and finding.end in _moved(item.end, change)
        for item in earlier
    )


def _moved(place: int, change: Change) -> frozenset[int]:
    """Where a place of the text before the change may be now: a border inside what was changed, at either end's distance."""
    shift = len(change.text) - len(change.before if change.before is not None else change.text)
    old_end = change.end - shift
    # The blank before an inserted sentence belongs to the insertion.
    old_start = min(change.start, old_end)
    if place < old_start:
        return frozenset({place})
    if place > old_end:
        return frozenset({place + shift})
    return frozenset({place, place + shift})
