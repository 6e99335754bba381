"""Which findings are shown: of one rule the widest of overlapping places, of two rules on one place the more specific."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from service.compliance.kinds.candidates import Candidate
from service.compliance.reading import Span
from service.compliance.schemas import Grade, Misleading, Rule, Wording
from service.language import TextLanguage


@dataclass(frozen=True, slots=True)
class Verdict:
    """A candidate that stands.

    Attributes:
        span: in the text as written.
        hint: what would clear it, where something nearly does.
        names: rules that would have reported the same place.
        values: what fills the rule's wordings.
        says: whose wordings, where they are not the rule's.
    """

    rule: Rule
    candidate: Candidate
    span: Span
    script: TextLanguage
    grade: Grade
    hint: Wording | None = None
    names: tuple[Rule, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    says: Misleading | None = None


def beside(told: list[Verdict], liked: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts of expressions, and of those by likeness the ones on places that no expression reports, in sentences where none of their rule does."""
    kept = list(told)
    for verdict in liked:
        reading = verdict.candidate.reading
        sentence = reading.original(reading.sentence(verdict.candidate.span))
        if not any(
            overlap(verdict.span, other.span) or (other.rule.id == verdict.rule.id and overlap(sentence, other.span))
            for other in kept
        ):
            kept.append(verdict)
    return kept


def settle(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """One verdict for each rule and place, and none on a place that a more specific rule reports."""
    kept = _widest(list(verdicts))
    places: dict[str, list[int]] = {}
    for index, verdict in enumerate(kept):
        places.setdefault(verdict.rule.id, []).append(index)
    gone: set[int] = set()
    named: dict[int, dict[str, Rule]] = {}
    for index, verdict in enumerate(kept):
        for ident in verdict.rule.yields_to:
            for other in places.get(ident, ()):
                if overlap(kept[other].span, verdict.span):
                    gone.add(index)
                    named.setdefault(other, {})[verdict.rule.id] = verdict.rule
    return [_naming(verdict, named.get(index, {})) for index, verdict in enumerate(kept) if index not in gone]


def _naming(verdict: Verdict, others: dict[str, Rule]) -> Verdict:
    if not others:
        return verdict
    return replace(verdict, names=tuple(others.values()))


def _widest(verdicts: Sequence[Verdict]) -> list[Verdict]:
    kept: list[Verdict] = []
    for verdict in sorted(verdicts, key=lambda item: (item.rule.id, item.span[0], -item.span[1])):
        last = kept[-1] if kept else None
        if last is not None and last.rule.id == verdict.rule.id and overlap(last.span, verdict.span):
            if verdict.span[1] - verdict.span[0] > last.span[1] - last.span[0]:
                kept[-1] = verdict
            continue
        kept.append(verdict)
    return kept


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]
