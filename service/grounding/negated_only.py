"""What the ledger says only of what is not so, told as so."""

from collections.abc import Iterator

from service.grounding.alignment import Board
from service.grounding.evidence import Evidence
from service.grounding.folding import Span
from service.grounding.marks import ABSENCE, UNTIL, Mark
from service.grounding.mismatch import Discrepancy, Mismatch
from service.grounding.said import Said


def affirmed(said: Said, board: Board) -> Iterator[Mismatch]:
    """What the ledger only negates, said plainly: "you were charged", where it has that nobody was. For a person to judge."""
    clause = said.clause
    if clause.negators or clause.swallows or clause.marks & (Mark.OPEN | Mark.DENIED | Mark.POSSIBLE | Mark.FUTURE):
        return
    if ABSENCE.search(said.folded, said.start, said.end) or said.holds(UNTIL):
        return
    item = board.negates(clause.keys)
    if item is None:
        return
    at = said.sentence.start
    piece = next(p for p in clause.pieces if board.negates(p.keys) is not None)
    yield Mismatch(Discrepancy.POLARITY, Span(at + piece.start, at + piece.end), item, Evidence.DIFFERENT)
