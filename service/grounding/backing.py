"""What backs an assertion: a certain line of the ledger that asserts the same kind of thing of the same things."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.briefs import Status
from service.grounding.alignment import Board, Item, Kind, Match, Matter
from service.grounding.assertions import Assertion, AssertionKind, Stance
from service.grounding.marks import ABSENCE, Mark, Marks
from service.grounding.said import HEDGES, TELLING, Said, within
from service.patterns import lazy

RUNGS = ("regret", "concern", "moral_responsibility", "factual_responsibility", "legal_fault")
# What may answer for what: a fact may word as a result what the text words as safety.
_ANSWERS = {
    AssertionKind.CAUSE: {AssertionKind.CAUSE, AssertionKind.BLAME},
    AssertionKind.BLAME: {AssertionKind.CAUSE, AssertionKind.BLAME, AssertionKind.ADMISSION},
    AssertionKind.SAFETY: {AssertionKind.SAFETY, AssertionKind.TEST, AssertionKind.DENIAL, AssertionKind.AUTHORITY},
    AssertionKind.TEST: {AssertionKind.TEST, AssertionKind.SAFETY, AssertionKind.AUTHORITY, AssertionKind.DENIAL},
    AssertionKind.AUTHORITY: {AssertionKind.AUTHORITY, AssertionKind.TEST},
    AssertionKind.HARM: {AssertionKind.HARM, AssertionKind.DENIAL, AssertionKind.AUTHORITY},
    AssertionKind.HISTORY: {AssertionKind.HISTORY},
    AssertionKind.DENIAL: {
        AssertionKind.DENIAL,
        AssertionKind.SAFETY,
        AssertionKind.HARM,
        AssertionKind.TEST,
        AssertionKind.HISTORY,
    },
}
# A line of the right kind backs a clause when this much of the clause is its matter; of any kind, when nearly all is.
_SAME_MATTER = 0.3
_ALL_OF_IT = 0.66
_EVERY_WORD = 0.95
_NEVER = 2.0
_AGREE = 0.5
_REWORDED = 0.55
_ENOUGH = 2
_FEW = 3
# How many clauses before a short denial may hold what it denies.
_BEFORE = 3
# The sentence after a short answer begins within so many characters.
_SOON = 40
# How somebody is who was hurt, good or bad.
_CONDITION = lazy(
    r"生命|危险|危及|重伤|严重|大碍|稳定|平稳|出院|康复|\b(?:danger|life|lives|serious\w*|grave\w*|critical\w*|stable|discharged|recover\w*)\b",
    re.IGNORECASE,
)
_OUTCOMES = (
    lazy(
        r"死亡|身亡|去世|离世|逝世|过世|遇难|罹难|丧生|死者|逝者|不治|病故|伤亡"
        r"|\b(?:die[ds]?|dead|deaths?|killed|fatal\w*|passed away|perished|lost (?:his|her|their) li(?:fe|ves)|bereaved)\b",
        re.IGNORECASE,
    ),
    lazy(
        r"康复|痊愈|伤愈|出院|\b(?:discharged|recovered|(?:gone|went|back|returned) home|left (?:the )?hospital)\b", re.IGNORECASE
    ),
)
_FURTHER = lazy(
    r"另有|又有|再有|还有|新增|再添|\b(?:another|more|further|additional|second|third|fourth|fifth)\b(?! than)", re.IGNORECASE
)
_TOLD_TO = lazy(
    r"\b(?:was|were|is|are|been|being) (?:\w+ )?(?:told|informed|notified|alerted|called|contacted|advised of|made aware)\b"
    r"|\b(?:told|informed|notified|alerted) (?:on|at|by|in|yesterday|today|this|last|\d)",
    re.IGNORECASE,
)
# A sum with pence, a count of three figures or more, a number of something.
_TELLING_FIGURE = lazy(r"=(?:\d+\.\d+|\d{3,})(?:E\+\d+)?\Z|=\d\.\d{2,}E\+\d+\Z|@(?=.*\d)(?=.*[A-Za-z])")
_REASON = lazy(
    r"(?:because|since|as|given that)\b[^,.;]{4,120}, (?:we|the company|our \w+|i) (?:have |has |had |are |is |will |now |also )*(?:re)?"
    r"(?:call|tak|stop|clos|withdr|pull|ask|advis|cancel|suspend|halt|paus|shut|offer|refund|check|test)",
    re.IGNORECASE,
)
_DANGER = lazy(
    r"危险|有害|不安全|风险|\b(?:dangerous|unsafe|harmful|hazardous|risky|toxic|not safe|at risk|serious)\b", re.IGNORECASE
)
_UNSETTLED = frozenset({Status.REPORTED, Status.DISPUTED, Status.UNKNOWN})
# 就学生餐后不适一事说明如下: the event is named, nothing is told of it.
_NAMED = lazy(r"一事|一案|说明如下|情况(?:说明|通报)|\b(?:statement|update|notice) (?:on|about|regarding)\b", re.IGNORECASE)
_SYMPATHY = frozenset(RUNGS[:2])
# A fact with an attribution is somebody's word.
_SAID = frozenset({AssertionKind.AUTHORITY, AssertionKind.TEST, AssertionKind.HARM})
# Kinds that only a line of the same kind backs: the words around a cause are the event's own.
_STRICT = frozenset({AssertionKind.CAUSE, AssertionKind.BLAME, AssertionKind.HISTORY})


@dataclass(frozen=True, slots=True)
class Unbacked:
    """An assertion nothing backs; `nearest` is the item that comes closest, `is_sure` whether it can only be an invention."""

    assertion: Assertion
    nearest: Item | None
    is_sure: bool = True


def unbacked(assertions: Sequence[Assertion], clauses: Sequence[Said], board: Board, ceiling: str | None) -> Iterator[Unbacked]:
    """The assertions of a text that the ledger does not back. `ceiling`: the highest rung of admission allowed."""
    starts = [said.start for said in clauses]
    pitied = [other for other in assertions if other.kind is AssertionKind.ADMISSION and other.rung in _SYMPATHY]
    for assertion in assertions:
        if assertion.kind is AssertionKind.ADMISSION:
            yield from _admission(assertion, board, ceiling)
            continue
        if assertion.stance is Stance.OPEN or _is_sympathy(assertion, pitied):
            continue
        first = max(0, bisect_right(starts, assertion.start) - 1)
        inside = [said for said in clauses[first : bisect_left(starts, assertion.end)] if assertion.start < said.end]
        if not inside or any(said.asked or said.sentence.marks & Mark.QUESTION for said in inside):
            continue
        if assertion.kind is AssertionKind.HARM and any(_NAMED.search(said.folded, said.start, said.end) for said in inside):
            continue
        keys = frozenset(key for said in inside for key in said.keys)
        matters = board.matter(keys)
        if assertion.answers is not None:
            if not _answered(assertion, clauses, board):
                yield Unbacked(assertion, _nearest(matters), is_sure=False)
        elif not (
            _is_backed(assertion, inside, matters)
            or _is_backed_by_rest(assertion, inside, clauses, board)
            or _is_backed_before(assertion, inside, clauses, board)
            or _taken_back(inside, matters)
        ):
            sure = _is_sure(assertion, inside, matters, board) and not _context(inside)
            yield Unbacked(assertion, _nearest(matters), is_sure=sure)


def _context(inside: Sequence[Said]) -> Marks:
    """The hedges of neighbours that point at a sentence."""
    marks = Mark.NONE
    for said in inside:
        marks |= said.marks & ~said.sentence.marks & HEDGES
    return marks


def _taken_back(inside: Sequence[Said], matters: Sequence[Matter]) -> bool:
    """Whether the next sentence denies what this one says, which the ledger refutes: "Folks say … That is false."."""
    refuted = any(matter.item.status is Status.REFUTED and matter.of_text >= _SAME_MATTER for matter in matters)
    return refuted and bool(_context(inside) & Mark.DENIED)


def _is_sympathy(assertion: Assertion, pitied: Sequence[Assertion]) -> bool:
    """Who is pitied is not reported: "our thoughts are with those who were hurt"."""
    return (
        assertion.kind is AssertionKind.HARM
        and not assertion.negative
        and any(other.start < assertion.end and assertion.start < other.end for other in pitied)
    )


def _points_elsewhere(assertion: Assertion, inside: Sequence[Said]) -> bool:
    """Whether a short denial speaks of what was said just before: "That isn't true", 这不属实."""
    known = sum(bool(said.matches) for said in inside)
    return assertion.kind is AssertionKind.DENIAL and (not known or sum(len(said.keys) for said in inside) <= 1)


def _with_neighbours(inside: Sequence[Said], clauses: Sequence[Said]) -> list[Said]:
    first = len(within(clauses, 0, inside[0].start))
    before = clauses[max(0, first - _BEFORE) : first]
    return [*before, *inside]


def _is_sure(assertion: Assertion, inside: Sequence[Said], matters: Sequence[Matter], board: Board) -> bool:
    if assertion.stance is not Stance.ASSERTED:
        return False
    # What is said in words the ledger's public side all knows may be one of its lines worded anew: for a person to judge.
    keys = frozenset(key for said in inside for key in said.keys)
    fresh = any(key[0] not in "=@" and not board.is_public(key) for key in keys)
    if assertion.kind is AssertionKind.HARM and not assertion.negative:
        # People known to be hurt may be spoken of in many ways; more of them are others.
        if _has(_FURTHER, inside) and not any(_FURTHER.search(item.folded) for item in board.items if item.is_certain):
            return fresh
        return fresh and not any(matter.of_text >= _SAME_MATTER for matter in matters)
    if _claims_little(assertion, inside):
        return False
    if assertion.negative or assertion.kind is AssertionKind.HISTORY:
        return assertion.kind is not AssertionKind.DENIAL or _leaves_open(matters)
    if _rewords(assertion, inside, matters):
        return False
    return fresh if assertion.kind is not AssertionKind.DENIAL else _leaves_open(matters)


def _claims_little(assertion: Assertion, inside: Sequence[Said]) -> bool:
    """Who warns of more than the ledger does gives no all-clear, nor does a word of comfort that a colon explains.

    An authority that was told of something has done nothing yet; the reason of a measure is no cause of the incident.
    """
    if assertion.kind is AssertionKind.AUTHORITY:
        return _has(_TOLD_TO, inside)
    if assertion.kind is AssertionKind.CAUSE:
        return any(_REASON.match(said.folded, said.start) for said in inside)
    warns = _has(_DANGER, inside) and not any(said.clause.negators for said in inside)
    return assertion.kind is AssertionKind.SAFETY and (warns or _is_explained(inside))


def _is_mostly(said: Said) -> bool:
    """Whether most of a clause is one certain fact: what follows from a fact is told more often than what caused it."""
    return any(m.item.is_certain and m.of_text >= _AGREE and said.speaks_of(m) for m in said.matches)


def _rewords(assertion: Assertion, inside: Sequence[Said], matters: Sequence[Matter]) -> bool:
    """Whether the clauses may be a certain line or a promise in other words."""
    if any(_is_the_line(said, match) for said in inside for match in said.matches):
        return True
    if assertion.kind is AssertionKind.CAUSE and any(_is_mostly(said) for said in inside):
        return True
    known = (m for m in matters if m.of_text >= _REWORDED and (m.item.is_certain or m.item.kind is Kind.PROMISE))
    return any(_agrees(inside, matter) for matter in known)


def _leaves_open(matters: Sequence[Matter]) -> bool:
    """A denial is wrong where the ledger leaves the matter open; elsewhere it may be a manner of speaking."""
    known = max((matter.of_text for matter in matters if matter.item.is_certain), default=0.0)
    return any(matter.of_text >= max(_AGREE, known) and matter.item.status in _UNSETTLED for matter in matters)


def _is_explained(inside: Sequence[Said]) -> bool:
    """Whether a colon leads from a word of comfort to what is so: "Your wages are safe: they were paid on Friday."."""
    last = inside[-1]
    after = last.folded[last.end : last.end + 1]
    return after in (":", "：") and not last.is_label


def _is_the_line(said: Said, match: Match) -> bool:
    """Whether a clause is a certain line in other words, or gives a figure that only such a line can mean."""
    if not match.item.is_certain:
        return False
    return (match.of_line >= TELLING and said.speaks_of(match)) or any(_TELLING_FIGURE.match(key) for key in match.keys)


def _is_backed(assertion: Assertion, inside: Sequence[Said], matters: Sequence[Matter]) -> bool:
    if not matters:
        return False
    if assertion.kind is AssertionKind.DENIAL and any(_denies_refuted(said) for said in inside):
        return True
    negated = any(said.clause.negators for said in inside)
    denies = assertion.negative or assertion.stance is not Stance.ASSERTED or negated
    for matter in matters:
        item = matter.item
        plain = negated and assertion.kind is AssertionKind.DENIAL and _is_plain(item)
        if plain or _is_contrary(assertion, inside, item) or not _may_speak(item, assertion):
            continue
        if item.status is Status.REFUTED:
            # A denial of what the ledger refutes, however the text words it.
            if denies and matter.of_text >= _SAME_MATTER:
                return True
            continue
        if not _agrees(inside, matter) or _is_too_weak(assertion, inside, item):
            continue
        if matter.of_text >= _enough(assertion, item):
            return True
    return False


def _enough(assertion: Assertion, item: Item) -> float:
    """How much of an assertion an item must hold to back it."""
    if _is_same_kind(assertion, item) or item.kind is Kind.TITLE:
        return _SAME_MATTER
    if assertion.kind is AssertionKind.HISTORY:
        return _NEVER
    return _EVERY_WORD if assertion.kind in _STRICT else _ALL_OF_IT


def _is_plain(item: Item) -> bool:
    """Whether a certain item says nothing negative that a denial may be another word for."""
    if not item.is_certain or ABSENCE.search(item.folded) or any(other.negative for other in item.assertions):
        return False
    return not any(clause.negators or clause.swallows for sentence in item.sentences for clause in sentence.clauses)


def _may_speak(item: Item, assertion: Assertion) -> bool:
    """A title may be named as it names the event, and a promise tells no cause."""
    if item.kind is Kind.TITLE:
        return not assertion.negative and (assertion.kind is AssertionKind.HARM or _is_same_kind(assertion, item))
    return item.kind is not Kind.PROMISE or assertion.kind is not AssertionKind.CAUSE


def _is_too_weak(assertion: Assertion, inside: Sequence[Said], item: Item) -> bool:
    """What is only said or disputed settles no cause and no blame; what is unknown settles nothing."""
    if assertion.stance is not Stance.ASSERTED or item.kind is not Kind.FACT or item.is_certain:
        return False
    if item.status is Status.UNKNOWN:
        if assertion.kind in _STRICT and all(said.clause.keys <= item.keys for said in inside):
            # "The cause was, at 10:05, …" names the topic only.
            return False
        return not any(said.marks & (Mark.OPEN | Mark.DENIED) for said in inside)
    return assertion.kind in _STRICT and not any(said.marks & HEDGES for said in inside)


def _is_contrary(assertion: Assertion, inside: Sequence[Said], item: Item) -> bool:
    """Whether one tells of harm and the other of none, or of an outcome the other lacks: being hurt backs neither death nor recovery."""
    if assertion.kind is not AssertionKind.HARM:
        return False
    if not assertion.negative and any(_has(outcome, inside) and not outcome.search(item.folded) for outcome in _OUTCOMES):
        return True
    told = {other.negative for other in item.assertions if other.kind is AssertionKind.HARM}
    if not told or assertion.negative in told:
        return False
    # "Not in danger" tells how somebody is who was hurt.
    return not _has(_CONDITION, inside)


def _has(pattern: re.Pattern[str], inside: Sequence[Said]) -> bool:
    return any(pattern.search(said.folded, said.start, said.end) for said in inside)


def _denies_refuted(said: Said) -> bool:
    refuted = [match for match in said.matches if match.item.status is Status.REFUTED and not match.line.is_source]
    if said.sentence.marks & Mark.DENIED and any(key[0] not in "=@" for match in refuted for key in match.keys):
        # "Claims of a higher death toll are wrong": whatever of the refuted matter is named is named to deny it.
        return True
    return any(match.of_text >= _SAME_MATTER or (match.of_line >= _AGREE and len(match.keys) > 1) for match in refuted)


def _is_backed_by_rest(assertion: Assertion, inside: Sequence[Said], clauses: Sequence[Said], board: Board) -> bool:
    """What an authority confirmed may follow: "The police have confirmed, in their statement, that …"."""
    if assertion.kind is not AssertionKind.AUTHORITY or sum(len(said.clause.keys) for said in inside) > _FEW:
        return False
    sentence = inside[0].sentence
    wide = [said for said in within(clauses, sentence.start, sentence.end) if said.end > assertion.start]
    return _is_backed(assertion, wide, board.matter(frozenset(key for said in wide for key in said.keys)))


def _is_backed_before(assertion: Assertion, inside: Sequence[Said], clauses: Sequence[Said], board: Board) -> bool:
    """A short denial may speak of what was said just before: "That isn't true", 这不属实."""
    if not _points_elsewhere(assertion, inside):
        return False
    wide = _with_neighbours(inside, clauses)
    return _is_backed(assertion, wide, board.matter(frozenset(key for said in wide for key in said.keys)))


def _is_same_kind(assertion: Assertion, item: Item) -> bool:
    if any(other.kind in _ANSWERS[assertion.kind] for other in item.assertions):
        return True
    if item.attribution is not None and assertion.kind in _SAID:
        return True
    return assertion.kind is AssertionKind.DENIAL and any(c.negators for sentence in item.sentences for c in sentence.clauses)


def _agrees(inside: Sequence[Said], matter: Matter) -> bool:
    """Whether text and item negate the same of what they share."""
    clauses = [clause for sentence in matter.item.sentences for clause in sentence.clauses]
    shared = matter.keys & frozenset(key for clause in clauses for key in clause.keys)
    if len(shared) < _ENOUGH:
        return True
    if any(clause.negators for clause in clauses) and any(said.clause.negators for said in inside):
        # "Found in two jars of L1 and in no jar of L2": what is negated goes with its number or name.
        values = {key for key in matter.item.keys if key[0] in "=@"}
        if any(said.keys & values for said in inside):
            return True
    negated = frozenset(key for said in inside for key in said.clause.negated)
    theirs = frozenset(key for clause in clauses for key in clause.negated)
    return abs(len(shared & negated) - len(shared & theirs)) / len(shared) <= _AGREE


def _answered(assertion: Assertion, clauses: Sequence[Said], board: Board) -> bool:
    """Whether what a bare "No." denies is refuted, or spoken of, in the ledger."""
    asked = assertion.answers
    after = next(iter(within(clauses, assertion.end, assertion.end + _SOON)), None)
    if after is not None and any(match.item.is_public and match.of_text >= _SAME_MATTER for match in after.matches):
        # The sentence after the "No." says what is so, and is judged itself.
        return True
    inside = within(clauses, asked.start, asked.end) if asked is not None else ()
    keys = frozenset(key for said in inside for key in said.keys)
    return not keys or any(matter.of_text >= _SAME_MATTER and matter.item.kind is Kind.FACT for matter in board.matter(keys))


def _admission(assertion: Assertion, board: Board, ceiling: str | None) -> Iterator[Unbacked]:
    rung = RUNGS.index(assertion.rung) if assertion.rung in RUNGS else 0
    allowed = RUNGS.index(ceiling) if ceiling in RUNGS else RUNGS.index("moral_responsibility")
    if rung <= allowed or assertion.stance is not Stance.ASSERTED:
        return
    for item in board.items:
        if item.is_certain and any(
            other.kind is AssertionKind.ADMISSION and other.rung in RUNGS and RUNGS.index(other.rung) >= rung
            for other in item.assertions
        ):
            return
    # Only what admits a fault or a breach can be used against the company; a warmer apology is for a person to judge.
    yield Unbacked(assertion, None, is_sure=rung > RUNGS.index("moral_responsibility"))


def _nearest(matters: Sequence[Matter]) -> Item | None:
    return next((matter.item for matter in matters if matter.item.kind is not Kind.LAW), None)
