"""What every kind of rule gives: candidates, places where a text may meet it."""

import re
from dataclasses import dataclass, field
from functools import cache

from service.compliance.kinds.searching import Found
from service.compliance.reading import Reading, Span
from service.compliance.schemas import Grade, Own, Signal


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place where a text may meet a rule, before its exemptions are asked.

    Attributes:
        span: in the reading's normalised text.
        groups: named parts of the match, as written.
        ignores: exemptions that do not hold for it.
        severity: instead of the rule's.
        own: what its pattern says instead of the rule.
        core: what in the span it turns on, where that is not all of it; what is denied or quoted is asked of this.
    """

    reading: Reading
    span: Span
    groups: dict[str, str] = field(default_factory=dict)
    ignores: tuple[Signal, ...] = ()
    severity: Grade | None = None
    core: Span | None = None
    own: Own | None = None


@cache
def compiled(regex: str) -> re.Pattern[str]:
    """The compiled expression, once in the life of the process."""
    return re.compile(regex)


def candidate(
    reading: Reading, found: Found, ignores: tuple[Signal, ...] = (), severity: Grade | None = None, own: Own | None = None
) -> Candidate:
    """The candidate of a match, without blanks at its ends."""
    groups = {name: _as_written(reading, span) for name, span in found.parts.items()}
    return Candidate(reading, trimmed(reading.text, found.span), groups, ignores, severity, own=own)


def trimmed(text: str, span: Span) -> Span:
    """The span without blanks at its ends."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _as_written(reading: Reading, span: Span) -> str:
    start, end = reading.original(span)
    return reading.source[start:end].strip()
