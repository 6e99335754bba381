"""Rules that fire where a pattern matches, with what must or must not stand around the match."""

from collections.abc import Iterator

from service.compliance.kinds.candidates import Candidate, candidate, compiled
from service.compliance.kinds.searching import search_of
from service.compliance.reading import Reading, Span
from service.compliance.schemas import CheckContext, Pattern

_NEAR = 24


def find(pattern: Pattern, reading: Reading, windows: list[Span], context: CheckContext) -> Iterator[Candidate]:
    """Every match of the pattern in these windows."""
    if pattern.against is not None and not _contradicted(pattern.against, context):
        return
    text = reading.text if pattern.cased else reading.low
    search = search_of(pattern.regex)
    for start, end in windows:
        for found in search.over(text, start, end):
            if _fits(pattern, reading, found.span):
                yield candidate(reading, found, pattern.ignores, pattern.severity, pattern.own)


def _contradicted(against: str, context: CheckContext) -> bool:
    # What contradicts a ledger is the grounding check's to say: here a fact on another matter may share the words.
    return not context.is_grounded and any(compiled(against).search(fact.lower()) for fact in context.facts)


def _fits(pattern: Pattern, reading: Reading, span: Span) -> bool:
    if pattern.needs is None and pattern.unless is None:
        return True
    start, end = _scope(pattern, reading, span)
    if pattern.needs is not None and compiled(pattern.needs).search(reading.low, start, end) is None:
        return False
    return pattern.unless is None or compiled(pattern.unless).search(reading.low, start, end) is None


def _scope(pattern: Pattern, reading: Reading, span: Span) -> Span:
    if pattern.scope == "document":
        return 0, len(reading.text)
    if pattern.scope == "clause":
        return reading.clause(span)
    if pattern.scope == "paragraph":
        return reading.line(span)
    start, end = reading.sentence(span)
    return (max(start, span[0] - _NEAR), min(end, span[1] + _NEAR)) if pattern.scope == "near" else (start, end)
