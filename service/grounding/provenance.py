"""What each sentence of a text rests on: the fewest sources of the ledger that hold its values, names and matter."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.briefs import IncidentBrief, Status
from service.grounding.alignment import Board
from service.grounding.folding import Span
from service.grounding.marks import Mark, Marks
from service.grounding.said import Said
from service.grounding.types import Claim, ClaimKind, SentenceBasis
from service.patterns import lazy

# A value or name binds a sentence to its source more than words do; the issuer's own name binds it to nothing.
_VALUE = 3.0
_WEAK = 0.4
# A further source is named only for this much that no source before holds.
_GAIN = 2.0
_OF_LINE = 0.45
_FEWEST = 2
_LIGHT = {"issuer": 0.5, "incident": 0.4}
# A sentence that is hardly more than values and names, such as a signature, rests on all that give them.
_ONLY_VALUES = 0.6
_ANY_GAIN = 0.3


@dataclass(frozen=True, slots=True)
class NamedTopic:
    """An unproven fact and the names of its topic, under which a sentence may mention it. No names: only as one of "others"."""

    id: str
    names: tuple[str, ...]
    hedge: Marks
    differs: bool = False


_HEDGE = {Status.REFUTED: Mark.DENIED, Status.REPORTED: Mark.OPEN, Status.DISPUTED: Mark.OPEN}
_DIFFER = lazy(r"不一样|不一致|不一|分歧|different accounts|disagree|disputed|differ", re.IGNORECASE)
_OTHERS = lazy(
    r"说法|传言|反映的情况|有人提到|\b(?:accounts?|claims?|reports|(?:has|have) been said|is being said)\b", re.IGNORECASE
)


def named_topics(brief: IncidentBrief, topics: Mapping[str, Sequence[str]]) -> tuple[NamedTopic, ...]:
    """The brief's unproven facts by the names of their topics."""
    return tuple(
        NamedTopic(fact.id, tuple(topics[fact.id]), _HEDGE[fact.status], fact.status is Status.DISPUTED)
        for fact in brief.public_facts
        if fact.id in topics and fact.status in _HEDGE
    )


@dataclass(frozen=True, slots=True)
class _Candidate:
    id: str
    keys: frozenset[str]
    values: frozenset[int]
    fit: float


def basis_of(
    spans: Sequence[Span], clauses: Sequence[Said], claims: Sequence[Claim], board: Board, topics: Sequence[NamedTopic] = ()
) -> tuple[SentenceBasis, ...]:
    """The basis of every sentence, in order."""
    found: list[SentenceBasis] = []
    starts = [span.start for span in spans]
    clauses_of: list[list[Said]] = [[] for _ in spans]
    claims_of: list[list[Claim]] = [[] for _ in spans]
    for item in clauses:
        if spans and item.start >= starts[0]:
            clauses_of[bisect_right(starts, item.start) - 1].append(item)
    for claim in claims:
        if spans and claim.supported_by and claim.start >= starts[0]:
            claims_of[bisect_right(starts, claim.start) - 1].append(claim)
    for span, said, inside in zip(spans, clauses_of, claims_of, strict=True):
        ids, near = _remembered(span, said, inside, board, topics)
        found.append(SentenceBasis(span.start, span.end, ids, near))
    return tuple(found)


def _remembered(
    span: Span, said: Sequence[Said], claims: Sequence[Claim], board: Board, topics: Sequence[NamedTopic]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a sentence rests on and is near to, weighed once for all texts in which it stands like this."""
    if not said or said[-1].sentence is not said[0].sentence or len(said) < len(said[0].sentence.clauses):
        return _weighed(span, said, claims, board, topics)
    given = tuple((claim.kind, claim.start - span.start, claim.end - span.start, claim.supported_by) for claim in claims)
    return said[0].seen.once("basis", (given, tuple(topics)), lambda: _weighed(span, said, claims, board, topics))


def _weighed(
    span: Span, said: Sequence[Said], claims: Sequence[Claim], board: Board, topics: Sequence[NamedTopic]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    asked = bool(said) and bool(said[0].sentence.marks & Mark.QUESTION or said[0].asked)
    ids = () if asked else _cover(said, claims, board, span.end - span.start) or named_in(said, span, topics)
    near = [match.item.id for item in said for match in item.matches if match.item.is_public]
    near += [ident for claim in claims for ident in claim.supported_by] + [topic.id for topic in topics]
    return ids, tuple(dict.fromkeys(near))


def named_in(said: Sequence[Said], span: Span, topics: Sequence[NamedTopic]) -> tuple[str, ...]:
    """The unproven facts a sentence names by their topic: "关于价格的其他说法，我们正在核实"."""
    if not said:
        return ()
    text = said[0].folded[span.start : span.end]
    marks = said[0].sentence.marks
    if not _OTHERS.search(text):
        return ()
    differs = _DIFFER.search(text) is not None
    fitting = [topic for topic in topics if topic.hedge & marks and (not topic.hedge & Mark.OPEN or topic.differs or not differs)]
    named = tuple(topic.id for topic in fitting if any(name in text for name in topic.names))
    return named or tuple(topic.id for topic in fitting if not topic.names)


def _cover(said: Sequence[Said], claims: Sequence[Claim], board: Board, length: int) -> tuple[str, ...]:
    candidates = _candidates(said, claims)
    chosen: list[str] = []
    keys: set[str] = set()
    values: set[int] = set()
    bare = sum(claim.end - claim.start for claim in claims if claim.kind is not ClaimKind.PROMISE)
    is_bare = bare >= _ONLY_VALUES * length
    enough = _ANY_GAIN if is_bare else _GAIN
    while candidates:
        gains = [
            _gain(candidate, claims, values, 0.0 if is_bare else board.weight(candidate.keys - keys)) for candidate in candidates
        ]
        best = candidates[max(range(len(gains)), key=gains.__getitem__)]
        if max(gains) < enough and (chosen or not best.values):
            break
        chosen.append(best.id)
        keys |= best.keys
        values |= best.values
        promised = [claims[number] for number in best.values if claims[number].kind is ClaimKind.PROMISE]
        for promise in promised:
            keys.update(key for item in said if promise.start < item.end and item.start < promise.end for key in item.clause.keys)
        candidates = [candidate for candidate in candidates if candidate.id != best.id]
    return tuple(chosen)


def _gain(candidate: _Candidate, claims: Sequence[Claim], held: set[int], words: float) -> float:
    """What a candidate adds: values no source chosen before holds, and words."""
    return sum(_weight(claims[number], candidate.id) for number in candidate.values - held) + words * candidate.fit


def _weight(claim: Claim, ident: str) -> float:
    if claim.kind is ClaimKind.NAME or ident in _LIGHT:
        return _LIGHT.get(ident, _WEAK)
    return _VALUE / len(claim.supported_by) if len(claim.supported_by) > 2 else _VALUE


def _candidates(said: Sequence[Said], claims: Sequence[Claim]) -> list[_Candidate]:
    shared: dict[str, set[str]] = {}
    fits: dict[str, float] = {}
    for item in said:
        for match in item.matches:
            if not match.item.is_public or len(match.keys) < _FEWEST or not (match.of_line >= _OF_LINE or item.speaks_of(match)):
                continue
            words = {key for key in match.keys if key[0] not in "=@"}
            if words:
                fit = max(match.of_line, match.of_text * 0.8)
                shared.setdefault(match.item.id, set()).update(words)
                fits[match.item.id] = max(fits.get(match.item.id, 0.0), fit)
    values: dict[str, set[int]] = {}
    for number, claim in enumerate(claims):
        for ident in claim.supported_by:
            values.setdefault(ident, set()).add(number)
    idents: Mapping[str, None] = dict.fromkeys([*shared, *values])
    return [
        _Candidate(ident, frozenset(shared.get(ident, ())), frozenset(values.get(ident, ())), fits.get(ident, 0.0))
        for ident in idents
    ]
