"""Changes a person may take over with one key: each was tried on the text, and left it with less to answer for and nothing new. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from service.drafting.editing import Edited
from service.drafting.schemas import Gap, Segment
from service.findings import Finding, Severity
from service.grounding.gaps import GAP_MARKER
from service.llm.schemas import Composition

FixKind = Literal["wording", "ledger", "cut"]
# Of the composer's sentences on one matter so many are offered.
_OFFERED = 2
# So many changes are tried for one text; each try is a whole check.
MAX_TRIED = 24
_REPLACEMENT = re.compile(r"改为“([^”]+)”|\b(?:write|say|with|to) “([^”]+)”")
# A suggestion with blanks is read by a person, not put in.
_BLANK = re.compile(r"×|…|\{|\}|○|\(time\)|\(authority\)|X{2,}")


@dataclass(frozen=True, slots=True)
class Fix:
    """`[start, end)` of the text, in code points, becomes `replacement`.

    Attributes:
        kind: the wording a rule suggests, the composer's sentence from the ledger, or the sentence left out.
        finding: which finding it settles, counted as given; None for a gap.
        gap: which gap it fills, counted as given.
    """

    kind: FixKind
    start: int
    end: int
    replacement: str
    finding: int | None = None
    gap: int | None = None

    def applied(self, text: str) -> str:
        """The text with it."""
        return text[: self.start] + self.replacement + text[self.end :]


def fixes_for(text: str, edited: Edited, composed: Composition, check: Callable[[str], Edited]) -> tuple[Fix, ...]:
    """The changes that hold, in the order of findings and gaps, best first for each.

    `edited` is the check of `text`; `composed` the composer's text of the same statement; `check` checks a whole text anew.
    """
    before = _faults(edited.findings)
    kept: list[Fix] = []
    for tried, fix in enumerate(_candidates(text, edited, composed)):
        if tried == MAX_TRIED:
            break
        after = check(fix.applied(text))
        if not (_faults(after.findings) - before) and _settles(fix, edited, after):
            kept.append(fix)
    return tuple(kept)


def _settles(fix: Fix, edited: Edited, after: Edited) -> bool:
    if fix.finding is None:
        return len(after.gaps) < len(edited.gaps)
    finding = edited.findings[fix.finding]
    return _faults(after.findings)[_key(finding)] < _faults(edited.findings)[_key(finding)]


def _faults(findings: Sequence[Finding]) -> Counter[tuple[str, str]]:
    """What a text has to answer for; advice does not count."""
    return Counter(_key(finding) for finding in findings if finding.severity is not Severity.SUGGESTION)


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.text


def _candidates(text: str, edited: Edited, composed: Composition) -> Iterator[Fix]:
    for number, finding in enumerate(edited.findings):
        if finding.severity is Severity.SUGGESTION or finding.start == finding.end or finding.rule == "unfilled-gap":
            continue
        wording = _wording(finding)
        if wording is not None:
            yield Fix("wording", finding.start, finding.end, wording, finding=number)
        segment = _holding(edited.segments, finding.start)
        if segment is not None:
            for sentence in _told_by_the_ledger(text, segment, composed):
                yield Fix("ledger", segment.start, segment.end, sentence, finding=number)
            yield Fix("cut", *_with_its_space(text, segment), "", finding=number)
    for number, gap in enumerate(edited.gaps):
        yield from _filling(text, number, gap, edited.segments, composed)


def _filling(text: str, number: int, gap: Gap, segments: Sequence[Segment], composed: Composition) -> Iterator[Fix]:
    segment = _holding(segments, gap.start)
    if segment is None:
        return
    for sentence in _told_by_the_ledger(text, segment, composed):
        yield Fix("ledger", segment.start, segment.end, sentence, gap=number)


def _wording(finding: Finding) -> str | None:
    """The words a suggestion puts in quotation marks, if they can stand as they are."""
    found = _REPLACEMENT.search(finding.suggestion or "")
    if found is None:
        return None
    words = found.group(1) or found.group(2)
    return None if _BLANK.search(words) or words == finding.text else words


def _holding(segments: Sequence[Segment], place: int) -> Segment | None:
    return next((segment for segment in segments if segment.start <= place < segment.end), None)


def _told_by_the_ledger(text: str, segment: Segment, composed: Composition) -> list[str]:
    """The composer's sentences on the matter of this one that the text does not have yet, without gaps."""
    matter = set(segment.basis)
    near = [
        sentence
        for sentence in composed.sentences
        if sentence.text not in text
        and not GAP_MARKER.search(sentence.text)
        and (matter & set(sentence.basis) or (segment.element and sentence.element == segment.element))
    ]
    # What rests on the same lines comes before what only serves the same purpose.
    near.sort(key=lambda sentence: -len(matter & set(sentence.basis)))
    return [sentence.text for sentence in near[:_OFFERED]]


def _with_its_space(text: str, segment: Segment) -> tuple[int, int]:
    """The sentence with the blank before the next one on its line, so that leaving it out leaves no hole."""
    end = segment.end
    while end < len(text) and text[end] == " ":
        end += 1
    return segment.start, end
