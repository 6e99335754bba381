"""How far a text admits, in its own words: for holding two versions of one statement against each other.

What a confirmed fact itself says is the ledger's and the same in both; only what the writer adds to it is read here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from service.grounding.alignment import Board
from service.grounding.assertions import Assertion, AssertionKind, Stance, find_assertions
from service.grounding.backing import RUNGS
from service.grounding.folding import Sentences, Span, fold
from service.grounding.types import SentenceBasis
from service.patterns import lazy

# The lowest rung that says more than that one is sorry.
_RESPONSIBLE = RUNGS.index("moral_responsibility")
_APOLOGY = lazy(r"道歉|致歉|抱歉|对不起|對不起|歉意|\b(?:sorry|apolog\w+)\b")


@dataclass(frozen=True, slots=True)
class Admission:
    """The place where a text admits most, and how much: a rung's place among all rungs."""

    span: Span
    rung: int


def highest_admission(text: str, board: Board, bases: Sequence[SentenceBasis]) -> Admission | None:
    """Where a text takes on most, from moral responsibility upwards; None where it takes on nothing."""
    folded = fold(text)
    found = [
        Admission(Span(item.start, item.end), RUNGS.index(item.rung))
        for item in find_assertions(folded, Sentences(folded))
        if _admits(item) and item.rung is not None and not _is_the_ledgers(item, board, bases)
    ]
    return max(found, key=lambda admission: admission.rung, default=None)


def apologies(text: str) -> Span | None:
    """The first words of apology or regret in a text."""
    match = _APOLOGY.search(text)
    return Span(*match.span()) if match is not None else None


def _admits(item: Assertion) -> bool:
    return (
        item.kind is AssertionKind.ADMISSION
        and item.stance is Stance.ASSERTED
        and item.rung in RUNGS
        and RUNGS.index(item.rung) >= _RESPONSIBLE
    )


def _is_the_ledgers(item: Assertion, board: Board, bases: Sequence[SentenceBasis]) -> bool:
    """Whether a fact its sentence rests on admits as much."""
    ids = {ident for basis in bases if basis.start < item.end and item.start < basis.end for ident in basis.ids}
    return any(
        other.kind is AssertionKind.ADMISSION and other.rung in RUNGS and RUNGS.index(other.rung) >= RUNGS.index(str(item.rung))
        for line in board.items
        if line.id in ids and line.is_certain
        for other in line.assertions
    )
