"""Counts of what the sentence itself goes on to list: 两条路：一是……，二是……; two people, a vet and an assistant."""

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal

from service.grounding.folding import Span
from service.grounding.types import Amount, Bound, ClaimKind, Mention
from service.patterns import lazy

_COUNTED = frozenset({ClaimKind.NUMBER, ClaimKind.QUANTITY})
_MOST = 10
# How far behind the count its list may begin, and how far it goes.
_LEAD, _REACH = 40, 240
_BEGINS = lazy(r"[:：]|——|\s(?:[—-]|--)\s|[(（]")
_STOPS = lazy(r"[。！？；\n]|[.!?;](?=\s|$)")
_ENDS = lazy(r"[。！？\n]|[.!?](?=\s|$)|——|\s(?:[—-]|--)\s|[)）]")
_PARTED = lazy(r"[；;]")
_MARKED = lazy(
    r"(?<![\u4e00-\u9fff])(?:第?[一二三四五六七八九十](?:是|、|来|个是|则)|其[一二三四五六七八九十])|[(（][一二三四五六七八九十0-9]{1,2}[)）]|[①-⑩]"
    r"|(?<![A-Za-z])(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth(?:ly)?)(?![A-Za-z])",
)
_JOINED = lazy(
    r"、|以及|(?<=[\u4e00-\u9fff])(?:和|及|与|还有|或)(?=[\u4e00-\u9fff])|，|,\s?(?:and|or)\s|,\s|\s(?:and|or)\s|或者?"
)


def lists_as_many(folded: str, mention: Mention, counts: Sequence[Mention]) -> bool:
    """Whether a small exact count is that of the things listed right behind it, item by item or in parts that add up.

    `counts`: the counts of the text, in order.
    """
    value = mention.value
    if not isinstance(value, Amount) or mention.kind not in _COUNTED or value.bound is not Bound.EXACT:
        return False
    if not 1 < value.value <= _MOST or (listed := _listed(folded, mention.end)) is None:
        return False
    words = folded[listed.start : listed.end]
    if marks := len(_MARKED.findall(words.lower())):
        return marks == value.value
    first, last = (bisect_left(counts, at, key=lambda other: other.start) for at in (listed.start, listed.end))
    parts = [other.value for other in counts[first:last]]
    if parts and sum((part.value for part in parts if isinstance(part, Amount)), Decimal(0)) == value.value:
        return True
    parted = _PARTED if _PARTED.search(words) else _JOINED
    return len([item for item in parted.split(words) if item.strip()]) == value.value


def _listed(folded: str, at: int) -> Span | None:
    """The list of a sentence behind a place of it."""
    stop = _STOPS.search(folded, at)
    begins = _BEGINS.search(folded, at, min(len(folded), at + _LEAD))
    if begins is None or (stop is not None and stop.start() < begins.start()):
        return None
    ends = _ENDS.search(folded, begins.end(), min(len(folded), begins.end() + _REACH))
    return Span(begins.end(), ends.start() if ends else min(len(folded), begins.end() + _REACH))
