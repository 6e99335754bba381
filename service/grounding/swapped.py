"""Values that have changed places: 34 groups and 19 accounts, where the ledger has 34 accounts and 19 groups.

Roles (`roles`) are concepts; a line of figures has more of them than concepts can tell apart. So each value is held by the very words
around it, in the text as in the ledger, and two values are doubted when each stands among the other's words rather than its own.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from weakref import WeakKeyDictionary

from service.grounding.alignment import Board, Item, Kind, value_key
from service.grounding.evidence import Evidence
from service.grounding.folding import Span
from service.grounding.mismatch import Discrepancy, Mismatch
from service.grounding.overlap import stem
from service.grounding.remembered import Remembered
from service.grounding.types import Amount, Bound, ClaimKind, Mention, Moment
from service.patterns import lazy

# How far around a value its words are looked for, in characters, and how far two values may lie apart.
_AFTER, _BEFORE, _NEAR = {"zh": 10, "en": 36}, {"zh": 10, "en": 45}, 80
# Words before a value tell less than those behind, and words on the other side less again.
_IN_FRONT, _ACROSS = 0.7, 0.35
_CLEARLY, _MARGIN = 1.5, 1.0
_PARTNERS = 3
_STOP = lazy(r"[。；;！？!?\n]|\.(?=\s)")
_LISTED = lazy(r"\s?(?P<measure>[\u4e00-\u9fff]?)(?:[、，；]|$)")
_VALUE = lazy(r"[\s约近超逾]*(?:[0-9][0-9,.]*|[零一二两三四五六七八九十百千万几]+|[A-Za-z]+(?=[ -]))")
_HAN = lazy(r"[\u4e00-\u9fff]+")
_WORD = lazy(r"[A-Za-z][A-Za-z']+")
_EMPTY = frozenset("个的了在是有和与及或也都就其中共由到为从于")
_FUNCTION = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "and",
        "or",
        "to",
        "in",
        "on",
        "at",
        "for",
        "by",
        "with",
        "from",
        "were",
        "was",
        "have",
        "has",
        "had",
        "been",
        "are",
        "is",
        "its",
        "our",
        "we",
    ]
)
_HAN_LANGUAGE, _OTHER = "zh", "en"


@dataclass(frozen=True, slots=True)
class Place:
    """The `number`th value of a text with the words around it. `key` as clauses are aligned by, `group`: what it may change places with."""

    number: int
    start: int
    end: int
    key: str
    group: str
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Held:
    """The ledger's places by value, how much each word tells, and how well the words around a place fit each value."""

    places: dict[tuple[str, str], tuple[Place, ...]]
    weights: dict[str, float]
    items: dict[tuple[str, str], Item]
    fits: Remembered[tuple[frozenset[str], frozenset[str], str, str], float] = field(default_factory=Remembered)


_HELD: WeakKeyDictionary[Board, _Held] = WeakKeyDictionary()


def swapped(folded: str, mentions: Sequence[Mention], board: Board) -> Iterator[Mismatch]:
    """The pairs of values of a text that have changed places, each told at the first of them."""
    held = _HELD.get(board)
    if held is None:
        held = _HELD[board] = _held(board)
    valued = _valued(mentions)
    found = [place for place in _places(valued) if (place.group, place.key) in held.places]
    told: set[int] = set()
    for number, first in enumerate(found):
        for second in found[number + 1 : number + 1 + _PARTNERS]:
            if second.start - first.end > _NEAR or first.start in told:
                break
            if first.group != second.group or first.key == second.key:
                continue
            if _have_changed(_with_words(first, folded, valued), _with_words(second, folded, valued), held):
                told |= {first.start, second.start}
                item = held.items[first.group, first.key]
                yield Mismatch(Discrepancy.ROLE, Span(first.start, first.end), item, Evidence.DIFFERENT)


def _have_changed(first: Place, second: Place, held: _Held) -> bool:
    own = _fit(first, first.key, held), _fit(second, second.key, held)
    other = _fit(first, second.key, held), _fit(second, first.key, held)
    if any(theirs <= mine for mine, theirs in zip(own, other, strict=True)):
        return False
    return sum(other) >= _CLEARLY * sum(own) and sum(other) - sum(own) >= _MARGIN


def _fit(place: Place, key: str, held: _Held) -> float:
    """How well the words around a place are those around a value of the ledger."""
    return held.fits.get(
        (place.before, place.after, place.group, key),
        lambda: max(_likeness(place, other, held.weights) for other in held.places[place.group, key]),
    )


def _likeness(one: Place, other: Place, weights: dict[str, float]) -> float:
    same = sum(weights.get(gram, 0.0) for gram in one.after & other.after)
    same += _IN_FRONT * sum(weights.get(gram, 0.0) for gram in one.before & other.before)
    across = (one.after & other.before) | (one.before & other.after)
    # Where nothing but a measure follows, what stands before is what is counted.
    weight = _ACROSS if len(one.after) > 1 else 1.0
    return same + weight * sum(weights.get(gram, 0.0) for gram in across)


def _held(board: Board) -> _Held:
    places: dict[tuple[str, str], list[Place]] = {}
    items: dict[tuple[str, str], Item] = {}
    counts: Counter[str] = Counter()
    total = 0
    for item in board.items:
        if not item.is_public or item.kind in (Kind.LAW, Kind.TITLE):
            continue
        for place in places_of(item.folded, item.mentions):
            places.setdefault((place.group, place.key), []).append(place)
            items.setdefault((place.group, place.key), item)
            counts.update(place.before | place.after)
            total += 1
    weights = {gram: math.log(1 + total / count) for gram, count in counts.items()}
    return _Held({key: tuple(found) for key, found in places.items()}, weights, items)


def places_of(folded: str, mentions: Sequence[Mention]) -> list[Place]:
    """The exact amounts and days of a text, in order, with the words around each up to the next value or stop."""
    valued = _valued(mentions)
    return [_with_words(place, folded, valued) for place in _places(valued)]


def _valued(mentions: Sequence[Mention]) -> list[Mention]:
    return sorted((m for m in mentions if isinstance(m.value, (Amount, Moment))), key=_start)


def _places(valued: Sequence[Mention]) -> list[Place]:
    """The places of values that may change places, without the words around them."""
    return [
        Place(number, mention.start, mention.end, value_key(mention), _group(mention))
        for number, mention in enumerate(valued)
        if _may_swap(mention.value)
    ]


def _with_words(place: Place, folded: str, valued: Sequence[Mention]) -> Place:
    number, mention = place.number, valued[place.number]
    language = _HAN_LANGUAGE if _HAN.search(folded, max(0, mention.start - 12), mention.end + 12) else _OTHER
    digits = _VALUE.match(folded, mention.start)
    after = digits.end() if digits and isinstance(mention.value, Amount) and digits.end() <= mention.end else mention.end
    stop = min(valued[number + 1].start if number + 1 < len(valued) else len(folded), mention.end + _AFTER[language])
    start = max(valued[number - 1].end if number else 0, mention.start - _BEFORE[language])
    before, behind = _in_front(folded[start : mention.start]), _behind(folded[after:stop])
    return Place(number, mention.start, mention.end, place.key, place.group, before, behind)


@lru_cache(maxsize=4096)
def _in_front(text: str) -> frozenset[str]:
    """The words before a value, from the last stop on."""
    return frozenset(_grams(_STOP.split(text)[-1].rpartition("、")[2]))


@lru_cache(maxsize=4096)
def _behind(text: str) -> frozenset[str]:
    """The words behind a value, up to the next stop."""
    text = _STOP.split(text, maxsplit=1)[0]
    if listed := _LISTED.match(text):
        # “座位206个、订单412笔”: what is counted stands before, and what follows is the next one's.
        text = listed["measure"]
    return frozenset(_grams(text))


def _may_swap(value: object) -> bool:
    if isinstance(value, Moment):
        return value.day is not None
    return isinstance(value, Amount) and value.bound is Bound.EXACT and "ordinal" not in value.units


def _group(mention: Mention) -> str:
    if isinstance(mention.value, Moment):
        return "day"
    return "count" if mention.kind in (ClaimKind.NUMBER, ClaimKind.QUANTITY) else mention.kind.value


def _start(mention: Mention) -> int:
    return mention.start


def _grams(text: str) -> Iterator[str]:
    """Characters and their pairs in Chinese, stems in English."""
    for run in _HAN.finditer(text):
        yield from (char for char in run.group() if char not in _EMPTY)
        yield from (one + other for one, other in pairwise(run.group()))
    for word in _WORD.finditer(text):
        lowered = word.group().lower()
        if len(lowered) > 1 and lowered not in _FUNCTION:
            yield stem(lowered)
