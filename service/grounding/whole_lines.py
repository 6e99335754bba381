"""Sentences that hold a whole line, spread over their clauses, and tell it more firmly, of more, or the other way round.

Other rules hold one clause against one clause. Never more than a doubt.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby

from service.briefs import Status
from service.grounding.accounts import gives_an_account
from service.grounding.alignment import Board, Item, Kind
from service.grounding.clauses import Clause
from service.grounding.evidence import Evidence
from service.grounding.folding import Span
from service.grounding.marks import COURTESY, Mark
from service.grounding.mismatch import Discrepancy, Mismatch
from service.grounding.said import Said
from service.grounding.seen import of_clause
from service.patterns import lazy

_NOT_SAID = Mark.OPEN | Mark.REPORTED | Mark.DENIED | Mark.POSSIBLE | Mark.CONDITION | Mark.REQUEST | Mark.QUESTION
# How much of a line a sentence must hold, in how many words, to be that line.
_WHOLE, _WORDS = 0.9, 3
# How much of the sentence's own line is left when the places it is told of are taken away.
_OF_LINE = 0.5
# Every place, batch or branch of a kind.
_EVERYWHERE = lazy(
    r"各(?:家|个|大)?(?:门?店|院区|校区|园区|厂区?|站点?|网点|分公司|车间|仓库?|批次|款|地区|线路)|(?:所有|全部|全国|旗下|\d+家)(?:的)?(?:门?店|院区|校区|园区|工?厂|站点?|网点|分公司|车间|仓库|批次|产品|型号|线路)[^，。；]{0,6}(?:都|均|全)"
    r"|多个(?:院区|校区|门店|厂区|批次)"
    r"|\b(?:all|every one) (?:of )?(?:our|the|its) (?:\w+ ){0,2}(?:stores|shops|branches|sites|plants|lots|batches|depots|clinics|surgeries|schools|hotels|restaurants|centres|centers|locations|models|strengths|routes|lines)\b"
    r"|\b(?:every|each) (?:\w+ )?(?:store|shop|branch|site|plant|lot|batch|depot|clinic|surgery|school|hotel|restaurant|centre|center|location|model|route|line)\b|\bacross (?:all |the whole |our )",
    re.IGNORECASE,
)
_STOPPED = frozenset({"#suspend"})
_NEXT = 4
_BEGINS_AGAIN = lazy(r"恢复|重新|解除|\b(?:resum\w+|reopen\w*|again|back|lift(?:ed|s)?)\b", re.IGNORECASE)


def told_whole(clauses: Iterable[Said], board: Board) -> Iterator[Mismatch]:
    """What such sentences do to the line they hold."""
    for _, found in groupby(clauses, key=_start):
        inside = list(found)
        first = inside[0]
        yield from of_clause(first.seen, "whole", first.clause, first.sentence.start, partial(_of, inside, board))


def _of(inside: Sequence[Said], board: Board) -> Iterator[Mismatch]:
    if inside[0].asked or any(said.marks & Mark.QUESTION or said.holds(COURTESY) for said in inside):
        return
    yield from _firmly(inside, board)
    yield from _everywhere(inside)
    yield from _stopped(inside)


def _start(said: Said) -> int:
    return said.sentence.start


def _firmly(inside: Sequence[Said], board: Board) -> Iterator[Mismatch]:
    """“那些推销电话，正是这次泄露引来的”, where what the calls have to do with the leak is disputed."""
    marks = Mark.NONE
    for said in inside:
        marks |= said.marks | said.clause.marks
    if marks & _NOT_SAID or any(said.clause.negators for said in inside) or not any(said.is_claim for said in inside):
        return
    keys = frozenset(key for said in inside for key in said.keys)
    for matter in board.matter(keys)[:_NEXT]:
        item = matter.item
        if item.kind is not Kind.FACT or item.status not in (Status.REPORTED, Status.DISPUTED, Status.REFUTED):
            continue
        line = frozenset(key for key in _own(item) if key[0] not in "=@")
        telling = [key for key in matter.keys & line if not board.is_certain(key)]
        if len(matter.keys & line) < _WORDS or not telling or board.weight(matter.keys & line) < _WHOLE * board.weight(line):
            continue
        if any(gives_an_account(said, item) for said in inside):
            continue
        rule = Discrepancy.REFUTED if item.status is Status.REFUTED else Discrepancy.STATUS
        yield Mismatch(rule, Span(inside[0].start, inside[-1].end), item, Evidence.DIFFERENT)
        return


def _own(item: Item) -> frozenset[str]:
    """The keys of what a line says, without those of who says it."""
    end = len(item.text)
    clauses = (clause for sentence in item.sentences if sentence.start < end for clause in sentence.clauses)
    return frozenset(key for clause in clauses for key in clause.keys)


def _everywhere(inside: Sequence[Said]) -> Iterator[Mismatch]:
    """“佑里38家门店都停止查验小票”, where one store of that name has."""
    for said in inside:
        found = _EVERYWHERE.search(said.folded, said.start, said.end)
        best = said.best(Kind.FACT, certain=True)
        if found is None or best is None or not said.is_claim or said.marks & _NOT_SAID or best.of_line < _OF_LINE:
            continue
        places = {key for key in best.line.keys if key[0] == "@"} - said.keys
        if not places or best.item.has_universal or _EVERYWHERE.search(best.item.folded) or len(best.keys) < _WORDS:
            continue
        if any(_EVERYWHERE.search(match.item.folded) for match in said.matches if match.item.is_public):
            continue
        yield Mismatch(Discrepancy.SCOPE, Span(*found.span()), best.item, Evidence.DIFFERENT)
        return


def _stopped(inside: Sequence[Said]) -> Iterator[Mismatch]:
    """展览暂停开放, where it is open as usual; 仍在销售, where selling was stopped: to stop a thing is to negate it."""
    for said in inside:
        best = said.best(Kind.FACT, certain=True)
        if (
            best is None
            or not said.is_claim
            or said.marks & _NOT_SAID
            or said.clause.marks & Mark.FUTURE
            or best.of_line < _OF_LINE
        ):
            continue
        if _BEGINS_AGAIN.search(said.folded, said.start, said.end) or said.clause.negators or best.line.clause.negators:
            continue
        shared = best.keys & said.clause.keys
        mine, theirs = _under_a_stop(said.clause) & shared, _under_a_stop(best.line.clause) & shared
        if mine != theirs and len(shared) > 1:
            yield Mismatch(Discrepancy.POLARITY, Span(said.start, said.end), best.item, Evidence.DIFFERENT)
            return


def _under_a_stop(clause: Clause) -> frozenset[str]:
    stops = [piece for piece in clause.pieces if not _STOPPED.isdisjoint(piece.keys)]
    return frozenset(
        key for stop in stops for piece in clause.pieces if stop.end <= piece.start <= stop.end + _NEXT for key in piece.keys
    )
