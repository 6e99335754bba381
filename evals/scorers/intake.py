"""How well notes were read: candidates against what a person would list, by place; contradictions shown; the kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import Field

from service.intake.schemas import IntakeResult, Span
from service.strict import Strict

# Two places are the same thing when this much of the shorter lies in the other.
_SAME = 0.5


class Place(Strict):
    """Words a person marked, in one of the files."""

    file: str
    quote: str
    text: str = ""


class Pair(Strict):
    """Two places that cannot both be right."""

    a: Place
    b: Place


class IntakeSample(Strict):
    """Notes, and what a person would list of them."""

    id: str
    language: str
    files: dict[str, str]
    facts: tuple[Place, ...]
    contradictions: tuple[Pair, ...] = Field(default=())
    questions: tuple[str, ...] = ()
    kind: str


@dataclass(frozen=True, slots=True)
class IntakeScore:
    """Counts of one sample. `missed`, `extra`: the words themselves."""

    facts: int
    found: int
    candidates: int
    wanted: int
    pairs: int
    pairs_found: int
    pairs_shown: int
    is_kind: bool
    is_exact: bool
    missed: tuple[str, ...]
    extra: tuple[str, ...]
    missed_pairs: tuple[str, ...]


def score(sample: IntakeSample, result: IntakeResult) -> IntakeScore:
    """One reading against a person's."""
    spans = [fact.span for fact in result.facts]
    places = [_span(sample, place) for place in sample.facts]
    missed = [place.quote for place, at in zip(sample.facts, places, strict=True) if not any(_same(at, span) for span in spans)]
    extra = [span.quote for span in spans if not any(_same(at, span) for at in places)]
    by_id = {fact.id: fact.span for fact in result.facts}
    shown = [(by_id[item.a], by_id[item.b]) for item in result.contradictions]
    missed_pairs = [pair for pair in sample.contradictions if not _is_shown(sample, pair, shown)]
    return IntakeScore(
        facts=len(places),
        found=len(places) - len(missed),
        candidates=len(spans),
        wanted=len(spans) - len(extra),
        pairs=len(sample.contradictions),
        pairs_found=len(sample.contradictions) - len(missed_pairs),
        pairs_shown=len(shown),
        is_kind=result.brief["incident"]["kind"] == sample.kind,
        is_exact=all(sample.files[span.file][span.start : span.end] == span.quote for span in spans),
        missed=tuple(missed),
        extra=tuple(extra),
        missed_pairs=tuple(f"{pair.a.quote} | {pair.b.quote}" for pair in missed_pairs),
    )


def _span(sample: IntakeSample, place: Place) -> Span:
    start = sample.files[place.file].index(place.quote)
    return Span(file=place.file, line=1, start=start, end=start + len(place.quote), quote=place.quote)


def _same(a: Span, b: Span) -> bool:
    shared = min(a.end, b.end) - max(a.start, b.start)
    return a.file == b.file and shared >= _SAME * min(a.end - a.start, b.end - b.start)


def _is_shown(sample: IntakeSample, pair: Pair, shown: Sequence[tuple[Span, Span]]) -> bool:
    a, b = _span(sample, pair.a), _span(sample, pair.b)
    return any((_same(a, x) and _same(b, y)) or (_same(a, y) and _same(b, x)) for x, y in shown)
