"""Whether a clause speaks of all where the ledger speaks of some, or of this one."""

from collections.abc import Iterator, Sequence

from service.grounding.alignment import Board, Match
from service.grounding.folding import Span
from service.grounding.marks import ADVERB, AFTER_VERB, COUNTED, COURTESY, OTHERS, OUTRIGHT, RESTRICTED
from service.grounding.mismatch import Discrepancy, Mismatch
from service.grounding.said import HALF, Said

# How far before a universal word its noun may stand: 鲜奶全部下架.
_REACH = 8


def scope(said: Said, near: Sequence[Match], board: Board) -> Iterator[Mismatch]:
    """The universal words of a clause that none of its lines holds."""
    text, at = said.clause, said.sentence.start
    if len(said.keys) < 2 or COURTESY.search(said.folded, said.start, said.end):
        return
    for span in text.universals:
        whole = OUTRIGHT.match(said.folded, at + span.start) is not None
        noun = next((p for p in text.pieces if span.end <= p.start <= span.end + 1), None) if whole else None
        reach = [noun] if noun else [p for p in text.pieces if span.start - _REACH <= p.start and p.end > span.end]
        about = list(near) if noun else [m for m in near if any(set(piece.keys) & m.item.keys for piece in reach)]
        if not about or RESTRICTED.match(said.folded, at + (noun.end if noun else span.end)):
            continue
        held = board.holds_all(noun.keys) if noun else any(match.item.has_universal for match in about)
        if not held and not _sums_up(said, span, about):
            sure = any(match.of_text >= HALF or said.speaks_of(match) for match in about)
            yield Mismatch(Discrepancy.SCOPE, Span(at + span.start, at + span.end), about[0].item, sure)
            return


def _sums_up(said: Said, span: Span, about: Sequence[Match]) -> bool:
    """门店和线上都, 9位顾客都: what was named or counted before is what is meant."""
    at = said.sentence.start
    place = at + span.start
    before = said.folded[max(at, place - 40) : place]
    if OTHERS.search(before):
        return False
    adverb = ADVERB.match(said.folded, place) is not None and (
        said.clause.language == "zh" or AFTER_VERB.search(before) is not None
    )
    if adverb and (COUNTED.search(before) or any(COUNTED.search(match.item.folded) for match in about)):
        return True
    return bool(COUNTED.search(before)) and not OUTRIGHT.match(said.folded, place)
