"""Rules that fire where a pattern matches, with what must or must not stand around the match."""

from collections.abc import Iterator

from service.compliance.kinds.candidates import Candidate, candidate, compiled, has_cue
from service.compliance.reading import Reading, Span
from service.compliance.schemas import Pattern

_NEAR = 24


def find(patterns: tuple[Pattern, ...], reading: Reading, statement: str | None) -> Iterator[Candidate]:
    """Every match of every pattern that is meant for this kind of statement."""
    for pattern in patterns:
        if statement in pattern.not_in or not has_cue(pattern.cue, reading.low):
            continue
        text = reading.text if pattern.cased else reading.low
        for found in compiled(pattern.regex).finditer(text):
            if found.end() > found.start() and _fits(pattern, reading, found.span()):
                yield candidate(reading, found, pattern.ignores)


def _fits(pattern: Pattern, reading: Reading, span: Span) -> bool:
    if pattern.needs is None and pattern.unless is None:
        return True
    start, end = _scope(pattern, reading, span)
    around = reading.low[start:end]
    if pattern.needs is not None and compiled(pattern.needs).search(around) is None:
        return False
    return pattern.unless is None or compiled(pattern.unless).search(around) is None


def _scope(pattern: Pattern, reading: Reading, span: Span) -> Span:
    if pattern.scope == "clause":
        return reading.clause(span)
    start, end = reading.sentence(span)
    return (max(start, span[0] - _NEAR), min(end, span[1] + _NEAR)) if pattern.scope == "near" else (start, end)
