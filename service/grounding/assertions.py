"""What a text asserts beyond its values: causes, blame, safety, results, official acts, harm, records, denials, admissions.

Each is found by cues (knowledge/grounding/assertions.yml) and given the stance of its clause, so that it can be held against a
fact of the same kind. Texts and the ledger's facts are read alike.
"""

from functools import lru_cache

from service.grounding.assertion_types import Assertion, AssertionKind, Stance
from service.grounding.assertion_words import CompiledCue, cues_of, fixed, marks_of, woken_in
from service.grounding.folding import Sentences, Span, trimmed
from service.grounding.stances import Stances, is_question
from service.patterns import lazy

__all__ = ["Assertion", "AssertionKind", "Stance", "find_assertions"]

# A comma or colon outside numbers ends a clause; so does "and" or "but" before a new subject.
_CLAUSE_CUT = lazy(
    r"，|[,:](?!\d)|(?<!\d)[,:]|\s(?:[—-]|--)(?=\s)"
    r"|\s(?:and|but|while|whereas|although|though)\s(?=(?:we|i|it|they|he|she|there|this|that|these|the|our|no|nobody|none|all|one|two|three|four)\b)"
)
_NEGATABLE = frozenset({AssertionKind.CAUSE, AssertionKind.BLAME})
# A line without stops is read in pieces, so that no pattern ever sees much at once.
_LONGEST = 1000
_SHORT_ANSWER = 24
_SPEAKER = lazy(r"^[\s\"“”「』』—\-·•■▪*>]*(?:(?:[答问]|a|q)\d{0,2}\s?[::.、]\s?)?[\s\"“「—\-]*")


def find_assertions(folded: str, sentences: Sentences) -> list[Assertion]:
    """The assertions of a folded text in order of place. One clause asserts each kind (and each rung) once."""
    found: list[Assertion] = []
    asked: Span | None = None
    for sentence in sentences.spans:
        text = folded[sentence.start : sentence.end]
        if asked is not None and len(text) <= _SHORT_ANSWER and (answer := _bare_no(text)):
            start = sentence.start + answer.start
            found.append(
                Assertion(AssertionKind.DENIAL, start, sentence.start + answer.end, Stance.ASSERTED, negative=True, answers=asked)
            )
            asked = None
            continue
        for cut in range(0, len(text), _LONGEST):
            at = sentence.start + cut
            found += [
                Assertion(item.kind, item.start + at, item.end + at, item.stance, item.rung, item.negative)
                for item in _analyse(text[cut : cut + _LONGEST])
            ]
        if text.strip():
            asked = sentence if is_question(text) else None
    return found


def _bare_no(text: str) -> Span | None:
    """Where a sentence says no and nothing else."""
    lowered = _lowered(text)
    start = opening.end() if (opening := _SPEAKER.match(lowered)) else 0
    match = fixed().bare_no.match(lowered, start)
    return Span(*match.span()) if match else None


def _lowered(text: str) -> str:
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text


# A statement is checked after every edit and says many sentences as others do; a ledger is read for every statement.
@lru_cache(maxsize=8192)
def _analyse(text: str) -> tuple[Assertion, ...]:
    lowered = _lowered(text)
    woken = woken_in(lowered)
    # Most woken cues do not hold: one search tells.
    hits = [(cue, span) for cue in cues_of(woken) if cue.pattern.search(lowered) for span in _places(cue, lowered)]
    if not hits:
        return ()
    clauses = _clauses(lowered)
    reading = Stances(lowered, clauses, marks_of(woken))
    best: dict[tuple[AssertionKind, str | None, int, int], Assertion] = {}
    for cue, place in hits:
        item = _assertion(cue, place, lowered, clauses, reading)
        if item is not None:
            key = (item.kind, item.rung, item.start, item.end)
            known = best.get(key)
            # Of two cues in one clause the plainer one counts: what is asserted anywhere in it is asserted.
            if known is None or (known.stance is not Stance.ASSERTED and item.stance is Stance.ASSERTED):
                best[key] = item
    return tuple(sorted(best.values(), key=lambda item: (item.start, item.end)))


def _places(cue: CompiledCue, text: str) -> list[Span]:
    found = [Span(*match.span()) for match in cue.pattern.finditer(text)]
    blocked = [Span(*match.span()) for match in cue.unless.finditer(text)] if cue.unless else []
    if not blocked:
        return found
    return [place for place in found if not any(other.start < place.end and place.start < other.end for other in blocked)]


def _assertion(cue: CompiledCue, place: Span, text: str, clauses: list[Span], reading: Stances) -> Assertion | None:
    first = next(index for index, clause in enumerate(clauses) if place.start < clause.end)
    last = next(index for index, clause in enumerate(clauses) if place.end <= clause.end)
    span = trimmed(text, Span(clauses[first].start, clauses[last].end))
    if span.end <= span.start:
        return None
    negated = not cue.negative and cue.kind is not AssertionKind.DENIAL and reading.is_negated(place, clauses[first])
    if negated and cue.kind is AssertionKind.ADMISSION:
        return None
    stance = reading.of(cue.kind, place, first, last)
    if negated and cue.kind in _NEGATABLE and stance is Stance.ASSERTED:
        stance = Stance.DENIED
    return Assertion(cue.kind, span.start, span.end, stance, cue.rung, cue.negative or negated)


def _clauses(text: str) -> list[Span]:
    clauses: list[Span] = []
    start = 0
    for cut in _CLAUSE_CUT.finditer(text):
        end = cut.start() if cut.group().startswith(" ") else cut.end()
        if end > start:
            clauses.append(Span(start, end))
            start = end
    if start < len(text):
        clauses.append(Span(start, len(text)))
    return clauses
