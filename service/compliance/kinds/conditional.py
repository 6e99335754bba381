"""Rules about two things that mean something only together: a condition and an apology, a guess and a cause."""

from collections.abc import Iterator

from service.compliance.kinds.candidates import Candidate, candidate, compiled
from service.compliance.kinds.searching import search_of
from service.compliance.reading import Reading, Span
from service.compliance.schemas import Pair


def find(pair: Pair, reading: Reading, windows: list[Span]) -> Iterator[Candidate]:
    """Every trigger that has its companion in the same sentence, within reach and with nothing forbidden between them."""
    companion = compiled(pair.companion)
    for start, end in windows:
        if pair.unless is not None and compiled(pair.unless).search(reading.low, start, end):
            continue
        for found in search_of(pair.trigger).over(reading.low, start, end):
            begins, ends = found.span
            left, right = max(start, begins - pair.reach), min(end, ends + pair.reach)
            after = companion.search(reading.low, ends, right)
            before = None if after else companion.search(reading.low, left, begins)
            other = after or before
            if other is None:
                continue
            gap = reading.low[ends : other.start()] if after else reading.low[other.end() : begins]
            if pair.between is None or compiled(pair.between).search(gap) is None:
                yield candidate(reading, found)
