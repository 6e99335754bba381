"""What is told as done or settled where the line it speaks of plans it, has it under way or does not know it.

`modality` compares one act of a clause with the same act of its line. Here a whole sentence is held against the line it is nearest to,
in whatever words: "Ofgem has received our written account", of one that is due next week. Never more than a doubt.
"""

import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby

from service.briefs import Status
from service.grounding.alignment import Board, Item, Kind, Matter
from service.grounding.evidence import Evidence
from service.grounding.folding import Span
from service.grounding.marks import COURTESY, PLANNED, UNTIL, Mark
from service.grounding.mismatch import Discrepancy, Mismatch
from service.grounding.modality import FIRM, TO_COME
from service.grounding.plainness import is_outright
from service.grounding.said import Said
from service.grounding.seen import of_clause
from service.patterns import lazy

_NOT_SO = (
    Mark.OPEN
    | Mark.REPORTED
    | Mark.DENIED
    | Mark.FUTURE
    | Mark.POSSIBLE
    | Mark.REQUEST
    | Mark.CONDITION
    | Mark.QUESTION
    | Mark.ONGOING
)
_AHEAD = Mark.FUTURE | Mark.POSSIBLE | Mark.OPEN
_WHETHER = lazy(r"\b(?:whether|if|when)\b|是否|何时|能否|会否|[有会能]没有|会不会|什么时候|时间", re.IGNORECASE)
# How much of a sentence its line must hold, in how many words, and how near another line may come to it.
_SHARE, _WORDS, _NEAR = 0.34, 2, 0.8
# What is asked of somebody, due, or agreed has not happened.
_WANTED = lazy(
    r"\b(?:ask(?:s|ed|ing)?(?: \w+)? (?:for|to)|want\w*|due|expected?|plann?ed|agreed to|scheduled|requested|required|(?:is|are) to be|to be \w+ed)\b|要求|请(?=[^，。；]{0,12}[提说交报])|拟|约定|定于|计划",
    re.IGNORECASE,
)
# A state that says by itself that something has come about.
_STATE = lazy(
    r"\b(?:is|are|'s|'re) (?:already |now |all |safely |fully )*(?:in|back|up|out|done|over|ready|live|on (?:its|their|the) way|complete|finished|through|with (?:us|them)|online|available|available now)\b"
    r"|\b(?:is|are) happy\b|\b(?:has|have|had) (?:\w+ )?(?:had|got|met)\b|\bwe met\b"
    r"|(?:出来|下来|上来|做完|到位|到账|就位|结束)了?(?=[，。；]|$)|在受理|就公布|交上去",
)


def settled(clauses: Iterable[Said], board: Board) -> Iterator[Mismatch]:
    """The sentences that tell as done what nothing in the ledger has as done."""
    for _, found in groupby(clauses, key=_start):
        inside = list(found)
        first = inside[0]
        yield from of_clause(first.seen, "settled", first.clause, first.sentence.start, partial(_found, inside, board))


def _found(inside: list[Said], board: Board) -> tuple[Mismatch, ...]:
    mismatch = _of(inside, board)
    return () if mismatch is None else (mismatch,)


def _start(said: Said) -> int:
    return said.sentence.start


def _of(inside: list[Said], board: Board) -> Mismatch | None:
    first, end = inside[0], inside[-1].end
    if first.asked or first.clause.language not in board.languages or not _tells_as_done(inside):
        return None
    near = board.matter(frozenset(key for said in inside for key in said.keys))
    if not near or near[0].of_text < _SHARE or len(near[0].keys) < _WORDS:
        return None
    # Another line that comes as near may tell it as done.
    if not all(_is_to_come(matter) for matter in near if matter.of_text >= _NEAR * near[0].of_text):
        return None
    return Mismatch(Discrepancy.MODALITY, Span(first.start, end), near[0].item, Evidence.DIFFERENT)


def _tells_as_done(inside: list[Said]) -> bool:
    """Whether a sentence says outright that something has come about."""
    first, end = inside[0], inside[-1].end
    marks = first.sentence.marks
    for said in inside:
        marks |= said.clause.marks | said.marks
    if marks & _NOT_SO or any(said.clause.negators for said in inside) or not any(said.is_claim for said in inside):
        return False
    if not (marks & Mark.DONE or _STATE.search(first.folded, first.start, end)):
        return False
    if (
        first.clause.language == "zh"
        and not FIRM.search(first.folded, first.start, end)
        and not _STATE.search(first.folded, first.start, end)
    ):
        return False
    hedges = (COURTESY, PLANNED, UNTIL, _WANTED, *((TO_COME,) if first.clause.language == "zh" else ()))
    if any(words.search(first.folded, first.start, end) for words in hedges):
        return False
    return is_outright(first.folded, Span(first.sentence.start, first.sentence.end), Span(first.start, end))


def _is_to_come(matter: Matter) -> bool:
    """Whether an item has nothing as done: a promise, what is not known, a plan, what is under way or not yet so."""
    item: Item = matter.item
    if not item.is_public or item.status is Status.REFUTED:
        return False
    if item.status is Status.UNKNOWN:
        # "Why the premium was left out" takes for granted that it was.
        return _WHETHER.search(item.folded) is not None
    if item.kind is Kind.PROMISE:
        return True
    at = [
        (sentence.start + clause.start, sentence.start + clause.end, clause)
        for sentence in item.sentences
        for clause in sentence.clauses
        if clause.keys & matter.keys
    ]
    ahead = [bool(c.marks & _AHEAD or c.negators or _WANTED.search(item.folded, start, end)) for start, end, c in at]
    held = frozenset(key for (_, _, clause), is_ahead in zip(at, ahead, strict=True) if is_ahead for key in clause.keys)
    # Who it is of may be named in another clause of the line.
    names = " ".join(key for key in matter.keys if key[0] == "@")
    told = frozenset(key for key in matter.keys if key[0] != "@" and key not in names)
    # What is to come must hold all that the sentence shares with it; else another clause of the line may tell it as done.
    return any(ahead) and (
        (told and told <= held) or not any(clause.marks & Mark.DONE and not clause.negators for _, _, clause in at)
    )
