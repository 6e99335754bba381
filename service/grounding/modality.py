"""Whether a clause tells as done what is under way or promised, or the other way round."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from service.grounding.alignment import Item, Kind, Match
from service.grounding.clauses import Clause, Piece
from service.grounding.concepts import is_act
from service.grounding.evidence import Evidence
from service.grounding.folding import Span
from service.grounding.marks import PLANNED, UNTIL, Mark, Marks
from service.grounding.mismatch import Discrepancy, Mismatch
from service.grounding.said import Said
from service.grounding.types import Mention, Moment
from service.patterns import lazy

# How much of a past clause, and of a promise, must be the same.
_MOSTLY = 0.6
_MUCH = 0.4
# Words in common, from which a clause is surely its line told of another time.
_FEW = 2


_NEXT_WORD = lazy(r"\s[A-Za-z]+")
_NOT_YET = Mark.FUTURE | Mark.POSSIBLE | Mark.REQUEST | Mark.CONDITION | Mark.OPEN
FIRM = lazy(r"已|曾|过(?=[，,。；]|$)|完毕|完成|[完好妥]了")
# What says that a time has not come yet.
TO_COME = lazy(
    r"(?:[日号时点天月周][^，。；0-9]{0,2}|[0-9分半]|个?工作日|小时)(?:之?前|以前|之?内|以内)|最[晚迟]|不[晚迟]于|将|(?<![委协学商工社议晚大])会|明[天日早晚]|后天|下[周月]|即将"
)
# What is called off is so from the day it is decided, whatever day it was to be.
_WHOSE = lazy(r"\b(?:who|which|that|whose \w+) (?:was|were|is|are|has|have|had)(?: been)? \Z", re.IGNORECASE)
# Who has promised has not yet done it.
_GIVEN_WORD = lazy(
    r"已(?:经)?(?:承诺|答应|决定|安排|约定|商定)|\b(?:have|has|had|'ve) (?:also |now |already )*(?:committed|promised|pledged|undertaken|agreed|decided|arranged|offered|guaranteed|vowed)\b",
    re.IGNORECASE,
)
_DECIDED = lazy(
    r"取消|推迟|延期|改期|顺延|改[到在至为]|停[课运业]|\b(?:cancell?ed|postponed|called off|rescheduled|moved to)\b",
    re.IGNORECASE,
)
# "Once your scooter has reached us" tells of nothing that has happened.
_ONCE = lazy(r"\b(?:after|once|when(?:ever)?|until|as soon as|by the time)\b(?=[^,;.]{0,40}\b(?:has|have|had)\b)", re.IGNORECASE)
_NAMES_IT = lazy(r"(?:的|之|[\u4e00-\u9fff]{0,4}年级的)")


def modality(said: Said, near: Sequence[Match]) -> Iterator[Mismatch]:
    """The time of a clause's act against the lines it may speak of, from all of which it must differ."""
    if said.holds(UNTIL) or said.holds(_GIVEN_WORD):
        return
    near = [match for match in near if match.item.kind is not Kind.PROMISE or (_is_firm(said) and not _is_of_a_fact(said, near))]
    changed = [_retimed(said, match) for match in near]
    first = next((span for span in changed if span is not None), None)
    if first is not None and all(span is not None for span in changed) and not _ONCE.search(said.folded, said.start, first.end):
        # What the ledger has as done, told as still to come, claims less than it holds.
        at = said.sentence.start
        sure = any(mark & Mark.DONE and at + span.start <= first.end for mark, span in said.clause.tenses)
        sure = sure and any(match.of_text >= _MOSTLY and len(match.keys) > _FEW for match in near)
        yield Mismatch(Discrepancy.MODALITY, first, near[0].item, Evidence.of_difference(certain=sure))


def promised(said: Said, held: Sequence[Match]) -> Iterator[Mismatch]:
    """A promise told as kept: the clause is past, and nearly all of it is the promise's."""
    best = held[0] if held else None
    if (
        best is None
        or best.item.kind is not Kind.PROMISE
        or not said.clause.is_told(Mark.DONE)
        or best.line.clause.marks & Mark.DONE
        or said.holds(_GIVEN_WORD)
    ):
        return
    line = best.line.clause
    given = any(_is_given(best, line, p) for p in line.pieces if any(map(is_act, best.keys.intersection(p.keys))))
    if given or not _is_firm(said) or _is_of_a_fact(said, held):
        return
    begins = _begins(line)
    kept = any(best.keys & set(piece.keys) for piece in line.pieces if piece.start >= begins)
    past = kept and not said.clause.marks & (Mark.FUTURE | Mark.POSSIBLE) and not said.holds(UNTIL)
    if past and best.of_text >= _MOSTLY and best.of_line >= _MUCH:
        yield Mismatch(Discrepancy.MODALITY, Span(said.start, said.end), best.item)


def _is_given(match: Match, clause: Clause, piece: Piece) -> bool:
    """“37笔被取消的订单，可……”: what a promise is for has happened, whatever is promised."""
    return match.item.kind is Kind.PROMISE and any(at.start <= piece.start < at.end for at in clause.attributes)


def _is_firm(said: Said) -> bool:
    """Whether what reads as done is done: 水费免了 beside a date to come tells what was decided."""
    if said.clause.language != "zh" or FIRM.search(said.folded, said.start, said.end):
        return True
    return TO_COME.search(said.folded, said.sentence.start, said.sentence.end) is None


def _is_of_a_fact(said: Said, held: Sequence[Match]) -> bool:
    """Whether a number ties the clause to a fact and not to the promise it resembles: “405份已经退款”, of which a fact tells."""
    # A day may be anybody's; a count is the fact's own.
    values = {key for key in said.keys if key[0] == "=" and "-" not in key}
    promised = {key for match in held if match.item.kind is Kind.PROMISE for key in match.item.keys}
    return any(match.item.is_certain and values & match.keys - promised for match in said.matches)


def _retimed(said: Said, match: Match) -> Span | None:
    """The act that a clause tells of another time than every line of the item does, with the word that marks the time."""
    lines = [clause for sentence in match.item.sentences for clause in sentence.clauses]
    for piece in said.clause.pieces:
        common = {key for key in piece.keys if key in match.item.keys}
        tells_act = any(is_act(key) for key in common)
        if not common or not (tells_act or match.item.kind is Kind.PROMISE):
            continue
        mine = said.clause.tense_at(piece.start) | (said.clause.tense_after(piece.end) if tells_act else Mark.NONE)
        told = [
            Mark.DONE if _is_given(match, line, other) else line.tense_at(other.start)
            for line in lines
            for other in line.pieces
            if common & set(other.keys)
        ]
        if match.item.kind is Kind.PROMISE:
            # Before its "will" a promise tells of whom and what it is: "bags left on board will be delivered".
            if any(other.start < _begins(line) for line in lines for other in line.pieces if common & set(other.keys)):
                continue
            told = [tense if tense & Mark.DONE else tense | Mark.FUTURE for tense in told]
        # What is told twice, as done and as to come, is told of both times.
        others = [
            said.clause.tense_at(other.start) for other in said.clause.pieces if other is not piece and common & set(other.keys)
        ]
        if _WHOSE.search(said.folded, said.start, said.sentence.start + piece.start) is not None:
            # "Every customer who was affected": whom it is of.
            continue
        if mine & Mark.DONE and "#begin" in said.clause.keys:
            # What has been begun goes on.
            continue
        if told and all(_changed(mine, theirs) for mine in (mine, *others) for theirs in told):
            marks = [span for mark, span in said.clause.tenses if mark & mine]
            at = said.sentence.start
            if mine & Mark.DONE and any(_is_quoted(said, at + m.start, at + m.end, match.item) for m in marks):
                # "Those whose records were accessed": word for word what the item says is done.
                continue
            return Span(at + min(piece.start, *(m.start for m in marks)), at + max(piece.end, *(m.end for m in marks)))
    return None


def _is_quoted(said: Said, start: int, end: int, item: Item) -> bool:
    """Whether a mark of time, with the word it goes with, stands in the item too."""
    if said.clause.language != "en":
        return False
    if (word := _NEXT_WORD.match(said.folded, end)) is not None and " " not in said.folded[start:end]:
        end = word.end()
    words = said.folded[start:end].lower()
    return " " in words and words in item.folded.lower()


def _begins(line: Clause) -> int:
    """Where what a promise is about ends, and what is promised begins."""
    return next((span.start for mark, span in line.tenses if mark & Mark.FUTURE), 0)


def _changed(mine: Marks, theirs: Marks) -> bool:
    if mine & Mark.DONE:
        return bool(theirs & (Mark.ONGOING | Mark.FUTURE | Mark.POSSIBLE)) and not theirs & Mark.DONE
    if mine & (Mark.FUTURE | Mark.POSSIBLE):
        return bool(theirs & Mark.DONE) and not mine & Mark.DONE
    return False


def ahead_of_time(said: Said, mentions: Sequence[Mention], now: Moment) -> Mismatch | None:
    """An act told as done at a time that is yet to come."""
    clause = said.clause
    if not clause.is_told(Mark.DONE) or clause.marks & (Mark.FUTURE | Mark.POSSIBLE) or not said.is_claim:
        return None
    if any(words.search(said.folded, said.start, said.end) for words in (PLANNED, UNTIL, _DECIDED, _GIVEN_WORD)):
        return None
    best = said.best(Kind.PROMISE, Kind.FACT)
    start = with_its_time(said)
    for mention in mentions:
        if not isinstance(mention.value, Moment):
            continue
        # The time may have a clause of its own: "it has been paid, in full, by 6 p.m. on Friday".
        beside = not start <= mention.start < said.end
        if beside and (said.sentence.marks & _NOT_YET or not _is_alone(said, mention)):
            continue
        # "The 9th" alone may be last month's.
        bare = mention.value.day is not None and mention.value.month is None
        # 明天的活动取消了: the day names what was called off.
        if not bare and mention.value.is_after(now) and not _NAMES_IT.match(said.folded, mention.end):
            # A clock time alone may be yesterday's.
            promised = best is not None and best.item.kind is Kind.PROMISE
            sure = not beside and promised and best is not None and best.of_text >= _MUCH
            evidence = Evidence.of_difference(certain=sure)
            return Mismatch(Discrepancy.MODALITY, Span(said.start, said.end), best.item if best else None, evidence)
    return None


def _is_alone(said: Said, mention: Mention) -> bool:
    """Whether the clause that gives a time, behind `said`, says nothing else."""
    at = mention.start - said.sentence.start
    clause = next((clause for clause in said.neighbours if clause.start <= at < clause.end), None)
    return mention.start >= said.end and clause is not None and not any(key[0] not in "=@" for key in clause.keys)


def with_its_time(said: Said) -> int:
    """Where a clause begins with the bare date that leads it in: “5月9日，门店已……”."""
    clauses = said.sentence.clauses
    before = bisect_left(clauses, said.clause.start, key=lambda clause: clause.start) - 1
    return said.sentence.start + clauses[before].start if before >= 0 and not clauses[before].pieces else said.start
