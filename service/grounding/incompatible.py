"""Two values of one sentence that cannot stand together: a part larger than its whole, one day named twice, a span with another end.

What changes places between two sentences is told by the words around it (`swapped`); here the two values tell by themselves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from weakref import WeakKeyDictionary

from service.grounding.alignment import Board, Item
from service.grounding.evidence import Evidence
from service.grounding.folding import Span
from service.grounding.mismatch import Discrepancy, Mismatch
from service.grounding.types import Amount, Bound, ClaimKind, Mention, Moment
from service.patterns import lazy

_COUNTED = frozenset({ClaimKind.NUMBER, ClaimKind.QUANTITY})
_LONGEST = 24
_STOP = lazy(r"[。；;！？!?\n]|\.(?=\s)")
# The part stands behind its whole.
_OF_WHICH = lazy(
    r"[^，。；、]{0,8}(?:里面?|当中|之中|中)(?:已经?)?(?:有|包括|含)?\Z|[^。；]{0,12}(?:其中|当中|里面?有|包括|含有?|包含)(?:的|有|已有|已经?有)?\Z"
    r"|(?:\s[\w'-]+){0,4},?\s(?:of (?:whom|which|them|these|those)|including|among (?:whom|which|them))\s\Z",
)
# The part stands before its whole.
_OUT_OF = lazy(r"(?:\s[\w'-]+){0,2}\s(?:out )?of (?:the|our|these|those|all|its) (?:[\w'-]+ )?\Z")
# What the whole of a ledger's line and its part have between them.
_PART = lazy(r"其中|当中|(?:里面?|中)有|\bof (?:whom|which|them|these|those|the)\b|\bincluding\b")
# What is done stands before the part: 办好了, 已退, "resolved".
_DONE = lazy(r"[，,][^，。；]{0,6}(?:[好完掉妥毕成]了?|[退办结处修发还]了|已经?[\u4e00-\u9fff]{1,4})\Z")
_TOTAL = lazy(r"共|总|合计|收到|接到|接获|来了")
_AND = lazy(r"\s?(?:和|与|及|以及|、|and|&)\s?")
_TO = lazy(r"\s?(?:至|到|-|~|—|——|to|through|until)\s?")


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two values next to each other, and what stands between them."""

    first: Mention
    second: Mention
    between: str


@dataclass(frozen=True, slots=True)
class _Held:
    """The spans of days the public lines give, by their ends, and the pairs in which certain lines name a part of a whole."""

    spans: frozenset[tuple[int | None, int | None]]
    parts: tuple[_Pair, ...]


_HELD: WeakKeyDictionary[Board, _Held] = WeakKeyDictionary()


def incompatible(folded: str, mentions: Sequence[Mention], board: Board) -> Iterator[Mismatch]:
    """The pairs of a text that cannot stand together or turn one of the ledger's round, each told at its first value."""
    held = _HELD.get(board)
    if held is None:
        held = _HELD[board] = _held(board)
    for pair in _pairs(folded, mentions):
        evidence = _judged(pair, held)
        item = next(_holding(pair, board), None) if evidence is not None else None
        if evidence is not None and item is not None:
            yield Mismatch(Discrepancy.ROLE, Span(pair.first.start, pair.first.end), item, evidence)


def _held(board: Board) -> _Held:
    public = [other for item in board.items if item.is_public for other in _pairs(item.folded, item.mentions)]
    certain = [other for item in board.items if item.is_certain for other in _pairs(item.folded, item.mentions)]
    return _Held(
        frozenset(_ends(other) for other in public if _spans(other)),
        tuple(other for other in certain if _counts(other) is not None and _PART.search(other.between)),
    )


def _judged(pair: _Pair, held: _Held) -> Evidence | None:
    if _exceeds_whole(pair) or _names_one_day_twice(pair):
        return Evidence.CONTRADICTED
    if _ends_elsewhere(pair, held) or _turns_part_and_whole(pair, held):
        return Evidence.DIFFERENT
    return None


def _pairs(folded: str, mentions: Sequence[Mention]) -> Iterator[_Pair]:
    valued = sorted((m for m in mentions if isinstance(m.value, (Amount, Moment))), key=lambda m: m.start)
    for first, second in pairwise(valued):
        between = folded[first.end : second.start]
        if len(between) <= _LONGEST and first.end <= second.start and not _STOP.search(between):
            yield _Pair(first, second, between)


def _holding(pair: _Pair, board: Board) -> Iterator[Item]:
    """The public items that give one of the two values."""
    for item in board.items:
        if item.is_public and any(_same(held, said) for held in item.mentions for said in (pair.first, pair.second)):
            yield item


def _same(held: Mention, said: Mention) -> bool:
    mine, theirs = said.value, held.value
    if isinstance(mine, Amount) and isinstance(theirs, Amount):
        return held.kind in _COUNTED and said.kind in _COUNTED and mine.value == theirs.value and mine.may_count_as(theirs)
    return _day(held) is not None and _day(held) == _day(said)


def _day(mention: Mention) -> tuple[int | None, int] | None:
    value = mention.value
    return (value.month, value.day) if isinstance(value, Moment) and value.day is not None else None


def _counts(pair: _Pair) -> tuple[Amount, Amount] | None:
    """Both values, if they are exact counts of one kind of thing."""
    one, other = pair.first.value, pair.second.value
    if not (isinstance(one, Amount) and isinstance(other, Amount) and {pair.first.kind, pair.second.kind} <= _COUNTED):
        return None
    exact = one.bound is other.bound is Bound.EXACT and "ordinal" not in one.units | other.units
    return (one, other) if exact and one.may_count_as(other) else None


def _exceeds_whole(pair: _Pair) -> bool:
    counts = _counts(pair)
    if counts is None:
        return False
    one, other = counts
    if other.value > one.value:
        return bool(one.units & other.units) and _OF_WHICH.fullmatch(pair.between) is not None
    # "418 copies of the three prints": what is counted is of another kind than what it is of.
    return (
        one.value > other.value and bool(one.units & other.units or not one.units) and _OUT_OF.fullmatch(pair.between) is not None
    )


def _names_one_day_twice(pair: _Pair) -> bool:
    one, other = _day(pair.first), _day(pair.second)
    if one is None or other is None or pair.first.kind is not ClaimKind.DATE or pair.second.kind is not ClaimKind.DATE:
        return False
    return one[1] == other[1] and (one[0] == other[0] or None in (one[0], other[0])) and _AND.fullmatch(pair.between) is not None


def _ends_elsewhere(pair: _Pair, held: _Held) -> bool:
    """A span of days that shares one end with a span of the ledger and has another end."""
    if not held.spans or not _spans(pair):
        return False
    mine = _ends(pair)
    return mine not in held.spans and any((mine[0] == start) != (mine[1] == end) for start, end in held.spans)


def _spans(pair: _Pair) -> bool:
    days = _day(pair.first) is not None and _day(pair.second) is not None
    return days and _TO.fullmatch(pair.between) is not None


def _ends(pair: _Pair) -> tuple[int | None, int | None]:
    one, other = _day(pair.first), _day(pair.second)
    return (one[1] if one else None, other[1] if other else None)


def _turns_part_and_whole(pair: _Pair, held: _Held) -> bool:
    """“一共118份，办好了702份”, where a line has 702 of which 118 are done."""
    counts = _counts(pair)
    if counts is None or counts[1].value <= counts[0].value:
        return False
    if not _DONE.search(pair.between) or _TOTAL.search(pair.between):
        return False
    return any(_same(other.second, pair.first) and _same(other.first, pair.second) for other in held.parts)
