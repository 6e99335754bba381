"""What backs an assertion: a certain line of the ledger that asserts the same kind of thing of the same things."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from service.briefs import Status
from service.grounding.alignment import Board, Item, Kind, Matter
from service.grounding.assertions import Assertion, AssertionKind, Stance
from service.grounding.conditions import lacks
from service.grounding.evidence import Evidence
from service.grounding.marks import ABSENCE, NOT_ALL_OF, Mark, Marks
from service.grounding.said import HEDGES, Said, within
from service.grounding.sureness import (
    AGREE,
    ENOUGH,
    SAME_MATTER,
    agrees,
    conditions_of,
    evidence_of,
    has,
    is_anchored,
    is_beside_a_fact,
)
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
# A line of any kind backs a clause when nearly all of the clause is its matter.
_ALL_OF_IT = 0.66
_EVERY_WORD = 0.95
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
# 就学生餐后不适一事说明如下, 进重症监护室的事: the event is named, nothing is told of it.
_NAMED = lazy(
    r"一事|一案|的(?:事|说法|消息|传闻|传言)(?=$|[，。；、：])|说明如下|情况(?:说明|通报)|\b(?:statement|update|notice) (?:on|about|regarding)\b",
    re.IGNORECASE,
)
_ABOUT = lazy(
    r"^(?:[^，。；]{0,24})?(?:关于|就|致|有关)[^，。；]{2,60}(?:说明|通报|声明|公告|通告|告知书?|通知|回应|答复|回复|致歉信?|道歉信?|一封信|公开信|报告|问答)[（(0-9一二三四五六七八九十)）]*$"
)
_SYMPATHY = frozenset(RUNGS[:2])
# A fact with an attribution is somebody's word.
_SAID = frozenset({AssertionKind.AUTHORITY, AssertionKind.TEST, AssertionKind.HARM})
_FEW_WORDS = 2
# Kinds that only a line of the same kind backs: the words around a cause are the event's own.
_STRICT = frozenset({AssertionKind.CAUSE, AssertionKind.BLAME, AssertionKind.HISTORY})


@dataclass(frozen=True, slots=True)
class Unbacked:
    """An assertion nothing backs; `nearest` is the item that comes closest."""

    assertion: Assertion
    nearest: Item | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class _Lack:
    nearest: Item | None
    evidence: Evidence


def unbacked(assertions: Sequence[Assertion], clauses: Sequence[Said], board: Board, ceiling: str | None) -> Iterator[Unbacked]:
    """The assertions of a text that the ledger does not back. `ceiling`: the highest rung of admission allowed."""
    starts = [said.start for said in clauses]
    pitied = [other for other in assertions if other.kind is AssertionKind.ADMISSION and other.rung in _SYMPATHY]
    for assertion in assertions:
        if assertion.kind is AssertionKind.ADMISSION:
            yield from _admission(
                assertion, [said for said in clauses if assertion.start < said.end and said.start < assertion.end], board, ceiling
            )
            continue
        if assertion.stance is Stance.OPEN or _is_sympathy(assertion, pitied):
            continue
        first = max(0, bisect_right(starts, assertion.start) - 1)
        inside = [said for said in clauses[first : bisect_left(starts, assertion.end)] if assertion.start < said.end]
        if not inside or any(said.asked or said.sentence.marks & Mark.QUESTION for said in inside):
            continue
        lack = _remembered(assertion, inside, clauses, board)
        if lack is not None:
            yield Unbacked(assertion, lack.nearest, lack.evidence)


def _remembered(assertion: Assertion, inside: Sequence[Said], clauses: Sequence[Said], board: Board) -> _Lack | None:
    """What an assertion lacks, judged once for all texts in which its sentence stands like this."""
    first = inside[0]
    # An answer and a short denial speak of the sentences before; the reason of a measure may go on behind the next stop.
    apart = assertion.answers is not None or assertion.kind is AssertionKind.CAUSE or _points_elsewhere(assertion, inside)
    if apart or inside[-1].sentence is not first.sentence:
        return _lack(assertion, inside, clauses, board)
    at = first.sentence.start
    place = assertion.start - at, assertion.end - at
    key = assertion.kind, *place, assertion.stance, assertion.rung, assertion.negative
    return first.seen.once("lack", key, partial(_lack, assertion, inside, clauses, board))


def _lack(assertion: Assertion, inside: Sequence[Said], clauses: Sequence[Said], board: Board) -> _Lack | None:
    if assertion.kind is AssertionKind.HARM and any(_NAMED.search(said.folded, said.start, said.end) for said in inside):
        return None
    if _is_heading(inside, board):
        return None
    keys = frozenset(key for said in inside for key in said.keys)
    matters = board.matter(keys)
    if assertion.answers is not None:
        return None if _answered(assertion, clauses, board) else _Lack(_nearest(matters), Evidence.UNFOUND)
    if (
        _is_backed(assertion, inside, matters)
        or _is_backed_by_rest(assertion, inside, clauses, board)
        or _is_backed_before(assertion, inside, clauses, board)
        or _taken_back(inside, matters)
    ):
        return None
    return _Lack(_nearest(matters), Evidence.UNFOUND if _context(inside) else evidence_of(assertion, inside, matters, board))


def _context(inside: Sequence[Said]) -> Marks:
    """The hedges of neighbours that point at a sentence."""
    marks = Mark.NONE
    for said in inside:
        marks |= said.marks & ~said.sentence.marks & HEDGES
    return marks


def _taken_back(inside: Sequence[Said], matters: Sequence[Matter]) -> bool:
    """Whether the next sentence denies what this one says, which the ledger refutes: "Folks say … That is false."."""
    refuted = any(matter.item.status is Status.REFUTED and matter.of_text >= SAME_MATTER for matter in matters)
    return refuted and bool(_context(inside) & Mark.DENIED)


def _is_heading(inside: Sequence[Said], board: Board) -> bool:
    """“关于……不合格的情况说明”: what a text is about, named as the title or a certain fact names it."""
    if not any(_ABOUT.search(said.folded, said.start, said.end) for said in inside):
        return False
    keys = frozenset(key for said in inside for key in said.keys)
    known = keys & frozenset(key for item in board.items if item.kind is Kind.TITLE or item.is_certain for key in item.keys)
    return len(known) >= ENOUGH


def _is_sympathy(assertion: Assertion, pitied: Sequence[Assertion]) -> bool:
    """Who is pitied is not reported: "our thoughts are with those who were hurt"."""
    return (
        assertion.kind is AssertionKind.HARM
        and not assertion.negative
        and any(other.start < assertion.end and assertion.start < other.end for other in pitied)
    )


def _points_elsewhere(assertion: Assertion, inside: Sequence[Said]) -> bool:
    """Whether a short denial speaks of what was said just before: "That isn't true", 这不属实."""
    known, words = any(said.matches for said in inside), sum(len(said.keys) for said in inside)
    # With words of its own it denies what it says itself: "No personal data of any kind was lost".
    return assertion.kind is AssertionKind.DENIAL and (words <= 1 or (not known and words <= _FEW_WORDS))


def _with_neighbours(inside: Sequence[Said], clauses: Sequence[Said]) -> list[Said]:
    first = len(within(clauses, 0, inside[0].start))
    before = clauses[max(0, first - _BEFORE) : first]
    return [*before, *inside]


def _is_backed(assertion: Assertion, inside: Sequence[Said], matters: Sequence[Matter]) -> bool:
    if not matters:
        return False
    if assertion.kind is AssertionKind.DENIAL and any(_denies_refuted(said) or _denies_all(said) for said in inside):
        return True
    negated = any(said.clause.negators for said in inside)
    denies = assertion.negative or assertion.stance is not Stance.ASSERTED or negated
    if assertion.kind in _SAID and not assertion.negative and any(_names_source(said) for said in inside):
        return True
    for matter in matters:
        item = matter.item
        plain = negated and assertion.kind is AssertionKind.DENIAL and _is_plain(item)
        if plain or _is_contrary(assertion, inside, item) or not _may_speak(matter, assertion):
            continue
        if item.status is Status.REFUTED:
            # A denial of what the ledger refutes, however the text words it.
            told = assertion.kind is not AssertionKind.HISTORY or _is_same_kind(assertion, item)
            if denies and told and matter.of_text >= SAME_MATTER:
                return True
            continue
        if agrees(inside, matter) and not _is_too_weak(assertion, inside, item) and _is_of_its_matter(assertion, matter):
            return True
    return False


def _is_of_its_matter(assertion: Assertion, matter: Matter) -> bool:
    """Whether an item holds enough of an assertion to back it."""
    if (_is_same_kind(assertion, matter.item) or matter.item.kind is Kind.TITLE) and matter.of_text >= SAME_MATTER:
        return True
    if assertion.kind is AssertionKind.HISTORY:
        return False
    if assertion.kind not in _STRICT:
        return matter.of_text >= _ALL_OF_IT
    # One word in common is no more than a topic.
    return matter.of_text >= _EVERY_WORD and len(matter.keys) >= ENOUGH


def _denies_all(said: Said) -> bool:
    """“不是所有门店都停了” denies what nobody holds: that all did."""
    return said.holds(NOT_ALL_OF)


def _names_source(said: Said) -> bool:
    """Whether the clause only names who or what an item is told by: “设备台账和检验记录显示，……”. What it shows is judged by itself."""
    return any(
        match.line.is_source
        and match.item.is_public
        and len(match.keys) >= ENOUGH
        and (match.of_text >= _ALL_OF_IT or (match.of_text >= SAME_MATTER and match.of_line >= SAME_MATTER))
        for match in said.matches
    )


def _is_plain(item: Item) -> bool:
    """Whether a certain item says nothing negative that a denial may be another word for."""
    if not item.is_certain or ABSENCE.search(item.folded) or any(other.negative for other in item.assertions):
        return False
    return not any(clause.negators or clause.swallows for sentence in item.sentences for clause in sentence.clauses)


def _may_speak(matter: Matter, assertion: Assertion) -> bool:
    """A title may be named as it names the event, and a promise tells no cause but in its own words: "fees caused by the error"."""
    item = matter.item
    if item.kind is Kind.TITLE:
        return not assertion.negative and (assertion.kind is AssertionKind.HARM or _is_same_kind(assertion, item))
    is_whole = matter.of_text >= _EVERY_WORD and len(matter.keys) > ENOUGH
    return item.kind is not Kind.PROMISE or assertion.kind is not AssertionKind.CAUSE or is_whole


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
    if not assertion.negative and any(has(outcome, inside) and not outcome.search(item.folded) for outcome in _OUTCOMES):
        return True
    if item.status is not Status.REFUTED and lacks(item.folded, conditions_of(inside)):
        return True
    told = {other.negative for other in item.assertions if other.kind is AssertionKind.HARM}
    if not told or assertion.negative in told:
        return False
    # "Not in danger" tells how somebody is who was hurt.
    return not has(_CONDITION, inside)


def _denies_refuted(said: Said) -> bool:
    refuted = [match for match in said.matches if match.item.status is Status.REFUTED and not match.line.is_source]
    if said.sentence.marks & Mark.DENIED and any(key[0] not in "=@" for match in refuted for key in match.keys):
        # "Claims of a higher death toll are wrong": whatever of the refuted matter is named is named to deny it.
        return True
    return any(match.of_text >= SAME_MATTER or (match.of_line >= AGREE and len(match.keys) > 1) for match in refuted)


def _is_backed_by_rest(assertion: Assertion, inside: Sequence[Said], clauses: Sequence[Said], board: Board) -> bool:
    """What an authority says may stand apart: "The police have confirmed, in their statement, that …", "…, the HSE says"."""
    if assertion.kind is not AssertionKind.AUTHORITY or sum(len(said.clause.keys) for said in inside) > _FEW:
        return False
    sentence = inside[0].sentence
    wide = within(clauses, sentence.start, sentence.end)
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


def _answered(assertion: Assertion, clauses: Sequence[Said], board: Board) -> bool:
    """Whether what a bare "No." denies is refuted, or spoken of, in the ledger."""
    asked = assertion.answers
    after = next(iter(within(clauses, assertion.end, assertion.end + _SOON)), None)
    if after is not None and any(match.item.is_public and match.of_text >= SAME_MATTER for match in after.matches):
        # The sentence after the "No." says what is so, and is judged itself.
        return True
    inside = within(clauses, asked.start, asked.end) if asked is not None else ()
    keys = frozenset(key for said in inside for key in said.keys)
    return not keys or any(matter.of_text >= SAME_MATTER and matter.item.kind is Kind.FACT for matter in board.matter(keys))


def _admission(assertion: Assertion, inside: Sequence[Said], board: Board, ceiling: str | None) -> Iterator[Unbacked]:
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
    # Only what admits a fault or a breach in so many words can be used against the company; a warmer apology, or a fact of
    # the ledger told with regret, is for a person to judge.
    graver = rung > RUNGS.index("moral_responsibility") and not any(said.sentence.marks & Mark.REPORTED for said in inside)
    admits = rung == RUNGS.index("legal_fault") or not (is_anchored(inside) or is_beside_a_fact(inside))
    evidence = Evidence.FORBIDDEN if graver and admits else Evidence.DIFFERENT
    yield Unbacked(assertion, None, evidence)


def _nearest(matters: Sequence[Matter]) -> Item | None:
    return next((matter.item for matter in matters if matter.item.kind is not Kind.LAW), None)
