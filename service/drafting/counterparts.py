"""One statement in its two languages: which draft is the other's counterpart, and which of their paragraphs say the same."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.drafting.schemas import Segment
from service.language import base_language
from service.models import Draft, DraftStatus
from service.patterns import lazy

_BLANK_LINE, _LINE = lazy(r"\n[^\S\n]*\n\s*"), lazy(r"\n\s*")
# How much less an element in common says than a line of the ledger in common.
_ELEMENT_WEIGHT = 0.4


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of a text, what its sentences rest on, and the elements they serve. `[start, end)` are code points."""

    start: int
    end: int
    basis: frozenset[str]
    elements: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two paragraphs that say the same; None: one has no counterpart."""

    first: Paragraph | None
    second: Paragraph | None


def counterpart_among(drafts: Sequence[Draft], draft: Draft) -> Draft | None:
    """Of the drafts of a case, newest first, the one that is the same statement in the other language; a withdrawn one is none.

    Of a draft that follows another, the one that follows the same, or its counterpart.
    """
    followed: set[str | None] = {draft.corrects}
    if draft.corrects is not None:
        source = next((item for item in drafts if item.id == draft.corrects), None)
        followed |= {item.id for item in drafts if source is not None and _are_versions(item, source)}
    fitting = (item for item in drafts if _are_versions(item, draft) and item.corrects in followed)
    return next((item for item in fitting if item.status is not DraftStatus.WITHDRAWN), None)


def paragraphs(text: str, segments: Sequence[Segment]) -> tuple[Paragraph, ...]:
    """The paragraphs of a text: what blank lines part, or single lines where there is no blank one."""
    parting: re.Pattern[str] = _BLANK_LINE if _BLANK_LINE.search(text.strip()) else _LINE
    borders = [0, *(place for found in parting.finditer(text) for place in found.span()), len(text)]
    found = []
    for start, end in zip(borders[::2], borders[1::2], strict=True):
        inside = [segment for segment in segments if segment.start < end and start < segment.end]
        if text[start:end].strip():
            basis = frozenset(ident for segment in inside for ident in segment.basis)
            found.append(Paragraph(start, end, basis, frozenset(segment.element for segment in inside if segment.element)))
    return tuple(found)


def pair(first: Sequence[Paragraph], second: Sequence[Paragraph]) -> tuple[Pair, ...]:
    """The paragraphs of two texts side by side, each once and in its order; paired are those that have most in common."""
    best = [[0.0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for i in range(len(first) - 1, -1, -1):
        for j in range(len(second) - 1, -1, -1):
            likeness = _likeness(first[i], second[j])
            together = best[i + 1][j + 1] + likeness if likeness else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    found: list[Pair] = []
    i = j = 0
    while i < len(first) and j < len(second):
        likeness = _likeness(first[i], second[j])
        if likeness and best[i][j] == best[i + 1][j + 1] + likeness:
            found.append(Pair(first[i], second[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            found.append(Pair(first[i], None))
            i += 1
        else:
            found.append(Pair(None, second[j]))
            j += 1
    return (*found, *(Pair(item, None) for item in first[i:]), *(Pair(None, item) for item in second[j:]))


def _are_versions(one: Draft, other: Draft) -> bool:
    """Whether two drafts are one statement to the same people in two languages."""
    return base_language(one.language) != base_language(other.language) and all(
        getattr(one, name) == getattr(other, name) for name in ("statement", "audience", "channel")
    )


def _likeness(one: Paragraph, other: Paragraph) -> float:
    return _shared(one.basis, other.basis) + _ELEMENT_WEIGHT * _shared(one.elements, other.elements)


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of two sets that both have; 0 to 1."""
    return len(one & other) / len(one | other) if one | other else 0.0
